/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "UA 12/20", "Urgent Action 12/20" and "ASA 17/001/2020" in a letter are held against those of the case: a
 * wrong one is a finding unless a right one of its kind stands in the letter too. "Case 12/20" may be of a
 * court. Tests: tests/unit/lint/number-reference.cases. */
#include "satchel/casework/lint_reference.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/i18n.h"

enum kind { NUMBER, INDEX, KINDS };

#define MOST_PARTS 4
struct reference {
    enum kind kind;
    uint32_t part[MOST_PARTS]; /* of an index the first is its letters */
    size_t first, end;         /* tokens */
};

/* Tokens i and i + 1 are joined by a stroke alone. */
static bool stroke_behind(const struct lint_text *t, size_t i)
{
    return i + 1 < t->tokens.n && t->s[t->tokens.at[i].to] == '/' &&
           t->tokens.at[i + 1].from == t->tokens.at[i].to + 1;
}

static bool is_digits(const struct lint_text *t, size_t i, size_t least, size_t most)
{
    const struct lint_token *k = &t->tokens.at[i];
    return i < t->tokens.n && k->number && k->key_len >= least && k->key_len <= most &&
           strspn(lint_key(t, i), "0123456789") >= k->key_len;
}

static uint32_t value_of(const struct lint_text *t, size_t i)
{
    return (uint32_t)strtoul(lint_key(t, i), NULL, 10);
}

/* ---- the two kinds ---- */

/* UA, AU, "Urgent Action", "Acción Urgente": before token i, with at most "no." between. */
static bool named_before(const struct lint_text *t, size_t i)
{
    static const char *const SHORT[] = { "ua", "au", "ea", "ae" };
    size_t n;
    for (size_t k = 1; k <= 4 && k <= i && t->tokens.at[i - k + 1].gap < LINT_STOP; k++) {
        if (lint_ua_word(t, i - k, UA_BIT(HEAD), &n) && n + 2 > k)
            return true;
        for (size_t s = 0; k <= 2 && s < sizeof SHORT / sizeof *SHORT; s++)
            if (t->tokens.at[i - k].upper && lint_key_is(t, i - k, SHORT[s]))
                return true;
    }
    return false;
}

static bool number_at(const struct lint_text *t, size_t i, bool named, struct reference *out)
{
    if (!is_digits(t, i, 1, 3) || !stroke_behind(t, i) || stroke_behind(t, i + 1) ||
        (i && stroke_behind(t, i - 1)) || !(named || named_before(t, i)) ||
        !(is_digits(t, i + 1, 2, 2) || is_digits(t, i + 1, 4, 4)))
        return false;
    *out = (struct reference){ NUMBER, { value_of(t, i), value_of(t, i + 1) % 100 }, i, i + 2 };
    return true;
}

static bool index_at(const struct lint_text *t, size_t i, struct reference *out)
{
    static const char CODES[] = " afr amr asa eur mde act pol nws ior org doc ";
    char code[] = " ??? ";
    if (i + 3 >= t->tokens.n || t->tokens.at[i].key_len != 3 || !t->tokens.at[i].upper ||
        !is_digits(t, i + 1, 1, 4) || !stroke_behind(t, i + 1) || !is_digits(t, i + 2, 1, 4) ||
        !stroke_behind(t, i + 2) || !is_digits(t, i + 3, 2, 4))
        return false;
    memcpy(code + 1, lint_key(t, i), 3);
    const char *at = strstr(CODES, code);
    if (!at)
        return false;
    *out = (struct reference){ INDEX,
                               { (uint32_t)(at - CODES), value_of(t, i + 1), value_of(t, i + 2),
                                 value_of(t, i + 3) % 100 },
                               i,
                               i + 4 };
    return true;
}

static bool reference_at(const struct lint_text *t, size_t i, bool named, struct reference *out)
{
    return index_at(t, i, out) || number_at(t, i, named, out);
}

/* ---- comparing ---- */

struct known {
    DYN(struct reference) all;
    const char *shown[KINDS]; /* the first of each kind, and its bytes */
    int shown_len[KINDS];
    bool failed;
};

/* named: the text is a reference, and needs no word before its number. */
static void learn(struct known *k, const char *text, bool named)
{
    struct lint_text t;
    struct reference one;
    lint_text_make(&t, text);
    for (size_t i = 0; i < t.tokens.n; i++) {
        if (!reference_at(&t, i, named, &one))
            continue;
        if (!k->shown[one.kind]) {
            k->shown[one.kind] = text + t.tokens.at[one.first].from;
            k->shown_len[one.kind] = (int)(t.tokens.at[one.end - 1].to - t.tokens.at[one.first].from);
        }
        if (dyn_room(&k->all) < 0)
            k->failed = true;
        else
            k->all.at[k->all.n++] = one;
        i = one.end - 1;
    }
    k->failed |= t.failed;
    lint_text_free(&t);
}

static bool is_known(const struct known *k, const struct reference *one)
{
    for (size_t i = 0; i < k->all.n; i++)
        if (k->all.at[i].kind == one->kind && !memcmp(k->all.at[i].part, one->part, sizeof one->part))
            return true;
    return false;
}

static void compare(struct lint_run *r, const struct known *k, const struct lint_text *t)
{
    struct reference one, wrong[KINDS];
    bool right[KINDS] = { false }, other[KINDS] = { false };
    for (size_t i = 0; i < t->tokens.n; i++) {
        if (!reference_at(t, i, false, &one) || !k->shown[one.kind])
            continue;
        bool met = is_known(k, &one);
        right[one.kind] |= met;
        if (!met && !other[one.kind])
            wrong[one.kind] = one;
        other[one.kind] |= !met;
        i = one.end - 1;
    }
    for (int kind = NUMBER; kind < KINDS; kind++) {
        if (!other[kind] || right[kind])
            continue;
        const struct lint_token *first = &t->tokens.at[wrong[kind].first],
                                *last = &t->tokens.at[wrong[kind].end - 1];
        lint_add_tokens(r, LINT_NUMBER, t, wrong[kind].first, wrong[kind].end, 0,
                        _("The case says “%.*s”, not “%.*s”."), k->shown_len[kind], k->shown[kind],
                        (int)(last->to - first->from), t->s + first->from);
    }
}

void lint_references(struct lint_run *r)
{
    const struct lint_context *c = r->c;
    const struct {
        const struct strs *texts;
        bool named;
    } sources[] = { { &c->references, true }, { &c->texts, false }, { &c->names, false } };
    struct known k = { 0 };
    for (size_t s = 0; s < sizeof sources / sizeof *sources; s++)
        for (size_t i = 0; i < sources[s].texts->n; i++)
            learn(&k, sources[s].texts->at[i], sources[s].named);
    r->failed |= k.failed;
    compare(r, &k, &r->subject);
    compare(r, &k, &r->body);
    free(k.all.at);
}
