/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what users write to records. */
#ifndef SATCHEL_STORE_FIND_H
#define SATCHEL_STORE_FIND_H

#include "satchel/store/store.h"

/* The row of what text names: an id of 32 hex digits or a unique start of 4 or more; for KIND_CASE and
 * KIND_ANY also the number of an Urgent Action (26/23, UA 26/23) and a case's own number (C-0147). One
 * sentence each for none, too short, several, and a record of another kind. */
int store_find(struct store *s, const char *text, enum rec_kind kind, int64_t *n, struct err *e);
/* Whether text has the form of such a name: what can be said of it without a vault. */
int store_find_form(const char *text, enum rec_kind kind, struct err *e);
/* The case with that normalized number, the one changed last if there are several; 0: none. */
int store_case_numbered(struct store *s, const char *number_norm, int64_t *n, struct err *e);
/* Whether the field holds references, itself or in its elements. */
bool store_has_references(const struct field *f);
/* Text for such a field, with the caller's words for each reference in it and all else as it is. */
typedef int store_turn(void *arg, const struct field *f, const char *value, size_t n, struct buf *out,
                       struct err *e);
int store_turn_references(const struct field *f, const char *text, store_turn *turn, void *arg,
                          struct buf *out, struct err *e);
/* The same for the dates in a field. store_date_told: as told on *(const int32_t *)arg, turned to EDTF. */
bool store_has_dates(const struct field *f);
int store_turn_dates(const struct field *f, const char *text, store_turn *turn, void *arg, struct buf *out,
                     struct err *e);
store_turn store_date_told;
/* field_set and field_append for what users write: references may be written as store_find takes them, in
 * elements of lists too. s NULL: only the form of references is looked at, and they name nothing; for what
 * can be said of a value without a vault. */
int store_set_field(struct store *s, void *base, const struct field *f, const char *text, struct err *e);
int store_append_field(struct store *s, void *base, const struct field *f, const char *text, struct err *e);

#endif
