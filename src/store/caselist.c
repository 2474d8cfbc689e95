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

/* What is read of an order: its beginning, what has the same key as the last case known, what comes after.
 * Each is answered by an index of case_row alone, from where it begins. ?1: closed, ?2: the last case, ?3:
 * how many. */
enum part { BEGINNING, SAME_KEY, AFTER, PARTS };

#define FROM(condition)   "SELECT n FROM case_row WHERE closed = ?1 " condition
#define KEY_OF_LAST(keys) "(SELECT " keys " FROM case_row WHERE n = ?2)"
#define IN_ORDER(keys, beyond, ordered, last_ordered)                                                        \
    {                                                                                                        \
        FROM("ORDER BY " ordered last_ordered " LIMIT ?3"),                                                  \
            FROM("AND (" keys ") = " KEY_OF_LAST(keys) " AND n " beyond " ?2 ORDER BY " last_ordered         \
                                                       " LIMIT ?3"),                                         \
            FROM("AND (" keys ") " beyond " " KEY_OF_LAST(keys) " ORDER BY " ordered last_ordered            \
                                                                " LIMIT ?3")                                 \
    }

static const char *const ORDERS[CASELIST_SORTS][PARTS] = {
    [CASELIST_BY_DEADLINE] = IN_ORDER("due", ">", "due, ", "n"),
    [CASELIST_BY_TITLE] = IN_ORDER("title_key", ">", "title_key, ", "n"),
    [CASELIST_BY_COUNTRY] = IN_ORDER("country_key, due", ">", "country_key, due, ", "n"),
    [CASELIST_BY_RISK] = IN_ORDER("risk_key, due", ">", "risk_key, due, ", "n"),
    [CASELIST_BY_CHANGE] = IN_ORDER("changed", "<", "changed DESC, ", "n DESC"),
};

static int add_case(struct caselist *l, int64_t n, struct err *e)
{
    l->last = n;
    if (l->narrowed && !search_has_row(&l->wanted, n))
        return 0;
    if (dyn_room(l) < 0)
        return err_no_memory(e);
    l->at[l->n++] = n;
    return 0;
}

/* Reads on in one part, `most` cases at most; how many it read, or -1. */
static int64_t read_part(struct store *s, struct caselist *l, enum part part, int64_t most, struct err *e)
{
    int rc;
    int64_t read = 0;
    sqlite3_stmt *st = db_prepare(s, ORDERS[l->sort][part], e);
    if (!st)
        return -1;
    sqlite3_bind_int(st, 1, l->closed);
    sqlite3_bind_int64(st, 2, l->last);
    sqlite3_bind_int64(st, 3, most);
    while ((rc = db_step(st, e)) > 0 && (rc = add_case(l, sqlite3_column_int64(st, 0), e)) == 0)
        read++;
    db_done(s, st);
    return rc < 0 ? -1 : read;
}

/* The closed ones come after the open ones. */
static int next_group(struct store *s, struct caselist *l, struct err *e)
{
    int64_t total;
    if (!l->closed && l->show == CASELIST_ALL) {
        l->closed = true;
        l->last = 0;
        return 0;
    }
    if (db_number(s, "SELECT count(*) FROM case_row", 0, &total, e) < 0)
        return -1;
    l->total = (size_t)total;
    l->whole = true;
    return 0;
}

int caselist_more(struct store *s, struct caselist *l, struct err *e)
{
    int64_t left = CASELIST_PIECE;
    enum part part = l->last ? SAME_KEY : BEGINNING;
    while (!l->whole && left > 0) {
        int64_t read = read_part(s, l, part, left, e);
        if (read < 0 || (read < left && part != SAME_KEY && next_group(s, l, e) < 0))
            return -1;
        part = part == SAME_KEY ? AFTER : BEGINNING;
        left -= read;
    }
    return l->whole ? 0 : 1;
}

int caselist_load(struct store *s, const struct caselist_filter *f, struct caselist *out, struct err *e)
{
    *out = (struct caselist){ .sort = f->sort, .show = f->show, .closed = f->show == CASELIST_CLOSED };
    out->narrowed = f->text && !text_is_blank(f->text);
    int rc = out->narrowed ? search_rows(s, KIND_CASE, f->text, &out->wanted, e) : 0;
    if (rc == 0)
        do
            rc = caselist_more(s, out, e);
        while (rc > 0 && out->narrowed);
    if (rc < 0)
        caselist_free(out);
    return rc < 0 ? -1 : 0;
}

void caselist_free(struct caselist *l)
{
    free(l->at);
    store_rows_free(&l->wanted);
    *l = (struct caselist){ 0 };
}

static size_t find_from(const struct caselist *l, size_t i, int64_t n)
{
    while (i < l->n && l->at[i] != n)
        i++;
    return i;
}

size_t caselist_find(const struct caselist *l, int64_t n)
{
    return find_from(l, 0, n);
}

int caselist_reach(struct store *s, struct caselist *l, int64_t n, size_t *at, struct err *e)
{
    *at = caselist_find(l, n);
    while (*at == l->n && !l->whole) {
        if (caselist_more(s, l, e) < 0)
            return -1;
        *at = find_from(l, *at, n);
    }
    return 0;
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
