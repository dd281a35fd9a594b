# up, down and status: the private cluster and the servers of this clone.
# shellcheck shell=bash

readonly NAMED_URL=${QIANMO_DATABASE_URL:-}
STARTED_SERVER=false
STARTED_CLUSTER=false

cmd_up() {
  STEPS=9
  check_ports
  lock_tree
  install_packages
  name_state
  refuse_taken_ports
  if [[ -e $DATA ]]; then
    need_space "$STATE" 100 'a start'
  else
    need_space "$STATE" 700 'the database'
  fi
  trap 'undo_up $?' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  build_release qianmod qianmoctl
  make_state
  lock_state
  install_programs
  unlock_tree
  make_keys
  provide_database
  migrate
  load_demo
  start_server
  welcome
}

make_keys() {
  begin 'key ring'
  if as_owner test -e "$KEYS"; then
    finish 'there'
    return
  fi
  # The ring is made before the data; a new one could read nothing of what the old one has sealed.
  [[ ! -e $DATA || -n $NAMED_URL ]] ||
    fail "the key ring $KEYS is gone, and the data in $DATA is sealed with it." \
      'Restore the ring from a backup.'
  ctl keys init >"$RUN/keys.log" 2>&1 ||
    fail_with_log "$RUN/keys.log" 'The key ring could not be created.'
  finish "created in $KEYS"
}

# ctl ARGUMENTS: qianmoctl against the database and key ring of this clone.
ctl() {
  (
    export QIANMO_KEYS=$KEYS QIANMO_DATABASE_URL=${URL:-}
    exec_as_owner "$BIN/qianmoctl" "$@" </dev/null
  )
}

provide_database() {
  begin 'PostgreSQL'
  if [[ -n $NAMED_URL ]]; then
    URL=$NAMED_URL
    finish 'the one of QIANMO_DATABASE_URL'
    return
  fi
  SOCKETS=$(socket_folder "$STATE/sock" "${STATE##*/}")
  URL=$(database_url "$SOCKETS")
  if cluster_pid "$DATA" >/dev/null; then
    finish 'running'
    return
  fi
  if [[ ! -e $DATA ]]; then
    more 'creating the cluster …'
    forget_done
    create_cluster "$DATA" "$SOCKETS"
  fi
  rotate_log "$LOG/postgresql.log"
  STARTED_CLUSTER=true
  start_cluster "$DATA" "$SOCKETS" "$LOG/postgresql.log"
  finish 'started'
}

# What was done for one set of programs and data must be done again for another.
forget_done() { rm -f "$RUN/migrated" "$RUN/demo"; }

migrate() {
  local wanted
  begin 'migrations'
  wanted=$(sha256sum <<<"$URL $KEYS")
  if [[ $(cat "$RUN/migrated" 2>/dev/null) == "$wanted" ]]; then
    finish 'up to date'
    return
  fi
  ctl migrate >"$RUN/migrate.log" 2>&1 ||
    fail_with_log "$RUN/migrate.log" 'The migrations did not run.'
  printf '%s\n' "$wanted" >"$RUN/migrated"
  finish 'done'
}

load_demo() {
  begin 'demo people'
  if [[ -n $NAMED_URL ]]; then
    finish 'none in a database that is named'
    return
  fi
  if [[ ! -e $RUN/demo ]]; then
    (umask 077 && ctl demo >"$RUN/demo.new" 2>"$RUN/demo.log") ||
      fail_with_log "$RUN/demo.log" 'The demo could not be loaded.'
    mv "$RUN/demo.new" "$RUN/demo"
    finish 'loaded'
    return
  fi
  finish 'there'
}

# What the running server was started with; another answer means that it must be started anew.
server_settings() {
  local name
  {
    for name in "${!QIANMO_@}"; do printf '%s=%s\n' "$name" "${!name}"; done
    printf '%s\n' "$PORT" "$ADMIN_PORT" "$KEYS" "$URL"
  } | sha256sum
}

# server_pid: the process that an earlier `up` started, told from a later one with the same number
# by its start time.
server_pid() {
  local pid started
  { read -r pid started; } 2>/dev/null <"$RUN/qianmod.pid" || return 1
  [[ -n $started && $(start_time "$pid") == "$started" ]] && printf '%s' "$pid"
}

start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

server_is_current() {
  local pid
  pid=$(server_pid) && [[ $(readlink "/proc/$pid/exe") == "$BIN/qianmod" ]] &&
    [[ $(sed -n 2p "$RUN/qianmod.pid") == "$(server_settings)" ]] && healthy
}

