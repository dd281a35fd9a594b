# What the machine must offer: packages, a user to run as, folders, space, and locks.
# shellcheck shell=bash

readonly PACKAGES=(g++ mold cmake ninja-build ccache pkg-config git ca-certificates curl openssl
  clang-format-14
  libgrpc++-dev libgrpc-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc
  libpqxx-dev libssl-dev libargon2-dev libre2-dev libboost1.81-dev libsimdjson-dev zlib1g-dev
  libcurl4-openssl-dev libpango1.0-dev libcairo2-dev libqrencode-dev fonts-noto-cjk
  libjpeg62-turbo-dev libpng-dev libwebp-dev libexpat1-dev libxml2-utils
  libcli11-dev prometheus-cpp-dev postgresql-15 postgresql-client-15 postgresql-15-postgis-3
  libxlsxwriter-dev libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev libzbar-dev
  poppler-utils chromium hledger)
readonly CREATECLUSTER=/etc/postgresql-common/createcluster.d/qianmo.conf

# The packages that are not there, one a line. A Node or npm that is there is never replaced.
missing_packages() {
  local have
  have=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${PACKAGES[@]}" 2>/dev/null || true)
  printf '%s\n' "${PACKAGES[@]}" | grep -vxF "$(sed -n 's/^installed //p' <<<"$have")" || true
  if ! command -v node >/dev/null && ! command -v npm >/dev/null; then
    printf '%s\n' nodejs npm
  fi
}

install_packages() {
  local stamp=$ROOT/build/.packages missing=()
  begin 'system packages'
  command -v apt-get >/dev/null ||
    fail 'this needs Debian 12 (there is no apt-get).'
  if [[ $(cat "$stamp" 2>/dev/null) == "$(packages_now)" ]]; then
    finish 'all there'
    return
  fi
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} > 0)); then
    more "installing ${missing[*]} …"
    apt_install "${missing[@]}"
  fi
  command -v npm >/dev/null ||
    fail "there is a Node ($(command -v node)) but no npm beside it, and a Node that is there is" \
      'not replaced. Install the npm that belongs to it.'
  packages_now >"$stamp"
  if ((${#missing[@]} > 0)); then finish installed; else finish 'all there'; fi
}

# Without a terminal nobody can answer a question for a password.
may_sudo() {
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }
}

# What the answer to "is everything there?" depends on.
packages_now() {
  echo "${PACKAGES[*]} $(stat -c %Y /var/lib/dpkg/status) $(type -P node npm || true)"
}

apt_install() {
  local log=$ROOT/build/packages.log as_root=() cluster_off=false status=0
  local options=(--yes --no-install-recommends --no-remove -o DPkg::Lock::Timeout=600)
  if ((EUID != 0)); then
    as_root=(sudo)
    may_sudo ||
      fail 'packages are missing, and there is neither root nor sudo here. Let root run:' \
        "apt-get update && apt-get install --yes --no-install-recommends $*"
  fi
  need_space / 3000 'the system packages'
  # Debian's postgresql-15 would create and start a cluster of its own.
  if [[ " $* " == *' postgresql-15 '* && ! -e $CREATECLUSTER ]]; then
    "${as_root[@]}" mkdir -p "${CREATECLUSTER%/*}"
    echo 'create_main_cluster = false' | "${as_root[@]}" tee "$CREATECLUSTER" >/dev/null
    cluster_off=true
  fi
  {
    "${as_root[@]}" apt-get update || echo 'apt-get update failed; trying with the lists at hand'
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install "${options[@]}" "$@"
  } >"$log" 2>&1 </dev/null 8>&- 9>&- || status=$?
  [[ $cluster_off == false ]] || "${as_root[@]}" rm -f "$CREATECLUSTER"
  ((status == 0)) || fail_with_log "$log" 'apt-get could not install the missing packages.'
}

# Names the folders of this clone's state. The programs run as OWNER, who may not be able to read
# the clone itself (under /root, or in a 0700 folder).
name_state() {
  local hash
  hash=$(printf '%s' "$ROOT" | sha256sum)
  if ((EUID == 0)); then
    OWNER=qianmo
    STATE=/var/lib/qianmo/${hash:0:8}
  else
    OWNER=$(id -un)
    STATE=${XDG_STATE_HOME:-${HOME:?HOME is not set}/.local/state}/qianmo/${hash:0:8}
  fi
  STATE=$(readlink -m "$STATE")
  DATA=$STATE/data
  KEYS=${QIANMO_KEYS:-$STATE/keys/ring}
  CERTS=$STATE/keys/certs
  WEB=$STATE/web
  BIN=$STATE/bin
  LOG=$STATE/log
  RUN=$STATE/run
}

# Creates the user and the folders. bin/ and run/ are the caller's: the servers cannot change them.
make_state() {
  if ((EUID == 0)) && ! getent passwd "$OWNER" >/dev/null; then
    useradd --system --user-group --home-dir /var/lib/qianmo --no-create-home \
      --shell /usr/sbin/nologin "$OWNER" 2>/dev/null || getent passwd "$OWNER" >/dev/null ||
      fail "the system user '$OWNER' could not be created."
  fi
  mkdir -p "$STATE/keys" "$BIN" "$RUN" "$LOG" 2>/dev/null ||
    fail "no right to write $STATE."
  chmod 0711 "$STATE" "$BIN" "$RUN"
  own "$LOG" 0700
  own "$STATE/keys" 0700
  printf '%s\n' "$ROOT" >"$STATE/clone"
}

# own FOLDER MODE: gives a folder to OWNER.
own() {
  chmod "$2" "$1"
  ((EUID != 0)) || chown "$OWNER:" "$1"
}

# Replaces this (sub)shell by a program run as OWNER, with nothing of the caller's environment but
# the settings of Qianmo.
exec_as_owner() {
  local name as_owner=()
  for name in $(compgen -e); do
    case $name in PATH | LC_ALL | QIANMO_* | *SAN_OPTIONS) ;; *) unset "$name" ;; esac
  done
  export HOME=$STATE
  cd "$STATE" || exit
  ((EUID != 0)) || as_owner=(setpriv "--reuid=$OWNER" "--regid=$(id -g "$OWNER")" --init-groups --)
  exec "${as_owner[@]}" "$@" 8>&- 9>&-
}

