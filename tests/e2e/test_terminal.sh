#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What terminals and machines do to a program: resized, stopped, ended from outside, fed nonsense, its disk full or read-only, its
# file taken away. The terminal is as before afterwards, and nothing that was typed is lost.
. "$(dirname "$0")/lib.sh"
mkdir -p "$T/stick"
VAULT=$T/stick/vault
export PASS

# in_shell WIDTH HEIGHT [OPTION...]: opens the vault below a shell that notes the terminal's settings before and after
in_shell() {
    local w=$1 h=$2; shift 2
    rm -f "$T/before" "$T/after"
    # shellcheck disable=SC2016 # the inner shell's variables
    start "$w" "$h" sh -c 'stty -g >"$T/before"; "$SATCHEL" -f "$VAULT" "$@"; echo "[left $?]"; stty -g >"$T/after"' sh "$@"
    see '^ *Passphrase'
    unlock
    PID=$(pgrep -o -f "^$SATCHEL -f $VAULT")
}
# left STATUS: the program ended with it, and the terminal is as it was
left() {
    see "^\[left $1\]"
    within 5 [ -s "$T/after" ] || fail "no settings after"
    cmp "$T/before" "$T/after" || fail "line ${BASH_LINENO[0]}: the terminal's settings are not as before"
    [ "$(tm display-message -p '#{alternate_on}#{mouse_any_flag}#{keypad_flag}#{keypad_cursor_flag}#{insert_flag}#{cursor_flag}#{wrap_flag}')" = 0000011 ] ||
        fail "line ${BASH_LINENO[0]}: the terminal's modes are not as before"
}
note() { # TEXT: half-typed in a quick note
    keys C-n
    see 'New: Note'
    typed "$1"
    see "$1"
}
size() { tm resize-window -x "$1" -y "$2"; }
stopped() { grep -q '^State:.*T' "/proc/$PID/status"; }
home() {
    until shows '^ Agenda'; do
        keys Escape
        within 1 shows '^ Agenda'
    done
}

make_vault
sat import --yes "$(dirname "$0")/data/ua-freedonia.txt" >/dev/null || fail "import"

# ---- resized ----
in_shell 80 24
see '26/23 .*Anna Testova'
size 40 12
see 'C cases .*[?]$'
keys C
see '26/23 .*WRITER'
keys Enter
see '26/23 WRITER MISSING'
size 30 8
see 'Too small'
keys C-n
typed 'typed blindly'
size 132 43
see 'typed blindly'
for s in '50 13' '39 11' '200 60' '1 1' '80 24'; do
    # shellcheck disable=SC2086 # two numbers
    size $s
done
see 'Note +typed blindly'
keys Escape
see 'kept as a draft'

# ---- stopped and continued ----
kill -STOP "$PID"
within 5 stopped || fail "not stopped"
size 90 30
size 80 24
kill -CONT "$PID"
keys C-l
see '26/23 WRITER MISSING'
keys C-z
see 'Undone: '
keys C-r
see 'Done again: '
stopped && fail "Ctrl-Z stopped it"
kill -TSTP "$PID"
within 5 stopped || fail "not stopped by SIGTSTP"
scrollback | grep -qi testova && fail "stopped, and the text is still there"
kill -CONT "$PID"
see 'Locked. Nothing was lost'
unlock
home
quit_by() { keys q; see 'Press q again'; keys q; }
quit_by
left 0
printf 'plain' | tm load-buffer -b given -
tm paste-buffer -d -p -b given
see '^plain'

# ---- ended from outside: what was typed is a draft ----
for signal in TERM HUP INT; do
    in_shell 80 24
    note "until $signal"
    kill -$signal "$PID"
    left '[0-9]+'
    scrollback | grep -q "until $signal" && fail "$signal: the text is still on the terminal"
    in_shell 80 24
    see "until $signal|not saved"
    keys C-n
    see "until $signal"
    keys C-a C-x
    home
    quit_by
    left 0
done
in_shell 80 24
note 'until the window closes'
tm kill-session
within 5 ended "$PID" || fail "the window is closed, the program goes on"
in_shell 80 24
keys C-n
see 'until the window closes'
keys C-a C-x
home
quit_by
left 0

