/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Triggers note which records a change concerns; a case also when something in it was removed or moved to
 * another case. derive_refresh adds the cases that what changed is part of, and brings all of them up to
 * date.
 *
 * The deadline of a case is that of its latest appeal that has one, is not closed, is no stop notice, and
 * that no other appeal supersedes. (The latest of all may be a summary without a date: it must not hide a
 * deadline.) */
#include "satchel/store/derive.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/store/db.h"
#include "satchel/store/search_index.h"
#include "satchel/store/sorted.h"

/* A row of `table` is gone, or is now of another case. */
#define LEFT_BEHIND(table)                                                                                   \
    "CREATE TRIGGER stale_" table "_gone AFTER DELETE ON " table                                             \
    " BEGIN INSERT INTO stale VALUES(old.kase) ON CONFLICT DO NOTHING; END;"                                 \
    "CREATE TRIGGER stale_" table "_moved AFTER UPDATE OF kase ON " table                                    \
    " BEGIN INSERT INTO stale VALUES(old.kase) ON CONFLICT DO NOTHING; END;"

static const char INDEX[] =
    "CREATE VIRTUAL TABLE search USING fts5("
    " rec UNINDEXED, field UNINDEXED, text, tokenize = 'satchel', prefix = '2 3', columnsize = 0)";

static const char *const SCHEMA[] = {
    INDEX,
    "CREATE TABLE stale(n INTEGER PRIMARY KEY) STRICT",
    "CREATE TRIGGER stale_new AFTER INSERT ON rec"
    " BEGIN INSERT INTO stale VALUES(new.n) ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER stale_set AFTER UPDATE ON rec"
    " BEGIN INSERT INTO stale VALUES(new.n) ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER stale_gone AFTER DELETE ON rec"
    " BEGIN INSERT INTO stale VALUES(old.n) ON CONFLICT DO NOTHING; END",
    LEFT_BEHIND("appeal"),
    LEFT_BEHIND("case_person"),
    LEFT_BEHIND("event"),
    LEFT_BEHIND("fact"),
    LEFT_BEHIND("letter"),
    LEFT_BEHIND("action"),
    LEFT_BEHIND("item"),
    "CREATE TABLE case_row("
    " n INTEGER PRIMARY KEY, closed INTEGER NOT NULL, due INTEGER NOT NULL, appeal INTEGER,"
    " risk_key INTEGER NOT NULL, title_key TEXT NOT NULL, country_key TEXT NOT NULL,"
    " changed INTEGER NOT NULL, number TEXT NOT NULL, status TEXT NOT NULL, risk TEXT NOT NULL,"
    " country TEXT NOT NULL, country_text TEXT NOT NULL, title TEXT NOT NULL, name TEXT NOT NULL,"
    " withheld INTEGER NOT NULL, state TEXT NOT NULL) STRICT",
    "CREATE INDEX case_row_due ON case_row(closed, due, n)",
    "CREATE INDEX case_row_title ON case_row(closed, title_key, n)",
    "CREATE INDEX case_row_country ON case_row(closed, country_key, due, n)",
    "CREATE INDEX case_row_risk ON case_row(closed, risk_key, due, n)",
    "CREATE INDEX case_row_changed ON case_row(closed, changed, n)",
};

int derive_create(struct sqlite3 *db, struct err *e)
{
    for (size_t i = 0; i < sizeof SCHEMA / sizeof *SCHEMA; i++)
        if (db_exec(db, SCHEMA[i], e) < 0)
            return -1;
    return 0;
}

/* ---- the rows of cases --------------------------------------------------------------------------------- */

/* What is in a case, itself included. */
#define IN_CASE                                                                                              \
    "SELECT ?1 AS n UNION ALL SELECT n FROM appeal WHERE kase = ?1"                                          \
    " UNION ALL SELECT n FROM case_person WHERE kase = ?1 UNION ALL SELECT n FROM event WHERE kase = ?1"     \
    " UNION ALL SELECT n FROM fact WHERE kase = ?1 UNION ALL SELECT n FROM letter WHERE kase = ?1"           \
    " UNION ALL SELECT n FROM action WHERE kase = ?1 UNION ALL SELECT n FROM item WHERE kase = ?1"

