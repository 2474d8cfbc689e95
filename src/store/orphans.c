/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page does not say whose it is. Its rows do: how many columns, of which types; and above all what they
 * refer to, because every number of a record leads to its kind. A row of `contact` has the number of a
 * contact and refers to a person or an office; an entry of an index, which looks the same from afar, does
 * not.
 *
 * A page is given to a table when none of its first rows speaks against it and its references speak for it
 * more than for any other. In doubt it is given to none: a row in a wrong table would be a lie. */
#include "satchel/store/orphans.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/store/db.h"
#include "satchel/vault/survey.h"

#define SAMPLE 8 /* rows of a page that are looked at */

int orphans_start(struct orphans *o, const struct survey *s, const struct shapes *shapes, struct sqlite3 *db,
                  struct err *e)
{
    *o = (struct orphans){ .survey = s, .shapes = shapes };
    int rc = sqlite3_prepare_v2(db, "SELECT kind FROM rec WHERE n = ?1", -1, &o->kind, NULL);
    return rc == SQLITE_OK ? 0 : db_error(db, rc, e);
}

void orphans_end(struct orphans *o)
{
    sqlite3_finalize(o->kind);
    *o = (struct orphans){ 0 };
}

bool orphans_is(const struct survey *s, uint32_t page)
{
    uint8_t bytes[DBPAGE_BYTES];
    struct dbpage p;
    bool is = s->roles[page - 1] == SURVEY_UNKNOWN && dbpages_read(&s->pages, page, bytes) == 0 &&
              dbpage_open(&p, bytes, page, s->pages.usable) && p.type != DBPAGE_TABLE_INNER && p.cells > 0;
    wipe(bytes, sizeof bytes);
    return is;
}

/* KIND_NONE: there is no such record as far as is known. */
static enum rec_kind kind_at(struct orphans *o, int64_t n)
{
    enum rec_kind kind = KIND_NONE;
    sqlite3_bind_int64(o->kind, 1, n);
    if (sqlite3_step(o->kind) == SQLITE_ROW) {
        const char *word = (const char *)sqlite3_column_text(o->kind, 0);
        const struct kind *k = word ? kind_named(word) : NULL;
        kind = k ? k->kind : KIND_NONE;
    }
    sqlite3_reset(o->kind);
    return kind;
}

static bool fits_type(const struct shape_column *c, const struct dbvalue *v)
{
    static const char TYPES[] = {
        [DBVALUE_INT] = 'I', [DBVALUE_REAL] = 'R', [DBVALUE_TEXT] = 'T', [DBVALUE_BLOB] = 'B'
    };
    if (v->type == DBVALUE_NULL)
        return v->lost || !(c->not_null || c->key);
    return c->type == '*' || c->type == TYPES[v->type];
}

/* -1: n is something else; 0: it says nothing; else how much it says. */
static int speaks_for(struct orphans *o, enum rec_kind wanted, int64_t n)
{
    enum rec_kind is = kind_at(o, n);
    if (is == KIND_NONE)
        return 0;
    if (wanted == KIND_NONE)
        return 1;
    return is == wanted ? 3 : -1;
}

/* What a value says: -1: it is none of this column. */
static int weigh_value(struct orphans *o, const struct shape_column *c, const struct dbvalue *v)
{
    if (!fits_type(c, v))
        return -1;
    if (!c->parent || v->type != DBVALUE_INT)
        return 0;
    const struct shape *parent = shape_named(o->shapes, c->parent);
    return speaks_for(o, parent ? parent->kind : KIND_NONE, v->number);
}

/* What speaks for a row being of the table; -1: it is not. Columns that were added later are not in old rows.
 */
static int weigh(struct orphans *o, const struct shape *t, const struct dbrow *row)
{
    int sum = t->kind && t->by_rowid ? speaks_for(o, t->kind, row->rowid) : 0;
    if (row->n > t->columns.n || (row->n < t->columns.n && !t->by_rowid) || sum < 0)
        return -1;
    for (size_t i = 0; i < t->columns.n; i++) {
        const struct shape_column *c = &t->columns.at[i];
        int says = i == t->alias ? (row->column[i].type == DBVALUE_NULL ? 0 : -1)
                   : i < row->n  ? weigh_value(o, c, &row->column[i])
                                 : -(c->not_null || c->key);
        if (says < 0)
            return -1;
        sum += says;
    }
    return sum;
}

struct weighing {
    struct orphans *o;
    bool by_rowid;
    int *sums; /* of each table; -1: out */
    int rows;
};

static int weigh_row(void *arg, const struct dbrow *row)
{
    struct weighing *w = arg;
    for (size_t i = 0; i < w->o->shapes->tables.n; i++) {
        const struct shape *t = &w->o->shapes->tables.at[i];
        int sum = w->sums[i] < 0 || t->by_rowid != w->by_rowid ? -1 : weigh(w->o, t, row);
        w->sums[i] = sum < 0 ? -1 : w->sums[i] + sum;
    }
    return ++w->rows == SAMPLE;
}

/* The best, when it is alone. Of tables without references the one that fits is enough. */
static const struct shape *best(const struct weighing *w)
{
    const struct shapes *shapes = w->o->shapes;
    const struct shape *found = NULL;
    int most = -1;
    bool alone = false;
    for (size_t i = 0; i < shapes->tables.n; i++) {
        if (w->sums[i] < 0 || w->sums[i] < most)
            continue;
        alone = w->sums[i] > most;
        most = w->sums[i];
        found = &shapes->tables.at[i];
    }
    /* In a table kept by content something must speak for it: what looks like a row may be of an index that
     * is not known. */
    return alone && (most > 0 || w->by_rowid) ? found : NULL;
}

int orphans_table(struct orphans *o, uint32_t page, const struct shape **table)
{
    uint8_t bytes[DBPAGE_BYTES];
    struct dbpage p;
    *table = NULL;
    if (dbpages_read(&o->survey->pages, page, bytes) < 0 ||
        !dbpage_open(&p, bytes, page, o->survey->pages.usable))
        return 0;
    struct weighing w = { .o = o,
                          .by_rowid = dbpage_is_table(&p),
                          .sums = calloc(o->shapes->tables.n + 1, sizeof *w.sums) };
    wipe(bytes, sizeof bytes);
    int rc = w.sums ? survey_page_rows(o->survey, page, weigh_row, &w) : -1;
    if (rc >= 0 && w.rows > 0)
        *table = best(&w);
    free(w.sums);
    return rc < 0 ? -1 : 0;
}
