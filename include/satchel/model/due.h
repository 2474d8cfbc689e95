/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How near a day is. The same words for deadlines, check-ins and lists everywhere. */
#ifndef SATCHEL_MODEL_DUE_H
#define SATCHEL_MODEL_DUE_H

#include "satchel/model/record.h"

enum due { DUE_OVERDUE, DUE_TODAY, DUE_SOON, DUE_LATER, DUE_NONE /* no day */ };

#define DUE_SOON_DAYS 14 /* unless the user says otherwise */

/* The day itself is not overdue: what may be sent until a day may be sent on it. */
enum due due_of(struct opt_day day, int32_t today, int32_t soon_days);

#endif
