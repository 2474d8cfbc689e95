#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""unlocks.py SATCHEL FOLDER CASES RUNS: the three kinds of unlock, from Enter to the first screen, and what they leave.

One's own passphrase (CASES cases in the vault), the decoy's, the one for duress, in random order, each on a fresh copy of the same
three files. They must not be told apart: the medians of time differ by less than `open` differs from itself (the distance of its
quartiles), the screens of decoy and duress are the same bytes, and sizes and times of all three files move alike. Ends with
status 1 when they do not."""
import os
import random
import shutil
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from terminal import Terminal  # noqa: E402

WORDS = {"open": "lantern oyster gravel cabin", "decoy": "meadow violin pepper harbor", "duress": "candle anchor willow bridge"}
FILES = ["", "-0", "-1"]
KEPT = 30  # seconds that a copy is older than what is done to it


def run(satchel, vault, lines, *args, **more):
    read, write = os.pipe()
    os.write(write, "".join(line + "\n" for line in lines).encode())
    os.close(write)
    subprocess.run([satchel, "-f", vault, "--passphrase-fd", str(read), *args], pass_fds=[read], check=True,
                   stdout=subprocess.DEVNULL, **more)
    os.close(read)


def furnish(satchel, vault, cases):
    here = os.path.dirname(os.path.abspath(__file__))
    run(satchel, vault, [WORDS["open"]] * 2, "init", "--kdf", "low")
    made = subprocess.run([f"{here}/make_cases.py", str(cases)], capture_output=True, check=True).stdout
    run(satchel, vault, [WORDS["open"]], "add", "case", "--json", "-", input=made)
    run(satchel, vault, [WORDS["open"], WORDS["decoy"], WORDS["decoy"]], "passphrase", "decoy")
    run(satchel, vault, [WORDS["decoy"], WORDS["duress"], WORDS["duress"]], "passphrase", "duress")


def fresh(template, vault):
    """A copy of the three files, on the disk, half a minute old."""
    for end in FILES:
        shutil.copyfile(template + end, vault + end)
        fd = os.open(vault + end, os.O_RDWR)
        os.fsync(fd)
        os.close(fd)
        os.utime(vault + end, (time.time() - KEPT, time.time() - KEPT))


def look(vault):
    return [os.stat(vault + end) for end in FILES]


def state(vault, before):
    """What can be seen of the files: lengths, and which times have moved since."""
    return tuple((now.st_size, now.st_mtime_ns != was.st_mtime_ns, now.st_ctime_ns != was.st_ctime_ns, now.st_atime_ns != was.st_atime_ns)
                 for now, was in zip(look(vault), before))


def once(satchel, vault, words):
    """-> seconds from Enter to the first screen, what was painted, the files while open, the files after the lock."""
    before = look(vault)
    t = Terminal([satchel, "-f", vault])
    t.wait_for("Passphrase")
    t.settle(0.1)
    t.send(words)
    t.settle(0.1)
    mark = len(t.seen)
    t.send("\r")
    took = t.wait_for("lock ")
    t.settle(0.3)
    painted, opened = t.seen[mark:], state(vault, before)
    before = look(vault)
    t.send("L")
    t.wait_for("Passphrase")
    t.close()
    return took, painted, opened, state(vault, before)


def main():
    satchel, folder, cases, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    template, vault = f"{folder}/template", f"{folder}/vault"
    furnish(satchel, template, cases)
    times = {kind: [] for kind in WORDS}
    painted = {kind: set() for kind in WORDS}
    files = {kind: set() for kind in WORDS}
    rng = random.Random(1)
    for _ in range(runs):
        for kind in rng.sample(sorted(WORDS), len(WORDS)):
            fresh(template, vault)
            took, text, opened, after = once(satchel, vault, WORDS[kind])
            times[kind].append(took * 1000)
            painted[kind].add(text)
            files[kind] |= {("open", opened), ("locked", after)}
    quartiles = statistics.quantiles(times["open"], n=4)
    spread, middle = quartiles[2] - quartiles[0], statistics.median(times["open"])
    bad = 0
    for kind in WORDS:
        differs = statistics.median(times[kind]) - middle
        bad += abs(differs) >= spread
        print(f"unlock, {kind:8} {runs} runs  {statistics.median(times[kind]):8.1f} ms median, {differs:+.2f} ms from open; "
              f"open's quartiles are {spread:.2f} ms apart")
    alike = {"screens of decoy and duress": painted["decoy"] == painted["duress"],
             "lengths and times of the files": files["open"] == files["decoy"] == files["duress"]}
    for what, same in alike.items():
        bad += not same
        print(f"{what}: {'the same' if same else 'NOT the same'}")
    if not alike["lengths and times of the files"]:
        for kind in files:
            print(kind, *sorted(files[kind]), sep="\n  ")
    return 1 if bad else 0


sys.exit(main())
