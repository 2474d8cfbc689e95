/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding, changing and deleting records. Each call is a step of its own (store/undo.h), with a label that
 * names the record, unless a step is open. */
#ifndef SATCHEL_STORE_WRITE_H
#define SATCHEL_STORE_WRITE_H

#include "satchel/store/list.h"
#include "satchel/store/store.h"

/* r gets n, times, and an id unless it has one (ERR_EXISTS when that is taken); so do elements that have ids.
 * Fields kept by the program (numbers in their short form, ...) are filled in. References must be there. */
int store_add(struct store *s, struct rec *r, struct err *e);
/* r is written over what is stored under r->n. Bit i of *changed: field i of the kind is not as it was. No
 * bit: nothing was written, no step was made. changed may be NULL. */
int store_update(struct store *s, struct rec *r, uint64_t *changed, struct err *e);
/* Adds those of the records that have no n, writes the others over what is stored, in this order, as one step
 * named after recs[main]. A record may refer by its id alone to one that stands before it. *changed: whether
 * anything was written; may be NULL. On failure nothing was, and what was new still has no n. */
int store_write_all(struct store *s, struct rec *const recs[], size_t n, size_t main, bool *changed,
                    struct err *e);
/* An id for a record that others are to refer to before it is added. */
void store_new_id(uint8_t id[static REC_ID_BYTES]);
/* Hides the record and what it owns; *gone counts them, parts excepted. Undo brings them back. gone may be
 * NULL. */
int store_delete(struct store *s, int64_t n, size_t *gone, struct err *e);

/* What belongs to n, and what belongs to that, n first; deleted ones and parts as well. */
int store_owned(struct store *s, int64_t n, struct store_rows *out, struct err *e);

#endif
