#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What scripts rely on, promise by promise: where passphrases come from, exit codes, types, ids, JSON keys. The other tests of
# the command line go into what each command does.
. "$(dirname "$0")/cli.sh"
NEW='six other words stand right here'
lines() { printf '%s\n' "$@"; }
id='^[0-9a-f]{32}$'

# Passphrases from a descriptor, a line each: init new, new; opening current; change and add current, new, new; remove
# current, the one to remove. What follows the lines stays for who reads next.
lines "$PASS" "$PASS" | run 0 "$SATCHEL" init --kdf low -f "$VAULT" --passphrase-fd 0
lines "$PASS" | run 0 "$SATCHEL" --passphrase-fd 0 list -f "$VAULT"
{ lines "$PASS"; echo '{"text": "from behind the passphrase"}'; } | run 0 "$SATCHEL" -f "$VAULT" add note - --passphrase-fd=0
lines "$PASS" "$NEW" "$NEW" | run 0 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 passphrase add --label second
lines "$NEW" | run 0 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 list
on 0 passphrase list --json
json "sorted((o['label'], o['given']) for o in d) == [('', True), ('second', False)]"
lines "$PASS" "$NEW" | run 0 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 passphrase remove
lines "$NEW" | run 3 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 list
lines "$PASS" "$NEW" "$NEW" | run 0 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 passphrase change
PASS=$NEW

# Every type takes part.
for t in case appeal person contact office holder address event fact claim source statement utterance letter action checkin \
    instruction item custody file note sender template rule; do
    run 0 "$SATCHEL" fields "$t" --json
    json "all({'field', 'takes'} <= set(o) for o in d)"
    on 0 list "$t" --json
    json "isinstance(d, list)"
done

# add: the ids made, one a line, or an array of objects with id and type; several records with one unlock.
on 0 add case title='Écrivaine disparue' tags=press
grep -qE "$id" "$OUT" && [ "$(wc -l <"$OUT")" = 1 ] || fail "add prints one id"
C=$(cat "$OUT")
on 0 add person - --json <<<'{"names": ["Anna Testova"]} {"names": ["Анна Тестова"], "birth": "1981-04-12"}'
json "len(d) == 2 and all(o['type'] == 'person' and len(o['id']) == 32 for o in d)"
P=$(value "d[0]['id']")
on 0 add person - <<<'{"names": ["Jana Vzorek"]}
{"names": ["Timo Vzorek"]}'
[ "$(grep -cE "$id" "$OUT")" = 2 ] || fail "add - prints an id a line"
on 0 add member case="$C" person="$P" role=at_risk
on 0 add appeal case="$C" number='UA 26/23' title='Writer missing' deadline="$(date -u -d '+3 days' +%F)"

# FIELD=V sets, FIELD+=V adds to a list, FIELD= empties, FIELD=- reads the value.
on 0 set "$C" risk=high tags+=new
on 0 show "$C" --json
json "d['risk'] == 'high' and [t['word'] for t in d['tags']] == ['press', 'new']"
on 0 set "$C" risk= summary=- <<<'Read from standard input'
on 0 show "$C" --json
json "d['risk'] is None and d['summary'] == 'Read from standard input'"

# show: one object. JSON is UTF-8, not escapes, whatever the locale.
json "isinstance(d, dict) and {'id', 'type', 'label', 'case'} <= set(d)"
LC_ALL=C on 0 show "$C" --json
grep -q 'Écrivaine' "$OUT" || fail "no UTF-8 in the JSON"

# Ids: any start of four or more; a case also by an Urgent Action's number, however written, and by its own.
for name in "$C" "${C:0:4}" "${C:0:20}" 26/23 'UA 26/23' 026/2023 C-0001 c-1; do
    on 0 show "$name" --json
    json "d['id'] == '$C'"
done
on 2 show "${C:0:3}"

# list, search, due: arrays of objects with at least id, type, label, case; [] when there is nothing.
for line in list 'list person' 'list note' 'list member' 'search anna' 'search --type person anna' due; do
    # shellcheck disable=SC2086
    on 0 $line --json
    json "len(d) >= 1 and all({'id', 'type', 'label', 'case'} <= set(o) and len(o['id']) == 32 for o in d)"
done
for line in 'search nothing-like-it' 'list claim' 'due --days 0' 'list --where title=x'; do
    # shellcheck disable=SC2086
    on 0 $line --json
    json "d == []"
done
on 0 due --json
json "d[0]['case'] == '$C'"
on 0 list note --json
json "d[0]['case'] is None"
on 0 list person --json
json "[o['case'] for o in d if o['id'] == '$P'] == ['$C']"
on 0 search - --json <<<'testova'
json "'$P' in [o['id'] for o in d]"

