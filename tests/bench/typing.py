#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""typing.py SATCHEL FOLDER: key press to painted screen while typing into letters of one megabyte.

Each letter is made in a vault of its own in the folder; keys go through a pseudo-terminal, at the start, in the middle and at the end of each text."""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from terminal import Terminal, percentile  # noqa: E402

SIZE = 1 << 20
PASS = "bench correct horse battery staple"
TEXTS = {
    "paragraphs": ("I write to you about the people who were taken from their homes in February. " * 12).strip() + "\n\n",
    "one paragraph": "I write to you about the people who were taken from their homes in February. ",
    "Chinese": "\u6211\u5199\u4fe1\u8868\u8fbe\u5173\u5207\u3002\u8bf7\u7acb\u5373\u91ca\u653e\u5979\uff0c\u5e76\u8ba9\u5979\u89c1\u5bb6\u4eba",
    "no blank": "abcdefghij",
}
KEYS = [b"a", b"b", b" ", b"c", b"\x7f", b"d", b"\x1b[C", b"\x1b[D", b"e", b"f"]
PLACES = {"start": b"\x1b[1;5H", "middle": None, "end": b"\x1b[1;5F"}


def run(satchel, vault, *args, lines, given=""):
    """-> what it prints; lines: the passphrases it reads."""
    r, w = os.pipe()
    os.write(w, "".join(x + "\n" for x in lines).encode())
    os.close(w)
    p = subprocess.run([satchel, "-f", vault, "--passphrase-fd", str(r), *args], input=given, stdout=subprocess.PIPE, encoding="utf-8",
                       pass_fds=[r], check=True)
    os.close(r)
    return p.stdout.strip()


def open_letter(satchel, vault, text, people=0):
    """-> a terminal with that letter in a vault of its own, with so many people, the cursor in its text."""
    run(satchel, vault, "init", "--kdf", "low", lines=[PASS, PASS])
    if people:
        names = (json.dumps({"names": [{"text": f"Person{i % 977} Surname{i}"}]}) for i in range(people))
        run(satchel, vault, "add", "person", "--json", "-", lines=[PASS], given="\n".join(names))
    kase = run(satchel, vault, "add", "case", "title=One letter", lines=[PASS])
    run(satchel, vault, "add", "letter", "--json", "-", lines=[PASS], given=json.dumps({"case": kase, "lang": "en", "body": text}))
    t = Terminal([satchel, "-f", vault])
    t.wait_for("Passphrase")
    t.send(PASS + "\r")
    t.wait_for("lock ")
    t.settle()
    for keys in (":cases\r", "\r", "5", "G", "\r", "e"):
        t.send(keys)
        t.settle(0.5)
    return t


def busy(pid):
    """-> seconds that the process has run: what a key costs, however loaded the machine is."""
    return int(open(f"/proc/{pid}/schedstat", encoding="ascii").read().split()[0]) / 1e9


def measure(t, place, rounds):
    if PLACES[place]:
        t.send(PLACES[place])
    else:
        t.send(PLACES["start"])
        t.settle()
        t.send(b"\x1b[6~" * 300)
    t.settle(0.5)
    waited, worked = [], []
    for key in KEYS * rounds:
        before = busy(t.pid)
        seconds = t.key_to_paint(key)
        if seconds is not None:
            waited.append(seconds)
            worked.append(busy(t.pid) - before)
    return waited, worked


def check_of_two_pages(satchel, folder, people):
    """What the check costs after a pause in typing."""
    text = "I write to you about the people who were taken from their homes, and call on you to let them go. " * 35
    t = open_letter(satchel, os.path.join(folder, "checked"), text, people)
    spent = []
    for _ in range(20):
        t.key_to_paint(b"x")
        before = busy(t.pid)
        t.settle(0.4)
        spent.append(busy(t.pid) - before)
    t.close()
    print(f"check of {len(text.split())} words, {people} people: {percentile(spent, 0.5) * 1000:.2f} ms of work median, {max(spent) * 1000:.2f} at most")


def main():
    satchel, folder = sys.argv[1:3]
    check_of_two_pages(satchel, folder, 100000)
    for name, piece in TEXTS.items():
        text = (piece * (SIZE // len(piece.encode()) + 1)).strip()
        t = open_letter(satchel, os.path.join(folder, "typing-" + name.replace(" ", "-")), text)
        for place in PLACES:
            waited, worked = measure(t, place, 10)
            print(f"1 MB, {name:13} at the {place:6} {percentile(waited, 0.5) * 1000:8.2f} ms median, {percentile(waited, 0.99) * 1000:.2f} ms for "
                  f"99 of 100; of work {percentile(worked, 0.5) * 1000:.2f} and {percentile(worked, 0.99) * 1000:.2f}, {len(waited)} keys")
        t.close()


main()
