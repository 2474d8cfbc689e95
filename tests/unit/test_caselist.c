/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "storebox.h"
#include "satchel/base/buf.h"
#include "satchel/base/day.h"
#include "satchel/model/kase.h"
#include "satchel/store/caselist.h"
#include "satchel/store/db.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

static int64_t put_case(struct storebox *b, const char *title, const char *status, const char *risk,
                        const char *country)
{
    b->now++;
    return storebox_put(b, KIND_CASE, "title", title, "status", status, "risk", risk, "country", country,
                        NULL);
}

static int64_t put_appeal(struct storebox *b, int64_t kase, const char *number, const char *issued,
                          const char *deadline)
{
    return storebox_put(b, KIND_APPEAL, "case", storebox_id(b, kase), "number", number, "issued", issued,
                        "deadline", deadline, NULL);
}

/* The titles, one letter each, in order. */
static char *order(struct storebox *b, struct caselist_filter f)
{
    struct caselist list;
    struct buf out = { 0 };
    STOREBOX_OK(caselist_load(b->s, &f, &list, &b->e));
    for (size_t i = 0; i < list.n; i++) {
        struct caselist_row row;
        STOREBOX_OK(caselist_row(b->s, list.at[i], &row, &b->e));
        assert_int_equal(caselist_find(&list, row.n), i);
        buf_adds(&out, row.title);
        caselist_row_free(&row);
    }
    assert_int_equal(caselist_find(&list, -1), list.n);
    caselist_free(&list);
    return buf_take(&out, NULL);
}

#define assert_order(want, ...)                                                                              \
    do {                                                                                                     \
        char *got = order(b, (struct caselist_filter){ __VA_ARGS__ });                                       \
        assert_string_equal(got, want);                                                                      \
        str_free(got);                                                                                       \
    } while (0)

static void sorts_and_filters(void **state)
{
    struct storebox *b = *state;
    int64_t later = put_case(b, "b", "open", "low", "SY");
    int64_t overdue = put_case(b, "é", "watch", "high", "FD");
    put_case(b, "A", "open", "", "");
    int64_t soon = put_case(b, "d", "open", "high", "FD");
    int64_t closed = put_case(b, "c", "closed", "medium", "SY");
    put_appeal(b, later, "", "2026-10-01", "2027-03-01");
    put_appeal(b, overdue, "", "2026-10-01", "2026-11-01");
    put_appeal(b, soon, "", "2026-10-01", "2026-11-25");
    put_appeal(b, closed, "", "2026-10-01", "2026-11-23");

    assert_order("édbA", .sort = CASELIST_BY_DEADLINE);
    assert_order("Abdé", .sort = CASELIST_BY_TITLE);
    assert_order("édbA", .sort = CASELIST_BY_COUNTRY);
    assert_order("édbA", .sort = CASELIST_BY_RISK);
    assert_order("débA", .sort = CASELIST_BY_CHANGE);
    assert_order("c", .show = CASELIST_CLOSED);
    assert_order("édbAc", .show = CASELIST_ALL);
    assert_order("d", .text = "d");
    assert_order("", .text = "zzz");
    assert_order("é", .text = "E ");
    assert_order("édbA", .text = "  ");

    b->now++;
    storebox_put(b, KIND_EVENT, "case", storebox_id(b, later), "text", "something", NULL);
    assert_order("bdéA", .sort = CASELIST_BY_CHANGE);
    STOREBOX_OK(store_undo(b->s, NULL, &b->e));
    assert_order("débA", .sort = CASELIST_BY_CHANGE);
    struct caselist all;
    STOREBOX_OK(caselist_load(b->s, &(struct caselist_filter){ .text = "b" }, &all, &b->e));
    assert_int_equal(all.n, 1);
    assert_int_equal(all.total, 5);
    caselist_free(&all);
}

