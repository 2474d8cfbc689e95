#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""lock.py SATCHEL VAULT PASSPHRASE [RUNS]: from what asks for a lock until memory is wiped, while a form is half filled in; as
shares of the 100 ms that it may take. What is painted then tells it: the unlock screen, or the terminal as it was before, which
come after the wiping; of a program that is stuck or sent away, its end. What the disk still owes is written after that.
Stuck: the main thread is held from outside (needs root), and may be waited for 200 ms longer. Full disk (needs root): one of
its own, 5 MB of text unsaved. Busy disk: another program writes and syncs beside the vault, in the idle class."""
import os
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "e2e")]
import memory  # noqa: E402
from terminal import Terminal, percentile  # noqa: E402

MOST = 0.1
ALL_THREADS = 0x40000000 # __WALL of waitpid(2)


WIPED = (b"Locked", b"\x1b[?1049l")


def stick(pid):
    memory.trace(memory.SEIZE, pid)
    memory.trace(memory.INTERRUPT, pid)
    os.waitpid(pid, ALL_THREADS)


def measure(satchel, vault, passphrase, ask, stuck, text=b"half a thought about nothing in particular", then=None):
    t = Terminal([satchel, "-f", vault])
    t.wait_for("Passphrase")
    t.send(passphrase + "\r")
    t.wait_for("lock ")
    t.settle()
    t.send(b"\x0e") # a note
    t.settle()
    t.send(text)
    t.settle(0.05)
    if then:
        t.wait_for(then)
        t.settle()
    if stuck:
        stick(t.pid)
    t.seen = b""
    began = time.perf_counter()
    ask(t)
    while not any(w in t.seen for w in WIPED):
        t.read(0.01)
        if time.perf_counter() - began > 20:
            raise TimeoutError(f"never locked; last: {t.seen[-300:]!r}")
    took = time.perf_counter() - began
    t.settle(0.5) # what the disk owes
    os.kill(t.pid, signal.SIGKILL)
    os.close(t.fd)
    os.waitpid(t.pid, 0)
    return took


def beside_a_busy_disk(vault, work):
    big = os.path.join(os.path.dirname(vault), "busy")
    writes = f"while :; do ionice -c3 nice -n19 dd if=/dev/zero of='{big}' bs=1M count=300 conv=fsync status=none; done"
    dd = subprocess.Popen(["sh", "-c", writes], start_new_session=True)
    try:
        return work()
    finally:
        os.killpg(dd.pid, signal.SIGTERM)
        dd.wait()
        os.remove(big)


def on_full_disk(satchel, passphrase, ask, then):
    with tempfile.TemporaryDirectory() as disk:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "none", disk], check=False).returncode != 0:
            raise OSError("nothing can be mounted here")
        try:
            vault = os.path.join(disk, "vault")
            subprocess.run([satchel, "-f", vault, "--passphrase-fd", "0", "init", "--kdf", "low"], check=True,
                           input=f"{passphrase}\n{passphrase}\n".encode(), stdout=subprocess.DEVNULL)
            text = b"\x1b[200~" + b"sheep and goats, " * 300000 + b"\x1b[201~"
            return measure(satchel, vault, passphrase, ask, False, text, then)
        finally:
            subprocess.run(["umount", "-l", disk], check=False)


def report(name, times, allowed):
    print(f"lock, {name}: median {1000 * percentile(times, 0.5):.1f} ms, worst {1000 * max(times):.1f} ms, "
          f"{max(times) / allowed:.2f} of what it may take ({len(times)} runs)")


def main():
    satchel, vault, passphrase = sys.argv[1], os.path.realpath(sys.argv[2]), sys.argv[3]
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 20
    cases = [("lock key", lambda t: t.send(b"\x1b[24~"), False), ("panic key", lambda t: t.send(b"\x1c"), False),
             ("ended (SIGTERM)", lambda t: os.kill(t.pid, signal.SIGTERM), False),
             ("told to leave (SIGUSR2)", lambda t: os.kill(t.pid, signal.SIGUSR2), False)]
    if memory.allowed():
        cases += [("panic key, stuck", lambda t: t.send(b"\x1c"), True),
                  ("told to leave, stuck", lambda t: os.kill(t.pid, signal.SIGUSR2), True)]
    for name, ask, stuck in cases:
        times = [measure(satchel, vault, passphrase, ask, stuck) for _ in range(runs)]
        report(name, times, MOST + (0.2 if stuck and name.startswith("panic") else 0))
    for name, ask, stuck in cases[:3]:
        times = beside_a_busy_disk(vault, lambda: [measure(satchel, vault, passphrase, ask, stuck) for _ in range(runs)])
        report(f"{name}, busy disk", times, MOST)
    for name, then in (("full disk, 5 MB", "disk is full"), ("full disk, 5 MB just pasted", None)) if memory.allowed() else ():
        report(name, [on_full_disk(satchel, passphrase, cases[0][1], then) for _ in range(runs)], MOST)


main()
