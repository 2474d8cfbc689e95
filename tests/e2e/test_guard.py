#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Locking and ending whatever the main thread does: signals while something is typed, the key file gone, a terminal
that nobody reads, a main thread that is stuck. Of what was on the screen and in memory then nothing is left."""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import memory  # noqa: E402
from terminal import Terminal  # noqa: E402

SATCHEL = os.environ["SATCHEL"]
TMP = tempfile.mkdtemp(dir=os.environ.get("TMPDIR"))
VAULT = os.path.join(TMP, "vault")
KEYED = os.path.join(TMP, "keyed")
KEY = os.path.join(TMP, "key")
PASS = memory.new_word(28)
PANIC = "C-\\"
ENDED = "wiped its memory and ended"
LOCKED = "Locked. Nothing was lost|Locked. What was typed last is in memory alone" # a busy disk takes longer than 50 ms
failures = []


def check(good, what):
    if not good:
        failures.append(f"line {sys._getframe(1).f_lineno}: {what}")


def state(task):
    """Of a process or thread: R, S, T, t, Z; X: it is gone."""
    try:
        with open(f"/proc/{task}/stat", encoding="ascii", errors="replace") as f:
            return f.read().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "X"


def ended(pid):
    return state(pid) in "XZ"


# ---- the program in a terminal ----
class Program:
    def __init__(self, vault=VAULT, options=(), unlock=True):
        self.terminal = t = Terminal(TMP, [SATCHEL, "-f", vault, *options])
        self.see, self.keys, self.within, self.screen = t.see, t.keys, t.within, t.screen
        self.see("^ *Passphrase|Look around first")
        self.pid = t.program()
        if unlock:
            self.unlock()

    def unlock(self):
        """Once more, should a lock that came late have taken what was typed."""
        for _ in range(3):
            self.keys("C-u")
            self.terminal.type(PASS)
            self.keys("Enter")
            if self.within(8, lambda: re.search(r"lock [0-9]+m$", self.screen(), re.M)):
                return
        self.see(r"lock [0-9]+m$")

    def note(self, text):
        """Typed, not saved."""
        self.keys("C-n")
        self.see("New: Note")
        self.terminal.type(text)
        self.see(text)

    def command(self, name):
        self.keys(":")
        self.see("Commands")
        self.terminal.type(name)
        self.see(f"> {name}")
        self.keys("Enter")

    def back(self, text):
        self.unlock()
        self.see(text)

    def threads(self):
        """The other two, in the order they were started."""
        return sorted(int(t) for t in os.listdir(f"/proc/{self.pid}/task") if int(t) != self.pid)

    def history(self):
        return self.terminal.tmux("capture-pane", "-p", "-S", "-", "-E", "-")

    def ends(self, seconds=5):
        check(self.within(seconds, lambda: ended(self.pid)), f"process still there: {self.screen()}")

    def close(self):
        if not ended(self.pid):
            os.kill(self.pid, signal.SIGTERM)
            self.ends()
        self.terminal.close()


def make(vault, *options):
    subprocess.run([SATCHEL, "-f", vault, "--passphrase-fd", "0", *options, "init", "--kdf", "low"],
                   input=f"{PASS}\n{PASS}\n".encode(), check=True, stdout=subprocess.DEVNULL)


# ---- a main thread that is stuck ----
def stop_thread(task, options=0):
    """It runs nothing, and hears no signal, as in the depths of the kernel."""
    memory.trace(memory.SEIZE, task, options)


def stick(pid):
    stop_thread(pid)
    memory.trace(memory.INTERRUPT, pid)
    os.waitpid(pid, memory_all)


memory_all = 0x40000000  # __WALL: threads as well


def wait_for_exit(task):
    """It goes on until it is about to end, and stands there."""
    until = time.monotonic() + 20
    while True:
        one, status = os.waitpid(task, memory_all)
        if status >> 16 == memory.EVENT_EXIT:
            break
        memory.trace(memory.CONT, one, os.WSTOPSIG(status) if status >> 16 == 0 else 0)
        check(time.monotonic() < until, "it does not end")


# ---- tests ----
def signals_lock_and_leave():
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        p = Program()
        p.note("half a thought")
        os.kill(p.pid, number)
        p.ends()
        check("half a thought" not in p.history(), "the text is in the scrollback")
        check("[exit 0]" in p.screen(), p.screen())
        p.close()
        p = Program()
        p.see("half a thought")
        p.keys("C-a", "C-x", "Escape")
        p.see("^ Agenda")
        p.close()


def stopping_locks_before():
    p = Program()
    p.note("half a thought")
    os.kill(p.pid, signal.SIGTSTP)
    check(p.within(5, lambda: state(p.pid) == "T"), "not stopped")
    check("half a thought" not in p.history(), "stopped, and the text is still there")
    os.kill(p.pid, signal.SIGCONT)
    p.see(LOCKED)
    p.back("half a thought")
    p.close()


def the_panic_key_locks():
    p = Program()
    p.note("half a thought")
    p.keys(PANIC)
    p.see(LOCKED)
    check("half a thought" not in p.history(), "the text is in the scrollback")
    p.back("half a thought")
    p.keys(PANIC)
    p.see(LOCKED)
    for _ in range(6): # nothing is armed: it stays a lock however often
        p.keys(PANIC)
        p.within(0.5, lambda: False) # two that come at once on a busy machine are taken for a held key until then
    check(not ended(p.pid), "ended by the panic key")
    p.back("half a thought")
    p.keys("C-a", "C-x", "Escape")
    p.see("^ Agenda")
    p.command("panic-rehearse")
    check(p.within(10, lambda: re.search("pressed three times in a row [12] time", " ".join(p.screen().split()))), p.screen())
    p.close()


def before_the_first_unlock_the_panic_key_wipes_what_is_typed():
    """The program stays: what is typed next would go to the shell and its history."""
    p = Program(unlock=False)
    for lock in (lambda: p.keys(PANIC), lambda: p.keys(PANIC), lambda: p.keys("F12")):
        p.keys("C-t")
        p.terminal.type("half a passphrase")
        p.see("half a passphrase")
        lock()
        check(p.within(5, lambda: "half a" not in p.screen()), "the passphrase is still there")
        p.see("^ *Passphrase")
        check(not ended(p.pid), "ended by the lock key")
        check("half a" not in p.history(), "the passphrase is in the scrollback")
    p.keys(PANIC, PANIC, PANIC, PANIC) # nothing is armed that was not unlocked
    p.within(1, lambda: False)
    check(not ended(p.pid), "ended by the panic key")
    p.unlock()
    p.close()


def nobody_waits_for_the_key_derivation():
    """A vault that takes seconds to open: the panic key and F12 give that up, and the program stays; a signal ends it."""
    slow = os.path.join(TMP, "slow")
    subprocess.run([SATCHEL, "-f", slow, "--passphrase-fd", "0", "init", "--kdf", "high"],
                   input=f"{PASS}\n{PASS}\n".encode(), check=True, stdout=subprocess.DEVNULL)
    p = Program(slow, unlock=False)
    for key in (PANIC, "F12", PANIC):
        p.terminal.type(PASS)
        p.keys("Enter")
        p.see("Opening")
        p.keys(key)
        check(p.within(5, lambda: "Opening" not in p.screen()), "it waits")
        check(not ended(p.pid), "ended by the lock key")
        check("Agenda" not in p.history(), "it was opened all the same")
        if memory.allowed():
            check(not memory.scan(p.pid, {"the passphrase": PASS}), "the passphrase is in memory")
        p.see("^ *Passphrase")
        check(p.within(20, lambda: len(p.threads()) == 2), "the derivation goes on for ever")
    p.unlock()
    p.keys(":")
    p.see("Commands")
    p.terminal.type("passphrase-change")
    p.see("another passphrase")
    p.keys("Enter")
    p.see("Passphrase now")
    for word in (PASS, PASS[::-1], PASS[::-1]):
        p.terminal.type(word)
        p.keys("Enter")
    p.keys("Enter")
    p.see("A moment")
    p.keys(PANIC)
    p.see("Locked. What was under way was given up")
    check(not ended(p.pid), "ended by the panic key")
    check(p.within(20, lambda: len(p.threads()) == 2), "the derivation goes on for ever")
    p.unlock()
    p.close()
    p = Program(slow, unlock=False)
    p.terminal.type(PASS)
    p.keys("Enter")
    p.see("Opening")
    os.kill(p.pid, signal.SIGTERM)
    p.ends(3)
    check("lock 5m" not in p.history(), "it was opened all the same")
    p.terminal.close()


def nobody_waits_for_the_making_of_a_vault():
    """The first run, while the key is derived: given up, what was typed is gone, and no file is there."""
    made = os.path.join(TMP, "made")
    for lock in (lambda p: p.keys(PANIC), lambda p: p.keys("F12"), lambda p: os.kill(p.pid, signal.SIGTERM)):
        p = Program(made, unlock=None)
        p.see("Look around first")
        p.keys("Enter")
        p.see("Once more")
        for word in (PASS, PASS, ""):
            p.terminal.type(word)
            p.keys("Enter")
        p.keys("Enter")
        p.see("Making the vault")
        lock(p)
        check(p.within(3, lambda: "Making" not in p.screen()), "it waits")
        if not p.within(1, lambda: ended(p.pid)):
            p.see("Look around first")
            if memory.allowed():
                check(not memory.scan(p.pid, {"the passphrase": PASS}), "the passphrase is in memory")
            check(p.within(20, lambda: not p.threads()), "the derivation goes on for ever")
        p.close()
        check(not os.path.exists(made), "a vault was made")
    p = Program(made, unlock=None)
    p.see("Look around first")
    p.close()


def resident(pid):
    """KiB."""
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return int(re.search(r"VmRSS:\s*(\d+)", f.read())[1])


def stopping_waits_for_a_derivation():
    """What memory of it remains would stand still as long as the process does, and be written to disk by a sleep."""
    slow = os.path.join(TMP, "standard")
    subprocess.run([SATCHEL, "-f", slow, "--passphrase-fd", "0", "init", "--kdf", "standard"],
                   input=f"{PASS}\n{PASS}\n".encode(), check=True, stdout=subprocess.DEVNULL)
    p = Program(slow, unlock=False)
    p.terminal.type(PASS)
    p.keys("Enter")
    p.see("Opening")
    p.within(5, lambda: resident(p.pid) > 100000)
    os.kill(p.pid, signal.SIGTSTP)
    check(p.within(5, lambda: state(p.pid) == "T"), "not stopped")
    check(resident(p.pid) < 60000, f"stopped with {resident(p.pid)} KiB in memory")
    os.kill(p.pid, signal.SIGCONT)
    p.see("^ *Passphrase")
    p.unlock()
    p.close()


def the_key_file_taken_away_locks():
    with open(KEY, "wb") as f:
        f.write(os.urandom(64))
    make(KEYED, "--key-file", KEY)
    p = Program(KEYED, ("--key-file", KEY))
    p.note("half a thought")
    os.rename(KEY, KEY + ".away")
    p.see(LOCKED, 3)
    os.rename(KEY + ".away", KEY)
    p.back("half a thought")
    p.close()


def a_stuck_program_is_ended():
    """By the panic key and by a signal; what was typed more than two seconds ago is kept, and the vault opens."""
    for ask in (lambda p: p.keys(PANIC), lambda p: os.kill(p.pid, signal.SIGTERM), lambda p: os.kill(p.pid, signal.SIGTSTP)):
        p = Program()
        p.note("half a thought")
        stick(p.pid)
        began = time.monotonic()
        ask(p)
        p.ends()
        check(time.monotonic() - began < 3, "that took long")
        p.see(ENDED)
        check("half a thought" not in p.history(), "the text is on the screen")
        p.terminal.close()
        p = Program()
        p.close()


def nothing_of_a_stuck_program_is_left_in_memory():
    p = Program()
    words = {"the passphrase": PASS, "the text": memory.new_word()}
    p.note(words["the text"])
    of_passphrase, keys = memory.key_of_passphrase(VAULT, PASS)
    check(memory.scan(p.pid, words, keys), "nothing found while it is open: the test sees nothing")
    watchdog = p.threads()[0]
    stick(p.pid)
    stop_thread(watchdog, memory.TRACEEXIT | memory.EXITKILL)
    p.keys(PANIC)
    wait_for_exit(watchdog)
    found = memory.scan(watchdog, words, {**of_passphrase, **keys})
    check(not found, found)
    memory.trace(memory.DETACH, watchdog)
    p.ends()
    p.terminal.close()


# ---- the panic key that erases ----
def armed(name):
    vault = os.path.join(TMP, name)
    make(vault)
    p = Program(vault)
    p.vault = vault
    p.command("panic-arm")
    p.see("May the panic key erase")
    p.keys("Right", "Enter")
    p.see("Armed: three presses")
    return p


def press(p, *pauses):
    for pause in (*pauses, 0):
        p.keys(PANIC)
        time.sleep(pause) # the time between two presses is what is tested


def is_erased(p):
    check(p.within(10, lambda: ended(p.pid)), "still there")
    left = [name for name in os.listdir(os.path.dirname(p.vault)) if name.startswith(os.path.basename(p.vault))]
    check(not left, f"left: {left}")
    check(p.screen().strip() in ("", "[exit 0]"), p.screen())
    check(p.history().strip() in ("", "[exit 0]"), f"it scrolls back to {p.history()}")
    p.terminal.close()


def three_presses_erase_when_armed():
    p = armed("open")
    p.note("half a thought")
    press(p, 0.3, 0.3)
    is_erased(p)
    p = armed("locked")
    p.keys("F12")
    p.see("Locked")
    press(p, 1, 1)
    is_erased(p)
    p = armed("apart") # not within three seconds
    press(p, 1, 2.5)
    p.see(LOCKED)
    p.back("^ Agenda")
    p.close()


def who_else_has_it_is_told():
    """One is armed and locked, another has opened the vault: both are gone; and so are two that only read."""
    for options in ((), ("--read-only",), ("--read-only",)), ((), ()):
        p = armed(f"shared{len(options)}")
        p.keys("F12")
        p.see("Locked")
        others = [Program(p.vault, o) for o in options[1:]]
        for q in others:
            q.see("^ *Agenda")
        press(p, 0.3, 0.3)
        for q in others:
            check(q.within(2, lambda q=q: ended(q.pid)), "the other one is still there")
            check(q.within(2, lambda q=q: "Agenda" not in q.history()), f"its screen is still there: {q.screen()}")
            q.terminal.close()
        is_erased(p)


def what_could_not_be_erased_is_said():
    """Locked, and the file can no longer be found or written, as on a stick that was pulled out."""
    p = armed("away")
    p.keys("F12")
    p.see("Locked")
    os.rename(p.vault, p.vault + ".elsewhere")
    press(p, 0.3, 0.3)
    p.see("could not be overwritten")
    p.see(r"\[exit 1\]")
    p.terminal.close()
    os.rename(p.vault + ".elsewhere", p.vault)
    Program(p.vault).close()


def a_held_key_and_a_paste_never_erase():
    for delay, interval in ((0.25, 0.033), (0.5, 0.033), (0.66, 0.04)):
        p = armed(f"held{delay}-{interval}")
        os.kill(p.pid, signal.SIGQUIT)
        time.sleep(delay)
        began = last = time.monotonic()
        while last - began < 2:
            os.kill(p.pid, signal.SIGQUIT)
            time.sleep(interval)
            if time.monotonic() - last > 0.1: # this test was held up, and the next would be a press of its own
                break
            last = time.monotonic()
        p.see(LOCKED)
        p.back("^ Agenda")
        p.close()
    p = armed("pasted")
    p.terminal.tmux("load-buffer", "-b", "given", "-", give=b"one\x1ctwo\x1cthree\x1cfour")
    p.terminal.tmux("paste-buffer", "-d", "-r", "-b", "given")
    p.see(LOCKED)
    p.keys("C-u")
    p.back("^ Agenda")
    for piece in (b"one" * 100, b"two\r" * 100, b"three" * 100): # as slowly as the program may take it
        p.terminal.tmux("load-buffer", "-b", "given", "-", give=piece + b"\x1c")
        p.terminal.tmux("paste-buffer", "-d", "-r", "-b", "given")
        time.sleep(0.4)
    check(not ended(p.pid), "a paste erased")
    p.close()


def a_stuck_program_is_erased_as_well():
    """It is ended after the first press, memory and screen wiped; the other two are waited for."""
    p = armed("stuck")
    p.note("half a thought")
    stick(p.pid)
    press(p, 0.8, 0.8)
    is_erased(p)
    p = armed("stuck-once")
    p.note("half a thought")
    stick(p.pid)
    press(p)
    check(p.within(1, lambda: "half a thought" not in p.history()), "the text is still there while it waits")
    p.see(ENDED)
    p.terminal.close()
    p = Program(p.vault)
    p.see("^ Agenda|New: Note")
    p.close()


def another_satchel_sends_it_away():
    for stuck in (False, True):
        p = Program()
        p.note("half a thought")
        if stuck:
            stick(p.pid)
        began = time.monotonic()
        os.kill(p.pid, signal.SIGUSR2)
        while not ended(p.pid) and time.monotonic() < began + 5:
            time.sleep(0.001)
        took = time.monotonic() - began
        check(took < 1, f"gone after {took:.3f} s") # on an idle machine a few ms
        check(p.within(5, lambda: "half a thought" not in p.history()), "the text is on the screen")
        p.terminal.close()


def open_files(pid):
    folder = f"/proc/{pid}/fd"
    return [os.readlink(os.path.join(folder, fd)) for fd in os.listdir(folder) if os.path.lexists(os.path.join(folder, fd))]


def a_command_is_sent_away_too():
    """While it asks for the passphrase: the terminal has its echo again; and in the middle of its work."""
    t = Terminal(TMP, [SATCHEL, "-f", VAULT, "list"])
    t.see("^Passphrase")
    os.kill(t.program(), signal.SIGUSR2)
    t.see(r"\[exit 1\]")
    t.type("seen")
    t.see("seen")
    t.close()
    work = subprocess.Popen([SATCHEL, "-f", VAULT, "--passphrase-fd", "0", "add", "case", "--json", "-"],
                            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    work.stdin.write(f"{PASS}\n".encode() + b'{"title": "Herders\' land"}\n')
    work.stdin.flush()
    until = time.monotonic() + 20
    while VAULT + "-0" not in open_files(work.pid) and time.monotonic() < until:
        time.sleep(0.02)
    work.send_signal(signal.SIGUSR2)
    check(work.wait(5) == 1, f"exit {work.returncode}")
    p = Program()
    p.close()


def nothing_of_a_command_sent_away_is_left():
    """In the middle of its work, with records read and stored: all it can write is zeroed before it ends."""
    words = {"the passphrase": PASS, "a record": memory.new_word()}
    work = subprocess.Popen([SATCHEL, "-f", VAULT, "--passphrase-fd", "0", "add", "note", "--json", "-"],
                            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    work.stdin.write(f"{PASS}\n".encode() + b'{"text": "%s"}\n' % words["a record"].encode() * 2000)
    work.stdin.flush()
    until = time.monotonic() + 20
    while not memory.scan(work.pid, {"a record": words["a record"]}) and time.monotonic() < until:
        time.sleep(0.02)
    _, keys = memory.key_of_passphrase(VAULT, PASS)
    check(memory.scan(work.pid, words, keys), "nothing found in the middle of it: the test sees nothing")
    last = max(int(t) for t in os.listdir(f"/proc/{work.pid}/task"))
    stop_thread(last, memory.TRACEEXIT | memory.EXITKILL)
    work.send_signal(signal.SIGUSR2)
    wait_for_exit(last)
    found = memory.scan(last, words, keys)
    check(not found, found)
    memory.trace(memory.DETACH, last)
    check(work.wait(5) == 1, f"exit {work.returncode}")


# ---- an import under way ----
def paste_appeal(p, lines, line="In year {0} of the harbour strike {1} boats stayed at the quay.\n\n"):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "ua-freedonia.txt"), encoding="utf-8") as f:
        text = f.read() + "\nADDITIONAL INFORMATION\n\n"
    p.keys("i")
    p.see("Paste the text")
    p.terminal.paste(text + "".join(line.format(i, i * 7 % 1000) for i in range(lines)))


def importing(p, *appeal):
    """A long text is being stored."""
    paste_appeal(p, *(appeal or (40000,)))
    p.see("found [0-9]+", 60)
    before = written(p.pid)
    p.within(2.5, lambda: written(p.pid) > before + 2000000) # it is kept as a draft first
    before = written(p.pid)
    p.keys("s")
    check(p.within(20, lambda: written(p.pid) > before + 300000), "nothing is being stored")


def a_lock_in_the_middle_of_an_import():
    """By its key and by a signal: nothing of it is stored, nothing in memory; the text is kept to be gone on with."""
    for ask in (lambda p: p.keys("F12"), lambda p: os.kill(p.pid, signal.SIGTSTP)):
        fresh()
        p = Program()
        importing(p)
        ask(p)
        if p.within(5, lambda: state(p.pid) == "T"):
            os.kill(p.pid, signal.SIGCONT)
        p.see("Locked")
        check("harbour" not in p.history(), "the text is on the screen")
        check(not memory.scan_bytes(p.pid, b"harbour strike"), "the text is in memory")
        p.unlock()
        p.see("found [0-9]+", 60)
        p.close()
        stored = subprocess.run([SATCHEL, "-f", VAULT, "--passphrase-fd", "0", "list", "--json"], input=f"{PASS}\n".encode(),
                                check=True, stdout=subprocess.PIPE).stdout
        check(stored.strip() == b"[]", f"it was stored, or a part of it: {stored[:200]}")


def busy(pid):
    """Computing in the program itself, not in the kernel, for longer than a key takes."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
        return int(f.read().rsplit(")", 1)[1].split()[11])


