/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an empty screen says: what it is, and the keys to start with, as they are bound. */
#ifndef SATCHEL_APP_START_HERE_H
#define SATCHEL_APP_START_HERE_H

#include "satchel/base/buf.h"

struct app;
struct keymap;

/* One sentence (translated), then a line for each command: its keys and what it does. names ends with NULL.
 */
void start_here(struct app *a, struct buf *out, const char *sentence, const char *const *names);
/* The first key of the command, in whichever table it has one. */
void start_here_key(const struct keymap *m, const char *name, struct buf *out);

#endif
