#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pseudo.py < satchel.pot > en@pseudo.po: a locale in which every text is marked, longer, and without plain ASCII letters.

Screen tests run under it: a plain ASCII word that is no data was never translated; a text without its closing mark was cut.
printf directives, names of keys in <>, and white space at both ends stay as they are."""
import re
import sys

MAP = str.maketrans("abcdefghijklmnoprstuvwyzABCDEFGHIJKLMNOPRSTUVWYZ", "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥřşŧŭṽẇẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤŘŞŦŬṼẆẎẐ")
DIRECTIVE = re.compile(r"%(?:\d+\$)?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|z|j|t)?[a-zA-Z%]|\\.|<[A-Za-z-]+>")


def pseudo(text):
    head = re.match(r"(?:\\n|\s)*", text).group()
    tail = re.search(r"(?:\\n|\s)*$", text[len(head):]).group()
    core = text[len(head):len(text) - len(tail)]
    if not core:
        return text
    out, last = [], 0
    for m in DIRECTIVE.finditer(core):
        out += [core[last:m.start()].translate(MAP), m.group()]
        last = m.end()
    out.append(core[last:].translate(MAP))
    return head + "⟦" + "".join(out) + "~" * (len(core) // 10) + "⟧" + tail


def unquote(lines):
    return "".join(re.match(r'.*?"(.*)"$', x).group(1) for x in lines)


def entry_parts(entry):
    parts, current = {}, None
    for line in entry.split("\n"):
        if line.startswith("#"):
            continue
        m = re.match(r"(msgid_plural|msgid|msgctxt|msgstr(?:\[\d\])?) ", line)
        if m:
            current = m.group(1)
            parts[current] = []
        if current and line:
            parts[current].append(line)
    return {k: unquote(v) for k, v in parts.items()}


def main():
    print('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n')
    for entry in sys.stdin.read().split("\n\n")[1:]:
        parts = entry_parts(entry)
        one, many = parts.get("msgid"), parts.get("msgid_plural")
        if one is None:
            continue
        if "msgctxt" in parts:
            print(f'msgctxt "{parts["msgctxt"]}"')
        print(f'msgid "{one}"')
        if many is None:
            print(f'msgstr "{pseudo(one)}"\n')
        else:
            print(f'msgid_plural "{many}"\nmsgstr[0] "{pseudo(one)}"\nmsgstr[1] "{pseudo(many)}"\n')


main()
