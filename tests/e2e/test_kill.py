#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_kill.py [ROUNDS [SEED]]: the program in a terminal is killed (SIGKILL) at a random moment while notes and cases are typed.

What the screen said was saved is there, to the letter; nothing is there that was not typed; and a form that was not saved comes back
as it stood at most two seconds before the kill (and some tenths more, where the machine was slow to write it down). Killed also while
the vault is being opened. In the end `verify` finds nothing. What is typed follows from the seed; the moments also depend on the
machine. No power is lost here: what the system had taken is kept. That is the crash matrix' part (tests/unit/test_crash_vault.c)."""
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

SATCHEL = os.path.realpath(os.environ["SATCHEL"])
TMP = tempfile.mkdtemp(dir=os.environ.get("TMPDIR"))
VAULT = os.path.join(TMP, "vault")
PASS = "correct horse battery staple lamp"
KEPT_WITHIN = 2.0  # seconds
SLOW = 1.0         # for a machine under load
WORD = re.compile(r"r\d{4}w\d\d")
IN_USE = re.compile(r" .* lock \d+m?\n")  # the title row of a screen that is not locked
FORMS = {"note": ("C-n", "New: Note"), "case": ("a", "New: Case")}
NEVER = float("inf")


class Killed(Exception):
    pass


def fail(why, screen=""):
    print(f"FAIL: {why}\n{screen}")
    sys.exit(1)


class Terminal:
    """tmux: what stands on the screen, and keys."""

    def __init__(self):
        self.socket = os.path.join(TMP, "tmux")
        conf = os.path.join(TMP, "tmux.conf")
        with open(conf, "w", encoding="utf-8") as f:
            f.write("set -g remain-on-exit on\nset -g status off\nset -g escape-time 0\n")
        self.tmux("-f", conf, "new-session", "-d", "-x", "200", "-y", "30", "true")
        self.killer = None

    def tmux(self, *args):
        return subprocess.run(["tmux", "-S", self.socket, *args], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                              encoding="utf-8").stdout

    def ask(self, what):
        return self.tmux("display-message", "-p", "#{" + what + "}").strip()

    def start(self, command):
        self.tmux("respawn-pane", "-k", "exec " + command)
        return int(self.ask("pane_pid"))

    def keys(self, *names):
        self.tmux("send-keys", *names)

    def typed(self, text):
        self.tmux("send-keys", "-l", "--", text)

    def wait(self, wanted, seconds=60):
        """-> the screen, once wanted(screen) is true of it."""
        until = time.monotonic() + seconds
        while True:
            over = self.killer.killed.is_set()
            screen = self.tmux("capture-pane", "-p")
            if wanted(screen):
                return screen
            if over:
                raise Killed
            if self.ask("pane_dead") == "1" and not self.killer.killed.wait(5):
                fail("it ended by itself", screen)
            if time.monotonic() > until:
                fail("never came", screen)
            time.sleep(0.01)

    def end(self):
        while self.ask("pane_dead") == "0":
            time.sleep(0.01)


class Killer(threading.Thread):
    def __init__(self, pid, delay):
        super().__init__(daemon=True)
        self.pid, self.delay, self.at, self.killed = pid, delay, None, threading.Event()
        self.start()

    def run(self):
        time.sleep(self.delay)
        self.at = time.monotonic()
        os.kill(self.pid, signal.SIGKILL)
        self.killed.set()


class Form:
    """A form on the screen, or a draft of it: what stood in it, and since when that was seen."""

    def __init__(self, kind):
        self.kind, self.was, self.saving, self.killed_at = kind, [((), 0.0)], False, None

    def text(self):
        return self.was[-1][0]

    def stands(self, words, since):
        self.was.append((tuple(words), since))

    def lag(self, words):
        """-> seconds that a draft of these words is behind; None: it never stood so."""
        for i in range(len(self.was) - 1, -1, -1):
            if self.was[i][0] == tuple(words):
                newer = self.was[i + 1][1] if i + 1 < len(self.was) else NEVER
                return max(0.0, self.killed_at - newer)
        return None


def words_on(screen):
    return tuple(WORD.findall(screen))


def run(*args):
    p = subprocess.run([SATCHEL, "-f", VAULT, "--passphrase-fd", "0", *args], input=f"{PASS}\n{PASS}\n", stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, encoding="utf-8", check=False)
    if p.returncode:
        fail(f"exit {p.returncode}: {args}: {p.stderr}")
    return p.stdout


