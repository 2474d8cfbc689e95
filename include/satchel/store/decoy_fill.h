/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a decoy holds at first: invented cases of an ordinary life, other ones in every vault. */
#ifndef SATCHEL_STORE_DECOY_FILL_H
#define SATCHEL_STORE_DECOY_FILL_H

#include <stdbool.h>
#include <stdint.h>

struct clock;
struct err;
struct sqlite3;

struct decoy_fill {
    const struct clock *clock; /* what is made lies before its now */
    bool empty;                /* the tables alone */
    uint64_t seed;             /* tests: the same again; 0: other ones every time */
};

/* vault_options.fill; arg is a struct decoy_fill. */
int decoy_fill_image(struct sqlite3 *db, void *arg, struct err *e);

#endif
