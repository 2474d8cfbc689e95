/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hurt.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/store/list.h"
#include "satchel/store/open.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/stripes.h"
#include "satchel/vault/survey.h"

static int no_sync(const struct vault_io *io, int fd)
{
    (void)io;
    (void)fd;
    return 0;
}

static int64_t now(void *arg)
{
    return ((struct storebox *)arg)->now;
}

static int64_t boot(void *arg)
{
    return ((struct storebox *)arg)->now * 1000;
}

/* ---- filling ---- */

void hurt_open_store(struct hurt *h)
{
    struct vault_options o = { .io = &h->io };
    h->v = vaults_open(h->w, VAULTS_PASSPHRASE, &o);
    if (!h->v)
        fail_msg("%s", h->w->e.text);
    h->compartment = h->v->secrets->slot.compartment;
    h->box = (struct storebox){ .now = 1795305600, .db = vault_db(h->v) };
    h->box.clock = (struct clock){ .unix_seconds = now, .boot_ms = boot, .arg = &h->box };
    struct storebox *b = &h->box;
    STOREBOX_OK(store_open(b->db, &b->clock, &b->s, &b->e));
}

void hurt_close_store(struct hurt *h)
{
    store_close(h->box.s);
    vaults_close(h->v);
    h->v = NULL;
}

static void fill(struct hurt *h, int times)
{
    static const char *const WORDS[] = { "Freedonia", "Sylvania", "Klopstokia", "Zubrowka", "Ruritania" };
    struct storebox *b = &h->box;
    struct buf text = { 0 };
    STOREBOX_OK(store_bulk_begin(b->s, &b->e));
    for (int i = 0; i < times; i++)
        for (enum rec_kind kind = 1; kind < KIND_FIRST_PART; kind++)
            storebox_add(b, kind, WORDS[i % 5], i);
    for (int i = 0; i < 900; i++)
        buf_addf(&text, "Line %d of a long text about Sylvania.\n", i);
    storebox_put(b, KIND_SOURCE, "title", "A long text", "text", buf_text(&text), NULL);
    buf_free(&text);
    STOREBOX_OK(store_step_end(b->s, 0, &b->e));
    for (int i = 0; i < 3; i++)
        STOREBOX_OK(
            store_delete(b->s, storebox_put(b, KIND_NOTE, "text", "not for long", NULL), NULL, &b->e));
}

/* ---- what is there ---- */

char *hurt_row_now(struct sqlite3 *db, const struct hurt_row *row)
{
    struct buf b = { 0 };
    sqlite3_stmt *st = NULL;
    buf_addf(&b, "SELECT * FROM \"%s\" WHERE %s", row->table, row->key);
    int rc = sqlite3_prepare_v2(db, buf_text(&b), -1, &st, NULL);
    if (rc != SQLITE_OK)
        fail_msg("%s: %s", buf_text(&b), sqlite3_errmsg(db));
    buf_clear(&b);
    rc = sqlite3_step(st);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        fail_msg("%s, %s: %s", row->table, row->key, sqlite3_errmsg(db));
    for (int i = 0; rc == SQLITE_ROW && i < sqlite3_column_count(st); i++) {
        int n = sqlite3_column_bytes(st, i);
        const unsigned char *bytes = sqlite3_column_blob(st, i);
        buf_addf(&b, "|%d:", sqlite3_column_type(st, i));
        for (int j = 0; j < n; j++)
            if (bytes[j] < ' ' || bytes[j] > '~')
                buf_addf(&b, "\\x%02x", bytes[j]);
            else
                buf_addc(&b, (char)bytes[j]);
    }
    sqlite3_finalize(st);
    if (rc == SQLITE_ROW)
        return buf_take(&b, NULL);
    buf_free(&b);
    return NULL;
}

struct taking {
    struct hurt *h;
    const struct survey *s;
    const struct survey_tree *tree;
    size_t row; /* whose rest is being noted */
    size_t n_rest;
};

static void note_rest(void *arg, uint32_t page, const uint8_t *bytes, size_t n)
{
    struct taking *t = arg;
    struct hurt_row *r = &t->h->rows[t->row];
    (void)bytes;
    (void)n;
    r->rest = realloc(r->rest, (t->n_rest + 2) * sizeof *r->rest);
    assert_non_null(r->rest);
    r->rest[t->n_rest++] = page;
    r->rest[t->n_rest] = 0;
}

