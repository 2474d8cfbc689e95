/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of a record as they stand in its form: names in the place of ids, elements of several lines as they
 * are, with an empty line between them. All texts: caller frees; NULL and *e. */
#ifndef SATCHEL_APP_RECORD_LIST_H
#define SATCHEL_APP_RECORD_LIST_H

#include "satchel/app/record_form.h"

/* The canonical text of a list field for the form, and back; make: see names_read. Dates told by
 * today become EDTF. A field that needs no such turning keeps its text. */
char *record_list_show(struct record_form *f, const struct field *field, const char *text, struct err *e);
char *record_list_read(struct record_form *f, const struct field *field, const char *text, bool make,
                       struct err *e);
/* How its lines are written: "each form of the name · one on each line: Name | lang=… | kind=legal/alias" */
char *record_list_hint(const struct field *f, struct err *e);
/* form_field.describe: which name is not understood, how dates in words are; NULL: nothing to say of this
 * field. */
void (*record_list_describe(const struct field *f))(void *, const struct form_field *, const char *,
                                                    struct buf *);

#endif
