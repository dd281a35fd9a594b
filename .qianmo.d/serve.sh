# up, down and status: the private cluster and the servers of this clone.
# shellcheck shell=bash

readonly NAMED_URL=${QIANMO_DATABASE_URL:-}
STARTED_CLUSTER=false
SPLIT=false

cmd_up() {
  STEPS=10
  if [[ ${1:-} == --split ]]; then
    SPLIT=true
    STEPS=11
  fi
  check_ports
  lock_tree
  install_packages
  name_state
  refuse_taken_ports "${FIXED_PORTS[@]}"
  if [[ -e $DATA ]]; then
    need_space "$STATE" 100 'a start'
  else
    need_space "$STATE" 700 'the database'
  fi
  trap 'undo_up $?' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  build_release "${PROGRAMS[@]}"
  build_web
  make_state
  lock_state
  install_programs
  unlock_tree
  make_keys
  provide_database
  migrate
  load_demo
  plan_servers
  make_sms_key
  [[ $SPLIT == false ]] || make_certificates
  start_servers
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
  begin 'demo county'
  if [[ -n $NAMED_URL ]]; then
    finish 'none in a database that is named'
    return
  fi
  if [[ ! -e $RUN/demo ]]; then
    # Invented people go only into a database with this mark, and real ones never do.
    as_owner "$PG_BIN/psql" -qXc "alter database qianmo set qianmo.demo = 'welcome'" "$URL" \
      >"$RUN/demo.log" 2>&1 || fail_with_log "$RUN/demo.log" 'The database could not be marked.'
    (umask 077 && ctl demo >"$RUN/demo.new" 2>"$RUN/demo.log") ||
      fail_with_log "$RUN/demo.log" 'The demo could not be loaded.'
    mv "$RUN/demo.new" "$RUN/demo"
    finish 'loaded'
    return
  fi
  finish 'there'
}

# The simulator of text messages and the service that uses it sign what they say to each other.
make_sms_key() {
  if [[ ! -e $STATE/sms ]]; then
    mkdir "$STATE/sms"
    own "$STATE/sms" 0700
  fi
  as_owner test -e "$STATE/keys/sms.key" ||
    as_owner bash -c 'umask 077; openssl rand -hex 32 >"$1.new" && mv "$1.new" "$1"' _ \
      "$STATE/keys/sms.key" || fail "$STATE/keys/sms.key could not be made."
}

# The keeper renews certificates as long as it runs; whoever starts it first makes them anew.
make_certificates() {
  local log=$RUN/certs.log
  begin 'certificates'
  if ! as_owner test -e "$CERTS/ca.pem"; then
    more 'making a CA …'
    ctl certs init --folder "$CERTS" >"$log" 2>&1 || fail_with_log "$log" 'There is no CA.'
  fi
  if server_is_current certs; then
    finish 'kept fresh'
    return
  fi
  ctl certs issue --folder "$CERTS" --names "$(peer_names)" >"$log" 2>&1 ||
    fail_with_log "$log" 'The certificates could not be issued.'
  finish 'issued for a day'
}

# A failed `up` leaves running what ran before, and nothing else.
undo_up() {
  trap - EXIT INT TERM HUP
  (($1 != 0)) || return 0
  end_line
  ((${#STARTED_SERVERS[@]} == 0)) || stop_servers "${STARTED_SERVERS[@]}"
  [[ $STARTED_CLUSTER == false ]] || stop_cluster "$DATA" || true
  exit "$1"
}

welcome() {
  local name
  echo
  echo "Qianmo is at http://127.0.0.1:$HTTP_PORT/"
  if [[ $SPLIT == true ]]; then
    echo "Its services (gRPC by mutual TLS, certificates in $CERTS):"
    for name in "${SERVICES[@]}"; do echo "  $name on 127.0.0.1:$(service_port "$name")"; done
  else
    echo "gRPC on 127.0.0.1:$PORT, metrics on http://127.0.0.1:$ADMIN_PORT/metrics. Its methods:"
    echo "  $BUF curl --protocol grpc --http2-prior-knowledge --list-methods http://127.0.0.1:$PORT"
  fi
  if [[ -n $NAMED_URL ]]; then
    echo "The first two officers: QIANMO_KEYS=$KEYS $BIN/qianmoctl bootstrap"
    return
  fi
  echo 'Demo sign-ins (handle, password, role):'
  sed 's/^/  /' "$RUN/demo"
}

cmd_down() {
  local pid since running=() stopped=false
  name_state
  [[ -d $RUN ]] || { echo 'Nothing is running.'; return; }
  lock_state
  since=$(now_ms)
  mapfile -t running < <(running_servers)
  if ((${#running[@]} > 0)); then
    # Requests under way in the gateway still need the services.
    stop_servers gateway
    stop_servers "${running[@]}"
    echo "${running[*]} stopped, $(seconds $(($(now_ms) - since)))"
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
  local pid name running=()
  name_state
  mapfile -t running < <(running_servers)
  for name in "${running[@]}"; do
    pid=$(server_pid "$name") || continue
    printf '%-11s process %s%s\n' "$name" "$pid" \
      "$(tr '\0' ' ' <"/proc/$pid/cmdline" | grep -oE -- '--(listen|port) [^ ]*' |
        sed 's/^/, /' || true)"
  done
  ((${#running[@]} > 0)) || echo 'servers     stopped'
  pid=$(cluster_pid "$DATA") || true
  echo "PostgreSQL  ${pid:+process }${pid:-stopped}"
  echo "state       $STATE"
}
