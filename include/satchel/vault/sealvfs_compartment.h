/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SQLite side of a mounted compartment: a VFS with one database (its blocks in the stripes) and one
 * journal. Private to compartment.c. The contract is told at the head of sealvfs.c. */
#ifndef SATCHEL_VAULT_SEALVFS_COMPARTMENT_H
#define SATCHEL_VAULT_SEALVFS_COMPARTMENT_H

#include "satchel/vault/sealvfs_blocks.h"

/* Fills v->vfs; v->c and v->temp are set. */
void sealvfs_compartment_methods(struct compartment_vfs *v);
/* What the journal says: whether it waits to be played back; whether the last session ended in order. -1:
 * it cannot be read. */
int sealvfs_compartment_look(struct compartment_vfs *v, bool *hot, bool *clean);
/* Everything is in its place: all blocks written are durable, none is torn. The next transaction takes the
 * note away by writing its header over it. A note that is lost costs a look at the empty blocks, no more. */
void sealvfs_compartment_note_clean(struct compartment_vfs *v);
#endif
