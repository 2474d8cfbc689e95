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

# ---- the terminal program: before there is a vault, locked, open, locked again ----
start 80 24 "$SATCHEL" -f "$VAULT"
see 'the program cannot use the'
PID=$(program)
no_network
keys q
see '^\[exit 0\]'
make_vault
start 80 24 "$SATCHEL" -f "$VAULT"
see '^ *Passphrase'
PID=$(program)
no_network
unlock
see '^ Agenda'
no_network
keys a
see 'New: Case'
typed 'a title after all that'
keys C-s
see 'Saved'
lock
no_network
keys C-c
see '^\[exit 0\]'
sat list | grep -q 'a title after all that' || fail "not stored"

# ---- the command line, while it waits for the passphrase ----
mkfifo "$T/fd"
exec 7<>"$T/fd"
"$SATCHEL" -f "$VAULT" --passphrase-fd 7 state >"$T/out" &
PID=$!
within 10 in_call 0 || fail "it does not ask"
no_network
printf '%s\n' "$PASS" >&7
wait "$PID" || fail "state, after all that"
grep -q '[a-z]-[a-z]' "$T/out" || fail "no state code"
