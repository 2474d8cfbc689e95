/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sealing VFS in its stand-alone form: any SQLite program keeps a database in a sealed file.
 *
 *     sealvfs_register("sealed", key, 0, &e);
 *     sqlite3_open_v2("notes", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "sealed");
 *
 * Several connections, threads and processes may use one file at a time, with SQLite's own locks. There is no
 * write-ahead log. What is promised, and why it is done as it is, stands at the head of sealvfs.c. */
#ifndef SATCHEL_VAULT_SEALVFS_H
#define SATCHEL_VAULT_SEALVFS_H

#include <stdint.h>

#include "satchel/secure/seal.h"

struct err;

#define SEALVFS_KEY_BYTES SEAL_KEY_BYTES

/* Registers an SQLite VFS `name` over the system's default one. The key is copied into secret memory. The
 * name must be free (ERR_EXISTS). Databases of a name sealed with another key, and files that are no sealed
 * files, fail with SQLITE_IOERR_DATA when they are read, and are not changed. */
int sealvfs_register(const char *name, const uint8_t key[static SEALVFS_KEY_BYTES], int make_default,
                     struct err *e);
/* The same over the VFS named `under`. */
int sealvfs_register_over(const char *under, const char *name, const uint8_t key[static SEALVFS_KEY_BYTES],
                          int make_default, struct err *e);
/* Every connection that uses it must be closed. Wipes the key. Does nothing when there is no such VFS. */
void sealvfs_unregister(const char *name);

/* What did not authenticate since the VFS was registered, over all its files; only ever grows. */
struct sealvfs_damage {
    uint64_t database; /* each was answered with SQLITE_IOERR_DATA */
    uint64_t journal;  /* found at open and read as zeros: garbage past the end of a journal, or damage. Run
                          PRAGMA quick_check when this is not zero after a recovery. */
    uint64_t temporary;
};
/* All zero when there is no such VFS. */
struct sealvfs_damage sealvfs_damage(const char *name);

#endif
