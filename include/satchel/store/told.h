/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A date that was told from the day it was told on ("last week") or as a night is stored as it was read. The
 * words stay beside it, as the reason for the date, so that who reads it later can correct it. */
#ifndef SATCHEL_STORE_TOLD_H
#define SATCHEL_STORE_TOLD_H

#include <stdint.h>

#include "satchel/model/field.h"

/* After the date field f of r was set from those words on the day `today`. A reason that somebody wrote
 * stays; one that was kept here gives way, also to nothing. Fields that are no date with a reason: 0. */
int told_keep(struct rec *r, const struct field *f, const char *words, int32_t today, struct err *e);

#endif
