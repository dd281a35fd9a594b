# The ports of `up`, and who holds them.
# shellcheck shell=bash

check_ports() {
  local port
  HTTP_PORT=${QIANMO_HTTP_PORT:-7400}
  PORT=${QIANMO_PORT:-7401}
  ADMIN_PORT=${QIANMO_ADMIN_PORT:-7402}
  GATEWAY_ADMIN_PORT=${QIANMO_GATEWAY_ADMIN_PORT:-7403}
  SMS_PORT=${QIANMO_SMS_PORT:-7404}
  FIXED_PORTS=("$HTTP_PORT" "$PORT" "$ADMIN_PORT" "$GATEWAY_ADMIN_PORT" "$SMS_PORT")
  for port in "${FIXED_PORTS[@]}"; do
    [[ $port =~ ^[1-9][0-9]{0,4}$ && $port -le 65535 ]] ||
      fail "'$port' is not a port (QIANMO_PORT, QIANMO_HTTP_PORT and the like; ./qianmo help)."
  done
  [[ -z $(printf '%s\n' "${FIXED_PORTS[@]}" | sort | uniq -d) ]] ||
    fail "the ports ${FIXED_PORTS[*]} must all differ."
}

# refuse_taken_ports PORT...: a server of an earlier `up` may hold them; anybody else may not.
refuse_taken_ports() {
  local port
  for port in "$@"; do
    ! port_taken "$port" || we_hold "$port" ||
      fail "port $port is in use by $(port_holder "$port"). Stop it, or choose other ports:" \
        './qianmo help tells how.'
  done
}

# listeners PORT: the socket numbers that listen on it.
listeners() {
  local hex
  hex=$(printf '%04X' "$1")
  awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10 }' \
    /proc/net/tcp /proc/net/tcp6 2>/dev/null || true
}

port_taken() { [[ -n $(listeners "$1") ]]; }

# holders PORT: the ids of the processes that listen on it, as far as we may see them.
holders() {
  local socket
  for socket in $(listeners "$1"); do
    find /proc/[0-9]*/fd -lname "socket:\[$socket\]" 2>/dev/null | cut -d/ -f3 || true
  done | sort -u
}

port_holder() {
  local pid
  pid=$(holders "$1" | head -n 1)
  if [[ -z $pid ]]; then echo 'another program'; return; fi
  echo "$(tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c1-60) (process $pid)"
}

we_hold() {
  local name pid
  for name in $(running_servers); do
    ! pid=$(server_pid "$name") || ! holders "$1" | grep -qx "$pid" || return 0
  done
  return 1
}