/* ?1 the case, ?2 its title, folded, ?3 DERIVE_NO_DEADLINE. Keys sort: high risk first, no country last. */
static const char CASE_ROW[] =
    "WITH live AS ("
    "  SELECT appeal.* FROM appeal JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0),"
    " running AS ("
    "  SELECT n, deadline FROM live"
    "  WHERE deadline IS NOT NULL AND closed_on IS NULL AND kind <> 'stop'"
    "  AND n NOT IN (SELECT supersedes FROM live WHERE supersedes IS NOT NULL)"
    "  ORDER BY issued DESC NULLS LAST, n DESC LIMIT 1),"
    " numbered AS ("
    "  SELECT number_norm FROM live WHERE number_norm IS NOT NULL"
    "  ORDER BY issued DESC NULLS LAST, n DESC LIMIT 1),"
    " main AS ("
    "  SELECT case_person.n, person, withheld_name FROM case_person JOIN rec USING(n)"
    "  JOIN person ON person.n = person"
    "  WHERE kase = ?1 AND deleted = 0 AND role = 'at_risk' ORDER BY case_person.n LIMIT 1),"
    " called AS ("
    "  SELECT iif(withheld_name, '', text) AS text FROM main JOIN name ON of = person"
    "  JOIN rec ON rec.n = name.n WHERE deleted = 0 ORDER BY pos LIMIT 1),"
    " now AS ("
    "  SELECT state FROM person_state JOIN rec USING(n)"
    "  WHERE case_person = (SELECT n FROM main) AND deleted = 0"
    "  ORDER BY coalesce(since_earliest, since_latest, -999999) DESC, pos DESC LIMIT 1)"
    " INSERT INTO case_row(n, closed, due, appeal, risk_key, title_key, country_key, changed, number,"
    "  status, risk, country, country_text, title, name, withheld, state)"
    " SELECT n, status = 'closed', coalesce((SELECT deadline FROM running), ?3), (SELECT n FROM running),"
    "  CASE risk WHEN 'high' THEN 0 WHEN 'medium' THEN 1 WHEN 'low' THEN 2 ELSE 3 END, ?2,"
    "  coalesce(country, '~'), (SELECT max(changed) FROM rec WHERE n IN (" IN_CASE ")),"
    "  coalesce((SELECT number_norm FROM numbered), printf('C-%04d', no)), status, risk,"
    "  coalesce(country, ''), coalesce(nullif(country_text, ''), country, ''), coalesce(title, ''),"
    "  coalesce((SELECT text FROM called), group_label, ''),"
    "  coalesce((SELECT withheld_name FROM main), 0), coalesce((SELECT state FROM now), '')"
    " FROM kase JOIN rec USING(n) WHERE n = ?1 AND deleted = 0";

static int drop_case_row(struct store *s, int64_t n, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "DELETE FROM case_row WHERE n = ?1", e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    return db_run(s, st, e);
}

static int put_case_row(struct store *s, int64_t n, const char *title_key, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, CASE_ROW, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    db_bind_text(st, 2, title_key);
    sqlite3_bind_int64(st, 3, DERIVE_NO_DEADLINE);
    return db_run(s, st, e);
}

/* 1: n is a case; its title folded, caller frees. 0: it is none. */
static int title_of(struct store *s, int64_t n, char **key, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "SELECT coalesce(title, '') FROM kase WHERE n = ?1", e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    int rc = db_step(st, e);
    if (rc > 0) {
        const char *title = (const char *)sqlite3_column_text(st, 0);
        *key = title ? text_fold(title, strlen(title), e) : NULL;
        rc = *key ? 1 : title ? -1 : err_no_memory(e);
    }
    db_done(s, st);
    return rc;
}

static int refresh_case_row(struct store *s, int64_t n, struct err *e)
{
    char *key = NULL;
    if (drop_case_row(s, n, e) < 0)
        return -1;
    int rc = title_of(s, n, &key, e);
    if (rc > 0)
        rc = put_case_row(s, n, key, e);
    str_free(key);
    return rc;
}

#define TOUCHED_MOST 100 /* beyond that it is quicker to sort anew */

/* ---- bringing up to date ------------------------------------------------------------------------------- */

