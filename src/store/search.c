/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/search.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/store/card.h"
#include "satchel/store/db.h"
#include "satchel/store/label.h"
#include "satchel/store/search_index.h"

/* ---- finding ------------------------------------------------------------------------------------------- */

static bool is_in(const struct search *r, int64_t n)
{
    for (size_t i = r->hits.n; i > 0; i--)
        if (r->hits.at[i - 1].n == n)
            return true;
    return false;
}

/* A record has one card, so cards need no check for doubles; a piece may follow its card or another piece. */
static int add_hit(struct search *r, int64_t row, struct err *e)
{
    struct search_hit hit = { .n = search_row_record(row), .kind = search_row_kind(row), .row = row };
    if (hit.kind == KIND_NONE && is_in(r, hit.n))
        return 0;
    if (dyn_room(&r->hits) < 0)
        return err_no_memory(e);
    r->hits.at[r->hits.n++] = hit;
    return 0;
}

/* The rows between two that match, until there are enough. */
static int add_rows(struct store *s, struct search *r, const char *match, int64_t least, int64_t most,
                    struct err *e)
{
    static const char ROWS[] = "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3"
                               " ORDER BY rowid";
    int rc = 0;
    if (!match || r->more)
        return 0;
    sqlite3_stmt *st = db_prepare(s, ROWS, e);
    if (!st)
        return -1;
    db_bind_text(st, 1, match);
    sqlite3_bind_int64(st, 2, least);
    sqlite3_bind_int64(st, 3, most);
    while (rc == 0 && !r->more && (rc = db_step(st, e)) > 0) {
        r->more = r->hits.n == SEARCH_MOST;
        rc = r->more ? 0 : add_hit(r, sqlite3_column_int64(st, 0), e);
    }
    db_done(s, st);
    return rc;
}

static int add_range(struct store *s, struct search *r, int64_t least, int64_t most, struct err *e)
{
    const struct match *m = &r->match;
    return add_rows(s, r, m->exact, least, most, e) < 0 || add_rows(s, r, m->longer, least, most, e) < 0 ? -1
                                                                                                         : 0;
}

/* All records, those first that others hang on. */
static int add_all(struct store *s, struct search *r, struct err *e)
{
    int64_t heads = search_row_most(KIND_OFFICE);
    return add_range(s, r, 0, heads, e) < 0 || add_range(s, r, heads + 1, INT64_MAX, e) < 0 ? -1 : 0;
}

int search_run(struct store *s, const char *text, enum rec_kind kind, struct search *out, struct err *e)
{
    *out = (struct search){ 0 };
    if (match_build(text, &out->match, e) < 0)
        return -1;
    if (kind == KIND_ANY)
        return add_all(s, out, e);
    return add_range(s, out, search_row_least(kind), search_row_most(kind), e);
}

void search_free(struct search *search)
{
    for (size_t i = 0; i < search->hits.n; i++) {
        struct search_hit *h = &search->hits.at[i];
        str_free(h->label);
        str_free(h->field);
        str_free(h->snippet);
    }
    free(search->hits.at);
    match_free(&search->match);
    *search = (struct search){ 0 };
}

/* ---- showing ------------------------------------------------------------------------------------------- */

#define SNIPPET_BEFORE 40 /* characters */
#define SNIPPET_AFTER  120
#define KEY_BYTES      64

/* Where a snippet of text[0, n) around the mark [from, to) begins and ends: never over a line end, and with a
 * whole word where there are spaces. */
static void window(const char *text, size_t n, size_t from, size_t to, size_t *start, size_t *end)
{
    *start = from;
    for (int i = 0; i<SNIPPET_BEFORE && * start> 0 && text[*start - 1] != '\n'; i++)
        *start = text_prev_cp(text, *start);
    bool cut = *start > 0 && text[*start - 1] != '\n' && text[*start - 1] != ' ';
    const char *space = cut ? memchr(text + *start, ' ', from - *start) : NULL;
    *start = space ? (size_t)(space - text) + 1 : *start;
    *end = to;
    for (int i = 0; i < SNIPPET_AFTER && *end < n && text[*end] != '\n'; i++) {
        uint32_t cp;
        *end += text_decode(text + *end, n - *end, &cp);
    }
}

