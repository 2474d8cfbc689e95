#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What `make` promises beside building: one graph for all goals, installing, a tarball, packages only when needed.
. "$(dirname "$0")/cli.sh"
cd "$(dirname "$0")/../.."
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES PREPARED

# Goals given together build each archive once: two makes on one archive link against a half-written one.
run 0 make -n B="$T/none" all unit-bins
[ "$(grep -c 'rcs .*libsatchel\.a' "$OUT")" = 1 ] || fail "the archive is built more than once"
[ "$(grep -c 'rcs .*libsatchelui\.a' "$OUT")" = 1 ] || fail "the archive is built more than once"

# Whoever sees to the packages says so; nothing is looked for then.
SATCHEL_HAVE_DEPS=1 PATH=/nonexistent run 0 /bin/sh .ci/need check
empty "$OUT"
# Elsewhere than on Debian: what is needed, and how to go on.
PATH=/nonexistent run 1 /bin/sh .ci/need build
says 'SATCHEL_HAVE_DEPS=1'
says 'libsodium-dev'

# Installing puts everything below DESTDIR and PREFIX, and uninstalling takes all of it away.
run 0 make -s B="$SATCHEL_BUILD" DESTDIR="$T/root" PREFIX=/opt/x install
for f in bin/satchel libexec/satchel/satchel-pdf share/man/man1/satchel.1 share/man/man5/satchel-vault.5 share/satchel/themes/default.theme; do
    [ -f "$T/root/opt/x/$f" ] || fail "$f was not installed"
done
run 0 "$T/root/opt/x/bin/satchel" --version
run 0 make -s B="$SATCHEL_BUILD" DESTDIR="$T/root" PREFIX=/opt/x uninstall
[ -z "$(find "$T/root" -type f)" ] || fail "something of it stayed"

# The tarball is made from a fresh clone, and needs no git to be built.
if git rev-parse --git-dir >/dev/null 2>&1; then
    git clone -q . "$T/clone"
    cp Makefile "$T/clone/"
    run 0 make -s -C "$T/clone" dist
    tar xzf "$T"/clone/build/satchel-*.tar.gz -C "$T"
    cd "$T"/satchel-*/
    mkdir "$T/bin"
    printf '#!/bin/sh\nexit 127\n' >"$T/bin/git"
    chmod +x "$T/bin/git"
    PATH=$T/bin:$PATH run 0 make -n all
    PATH=$T/bin:$PATH run 0 make -s layers
fi
