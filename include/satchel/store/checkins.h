/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staying in touch: what a check-in becomes when somebody was reached, or was not. */
#ifndef SATCHEL_STORE_CHECKINS_H
#define SATCHEL_STORE_CHECKINS_H

#include <stdint.h>

#include "satchel/model/care.h"

struct err;
struct store;

/* The check-in with a person that is due first; 0: none. */
int checkins_of(struct store *s, int64_t person, int64_t *n, struct err *e);
/* c with today's entry, not stored. Reached: the next one is due after as many days as are usual, or on no
 * day. Missed: it stays due. */
int checkins_note(struct store *s, struct checkin *c, int result, struct err *e);
/* A person is to be reached every so many days, from today on: changes their check-in, or makes one. */
int checkins_every(struct store *s, int64_t person, int64_t days, int64_t *n, struct err *e);

#endif
