# Tests of ./qianmo itself: of what it makes of a machine where things went wrong before. Sourced by
# `./qianmo test`, which runs each test_… function in a subshell and counts it.
# shellcheck shell=bash

# same WHAT ACTUAL WANTED
same() {
  [[ $2 == "$3" ]] && return
  printf '%s is\n  %s\nand not\n  %s\n' "$1" "$2" "$3"
  exit 1
}

holds() { "$@" || { echo "not so: $*"; exit 1; }; }
fails() { ! ("$@") || { echo "should not succeed: $*"; exit 1; }; }

test_a_path_is_escaped_in_the_address_of_the_database() {
  same 'the address' "$(database_url "/a b/千'x")" \
    "postgresql://qianmo@/qianmo?host=/a%20b/%e5%8d%83%27x"
}

test_a_long_socket_path_is_replaced_by_a_short_one() {
  local deep short
  deep=$SCRATCH/$(printf 'x%.0s' {1..90})
  short=$(mktemp -d /tmp/qianmo-entry.XXXXXX)
  same 'a short path' "$(socket_folder "$short" entry)" "$short"
  rmdir "$short"
  XDG_RUNTIME_DIR=$SCRATCH
  same 'a long path' "$(socket_folder "$deep" entry)" "$SCRATCH/qianmo-$UID-entry"
}

test_a_socket_folder_of_somebody_else_is_refused() {
  XDG_RUNTIME_DIR=$SCRATCH
  ln -s "$SCRATCH" "$SCRATCH/qianmo-$UID-trap"
  fails socket_folder "$SCRATCH/$(printf 'x%.0s' {1..90})" trap
}

test_space_that_is_not_there_is_missed() {
  holds need_space "$SCRATCH/not/yet/made" 1 'a test'
  fails need_space "$SCRATCH" 900000000 'a test'
}

test_ports_must_be_numbers_that_exist_and_differ() {
  local pair
  for pair in '7401 7401' '0 7402' '70000 7402' '7401 x' '07401 7402'; do
    fails try_ports "${pair% *}" "${pair#* }"
  done
  holds try_ports 1 65535
  fails try_ports 7400 7402 # the gateway's
}
try_ports() { QIANMO_PORT=$1 QIANMO_ADMIN_PORT=$2 check_ports; }

test_the_holder_of_a_port_is_named() {
  local port=20000 holder
  while port_taken "$port"; do port=$((port + 1)); done
  perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1:$ARGV[0]",
    Listen => 1) or die; sleep 60' "$port" &
  holder=$!
  for _ in {1..50}; do port_taken "$port" || sleep 0.1; done
  same 'the holder' "$(holders "$port")" "$holder"
  RUN=$SCRATCH
  fails refuse_taken_ports 1 "$port"
  echo "$holder $(start_time "$holder")" >"$RUN/gateway.pid"
  holds refuse_taken_ports 1 "$port"
  kill "$holder"
}

test_a_process_that_took_over_the_number_of_a_server_is_not_the_server() {
  RUN=$SCRATCH
  echo "$$ $(start_time $$)" >"$RUN/qianmod.pid"
  same 'the living server' "$(server_pid qianmod)" "$$"
  same 'what runs' "$(running_servers)" qianmod
  echo "$$ 1" >"$RUN/qianmod.pid"
  fails server_pid qianmod
  : >"$RUN/qianmod.pid"
  fails server_pid qianmod
  same 'what runs' "$(running_servers)" ''
  holds stop_servers qianmod
  holds kill -0 $$
}

test_servers_stop_together_and_the_deaf_are_cut_off() {
  local since pids=() name
  RUN=$SCRATCH
  bash -c 'trap "" TERM; while :; do sleep 0.1; done' &
  pids+=($!)
  sleep 60 &
  pids+=($!)
  sleep 0.2
  echo "${pids[0]} $(start_time "${pids[0]}")" >"$RUN/deaf.pid"
  echo "${pids[1]} $(start_time "${pids[1]}")" >"$RUN/fine.pid"
  since=$(now_ms)
  CUT_OFF_SECONDS=1 stop_servers deaf fine
  holds [ $(($(now_ms) - since)) -lt 3000 ]
  for name in "${pids[@]}"; do same "process $name" "$(start_time "$name")" ''; done
}

