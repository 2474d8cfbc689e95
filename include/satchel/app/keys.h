/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is given a key. */
#ifndef SATCHEL_APP_KEYS_H
#define SATCHEL_APP_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "satchel/tui/command.h"

struct app;
struct view;

void app_key(struct app *a, uint32_t key);
bool app_key_locks(struct app *a, uint32_t key); /* pressed now */
void app_paste(struct app *a, const char *text);
/* What a key means now: tables in the order keys are looked up, the view's own, moving or editing, those for
 * records, what works everywhere. v: the view on top; NULL: none. */
struct command_scope app_scope(struct app *a, struct view *v, const struct command_table *tables[static 4]);

#endif
