#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lock key at once after five megabytes were pasted, which no disk takes in the time there is: they come back, and nobody is
told that the vault had not been locked, as after a power cut or when somebody else had it."""
from test_guard import Program, check, fresh, report


def a_large_text_that_comes_too_late():
    for _ in range(2):
        p = Program()
        p.keys("C-n")
        p.see("New: Note")
        p.terminal.paste("sheep and goats, " * 300000)
        p.keys("F12")
        p.see("Locked")
        p.back("sheep and goats")
        check("without locking" not in p.history(), p.screen())
        p.close()


fresh()
a_large_text_that_comes_too_late()
report()
