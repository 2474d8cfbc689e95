#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that takes nothing for a while, in the middle of a lock, or of something that is being saved: whatever is asked of
the program meanwhile is done, and what was typed is there when the disk goes on. Needs root and a disk of its own, which can
be frozen."""
import atexit
import fcntl
import os
import signal
import struct
import subprocess
import time

import memory
from test_guard import ENDED, PANIC, PASS, SATCHEL, TMP, Program, check, ended, make, report, state, stick

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
        f.truncate(500000000)
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


def killed_while_it_waits():
    """As by a power cut: what was typed since the last save is lost, nothing else."""
    p = locked_and_waiting("killed")
    os.kill(p.pid, signal.SIGKILL)
    freeze(False)
    p.ends()
    p.terminal.close()
    p = Program(os.path.join(DISK, "killed"))
    p.keys("C-n")
    p.see("New: Note")
    p.close()


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


# ---- something is being saved ----
def tasks(p):
    return [int(t) for t in os.listdir(f"/proc/{p.pid}/task")]


def a_disk_that_is_waited_for(p):
    """By whichever thread."""
    check(p.within(10, lambda: any(state(t) == "D" for t in tasks(p))), "nothing waits for the disk")


def opened(name):
    vault = os.path.join(DISK, name)
    make(vault)
    return Program(vault), vault


def frozen(p, vault, text):
    """A note with that text, which the disk does not take."""
    p.keys("C-n")
    p.see("New: Note")
    check(memory.scan(p.pid, keys=memory.key_of_passphrase(vault, PASS)[1]), "no key while it is open: the test sees nothing")
    check(freeze(True), "the disk cannot be frozen")
    p.terminal.type(text)


def locks_in_time(p, ask, word, vault):
    """It waits for the disk. Blank, text and keys gone, long before the disk goes on; some of the time is this test's."""
    of_passphrase, keys = memory.key_of_passphrase(vault, PASS)
    began = time.monotonic()
    ask(p)
    check(p.within(5, lambda: word not in p.screen()), "the text is still shown")
    took = time.monotonic() - began
    check(took < 0.5, f"the lock took {1000 * took:.0f} ms")
    if ask != stop:
        p.see(WAITS)
    check(not memory.scan(p.pid, {"the text": word, "the passphrase": PASS}, {**of_passphrase, **keys}), "in memory after the lock")
    check(not ended(p.pid), "ended before the disk had it")


def lock_key(p):
    p.keys("F12")


def press(p):
    p.keys(PANIC)


def stop(p):
    os.kill(p.pid, signal.SIGTSTP)


def a_draft_that_is_being_saved():
    """By the lock key; what is typed while the disk is waited for is kept as well."""
    word = memory.new_word()
    p, vault = opened("draft")
    frozen(p, vault, "half a thought " + word[:10])
    a_disk_that_is_waited_for(p)
    p.terminal.type(word[10:])
    locks_in_time(p, lock_key, word[:10], vault)
    freeze(False)
    p.see("Locked. Nothing was lost")
    p.unlock()
    p.see("half a thought " + word)
    p.close()


def whatever_asks_for_the_lock():
    for name, ask in (("pressed", press), ("stopped", stop)):
        word = memory.new_word()
        p, vault = opened(name)
        frozen(p, vault, "half a thought " + word)
        a_disk_that_is_waited_for(p)
        locks_in_time(p, ask, word, vault)
        if ask == stop:
            check(p.within(4, lambda: state(p.pid) == "T"), "not stopped")
            os.kill(p.pid, signal.SIGCONT)
        freeze(False)
        is_kept(p, vault)


def what_is_typed_while_the_disk_is_waited_for():
    """It was never shown, and is kept all the same."""
    for name, ask in (("typed", lock_key), ("typed-pressed", press)):
        p, vault = opened(name)
        frozen(p, vault, "now ")
        a_disk_that_is_waited_for(p)
        p.terminal.type("half a thought")
        ask(p)
        p.see(WAITS)
        freeze(False)
        is_kept(p, vault)


