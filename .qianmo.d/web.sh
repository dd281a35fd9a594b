# web: builds and tests the web app in build/web, so that npm leaves nothing in the tree.
# shellcheck shell=bash

readonly WEB=$ROOT/build/web

# The whole of what the app is made from, as one number.
web_inputs() {
  (cd "$ROOT" && find gateway/web -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
}

# Leaves the finished app in build/web/dist. Skipped when nothing has changed.
build_web() {
  local wanted
  wanted=$(web_inputs)
  [[ $(cat "$WEB/.built" 2>/dev/null) != "$wanted" ]] || return 0
  prepare_web &&
    (cd "$WEB" && npm run --silent build) >>"$WEB/build.log" 2>&1 </dev/null &&
    printf '%s\n' "$wanted" >"$WEB/.built"
}

# The sources beside their packages. The packages are fetched again only for another package.json.
prepare_web() {
  local packages
  packages=$(sha256sum <"$ROOT/gateway/web/package.json")
  mkdir -p "$WEB"
  find "$WEB" -mindepth 1 -maxdepth 1 ! -name node_modules ! -name .packages -exec rm -rf {} +
  cp -R "$ROOT/gateway/web/." "$WEB/"
  cp -R "$ROOT/tests/gateway/web" "$WEB/tests"
  [[ $(cat "$WEB/.packages" 2>/dev/null) != "$packages" ]] || return 0
  rm -rf "$WEB/node_modules"
  (cd "$WEB" && npm install --no-progress --loglevel=error) >"$WEB/build.log" 2>&1 </dev/null &&
    printf '%s\n' "$packages" >"$WEB/.packages"
}

# One test of `./qianmo test`: types, unit tests and a build.
test_web() {
  prepare_web && (cd "$WEB" && npm run --silent test && npm run --silent build) </dev/null
}
