# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by the end-to-end tests: the real program in a real terminal (tmux), looked at by polling, never by sleeping for a guess.
set -u
: "${SATCHEL:?run me through tests/run}"
T=$(mktemp -d "${TMPDIR:-/tmp}/e2e.XXXXXX")
TERMINALS=0
VAULT=$T/vault
PASS='correct horse battery staple lamp'
export SATCHEL T VAULT PASS TERM=xterm-256color
# tests/run gives a home of its own; each test has its own below it.
export HOME=$T/home XDG_CONFIG_HOME=$T/home/.config XDG_DATA_HOME=$T/home/.local/share XDG_STATE_HOME=$T/home/.local/state XDG_RUNTIME_DIR=$T/run
mkdir -p -m 700 "$HOME" "$XDG_RUNTIME_DIR"

tm() { tmux -S "$T/tmux-$TERMINALS" -f /dev/null "$@"; }
end() { tm kill-server 2>/dev/null; rm -rf "$T"; }
trap end EXIT
fail() { echo "FAIL: $*"; echo "--- screen:"; screen 2>/dev/null; exit 1; }

# start WIDTH HEIGHT COMMAND...: a terminal of that size running the command
start() {
    local w=$1 h=$2; shift 2
    tm kill-server 2>/dev/null
    TERMINALS=$((TERMINALS + 1)) # a server of its own: the one just ended may still hold its socket
    tm new-session -d -x "$w" -y "$h" "$(printf '%q ' "$@"); echo \"[exit \$?]\"; cat"
    tm set -g status off 2>/dev/null
    tm set -g escape-time 0
    tm resize-window -x "$w" -y "$h" 2>/dev/null || true
}
screen() { tm capture-pane -p; }
scrollback() { tm capture-pane -p -S - -E -; }
keys() { tm send-keys "$@"; }                # names as tmux has them: Enter Escape C-n F1
typed() { tm send-keys -l -- "$1"; }
paste_file() { tm load-buffer -b given "$1"; tm paste-buffer -d -p -r -b given; }
# The process the terminal was started with.
program() { pgrep -P "$(tm display-message -p '#{pane_pid}')" | head -1; }

# within SECONDS COMMAND...: until the command succeeds; false when it never did
within() {
    local until=$((SECONDS + $1)); shift
    until "$@"; do
        [ "$SECONDS" -lt "$until" ] || return 1
        sleep 0.02
    done
}
shows() { screen 2>/dev/null | grep -qE -- "$1"; }
hides() { ! shows "$1"; }
ended() { ! kill -0 "$1" 2>/dev/null; }
# see PATTERN [SECONDS]: waits until the screen shows the extended regular expression
see() { within "${2:-20}" shows "$1" || fail "line ${BASH_LINENO[0]}: never saw: $1"; }
# gone PATTERN: waits until the screen no longer shows it
gone() { within 20 hides "$1" || fail "line ${BASH_LINENO[0]}: still there: $1"; }
# exits STATUS COMMAND...: output in $T/stdout and $T/stderr
exits() {
    local want=$1 got; shift
    "$@" >"$T/stdout" 2>"$T/stderr" </dev/null; got=$?
    [ "$got" = "$want" ] || { cat "$T/stdout" "$T/stderr"; fail "exit $got, not $want: $*"; }
}
# make_vault: a vault at $VAULT that opens with $PASS, without a terminal
make_vault() { printf '%s\n%s\n' "$PASS" "$PASS" | "$SATCHEL" -f "$VAULT" --passphrase-fd 0 init --kdf low >/dev/null || fail "init"; }
# sat ARGS...: the program on the test's vault, passphrase on fd 9, standard input free
sat() { "$SATCHEL" -f "$VAULT" --passphrase-fd 9 "$@" 9<<<"$PASS"; }

# ---- the terminal program ----
# open_vault WIDTH HEIGHT [OPTION...]: starts it on the test's vault and unlocks
open_vault() {
    local w=$1 h=$2; shift 2
    start "$w" "$h" "$SATCHEL" -f "$VAULT" "$@"
    see '^ *Passphrase'
    unlock
}
unlock() { typed "$PASS"; keys Enter; gone '^ *Passphrase|Opening'; }
lock() { keys F12; see 'Locked. Nothing was lost'; }
# quit: from the agenda
quit() { keys q; see 'Press q again'; keys q; see '^\[exit 0\]'; }

# A case "Writer missing" with one letter of that text: ids in $person, $kase, $letter.
# shellcheck disable=SC2034
make_letter() {
    person=$(sat add person 'names=Anna Testova')
    kase=$(sat add case 'title=Writer missing')
    sat add member "case=$kase" "person=$person" role=at_risk >/dev/null || fail "member"
    letter=$(sat add letter "case=$kase" lang=en "body=$1")
    [ -n "$letter" ] || fail "letter"
}
# The program with that letter open, to be typed into.
open_letter() {
    open_vault 80 24
    keys C; see 'Writer missing'
    keys Enter; see '1 Overview'
    keys 5; see 'letters: 1 draft'
    keys G Enter; see 'Letter .*draft'
    keys e; see 'Ctrl-S'
}
