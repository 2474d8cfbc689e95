/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields as text and as values, for every type of field, over the tables of model/record.h. */
#ifndef SATCHEL_MODEL_FIELD_H
#define SATCHEL_MODEL_FIELD_H

#include "satchel/model/record.h"

/* ---- fields of a record, or of an element of a list: base is its struct ---- */
/* Canonical text: what field_set takes back. Lists: one element a line, its first field, then ` | key=value`
 * for each further one that is not as in a new element; `\` escapes `\`, `|`, `n` (line end), `s` (space at
 * an end). "" when empty. Caller frees. */
char *field_get(const void *base, const struct field *f, struct err *e);
/* The same for people: labels of enums translated, sensitive text masked when mask. Caller frees. */
char *field_show(const void *base, const struct field *f, bool mask, struct err *e);
/* Reads text into the field, "" empties it. Wrong text: ERR_INPUT, one sentence that names the field and says
 * what it takes; the field keeps its value. References take a full id. The text must be sanitized. */
int field_set(void *base, const struct field *f, const char *text, struct err *e);
int field_append(void *base, const struct field *f, const char *text, struct err *e); /* to a list */
bool field_is_empty(const void *base, const struct field *f);
bool field_equal(const void *a, const void *b, const struct field *f);
int field_copy(void *to, const void *from, const struct field *f, struct err *e); /* replaces the value */
void field_clear(void *base, const struct field *f);
/* Lists (FIELD_LIST, FIELD_REFS). An element belongs to the list; it moves when the list grows. */
size_t field_count(const void *base, const struct field *f);
void *field_at(const void *base, const struct field *f, size_t i);
void *field_add(void *base, const struct field *f, struct err *e); /* a new empty element at the end */
void field_remove(void *base, const struct field *f, size_t i);

#endif
