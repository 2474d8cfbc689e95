#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# `import`: looking without a vault, storing with --yes, several files, what is no appeal or no text.
. "$(dirname "$0")/cli.sh"

cat >"$T/ua.txt" <<'END'
URGENT ACTION

WRITER MISSING SINCE FEBRUARY

Anna Testova (Анна Тестова), a journalist, was taken from her mother's flat on 10 February 2023.

UA: 26/23 Index: ASA 99/0001/2023 Sylvania Date: 2 March 2023

Dear Minister,

I am writing to express my concern for Anna Testova.

I call on you to:
■ Release her at once;
■ Let her see her family and a lawyer of her choice.

Yours sincerely,

PLEASE SEND APPEALS BEFORE 13 APRIL 2023 TO:

Minister of the Interior
P. Prubnik
Ministry of the Interior
1 Main Square
Sylvania City, Sylvania
Email: office@interior.example
Salutation: Dear Minister
END
sed 's/^UA: 26\/23 .*/Further information on UA: 26\/23 Index: ASA 99\/0002\/2023 Sylvania Date: 5 May 2023/; s/13 APRIL/16 JUNE/' "$T/ua.txt" >"$T/update.txt"
printf 'PK\3\4\0\0' >"$T/archive.odt"
: >"$T/empty.txt"
echo '<!DOCTYPE html><html><body>UA 26/23</body></html>' >"$T/page.html"
printf '%%PDF-1.4\n' >"$T/paper.pdf"
echo 'Buy milk and bread.' >"$T/milk.txt"

# --dry-run: no vault, no passphrase.
run 0 "$SATCHEL" -f "$T/none" import --dry-run --json "$T/ua.txt"
json "d['ua_number_norm'] == '26/23' and d['people'][0]['name'] == 'Anna Testova' and d['deadline'] == '2023-04-13'"
json "'file' not in d and len(d['letter_asks']) == 2"
cp "$OUT" "$T/from-file"
run 0 "$SATCHEL" import --dry-run --json - <"$T/ua.txt"
cmp "$OUT" "$T/from-file"
run 0 "$SATCHEL" import --dry-run "$T/ua.txt"
has '^ *7 .*26/23'
[ ! -e "$T/none" ]
run 0 "$SATCHEL" import --dry-run --json "$T/milk.txt"
json "'title' in d['not_found'] and 'people' in d['not_found']"

# Encodings: UTF-8 with BOM, UTF-16, Windows line ends.
{ printf '\xef\xbb\xbf'; sed 's/$/\r/' "$T/ua.txt"; } >"$T/bom.txt"
iconv -f UTF-8 -t UTF-16 "$T/ua.txt" >"$T/utf16.txt"
iconv -f UTF-8 -t UTF-16LE "$T/ua.txt" >"$T/utf16le.txt"
iconv -f UTF-8 -t UTF-16BE "$T/ua.txt" >"$T/utf16be.txt"
iconv -c -f UTF-8 -t ISO-8859-1 "$T/ua.txt" >"$T/latin1.txt"
tr '\n' '\r' <"$T/ua.txt" >"$T/cr.txt"
for f in bom utf16 utf16le utf16be latin1 cr; do
    run 0 "$SATCHEL" import --dry-run --json "$T/$f.txt"
    json "d['people'][0]['name'] == 'Anna Testova'"
done

# A text of more than a megabyte is read in part, and that is said; the source is the whole of it.
{ cat "$T/ua.txt"; for i in {1..30000}; do echo "and of day $i of the search nothing is known."; done; } >"$T/long.txt"
run 0 "$SATCHEL" import --dry-run --json "$T/long.txt"
json "[w['line'] > 20000 for w in d['warnings'] if w['code'] == 'read-in-part'] == [True]"
json "'truncated' not in [w['code'] for w in d['warnings']]"
run 0 "$SATCHEL" import --dry-run "$T/long.txt"
has 'longer than 1 MiB'

