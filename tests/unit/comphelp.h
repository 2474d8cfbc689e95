/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vault file without header or slots, for tests of the storage alone: fixed keys, two compartments. */
#ifndef TESTS_UNIT_COMPHELP_H
#define TESTS_UNIT_COMPHELP_H

#include <sqlite3.h>

#include "satchel/vault/compartment.h"

/* Keys, number and file id of compartment 0 or 1; the rest zero. */
struct compartment comphelp_keys(unsigned number);
/* An image for compartment_seal_image: page 4096, 40 reserved, made by sql. sqlite3_free. */
unsigned char *comphelp_image(const char *sql, sqlite3_int64 *n);
/* A file of noise with `pairs` pairs of stripes at path (through io), the image sealed into one compartment.
 * 0 or -1. */
int comphelp_make(const struct vault_io *io, const char *path, unsigned number, unsigned pairs,
                  const char *sql);
/* Opens the file, mounts, opens the database with the settings of a session. NULL: failed. */
sqlite3 *comphelp_open(struct compartment *c, const struct vault_io *io, const char *path, const char *vfs);
/* Closes all of it, in any state. */
void comphelp_close(struct compartment *c, sqlite3 *db);

#endif
