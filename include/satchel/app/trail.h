/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which screens are open, one on another, kept in the vault: at a lock, and when what stands open to be typed
 * into is another than when it was last kept, so that a program that is killed comes back to what was typed
 * last. */
#ifndef SATCHEL_APP_TRAIL_H
#define SATCHEL_APP_TRAIL_H

#include <stdbool.h>

struct app;
struct buf;

/* One line a view: name, tab, arg. */
void trail_list(struct app *a, struct buf *out);
void trail_store(struct app *a, const struct buf *list);
/* What stands open to be typed into is as it was kept. */
void trail_note(struct app *a);
bool trail_moved(const struct app *a); /* it is not */
void trail_keep(struct app *a);        /* all of that */

#endif
