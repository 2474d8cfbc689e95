#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A vault with damaged blocks, from the command line: what is not damaged is listed, shown, found; one line says that
# something is missing; verify says what.
. "$(dirname "$0")/cli.sh"
make_vault
hurt() { printf '%s\n' "$PASS" | "$(dirname "$0")/hurt.py" "$VAULT" "$@"; }
# may ARGS...: what does not meet the damage ends with 0, what does with 5
may() { sat "$@" >"$OUT" 2>"$ERR" || [ $? = 5 ] || fail "$*"; }
ids() { grep -oE '^[0-9a-f]{32}' "$1"; }

# Thirty cases, each with a person and events; the texts tell which is which.
for i in $(seq 30); do
    echo "{\"do\": \"add\", \"type\": \"case\", \"id\": \"$(printf '%032x' $((i + 4096)))\", \"title\": \"Herders of valley $i\", \"country\": \"XS\", \"summary\": \"$(printf 'grazing land and wells, %.0s' $(seq 20))\"}"
    echo "{\"do\": \"add\", \"type\": \"person\", \"id\": \"$(printf '%032x' $((i + 8192)))\", \"names\": [{\"text\": \"Vilem K. the $i\"}]}"
    echo "{\"do\": \"add\", \"type\": \"member\", \"case\": \"$(printf '%032x' $((i + 4096)))\", \"person\": \"$(printf '%032x' $((i + 8192)))\", \"role\": \"at_risk\"}"
    for k in 1 2 3 4 5; do
        echo "{\"do\": \"add\", \"type\": \"event\", \"case\": \"$(printf '%032x' $((i + 4096)))\", \"date\": \"2026-0$k\", \"text\": \"Shearing number $k in valley $i, $(printf 'and so on %.0s' $(seq 20))\"}"
    done
done >"$T/records"
on 0 batch "$T/records"
cp "$VAULT" "$T/whole"
whole() { cp "$T/whole" "$VAULT"; rm -f "$VAULT-0" "$VAULT-1"; }

# Nothing damaged: nothing said.
on 0 list event
cp "$OUT" "$T/events"
[ "$(wc -l <"$T/events")" = 150 ]
empty "$ERR"
on 0 verify --json
json "d['ok'] and d['opens'] == 'whole' and d['damage'] == [] and d['lost'] == []"

# One leaf of the events: its events are missing, everything else is there.
block=$(hurt event leaf 2)
on 5 list event
one_sentence
says 'for reading only'
left=$(wc -l <"$OUT")
[ "$left" -gt 100 ] && [ "$left" -lt 150 ] || fail "$left events"
ids "$OUT" | while read -r id; do grep "^$id" "$T/events"; done >"$T/same"
cmp -s "$T/same" "$OUT" || fail "an event reads differently"
lost=$((150 - left))
on 5 verify --json
one_sentence
json "not d['ok'] and d['bad'] == 1 and d['bad_blocks'] == [$block] and d['opens'] == 'reading'"
json "d['damage'] == [{'block': $block, 'what': 'rows', 'table': 'event', 'index': None}]"
json "d['lost_records'] == $lost and len(d['lost']) == $lost and all(l['type'] == 'event' and l['block'] == $block and 'Shearing' in l['label'] for l in d['lost'])"
on 5 verify
! grep -q 'in database main' "$OUT" || fail "the words of SQLite are shown"
has "damaged: block $block, rows of the table event"
[ "$(grep -c '^lost: Event: 2026-' "$OUT")" = $lost ] || fail "lost lines"
may list case --json
json "len(d) == 30"
may list person
[ "$(wc -l <"$OUT")" = 30 ]
on 5 search valley 7 --json
one_sentence
json "any(h['label'].endswith('valley 7') for h in d)"
may due
may show "$(printf '%032x' 4100)"
has 'Herders of valley 4'
# What was lost is not found any more, and that is not said to be because there never was such a thing.
gone=$(ids "$T/events" | grep -vFf <(ids "$T/same") | head -1)
on 5 show "$gone"
one_sentence
says 'could not be read'
before=$(sha256sum <"$VAULT")
on 5 --read-only list event
[ "$before" = "$(sha256sum <"$VAULT")" ] || fail "reading a damaged vault changed it"

# A leaf of the cases: the cases that were in it keep their place and their people.
whole
hurt kase leaf 1 >"$T/block"
may list case
[ "$(wc -l <"$OUT")" = 30 ] || fail "cases"
may list event
[ "$(wc -l <"$OUT")" = 150 ]
on 5 verify --json
json "all(l['what'] == 'fields' and l['type'] == 'case' and 'Herders' in l['label'] for l in d['lost']) and d['lost']"

# Names, indexes, the list of all records, the search index, the vault's own tables: nothing is lost that was not there.
for place in 'event_kase leaf' 'rec leaf 1' 'sqlite_autoindex_rec_1 leaf' 'rec_kind leaf' 'search_idx leaf' 'search_data leaf' 'search_content leaf' \
    'search_config leaf' 'case_row leaf' 'session_open leaf' 'slot_place leaf' 'setting leaf'; do
    whole
    # shellcheck disable=SC2086
    hurt $place >/dev/null
    on 5 verify --json
    json "d['bad'] == 1 and d['opens'] == 'reading' and d['lost_records'] == 0"
    for what in event case person; do
        may list $what
        [ "$(wc -l <"$OUT")" = "$([ $what = event ] && echo 150 || echo 30)" ] || fail "$place: $(wc -l <"$OUT") of $what"
    done
    may search shearing valley
    [ "$(wc -l <"$OUT")" -ge 100 ] || fail "$place: search finds $(wc -l <"$OUT")"
done

# More than single records: one sentence that says what can be done.
for place in 'event internal' 'sqlite_schema leaf' 'sqlite_schema internal'; do
    whole
    # shellcheck disable=SC2086
    hurt $place >/dev/null
    on 5 list event
    one_sentence
    says 'satchel salvage'
    on 5 verify --json
    one_sentence
    json "d['opens'] == 'salvage' and d['bad'] == 1"
done

# Writing is not attempted on what cannot be read, and says so.
whole
hurt slot_place leaf >/dev/null
before=$(sha256sum <"$VAULT")
on 5 add note text=hello
one_sentence
on 5 passphrase list
one_sentence
[ "$before" = "$(sha256sum <"$VAULT")" ] || fail "a damaged vault was written"
