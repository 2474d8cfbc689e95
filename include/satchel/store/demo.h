/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The invented cases of the demo vault. */
#ifndef SATCHEL_STORE_DEMO_H
#define SATCHEL_STORE_DEMO_H

#include <stdint.h>

struct err;
struct store;

/* Stores all of them in one step, with dates counted from `today` (days since 1970-01-01). */
int demo_fill(struct store *s, int32_t today, struct err *e);

#endif
