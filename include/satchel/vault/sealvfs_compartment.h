/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SQLite side of a mounted compartment: a VFS with one database (its blocks in the stripes) and one
 * journal. Private to compartment.c. The contract is told at the head of sealvfs.c. */
#ifndef SATCHEL_VAULT_SEALVFS_COMPARTMENT_H
#define SATCHEL_VAULT_SEALVFS_COMPARTMENT_H

#include <sqlite3.h>
#include <stdatomic.h>

#include "satchel/vault/compartment.h"
#include "satchel/vault/journals.h"
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
    bool open, settled;
    atomic_bool stopped;
    struct sealvfs_base temp; /* SQLite's nameless files */
    struct sealvfs_counts temp_counts;
    uint8_t sealed[BLOCK_BYTES], page[BLOCK_BYTES];
    char name[];
};

/* Fills v->vfs; v->c and v->temp are set. */
void sealvfs_compartment_methods(struct compartment_vfs *v);
/* 1: a journal waits to be played back; 0: none; -1: it cannot be read. */
int sealvfs_compartment_is_hot(struct compartment_vfs *v);

/* SQLite codes. `page` has 4096 bytes. */
int sealvfs_compartment_read(struct compartment_vfs *v, uint64_t block, uint8_t *page);
int sealvfs_compartment_write(struct compartment_vfs *v, uint64_t block, const uint8_t *page);

/* Fills a stripe as it is born: sealed zero pages for v's compartment, noise for the other. */
void sealvfs_compartment_fill(void *v, unsigned compartment, uint64_t first, unsigned n, uint8_t *out);

#endif