def a_lock_while_a_text_is_read():
    """By its key, the panic key and a signal: the text is kept, and read after the next unlock."""
    for ask in (lambda p: p.keys("F12"), lambda p: p.keys(PANIC), lambda p: os.kill(p.pid, signal.SIGTSTP)):
        fresh()
        p = Program()
        before = busy(p.pid)
        paste_appeal(p, 80000)
        check(p.within(20, lambda: busy(p.pid) > before + 15), "nothing is being read")
        ask(p)
        if p.within(5, lambda: state(p.pid) == "T" or re.search("^Locked|Locked", p.screen())) and state(p.pid) == "T":
            os.kill(p.pid, signal.SIGCONT)
        p.see("Locked")
        check("harbour" not in p.history(), "the text is on the screen")
        p.unlock()
        p.see("found [0-9]+", 60)
        p.close()


def three_presses_in_the_middle_of_an_import_erase():
    p = armed("importing")
    importing(p)
    press(p, 0.3, 0.3)
    is_erased(p)


def three_presses_in_the_middle_of_a_million_lines_erase():
    p = armed("million")
    importing(p, 1000000, "Boat {0}.\n")
    press(p, 0.3, 0.3)
    is_erased(p)


def a_million_records_are_erased_under_way():
    """Another terminal says `panic` while a command stores them."""
    vault = os.path.join(TMP, "records")
    make(vault)
    work = subprocess.Popen([SATCHEL, "-f", vault, "--passphrase-fd", "0", "add", "note", "--json", "-"],
                            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def feed():
        try:
            work.stdin.write(f"{PASS}\n".encode())
            for i in range(1000000):
                work.stdin.write(b'{"text": "Boat %d stayed at the quay."}\n' % i)
        except OSError:
            pass

    feeder = threading.Thread(target=feed)
    feeder.start()
    until = time.monotonic() + 60
    while (ended(work.pid) or written(work.pid) < 20000000) and time.monotonic() < until:
        time.sleep(0.02)
    check(not ended(work.pid), "it ended by itself")
    subprocess.run([SATCHEL, "-f", vault, "panic"], check=False, stdout=subprocess.DEVNULL)
    check(work.wait(10) == 1, f"exit {work.returncode}")
    feeder.join()
    left = [name for name in os.listdir(TMP) if name.startswith("records")]
    check(not left, f"left: {left}")


# ---- a disk that takes no more ----
def written(pid):
    """Bytes that the process has given to files and terminals."""
    with open(f"/proc/{pid}/io", encoding="ascii") as f:
        return int(re.search("^wchar: ([0-9]+)", f.read(), re.M)[1])


def is_quiet(p):
    """Nothing is written any more: what was typed was tried to be kept for the last time, two seconds after it."""
    last = [written(p.pid), time.monotonic()]

    def still():
        now = written(p.pid)
        if now != last[0]:
            last[:] = now, time.monotonic()
        return time.monotonic() - last[1] > 3

    return p.within(60, still)


def a_full_disk_loses_nothing():
    disk = os.path.join(TMP, "disk")
    os.mkdir(disk)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "none", disk], check=False).returncode != 0:
        print("skipped: a full disk: nothing can be mounted here")
        return
    try:
        vault = os.path.join(disk, "vault")
        make(vault)
        p = Program(vault)
        p.keys("C-n")
        p.see("New: Note")
        p.terminal.paste("sheep and goats, " * 300000) # more than fits into what the vault has
        p.see("sheep and goats")
        p.terminal.type("the end of it")
        p.see("disk is full")
        check(is_quiet(p), "it goes on writing") # the end was typed before or after the rest had been tried
        before = written(p.pid)
        p.keys("F12")
        p.see("What was typed last is in memory alone")
        given = written(p.pid) - before
        check(given < 1000000, f"{given} bytes were written at the lock to a disk that has no room for them")
        check("sheep" not in p.history(), "the text is on the screen")
        check(not memory.scan_bytes(p.pid, b"sheep and goats"), "the text is in memory")
        p.terminal.type(PASS)
        p.keys("Enter")
        p.see("in memory alone still") # the disk is full still
        p.keys("F12")
        p.see("What was typed last is in memory alone")
        p.keys("C-c")
        p.see("memory alone, and")
        check(not ended(p.pid), "it was left without a question")
        subprocess.run(["mount", "-o", "remount,size=60m", disk], check=True)
        p.unlock()
        p.see("the end of it")
        check("without locking" not in p.history(), "it says that it was not locked")
        p.keys("F12")
        p.see(LOCKED)
        p.back("the end of it")
        p.close()
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


