/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row that says whether a decoy was made from this compartment: in its own database, where only its own
 * passphrases lead. The rest of decoy.c is in vault.h. */
#ifndef SATCHEL_VAULT_DECOY_H
#define SATCHEL_VAULT_DECOY_H

#include <sqlite3.h>

struct err;

int decoy_create(sqlite3 *db, struct err *e); /* the table, in a new image */

#endif
