#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Passphrases from the command line: one to three that open the same content, every way in which it can go wrong and its exit
# status, and that nothing is changed then.
. "$(dirname "$0")/cli.sh"
ONE=$PASS TWO='six other words stand right here' THREE='and a third one of this kind' FOUR='one more than there can be'
make_vault
sum() { cat "$VAULT" "$VAULT-0" "$VAULT-1" | sha256sum; }
# with STATUS LINES ARGUMENT...: lines separated by |
with() {
    local want=$1 given=$2; shift 2
    tr '|' '\n' <<<"$given" | run "$want" "$SATCHEL" -f "$VAULT" --passphrase-fd 0 "$@"
    [ "$want" = 0 ] || one_sentence
    [ "$want" = 0 ] || empty "$OUT"
}
# opens STATUS PASSPHRASE
opens() { with "$1" "$2" state; }
labels() { with 0 "$ONE" passphrase list --json; value "sorted(o['label'] for o in d)"; }

# init twice: the first vault stands.
before=$(sum)
with 1 "$TWO|$TWO" init --kdf low
[ "$before" = "$(sum)" ] || fail "init changed a vault"

# A weak one from a script is taken, and one line says that it is weak; of a good one nothing is said.
for weak in satchel "$TWO"; do
    printf '%s\n' "$weak" "$weak" | run 0 "$SATCHEL" -f "$T/$weak.vault" --passphrase-fd 0 init --kdf low
    if [ "$weak" = satchel ]; then one_sentence; says 'is weak'; else empty "$ERR"; fi
done
with 0 "$ONE|satchel|satchel" passphrase add
says 'is weak'
with 0 "$ONE|satchel" passphrase remove
before=$(sum)

# The current one is wrong, empty, missing: exit 3. Anyone who types it wrong changes nothing.
for verb in change add remove list; do
    with 3 "wrong|$TWO|$TWO" passphrase $verb
    with 3 "|$TWO|$TWO" passphrase $verb
    with 3 "" passphrase $verb
done
[ "$before" = "$(sum)" ] || fail "a wrong passphrase changed the vault"

# The new one: two that differ, none, one that is too long, one that opens already, one too much like the current one.
for verb in change add; do
    with 1 "$ONE|$TWO|$THREE" passphrase $verb
    with 3 "$ONE|$TWO" passphrase $verb
    with 3 "$ONE||" passphrase $verb
    with 1 "$ONE|$(head -c 5000 /dev/zero | tr '\0' x)" passphrase $verb
    with 1 "$ONE|$ONE|$ONE" passphrase $verb
    with 1 "$ONE|${ONE}s|${ONE}s" passphrase $verb
    says 'too much like'
done
opens 0 "$ONE"
opens 3 "$TWO"

# Three at most; a fourth is refused before it is asked for.
with 0 "$ONE|$TWO|$TWO" passphrase add --label second
with 0 "$TWO|$THREE|$THREE" passphrase add --label third
printf '%s\n' "$ONE" "$FOUR" "$FOUR" >"$T/four"
exec 9<"$T/four"
run 1 "$SATCHEL" -f "$VAULT" --passphrase-fd 9 passphrase add
one_sentence
says 'at most three'
read -r left <&9
[ "$left" = "$FOUR" ] || fail "asked for a fourth passphrase"
exec 9<&-
[ "$(labels)" = "['', 'second', 'third']" ] || fail "$(labels)"
opens 0 "$TWO"
opens 0 "$THREE"
opens 3 "$FOUR"
with 0 "$TWO" passphrase list --json
json "[o['label'] for o in d if o['given']] == ['second']"

# Change one of three: the others still open, the label stays.
with 1 "$TWO|$THREE|$THREE" passphrase change
with 0 "$TWO|$FOUR|$FOUR" passphrase change --json
json "d == {'changed': True}"
opens 3 "$TWO"
for p in "$ONE" "$THREE" "$FOUR"; do opens 0 "$p"; done
[ "$(labels)" = "['', 'second', 'third']" ] || fail "$(labels)"

# Remove: not the one that is given, not one that there is not, then those that are there.
with 1 "$ONE|$ONE" passphrase remove
with 1 "$ONE|$TWO" passphrase remove
with 3 "$ONE|" passphrase remove
with 0 "$ONE|$FOUR" passphrase remove
opens 3 "$FOUR"
with 0 "$THREE|$ONE" passphrase remove --json
json "d == {'removed': True}"
opens 3 "$ONE"
with 1 "$THREE|$THREE" passphrase remove
opens 0 "$THREE"
with 1 "$THREE" --read-only passphrase change
with 0 "$THREE" --read-only passphrase list

# In use: exit 4, nothing asked and nothing changed.
PASS=$THREE
mkfifo "$T/hold"
sat batch - <"$T/hold" >/dev/null 2>&1 &
exec 7>"$T/hold"
head -c 200000 /dev/zero | tr '\0' ' ' >&7 # more than a pipe holds: it is being read, so the vault is open
for verb in change add remove list; do with 4 "$THREE|$TWO|$TWO" passphrase $verb; done
with 4 "$THREE" --read-only state
exec 7>&-
wait

# A damaged beginning: exit 3, as for a wrong passphrase; damaged content: 5.
for i in '' -0 -1; do cp "$VAULT$i" "$T/hurt$i"; done
for at in $((10 * 4096 + 50)) $((21 * 4096 + 50)); do printf '\125\125\125\125' | dd of="$T/hurt" bs=1 seek=$at conv=notrunc status=none; done
VAULT=$T/hurt with 3 "$THREE" passphrase list
says 'Wrong passphrase' # as after a duress that was cut off
for i in '' -0 -1; do cp "$VAULT$i" "$T/hurt$i"; done
for stripe in 0 1; do
    printf '\125\125\125\125' | dd of="$T/hurt" bs=1 seek=$((131072 + stripe * 4194304 + 100)) conv=notrunc status=none
done
VAULT=$T/hurt with 5 "$THREE" passphrase change
VAULT=$T/hurt with 5 "$THREE" list

# Advice, on a terminal: test_cli_terminal. suggest: six words, others every time.
run 0 "$SATCHEL" passphrase suggest
grep -qE '^([a-z]+-){5}[a-z]+$' "$OUT" || fail "not six words"
cp "$OUT" "$T/words"
run 0 "$SATCHEL" passphrase suggest
if cmp -s "$OUT" "$T/words"; then fail "the same words twice"; fi
