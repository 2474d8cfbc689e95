/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a record is called, and the case it belongs to. */
#ifndef SATCHEL_STORE_LABEL_H
#define SATCHEL_STORE_LABEL_H

#include "satchel/store/store.h"

/* One line that tells the record from others, with the names of what it refers to: a case has its number, a
 * letter whom it is to. Deleted ones too; of a part its own text. Caller frees. */
char *store_label(struct store *s, int64_t n, struct err *e);
char *store_label_of_ref(struct store *s, const struct rec_ref *ref, struct err *e); /* its id is enough */
char *store_label_of(struct store *s, const struct rec *r, struct err *e); /* as r stands; stored or not */
/* The case that a record belongs to, through what it is part of; kase->n 0 when it belongs to none, or to
 * several. */
int store_case_of(struct store *s, int64_t n, struct rec_ref *kase, struct err *e);

#endif