def with_disk(size, work):
    """work(folder) on a disk of its own of that size."""
    disk = os.path.join(TMP, "small")
    os.makedirs(disk, exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", disk], check=False).returncode != 0:
        print("skipped: a small disk: nothing can be mounted here")
        return
    try:
        work(disk)
    finally:
        subprocess.run(["umount", "-l", disk], check=False, stderr=subprocess.DEVNULL)


def a_signal_that_loses_a_text_ends_with_another_status():
    def work(disk):
        vault = os.path.join(disk, "vault")
        make(vault)
        p = Program(vault)
        p.keys("C-n")
        p.see("New: Note")
        p.terminal.paste("sheep and goats, " * 300000)
        p.see("sheep and goats")
        p.terminal.type("the end of it")
        p.see("disk is full")
        os.kill(p.pid, signal.SIGTERM)
        p.see(r"\[exit 1\]")
        check("could not be kept" in p.history(), p.screen())
        p.terminal.close()

    with_disk("12m", work)


def three_presses_on_a_full_disk_erase():
    def work(disk):
        p = armed(os.path.join("small", "vault"))
        try:
            with open(os.path.join(disk, "filler"), "wb", 0) as f:
                while f.write(bytes(65536)):
                    pass
        except OSError:
            pass
        p.note("half a thought")
        press(p, 0.3, 0.3)
        is_erased(p)

    with_disk("12m", work)


def a_disk_unmounted_in_the_middle():
    """It can be locked, says that there is no vault, and opens what comes back."""
    def work(disk):
        vault = os.path.join(disk, "vault")
        make(vault)
        p = Program(vault)
        p.note("half a thought")
        shutil.copytree(disk, disk + ".kept")
        subprocess.run(["umount", "-l", disk], check=True)
        p.keys("F12")
        p.see("Locked")
        check("half a thought" not in p.history(), "the text is on the screen")
        p.terminal.type(PASS)
        p.keys("Enter")
        p.see("There is no vault")
        shutil.copytree(disk + ".kept", disk, dirs_exist_ok=True) # plugged in again
        p.keys("C-u")
        p.terminal.type(PASS)
        p.keys("Enter")
        p.see("taken out and put back")
        p.close()
        Program(vault).close()

    with_disk("60m", work)


def with_two_names(work):
    """work(folder, another): the second stays when the first is unmounted."""
    def both(disk):
        other = os.path.join(TMP, "beside")
        os.makedirs(other, exist_ok=True)
        subprocess.run(["mount", "--bind", disk, other], check=True)
        try:
            work(disk, other)
        finally:
            subprocess.run(["umount", "-l", other], check=False)

    with_disk("1g", both)


def opens(vault):
    return subprocess.run([SATCHEL, "-f", vault, "--passphrase-fd", "0", "list"], input=f"{PASS}\n".encode(), check=False,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def a_disk_unmounted_while_it_is_erased():
    """The header is gone, and nothing opens any more, although the rest can no longer be found by its name."""
    def work(disk, other):
        p = armed(os.path.join("small", "vault"))
        p.keys("F12")
        p.see("Locked")
        with open(os.path.join(disk, "vault"), "ab") as f: # two seconds do not suffice for all of it
            for _ in range(70):
                f.write(os.urandom(8388608))
        with open(os.path.join(other, "vault"), "rb") as f:
            before = f.read(64)
            press(p, 0.3, 0.3)
            p.within(5, lambda: os.pread(f.fileno(), 64, 0) != before)
            check(not ended(p.pid), "it was over before")
            subprocess.run(["umount", "-l", disk], check=True)
            check(os.pread(f.fileno(), 64, 0) != before, "the header is there")
        p.ends(10)
        check("Agenda" not in p.history(), "the screen is still there")
        p.terminal.close()
        check(not opens(os.path.join(other, "vault")), "it opens")

    with_two_names(work)


def a_disk_unmounted_before_the_third_press():
    """It says that nothing was erased, and nothing was."""
    def work(disk, other):
        p = armed(os.path.join("small", "vault"))
        press(p, 0.3)
        subprocess.run(["umount", "-l", disk], check=True)
        time.sleep(0.3) # as in press
        press(p)
        p.see("could not be overwritten")
        p.see(r"\[exit 1\]")
        p.terminal.close()
        check(opens(os.path.join(other, "vault")), "it does not open")

    with_two_names(work)


class Unread:
    """The program on a terminal of ours, which we may leave unread."""

    def __init__(self, vault=VAULT):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execv(SATCHEL, [SATCHEL, "-f", vault])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))

    def read(self, until=None, seconds=20):
        seen, end = b"", time.monotonic() + seconds
        while time.monotonic() < end and not (until and until in seen):
            if select.select([self.fd], [], [], 0.05)[0]:
                try:
                    seen += os.read(self.fd, 65536)
                except OSError:
                    break
        return seen

    def type(self, data):
        os.write(self.fd, data)

    def waits_to_write(self):
        """Not when it is gone."""
        if self.gone():
            return False
        with open(f"/proc/{self.pid}/syscall", encoding="ascii") as f:
            return f.read().split()[0] == "1" # write(2) on x86-64

    def gone(self):
        return ended(self.pid)


    def wait_unread(self):
        """Opened, and waiting for somebody to read what it writes."""
        check(b"Passphrase" in self.read(b"Passphrase"), "no prompt")
        self.type(PASS.encode() + b"\r")
        check(b"lock 5m" in self.read(b"lock 5m"), "not open")
        end, waited = time.monotonic() + 20, 0
        while waited < 20 and time.monotonic() < end: # in a row: it does not go on
            waited = waited + 1 if self.waits_to_write() else 0
            if not waited:
                self.type(b"\x0c") # everything anew
            time.sleep(0.01)
        check(waited == 20, "it never waited")


