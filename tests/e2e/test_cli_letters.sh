#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Letters from the command line: from an imported appeal to letters that were sent and answered; log and checkin.
. "$(dirname "$0")/cli.sh"
make_vault
HERE=$(dirname "$(realpath "$0")")

on 0 import --yes "$HERE/data/ua-freedonia.txt"
on 0 add sender name='Mia Muster' town=Basel lines=$'1 Lane\nBasel'
S=$(cat "$OUT")

sat list appeal --json >"$OUT"
sat show "$(value "d[0]['id']")" --json >"$OUT"
json "[(x['printed'], x['tag']) for x in d['languages']] == [('Freedonian', None), ('English', 'en')]"

# new: an id for each, or an array with id and type; what is missing is said and stops nothing.
on 0 letter new 26/23
[ "$(wc -l <"$OUT")" = 1 ] && L=$(cat "$OUT")
empty "$ERR"
on 0 letter show "$L"
has '^Mia Muster$'
has '^Petr Prubnik$'
has '^1 Main Square$'
has '^Dear Minister,$'
has 'Yours sincerely,'
on 0 letter show "$L" --json
json "d['id'] == '$L' and d['state'] == 'draft' and d['lang'] == 'en' and d['signature'] == 'Mia Muster'"
json "d['emails'] == 'minister@interior.example' and d['faxes'] and d['copy_of'] is None and d['findings'] == []"
on 0 add target appeal="$(sat list appeal --json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["id"])')" \
    printed_title='Ambassador of Freedonia' part=cc
COPY=$(cat "$OUT")
on 0 letter new 26/23 --to "${COPY:0:10}" --sign initials --json
json "len(d) == 1 and d[0]['type'] == 'letter'"
says 'No address is known for Ambassador of Freedonia'
on 0 letter show "$(value "d[0]['id']")"
has '^Copy of my letter to Minister of the Interior, Petr Prubnik$'
has '^M. M.$'

# Other languages come from templates; a field that there is not is named.
on 1 letter new 26/23 --lang fr
says '(fr)'
on 0 add template kind=letter lang=fr text='Libérez {person} : {asks}'
FR=$(cat "$OUT")
on 1 letter new 26/23 --lang es --template "$FR"
says 'in another language (fr)'
on 0 letter new 26/23 --lang fr --to "$(sat list target --json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["id"])')"
on 0 letter show "$(cat "$OUT")" --json
json "d['salutation'] == 'Madame, Monsieur,' and 'Libérez Anna Testova' in d['body'] and '– ' not in d['body']"
on 1 add template kind=letter text='For {somebody}'
says '{somebody}'
one_sentence
on 2 letter new 26/23 --lang 'not a tag'
on 2 letter new 26/23 --sign loudly
on 1 letter new 99/99

# check and ready: 6 while something is open; waived with a reason that is kept.
on 0 set "$L" body=- <<<$'Dear reader of [OFFICE],\n\nI urge you to release Anna Testova.'
on 6 letter check "$L" --json
json "all(set(f) >= {'code', 'from', 'to', 'evidence'} for f in d)"
json "[f['from'] for f in d if f['code'] == 'placeholder'] == [15] and [f['to'] for f in d if f['code'] == 'placeholder'] == [23]"
on 6 letter check "$L"
has '^! *placeholder *15-23 '
on 6 letter ready "$L"
says 'so the letter is not ready'
on 0 letter show "$L" --json
json "d['state'] == 'draft'"
on 2 letter ready "$L" --waive placeholder
# What cannot be looked for is said, and keeps no letter from being ready.
on 0 set "$L" body=- <<<$'Would somebody paint the poplars green? Could the bread be shared in the square?'
on 0 letter check "$L" --json
says 'requests of the appeal could not be looked for'
json "[f['open'] for f in d if f['code'] == 'not-checked'] == [False]"
json "not any(f['code'] == 'missing-ask' for f in d)"
on 0 set "$L" body=- <<<$'Dear reader of [OFFICE],\n\nI urge you to release Anna Testova.'
on 2 letter ready "$L" --waive nonsense --why because
on 6 letter check "$L" --json
for code in $(value "' '.join({f['code'] for f in d})"); do
    sat letter ready "$L" --waive "$code" --why - >"$OUT" 2>"$ERR" <<<'it is meant so' || true
