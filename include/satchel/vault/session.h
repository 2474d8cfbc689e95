/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row that says whether a session is open. Every successful unlock commits it before the first screen,
 * whatever the passphrase was, so that sizes and times of the file move alike; locking clears it. Found set,
 * the last session ended without locking. */
#ifndef SATCHEL_VAULT_SESSION_H
#define SATCHEL_VAULT_SESSION_H

#include <stdbool.h>
#include <sqlite3.h>

struct err;
struct vault;

/* The table, in a new image; times: sessions that it counts already. */
int session_create(sqlite3 *db, unsigned times, struct err *e);
int session_found_open(struct vault *v, bool *open, struct err *e);
int session_set(struct vault *v, bool open, struct err *e);

#endif