static void add_value(struct buf *b, const struct dbvalue *v)
{
    if (v->type == DBVALUE_TEXT)
        buf_addf(b, "'%.*s'", (int)v->n, (const char *)v->bytes);
    else
        buf_addf(b, "%lld", (long long)v->number);
}

/* The tables kept by content have two columns as their key, but for `setting`. */
static void name_key(const struct taking *t, const struct dbrow *row, sqlite3 *db, struct buf *b)
{
    sqlite3_stmt *st = NULL;
    if (t->tree->by_rowid) {
        buf_addf(b, "rowid = %lld", (long long)row->rowid);
        return;
    }
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT name, pk FROM pragma_table_info(?1)", -1, &st, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(st, 1, t->tree->name, -1, SQLITE_STATIC);
    /* the key's columns lead a record, as they lead the tables */
    for (size_t i = 0; sqlite3_step(st) == SQLITE_ROW; i++) {
        if (sqlite3_column_int(st, 1) == 0)
            continue;
        buf_addf(b, "%s\"%s\" = ", b->len ? " AND " : "", (const char *)sqlite3_column_text(st, 0));
        add_value(b, &row->column[i]);
    }
    sqlite3_finalize(st);
}

static int note_row(void *arg, const struct dbrow *row)
{
    struct taking *t = arg;
    struct hurt *h = t->h;
    struct buf key = { 0 };
    if (dyn_reserve(&h->rows, &h->cap, h->n + 1, sizeof *h->rows) < 0)
        return -1;
    struct hurt_row *r = &h->rows[t->row = h->n++];
    name_key(t, row, h->v->db, &key);
    *r = (struct hurt_row){ .table = strdup(t->tree->name), .key = buf_take(&key, NULL), .page = row->page };
    r->values = hurt_row_now(h->v->db, r);
    if (!r->values)
        fail_msg("SQLite does not find %s %s", r->table, r->key);
    t->n_rest = 0;
    uint8_t page[DBPAGE_BYTES];
    struct dbpage p;
    struct dbcell c;
    assert_int_equal(dbpages_read(&t->s->pages, row->page, page), 0);
    assert_true(dbpage_open(&p, page, row->page, t->s->pages.usable));
    for (unsigned i = 0; i < p.cells; i++)
        if (dbpage_cell(&p, i, &c) && c.overflow && t->tree->by_rowid && c.rowid == row->rowid)
            dbpage_overflow(&t->s->pages, &c, note_rest, t);
    return 0;
}

static void take_rows(struct hurt *h)
{
    h->v = hurt_open(h, VAULT_RESCUE_ONLY);
    if (!h->v || vault_patch(h->v, &h->w->e) < 0)
        fail_msg("%s", h->w->e.text);
    const struct survey *s = vault_survey(h->v);
    h->pages = s->pages.pages;
    for (size_t i = 1; i < s->trees.n; i++) {
        struct taking t = { .h = h, .s = s, .tree = &s->trees.at[i] };
        sqlite3_int64 count = 0, before = (sqlite3_int64)h->n;
        if (t.tree->index || strncmp(t.tree->name, "search_", 7) == 0)
            continue;
        assert_int_equal(survey_rows(s, t.tree, note_row, &t), 0);
        struct buf sql = { 0 };
        buf_addf(&sql, "SELECT count(*) FROM \"%s\"", t.tree->name);
        count = vaults_number(h->v, buf_text(&sql));
        buf_free(&sql);
        if ((sqlite3_int64)h->n - before != count)
            fail_msg("%s: %lld rows, SQLite counts %lld", t.tree->name, (long long)h->n - before, count);
    }
    vaults_close(h->v);
    h->v = NULL;
}

/* ---- the whole ---- */

int hurt_make(void **state, int times)
{
    struct hurt *h = calloc(1, sizeof *h);
    assert_non_null(h);
    *state = h;
    h->io = VAULT_IO_SYSTEM;
    h->io.sync = no_sync;
    vaults_setup((void **)&h->w);
    struct vault_options o = { .profile = KDF_LOW, .fill = store_init_schema, .io = &h->io };
    if (vaults_create(h->w, VAULTS_PASSPHRASE, &o) < 0)
        fail_msg("%s", h->w->e.text);
    hurt_open_store(h);
    fill(h, times);
    hurt_close_store(h);
    take_rows(h);
    return 0;
}

