#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# satchel panic: what it refuses, what it leaves, whom it tells; the rehearsal; arming in the terminal program.
. "$(dirname "$0")/cli.sh"
sum() { cat "$VAULT" "$VAULT-0" "$VAULT-1" | sha256sum; }
names() { find "$(dirname "$VAULT")" "$HOME" -type f | sort; }
mkdir -p "$T/kept" "$XDG_CONFIG_HOME/satchel/themes"
VAULT=$T/kept/vault
settings() {
    echo 'theme = mono' >"$XDG_CONFIG_HOME/satchel/config"
    echo 'text = red' >"$XDG_CONFIG_HOME/satchel/themes/own.theme"
    echo 'text = red' >"$XDG_CONFIG_HOME/satchel/other.theme"
    echo 'mine' >"$XDG_CONFIG_HOME/satchel/notes"
}
settings
make_vault
before=$(sum)
listed=$(names)

# ---- what is refused, with nothing changed ----
head -c 9000000 /dev/urandom >"$T/film"
run 3 "$SATCHEL" -f "$T/film" panic
says 'not a file of a size'; one_sentence
[ "$(stat -c %s "$T/film")" = 9000000 ] || fail "the film was changed"
truncate -s 12M "$T/debian.iso"
run 3 "$SATCHEL" -f "$T/debian.iso" panic
says 'does not begin as a vault'; one_sentence
[ "$(stat -c %s "$T/debian.iso")" = 12582912 ] || fail "the image was changed"
run 3 "$SATCHEL" -f "$T/nothing" panic
says 'no vault'; one_sentence
run 3 "$SATCHEL" -f "$T" panic
says 'folder'; one_sentence
run 2 "$SATCHEL" -f "$VAULT" panic now
run 2 "$SATCHEL" -f "$VAULT" pani
run 2 "$SATCHEL" -f "$VAULT" PANIC
run 2 "$SATCHEL" -f "$VAULT" panic --rehears
run 1 "$SATCHEL" -f "$VAULT" --read-only panic
run 0 "$SATCHEL" -f "$VAULT" panic --help
if [ "$(id -u)" != 0 ]; then
    chmod 400 "$VAULT"
    run 1 "$SATCHEL" -f "$VAULT" panic
    says 'can only be read'; one_sentence
    chmod 600 "$VAULT"
fi

# ---- the rehearsal writes nothing to the vault and leaves nothing ----
run 0 "$SATCHEL" -f "$VAULT" panic --rehearse
has 'your vault was not touched'; has 'keys and slots'; has 'Stays: backups'; has '3 files'
run 0 "$SATCHEL" -f "$VAULT" panic --rehearse --json
json 'd["bytes"] == d["overwritten"] > 10000000 and d["header_us"] > 0 and d["own"] == 3'
run 3 "$SATCHEL" -f "$T/film" panic --rehearse
one_sentence
[ "$before" = "$(sum)" ] || fail "the vault was changed"
[ "$listed" = "$(names)" ] || fail "a file was left: $(names)"

# ---- in earnest, by a link, with a backup that stays ----
on 0 backup "$T/backup"
cp "$VAULT" "$T/kept/vault.0123456789abcdef" # what a creation that was cut off leaves
ln -s "$VAULT" "$T/link"
run 0 "$SATCHEL" -f "$T/link" panic
has 'nothing opens'; has 'Exports were not touched'; has 'link" is a symbolic link'; empty "$ERR"
[ "$(names)" = "$XDG_CONFIG_HOME/satchel/notes" ] || fail "not all is gone, or too much: $(names)"
run 3 "$SATCHEL" -f "$T/link" panic

