# The checks that need no database: format, proto lint, API compatibility, house rules.
# shellcheck shell=bash

readonly BUF=build/release/npm/node_modules/.bin/buf

cmd_check() {
  STEPS=3
  prepare_tests
  build_release tests/tidy_test
  unlock_tree
  run_checks
  run_program release tests/tidy_test
  verdict
}

run_checks() {
  run_function check format check_format
  run_function check 'proto lint' check_lint
  run_function check 'API compatibility' check_compatibility
}

check_format() {
  find . \( -name '.?*' -o -name build -o -name node_modules \) -prune -o \
    \( -name '*.cc' -o -name '*.h' \) -print0 |
    xargs -0 -r clang-format-14 --dry-run -Werror --ferror-limit=1 && return
  echo 'clang-format-14 -i FILE puts it right.'
  return 1
}

check_lint() {
  describe proto "$SCRATCH/new.binpb"
  "$BUF" lint "$SCRATCH/new.binpb" --config proto/buf.yaml
}

# Nothing that a client was promised may break. The promise is the newest api-* tag.
check_compatibility() {
  local tag
  tag=$(git tag --list 'api-*' --sort=-creatordate | head -n 1)
  if [[ -z $tag ]]; then return; fi
  mkdir -p "$SCRATCH/promised"
  git archive "$tag" proto | tar -x -C "$SCRATCH/promised"
  describe "$SCRATCH/promised/proto" "$SCRATCH/old.binpb"
  describe proto "$SCRATCH/new.binpb"
  "$BUF" breaking "$SCRATCH/new.binpb" --against "$SCRATCH/old.binpb" --config proto/buf.yaml
}

# describe FOLDER FILE: the protos as a descriptor set. buf reads it without the network, which it
# would need to find Google's protos by itself.
describe() {
  local protos
  mapfile -t protos < <(cd "$1" && find qianmo -name '*.proto')
  protoc --include_imports --include_source_info --descriptor_set_out="$2" -I"$1" \
    -Ibuild/release/npm/node_modules/google-proto-files "${protos[@]}"
}
