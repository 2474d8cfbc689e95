/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of a compartment's own four slots, in its own database: which of them hold a passphrase, and
 * which change is under way. See places.c for how a change survives being interrupted. */
#ifndef SATCHEL_VAULT_PLACES_H
#define SATCHEL_VAULT_PLACES_H

#include <sqlite3.h>

struct err;
struct vault;

/* Makes the table with `place` (0..3) in use. */
int places_create(sqlite3 *db, unsigned place, struct err *e);
/* Completes or undoes what an interrupted session left; sets VAULT_CHANGE_DONE or _UNDONE. */
int places_mend(struct vault *v, struct err *e);

#endif
