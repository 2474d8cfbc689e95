#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every command and option of the table is in satchel(1), and in the completion of every shell; what defeats an erasing and a decoy
# is said in satchel-security(7) and README.md.
. "$(dirname "$0")/cli.sh"
cd "$(dirname "$0")/../.."
page=man/satchel.1
for shell in bash zsh fish; do "$SATCHEL" completion $shell >"$T/$shell"; done

# check NAME ARGS...: the help of one command against the page
check() {
    run 0 "$SATCHEL" "$@" --help
    cp "$OUT" "$T/help.$#"
    grep -qE "^\.It .*Cm $*( |\$)" $page || fail "$* is not in $page"
    for o in $(options "$T/help.$#"); do
        grep -qE -- "Fl (. , )?-?${o#--}( |\$)" <(sed "s/ -${o#--}/ ${o#--}/" $page) || fail "$* $o is not in $page"
        [ "$1" != panic ] || continue # a word that destroys is typed whole
        for shell in bash zsh; do grep -q -- "[ |]$o[ )|\"]" "$T/$shell" || fail "$o is not in $shell's completion"; done
        grep -q -- "-l ${o#--} " "$T/fish" || fail "$o is not in fish's completion"
    done
}
run 0 "$SATCHEL" --help
cp "$OUT" "$T/top"
for c in $(commands "$T/top"); do
    grep -q -- " -a $c -d" "$T/fish" || [ "$c" = panic ] || fail "$c is not in fish's completion"
    run 0 "$SATCHEL" "$c" --help
    subs=$(commands "$OUT")
    if [ -z "$subs" ]; then check "$c"; fi
    for s in $subs; do check "$c" "$s"; done
done

for page in man/satchel-security.7 README.md; do
    tr '\n' ' ' <$page >"$T/words"
    for said in 'images? [a-z ]*(taken|made) before|image taken' 'flash memory' 'snapshots' '[Bb]ackup' '[Tt]wo images of the' 'history' 'offence'; do
        grep -qE -- "$said" "$T/words" || fail "$page does not say: $said"
    done
done
