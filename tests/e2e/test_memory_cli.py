#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each command of the command line is stopped in its last system call, with all its memory: no passphrase, no key, no
text of a record or of what it was given stands there. What is given as an argument or in the environment lies there
for every process of the machine to read and is no part of this; texts come on standard input."""
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import memory  # noqa: E402

SATCHEL = os.environ["SATCHEL"]
TMP = tempfile.mkdtemp(dir=os.environ.get("TMPDIR"))
VAULT = os.path.join(TMP, "vault")
APPEAL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "ua-freedonia.txt")
PASS, NEW = memory.new_word(28), memory.new_word(28)
STORED, TYPED = memory.new_word(), memory.new_word()  # in the vault already; in what is given
failures = []


def lines(*records):
    return "\n".join(json.dumps(r) for r in records).encode()


def appeal(word):
    with open(APPEAL, encoding="utf-8") as f:
        return f.read().replace("Testova", "Testova" + word).encode()


def ended(args, give, passphrases, typed=()):
    start = [SATCHEL, "-f", VAULT] if typed else [SATCHEL, "-f", VAULT, "--passphrase-fd", "9"]
    return memory.Ended([*start, *args], give, "".join(p + "\n" for p in passphrases), typed)


def run(*args, give=b"", passphrases=(PASS,), status=0):
    """Without looking."""
    got, text = ended(args, give, passphrases).end()
    if got != status:
        sys.exit(f"exit {got}, not {status}: {args}\n{text}")
    return text


# case, what follows -f VAULT --passphrase-fd 9, standard input, passphrases, exit status; what is typed on a terminal instead
CASE = "5ca1ab1e000000000000000000000001"
CASES = [
    ("list", ["list", "--json", "--full"], b"", [PASS], 0),
    ("list, as a table", ["list"], b"", [PASS], 0),
    ("list, words given", ["list", "case", "--where", "title ~ -"], TYPED.encode(), [PASS], 0),
    ("show", ["show", CASE], b"", [PASS], 0),
    ("show, JSON", ["show", CASE, "--json", "--reveal"], b"", [PASS], 0),
    ("search, found", ["search", "-"], STORED.encode(), [PASS], 0),
    ("search, not found", ["search", "-"], TYPED.encode(), [PASS], 0),
    ("due", ["due"], b"", [PASS], 0),
    ("add", ["add", "case", "title=-"], TYPED.encode(), [PASS], 0),
    ("add, JSON", ["add", "note", "-"], lines({"text": TYPED * 400}), [PASS], 0),
    ("add, refused", ["add", "case", "-"], b'{"title": "%s", "nothing": 1}' % TYPED.encode(), [PASS], 1),
    ("set", ["set", CASE, "summary=-"], TYPED.encode(), [PASS], 0),
    ("batch", ["batch", "-"], lines(*({"do": "add", "type": "note", "text": f"{TYPED} {i}"} for i in range(50))), [PASS], 0),
    ("import", ["import", "--yes", "-"], appeal(TYPED), [PASS], 0),
    ("import, looked at", ["import", "--dry-run", "-"], appeal(TYPED), [], 0),
    ("undo", ["undo"], b"", [PASS], 0),
    ("redo", ["redo"], b"", [PASS], 0),
    ("date", ["date", "-"], f"10 February 2023 {TYPED}".encode(), [], 1),
    ("state", ["state"], b"", [PASS], 0),
    ("verify", ["verify"], b"", [PASS], 0),
    ("backup", ["backup", os.path.join(TMP, "copy")], b"", [PASS], 0),
    ("salvage", ["salvage", os.path.join(TMP, "rescued")], b"", [PASS, NEW, NEW], 0),
    ("wrong passphrase", ["list"], b"", [NEW], 3),
    ("passphrase list", ["passphrase", "list"], b"", [PASS], 0),
    ("passphrase add", ["passphrase", "add"], b"", [PASS, NEW, NEW], 0),
    ("passphrase remove", ["passphrase", "remove"], b"", [PASS, NEW], 0),
    ("passphrase change, two that differ", ["passphrase", "change"], b"", [PASS, NEW, TYPED], 1),
    ("passphrase change", ["passphrase", "change"], b"", [PASS, NEW, NEW], 0),
    ("passphrase change, back", ["passphrase", "change"], b"", [NEW, PASS, PASS], 0),
    ("restore", ["restore", os.path.join(TMP, "copy")], b"", [], 1), # there is a vault already
    ("on a terminal: list", ["list"], b"", [], 0, [PASS]),
    ("on a terminal: passphrase change", ["passphrase", "change"], b"", [], 0, [PASS, NEW, "yes", NEW]),
    ("on a terminal: passphrase change, back", ["passphrase", "change"], b"", [], 0, [NEW, PASS, "yes", PASS]),
    ("on a terminal: wrong", ["list"], b"", [], 3, [NEW]),
    ("rm --purge", ["rm", "--purge", "--yes", CASE], b"", [PASS], 0),
]


def look(keys, name, args, give, passphrases, status, typed=()):
    process = ended(args, give, passphrases, typed)
    words = {"the passphrase": PASS, "the other passphrase": NEW, "a stored text": STORED, "a text given": TYPED}
    found = memory.scan(process.pid, words, keys)
    got, text = process.end()
    if got != status:
        found.append(f"exit {got}, not {status}: {text}")
    failures.extend(f"{name}: {what}" for what in found)


def keys_of(passphrase):
    kek, keys = memory.key_of_passphrase(VAULT, passphrase)
    return {**kek, **keys}


def control():
    """What is looked for is found where it stands: in a program that holds it in every form."""
    key = os.urandom(32)
    script = """import array, ctypes, os, sys