# What is no text: one sentence, exit 1, and the others go on.
printf '\n \t\r\n' >"$T/blank.txt"
{ cat "$T/ua.txt"; printf 'a\0b'; } >"$T/nul.txt"
head -c 9000 "$SATCHEL" >"$T/binary"
for f in archive.odt empty.txt page.html paper.pdf blank.txt nul.txt binary; do
    run 1 "$SATCHEL" import --dry-run "$T/$f"
    one_sentence
    empty "$OUT"
done
run 1 "$SATCHEL" import --dry-run "$T/absent.txt"
one_sentence
run 1 "$SATCHEL" import --dry-run --json "$T/ua.txt" "$T/page.html" "$T/update.txt" "$T"
json "[sorted(set(o) & {'file', 'error', 'title'}) for o in d] == [['file', 'title'], ['error', 'file'], ['file', 'title'], ['error', 'file']]"
json "d[0]['file'] == '$T/ua.txt'"
[ "$(wc -l <"$ERR")" = 2 ] || fail "a sentence for each bad file"
mkfifo "$T/fifo"
run 1 timeout 20 "$SATCHEL" import --dry-run "$T/fifo"
one_sentence
run 1 timeout 20 "$SATCHEL" import --dry-run /dev/zero
one_sentence
head -c 17000000 /dev/zero | tr '\0' 'x' >"$T/huge.txt"
run 1 "$SATCHEL" import --dry-run "$T/huge.txt"
one_sentence

# Storing: not without a terminal or --yes; with it, one step.
make_vault
on 1 import "$T/ua.txt"
one_sentence
on 0 list --json
json "d == []"
on 0 import --yes --json "$T/long.txt"
grep -q 'longer than 1 MiB' "$ERR" || fail "nothing is said of the rest"
on 0 show "$(value "[o['id'] for o in d if o['type'] == 'source'][0]")" --json
json "'day 30000 of' in d['text'] and 'day 1 of' in d['text']"
on 0 undo
on 0 import --yes --json "$T/ua.txt"
json "d[0]['type'] == 'case' and {'appeal', 'person', 'target', 'office', 'source'} <= {o['type'] for o in d}"
C=$(value "d[0]['id']")
on 0 show 26/23 --json
json "d['id'] == '$C'"
on 0 list appeal --json --full
json "d[0]['deadline'] == '2023-04-13' and len(d[0]['asks']) == 2"
on 0 undo
on 0 list --json
json "d == []"
on 0 redo

# The same text again: refused. Its update: a further appeal of the same case.
on 1 import --yes "$T/ua.txt"
one_sentence
on 0 import --yes - <"$T/update.txt"
on 0 list --json
json "len(d) == 1"
on 0 list appeal --json
json "len(d) == 2 and all(o['case'] == '$C' for o in d)"

# A poorer copy takes nothing away, and one sentence says what stays; --replace takes what it says.
counts() { on 0 list --json >/dev/null; for k in case appeal person member office holder address contact target source; do on 0 list "$k" --json; printf '%s=%s ' "$k" "$(value 'len(d)')"; done; }
before=$(counts)
cat >"$T/poor.txt" <<'END'
URGENT ACTION

WRITER MISSING SINCE FEBRUARY

Anna Testova was taken from her mother's flat.

UA: 26/23 Index: ASA 99/0001/2023 Sylvania Date: 2 March 2023

PLEASE SEND APPEALS BEFORE 14 APRIL 2023 TO:

