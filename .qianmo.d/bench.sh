# bench: one line a measure: name value unit ratio target.
# shellcheck shell=bash

readonly MEASURES=(start bank.import gateway.echo gateway.watch ledger.post registry.import
  registry.roll_as_of)

cmd_bench() {
  local measure wanted=("$@")
  (($# > 0)) || wanted=("${MEASURES[@]}")
  for measure in "${wanted[@]}"; do
    [[ " ${MEASURES[*]} " == *" $measure "* ]] ||
      usage "There is no measure '$measure'; there are: ${MEASURES[*]}."
    "bench_$measure"
  done
}

# From stopped to healthy, everything built, data present; the median of three.
bench_start() {
  local was_running=true times=() since round
  name_state
  [[ -n $(running_servers) ]] || was_running=false
  "$ROOT/qianmo" up >&2 || exit
  for round in 1 2 3; do
    "$ROOT/qianmo" down >&2 || exit
    since=$(now_ms)
    "$ROOT/qianmo" up >&2 || exit
    times+=($(($(now_ms) - since)))
    echo "start, round $round: ${times[-1]} ms" >&2
  done
  [[ $was_running == true ]] || "$ROOT/qianmo" down >&2 || exit
  printf '%s\n' "${times[@]}" | sort -n |
    awk 'NR == 2 { printf "start %.2f s - <=3%s\n", $1 / 1000, ($1 > 3000 ? " MISSED" : "") }'
}

# build_bench PROGRAM: the program of a measure, built as a release is.
build_bench() {
  lock_tree
  install_packages >&2
  build_release "$@" >&2
  unlock_tree
}

# WhoAmI through a gateway without rate limits and the services of `up`; a demo bidder asks.
bench_gateway.echo() {
  local was_running=true handle password rest
  name_state
  [[ -n $(running_servers) ]] || was_running=false
  "$ROOT/qianmo" up >&2 || exit
  STEPS=3
  build_bench bench-gateway-echo
  check_ports
  read -r handle password rest < <(grep '^demo\.bidder ' "$RUN/demo")
  "$ROOT/build/release/bin/bench-gateway-echo" --gateway "$BIN/qianmo-gateway" \
    --upstream "$PORT" --services "$(server_pid qianmod)" \
    --handle "$handle" --password "$password" || exit
  [[ $was_running == true ]] || "$ROOT/qianmo" down >&2 || exit
}

# Live watchers of one stream; the bench brings its own gateway and its own service.
bench_gateway.watch() {
  STEPS=3
  build_bench bench-gateway-watch
  "$ROOT/build/release/bin/bench-gateway-watch" || exit
}

# with_cluster PROGRAM...: runs it on a PostgreSQL of its own, as durable as that of `up` and on the
# same disk, that is gone afterwards.
with_cluster() {
  trap '[[ -z $SCRATCH ]] || remove_scratch "$SCRATCH"' EXIT
  lock_tree
  name_state
  make_state
  need_space "$STATE" 2000 'the database of the bench'
  make_scratch
  unlock_tree
  FAST=$SCRATCH
  start_scratch_cluster on
  QIANMO_TEST_DATABASE_URL=$TEST_URL QIANMO_BIN=$ROOT/build/release/bin "$@" || exit
  remove_scratch "$SCRATCH"
  SCRATCH=
}

# Entries into one hot account, against pgbench that leaves the same rows one by one.
bench_ledger.post() {
  STEPS=3
  build_bench bench-ledger-post qianmod
  with_cluster "$ROOT/build/release/bin/bench-ledger-post" \
    --script "$ROOT/tests/bench/ledger_post.sql" --pgbench "$PG_BIN/pgbench"
}

# A statement of 100,000 entries, each of which makes a payment, against COPY of the rows.
bench_bank.import() {
  STEPS=3
  build_bench bench-bank-import
  with_cluster "$ROOT/build/release/bin/bench-bank-import"
}

# A table of 100,000 households with units, against COPY of its rows.
bench_registry.import() {
  STEPS=3
  build_bench bench-registry-import
  with_cluster "$ROOT/build/release/bin/bench-registry-import"
}

# Rolls of 300,000 holders as of a past day, page by page; the bench brings its own service.
bench_registry.roll_as_of() {
  STEPS=3
  build_bench bench-registry-roll qianmod
  with_cluster "$ROOT/build/release/bin/bench-registry-roll"
}
