/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: what the sources of vault.h share, and nobody else; the functions are in database.c. */
#ifndef SATCHEL_VAULT_INSIDE_H
#define SATCHEL_VAULT_INSIDE_H

#include <stdbool.h>
#include <stdint.h>
#include <sqlite3.h>

#include "satchel/secure/secmem.h"
#include "satchel/vault/compartment.h"
#include "satchel/vault/header.h"
#include "satchel/vault/slots.h"
#include "satchel/vault/vault.h"

#define VAULT_PAIR_BYTES 8388608 /* two stripes */
#define VAULT_BYTES_MIN  (HEADER_BYTES + VAULT_PAIR_BYTES)
#define VAULT_VFS_NAME   40

struct vault_secrets {
    struct slot slot;
    struct slot_keys keys;
};

struct duress;

struct vault {
    const struct vault_io *io;
    kdf_function *kdf;
    struct halt *halt;
    char *path;
    int fd; /* the one descriptor of the vault file */
    bool read_only;
    struct header *header;
    struct secret memory; /* holds *secrets */
    struct vault_secrets *secrets;
    unsigned slot; /* the one that opened: 0..7 */
    struct compartment compartment;
    bool mounted, counted;
    char vfs[VAULT_VFS_NAME];
    sqlite3 *db;
    unsigned notices;
    struct vault_state *state; /* state.c; NULL: not kept */
    struct compartment_watch watch;
    bool ended;            /* the row that ends the session is written, nothing after it */
    bool rescued;          /* the files are not written any more: rescue.c */
    struct survey *survey; /* what is damaged; NULL: not looked for */
    uint64_t bad_beyond;   /* damaged blocks past the end of the database */
    struct duress *duress; /* under way since the unlock; NULL: nothing is */
};

/* The salt never changes, the slots do, and a pool when its compartment is destroyed: v->header anew, under
 * the lock, or once what changed it beside this thread has ended. */
int vault_read_header(struct vault *v, struct err *e);
/* v->compartment as the slot that opened says. */
void vault_fill_compartment(struct vault *v);
/* Opens fd's compartment with the keys in v->secrets: mounts, opens the database, applies the settings,
 * checks the reserved bytes. v->path, fd, read_only, secrets are set. For reading a hot journal is played
 * back in memory, and the files stay as they are. vault_unmount undoes it at any stage. */
int vault_mount(struct vault *v, struct err *e);
/* The compartment alone, with an overlay; v->db stays closed. */
int vault_mount_over(struct vault *v, struct err *e);
/* The database of a compartment mounted so, to be written there in memory. */
int vault_open_over(struct vault *v, struct err *e);
/* Plays a hot journal back there, and closes the database again. What cannot be read after it shows at the
 * next read; -1: no memory. */
int vault_play_back(struct vault *v, struct err *e);
void vault_unmount(struct vault *v);
/* The one number that a pragma gives. */
int vault_ask_number(struct vault *v, const char *pragma, int *value, struct err *e);
/* Our settings for a connection to a compartment (vault.md 3.8). */
int vault_settings(struct vault *v, struct err *e);

/* Runs a check of SQLite's; found gets its first finding, "" when there is none. An SQLite code when it could
 * not be done for want of memory, or because reading failed for another reason than a damaged block. */
int vault_check(struct sqlite3 *db, const char *pragma, char found[static VAULT_PROBLEM_BYTES]);

#endif
