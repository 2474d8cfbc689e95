#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion, loaded and asked in each shell that is there: commands, options, types, fields, files; never `panic`.
. "$(dirname "$0")/cli.sh"
cd "$T"
for shell in bash zsh fish; do "$SATCHEL" completion $shell >"$T/$shell.sh"; done
touch "$T/a file"

# ask_SHELL WORD...: what is offered for the last word, a line each
ask_bash() {
    bash --norc -c '
        source "$1/bash.sh"; shift
        compopt() { :; }
        COMP_WORDS=(satchel "$@") COMP_CWORD=$#
        _satchel
        printf "%s\n" "${COMPREPLY[@]}"' bash "$T" "$@"
}
ask_zsh() {
    zsh -f -c '
        compdef() { :; }
        source "$1/zsh.sh"; shift
        compadd() {
            [ "$1" != -S ] || shift 2
            [ "$1" != -- ] || shift
            local w; for w; do [[ $w != ${words[CURRENT]}* ]] || print -r -- "$w"; done
        }
        _files() { local w; for w in ${words[CURRENT]}*(N); do print -r -- "$w"; done; }
        words=(satchel "$@") CURRENT=$(($# + 1))
        _satchel' zsh "$T" "$@"
}
ask_fish() {
    fish --no-config -c 'source $argv[1]/fish.sh; complete -C "$argv[2]"' "$T" "satchel $*" | cut -f1 | sed 's/\\ / /g'
}

# offers LINE...: +WORD must be offered, -WORD must not
check() {
    local want wants=$1; shift
    run 0 "ask_$shell" "$@"
    for want in $wants; do
        case $want in
        +*) grep -qxF -- "${want#+}" "$OUT" || fail "$shell does not offer ${want#+} after: $*" ;;
        -*) ! grep -qxF -- "${want#-}" "$OUT" || fail "$shell offers ${want#-} after: $*" ;;
        esac
    done
}

for shell in bash zsh fish; do
    command -v $shell >/dev/null || { echo "skipped: $shell is not installed"; continue; }
    check '+list +add +passphrase +help -case -change' ''
    check '+init -import' ini
    check '-panic' pan
    check '-panic' help pan
    check '+import +passphrase' help ''
    check '+init' --json ''
    check '+init' -f v ''
    check '+zsh +fish -case' -f v completion ''
    check '+--kdf +--json -init' init --
    check '+standard +max -init' init --kdf ''
    check '+change +list +add -case' passphrase ''
    check '-case -person' passphrase add ''
    check '+--label' passphrase add --
    check '+case +person -name -title' list ''
    check '+--where +--limit +--full -init' list --
    check '+case +person' list --limit 5 ''
    check '+birth +names -title' list person --where ''
    check '+title +no -birth' list --where ''
    check '+person' list --where title = x ''
    check '+case +person' search --type ''
    check '+case +person -title=' add ''
    check '+title= +risk= -no= -birth= -person' add case ''
    check '+risk= -birth=' add case title=x r
    check '-title=' set ''
    check '+title= +birth= +raw=' set 1234 ''
    check '+case +person' fields ''
    run 0 "ask_$shell" restore a
    has '^a file$'
done

# The words of all levels, in every script.
for f in "$T"/*.sh; do ! grep -q panic "$f" || fail "panic is completed"; done