def three_presses_erase_with_a_terminal_that_nobody_reads():
    p = armed("unread")
    p.close()
    u = Unread(p.vault)
    u.wait_unread()
    for _ in range(3):
        u.type(b"\x1c")
        time.sleep(0.3) # separate presses
    check(p.within(10, u.gone), "still there")
    left = [name for name in os.listdir(TMP) if name.startswith("unread")]
    check(not left, f"left: {left}")


def a_terminal_that_nobody_reads_keeps_nobody():
    u = Unread()
    u.wait_unread()
    u.type(b"\x1c")
    began = time.monotonic()
    while not u.gone() and u.waits_to_write() and time.monotonic() < began + 5:
        time.sleep(0.01)
    check(time.monotonic() - began < 3, "the panic key waited for the terminal")
    rest = u.read(ENDED.encode(), 5)
    check(ENDED.encode() in rest, f"{rest[-300:]}")


def report():
    for what in failures:
        print(f"FAIL: {what}")
    shutil.rmtree(TMP, ignore_errors=True)
    sys.exit(1 if failures else 0)


def fresh():
    for name in (VAULT, VAULT + "-0", VAULT + "-1"):
        if os.path.exists(name):
            os.remove(name)
    make(VAULT)


def main():
    for test in TESTS if memory.allowed() else WITHOUT_ROOT:
        began = time.monotonic()
        if test.__name__ in (sys.argv[1:] or test.__name__):
            fresh() # what one leaves half written is not the next one's
            test()
            print(f"{test.__name__}: {time.monotonic() - began:.1f} s")
    if not memory.allowed():
        print("skipped: a main thread that is stuck: this needs root")
    report()


