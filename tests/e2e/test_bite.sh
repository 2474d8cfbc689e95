#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Some of the choices that lose data, put back: the crash tests notice. `make bite` has all of them.
set -u
unset MAKEFLAGS MAKELEVEL MFLAGS
out=$(make -s B="${SATCHEL_BUILD#"$PWD"/}" bite BITE_CASES=40 BITES="claim-append error-at-open size-of-first-page" 2>&1) || {
    echo "$out"
    exit 1
}
[ "$(grep -c ' bad of .*design: [0-9]' <<<"$out")" = 3 ] || { echo "$out"; exit 1; }
