/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of the two compartments of a vault, as an SQLite database: blocks in the stripes of the vault file
 * (satchel-vault(5), STRIPES), a rollback journal in <path>-<number>. What the storage promises, and why, is
 * told at the head of sealvfs.h.
 *
 * A session:   fill in the first part of struct compartment
 *              compartment_mount        registers an SQLite VFS of its own for this compartment
 *              sqlite3_open_v2(COMPARTMENT_DATABASE, &db, SQLITE_OPEN_READWRITE, vfs_name), settings,
 *              one read                 SQLite plays back a hot journal if there is one
 *              compartment_settle       seals what a crash or the other compartment's growth left unsealed
 *              ... work ...
 *              sqlite3_close, compartment_unmount
 *
 * One connection at a time; a second open of the database is refused with SQLITE_CANTOPEN. The caller keeps
 * other processes out (lockfile_take). */
#ifndef SATCHEL_VAULT_COMPARTMENT_H
#define SATCHEL_VAULT_COMPARTMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/vault/io.h"

struct err;
struct halt;
struct compartment_vfs;

#define COMPARTMENT_DATABASE      "vault" /* any other name opens the same database */
#define COMPARTMENT_PAGE_BYTES    4096
#define COMPARTMENT_RESERVED      40 /* bytes SQLite leaves free at the end of every page */
#define COMPARTMENT_JOURNAL_BYTES 1048576

/* What did not authenticate since the mount; only ever grows. */
struct compartment_damage {
    uint64_t database_blocks; /* reads that failed, each answered with SQLITE_IOERR_DATA */
    uint64_t first_database_block;
    uint64_t journal_blocks; /* journal blocks found at open that failed, read as zeros: garbage past the end
                                of a journal, or damage. Not zero: run quick_check. */
};

/* Told of each block of the database as it changes in the file: before a block that is there is written over,
 * and after one was written, with its nonce and tag (40 bytes). lost: a write failed, what is there now is
 * not known. */
struct compartment_watch {
    void (*before)(void *arg, uint64_t block);
    void (*after)(void *arg, uint64_t block, const uint8_t *seal);
    void (*lost)(void *arg);
    void *arg;
};

struct compartment {
    /* ---- filled in by the caller, borrowed until compartment_unmount ---- */
    const struct vault_io *io; /* NULL: VAULT_IO_SYSTEM */
    int fd;                    /* the vault file; stays open, closed by the caller */
    const char *path;          /* of the vault; the journals are <path>-0 and <path>-1 */
    uint8_t number;            /* 0, 1 */
    uint8_t file_id[16];       /* of its database blocks (sub-key 3) */
    const uint8_t *block_key;  /* 32 bytes each, in secret memory */
    const uint8_t *journal_key;
    bool read_only;
    bool overlay; /* with read_only: the database can be written all the same, in memory; the journal is
                     played back there. The files stay as they are. */
    const struct compartment_watch *watch; /* or NULL */
    struct halt *halt;                     /* or NULL */

    /* ---- answers ---- */
    struct compartment_damage damage;
    bool was_hot; /* a journal was waiting to be played back at mount */

    struct compartment_vfs *vfs; /* private */
};

/* Creation: seals a finished database image (n bytes, whole pages of 4096 with 40 reserved bytes, rollback
 * journal mode, ending where SQLite says it ends) into the stripes and zero pages over the rest of the
 * capacity, then syncs. The file must already have its whole pairs of stripes; too few for the image:
 * ERR_DISK_FULL. Not while mounted. */
int compartment_seal_image(struct compartment *c, const uint8_t *image, size_t n, struct err *e);

/* Makes the two journals beside the vault, 1 MiB of noise each, durable. Journals that exist already are left
 * as they are. compartment_mount does the same when one is missing; a read-only mount does not. */
int compartment_make_journals(const struct vault_io *io, const char *path, struct err *e);

/* Registers an SQLite VFS named vfs_name (copied) through which SQLite opens this compartment's database. A
 * first block that authenticates but is no page of 4096 bytes with 40 reserved is ERR_DAMAGE; one that does
 * not authenticate is left to the journal. */
int compartment_mount(struct compartment *c, const char *vfs_name, struct err *e);
/* After the connection is closed: trims the journals, wipes, releases. Safe on what was never mounted. */
void compartment_unmount(struct compartment *c);

/* After the database was read once (so that a hot journal is played back) and before it is written: seals
 * zero pages over failing blocks that hold nothing, so that every block authenticates again: stripes that the
 * other compartment's growth left as noise; after a session that did not end in order what a crash left torn,
 * past the page count or among the leaves of the free list. Damage that holds content is left and counted.
 * Called by the VFS itself before the first write transaction when nobody has. Read-only: does nothing. */
int compartment_settle(struct compartment *c, struct err *e);

/* Both journals get the time of now, as a session does when it begins and when it ends: whose session it was
 * cannot be told from them. Read-only: does nothing. compartment_unmount does it too. */
void compartment_touch(struct compartment *c);

/* From now on every read and write of this compartment fails, for good: an open transaction stays in the hot
 * journal and is undone at the next unlock. From any thread. */
void compartment_stop(struct compartment *c);

/* Blocks there is room for, from the file's length alone: 1,024 a pair of stripes. 0 and *e when the length
 * cannot be read or is too short. */
uint64_t compartment_capacity(const struct compartment *c, struct err *e);

/* The page in a block of a mounted compartment: as SQLite sees it, with what lies over it. 0; -1: damaged, or
 * it cannot be read. Between transactions. */
int compartment_page(struct compartment *c, uint64_t block, uint8_t page[static COMPARTMENT_PAGE_BYTES]);
/* Lays a page over a block of a compartment mounted with `overlay`, while its database is closed. -1: no
 * memory. */
int compartment_cover(struct compartment *c, uint64_t block,
                      const uint8_t page[static COMPARTMENT_PAGE_BYTES]);
/* Whether something lies over it. */
bool compartment_is_covered(const struct compartment *c, uint64_t block);

/* One block as it lies in the file. */
struct compartment_block {
    uint64_t index;
    const uint8_t *nonce; /* 24 */
    const uint8_t *tag;   /* 16 */
    bool sound;           /* authenticates */
    const uint8_t *page;  /* 4096 bytes of plain text when sound, else zeros; the last 40 are zeros. NULL
                             when only nonce and tag were asked for (sound is then true) */
};
/* Nonce and tag of one block as they lie in the file, 40 bytes; -1: it cannot be read. */
int compartment_seal(const struct compartment *c, uint64_t block, uint8_t seal[static 40]);
/* As compartment_each, for the blocks from `first` to before `end`, both multiples of 64. */
int compartment_each_of(const struct compartment *c, bool open, uint64_t first, uint64_t end,
                        int (*each)(void *arg, const struct compartment_block *b), void *arg, struct err *e);
/* Calls each(arg, block) for all blocks in order; stops when it returns non-zero and returns that. -1 and *e:
 * the file could not be read. open: decrypt each. Needs no mount; on a mounted compartment, from the thread
 * that holds the connection or between its transactions. */
int compartment_each(const struct compartment *c, bool open,
                     int (*each)(void *arg, const struct compartment_block *b), void *arg, struct err *e);

#endif
