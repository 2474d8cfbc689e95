#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The Doctor screen of the running program, which is confined: it reads the machine all the same, sees that it runs in tmux, and
# that a history was mended meanwhile.
. "$(dirname "$0")/lib.sh"
make_vault
printf 'satchel search Freedonia\n' >"$HOME/.bash_history"
open_vault 132 43
typed ':doctor'
keys Enter
see '[0-9]+ serious'
see 'Shell history +1 line of your shell'
see 'tmux and screen +Satchel runs inside tmux'
see 'There has been no backup'
hides 'Freedonia' || fail 'a line of the history is shown'
printf 'satchel search -\n' >"$HOME/.bash_history"
keys r
see 'Looked again'
hides 'Shell history +1 line' || fail 'the history was not looked at again'
keys q
see 'Agenda'
quit
