#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Damages pages of a vault on purpose. Finds them by way of the second reader, writes only to them.

usage: hurt.py VAULT NAME KIND [N...] < passphrase
NAME is a table, an index or sqlite_schema, KIND leaf, internal or overflow, N which of its pages (0 is the first).
Prints the numbers of the blocks. `hurt.py VAULT BLOCK...` damages (or, a second time, mends) these.
With OLDER=FILE in the environment the blocks of that older copy are put in their place instead.
"""
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "second_reader"))
import satchel_reader as reader  # noqa: E402


def compartment_of(path, passphrase):
    with open(path, "rb") as f:
        header = f.read(reader.HEADER)
    kek = reader.argon2id(reader.password_of(passphrase), header[:16], reader.profile_of(header))
    return reader.open_slots(header, kek)[0]


def place(compartment, block):
    return reader.HEADER + ((block // 1024) * 2 + compartment) * reader.STRIPE + block % 1024 * reader.SECTOR


def flip(path, compartment, block):
    at = place(compartment, block) + 1000
    with open(path, "r+b") as f:
        f.seek(at)
        byte = f.read(1)[0]
        f.seek(at)
        f.write(bytes([byte ^ 1]))


def replay(path, compartment, block, older):
    with open(older, "rb") as f:
        f.seek(place(compartment, block))
        data = f.read(reader.SECTOR)
    with open(path, "r+b") as f:
        f.seek(place(compartment, block))
        f.write(data)


def main():
    path, args = sys.argv[1], sys.argv[2:]
    passphrase = sys.stdin.buffer.read().rstrip(b"\n")
    compartment = compartment_of(path, passphrase)
    if not args[0].isdigit():
        name, kind, wanted = args[0], args[1], [int(n) for n in args[2:]] or [0]
        db = reader.open_vault(path, passphrase)
        pages = [p for (p,) in db.execute("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ? ORDER BY path",
                                          (name, kind))]
        if max(wanted) >= len(pages):
            sys.exit(f"hurt.py: {name} has {len(pages)} pages of kind {kind}")
        args = [pages[n] - 1 for n in wanted]
    for block in args:
        if "OLDER" in os.environ:
            replay(path, compartment, int(block), os.environ["OLDER"])
        else:
            flip(path, compartment, int(block))
        print(block)


if __name__ == "__main__":
    try:
        main()
    except sqlite3.Error as e:
        sys.exit(f"hurt.py: {e!r}")
