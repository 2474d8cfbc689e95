#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The command line itself: help at every level, options anywhere, usage errors, output that cannot be written.
. "$(dirname "$0")/cli.sh"

# Help: every level, on standard output, exit 0, within 80 columns.
run 0 "$SATCHEL" --help
has 'Usage: satchel'
cp "$OUT" "$T/help"
for c in $(commands "$T/help"); do
    run 0 "$SATCHEL" "$c" --help
    has "Usage: satchel $c"
    empty "$ERR"
    [ "$(awk 'length > 80' "$OUT" | wc -l)" = 0 ] || fail "$c --help is wide"
    cp "$OUT" "$T/sub"
    for s in $(commands "$T/sub"); do
        run 0 "$SATCHEL" "$c" "$s" -h
        has "Usage: satchel $c $s"
    done
done
run 0 "$SATCHEL" --version
has '^satchel [0-9]'

# Options stand anywhere before --, in both forms; -- ends them.
run 0 "$SATCHEL" --json date 2023
cp "$OUT" "$T/a"
run 0 "$SATCHEL" date 2023 --json --vault="$HOME/none"
cmp "$OUT" "$T/a"
run 0 "$SATCHEL" date -f"$HOME/none" -- 2023
run 1 "$SATCHEL" date -- --json

# Usage errors: exit 2, one sentence on standard error, nothing on standard output.
while read -r line; do
    eval "run 2 \"\$SATCHEL\" $line"
    one_sentence
    empty "$OUT"
done <<'END'
nothing
--nothing
-x
date
date --nothing 2023
date --strict=yes 2023
date --vault
date 2023 -f
-f a -f b date 2023
--passphrase-fd x date 2023
--passphrase-fd -1 date 2023
--passphrase-fd 99999999999999999999 date 2023
completion
completion csh
completion bash zsh
fields a b
dat 2023
END
# Control characters in a name do not reach the terminal.
run 2 "$SATCHEL" $'\e[31mred\a'
! grep -q $'[\e\a]' "$ERR" || fail "control characters in a message"
# Huge and ill-formed arguments.
big=$(head -c 100000 /dev/zero | tr '\0' x)
run 2 "$SATCHEL" "$big"
run 1 "$SATCHEL" date "$big"
run 2 "$SATCHEL" $'\xff\xfe'

# Output that cannot be written whole.
run_to /dev/full 1 "$SATCHEL" --help
one_sentence
if "$SATCHEL" date 2023 >&- 2>"$ERR"; then fail "closed output"; fi
one_sentence
{ "$SATCHEL" completion bash 2>"$ERR" && echo 0 >"$T/rc" || echo $? >"$T/rc"; } | :
grep -q '^[01]$' "$T/rc" || fail "a closed pipe killed it"
# Closed standard input is an error where it is read.
if "$SATCHEL" date - <&- >"$OUT" 2>"$ERR"; then fail "closed input"; fi
one_sentence
