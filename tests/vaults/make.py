#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py SATCHEL NAME: a vault as the given program makes it, with every field of every kind of record in it, one
imported appeal and a letter to it that was sent, as NAME.pack, and what the program says is in it, as NAME.json, both beside this file.

To be run by hand, with the last program before the format or the tables change (CONTRIBUTING.md)."""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PASSPHRASE = "an old vault of Freedonia"
SATCHEL, NAME = os.path.abspath(sys.argv[1]), sys.argv[2]
FOLDER = tempfile.mkdtemp()
VAULT = os.path.join(FOLDER, "vault")
TEXTS = ["Ivana Testova", "伊万娜", "Ивана Тестова", "إيفانا", "a note of old\nwith a second line", "Sylvania"]
ids, counter = {}, 0


def run(*args, stdin="", lines=1, statuses=(0,)):
    p = subprocess.run([SATCHEL, "-f", VAULT, "--passphrase-fd", "0", "--json", *args], check=False,
                       input=((PASSPHRASE + "\n") * lines + stdin).encode(), stdout=subprocess.PIPE)
    if p.returncode not in statuses:
        sys.exit(f"exit {p.returncode}: {args}")
    return json.loads(p.stdout) if p.stdout.strip() else None


def plain(*args):
    return json.loads(subprocess.check_output([SATCHEL, *args, "--json"]))


TYPES = plain("fields")
FIELDS = {t: [f for f in plain("fields", t) if not f["kept_by_program"]] for t in TYPES}


def minimal(kind):
    if kind not in ids:
        record = {f["field"]: value(kind, f) for f in FIELDS[kind] if f["required"]}
        ids[kind] = run("add", kind, "-", stdin=json.dumps(record))[0]["id"]
    return ids[kind]


def value(kind, f):
    """A value for a field; None where it refers to an element of another record."""
    global counter
    takes = f["takes"]
    if takes in ("text", "lines"):
        counter += 1
        text = f"{TEXTS[counter % len(TEXTS)]} {counter}"
        return text.replace("\n", " ") if takes == "text" else text
    if takes in ("id", "ids"):
        target = f.get("type") or "person"
        if target not in TYPES:
            return None
        return minimal(target) if takes == "id" else [minimal(target)]
    if takes == "list":
        return [{g["field"]: v for g in f["fields"] if (v := value(kind, g)) is not None}]
    return {"number": 3, "yes/no": True, "day": "2021-03-05", "date": "2021-07~",
            "word": ([w for w in f.get("words", []) if w] or [""])[-1]}[takes]


def send_letter():
    """What a form cannot set: a letter made ready, one finding waived, and sent, the action of it, and a reply."""
    letter = run("letter", "new", "26/23")[0]["id"]
    run("set", letter, "body=-", stdin="Dear reader of [OFFICE],\n\nI urge you to release Anna Testova.\n")
    for code in sorted({f["code"] for f in run("letter", "check", letter, statuses=(0, 6)) if f["open"]}):
        run("letter", "ready", letter, "--waive", code, "--why", "-", stdin="meant so\n", statuses=(0, 6))
    run("letter", "sent", letter, "--channel", "post", "--date", "2021-08-02")
    run("letter", "reply", letter, "--date", "2021-09-30")


def main():
    run("init", "--kdf", "low", lines=2)
    for kind in TYPES:
        record = {f["field"]: v for f in FIELDS[kind] if (v := value(kind, f)) is not None}
        ids[kind] = run("add", kind, "-", stdin=json.dumps(record))[0]["id"]
    run("import", "--yes", os.path.join(HERE, "..", "e2e", "data", "ua-freedonia.txt"))
    run("set", ids["case"], "title=-", stdin="changed once\n")
    send_letter()
    records = {}
    for kind in TYPES:
        records.update({row["id"]: row for row in run("list", "--full", kind)})
    with open(os.path.join(HERE, NAME + ".json"), "w", encoding="utf-8") as f:
        json.dump({"passphrase": PASSPHRASE, "types": TYPES, "records": records}, f, ensure_ascii=False, indent=1, sort_keys=True)
        f.write("\n")
    subprocess.run([os.path.join(HERE, "pack.py"), "pack", VAULT, os.path.join(HERE, NAME + ".pack")],
                   input=PASSPHRASE.encode(), check=True)


main()
