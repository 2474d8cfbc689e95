#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A vault on a disk that can only be read: what reads works, a backup of it too; what writes is refused before it asks.
. "$(dirname "$0")/cli.sh"
if [ -z "${SATCHEL_MOUNTED:-}" ]; then
    if ! unshare -m true 2>/dev/null; then
        echo "skipped: a read-only disk (needs root)"
        exit 0
    fi
    SATCHEL_MOUNTED=1 exec unshare -m "$0"
fi
mkdir "$T/disk"
VAULT=$T/disk/vault
make_vault
on 0 add case title='Writer missing'
mount --bind "$T/disk" "$T/disk"
mount -o remount,ro,bind "$T/disk"
trap 'trap - ERR; set +e; umount "$T/disk"; end' EXIT
! touch "$T/disk/x" 2>/dev/null || fail "the disk can be written"

for line in list 'show C-0001' 'search writer' due verify state 'passphrase list'; do
    # shellcheck disable=SC2086
    on 0 $line
    empty "$ERR"
done
on 0 list --json
json "len(d) == 1"
on 0 backup "$T/copy"
empty "$ERR"
run 0 "$SATCHEL" -f "$T/copy" --passphrase-fd 9 list 9<<<"$PASS"
has 'Writer missing'

printf '%s\n' "$PASS" >"$T/passphrase"
ua=$(realpath "$(dirname "$0")/data/ua-freedonia.txt")
while IFS= read -r line; do
    exec 9<"$T/passphrase"
    # shellcheck disable=SC2086
    run 1 "$SATCHEL" --passphrase-fd 9 $line </dev/null
    one_sentence
    says 'only be read'
    empty "$OUT"
    read -r left <&9 || fail "asked for the passphrase: $line"
    exec 9<&-
done <<END
-f $VAULT add note text=x
-f $VAULT set C-0001 title=x
-f $VAULT rm C-0001
-f $VAULT undo
-f $VAULT import --yes $ua
-f $VAULT passphrase change
-f $VAULT backup $T/disk/copy
-f $T/disk/new init
-f $T/disk/folder/new init
-f $T/disk/new demo --keep
-f $T/disk/new restore $T/copy
END
