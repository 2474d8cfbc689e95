/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which screen shows a record: a case and what belongs to one opens the case at the right tab, offices and
 * people have screens of their own, everything else opens in a form. */
#ifndef SATCHEL_APP_OPEN_RECORD_H
#define SATCHEL_APP_OPEN_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_WHOLE SIZE_MAX

struct app;
struct field;

/* Opens a view about record n: each `@` in arg stands for its id ("add event case=@"). Says why when it
 * cannot. */
void open_about(struct app *a, const char *view, const char *arg, int64_t n);
/* The screen that lists it; false: there is none. */
bool open_screen(struct app *a, int64_t n);
/* That, else its form. Says why when it cannot. */
void open_record(struct app *a, int64_t n);
/* Opens the form of the record; of a letter its text, with the cursor in it. */
void edit_record(struct app *a, int64_t n);
void edit_fields(struct app *a, int64_t n);                           /* its form, also of a letter */
void edit_field(struct app *a, int64_t n, const struct field *field); /* the focus is on that field */
/* Deletes them (one step that can be undone), reads all views again, says so. */
void delete_records(struct app *a, const int64_t *records, size_t n);
/* Empties a field of it, or takes one element out of a list; the record stays. */
void delete_field(struct app *a, int64_t n, const struct field *field, size_t element);

#endif
