#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sentence about a failure, read from the sources: it has the form of one, quotes no system's words, and uses none
that only programmers know."""
import pathlib
import re
import sys

SRC = pathlib.Path(__file__).resolve().parent.parent.parent / "src"
LITERAL = re.compile(r'\s*"((?:[^"\\]|\\.)*)"')
NUMBER = re.compile(r"\s*PRI[a-zA-Z0-9]+")
CALL = re.compile(r"\b(err_set|err_errno|vault_sql_error|confine_err)\(")
JARGON = re.compile(
    r"\b(errno|inode|database|b-tree|buffer|mutex|syscall|durable|journal|null|malloc|ioctl|SIGPIPE|EOF|stdin|stdout)\b", re.I
)
# Pieces of a sentence that stand behind "..., because of record 2 of the input: " or "config, line 3: ".
PIECES = {"it has no", "it is no JSON", '"do" is', "there is no setting"}


def literal(text, at):
    """The adjacent string literals from `at` on, as one."""
    out = ""
    while True:
        if m := LITERAL.match(text, at):
            out += m.group(1).replace('\\"', '"')
        elif out and (m := NUMBER.match(text, at)):
            out += "d"
        else:
            return out
        at = m.end()


def arguments(text, at):
    """The text up to the bracket that ends the call."""
    depth, quoted, i = 1, False, at
    while depth and i < len(text):
        c = text[i]
        if quoted:
            i += c == "\\"
        elif c in "()":
            depth += 1 if c == "(" else -1
        quoted ^= c == '"'
        i += 1
    return text[at : i - 1]


def sentences():
    for path in sorted(SRC.rglob("*.c")):
        text = path.read_text(encoding="utf-8")
        for call in CALL.finditer(text):
            inside = arguments(text, call.end())
            for start in re.finditer(r"\b_\(|\bP_\(", inside):
                said = literal(inside, start.end())
                if said and re.search(r"[a-z]{3} [a-z]", said):
                    yield f"{path.relative_to(SRC)}:{text.count(chr(10), 0, call.start()) + 1}", call.group(1), said


def faults(call, said):
    if call == "err_set" and not re.search(r'([.?!]"?|[.] %s|: ?(satchel .*|[a-z].*|%s))$|\bsatchel [a-z%].*$', said):
        yield "has no end"
    if call != "err_set" and said.endswith("."):
        yield "has its full stop, and the reason is still to come"
    if not re.match(r'[A-Z"`%]|-?--|\+', said) and not any(said.startswith(p) for p in PIECES):
        yield "starts like no sentence"
    if m := JARGON.search(said):
        yield f'says "{m.group(0)}"'


def main():
    bad, n = [], 0
    for path in sorted(SRC.rglob("*.c")):
        for m in re.finditer(r"\b(strerror|sqlite3_errmsg|sqlite3_errstr)\(", path.read_text(encoding="utf-8")):
            bad.append(f"{path.relative_to(SRC)}: {m.group(1)}: a user would get the system's words")
    for where, call, said in sentences():
        n += 1
        bad += [f"{where}: {fault}: {said}" for fault in faults(call, said)]
    print(*bad, f"{n} sentences", sep="\n")
    sys.exit(bool(bad) or n < 150)


main()
