/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tried at each grapheme, which is quick enough for texts that people write: a few milliseconds a megabyte.
 */
#include "satchel/base/text_find.h"

#include <stdlib.h>

#include "satchel/base/text.h"

int text_needle_set(struct text_needle *t, const char *words, size_t n)
{
    t->cps.n = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp, folded[4];
        i += text_decode(words + i, n - i, &cp);
        size_t m = text_fold_cp(cp, folded);
        for (size_t k = 0; k < m; k++) {
            if (dyn_room(&t->cps) < 0)
                return -1;
            t->cps.at[t->cps.n++] = folded[k];
        }
    }
    return 0;
}

void text_needle_free(struct text_needle *t)
{
    if (t->cps.at)
        wipe(t->cps.at, t->cps.cap * sizeof *t->cps.at);
    free(t->cps.at);
    *t = (struct text_needle){ 0 };
}

/* Where the needle ends when it starts at `at`; 0: it does not. */
static size_t match(const struct text_needle *t, const char *s, size_t n, size_t at)
{
    size_t found = 0, end = at;
    while (found < t->cps.n) {
        uint32_t cp, folded[4];
        size_t len = text_decode(s + end, n - end, &cp), m = len ? text_fold_cp(cp, folded) : 0;
        if (!len || m > t->cps.n - found)
            return 0;
        for (size_t k = 0; k < m; k++)
            if (folded[k] != t->cps.at[found + k])
                return 0;
        found += m;
        end += len;
    }
    size_t whole = at; /* marks that fold away belong to the last letter; half a syllable is none */
    while (whole < end)
        whole = text_next(s, n, whole);
    for (uint32_t cp, folded[4]; end < whole; end += text_decode(s + end, n - end, &cp)) {
        text_decode(s + end, n - end, &cp);
        if (text_fold_cp(cp, folded))
            return 0;
    }
    return whole;
}

bool text_find(const struct text_needle *t, const char *s, size_t n, size_t from, struct text_hit *hit)
{
    const uint32_t first = t->cps.n ? t->cps.at[0] : 0;
    for (size_t at = from; t->cps.n && at < n; at = text_next(s, n, at)) {
        unsigned char c = (unsigned char)s[at];
        uint32_t low = c >= 'A' && c <= 'Z' ? c + 32u : c;
        if (c < 0x80 && low != first && c != '`')
            continue;
        size_t end = match(t, s, n, at);
        if (end) {
            *hit = (struct text_hit){ at, end };
            return true;
        }
    }
    return false;
}

size_t text_find_count(const struct text_needle *t, const char *s, size_t n, size_t at, size_t *nth)
{
    struct text_hit hit;
    size_t count = 0;
    *nth = 0;
    for (size_t from = 0; text_find(t, s, n, from, &hit); from = hit.to) {
        count++;
        *nth += hit.from < at;
    }
    return count;
}

bool text_find_before(const struct text_needle *t, const char *s, size_t n, size_t at, struct text_hit *hit)
{
    struct text_hit next;
    bool found = false;
    for (size_t from = 0; text_find(t, s, n, from, &next) && next.from < at; from = next.to) {
        *hit = next;
        found = true;
    }
    return found;
}
