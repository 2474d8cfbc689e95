/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages of the system's bus, one after the other: never a fault, never beyond the end. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/secure/logind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *bytes = malloc(size ? size : 1);
    if (!bytes)
        return 0;
    memcpy(bytes, data, size);
    for (size_t at = 0; at < size;) {
        enum logind_news news;
        long used = logind_message(bytes + at, size - at, &news);
        if (used > (long)(size - at))
            abort();
        if (used <= 0)
            break;
        at += (size_t)used;
    }
    free(bytes);
    return 0;
}
