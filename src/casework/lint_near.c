/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_near.h"

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_stem.h"

static bool nearly_same(const char *s, size_t n, const char *u, size_t m)
{
    size_t k = text_count(s, n), l = text_count(u, m), shorter = k < l ? k : l;
    return shorter >= 4 && lint_distance(s, n, u, m, 2) <= (shorter >= 8 ? 2u : 1u);
}

/* One letter in four or more, two in eight or more. */
bool lint_near_word(const struct lint_text *a, size_t i, const struct lint_text *b, size_t j)
{
    const struct lint_token *x = &a->tokens.at[i], *y = &b->tokens.at[j];
    if (x->script != y->script || lint_same_stem(a, i, b, j))
        return false;
    const char *s = lint_key(a, i), *u = lint_key(b, j);
    size_t n = lint_stem(s, x->key_len, x->script), m = lint_stem(u, y->key_len, y->script);
    return nearly_same(s, n, u, m) || (n < x->key_len && nearly_same(s, n, u, y->key_len)) ||
           (m < y->key_len && nearly_same(s, x->key_len, u, m)); /* Testilova, of Testinov */
}

void lint_add_near(struct lint_run *r, const struct lint_text *t, size_t first, size_t end,
                   const struct lint_known_name *name)
{
    char words[LINT_WORDS_BYTES];
    int64_t about = name->person >= 0 ? r->c->people.at[name->person].id : 0;
    lint_add_tokens(r, LINT_NEAR_NAME, t, first, end, about,
                    _("“%s” is nearly “%s”, as the name is recorded. Is it the same person?"),
                    lint_words_of(t, first, end, words), name->text.s);
}

/* Every word of the run is a word of the name or nearly one, and one is really one. *at gets the word that is
 * not. */
static bool nearly(const struct lint_run *r, const struct lint_text *name, const struct lint_text *t,
                   size_t first, size_t end, size_t *at)
{
    size_t same = 0, near = 0;
    for (size_t i = first; i < end; i++) {
        bool close = false;
        if (lint_word_is(r->words, t, i, LINT_W_LINK))
            continue;
        if (lint_in_name(name, t, i)) {
            same++;
            continue;
        }
        for (size_t j = 0; j < name->tokens.n; j++)
            close |= lint_near_word(t, i, name, j);
        if (!close)
            return false;
        near++;
        *at = i;
    }
    return near && (same || near > 1);
}

/* A word alone is nearly one of a name: long enough, and no name of its own. */
static bool alone(const struct lint_run *r, const struct lint_text *name, const struct lint_text *t, size_t i)
{
    if (text_count(lint_key(t, i), t->tokens.at[i].key_len) < 5 ||
        lint_word_is(r->words, t, i, LINT_W_GIVEN) || lint_known_word(&r->known, t, i))
        return false;
    bool opens = lint_starts_sentence(t, i); /* its capital tells nothing */
    for (size_t j = 0; j < name->tokens.n; j++)
        if (name->tokens.at[j].key_len >= 5 && lint_near_word(t, i, name, j) &&
            (!opens || *lint_key(t, i) == *lint_key(name, j)))
            return true;
    return false;
}

bool lint_near_name(struct lint_run *r, const struct lint_text *t, size_t first, size_t end)
{
    for (size_t from = first; from < end; from++)
        for (size_t n = 0; n < r->known.names.n; n++) {
            const struct lint_known_name *name = &r->known.names.at[n];
            size_t at = from;
            if ((name->person < 0 && name->target < 0) ||
                lint_known_as(&r->known, r->words, t, from, end) >= 0) /* under another spelling */
                continue;
            if (end - from > 1 ? nearly(r, &name->text, t, from, end, &at)
                               : end - first == 1 && alone(r, &name->text, t, from)) {
                lint_add_near(r, t, at, at + 1, name);
                return true;
            }
        }
    return false;
}
