#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The state code: shown as the file was found, and, before locking, as it will be left; the same on the command line; an
# older block in its own place is noticed.
. "$(dirname "$0")/lib.sh"
code() { screen | sed -n "s/.*$1 *\([a-z]*-[a-z]*-[a-z]*-[a-z]*\).*/\1/p"; }
state() { sat --read-only state; }
hurt() { printf '%s\n' "$PASS" | "$(dirname "$0")/hurt.py" "$VAULT" "$@" >/dev/null || fail "hurt $*"; }
make_vault
id=$(sat add note text='the first text') || fail add

# What the command line says of the file is what is found at the unlock.
before=$(state)
start 80 24 "$SATCHEL" -f "$VAULT"
see '^ *Passphrase'
shows "$before" && fail "the unlock screen shows the state"
unlock
see 'State of the file as found: '
[ "$(code 'as found:')" = "$before" ] || fail "found another state than $before"

# Asked for, it is told before the lock, and holds after it.
keys ':'
typed 'state'
keys Enter
see 'If you lock now:'
[ "$(code 'As it was found:')" = "$before" ] || fail "as found"
told=$(code 'If you lock now:')
keys Escape
gone 'If you lock now:'
keys ':'
typed 'state'
keys Enter
see 'If you lock now:'
again=$(code 'If you lock now:')
[ -n "$again" ] && [ "$again" != "$told" ] || fail "the session went on, and the code did not"
keys Left Enter
see 'Locked. Nothing was lost'
shows "$again" && fail "the lock screen shows the state"
[ "$(state)" = "$again" ] || fail "left as $(state), told $again"
unlock
see 'State of the file as found: '
[ "$(code 'as found:')" = "$again" ] || fail "found another state than was told"
lock
keys C-c
see '^\[exit 0\]'

# An older block in its own place: the cipher takes it, the program says so.
sat --read-only state --json >"$T/out" || fail state
grep -q '"as_left": true' "$T/out" || fail "not as left"
cp "$VAULT" "$T/older"
sat set "$id" text='another text!!' || fail set
OLDER=$T/older hurt note leaf
sat --read-only state --json >"$T/out" 2>"$T/err" || fail state
grep -q '"as_left": false' "$T/out" || fail "an older block was not noticed"
sat verify >"$T/out" 2>"$T/err"
[ $? = 5 ] || fail "verify does not mind"
grep -q 'something older was put in its place' "$T/err" || fail "verify says: $(cat "$T/err")"
open_vault 80 24
see 'not as this program left it'
lock
unlock
see 'not as this program left it'
# Until somebody has looked at the code and takes it as it is.
keys ':'
typed 'state'
keys Enter
see 'takes it as it is'
keys Left Enter
see 'Locked. Nothing was lost'
unlock
see 'State of the file as found: '
lock
keys C-c
see '^\[exit 0\]'

# A copy made by backup is as it was left.
sat backup "$T/copy" >/dev/null || fail backup
VAULT=$T/copy sat --read-only state --json >"$T/out" || fail state
grep -q '"as_left": true' "$T/out" || fail "a backup is not as left"