static int set_snippet(struct search_hit *h, const char *text, size_t n, size_t from, size_t to,
                       struct err *e)
{
    size_t start, end;
    struct buf b = { 0 };
    window(text, n, from, to, &start, &end);
    buf_adds(&b, start > 0 && text[start - 1] != '\n' ? "…" : "");
    h->from = b.len + from - start;
    h->to = b.len + to - start;
    buf_add(&b, text + start, end - start);
    buf_adds(&b, end < n && text[end] != '\n' ? "…" : "");
    str_free(h->snippet);
    h->snippet = buf_take(&b, e);
    return h->snippet ? 0 : -1;
}

static bool is_masked(enum rec_kind kind, const char *key)
{
    const struct field *f = kind_field(kind_of(kind), key);
    return f && f->flags & FIELD_SENSITIVE;
}

static int show_text(const struct match *m, struct search_hit *h, const char *keys, const char *text,
                     size_t n, struct err *e)
{
    char key[KEY_BYTES];
    size_t from = 0, to = 0;
    match_mark(m, text, n, &from, &to);
    card_key_at(keys, text, from, key, sizeof key);
    if (str_set(&h->field, key) < 0)
        return err_no_memory(e);
    if (!is_masked(h->kind, key))
        return set_snippet(h, text, n, from, to, e);
    return str_set(&h->snippet, "") < 0 ? err_no_memory(e) : 0;
}

static int show_row(struct store *s, const struct match *m, struct search_hit *h, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "SELECT field, text FROM search WHERE rowid = ?1", e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, h->row);
    int rc = db_step(st, e);
    if (rc > 0) {
        const char *keys = (const char *)sqlite3_column_text(st, 0);
        const char *text = (const char *)sqlite3_column_text(st, 1);
        size_t n = (size_t)sqlite3_column_bytes(st, 1);
        rc = keys && text ? show_text(m, h, keys, text, n, e) : err_no_memory(e);
    }
    db_done(s, st);
    return rc;
}

int search_fill(struct store *s, struct search *search, size_t i, struct err *e)
{
    struct search_hit *h = &search->hits.at[i];
    if (h->label)
        return 0;
    if (h->kind == KIND_NONE && store_kind(s, h->n, &h->kind, e) < 0)
        return -1;
    if (show_row(s, &search->match, h, e) < 0)
        return -1;
    h->label = store_label(s, h->n, e);
    return h->label ? 0 : -1;
}

/* ---- narrowing a list ---------------------------------------------------------------------------------- */

static int add_record(void *to, sqlite3_stmt *st, struct err *e)
{
    struct store_rows *out = to;
    if (dyn_room(out) < 0)
        return err_no_memory(e);
    out->at[out->n++] = search_row_record(sqlite3_column_int64(st, 0));
    return 0;
}

static int add_records(struct store *s, enum rec_kind kind, const char *match, struct store_rows *out,
                       struct err *e)
{
    static const char ROWS[] = "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3";
    if (!match)
        return 0;
    sqlite3_stmt *st = db_prepare(s, ROWS, e);
    if (!st)
        return -1;
    db_bind_text(st, 1, match);
    sqlite3_bind_int64(st, 2, search_row_least(kind));
    sqlite3_bind_int64(st, 3, search_row_most(kind));
    return db_each(s, st, add_record, out, e);
}

static int by_row(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

int search_rows(struct store *s, enum rec_kind kind, const char *text, struct store_rows *out, struct err *e)
{
    struct match m;
    *out = (struct store_rows){ 0 };
    if (match_build(text, &m, e) < 0)
        return -1;
    int rc = add_records(s, kind, m.exact, out, e) < 0 || add_records(s, kind, m.longer, out, e) < 0 ? -1 : 0;
    match_free(&m);
    if (rc < 0)
        store_rows_free(out);
    else if (out->n)
        qsort(out->at, out->n, sizeof *out->at, by_row);
    return rc;
}

bool search_has_row(const struct store_rows *rows, int64_t n)
{
    return rows->n && bsearch(&n, rows->at, rows->n, sizeof n, by_row);
}
