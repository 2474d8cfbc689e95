/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Not trusted: that a record still exists, or is not deleted. It is taken out of the index, then put back as
 * it is now. Its row is never another record's, so that its kind stays what it was. */
#include "satchel/store/search_index.h"

#include <sqlite3.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/model/people.h"
#include "satchel/store/card.h"
#include "satchel/store/db.h"

#define RANK_SHIFT  58
#define PIECE_SHIFT 14 /* 16,384 pieces a record: 1 GiB of text */
#define N_MOST      (((int64_t)1 << RANK_SHIFT) - 1)
#define PIECE_MOST  (N_MOST >> PIECE_SHIFT)

/* The first rank comes first. The last are the pieces of long texts. */
static const uint8_t ORDER[] = {
    KIND_CASE,    KIND_PERSON,    KIND_OFFICE,    KIND_PLACE,  KIND_HOLDER,   KIND_APPEAL,
    KIND_CONTACT, KIND_ADDRESS,   KIND_EVENT,     KIND_NOTE,   KIND_LETTER,   KIND_INSTRUCTION,
    KIND_FACT,    KIND_TARGET,    KIND_MEMBER,    KIND_ACTION, KIND_REPLY,    KIND_CHECKIN,
    KIND_SOURCE,  KIND_STATEMENT, KIND_UTTERANCE, KIND_CLAIM,  KIND_CITATION, KIND_RELATION,
    KIND_ITEM,    KIND_FILE,      KIND_CUSTODY,   KIND_SENDER, KIND_TEMPLATE, KIND_RULE,
    KIND_NONE,
};
#define RANKS (sizeof ORDER / sizeof *ORDER)
_Static_assert(RANKS == KIND_FIRST_PART && RANKS <= 32, "every kind has a rank, and a rank has five bits");

static int64_t rank_of(enum rec_kind kind)
{
    int64_t rank = 0;
    while (ORDER[rank] != kind && ORDER[rank] != KIND_NONE)
        rank++;
    return rank;
}

int64_t search_row_least(enum rec_kind kind)
{
    return rank_of(kind) << RANK_SHIFT;
}

int64_t search_row_most(enum rec_kind kind)
{
    return search_row_least(kind) | N_MOST;
}

/* The newest first. Numbers that this program never gives, as a vault written by somebody else may have, get
 * some place or other. */
static int64_t place_of(int64_t n, int64_t most)
{
    return (int64_t)(((uint64_t)most - (uint64_t)n) & (uint64_t)most);
}

int64_t search_row(enum rec_kind kind, int64_t n)
{
    return search_row_least(kind) | place_of(n, N_MOST);
}

static int64_t piece_row(int64_t n, int64_t piece)
{
    return search_row_least(KIND_NONE) | place_of(n, PIECE_MOST) << PIECE_SHIFT | piece;
}

enum rec_kind search_row_kind(int64_t row)
{
    size_t rank = (size_t)(row >> RANK_SHIFT);
    return rank < RANKS ? (enum rec_kind)ORDER[rank] : KIND_NONE;
}

int64_t search_row_record(int64_t row)
{
    int64_t n = row & N_MOST;
    return search_row_kind(row) == KIND_NONE ? PIECE_MOST - (n >> PIECE_SHIFT) : N_MOST - n;
}

/* ---- taking out ---------------------------------------------------------------------------------------- */

static int run_range(struct store *s, const char *sql, int64_t from, int64_t to, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, sql, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, from);
    sqlite3_bind_int64(st, 2, to);
    return db_run(s, st, e);
}

/* Under its rank, or under every rank where its kind is not known any more, which takes longer. */
int search_remove(struct store *s, int64_t n, struct err *e)
{
    static const char RANGE[] = "DELETE FROM search WHERE rowid BETWEEN ?1 AND ?2";
    static const char CARDS[] = "WITH rank(r) AS (SELECT 0 UNION ALL SELECT r + 1 FROM rank WHERE r < ?2)"
                                " DELETE FROM search WHERE rowid IN ("
                                " SELECT id FROM search_content WHERE id IN (SELECT r << 58 | ?1 FROM rank))";
    enum rec_kind kind;
    struct err why = { 0 };
    bool known = store_kind(s, n, &kind, &why) == 0;
    if (!known && why.code != ERR_NOT_FOUND) {
        if (e)
            *e = why;
        return -1;
    }
    int rc = known ? run_range(s, RANGE, search_row(kind, n), search_row(kind, n), e)
                   : run_range(s, CARDS, place_of(n, N_MOST), (int64_t)RANKS - 1, e);
    return rc < 0 ? -1 : run_range(s, RANGE, piece_row(n, 0), piece_row(n, (1 << PIECE_SHIFT) - 1), e);
}

int search_index_squeeze(struct store *s, struct err *e)
{
    return db_exec(store_db(s), "INSERT INTO search(search) VALUES('optimize')", e);
}

/* ---- putting in ---------------------------------------------------------------------------------------- */

