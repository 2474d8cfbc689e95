/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps: what a user did at one go, in one transaction, with a label, that can be taken back and done again.
 */
#ifndef SATCHEL_STORE_UNDO_H
#define SATCHEL_STORE_UNDO_H

#include "satchel/store/store.h"

/* Steps beyond these go, oldest first; the newest stays however large it is. */
#define UNDO_STEPS_MAX 1000
#define UNDO_DAYS_MAX  30
#define UNDO_BYTES_MAX (INT64_C(16) << 20) /* of steps larger than a thousandth of this */

/* Begins a step; label says what it does, translated ("Import of UA 26/23"). Each begin has its end or
 * cancel. A step within a step belongs to the outer one and takes no label (NULL); its cancel takes back its
 * part. */
int store_step_begin(struct store *s, const char *label, struct err *e);
/* Commits; place is the record to show when it is undone, 0: none. -1: the whole step was taken back. A step
 * that changed nothing leaves no trace. Drops what could have been redone. */
int store_step_end(struct store *s, int64_t place, struct err *e);
void store_step_cancel(struct store *s);

/* For very many records at once (demo, restore from JSON): a transaction that is not recorded. Its end
 * empties the list of steps. */
int store_bulk_begin(struct store *s, struct err *e);

struct store_step {
    char *label;   /* caller frees with str_free */
    int64_t place; /* record to show; 0: none, or it is not there now */
    int64_t at;    /* when it was done, Unix seconds */
};
/* Takes the last step back, or does again what was taken back last. ERR_NOT_FOUND: there is nothing (more) to
 * undo. ERR_INPUT: what it changed is not as it was; nothing was changed. done may be NULL. */
int store_undo(struct store *s, struct store_step *done, struct err *e);
int store_redo(struct store *s, struct store_step *done, struct err *e);
/* Whether there is a step for store_undo, or for store_redo. */
bool store_undo_any(struct store *s, bool redo);
/* What store_undo or store_redo would do. */
int store_undo_next(struct store *s, bool redo, struct store_step *next, struct err *e);
int store_undo_forget(struct store *s, struct err *e); /* drops all steps; inside a step or alone */

/* ---- for the files of this layer ---- */
void step_abandon(struct store *s); /* rolls back whatever is open */

#endif
