#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Ten tasks of users, tests/tasks/*.keys, each from the home of the demonstration. A file has one thing a line:
#   ask QUESTION     what the user wants to know or do
#   key KEY...       keys, named as tmux names them: each counts, and no task may need more than twelve
#   type TEXT        typed text, which does not count
#   wait PATTERN     the screen shows this before the next key
#   then PATTERN     this stands on the screen at the end
. "$(dirname "$0")/lib.sh"
TASKS=$(dirname "$0")/../tasks
MOST=12

play() { # FILE: plays one task and leaves the number of its keys in $count
    local verb rest key
    count=0
    while read -r verb rest; do
        case $verb in
        '' | '#') ;;
        ask) question=$rest ;;
        key) for key in $rest; do count=$((count + 1)); keys "$key"; done ;;
        type) typed "$rest" ;;
        wait | then) see "$rest" ;;
        *) fail "$1: no such line: $verb" ;;
        esac
    done <"$1"
    [ "$count" -le $MOST ] || fail "$1: $count keys, $MOST at most: $question"
    [ -n "$question" ] && grep -q '^then ' "$1" || fail "$1: a task asks, and says what must stand there then"
}

n=0
for task in "$TASKS"/*.keys; do
    question=
    start 80 24 "$SATCHEL" demo
    see '^ Agenda .*DEMO'
    play "$task"
    echo "$count keys: $question"
    n=$((n + 1))
done
[ "$n" -ge 10 ] || fail "$n tasks, not ten"
