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

# One that was killed leaves its folder; the next one removes it, and nothing that another runs in or that is not one.
folders() { find "$XDG_RUNTIME_DIR" -maxdepth 1 -name 'satchel-demo.??????' -type d | wc -l; }
there() { [ "$(folders)" = "$1" ]; }
running() { tmux -S "$T/tmux-other" -f /dev/null capture-pane -p 2>/dev/null | grep -q DEMO; }
mkdir "$XDG_RUNTIME_DIR/satchel-demo.notes" "$T/elsewhere" "$XDG_RUNTIME_DIR/satchel-demo.strang"
touch "$T/elsewhere/vault" "$XDG_RUNTIME_DIR/satchel-demo.strang/notes"
ln -s "$T/elsewhere" "$XDG_RUNTIME_DIR/satchel-demo.linked"
trap 'tmux -S "$T/tmux-other" kill-server 2>/dev/null; end' EXIT
tmux -S "$T/tmux-other" -f /dev/null new-session -d -x 80 -y 24 "$(printf '%q ' "$SATCHEL" demo)"
within 20 running || fail "the first one never ran"
start 80 24 "$SATCHEL" demo
see DEMO
there 3 || fail "one of two running ones is gone"
kill -9 "$(program)"
see 'exit 137'
there 3 || fail "a killed one removed its folder?"
start 80 24 "$SATCHEL" demo
see DEMO
there 3 || fail "what a killed one left is still there"
keys q
see 'again'
keys q
see '^\[exit 0\]'
there 2 || fail "the folder of the running one is gone"
running || fail "the running one does not run"
tmux -S "$T/tmux-other" kill-server
[ -e "$XDG_RUNTIME_DIR/satchel-demo.strang/notes" ] && [ -d "$XDG_RUNTIME_DIR/satchel-demo.notes" ] || fail "removed what is no vault"
[ -e "$T/elsewhere/vault" ] || fail "followed a link"

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
