/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody is addressed between two commas by a title and an office, without a name: a name makes it one who
 * is spoken of. In a sentence that closes the letter ("salutations", "saluti") one comma is enough, or a verb
 * of closing before it ("agréer Madame la Ministre"), and a title alone. Tests:
 * tests/unit/lint/salutation-closing.cases. */
#include "satchel/casework/lint_closing.h"

#include <string.h>

static bool is_close(const struct lint_run *r, const struct lint_text *t, size_t i, const char *want)
{
    const char *value = lint_word_at(r->words, t, i, LINT_W_CLOSE, NULL);
    return value && !strcmp(value, want);
}

static bool closes(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    size_t k = lint_sentence_start(t, i), end = lint_sentence_end(t, i);
    while (k < end && !is_close(r, t, k, "noun"))
        k++;
    return k < end;
}

static bool is_office(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    return lint_word_is(r->words, t, i, LINT_W_OFFICE);
}

static bool is_title(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    return (lint_word_is(r->words, t, i, LINT_W_TITLE) || lint_ua_word(t, i, UA_BIT(OPENING), NULL)) &&
           t->tokens.at[i].script != LINT_CJK;
}

static bool is_small(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    return !t->tokens.at[i].capital &&
           (lint_word_is(r->words, t, i, LINT_W_STOP) || lint_word_is(r->words, t, i, LINT_W_LINK));
}

static bool is_marked(const struct lint_text *t, size_t i)
{
    return t->tokens.at[i].gap == LINT_COMMA;
}

/* The end of a form of address that begins at token i: titles, offices, other words with a capital, and what
 * joins these. */
static size_t end_of(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    size_t end = i + 1;
    for (size_t k = i + 1, n; k < t->tokens.n && t->tokens.at[k].gap <= LINT_SPACE && k < i + 10; k += n) {
        n = 1;
        bool office = lint_word_at(r->words, t, k, LINT_W_OFFICE, &n) != NULL;
        if (office || t->tokens.at[k].capital || is_title(r, t, k))
            end = k + n;
        else if (!is_small(r, t, k))
            break;
    }
    return end;
}

static bool has_office(const struct lint_run *r, const struct lint_text *t, size_t first, size_t end)
{
    while (first < end && !is_office(r, t, first))
        first++;
    return first < end;
}

/* "Monsieur Durand"; not "le Ministre de la Justice". */
static bool has_name(const struct lint_run *r, const struct lint_text *t, size_t first, size_t end)
{
    for (size_t i = first, n; i < end; i += n) {
        n = 1;
        bool plain = lint_word_at(r->words, t, i, LINT_W_OFFICE, &n) || is_title(r, t, i) ||
                     (i > first && is_small(r, t, i - 1));
        if (t->tokens.at[i].capital && !plain)
            return true;
    }
    return false;
}

/* "agréer Madame", "agréer, Madame". */
static bool to_accept(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    return i && !lint_starts_sentence(t, i) && is_close(r, t, i - 1, "verb");
}

/* The same, and "you, Minister". */
static bool is_asked(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    return to_accept(r, t, i) || (i && !lint_starts_sentence(t, i) && is_close(r, t, i - 1, "you"));
}

static bool begins(const struct lint_run *r, const struct lint_text *t, size_t i)
{
    bool asked = is_asked(r, t, i), office = is_office(r, t, i);
    if (!i || (!is_marked(t, i) && !(asked && t->tokens.at[i].gap == LINT_SPACE)))
        return false;
    if (office) /* "Ilse Brandow, Governor of Karst" */
        return asked && is_marked(t, i) && t->tokens.at[i].capital;
    return is_title(r, t, i) && !is_office(r, t, i - 1) && (is_marked(t, i) || closes(r, t, i));
}

static bool is_address(const struct lint_run *r, const struct lint_text *t, size_t i, size_t end)
{
    bool marked = end < t->tokens.n && is_marked(t, end), last = end == lint_sentence_end(t, i);
    if (has_name(r, t, i, end) && !to_accept(r, t, i))
        return false;
    if (closes(r, t, i))
        return marked || last || has_office(r, t, i, end);
    return marked && is_marked(t, i) && has_office(r, t, i, end);
}

bool lint_closing_next(const struct lint_run *r, size_t *first, size_t *end)
{
    const struct lint_text *t = &r->body;
    for (size_t i = *first; i < t->tokens.n; i++) {
        if (!begins(r, t, i))
            continue;
        *end = end_of(r, t, i);
        while (*end < t->tokens.n && is_marked(t, *end) && is_title(r, t, *end)) /* Madame, Monsieur */
            *end = end_of(r, t, *end);
        *first = i;
        if (is_address(r, t, i, *end))
            return true;
    }
    return false;
}
