#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What cannot be right is refused before a passphrase is asked, verb by verb: one sentence, nothing printed, nothing changed.
# Exit 2 when the words themselves are wrong; 1 when they are well formed, but a value or a file does not fit.
. "$(dirname "$0")/cli.sh"
make_vault
sum() { cat "$VAULT" "$VAULT-0" "$VAULT-1" | sha256sum; }
on 0 add case title='Writer missing'
C=$(cat "$OUT")
before=$(sum)
printf '%s\n' "$PASS" >"$T/passphrase"

# refused STATUS ARGUMENT...
refused() {
    local want=$1 left; shift
    [ "$1" = -f ] || set -- -f "$VAULT" "$@"
    exec 9<"$T/passphrase"
    run "$want" "$SATCHEL" --passphrase-fd 9 "$@" </dev/null
    [ "$(wc -l <"$ERR")" = "${lines:-1}" ] || fail "$(wc -l <"$ERR") lines of message: $*"
    [ "${lines:-1}" != 1 ] || one_sentence
    empty "$OUT"
    read -r left <&9 || fail "asked for the passphrase: $*"
    [ "$left" = "$PASS" ] || fail "asked for the passphrase: $*"
    exec 9<&-
}

echo '{' >"$T/batch"
echo 'no appeal' >"$T/text"
mkfifo "$T/pipe"
: >"$T/void"
mkdir "$T/folder"
ln -s "$T/nowhere" "$T/dangling"
head -c 5000 /dev/zero >"$T/short"
long=$(head -c 64 /dev/zero | tr '\0' x)

while IFS= read -r line; do
    eval "refused $line"
done <<END
2 init x
2 init --kdf lower
1 init
1 -f "$T/text" init
1 -f "$T/dangling" init
1 -f "$T/text/vault" init
1 -f "$T/new" --key-file "$T/none" init
1 -f "$T/new" --key-file "$T/void" init
1 -f "$T/new" --key-file "$T/folder" init
1 -f "$T/new" --read-only init
2 passphrase
2 passphrase nothing
2 passphrase change x
2 passphrase change --label x
2 passphrase add x
2 passphrase add --label
2 passphrase add --label $long
2 passphrase remove x
2 passphrase list x
2 passphrase suggest x
1 --read-only passphrase change
1 --read-only passphrase add
1 --read-only passphrase remove
1 --key-file "$T/none" passphrase list
2 import
2 import --yes - -
1 import "$T/text"
1 import --yes "$T/none"
1 import --yes "$T/folder"
1 import --yes "$T/void"
1 import --yes "$T/pipe"
1 import --yes ''
1 --read-only import --yes "$T/text"
2 list case person
2 list nothing
2 list name
2 list ''
2 list --where
2 list --where title
2 list --where title is x
2 list --where title '=>' x
2 list --where nothing = x
2 list --where nothing=x
2 list case --where birth = 1990
2 list person --where title '~' x
2 list --where =x
2 list --where risk '<' high
2 list --where no '~' 1
1 list --where risk = 7
1 list --where no = many
1 list appeal --where deadline '<' soon
1 list member --where case = zz
2 list --where title = - --where summary = -
2 list --limit 0
2 list --limit -1
2 list --limit 1.5
2 list --limit x
2 list --limit ''
2 list --limit 99999999999999999999
2 list --limit ' 5'
2 list --limit +5
2 list --limit 3 --limit 4
2 list --days 3
2 show
2 show $C $C
2 show abc
2 show ''
2 show zzzz
2 show C-
2 show 26/
2 show ${C}0
2 show 'UA 26-23'
2 search
2 search x --limit 0
2 search x --type nothing
2 search x --type state
2 search x --where a=b
2 due x
2 due --days x
2 due --days -1
2 due --days 40000
2 add
2 add nothing title=x
2 add name text=x
2 add case nothing=1
2 add case title
2 add case =x
2 add case +=x
2 add case no=7
2 add case title+=x
2 add case summary=- background=-
2 add case - title=x
2 add case title=x -
1 add case
1 add case country=XS
1 add case title= country=XS
1 add case title=x risk=7
1 add case title=x group_count=many
1 add person birth=yesterday-ish
1 add person names='A | nothing=x'
1 add member case=zz person=$C
1 add contact of=zzzz raw=x
1 --read-only add case title=x
2 set
2 set $C
2 set $C title
2 set $C =x
2 set $C nothing=x
2 set $C no=7
2 set zz title=x
2 set abc title=x
2 set C-0001 nothing=x
2 set C-0001 birth=1990
2 set 26/23 raw=x
2 set $C summary=- background=-
1 set C-0001 risk=7
1 set C-0001 title=
1 --read-only set $C title=x
2 rm
2 rm --yes
2 rm zz
2 rm $C abc
2 rm --nothing $C
1 --read-only rm $C
2 batch
2 batch - -
1 batch "$T/none"
1 batch "$T/folder"
1 batch "$T/pipe"
1 batch ''
1 --read-only batch "$T/batch"
2 undo x
2 redo x
1 --read-only undo
2 verify x
2 state x
2 backup
2 backup a b
1 backup "$T/text"
1 backup "$T/folder"
1 backup "$T/dangling"
1 backup "$T/none/copy"
1 backup "$T/text/copy"
1 backup "$VAULT"
1 backup ''
2 restore
1 restore "$T/text"
1 -f "$T/new" restore "$T/none"
3 -f "$T/new" restore "$T/folder"
3 -f "$T/new" restore "$T/short"
1 -f "$T/none/new" restore "$VAULT"
1 -f "$T/new" --read-only restore "$VAULT"
2 fields nothing
2 fields case person
2 date
2 date --nothing 2023
2 demo x
2 demo --keep=1
1 demo --keep
1 -f "$T/new" --read-only demo --keep
2 keys x
2 completion
2 completion csh
2 nonsense
2 --nonsense list
3 -f "$T/none" list
3 -f "$T/none/vault" list
3 -f "$T/folder" list
3 -f /dev/null list
3 -f "$T/pipe" list
3 -f "$T/short" list
2 -f '' list
1 --key-file "$T/none" list
1 --key-file "$T/void" list
END
lines=3 refused 1 import --yes "$T/none" "$T/folder" "$T/void"
[ "$before" = "$(sum)" ] || fail "the vault was changed"
[ -z "$(find "$T" -name 'new*' -o -name 'none*' -o -name nowhere)" ] || fail "something was made"

# Where only root may write, or nobody: said before anything is asked, too.
if [ "$(id -u)" = 0 ]; then
    cp "$SATCHEL" "$T/satchel"
    chmod 755 "$T" "$T/satchel"
    cp "$VAULT" "$T/folder/vault"
    chmod 755 "$T/folder"
    other() { local SATCHEL=$T/as; refused "$@"; }
    printf '#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups %q "$@"\n' "$T/satchel" >"$T/as"
    chmod 755 "$T/as"
    chmod 644 "$T/folder/vault"
    other 1 -f "$T/folder/vault" list
    other 1 -f "$T/folder/vault" --read-only backup "$T/folder/copy"
    other 1 -f "$T/folder/new" init
    chmod 600 "$T/folder/vault"
    other 1 -f "$T/folder/vault" --read-only list
else
    echo "skipped: permissions of another user (needs root)"
fi

# In use: exit 4, and nothing is asked either.
mkfifo "$T/hold"
sat batch - <"$T/hold" >/dev/null 2>&1 &
exec 7>"$T/hold"
head -c 200000 /dev/zero | tr '\0' ' ' >&7 # more than a pipe holds: it is being read, so the vault is open
refused 4 list
refused 4 --read-only list
exec 7>&-
wait
