/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes of a file to import, in any encoding: clean text that is taken again as it is, or one sentence. */
#include "fuzz.h"

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/exchange/input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = { 0 };
    struct text_report report;
    size_t n;
    char *bytes = fuzz_bytes(data, size);
    char *text = input_from_bytes(bytes, size, "appeal.txt", &n, &report, &e);
    if (!text) {
        hold(e.code == ERR_INPUT && *e.text);
    } else {
        char *again = text_sanitize(text, n, TEXT_MANY_LINES, &report, NULL);
        hold(strlen(text) == n && text_valid(text, n) && again && strcmp(again, text) == 0);
        hold(report.bidi_controls + report.controls + report.ill_formed == 0);
        str_free(again);
    }
    str_free(text);
    free(bytes);
    return 0;
}
