/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_doc.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "satchel/base/text.h"

/* ---- slices ---- */

bool ua_empty(struct ua_slice s)
{
    return s.from >= s.to;
}

uint32_t ua_cp(const struct ua_doc *d, size_t at, size_t to, size_t *len)
{
    uint32_t cp = 0;
    size_t n = at < to ? text_decode(d->text.data + at, to - at, &cp) : 0;
    if (len)
        *len = n;
    return n ? cp : 0;
}

uint32_t ua_cp_before(const struct ua_doc *d, size_t from, size_t at)
{
    if (at <= from)
        return 0;
    size_t i = at - 1;
    while (i > from && ((unsigned char)d->text.data[i] & 0xC0) == 0x80)
        i--;
    return ua_cp(d, i, at, NULL);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == UA_SEAM;
}

struct ua_slice ua_trim(const struct ua_doc *d, struct ua_slice s)
{
    return ua_trim_of(d, s, "");
}

struct ua_slice ua_trim_of(const struct ua_doc *d, struct ua_slice s, const char *set)
{
    const char *t = buf_text(&d->text);
    while (s.from < s.to && (is_space(t[s.from]) || (t[s.from] && strchr(set, t[s.from]))))
        s.from++;
    while (s.from < s.to && (is_space(t[s.to - 1]) || (t[s.to - 1] && strchr(set, t[s.to - 1]))))
        s.to--;
    return s;
}

size_t ua_find_char(const struct ua_doc *d, struct ua_slice s, const char *ascii_set)
{
    const char *t = buf_text(&d->text);
    for (size_t i = s.from; i < s.to; i++)
        if (t[i] && strchr(ascii_set, t[i]))
            return i;
    return s.to;
}

bool ua_has_char(const struct ua_doc *d, struct ua_slice s, const char *ascii_set)
{
    return ua_find_char(d, s, ascii_set) < s.to;
}

struct parsed_span ua_span(const struct ua_doc *d, struct ua_slice s)
{
    if (ua_empty(s))
        return (struct parsed_span){ 0, 0 };
    size_t last = s.to - 1;
    return (struct parsed_span){ d->to_source[s.from], d->to_source[last] + 1 };
}

struct ua_slice ua_slice_at(const struct ua_doc *d, struct parsed_span at)
{
    size_t from = 0, to = d->text.len;
    for (size_t lo = 0, hi = d->text.len; lo < hi;) {
        size_t mid = (lo + hi) / 2;
        if (d->to_source[mid] < at.from)
            lo = mid + 1;
        else
            hi = mid;
        from = lo;
    }
    for (to = from; to < d->text.len && d->to_source[to] < at.to;)
        to++;
    return (struct ua_slice){ from, to };
}

char *ua_copy(struct ua_doc *d, struct ua_slice s)
{
    s = ua_trim(d, s);
    if (ua_empty(s))
        return NULL;
    struct buf b = { 0 };
    for (size_t i = s.from; i < s.to; i++) {
        char c = d->text.data[i];
        if (c == UA_SEAM)
            continue;
        c = c == '\t' || c == '\n' ? ' ' : c;
        if (c != ' ' || (b.len && b.data[b.len - 1] != ' '))
            buf_addc(&b, c);
    }
    char *out = buf_take(&b, NULL);
    d->failed |= !out;
    return out;
}

char *ua_fold_text(struct ua_doc *d, const char *text)
{
    char *folded = text_fold(text, strlen(text), NULL);
    d->failed |= !folded;
    return folded;
}

bool ua_same_text(struct ua_doc *d, const char *a, const char *b)
{
    char *x = ua_fold_text(d, a), *y = ua_fold_text(d, b);
    bool same = x && y && !strcmp(x, y);
    str_free(x);
    str_free(y);
    return same;
}

void ua_set_text(struct ua_doc *d, struct parsed_text *to, struct ua_slice s)
{
    str_free(to->text);
    s = ua_trim(d, s);
    to->text = ua_copy(d, s);
    to->at = ua_span(d, s);
}

void ua_add_own(struct ua_doc *d, struct parsed_texts *to, char *text, struct parsed_span at)
{
    if (!text || dyn_room(to) < 0) {
        d->failed |= text != NULL;
        str_free(text);
        return;
    }
    to->at[to->n++] = (struct parsed_text){ text, at };
}

void ua_add_text(struct ua_doc *d, struct parsed_texts *to, struct ua_slice s)
{
    s = ua_trim(d, s);
    ua_add_own(d, to, ua_copy(d, s), ua_span(d, s));
}

/* ---- words ---- */

struct ua_slice ua_next_word(const struct ua_doc *d, struct ua_slice *rest)
{
    const char *t = buf_text(&d->text);
    while (rest->from < rest->to && (is_space(t[rest->from]) && t[rest->from] != UA_SEAM))
        rest->from++;
    if (stop_now(d->stop))
        rest->from = rest->to;
    struct ua_slice word = { rest->from, rest->from };
    while (word.to < rest->to && (!is_space(t[word.to]) || t[word.to] == UA_SEAM))
        word.to++;
    rest->from = word.to;
    return word;
}

struct ua_slice ua_bare(const struct ua_doc *d, struct ua_slice word)
{
    size_t len;
    while (word.from < word.to && !text_is_alnum(ua_cp(d, word.from, word.to, &len)))
        word.from += len;
    while (word.from < word.to && !text_is_alnum(ua_cp_before(d, word.from, word.to))) {
        do
            word.to--;
        while (word.from < word.to && ((unsigned char)d->text.data[word.to] & 0xC0) == 0x80);
    }
    return word;
}

