/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in running text: runs of capitalised words that are no other words, with particles between them. */
#include "satchel/casework/ua_name.h"

#include <string.h>

#include "satchel/base/date_words.h"
#include "satchel/base/text.h"

#define NEVER                                                                                                \
    (UA_BIT(NOT_NAME) | UA_BIT(COUNTRY) | UA_BIT(DEMONYM) | UA_BIT(INSTITUTION) | UA_BIT(OFFICE) |           \
     UA_BIT(LANGUAGE))
#define MOST_WORDS 7

static bool inside_word(uint32_t cp)
{
    return text_is_alnum(cp) || cp == '-' || cp == '\'' || cp == 0x2019 || cp == 0x2BC || cp == 0x2010 ||
           cp == 0x2011 || cp == 0xB7;
}

/* The next run of letters from rest->from on. */
static struct ua_slice next_letters(const struct ua_doc *d, struct ua_slice *rest)
{
    size_t len;
    while (rest->from < rest->to && !text_is_alnum(ua_cp(d, rest->from, rest->to, &len)))
        rest->from += len;
    struct ua_slice w = { rest->from, rest->from };
    while (w.to < rest->to && inside_word(ua_cp(d, w.to, rest->to, &len)))
        w.to += len;
    if (w.to < rest->to && d->text.data[w.to] == '.' && w.to - w.from <= 2 && ua_starts_upper(d, w))
        w.to++; /* an initial */
    rest->from = w.to;
    return w;
}

static struct ua_slice without_possessive(const struct ua_doc *d, struct ua_slice w)
{
    const char *t = d->text.data;
    if (w.to - w.from > 4 && !strncmp(t + w.to - 4, "’s", 4))
        w.to -= 4;
    else if (w.to - w.from > 2 && !strncmp(t + w.to - 2, "'s", 2))
        w.to -= 2;
    while (w.to > w.from && (t[w.to - 1] == '\'' || t[w.to - 1] == '-'))
        w.to--;
    if (w.to - w.from > 3 && !strncmp(t + w.to - 3, "’", 3))
        w.to -= 3;
    return w;
}

static bool plain_gap(const struct ua_doc *d, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (d->text.data[i] != ' ' && d->text.data[i] != UA_SEAM)
            return false;
    return to > from;
}

/* Words run together where spaces were lost: SecretariadoEstatal. */
static bool run_together(const struct ua_doc *d, struct ua_slice w)
{
    size_t len, humps = 0;
    for (size_t i = w.from; i < w.to; i += len) {
        ua_cp(d, i, w.to, &len);
        struct ua_slice one = { i, i + len };
        humps += i > w.from && ua_starts_upper(d, one) && ua_starts_lower(d, (struct ua_slice){ i - 1, i });
    }
    return humps > 1 || (humps && w.to - w.from > 14);
}

/* ---- people who are called like a month ---- */

static bool is_time_word(enum date_kind kind)
{
    return kind == DATE_FILLER || kind == DATE_OF || kind == DATE_TO || kind == DATE_SINCE ||
           kind == DATE_UNTIL || kind == DATE_BEFORE || kind == DATE_AFTER || kind == DATE_BETWEEN ||
           kind == DATE_PART || kind == DATE_ABOUT || kind == DATE_OR || kind == DATE_MONTH ||
           kind == DATE_WEEKDAY || kind == DATE_PAIR || kind == DATE_NUMBER;
}

/* The word that ends at `at`, on the same line. */
static struct ua_slice word_before(const struct ua_doc *d, size_t at)
{
    struct ua_slice w = { at, at };
    while (w.from > 0 && (unsigned char)d->text.data[w.from - 1] > ' ')
        w.from--;
    return w;
}

bool ua_is_named_month(const struct ua_doc *d, struct ua_slice w)
{
    const char *t = d->text.data;
    struct date_token month = date_token_at(t, w.to, w.from), next = date_token_at(t, d->text.len, w.to);
    if (month.kind != DATE_MONTH || month.to != w.to || !ua_starts_upper(d, w) || next.kind == DATE_NUMBER)
        return false;
    struct ua_slice before = w.from && t[w.from - 1] == ' ' ? word_before(d, w.from - 1)
                                                            : (struct ua_slice){ w.from, w.from },
                    behind = { w.to + 1, ua_find_char(d, (struct ua_slice){ w.to, d->text.len }, "\n") };
    if (!ua_empty(before) && is_time_word(date_token_at(t, before.to, before.from).kind))
        return false;
    struct ua_slice next_word = t[w.to] == ' ' ? ua_next_word(d, &behind) : (struct ua_slice){ w.to, w.to },
                    third = ua_next_word(d, &behind);
    bool cut = ua_starts_upper(d, third) && ua_is(d, ua_bare(d, third), NEVER); /* Mai Khanh Do */
    bool given = !ua_empty(next_word) && ua_starts_upper(d, next_word) &&
                 !ua_is(d, ua_bare(d, next_word), NEVER) && !cut,
         family = !ua_empty(before) && ua_capitalised(d, before) && !ua_is(d, before, NEVER) &&
                  text_is_alnum(ua_cp_before(d, before.from, before.to));
    return given || family;
}

