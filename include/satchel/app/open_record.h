/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which screen shows a record: a case and what belongs to one opens the case at the right tab, offices and
 * people have screens of their own, everything else opens in a form. */
#ifndef SATCHEL_APP_OPEN_RECORD_H
#define SATCHEL_APP_OPEN_RECORD_H

#include <stdint.h>

struct app;

/* Opens a view about record n: each `@` in arg stands for its id ("add event case=@"). Says why when it
 * cannot. */
void open_about(struct app *a, const char *view, const char *arg, int64_t n);
/* Says why when it cannot. */
void open_record(struct app *a, int64_t n);
/* Opens the form of the record. */
void edit_record(struct app *a, int64_t n);
/* Deletes it (one step that can be undone), reads all views again, says so. */
void delete_record(struct app *a, int64_t n);

#endif
