#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""paint.py SATCHEL VAULT PASSPHRASE TIG_REPO: key press to painted screen in the list of cases, beside tig over as many commits.

Both programs take turns in one run, on the same terminal code, so that the ratio holds on an idle and on a loaded machine."""
import os
import random
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from terminal import Terminal, percentile  # noqa: E402

KEYS = [b"j", b"j", b"j", b"\x1b[6~", b"k", b"j", b"\x1b[5~", b"k", b"\x1b[6~", b"j"]


def measure(terminals, rounds):
    """-> {name: [seconds]}: every key of every round, the programs in random order."""
    times = {name: [] for name in terminals}
    rng = random.Random(1)
    for _ in range(rounds):
        for key in KEYS:
            for name in rng.sample(sorted(terminals), len(terminals)):
                t = terminals[name].key_to_paint(key)
                if t is not None:
                    times[name].append(t)
    return times


def main():
    satchel, vault, passphrase, repo = sys.argv[1:5]
    ours = Terminal([satchel, "-f", vault])
    ours.wait_for("Passphrase")
    started = time.perf_counter() - ours.start
    ours.send(passphrase + "\r")
    unlock = ours.wait_for("lock ")
    ours.settle()
    ours.send(":cases\r")
    ours.settle()
    tig = Terminal(["tig", "-C", repo], env={"HOME": repo})
    tig.settle(2.0)
    times = measure({"satchel": ours, "tig": tig}, 20)
    peak, now = ours.peak_kib()
    print(f"start to unlock prompt        {started * 1000:8.1f} ms")
    print(f"passphrase to agenda          {unlock * 1000:8.1f} ms (key derivation included)")
    for name in times:
        v = times[name]
        print(f"key to paint, {name:8}        {percentile(v, 0.5) * 1000:8.2f} ms median, {percentile(v, 0.99) * 1000:.2f} ms for 99 of 100, {len(v)} keys")
    print(f"key to paint, ratio           {percentile(times['satchel'], 0.5) / percentile(times['tig'], 0.5):8.2f} median, "
          f"{percentile(times['satchel'], 0.99) / percentile(times['tig'], 0.99):.2f} for 99 of 100")
    print(f"memory                        {now / 1024:8.1f} MiB now, {peak / 1024:.1f} MiB at the peak (key derivation included)")
    ours.close()
    tig.close()


main()
