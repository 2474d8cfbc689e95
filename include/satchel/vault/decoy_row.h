/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row that says whether a decoy was made from this compartment: in its own database, where only its own
 * passphrases lead. vault_decoy_made, which reads it, is in vault.h. */
#ifndef SATCHEL_VAULT_DECOY_ROW_H
#define SATCHEL_VAULT_DECOY_ROW_H

#include <sqlite3.h>

struct err;
struct vault;

int decoy_row_create(sqlite3 *db, struct err *e);   /* the table, in a new image */
int decoy_row_made(struct vault *v, struct err *e); /* one was made */
/* It was cut short, and what was before is gone: there is none. When this fails, one more question is asked
 * the next time. */
void decoy_row_none(struct vault *v);

#endif
