/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name of several words hangs in the table once for each pair of them (of the first five), whatever their
 * order, and under its last word; one of a single word under the word itself. A look-up hashes two words of
 * the letter and compares the few names found there word by word, so its cost does not grow with the vault.
 */
#include "satchel/casework/lint_names.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_stem.h"

#define MOST_WORDS 8
#define PAIR_WORDS 5
#define MOST_SEEN  1000 /* people of one name that are looked through for one of this case */

struct name {
    int64_t person, kase;
    uint32_t text, title; /* in the arena */
    uint32_t words;       /* hashes, in words.at */
    uint8_t n;
};
struct link {
    uint32_t key, name, next; /* next: index + 1 */
};
struct lint_names {
    struct lint_words *words;
    struct buf arena;
    DYN(struct name) all;
    DYN(uint32_t) hashes;
    DYN(struct link) links;
    uint32_t *bucket, buckets;
    uint32_t last_title; /* names of one case come one after another */
};

static uint32_t hash(const char *s, size_t n)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h ? h : 1;
}

static uint32_t pair_key(uint32_t a, uint32_t b)
{
    return (a < b ? a * 31 + b : b * 31 + a) ^ 0x9E3779B9u;
}

static uint32_t last_key(uint32_t h)
{
    return h ^ 0x5bd1e995u;
}

struct lint_names *lint_names_new(struct err *e)
{
    struct lint_names *names = calloc(1, sizeof *names);
    if (names) {
        names->words = lint_words_new(e);
        names->buckets = 1024;
        names->bucket = calloc(names->buckets, sizeof *names->bucket);
        buf_addc(&names->arena, '\0');
    }
    if (names && names->words && names->bucket && !names->arena.failed)
        return names;
    lint_names_free(names);
    err_no_memory(e);
    return NULL;
}

void lint_names_free(struct lint_names *names)
{
    if (!names)
        return;
    lint_words_free(names->words);
    buf_free(&names->arena);
    free(names->all.at);
    free(names->hashes.at);
    free(names->links.at);
    free(names->bucket);
    free(names);
}

void lint_names_clear(struct lint_names *names)
{
    buf_cut(&names->arena, 1);
    names->all.n = names->hashes.n = names->links.n = 0;
    memset(names->bucket, 0, names->buckets * sizeof *names->bucket);
    names->last_title = 0;
}

size_t lint_names_count(const struct lint_names *names)
{
    return names->all.n;
}

const struct lint_words *lint_names_words(const struct lint_names *names)
{
    return names->words;
}

/* ---- adding ---- */

static void hang(struct lint_names *names, size_t i)
{
    uint32_t *slot = &names->bucket[names->links.at[i].key & (names->buckets - 1)];
    names->links.at[i].next = *slot;
    *slot = (uint32_t)i + 1;
}

static int grow(struct lint_names *names)
{
    uint32_t wider = names->buckets * 4, *bucket = calloc(wider, sizeof *bucket);
    if (!bucket)
        return -1;
    free(names->bucket);
    names->bucket = bucket;
    names->buckets = wider;
    for (size_t i = 0; i < names->links.n; i++)
        hang(names, i);
    return 0;
}

static int add_link(struct lint_names *names, uint32_t key)
{
    if (dyn_room(&names->links) < 0 || (names->links.n > names->buckets && grow(names) < 0))
        return -1;
    names->links.at[names->links.n] = (struct link){ .key = key, .name = (uint32_t)names->all.n - 1 };
    hang(names, names->links.n++);
    return 0;
}

static int add_links(struct lint_names *names, const struct name *name)
{
    const uint32_t *h = names->hashes.at + name->words;
    if (name->n == 1)
        return add_link(names, h[0]);
    if (name->kase && add_link(names, last_key(h[name->n - 1])) < 0)
        return -1;
    for (size_t i = 0; i < name->n && i < PAIR_WORDS; i++)
        for (size_t j = 0; j < i; j++)
            if (add_link(names, pair_key(h[i], h[j])) < 0)
                return -1;
    return 0;
}

static uint32_t keep_text(struct lint_names *names, const char *text)
{
    uint32_t at = (uint32_t)names->arena.len;
    buf_add(&names->arena, text, strlen(text) + 1);
    return at;
}

static uint32_t keep_title(struct lint_names *names, const char *title)
{
    if (!title || !*title)
        return 0;
    if (!names->last_title || strcmp(names->arena.data + names->last_title, title) != 0)
        names->last_title = keep_text(names, title);
    return names->last_title;
}