size_t ua_word_count(const struct ua_doc *d, struct ua_slice s)
{
    size_t n = 0;
    while (!ua_empty(ua_next_word(d, &s)))
        n++;
    return n;
}

static utf8proc_category_t category(uint32_t cp)
{
    return utf8proc_category((utf8proc_int32_t)cp);
}

bool ua_starts_upper(const struct ua_doc *d, struct ua_slice word)
{
    word = ua_bare(d, word);
    utf8proc_category_t c = category(ua_cp(d, word.from, word.to, NULL));
    return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

bool ua_capitalised(const struct ua_doc *d, struct ua_slice word)
{
    word = ua_bare(d, word);
    if (ua_starts_upper(d, word))
        return true;
    size_t dash = ua_find_char(d, word, "-\'");
    return dash > word.from && dash < word.to && dash - word.from <= 4 &&
           ua_starts_upper(d, (struct ua_slice){ dash + 1, word.to });
}

bool ua_starts_lower(const struct ua_doc *d, struct ua_slice word)
{
    word = ua_bare(d, word);
    return category(ua_cp(d, word.from, word.to, NULL)) == UTF8PROC_CATEGORY_LL;
}

bool ua_all_upper(const struct ua_doc *d, struct ua_slice s)
{
    size_t upper = 0, len;
    for (size_t i = s.from; i < s.to; i += len) {
        utf8proc_category_t c = category(ua_cp(d, i, s.to, &len));
        if (c == UTF8PROC_CATEGORY_LL || c == UTF8PROC_CATEGORY_LO)
            return false;
        upper += c == UTF8PROC_CATEGORY_LU;
    }
    return upper > 1;
}

size_t ua_digits(const struct ua_doc *d, struct ua_slice s)
{
    size_t n = 0, len;
    for (size_t i = s.from; i < s.to; i += len)
        n += category(ua_cp(d, i, s.to, &len)) == UTF8PROC_CATEGORY_ND;
    return n;
}

bool ua_has_digit(const struct ua_doc *d, struct ua_slice s)
{
    return ua_digits(d, s) > 0;
}

bool ua_word_starts(const struct ua_doc *d, size_t from, size_t at)
{
    uint32_t before = ua_cp_before(d, from, at);
    return !before || !text_is_alnum(before) || text_is_cjk(before) ||
           text_is_cjk(ua_cp(d, at, d->text.len, NULL));
}

bool ua_same(const struct ua_doc *d, struct ua_slice a, struct ua_slice b)
{
    size_t fa = d->to_folded[a.from], fb = d->to_folded[b.from];
    size_t na = d->to_folded[a.to] - fa, nb = d->to_folded[b.to] - fb;
    return na == nb && !memcmp(d->folded.data + fa, d->folded.data + fb, na);
}

struct ua_slice ua_last(const struct ua_doc *d, struct ua_slice s, size_t bytes)
{
    s.from = s.to > s.from + bytes ? s.to - bytes : s.from;
    while (s.from < s.to && ((unsigned char)d->text.data[s.from] & 0xC0) == 0x80)
        s.from++;
    return s;
}

size_t ua_occurrences(const struct ua_doc *d, struct ua_slice s)
{
    size_t n = 0, len = s.to - s.from;
    const char *hay = d->text.data, *end = hay + (d->text.len < 200000 ? d->text.len : 200000), *hit;
    while (len && (hit = memmem(hay, (size_t)(end - hay), d->text.data + s.from, len))) {
        n++;
        hay = hit + len;
    }
    return n;
}

/* ---- looking words up ---- */

const struct ua_word *ua_match(const struct ua_doc *d, struct ua_slice s, ua_set set, size_t *end)
{
    if (ua_empty(s) || stop_now(d->stop))
        return NULL;
    size_t from = d->to_folded[s.from], to = d->to_folded[s.to], len;
    /* What follows the slice still decides where a word ends. */
    const struct ua_word *w = ua_words_match(d->folded.data + from, d->folded.len - from, set, &len);
    if (!w || from + len > to) {
        w = ua_words_match(d->folded.data + from, to - from, set, &len);
        if (!w)
            return NULL;
    }
    if (end)
        *end = d->to_text[from + len];
    return w;
}

const struct ua_word *ua_find(const struct ua_doc *d, struct ua_slice s, ua_set set, struct ua_slice *found)
{
    size_t len, end;
    for (size_t i = s.from; i < s.to && !stop_now(d->stop); i += len) {
        uint32_t cp = ua_cp(d, i, s.to, &len);
        if (!text_is_alnum(cp) && cp != '[')
            continue;
        const struct ua_word *w;
        if (ua_word_starts(d, s.from, i) && (w = ua_match(d, (struct ua_slice){ i, s.to }, set, &end))) {
            if (found)
                *found = (struct ua_slice){ i, end };
            return w;
        }
    }
    return NULL;
}

bool ua_is(const struct ua_doc *d, struct ua_slice s, ua_set set)
{
    size_t end;
    return ua_match(d, s, set, &end) && end >= s.to;
}

/* Words between the menu words of a page decide: a few of them, or none but them. */
bool ua_is_chrome(const struct ua_doc *d, struct ua_slice s)
{
    struct ua_slice found, left = s;
    size_t n = 0, covered = 0;
    for (const struct ua_word *w; (w = ua_find(d, left, UA_BIT(CHROME), &found)); left.from = found.to) {
        if (strcmp(ua_words_value(w), "weak") != 0)
            return true;
        n++;
        covered += ua_word_count(d, found);
    }
    return covered && (n > 2 || covered * 2 >= ua_word_count(d, s));
}
