/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SQLite side of a mounted compartment: a VFS with one database (its blocks in the stripes) and one
 * journal. Private to compartment.c. The contract is told at the head of sealvfs.c. */
#ifndef SATCHEL_VAULT_SEALVFS_COMPARTMENT_H
#define SATCHEL_VAULT_SEALVFS_COMPARTMENT_H

#include <sqlite3.h>
#include <stdatomic.h>

#include "satchel/vault/compartment.h"
#include "satchel/vault/journals.h"
#include "satchel/vault/overlay.h"
#include "satchel/vault/sealvfs_file.h"

struct compartment_vfs {
    sqlite3_vfs vfs;
    struct compartment *c;
    struct blocks blocks; /* of the database */
    struct noise *noise;
    struct journals journals;
    struct strided *journal; /* of the transaction under way, holds its last stride back; or NULL */
    uint64_t capacity;       /* blocks */
    uint64_t zero_from;      /* blocks from here on are known to be sealed zero pages */
    uint64_t unsynced;       /* bytes written to the vault since the last sync */
    bool open, settled, write_failed;
    bool clean;              /* the last session ended with sealvfs_compartment_note_clean */
    struct overlay *overlay; /* of a mount that changes no file; else NULL */
    bool played_back;        /* with an overlay: the journal is of no more use */
    atomic_bool stopped;
    struct sealvfs_base temp; /* SQLite's nameless files */
    struct sealvfs_counts temp_counts;
    uint8_t sealed[BLOCK_BYTES], page[BLOCK_BYTES];
    char name[];
};

/* Fills v->vfs; v->c and v->temp are set. */
void sealvfs_compartment_methods(struct compartment_vfs *v);
/* What the journal says: whether it waits to be played back; whether the last session ended in order. -1:
 * it cannot be read. */
int sealvfs_compartment_look(struct compartment_vfs *v, bool *hot, bool *clean);
/* Everything is in its place: all blocks written are durable, none is torn. The next transaction takes the
 * note away by writing its header over it. A note that is lost costs a look at the empty blocks, no more. */
void sealvfs_compartment_note_clean(struct compartment_vfs *v);
/* Seals zero pages over failing blocks that hold nothing. */
int sealvfs_compartment_mend(struct compartment_vfs *v);

/* SQLite codes. `page` has 4096 bytes. */
/* Nothing is read or written any more. */
bool sealvfs_compartment_stopped(const struct compartment_vfs *v);
int sealvfs_compartment_read(struct compartment_vfs *v, uint64_t block, uint8_t *page);
int sealvfs_compartment_write(struct compartment_vfs *v, uint64_t block, const uint8_t *page);

/* Fills a stripe as it is born: sealed zero pages for v's compartment, noise for the other. */
void sealvfs_compartment_fill(void *v, unsigned compartment, uint64_t first, unsigned n, uint8_t *out);

#endif
