/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/match.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/store/tokenizer.h"

/* What stands between white space. */
struct chunk {
    struct buf phrase; /* all parts of its words: o neil 26 23 */
    struct buf words;  /* the words without apostrophes and hyphens, each quoted and ANDed: "oneil" AND "26"
                          AND "23" */
    struct buf digits; /* of a chunk of numbers: all of them, but for a lone 0 as in +99 (0)155 */
    size_t n_words, n_parts, last_len;
    bool numeric, joined, single; /* joined: some word has parts; single: the last word cannot be longer */
};

struct query {
    struct chunk chunk[MATCH_WORDS];
    size_t n, n_words;
    struct strs words;
    bool failed;
};

static bool is_number(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] < '0' || s[i] > '9')
            return false;
    return true;
}

static void add_token(struct buf *b, const char *between, const char *text, size_t len)
{
    text = tokenizer_trim(text, &len);
    buf_adds(b, b->len ? between : "");
    buf_add(b, text, len);
}

static void remember(struct query *q, const char *text, size_t len)
{
    text = tokenizer_trim(text, &len);
    q->failed |= strs_addn(&q->words, text, len) < 0;
}

static int add_word(void *arg, const struct token_word *w)
{
    struct query *q = arg;
    struct chunk *c = &q->chunk[q->n];
    if (q->n_words == MATCH_WORDS)
        return 1;
    for (size_t i = 0; i < w->n_parts; i++) {
        add_token(&c->phrase, " ", w->text + w->part[i].at, w->part[i].len);
        remember(q, w->text + w->part[i].at, w->part[i].len);
    }
    if (w->n_parts > 1)
        remember(q, w->text, w->len);
    add_token(&c->words, "\" AND \"", w->text, w->len);
    c->numeric = (c->n_words == 0 || c->numeric) && is_number(w->text, w->len);
    if (!(w->len == 1 && w->text[0] == '0'))
        buf_add(&c->digits, w->text, w->len);
    c->joined |= w->n_parts > 1;
    c->single = w->single;
    c->last_len = text_count(w->text, w->len);
    c->n_parts += w->n_parts;
    c->n_words++;
    q->n_words++;
    return 0;
}

static void read_chunks(struct query *q, const char *text, bool *open)
{
    size_t n = strlen(text);
    *open = false;
    for (size_t at = 0; at < n && q->n < MATCH_WORDS;) {
        uint32_t cp;
        size_t from = at, len = text_decode(text + at, n - at, &cp);
        for (; at < n && !text_is_space(cp); len = text_decode(text + at, n - at, &cp))
            at += len;
        *open = at == n && at > from;
        tokenizer_words(text + from, at - from, add_word, q);
        q->n += q->chunk[q->n].n_words > 0;
        at += at < n ? len : 0;
    }
}

static void add_quoted(struct buf *out, const struct buf *b, bool begun)
{
    buf_addf(out, begun ? "\"%s\" *" : "\"%s\"", buf_text(b));
}

static void add_chunk(struct buf *out, const struct chunk *c, bool begun)
{
    buf_adds(out, c->joined ? "(" : "");
    add_quoted(out, &c->phrase, begun);
    if (c->joined) {
        buf_adds(out, " OR (");
        add_quoted(out, &c->words, begun);
        buf_adds(out, "))");
    }
}

/* Numbers after one another may be one telephone number, which is indexed without its spaces. */
static size_t number_run(const struct query *q, size_t from, struct buf *digits)
{
    size_t i = from, parts = 0;
    for (; i < q->n && q->chunk[i].numeric; i++) {
        buf_add(digits, buf_text(&q->chunk[i].digits), q->chunk[i].digits.len);
        parts += q->chunk[i].n_parts;
    }
    size_t len = digits->len;
    const char *trimmed = tokenizer_trim(buf_text(digits), &len);
    bool telephone = parts > 1 && len >= 6 && len <= TOKENIZER_TOKEN_BYTES;
    if (telephone && len < digits->len)
        memmove(digits->data, trimmed, len + 1);
    buf_cut(digits, telephone ? len : 0);
    return i > from ? i : from + 1;
}