def an_end_while_a_draft_is_saved():
    p, vault = opened("end")
    frozen(p, vault, "half a thought")
    a_disk_that_is_waited_for(p)
    os.kill(p.pid, signal.SIGTERM)
    p.see(ENDS_ITSELF)
    freeze(False)
    p.ends()
    check("[exit 0]" in p.screen(), p.screen())
    is_kept(p, vault)


def a_form_that_is_being_saved():
    word = memory.new_word()
    p, vault = opened("form")
    frozen(p, vault, word)
    p.keys("C-s")
    a_disk_that_is_waited_for(p)
    locks_in_time(p, lock_key, word, vault)
    freeze(False)
    p.see("Locked. Nothing was lost")
    p.unlock()
    p.keys("/")
    p.see("Search")
    p.terminal.type(word)
    p.see("Note.*" + word[:8])
    p.close()


def break_disk():
    """Every write and sync fails from now on (FS_IOC_SHUTDOWN, without what its own journal holds)."""
    folder = os.open(DISK, os.O_RDONLY)
    try:
        fcntl.ioctl(folder, 0x8004587D, struct.pack("I", 2))
    finally:
        os.close(folder)
    freeze(False)


def mend_disk():
    check(run("umount", DISK) and run("mount", "-o", "loop", IMAGE, DISK), "the disk cannot be mounted again")


def a_disk_that_fails_after_that():
    """What was typed is in memory still; of what was being saved nobody says that it was not lost. The vault opens."""
    p, vault = opened("fails")
    for save, said in (None, r"in memory alone,\s+sealed"), ("C-s", r"did not reach the\s+disk"):
        frozen(p, vault, "half a thought")
        if save:
            p.keys(save)
        a_disk_that_is_waited_for(p)
        p.keys("F12")
        p.see(WAITS)
        break_disk()
        p.see(said)
        p.keys("C-c", "C-c")
        p.see("is lost")
        p.see(r"\[exit 1\]")
        p.terminal.close()
        mend_disk()
        p = Program(vault)
    p.close()


def a_call_that_does_not_come_back():
    """A rehearsal makes its own file, in the main thread. Another one hears the key, and ends what does not answer."""
    p, vault = opened("call")
    p.note("half a thought")
    p.keys("Escape")
    p.see("^ Agenda")
    p.keys(":")
    p.see("Commands")
    p.terminal.type("panic-rehearse")
    p.see("> panic-rehearse")
    check(freeze(True), "the disk cannot be frozen")
    p.keys("Enter")
    check(p.within(10, lambda: state(p.pid) == "D"), "the main thread does not wait for the disk")
    p.terminal.type("typed before it")
    p.keys("F12")
    p.see(ENDED, 2)
    check("half a" not in p.history(), p.history())
    freeze(False)
    p.ends()
    p.terminal.close()
    p = Program(vault)
    p.close()


def a_long_text():
    """The draft of it is what the disk does not take; what is typed after it is kept as well."""
    p, vault = opened("long")
    word = memory.new_word()
    p.keys("C-n")
    p.see("New: Note")
    p.terminal.paste("All quiet in Freedonia at noon.\n" * 190000 + word)
    p.see(word)
    check(freeze(True), "the disk cannot be frozen")
    p.terminal.type(" half a thought")
    a_disk_that_is_waited_for(p)
    locks_in_time(p, lock_key, word, vault)
    freeze(False)
    p.see(r"sealed: unlock before you quit|Nothing was lost") # it may not have been ready in time
    p.unlock()
    p.see(word + " half a thought")
    p.close()


# ---- reading ----
SLOW = "/sys/fs/cgroup/blkio/satchel-test"