static bool can_be_name_word(const struct ua_doc *d, struct ua_slice w)
{
    return ua_capitalised(d, w) && !ua_has_digit(d, w) && (!ua_is(d, w, NEVER) || ua_is_named_month(d, w)) &&
           !run_together(d, w);
}

static bool is_particle(const struct ua_doc *d, struct ua_slice w)
{
    return ua_is(d, w, UA_BIT(PARTICLE)) && !ua_starts_upper(d, w);
}

/* Extends a name from its first word; counts real words and those that are not all capitals. */
static struct ua_slice grow(const struct ua_doc *d, struct ua_slice first, size_t to, size_t *words,
                            size_t *mixed)
{
    struct ua_slice name = first, bare = without_possessive(d, first);
    *words = 1;
    *mixed = !ua_all_upper(d, bare);
    if (bare.to < first.to)
        return bare;
    size_t total = 1, keep = first.to;
    while (total < MOST_WORDS) {
        struct ua_slice rest = { name.to, to }, w = next_letters(d, &rest);
        if (ua_empty(w) || !plain_gap(d, name.to, w.from))
            break;
        bare = without_possessive(d, w);
        bool particle = is_particle(d, bare) || (ua_starts_upper(d, bare) && ua_is(d, bare, UA_BIT(COUNTRY)));
        if (!particle && !can_be_name_word(d, bare))
            break;
        name.to = w.to;
        total++;
        if (particle)
            continue;
        ++*words;
        *mixed += !ua_all_upper(d, bare);
        keep = bare.to;
        if (bare.to < w.to)
            break;
    }
    return (struct ua_slice){ first.from, keep };
}

bool ua_next_name(const struct ua_doc *d, struct ua_slice *rest, struct ua_slice *name)
{
    for (;;) {
        struct ua_slice w = next_letters(d, rest);
        if (ua_empty(w) || stop_now(d->stop))
            return false;
        if (!ua_starts_upper(d, w) || !can_be_name_word(d, without_possessive(d, w)) ||
            ua_is(d, w, UA_BIT(LEAD_IN) | UA_BIT(COURTESY)))
            continue;
        size_t end;
        if (ua_match(d, (struct ua_slice){ w.from, rest->to }, NEVER, &end) && end > w.to) {
            rest->from = end; /* Hong Kong, Supreme Leader */
            continue;
        }
        size_t words, mixed;
        *name = grow(d, w, rest->to, &words, &mixed);
        rest->from = name->to > w.to ? name->to : w.to;
        if (words >= 2 && mixed >= 1)
            return true;
    }
}

/* ---- one person ---- */

static size_t words_of(const struct ua_doc *d, struct ua_slice s, struct ua_slice out[static MOST_WORDS])
{
    size_t n = 0;
    for (struct ua_slice w; n < MOST_WORDS && !ua_empty(w = next_letters(d, &s));)
        if (!ua_is(d, w, UA_BIT(COURTESY)))
            out[n++] = w;
    return n;
}

/* At most one letter in five differs (Levenshtein over folded bytes). */
static bool near(const struct ua_doc *d, struct ua_slice a, struct ua_slice b)
{
    const char *s = d->folded.data + d->to_folded[a.from], *t = d->folded.data + d->to_folded[b.from];
    size_t n = d->to_folded[a.to] - d->to_folded[a.from], m = d->to_folded[b.to] - d->to_folded[b.from],
           row[33];
    if (n > 32 || m > 32 || n < 3 || m < 3)
        return false;
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t above = row[j], cost = diagonal + (s[i - 1] != t[j - 1]);
            cost = above + 1 < cost ? above + 1 : cost;
            cost = row[j - 1] + 1 < cost ? row[j - 1] + 1 : cost;
            diagonal = above;
            row[j] = cost;
        }
    }
    return row[m] * 4 <= (n < m ? n : m);
}

bool ua_same_person(const struct ua_doc *d, struct ua_slice a, struct ua_slice b)
{
    struct ua_slice x[MOST_WORDS], y[MOST_WORDS];
    size_t n = words_of(d, a, x), m = words_of(d, b, y), same = 0, close = 0;
    for (size_t i = 0; i < n; i++) {
        bool s = false, c = false;
        for (size_t j = 0; j < m; j++) {
            s |= ua_same(d, x[i], y[j]);
            c |= near(d, x[i], y[j]);
        }
        same += s;
        close += !s && c;
    }
    size_t least = n < m ? n : m;
    return least >= 1 && same + close >= least && same >= 1;
}
