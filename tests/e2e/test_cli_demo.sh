#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The demonstration: a throw-away vault that says so on the screen and is gone afterwards; or one to keep.
. "$(dirname "$0")/lib.sh"

start 80 24 "$SATCHEL" demo
see DEMO
see 'Writer missing|31/26|overdue'
ls "$XDG_RUNTIME_DIR"/satchel-demo.*/vault >/dev/null || fail "no throw-away vault in the runtime folder"
[ "$(stat -c %a "$XDG_RUNTIME_DIR"/satchel-demo.*)" = 700 ] || fail "its folder is not private"
keys q
see 'again'
keys q
see '^\[exit 0\]'
[ -z "$(ls "$XDG_RUNTIME_DIR")" ] || fail "the throw-away vault is still there"
[ -z "$(find "$HOME" -name 'vault*')" ] || fail "the demonstration made a vault at home"

exits 0 "$SATCHEL" -f "$VAULT" --passphrase-fd 9 demo --keep 9<<<"$PASS"$'\n'"$PASS"
exits 0 sat list --json
python3 -c 'import json,sys; assert len(json.load(open(sys.argv[1]))) >= 8' "$T/stdout" || fail "too few cases"
exits 0 sat due
grep -q '^overdue' "$T/stdout" || fail "nothing is overdue"
grep -q '^today' "$T/stdout" || fail "nothing is due today"
exits 0 sat verify
exits 1 "$SATCHEL" -f "$VAULT" --passphrase-fd 9 demo --keep 9<<<"$PASS"$'\n'"$PASS"

# The key card: one page, within a terminal's width.
exits 0 "$SATCHEL" keys
[ "$(wc -l <"$T/stdout")" -ge 20 ] || fail "the key card is short"
[ "$(awk 'length > 100' "$T/stdout" | wc -l)" = 0 ] || fail "the key card is wide"
