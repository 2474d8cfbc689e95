/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `y`: what is to be done was done. A check-in is noted and its next day set, an appeal or a case is closed.
 */
#ifndef SATCHEL_APP_DONE_H
#define SATCHEL_APP_DONE_H

#include <stddef.h>
#include <stdint.h>

struct app;

/* NULL when `y` does something for the record, else why not (translated). */
const char *done_why_not(struct app *a, int64_t record);
/* All of them in one step; those that cannot be done are left out. Says what was done. */
void done_records(struct app *a, const int64_t *records, size_t n);

#endif
