#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks every field of every kind of record: in by `add TYPE --json -` and by `set FIELD=-`, out by `show --json`,
found by `search`, taken back by `undo`. What fields there are comes from `fields --json`, so that a new field is
walked without a change here."""
import json
import os
import subprocess
import sys
import tempfile
import uuid
from concurrent.futures import ThreadPoolExecutor

SATCHEL = os.environ["SATCHEL"]
TMP = tempfile.mkdtemp(dir=os.environ.get("TMPDIR"))
VAULT = os.path.join(TMP, "vault")
PASS = "correct horse battery staple lamp\n"


def run(*args, stdin="", status=0, opening=PASS):
    """Passphrase first, then what the command reads, both on standard input."""
    p = subprocess.run([SATCHEL, "-f", VAULT, "--passphrase-fd", "0", *args], input=(opening + stdin).encode(),
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if p.returncode != status:
        sys.exit(f"exit {p.returncode}, not {status}: {args} {stdin[:300]}\n{p.stdout.decode()}\n{p.stderr.decode()}")
    return p.stdout.decode()


def run_json(*args, **more):
    return json.loads(run(*args, "--json", **more))


def plain(*args):
    return json.loads(subprocess.check_output([SATCHEL, *args, "--json"]))


TYPES = plain("fields")
FIELDS = {t: [f for f in plain("fields", t) if not f["kept_by_program"]] for t in TYPES}
IDS = {}      # type: id of a record of it
WAITING = []  # records to be stored before they are referred to
WORDS = {}    # (type, field): the word that a search must find
counter = 0


def word():
    """A word of its own, which a search cannot find anywhere else."""
    global counter
    counter += 1
    return "q" + "".join(chr(ord("a") + int(d)) for d in f"{counter:05d}")


def minimal(kind):
    """The id of a record with its required fields alone; what it refers to comes before it."""
    if kind not in IDS:
        record = {f["field"]: value(kind, f) for f in FIELDS[kind] if f["required"]}
        IDS[kind] = uuid.uuid4().hex
        WAITING.append(record | {"do": "add", "type": kind, "id": IDS[kind]})
    return IDS[kind]


def store_waiting():
    if WAITING:
        run("batch", "-", stdin="\n".join(map(json.dumps, WAITING)))
        WAITING.clear()


def part_id(kind):
    """The id of an element: a record that has such a list, and the element in it."""
    for owner in TYPES:
        for f in FIELDS[owner]:
            if f["takes"] == "list" and f.get("part") == kind:
                element = {g["field"]: value(owner, g) for g in f["fields"] if g["takes"] in ("text", "lines", "word")}
                record = {g["field"]: value(owner, g) for g in FIELDS[owner] if g["required"]}
                record[f["field"]] = [element]
                store_waiting()
                made = run_json("add", owner, "-", stdin=json.dumps(record))[0]["id"]
                return run_json("show", made)[f["field"]][0]["id"]
    sys.exit(f"nothing has elements of the kind {kind}")


def value(kind, f):
    takes = f["takes"]
    if takes in ("text", "lines"):
        WORDS[kind, f["field"]] = w = word()
        return w if takes == "text" else f"{w}\nand a second line"
    if takes == "number":
        return 3
    if takes == "yes/no":
        return True
    if takes == "word":
        return [w for w in f["words"] if w][-1]
    if takes == "day":
        return "2021-03-05"
    if takes == "date":
        return "[2021-07,2021-08]"
    if takes in ("id", "ids"):
        target = f.get("type")
        ident = minimal(target or "person") if (target or "person") in TYPES else part_id(target)
        return ident if takes == "id" else [ident]
    return [{g["field"]: value(kind, g) for g in f["fields"]}]


def as_word(f, old):
    """FIELD=VALUE with another value than the old one."""
    new = {"text": "other", "lines": "other", "number": "4", "yes/no": "no", "day": "2020-01-02",
           "date": "2 January 2020"}.get(f["takes"])
    if f["takes"] == "word":
        new = f["words"][-1]
    if f["takes"] == "id":
        new = old[:16]
    if f["takes"] == "ids":
        new = old[0]
    if f["takes"] == "list":
        new = ""
        if not f["required"]:
            return f["field"] + "="
        first = f["fields"][0]
        new = "other" if first["takes"] in ("text", "lines") else f["words"][-1]
    return f"{f['field']}={new}"


def same(given, shown):
    if isinstance(given, list):
        return len(given) == len(shown) and all(same(a, b) for a, b in zip(given, shown))
    if isinstance(given, dict):
        return all(k in shown and same(v, shown[k]) for k, v in given.items())
    return given == shown


def read_all(read, items):
    """What read gives for each item; readers do not stand in each other's way."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(read, items))


def show(ident):
    return run_json("--read-only", "show", ident)


def searched(kind):
    return [f["field"] for f in FIELDS[kind] if f["takes"] in ("text", "lines") and f["searched"]]


def found(made):
    """Hits for the words of every searched field: a word that is not searched would leave none."""
    kind, record, _ = made
    words = " ".join(record[key].split("\n")[0] for key in searched(kind))
    return run_json("--read-only", "search", "-", stdin=words + "\n") if words else []


def change(kind, record, ident):
    """One value from standard input, the others on the command line."""
    first = searched(kind)[:1]
    values = [as_word(f, record[f["field"]]) for f in FIELDS[kind] if f["field"] not in first]
    run("set", ident[:12], *values, *[f"{key}=-" for key in first], stdin="changed\nhere\n")


def is_changed(kind, record, changed):
    for key in searched(kind)[:1]:
        assert changed[key] in ("changed here", "changed\nhere"), f"{kind}.{key} by set: {changed[key]!r}"
    for f in FIELDS[kind]:
        assert f["takes"] in ("id", "ids", "list", "yes/no", "word") or changed[f["field"]] != record[f["field"]], f


def main():
    run("init", "--kdf", "low", opening=PASS * 2)
    for kind in TYPES:
        minimal(kind)
    made = []
    for kind in TYPES:
        record = {f["field"]: value(kind, f) for f in FIELDS[kind]}
        store_waiting()
        made.append((kind, record, run_json("add", kind, "-", stdin=json.dumps(record))[0]["id"]))
    ids = [ident for _, _, ident in made]
    shown = read_all(show, ids)
    for (kind, record, ident), back, hits in zip(made, shown, read_all(found, made)):
        assert len(ident) == 32
        for key, given in record.items():
            assert same(given, back.get(key)), f"{kind}.{key}: {given!r} came back as {back.get(key)!r}"
        assert not searched(kind) or any(hit["id"] == ident for hit in hits), f"{kind}: {searched(kind)} not found"
    kind, record, _ = next(one for one in made if searched(one[0]))
    words = record[searched(kind)[0]].split("\n")[0]
    assert run_json("search", "-", stdin=f"{words} qzzzz\n") == [], "a search with a word that is nowhere finds something"
    for one in made:
        change(*one)
    for (kind, record, _), changed in zip(made, read_all(show, ids)):
        is_changed(kind, record, changed)
    for _ in made:
        run("undo")
    for (kind, _, _), before, after in zip(made, shown, read_all(show, ids)):
        assert after == before, f"{kind} after undo"
    print(f"{sum(len(record) for _, record, _ in made)} fields of {len(TYPES)} kinds")


main()
