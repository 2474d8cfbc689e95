/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days in words. */
#include <stdlib.h>

#include "satchel/app/present.h"
#include "satchel/base/day.h"
#include "satchel/base/i18n.h"
#include "satchel/model/due.h"

const struct present_due present_due[] = { [DUE_OVERDUE] = { GLYPH_OVERDUE, ROLE_OVERDUE },
                                           [DUE_TODAY] = { GLYPH_TODAY, ROLE_TODAY },
                                           [DUE_SOON] = { GLYPH_SOON, ROLE_SOON },
                                           [DUE_LATER] = { GLYPH_NONE, ROLE_TEXT },
                                           [DUE_NONE] = { GLYPH_NONE, ROLE_TEXT } };

char *present_day(struct opt_day day)
{
    struct buf out = { 0 };
    char text[DAY_TEXT_BYTES];
    if (day.set) {
        day_format(day.v, text);
        buf_adds(&out, text);
    }
    return buf_take(&out, NULL);
}

char *present_distance(int32_t day, int32_t today)
{
    struct buf out = { 0 };
    long long days = (long long)day - today, many = llabs(days);
    if (days == 0)
        buf_adds(&out, _("today"));
    else if (days == 1)
        buf_adds(&out, _("tomorrow"));
    else if (days == -1)
        buf_adds(&out, _("yesterday"));
    else if (days > 0)
        buf_addf(&out, P_("in %lld day", "in %lld days", many), many);
    else
        buf_addf(&out, P_("%lld day ago", "%lld days ago", many), many);
    return buf_take(&out, NULL);
}