# ---- what was cut off late is finished: the vault is empty, journals and settings are there still ----
settings
: >"$VAULT"; cp "$T/film" "$VAULT-0"; cp "$T/film" "$VAULT-1"
run 0 "$SATCHEL" -f "$VAULT" panic
[ "$(names)" = "$XDG_CONFIG_HOME/satchel/notes" ] || fail "not all is gone: $(names)"
: >"$T/kept/0123456789abcdef" # ... or at its very last call; what is none of ours stays
echo 'mine' >"$T/kept/fedcba9876543210"
run 0 "$SATCHEL" -f "$VAULT" panic
has 'is finished'
run 3 "$SATCHEL" -f "$VAULT" panic
[ "$(find "$T/kept" -type f)" = "$T/kept/fedcba9876543210" ] || fail "not what is ours: $(names)"
rm "$T/kept/fedcba9876543210"
run 0 "$SATCHEL" -f "$VAULT" restore "$T/backup"
on 0 list

# ---- another Satchel has it: a command that waits for its input, and the terminal program ----
settings
mkfifo "$T/pipe"
sat batch - <"$T/pipe" >/dev/null 2>&1 &
other=$!
exec 7>"$T/pipe"
head -c 200000 /dev/zero | tr '\0' ' ' >&7 # more than a pipe holds: it is being read, so the vault is open
run 0 "$SATCHEL" -f "$VAULT" panic --json
json 'd["told"] == 1 and d["killed"] == 0 and d["erased"] and d["removed"] and d["own"] == 3 and d["left"] == 0'
if wait $other; then fail "the other one went on"; fi
exec 7>&-
[ "$(names)" = "$XDG_CONFIG_HOME/satchel/notes" ] || fail "not all is gone: $(names)"

# ---- it does not leave, or is called otherwise: what it had on record stays, and that is said ----
held_by() { # PROGRAM: has the vault open, as $other
    run 0 "$SATCHEL" -f "$VAULT" restore "$T/backup"
    "$1" -f "$VAULT" --passphrase-fd 9 batch - <"$T/pipe" 9<<<"$PASS" >/dev/null 2>&1 &
    other=$!
    exec 7>"$T/pipe"
    head -c 200000 /dev/zero | tr '\0' ' ' >&7
}
held_by "$SATCHEL"
kill -STOP "$other"
run 0 "$SATCHEL" -f "$VAULT" panic
has 'ended by force'; has 'exported stays'; lacks 'it was not open'
within 5 ended "$other" || fail "it was not ended"
exec 7>&-
# The header goes first: where it cannot be written, the other one is not told, and nothing is lost.
held_by "$SATCHEL"
before=$(head -c 131072 "$VAULT" | sha256sum)
(trap '' XFSZ; ulimit -f 0; "$SATCHEL" -f "$VAULT" panic 2>&1 || echo "exit $?") | cat >"$T/refused"
grep -q '^exit 1$' "$T/refused" || fail "it said it had erased: $(cat "$T/refused")"
grep -q 'may still open' "$T/refused" || fail "$(cat "$T/refused")"
[ "$before" = "$(head -c 131072 "$VAULT" | sha256sum)" ] || fail "the header was written"
kill -0 "$other" || fail "the other one was told before the header was gone"
run 0 "$SATCHEL" -f "$VAULT" panic
has 'has left'
within 5 ended "$other" || fail "it was not told"
exec 7>&-
cp "$SATCHEL" "$T/another-name"
held_by "$T/another-name"
run 0 "$SATCHEL" -f "$VAULT" panic
has "Process $other still has it open"; lacks 'it was not open'
kill -KILL "$other"
exec 7>&-

# ---- the superuser tells the program of another user ----
if [ "$(id -u)" = 0 ]; then
    place=$(mktemp -d /tmp/satchel-other.XXXXXX) # which the other one may enter
    cp "$SATCHEL" "$place/satchel"
    run 0 "$SATCHEL" -f "$place/vault" restore "$T/backup"
    chown -R 65534:65534 "$place"
    HOME=$place XDG_CONFIG_HOME=$place/.config setpriv --reuid 65534 --regid 65534 --clear-groups \
        "$place/satchel" -f "$place/vault" --passphrase-fd 9 batch - <"$T/pipe" 9<<<"$PASS" >/dev/null 2>&1 &
    other=$!
    exec 7>"$T/pipe"
    head -c 200000 /dev/zero | tr '\0' ' ' >&7
    [ "$(ps -o uid= -p "$other" | tr -d ' ')" = 65534 ] || fail "it is not another user's"
    run 0 "$SATCHEL" -f "$place/vault" panic --json
    json 'd["told"] == 1 and d["killed"] == 0 and d["erased"] and d["removed"]'
    within 5 ended "$other" || fail "the other user's program is still there"
    exec 7>&-
    rm -rf "$place"
