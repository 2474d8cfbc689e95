#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing that is typed is found in a file: not under home, the folders for temporary files, the vault's and the working folder, while
# the program runs, after kill -9, after its exit; nor in the terminal once it is locked or left. The same for the passphrase.
# No core file, no history, no file but the vault's three.
. "$(dirname "$0")/lib.sh"
MARK=zq$(od -An -N8 -tx1 /dev/urandom | tr '0-9' g-p | tr -d ' \n')qz # small letters: the search index folds
VAULT=$T/stick/vault
APPEAL=$(realpath "$(dirname "$0")/data/ua-freedonia.txt")
mkdir -p "$T/stick" "$T/work" "$T/tmp"
export TMPDIR=$T/tmp
cd "$T/work" || exit 1
ulimit -c unlimited 2>/dev/null # the program must refuse it by itself

# holding WORD FOLDER...: files there, or open in the program and deleted already, that hold the word
holding() {
    local word=$1 fd; shift
    grep -rlaiF -D skip -e "$word" "$@" 2>/dev/null
    for fd in /proc/"${PID:-none}"/fd/*; do
        [ -f "$fd" ] && grep -qaiF -e "$word" "$fd" && readlink "$fd"
    done
}
# clean WHEN: neither the marker nor the passphrase stands in any file
clean() {
    local word found
    for word in "$MARK" 'horse battery' 'correct horse'; do
        found=$(holding "$word" "$T" "${XDG_RUNTIME_DIR}" "$HOME")
        [ -z "$found" ] || fail "$1: ${word/$MARK/the marker} stands in $found"
    done
}
# off_screen WHEN: nothing of it is in the terminal, nor in what scrolled out of it
off_screen() {
    local shown
    shown=$(scrollback; tm capture-pane -p -a -S - 2>/dev/null)
    if grep -qaiE "$MARK|horse" <<<"$shown"; then fail "$1: the terminal still holds it"; fi
}

# The search for it does find: a file, a file of another program's that is open and deleted.
printf 'x%s' "$MARK" >"$T/control-file"
[ "$(holding "$MARK" "$T")" = "$T/control-file" ] || fail "the check does not see a marker in a file"
exec 8<"$T/control-file"
rm "$T/control-file"
PID=$BASHPID
holding "$MARK" "$T" | grep -q control || fail "the check does not see a deleted file"
exec 8<&-

# home: back to the agenda, each Esc alone: one that is read together with the next key is another key
home() {
    until shows '^ Agenda'; do
        keys Escape
        within 4 shows '^ Agenda'
    done
}

make_vault
open_vault 80 24
PID=$(program)
grep -qE '^Max core file size +[01] +[01] ' "/proc/$PID/limits" || fail "core files are allowed"

# A form: the title of a case, typed, kept as a draft, cut, saved.
keys a
see 'New: Case'
typed "title $MARK"
see "title $MARK"
clean "typing"
lock
clean "draft kept, locked"
off_screen "locked in a form"
unlock
see "title $MARK"
keys C-a C-x
gone "$MARK"
keys C-v
see "title $MARK"
keys C-s
see 'Saved'
clean "case saved"

# A quick note, left to the draft that is kept after two seconds.
keys C-n
see 'New: Note'
typed "note $MARK"
see "note $MARK"
keys Escape
see 'kept as a draft'
clean "note as a draft"

# An appeal: pasted, looked through, kept for later, then stored.
home
keys i
see 'Paste the text'
{ sed "s/Testova/Testova-$MARK/g" <"$APPEAL"; echo "$MARK"; } | tm load-buffer -b given -
tm paste-buffer -d -p -r -b given
see "Person +Anna Testova-$MARK"
clean "import, looking through"
keys Escape
see 'Kept for later'
clean "import kept for later"
keys G Enter
see "Person +Anna Testova-$MARK|note $MARK"
keys Escape
see '^ Agenda'
keys i
see 'Paste the text'
{ sed "s/Testova/Testova-$MARK/g" <"$APPEAL"; } | tm load-buffer -b given -
tm paste-buffer -d -p -r -b given
see "Person +Anna Testova-$MARK"
keys s
see 'Stored: '
clean "import stored"

# The words of a search, found and not found.
keys /
see 'Words'
typed "testova-$MARK"
see 'Person +Anna Testova-zq'
keys C-u
typed "unknown$MARK"
see 'Nothing has these words'
clean "searching"
keys Escape
gone '^ Words'

# Locked by key and by the panic key: the terminal holds nothing.
keys L
see 'Locked'
off_screen "locked"
clean "locked"
typed "wrong $MARK"
keys Enter
see 'Wrong passphrase'
unlock
keys 'C-\'
see 'Locked'
off_screen "panic key"
unlock

# Killed in the middle of typing: the files say nothing; what was kept is there.
keys C-n
see 'New: Note'
see "note $MARK" # the draft from before
typed " and more"
see "and more"
kill -9 "$PID"
see '^\[exit 137\]|Killed'
PID=
clean "after kill -9"
ls "$T/work" | grep -q . && fail "killed, it left $(ls "$T/work")"
open_vault 80 24
PID=$(program)
see 'ended without locking'
clean "opened after kill -9"
home
quit
PID=
clean "after exit"
off_screen "after exit"

# Aborted: no core file.
open_vault 80 24
kill -ABRT "$(program)"
see '^\[exit 1'
clean "after an abort"

# Only the vault is left.
left=$(cd "$T" && find stick work tmp home run -type f | sort | tr '\n' ' ')
[ "$left" = 'stick/vault stick/vault-0 stick/vault-1 ' ] || fail "files are left: $left"
