#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The decoy, the passphrase for duress, and key files from the command line: what each opens, what is asked before something is
# lost, and that the messages of the kinds of unlock are the same.
. "$(dirname "$0")/cli.sh"
OWN=$PASS DECOY='a choir sings on thursdays' DURESS='please come in and sit down' OTHER='one more that opens nothing'
make_vault
sum() { cat "$VAULT" "$VAULT-0" "$VAULT-1" | sha256sum; }
# with STATUS LINES ARGUMENT...: lines separated by |
with() {
    local want=$1 given=$2; shift 2
    tr '|' '\n' <<<"$given" | run "$want" "$SATCHEL" -f "$VAULT" --passphrase-fd 0 "$@"
    [ "$want" = 0 ] || one_sentence
    [ "$want" = 0 ] || empty "$OUT"
}
cases() { with 0 "$1" list --json; value "sorted(o['label'] for o in d)"; }
with 0 "$OWN" add case 'title=Herders lose their land'
own=$(cases "$OWN")

# Words that do not fit: nothing is asked.
with 2 "" passphrase decoy --fill --empty
with 2 "" passphrase decoy --make-key-file
with 2 "" passphrase add --new-key-file "$T/none" --without-key-file
with 1 "" passphrase add --new-key-file "$T/none"
says 'no key file'

# The decoy: refused where it is the one that is open, too much like it, or typed in two ways; then made.
before=$(sum)
with 3 "wrong|$DECOY|$DECOY" passphrase decoy
with 3 "$DURESS" list
[ "$before" = "$(sum)" ] || fail "a wrong passphrase changed the vault"
with 1 "$OWN|$OWN|$OWN" passphrase decoy
with 1 "$OWN|${OWN}s|${OWN}s" passphrase decoy
with 1 "$OWN|$DECOY|$OTHER" passphrase decoy
with 1 "$OWN" --read-only passphrase decoy
with 0 "$OWN|$DECOY|$DECOY" passphrase decoy --json
json "d == {'made': True}"
[ "$(cases "$OWN")" = "$own" ] || fail "$(cases "$OWN")"
with 0 "$DECOY" list --json
json "3 <= len(d) <= 5 and not any('Herders' in o['label'] for o in d)"
with 0 "$DECOY" set C-0001 summary=Changed
with 0 "$OWN" passphrase list --json
json "len(d) == 1"
with 0 "$DECOY" passphrase list --json
json "len(d) == 1"
with 0 "$DECOY" verify
with 0 "$OWN" verify

# A second one only when it is said; then the first is gone. Empty: nothing in it.
with 1 "$OWN|$OTHER|$OTHER" passphrase decoy
says 'replace'
with 0 "$OWN|$OTHER|$OTHER" passphrase decoy --replace --empty
with 3 "$DECOY" list
[ "$(cases "$OTHER")" = '[]' ] || fail "not empty"
with 0 "$OWN|$DECOY|$DECOY" passphrase decoy --replace --fill
with 3 "$OTHER" list
decoy=$(cases "$DECOY")

# Duress: not where it would erase the decoy; then beside it, and nobody sees of what kind it is.
before=$(sum)
with 1 "$OWN|$DURESS|$DURESS" passphrase duress
says 'would erase the decoy and open your own cases'
with 1 "$DECOY|$OWN|$OWN" passphrase duress
with 1 "$DECOY|${DECOY}s|${DECOY}s" passphrase duress
for label in Duress 'my PANIC one' 'the decoy' 'erases all'; do
    with 1 "$DECOY|$DURESS|$DURESS" passphrase duress --label "$label"
    says 'what it is for'
done
with 3 "$DURESS" list
with 0 "$DECOY|$DURESS|$DURESS" passphrase duress --label office
with 0 "$DECOY" passphrase list --json
json "len(d) == 2 and {frozenset(o) for o in d} == {frozenset(('place', 'label', 'given'))}"
lacks duress
[ "$(cases "$OWN")" = "$own" ] || fail "$(cases "$OWN")"

# Each command about passphrases says with it what it says with the decoy's own, and does what the unlock screen does: else
# it would tell what it is, and erase nothing.
for i in '' -0 -1; do cp "$VAULT$i" "$T/kept$i"; done
back() { for i in '' -0 -1; do cp "$T/kept$i" "$VAULT$i"; done; }
# likewise STATUS VERB LINES: what follows the current passphrase, the other of the two for "the other"
likewise() {
    back
    with "$1" "$DECOY|${3/the other/$DURESS}" passphrase "$2"
    sed 's/^[0-3] //' "$OUT" | sort >"$T/list.first"; cp "$ERR" "$T/said"
    back
    with "$1" "$DURESS|${3/the other/$DECOY}" passphrase "$2"
    sed 's/^[0-3] //' "$OUT" | sort | sed 's/ office$/ /' >"$T/list.then"
    diff <(sed 's/ office$/ /' "$T/list.first") "$T/list.then" || fail "$2 says something else"
    cmp "$ERR" "$T/said"
    with 3 "$OWN" list
}
likewise 0 list ""
likewise 0 change "$OTHER|$OTHER"
[ "$(cases "$OTHER")" = "$decoy" ] || fail "the new passphrase does not open the decoy"
likewise 0 add "$OTHER|$OTHER"
likewise 0 remove "the other"
likewise 1 remove "$OTHER"
back
with 0 "$DURESS|$OTHER|$OTHER" passphrase duress
with 3 "$OWN" list
back
with 0 "$DURESS|$OTHER|$OTHER" passphrase decoy --empty
with 3 "$OWN" list
[ "$(cases "$OTHER")" = '[]' ] || fail "the new part is not empty"
back
[ "$(cases "$OWN")" = "$own" ] || fail "not as it was"
# It is removed with the decoy's own, and made anew.
with 0 "$DECOY|$DURESS" passphrase remove
with 3 "$DURESS" list
[ "$(cases "$OWN")" = "$own" ] || fail "erased by being removed"
with 0 "$DECOY|$DURESS|$DURESS" passphrase duress

