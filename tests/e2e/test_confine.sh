#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The running program is confined, whatever it does: it is stopped and made to try. The terminal program before a vault is there,
# locked and open; the command line while it asks for the passphrase.
. "$(dirname "$0")/lib.sh"
INJECT=$(dirname "$0")/inject.py

# tries WANT CALL ARG...: the process $PID gives that for the call
tries() {
    local want=$1 got; shift
    got=$("$INJECT" "$PID" "$@") || fail "line ${BASH_LINENO[0]}: could not make it try $1"
    # shellcheck disable=SC2053 # a pattern
    [[ $got == $want ]] || fail "line ${BASH_LINENO[0]}: $* gave $got, not $want"
}
# The same tries have an effect elsewhere: else they would show nothing.
sleep 1000 &
PID=$!
trap 'kill $PID 2>/dev/null; end' EXIT
in_call() { [ "$(cut -d' ' -f1 "/proc/$PID/syscall" 2>/dev/null)" = "$1" ]; }
within 5 in_call 230 # clock_nanosleep
"$INJECT" "$PID" getpid >/dev/null 2>&1
if [ $? = 77 ]; then
    echo 'skipped: confinement seen from inside the running program (needs root and x86_64)'
    exit 0
fi
tries "$PID" getpid
tries '[0-9]*' socket 2 1 0
tries EFAULT execve 0 0 0
tries ESRCH ptrace 16 0 0 0
tries '[0-9]*' openat -100 "$T/made-by-sleep" 65 384
[ -e "$T/made-by-sleep" ] || fail "the tries do not reach the file system"
LANDLOCK=$("$INJECT" "$PID" landlock_create_ruleset 0 0 1)
[ "$LANDLOCK" -gt 0 ] 2>/dev/null || LANDLOCK=0
kill "$PID"
trap end EXIT

seccomp() { grep -qs "Seccomp_filters" /proc/self/status; }
status() { grep -qE "^$1:[[:space:]]+$2\$" "/proc/$PID/status" || fail "line ${BASH_LINENO[0]}: $1 is not $2"; }
# no_network: nor other programs
no_network() {
    status NoNewPrivs 1
    status Seccomp 2
    tries "$PID" getpid
    tries EPERM socket 2 1 0
    tries EPERM socket 1 1 0
    tries EPERM execve 0 0 0
    tries EPERM ptrace 16 0 0 0
    tries EPERM process_vm_readv 1 0 0 0 0 0
    tries EPERM bpf 0 0 0
    tries EPERM io_uring_setup 0 0
    tries ENOSYS fork
    tries ENOSYS prctl 4 1 0 0 0
}
if ! seccomp; then
    echo 'skipped: no network and no other program (this kernel has no seccomp)'
    no_network() { :; }
fi

# keeps_to FOLDER...: files are made there, and not in $ELSEWHERE (those that are there) nor above
keeps_to() {
    local folder
    for folder in "$@"; do
        tries '[0-9]*' openat -100 "$folder/made by trying" 65 384
        tries 0 unlink "$folder/made by trying"
    done
    for folder in "${ELSEWHERE[@]}" "$(dirname "$1")"; do
        [ ! -d "$folder" ] || tries EACCES openat -100 "$folder/made by trying" 65 384
    done
    tries EACCES openat -100 /etc/passwd 1 # to write it
}
if [ "$LANDLOCK" -lt 1 ]; then
    echo 'skipped: writing in the program'"'"'s folders only (this kernel has no Landlock)'
    keeps_to() { :; }
fi
mkdir -p "$T/elsewhere" "$T/exports/new" "$T/a" "$T/b"
ELSEWHERE=("$T" "$HOME" "$HOME/.config" "$T/elsewhere" "$XDG_RUNTIME_DIR")
VAULT=$T/a/vault

# ---- the terminal program: before there is a vault, locked, open, locked again ----
start 80 24 "$SATCHEL" -f "$VAULT"
see 'the program cannot use the'
PID=$(program)
no_network
keys q
see '^\[exit 0\]'
make_vault
mkdir -p "$XDG_CONFIG_HOME/satchel"
echo "export-folders = $T/exports:$T/not-there" >"$XDG_CONFIG_HOME/satchel/config"
start 80 24 "$SATCHEL" -f "$VAULT"
see '^ *Passphrase'
PID=$(program)
no_network
keeps_to "$T/a" "$T/exports" "$XDG_CONFIG_HOME/satchel"
unlock
see '^ Agenda'
no_network
keeps_to "$T/a"
keys a
see 'New: Case'
typed 'a title after all that'
keys C-s
see 'Saved'