# ---- nonsense ----
nonsense() { # SEED: bytes at random, control bytes and halves of sequences among them
    python3 -c 'import random, sys
r = random.Random(int(sys.argv[1]))
parts = [b"\x1b[", b"\x1b]0;", b"\x1bO", b"\x1b[200~", b"\x1b[<1;2", b"\xe4\xbd", b"\xff\xfe", b"\0", b"\x1b[999999999~", b"\x9b", b"\xf4\x90\x80\x80"]
sys.stdout.buffer.write(b"".join(r.choice(parts) if r.random() < .3 else bytes([r.choice([b for b in range(256) if b not in (3, 28)])]) for _ in range(4000)))' "$1"
}
for seed in 1 2; do
    in_shell 80 24
    [ "$seed" = 1 ] || note 'before'
    nonsense "$seed" | tm load-buffer -b given -
    tm paste-buffer -d -r -b given
    tm set-buffer -b given $'\e[201~'
    tm paste-buffer -d -r -b given
    keys F12
    see 'Locked. Nothing was lost|^\[left 0'
    if shows 'Locked'; then keys C-c; ! within 2 shows 'Ctrl-C again' || keys C-c; fi
    left '[01]' # 1: the disk was too slow for what was pasted last
    sat verify >/dev/null || fail "the vault, after nonsense $seed"
done

# ---- a paste of 5 MB ----
in_shell 80 24
home
keys i
see 'Paste the text'
python3 -c 'print("UA: 31/26\n\nLONG\n\n" + "Jana Vzorek was taken away. " * 187000)' | tm load-buffer -b given -
tm paste-buffer -d -p -r -b given
see 'pasted text' 30
keys Escape
see 'Kept for later' 30
see '26/23 .*Anna Testova'
python3 -c 'print("text in a list\n" * 350000)' | tm load-buffer -b given -
tm paste-buffer -d -p -r -b given
see 'Nothing here takes a pasted text' 30
quit_by
left 0

# ---- opened for reading only ----
sum() { cat "$VAULT" "$VAULT-0" "$VAULT-1" | sha256sum; }
before=$(sum)
in_shell 80 24 --read-only
see 'read only'
keys C
see '26/23'
keys a
see 'open for reading only'
keys d
see 'open for reading only'
keys C-n
see 'open for reading only'
keys Escape
see '^ Agenda'
quit_by
left 0
[ "$before" = "$(sum)" ] || fail "opened for reading only, the vault changed"

# ---- the file is taken away ----
in_shell 80 24
note 'a note without a file'
mv "$T/stick" "$T/moved" # moved in the same file system, it is still the same file
keys C-s
see 'Saved'
keys C-n
see 'New: Note'
typed 'another one'
rm "$T"/moved/vault*
keys C-s
see "file was removed"
see 'another one'
lock_says() { keys F12; see "$1"; }
lock_says 'typed last is in memory alone'
unlock_fails() { typed "$PASS"; keys Enter; see "$1"; }
unlock_fails 'no vault at'
[ ! -e "$VAULT" ] || fail "a vault that was taken away was made anew"
keys C-c
see 'Ctrl-C again quits'
keys C-c
left 1 # what was typed is lost

# ---- a full disk, a medium that cannot be written ----
mkdir "$T/disk"
if ! mount -t tmpfs -o size=100m none "$T/disk" 2>/dev/null; then
    echo 'skipped: full disk and read-only medium (mounting a small file system needs root)'
    exit 0
fi
trap 'tm kill-server 2>/dev/null; umount -l "$T/disk"; end' EXIT
VAULT=$T/disk/vault
make_vault
in_shell 80 24
keys i
see 'Paste the text'
python3 -c 'print("UA: 31/26\n\nLONG\n\n" + "Jana Vzorek was taken away. " * 60000)' | tm load-buffer -b given -
tm paste-buffer -d -p -r -b given
see 'pasted text' 30
head -c 120000000 /dev/zero >"$T/disk/full" 2>/dev/null
keys s
see 'disk is full'
see 'pasted text'
rm "$T/disk/full"
keys s
see 'Stored: '
keys Escape
see '^ Agenda'
quit_by
left 0
sat verify >/dev/null || fail "the vault, after a full disk"
mount -o remount,ro "$T/disk" || fail "remount"
in_shell 80 24
see 'read only'
see '31/26|without a date'
quit_by
left 0
