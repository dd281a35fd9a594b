# web: builds, installs and tests the web app. npm works on a copy in build/web, so that nothing of
# its comes to lie in the tree.
# shellcheck shell=bash

readonly WEB_WORK=$ROOT/build/web

build_web() {
  local wanted
  begin 'web app'
  wanted=$(cd "$ROOT" && find gateway/web -type f -print0 | sort -z | xargs -0 sha256sum |
    sha256sum)
  if [[ $(cat "$WEB_WORK/.built" 2>/dev/null) == "$wanted" ]]; then
    finish 'unchanged'
    return
  fi
  { prepare_web && (cd "$WEB_WORK" && npm run --silent build); } \
    >"$ROOT/build/web.log" 2>&1 </dev/null ||
    fail_with_log "$ROOT/build/web.log" 'The web app could not be built.'
  printf '%s\n' "$wanted" >"$WEB_WORK/.built"
  finish 'built'
}

# The sources and their tests beside the packages, which are fetched for each package.json once.
prepare_web() {
  local packages
  packages=$(sha256sum <"$ROOT/gateway/web/package.json")
  mkdir -p "$WEB_WORK"
  find "$WEB_WORK" -mindepth 1 -maxdepth 1 ! -name node_modules ! -name .packages \
    -exec rm -rf {} + || return
  cp -R "$ROOT/gateway/web/." "$WEB_WORK/" && cp -R "$ROOT/tests/gateway/web" "$WEB_WORK/tests" &&
    cp -R "$ROOT/tests/e2e" "$WEB_WORK/e2e" || return
  [[ $(cat "$WEB_WORK/.packages" 2>/dev/null) != "$packages" ]] || return 0
  rm -rf "$WEB_WORK/node_modules" "$WEB_WORK/.packages"
  (cd "$WEB_WORK" && npm install --no-progress --loglevel=error) || return
  printf '%s\n' "$packages" >"$WEB_WORK/.packages"
}

# Beside the programs, where the gateway can read it.
install_web() {
  ! diff -rq "$WEB_WORK/dist" "$WEB" >/dev/null 2>&1 || return 0
  rm -rf "$WEB.new" "$WEB.old"
  cp -R "$WEB_WORK/dist" "$WEB.new"
  chmod -R u=rwX,go=rX "$WEB.new"
  [[ ! -e $WEB ]] || mv "$WEB" "$WEB.old"
  mv "$WEB.new" "$WEB"
  rm -rf "$WEB.old"
}

# One part of `./qianmo test`: unit tests, types and a build. The browser's stories need its result.
test_web() {
  (prepare_web && cd "$WEB_WORK" && npm run --silent test && npm run --silent build) </dev/null
}