healthy() {
  as_owner timeout 5 "$BIN/qianmoctl" health --target "127.0.0.1:$PORT" >/dev/null 2>&1
}

start_server() {
  local log=$LOG/qianmod.log pid
  begin 'qianmod'
  if server_is_current; then
    finish 'running'
    return
  fi
  if server_pid >/dev/null; then
    more 'stopping the old one …'
    stop_server
  fi
  refuse_taken_ports
  rotate_log "$log"
  (
    export QIANMO_DATABASE_URL=$URL QIANMO_KEYS=$KEYS
    exec_logged_as_owner "$log" setsid "$BIN/qianmod" --services all --keys "$KEYS" \
      --listen "127.0.0.1:$PORT" --admin "127.0.0.1:$ADMIN_PORT"
  ) </dev/null &
  pid=$!
  STARTED_SERVER=true
  printf '%s %s\n%s\n' "$pid" "$(start_time "$pid")" "$(server_settings)" >"$RUN/qianmod.pid"
  await_health "$pid" "$log"
  finish 'healthy'
}

await_health() {
  local until=$(($(now_ms) + 30000))
  while ! healthy; do
    [[ -e /proc/$1 ]] || fail_with_log "$2" 'qianmod stopped while starting.'
    (($(now_ms) < until)) || fail_with_log "$2" 'qianmod is not healthy after 30 s.'
    sleep 0.05
  done
}

# stop_server: asks it to drain; whoever has not finished after 30 s is cut off.
stop_server() {
  local pid tries
  pid=$(server_pid) || { rm -f "$RUN/qianmod.pid"; return 0; }
  kill -TERM "$pid" 2>/dev/null || true
  for ((tries = 0; tries < 600; tries++)); do
    server_pid >/dev/null || break
    ((tries != 599)) || kill -KILL "$pid" 2>/dev/null || true
    sleep 0.05
  done
  rm -f "$RUN/qianmod.pid"
}

# rotate_log FILE: keeps one older file, so that logs cannot fill the disk from start to start.
rotate_log() {
  (($(stat -c %s "$1" 2>/dev/null || echo 0) < 64 << 20)) || as_owner mv -f "$1" "$1.1"
}

# A failed `up` leaves running what ran before, and nothing else.
undo_up() {
  trap - EXIT INT TERM HUP
  (($1 != 0)) || return 0
  end_line
  [[ $STARTED_SERVER == false ]] || stop_server
  [[ $STARTED_CLUSTER == false ]] || stop_cluster "$DATA" || true
  exit "$1"
}

welcome() {
  echo
  echo "Qianmo serves gRPC on 127.0.0.1:$PORT, and metrics on http://127.0.0.1:$ADMIN_PORT/metrics"
  echo 'Its methods:'
  echo "  $BUF curl --protocol grpc --http2-prior-knowledge --list-methods http://127.0.0.1:$PORT"
  if [[ -n $NAMED_URL ]]; then
    echo "The first two officers: QIANMO_KEYS=$KEYS $BIN/qianmoctl bootstrap"
    return
  fi
  echo 'Demo sign-ins (handle, password, role):'
  sed 's/^/  /' "$RUN/demo"
}

cmd_down() {
  local pid since stopped=false
  name_state
  [[ -d $RUN ]] || { echo 'Nothing is running.'; return; }
  lock_state
  since=$(now_ms)
  if pid=$(server_pid); then
    stop_server
    echo "qianmod (process $pid) stopped, $(seconds $(($(now_ms) - since)))"
    stopped=true
  fi
  since=$(now_ms)
  if pid=$(cluster_pid "$DATA"); then
    stop_cluster "$DATA" ||
      fail "PostgreSQL (process $pid) did not stop within a minute; its log: $LOG/postgresql.log"
    echo "PostgreSQL (process $pid) stopped, $(seconds $(($(now_ms) - since)))"
    stopped=true
  fi
  [[ $stopped == true ]] || echo 'Nothing is running.'
}

cmd_status() {
  local pid
  name_state
  if pid=$(server_pid); then
    pid+=", $(tr '\0' ' ' <"/proc/$pid/cmdline" | grep -o -- '--listen [^ ]*')"
  fi
  echo "qianmod     ${pid:+process }${pid:-stopped}"
  pid=$(cluster_pid "$DATA") || true
  echo "PostgreSQL  ${pid:+process }${pid:-stopped}"
  echo "state       $STATE"
}
