/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows are missing. Every other row stays, and what it says stays true:
 * - a record's row in `rec` is made again: its indexes have the id and the kind, its neighbours the day; with
 *   neither, the table it lies in says the kind;
 * - an entry of a list is made again when an index of the list has all that must be there;
 * - of a record whose fields are missing an empty one takes its place when others refer to it, with what
 *   indexes and the search index know of it (in which case, called how); when nobody does, it is gone;
 * - the same for a record that a row refers to; a reference to something of which nothing at all is known is
 *   emptied, or goes with its row when it must not be empty.
 *
 * In the end SQLite's own check of foreign keys has nothing to say. What was lost is listed in the temporary
 * table `loss`, then told by name. */
#include "satchel/store/mend.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/store/db.h"
#include "satchel/store/harvest.h"
#include "satchel/store/losses.h"
#include "satchel/store/mend_names.h"
#include "satchel/store/shape.h"
#include "satchel/store/table.h"
#include "satchel/vault/survey.h"

struct mending {
    sqlite3 *db;
    const struct survey *survey;
    struct shapes shapes;
    bool all; /* look at every table */
    const struct mend_cards *cards;
    struct losses *lost;
};

/* ---- statements made of the tables' names ---- */

static int run(struct mending *m, struct err *e, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *sql = sqlite3_vmprintf(format, args);
    va_end(args);
    int rc = sql ? db_exec(m->db, sql, e) : err_no_memory(e);
    sqlite3_free(sql);
    return rc;
}

