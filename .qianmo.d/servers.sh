# The processes of `up`: which there are, how each is started, asked and stopped.
# shellcheck shell=bash

readonly SPLIT_CONNECTIONS=24 # to PostgreSQL, of all services together
readonly DRAIN_SECONDS=10
CUT_OFF_SECONDS=20
STARTED_SERVERS=()

# plan_servers: what the wanted mode consists of, in the order of starting.
plan_servers() {
  SERVICES=()
  SERVERS=(qianmod)
  if [[ $SPLIT == true ]]; then
    mapfile -t SERVICES < <(as_owner "$BIN/qianmod" --list-services)
    ((${#SERVICES[@]} > 0)) || fail 'qianmod does not say which services there are.'
    SERVERS=(certs "${SERVICES[@]}")
  fi
  SERVERS=(sms "${SERVERS[@]}" gateway)
}

# describe_server SERVER: how it is run (COMMAND, less the folder of the programs), and the ports
# that it listens on (LISTENS).
describe_server() {
  local here=127.0.0.1 name
  LISTENS=()
  case $1 in
    qianmod)
      LISTENS=("$PORT" "$ADMIN_PORT")
      COMMAND=(qianmod --services all --keys "$KEYS" --grace "$DRAIN_SECONDS"
        --listen "$here:$PORT" --admin "$here:$ADMIN_PORT")
      ;;
    gateway)
      LISTENS=("$HTTP_PORT" "$GATEWAY_ADMIN_PORT")
      COMMAND=(qianmo-gateway --listen "$here:$HTTP_PORT" --admin "$here:$GATEWAY_ADMIN_PORT"
        --grace "$DRAIN_SECONDS")
      [[ ! -d $WEB ]] || COMMAND+=(--web "$WEB")
      if [[ $SPLIT == true ]]; then
        COMMAND+=(--mesh "$CERTS/gateway")
        for name in "${SERVICES[@]}"; do
          COMMAND+=(--peer "$name=$here:$(service_port "$name")")
        done
      else
        COMMAND+=(--upstream "$here:$PORT")
      fi
      ;;
    sms)
      LISTENS=("$SMS_PORT")
      COMMAND=(qianmo-sms --port "$SMS_PORT" --key-file "$STATE/keys/sms.key"
        --store "$STATE/sms/store")
      ;;
    certs)
      COMMAND=(qianmoctl certs keep --folder "$CERTS" --names "$(peer_names)")
      ;;
    *) describe_service "$1" ;;
  esac
}

describe_service() {
  local here=127.0.0.1 port name
  port=$(service_port "$1")
  LISTENS=("$port" "$((port + 1))")
  COMMAND=(qianmod --services "$1" --keys "$KEYS" --mesh "$CERTS/$1" --grace "$DRAIN_SECONDS"
    --connections "$((SPLIT_CONNECTIONS / ${#SERVICES[@]}))"
    --listen "$here:$port" --admin "$here:$((port + 1))")
  for name in "${SERVICES[@]}"; do
    [[ $name == "$1" ]] || COMMAND+=(--peer "$name=$here:$(service_port "$name")")
  done
}

# service_port SERVICE: of its own process; its metrics are on the next one.
service_port() {
  local i
  for ((i = 0; i < ${#SERVICES[@]}; i++)); do
    [[ ${SERVICES[i]} != "$1" ]] || echo $((PORT + 10 + 2 * i))
  done
}

# Who gets a certificate: every service, the gateway, and qianmoctl.
peer_names() { (IFS=, && echo "${SERVICES[*]},gateway,operator"); }

# healthy SERVER
healthy() {
  case $1 in
    qianmod) ask_health "127.0.0.1:$PORT" ;;
    gateway) answers "http://127.0.0.1:$HTTP_PORT/readyz" --fail ;;
    sms) answers "http://127.0.0.1:$SMS_PORT/" ;;
    certs) ctl certs show --folder "$CERTS" --names "$(peer_names)" >/dev/null 2>&1 ;;
    *) ask_health "127.0.0.1:$(service_port "$1")" --mesh "$CERTS/operator" --name "$1" ;;
  esac
}

ask_health() {
  as_owner timeout 5 "$BIN/qianmoctl" health --target "$@" >/dev/null 2>&1
}

answers() { curl --silent --noproxy '*' --max-time 5 --output /dev/null "${@:2}" "$1"; }