class Loop:
    def __init__(self, rounds, seed):
        self.rounds, self.seed = rounds, seed
        self.terminal = Terminal()
        self.saved = set()  # the screen said so
        self.form = None    # on the screen when it was killed, or waiting as a draft
        self.lags, self.drafts, self.opening = [], 0, 0
        self.rng, self.round, self.count = None, 0, 0

    # ---- what is in the vault ----

    def stored(self):
        notes = json.loads(run("--json", "list", "--full", "note"))
        cases = json.loads(run("--json", "list", "--full", "case"))
        return {words_on(n["text"]) for n in notes} | {words_on(c["title"]) for c in cases}

    def check_stored(self):
        there, form = self.stored(), self.form
        if form and form.saving and form.text() in there:
            self.saved.add(form.text())
            form.was += [(state, NEVER) for state, _ in form.was] + [((), NEVER)]
        if form:
            form.saving = False
        if self.saved - there:
            fail(f"round {self.round}: saved, and gone: {sorted(self.saved - there)[:3]}")
        if there - self.saved:
            fail(f"round {self.round}: not saved, and there: {sorted(there - self.saved)[:3]}")

    # ---- at the terminal ----

    def to_agenda(self):
        """From the case that was just made, or where the last session ended."""
        while not self.terminal.wait(lambda s: IN_USE.match(s)).startswith(" Agenda"):
            if self.terminal.killer.killed.is_set():
                raise Killed
            self.terminal.keys("Escape")
            time.sleep(0.05)

    def open_form(self, kind):
        key, title = FORMS[kind]
        self.terminal.keys(key)
        self.terminal.wait(lambda s: title in s)

    def check_draft(self):
        """Opens the form that was killed, and holds what is in it against what it was."""
        form = self.form
        self.open_form(form.kind)
        last = time.monotonic() + 0.3  # it is painted at once; a draft that is missing never comes
        screen = self.terminal.wait(lambda s: words_on(s) == form.text() or time.monotonic() > last)
        words = words_on(screen)
        lag = form.lag(words)
        if lag is None or lag > KEPT_WITHIN + SLOW:
            fail(f"round {self.round}: the draft is {lag} s behind: it is {words}; it was {form.was[-4:]}, killed at {form.killed_at}", screen)
        if len(form.was) > 1:
            self.lags.append(lag)
            self.drafts += bool(words)
        self.form = Form(form.kind)
        self.form.stands(words, time.monotonic())

    def clear(self):
        self.terminal.keys("C-a", "C-x")
        self.form.stands((), NEVER)
        self.terminal.wait(lambda s: not words_on(s))
        self.form.was[-1] = ((), time.monotonic())

    def type_words(self):
        for _ in range(self.rng.randint(1, 14)):
            self.count += 1
            word = f"r{self.round:04}w{self.count:02}"
            words = self.form.text() + (word,)
            self.form.stands(words, NEVER)
            self.terminal.typed(word + " ")
            self.terminal.wait(lambda s, w=words: words_on(s) == w)
            self.form.was[-1] = (words, time.monotonic())
            time.sleep(self.rng.expovariate(5))

    def save(self):
        self.form.saving = True
        self.terminal.keys("C-s")
        self.terminal.wait(lambda s: "\n Saved" in s)
        self.saved.add(self.form.text())
        self.form = None
        self.to_agenda()

    def work(self):
        if self.form:
            self.check_draft()
            if self.form.text() and self.rng.random() < 0.5:
                self.clear()
        while True:
            if not self.form:
                kind = self.rng.choice(sorted(FORMS))
                self.form = Form(kind)
                self.open_form(kind)
            if len(self.form.text()) < 6:
                self.type_words()
            self.save()

    def unlock(self):
        self.terminal.wait(lambda s: re.search("^ *Passphrase", s, re.M))
        self.terminal.typed(PASS)
        self.terminal.keys("Enter")
        self.to_agenda()

    def one_round(self):
        self.rng, self.count = random.Random(f"{self.seed}/{self.round}"), 0
        if (self.form and self.form.saving) or self.rng.random() < 0.2:
            self.check_stored()
        early = self.rng.random() < 0.15
        killer = self.terminal.killer = Killer(self.terminal.start(f"{SATCHEL} -f {VAULT}"),
                                               self.rng.uniform(0, 1.5) if early else self.rng.uniform(1, 8))
        opened = False
        try:
            self.unlock()
            opened = True
            self.work()
        except Killed:
            pass
        killer.join()
        self.terminal.end()
        self.opening += not opened
        if self.form and self.form.killed_at is None:
            self.form.killed_at = killer.at

    def go(self):
        run("init", "--kdf", "low")
        began = time.monotonic()
        for self.round in range(1, self.rounds + 1):
            self.one_round()
        self.check_stored()
        run("verify")
        lags = sorted(self.lags) or [0.0]
        if self.rounds >= 10 and (self.opening * 2 > self.rounds or len(self.saved) * 2 < self.rounds or len(self.lags) * 4 < self.rounds):
            fail(f"hardly anything was tried: {self.opening} kills while opening, {len(self.saved)} records, {len(self.lags)} forms not saved")
        print(f"{self.rounds} kills, seed {self.seed}: {self.opening} while opening, {len(self.saved)} records said to be saved and all there, "
              f"{len(self.lags)} forms not saved, {self.drafts} of them with text in the draft: behind by {lags[len(lags) // 2]:.2f} s (median), "
              f"{lags[-1]:.2f} s (most); {time.monotonic() - began:.0f} s")

    def close(self):
        self.terminal.tmux("kill-server")


loop = Loop(int(sys.argv[1]) if len(sys.argv) > 1 else 10, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
try:
    loop.go()
finally:
    loop.close()
    subprocess.run(["rm", "-rf", TMP], check=False)
