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
run 0 "$SATCHEL" help
cmp "$OUT" "$T/help"
run 0 "$SATCHEL" passphrase add --help
cp "$OUT" "$T/a"
run 0 "$SATCHEL" help passphrase add
cmp "$OUT" "$T/a"

# --json: one document, whatever the command.
for line in --version --help help 'list --help' keys 'completion zsh' fields 'fields case' 'passphrase suggest' 'date 2023'; do
    # shellcheck disable=SC2086
    run 0 "$SATCHEL" --json $line
    json "d is not None"
done
run 1 "$SATCHEL" --json date nonsense
json "d['edtf'] is None"

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
help nothing
help list case
help passphrase nothing
--json nothing
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
# A reader that has seen enough: quiet.
run 1 python3 -c 'import os, subprocess, sys
r, w = os.pipe()
os.close(r)
sys.exit(subprocess.call(sys.argv[1:], stdout=w))' "$SATCHEL" completion bash
empty "$ERR"
# Closed standard input is an error where it is read.
if "$SATCHEL" date - <&- >"$OUT" 2>"$ERR"; then fail "closed input"; fi
one_sentence

# No home: what needs no vault works, the rest says how to name one.
for line in 'date 2023' keys fields 'completion fish' --help 'import --dry-run /dev/null'; do
    # shellcheck disable=SC2086
    env -u HOME -u XDG_DATA_HOME -u SATCHEL_VAULT "$SATCHEL" $line >"$OUT" 2>"$ERR" || [ "$line" != "${line#import}" ] || fail "needs a home: $line"
    ! grep -q HOME "$ERR" || fail "needs a home: $line"
done
for line in list init verify 'import --yes x' 'demo --keep' 'restore x' ''; do
    # shellcheck disable=SC2086
    run 2 env -u HOME -u XDG_DATA_HOME -u SATCHEL_VAULT "$SATCHEL" $line </dev/null
    says HOME
    one_sentence
done
HOME=relative XDG_DATA_HOME=relative run 2 "$SATCHEL" list
one_sentence
# Folders of the environment that are not absolute do not count.
XDG_DATA_HOME=relative run 3 "$SATCHEL" list
says "$HOME/.local/share/satchel/vault"

# Any locale, none, and hardly any environment.
for l in de_DE.UTF-8 de_DE xx_YY C POSIX ''; do
    LC_ALL=$l LANG=$l run 0 "$SATCHEL" date '10 февраля 2023'
    has '^2023-02-10$'
done
run 0 env -i "$SATCHEL" date 2023

# The terminal program says what stands in its way before it shows a screen.
mkfifo "$T/pipe"
while read -r want file; do
    run "$want" "$SATCHEL" -f "$file" </dev/null
    one_sentence
    empty "$OUT"
done <<END
3 $T
3 /dev/null
3 $T/pipe
3 $OUT
END
run 3 "$SATCHEL" --read-only -f "$T/none" </dev/null
one_sentence
run 2 "$SATCHEL" -f "$T/none" </dev/null
one_sentence
says terminal
