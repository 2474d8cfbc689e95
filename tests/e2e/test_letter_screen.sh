#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A letter in a real terminal: typed, killed, there again; saved, checked, made ready, written out, noted as sent.
. "$(dirname "$0")/lib.sh"
make_vault
make_letter 'I write to you for Anna Testova.'

# ---- killed while it is typed: two seconds are lost at most, and one more on a slow machine ----
open_letter
keys C-End
began=$SECONDS n=0 at=()
while [ $((SECONDS - began)) -lt 5 ]; do
    n=$((n + 1))
    typed " w$n."
    see " w$n\."
    at[n]=$SECONDS
    sleep 0.02
done
pid=$(program)
kill -9 "$pid"
killed=$SECONDS
while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
open_vault 80 250 # room for all that was typed
see 'Anna Testova\..* w1\.'
for i in $(seq "$n"); do
    [ $((killed - at[i])) -le 3 ] || shows " w$i\." || fail "word $i of $n, typed $((killed - at[i])) s before, is gone"
done
see 'not saved'

# ---- saved: one step ----
keys C-s; see 'Saved\.'
keys Escape; see '^ e text'
keys u; see 'Undone'; gone ' w1\.'
keys C-r; see ' w1\.'

# ---- what is found blocks it ----
keys e; see 'Ctrl-S'
keys C-a; typed 'I am [YOUR NAME] and write for Anna Testova.'; see 'placeholder'
keys F3; see '1 finding is open'
keys Escape; see '^ e text'
keys f; see 'because'
typed 'it is a sample'; keys Enter; see 'Kept with its reason'
see 'does not count: it is a sample'
keys e; see 'Ctrl-S'
keys C-a; typed 'I write to you for Anna Testova.'; gone 'placeholder'
keys F3
see 'Ready\.'

# ---- out, and noted ----
keys :; typed letter-export; keys Enter; see '^ .*Export'
keys Left Left; see 'plain text'
keys Tab Tab C-a; typed "$T/out"; see 'out$'
keys C-s; see 'is not encrypted'
keys Right Enter; see 'Written to'
grep -q 'I write to you for Anna Testova\.' "$T/out.txt" || fail "what was written out: $(cat "$T"/out*)"
[ "$(stat -c %a "$T/out.txt")" = 600 ] || fail "mode of the file"
keys :; typed letter-sent; keys Enter; see 'Handwritten'
keys C-s; see 'Noted as sent'
keys j; see 'Sent on'
keys e; see 'stays as it is'
lock
unlock; see 'Letter .*sent'
keys Escape Escape Escape; see ' Agenda'
quit
sat --json show "$letter" | grep -q '"state": *"sent"' || fail "state: $(sat --json show "$letter")"