int hurt_free(void **state)
{
    struct hurt *h = *state;
    for (int64_t n = 0; n < h->n_records; n++)
        rec_free(h->records[n]);
    free(h->records);
    for (size_t i = 0; i < h->n; i++) {
        str_free(h->rows[i].table);
        str_free(h->rows[i].key);
        str_free(h->rows[i].values);
        free(h->rows[i].rest);
    }
    free(h->rows);
    vaults_teardown((void **)&h->w);
    free(h);
    return 0;
}

void hurt_page(struct hurt *h, uint32_t page)
{
    vaults_flip(h->w->path, (long)stripes_block_at(h->compartment, page - 1) + 1000);
}

uint32_t hurt_page_of(struct hurt *h, const char *table, size_t row)
{
    for (size_t i = 0; i < h->n; i++)
        if (strcmp(h->rows[i].table, table) == 0 && row-- == 0)
            return h->rows[i].page;
    return 0;
}

struct vault *hurt_open(struct hurt *h, enum vault_rescue rescue)
{
    struct vault_options o = { .read_only = true, .rescue = rescue, .io = &h->io };
    return vaults_open(h->w, VAULTS_PASSPHRASE, &o);
}

bool hurt_lies_on(const struct hurt_row *row, uint32_t page)
{
    for (const uint32_t *p = row->rest; p && *p; p++)
        if (*p == page)
            return true;
    return row->page == page;
}

/* ---- for comparing ---- */

struct hurt_truth *hurt_truth(struct hurt *h)
{
    struct hurt_truth *t = calloc(h->pages + 1, sizeof *t);
    sqlite3_stmt *st = NULL;
    struct vault *v = hurt_open(h, VAULT_FAIL);
    assert_non_null(t);
    assert_non_null(v);
    assert_int_equal(
        sqlite3_prepare_v2(vault_db(v), "SELECT pageno, name, pagetype FROM dbstat", -1, &st, NULL),
        SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW) {
        struct hurt_truth *at = &t[sqlite3_column_int(st, 0)];
        snprintf(at->name, sizeof at->name, "%s", (const char *)sqlite3_column_text(st, 1));
        snprintf(at->type, sizeof at->type, "%s", (const char *)sqlite3_column_text(st, 2));
    }
    sqlite3_finalize(st);
    vaults_close(v);
    return t;
}

void hurt_remember(struct hurt *h)
{
    hurt_open_store(h);
    struct storebox *b = &h->box;
    h->n_records = vaults_number(h->v, "SELECT max(n) FROM rec") + 1;
    h->records = calloc((size_t)h->n_records, sizeof *h->records);
    assert_non_null(h->records);
    for (enum rec_kind kind = 1; kind < KIND_FIRST_PART; kind++) {
        struct store_rows rows = { 0 };
        STOREBOX_OK(store_list(b->s, &(struct store_query){ .kind = kind }, &rows, &b->e));
        for (size_t i = 0; i < rows.n; i++)
            STOREBOX_OK(store_get(b->s, rows.at[i], &h->records[rows.at[i]], &b->e));
        store_rows_free(&rows);
    }
    hurt_close_store(h);
}

/* Whether a number stands in a column of a row. */
static bool names(const char *values, int64_t n)
{
    char text[32];
    snprintf(text, sizeof text, "|1:%lld|", (long long)n);
    size_t len = strlen(text);
    for (const char *p = values; (p = strstr(p, "|1:")); p++)
        if (strncmp(p, text, len) == 0 || (strncmp(p, text, len - 1) == 0 && p[len - 1] == '\0'))
            return true;
    return false;
}

void hurt_mark(struct hurt *h, uint32_t page, bool *touched)
{
    for (size_t i = 0; i < h->n; i++)
        for (int64_t n = 1; hurt_lies_on(&h->rows[i], page) && n < h->n_records; n++)
            touched[n] |= names(h->rows[i].values, n);
}