as_owner() { (exec_as_owner "$@"); }

# exec_logged_as_owner LOG PROGRAM...: it is OWNER who opens the log: root must not write through
# the names in a folder of OWNER's.
# The program inherits nothing else that is open here: no lock, and no pipe of our caller's.
exec_logged_as_owner() {
  # shellcheck disable=SC2016 # for the inner shell
  exec_as_owner bash -c 'log=$1; shift
    for fd in /proc/self/fd/*; do ((${fd##*/} < 3)) || eval "exec ${fd##*/}>&-"; done
    exec "$@" >>"$log" 2>&1' _ "$@"
}

as_owner_logged() { (exec_logged_as_owner "$@"); }

# need_space FOLDER MEGABYTES WHAT
need_space() {
  local folder=$1 free
  while [[ ! -d $folder ]]; do folder=$(dirname "$folder"); done
  free=$(df -m --output=avail "$folder" | tail -n 1)
  ((free >= $2)) || fail "the disk of $folder has $((free)) MB free; $3 needs $2 MB."
}

# lock_tree: one build at a time in this clone; unlock_tree ends it. lock_state: one up or down.
lock_tree() {
  mkdir -p "$ROOT/build" 2>/dev/null || true
  [[ -w $ROOT/build ]] ||
    fail "no right to write $ROOT/build ($(stat -c 'it belongs to %U' "$ROOT/build" 2>/dev/null ||
      stat -c 'the clone belongs to %U' "$ROOT"))."
  exec 8>>"$ROOT/build/.lock"
  wait_for_lock 8
}
unlock_tree() { exec 8>&-; }

lock_state() {
  exec 9>>"$RUN/lock"
  wait_for_lock 9
}

wait_for_lock() {
  flock --nonblock "$1" && return
  echo 'Another ./qianmo is at work on this clone; waiting for it …'
  flock --timeout 3600 "$1" || fail 'the other ./qianmo has not finished within an hour.'
}
