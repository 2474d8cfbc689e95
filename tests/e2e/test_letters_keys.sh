#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From an imported appeal to three letters that are ready, in at most 15 keys.
. "$(dirname "$0")/lib.sh"
MOST=15
make_vault
sat import --yes - >/dev/null <<'APPEAL' || fail "import"
First UA: 31/26 Index: ZZZ 99/0002/2026 Freedonia Date: 10 February 2026

URGENT ACTION

LIBRARIAN HELD FOR LENDING BOOKS

Nora Fiktiv, a librarian, has been held in Freedonia City since 3 February. Nobody has told her family why.

TAKE ACTION: WRITE AN APPEAL IN YOUR OWN WORDS OR USING THIS MODEL LETTER

Minister of Justice
Karl Erfunden
Ministry of Justice
4 Beispielgata
10001 Freedonia City
Freedonia
Salutation: Dear Minister

Prosecutor General
Igor Torp
9 Main Square
10001 Freedonia City
Freedonia
Salutation: Dear Prosecutor

Director of Prisons
Lena Muster
2 Lane of the Mill
10002 Freedonia City
Freedonia
Salutation: Dear Director

Dear Minister,

I am writing to you about Nora Fiktiv, a librarian who has been held since 3 February.

I urge you to:
- release her immediately unless she is charged with a recognized offence
- let her see her family and a lawyer of her choice

Yours sincerely,
[YOUR NAME]

PREFERRED LANGUAGE TO ADDRESS TARGET: English

PLEASE TAKE ACTION AS SOON AS POSSIBLE UNTIL: 24 November 2090

NAME AND PREFERRED PRONOUN: Nora Fiktiv (she/her)
APPEAL
sat add sender name='Mia Muster' town=Basel lines='1 Lane' >/dev/null || fail "sender"
targets=$(sat list target | grep -c .)
[ "$targets" = 3 ] || fail "$targets targets, not three: $(sat list target)"

n=0
press() { n=$((n + $#)); keys "$@"; }
open_vault 80 24
press C; see 'LIBRARIAN'
press Enter; see '1 Overview'
press w; see '3 of 3 marked'
press w; see '3 drafts made'
see 'letters: 3 drafts'
press Space Space Space m
see 'letters: 3 ready'
[ $n -le $MOST ] || fail "$n keys, $MOST at most"
echo "$n keys"
keys L; see 'Passphrase'
# What the disk still owes after the lock is done behind the screen, and the vault is in use until then.
are_ready() { [ "$(sat list letter --where state = ready 2>/dev/null | grep -c .)" = 3 ]; }
within 20 are_ready || fail "not ready in the vault"
