#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Another program has the vault: the terminal program waits on its unlock screen, so that nothing typed there reaches the shell.
. "$(dirname "$0")/lib.sh"
make_vault
mkfifo "$T/pipe"
sat batch - <"$T/pipe" >/dev/null 2>&1 &
exec 7>"$T/pipe"
head -c 200000 /dev/zero | tr "\0" " " >&7 # more than a pipe holds: it is being read, so the vault is open

start 80 24 "$SATCHEL" -f "$VAULT" 7>&- # its server would keep the pipe open
see 'The vault is in use by process [0-9]+'
see 'Enter try again'
typed "$PASS"
keys Enter
see 'The vault is in use by'
hides "${PASS%% *}" || fail "the passphrase stands on the screen"
exec 7>&-
wait
keys Enter # what was typed before is tried
see '^ Agenda'
quit

# Without a terminal, and where a program gives the passphrase, it ends as any command does.
mkfifo "$T/again"
sat batch - <"$T/again" >/dev/null 2>&1 &
exec 7>"$T/again"
head -c 200000 /dev/zero | tr "\0" " " >&7
exits 4 "$SATCHEL" -f "$VAULT"
exec 7>&-
wait