WITHOUT_ROOT = [signals_lock_and_leave, stopping_locks_before, the_panic_key_locks,
                before_the_first_unlock_the_panic_key_wipes_what_is_typed, nobody_waits_for_the_key_derivation,
                nobody_waits_for_the_making_of_a_vault, stopping_waits_for_a_derivation, three_presses_erase_when_armed, who_else_has_it_is_told, what_could_not_be_erased_is_said, a_held_key_and_a_paste_never_erase, a_command_is_sent_away_too, the_key_file_taken_away_locks]
TESTS = WITHOUT_ROOT + [a_stuck_program_is_ended, a_stuck_program_is_erased_as_well, nothing_of_a_stuck_program_is_left_in_memory,
                        another_satchel_sends_it_away, a_terminal_that_nobody_reads_keeps_nobody, a_full_disk_loses_nothing, a_signal_that_loses_a_text_ends_with_another_status, a_lock_while_a_text_is_read,
                        nothing_of_a_command_sent_away_is_left, a_lock_in_the_middle_of_an_import,
                        three_presses_in_the_middle_of_an_import_erase, three_presses_on_a_full_disk_erase,
                        three_presses_erase_with_a_terminal_that_nobody_reads, a_disk_unmounted_in_the_middle,
                        a_disk_unmounted_while_it_is_erased, a_disk_unmounted_before_the_third_press,
                        three_presses_in_the_middle_of_a_million_lines_erase, a_million_records_are_erased_under_way]
if __name__ == "__main__":
    main()
