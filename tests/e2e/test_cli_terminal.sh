#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Passphrases asked on a terminal: nothing shows, and the echo is back after every way of leaving.
. "$(dirname "$0")/lib.sh"

echoes() { # PATTERN: what is typed at the shell shows again
    typed "echo $1"
    see "^[$] echo $1"
    keys Enter
    see "^$1"
}
run=0
command() { # LINE: typed at the shell and run on an empty screen
    run=$((run + 1))
    typed "clear; echo run $run; $1"
    keys Enter
    see "^run $run"
}
printf '%s\n' "$PASS" >"$T/passphrase"
start 100 24 env PS1='$ ' PASSFILE="$T/passphrase" SATCHEL="$SATCHEL" VAULT="$VAULT" dash -i
see '^[$]'

# init: advice, twice, silent.
command '"$SATCHEL" -f "$VAULT" init --kdf low'
see 'six or more words'
see '^New passphrase:'
typed "$PASS"
keys Enter
see '^The same again:'
typed "$PASS"
keys Enter
see 'Created the vault'
screen | grep -q correct && fail "the passphrase shows"
[ -f "$VAULT" ] || fail "no vault"
echoes after-init

# Two that differ: one sentence.
command '"$SATCHEL" -f "$VAULT-other" init --kdf low'
see '^New passphrase:'
typed "$PASS"
keys Enter
see '^The same again:'
typed "another one"
keys Enter
see 'differ'
[ ! -e "$VAULT-other" ] || fail "a vault was made"

# Right, wrong, none.
command '"$SATCHEL" -f "$VAULT" state'
see '^Passphrase:'
typed "$PASS"
keys Enter
see '^[a-z]+-[a-z]+-[a-z]+-[a-z]+$'
command '"$SATCHEL" -f "$VAULT" state; echo status $?'
see '^Passphrase:'
typed wrong
keys Enter
see '^status 3'
command '"$SATCHEL" -f "$VAULT" state; echo status $?'
see '^Passphrase:'
keys C-d
see '^status 1'
echoes after-none

# Signals: the echo comes back before they act.
command '"$SATCHEL" -f "$VAULT" state; echo status $?'
see '^Passphrase:'
keys C-c
see '^[$] *$'
echoes after-interrupt
command '"$SATCHEL" -f "$VAULT" state; echo status $?'
see '^Passphrase:'
keys 'C-\'
see '^[$] *$|^status'
echoes after-quit
command '"$SATCHEL" -f "$VAULT" state; echo status $?'
see '^Passphrase:'
pkill_pid=$(pgrep -f -- "$SATCHEL -f $VAULT state" | head -1)
kill -TERM "$pkill_pid"
see 'Terminated|^status 143'
echoes after-term

# Stopped and continued: the terminal is the shell's in between, and asks again after.
command '"$SATCHEL" -f "$VAULT" state'
see '^Passphrase:'
keys C-z
see 'Stopped'
echoes while-stopped
command 'stty -a | tr " " "\n" | grep -x echo; fg'
see '^echo$'
see '^Passphrase:'
typed "$PASS"
keys Enter
see '^[a-z]+-[a-z]+-[a-z]+-[a-z]+$'
echoes after-stop

# import on a terminal: shows what was found, asks, and takes anything but yes for no.
cat >"$T/appeal.txt" <<'END'
URGENT ACTION
LIBRARIAN HELD FOR LENDING BOOKS
UA: 31/21 Index: ASA 99/0004/2021 Sylvania Date: 2 March 2021
Nora Fiktiv was arrested on 1 March.
Dear Prosecutor General,
I call on you to release Nora Fiktiv.
Yours sincerely,
END
import() { # ANSWER
    command "\"\$SATCHEL\" -f \"\$VAULT\" import $T/appeal.txt; echo status \$?"
    see '^Passphrase:'
    typed "$PASS"
    keys Enter
    see 'Store it[?]'
    see 'Nora Fiktiv'
    typed "$1"
    keys Enter
}
import no
see '^status 1'
[ "$(sat list)" = '' ] || fail "stored without a yes"
import yes
see '^status 0'
sat list | grep -q '31/21' || fail "not stored"

# The terminal program takes a passphrase from a descriptor, too.
typed 'exec 9<"$PASSFILE"; "$SATCHEL" -f "$VAULT" --passphrase-fd 9' # covers the screen before a line of the shell could be seen
keys Enter
see 'Agenda'
keys q
see 'again'
keys q
see '^[$] *$'
