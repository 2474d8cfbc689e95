#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program ends, or locks, in the middle of a long paste: what is left of it comes neither to the shell, which would run it,
nor into the prompt for the passphrase."""
import os
import signal

from test_guard import LOCKED, PASS, Program, check, fresh, report

LARGE = "Minister of sheep and goats\n" * 500000


def an_end_swallows_the_rest():
    for number in (signal.SIGHUP, signal.SIGTERM):
        p = Program()
        p.keys("C-n")
        p.see("New: Note")
        p.terminal.paste(LARGE)
        os.kill(p.pid, number)
        p.see(r"\[exit [0-9]\]", 60)
        p.terminal.type("all of it went")
        p.see("all of it went", 60)
        check("Minister" not in p.history(), "the rest of the paste came to the shell")
        p.close()


def a_lock_swallows_the_rest():
    fresh()
    p = Program()
    p.keys("C-n")
    p.see("New: Note")
    p.terminal.paste(LARGE)
    os.kill(p.pid, signal.SIGQUIT)  # the panic key, as the terminal gives it
    p.see(LOCKED, 60)
    p.terminal.type(PASS)  # comes after the paste, and nothing of that before it
    p.keys("Enter")
    p.see(r"lock [0-9]+m$", 60)
    check("Minister" not in p.history(), p.history())
    p.close()


fresh()
an_end_swallows_the_rest()
a_lock_swallows_the_rest()
report()