/* The first column of the first row; *out is left alone when there is none. */
static int ask(struct mending *m, int64_t *out, struct err *e, const char *format, ...)
{
    sqlite3_stmt *st = NULL;
    va_list args;
    va_start(args, format);
    char *sql = sqlite3_vmprintf(format, args);
    va_end(args);
    int rc = sql ? sqlite3_prepare_v2(m->db, sql, -1, &st, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (rc != SQLITE_OK)
        return db_error(m->db, rc, e);
    rc = db_step(st, e);
    if (rc > 0)
        *out = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return rc < 0 ? -1 : 0;
}

/* All numbers that a query gives. */
struct numbers {
    int64_t *at;
    size_t n, cap;
};

static int list(struct mending *m, struct numbers *out, struct err *e, const char *format, ...)
{
    sqlite3_stmt *st = NULL;
    va_list args;
    va_start(args, format);
    char *sql = sqlite3_vmprintf(format, args);
    va_end(args);
    int rc = sql ? sqlite3_prepare_v2(m->db, sql, -1, &st, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    out->n = 0;
    if (rc != SQLITE_OK)
        return db_error(m->db, rc, e);
    while ((rc = db_step(st, e)) > 0) {
        if (dyn_room(out) < 0) {
            rc = err_no_memory(e);
            break;
        }
        out->at[out->n++] = sqlite3_column_int64(st, 0);
    }
    sqlite3_finalize(st);
    return rc;
}

static bool has_harvest(struct mending *m, const struct shape *t)
{
    int64_t found = 0;
    ask(m, &found, NULL, "SELECT 1 FROM temp.sqlite_schema WHERE name = 'harvest_%q'", t->name);
    return found;
}

static bool is_touched(const struct mending *m, const char *table)
{
    const struct survey *s = m->survey;
    bool touched = m->all;
    for (size_t i = 0; i < s->bad.n; i++)
        touched |=
            s->bad.at[i].role >= SURVEY_INNER && strcmp(s->trees.at[s->bad.at[i].tree].name, table) == 0;
    return touched;
}

static const char *word(enum rec_kind kind)
{
    return kind_of(kind)->name;
}

/* ---- rec ---- */

/* The day of the record entered before it. */
#define DAY_BEFORE                                                                                           \
    "coalesce((SELECT created FROM rec AS near WHERE near.n < lost.n ORDER BY near.n DESC LIMIT 1), 0)"

static int rebuild_from(struct mending *m, const char *schema, const char *prefix, const struct shape *t,
                        struct err *e)
{
    return run(
        m, e,
        "INSERT OR IGNORE INTO rec(n, id, kind, created, changed) SELECT n, randomblob(16), '%q'," DAY_BEFORE
        "," DAY_BEFORE " FROM %s.\"%s%w\" AS lost WHERE n NOT IN (SELECT n FROM rec)",
        word(t->kind), schema, prefix, t->name);
}

static int rebuild_recs(struct mending *m, struct err *e)
{
    const struct shape *rec = shape_named(&m->shapes, "rec");
    int64_t before = 0, after = 0;
    if (ask(m, &before, e, "SELECT count(*) FROM rec") < 0)
        return -1;
    if (rec && has_harvest(m, rec) &&
        run(m, e,
            "INSERT OR IGNORE INTO rec(n, id, kind, created, changed, deleted) SELECT n, id, kind," DAY_BEFORE
            "," DAY_BEFORE ", coalesce(deleted, 0) FROM temp.harvest_rec AS lost"
            " WHERE id IS NOT NULL AND kind IS NOT NULL AND n NOT IN (SELECT n FROM rec)") < 0)
        return -1;
    for (size_t i = 0; i < m->shapes.tables.n; i++) {
        const struct shape *t = &m->shapes.tables.at[i];
        if (t->kind == KIND_NONE || !t->by_rowid || (!is_touched(m, "rec") && !is_touched(m, t->name)))
            continue;
        if (rebuild_from(m, "main", "", t, e) < 0 ||
            (has_harvest(m, t) && rebuild_from(m, "temp", "harvest_", t, e) < 0))
            return -1;
    }
    if (ask(m, &after, e, "SELECT count(*) FROM rec") < 0)
        return -1;
    m->lost->redated = (size_t)(after - before);
    return 0;
}

/* ---- lists ---- */

/* The columns that an index told: those that are not empty in some row. */
static int rebuild_list(struct mending *m, const struct shape *t, struct err *e)
{
    sqlite3_str *columns = sqlite3_str_new(m->db), *must = sqlite3_str_new(m->db),
                *key = sqlite3_str_new(m->db);
    for (size_t i = 0; i < t->columns.n; i++) {
        const struct shape_column *c = &t->columns.at[i];
        sqlite3_str_appendf(columns, i ? ",\"%w\"" : "\"%w\"", c->name);
        if (c->not_null || c->key)
            sqlite3_str_appendf(must, " AND \"%w\" IS NOT NULL", c->name);
        if (c->key)
            sqlite3_str_appendf(key, " AND own.\"%w\" = lost.\"%w\"", c->name, c->name);
    }
    char *names = sqlite3_str_finish(columns), *all = sqlite3_str_finish(must),
         *same = sqlite3_str_finish(key);
    int rc = names && all && same ? 0 : err_no_memory(e);
    if (rc == 0 && t->of)
        rc = run(m, e,
                 "INSERT OR IGNORE INTO temp.loss(n, how, tbl) SELECT DISTINCT \"%w\", %d, '%q' FROM"
                 " temp.\"harvest_%w\" AS lost WHERE NOT EXISTS(SELECT 1 FROM \"%w\" AS own WHERE true%s)",
                 t->of, LOSS_PART, t->name, t->name, t->name, same);
    if (rc == 0)
        rc = run(m, e, "INSERT OR IGNORE INTO \"%w\"(%s) SELECT %s FROM temp.\"harvest_%w\" WHERE true%s",
                 t->name, names, names, t->name, all);
    sqlite3_free(names);
    sqlite3_free(all);
    sqlite3_free(same);
    return rc;
}

static int rebuild_lists(struct mending *m, struct err *e)
{
    for (size_t i = 0; i < m->shapes.tables.n; i++) {
        const struct shape *t = &m->shapes.tables.at[i];
        if (t->kind == KIND_NONE && !t->computed && is_touched(m, t->name) && has_harvest(m, t) &&
            rebuild_list(m, t, e) < 0)
            return -1;
    }
    return 0;
}

/* ---- records without fields ---- */

static int find_losses(struct mending *m, struct err *e)
{
    for (size_t i = 0; i < m->shapes.tables.n; i++) {
        const struct shape *t = &m->shapes.tables.at[i];
        if (t->kind == KIND_NONE || !t->by_rowid || (!is_touched(m, "rec") && !is_touched(m, t->name)))
            continue;
        if (run(m, e,
                "INSERT OR REPLACE INTO temp.loss(n, kind, how, tbl, id, hidden) SELECT n, kind, %d, '%q', "
                "id,"
                " deleted <> 0 FROM rec WHERE kind = '%q' AND n NOT IN (SELECT n FROM \"%w\")",
                LOSS_GONE, t->name, word(t->kind), t->name) < 0)
            return -1;
        /* Whose name, whose ask it was. */
        if (t->of && has_harvest(m, t) &&
            run(m, e,
                "UPDATE temp.loss SET owner = (SELECT \"%w\" FROM temp.\"harvest_%w\" AS h WHERE h.n = "
                "loss.n)"
                " WHERE tbl = '%q'",
                t->of, t->name, t->name) < 0)
            return -1;
    }
    return 0;
}

/* ---- what others refer to ---- */

/* True for references; the row's own number refers to `rec` as well. */
static bool refers(const struct shape *t, const struct shape_column *c)
{
    return c->parent && !(t->kind && t->by_rowid && c->key);
}

static int mark_needed(struct mending *m, struct err *e)
{
    for (size_t i = 0; i < m->shapes.tables.n; i++) {
        const struct shape *t = &m->shapes.tables.at[i];
        for (size_t k = 0; k < t->columns.n; k++)
            if (refers(t, &t->columns.at[k]) &&
                run(m, e,
                    "UPDATE temp.loss SET how = %d WHERE how = %d AND kind IS NOT NULL AND"
                    " EXISTS(SELECT 1 FROM \"%w\" WHERE \"%w\" = loss.n)",
                    LOSS_EMPTIED, LOSS_GONE, t->name, t->columns.at[k].name) < 0)
                return -1;
    }
    return 0;
}

/* Of these only persons, cases, offices can be had: what a reference to anything was to, when all else about
 * it is lost. */
static enum rec_kind kind_behind(const struct mending *m, const struct shape *t, const struct shape_column *c)
{
    static const struct {
        const char *table, *column;
        enum rec_kind kind;
    } GUESSES[] = { { "name", "of", KIND_PERSON },
                    { "contact", "of", KIND_PERSON },
                    { "tag", "of", KIND_CASE },
                    { "address_of", "of", KIND_OFFICE } };
    const struct shape *parent = shape_named(&m->shapes, c->parent);
    for (size_t i = 0; i < sizeof GUESSES / sizeof *GUESSES; i++)
        if (strcmp(GUESSES[i].table, t->name) == 0 && strcmp(GUESSES[i].column, c->name) == 0)
            return GUESSES[i].kind;
    return parent ? parent->kind : KIND_NONE;
}

/* The rows that refer to n, of which nothing is known, or which is something else. */
static int let_go(struct mending *m, const struct shape *t, const struct shape_column *c, int64_t n,
                  struct err *e)
{
    if (!c->not_null && !c->key)
        return run(m, e, "UPDATE \"%w\" SET \"%w\" = NULL WHERE \"%w\" = %lld", t->name, c->name, c->name,
                   (long long)n);
    if (t->of && t->kind == KIND_NONE && strcmp(t->of, c->name) != 0 &&
        run(m, e,
            "INSERT OR IGNORE INTO temp.loss(n, how, tbl) SELECT \"%w\", %d, '%q' FROM \"%w\" WHERE \"%w\" = "
            "%lld",
            t->of, LOSS_PART, t->name, t->name, c->name, (long long)n) < 0)
        return -1;
    return run(m, e, "DELETE FROM \"%w\" WHERE \"%w\" = %lld", t->name, c->name, (long long)n);
}

static int mend_reference(struct mending *m, const struct shape *t, const struct shape_column *c, int64_t n,
                          struct err *e)
{
    enum rec_kind kind = kind_behind(m, t, c);
    int64_t fits = 0;
    if (kind == KIND_NONE)
        return let_go(m, t, c, n, e);
    if (run(m, e,
            "INSERT OR IGNORE INTO rec(n, id, kind, created, changed) SELECT n, randomblob(16), "
            "'%q'," DAY_BEFORE "," DAY_BEFORE " FROM (SELECT %lld AS n) AS lost",
            word(kind), (long long)n) < 0 ||
        ask(m, &fits, e, "SELECT kind = '%q' FROM rec WHERE n = %lld", word(kind), (long long)n) < 0)
        return -1;
    if (!fits)
        return let_go(m, t, c, n, e);
    return run(m, e, "INSERT OR REPLACE INTO temp.loss(n, kind, how, tbl) VALUES(%lld, '%q', %d, '%q')",
               (long long)n, word(kind), LOSS_EMPTIED, shape_of_kind(&m->shapes, kind)->name);
}

/* 1: there were some. */
static int mend_references(struct mending *m, struct err *e)
{
    struct numbers dangling = { 0 };
    int rc = 0, more = 0;
    for (size_t i = 0; i < m->shapes.tables.n && rc == 0; i++) {
        const struct shape *t = &m->shapes.tables.at[i];
        for (size_t k = 0; k < t->columns.n && rc == 0; k++) {
            const struct shape_column *c = &t->columns.at[k];
            if (!refers(t, c) ||
                (!is_touched(m, c->parent) && !is_touched(m, "rec") && !is_touched(m, t->name)))
                continue;
            rc = list(
                m, &dangling, e,
                "SELECT DISTINCT \"%w\" FROM \"%w\" AS own WHERE \"%w\" IS NOT NULL AND NOT EXISTS("
                "SELECT 1 FROM \"%w\" AS parent WHERE parent.n = own.\"%w\") AND NOT EXISTS(SELECT 1 FROM"
                " temp.loss WHERE loss.n = own.\"%w\" AND kind IS NOT NULL)",
                c->name, t->name, c->name, c->parent, c->name, c->name);
            more |= dangling.n > 0;
            for (size_t d = 0; d < dangling.n && rc == 0; d++)
                rc = mend_reference(m, t, c, dangling.at[d], e);
        }
    }
    free(dangling.at);
    return rc < 0 ? -1 : more;
}

/* ---- empty records ---- */

/* Where an empty record says what it was called. */
static const char *const TITLES[KIND_COUNT] = {
    [KIND_CASE] = "title",   [KIND_APPEAL] = "title",      [KIND_OFFICE] = "title",
    [KIND_SOURCE] = "title", [KIND_STATEMENT] = "heading", [KIND_EVENT] = "text",
    [KIND_FACT] = "title",   [KIND_ITEM] = "title",        [KIND_LETTER] = "subject",
    [KIND_NOTE] = "text",    [KIND_INSTRUCTION] = "text",  [KIND_FILE] = "name",
};

/* The word that a new record has there. */
static const char *usual_word(const struct shape *t, const char *column)
{
    const struct kind *k = kind_of(t->kind);
    for (size_t i = 0; i < k->n_fields; i++)
        if (k->fields[i].type == FIELD_ENUM && strcmp(k->fields[i].key, column) == 0)
            return k->fields[i].names->at[0].word;
    return "";
}

/* A record of that kind that takes in what lost its own: its number, made when first needed. */
static int refuge(struct mending *m, const char *table, int64_t *n, struct err *e);

static int add_default(struct mending *m, const struct shape *t, const struct shape_column *c,
                       sqlite3_str *sql, struct err *e)
{
    int64_t n = 0;
    if (!c->not_null)
        sqlite3_str_appendall(sql, "NULL");
    else if (strcmp(t->name, "kase") == 0 && strcmp(c->name, "no") == 0)
        sqlite3_str_appendall(sql, "(SELECT coalesce(max(no), 0) + 1 FROM kase)");
    else if (c->parent && refuge(m, c->parent, &n, e) < 0)
        return -1;
    else if (c->parent)
        sqlite3_str_appendf(sql, "%lld", n);
    else if (c->type == 'T')
        sqlite3_str_appendf(sql, "%Q", usual_word(t, c->name));
    else
        sqlite3_str_appendall(sql, c->type == 'I' ? "0" : "x''");
    return 0;
}

/* INSERT INTO t(...) SELECT what indexes know, else what a new record has. */
static int put_empty(struct mending *m, const struct shape *t, int64_t n, struct err *e)
{
    bool harvest = has_harvest(m, t);
    sqlite3_str *names = sqlite3_str_new(m->db), *values = sqlite3_str_new(m->db);
    int rc = 0;
    for (size_t i = 0; i < t->columns.n && rc == 0; i++) {
        const struct shape_column *c = &t->columns.at[i];
        const char *title = t->kind ? TITLES[t->kind] : NULL;
        sqlite3_str_appendf(names, i ? ",\"%w\"" : "\"%w\"", c->name);
        sqlite3_str_appendall(values, i ? "," : "");
        if (c->key) {
            sqlite3_str_appendf(values, "%lld", (long long)n);
            continue;
        }
        if (title && strcmp(title, c->name) == 0) {
            sqlite3_str_appendf(values,
                                "(SELECT coalesce(nullif(label, ''), %Q) FROM temp.loss WHERE n = %lld)",
                                _("could not be read"), (long long)n);
            continue;
        }
        if (harvest)
            sqlite3_str_appendf(values, "coalesce((SELECT \"%w\" FROM temp.\"harvest_%w\" WHERE n = %lld),",
                                c->name, t->name, (long long)n);
        rc = add_default(m, t, c, values, e);
        if (harvest)
            sqlite3_str_appendall(values, ")");
    }
    char *into = sqlite3_str_finish(names), *from = sqlite3_str_finish(values);
    if (rc == 0)
        rc = into && from ? run(m, e, "INSERT OR IGNORE INTO \"%w\"(%s) SELECT %s", t->name, into, from)
                          : err_no_memory(e);
    sqlite3_free(into);
    sqlite3_free(from);
    return rc;
}

static int refuge(struct mending *m, const char *table, int64_t *n, struct err *e)
{
    const struct shape *t = shape_named(&m->shapes, table);
    if (!t || t->kind == KIND_NONE) /* of anything: the case will do */
        t = shape_of_kind(&m->shapes, KIND_CASE);
    if (ask(m, n, e, "SELECT n FROM temp.loss WHERE tbl = 'refuge %q'", t->name) < 0 || *n)
        return *n ? 0 : -1;
    if (run(m, e,
            "INSERT INTO rec(id, kind, created, changed) SELECT randomblob(16), '%q', coalesce(max(created), "
            "0),"
            " coalesce(max(created), 0) FROM rec",
            word(t->kind)) < 0)
        return -1;
    *n = sqlite3_last_insert_rowid(m->db);
    if (run(m, e, "INSERT INTO temp.loss(n, how, tbl, label) VALUES(%lld, %d, 'refuge %q', %Q)",
            (long long)*n, LOSS_EMPTIED, t->name, _("Recovered")) < 0)
        return -1;
    return put_empty(m, t, *n, e);
}

/* One round: 1 when there may be more to do, because what was put back refers to something itself. */
static int put_back(struct mending *m, struct err *e)
{
    struct numbers empty = { 0 };
    int more = 0, rc = mark_needed(m, e);
    for (size_t i = 0; i < m->shapes.tables.n && rc == 0; i++) {
        const struct shape *t = &m->shapes.tables.at[i];
        if (t->kind == KIND_NONE || !t->by_rowid)
            continue;
        rc =
            list(m, &empty, e,
                 "SELECT n FROM temp.loss WHERE how = %d AND kind = '%q' AND n NOT IN (SELECT n FROM \"%w\")",
                 LOSS_EMPTIED, word(t->kind), t->name);
        more |= empty.n > 0;
        for (size_t k = 0; k < empty.n && rc == 0; k++)
            rc = put_empty(m, t, empty.at[k], e);
    }
    free(empty.at);
    return rc < 0 ? -1 : more;
}

/* ---- the end ---- */

/* Whatever is left that refers to nothing. */
static int drop_dangling(struct mending *m, struct err *e)
{
    for (size_t i = 0; i < m->shapes.tables.n; i++) {
        const struct shape *t = &m->shapes.tables.at[i];
        for (size_t k = 0; k < t->columns.n; k++) {
            const struct shape_column *c = &t->columns.at[k];
            if (c->parent && run(m, e,
                                 "DELETE FROM \"%w\" WHERE \"%w\" IS NOT NULL AND NOT EXISTS(SELECT 1 FROM"
                                 " \"%w\" AS parent WHERE parent.n = \"%w\".\"%w\")",
                                 t->name, c->name, c->parent, t->name, c->name) < 0)
                return -1;
        }
    }
    return 0;
}

static int settle(struct mending *m, struct err *e)
{
    int more = 1;
    for (int round = 0; round < 12 && more > 0; round++) {
        int empty = put_back(m, e), dangling = empty < 0 ? -1 : mend_references(m, e);
        if (dangling < 0)
            return -1;
        more = empty || dangling;
    }
    int64_t left = 0;
    for (int round = 0; round < 4; round++) {
        left = 0;
        if (ask(m, &left, e, "SELECT count(*) FROM pragma_foreign_key_check") < 0)
            return -1;
        if (!left)
            break;
        if (drop_dangling(m, e) < 0)
            return -1;
    }
    return run(m, e,
               "DELETE FROM rec WHERE n IN (SELECT n FROM temp.loss WHERE how = %d AND kind IS NOT NULL)",
               LOSS_GONE);
}

/* Rows that were cut: what must not be empty is, but there. */
static int fill_cut_rows(struct mending *m, struct err *e)
{
    const struct survey *s = m->survey;
    for (size_t i = 0; i < s->bad.n; i++) {
        const struct survey_bad *b = &s->bad.at[i];
        const struct shape *t =
            b->role == SURVEY_OVERFLOW ? shape_named(&m->shapes, s->trees.at[b->tree].name) : NULL;
        if (!t || !t->by_rowid)
            continue;
        for (size_t k = 0; k < t->columns.n; k++) {
            const struct shape_column *c = &t->columns.at[k];
            if (c->not_null && !c->key &&
                run(m, e, "UPDATE \"%w\" SET \"%w\" = %s WHERE rowid = %lld AND \"%w\" IS NULL", t->name,
                    c->name,
                    c->type == 'T'   ? "''"
                    : c->type == 'I' ? "0"
                                     : "x''",
                    (long long)b->row, c->name) < 0)
                return -1;
        }
        if (run(m, e, "INSERT OR IGNORE INTO temp.loss(n, how, tbl) VALUES(%lld, %d, '%q')",
                (long long)b->row, LOSS_PART, t->name) < 0)
            return -1;
    }
    return 0;
}

int mend_start(struct sqlite3 *db, struct err *e)
{
    return db_exec(
        db,
        "CREATE TEMP TABLE loss(n INTEGER PRIMARY KEY, kind TEXT, how INTEGER NOT NULL, tbl TEXT NOT"
        " NULL, label TEXT, owner INTEGER, id BLOB, hidden INTEGER NOT NULL DEFAULT 0)",
        e);
}

int mend_rows(struct sqlite3 *db, const struct survey *s, const struct harvest *h, bool all,
              const struct mend_cards *cards, struct losses *lost, struct err *e)
{
    struct mending m = { .db = db, .survey = s, .all = all, .cards = cards, .lost = lost };
    int rc = shapes_load(db, &m.shapes, e);
    if (rc == 0)
        rc = harvest_lay(h, s, &m.shapes, db, e);
    if (rc == 0 && (rebuild_recs(&m, e) < 0 || rebuild_lists(&m, e) < 0 || find_losses(&m, e) < 0 ||
                    mend_names(m.db, m.cards, e) < 0 || fill_cut_rows(&m, e) < 0 || settle(&m, e) < 0))
        rc = -1;
    shapes_free(&m.shapes);
    return rc;
}
