/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/harvest.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/store/db.h"
#include "satchel/vault/dbrow.h"
#include "satchel/vault/survey.h"

/* ---- taking ---- */

struct taking {
    const struct survey *s;
    size_t table; /* tree of the table */
    struct buf *rows;
};

/* An entry of an index ends with the number of the row. */
static bool is_lost(const struct taking *t, const struct dbrow *entry)
{
    const struct survey_tree *table = &t->s->trees.at[t->table];
    const struct dbvalue *last = &entry->column[entry->n - 1];
    if (table->broken || !table->by_rowid)
        return true;
    for (size_t i = 0; i < t->s->bad.n; i++) {
        const struct survey_bad *b = &t->s->bad.at[i];
        if (b->tree == t->table && b->role == SURVEY_LEAF && last->type == DBVALUE_INT &&
            last->number > b->low && last->number <= b->high)
            return true;
    }
    return false;
}

static int take_entry(void *arg, const struct dbrow *entry)
{
    struct taking *t = arg;
    if (!entry->whole || !is_lost(t, entry))
        return 0;
    uint32_t n = (uint32_t)entry->all.len;
    buf_add(t->rows, &n, sizeof n);
    buf_add(t->rows, entry->all.data, entry->all.len);
    return t->rows->failed ? -1 : 0;
}

static bool is_touched(const struct survey *s, size_t tree)
{
    for (size_t i = 0; i < s->bad.n; i++)
        if (s->bad.at[i].tree == tree && s->bad.at[i].role >= SURVEY_INNER)
            return true;
    return s->trees.at[tree].broken;
}

static int take_index(struct harvest *h, const struct survey *s, size_t table, size_t index, struct err *e)
{
    if (dyn_room(&h->indexes) < 0)
        return err_no_memory(e);
    struct harvest_index *to = &h->indexes.at[h->indexes.n++];
    *to = (struct harvest_index){ .tree = index };
    struct taking t = { s, table, &to->rows };
    return survey_rows(s, &s->trees.at[index], take_entry, &t) < 0 ? err_no_memory(e) : 0;
}

int harvest_take(struct harvest *h, const struct survey *s, struct err *e)
{
    *h = (struct harvest){ 0 };
    for (size_t t = 1; t < s->trees.n; t++) {
        if (s->trees.at[t].index || !is_touched(s, t))
            continue;
        for (size_t i = 1; i < s->trees.n; i++)
            if (s->trees.at[i].index && strcmp(s->trees.at[i].table, s->trees.at[t].name) == 0 &&
                take_index(h, s, t, i, e) < 0)
                return -1;
    }
    return 0;
}

void harvest_free(struct harvest *h)
{
    for (size_t i = 0; i < h->indexes.n; i++)
        buf_free(&h->indexes.at[i].rows);
    free(h->indexes.at);
    *h = (struct harvest){ 0 };
}

/* ---- laying out ---- */

static int make_table(const struct shape *t, struct sqlite3 *db, struct err *e)
{
    sqlite3_str *sql = sqlite3_str_new(db);
    sqlite3_str_appendf(sql, "CREATE TEMP TABLE IF NOT EXISTS \"harvest_%w\"(", t->name);
    for (size_t i = 0; i < t->columns.n; i++)
        sqlite3_str_appendf(sql, "\"%w\",", t->columns.at[i].name);
    sqlite3_str_appendall(sql, "PRIMARY KEY(");
    for (size_t i = 0, keys = 0; i < t->columns.n; i++)
        if (t->columns.at[i].key)
            sqlite3_str_appendf(sql, keys++ ? ",\"%w\"" : "\"%w\"", t->columns.at[i].name);
    sqlite3_str_appendall(sql, "))");
    char *text = sqlite3_str_finish(sql);
    int rc = text ? db_exec(db, text, e) : err_no_memory(e);
    sqlite3_free(text);
    return rc;
}

/* For each value of an index's entry the column of its table, or NULL. */
struct columns {
    char *name[DBPAGE_COLUMNS];
    size_t n;
};

