/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds of every date that was taken. */
#ifndef SATCHEL_TESTS_FUZZ_DATES_H
#define SATCHEL_TESTS_FUZZ_DATES_H

#include "fuzz.h"

#include "satchel/base/edtf.h"

static inline void check_date(const struct edtf *d)
{
    struct edtf again;
    hold(edtf_parse(d->text, &again, NULL) == 0);
    hold(edtf_compare(d, &again) == 0);
    hold(d->out_of_range || d->earliest <= d->latest);
    hold(d->start == EDTF_DATE || d->end == EDTF_DATE || d->set); /* [..1990,2000..] */
}

#endif
