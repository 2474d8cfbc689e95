#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vaults of older programs (tests/vaults) open with this one, and nothing of them is lost. What each held is what the
program that made it said; fields may have been added since, none taken away."""
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

SATCHEL = os.environ["SATCHEL"]
HERE = os.path.dirname(os.path.abspath(__file__))
VAULTS = os.path.join(HERE, "..", "vaults")
TMP = tempfile.mkdtemp(dir=os.environ.get("TMPDIR"))


def run(vault, passphrase, *args, stdin="", status=0):
    p = subprocess.run([SATCHEL, "-f", vault, "--passphrase-fd", "0", *args], input=(passphrase + "\n" + stdin).encode(),
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if p.returncode != status:
        sys.exit(f"exit {p.returncode}, not {status}: {args}\n{p.stdout.decode()}\n{p.stderr.decode()}")
    return p.stdout.decode(), p.stderr.decode()


def run_json(vault, passphrase, *args, **more):
    return json.loads(run(vault, passphrase, *args, "--json", **more)[0])


def digest(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def check_records(vault, held):
    shown = {}
    for kind in held["types"]:
        listed = run_json(vault, held["passphrase"], "list", "--full", kind)
        assert len(listed) == sum(r["type"] == kind for r in held["records"].values()), kind
        shown.update({r["id"]: r for r in listed})
    for ident, then in held["records"].items():
        now = shown[ident]
        for field, value in then.items():
            assert field == "label" or field in now and (value is None or now[field] == value), f"{then['type']}.{field}: {value!r} is now {now.get(field)!r}"


def check(name):
    with open(os.path.join(VAULTS, name + ".json"), encoding="utf-8") as f:
        held = json.load(f)
    word, vault = held["passphrase"], os.path.join(TMP, name)
    subprocess.run([os.path.join(VAULTS, "pack.py"), "unpack", os.path.join(VAULTS, name + ".pack"), vault],
                   input=word.encode(), check=True)
    before = digest(vault)
    run(vault, "not the passphrase", "list", status=3)
    out, err = run(vault, word, "--read-only", "list", status=0 if name == newest else 1)
    assert name == newest or "read" in err.lower(), err
    assert digest(vault) == before, "reading alone changed it"
    assert run_json(vault, word, "verify")["ok"] is True
    check_records(vault, held)
    found = run_json(vault, word, "search", "-", stdin="伊万娜\n")
    assert found, "the text index of the old vault finds nothing"
    made = run_json(vault, word, "add", "note", "-", stdin='{"text": "written by the new program"}')[0]["id"]
    run(vault, word, "undo")
    run(vault, word, "show", made, status=1)
    check_records(vault, held)
    print(f"{name}: {len(held['records'])} records as they were")


names = sorted(os.path.basename(p)[:-5] for p in glob.glob(os.path.join(VAULTS, "*.pack")))
with open(os.path.join(HERE, "..", "..", "include", "satchel", "store", "schema.h"), encoding="utf-8") as schema:
    version = int(re.search(r"SCHEMA_VERSION (\d+)", schema.read())[1])
newest = f"tables-{version}"  # reading alone is enough for those
for v in range(1, version):
    assert f"tables-{v}" in names, f"no vault of tables {v}: CONTRIBUTING.md"
for n in names:
    check(n)
