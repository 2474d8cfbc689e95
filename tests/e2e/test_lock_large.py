#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lock key, or a signal that ends the program, at once after five megabytes were pasted, into a note or to be imported: they
come back, whatever the disk does meanwhile, and nobody is told that the vault had not been locked, as after a power cut or when
somebody else had it."""
import os
import signal

from test_guard import Program, check, fresh, report

LARGE = "sheep and goats, " * 300000


def a_large_text_that_comes_too_late():
    for _ in range(2):
        p = Program()
        p.keys("C-n")
        p.see("New: Note")
        p.terminal.paste(LARGE)
        p.keys("F12")
        p.see("Locked")
        p.back("sheep and goats")
        check("without locking" not in p.history(), p.screen())
        p.close()


def a_signal_keeps_what_is_on_the_screen():
    for number in (signal.SIGTERM, signal.SIGHUP):
        for keys, where in (("C-n", "New: Note"), ("i", "Paste the text")):
            fresh()
            p = Program()
            p.keys(keys)
            p.see(where)
            p.terminal.paste(f"the beginning {LARGE}\n\nthe end of it")
            if keys == "C-n":
                p.see("the end of it")
            else:
                p.see("being read|not found")
            os.kill(p.pid, number)
            p.see(r"\[exit 0\]")
            check("sheep" not in p.history(), "the text is in the scrollback")
            p.terminal.close()
            p = Program()
            check("without locking" not in p.history(), p.screen())
            if keys == "C-n":
                p.see("the end of it")
            else:
                p.see("found [0-9]+")
            p.close()


fresh()
a_large_text_that_comes_too_late()
a_signal_keeps_what_is_on_the_screen()
report()
