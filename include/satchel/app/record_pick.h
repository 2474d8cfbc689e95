/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a form of a record offers for a reference: the records there are, those of its case first, and a new
 * one where a name is enough to make it. A value "+NAME" in the form stands for what is not made yet. */
#ifndef SATCHEL_APP_RECORD_PICK_H
#define SATCHEL_APP_RECORD_PICK_H

#include "satchel/app/record_form.h"

/* form_field.pick; arg: the struct record_form. */
bool record_pick(void *arg, const struct form_field *ff, const char *words, size_t index, struct buf *value,
                 struct buf *label);
/* What record n is called, as references show it. Caller frees. */
char *record_pick_label(const struct record_form *f, int64_t n, struct err *e);
/* What stands there when nothing is offered, N_(); NULL: the usual. */
const char *record_pick_none(const struct field *f);
void record_drop_picks(struct record_form *f);

bool record_may_make(enum rec_kind kind);
/* A new record of that name, with an id to refer to it by; it is in f->made and belongs to it. NULL: *e. */
const struct rec *record_make(struct record_form *f, enum rec_kind kind, const char *name, struct err *e);
/* names.make */
int record_make_named(void *arg, const struct field *f, const char *name, char id[static REC_ID_TEXT],
                      struct err *e);
void record_drop_made(struct record_form *f);

#endif
