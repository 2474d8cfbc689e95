#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_cases.py N: N invented cases as JSON lines for `satchel add case --json -` (the same at every run)."""
import json
import random
import sys

FIRST = "Anna Vilem Oksana Idris Mei Tomas Rahel Jon Petra Selim Nadia Olek Ines Karim Lida".split()
LAST = "Testova Prubnik Samplek Mustermannova Exempla Inventar Fiktivsky Modelli Placehold Nullov".split()
WHAT = ["held without charge", "missing since February", "licence withdrawn", "letters returned", "moved to another prison", "on trial again",
        "denied a doctor", "house searched", "taken at the border", "released, still watched"]
LAND = ["FR", "DE", "ES", "IT", "PL", "NL"]


def main():
    n, rng = int(sys.argv[1]), random.Random(7)
    for i in range(n):
        name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        print(json.dumps({"title": f"{name} {rng.choice(WHAT)} ({i})", "country": rng.choice(LAND), "risk": rng.choice(["low", "medium", "high"]),
                          "summary": f"Invented case {i}: {name} was {rng.choice(WHAT)}."}))


main()
