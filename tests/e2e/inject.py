#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""inject.py PID CALL [ARG...]: stops a process, makes it execute one system call, prints what it gave (a number, or
the name of the error), and lets it go on as if nothing had happened. ARG is a number or a text. Needs root (the
program is not dumpable) and x86_64; exit status 77 without.

The process must be waiting in a system call: the instruction that made it lies just before the program counter, and is
run once more with other registers."""
import ctypes
import errno
import os
import sys

CALLS = {"openat": 257, "mkdir": 83, "unlink": 87, "socket": 41, "execve": 59, "fork": 57, "getpid": 39, "bpf": 321,
         "ptrace": 101, "close": 3, "landlock_create_ruleset": 444, "io_uring_setup": 425, "prctl": 157, "process_vm_readv": 310}
PEEK, POKE, STEP, GETREGS, SETREGS, ATTACH, DETACH = 1, 4, 9, 12, 13, 16, 17
NAMES = ("r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp ss fs_base gs_base ds es "
         "fs gs").split()


class Regs(ctypes.Structure):
    _fields_ = [(n, ctypes.c_ulong) for n in NAMES]


libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


def trace(what, pid, at=None, data=None):
    ctypes.set_errno(0)
    rc = libc.ptrace(what, pid, at, data)
    if rc == -1 and ctypes.get_errno():
        raise OSError(ctypes.get_errno(), "ptrace %d" % what)
    return rc & 0xFFFFFFFFFFFFFFFF


def poke(pid, at, data):
    for i in range(0, len(data), 8):
        trace(POKE, pid, at + i, int.from_bytes(data[i:i + 8].ljust(8, b"\0"), "little"))


def peek(pid, at, n):
    return b"".join(trace(PEEK, pid, at + i).to_bytes(8, "little") for i in range(0, n, 8))


def run(pid, number, args):
    old, new = Regs(), Regs()
    trace(GETREGS, pid, None, ctypes.addressof(old))
    ctypes.memmove(ctypes.addressof(new), ctypes.addressof(old), ctypes.sizeof(old))
    assert peek(pid, old.rip - 2, 8)[:2] == b"\x0f\x05", "the process is not waiting in a system call"
    room = old.rsp - 8192
    kept = peek(pid, room, 4096)
    at = room
    for register, arg in zip(("rdi", "rsi", "rdx", "r10", "r8", "r9"), args):
        if isinstance(arg, str):
            poke(pid, at, arg.encode() + b"\0")
            arg, at = at, at + (len(arg.encode()) + 16) // 8 * 8
        setattr(new, register, arg & 0xFFFFFFFFFFFFFFFF)
    new.rip, new.rax, new.orig_rax = old.rip - 2, number, 0xFFFFFFFFFFFFFFFF
    trace(SETREGS, pid, None, ctypes.addressof(new))
    trace(STEP, pid)
    os.waitpid(pid, 0)
    trace(GETREGS, pid, None, ctypes.addressof(new))
    poke(pid, room, kept)
    trace(SETREGS, pid, None, ctypes.addressof(old))
    return ctypes.c_long(new.rax).value


def main():
    if os.uname().machine != "x86_64":
        print("only x86_64", file=sys.stderr)
        return 77
    pid, number = int(sys.argv[1]), CALLS[sys.argv[2]]
    args = [int(a) if a.lstrip("-").isdigit() else a for a in sys.argv[3:]]
    try:
        trace(ATTACH, pid)
    except OSError as e:
        print(e, file=sys.stderr)
        return 77
    os.waitpid(pid, 0)
    try:
        result = run(pid, number, args)
    finally:
        trace(DETACH, pid)
    print(errno.errorcode[-result] if -4096 < result < 0 else result)
    return 0


sys.exit(main())
