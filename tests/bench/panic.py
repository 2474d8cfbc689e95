#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""panic.py SATCHEL VAULT PASSPHRASE RUNS: from the third press of the panic key to the keys destroyed on the disk.

The real program on a pseudo-terminal, its vault open and then locked by the first press; the vault arms erasing. When the
header is on the disk for good is what inotify tells: its event for a write comes when the call that wrote has returned, and
that call returns when the bytes are durable. The program is ended there, and what it had got to is put back.

In each round, right before, the same bytes are written in the same way into another file of the same size, by nothing but
the call: the bare write. It comes after the same pause as the third press does: a processor and a disk that have just
worked are faster than those that rest. Under load another process writes 4 MiB and syncs them, again and again, on the same disk."""
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from terminal import Terminal, percentile  # noqa: E402

HEADER = 128 << 10
PIECE = 1 << 20
IN_MODIFY = 2
PRESS = b"\x1c"
BETWEEN = 0.2  # seconds; a press closer than 0.12 to the one before is a held key
LOAD = "import os, sys\nf = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)\nb = os.urandom(4 << 20)\ni = 0\n" \
       "while True:\n    os.pwrite(f, b, i % 64 * len(b))\n    os.fsync(f)\n    i += 1\n"
libc = ctypes.CDLL(None, use_errno=True)


class Watch:
    """Writes into one file."""

    def __init__(self, path):
        self.fd = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if libc.inotify_add_watch(self.fd, path.encode(), IN_MODIFY) < 0:
            raise OSError(ctypes.get_errno(), "inotify")

    def drain(self):
        try:
            while os.read(self.fd, 65536):
                pass
        except BlockingIOError:
            pass

    def wait(self, timeout):
        if not select.select([self.fd], [], [], timeout)[0]:
            raise TimeoutError("the vault was not written")

    def close(self):
        os.close(self.fd)


def read(path, n=-1):
    with open(path, "rb") as f:
        return f.read(n)


class Kept:
    """A vault as it was: its header and journals in memory, the rest in a file of the same size, whose header is free."""

    def __init__(self, vault):
        self.vault, self.copy = vault, vault + ".same-size"
        shutil.copyfile(vault, self.copy)
        self.header = read(vault, HEADER)
        self.journals = {vault + end: read(vault + end) for end in ("-0", "-1")}
        self.size = os.path.getsize(vault)

    def put_back(self):
        for path, content in self.journals.items():
            if not os.path.exists(path) or read(path) != content:
                with open(path, "wb") as f:
                    f.write(content)
        if not os.path.exists(self.vault) or os.path.getsize(self.vault) != self.size:
            shutil.copyfile(self.copy, self.vault)
        with open(self.vault, "r+b") as f, open(self.copy, "rb") as of:
            f.write(self.header)
            of.seek(HEADER)
            at = HEADER
            while True:  # erasing starts at the front: where it agrees, it had not got to
                f.seek(at)
                here, there = f.read(PIECE), of.read(PIECE)
                if here == there:
                    break
                f.seek(at)
                f.write(there)
                at += PIECE
            os.fsync(f.fileno())


def bare(path):
    """-> seconds"""
    fd, noise = os.open(path, os.O_RDWR), os.urandom(HEADER)
    began = time.perf_counter()
    n = os.pwritev(fd, [noise], 0, os.RWF_DSYNC)
    took = time.perf_counter() - began
    os.close(fd)
    assert n == HEADER
    return took


def press(satchel, kept, passphrase):
    """-> seconds from the third press until the header was written"""
    kept.put_back()
    t = Terminal([satchel, "-f", kept.vault])
    t.wait_for("Passphrase")
    t.send(passphrase + "\r")
    t.wait_for("lock ")
    t.settle(0.05)
    watch = Watch(kept.vault)
    t.send(PRESS)
    t.wait_for("Locked")
    for _ in range(2):
        t.settle(BETWEEN)
        watch.drain()
        began = time.perf_counter()
        t.send(PRESS)
    try:
        watch.wait(10)
        took = time.perf_counter() - began
    finally:
        os.kill(t.pid, signal.SIGKILL)
        os.waitpid(t.pid, 0)
        os.close(t.fd)
        watch.close()
    left = read(kept.vault, HEADER) if os.path.exists(kept.vault) else b""
    assert all(a != b for a, b in zip((left[:16], left[-4096:]), (kept.header[:16], kept.header[-4096:]))), "not erased"
    return took


def arm(satchel, vault, passphrase):
    t = Terminal([satchel, "-f", vault])
    t.wait_for("Passphrase")
    t.send(passphrase + "\r")
    t.wait_for("lock ")
    t.settle()
    t.send(":")
    t.settle()
    t.send("panic-arm\r")
    t.wait_for("Last backup")
    t.settle()
    t.send("\x1b[C")
    t.settle()
    t.send("\r")
    t.wait_for("Armed")
    t.close()


def say(what, ours, base, aim):
    def ms(v):
        return f"{percentile(v, 0.5) * 1000:.2f} ms median, {percentile(v, 0.99) * 1000:.2f} for 99 of 100"
    ratio = [percentile(ours, s) / percentile(base, s) for s in (0.5, 0.99)]
    print(f"{what}, signal to keys destroyed: {ms(ours)}; the bare write: {ms(base)}")
    print(f"{what}, ratio: {ratio[0]:.2f} median, {ratio[1]:.2f} for 99 of 100 (aim {aim}), {len(ours)} runs", flush=True)


def measure(satchel, kept, passphrase, runs, what, aim):
    ours, base = [], []
    for _ in range(runs):
        time.sleep(BETWEEN)
        base.append(bare(kept.copy))
        ours.append(press(satchel, kept, passphrase))
    say(what, ours, base, aim)


def shred(kept):
    """-> seconds: what the usual tool takes for the same file"""
    began = time.perf_counter()
    subprocess.run(["shred", "-u", kept.copy], check=True)
    return time.perf_counter() - began


def main():
    satchel, vault, passphrase, runs = *sys.argv[1:4], int(sys.argv[4])
    arm(satchel, vault, passphrase)
    kept = Kept(vault)
    size = f"panic, {(kept.size + sum(map(len, kept.journals.values()))) / (1 << 20):.0f} MiB"
    measure(satchel, kept, passphrase, runs, size + " idle", 2)
    load = subprocess.Popen([sys.executable, "-c", LOAD, vault + ".load"])
    try:
        measure(satchel, kept, passphrase, runs, size + " under load", 5)
    finally:
        load.kill()
        load.wait()
        os.unlink(vault + ".load")
    print(f"{size}, shred -u of the same file: {shred(kept) * 1000:.0f} ms")


main()
