/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A measure is compared with those of the case of the same kind (data/lint_counts.tsv): where the letter has
 * none of these, it is a finding when it looks like a slip of the pen for one of them, or when both speak of
 * the same. Articles of treaties and constitutions are cited freely and are left out, and so is what the
 * writer says of themselves. */
#include "satchel/casework/lint_measure.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/casework/lint_beside.h"
#include "satchel/casework/lint_count_time.h"

/* ---- reading ---- */

static const char *measure_at(const struct lint_reader *d, size_t i, size_t *n)
{
    return lint_read_value(d, i, LINT_W_MEASURE, n);
}

static bool is_measure(const char *value, const char *kind)
{
    return value && !strcmp(value, kind);
}

static bool add(const struct lint_reader *d, size_t i, size_t end, int64_t value, const char *kind)
{
    struct lint_count c = lint_read_count(d, i, end, LINT_COUNT_MEASURE, value);
    c.key[0] = lint_value_hash(kind);
    c.loose = d->letter && lint_writer_speaks(d, i, 0);
    lint_read_push(d, i, c);
    return true;
}

/* "Article 19 of the International Covenant": anybody cites it. */
static bool of_treaty(const struct lint_reader *d, size_t i)
{
    size_t first = i > lint_sentence_start(d->t, i) + 7 ? i - 7 : lint_sentence_start(d->t, i);
    for (size_t k = first; k < i + 8 && k < d->t->tokens.n && (k <= i || !lint_starts_sentence(d->t, k)); k++)
        if (is_measure(measure_at(d, k, NULL), "treaty"))
            return true;
    return false;
}

/* "Article 158", "§ 158", "158. madde" */
bool lint_measure_article(const struct lint_reader *d, size_t i, size_t next, int64_t value)
{
    const struct lint_text *t = d->t;
    size_t from = t->tokens.at[i].from, n = 1;
    bool sign =
        (from > 2 && !memcmp(t->s + from - 3, "§ ", 3)) || (from > 1 && !memcmp(t->s + from - 2, "§", 2));
    bool before = i && t->tokens.at[i].gap <= LINT_COMMA && is_measure(measure_at(d, i - 1, NULL), "article");
    bool behind =
        !strcmp(d->lang, "tr") && next < t->tokens.n && is_measure(measure_at(d, next, &n), "article");
    if (!sign && !before && !behind)
        return false;
    return of_treaty(d, i) || add(d, before ? i - 1 : i, behind ? next + n : next, value, "article");
}

bool lint_measure_money(const struct lint_reader *d, size_t i, size_t next, int64_t value)
{
    static const char *const SIGNS[] = { "€", "£", "¥", "₽", "₺", "$" };
    const struct lint_text *t = d->t;
    size_t from = t->tokens.at[i].from;
    const char *behind = t->s + t->tokens.at[next - 1].to;
    behind += *behind == ' ';
    for (size_t k = 0; k < sizeof SIGNS / sizeof *SIGNS; k++) {
        size_t len = strlen(SIGNS[k]);
        if (!strncmp(behind, SIGNS[k], len) || (from >= len && !strncmp(t->s + from - len, SIGNS[k], len)))
            return add(d, i, next, value, "money");
    }
    return false;
}

bool lint_measure_read(const struct lint_reader *d, size_t i, size_t next, int64_t value)
{
    size_t n = 1, end = next;
    const char *kind = lint_read_on(d, next) ? measure_at(d, next, &n) : NULL;
    if (kind)
        end = next + n;
    else if (i && lint_read_on(d, i) && is_measure(measure_at(d, i - 1, NULL), "money"))
        kind = "money";
    if (!kind || !strcmp(kind, "article") || !strcmp(kind, "treaty") || !strcmp(kind, "time"))
        return false;
    return add(d, i, end, value, kind);
}

void lint_measure_ordinal(const struct lint_reader *d, size_t i)
{
    size_t n = 1, times = 1;
    const char *value = lint_read_value(d, i, LINT_W_ORDINAL, &n);
    if (!value)
        return;
    if (lint_read_on(d, i + n) && is_measure(measure_at(d, i + n, &times), "time"))
        add(d, i, i + n + times, atoll(value), "time");
    else if (!strcmp(d->lang, "ar") && i && is_measure(measure_at(d, i - 1, NULL), "time"))
        add(d, i - 1, i + n, atoll(value), "time");
}

/* ---- comparing ---- */

/* Both speak of the same; for an hour of the day, and how often, it must be said what was done then. */
static bool same_talk(const struct lint_count *a, const struct lint_count *b)
{
    bool event = a->event && a->event == b->event;
    bool moment = a->key[0] == lint_value_hash("clock") || a->key[0] == lint_value_hash("time");
    return event || (!moment && !a->loose && lint_counts_near(a, b));
}

static bool may_be_slip(const struct lint_count *a, const struct lint_count *b)
{
    bool moment = a->key[0] == lint_value_hash("clock") || a->key[0] == lint_value_hash("time");
    bool article = a->key[0] == lint_value_hash("article");
    if (moment || article)
        return article ? lint_count_slip(a->value, b->value) : same_talk(a, b);
    return (lint_count_slip(a->value, b->value) && !a->loose) ||
           (same_talk(a, b) && lint_count_comparable(a->value, b->value));
}

const struct lint_count *lint_measure_differs(const struct lint_counts *known, const struct lint_count *c)
{
    const struct lint_count *other = NULL;
    for (size_t i = 0; i < known->all.n; i++) {
        const struct lint_count *k = &known->all.at[i];
        if (k->what != LINT_COUNT_MEASURE || k->key[0] != c->key[0])
            continue;
        if (k->value == c->value ||
            (c->about && c->value * 10 <= k->value * 11 && c->value * 4 >= k->value * 3))
            return NULL;
        if (!other && may_be_slip(c, k))
            other = k;
    }
    return other;
}