static int add_words(struct lint_names *names, struct name *name, const struct lint_text *t)
{
    name->words = (uint32_t)names->hashes.n;
    for (size_t i = 0; i < t->tokens.n && name->n < MOST_WORDS; i++) {
        if (lint_word_is(names->words, t, i, LINT_W_LINK) && t->tokens.n > 2)
            continue;
        if (dyn_room(&names->hashes) < 0)
            return -1;
        names->hashes.at[names->hashes.n++] = lint_stem_hash(t, i);
        name->n++;
    }
    return 0;
}

int lint_names_add(struct lint_names *names, const char *name, int64_t person, int64_t kase,
                   const char *case_title, struct err *e)
{
    struct lint_text t;
    struct name n = { .person = person, .kase = kase };
    lint_text_make(&t, name);
    n.title = keep_title(names, case_title);
    n.text = keep_text(names, name);
    bool failed =
        t.failed || add_words(names, &n, &t) < 0 || dyn_room(&names->all) < 0 || names->arena.failed;
    if (!failed && n.n) {
        names->all.at[names->all.n++] = n;
        failed = add_links(names, &n) < 0;
    }
    lint_text_free(&t);
    return failed ? err_no_memory(e) : 0;
}

/* ---- finding ---- */

static bool has_hash(const struct lint_names *names, const struct name *name, uint32_t h)
{
    for (size_t i = 0; i < name->n; i++)
        if (names->hashes.at[name->words + i] == h)
            return true;
    return false;
}

/* A word of the letter: the ways to read it. */
struct asked {
    uint32_t stems[LINT_STEMS];
    size_t n;
};

static bool has_all(const struct lint_names *names, const struct name *name, const struct asked *words,
                    size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool has = false;
        for (size_t k = 0; k < words[i].n && !has; k++)
            has = has_hash(names, name, words[i].stems[k]);
        if (!has)
            return false;
    }
    return true;
}

/* Looks through the names under key for one that has all n words; one of `kase` is taken at once. */
static const struct name *better(const struct lint_names *names, uint32_t key, const struct asked *words,
                                 size_t n, int64_t kase, const struct name *best)
{
    size_t seen = 0;
    for (uint32_t i = names->bucket[key & (names->buckets - 1)]; i && seen < MOST_SEEN;
         i = names->links.at[i - 1].next) {
        const struct link *l = &names->links.at[i - 1];
        const struct name *name = &names->all.at[l->name];
        if (l->key != key || (n == 1) != (name->n == 1) || !has_all(names, name, words, n))
            continue;
        seen++;
        if (!best || (name->kase == kase && best->kase != kase))
            best = name;
        if (best->kase == kase)
            break;
    }
    return best;
}

static bool give(const struct lint_names *names, const struct name *best, struct lint_hit *hit)
{
    if (best)
        *hit = (struct lint_hit){ best->person, best->kase, names->arena.data + best->text,
                                  names->arena.data + best->title };
    return best != NULL;
}

bool lint_names_of_words(const struct lint_names *names, const struct lint_text *t, size_t from, size_t to,
                         int64_t kase, struct lint_hit *hit)
{
    struct asked words[MOST_WORDS];
    const struct name *best = NULL;
    size_t n = 0;
    for (size_t i = from; i < to && n < MOST_WORDS; i++)
        if (to - from <= 2 || !lint_word_is(names->words, t, i, LINT_W_LINK)) {
            words[n].n = lint_stems(t, i, words[n].stems);
            n++;
        }
    for (size_t i = 0; n && i < words[0].n; i++)
        for (size_t j = 0; j < (n > 1 ? words[1].n : 1); j++)
            best = better(names, n > 1 ? pair_key(words[0].stems[i], words[1].stems[j]) : words[0].stems[i],
                          words, n, kase, best);
    return give(names, best, hit);
}

bool lint_names_of_surname(const struct lint_names *names, const struct lint_text *t, size_t i, int64_t kase,
                           struct lint_hit *hit)
{
    uint32_t stems[LINT_STEMS];
    const struct name *best = NULL;
    size_t seen = 0;
    for (size_t k = 0, n = lint_stems(t, i, stems); k < n; k++)
        for (uint32_t at = names->bucket[last_key(stems[k]) & (names->buckets - 1)]; at && seen < MOST_SEEN;
             at = names->links.at[at - 1].next, seen++) {
            const struct name *name = &names->all.at[names->links.at[at - 1].name];
            if (names->links.at[at - 1].key == last_key(stems[k]) && name->n > 1 &&
                names->hashes.at[name->words + name->n - 1] == stems[k] && (!best || name->kase == kase))
                best = name;
        }
    return give(names, best, hit);
}

bool lint_names_of_text(const struct lint_names *names, const char *folded, size_t n, int64_t kase,
                        struct lint_hit *hit)
{
    struct asked word = { { hash(folded, n) }, 1 };
    return give(names, better(names, word.stems[0], &word, 1, kase, NULL), hit);
}
