# Configures and builds a preset, and installs what `up` runs.
# shellcheck shell=bash

readonly PROGRAMS=(qianmod qianmoctl qianmo-gateway qianmo-sms)

# configure PRESET: runs CMake unless this very preset was configured here before.
configure() {
  local folder=$ROOT/build/$1 wanted
  wanted="$ROOT $(sha256sum <"$ROOT/.presets/$1.cmake")"
  [[ $(cat "$folder/.configured" 2>/dev/null) != "$wanted" ]] || return 0
  # The cache of an older preset or of another folder would win over what is asked for now.
  if [[ -e $folder/.configured ]] || ! made_here "$folder"; then rm -rf "$folder"; fi
  mkdir -p "$folder"
  cmake -G Ninja -C "$ROOT/.presets/$1.cmake" -S "$ROOT" -B "$folder" \
    >"$folder/configure.log" 2>&1 </dev/null || return 1
  printf '%s\n' "$wanted" >"$folder/.configured"
}

# made_here FOLDER: whether its CMake cache, if there is one, was made for this very folder.
made_here() {
  [[ ! -e $1/CMakeCache.txt ]] || grep -qxF "CMAKE_CACHEFILE_DIR:INTERNAL=$1" "$1/CMakeCache.txt"
}

# build PRESET [NINJA ARGUMENTS]: shows its progress in tens of per cent.
build() {
  local folder=$ROOT/build/$1 shown=0 ready total rest
  # What another clone has compiled serves here too.
  export CCACHE_BASEDIR=$ROOT CCACHE_NOHASHDIR=yes
  NINJA_STATUS='%f %t ' ninja -C "$folder" -j "$(jobs_at_once)" "${@:2}" 2>&1 </dev/null |
    tee "$folder/build.log" |
    while read -r ready total rest; do
      [[ $ready =~ ^[0-9]+$ && $total =~ ^[1-9][0-9]*$ && -n $rest ]] || continue
      ((ready * 10 / total > shown)) || continue
      shown=$((ready * 10 / total))
      more "${shown}0%"
    done
}

# A compiler of gRPC code takes up to a gigabyte.
jobs_at_once() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo)
  echo $((memory < 1 ? 1 : memory < cores ? memory : cores))
}

# build_release [NINJA ARGUMENTS]: two steps that must succeed.
build_release() {
  local folder=$ROOT/build/release
  begin 'configuring'
  [[ -e $folder/build.ninja ]] || need_space "$ROOT/build" 2500 'the build'
  configure release || fail_with_log "$folder/configure.log" 'CMake could not configure the build.'
  finish 'done'
  begin 'building'
  build release "$@" || fail_with_log "$folder/build.log" 'The build failed.'
  finish 'built'
}

# Puts the programs where OWNER can run them. What the old ones have done is done again by new ones.
install_programs() {
  local program changed=()
  begin 'installing programs'
  for program in "${PROGRAMS[@]}"; do
    cmp -s "$ROOT/build/release/bin/$program" "$BIN/$program" && continue
    cp "$ROOT/build/release/bin/$program" "$BIN/$program.new"
    chmod 0755 "$BIN/$program.new"
    mv -f "$BIN/$program.new" "$BIN/$program"
    changed+=("$program")
  done
  ((${#changed[@]} == 0)) || forget_done
  install_web
  finish "${changed[*]:-unchanged}"
}
