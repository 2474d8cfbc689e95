/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vault with some records on a disk in memory, of which copies can be changed below and above the seal. The
 * key is given, as after a derivation. */
#ifndef SATCHEL_TESTS_FUZZ_IMAGE_H
#define SATCHEL_TESTS_FUZZ_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/err.h"
#include "satchel/vault/vault.h"

struct faultvfs;

/* A copy changed by somebody who has the passphrase: what is told is done to the plain text, which is sealed
 * again with the vault's own keys. Each change is
 *   0  page u16, place u16, length u8, bytes    a page of the database
 *   1  place u16, length u8, bytes              the journal, as SQLite reads it
 *   2  place u16, page u8, of u8                a journal's record there: the content of a page, under
 *                                               another number, with its sum
 * numbers little-endian, each taken modulo what there is. To be freed by faultvfs_free. */
struct faultvfs *image_inside(const uint8_t *data, size_t size);
/* A copy changed by somebody who has the files alone. Each change is
 *   0  file u8, place u24, length u8, bytes     added to what is there
 *   1  file u8, sector u16, sector u16          one sector over another
 *   2  file u8, length u24                      cut or made longer. */

struct faultvfs *image_outside(const uint8_t *data, size_t size);

/* One page of the database cannot be read any more. */
void image_spoil(struct faultvfs *disk, size_t page);

/* NULL and *e. */
struct vault *image_open_at(struct faultvfs *disk, const char *path, bool read_only, enum vault_rescue rescue,
                            struct err *e);
struct vault *image_open(struct faultvfs *disk, bool read_only, enum vault_rescue rescue, struct err *e);
extern const struct vault_options IMAGE_OPTIONS; /* without a disk */
/* Its passphrase, to be freed by secret_free. */
struct secret image_passphrase(void);

#endif
