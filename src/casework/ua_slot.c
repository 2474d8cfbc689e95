/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_slot.h"

#include <stdbool.h>

#include "satchel/base/text.h"

static bool ascii_word(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* An ASCII word as a whole, else one character. */
size_t ua_slot_head(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && ascii_word((unsigned char)s[i]))
        i++;
    uint32_t cp;
    return i ? i : text_decode(s, n, &cp);
}

/* A stem has the bucket of its first three bytes, so that it is found from any longer word. */
size_t ua_slot_stem(const char *s, size_t n)
{
    size_t head = ua_slot_head(s, n);
    return head < 3 ? head : 3;
}

/* FNV-1a */
uint32_t ua_slot_of(const char *s, size_t n)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h % UA_BUCKETS;
}
