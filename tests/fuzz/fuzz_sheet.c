/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What satchel-pdf reads: never a fault; what it takes is clean text, and is written the same way again. */
#include "fuzz.h"

#include "satchel/base/text.h"
#include "satchel/exchange/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sheet s;
    char *bytes = fuzz_bytes(data, size);
    if (sheet_read(bytes, size, &s) == 0) {
        struct buf again = { 0 };
        hold(s.letters.n > 0 && s.letters.n <= SHEET_LETTERS_MAX && s.form < SHEET_FORMS);
        for (size_t i = 0; i < s.letters.n; i++)
            for (int k = 0; k < SHEET_PARTS; k++) {
                const char *text = s.letters.at[i].text[k];
                hold(!text || (*text && text_valid(text, strlen(text))));
            }
        hold(sheet_write(&s, &again, NULL) == 0 && again.len == size && memcmp(again.data, bytes, size) == 0);
        buf_free(&again);
    }
    sheet_free(&s);
    free(bytes);
    return 0;
}
