#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The vault as a whole from the command line: making, opening, changing the passphrase, checking, copying.
. "$(dirname "$0")/cli.sh"
NEW='six other words stand right here'
tell() { printf '%s\n' "$@"; } # lines for --passphrase-fd 0
sum() { cat "$VAULT" "$VAULT-0" "$VAULT-1" | sha256sum; }

# init: two passphrases that are the same; a folder that is missing is made, private.
VAULT=$T/deep/folder/vault
tell "$PASS" "$PASS" | run 0 "$SATCHEL" --passphrase-fd 0 init -f "$VAULT" --kdf low --json
json "d == {'vault': '$VAULT', 'kdf': 'low'}"
[ "$(stat -c %a "$VAULT" "$T/deep/folder" | tr '\n' ' ')" = '600 700 ' ] || fail "modes"

# init never overwrites: a vault, another file, a dangling link, a folder; and then it does not even ask.
before=$(sum)
run 1 "$SATCHEL" -f "$VAULT" init </dev/null
one_sentence
[ "$before" = "$(sum)" ]
echo precious >"$T/other"
ln -s "$T/nowhere" "$T/link"
for there in "$T/other" "$T/link" "$T/deep"; do
    tell "$PASS" "$PASS" | run 1 "$SATCHEL" -f "$there" --passphrase-fd 0 init --kdf low
    one_sentence
done
[ "$(cat "$T/other")" = precious ]
[ ! -e "$T/nowhere" ]

# What init cannot take leaves nothing behind.
V2=$T/second
tell "$PASS" "$NEW" | run 1 "$SATCHEL" -f "$V2" --passphrase-fd 0 init --kdf low
says differ
tell "" "" | run 3 "$SATCHEL" -f "$V2" --passphrase-fd 0 init --kdf low
tell "$PASS" | run 3 "$SATCHEL" -f "$V2" --passphrase-fd 0 init --kdf low
run 2 "$SATCHEL" -f "$V2" --passphrase-fd 77 init --kdf low
run 2 "$SATCHEL" -f "$V2" init --kdf low
run 2 "$SATCHEL" -f "$V2" init --kdf lower
head -c 5000 /dev/zero | tr '\0' x >"$T/long"
run 1 "$SATCHEL" -f "$V2" --passphrase-fd 0 init --kdf low <"$T/long"
one_sentence
[ -z "$(find "$T" -name 'second*')" ] || fail "something was left behind"

# Opening: right, wrong, empty, absent, not a vault, damaged header.
on 0 state
[ "$(tr -cd - <"$OUT" | wc -c)" = 3 ] || fail "four words"
on 0 state --json
json "d['file'] == '$VAULT' and d['state'].count('-') == 3"
before=$(sum)
tell wrong | run 3 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 state
one_sentence
empty "$OUT"
tell '' | run 3 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 state
run 3 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 state </dev/null
run 2 "$SATCHEL" -f "$VAULT" state
one_sentence
run 3 "$SATCHEL" -f "$T/absent" state
one_sentence
[ ! -e "$T/absent" ]
tell "$PASS" | run 3 "$SATCHEL" -f "$T/other" --passphrase-fd 0 state
one_sentence
[ "$(cat "$T/other")" = precious ]
head -c 9000000 /dev/urandom >"$T/noise"
tell "$PASS" | run 3 "$SATCHEL" -f "$T/noise" --passphrase-fd 0 state
one_sentence
: >"$T/void"
tell "$PASS" | run 3 "$SATCHEL" -f "$T/void" --passphrase-fd 0 state
one_sentence
[ ! -s "$T/void" ]
tell "$PASS" | run_any "$SATCHEL" -f "$T/deep" --passphrase-fd 0 state
one_sentence
[ "$before" = "$(sum)" ] || fail "a wrong passphrase changed the vault"
# No permission: as another user when this one may do everything.
as=()
if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
cp "$SATCHEL" "$T/satchel"
chmod 755 "$T" "$T/satchel"
mkdir "$T/open"
cp "$VAULT" "$T/open/vault"
chmod 000 "$T/open/vault"
chmod 755 "$T/open"
tell "$PASS" | run 1 "${as[@]}" "$T/satchel" -f "$T/open/vault" --passphrase-fd 0 state
says ermission
one_sentence
tell "$PASS" "$PASS" | run 1 "${as[@]}" "$T/satchel" -f "$T/open/new" --passphrase-fd 0 init --kdf low || [ "$(id -u)" != 0 ]

# The environment names the vault, -f is stronger.
tell "$PASS" | SATCHEL_VAULT=$VAULT run 0 "$SATCHEL" --passphrase-fd 0 state
SATCHEL_VAULT=$T/absent on 0 state

# --read-only: reading works and changes nothing, writing is refused.
before=$(sum)
on 0 --read-only verify
on 0 --read-only state
on 1 --read-only passphrase change
one_sentence
[ "$before" = "$(sum)" ] || fail "--read-only changed the vault"

# verify, and damage: exit 5, what is bad is named.
on 0 verify --json
json "d['ok'] and d['bad'] == 0 and d['consistent'] and d['blocks'] > 0"
on 0 verify
has damaged

