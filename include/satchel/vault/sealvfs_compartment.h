/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SQLite side of a mounted compartment: a VFS with one database (its blocks in the stripes) and one
 * journal (sealvfs_journal.h). Private to compartment.c. The contract is told at the head of sealvfs.c. */
#ifndef SATCHEL_VAULT_SEALVFS_COMPARTMENT_H
#define SATCHEL_VAULT_SEALVFS_COMPARTMENT_H

#include "satchel/vault/sealvfs_blocks.h"

/* Fills v->vfs; v->c and v->temp are set. */
void sealvfs_compartment_methods(struct compartment_vfs *v);

#endif
