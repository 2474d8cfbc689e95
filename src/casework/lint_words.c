/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists are read into one hash of folded entries, the words of an entry with one space between them; a stem
 * ("libert*") ends inside its last word. An entry hangs under its class and the first three bytes of its
 * first word, so that one look into the table finds all that can begin at a word. */
#include "satchel/casework/lint_words.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"

#define MOST_TOKENS 6

extern const char data_lint_words[], data_lint_names[], data_lint_concepts[], data_lint_counts[],
    data_lint_meaning[], data_lint_people[];

struct entry {
    uint32_t key, len, value, next; /* next: index + 1 in the same bucket */
    uint8_t class, tokens;
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

/* FNV-1a of the class and the head of a word: its first three bytes, or all of a shorter one. */
static uint32_t slot_of(const struct lint_words *w, enum lint_class of, const char *s, size_t n)
{
    uint32_t h = (2166136261u ^ (uint32_t)of) * 16777619u;
    for (size_t i = 0; i < n && i < 3 && s[i] != ' '; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h & (w->buckets - 1);
}

/* ---- reading ---- */

static void hang(struct lint_words *w, size_t i)
{
    struct entry *e = &w->all.at[i];
    uint32_t *slot = &w->bucket[slot_of(w, e->class, w->arena.data + e->key, e->len)];
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
                       .tokens = (uint8_t)t.tokens.n,
                       .stem = n && s[n - 1] == '*' };
    for (size_t i = 0; i < t.tokens.n; i++) {
        if (i)
            buf_addc(&w->arena, ' ');
        buf_add(&w->arena, lint_key(&t, i), t.tokens.at[i].key_len);
    }
    e.len = (uint32_t)(w->arena.len - e.key);
    buf_addc(&w->arena, '\0');
    bool failed = t.failed || w->arena.failed || dyn_room(&w->all) < 0;
    if (!failed && e.len)
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
        add_list(w, data_lint_concepts) == 0 && add_list(w, data_lint_counts) == 0 &&
        add_list(w, data_lint_meaning) == 0 && add_list(w, data_lint_people) == 0) {
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

/* The entry stands at byte s of folded text (n bytes left); a space of it matches any sign between two words
 * but the end of a sentence. */
static bool stands(const struct lint_words *w, const struct entry *e, const char *s, size_t n)
{
    const char *key = w->arena.data + e->key;
    if (e->len > n)
        return false;
    for (size_t i = 0; i < e->len; i++)
        if (key[i] != s[i] && (key[i] != ' ' || !strchr(",-'", s[i])))
            return false;
    return true;
}

static const struct entry *first_of(const struct lint_words *w, enum lint_class of, const char *s, size_t n)
{
    uint32_t i = w->bucket[slot_of(w, of, s, n)];
    return i ? &w->all.at[i - 1] : NULL;
}

static const struct entry *next_of(const struct lint_words *w, const struct entry *e)
{
    return e->next ? &w->all.at[e->next - 1] : NULL;
}

/* A whole entry ends where a word does; a stem before that. */
static bool ends_well(const struct entry *e, const struct lint_text *t, size_t i, size_t skip)
{
    if (i + e->tokens > t->tokens.n)
        return false;
    const struct lint_token *last = &t->tokens.at[i + e->tokens - 1];
    size_t end = t->tokens.at[i].key + skip + e->len;
    return e->stem ? end <= last->key + last->key_len : end == last->key + last->key_len;
}

/* The longest entry behind the first `skip` bytes of token i. */
static const struct entry *longest_at(const struct lint_words *w, const struct lint_text *t, size_t i,
                                      enum lint_class of, size_t skip)
{
    const char *s = lint_key(t, i) + skip;
    size_t left = t->folded.len - t->tokens.at[i].key - skip;
    const struct entry *best = NULL;
    for (const struct entry *e = first_of(w, of, s, t->tokens.at[i].key_len - skip); e; e = next_of(w, e)) {
        bool longer = !best || e->len > best->len || (e->len == best->len && best->stem);
        if (e->class == of && longer && stands(w, e, s, left) && ends_well(e, t, i, skip))
            best = e;
    }
    return best;
}

/* "بالإفراج": a small word written together with the next. */
static bool has_prefix(const struct lint_text *t, size_t i)
{
    static const char *const PREFIXES[] = { "و", "ل", "ب", "ف", "ك" };
    const struct lint_token *k = &t->tokens.at[i];
    for (size_t p = 0; k->script == LINT_ARABIC && k->key_len > 6 && p < sizeof PREFIXES / sizeof *PREFIXES;
         p++)
        if (!memcmp(lint_key(t, i), PREFIXES[p], 2))
            return true;
    return false;
}

const char *lint_word_at(const struct lint_words *w, const struct lint_text *t, size_t i, enum lint_class of,
                         size_t *n)
{
    const struct entry *best = longest_at(w, t, i, of, 0);
    if (!best && has_prefix(t, i))
        best = longest_at(w, t, i, of, 2);
    if (best && n)
        *n = best->tokens;
    return best ? w->arena.data + best->value : NULL;
}

size_t lint_word_values(const struct lint_words *w, const struct lint_text *t, size_t i, enum lint_class of,
                        const char **values, size_t most)
{
    const char *s = lint_key(t, i);
    size_t n = t->tokens.at[i].key_len, found = 0;
    for (const struct entry *e = first_of(w, of, s, n); e && found < most; e = next_of(w, e))
        if (e->class == of && !e->stem && e->len == n && stands(w, e, s, n))
            values[found++] = w->arena.data + e->value;
    return found;
}

const char *lint_word_lang(const struct lint_words *w, const struct lint_text *t, size_t i,
                           enum lint_class of, const char *lang)
{
    const char *values[8];
    for (size_t v = 0, n = lint_word_values(w, t, i, of, values, 8); v < n; v++)
        if (!*lang || !strncmp(values[v], lang, 2))
            return values[v] + (values[v][2] ? 3 : 2);
    return NULL;
}

bool lint_word_is(const struct lint_words *w, const struct lint_text *t, size_t i, enum lint_class of)
{
    return lint_word_at(w, t, i, of, NULL) != NULL;
}

/* An entry at byte s, where nothing shows the end of a word (CJK), or it shows in the text (the rest). */
static bool ends_inside(const struct entry *e, const char *s, size_t n, bool whole)
{
    return !whole || e->stem || e->len == n || strchr(" ,-'\n", s[e->len]);
}

size_t lint_word_all(const struct lint_words *w, const char *s, size_t n, enum lint_class of, bool whole,
                     const char *values[static LINT_WORD_VALUES], size_t *len)
{
    size_t found = 0, word = 0;
    while (word < n && !strchr(" ,-'\n", s[word]))
        word++;
    *len = 0;
    for (const struct entry *e = first_of(w, of, s, word); e; e = next_of(w, e)) {
        if (e->class != of || !stands(w, e, s, n) || !ends_inside(e, s, n, whole))
            continue;
        bool longest = e->len > *len;
        *len = longest ? e->len : *len;
        if (found < LINT_WORD_VALUES)
            values[found++] = w->arena.data + e->value;
        if (longest) { /* stands first */
            const char *first = values[0];
            values[0] = w->arena.data + e->value;
            values[found - 1] = found > 1 ? first : values[0];
        }
    }
    return found;
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
    for (const struct entry *e = first_of(w, of, s, n); e; e = next_of(w, e))
        if (e->class == of && (!best || e->len > best->len) && stands(w, e, s, n))
            best = e;
    if (best)
        *len = best->len;
    return best ? w->arena.data + best->value : NULL;
}

const char *lint_word_in(const struct lint_words *w, const struct lint_text *t, size_t i, enum lint_class of)
{
    const struct lint_token *k = &t->tokens.at[i];
    const char *s = lint_key(t, i), *value = lint_word_at(w, t, i, of, NULL);
    uint32_t cp;
    for (size_t at = 0, len; !value && k->script == LINT_CJK && at < k->key_len;
         at += text_decode(s + at, k->key_len - at, &cp))
        value = lint_word_inside(w, s + at, k->key_len - at, of, &len);
    return value;
}
