# test: builds everything first, then runs every test program on a PostgreSQL of its own, plain and
# under the sanitizers.
# shellcheck shell=bash

# The rings without gRPC: ThreadSanitizer cannot see into Debian's gRPC.
readonly TSAN_PROGRAMS=(base_test crypto_test pg_test identity_domain_test)
readonly PROGRAM_SECONDS=900

PASSED=0
FAILED=0
FAILURES=() # what the end of the run says again
declare -A BROKEN=() # presets of which not everything could be built, and their test programs
FINISHED=false
SCRATCH=
FAST= # where the database and the files of tests are: in memory, or in SCRATCH
CHILD=
declare -A RUNNING=() # by process, what runs now: preset, program, since when, its folder

cmd_test() {
  local part=${1:-all} only=${2:-}
  STEPS=2
  case $part in all) STEPS=4 ;; entry | web) STEPS=1 ;; esac
  prepare_tests
  case $part in
    all)
      build_preset release
      build_preset dev
      build_preset tsan
      unlock_tree
      start_scratch_cluster
      run_function web 'web app' test_web
      run_preset release
      run_entry_tests
      run_checks
      run_preset dev
      run_preset tsan
      ;;
    check)
      build_preset release tests/tidy_test
      unlock_tree
      run_checks
      run_preset release tidy
      ;;
    entry)
      unlock_tree
      run_entry_tests
      ;;
    web)
      unlock_tree
      run_function web 'web app' test_web
      ;;
    release | dev | tsan) prove_preset "$part" "$only" ;;
    *) prove_preset release "$part" ;;
  esac
  verdict
}

# prove_preset PRESET [NAME]
prove_preset() {
  build_preset "$1"
  unlock_tree
  [[ -n $(programs "$1" "$2") || -n ${BROKEN[$1]:-} ]] ||
    fail "there is no test '$2'. There are: check entry release dev tsan" \
      "$(programs "$1" | sed 's/_test$//' | paste -sd' ')"
  start_scratch_cluster
  [[ -z $(programs "$1" "$2" | grep -x e2e_test) ]] || run_function web 'web app' test_web
  run_preset "$1" "$2"
}

prepare_tests() {
  trap 'end_tests $?' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  lock_tree
  install_packages
  name_state
  make_state
  need_space "$STATE" 1000 'the test database'
  make_scratch
}

# Builds as much as can be built; what could not be is counted by run_preset.
build_preset() {
  local preset=$1 goals=("${@:2}") program
  begin "building $preset"
  [[ -e $ROOT/build/$preset/build.ninja ]] || need_space "$ROOT/build" 3000 'the build'
  if ! configure "$preset"; then
    BROKEN[$preset]=yes
    report "$preset" configure 0 1 "$STEP_SINCE" "$ROOT/build/$preset/configure.log"
    return
  fi
  if [[ $preset == tsan ]]; then
    for program in $(programs tsan); do goals+=("tests/$program"); done
  fi
  if build "$preset" -k 0 "${goals[@]}"; then
    finish 'built'
    return
  fi
  finish 'FAILED'
  note_broken "$preset"
  grep -B 25 '^FAILED: build.ninja' "$ROOT/build/$preset/build.log" ||
    grep -A 12 '^FAILED: ' "$ROOT/build/$preset/build.log" | head -n 60 || true
  report "$preset" build 0 1 "$STEP_SINCE"
}

# note_broken PRESET: which test programs are not what the sources say. One of an earlier build
# may still lie there.
note_broken() {
  local program
  BROKEN[$1]=yes
  for program in $(programs "$1"); do
    ninja -C "$ROOT/build/$1" "tests/$program" >/dev/null 2>&1 || BROKEN[$1/tests/$program]=yes
  done
}

# programs PRESET [NAME]: the test programs that CMake knows: one by its name, or a group of them.
programs() {
  local all wanted=${2:-}
  all=$({ ninja -C "$ROOT/build/$1" -t targets all 2>/dev/null || true; } |
    sed -n 's/^tests\/\([^/:]*\): CXX_EXECUTABLE_LINKER.*/\1/p' | sort)
  [[ $1 != tsan ]] || all=$(grep -xF "$(printf '%s\n' "${TSAN_PROGRAMS[@]}")" <<<"$all" || true)
  grep -xE "${wanted:-.*}|${wanted}_test|${wanted}_.*_test" <<<"$all" || true
}