else
    echo "skipped: the superuser and another user's program: this needs root"
fi

# ---- the terminal program: armed after a question that names the last backup, rehearsed, told to leave ----
trap - ERR; set +eE # what follows polls
make_vault
open_vault 80 24
see '^ Agenda'
keys :; typed panic-arm; keys Enter
see 'May the panic key erase'
see 'Last backup: never'
keys Enter # as it stands: no
see 'never erases'
keys :; typed panic-rehearse; keys Enter
see 'Rehearsal: your vault was not touched'
see 'Erasing is off'
keys q; see '^ Agenda'
keys :; typed panic-arm; keys Enter
see 'May the panic key erase'
keys Right Enter
see 'Armed: three presses'
lock
unlock
keys :; typed panic-rehearse; keys Enter
see 'Erasing is armed'
pid=$(program)
run 0 "$SATCHEL" -f "$VAULT" panic
has 'has left'
within 5 ended "$pid" || fail "the terminal program is still there"
within 5 hides 'Erasing is armed' || fail "its screen is still there"
[ "$(find "$(dirname "$VAULT")" -type f | wc -l)" = 0 ] || fail "not all is gone: $(names)"

# ---- what was exported goes with the program that knows of it, and stays where none does ----
exported() {
    make_vault
    local kase
    kase=$(sat add case title=Sailor)
    letter=$(sat add letter case="$kase" subject=Hello 'body=Dear Sir, please.' lang=en)
    sat letter export --draft "$letter" -o "$T/kept/letter $1.txt" >/dev/null 2>&1
    [ -s "$T/kept/letter $1.txt" ] || fail "nothing was exported"
}
exported one
run 0 "$SATCHEL" -f "$VAULT" panic
has 'Exports were not touched'
[ "$(find "$T/kept" -type f)" = "$T/kept/letter one.txt" ] || fail "other files: $(names)"
rm "$T/kept/letter one.txt"

exported two
open_vault 80 24
see '^ Agenda'
run 0 "$SATCHEL" -f "$VAULT" panic
[ -z "$(find "$T/kept" -type f)" ] || fail "left: $(names)"

far=$(mktemp -d /tmp/satchel-far.XXXXXX) # where the program may not write
trap 'end; rm -rf "$far"' EXIT
exported far
settings
sat letter export --draft "$letter" -o "$far/letter.txt" >/dev/null 2>&1
[ -s "$far/letter.txt" ] || fail "nothing was exported"
open_vault 80 24
see '^ Agenda'
run 0 "$SATCHEL" -f "$VAULT" panic
has 'All others stay'; has 'settings, which all vaults'
! grep -q landlock /sys/kernel/security/lsm 2>/dev/null || [ -s "$far/letter.txt" ] || fail "it could be erased, but the output says that it stays"
[ -z "$(find "$T/kept" -type f)" ] || fail "left: $(names)"
rm -r "$far"

exported three # by the key, of which the first press locks
open_vault 80 24
see '^ Agenda'
keys :; typed panic-arm; keys Enter
see 'May the panic key erase'
keys Right Enter
see 'Armed: three presses'
pid=$(program)
for _ in 1 2 3; do keys 'C-\'; sleep 0.3; done # separate presses, within three seconds
within 10 ended "$pid" || fail "the terminal program is still there"
[ -z "$(find "$T/kept" -type f)" ] || fail "left: $(names)"