static int put(struct store *s, int64_t row, int64_t n, const char *field, const char *text, size_t len,
               struct err *e)
{
    static const char PUT[] = "INSERT INTO search(rowid, rec, field, text) VALUES(?1, ?2, ?3, ?4)";
    sqlite3_stmt *st = db_prepare(s, PUT, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, row);
    sqlite3_bind_int64(st, 2, n);
    db_bind_text(st, 3, field);
    sqlite3_bind_text64(st, 4, text, len, SQLITE_STATIC, SQLITE_UTF8);
    return db_run(s, st, e);
}

/* A line for each row of a statement. */
static int add_lines(struct store *s, struct card *c, const char *sql, const char *key, int64_t n,
                     struct err *e)
{
    int rc;
    sqlite3_stmt *st = db_prepare(s, sql, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    while ((rc = db_step(st, e)) > 0)
        if (sqlite3_column_type(st, 0) != SQLITE_NULL)
            card_add(c, key, (const char *)sqlite3_column_text(st, 0));
    db_done(s, st);
    return rc;
}

/* A case is found by its own number, the numbers of its appeals, and all names of its people. */
static int add_case_lines(struct store *s, struct card *c, int64_t n, struct err *e)
{
    static const char NO[] = "SELECT printf('C-%04d', no) FROM kase WHERE n = ?1";
    static const char NUMBERS[] =
        "SELECT coalesce(number, '') || ' ' || coalesce(number_norm, '') || ' ' || coalesce(index_no, '')"
        " FROM appeal JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0"
        " AND coalesce(number, number_norm, index_no) IS NOT NULL";
    static const char PEOPLE[] =
        "SELECT name.text FROM case_person JOIN rec USING(n) JOIN name ON name.of = case_person.person"
        " JOIN rec AS part ON part.n = name.n"
        " WHERE case_person.kase = ?1 AND rec.deleted = 0 AND part.deleted = 0"
        " ORDER BY case_person.n, name.pos";
    return add_lines(s, c, NO, "no", n, e) < 0 || add_lines(s, c, NUMBERS, "number", n, e) < 0 ||
                   add_lines(s, c, PEOPLE, "people", n, e) < 0
               ? -1
               : 0;
}

/* A telephone number is found by its end, with or without what stands before: all its tails of five digits or
 * more, each a word. */
static void add_tails(struct card *c, const struct contact *contact)
{
    struct buf digits = { 0 };
    for (const char *p = contact->norm ? contact->norm : ""; *p; p++)
        if (*p >= '0' && *p <= '9')
            buf_addc(&digits, *p);
    for (size_t at = 1; at + 5 <= digits.len && digits.len <= 32; at++)
        card_add(c, "norm", buf_text(&digits) + at);
    c->lines.failed |= digits.failed;
    buf_free(&digits);
}

static int add_others(struct store *s, struct card *c, const struct rec *r, struct err *e)
{
    if (r->kind == KIND_CONTACT)
        add_tails(c, (const struct contact *)r);
    return r->kind == KIND_CASE ? add_case_lines(s, c, r->n, e) : 0;
}

static int put_pieces(struct store *s, const struct card *c, int64_t n, struct err *e)
{
    int64_t row = piece_row(n, 0), end = row + (1 << PIECE_SHIFT);
    for (size_t i = 0; i < c->texts.n; i++) {
        const char *text = c->texts.at[i].text;
        size_t len = strlen(text);
        for (size_t from = 0, next; from < len && row < end; from = next) {
            size_t to = card_piece(text, len, from, &next);
            if (put(s, row++, n, c->texts.at[i].key, text + from, to - from, e) < 0)
                return -1;
        }
    }
    return 0;
}

static int put_card(struct store *s, const struct card *c, const struct rec *r, struct err *e)
{
    if (c->lines.failed || c->keys.failed)
        return err_no_memory(e);
    if (put_pieces(s, c, r->n, e) < 0)
        return -1;
    return c->lines.len ? put(s, search_row(r->kind, r->n), r->n, buf_text(&c->keys), buf_text(&c->lines),
                              c->lines.len, e)
                        : 0;
}

static int put_record(struct store *s, const struct rec *r, struct err *e)
{
    struct card c;
    if (card_of(r, &c, e) < 0)
        return -1;
    int rc = add_others(s, &c, r, e) < 0 || put_card(s, &c, r, e) < 0 ? -1 : 0;
    card_free(&c);
    return rc;
}

int search_index_record(struct store *s, int64_t n, struct err *e)
{
    struct err lost = { 0 };
    struct rec *r = NULL;
    if (search_remove(s, n, e) < 0)
        return -1;
    if (store_get(s, n, &r, &lost) < 0) {
        if (e && lost.code != ERR_NOT_FOUND)
            *e = lost;
        return lost.code == ERR_NOT_FOUND ? 0 : -1;
    }
    int rc = r->n == n ? put_record(s, r, e) : 0;
    rec_free(r);
    return rc;
}
