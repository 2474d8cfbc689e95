/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mounted compartment, and the blocks of its database in the stripes: below its journal
 * (sealvfs_journal.h), its SQLite side (sealvfs_compartment.h) and what makes it ready for writing
 * (compartment_settle). Private to these. */
#ifndef SATCHEL_VAULT_SEALVFS_BLOCKS_H
#define SATCHEL_VAULT_SEALVFS_BLOCKS_H

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
    bool clean;              /* the last session ended with sealvfs_journal_note_clean */
    struct overlay *overlay; /* of a mount that changes no file; else NULL */
    bool played_back;        /* with an overlay: the journal is of no more use */
    atomic_bool stopped;
    struct sealvfs_base temp; /* SQLite's nameless files */
    struct sealvfs_counts temp_counts;
    uint8_t sealed[BLOCK_BYTES], page[BLOCK_BYTES];
    char name[];
};

/* SQLite codes. `page` has 4096 bytes. */
/* Nothing is read or written any more. */
bool sealvfs_blocks_stopped(const struct compartment_vfs *v);
int sealvfs_blocks_error(int errnum); /* of a write */
int sealvfs_blocks_read(struct compartment_vfs *v, uint64_t block, uint8_t *page);
int sealvfs_blocks_write(struct compartment_vfs *v, uint64_t block, const uint8_t *page);
/* What was written is on the disk: of the vault, of a file beside it. */
int sealvfs_blocks_sync(struct compartment_vfs *v);
int sealvfs_blocks_sync_file(struct compartment_vfs *v, int fd);
int sealvfs_blocks_grow(struct compartment_vfs *v); /* by a stripe */
/* Sealed zero pages over blocks from..to-1. */
int sealvfs_blocks_zeros(struct compartment_vfs *v, uint64_t from, uint64_t to);
/* Seals zero pages over failing blocks that hold nothing. */
int sealvfs_blocks_mend(struct compartment_vfs *v);

/* Fills a stripe as it is born: sealed zero pages for v's compartment, noise for the other. */
void sealvfs_blocks_fill(void *v, unsigned compartment, uint64_t first, unsigned n, uint8_t *out);

/* What SQLite is told of database and journal alike: sectors are as long as a block, nothing is promised of a
 * write, and nobody else has a lock. */
int sealvfs_blocks_sector_size(sqlite3_file *file);
int sealvfs_blocks_characteristics(sqlite3_file *file);
int sealvfs_blocks_no_reserved(sqlite3_file *file, int *reserved);

#endif
