/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_words.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"

extern const char data_ua_labels[], data_ua_words[], data_ua_officials[], data_ua_people[], data_countries[];
extern const unsigned long data_ua_labels_len, data_ua_words_len, data_ua_officials_len, data_ua_people_len,
    data_countries_len;

static const char *const CLASS_NAMES[UA_CLASS_COUNT] = {
#define X(name, text) text,
    UA_CLASSES(X)
#undef X
};

static bool ascii_word(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Bytes that choose the bucket: an ASCII word as a whole, else one character. A stem has a bucket of its own
 * first three bytes, so that it is found from any longer word. */
static size_t head_bytes(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && ascii_word((unsigned char)s[i]))
        i++;
    uint32_t cp;
    return i ? i : text_decode(s, n, &cp);
}

static uint32_t hash(const char *s, size_t n)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h % UA_BUCKETS;
}

static size_t stem_bytes(const char *s, size_t n)
{
    size_t head = head_bytes(s, n);
    return head < 3 ? head : 3;
}

static int class_of(const char *s, size_t n)
{
    for (int i = 0; i < UA_CLASS_COUNT; i++)
        if (strlen(CLASS_NAMES[i]) == n && !memcmp(CLASS_NAMES[i], s, n))
            return i;
    return -1;
}

/* Folds one entry into the arena and hangs it into its bucket. */
static int add_word(struct ua_words *w, int class, size_t value, const char *s, size_t n, struct err *e)
{
    if (dyn_room(&w->all) < 0)
        return err_no_memory(e);
    struct ua_word *word = &w->all.at[w->all.n];
    *word = (struct ua_word){ .class = (uint8_t) class, .value = value, .key = w->arena.len };
    word->stem = n && s[n - 1] == '*';
    for (size_t i = 0, end = n - word->stem; i < end;) {
        uint32_t cp, out[4];
        i += text_decode(s + i, end - i, &cp);
        size_t k = text_fold_cp(cp, out);
        for (size_t j = 0; j < k; j++)
            buf_add_cp(&w->arena, out[j]);
    }
    word->len = w->arena.len - word->key;
    buf_addc(&w->arena, '\0');
    if (w->arena.failed)
        return err_no_memory(e);
    if (!word->len)
        return 0;
    const char *key = w->arena.data + word->key;
    uint32_t *slot =
        &w->bucket[hash(key, word->stem ? stem_bytes(key, word->len) : head_bytes(key, word->len))];
    word->next = *slot;
    *slot = (uint32_t)++w->all.n;
    return 0;
}

/* One row: class, value, entries between '|'. */
static int add_row(struct ua_words *w, const char *row, size_t n, struct err *e)
{
    const char *end = row + n, *tab = memchr(row, '\t', n);
    const char *tab2 = tab ? memchr(tab + 1, '\t', (size_t)(end - tab - 1)) : NULL;
    int class = tab2 ? class_of(row, (size_t)(tab - row)) : -1;
    if (class < 0)
        return err_set(e, ERR_INTERNAL, "word list: %.*s", (int)(n < 60 ? n : 60), row);
    size_t value = w->arena.len;
    buf_add(&w->arena, tab + 1, (size_t)(tab2 - tab - 1));
    buf_addc(&w->arena, '\0');
    for (const char *s = tab2 + 1; s < end;) {
        const char *bar = memchr(s, '|', (size_t)(end - s));
        bar = bar ? bar : end;
        if (bar > s && add_word(w, class, value, s, (size_t)(bar - s), e) < 0)
            return -1;
        s = bar + 1;
    }
    return 0;
}

static int add_rows(struct ua_words *w, const char *s, size_t n, struct err *e)
{
    for (const char *end = s + n; s < end;) {
        const char *eol = memchr(s, '\n', (size_t)(end - s));
        eol = eol ? eol : end;
        if (eol > s && *s != '#' && add_row(w, s, (size_t)(eol - s), e) < 0)
            return -1;
        s = eol + 1;
    }
    return 0;
}

int ua_words_load(struct ua_words *w, struct err *e)
{
    *w = (struct ua_words){ 0 };
    if (add_rows(w, data_ua_labels, data_ua_labels_len, e) < 0 ||
        add_rows(w, data_ua_words, data_ua_words_len, e) < 0 ||
        add_rows(w, data_ua_officials, data_ua_officials_len, e) < 0 ||
        add_rows(w, data_ua_people, data_ua_people_len, e) < 0 ||
        add_rows(w, data_countries, data_countries_len, e) < 0) {
        ua_words_free(w);
        return -1;
    }
    return 0;
}

void ua_words_free(struct ua_words *w)
{
    buf_free(&w->arena);
    free(w->all.at);
    *w = (struct ua_words){ 0 };
}

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

static const struct ua_word *search(const struct ua_words *w, uint32_t slot, const char *s, size_t n,
                                    ua_set set, const struct ua_word *best)
{
    for (uint32_t i = w->bucket[slot]; i; i = w->all.at[i - 1].next) {
        const struct ua_word *word = &w->all.at[i - 1];
        const char *key = w->arena.data + word->key;
        if ((set >> word->class & 1) && word->len <= n && (!best || word->len > best->len) &&
            !memcmp(key, s, word->len) &&
            (word->stem || ends_well(key, word->len, s + word->len, n - word->len)))
            best = word;
    }
    return best;
}

const struct ua_word *ua_words_match(const struct ua_words *w, const char *s, size_t n, ua_set set,
                                     size_t *len)
{
    if (!n)
        return NULL;
    size_t head = head_bytes(s, n);
    const struct ua_word *best = search(w, hash(s, head), s, n, set, NULL);
    size_t stem = stem_bytes(s, n);
    if (stem != head)
        best = search(w, hash(s, stem), s, n, set, best);
    if (best && len)
        *len = best->len;
    return best;
}

const char *ua_words_value(const struct ua_words *w, const struct ua_word *word)
{
    return w->arena.data + word->value;
}
