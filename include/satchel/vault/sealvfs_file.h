/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One open file of the stand-alone form, also used by the compartment form for SQLite's temporary files.
 * Private to the sealing VFS. */
#ifndef SATCHEL_VAULT_SEALVFS_FILE_H
#define SATCHEL_VAULT_SEALVFS_FILE_H

#include <sqlite3.h>
#include <stdatomic.h>

#include "satchel/secure/secmem.h"
#include "satchel/vault/strided.h"

struct sealvfs_counts {
    atomic_uint_least64_t of_kind[BLOCK_TEMP + 1];
};

/* What the files of one VFS share. */
struct sealvfs_base {
    sqlite3_vfs *under;
    const uint8_t *key; /* of named files */
    struct sealvfs_counts *counts;
};

/* As sqlite3_vfs.xOpen; file has sealvfs_file_bytes(under) bytes. */
int sealvfs_file_open(const struct sealvfs_base *base, sqlite3_filename name, sqlite3_file *file, int flags,
                      int *out_flags);
int sealvfs_file_bytes(const sqlite3_vfs *under);

#endif