# --where: = != < > ~, repeatable, all must hold.
count() { local n=$1; shift; on 0 list "$@" --json; json "len(d) == $n"; }
count 1 person --where birth = 1981-04-12
count 3 person --where birth != 1981-04-12
count 1 person --where birth '<' 1990
count 0 person --where birth '>' 1990
count 1 person --where birth '~' 1981
count 2 person --where names '~' vzorek
count 1 person --where names '~' vzorek --where names '~' timo
count 1 person --limit 1

# import: --dry-run needs no vault; without a terminal and --yes nothing is stored, exit 1; ids, or objects with id and type.
ua=$(dirname "$0")/data/ua-freedonia.txt
run 0 "$SATCHEL" -f "$T/none" import --dry-run --json "$ua"
json "isinstance(d, dict)"
run 1 "$SATCHEL" -f "$T/none" import --dry-run --json "$ua" "$T/absent"
json "len(d) == 2 and d[1]['file'] == '$T/absent' and d[1]['error']"
on 1 import "$ua" </dev/null
one_sentence
empty "$OUT"
cp "$ua" "$T/copy.txt"
on 1 import --yes --json "$T/absent" "$T/copy.txt"
json "len(d) > 3 and all({'id', 'type'} <= set(o) for o in d)"
on 0 undo
on 0 import --yes - <"$ua"
[ "$(grep -cEv "$id" "$OUT")" = 0 ] && [ "$(wc -l <"$OUT")" -gt 3 ] || fail "import prints an id a line"
on 1 import --yes --json "$ua"
empty "$OUT"

# batch, rm, undo, redo.
on 0 batch - --json <<<'{"do": "add", "type": "note", "text": "one"}'
json "d[0]['did'] == 'add' and d[0]['type'] == 'note'"
N=$(value "d[0]['id']")
on 0 rm "$N" --json
json "d == {'deleted': 1}"
on 0 undo --json
json "list(d) == ['undone']"
on 0 redo --json
json "list(d) == ['redone']"
on 0 undo
on 0 rm --purge --yes "$N" --json
json "d == {'purged': 1}"

# date: keys, and what is open, unknown, ambiguous or none.
run 0 "$SATCHEL" date --json 'since March 2019'
json "set(d) == {'edtf', 'earliest', 'latest', 'start', 'end', 'ambiguous'}"
json "d['edtf'] == '2019-03/..' and d['latest'] is None and (d['start'], d['end'], d['ambiguous']) == ('date', 'open', [])"
run 0 "$SATCHEL" date --strict --json /2019
json "d['start'] == 'unknown' and d['earliest'] is None and d['latest'] == '2019-12-31'"
run 1 "$SATCHEL" date --json 3/4/2021
json "d['edtf'] is None and sorted(d['ambiguous']) == ['2021-03-04', '2021-04-03']"
run 1 "$SATCHEL" date --strict --json 'since March 2019'
json "d['edtf'] is None"

# Copies and integrity.
on 0 state --json
json "set(d) == {'file', 'state', 'as_left'}"
on 0 verify --json
json "d['ok'] is True and d['bad'] == 0"
on 0 backup "$T/copy" --json
json "set(d) == {'file', 'state'}"
lines "$PASS" | run 0 "$SATCHEL" -f "$T/back" restore "$T/copy" --json
json "d['vault'] == '$T/back'"
lines "$PASS" | run 0 "$SATCHEL" -f "$T/back" --passphrase-fd 0 --json show C-0001
json "d['id'] == '$C'"

# Errors: never on standard output, one sentence on the other, with or without --json; the exit codes.
failing() {
    local want=$1; shift
    for json in --json ''; do
        # shellcheck disable=SC2086
        run "$want" "$SATCHEL" --passphrase-fd 9 $json "$@" 9<<<"$PASS"
        one_sentence
        empty "$OUT"
    done
}
failing 1 -f "$VAULT" show ffffffff
failing 1 -f "$VAULT" add case
failing 1 -f "$VAULT" backup "$T/copy"
failing 1 -f "$VAULT" init
failing 2 -f "$VAULT" list nothing
failing 2 -f "$VAULT" nothing
failing 3 -f "$T/absent" list
PASS=wrong failing 3 -f "$VAULT" list
mkfifo "$T/hold"
sat batch - <"$T/hold" >/dev/null 2>&1 &
exec 7>"$T/hold"
head -c 200000 /dev/zero | tr '\0' ' ' >&7 # more than a pipe holds: it is being read, so the vault is open
failing 4 -f "$VAULT" list
exec 7>&-
wait