# run_preset PRESET [NAME]: several programs at a time, because each waits much for its database.
run_preset() {
  local program
  for program in $(programs "$1" "${2:-}"); do
    ((${#RUNNING[@]} < $(nproc))) || await_program
    run_program "$1" "tests/$program"
  done
  while ((${#RUNNING[@]} > 0)); do await_program; done
}

# run_program PRESET PROGRAM: starts it, unless it is not there.
run_program() {
  local preset=$1 program=$ROOT/build/$1/$2 since folder=$SCRATCH/run/$1-${2##*/}
  since=$(now_ms)
  mkdir -p "$folder"
  if [[ -n ${BROKEN[$preset/$2]:-} || ! -x $program ]]; then
    echo "$2 could not be built." >"$folder/output"
    report "$preset" "${2##*/}" 0 1 "$since" "$folder/output"
    return
  fi
  start_program "$preset" "$program" --gtest_output="xml:$folder/results" >"$folder/output" 2>&1
  RUNNING[$CHILD]="$preset ${2##*/} $since $folder"
}

# Reports whichever program ends next: every case counts; so does a crash, a skipped case.
await_program() {
  local child status=0 passed=0 failed=1 preset name since folder
  { wait -n -p child "${!RUNNING[@]}" || status=$?; } 2>/dev/null
  # Whatever the program has left behind in its process group.
  kill -KILL -- "-$child" 2>/dev/null || true
  read -r preset name since folder <<<"${RUNNING[$child]}"
  unset "RUNNING[$child]"
  ((status != 124)) || echo "stopped after $PROGRAM_SECONDS s" >>"$folder/output"
  read -r passed failed < <(count_cases "$folder/results" "$folder/output" "$status")
  report "$preset" "$name" "$passed" "$failed" "$since" "$folder/output"
  rm -rf "$folder"
}

# run_function PART NAME FUNCTION: a function of the shell as one test.
run_function() {
  local output=$SCRATCH/output.txt since
  since=$(now_ms)
  if (cd "$ROOT" && "$3") >"$output" 2>&1; then
    report "$1" "$2" 1 0 "$since"
  else
    report "$1" "$2" 0 1 "$since" "$output"
  fi
}

run_entry_tests() {
  local name said
  # shellcheck source=tests/entry/entry_test.sh
  source "$ROOT/tests/entry/entry_test.sh"
  for name in $(compgen -A function test_); do
    said=${name#test_}
    run_function entry "${said//_/ }" "$name"
  done
}

# start_program PRESET PROGRAM...: in the background, so that a signal to us is heard at once.
start_program() {
  local preset=$1
  shift
  (
    unset "${!GTEST_@}" "${!QIANMO_@}" "${!http@}" "${!HTTP@}" grpc_proxy
    export QIANMO_BIN=$ROOT/build/$preset/bin QIANMO_PG_BIN=$PG_BIN TMPDIR=$FAST/tmp
    export QIANMO_TEST_DATABASE_URL=${TEST_URL:-}
    # A small quarantine: tests measure memory, too.
    export ASAN_OPTIONS=detect_leaks=1:quarantine_size_mb=1:thread_local_quarantine_size_kb=64
    export UBSAN_OPTIONS=print_stacktrace=1
    export LSAN_OPTIONS=print_suppressions=0:suppressions=$ROOT/tests/support/foreign_leaks.txt
    # Some kernels place programs where ThreadSanitizer of GCC 12 cannot follow.
    [[ $preset != tsan ]] || ! setarch -R true 2>/dev/null || set -- setarch -R "$@"
    cd "$ROOT" || exit
    exec timeout --kill-after=10 "$PROGRAM_SECONDS" "$@" </dev/null
  ) &
  CHILD=$!
}

# count_cases RESULTS OUTPUT STATUS: prints passed and failed. Without results the program crashed:
# what it printed until then is counted, and the crash is one failure.
count_cases() {
  local passed failed
  if [[ -s $1 ]]; then
    read -r passed failed < <(awk '
      /<testcase / { cases++; if (/result="completed"/) completed++ }
      /<failure / { if (cases != last) { broken++; last = cases } }
      END { print completed - broken, cases - completed + broken }' "$1")
  else
    passed=$(grep -c '^\[       OK \]' "$2") || true
    failed=$(($(grep -c '^\[  FAILED  \] .* ([0-9]* ms)$' "$2") + 1)) || true
  fi
  ((failed > 0 || ($3 == 0 && passed > 0))) || failed=1
  echo "$passed $failed"
}

# report PART NAME PASSED FAILED SINCE [OUTPUT]: one line, and all that a failing part has said.
report() {
  end_line
  PASSED=$((PASSED + $3))
  FAILED=$((FAILED + $4))
  printf '%-8s %-26s %4d passed %3d failed  %s\n' "${@:1:4}" "$(seconds $(($(now_ms) - $5)))"
  (($4 > 0)) || return 0
  FAILURES+=("failed: $1 $2")
  [[ -n ${6:-} ]] || return 0
  without_passed "$6" | head -n 400 | sed 's/^/    /' || true
  FAILURES+=("$(in_short "$6")")
}

# in_short FILE: of an output of GoogleTest the failures alone, for the end of a long run.
in_short() {
  awk '/^\[ RUN      \]/ { name = $0 }
    /: Failure$|^==[0-9]+==ERROR|runtime error:|could not be built|^stopped after/ {
      if (name != "") { print name; name = "" }
      rest = 6
    }
    rest-- > 0 && ++lines <= 40' "$1" | sed 's/^/    /'
}

# without_passed FILE: an output of GoogleTest less the cases that passed, and what they had to say.
without_passed() {
  awk '/^\[ RUN      \]/ { held = $0; inside = 1; next }
    inside && /^\[       OK \]/ { inside = 0; next }
    inside && /^\[  FAILED  \]/ { print held; print; inside = 0; next }
    inside { held = held "\n" $0; next }
    { print }
    END { if (inside) print held }' "$1"
}

verdict() {
  FINISHED=true
  ((FAILED == 0)) || exit 1
}

# make_scratch: a folder for this run, removed at its end however it ends.
make_scratch() {
  remove_dead_scratch
  SCRATCH=$(mktemp -d "$STATE/scratch.XXXXXX")
  echo "$$ $(start_time $$)" >"$SCRATCH/owner"
  chmod 0711 "$SCRATCH"
  FAST=$SCRATCH
  ! roomy_memory "$SCRATCH" || FAST=$(memory_of "$SCRATCH")
  mkdir -m 1777 "$FAST/tmp"
}

# start_scratch_cluster [FSYNC]
start_scratch_cluster() {
  local sockets data=$FAST/data
  sockets=$(socket_folder "$SCRATCH/sock" "${SCRATCH##*.}")
  create_cluster "$data" "$sockets"
  # The folder of its socket keeps others out; tests come as every service's role.
  printf 'local %s all trust\n' all replication |
    as_owner tee "$data/pg_hba.conf" >/dev/null
  # Nothing of a test must survive the machine, and every test creates databases.
  start_cluster "$data" "$sockets" "$LOG/scratch.log" "${1:-off}"
  TEST_URL=$(database_url "$sockets")
}

# memory_of SCRATCH: the folder in memory that belongs to it, if there is any.
memory_of() { printf '%s' "/dev/shm/qianmo-${1##*.}"; }

# roomy_memory SCRATCH: makes that folder where there is plenty of memory. Every test has a database
# of its own, which is a folder of 600 files, and some disks take seconds for that.
roomy_memory() {
  local free
  free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1) || return
  ((free > 8000000)) && mkdir -m 0711 "$(memory_of "$1")" 2>/dev/null
}

end_tests() {
  trap - EXIT INT TERM HUP
  end_line
  local child
  for child in "${!RUNNING[@]}"; do
    kill -TERM "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
    kill -KILL -- "-$child" 2>/dev/null || true
  done
  [[ -z $SCRATCH ]] || remove_scratch "$SCRATCH"
  # A run that did not come to its end has failed, whatever has passed.
  [[ $FINISHED == true ]] || FAILED=$((FAILED + 1))
  ((${#FAILURES[@]} == 0)) || printf '%s\n' "${FAILURES[@]}" | grep .
  echo "$PASSED passed, $FAILED failed"
  exit "$1"
}

remove_scratch() {
  local memory data
  memory=$(memory_of "$1")
  for data in "$memory/data" "$1/data"; do
    ! cluster_pid "$data" >/dev/null || stop_cluster "$data" immediate || true
  done
  rm -rf "$1" "$memory" "$(short_socket_folder "${1##*.}")"
}

# What a killed run could not remove. The tree is locked: no other run is about to begin.
remove_dead_scratch() {
  local folder pid started
  for folder in "$STATE"/scratch.*; do
    [[ -d $folder ]] || continue
    pid='' started=none # without an owner: something that outlived its run came back to it
    { read -r pid started <"$folder/owner"; } 2>/dev/null || true
    [[ -n $pid && $(start_time "$pid") == "$started" ]] || remove_scratch "$folder"
  done
}
