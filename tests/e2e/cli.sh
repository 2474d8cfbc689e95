# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by the tests of the command line. run STATUS COMMAND... keeps $OUT and $ERR of the last command.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
set -eEu
OUT=$T/out ERR=$T/err
: >"$OUT" >"$ERR"

fail() {
    trap - ERR
    echo "FAIL: $*"
    echo "--- output"; head -c 4000 "$OUT"
    echo "--- messages"; head -c 4000 "$ERR"
    exit 1
}
trap 'fail "line $LINENO: $BASH_COMMAND"' ERR
trap 'trap - ERR; set +e; end' EXIT

run() { run_to "$OUT" "$@"; }
run_to() {
    local to=$1 want=$2 got=0
    shift 2
    "$@" >"$to" 2>"$ERR" || got=$?
    [ "$got" = "$want" ] || fail "exit $got, not $want: ${*:0:200}"
}
# A run on the test's vault: status, then the arguments. Standard input stays free.
on() { local want=$1; shift; run_to "$OUT" "$want" sat "$@"; }
has() { grep -q -e "$1" "$OUT" || fail "no '$1' in the output"; }
lacks() { if grep -q -e "$1" "$OUT"; then fail "'$1' is in the output"; fi; }
says() { grep -q -e "$1" "$ERR" || fail "no '$1' in the messages"; }
empty() { [ ! -s "$1" ] || fail "$1 is not empty"; }
# One line, ending like a sentence or with the command that helps.
one_sentence() {
    [ "$(wc -l <"$ERR")" = 1 ] || fail "not one line of message"
    grep -qE '^[[:upper:][:digit:]"/-].{20,}([.?!]|: [a-z].*)$' "$ERR" || fail "not a sentence"
}
# The names below "Commands:" in a help text.
commands() { awk '/^[^ ]/ { on = /^Commands:/ } on && /^  [a-z]/ { print $1 }' "$1"; }
# The long options of a help text.
options() { grep -oE '^ +(-[a-z], )?--[a-z-]+' "$1" | grep -oE '[-][-][a-z-]+'; }
# json EXPRESSION: a Python expression over d, the JSON in $OUT, must hold.
json() {
    python3 -c 'import json,sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
sys.exit(not eval(sys.argv[2]))' "$OUT" "$1" || fail "json: $1"
}
# each FIELD-ish expression printed: jq for one value.
value() {
    python3 -c 'import json,sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
print(eval(sys.argv[2]))' "$OUT" "$1"
}
# run_any COMMAND...: fails, whatever the status
run_any() { ! "$@" >"$OUT" 2>"$ERR" || fail "it should fail: ${*:0:200}"; }