/* Deadlines, of which many are the same or none, over several pieces: the same order as SQL gives in one. */
static void reads_on_in_pieces(void **state)
{
    struct storebox *b = *state;
    static const char CASES[] =
        "WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 7000)"
        " INSERT INTO case_row(n, closed, due, appeal, risk_key, title_key, country_key, changed, number, "
        "status,"
        "   risk, country, country_text, title, name, withheld, state)"
        " SELECT i, i % 5 = 0, CASE WHEN i % 2 THEN 2147483647 ELSE i * 7919 % 50 END, 0, i % 3, i % 11, i % "
        "4,"
        "   i / 3000, '', 'open', '', '', '', '', '', 0, 'unknown' FROM i";
    static const char *const KEYS[] = { [CASELIST_BY_DEADLINE] = "due, n",
                                        [CASELIST_BY_TITLE] = "title_key, n",
                                        [CASELIST_BY_COUNTRY] = "country_key, due, n",
                                        [CASELIST_BY_RISK] = "risk_key, due, n",
                                        [CASELIST_BY_CHANGE] = "changed DESC, n DESC" };
    STOREBOX_OK(db_exec(store_db(b->s), "PRAGMA foreign_keys = OFF", &b->e));
    STOREBOX_OK(db_exec(store_db(b->s), CASES, &b->e));
    for (int sort = 0; sort < CASELIST_SORTS; sort++) {
        struct caselist l;
        struct caselist_filter f = { .sort = (enum caselist_sort)sort, .show = CASELIST_ALL };
        char sql[128];
        sqlite3_stmt *st;
        size_t at, n = 0;
        snprintf(sql, sizeof sql, "SELECT n FROM case_row ORDER BY closed, %s", KEYS[sort]);
        STOREBOX_OK(caselist_load(b->s, &f, &l, &b->e));
        assert_int_equal(l.n, CASELIST_PIECE);
        assert_false(l.whole);
        STOREBOX_OK(caselist_reach(b->s, &l, 5000, &at, &b->e));
        assert_int_equal(l.at[at], 5000);
        STOREBOX_OK(caselist_reach(b->s, &l, 7001, &at, &b->e));
        assert_true(l.whole && at == l.n && l.n == 7000 && l.total == 7000);
        st = db_prepare_once(b->s, sql, &b->e);
        while (db_step(st, &b->e) > 0)
            assert_int_equal(l.at[n++], sqlite3_column_int64(st, 0));
        assert_int_equal(n, 7000);
        db_done(b->s, st);
        caselist_free(&l);
    }
}

static void says_what_a_line_shows(void **state)
{
    struct storebox *b = *state;
    struct caselist_row row;
    int64_t n = put_case(b, "Writer missing", "open", "high", "SY");
    STOREBOX_OK(caselist_row(b->s, n, &row, &b->e));
    assert_string_equal(row.number, "C-0001");
    assert_string_equal(row.name, "");
    assert_false(row.deadline.set);
    caselist_row_free(&row);

    int64_t mother = storebox_put(b, KIND_PERSON, "names", "Olga Testova", NULL);
    int64_t anna = storebox_put(b, KIND_PERSON, "names", "Anna Testova\nАнна", NULL);
    storebox_put(b, KIND_MEMBER, "case", storebox_id(b, n), "person", storebox_id(b, mother), "role",
                 "family", NULL);
    storebox_put(b, KIND_MEMBER, "case", storebox_id(b, n), "person", storebox_id(b, anna), "role", "at_risk",
                 "states", "missing | since=2026-02-03\nheld | since=2026-02", NULL);
    int64_t appeal = put_appeal(b, n, "UA 026/23", "2026-10-02", "2026-11-24");
    STOREBOX_OK(caselist_row(b->s, n, &row, &b->e));
    assert_string_equal(row.number, "26/23");
    assert_string_equal(row.title, "Writer missing");
    assert_string_equal(row.country, "SY");
    assert_string_equal(row.name, "Anna Testova");
    assert_int_equal(row.risk, RISK_HIGH);
    assert_int_equal(row.state, STATE_MISSING); /* the later of the two */
    assert_int_equal(row.appeal, appeal);
    assert_true(row.deadline.set && row.deadline.v == day_from_civil(2026, 11, 24));
    caselist_row_free(&row);
    assert_int_equal(caselist_row(b->s, n + 1000, &row, &b->e), -1);
    assert_int_equal(b->e.code, ERR_NOT_FOUND);
}

static void keeps_a_withheld_name(void **state)
{
    struct storebox *b = *state;
    struct caselist_row row;
    int64_t n = put_case(b, "Group", "open", "", "");
    int64_t anna = storebox_put(b, KIND_PERSON, "names", "Anna Testova", "withheld_name", "yes", NULL);
    storebox_put(b, KIND_MEMBER, "case", storebox_id(b, n), "person", storebox_id(b, anna), "role", "at_risk",
                 NULL);
    STOREBOX_OK(caselist_row(b->s, n, &row, &b->e));
    assert_string_equal(row.name, "");
    assert_true(row.withheld);
    caselist_row_free(&row);
    n = storebox_put(b, KIND_CASE, "title", "Herders", "group_label", "32 families", NULL);
    STOREBOX_OK(caselist_row(b->s, n, &row, &b->e));
    assert_string_equal(row.name, "32 families");
    caselist_row_free(&row);
}

static void assert_deadline(struct storebox *b, int64_t n, const char *ymd)
{
    struct caselist_row row;
    char text[DAY_TEXT_BYTES] = "-";
    STOREBOX_OK(caselist_row(b->s, n, &row, &b->e));
    if (row.deadline.set)
        day_format(row.deadline.v, text);
    assert_string_equal(text, ymd);
    caselist_row_free(&row);
}