def reads_hardly(p, on):
    """Half a kilobyte in a second, and nothing of the vault in memory."""
    st = os.stat(DISK)
    if not on:
        with open("/sys/fs/cgroup/blkio/cgroup.procs", "w", encoding="ascii") as f:
            f.write(str(p.pid))
    with open(SLOW + "/blkio.throttle.read_bps_device", "w", encoding="ascii") as f:
        f.write(f"{os.major(st.st_dev)}:{os.minor(st.st_dev)} {512 if on else 0}")
    if on:
        with open(SLOW + "/cgroup.procs", "w", encoding="ascii") as f:
            f.write(str(p.pid))


def forget(vault):
    fd = os.open(vault, os.O_RDONLY)
    os.fsync(fd)
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(fd)


def reading_is_left():
    try:
        os.makedirs(SLOW, exist_ok=True)
        with open(SLOW + "/blkio.throttle.read_bps_device", encoding="ascii"):
            pass
    except OSError:
        print("skipped: no disk can be made to read slowly here")
        return
    vault = os.path.join(DISK, "read")
    make(vault)
    for i in range(3):
        satchel(vault, "add", "note", "text=" + f"lemon{i} walrus " * 8000, passphrases=[PASS])
    p = Program(vault)
    of_passphrase, keys = memory.key_of_passphrase(vault, PASS)
    try:
        reads_hardly(p, True)
        forget(vault)
        p.keys("/")
        p.see("Search")
        p.terminal.type("lemon1 walrus")
        a_disk_that_is_waited_for(p)
        began = time.monotonic()
        p.keys("F12")
        p.see("^ *Passphrase")
        took = time.monotonic() - began
        check(took < 0.5, f"the lock took {1000 * took:.0f} ms")
        check(not memory.scan(p.pid, {"the text": "walrus", "the passphrase": PASS}, {**of_passphrase, **keys}), "in memory after the lock")
        check(not ended(p.pid), "ended")
    finally:
        reads_hardly(p, False)
    p.within(30, lambda: WAITS not in p.screen())
    p.unlock()
    p.close()
    os.rmdir(SLOW)


# ---- opening ----
def opening(vault, passphrase):
    """The disk takes nothing, and the passphrase was given."""
    p = Program(vault, unlock=False)
    check(freeze(True), "the disk cannot be frozen")
    p.terminal.type(passphrase)
    p.keys("Enter")
    p.see("Opening")
    a_disk_that_is_waited_for(p)
    return p


def gives(p, passphrase):
    p.keys("C-u")
    p.terminal.type(passphrase)
    p.keys("Enter")


def left_while_it_opens(vault, passphrase, ask):
    """Nothing is open yet, and the passphrase and its keys are in memory."""
    of_passphrase, keys = memory.key_of_passphrase(vault, passphrase)
    p = opening(vault, passphrase)
    check(memory.scan(p.pid, keys=keys), "no key while it opens: the test sees nothing")
    began = time.monotonic()
    ask(p)
    p.see(WAITS)
    took = time.monotonic() - began
    check(took < 0.5, f"the lock took {1000 * took:.0f} ms")
    check(not memory.scan(p.pid, {"the passphrase": passphrase}, {**of_passphrase, **keys}), "in memory after the lock")
    check(not ended(p.pid), "ended before the disk had it")
    freeze(False)
    p.see("Passphrase")
    p.within(10, lambda: WAITS not in p.screen())
    return p


def opening_is_left():
    for name, ask in (("opening", lock_key), ("opening-pressed", press)):
        vault = os.path.join(DISK, name)
        make(vault)
        p = left_while_it_opens(vault, PASS, ask)
        p.unlock()
        p.see("^ Agenda")
        p.close()


DECOY, DURESS = "cabin pepper walrus nine", "gravel lemon tractor six"


def satchel(vault, *words, passphrases):
    lines = "".join(p + "\n" for p in passphrases).encode()
    done = subprocess.run([SATCHEL, "-f", vault, "--passphrase-fd", "0", *words], input=lines, check=False, capture_output=True)
    check(done.returncode == 0, done.stderr.decode())


