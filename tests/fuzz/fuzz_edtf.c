/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates, strict: never a fault; what is taken is EDTF with ordered bounds and is read again the same, what is
 * not is said why. */
#include "dates.h"

#include "satchel/base/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct edtf d;
    struct err e = { 0 };
    char *text = fuzz_text(data, size);
    if (edtf_parse(text, &d, &e) == 0)
        check_date(&d);
    else
        hold(e.code == ERR_INPUT && *e.text && !*d.text);
    free(text);
    return 0;
}
