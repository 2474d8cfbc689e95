/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The finished database that a new compartment begins with, made in memory so that nothing half-made ever
 * lies on the disk. The same for a new vault and for a decoy. */
#ifndef SATCHEL_VAULT_IMAGE_H
#define SATCHEL_VAULT_IMAGE_H

#include <stdint.h>
#include <sqlite3.h>

struct err;
struct vault_options;

struct image {
    uint8_t *bytes;
    sqlite3_int64 n;
};

/* The vault's own tables, with `place` (0..3) in use and `times` sessions counted, and what o->fill makes. */
int image_make(struct image *i, const struct vault_options *o, unsigned place, unsigned times, struct err *e);
void image_free(struct image *i); /* {0} is fine */

#endif