done
on 0 letter ready "$L"
on 0 letter check "$L" --json
json "d and not any(f['open'] for f in d) and d[0]['waived_why'] == 'it is meant so' and d[0]['waived_at']"
on 2 set "$L" state=draft
on 0 set "$L" subject='For Anna'
on 0 letter show "$L" --json
json "d['state'] == 'draft'"
on 0 letter ready "$L"
on 0 letter draft "$L"
on 0 letter new 26/23 --again
on 0 letter check "$(head -n 1 "$OUT")"
has '^No finding\.$'

# ready, and then the case changes: it is checked again before it leaves or is noted as sent.
on 1 letter sent "$L" --channel post
says 'is a draft'
on 0 letter ready "$L"
on 0 letter show "$L" --json
json "d['state'] == 'ready' and d['ready_but'] is None"
sat list appeal --json >"$OUT"
APPEAL=$(value "d[0]['id']")
sat show "$APPEAL" --json >"$OUT"
UNTIL=$(value "d['deadline']")
on 0 set "$APPEAL" deadline=2020-01-01
on 0 letter show "$L" --json
json "d['state'] == 'ready' and d['ready_but'].keys() == {'open', 'code', 'evidence'}"
json "d['ready_but']['open'] >= 1 and d['ready_but']['code'] == 'deadline'"
says 'was marked ready, but a finding is open by now: deadline'
on 6 letter sent "$L" --channel post --date yesterday
says 'a finding is open by now: deadline'
on 6 letter export "$L"
says 'a finding is open by now: deadline'
empty "$OUT"
on 6 letter export "$L" --format text -o "$T/late.txt"
[ ! -e "$T/late.txt" ]
on 0 letter export "$L" --draft
has '^Dear '
on 0 letter sent "$L" --channel post --date yesterday --anyway
on 0 undo
on 0 set "$APPEAL" deadline="$UNTIL"

# sent: it stays as it was; a copy goes on.
on 2 letter sent "$L"
on 2 letter sent "$L" --channel pigeon
on 2 letter sent "$L" --channel post --date someday
on 1 letter sent "$L" --channel post --date tomorrow
on 0 letter sent "$L" --channel post --date yesterday --handwritten --by=- <<<'the choir'
A=$(cat "$OUT")
on 0 show "$A" --json
json "d['channel'] == 'post' and d['handwritten'] and d['by'] == 'the choir' and d['count'] == 1 and d['letter'] == '$L'"
on 1 set "$L" subject=Other
says 'was sent'
one_sentence
on 0 rm "$S"
on 0 letter show "$L" --json
json "d['state'] == 'sent' and d['signature'] == 'Mia Muster' and d['sent_at']"
on 0 letter copy "$L"
on 0 letter show "$(cat "$OUT")" --json
json "d['state'] == 'draft' and d['signature'] is None and d['subject'] == 'For Anna'"

# What comes back: a reply; returned mail ends the validity of the address, and the next draft says so.
on 0 letter reply "$L" --note 'They thank us.' --json
json "d[0]['type'] == 'reply'"
on 0 letter returned "$L"
on 1 letter returned "$L"
says 'is noted already'
on 1 letter reply "$L" --date 2020-01-01
says 'nothing came back before'
on 1 letter new 26/23
says 'not sent yet'
on 0 letter new 26/23 --again
says 'mail came back from it'
on 0 undo

# log, and how much was done, for the case and for each appeal.
on 0 log 26/23 email --count 12 --date 2026-01-05 --handwritten --json
json "d[0]['type'] == 'action'"
on 2 log 26/23 pigeon
on 2 log 26/23 email --count 0
on 1 log 26/23 email --date tomorrow
on 0 show 26/23
has '^Done  *post 1, e-mail 12; 13 by hand; 1 answer; 1 came back$'
on 0 show 26/23 --json
json "d['belongs']['counts']['by_channel']['email'] == 12 and d['belongs']['counts']['sent'] == 1"
json "list(d['belongs']['counts']['by_appeal'].values())[0]['done'] == 13"

# checkin: agreed, done, missed.
on 0 add person names='Vera Testova'
P=$(cat "$OUT")
on 1 checkin "$P" done
says 'No check-in is agreed'
on 0 checkin "$P" every 7
on 0 checkin "$P" missed
on 0 checkin "$P" done
on 0 show "$(cat "$OUT")" --json
json "d['every'] == 7 and [x['result'] for x in d['log']] == ['missed', 'done'] and d['due']"
on 2 checkin "$P" every week
on 2 checkin "$P" sometimes

# Undo names each as one step.
on 0 undo
has 'Undone: '
