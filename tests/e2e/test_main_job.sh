#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The main job from end to end: first run, a pasted Urgent Action, looked through and corrected, stored, edited, a note left half
# typed, locked, unlocked: the edit, the draft and the place are there. All of it at 80x24; its core again at 40x12.
. "$(dirname "$0")/lib.sh"
DATA=$(dirname "$0")/data

first_run() { # WIDTH HEIGHT: creates a vault with the low profile
    start "$1" "$2" "$SATCHEL" -f "$VAULT"
    see 'Create a vault'
    keys Enter
    see 'Passphrase'
    typed "$PASS"
    keys Enter
    see '^ > Once'
    typed "$PASS"
    keys Enter
    see '^ > Key file'
    keys Enter
    see '^ > Guessing'
    keys Left
    see '^ > Guessing.*low, 64'
    keys Enter
    see 'step 3 of 3'
    [ "$(stat -c %a "$VAULT")" = 600 ] || fail "others may read the vault"
}

import() { # pastes the appeal and stores it
    keys i
    see 'Paste the text'
    paste_file "$DATA/ua-freedonia.txt"
    see 'pasted text'
    see '^> +Title +WRITER MISSING'
}

# ---- 80x24 ----
start 80 24 "$SATCHEL" -f "$VAULT"
see 'Nothing is ever sent anywhere'
keys q
see '^\[exit 0\]'
[ ! -e "$VAULT" ] || fail "looking at the first screen made a vault"

# Two that differ: said, nothing made; then the same.
start 80 24 "$SATCHEL" -f "$VAULT"
see 'Create a vault'
keys Enter
see 'Six words'
typed "$PASS"
keys Enter
see '^ > Once'
typed 'something else'
keys Enter
see 'two passphrases differ'
[ ! -e "$VAULT" ] || fail "a vault was made"
screen | grep -q correct && fail "the passphrase shows"
first_run 80 24
see 'Press Ctrl-'
keys 'C-\'
see 'It arrived'
keys Enter
see '^ *Passphrase'
unlock
see '^ Agenda'
see 'import an appeal'

# The text is read, nothing is stored yet.
import
see 'Import . pasted text'
see 'Deadline +2026-11-24'
see 'Person +Anna Testova'
see 'Target +Minister of the Interior, Petr Prubnik'
see 'Asks +say at once'
see '[?] Country +not found'
keys Down Down
see '26 │ .*PLEASE|│ .*24 November 2026'

# Corrected: the title, and an official taken to hold another post.
keys g Enter
see '^> +Title'
keys C-a
typed 'Writer missing since Febuary'
keys C-s
see '^> +Title +Writer missing since Febuary'
keys s
see 'Stored: [0-9]+ records in one step'
see '^ .*26/23 Writer missing since Febuary'
see 'Deadline +2026-11-24, '

# The title again, as an edit of the case: one step back, and forth.
keys Down
see '^> +Status'
keys e
see '^> +Status'
keys Up
see '^> +Title'
keys BSpace BSpace BSpace BSpace
typed 'ruary, day 9'
see '^> \* Title +Writer missing since February, day 9'
keys C-s
see 'Saved. Press u to undo'
see '26/23 Writer missing since February, day 9'
keys u
see 'Undone: '
see '26/23 Writer missing since Febuary'
keys C-r
see 'Done again: '
see '26/23 Writer missing since February, day 9'

# A half-typed note: Esc keeps it, the lock takes nothing away.
keys C-n
see 'New: Note'
typed 'Her mother called, she'
see 'Note +Her mother called, she'
keys Escape
see 'kept as a draft'
keys L
see 'Locked. Nothing was lost'
[ -z "$(scrollback | grep -iE 'testova|writer|mother')" ] || fail "the lock left text on the terminal"
typed 'a wrong one'
keys Enter
see 'Wrong passphrase'
unlock

# The same place, the edit, the draft.
see '26/23 Writer missing since February, day 9'
keys Escape
see '^ Agenda'
see '~ .*not saved +New: Note'
see '26/23 .*Writer missing'
keys G
see '^> ~ .*not saved'
keys Enter
see 'What you had typed here is back'
see 'Note +Her mother called, she'

# Locked in the middle of a word: the form itself comes back, and can be finished.
typed ' is'
see 'she is'
lock
unlock
see 'Note +Her mother called, she is'
typed ' well'
keys C-s
see 'Saved'
gone 'not saved'
keys /
see 'Search'
typed 'mother well'
see 'Her mother called'
keys Escape Escape
see '^ Agenda'

# A backup from inside: from the agenda's line or by name; never over anything that is there.
keys :
typed 'backup'
keys Enter
see 'Name a file on a stick'
typed "$VAULT"
keys Enter
see 'exists already'
keys C-u
typed "$T/copy"
keys Enter
see 'Copied and read back. State of the copy: [a-z]+-[a-z]+'
see 'May the panic key erase' # asked once, after the first backup
keys Escape
see 'locks and never erases'
within 20 test -e "$T/copy" || fail "no copy"
see '^ Agenda'
gone 'never +backup'
quit
printf '%s\n' "$PASS" | "$SATCHEL" -f "$T/copy" --passphrase-fd 0 --json list case | grep -q 'Writer missing since February, day 9' || fail "the copy lacks the edit"

# A new process finds the same.
sat list --json | grep -q 'Writer missing since February, day 9' || fail "the command line does not find the edit"
open_vault 80 24
see '26/23 .*Writer missing'
quit

# ---- 40x12 ----
VAULT=$T/small
first_run 40 12
keys Enter
see '^ Agenda'
import
keys Down Down
see '^> +Deadline +2026-11-24'
see '│'
keys g Enter
see '^> +Title'
keys C-a
typed 'Writer missing'
keys C-s
see '^> +Title +Writer missing'
see 's store'
keys s
see 'Stored'
see 'Writer missing'
keys Down e
see '^> +Status'
keys Up
see '^> +Title'
typed ' long'
keys C-s
see 'Saved'
keys C-n
see 'New: Note'
typed 'half a'
see 'half a'
lock
unlock
see 'half a'
keys Escape
see 'What you typed is kept'
see 'Writer missing long'
keys Escape
see '^ Agenda'
see 'not saved|~ '
quit