def each_kind_is_left_in_the_same_way():
    """What there was to erase is erased once the disk goes on."""
    vault = os.path.join(DISK, "kinds")
    make(vault)
    satchel(vault, "passphrase", "decoy", "--fill", "--replace", passphrases=[PASS, DECOY, DECOY])
    satchel(vault, "passphrase", "duress", "--label", "home", passphrases=[DECOY, DURESS, DURESS])
    screens = []
    for passphrase in (PASS, DECOY, DURESS):
        p = left_while_it_opens(vault, passphrase, lock_key)
        screens.append(p.screen())
        gives(p, passphrase)
        p.see("^ Agenda")
        p.close()
    check(screens[0] == screens[1] == screens[2], "\n".join(screens))
    p = Program(vault, unlock=False)
    gives(p, PASS)
    p.see("Wrong passphrase")
    p.close()


# ---- the machine goes to sleep ----
class Bus:
    """What tells it so, and lets it be held up."""
    def __init__(self, name):
        self.log = os.path.join(TMP, name + ".log")
        path = os.path.join(TMP, name + ".bus")
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=" + path
        self.process = subprocess.Popen([os.path.join(os.path.dirname(os.path.abspath(__file__)), "bus.py"), path, self.log])
        atexit.register(self.process.kill)
        until = time.monotonic() + 20
        while not self.logged("ready") and time.monotonic() < until:
            time.sleep(0.02)

    def logged(self, word):
        if not os.path.exists(self.log):
            return False
        with open(self.log, encoding="ascii") as f:
            return word in f.read().split()

    def sleep(self):
        self.process.send_signal(signal.SIGUSR1)


def sleeping_machine(name):
    """A draft is being saved to a disk that does not answer; the machine may not sleep yet."""
    bus, word = Bus(name), memory.new_word()
    p, vault = opened(name)
    check(p.within(20, lambda: bus.logged("held")), "sleep is not held up")
    frozen(p, vault, "half a thought " + word)
    a_disk_that_is_waited_for(p)
    return bus, p, vault, word


def sleeps(bus, p):
    """However long the disk takes."""
    check(p.within(4, lambda: bus.logged("released")), "the machine is kept from sleeping")


def the_machine_sleeps_while_a_draft_is_saved():
    bus, p, vault, word = sleeping_machine("sleep")
    locks_in_time(p, lambda p: bus.sleep(), word, vault)
    sleeps(bus, p)
    p.see(WAITS)
    freeze(False)
    is_kept(p, vault)


def it_sleeps_and_a_key_is_pressed():
    """Before it and after it."""
    for name, ask in (("key", lock_key), ("panic", press)):
        bus, p, vault, word = sleeping_machine("sleep-" + name)
        locks_in_time(p, ask, word, vault)
        bus.sleep()
        sleeps(bus, p)
        freeze(False)
        is_kept(p, vault)
        bus, p, vault, word = sleeping_machine("key-" + name)
        bus.sleep()
        ask(p)
        check(p.within(5, lambda: word not in p.screen()), "the text is still shown")
        sleeps(bus, p)
        p.see(WAITS)
        check(not memory.scan(p.pid, {"the text": word, "the passphrase": PASS}), "in memory after the lock")
        freeze(False)
        is_kept(p, vault)


TESTS = [a_long_text, reading_is_left, opening_is_left, each_kind_is_left_in_the_same_way, killed_while_it_waits, a_call_that_does_not_come_back, what_is_typed_while_the_disk_is_waited_for, the_machine_sleeps_while_a_draft_is_saved, it_sleeps_and_a_key_is_pressed, a_disk_that_fails_after_that, a_draft_that_is_being_saved, whatever_asks_for_the_lock, an_end_while_a_draft_is_saved, a_form_that_is_being_saved, quitting_says_why_it_waits, quitting_without_waiting_says_what_it_costs, a_stuck_program_is_ended_after_that, an_end_while_it_stops, the_panic_key_while_it_stops]


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