/* begun: the last word may be longer. */
static void add_query(struct buf *out, const struct query *q, bool begun)
{
    for (size_t i = 0; i < q->n;) {
        struct buf digits = { 0 };
        size_t end = number_run(q, i, &digits);
        buf_adds(out, i ? " AND (" : "(");
        for (size_t k = i; k < end; k++) {
            buf_adds(out, k > i ? " AND " : "(");
            add_chunk(out, &q->chunk[k], begun && k + 1 == q->n);
        }
        buf_adds(out, digits.len ? ") OR " : ")");
        if (digits.len)
            add_quoted(out, &digits, begun && end == q->n);
        buf_adds(out, ")");
        out->failed |= digits.failed;
        buf_free(&digits);
        i = end;
    }
}

static bool free_chunks(struct query *q)
{
    bool failed = q->failed;
    for (size_t i = 0; i < MATCH_WORDS; i++) {
        struct chunk *c = &q->chunk[i];
        failed |= c->phrase.failed || c->words.failed || c->digits.failed;
        buf_free(&c->phrase);
        buf_free(&c->words);
        buf_free(&c->digits);
    }
    return failed;
}

static void render(const struct query *q, bool begun, struct buf *exact, struct buf *longer)
{
    add_query(exact, q, false);
    if (!begun)
        return;
    buf_adds(longer, "(");
    add_query(longer, q, true);
    buf_addf(longer, ") NOT (%s)", buf_text(exact));
}

static int build_from(struct query *q, const char *text, struct match *out, struct err *e)
{
    struct buf exact = { 0 }, longer = { 0 };
    bool open;
    read_chunks(q, text, &open);
    const struct chunk *last = q->n ? &q->chunk[q->n - 1] : NULL;
    out->begun = last && open && !last->single && last->last_len > 1;
    if (last)
        render(q, out->begun, &exact, &longer);
    out->exact = exact.data;
    out->longer = longer.data;
    out->words = q->words;
    if (!free_chunks(q) && !exact.failed && !longer.failed)
        return 0;
    match_free(out);
    return err_no_memory(e);
}

int match_build(const char *text, struct match *out, struct err *e)
{
    struct query q = { 0 };
    *out = (struct match){ 0 };
    char *nfc = text_nfc(text, strlen(text), e);
    int rc = nfc ? build_from(&q, nfc, out, e) : -1;
    str_free(nfc);
    return rc;
}

void match_free(struct match *m)
{
    str_free(m->exact);
    str_free(m->longer);
    strs_free(&m->words);
    *m = (struct match){ 0 };
}

/* ---- marking ------------------------------------------------------------------------------------------- */

struct run {
    size_t words, from, to;
};

struct marker {
    const struct match *match;
    const char *text;
    struct run now, best;
};

static bool is_asked_for(const struct match *m, const char *token, size_t len)
{
    token = tokenizer_trim(token, &len);
    for (size_t i = 0; i < m->words.n; i++) {
        const char *word = m->words.at[i];
        size_t want = strlen(word);
        bool begun = m->begun && i + 1 == m->words.n;
        if ((begun ? want <= len : want == len) && memcmp(word, token, want) == 0)
            return true;
    }
    return false;
}

static bool word_is_asked_for(const struct match *m, const struct token_word *w)
{
    bool yes = is_asked_for(m, w->text, w->len);
    for (size_t i = 0; i < w->n_parts && !yes; i++)
        yes = is_asked_for(m, w->text + w->part[i].at, w->part[i].len);
    return yes;
}

static int mark_word(void *arg, const struct token_word *w)
{
    struct marker *k = arg;
    size_t from = w->part[0].from, to = w->part[w->n_parts - 1].to;
    if (!word_is_asked_for(k->match, w)) {
        k->now = (struct run){ 0 };
        return 0;
    }
    /* Two words may come from one character, as from a fraction. */
    bool same_line =
        k->now.words && (from <= k->now.to || !memchr(k->text + k->now.to, '\n', from - k->now.to));
    k->now = (struct run){ same_line ? k->now.words + 1 : 1, same_line ? k->now.from : from, to };
    if (k->now.words > k->best.words)
        k->best = k->now;
    return 0;
}

bool match_mark(const struct match *m, const char *text, size_t n, size_t *from, size_t *to)
{
    struct marker k = { .match = m, .text = text };
    tokenizer_words(text, n, mark_word, &k);
    *from = k.best.from;
    *to = k.best.to;
    return k.best.words > 0;
}
