/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates in prose and in running text: never a fault; what is taken is EDTF with ordered bounds. */
#include "dates.h"

#include "satchel/base/edtf_prose.h"
#include "satchel/base/err.h"

static void check_reading(const struct edtf_reading *r)
{
    hold(r->n_ambiguous == 0 || r->n_ambiguous == 2);
    for (size_t i = 0; i < r->n_ambiguous; i++)
        check_date(&r->ambiguous[i]);
    if (!r->n_ambiguous)
        check_date(&r->date);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct edtf_reading r;
    struct err e = { 0 };
    char *text = fuzz_text(data, size);
    size_t start, end = 0, last = 0;
    if (edtf_from_prose(text, 2020, &r, &e) == 0)
        check_reading(&r);
    else
        hold(e.code == ERR_INPUT && *e.text && (r.n_ambiguous == 0 || r.n_ambiguous == 2));
    if (edtf_said_on(text, 20000, &r, &e) == 0)
        check_reading(&r);
    while (edtf_find(text, size, last, 2020, &r, &start, &end)) {
        hold(start >= last && end > start && end <= size);
        check_reading(&r);
        last = end;
    }
    free(text);
    return 0;
}
