/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that can still be read of a damaged vault, in a new one. */
#ifndef SATCHEL_STORE_SALVAGE_H
#define SATCHEL_STORE_SALVAGE_H

#include "satchel/store/losses.h"

struct buf;
struct clock;
struct err;
struct secret;
struct vault;
struct vault_options;

struct salvage {
    struct losses lost;
    size_t rows;   /* taken over */
    size_t strays; /* of them from pages that nothing led to any more */
    DYN(struct salvage_reject {
        char *table; /* NULL: of no table that is known */
        uint32_t block;
        int64_t row; /* 0: not known */
    })
    rejected;
};
void salvage_free(struct salvage *s);
/* What could not be read, a line each. */
void salvage_lines(const struct salvage *s, struct buf *out);

/* from: opened with VAULT_RESCUE_ONLY; it is not changed. A new vault is made at `to`, where nothing may be,
 * with that passphrase; o as for vault_create, but for what fills it. On failure nothing stays there. The new
 * vault is whole: every reference leads somewhere, and it was read through. Steps that could be undone are
 * not taken over. ERR_TOO_NEW. Release out with salvage_free in either case. */
int salvage_vault(struct vault *from, const char *to, const struct secret *passphrase,
                  const struct vault_options *o, const struct clock *clock, struct salvage *out,
                  struct err *e);

#endif
