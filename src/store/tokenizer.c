/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the index holds for a word with apostrophes or hyphens: the word without them, and at the same place
 * its first part, then the other parts. So "O'Neil" is found as oneil, neil, "o neil"; "l'homme" as homme.
 * Relied on: tokens, taken as text again, give themselves (the query builder quotes tokens, and FTS5 cuts
 * them once more). tests/unit/test_tokenizer.c tries that with every code point. */
#include "satchel/store/tokenizer.h"

#include <string.h>
#include <sqlite3.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

struct cutter {
    struct token_word word;
    bool joining; /* an apostrophe or hyphen was the last character of an open word */
    tokenizer_word_fn *fn;
    void *arg;
};

/* Scripts written without spaces that text_is_cjk does not count: Thai, Lao, Myanmar, Khmer. */
static bool is_single(uint32_t cp)
{
    return text_is_cjk(cp) || (cp >= 0x0E00 && cp <= 0x0EFF) || (cp >= 0x1000 && cp <= 0x109F) ||
           (cp >= 0x1780 && cp <= 0x17FF) || (cp >= 0xA9E0 && cp <= 0xA9FF) || (cp >= 0xAA60 && cp <= 0xAA7F);
}

static bool is_joiner(uint32_t cp)
{
    return cp == '\'' || cp == '-';
}

static int flush(struct cutter *c)
{
    int rc = c->word.n_parts ? c->fn(c->arg, &c->word) : 0;
    c->word.n_parts = c->word.len = 0;
    c->word.single = c->joining = false;
    return rc;
}

static void open_part(struct token_word *w, size_t from)
{
    w->part[w->n_parts++] = (struct token_part){ .at = w->len, .from = from };
}

static void append(struct token_word *w, uint32_t cp, size_t to)
{
    char bytes[4];
    size_t n = text_encode(cp, bytes);
    struct token_part *p = &w->part[w->n_parts - 1];
    p->to = to;
    if (w->len + n > sizeof w->text)
        return;
    memcpy(w->text + w->len, bytes, n);
    w->len += n;
    p->len += n;
}

static int take_letter(struct cutter *c, uint32_t cp, size_t from, size_t to)
{
    struct token_word *w = &c->word;
    bool single = is_single(cp),
         full = c->joining && (w->n_parts == TOKENIZER_PARTS || w->len + 4 > sizeof w->text);
    int rc = single || full ? flush(c) : 0;
    if (rc)
        return rc;
    if (!w->n_parts || c->joining)
        open_part(w, from);
    c->joining = false;
    append(w, cp, to);
    w->single = single;
    return single ? flush(c) : 0;
}

/* One code point as it is after folding; from, to: bytes of the one it came from. */
static int take(struct cutter *c, uint32_t cp, bool dash, size_t from, size_t to)
{
    if (text_is_alnum(cp))
        return take_letter(c, cp, from, to);
    if (is_joiner(cp) && !dash && c->word.n_parts && !c->joining) {
        c->joining = true;
        return 0;
    }
    return flush(c);
}

/* Dashes fold to hyphens, but stand between words, not in them. */
static bool is_dash(uint32_t raw)
{
    return (raw >= 0x2012 && raw <= 0x2015) || raw == 0x2212;
}

int tokenizer_words(const char *text, size_t n, tokenizer_word_fn *fn, void *arg)
{
    struct cutter c = { .fn = fn, .arg = arg };
    int rc = 0;
    for (size_t at = 0; at < n && !rc;) {
        uint32_t cp, out[4];
        size_t len = text_decode(text + at, n - at, &cp), got = text_fold_cp(cp, out);
        for (size_t i = 0; i < got && !rc; i++)
            rc = take(&c, out[i], is_dash(cp), at, at + len);
        at += len;
    }
    return rc ? rc : flush(&c);
}

const char *tokenizer_trim(const char *text, size_t *len)
{
    for (size_t i = 0; i < *len; i++)
        if (text[i] < '0' || text[i] > '9')
            return text;
    for (; *len > 1 && *text == '0'; text++)
        --*len;
    return text;
}

/* ---- FTS5 ---------------------------------------------------------------------------------------------- */

struct fts_sink {
    void *ctx;
    int (*token)(void *ctx, int flags, const char *token, int n, int from, int to);
};

static int emit(struct fts_sink *s, int flags, const char *text, size_t len, size_t from, size_t to)
{
    text = tokenizer_trim(text, &len);
    return s->token(s->ctx, flags, text, (int)len, (int)from, (int)to);
}

static int emit_word(void *arg, const struct token_word *w)
{
    struct fts_sink *s = arg;
    size_t last = w->n_parts - 1;
    int rc = emit(s, 0, w->text, w->len, w->part[0].from, w->part[last].to);
    for (size_t i = 0; i <= last && last > 0 && rc == SQLITE_OK; i++) {
        const struct token_part *p = &w->part[i];
        rc = emit(s, i == 0 ? FTS5_TOKEN_COLOCATED : 0, w->text + p->at, p->len, p->from, p->to);
    }
    return rc;
}

static int fts_create(void *context, const char **args, int n_args, Fts5Tokenizer **out)
{
    (void)args;
    (void)n_args;
    *out = context;
    return SQLITE_OK;
}

static void fts_delete(Fts5Tokenizer *t)
{
    (void)t;
}

static int fts_tokenize(Fts5Tokenizer *t, void *ctx, int flags, const char *text, int n,
                        int (*token)(void *, int, const char *, int, int, int))
{
    (void)t;
    (void)flags;
    struct fts_sink sink = { ctx, token };
    return n > 0 ? tokenizer_words(text, (size_t)n, emit_word, &sink) : SQLITE_OK;
}

/* An SQLite code; SQLITE_OK with NULL or SQLITE_ERROR: there is no FTS5. */
static int api_of(sqlite3 *db, fts5_api **api)
{
    sqlite3_stmt *q = NULL;
    *api = NULL;
    int rc = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &q, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_pointer(q, 1, api, "fts5_api_ptr", NULL);
    if (rc == SQLITE_OK)
        sqlite3_step(q);
    int end = sqlite3_finalize(q);
    return rc == SQLITE_OK ? end : rc;
}

int tokenizer_register(sqlite3 *db, struct err *e)
{
    static fts5_tokenizer satchel = { fts_create, fts_delete, fts_tokenize };
    fts5_api *api;
    int rc = api_of(db, &api);
    /* The tokenizer has no state; a pointer to itself stands for the handle, which must not be NULL. */
    if (rc == SQLITE_OK && api)
        rc = api->xCreateTokenizer(api, "satchel", &satchel, &satchel, NULL);
    if (rc == SQLITE_OK && api)
        return 0;
    if ((rc & 0xFF) == SQLITE_NOMEM)
        return err_no_memory(e);
    return err_set(e, ERR_INTERNAL,
                   _("This SQLite has no full-text search, so nothing can be found by word. Install the "
                     "packaged libsqlite3."));
}
