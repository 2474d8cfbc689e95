/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state code: of the file as it was found, and as it will be left. */
#ifndef SATCHEL_APP_STATE_H
#define SATCHEL_APP_STATE_H

#include <stdbool.h>

struct app;

/* Looks through a piece of the file, a few milliseconds long; says once what was found. True: there is more.
 */
bool app_state_sweep(struct app *a);
/* Shows both codes and offers to lock: the second one holds when that is done. */
void app_state_ask(struct app *a);

#endif
