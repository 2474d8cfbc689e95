#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# salvage: a new vault from what is left, whatever was damaged; the old one is not touched.
. "$(dirname "$0")/cli.sh"
make_vault
NEW=$T/new FRESH='six other words stand right here'
hurt() { printf '%s\n' "$PASS" | "$(dirname "$0")/hurt.py" "$VAULT" "$@"; }
salvage() { local want=$1; shift; run "$want" "$SATCHEL" -f "$VAULT" --passphrase-fd 9 salvage "$NEW" "$@" 9< <(printf '%s\n' "$PASS" "$FRESH" "$FRESH"); }
new() { local want=$1; shift; run "$want" "$SATCHEL" -f "$NEW" --passphrase-fd 9 "$@" 9<<<"$FRESH"; }
again() { rm -f "$NEW" "$NEW-0" "$NEW-1"; cp "$T/whole" "$VAULT"; rm -f "$VAULT-0" "$VAULT-1"; }

for i in $(seq 25); do
    kase=$(printf '%032x' $((i + 4096))) person=$(printf '%032x' $((i + 8192)))
    echo "{\"do\": \"add\", \"type\": \"case\", \"id\": \"$kase\", \"title\": \"Herders of valley $i\", \"summary\": \"$(printf 'grazing land and wells, %.0s' $(seq 20))\"}"
    echo "{\"do\": \"add\", \"type\": \"person\", \"id\": \"$person\", \"names\": [{\"text\": \"Vilem K. the $i\"}]}"
    echo "{\"do\": \"add\", \"type\": \"member\", \"case\": \"$kase\", \"person\": \"$person\", \"role\": \"at_risk\"}"
    for k in 1 2 3 4 5; do
        echo "{\"do\": \"add\", \"type\": \"event\", \"case\": \"$kase\", \"date\": \"2026-0$k\", \"text\": \"Shearing number $k in valley $i, $(printf 'and so on %.0s' $(seq 20))\"}"
    done
done >"$T/records"
on 0 batch "$T/records"
cp "$VAULT" "$T/whole"

# Refusals come before any passphrase, and change nothing.
before=$(sha256sum <"$VAULT")
echo precious >"$NEW"
salvage 1
one_sentence
[ "$(cat "$NEW")" = precious ]
run 2 "$SATCHEL" -f "$VAULT" salvage
run 3 "$SATCHEL" -f "$VAULT" --passphrase-fd 9 salvage "$T/other" 9< <(printf '%s\n' wrong "$FRESH" "$FRESH")
[ ! -e "$T/other" ]
run 1 "$SATCHEL" -f "$VAULT" --passphrase-fd 9 salvage "$T/other" 9< <(printf '%s\n' "$PASS" "$FRESH" different)
[ ! -e "$T/other" ]
run 1 "$SATCHEL" -f "$VAULT" --passphrase-fd 9 salvage "$VAULT" 9< <(printf '%s\n' "$PASS" "$FRESH" "$FRESH")
[ "$before" = "$(sha256sum <"$VAULT")" ] || fail "the vault was changed"
again

# Nothing damaged: a copy.
salvage 0 --json
json "d['lost'] == [] and d['rejected'] == [] and d['strays'] == 0 and d['rows'] > 300 and d['vault'] == '$NEW'"
new 0 verify
new 0 list event
[ "$(wc -l <"$OUT")" = 125 ]
run 3 "$SATCHEL" -f "$NEW" --passphrase-fd 9 state 9<<<"$PASS"
again

# A leaf of events: all others are in the new vault, the lost ones are listed, and noted down in it.
hurt event leaf 1 >/dev/null
before=$(sha256sum <"$VAULT")
salvage 5
one_sentence
has 'Could not be read:'
has '^Event: 2026-0[0-9], Shearing number . in valley .* (all of it)'
lost=$(grep -c '^Event: ' "$OUT")
[ "$before" = "$(sha256sum <"$VAULT")" ] || fail "the vault was changed"
new 0 verify
new 0 list event
[ "$(wc -l <"$OUT")" = $((125 - lost)) ] || fail "events"
new 0 search saved from a damaged one
has 'note'
new 0 add case title=Next
again

# What no tree leads to any more.
for place in 'event internal' 'rec internal' 'sqlite_schema leaf 1' 'sqlite_schema internal' 'sqlite_autoindex_rec_1 leaf'; do
    # shellcheck disable=SC2086
    hurt $place >/dev/null
    before=$(sha256sum <"$VAULT")
    salvage 0 --json
    json "d['lost_records'] == 0 and d['rejected'] == []"
    [ "$before" = "$(sha256sum <"$VAULT")" ] || fail "the vault was changed"
    new 0 verify
    for what in 'event 125' 'case 25' 'person 25' 'member 25'; do
        new 0 list "${what% *}"
        [ "$(wc -l <"$OUT")" = "${what#* }" ] || fail "$place: $(wc -l <"$OUT") of $what"
    done
    new 0 show "$(printf '%032x' 4100)"
    has 'Herders of valley 4'
    has 'Vilem K. the 4'
    has 'Shearing number 5 in valley 4'
    again
done

# A disk without room for it: nothing is left behind.
if [ "$(id -u)" = 0 ] && mkdir "$T/small" && mount -t tmpfs -o size=4m none "$T/small" 2>/dev/null; then
    NEW=$T/small/new
    salvage 1
    one_sentence
    [ -z "$(ls -A "$T/small")" ] || fail "something was left behind"
    umount "$T/small"
fi
