#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""sql.py BUILD FOLDER [ROWS] [ROUNDS]: SQLite work in a vault against plain SQLite and SQLCipher, in turns, as ratios of each round."""
import os
import statistics
import subprocess
import sys

build, folder = sys.argv[1:3]
rows, rounds = (sys.argv[3:4] or ["20000"])[0], int((sys.argv[4:5] or ["7"])[0])


def seconds(kind, fts):
    program = os.path.join(build, "tests/bench", "sql_work_sqlcipher" if kind == "sqlcipher" else "sql_work")
    path = os.path.join(folder, f"work-{kind}")
    out = subprocess.run([program, kind, path, rows, fts], check=True, capture_output=True, text=True).stdout
    for name in os.listdir(folder):
        if name.startswith(f"work-{kind}"):
            os.unlink(os.path.join(folder, name))
    return [float(x) for x in out.split()]


def compare(label, other, fts, kind="sealed"):
    """Prints a row while the file grows, one in a file that has the room, and one for both."""
    pairs = [(seconds(kind, fts), seconds(other, fts)) for _ in range(rounds)]
    pairs = [(a + [sum(a)], b + [sum(b)]) for a, b in pairs]
    for i, when in enumerate(("growing", "grown", "all")):
        ratios = [a[i] / b[i] for a, b in pairs]
        ours = statistics.median(a[i] for a, _ in pairs)
        print(f"{label + ', ' + when:48} {statistics.median(ratios):6.2f}   ({min(ratios):.2f} to {max(ratios):.2f}; {'a vault' if kind == 'sealed' else 'ours'} {ours:.2f} s, {rounds} pairs)")


compare("vault / plain SQLite, tables and FTS5", "plain", "fts")
compare("vault / plain SQLite, tables", "plain", "nofts")
compare("vault / SQLCipher, tables", "sqlcipher", "nofts")
compare("sealed file / plain SQLite, tables", "plain", "nofts", "alone")
