/* SPDX-License-Identifier: GPL-3.0-or-later */
/* :purge, removing for good. */
#ifndef SATCHEL_APP_PURGE_H
#define SATCHEL_APP_PURGE_H

#include <stddef.h>
#include <stdint.h>

struct app;

/* Asks, naming what goes and what stays; No is the answer to Esc and Enter. */
void purge_records(struct app *a, const int64_t *records, size_t n);

#endif