Minister of the Interior
P. Prubnik
1 Main Square, Sylvania City, Sylvania
Email: Office@interior.example
END
on 0 import --yes "$T/poor.txt"
one_sentence
says 'Deadline.*Asks.*import --replace'
empty "$OUT"
[ "$before" = "$(counts)" ] || fail "a poorer copy changed $before to $(counts)"
deadlines() { on 0 list appeal --json --full; value "sorted(o['deadline'] for o in d)"; }
[ "$(deadlines)" = "['2023-04-13', '2023-06-16']" ]
on 0 import --yes --replace --json "$T/poor.txt"
one_sentence
json "[o['type'] for o in d] == ['source']"
[ "$(deadlines)" = "['2023-04-14', '2023-06-16']" ]
on 0 list appeal --json --full
json "all(len(o['asks']) == 2 for o in d)"
on 0 undo
[ "$before" = "$(counts)" ] || fail "undo left $(counts)"

# The stop notice closes the appeal, and not the case.
cat >"$T/stop.txt" <<'END'
URGENT ACTION

WRITER RELEASED

Anna Testova was released on 8 June.

Further information on UA: 26/23 Index: ASA 99/0003/2023 Sylvania Date: 9 June 2023

No further action is requested from the UA Network. Many thanks to all who sent appeals.
END
on 0 import --yes "$T/stop.txt"
one_sentence
says "satchel set $C status=closed"
on 0 list appeal --json --full
json "sorted((o['kind'], o['closed_on'] or '') for o in d) == [('stop', ''), ('ua', ''), ('update', '2023-06-09')]"
on 0 show "$C" --json
json "d['status'] == 'open'"

# What does not look like an appeal is never stored without a word.
printf 'MINISTRY DENIES ALL REPORTS\n\nThe Ministry of the Interior of Freedonia knows nothing.\n' >"$T/news.txt"
on 0 import --yes "$T/news.txt"
one_sentence
says 'does not look like an Urgent Action'
on 0 list appeal --json --full
json "[o['kind'] for o in d if o['title'] == 'MINISTRY DENIES ALL REPORTS'] == ['summary']"
on 0 undo

# Nothing to store; some good, some bad.
on 1 import --yes "$T/milk.txt"
one_sentence
says 'satchel add source'
sed 's/26\/23/27\/23/; s/Anna Testova/Jana Vzorek/; s/Анна Тестова/Яна/' "$T/ua.txt" >"$T/other.txt"
on 1 import --yes "$T/page.html" "$T/other.txt"
on 0 list --json
json "len(d) == 2"
on 0 search Vzorek --type person
has Vzorek
run 3 "$SATCHEL" -f "$T/none" import --yes "$T/ua.txt"
on 1 --read-only import --yes "$T/milk.txt"
# A poorer copy: the case is named, not how the text calls itself.
grep -v '^Anna\|^Jana' "$T/other.txt" >"$T/poorer.txt"
on 0 import --yes "$T/poorer.txt"
says '27/23'
! grep -q 'stored already.*UA:\|to .*UA:' "$ERR" || fail "the appeal is named by the words of its heading"

# What happened on a day becomes an event, with who is named; an update that tells it again adds none.
cat >"$T/night.txt" <<'END'
URGENT ACTION

TEACHER HELD

Boris Probin, a teacher, was arrested on the night of 2 to 3 November 2024 at his home in Freedonia.

UA: 77/24 Index: EUR 99/0007/2024 Freedonia Date: 20 November 2024

Please write immediately:

- Calling on the authorities to release Boris Probin immediately;

PLEASE SEND APPEALS BEFORE 5 JANUARY 2025 TO:

Minister of Justice
Petr Prubnik
1 Main Square
Freedonia City
Salutation: Dear Minister
END
on 0 import --yes "$T/night.txt"
sed 's,UA: 77/24 Index: EUR 99/0007/2024,Second UA: 77/24 Index: EUR 99/0008/2024,; s/20 November/3 December/' \
    "$T/night.txt" >"$T/night2.txt"
on 0 import --yes "$T/night2.txt"
on 0 list event --where text '~' 'night of 2 to 3' --json --full
json "len(d) == 1 and d[0]['kind'] == 'arrest' and d[0]['date'] == '[2024-11-02,2024-11-03]'"
json "len(d[0]['people']) == 1"
