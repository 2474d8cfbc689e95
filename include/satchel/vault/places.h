/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of a compartment's own four slots, in its own database: which of them hold a passphrase, and
 * which change is under way. See places.c for how a change survives being interrupted. */
#ifndef SATCHEL_VAULT_PLACES_H
#define SATCHEL_VAULT_PLACES_H

#include <sqlite3.h>

struct err;
struct secret;
struct vault;
struct vault_options;

/* Makes the table with `place` (0..3) in use. */
int places_create(sqlite3 *db, unsigned place, struct err *e);
/* Completes or undoes what an interrupted session left; sets VAULT_CHANGE_DONE or _UNDONE. kek: what opened
 * the session. */
int places_mend(struct vault *v, const struct secret *kek, struct err *e);
/* One of the own slots (0..7) that the table calls free; -1: none, or it cannot be read. */
int places_spare(struct vault *v);

/* ERR_READ_ONLY, or a transaction is open: no passphrase can be changed now. */
int places_ready(struct vault *v, struct err *e);
/* The key of the slots for a passphrase; caller frees. */
int places_key(struct vault *v, const struct secret *passphrase, const struct vault_options *o,
               struct secret *kek, struct err *e);
/* The slot that kek opens, in any compartment: 0..7; -1: none; -2: no memory. */
int places_slot_of(struct vault *v, const struct secret *kek, struct err *e);

#endif
