/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages of the system's bus, one after the other: never a fault, never beyond the end. */
#include "fuzz.h"

#include "satchel/secure/logind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *bytes = fuzz_bytes(data, size);
    for (size_t at = 0; at < size;) {
        enum logind_news news;
        long used = logind_message((const uint8_t *)bytes + at, size - at, &news);
        hold(used <= (long)(size - at));
        if (used <= 0)
            break;
        at += (size_t)used;
    }
    free(bytes);
    return 0;
}
