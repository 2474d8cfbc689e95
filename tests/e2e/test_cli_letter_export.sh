#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# letter export: each format to a file and to standard output, what is said beside it, what is refused, what stays on record.
. "$(dirname "$0")/cli.sh"
make_vault
command -v pdftotext >/dev/null || fail "poppler-utils is missing"

on 0 add case title='Writer missing'; C=$(cat "$OUT")
on 0 add appeal case="$C" number='UA 7/31'; A=$(cat "$OUT")
on 0 add office institution='Ministry of the Interior'; O=$(cat "$OUT")
on 0 add target appeal="$A" office="$O" printed_name='P. Prubnik' printed_title='Minister' salutation='Dear Minister'; G=$(cat "$OUT")
on 0 add office institution='City Police'; Q=$(cat "$OUT")
on 0 add target appeal="$A" office="$Q" printed_title='Director'; H=$(cat "$OUT")
on 0 add contact of="$O" kind=email raw='minister@example.org'
printf '%s' '{"of": ["'"$O"'"], "texts": [{"lines": "Minister of the Interior\n1 Main Square\nSYLVANIA", "lang": "en", "script": "Latn"}]}' >"$T/address"
on 0 add address --json - <"$T/address"
D=$(value "d[0]['id']")
# letter TARGET ADDRESS BODY
letter() {
    printf '{"case": "%s", "appeal": "%s", "lang": "en", "subject": "Anna Testova", "body": "%s", "to": [{"target": "%s"%s, "salutation": "Dear Minister,"}]}' \
        "$C" "$A" "$3" "$1" "${2:+, \"address\": \"$2\", \"script\": \"Latn\"}"
}
letter "$G" "$D" 'Please release Anna Testova at once.\n\nئۇنى قويۇپ بېرىڭ. 请释放她。\n\nYours sincerely,' >"$T/letter"
on 0 add letter --json - <"$T/letter"
L=$(value "d[0]['id']")
letter "$H" '' 'Please *release* her.' >"$T/letter"
on 0 add letter --json - <"$T/letter"
M=$(value "d[0]['id']")

# To standard output, where printers read it.
on 1 letter export "$L"
says 'not marked ready'
one_sentence
empty "$OUT"
on 0 letter export --draft "$L"
has '^Please release Anna Testova at once.$'
has '^Minister of the Interior$'
says 'Printers and their queues keep'
on 0 letter export --draft --format md "$M" -o -
has '^Please \\\*release\\\* her.$'
on 0 letter export --draft --format mailto "$L"
has '^mailto:minister@example.org?subject=Anna%20Testova&body=Dear%20Minister%2C%0D%0A%0D%0APlease%20release'
[ "$(wc -l <"$OUT")" = 1 ] || fail "a link is one line"
on 1 letter export --draft --format mailto "$M"
says 'No e-mail address is known'
on 0 list --json
json "True"

# To a file: said once, 0600, never over anything, on record.
on 0 letter export --draft --format text "$L" -o "$T/letter.txt"
says 'What is exported is not encrypted'
has "^Written to \"$T/letter.txt\""
[ "$(stat -c %a "$T/letter.txt")" = 600 ] || fail "others may read it"
grep -q 'release Anna Testova' "$T/letter.txt" || fail "no letter in the file"
has 'lists and erases it'
on 1 letter export --draft --format text "$L" -o "$T/letter.txt"
says 'exists already'
on 1 letter export --draft "$L" -o "$T/nowhere/letter.txt"
one_sentence
on 1 letter export --draft "$L" -o "$T/a.txt" --read-only
[ ! -e "$T/a.txt" ] || fail "written under --read-only"

# Where the program may not write it cannot erase: said at once. In a copy, since that stays on record.
mkdir "$T/copy"
cp "$VAULT"* "$T/copy"
own=$VAULT VAULT=$T/copy/$(basename "$VAULT")
far=$(mktemp -d /tmp/satchel-far.XXXXXX)
on 0 letter export --draft --format text "$L" -o "$far/letter.txt"
has 'neither that nor a panic can erase it'; lacks 'lists and erases it'
on 0 letter export --draft --format text "$L" -o "$far/again.txt" --json
json "d['in_reach'] is False"
ln -s "$T/copy" "$far/link"
on 0 letter export --draft --format text "$L" -o "$far/link/linked.txt" --json
json "d['in_reach'] is True"
rm -r "$far" "$T/copy"
VAULT=$own