/* The cases of the stale rows of a table. (CROSS: few are stale, so begin with those.) */
#define CASES_OF(table, column)                                                                              \
    "INSERT INTO stale SELECT kase FROM stale CROSS JOIN " table " ON " column " = stale.n WHERE true"       \
    " ON CONFLICT DO NOTHING"

static const char *const CASES_OF_STALE[] = {
    CASES_OF("appeal", "appeal.n"),    CASES_OF("case_person", "case_person.n"),
    CASES_OF("case_person", "person"), CASES_OF("event", "event.n"),
    CASES_OF("fact", "fact.n"),        CASES_OF("letter", "letter.n"),
    CASES_OF("action", "action.n"),    CASES_OF("item", "item.n"),
};

static int add_cases(struct store *s, struct err *e)
{
    for (size_t i = 0; i < sizeof CASES_OF_STALE / sizeof *CASES_OF_STALE; i++) {
        sqlite3_stmt *st = db_prepare(s, CASES_OF_STALE[i], e);
        if (!st || db_run(s, st, e) < 0)
            return -1;
    }
    return 0;
}

struct stale {
    int64_t n, row; /* row: of its card */
};

struct stale_list {
    struct stale *at;
    size_t n, cap;
};

static int by_row(const void *a, const void *b)
{
    const struct stale *x = a, *y = b;
    return (x->row > y->row) - (x->row < y->row);
}

static int add_stale(void *to, sqlite3_stmt *st, struct err *e)
{
    struct stale_list *out = to;
    const char *kind = (const char *)sqlite3_column_text(st, 1);
    const struct kind *k = kind ? kind_named(kind) : NULL;
    int64_t n = sqlite3_column_int64(st, 0);
    if (dyn_room(out) < 0)
        return err_no_memory(e);
    out->at[out->n++] = (struct stale){ n, search_row(k ? k->kind : KIND_NONE, n) };
    return 0;
}

/* In the order of the index, which takes them much faster so. */
static int read_stale(struct store *s, struct stale_list *out, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "SELECT n, kind FROM stale LEFT JOIN rec USING(n)", e);
    int rc = st ? db_each(s, st, add_stale, out, e) : -1;
    if (rc == 0 && out->n)
        qsort(out->at, out->n, sizeof *out->at, by_row);
    return rc;
}

/* The orders that are kept. */
static void follow(struct store *s, const struct stale_list *list)
{
    if (list->n > TOUCHED_MOST)
        sorted_forget(s);
    for (size_t i = 0; i < list->n && list->n <= TOUCHED_MOST; i++)
        sorted_take_out(s, list->at[i].n);
    for (size_t i = 0; i < list->n && list->n <= TOUCHED_MOST; i++)
        sorted_put_in(s, list->at[i].n);
}

static int refresh_each(struct store *s, struct err *e)
{
    struct stale_list list = { 0 };
    int rc = read_stale(s, &list, e);
    for (size_t i = 0; rc == 0 && i < list.n; i++)
        rc = search_index_record(s, list.at[i].n, e);
    for (size_t i = 0; rc == 0 && i < list.n; i++)
        rc = refresh_case_row(s, list.at[i].n, e);
    follow(s, &list);
    free(list.at);
    return rc;
}

int derive_refresh(struct store *s, struct err *e)
{
    int64_t any = 0;
    if (db_number(s, "SELECT EXISTS(SELECT 1 FROM stale)", 0, &any, e) < 0)
        return -1;
    if (!any)
        return 0;
    if (add_cases(s, e) < 0 || refresh_each(s, e) < 0)
        return -1;
    return db_exec(store_db(s), "DELETE FROM stale", e);
}

/* A table of FTS5 is emptied row by row; dropping it is quicker, and leaves nothing. */
int derive_rebuild(struct store *s, struct err *e)
{
    static const char ALL[] = "DELETE FROM case_row;"
                              "INSERT INTO stale SELECT n FROM rec WHERE true ON CONFLICT DO NOTHING";
    struct sqlite3 *db = store_db(s);
    if (db_exec(db, "DROP TABLE IF EXISTS search", e) < 0 || db_exec(db, INDEX, e) < 0 ||
        db_exec(db, ALL, e) < 0)
        return -1;
    return derive_refresh(s, e);
}

int derive_purge(struct store *s, struct err *e)
{
    return derive_refresh(s, e) < 0 || search_index_squeeze(s, e) < 0 ? -1 : 0;
}
