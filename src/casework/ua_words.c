/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_words.h"

#include <string.h>

#include "satchel/base/text.h"
#include "satchel/casework/ua_slot.h"

/* A match must end where a word ends, but for stems and scripts written without spaces. */
static bool ends_well(const char *key, size_t len, const char *rest, size_t left)
{
    uint32_t next, last;
    if (!text_decode(rest, left, &next) || !text_is_alnum(next) || text_is_cjk(next))
        return true;
    size_t i = len - 1;
    while (i > 0 && ((unsigned char)key[i] & 0xC0) == 0x80)
        i--;
    text_decode(key + i, len - i, &last);
    return !text_is_alnum(last) || text_is_cjk(last);
}

static const struct ua_word *search(uint32_t slot, const char *s, size_t n, ua_set set,
                                    const struct ua_word *best)
{
    for (uint32_t i = ua_words_bucket[slot]; i; i = ua_words_all[i - 1].next) {
        const struct ua_word *word = &ua_words_all[i - 1];
        const char *key = ua_words_arena + word->key;
        if ((set >> word->class & 1) && word->len <= n && (!best || word->len > best->len) &&
            !memcmp(key, s, word->len) &&
            (word->stem || ends_well(key, word->len, s + word->len, n - word->len)))
            best = word;
    }
    return best;
}

const struct ua_word *ua_words_match(const char *s, size_t n, ua_set set, size_t *len)
{
    if (!n)
        return NULL;
    size_t head = ua_slot_head(s, n), stem = ua_slot_stem(s, n);
    const struct ua_word *best = search(ua_slot_of(s, head), s, n, set, NULL);
    if (stem != head)
        best = search(ua_slot_of(s, stem), s, n, set, best);
    if (best && len)
        *len = best->len;
    return best;
}

const char *ua_words_value(const struct ua_word *word)
{
    return ua_words_arena + word->value;
}
