#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The machine goes to sleep: the vault is locked before, what was typed is kept, and the machine is held up no longer than that. The
# process that hears of it ends with the program, however that ends.
. "$(dirname "$0")/lib.sh"
export DBUS_SYSTEM_BUS_ADDRESS=unix:path=$T/bus
"$(dirname "$0")/bus.py" "$T/bus" "$T/log" &
BUS=$!
trap 'kill $BUS 2>/dev/null; end' EXIT
# logged COUNT WORD: the bus has seen it that many times
logged() { [ "$(grep -c "^$2\$" "$T/log" 2>/dev/null)" = "$1" ]; }
heard() { within 20 logged "$1" "$2" || fail "line ${BASH_LINENO[0]}: not $1 times $2: $(cat "$T/log")"; }
started() { # the program and its broker
    PID=$(program)
    BROKER=$(pgrep -P "$PID")
    [ -n "$BROKER" ] || fail "line ${BASH_LINENO[0]}: no broker"
}
gone_too() { within 10 ended "$BROKER" || fail "line ${BASH_LINENO[0]}: the broker is still there"; }

make_vault
heard 1 ready
open_vault 80 24
started
heard 1 held
keys C-n
see 'New: Note'
typed 'half a thought'
see 'half a thought'
kill -USR1 $BUS
see 'Locked. Nothing was lost'
heard 1 released
scrollback | grep -q 'half a thought' && fail "asleep, and the text is still there"
kill -USR2 $BUS
heard 2 held
unlock
see 'half a thought'
keys C-a C-x
gone 'half a thought'
keys Escape
see '^ Agenda'

# Locked already: nothing to wait for.
lock
kill -USR1 $BUS
heard 2 released
kill -USR2 $BUS
heard 3 held
keys C-c
see '^\[exit 0\]'
gone_too
heard 3 released

# The panic key ends it at once; the program goes on without.
open_vault 80 24
started
heard 4 held
keys 'C-\'
see 'Locked. Nothing was lost'
heard 4 released
[ "$(cut -d' ' -f3 "/proc/$BROKER/stat" 2>/dev/null || echo Z)" = Z ] || fail "the panic key left the broker"
unlock
see '^ Agenda'
quit

# Killed, or the broker lost: neither is held by the other.
open_vault 80 24
started
heard 5 held
kill -9 "$BROKER"
heard 5 released
keys C-n
see 'New: Note'
keys Escape
see '^ Agenda'
quit
open_vault 80 24
started
heard 6 held
kill -9 "$PID"
gone_too
heard 6 released
