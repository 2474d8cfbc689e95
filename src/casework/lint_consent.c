/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Restricted text: names, and sentences nearly word for word. */
#include "satchel/casework/lint_consent.h"

#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_units.h"
#include "satchel/casework/lint_stem.h"

static void add_consent(struct lint_run *r, const struct lint_text *t, size_t from, size_t to,
                        const struct lint_limit *limit)
{
    if (limit->why)
        lint_add(r, LINT_CONSENT, t, from, to, 0, _("This is restricted: %s."), limit->why);
    else
        lint_add(r, LINT_CONSENT, t, from, to, 0, _("This is not to leave the vault, as recorded."));
}

/* Of a text with few words that carry meaning, such as a name: all of it, in its order. */
static void find_whole(struct lint_run *r, const struct lint_text *t, const struct lint_text *words,
                       const struct lint_limit *limit)
{
    size_t end;
    for (size_t at = 0; (at = lint_find_name(t, at, words, &end)) != SIZE_MAX; at = end)
        add_consent(r, t, t->tokens.at[at].from, t->tokens.at[end - 1].to, limit);
}

/* The family name of somebody restricted, behind a courtesy: "Dr Testova". */
static void find_surname(struct lint_run *r, const struct lint_text *t, const struct lint_text *words,
                         const struct lint_limit *limit)
{
    size_t n = words->tokens.n, last = n - 1;
    for (size_t i = 0; i < n; i++)
        if (!words->tokens.at[i].capital)
            return;
    for (size_t i = 1; n > 1 && n < 5 && i < t->tokens.n; i++)
        if (t->tokens.at[i].capital && lint_same_stem(t, i, words, last) &&
            (lint_courtesy_before(r, t, i) || lint_ua_word(t, i - 1, UA_BIT(COURTESY) | UA_BIT(RANK), NULL)))
            add_consent(r, t, t->tokens.at[i].from, t->tokens.at[i].to, limit);
}

static void find_names(struct lint_run *r, const struct lint_text *t, const struct lint_text *words,
                       const struct lint_limit *limit)
{
    find_whole(r, t, words, limit);
    if (words->tokens.n)
        find_surname(r, t, words, limit);
}

/* Weight of what is wanted among said[from..] within `span` tokens; *last gets the last of them. */
static unsigned weight_from(const struct lint_units *said, size_t from, size_t span,
                            const struct lint_units *wanted, size_t *last)
{
    unsigned sum = 0;
    for (size_t w = 0; w < wanted->all.n; w++)
        for (size_t i = from; i < said->all.n && said->all.at[i].token < said->all.at[from].token + span; i++)
            if (said->all.at[i].hash == wanted->all.at[w].hash) {
                sum += wanted->all.at[w].weight;
                *last = said->all.at[i].token > *last ? said->all.at[i].token : *last;
                break;
            }
    return sum;
}

/* Three quarters of what it is about within as many words and a half. */
static void find_nearly(struct lint_run *r, const struct lint_text *t, const struct lint_units *said,
                        const struct lint_units *wanted, const struct lint_limit *limit, size_t span)
{
    unsigned all = lint_units_weight(wanted, NULL, ~0u);
    for (size_t i = 0; i < said->all.n; i++) {
        size_t first = said->all.at[i].token, last = first;
        if (!lint_units_have(wanted, said->all.at[i].hash) ||
            weight_from(said, i, span, wanted, &last) * 4 < all * 3)
            continue;
        add_consent(r, t, t->tokens.at[first].from, t->tokens.at[last].to, limit);
        while (i < said->all.n && said->all.at[i].token <= last)
            i++;
    }
}

/* Without spaces: more than half of a run of it, and six characters at least. */
static void find_piece(struct lint_run *r, const struct lint_text *t, const struct lint_text *words,
                       const struct lint_limit *limit)
{
    const struct lint_token *w = &words->tokens.at[0];
    for (size_t i = 0; i < t->tokens.n; i++) {
        const struct lint_token *k = &t->tokens.at[i];
        size_t at = 0, n;
        if (k->script != LINT_CJK)
            continue;
        n = lint_common_piece(lint_key(t, i), k->key_len, lint_key(words, 0), w->key_len, &at);
        if (n * 2 > w->key_len && (n >= 18 || n == w->key_len))
            add_consent(r, t, k->from + at, k->from + at + n, limit);
    }
}

void lint_consent(struct lint_run *r, const struct lint_text *t)
{
    struct lint_units said = { 0 };
    if (r->c->limits.n)
        lint_units_list(r, t, 0, t->tokens.n, &said);
    for (size_t i = 0; i < r->c->limits.n; i++) {
        const struct lint_limit *limit = &r->c->limits.at[i];
        struct lint_text words;
        struct lint_units wanted = { 0 };
        lint_text_make(&words, limit->text);
        lint_units_read(r, &words, 0, words.tokens.n, &wanted);
        if (words.tokens.n && words.tokens.at[0].script == LINT_CJK)
            find_piece(r, t, &words, limit);
        else if (wanted.all.n < 4)
            find_names(r, t, &words, limit);
        else
            find_nearly(r, t, &said, &wanted, limit, words.tokens.n * 3 / 2 + 1);
        r->failed |= words.failed;
        lint_units_free(&wanted);
        lint_text_free(&words);
    }
    lint_units_free(&said);
}
