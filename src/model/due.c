/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/due.h"

enum due due_of(struct opt_day day, int32_t today, int32_t soon_days)
{
    if (!day.set)
        return DUE_NONE;
    int64_t left = (int64_t)day.v - today;
    return left < 0 ? DUE_OVERDUE : left == 0 ? DUE_TODAY : left <= soon_days ? DUE_SOON : DUE_LATER;
}
