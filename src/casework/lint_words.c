/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists are read into one hash of folded entries: the words of an entry with one space between them, those of
 * a stem ("libert*") without the rest of their last word. */
#include "satchel/casework/lint_words.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"

#define MOST_TOKENS 6
#define KEY_BYTES   96

extern const char data_lint_words[], data_lint_names[], data_lint_concepts[];

struct entry {
    uint32_t key, len, value, next; /* next: index + 1 in the same bucket */
    uint8_t class;
    bool stem;
};
struct lint_words {
    struct buf arena;
    DYN(struct entry) all;
    uint32_t *bucket, buckets;
};

static const char *const CLASS_NAMES[LINT_CLASS_COUNT] = {
#define X(name, text) text,
    LINT_CLASSES(X)
#undef X
};

/* FNV-1a */
static uint32_t hash(uint32_t h, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h;
}

#define HASH_START 2166136261u

/* ---- reading ---- */

static void hang(struct lint_words *w, size_t i)
{
    struct entry *e = &w->all.at[i];
    uint32_t *slot = &w->bucket[hash(HASH_START, w->arena.data + e->key, e->len) & (w->buckets - 1)];
    e->next = *slot;
    *slot = (uint32_t)i + 1;
}

static int add_entry(struct lint_words *w, int class, size_t value, const char *s)
{
    struct lint_text t;
    size_t n = strlen(s);
    lint_text_make(&t, s);
    struct entry e = { .class = (uint8_t) class,
                       .value = (uint32_t)value,
                       .key = (uint32_t)w->arena.len,
                       .stem = n && s[n - 1] == '*' };
    for (size_t i = 0; i < t.tokens.n; i++) {
        if (i)
            buf_addc(&w->arena, ' ');
        buf_add(&w->arena, lint_key(&t, i), t.tokens.at[i].key_len);
    }
    e.len = (uint32_t)(w->arena.len - e.key);
    buf_addc(&w->arena, '\0');
    bool failed = t.failed || w->arena.failed || dyn_room(&w->all) < 0;
    if (!failed && e.len && e.len < KEY_BYTES)
        w->all.at[w->all.n++] = e;
    lint_text_free(&t);
    return failed ? -1 : 0;
}

static int class_of(const char *name)
{
    for (int i = 0; i < LINT_CLASS_COUNT; i++)
        if (!strcmp(CLASS_NAMES[i], name))
            return i;
    return -1;
}

/* One row: class, value, entries between '|'. */
static int add_row(struct lint_words *w, char *row)
{
    char *rest = row, *class_name = strsep(&rest, "\t"), *value_text = strsep(&rest, "\t"), *word;
    int class = rest ? class_of(class_name) : -1;
    if (class < 0)
        return 0;
    size_t value = w->arena.len;
    buf_add(&w->arena, value_text, strlen(value_text) + 1);
    while ((word = strsep(&rest, "|")))
        if (*word && add_entry(w, class, value, word) < 0)
            return -1;
    return 0;
}

static int add_list(struct lint_words *w, const char *data)
{
    int rc = 0;
    for (const char *s = data; *s && rc == 0;) {
        size_t n = strcspn(s, "\n");
        char *row = *s == '#' ? NULL : strndup(s, n);
        rc = *s != '#' && (!row || add_row(w, row) < 0) ? -1 : 0;
        free(row);
        s += n + (s[n] == '\n');
    }
    return rc;
}

struct lint_words *lint_words_new(struct err *e)
{
    struct lint_words *w = calloc(1, sizeof *w);
    if (w && add_list(w, data_lint_words) == 0 && add_list(w, data_lint_names) == 0 &&
        add_list(w, data_lint_concepts) == 0) {
        for (w->buckets = 1024; w->buckets < w->all.n * 2;)
            w->buckets *= 2;
        w->bucket = calloc(w->buckets, sizeof *w->bucket);
    }
    if (!w || !w->bucket) {
        lint_words_free(w);
        err_no_memory(e);
        return NULL;
    }
    for (size_t i = 0; i < w->all.n; i++)
        hang(w, i);
    return w;
}

