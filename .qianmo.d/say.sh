# How ./qianmo speaks: one step a line, and one clear sentence when something is wrong.
# shellcheck shell=bash

STEP=0
STEPS=0
STEP_SINCE=0
LINE_OPEN=false

now_ms() { printf '%s' $((${EPOCHREALTIME/./} / 1000)); }

# begin TEXT: opens the line of the next step; `more` adds to it and `finish` closes it.
begin() {
  STEP=$((STEP + 1))
  STEP_SINCE=$(now_ms)
  printf '[%d/%d] %s …' "$STEP" "$STEPS" "$1"
  LINE_OPEN=true
}

more() { printf ' %s' "$1"; }

# finish TEXT: the outcome, and the time where it is worth telling.
finish() {
  local ms=$(($(now_ms) - STEP_SINCE))
  printf ' %s' "$1"
  ((ms < 100)) || printf ', %s' "$(seconds "$ms")"
  end_line
}

end_line() {
  [[ $LINE_OPEN == false ]] || printf '\n'
  LINE_OPEN=false
}

# seconds MILLISECONDS: "0.4 s" or "45 s".
seconds() {
  local tenths=$(($1 / 100))
  if ((tenths >= 100)); then
    printf '%d s' $((tenths / 10))
  else
    printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
  fi
}

fail() {
  end_line
  printf 'qianmo: %s\n' "$*" >&2
  exit 1
}

# fail_with_log FILE SENTENCE: the sentence comes after the last lines of a log.
fail_with_log() {
  end_line
  tail -n 25 -- "$1" | sed 's/^/    /' >&2 || true
  fail "$2 The whole log: $1"
}
