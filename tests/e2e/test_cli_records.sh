#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Records from the command line: add, set, rm, undo, list, show, search, batch, due, and what they say when they cannot.
. "$(dirname "$0")/cli.sh"
make_vault

# fields: what each takes, in words.
on 0 fields letter
has '^sign  *word  *how much of the sender the letter shows — full | initials | none$'
has '^state  *word  *kept by the program. draft | ready | sent$'

# add: ids, one a line; lists, references by a start of an id, dates as people write them.
on 0 add case title='Writer missing' country=XS tags+=press tags+=family
C=$(cat "$OUT")
[ ${#C} = 32 ] || fail "not an id"
on 0 add person names='Anna Testova | lang=en' names+='Анна Тестова | lang=ru' birth='12 April 1981' --json
json "len(d) == 1 and d[0]['type'] == 'person'"
P=$(value "d[0]['id']")
on 0 add member case="${C:0:8}" person="${P:0:4}" role=at_risk
on 0 add contact of="$P" kind=mobile raw='+99 155 018 2773' safe=inbound
K=$(cat "$OUT")
on 0 show "$P" --json
json "d['birth'] == '1981-04-12' and [n['text'] for n in d['names']] == ['Anna Testova', 'Анна Тестова']"
json "d['id'] == '$P' and d['type'] == 'person' and d['label'] == 'Anna Testova'"

# Days as said today: the deadline may be seen as of the day before or after midnight.
before=$(date -d tomorrow +%F)
on 0 add appeal case="$C" deadline=tomorrow issued=20261122
A=$(cat "$OUT")
on 0 show "$A" --json
json "d['deadline'] in ('$before', '$(date -d tomorrow +%F)') and d['issued'] == '2026-11-22'"
before=$(date -d '1 week ago' +%F)
on 0 set "$A" deadline='1 week ago'
on 0 show "$A" --json
json "d['deadline'] in ('$before', '$(date -d '1 week ago' +%F)')"
on 0 rm --yes "$A"

# A case by its number; what belongs to it; masked unless revealed.
on 0 show C-0001
has 'Writer missing'
has ' member .*Anna Testova'
on 0 show "$K"
lacks 018

# A case at a glance: the deadline with the days left, people, appeals, what is to be done next.
on 0 add appeal case="$C" number='UA 7/31' kind=ua deadline='in 40 days'
A=$(cat "$OUT")
on 0 add office institution='Ministry of Justice'
O=$(cat "$OUT")
on 0 add target appeal="$A" office="$O" printed_title='Minister of Justice' printed_name='Igor Torp'
G=$(cat "$OUT")
on 0 add event case="$C" kind=arrest date='late 2030' text='Taken from her flat'
V=$(cat "$OUT")
on 0 show "$C"
has '^Deadline  *20..-..-.., in \(39\|40\) days$'
has '^People  *Anna Testova, at risk$'
has '^Appeals .*7/31.*, until 20..-..-..$'
has '^Next  *Write to .*Minister of Justice, Igor Torp$'

# The same as JSON: all that belongs to it under its types, each id to be found in the one object.
on 0 show "$C" --json
json "d['belongs']['deadline'] == d['belongs']['appeal'][0]['deadline'] and d['belongs']['days_left'] in (39, 40)"
json "d['belongs']['number'] == '7/31' and d['belongs']['appeal'][0]['number'] == 'UA 7/31'"
json "[m['role'] for m in d['belongs']['member']] == ['at_risk'] and d['belongs']['member'][0]['person'] == '$P'"
json "[p['id'] for p in d['belongs']['person']] == ['$P'] and len(d['belongs']['person'][0]['names']) == 2"
json "[t['office'] for t in d['belongs']['target']] == ['$O'] and [o['id'] for o in d['belongs']['office']] == ['$O']"
json "d['belongs']['letter'] == [] and d['belongs']['note'] == []"
sed '1s/{/{"do": "set",/' "$OUT" >"$T/given"
json "d['belongs']['event'][0]['date'] == '[2030-09~..2030-12~]'"
on 0 batch - <"$T/given"
on 0 rm --yes "$G"
on 0 show "$C"
lacks '^Next'
on 0 rm --yes "$A"
on 0 rm --yes "$V"
on 0 show --reveal "${K:0:6}"
has '+99 155 018 2773'

# Arguments that cannot be right are said before a passphrase is asked: here there is not even a vault.
for line in 'list --limit -1' 'list nothing' 'search x --limit 0' 'search x --type nothing' 'due --days x' \
    'add nothing a=b' 'add note text' 'add note nothing=x' 'set 1234 text'; do
    # shellcheck disable=SC2086
    run 2 "$SATCHEL" -f "$T/none" $line
    one_sentence
done

# What is no JSON: where, in plain words.
printf '{"text": "one"}\n{"text": "caf\xe9"}\n' >"$T/latin"
on 1 add note - <"$T/latin"
one_sentence
says 'record 2 .* line 2'

# What is taken out of a value is said.
on 0 add note text=$'turned \u202e over'
one_sentence
says '1 invisible character .* "text"'
on 0 set "$(cat "$OUT")" text=$'caf\xe9 \xff'
one_sentence
says '2 bytes .* "text"'
on 0 undo
on 0 undo

cat >"$T/cleaned" <<'END'
{"do": "add", "type": "note", "text": "plain"}
{"do": "add", "type": "note", "text": "turned \u202e over, \u001b[31m red"}
{"do": "add", "type": "note", "text": "again \u202d"}
END
for verb in 'add note' batch; do
    [ "$verb" = batch ] || sed -i 's/"do": "add", //' "$T/cleaned"
    # shellcheck disable=SC2086
    on 0 $verb - <"$T/cleaned"
    one_sentence
    says '7 invisible characters .* record 2 of the input, field "text"'
    on 0 list note --json
    json "len(d) == 3"
    on 0 undo
    sed -i 's/^{/{"do": "add", /' "$T/cleaned"
done
on 1 add note - <<<'{"text": "turned \u202e over"} {"text": 5}'
one_sentence

# A disk that fills up: no id of what is not there.
python3 -c 'for i in range(6000): print("{\"text\": \"Note %d %s\"}" % (i, "x" * 50))' >"$T/many"
(trap '' XFSZ; ulimit -f 1000; on 1 add note - <"$T/many"; empty "$OUT"; one_sentence)
(trap '' XFSZ; ulimit -f 1000; on 1 add note - --json <"$T/many"; empty "$OUT")
on 0 list note
empty "$OUT"

# set: FIELD=V, +=, empty, standard input; one step to undo.
on 0 set "$C" risk=high tags+=new summary=
on 0 set "$C" summary=- <<<$'Taken from her flat.\nNobody was told.'
on 0 show "$C" --json
json "d['risk'] == 'high' and [t['word'] for t in d['tags']] == ['press', 'family', 'new']"
json "d['summary'] == 'Taken from her flat.\nNobody was told.' and d['case'] == '$C'"
on 0 undo
on 0 undo --json
json "'undone' in d"
on 0 show "$C" --json
json "d['risk'] is None and d['summary'] is None and len(d['tags']) == 2"
on 0 redo
on 0 redo
on 1 redo
one_sentence

# Dates as told by today, in the fields of a list too; what is wrong with one is said.
on 0 list member --json
M=$(value "d[0]['id']")
before=$(date -d yesterday +%F)
on 0 set "$M" since=yesterday states='held | since=yesterday'
on 0 set "$M" states+='released | since=today'
on 0 show "$M" --json
json "d['since'] in ('$before', '$(date -d yesterday +%F)') and d['states'][0]['since'] == d['since']"
json "d['states'][1]['since'] > d['since']"
on 1 set "$M" states='held | since=Monday 3 November 2026'
one_sentence
says '2026-11-03 is a Tuesday, not a Monday'
on 1 set "$M" states='held | since=soon'
one_sentence
says '10 February 2023'
on 0 undo
on 0 undo

# list: conditions, limit, several TYPEs; each with id type label case.
on 0 list --json
json "[sorted(o) for o in d] == [['case', 'id', 'label', 'type']] and d[0]['id'] == '$C'"
on 0 list member --json
json "d[0]['case'] == '$C'"
on 0 list case --where risk = high --where 'title~writer' --json
json "len(d) == 1"
on 0 list case --where risk != high --json
json "d == []"
on 0 list case --where=country=XX --json
json "d == []"
on 0 list person --where names ~ - --json <<<'анна'
json "[o['id'] for o in d] == ['$P']"
on 0 list person --where birth '<' 1990 --json --full
json "d[0]['birth'] == '1981-04-12' and d[0]['case'] == '$C'"
on 0 list person --where birth '>' 1990 --json
json "d == []"

# search: any script, from standard input, never an error.
on 0 search анна --json
json "('$P', 'names') in [(o['id'], o['field']) for o in d]"
on 0 search - --json <<<'testova ann'
json "'$P' in [o['id'] for o in d]"
on 0 search --type case writ
has "$C"
for q in '"' "'" '*' 'a OR' 'NEAR(' 'x:y' '-- ' ';' '(((' $'\t'; do on 0 search -- "$q"; done
on 0 search nothing-like-it --json
json "d == []"

# rm: all or none, what belongs to it goes with it, undo brings it back.
on 1 rm "$P" ffffffffffffffffffffffffffffffff
one_sentence
on 0 show "$P"
on 0 rm "$P" --json
json "d['deleted'] >= 3"
on 1 show "$P"
one_sentence
on 0 search анна --json
json "d == []"
on 0 undo
on 0 show "$K"

# What is wrong is said in one sentence, and nothing is changed.
before=$(sat list --json --full; sat list person --json --full)
while IFS= read -r line; do
    status=${line%% *}
    eval "on $status ${line#* }"
    one_sentence
    empty "$OUT"
done <<END
2 add nothing title=x
1 add case
2 add case nothing=1
2 add case title
2 add case =x
2 add case no=7
2 add case title+=x title=y
2 add case summary=- background=-
2 set $C
2 list nothing
2 list --where title
2 list --where title is x
2 list --limit 0
2 fields nothing
2 list --where nothing = x
1 list case --where risk = 7
1 add case country=XS
1 add case title=x risk=7
1 add case title=x group_count=many
1 add person birth=yesterday-ish
1 add member case=$P person=$P
1 add member case=$C person=$C
1 add contact of=zzzz raw=x
2 set zz title=x
1 set $C title=
1 show ffff0000ffff
2 show abc
1 rm 99/99
END
[ "$before" = "$(sat list --json --full; sat list person --json --full)" ] || fail "an error changed something"
on 1 --read-only add case title=x
on 1 --read-only undo
on 0 --read-only list

# JSON in: an object, JSON lines, an array; own ids; all or none.
own=00112233445566778899aabbccddeeff
on 0 add person - --json <<<'{"names": ["Jana Vzorek", {"text": "Яна", "lang": "ru"}], "birth": "2004"}'
json "len(d) == 1"
on 0 add event - <<END
{"case": "$C", "date": "2021-03", "text": "one"}
{"case": "C-0001", "date": "[2021-07,2021-08]", "text": "two", "id": "$own"}
END
[ "$(wc -l <"$OUT")" = 2 ] || fail "two ids"
on 0 add note - <<<"[{\"of\": \"$own\", \"text\": \"a\nb\"}, {\"text\": \"loose\"}]"
on 0 list note --where of = 0011 --json --full
json "d[0]['text'] == 'a\nb' and d[0]['case'] == '$C'"
while IFS= read -r text; do
    on 1 add event - <<<"$text"
    one_sentence
    empty "$OUT"
done <<END

nonsense
{"case": "$C", "text": "good"} {"case": "$C"}
{"case": "$C", "text": "good"} {"case": "$C", "text": "bad", "date": "soon"}
{"case": "$C", "text": "x", "nothing": 1}
{"case": "$C", "text": 5}
{"case": "$C", "text": "x", "id": "$own"}
{"case": "$C", "text": "x", "text": "y"}
[{"case": "$C", "text": "x"}
"text"
END
printf '{"case": "%s", "text": "\xff"}' "$C" | on 1 add event -
head -c 200000 /dev/zero | tr '\0' '[' | on 1 add event -
one_sentence
on 0 list event --json
json "len(d) == 2"

# batch: one step.
on 0 batch - --json <<END
{"do": "add", "type": "person", "id": "11112222333344445555666677778888", "names": ["Timo Vzorek"]}
{"do": "add", "type": "member", "case": "$C", "person": "11112222333344445555666677778888", "role": "family"}
{"do": "set", "id": "$C", "title": "Changed"}
{"do": "rm", "id": "$own"}
END
json "[o['did'] for o in d] == ['add', 'add', 'set', 'rm']"
on 0 show "$C" --json
json "d['title'] == 'Changed'"
on 0 undo
on 0 show "$C" --json
json "d['title'] == 'Writer missing'"
on 0 show "$own"
on 1 show 1111222233334444
printf '{"do": "set", "id": "%s", "title": "Half"}\n{"do": "fly"}\n' "$C" >"$T/batch"
on 1 batch "$T/batch"
says 'record 2'
one_sentence
on 0 show "$C" --json
json "d['title'] == 'Writer missing'"
on 1 batch "$T/none"
on 1 batch "$T"

# What was shown can be given back.
sat show "$P" --json >"$T/person.json"
on 0 batch - <<<"$(python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); d["do"]="set"; print(json.dumps(d))' "$T/person.json")"
sat show "$P" --json | cmp - "$T/person.json"

# Large values; a long list to a full disk or a closed pipe.
head -c 3000000 /dev/zero | tr '\0' 'x' >"$T/large"
on 0 set "$C" background=- <"$T/large"
sat show "$C" --json >"$OUT"
json "len(d['background']) == 3000000"
head -c 17000000 /dev/zero | tr '\0' 'x' | on 1 set "$C" background=-
one_sentence
run_to /dev/full 1 sat show "$C" --json
one_sentence

# due
on 0 add appeal case="$C" number='UA 26/23' title='Writer missing' deadline="$(date -d '+3 days' +%F)"
on 0 due --json
json "d[0]['due'] == 'soon' and d[0]['what'] == 'deadline' and d[0]['case'] == '$C' and d[0]['type'] == 'appeal'"
on 0 due --days 2 --json
json "d == []"
on 0 show 26/23
has "$C"

# Nothing given is nothing stored; a tab in a line is a blank.
on 2 add person
on 0 add person names=$'Tabea\tTestova'
on 0 list person --where names '~' 'Tabea Testova'
has 'Tabea Testova'

# rm --purge: names what goes, default no; then it is gone, also from the search.
on 1 rm --purge "$P" </dev/null
says 'Anna Testova'
on 0 show "$P"
on 1 rm --purge "$P" <<<no
on 0 rm --purge --yes "$P"
on 1 show "$P"
on 0 search анна --json
json "d == []"
on 1 undo

# What goes along with another one is named once, and is no error.
on 0 add case title=Gone
G=$(cat "$OUT")
on 0 add event case="$G" text=Along
E=$(cat "$OUT")
on 0 rm --purge --yes "$E" "$G" "$E"
has '^2 records'
on 1 show "$G"
on 0 search Along --json
json "d == []"

# The vault is in use: exit 4, nothing waits.
mkfifo "$T/pipe"
sat batch - <"$T/pipe" >/dev/null 2>&1 &
exec 7>"$T/pipe"
head -c 200000 /dev/zero | tr "\0" " " >&7 # more than a pipe holds: it is being read, so the vault is open
on 4 list
one_sentence
on 4 --read-only list
exec 7>&-
wait
on 0 list