# server_pid SERVER: the process that an earlier `up` started, told from a later one with the same
# number by its start time.
server_pid() {
  local pid started
  { read -r pid started; } 2>/dev/null <"$RUN/$1.pid" || return 1
  [[ -n $started && $(start_time "$pid") == "$started" ]] && printf '%s' "$pid"
}

# start_time PID: nothing for a dead one that nobody has waited for.
start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '$1 != "Z" { print $20 }'; }

# running_servers: of whichever mode.
running_servers() {
  local file name
  for file in "$RUN"/*.pid; do
    name=${file##*/}
    name=${name%.pid}
    ! server_pid "$name" >/dev/null || echo "$name"
  done
}

# What a server is started with; another answer means that it must be started anew.
server_settings() {
  local name
  describe_server "$1"
  {
    for name in "${!QIANMO_@}"; do printf '%s=%s\n' "$name" "${!name}"; done
    printf '%s\n' "${COMMAND[@]}" "$URL"
  } | sha256sum
}

server_is_current() {
  local pid
  pid=$(server_pid "$1") || return 1
  describe_server "$1"
  [[ $(readlink "/proc/$pid/exe") == "$BIN/${COMMAND[0]}" ]] &&
    [[ $(sed -n 2p "$RUN/$1.pid") == "$(server_settings "$1")" ]] && healthy "$1"
}

# start_servers: those that are not running as they should; the others of another mode are stopped.
start_servers() {
  local name old=() new=()
  begin 'servers'
  for name in "${SERVERS[@]}"; do server_is_current "$name" || new+=("$name"); done
  for name in $(running_servers); do
    [[ " ${SERVERS[*]} " == *" $name "* && " ${new[*]} " != *" $name "* ]] || old+=("$name")
  done
  if ((${#new[@]} + ${#old[@]} == 0)); then
    finish 'running'
    return
  fi
  if ((${#old[@]} > 0)); then
    more "stopping the old ${old[*]} …"
    stop_servers "${old[@]}"
  fi
  for name in "${new[@]}"; do start_server "$name"; done
  for name in "${new[@]}"; do await_health "$name"; done
  finish "${new[*]:-the others} healthy"
}

start_server() {
  local log=$LOG/$1.log pid
  describe_server "$1"
  refuse_taken_ports "${LISTENS[@]}"
  rotate_log "$log"
  (
    export QIANMO_DATABASE_URL=$URL QIANMO_KEYS=$KEYS
    export QIANMO_SMS_URL="http://127.0.0.1:$SMS_PORT" QIANMO_SMS_KEY_FILE=$STATE/keys/sms.key
    exec_logged_as_owner "$log" setsid "$BIN/${COMMAND[0]}" "${COMMAND[@]:1}"
  ) </dev/null &
  pid=$!
  STARTED_SERVERS+=("$1")
  printf '%s %s\n%s\n' "$pid" "$(start_time "$pid")" "$(server_settings "$1")" >"$RUN/$1.pid"
}

await_health() {
  local until=$(($(now_ms) + 30000)) pid
  while ! healthy "$1"; do
    pid=$(server_pid "$1") || fail_with_log "$LOG/$1.log" "$1 stopped while starting."
    (($(now_ms) < until)) ||
      fail_with_log "$LOG/$1.log" "$1 (process $pid) is not healthy after 30 s."
    sleep 0.05
  done
}

# stop_servers SERVERS: all at once; whoever has not drained in time is cut off.
stop_servers() {
  local name pid left tries
  for name in "$@"; do
    ! pid=$(server_pid "$name") || kill -TERM "$pid" 2>/dev/null || true
  done
  for ((tries = 0; tries < (CUT_OFF_SECONDS + 1) * 20; tries++)); do
    left=0
    for name in "$@"; do
      pid=$(server_pid "$name") || continue
      left=1
      ((tries < CUT_OFF_SECONDS * 20)) || kill -KILL "$pid" 2>/dev/null || true
    done
    ((left > 0)) || break
    sleep 0.05
  done
  for name in "$@"; do rm -f "$RUN/$name.pid"; done
}

# rotate_log FILE: keeps one older file, so that logs cannot fill the disk from start to start.
rotate_log() {
  (($(stat -c %s "$1" 2>/dev/null || echo 0) < 64 << 20)) || as_owner mv -f "$1" "$1.1"
}
