/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal of a mounted compartment: below the SQLite side of its database (sealvfs_compartment.h), which
 * gives SQLite this file when it asks for the journal. Functions give SQLite codes. */
#ifndef SATCHEL_VAULT_SEALVFS_JOURNAL_H
#define SATCHEL_VAULT_SEALVFS_JOURNAL_H

#include "satchel/vault/sealvfs_blocks.h"

/* Bytes of a sqlite3_file for it. */
int sealvfs_journal_bytes(void);
int sealvfs_journal_open(struct compartment_vfs *v, sqlite3_file *file);
/* What deleting the journal is to SQLite: durably not hot any more. */
int sealvfs_journal_end(struct compartment_vfs *v);

/* What the journal says: whether it waits to be played back; whether the last session ended in order. -1:
 * it cannot be read. */
int sealvfs_journal_look(struct compartment_vfs *v, bool *hot, bool *clean);
/* Everything is in its place: all blocks written are durable, none is torn. The next transaction takes the
 * note away by writing its header over it. A note that is lost costs a look at the empty blocks, no more. */
void sealvfs_journal_note_clean(struct compartment_vfs *v);

#endif
