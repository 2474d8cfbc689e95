#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A letter from the confined terminal program to paper: the broker has it drawn, the file is on record and erased from there.
. "$(dirname "$0")/lib.sh"
make_vault
make_letter 'I write to you for Anna Testova, 安娜, ئاننا.'

open_letter
keys F3; see 'Ready\.'

# Nothing is written before it was said what an export is; that is said once.
keys :; typed letter-export; keys Enter; see '^ .*Export'; see 'PDF, on paper'
keys Tab Tab C-a; typed "$T/out"; see 'out$'
keys C-s; see 'is not encrypted'
keys Enter; gone 'is not encrypted'
[ ! -e "$T/out.pdf" ] || fail "written before the answer"
keys C-s; see 'is not encrypted'
keys Right Enter; see 'Written to'
[ "$(stat -c %a "$T/out.pdf")" = 600 ] || fail "mode of the file"
pdftotext "$T/out.pdf" - | grep -q '安娜' || fail "the words are not in the PDF"
keys :; typed letter-export; keys Enter; see '^ .*Export'
keys Tab Tab C-a; typed "$T/two"; see 'two$'
keys C-s; see 'Written to .*two'
[ -s "$T/two.pdf" ] || fail "no second file"

# Elsewhere nothing can be written: the form says it.
keys :; typed letter-export; keys Enter; see '^ .*Export'
keys Tab Tab C-a; typed "/etc/out"; see 'out$'
keys C-s; see 'Nothing can be written there'
keys Escape; gone 'Labels used'

# After the panic key there is nobody left to draw; text goes on.
keys 'C-\'; see 'Passphrase'
unlock; see 'Letter '
keys :; typed letter-export; keys Enter; see '^ .*Export'
keys Tab Tab C-a; typed "$T/three"; see 'three$'
keys C-s; see 'cannot be drawn'
[ ! -e "$T/three.pdf" ] || fail "something was written"
keys BTab BTab Left Left; see 'plain text'
keys C-s; see 'Written to .*three'
[ -s "$T/three.txt" ] || fail "no text"

keys :; typed exports; keys Enter; see '3 there in plain'
keys :; typed export-shred-all; keys Enter; see 'Erase all of these files'
keys Right Enter; see '3 files were overwritten'
[ ! -e "$T/out.pdf" ] && [ ! -e "$T/two.pdf" ] && [ ! -e "$T/three.txt" ] || fail "something is still there"
until shows '^ Agenda'; do keys Escape; within 2 shows '^ Agenda'; done
lock
tm kill-server

# A helper that does not come to an end holds nothing up: the panic key locks, and the helper is gone.
mkdir "$T/bin"
cp "$SATCHEL" "$T/bin/satchel"
printf '#!/bin/sh\necho $$ >"%s/helper"\nexec sleep 100\n' "$T" >"$T/bin/satchel-pdf"
chmod +x "$T/bin/satchel-pdf"
SATCHEL=$T/bin/satchel open_vault 80 24
keys C; see 'Writer missing'
keys Enter; see '1 Overview'
keys 5; see 'letters: 1 ready'
keys G Enter; see 'Letter .*ready'
keys :; typed letter-export; keys Enter; see '^ .*Export'
keys Tab Tab C-a; typed "$T/four"; see 'four$'
keys C-s
within 20 test -s "$T/helper" || fail "the helper was not started"
keys 'C-\'; see 'Passphrase' 5
within 5 ended "$(cat "$T/helper")" || fail "the helper goes on"
[ ! -e "$T/four.pdf" ] || fail "something was written"
