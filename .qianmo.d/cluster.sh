# A private PostgreSQL: made whole or not at all, reachable only through its socket folder.
# shellcheck shell=bash

readonly PG_BIN=/usr/lib/postgresql/15/bin

# socket_folder WANTED NAME: the wanted folder, or a shorter one: a socket's path ends at 107 bytes.
socket_folder() {
  local folder=$1
  if ((${#folder} > 90)); then
    folder=$(short_socket_folder "$2")
    mkdir -m 0700 "$folder" 2>/dev/null || true
    [[ -d $folder && ! -L $folder && -O $folder ]] ||
      fail "$folder must be a folder of yours for the database socket, and is not."
  fi
  mkdir -p "$folder" && own "$folder" 0700
  printf '%s' "$folder"
}

short_socket_folder() { printf '%s' "${XDG_RUNTIME_DIR:-/tmp}/qianmo-$UID-$1"; }

# create_cluster DATA SOCKETS: in a folder beside it that is renamed when everything is there.
create_cluster() {
  local data=$1 log=$LOG/initdb.log
  rm -rf "$data.new"
  mkdir "$data.new"
  own "$data.new" 0700
  as_owner_logged "$log" "$PG_BIN/initdb" --pgdata="$data.new" --username=qianmo \
    --data-checksums --encoding=UTF8 --locale=C.UTF-8 --auth-local=peer \
    --auth-host=reject --no-instructions </dev/null ||
    fail_with_log "$log" 'PostgreSQL could not be set up.'
  echo "include 'qianmo.conf'" | as_owner tee -a "$data.new/postgresql.conf" >/dev/null
  write_settings "$data.new" "$2"
  # The services sign in with their own role and password; only the owner comes in as superuser.
  as_owner tee "$data.new/pg_hba.conf" >/dev/null <<'END'
local all         qianmo peer map=owner
local replication qianmo peer map=owner
local all         all    scram-sha-256
END
  printf 'owner %s qianmo\n' "$OWNER" "$(id -un)" | sort -u |
    as_owner tee "$data.new/pg_ident.conf" >/dev/null
  echo 'create database qianmo' |
    as_owner_logged "$log" "$PG_BIN/postgres" --single -D "$data.new" postgres ||
    fail_with_log "$log" 'The database could not be created.'
  mv "$data.new" "$data"
}

# write_settings DATA SOCKETS [FSYNC]: durable, and sized to this machine.
write_settings() {
  local memory shared sockets
  memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
  shared=$((memory / 8 > 2048 ? 2048 : memory / 8 < 64 ? 64 : memory / 8))
  sockets=${2//\'/\'\'}
  as_owner tee "$1/qianmo.conf" >/dev/null <<END
# Written by ./qianmo at every start.
listen_addresses = ''
unix_socket_directories = '"$sockets"'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 60
shared_buffers = ${shared}MB
effective_cache_size = $((memory / 2))MB
maintenance_work_mem = $((memory / 32 > 512 ? 512 : memory / 32 < 32 ? 32 : memory / 32))MB
work_mem = 8MB
fsync = ${3:-on}
full_page_writes = on
synchronous_commit = on
wal_level = replica
wal_compression = lz4
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
effective_io_concurrency = 64
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
END
}

# start_cluster DATA SOCKETS LOG [FSYNC]
start_cluster() {
  clear_stale_locks "$1" "$2"
  write_settings "$1" "$2" "${4:-on}"
  as_owner "$PG_BIN/pg_ctl" start --pgdata="$1" --log="$3" --wait --timeout=120 --silent \
    </dev/null >/dev/null 2>&1 || fail_with_log "$3" 'PostgreSQL did not start.'
}

# cluster_pid DATA: the process that serves this very folder, if there is one.
cluster_pid() {
  local pid
  pid=$(head -n 1 "$1/postmaster.pid" 2>/dev/null) || return 1
  [[ $pid =~ ^[0-9]+$ && $(readlink "/proc/$pid/cwd") == "$1" ]] && printf '%s' "$pid"
}

# After a crash the lock files may name a process of somebody else, or a dead one that nobody has
# waited for; PostgreSQL would refuse to start. While an old backend still works here, they stay.
clear_stale_locks() {
  local tries
  [[ -e $1/postmaster.pid || -e $2/.s.PGSQL.5432.lock ]] || return 0
  for ((tries = 0; tries < 50; tries++)); do
    if ! works_in "$1"; then
      as_owner rm -f "$1/postmaster.pid" "$2/.s.PGSQL.5432.lock"
      return
    fi
    sleep 0.1
  done
}

# works_in FOLDER: whether any process has it as its current folder.
works_in() {
  local folders
  folders=$(readlink /proc/[0-9]*/cwd 2>/dev/null || true)
  grep -qxF "$1" <<<"$folders"
}

# stop_cluster DATA [MODE]
stop_cluster() {
  as_owner "$PG_BIN/pg_ctl" stop --pgdata="$1" --mode="${2:-fast}" --wait --timeout=60 --silent \
    >/dev/null 2>&1
}

# database_url SOCKETS: the superuser's, through the socket.
database_url() {
  local LC_ALL=C escaped='' i char
  for ((i = 0; i < ${#1}; i++)); do
    char=${1:i:1}
    case $char in [a-zA-Z0-9/._-]) ;; *) printf -v char '%%%02x' "'$char" ;; esac
    escaped+=$char
  done
  printf 'postgresql://qianmo@/qianmo?host=%s' "$escaped"
}