static int columns_of(struct sqlite3 *db, const struct shape *t, const char *index, struct columns *c,
                      struct err *e)
{
    sqlite3_stmt *st = NULL;
    *c = (struct columns){ 0 };
    int rc =
        sqlite3_prepare_v2(db, "SELECT cid, name FROM pragma_index_xinfo(?1) ORDER BY seqno", -1, &st, NULL);
    if (rc != SQLITE_OK)
        return db_error(db, rc, e);
    db_bind_text(st, 1, index);
    while ((rc = db_step(st, e)) > 0 && c->n < DBPAGE_COLUMNS) {
        const char *name = (const char *)sqlite3_column_text(st, 1);
        if (sqlite3_column_int(st, 0) == -1) /* the row's number */
            name = t->by_rowid && t->columns.at[0].key == 1 ? t->columns.at[0].name : NULL;
        c->name[c->n] = name ? strdup(name) : NULL;
        if (name && !c->name[c->n]) {
            rc = err_no_memory(e);
            break;
        }
        c->n++;
    }
    sqlite3_finalize(st);
    return rc < 0 ? -1 : 0;
}

/* What one index says is added to what another said of the same row. */
static sqlite3_stmt *prepare(struct sqlite3 *db, const struct shape *t, const struct columns *c,
                             struct err *e)
{
    sqlite3_stmt *st = NULL;
    sqlite3_str *sql = sqlite3_str_new(db), *values = sqlite3_str_new(db), *sets = sqlite3_str_new(db);
    sqlite3_str_appendf(sql, "INSERT INTO temp.\"harvest_%w\"(", t->name);
    for (size_t i = 0, n = 0; i < c->n; i++) {
        if (!c->name[i])
            continue;
        const char *comma = n++ ? "," : "";
        sqlite3_str_appendf(sql, "%s\"%w\"", comma, c->name[i]);
        sqlite3_str_appendf(values, "%s?%d", comma, (int)i + 1);
        sqlite3_str_appendf(sets, "%s\"%w\"=excluded.\"%w\"", comma, c->name[i], c->name[i]);
    }
    char *v = sqlite3_str_finish(values), *s = sqlite3_str_finish(sets);
    sqlite3_str_appendf(sql, ") VALUES(%s) ON CONFLICT DO UPDATE SET %s", v, s);
    char *text = sqlite3_str_finish(sql);
    int rc = text && v && s ? sqlite3_prepare_v2(db, text, -1, &st, NULL) : SQLITE_NOMEM;
    sqlite3_free(v);
    sqlite3_free(s);
    sqlite3_free(text);
    if (rc != SQLITE_OK)
        db_error(db, rc, e);
    return st;
}

static int put_entry(sqlite3_stmt *st, const struct columns *c, const struct dbvalue *values, size_t n,
                     struct err *e)
{
    for (size_t i = 0; i < n && i < c->n; i++)
        if (c->name[i])
            dbrow_bind(st, (int)i + 1, &values[i]);
    int rc = sqlite3_step(st);
    sqlite3_reset(st);
    sqlite3_clear_bindings(st);
    /* What is no key is no news. */
    return rc == SQLITE_DONE || (rc & 0xFF) == SQLITE_CONSTRAINT ? 0 : db_error(sqlite3_db_handle(st), rc, e);
}

static int lay_index(const struct harvest_index *h, const struct shape *t, const char *index,
                     struct sqlite3 *db, struct err *e)
{
    struct columns c;
    struct dbvalue *values = calloc(DBPAGE_COLUMNS, sizeof *values);
    sqlite3_stmt *st = NULL;
    int rc = values ? make_table(t, db, e) : err_no_memory(e);
    if (rc == 0)
        rc = columns_of(db, t, index, &c, e);
    else
        c = (struct columns){ 0 };
    if (rc == 0 && c.n > 0 && !(st = prepare(db, t, &c, e)))
        rc = -1;
    for (size_t at = 0; rc == 0 && st && at + sizeof(uint32_t) <= h->rows.len;) {
        uint32_t n;
        memcpy(&n, h->rows.data + at, sizeof n);
        at += sizeof n;
        int got = dbpage_record((const uint8_t *)h->rows.data + at, n, n, values);
        at += n;
        if (got > 0)
            rc = put_entry(st, &c, values, (size_t)got, e);
    }
    sqlite3_finalize(st);
    for (size_t i = 0; i < c.n; i++)
        free(c.name[i]);
    free(values);
    return rc;
}

int harvest_lay(const struct harvest *h, const struct survey *s, const struct shapes *shapes,
                struct sqlite3 *db, struct err *e)
{
    for (size_t i = 0; i < h->indexes.n; i++) {
        const struct survey_tree *index = &s->trees.at[h->indexes.at[i].tree];
        const struct shape *t = shape_named(shapes, index->table);
        if (t && lay_index(&h->indexes.at[i], t, index->name, db, e) < 0)
            return -1;
    }
    return 0;
}