given = sys.stdin.read().split()
word, key = given[0], bytes.fromhex(given[1])
def cells(text): return b"".join(b"\\0\\0\\0\\0" + c.encode("utf-32-le") + bytes(20) for c in text)
kept = {"bytes": ctypes.create_string_buffer(word[3:14].upper().encode()), "16": ctypes.create_string_buffer(word[:8].encode("utf-16-le")),
        "32": ctypes.create_string_buffer(word[5:13].encode("utf-32-le")), "cells": ctypes.create_string_buffer(cells(word[:9])),
        "key": ctypes.create_string_buffer(b"x" + key[16:24]), "spread": ctypes.create_string_buffer(key[4:8] * 4),
        "half": ctypes.create_string_buffer(key[:16], 64)}
os._exit(0)
"""
    process = memory.Ended([sys.executable, "-c", script], f"{TYPED} {key.hex()}".encode())
    found = memory.scan(process.pid, {"word": TYPED}, {"key": key})
    if not memory.scan_set(process.pid, {key[:16]}):
        failures.append("the search does not find half a key")
    process.end()
    for form in ("word as bytes", "word as UTF-16", "word as UTF-32", "word in cells", "key as bytes", "key spread out"):
        if not any(f.startswith(form) for f in found):
            failures.append(f"the search does not find the {form}")


def main():
    if not memory.allowed():
        print("skipped: memory of the command line at its end (needs root)")
        return 0
    control()
    run("init", "--kdf", "low", passphrases=(PASS, PASS))
    run("batch", "-", give=lines(
        {"do": "add", "type": "case", "id": CASE, "title": f"case {STORED}", "summary": f"what happened: {STORED} " * 300},
        *({"do": "add", "type": "event", "case": CASE, "date": "2026-02", "text": f"event {i} {STORED}"} for i in range(60))))
    keys = keys_of(PASS)
    for case in CASES:
        if case[3] == [NEW, PASS, PASS]: # the one passphrase's key as well as the other's
            keys = {**keys, **{"the other " + name: key for name, key in keys_of(NEW).items()}}
        look(keys, *case)
    process = ended(["passphrase", "suggest"], b"", ())
    words = os.pread(process.out, 1000, 0).strip()
    failures.extend(f"passphrase suggest: {what}" for what in memory.scan_bytes(process.pid, words))
    process.end()
    fresh = os.path.join(TMP, "fresh")
    process = memory.Ended([SATCHEL, "-f", fresh, "--passphrase-fd", "9", "init", "--kdf", "low"], b"", f"{NEW}\n{NEW}\n")
    kek, keys = memory.key_of_passphrase(fresh, NEW)
    failures.extend(f"init: {what}" for what in memory.scan(process.pid, {"the passphrase": NEW}, {**kek, **keys}))
    process.end()
    print(f"{len(CASES) + 2} commands looked at")
    for f in failures:
        print(f)
    return bool(failures)


sys.exit(main())