# backup and restore.
on 0 backup "$T/copy" --json
json "d['file'] == '$T/copy'"
copy=$(value "d['state']")
on 1 backup "$T/copy"
one_sentence
run 1 "$SATCHEL" -f "$VAULT" restore "$T/copy"
one_sentence
run 0 "$SATCHEL" -f "$T/again" restore "$T/copy"
tell "$PASS" | run 0 "$SATCHEL" -f "$T/again" --passphrase-fd 0 --read-only state
[ "$(cat "$OUT")" = "$copy" ] || fail "the restored file has another state code"
run 1 "$SATCHEL" -f "$T/again2" restore "$T/absent"
one_sentence
run_any "$SATCHEL" -f "$T/again2" restore "$T/deep"
one_sentence
[ ! -e "$T/again2" ]
on 1 backup "$T/other/copy"
one_sentence

# passphrase change: the new one holds, the old one is gone; two that differ change nothing.
tell "$PASS" "$NEW" "$PASS" | run 1 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 passphrase change
on 0 state
tell "$PASS" "$NEW" "$NEW" | run 0 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 passphrase change
on 3 state
PASS=$NEW
on 0 passphrase list --json
json "len(d) == 1 and d[0]['given']"
tell "$NEW" "$NEW" "$NEW" | run 1 "$SATCHEL" -f "$VAULT" --passphrase-fd 0 passphrase change
one_sentence
on 0 state

# A key file is needed beside the passphrase; an empty one is refused.
head -c 100 /dev/urandom >"$T/key"
: >"$T/nokey"
V3=$T/third
tell "$PASS" "$PASS" | run 1 "$SATCHEL" -f "$V3" --passphrase-fd 0 --key-file "$T/nokey" init --kdf low
one_sentence
tell "$PASS" "$PASS" | run 0 "$SATCHEL" -f "$V3" --passphrase-fd 0 --key-file "$T/key" init --kdf low
tell "$PASS" | run 3 "$SATCHEL" -f "$V3" --passphrase-fd 0 state
tell "$PASS" | run 0 "$SATCHEL" -f "$V3" --passphrase-fd 0 --key-file "$T/key" state

# What the system says is told in plain words: a link in the place of a journal, a name that is too long, a full disk.
cp "$VAULT" "$T/linked"
ln -s "$VAULT-0" "$T/linked-0"
cp "$VAULT-1" "$T/linked-1"
tell "$PASS" | run 1 "$SATCHEL" -f "$T/linked" --passphrase-fd 0 state
one_sentence
says 'ending in -0 and -1, .* a link stands in its place'
on 1 backup "$T/$(head -c 300 /dev/zero | tr '\0' x)"
says 'name is too long'
one_sentence
(trap '' XFSZ; ulimit -f 1000; on 1 backup "$T/cut"; says 'larger than a file may be\|the disk is full')
[ ! -e "$T/cut" ] || fail "half a backup"

# A flipped bit in the first block that holds content: damage, exit 5, or 3 when it was the header.
cp "$VAULT" "$T/hurt"
cp "$VAULT-0" "$T/hurt-0"
cp "$VAULT-1" "$T/hurt-1"
for stripe in 0 1; do
    at=$((131072 + stripe * 4194304 + 4096 + 100))
    printf '\125\125\125\125' | dd of="$T/hurt" bs=1 seek=$at conv=notrunc status=none
done
tell "$PASS" | run 5 "$SATCHEL" -f "$T/hurt" --passphrase-fd 0 verify --json
one_sentence

# Damage under a list: a whole JSON document or none, exit 5, one sentence; and nothing claims to have been changed.
V4=$T/many
tell "$PASS" "$PASS" | run 0 "$SATCHEL" -f "$V4" --passphrase-fd 0 init --kdf low
python3 -c 'for i in range(400): print("{\"title\": \"Case %d\", \"summary\": \"%s\"}" % (i, "x" * 500))' >"$T/cases"
run 0 "$SATCHEL" -f "$V4" --passphrase-fd 9 add case - 9<<<"$PASS" <"$T/cases"
damaged=0
for block in 4 28 180 200 220 240; do
    for i in '' -0 -1; do cp "$V4$i" "$T/torn$i"; done
    for stripe in 0 1; do
        at=$((131072 + stripe * 4194304 + block * 4096 + 100))
        printf '\125\125\125\125' | dd of="$T/torn" bs=1 seek=$at conv=notrunc status=none
    done
    got=0
    "$SATCHEL" -f "$T/torn" --passphrase-fd 9 list --json --full 9<<<"$PASS" >"$OUT" 2>"$ERR" || got=$?
    case $got in
    0) json "len(d) == 400" ;;
    5) damaged=$((damaged + 1)); one_sentence; [ ! -s "$OUT" ] || json "len(d) < 400" ;;
    *) fail "exit $got on damage in block $block" ;;
    esac
done
[ $damaged -ge 2 ] || fail "nothing was damaged"

# A vault on a disk that cannot be written is backed up all the same.
RO=$T/read-only
mkdir "$RO"
if mount -t tmpfs -o size=20m satchel-test "$RO" 2>/dev/null; then
    trap 'trap - ERR; set +e; umount -l "$RO"; end' EXIT
    tell "$PASS" "$PASS" | run 0 "$SATCHEL" -f "$RO/vault" --passphrase-fd 0 init --kdf low
    mount -o remount,ro "$RO"
    run 0 "$SATCHEL" -f "$RO/vault" --passphrase-fd 9 backup "$T/from-read-only" 9<<<"$PASS"
    run 0 "$SATCHEL" -f "$T/from-read-only" --passphrase-fd 9 verify 9<<<"$PASS"
else
    echo "skipped: a vault on a read-only disk, which needs the right to mount"
fi
