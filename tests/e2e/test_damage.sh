#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A vault with damaged blocks in the terminal program: it opens, shows everything else, says in one line that something
# is missing, and changes nothing.
. "$(dirname "$0")/lib.sh"
hurt() { printf '%s\n' "$PASS" | "$(dirname "$0")/hurt.py" "$VAULT" "$@" >/dev/null || fail "hurt $*"; }
make_vault
for i in $(seq 12); do
    kase=$(printf '%032x' $((i + 4096))) person=$(printf '%032x' $((i + 8192)))
    echo "{\"do\": \"add\", \"type\": \"case\", \"id\": \"$kase\", \"title\": \"Herders of valley $i\", \"summary\": \"$(printf 'grazing land and wells, %.0s' $(seq 30))\"}"
    echo "{\"do\": \"add\", \"type\": \"person\", \"id\": \"$person\", \"names\": [{\"text\": \"Vilem K. the $i\"}]}"
    echo "{\"do\": \"add\", \"type\": \"member\", \"case\": \"$kase\", \"person\": \"$person\", \"role\": \"at_risk\"}"
    for k in 1 2 3 4 5; do
        echo "{\"do\": \"add\", \"type\": \"event\", \"case\": \"$kase\", \"date\": \"2026-0$k\", \"text\": \"Shearing $k in valley $i, $(printf 'and so on %.0s' $(seq 20))\"}"
    done
done | sat batch - >/dev/null || fail batch
cp "$VAULT" "$T/whole"
whole() { cp "$T/whole" "$VAULT"; rm -f "$VAULT-0" "$VAULT-1"; }

# Met while it is open: the screens go on with what is left.
hurt event leaf 0
open_vault 80 24
see 'Agenda'
keys C
see 'Herders of valley 12'
keys Enter
see 'valley'
keys 3
see 'could not be read, or not wholly'
see 'read only'
keys Escape
see 'Herders of valley 12'
keys a
see 'damaged and open for reading only'
# All cases are there, and what happened in the last ones.
keys G Enter 3
see 'Shearing 5 in valley'
lock
unlock
see 'valley|Agenda'
lock
keys C-c
see '^\[exit 0\]'

# Met before anything can be shown.
for place in 'case_row leaf 0' 'session_open leaf 0' 'rec leaf 0' 'search_data leaf 0'; do
    whole
    # shellcheck disable=SC2086
    hurt $place
    open_vault 80 24
    see 'Agenda'
    keys C
    see 'Herders of valley 12'
    keys '/'
    typed 'valley 11'
    see 'Herders of valley 11'
    lock
    keys C-c
    see '^\[exit 0\]'
done

# Not to be opened: a sentence on the screen that asks for the passphrase, at the latest when it is met.
whole
hurt event internal 0
start 80 24 "$SATCHEL" -f "$VAULT"
see '^ *Passphrase'
typed "$PASS"
keys Enter
see 'Agenda'
keys C
see 'Herders of valley 12'
keys Enter 3
see 'satchel salvage'
see '^ *Passphrase'
keys C-c
see '^\[exit'
whole
hurt sqlite_schema leaf 0
start 80 24 "$SATCHEL" -f "$VAULT"
see '^ *Passphrase'
typed "$PASS"
keys Enter
see 'satchel salvage'
keys C-c
see '^\[exit'