test_the_split_house_gives_each_service_its_place() {
  KEYS=k BIN=b WEB=w CERTS=c PORT=7401 HTTP_PORT=7400 SPLIT=true
  SERVICES=(identity messages registry)
  describe_server messages
  same 'the ports' "${LISTENS[*]}" '7413 7414'
  same 'the command' "${COMMAND[*]}" "qianmod --services messages --keys k --mesh c/messages\
 --grace 10 --connections 8 --listen 127.0.0.1:7413 --admin 127.0.0.1:7414\
 --peer identity=127.0.0.1:7411 --peer registry=127.0.0.1:7415"
  same 'who gets a certificate' "$(peer_names)" identity,messages,registry,gateway,operator
}

test_a_started_program_inherits_nothing_that_is_open() {
  exec 7>"$SCRATCH/open" 9>"$SCRATCH/lock"
  flock 9
  STATE=$SCRATCH OWNER=$(id -un)
  as_owner_logged "$SCRATCH/fds" bash -c 'ls -l /proc/$$/fd'
  fails grep -qE 'open$|lock$' "$SCRATCH/fds"
  holds grep -q fds "$SCRATCH/fds"
}

test_a_cluster_is_made_whole_survives_a_crash_and_ignores_a_false_pid_file() {
  local data=$SCRATCH/cluster/data sockets pid
  LOG=$SCRATCH/cluster/log
  mkdir -p "$LOG" "$data.new/half" # half: what a killed try left
  own "$SCRATCH/cluster" 0700
  own "$LOG" 0700
  sockets=$(socket_folder "$SCRATCH/cluster" "entry-${SCRATCH##*.}")
  holds create_cluster "$data" "$sockets"
  holds start_cluster "$data" "$sockets" "$LOG/log"
  pid=$(cluster_pid "$data")
  as_owner "$PG_BIN/psql" -qXc 'create table kept (a int)' "$(database_url "$sockets")"
  kill -KILL "$pid"
  while [[ -e /proc/$pid/cwd ]] && readlink "/proc/$pid/cwd" >/dev/null; do sleep 0.1; done
  fails cluster_pid "$data"
  sed -i "1s/.*/$$/" "$data/postmaster.pid"
  fails cluster_pid "$data"
  holds start_cluster "$data" "$sockets" "$LOG/log"
  same 'the checks of pages' "$(as_owner "$PG_BIN/psql" -qAtXc 'show data_checksums' \
    -c 'select count(*) from kept' "$(database_url "$sockets")")" $'on\n0'
  holds stop_cluster "$data"
  rm -rf "$(short_socket_folder "entry-${SCRATCH##*.}")"
}

test_every_way_to_fail_a_test_counts() {
  local good='<testcase name="a" status="run" result="completed" />'
  local skipped='<testcase name="b" status="run" result="skipped" />'
  local off='<testcase name="c" status="notrun" result="suppressed" />'
  local bad='<testcase name="d" status="run" result="completed">'
  bad+=$'\n<failure message="x"/>\n<failure message="y"/>\n</testcase>'
  counts "$good"$'\n'"$good" 0 '2 0'
  counts "$good"$'\n'"$bad" 1 '1 1'
  counts "$good"$'\n'"$skipped"$'\n'"$off" 0 '1 2'
  counts "$good" 1 '1 1' # a leak found at the very end
  counts '<testsuites tests="0">' 0 '0 1'
}
counts() {
  printf '%s\n' "$1" >"$SCRATCH/counted.xml"
  same "the count of $1" "$(count_cases "$SCRATCH/counted.xml" /dev/null "$2")" "$3"
}

test_a_crash_counts_and_so_does_what_came_before() {
  printf '%s\n' '[ RUN      ] A.b' '[       OK ] A.b (0 ms)' '[ RUN      ] A.c' \
    '[  FAILED  ] A.c (3 ms)' '[ RUN      ] A.d' >"$SCRATCH/crashed.txt"
  same 'the count' "$(count_cases "$SCRATCH/none.xml" "$SCRATCH/crashed.txt" 134)" '1 2'
  same 'what is shown' "$(without_passed "$SCRATCH/crashed.txt")" \
    $'[ RUN      ] A.c\n[  FAILED  ] A.c (3 ms)\n[ RUN      ] A.d'
}

test_an_unknown_command_is_refused_in_a_sentence() {
  local status=0 said
  said=$("$ROOT/qianmo" fly 2>&1) || status=$?
  same 'the status' "$status" 2
  same 'the sentence' "$said" \
    "qianmo: There is no command 'fly'. ./qianmo help lists what there is."
}
