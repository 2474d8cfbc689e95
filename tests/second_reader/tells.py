#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that somebody who knows one passphrase, and this format, can say about a vault without its content.

usage: tells.py VAULT < passphrase     One line for each thing. Two vaults of which one has a second compartment in use must
give the same lines.
"""
import os
import struct
import sys

from satchel_reader import (HEADER, PAIR, SECTOR, STRIDE, STRIPE, argon2id, block_aad, open_slots, open_vault,
                            password_of, profile_of, slot_aad, subkey, unseal)


def chi_square(data):
    count = [0] * 256
    for byte in data:
        count[byte] += 1
    each = len(data) / 256
    return sum((n - each) ** 2 for n in count) / each


def looks(data):
    """Whether bytes look random, 255 degrees of freedom, one in 10^12 does not; and which do not repeat."""
    return "noise" if chi_square(data) < 450 else "structure"


def tell_header(header, kek):
    opened = [i for i in range(8) if unseal(kek, header[(1 + i) * SECTOR:][:128], slot_aad(header, i))]
    kinds = {unseal(kek, header[(1 + i) * SECTOR:][:128], slot_aad(header, i))[32] for i in opened}
    print("slots opened", len(opened), "kinds", kinds)
    print("sectors", {looks(header[at:at + SECTOR]) for at in range(0, HEADER, SECTOR)})
    print("sectors that repeat", 32 - len({header[at:at + SECTOR] for at in range(0, HEADER, SECTOR)}))


def tell_stripes(f, size, c, key):
    block_key, file_id = subkey(1, 32, key), subkey(3, 16, key)
    nonces, opened, other = set(), [0, 0], set()
    for stripe in range((size - HEADER) // STRIPE):
        f.seek(HEADER + stripe * STRIPE)
        data = f.read(STRIPE)
        for at in range(0, STRIPE, SECTOR):
            block = data[at:at + SECTOR]
            number = stripe // 2 * 1024 + at // SECTOR
            mine = unseal(block_key, block, block_aad(c, 1, file_id, number)) is not None
            opened[(stripe - c) % 2] += mine
            nonces.add(block[:24])
            if (stripe - c) % 2:
                other.add(looks(block))
    print("blocks that open", opened, "of", (size - HEADER) // STRIPE * 1024)
    print("nonces that repeat", (size - HEADER) // SECTOR - len(nonces))
    print("the other stripes", other)


def tell_journals(name):
    for c in range(2):
        data = open(f"{name}-{c}", "rb").read()
        print("journal", len(data), {looks(data[at:at + STRIDE]) for at in range(0, len(data), STRIDE)})


def tell_tables(db):
    for row in db.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY rowid"):
        print(*row)
    for pragma in "page_size", "encoding", "freelist_count", "user_version", "application_id", "auto_vacuum":
        print(pragma, *db.execute(f"PRAGMA {pragma}").fetchone())
    print("places", sorted(db.execute("SELECT state, label, replaces FROM slot_place").fetchall()))
    print("session", db.execute("SELECT open, typeof(times), typeof(as_left), length(as_left) FROM session_open").fetchall())
    print("other made", db.execute("SELECT * FROM other_made").fetchall())


def main():
    name, passphrase = sys.argv[1], sys.stdin.buffer.read().rstrip(b"\n")
    with open(name, "rb") as f:
        size = os.fstat(f.fileno()).st_size
        header = f.read(HEADER)
        kek = argon2id(password_of(passphrase), header[:16], profile_of(header))
        c, key = open_slots(header, kek)
        print("size", size, (size - HEADER) % PAIR, "mode", oct(os.fstat(f.fileno()).st_mode))
        tell_header(header, kek)
        tell_stripes(f, size, c, key)
    tell_journals(name)
    tell_tables(open_vault(name, passphrase))


if __name__ == "__main__":
    main()
