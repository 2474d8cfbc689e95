#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shortest idle time there is, by the clock: announced, put off by a key, kept; and with a main thread that is
stuck. Both at once, so that it takes little more than a minute."""
import os
import shutil
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import memory  # noqa: E402
import test_guard as guard  # noqa: E402

SECOND = os.path.join(guard.TMP, "second")


def main():
    config = os.path.join(guard.TMP, "config")
    os.environ["XDG_CONFIG_HOME"] = config
    os.makedirs(os.path.join(config, "satchel"), mode=0o700)
    with open(os.path.join(config, "satchel", "config"), "w", encoding="ascii") as f:
        f.write("idle-minutes = 1\n")
    guard.make(guard.VAULT)
    guard.make(SECOND)
    stuck = guard.Program(SECOND) if memory.allowed() else None
    if stuck:
        guard.stick(stuck.pid)
    else:
        print("skipped: a main thread that is stuck: this needs root")
    p = guard.Program()
    p.note("half a thought")
    p.see("Locks in half a minute", 45)
    p.keys("F1")
    p.see(" Keys ")
    guard.check("Locks in" not in p.screen(), "the key did not put it off")
    began = time.monotonic()
    p.see("Locks in half a minute", 45) # over the help as well
    p.see("Locked. Nothing was lost", 45)
    guard.check(55 < time.monotonic() - began < 65, "not a minute after the last key")
    p.back("half a thought")
    p.close()
    if stuck:
        stuck.ends(1)
        stuck.see(guard.ENDED)
        stuck.terminal.close()
    guard.report()


if __name__ == "__main__":
    main()
