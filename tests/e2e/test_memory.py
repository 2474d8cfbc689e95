#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""After every lock nothing of what was stored, shown or typed is in the program's memory, and neither passphrase nor
key: every kind of form, the search, the commands, pasted appeals, what was cut, a number shown for a while, every
screen; locked by its key, by the panic key, after the idle time, by being stopped. Before the lock it is there: that is
looked at each time, so that the test would see it. The broker never holds any of it."""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import memory  # noqa: E402
from terminal import Terminal  # noqa: E402

SATCHEL = os.environ["SATCHEL"]
TMP = tempfile.mkdtemp(dir=os.environ.get("TMPDIR"))
VAULT = os.path.join(TMP, "vault")
APPEAL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "ua-freedonia.txt")
PASS, STORED = memory.new_word(28), memory.new_word()
failures = []


def run(*args, give="", passphrases=(PASS,)):
    """The command line; what it reads follows the passphrases."""
    text = "".join(p + "\n" for p in passphrases) + give
    return subprocess.run([SATCHEL, "-f", VAULT, "--passphrase-fd", "0", *args], input=text.encode(), check=True,
                          stdout=subprocess.PIPE).stdout.decode()


def plain(*args):
    return json.loads(subprocess.check_output([SATCHEL, *args, "--json"]))


# ---- a vault with a record of every kind, a word of its own in each ----
TYPES = plain("fields")
FIELDS = {t: [f for f in plain("fields", t) if not f["kept_by_program"]] for t in TYPES}
IDS = {}


def word_of(kind):
    return "kind" + kind


def value(kind, f):
    takes = f["takes"]
    if takes in ("text", "lines"):
        return f"{word_of(kind)} {STORED} {f['field']}"
    if takes in ("id", "ids"):
        target = f.get("type") or "person"
        ident = made(target) if f["required"] and target in TYPES else IDS.get(target)
        return ident if takes == "id" or ident is None else [ident]
    if takes == "list":
        element = {g["field"]: value(kind, g) for g in f["fields"]}
        return [element] if all(element.values()) else None
    return {"number": 3, "yes/no": True, "day": "2021-03-05", "date": "2021-07"}.get(takes) or [w for w in f["words"] if w][0]


def made(kind):
    """Its id; what it refers to is made first."""
    if kind not in IDS:
        IDS[kind] = None # a reference to itself is left out
        record = {f["field"]: value(kind, f) for f in FIELDS[kind]}
        record = {k: v for k, v in record.items() if v}
        IDS[kind] = json.loads(run("add", kind, "-", "--json", give=json.dumps(record)))[0]["id"]
    return IDS[kind]


# ---- the program ----
class Session:
    """One run of the program. Whatever was typed is looked for at every later look, not at the next one only."""

    def __init__(self, options=(), vault=VAULT, ask=True, args=None, **more):
        self.words = {"the passphrase": PASS, "a stored text": STORED}
        self.terminal = t = Terminal(TMP, args or [SATCHEL, "-f", vault, *options], **more)
        self.see, self.gone, self.keys, self.shows = t.see, t.gone, t.keys, t.shows
        if ask:
            self.unlock()
        self.see("lock [0-9]+m$")
        self.pid = t.program()
        self.broker = int(subprocess.run(["pgrep", "-P", str(self.pid)], stdout=subprocess.PIPE, check=True).stdout)
        self.of_passphrase, self.of_session = memory.key_of_passphrase(vault, PASS)

    def ready(self, when):
        """Just opened: looked at before any other key, then at home."""
        self.open_well(when)
        self.home()
        return self

    def unlock(self):
        self.see("^ *Passphrase")
        self.terminal.type(PASS)
        self.keys("Enter")
        self.gone(r"^ *Passphrase|^ *Opening\.\.\.")

    def type(self, name):
        """A new word, which is looked for from now on, under this name."""
        self.words[name] = memory.new_word()
        self.terminal.type(self.words[name])

    def typed(self, name):
        """Until its word stands on the screen, in one line or two."""
        if not self.terminal.within(20, lambda: self.words[name] in "".join(self.terminal.screen().split())):
            self.terminal.fail(f"never saw: {name}")

    def home(self):
        while not (before := self.terminal.screen()).startswith(" Agenda"):
            self.keys("Escape")
            self.terminal.within(2, lambda: self.terminal.screen() != before)

    def command(self, name, shows):
        self.keys(":")
        self.see("Commands")
        self.terminal.type(name)
        self.see(f"> {name}")
        self.keys("Enter")
        self.see(shows)

    # -- looking --
    def there(self, name, *forms):
        """It is found while the vault is open: else nothing could be said of it later."""
        found = memory.scan(self.pid, {name: self.words[name]})
        for form in forms or ("as bytes", "in cells"):
            if not any(f.startswith(f"{name} {form} ") for f in found):
                failures.append(f"{name}: not found {form} while it is open")

    def look(self, when, words=None, keys=None, pid=None):
        keys = {**self.of_passphrase, **self.of_session} if keys is None else keys
        found = memory.scan(pid or self.pid, self.words if words is None else words, keys)
        failures.extend(f"{when}: {what}" for what in found)

    def open_well(self, when):
        """Open, the passphrase is gone already; the keys are there, where nobody else gets at them."""
        self.look(when, {"the passphrase": PASS}, self.of_passphrase)
        self.look(f"{when}, the broker", pid=self.broker)
        found = memory.scan(self.pid, keys=self.of_session)
        if not any(f.startswith("the key of blocks") for f in found):
            failures.append(f"{when}: the keys are not found while it is open")
        failures.extend(f"{when}: {f}: {flags}" for f in found
                        if not {"dd", "lo"} <= (flags := memory.flags_at(self.pid, f)))

    def lock(self, when, key="F12"):
        self.keys(key)
        self.see("Locked. Nothing was lost")
        self.look(when)

    def end(self, when, leave):
        """leave() makes it end: looked at in its last system call, and its memory with it."""
        memory.trace(memory.SEIZE, self.pid, memory.TRACEEXIT)
        leave()
        memory.go_to_end(self.pid)
        self.look(when)
        memory.trace(memory.CONT, self.pid)
        os.waitpid(self.pid, 0)
        self.see(r"^\[exit ")
        self.terminal.close()


# ---- what is done, each up to the moment before the lock; `name` is typed or shown ----
def first_written(kind):
    """How many fields stand before the first in which something can be written, if it be words to find it by."""
    takes = [f["takes"] for f in FIELDS[kind]]
    return min(i for i, t in enumerate(takes) if t in ("text", "lines") or
               (t in ("list", "date") and not {"text", "lines"} & set(takes)))


def search_for(s, words):
    s.keys("/")
    s.see("^ Words")
    s.terminal.type(words)
    s.see("hits?$")
    s.keys("Enter")


def in_form(kind):
    """What is stored is on the screen; a field of it is written over."""
    def do(s, name):
        search_for(s, word_of(kind))
        s.keys("G", "e")
        s.see("Ctrl-S save")
        s.there("a stored text")
        s.keys(*["Tab"] * first_written(kind), "C-a")
        s.type(name)
    return do


def quick_note(s, name):
    s.keys("C-n")
    s.see("New: Note")
    s.type(name)
    s.typed(name)
    s.keys("C-a", "C-x", "C-v", "C-v") # also what was cut, and what undo keeps of it
    s.see("not saved")


def searching(s, name):
    s.keys("/")
    s.see("^ Words")
    s.type(name)


def command_line(s, name):
    s.keys(":")
    s.see("Commands")
    s.type(name)


def narrowing(s, name):
    s.keys("f")
    s.see("Narrow to")
    s.type(name)


def picking(s, name):
    """Looking for a person to refer to."""
    search_for(s, word_of("member"))
    s.keys("e")
    s.see("Ctrl-S save")
    s.keys("Tab")
    s.type(name)


def pasting(s, name):
    """An appeal, looked through; with a correction that is being typed."""
    s.words["a pasted text"] = pasted = memory.new_word()
    s.keys("i")
    s.see("Paste the text")
    with open(APPEAL, encoding="utf-8") as f:
        s.terminal.paste(f.read().replace("Testova", "Testova-" + pasted))
    s.see(f"Person +Anna Testova-{pasted}")
    s.there("a pasted text")
    s.keys("e")
    s.see("Enter|Ctrl-S")
    s.type(name)


def from_file(s, name):
    """An appeal in a file, by its name."""
    s.words[name] = memory.new_word()
    s.keys("i")
    s.see("Paste the text")
    with open(APPEAL, encoding="utf-8") as f, open(os.path.join(TMP, "appeal.txt"), "w", encoding="utf-8") as out:
        out.write(f.read().replace("Testova", "Testova-" + s.words[name]))
    s.terminal.type(out.name)
    s.keys("Enter")


def long_text(s, name):
    """More than the heap gives in one piece."""
    s.words[name] = memory.new_word()
    s.keys("C-n")
    s.see("New: Note")
    s.terminal.paste(f"a long text of {s.words[name]}, " * 10000)


def letter(s, name):
    """What is typed into a letter, looked for in it, seen as a page."""
    search_for(s, word_of("letter"))
    s.keys("G", "Enter")
    s.see("F2 findings")
    s.there("a stored text")
    s.keys("e")
    s.type(name)
    s.typed(name)
    s.keys("F7")
    s.see("Find")
    s.terminal.type(s.words[name])
    s.see("1/1")
    s.keys("Escape")
    s.see("F4 preview")
    s.keys("F4")
    s.see("As it will be printed")


def copying(s, name):
    """The name of a file that a copy is to be written to."""
    s.command("backup", "Name a file on a stick")
    s.keys("C-a")
    s.type(name)


def revealing(s, name):
    """A number, masked but for a while."""
    del name
    search_for(s, word_of("contact"))
    s.see(word_of("contact"))
    s.keys("r")
    s.see("hides by itself")
    s.there("a stored text")


def every_screen(s, name):
    del name
    for screen in ("cases", "people", "offices", "messages", "settings", "agenda"):
        s.command(screen, f"^ (.* › )?{screen.capitalize()}")
    s.command("import", "^ (.* › )?Import")


def every_tab(s, name):
    del name
    s.keys("C")
    s.see("^ Cases")
    s.keys("Enter")
    for tab in "12345678":
        s.keys(tab, "Down", "Down", "t", "t")
    s.keys("z", "z", "?")
    s.see("quick-note|note")


def sizes(s, name):
    """curses makes its screens anew, and long rows stay in its buffer behind short ones."""
    s.keys("C-n")
    s.see("New: Note")
    s.type(name)
    for width, height in ((200, 60), (80, 24), (132, 43), (40, 12)):
        s.terminal.size(width, height)
        if not s.terminal.within(20, lambda h=height: "Esc" in (s.terminal.screen().split("\n") + [""] * h)[h - 1]):
            s.terminal.fail("not drawn in the new size")


CASES = [(f"a form, {kind}", in_form(kind), True) for kind in TYPES] + [
    # what it is called, what is done, whether its name's word is typed and then shows
    ("a quick note", quick_note, True),
    ("the search", searching, True),
    ("the commands", command_line, True),
    ("narrowing a list", narrowing, True),
    ("choosing a person", picking, True),
    ("an appeal", pasting, True),
    ("an appeal in a file", from_file, True),
    ("a long text", long_text, True),
    ("a letter", letter, True),
    ("a copy", copying, True),
    ("a number", revealing, False),
    ("every screen", every_screen, False),
    ("a case", every_tab, False),
    ("other sizes", sizes, True),
]


def walk():
    """All of it in one run of the program: what an earlier lock left would be seen by each later one."""
    s = Session().ready("unlocked")
    for name, do, shows in CASES:
        do(s, name)
        if shows:
            s.typed(name)
            s.there(name)
        s.lock(name)
        s.unlock()
        s.home()
    s.lock("at the end")
    left = memory.scan_set(s.pid, memory.block_keys(VAULT, s.of_session["the volume key"]))
    failures.extend(f"at the end: {what}" for what in left)
    s.unlock()
    s.look("the broker", pid=s.broker)
    s.end("left by q", lambda: s.keys("q", "q"))


# ---- other ends of being open ----
def half_typed(s, name):
    s.keys("C-n")
    s.see("New: Note")
    s.type(name)
    s.typed(name)


def unlocking():
    """What is typed where the passphrase belongs: shown, cleared, tried."""
    s = Session().ready("opened again")
    s.lock("nothing done")
    s.type("typed and cleared")
    s.keys("C-t")
    s.typed("typed and cleared")
    s.keys("C-u")
    s.gone(s.words["typed and cleared"][:12])
    s.look("typed and cleared")
    s.type("a wrong passphrase")
    s.keys("Enter")
    s.see("Wrong passphrase")
    s.look("a wrong passphrase")
    s.end("left while locked", lambda: s.keys("C-c"))


def first_run():
    """A vault is made on the screen, its passphrase shown while it is typed; then the six words that are offered."""
    fresh = os.path.join(TMP, "made", "vault")
    t = Terminal(TMP, [SATCHEL, "-f", fresh])
    t.see("Create a vault")
    t.keys("Enter")
    t.see("Six words")
    pid = t.program()
    offered = re.search("^ {5}([a-z]+(?:[ -][a-z]+){5})", t.screen(), re.MULTILINE)[1]
    if not memory.scan_bytes(pid, offered.encode()):
        failures.append("first run: the words that are offered are not found while they stand there")
    t.keys("C-t")
    t.type(PASS)
    t.see(PASS[:12])
    t.keys("Enter")
    t.type(PASS)
    t.keys("Enter", "Enter", "Left") # past the key file
    t.see("low, 64")
    t.keys("Enter")
    t.see("step 3 of 3")
    words = memory.scan_bytes(pid, offered.encode())
    failures.extend(f"first run, the words that were offered: {f}" for f in words)
    t.keys("Enter")
    t.see("^ Agenda")
    found = memory.scan(pid, {"the passphrase": PASS}, memory.key_of_passphrase(fresh, PASS)[0])
    failures.extend(f"first run: {f}" for f in found)
    t.close()


def panic():
    """The panic key, with nothing after it; then in the middle of a paste."""
    s = Session().ready("opened for the panic key")
    half_typed(s, "typed before the panic key")
    s.lock("the panic key", "C-\\")
    s.unlock()
    s.see("not saved")
    name = "half of a paste"
    s.terminal.type("\033[200~")
    s.type(name)
    if not s.terminal.within(10, lambda: memory.scan(s.pid, {name: s.words[name]})):
        failures.append(f"{name}: not found before the lock")
    s.lock("the panic key in a paste", "C-\\")
    s.terminal.type("the rest\033[201~")
    s.unlock()
    os.kill(s.pid, signal.SIGTERM)
    s.see(r"^\[exit ")
    s.terminal.close()


def stopped():
    s = Session().ready("opened to be stopped")
    half_typed(s, "typed before a stop")
    os.kill(s.pid, signal.SIGTSTP)
    if not s.terminal.within(20, lambda: open(f"/proc/{s.pid}/stat", encoding="ascii").read().split()[2] == "T"):
        s.terminal.fail("not stopped")
    s.look("stopped")
    os.kill(s.pid, signal.SIGCONT)
    s.see("Locked. Nothing was lost")
    s.look("stopped and gone on")
    s.unlock()
    s.end("ended by SIGTERM", lambda: os.kill(s.pid, signal.SIGTERM))


def hung_up():
    s = Session().ready("opened to be hung up")
    half_typed(s, "typed before the terminal went")
    memory.trace(memory.SEIZE, s.pid, memory.TRACEEXIT)
    s.terminal.close()
    memory.go_to_end(s.pid)
    s.look("the terminal went away")
    memory.trace(memory.CONT, s.pid)


def given():
    """The passphrase on a descriptor: gone once the vault is open."""
    with open(os.path.join(TMP, "given"), "w", encoding="ascii") as f:
        f.write(PASS + "\n")
    s = Session(ask=False, args=["sh", "-c", 'exec "$0" -f "$1" --passphrase-fd 9 9<"$2"', SATCHEL, VAULT, f.name])
    s.ready("opened with a passphrase that was given")
    s.lock("opened with a passphrase that was given")
    s.terminal.close()


def crashed():
    """No core file, though the shell would have one, and a program that does nothing against it leaves one."""
    work = os.path.join(TMP, "work")
    os.mkdir(work)
    in_work = ["sh", "-c", 'cd "$0" && ulimit -c unlimited && exec "$@"', work]
    control = subprocess.Popen([*in_work, "sleep", "1000"])
    while open(f"/proc/{control.pid}/comm", encoding="ascii").read() != "sleep\n":
        pass
    control.send_signal(signal.SIGSEGV)
    control.wait()
    if not os.listdir(work):
        print("skipped: no core file after a crash (this machine keeps none in the working folder)")
    for name in os.listdir(work):
        os.remove(os.path.join(work, name))
    for sig in (signal.SIGSEGV, signal.SIGABRT, signal.SIGQUIT):
        s = Session(args=[*in_work, SATCHEL, "-f", VAULT]).ready("opened to crash")
        half_typed(s, "typed before a crash")
        os.kill(s.broker if sig == signal.SIGQUIT else s.pid, sig)
        if sig == signal.SIGQUIT:
            os.kill(s.pid, signal.SIGTERM)
        s.see(r"^\[exit ")
        failures.extend(f"{sig.name}: it left {name}" for name in os.listdir(work))
        s.terminal.close()


class Idle:
    """Locks by itself after a minute, in which the others are looked at. On a vault of its own."""

    def __init__(self):
        config = os.path.join(TMP, "config")
        os.makedirs(os.path.join(config, "satchel"))
        with open(os.path.join(config, "satchel", "config"), "w", encoding="ascii") as f:
            f.write("idle-minutes = 1\n")
        self.session = s = Session(vault=shutil.copy(VAULT, os.path.join(TMP, "idle")), env={"XDG_CONFIG_HOME": config})
        half_typed(s, "typed before the idle time")

    def end(self):
        s = self.session
        s.there("typed before the idle time") if not s.shows("Locked") else None
        s.see("Locked. Nothing was lost", 90)
        s.look("the idle time")
        s.terminal.close()


def main():
    if not memory.allowed():
        print("skipped: memory of the terminal program after a lock (needs root)")
        return 0
    run("init", "--kdf", "low", passphrases=(PASS, PASS))
    for kind in TYPES:
        made(kind)
    idle = Idle()
    for part in (walk, unlocking, first_run, panic, stopped, hung_up, given, crashed, idle.end):
        part()
    print(f"{len(CASES)} screens and forms, and 11 other ends")
    for f in failures:
        print(f)
    return bool(failures)


sys.exit(main())
