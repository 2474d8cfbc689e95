/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_asks_language.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/lint_asks_read.h"

#define REQUEST_SURE  5  /* common words of a language in one sentence */
#define PASSAGE_WORDS 12 /* of a sentence that asks for nothing */

/* The commonest words of the other language are at least twice those of the letter's. */
static bool in_other_language(struct lint_run *r, const struct lint_sentence *s, const char *letter)
{
    const struct lint_text *t = &r->body;
    size_t from = t->tokens.at[s->first].from, n = t->tokens.at[s->end - 1].to - from;
    char *words = strndup(t->s + from, n);
    struct lint_text one;
    lint_text_make(&one, words);
    const char *is = lint_language_of(r, &one, REQUEST_SURE);
    size_t least = s->request ? REQUEST_SURE + 1 : PASSAGE_WORDS;
    bool other = s->end - s->first >= least && *is && strcmp(is, letter) != 0 &&
                 (lint_language_words(r, &one, letter) * 2 <= lint_language_words(r, &one, is) ||
                  one.tokens.at[0].script != t->tokens.at[0].script);
    r->failed |= !words || one.failed;
    lint_text_free(&one);
    str_free(words);
    return other;
}

/* "..." before it: somebody's own words. */
static bool is_quoted(const struct lint_text *t, const struct lint_sentence *s)
{
    static const char *const MARKS[] = { "\"", "“", "„", "«", "‘", "»" };
    size_t from = t->tokens.at[s->first].from;
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++) {
        size_t n = strlen(MARKS[i]);
        if ((from >= n && !memcmp(t->s + from - n, MARKS[i], n)) ||
            (from > n && !memcmp(t->s + from - n - 1, MARKS[i], n)))
            return true;
    }
    return false;
}

static size_t words_in_other_language(struct lint_run *r, const struct lint_sentences *s, const char *letter,
                                      bool *is)
{
    size_t words = 0;
    for (size_t i = 0; i < s->all.n; i++) {
        is[i] = in_other_language(r, &s->all.at[i], letter) && !is_quoted(&r->body, &s->all.at[i]);
        words += is[i] ? s->all.at[i].end - s->all.at[i].first : 0;
    }
    return words;
}

/* A request or a passage put in from elsewhere and never translated. A letter in two languages on purpose has
 * a large part in each. */
void lint_request_language(struct lint_run *r)
{
    struct lint_sentences s = { 0 };
    const char *letter = lint_language(r, LINT_LANGUAGE_SURE);
    if (!*letter)
        return;
    lint_sentences_read(r, &s);
    bool *is = calloc(s.all.n + 1, sizeof *is);
    r->failed |= !is;
    bool both = is && words_in_other_language(r, &s, letter, is) * 5 > r->body.tokens.n * 2;
    for (size_t i = 0; is && i < s.all.n; i++)
        if (is[i] && (s.all.at[i].request || (!both && (!i || !is[i - 1]))))
            lint_add_tokens(r, LINT_LANGUAGE, &r->body, s.all.at[i].first, s.all.at[i].end, 0,
                            s.all.at[i].request ? _("This request is in another language than the letter.")
                                                : _("This passage is in another language than the letter."));
    free(is);
    lint_sentences_free(&s);
}