void lint_words_free(struct lint_words *w)
{
    if (!w)
        return;
    buf_free(&w->arena);
    free(w->all.at);
    free(w->bucket);
    free(w);
}

/* ---- looking up ---- */

static const struct entry *find(const struct lint_words *w, uint32_t h, const char *key, size_t n, bool stem,
                                enum lint_class of)
{
    for (uint32_t i = w->bucket[h & (w->buckets - 1)]; i; i = w->all.at[i - 1].next) {
        const struct entry *e = &w->all.at[i - 1];
        if (e->class == of && e->stem == stem && e->len == n && !memcmp(w->arena.data + e->key, key, n))
            return e;
    }
    return NULL;
}

/* The entry that is the whole key, or a stem of it that is longer than its first `known` bytes. */
static const struct entry *whole_or_stem(const struct lint_words *w, const char *key, size_t n, size_t known,
                                         enum lint_class of)
{
    const struct entry *best = find(w, hash(HASH_START, key, n), key, n, false, of);
    uint32_t h = HASH_START;
    for (size_t i = 0; !best && i < known; i++)
        h = hash(h, key + i, 1);
    const struct entry *stem = NULL;
    for (size_t i = known; !best && i < n; i++) {
        h = hash(h, key + i, 1);
        const struct entry *e = find(w, h, key, i + 1, true, of);
        stem = e ? e : stem;
    }
    return best ? best : stem;
}

const char *lint_word_at(const struct lint_words *w, const struct lint_text *t, size_t i, enum lint_class of,
                         size_t *n)
{
    char key[KEY_BYTES];
    size_t len = 0;
    const struct entry *best = NULL;
    for (size_t k = 0; k < MOST_TOKENS && i + k < t->tokens.n; k++) {
        const struct lint_token *token = &t->tokens.at[i + k];
        if ((k && (token->gap == LINT_STOP)) || len + token->key_len + 2 > sizeof key)
            break;
        if (k)
            key[len++] = ' ';
        size_t known = len;
        memcpy(key + len, lint_key(t, i + k), token->key_len);
        len += token->key_len;
        const struct entry *e = whole_or_stem(w, key, len, known, of);
        if (e) {
            best = e;
            if (n)
                *n = k + 1;
        }
    }
    return best ? w->arena.data + best->value : NULL;
}

size_t lint_word_values(const struct lint_words *w, const struct lint_text *t, size_t i, enum lint_class of,
                        const char **values, size_t most)
{
    const char *key = lint_key(t, i);
    size_t n = t->tokens.at[i].key_len, found = 0;
    for (uint32_t k = w->bucket[hash(HASH_START, key, n) & (w->buckets - 1)]; k && found < most;
         k = w->all.at[k - 1].next) {
        const struct entry *e = &w->all.at[k - 1];
        if (e->class == of && !e->stem && e->len == n && !memcmp(w->arena.data + e->key, key, n))
            values[found++] = w->arena.data + e->value;
    }
    return found;
}

bool lint_word_is(const struct lint_words *w, const struct lint_text *t, size_t i, enum lint_class of)
{
    return lint_word_at(w, t, i, of, NULL) != NULL;
}

const char *lint_word_before(const struct lint_words *w, const struct lint_text *t, size_t i,
                             enum lint_class of, size_t *from)
{
    const char *best = NULL;
    for (size_t k = 1; k <= MOST_TOKENS && k <= i; k++) {
        size_t n;
        const char *value = lint_word_at(w, t, i - k, of, &n);
        if (value && n == k) {
            best = value;
            if (from)
                *from = i - k;
        }
    }
    return best;
}

const char *lint_word_inside(const struct lint_words *w, const char *s, size_t n, enum lint_class of,
                             size_t *len)
{
    const struct entry *best = NULL;
    uint32_t cp;
    for (size_t k = 0, cps = 0; k < n && cps < 8; cps++) {
        k += text_decode(s + k, n - k, &cp);
        uint32_t h = hash(HASH_START, s, k);
        const struct entry *e = find(w, h, s, k, false, of);
        e = e ? e : find(w, h, s, k, true, of);
        if (e) {
            best = e;
            *len = k;
        }
    }
    return best ? w->arena.data + best->value : NULL;
}