# A copy: where it may be written, and where not, which is said.
copy_to() { # FILE SAYS
    keys :
    typed backup
    see '> backup'
    keys Enter
    see 'Name a file on a stick'
    keys C-a
    typed "$1"
    keys Enter
    see "$2"
}
copy_to "$T/exports/copy" 'Copied and read back'
[ -s "$T/exports/copy" ] || fail "no copy"
see 'May the panic key erase'
keys Escape
see 'locks and never erases'
if [ "$LANDLOCK" -ge 1 ]; then
    copy_to "$T/elsewhere/copy" 'Satchel keeps itself to the'
    [ -z "$(ls "$T/elsewhere")" ] || fail "a copy was made elsewhere"
    until shows '^ Agenda'; do keys Escape; within 2 shows '^ Agenda'; done
fi
lock
no_network
keeps_to "$T/a"
if [ "$LANDLOCK" -ge 1 ]; then # a stick pulled and put back
    mv "$T/a" "$T/gone"
    cp -a "$T/gone" "$T/a"
    typed "$PASS"
    keys Enter
    see 'The disk was taken out and put back. Quit and'
    rm -r "$T/a"
    mv "$T/gone" "$T/a"
    unlock
    see '^ Agenda'
    lock
fi
keys C-c
see '^\[exit 0\]'
sat list | grep -q 'a title after all that' || fail "not stored"

# ---- first run: another place than the one offered, then an existing vault in another folder ----
rm "$XDG_CONFIG_HOME/satchel/config"
rmdir "$XDG_CONFIG_HOME/satchel"
start 80 24 "$SATCHEL"
see 'Create a vault'
keys Enter
see 'Six words'
keys Up
see '^ > Kept in'
keys C-a
typed "$T/b/deep/vault"
keys Enter
typed "$PASS"
keys Enter
typed "$PASS"
keys Enter
see '^ > Key file'
keys Enter
see '^ > Guessing'
keys Left
see '^ > Guessing.*low, 64'
keys Enter
see 'step 3 of 3'
keys C-b
see 'Press Ctrl-B'
keys Enter
see '^ Agenda'
PID=$(program)
no_network
keeps_to "$T/b/deep" "$XDG_CONFIG_HOME/satchel"
keys q
see 'Press q again'
keys q
see '^\[exit 0\]'
grep -q 'panic-key = Ctrl-B' "$XDG_CONFIG_HOME/satchel/config" || fail "the panic key was not kept"
start 80 24 "$SATCHEL"
see 'Create a vault'
keys Down Down Enter
see 'Kept in'
keys C-a
typed "$T/b/deep/vault"
keys Enter
see '^ *Passphrase'
unlock
see '^ Agenda'
PID=$(program)
no_network
keeps_to "$T/b/deep"
keys q
see 'Press q again'
keys q
see '^\[exit 0\]'

# ---- the demonstration, by command and from the first run: it leaves nothing behind ----
rm -r "$XDG_CONFIG_HOME/satchel"
ELSEWHERE=("$T" "$HOME" "$T/elsewhere")
demonstration() {
    see DEMO
    PID=$(program)
    no_network
    keeps_to "$XDG_RUNTIME_DIR"/satchel-demo.*
    keys q
    see 'Press q again'
    keys q
    see '^\[exit 0\]'
    [ -z "$(ls "$XDG_RUNTIME_DIR")" ] || fail "the demonstration is still there"
    [ ! -e "$XDG_CONFIG_HOME/satchel" ] || fail "the demonstration made a folder for settings"
}
start 80 24 "$SATCHEL" demo
demonstration
start 80 24 "$SATCHEL"
see 'Create a vault'
keys Down Enter
demonstration

# ---- a stick that comes and goes while the program runs ----
if unshare -m mount -t tmpfs none /mnt 2>/dev/null; then
    # shellcheck disable=SC2016 # the inner shell's variables
    start 80 24 unshare -m sh -c 'mount -t tmpfs none /mnt; mkdir /mnt/stick; "$@"; ls /mnt/stick' sh "$SATCHEL" -f "$VAULT"
    see '^ *Passphrase'
    nsenter -m -t "$(pgrep -o -f "^$SATCHEL -f $VAULT")" mount -t tmpfs none /mnt/stick || fail "no stick"
    unlock
    copy_to /mnt/stick/copy 'Copied and read back'
    keys q
    see 'Press q again'
    keys q
    see '^copy$'
else
    echo 'skipped: copies onto a stick (mounting needs root)'
fi

# ---- the command line, while it waits for the passphrase ----
mkfifo "$T/fd"
exec 7<>"$T/fd"
ELSEWHERE=("$T" "$HOME" "$T/elsewhere" "$T/exports" "$XDG_RUNTIME_DIR")
"$SATCHEL" -f "$VAULT" --passphrase-fd 7 backup "$T/b/copy" >"$T/out" &
PID=$!
within 10 in_call 0 || fail "it does not ask"
no_network
keeps_to "$T/a" "$T/b"
printf '%s\n' "$PASS" >&7
wait "$PID" || fail "backup, after all that"
[ -s "$T/b/copy" ] || fail "no copy"
