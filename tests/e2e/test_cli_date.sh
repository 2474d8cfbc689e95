#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# `date`: EDTF and prose, the JSON keys, what is none and what is ambiguous.
. "$(dirname "$0")/cli.sh"

is() { # TEXT EDTF EARLIEST LATEST
    run 0 "$SATCHEL" --json date "$1"
    json "d['edtf'] == '$2' and d['earliest'] == $3 and d['latest'] == $4 and d['ambiguous'] == []"
}
is '10 February 2023' 2023-02-10 "'2023-02-10'" "'2023-02-10'"
is 2023-02 2023-02 "'2023-02-01'" "'2023-02-28'"
is '[2021-07,2021-08]' '[2021-07,2021-08]' "'2021-07-01'" "'2021-08-31'"
is 2021年3月5日 2021-03-05 "'2021-03-05'" "'2021-03-05'"
is 2021/.. 2021/.. "'2021-01-01'" None
json "d['start'] == 'date' and d['end'] == 'open'"
is 2021/ 2021/ "'2021-01-01'" None
json "d['end'] == 'unknown'"
json "sorted(d) == sorted('edtf earliest latest start end ambiguous'.split())"

# Several words, standard input, plain output.
run 0 "$SATCHEL" date 10 February 2023
has '^2023-02-10$'
run 0 "$SATCHEL" date - <<<'10 February 2023'
has '^2023-02-10$'

# Ambiguous: both readings, exit 1. None: exit 1. Strict: EDTF only.
run 1 "$SATCHEL" date --json 03/04/2020
json "d['edtf'] is None and sorted(d['ambiguous']) == ['2020-03-04', '2020-04-03']"
one_sentence
run 1 "$SATCHEL" date 03/04/2020
has 2020-03-04
run 1 "$SATCHEL" date --json 'no date at all'
json "d['edtf'] is None and d['ambiguous'] == []"
one_sentence
run 1 "$SATCHEL" date ''
one_sentence
run 1 "$SATCHEL" date --strict '10 February 2023'
one_sentence
run 0 "$SATCHEL" date --strict 2023-02-10
has '^2023-02-10$'

# As said today (a test that runs over midnight may see either day); not when it is to be strict.
run 0 "$SATCHEL" date 20261122
has '^2026-11-22$'
before=$(date -d yesterday +%F)
run 0 "$SATCHEL" --json date yesterday
json "d['edtf'] in ('$before', '$(date -d yesterday +%F)') and d['edtf'] == d['earliest'] == d['latest']"
before=$(date -d '3 days' +%F)
run 0 "$SATCHEL" --json date in 3 days
json "d['edtf'] in ('$before', '$(date -d '3 days' +%F)')"
run 1 "$SATCHEL" date --strict yesterday
one_sentence
run 1 "$SATCHEL" date --strict 20261122
one_sentence