static void takes_the_deadline_of_the_appeal_that_runs(void **state)
{
    struct storebox *b = *state;
    int64_t n = put_case(b, "Writer missing", "open", "", "");
    int64_t first = put_appeal(b, n, "UA 26/23", "2026-01-10", "2026-03-01");
    assert_deadline(b, n, "2026-03-01");
    int64_t update = storebox_put(b, KIND_APPEAL, "case", storebox_id(b, n), "kind", "update", "number",
                                  "UA 26/23-1", "issued", "2026-02-20", "deadline", "2026-02-25",
                                  "supersedes", storebox_id(b, first), NULL);
    assert_deadline(b, n, "2026-02-25"); /* earlier than what it supersedes */
    storebox_put(b, KIND_APPEAL, "case", storebox_id(b, n), "kind", "summary", "issued", "2026-06-01", NULL);
    assert_deadline(b, n, "2026-02-25"); /* a summary without a date hides none */
    put_appeal(b, n, "", "2026-05-01", "2026-07-01");
    assert_deadline(b, n, "2026-07-01");
    STOREBOX_OK(store_undo(b->s, NULL, &b->e));
    assert_deadline(b, n, "2026-02-25");
    STOREBOX_OK(store_delete(b->s, update, NULL, &b->e));
    assert_deadline(b, n, "2026-03-01");
    STOREBOX_OK(store_undo(b->s, NULL, &b->e));
    assert_deadline(b, n, "2026-02-25");

    struct rec *r;
    STOREBOX_OK(store_get(b->s, update, &r, &b->e));
    ((struct appeal *)r)->closed_on = (struct opt_day){ true, 0 };
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
    assert_deadline(b, n, "-");
    storebox_put(b, KIND_APPEAL, "case", storebox_id(b, n), "kind", "stop", "deadline", "2027-01-01", NULL);
    assert_deadline(b, n, "-");
}

static void counts_what_is_in_a_case(void **state)
{
    struct storebox *b = *state;
    struct case_counts c;
    int64_t n = put_case(b, "One", "open", "", ""), other = put_case(b, "Two", "open", "", "");
    int64_t anna = storebox_put(b, KIND_PERSON, "names", "Anna Testova", NULL);
    storebox_put(b, KIND_MEMBER, "case", storebox_id(b, n), "person", storebox_id(b, anna), "role", "family",
                 NULL);
    int64_t contact = storebox_put(b, KIND_CONTACT, "of", storebox_id(b, anna), "kind", "mobile", "raw",
                                   "+99 1", "last_used", "2026-11-10", NULL);
    storebox_put(b, KIND_CHECKIN, "person", storebox_id(b, anna), "contact", storebox_id(b, contact), "log",
                 "2026-11-12 | result=done\n2026-11-19 | result=missed", NULL);
    int64_t source = storebox_put(b, KIND_SOURCE, "text", "A: yes", NULL);
    storebox_put(b, KIND_APPEAL, "case", storebox_id(b, n), "source", storebox_id(b, source), NULL);
    storebox_put(b, KIND_STATEMENT, "source", storebox_id(b, source), "heading", "A talk", NULL);
    storebox_put(b, KIND_EVENT, "case", storebox_id(b, n), "text", "taken", NULL);
    storebox_put(b, KIND_EVENT, "case", storebox_id(b, other), "text", "taken", NULL);
    storebox_put(b, KIND_LETTER, "case", storebox_id(b, n), "state", "draft", NULL);
    storebox_put(b, KIND_LETTER, "case", storebox_id(b, n), "state", "sent", NULL);
    int64_t gone = storebox_put(b, KIND_LETTER, "case", storebox_id(b, n), "state", "ready", NULL);
    storebox_put(b, KIND_ACTION, "case", storebox_id(b, n), "channel", "post", "day", "2026-11-01", NULL);
    storebox_put(b, KIND_ITEM, "case", storebox_id(b, n), "title", "recording", NULL);
    storebox_put(b, KIND_NOTE, "of", storebox_id(b, n), "text", "ask again", NULL);
    STOREBOX_OK(store_delete(b->s, gone, NULL, &b->e));
    STOREBOX_OK(caselist_counts(b->s, n, &c, &b->e));
    const int64_t got[] = { c.people,        c.events,  c.statements, c.letters, c.letters_sent,
                            c.letters_draft, c.actions, c.files,      c.notes };
    const int64_t want[] = { 1, 1, 1, 2, 1, 1, 1, 1, 1 };
    for (size_t i = 0; i < sizeof got / sizeof *got; i++)
        assert_int_equal(got[i], want[i]);
    assert_true(c.last_contact.set && c.last_contact.v == day_from_civil(2026, 11, 12));
    STOREBOX_OK(caselist_counts(b->s, other, &c, &b->e));
    assert_int_equal(c.events, 1);
    assert_false(c.last_contact.set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STOREBOX_TEST(sorts_and_filters),
        STOREBOX_TEST(reads_on_in_pieces),
        STOREBOX_TEST(says_what_a_line_shows),
        STOREBOX_TEST(keeps_a_withheld_name),
        STOREBOX_TEST(takes_the_deadline_of_the_appeal_that_runs),
        STOREBOX_TEST(counts_what_is_in_a_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
