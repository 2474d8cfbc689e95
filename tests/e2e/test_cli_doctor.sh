#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# `doctor` on the machine that the tests run on: what it finds there is not known, what it says of what it was shown is.
. "$(dirname "$0")/cli.sh"
doc() { "$SATCHEL" -f "$VAULT" "$@" </dev/null; }
# status of a run whose findings nobody knows: 0 or 1, as the findings say
any() {
    local got=0
    "$@" >"$OUT" 2>"$ERR" </dev/null || got=$?
    [ $got -le 1 ] || fail "exit $got"
    echo $got >"$T/status"
}
state() { value "[f['state'] for f in d if f['code'] == '$1'][0]"; }
is() { [ "$(state "$1")" = "$2" ] || fail "$1 is $(state "$1"), not $2"; }

# ---- no vault is needed, and no passphrase ----
any doc --json doctor
json 'isinstance(d, list) and len(d) > 20'
json 'all(set(f) == {"code", "title", "state", "found", "why", "mend", "command"} for f in d)'
json 'all(f["state"] in ("serious", "worth-knowing", "cannot-be-told", "fine") for f in d)'
json 'all(f["code"] and f["found"].endswith(".") and f["why"].endswith(".") for f in d)'
json 'len({f["code"] for f in d}) == len(d)'
json 'all(f["mend"] for f in d if f["state"] in ("serious", "worth-knowing"))'
json '[f["state"] for f in d] == sorted((f["state"] for f in d), key=["serious", "worth-knowing", "cannot-be-told", "fine"].index)'
json "any(f['state'] == 'serious' for f in d) == ($(cat "$T/status") == 1)"
[ ! -e "$VAULT" ] || fail 'it made a vault'
is backup cannot-be-told
is permissions fine

# ---- what is shown to it ----
mkdir -p "$T/Dropbox"
run 1 "$SATCHEL" -f "$T/Dropbox/vault" doctor
has '^Serious$'
has '^  Copied folders: .*/Dropbox'
has "^        satchel -f $T/Dropbox/vault backup ~/satchel-vault\$"
one_sentence
says 'endanger'

make_vault
any doc --json doctor
is permissions fine
chmod 644 "$VAULT"
any doc --json doctor
is permissions worth-knowing
chmod 600 "$VAULT"

printf 'ls\nsatchel add person names="Freedonia Example"\nsatchel search -\n' >"$HOME/.bash_history"
run 1 doc doctor
has '1 line of your shell'
lacks 'Freedonia'
run 1 doc --json doctor
is shell-history serious
lacks 'Freedonia'
sh -c "$(value "[f['command'] for f in d if f['code'] == 'shell-history'][0].split(';')[0]")"
any doc --json doctor
is shell-history fine
[ "$(cat "$HOME/.bash_history")" = ls ] || fail 'it removed more'

any env TMUX=x,1,0 "$SATCHEL" -f "$VAULT" --json doctor
is multiplexer worth-knowing
any env LC_ALL=C LANG=C "$SATCHEL" -f "$VAULT" --json doctor
is locale worth-knowing
any script -qec "$SATCHEL -f $VAULT --json doctor >$T/recorded" /dev/null
cp "$T/recorded" "$OUT"
is recording serious

# ---- its own confinement is told as it is ----
any doc --json doctor
if [ "$(state confinement)" = fine ]; then
    json '[f for f in d if f["code"] == "confinement"][0]["command"] is None'
else
    json '[f for f in d if f["code"] == "confinement"][0]["mend"]'
fi

# ---- the vault is left alone, also while it is open elsewhere ----
before=$(stat -c '%s %Y %Z' "$VAULT")
any doc doctor
[ "$(stat -c '%s %Y %Z' "$VAULT")" = "$before" ] || fail 'it touched the vault'
run 2 doc doctor more
any doc --read-only doctor