# Reading only destroys nothing. Then it does, and says what opening the decoy says.
with 0 "$DURESS" --read-only list
[ "$(cases "$OWN")" = "$own" ] || fail "reading destroyed"
for i in '' -0 -1; do cp "$VAULT$i" "$T/copy$i"; done
for kind in "$OWN" "$DECOY" "$DURESS"; do
    with 0 "$kind" list
    [ "$(stat -c '%s' "$VAULT-0" "$VAULT-1" | uniq | wc -l)" = 1 ] || fail "journals differ in length"
    [ -s "$ERR" ] && fail "a message"
done
cmp "$VAULT" "$T/copy" >"$T/differ" && fail "nothing was changed"
[ "$(stat -c %s "$VAULT")" = "$(stat -c %s "$T/copy")" ] || fail "its size changed"
with 3 "$OWN" list
mv "$ERR" "$T/after"
with 3 "never any of them" list
cmp "$ERR" "$T/after"
[ "$(cases "$DECOY")" = "$decoy" ] || fail "the decoy changed"
[ "$(cases "$DURESS")" = "$decoy" ] || fail "the decoy changed"
with 3 "$OWN" list
with 0 "$DECOY" verify
with 0 "$DECOY|$DURESS" passphrase remove
with 3 "$DURESS" list

# Key files: made by the program, added to a passphrase and taken away again, another one for another passphrase.
export VAULT=$T/second
K=$T/key
tr '|' '\n' <<<"$OWN|$OWN" | run 2 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 init --kdf low --make-key-file
tr '|' '\n' <<<"$OWN|$OWN" | run 0 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 --key-file "$K" init --kdf low --make-key-file
[ "$(stat -c %a:%s "$K")" = 600:256 ] || fail "$(stat -c %a:%s "$K")"
tr '|' '\n' <<<"$OWN|$OWN" | run 1 "$SATCHEL" -f "$T/third" --passphrase-fd 0 --key-file "$K" init --kdf low --make-key-file
[ ! -e "$T/third" ] || fail "made a vault without a key file"
with 0 "$OWN" --key-file "$K" list
with 3 "$OWN" list
mv "$K" "$K.away"
with 1 "$OWN" --key-file "$K" list
says 'no key file'
mv "$K.away" "$K"
with 0 "$OWN|$OTHER|$OTHER" --key-file "$K" passphrase change --without-key-file
with 3 "$OTHER" --key-file "$K" list
with 0 "$OTHER|$OWN|$OWN" passphrase change --new-key-file "$K"
with 0 "$OWN|$OTHER|$OTHER" --key-file "$K" passphrase add --new-key-file "$K.2" --make-key-file
with 0 "$OTHER" --key-file "$K.2" list
with 1 "$OWN|$OTHER" --key-file "$K" passphrase remove
with 0 "$OWN|$OTHER" --key-file "$K" passphrase remove --its-key-file "$K.2"
# What fails after the key file was made takes it away again.
with 1 "$OWN|$OWN|$OTHER" --key-file "$K" passphrase add --new-key-file "$K.3" --make-key-file
[ ! -e "$K.3" ] || fail "a key file for nothing"
with 0 "$OWN|$DECOY|$DECOY" --key-file "$K" passphrase decoy --empty
with 0 "$DECOY" --key-file "$K" list
with 3 "$DECOY" list
# One without a key file: how it opens is said, and holds.
with 0 "$OWN|$DECOY|$DECOY" --key-file "$K" passphrase decoy --empty --replace --without-key-file
has 'leave --key-file out'
with 3 "$DECOY" --key-file "$K" list
with 0 "$DECOY" list
with 0 "$DECOY|$DURESS|$DURESS" passphrase duress --label office --without-key-file
has 'leave --key-file out'
with 0 "$OWN|$DECOY|$DECOY" --key-file "$K" passphrase decoy --empty --replace
lacks 'leave --key-file out'
# What duress leaves lying is said before it is made, and where it stands in the manual.
run 0 "$SATCHEL" passphrase duress --help
tr -s ' \n' ' ' <"$OUT" | grep -q 'stay in plain where they lie' || fail "nothing of exports"
