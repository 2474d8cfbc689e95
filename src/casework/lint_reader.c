/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_reader.h"

#include <string.h>

bool lint_reads(const struct lint_reader *d, size_t i, enum lint_class of)
{
    return i < d->t->tokens.n && lint_word_is(d->r->words, d->t, i, of);
}

const char *lint_read_value(const struct lint_reader *d, size_t i, enum lint_class of, size_t *n)
{
    return i < d->t->tokens.n ? lint_word_at(d->r->words, d->t, i, of, n) : NULL;
}

bool lint_read_on(const struct lint_reader *d, size_t i)
{
    return i < d->t->tokens.n && d->t->tokens.at[i].gap <= LINT_SPACE;
}

bool lint_one_of(const struct lint_text *t, size_t i, const char *words)
{
    const struct lint_token *k = &t->tokens.at[i];
    char word[40];
    if (k->key_len + 3 > sizeof word)
        return false;
    word[0] = ' ';
    memcpy(word + 1, lint_key(t, i), k->key_len);
    memcpy(word + 1 + k->key_len, " ", 2);
    return strstr(words, word) != NULL;
}

bool lint_reads_term(const struct lint_reader *d, size_t i, const char *want)
{
    const char *value = lint_read_value(d, i, LINT_W_TERM, NULL);
    return value && !strcmp(value, want);
}

bool lint_writer_speaks(const struct lint_reader *d, size_t i, size_t from)
{
    for (size_t end = i; *d->lang && i > from && !lint_starts_sentence(d->t, i) && end - i < 30;)
        if (lint_word_lang(d->r->words, d->t, --i, LINT_W_MINE, d->lang))
            return true;
    return false;
}

void lint_read_push(const struct lint_reader *d, size_t i, struct lint_count c)
{
    lint_counts_push(d->r, d->t, i, c, d->out);
}

struct lint_count lint_read_count(const struct lint_reader *d, size_t i, size_t end, enum lint_counted what,
                                  int64_t value)
{
    return (struct lint_count){ .value = value,
                                .from = d->t->tokens.at[i].from,
                                .to = d->t->tokens.at[end - 1].to,
                                .what = what,
                                .person = -1 };
}
