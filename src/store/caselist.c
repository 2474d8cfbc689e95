/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/caselist.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/kase.h"
#include "satchel/store/db.h"
#include "satchel/store/derive.h"
#include "satchel/store/search.h"

/* Each is answered by an index of case_row alone. ?1: closed. */
static const char *const IN_ORDER[CASELIST_SORTS] = {
    [CASELIST_BY_DEADLINE] = "SELECT n FROM case_row WHERE closed = ?1 ORDER BY due, n",
    [CASELIST_BY_TITLE] = "SELECT n FROM case_row WHERE closed = ?1 ORDER BY title_key, n",
    [CASELIST_BY_COUNTRY] = "SELECT n FROM case_row WHERE closed = ?1 ORDER BY country_key, due, n",
    [CASELIST_BY_RISK] = "SELECT n FROM case_row WHERE closed = ?1 ORDER BY risk_key, due, n",
    [CASELIST_BY_CHANGE] = "SELECT n FROM case_row WHERE closed = ?1 ORDER BY changed DESC, n DESC",
};

/* wanted: of search_rows; NULL: all. */
static int add_cases(struct store *s, enum caselist_sort sort, bool closed, const struct store_rows *wanted,
                     struct caselist *out, struct err *e)
{
    int rc;
    sqlite3_stmt *st = db_prepare(s, IN_ORDER[sort], e);
    if (!st)
        return -1;
    sqlite3_bind_int(st, 1, closed);
    while ((rc = db_step(st, e)) > 0) {
        int64_t n = sqlite3_column_int64(st, 0);
        if (!wanted || search_has_row(wanted, n))
            out->at[out->n++] = n;
    }
    db_done(s, st);
    return rc;
}

static int fill(struct store *s, const struct caselist_filter *f, const struct store_rows *wanted,
                struct caselist *out, struct err *e)
{
    int64_t total;
    if (db_number(s, "SELECT count(*) FROM case_row", 0, &total, e) < 0)
        return -1;
    out->total = (size_t)total;
    out->at = calloc(out->total + 1, sizeof *out->at);
    if (!out->at)
        return err_no_memory(e);
    for (int closed = 0; closed <= 1; closed++)
        if ((f->show == CASELIST_ALL || f->show == (closed ? CASELIST_CLOSED : CASELIST_OPEN)) &&
            add_cases(s, f->sort, closed, wanted, out, e) < 0)
            return -1;
    return 0;
}

int caselist_load(struct store *s, const struct caselist_filter *f, struct caselist *out, struct err *e)
{
    struct store_rows wanted = { 0 };
    bool all = !f->text || text_is_blank(f->text);
    *out = (struct caselist){ 0 };
    if (!all && search_rows(s, KIND_CASE, f->text, &wanted, e) < 0)
        return -1;
    int rc = fill(s, f, all ? NULL : &wanted, out, e);
    store_rows_free(&wanted);
    if (rc < 0)
        caselist_free(out);
    return rc;
}

void caselist_free(struct caselist *l)
{
    free(l->at);
    *l = (struct caselist){ 0 };
}

size_t caselist_find(const struct caselist *l, int64_t n)
{
    size_t i = 0;
    while (i < l->n && l->at[i] != n)
        i++;
    return i;
}

/* ---- a line -------------------------------------------------------------------------------------------- */

static const char ROW[] = "SELECT number, due, appeal, status, risk, country_text, title, name, withheld,"
                          " state FROM case_row WHERE n = ?1";

static int word_at(sqlite3_stmt *st, int column, const struct rec_enum *words)
{
    const char *word = (const char *)sqlite3_column_text(st, column);
    int i = word ? rec_enum_find(words, word) : -1;
    return i < 0 ? 0 : i;
}

static int read_row(sqlite3_stmt *st, struct caselist_row *r, struct err *e)
{
    int due = sqlite3_column_int(st, 1);
    r->deadline = (struct opt_day){ due != DERIVE_NO_DEADLINE, due != DERIVE_NO_DEADLINE ? due : 0 };
    r->appeal = sqlite3_column_int64(st, 2);
    r->status = word_at(st, 3, &ENUM_case_status);
    r->closed = r->status == CASE_CLOSED;
    r->risk = word_at(st, 4, &ENUM_risk);
    r->withheld = sqlite3_column_int(st, 8);
    r->state = word_at(st, 9, &ENUM_person_state);
    return db_text(st, 0, &r->number, e) < 0 || db_text(st, 5, &r->country, e) < 0 ||
                   db_text(st, 6, &r->title, e) < 0 || db_text(st, 7, &r->name, e) < 0
               ? -1
               : 0;
}

int caselist_row(struct store *s, int64_t n, struct caselist_row *out, struct err *e)
{
    *out = (struct caselist_row){ .n = n };
    sqlite3_stmt *st = db_prepare(s, ROW, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    int rc = db_step(st, e);
    if (rc == 0)
        rc = err_set(e, ERR_NOT_FOUND, _("This case is not there any more. Undo may bring it back."));
    else if (rc > 0)
        rc = read_row(st, out, e);
    db_done(s, st);
    if (rc < 0)
        caselist_row_free(out);
    return rc;
}

void caselist_row_free(struct caselist_row *r)
{
    str_free(r->number);
    str_free(r->country);
    str_free(r->title);
    str_free(r->name);
    *r = (struct caselist_row){ 0 };
}

/* ---- how much there is in a case ----------------------------------------------------------------------- */

/* One row; statements are those in its sources, files those of its items. */
static const char COUNTS[] =
    "SELECT (SELECT count(*) FROM case_person JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0),"
    " (SELECT count(*) FROM event JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0),"
    " (SELECT count(*) FROM statement JOIN rec USING(n) WHERE deleted = 0 AND source IN (" SOURCES_OF_CASE
    ")),"
    " (SELECT count(*) FROM letter JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0),"
    " (SELECT count(*) FROM letter JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0 AND state = 'sent'),"
    " (SELECT count(*) FROM letter JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0 AND state = 'draft'),"
    " (SELECT count(*) FROM action JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0),"
    " (SELECT count(*) FROM item JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0),"
    " (SELECT count(*) FROM note JOIN rec USING(n) WHERE of = ?1 AND deleted = 0),"
    " (SELECT max(day) FROM ("
    "   SELECT last_used AS day FROM contact JOIN rec USING(n) WHERE deleted = 0"
    "     AND of IN (SELECT person FROM case_person JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0)"
    "   UNION ALL SELECT day FROM checkin JOIN rec USING(n) JOIN checkin_log ON checkin = checkin.n"
    "     WHERE deleted = 0 AND result = 'done'"
    "     AND person IN (SELECT person FROM case_person JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0)))";

int caselist_counts(struct store *s, int64_t n, struct case_counts *out, struct err *e)
{
    *out = (struct case_counts){ 0 };
    int64_t *const counts[] = { &out->people,  &out->events,       &out->statements,
                                &out->letters, &out->letters_sent, &out->letters_draft,
                                &out->actions, &out->files,        &out->notes };
    const int last = sizeof counts / sizeof *counts;
    sqlite3_stmt *st = db_prepare(s, COUNTS, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    int rc = db_step(st, e);
    for (int i = 0; i < last && rc > 0; i++)
        *counts[i] = sqlite3_column_int64(st, i);
    if (rc > 0 && sqlite3_column_type(st, last) != SQLITE_NULL)
        out->last_contact = (struct opt_day){ true, sqlite3_column_int(st, last) };
    db_done(s, st);
    return rc < 0 ? -1 : 0;
}