# PDF: through the helper, with the words in every script.
on 0 letter export --draft --format pdf --paper a4 "$L" -o "$T/letter.pdf" --json
json "d['file'] == '$T/letter.pdf' and d['format'] == 'pdf' and d['letters'] == 1 and d['drafts'] == 1 and d['left_out'] == []"
if grep -q 'is not encrypted' "$ERR"; then fail "said twice"; fi
pdftotext "$T/letter.pdf" "$T/words"
for w in 'Please release Anna Testova' 请释放她 'Yours sincerely' SYLVANIA; do grep -q "$w" "$T/words" || fail "no '$w' in the PDF"; done
pdfinfo "$T/letter.pdf" | grep -q 'A4' || fail "not A4"
run 0 bash -c "\"\$SATCHEL\" -f \"\$VAULT\" --passphrase-fd 9 letter export --draft --format pdf --paper letter $L $M 9<<<\"\$PASS\" | head -c 5"
has '%PDF-'
LC_PAPER=C on 0 letter export --draft --format pdf --paper dl "$L" "$M" -o "$T/dl.pdf"
says "$M has no address and was left out"
pdfinfo "$T/dl.pdf" | grep -q 'Pages: *1' || fail "not one envelope"

# Labels: the one without an address is left out.
on 0 letter export --draft --format label --used 23 "$L" "$M" "$L" -o "$T/labels.pdf" --json
json "d['left_out'] == ['$M'] and d['letters'] == 3"
says "$M has no address and was left out"
pdfinfo "$T/labels.pdf" | grep -q 'Pages: *2' || fail "the second label is not on a second sheet"
on 1 letter export --draft --format label "$M" -o "$T/none.pdf"
says 'No address is known'
[ ! -e "$T/none.pdf" ] || fail "a file of nothing"

# What the program calls one page, text of fewer than 36 lines, is one page of a PDF on the smaller paper too.
letter "$G" "$D" "$(for i in $(seq 23); do printf 'Line %s of a letter that is as long as one line of a page can be here..\\n' "$i"; done)" >"$T/letter"
on 0 add letter --json - <"$T/letter"
P=$(value "d[0]['id']")
on 0 letter export --draft "$P"
[ "$(wc -l <"$OUT")" = 35 ] || fail "not 35 lines but $(wc -l <"$OUT")"
on 0 letter export --draft --format pdf --paper letter "$P" -o -
pdfinfo "$OUT" | grep -q 'Pages: *1$' || fail "more than one page"

# A character without a font is an error that says what to do; nothing is written, nothing on record.
letter "$G" "$D" "$(printf 'A sign: \357\243\277')" >"$T/letter"
on 0 add letter --json - <"$T/letter"
N=$(value "d[0]['id']")
on 1 letter export --draft --format pdf "$N" -o "$T/sign.pdf"
says 'U+F8FF'
says 'fonts-noto'
one_sentence
[ ! -e "$T/sign.pdf" ] || fail "something was written"

# Without its helper the program says so.
mkdir "$T/bin"; cp "$SATCHEL" "$T/bin/satchel"
SATCHEL=$T/bin/satchel on 1 letter export --draft --format pdf "$L" -o "$T/alone.pdf"
says 'satchel-pdf, which draws letters, is missing'
one_sentence
[ ! -e "$T/alone.pdf" ] || fail "something was written"

# Names: any script; what cannot be shown, a folder, too long a name and what is there are refused in one sentence.
on 0 letter export --draft "$L" -o "$T/安娜 ئاننا.txt"
for name in "$T/"$'a\nb.txt' "$T/"$'\033[31m.txt' "$T/"$'\377.txt' "$T/" "$T/none/a.txt" "$T/$(printf 'x%.0s' {1..300})"; do
    on 1 letter export --draft "$L" -o "$name"
    one_sentence
    on 1 letter export --draft --format pdf "$L" -o "$name" --json
    empty "$OUT"
done
echo mine >"$T/mine"; ln -s "$T/elsewhere" "$T/link"
for name in mine link; do
    on 1 letter export --draft "$L" -o "$T/$name"
    says 'exists already, and nothing is ever overwritten'
done
[ "$(cat "$T/mine")" = mine ] && [ ! -e "$T/elsewhere" ] || fail "something was overwritten"

# What makes no sense.
on 2 letter export --format doc "$L"
on 2 letter export --paper a4 "$L"
on 2 letter export --format label --used 24 "$L"
on 2 letter export --json "$L"
on 2 letter export
on 1 letter export --draft "$C" -o "$T/b.txt"
one_sentence
on 1 letter export --draft 00000000 -o "$T/b.txt"
one_sentence

# All that was written is on record, in the order it was written; the program lists and erases it.
trap - ERR
set +eE
open_vault 100 30
keys :; typed exports; keys Enter
see '5 there in plain'
for f in letter.txt letter.pdf dl.pdf labels.pdf; do see "$f"; done
keys :; typed export-shred-all; keys Enter
see 'Erase all of these files'
keys Right Enter
see '5 files were overwritten and removed'
for f in letter.txt letter.pdf dl.pdf labels.pdf; do [ ! -e "$T/$f" ] || fail "$f is still there"; done
