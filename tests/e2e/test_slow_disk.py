#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that takes nothing for a while, in the middle of a lock: whatever is asked of the program meanwhile, what was typed
is there when the disk goes on. Needs root and a disk of its own, which can be frozen."""
import os
import signal
import subprocess

from test_guard import ENDED, PANIC, TMP, Program, check, ended, make, report, state, stick

DISK = os.path.join(TMP, "slow")
IMAGE = os.path.join(TMP, "image")
WAITS = "The disk is still being written"


def run(*words):
    return subprocess.run(words, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def freeze(on):
    return run("fsfreeze", "--freeze" if on else "--unfreeze", DISK)


def can_freeze():
    os.mkdir(DISK)
    with open(IMAGE, "wb") as f:
        f.truncate(200000000)
    if not run("mkfs.ext4", "-q", IMAGE) or not run("mount", "-o", "loop", IMAGE, DISK):
        return False
    return freeze(True) and freeze(False)


def locked_and_waiting(name):
    """A note that was typed just now, the lock key, and a disk that takes nothing since."""
    vault = os.path.join(DISK, name)
    make(vault)
    p = Program(vault)
    p.keys("C-n")
    p.see("New: Note")
    check(freeze(True), "the disk cannot be frozen")
    p.terminal.type("half a thought")
    p.keys("F12")
    p.see(WAITS)
    return p


def wait(p, seconds):
    p.within(seconds, lambda: ended(p.pid))


def is_kept(p, vault):
    """Once the disk goes on; by the program that stayed, or by another one."""
    if ended(p.pid):
        p.terminal.close()
        p = Program(vault)
    else:
        p.see("Locked. Nothing was lost")
        p.unlock()
    p.see("half a thought")
    check("without locking" not in p.history(), p.screen())
    p.close()


def an_end_while_it_stops():
    p = locked_and_waiting("stop")
    os.kill(p.pid, signal.SIGTSTP)
    wait(p, 0.4)
    os.kill(p.pid, signal.SIGHUP)
    wait(p, 2.5) # what keeps the program longer than a second was ended
    check(not ended(p.pid), "ended before the disk had it")
    freeze(False)
    p.ends()
    check(ENDED not in p.history(), p.history())
    is_kept(p, os.path.join(DISK, "stop"))


def the_panic_key_while_it_stops():
    p = locked_and_waiting("press")
    os.kill(p.pid, signal.SIGTSTP)
    wait(p, 0.4)
    p.keys(PANIC)
    wait(p, 2.5)
    check(not ended(p.pid), "ended before the disk had it")
    if state(p.pid) == "T":
        os.kill(p.pid, signal.SIGCONT)
    freeze(False)
    is_kept(p, os.path.join(DISK, "press"))


def a_stuck_program_is_ended_after_that():
    """The thread that writes is not stopped."""
    p = locked_and_waiting("stuck")
    stick(p.pid)
    os.kill(p.pid, signal.SIGHUP)
    wait(p, 2.5)
    check(not ended(p.pid), "ended before the disk had it")
    freeze(False)
    p.ends()
    p.see(ENDED)
    is_kept(p, os.path.join(DISK, "stuck"))


ENDS_ITSELF = r"ends\s+by\s+itself\s+when"


def quitting_says_why_it_waits():
    """Left by the user, and by a signal; then it ends by itself."""
    for name, leave in (("quit", lambda p: p.keys("C-c")), ("term", lambda p: os.kill(p.pid, signal.SIGTERM))):
        p = locked_and_waiting(name)
        leave(p)
        p.see(ENDS_ITSELF)
        p.keys("F12", PANIC) # there is nothing more to lock
        p.see(ENDS_ITSELF)
        wait(p, 1.5)
        check(not ended(p.pid), "ended before the disk had it")
        freeze(False)
        p.ends()
        check("[exit 0]" in p.screen(), p.screen())
        is_kept(p, os.path.join(DISK, name))


def quitting_without_waiting_says_what_it_costs():
    p = locked_and_waiting("given-up")
    p.keys("C-c")
    p.see(ENDS_ITSELF)
    p.keys("C-c")
    p.see("If you end now")
    p.keys("x") # another key waits
    p.see(ENDS_ITSELF)
    p.keys("C-c", "C-c")
    p.see("The disk was not waited for")
    freeze(False)
    p.ends()
    p.see(r"\[exit 1\]")
    p.terminal.close()


TESTS = [quitting_says_why_it_waits, quitting_without_waiting_says_what_it_costs, a_stuck_program_is_ended_after_that, an_end_while_it_stops, the_panic_key_while_it_stops]


def main():
    if os.geteuid() != 0 or not can_freeze():
        print("skipped: no disk can be frozen here")
        report()
    for test in TESTS:
        try:
            test()
        finally:
            freeze(False)


try:
    main()
finally:
    freeze(False)
    run("umount", "-l", DISK)
report()
