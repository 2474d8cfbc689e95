/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Destroying the other compartment, beside the opening of this one (vault.h: vault_duress_make). Told in
 * duress.c; for the sources of vault.h. */
#ifndef SATCHEL_VAULT_DURESS_H
#define SATCHEL_VAULT_DURESS_H

#include <stdbool.h>

struct secret;
struct vault;

#define DURESS_WAIT_MS 2000

/* v was just unlocked by a slot of kind duress, which v->secrets calls open already: begins, on a thread of
 * its own; without one (none can be made, one_thread) the first step is done when this returns, the others in
 * duress_allow or duress_end. Never fails: what could not be destroyed is tried again at the next unlock with
 * that passphrase. v->io, fd, path, header, secrets, slot are set. */
void duress_begin(struct vault *v, const struct secret *kek, bool one_thread);
/* The opening has succeeded; `spare` is one of the own slots (0..7) that the table calls free, or -1: the
 * last step is left for another time. Once. */
void duress_allow(struct vault *v, int spare);
/* Waits until it has ended, DURESS_WAIT_MS at most. Nothing to wait for is fine. */
void duress_wait(struct vault *v);
/* The vault is being released. What has not ended by itself keeps the descriptor, and closes it when it has:
 * v->fd is -1 then. */
void duress_end(struct vault *v);

#endif
