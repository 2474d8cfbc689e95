/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program does about erasing while there is time: keeps ready what the panic thread needs, and asks
 * whether the panic key may erase. */
#ifndef SATCHEL_APP_ERASING_H
#define SATCHEL_APP_ERASING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/secure/seal.h"

struct app;
struct err;

/* Which part of the vault was open last, as only its own key can tell: nothing, sealed with it. */
struct erasing_part {
    bool known;
    uint8_t sealed[SEAL_EXTRA_BYTES];
};

/* ---- what is ready; all of them do nothing when a->erase is NULL ---- */
/* At the start, before files are confined and threads are there. */
int erasing_start(struct app *a, struct err *e);
void erasing_end(struct app *a);
void erasing_aim(struct app *a);   /* a->vault_path was settled */
void erasing_files(struct app *a); /* the settings were written */
/* The vault and its store were opened: the descriptor, exports, whether it is armed. */
/* Presses that were counted since another part of the vault was open are forgotten. */
void erasing_open(struct app *a);
void erasing_close(struct app *a); /* right before the vault is closed */
/* The panic key: what it locks may be erased by two more presses, so the exports are remembered as long. */
void erasing_pressed(struct app *a);
/* Forgets them when that time is over; boot ms of when it will be, 0: they are forgotten, or the vault is
 * open. */
int64_t erasing_due(struct app *a, int64_t now);
/* An export was recorded, or is gone. 1: there is no room for all of them; -1: they could not be read, and
 * those known before stay known. */
int erasing_exports(struct app *a);
void erasing_reload(struct app *a); /* the content changed: what could not be read before is read */

/* ---- whether it may ---- */
bool erasing_armed(const struct app *a);
int erasing_arm(struct app *a, bool on, struct err *e);
void erasing_ask(struct app *a); /* :panic-arm */
/* Asks, unless that was done before: right after a backup was made in the program. */
void erasing_offer(struct app *a);
/* Three presses that would have erased: how many times so far, in this vault. */
unsigned erasing_accidents(struct app *a);
/* The day of the last backup in the user's form, or "never"; caller frees. */
char *erasing_last_backup(struct app *a);

#endif
