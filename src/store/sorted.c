/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each order has two statements: one gives all records with what they are sorted by, one gives that of a
 * single record (no row: it is not in the list). Records that a step touched are taken out, then each is put
 * where a binary search over the others' names says; a failure on the way forgets the order, which is then
 * made anew.
 *
 * The locale decides the order (strxfrm). The C locale knows none that a reader would expect: there texts are
 * compared folded, without case and accents. Tested in test_sorted against a plain sort after random changes.
 */
#include "satchel/store/sorted.h"

#include <locale.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/store/db.h"
#include "satchel/store/search.h"
#include "satchel/store/session.h"

#define PERSON                                                                                               \
    "SELECT person.n, (SELECT text FROM name JOIN rec USING(n) WHERE of = person.n AND deleted = 0"          \
    " ORDER BY pos LIMIT 1) FROM person JOIN rec USING(n) WHERE deleted = 0"
#define OFFICE(text) "SELECT n, " text " FROM office JOIN rec USING(n) WHERE deleted = 0"
#define ONE          " AND n = ?1"
#define TITLE        "coalesce(title || ', ', '') || coalesce(institution, '')"

/* Records without a text are ordered by their rows alone, the newest first. */
static const struct {
    enum rec_kind kind;
    const char *all, *one;
} SORTS[SORTED_COUNT] = {
    [SORTED_PEOPLE] = { KIND_PERSON, PERSON, PERSON ONE },
    [SORTED_PEOPLE_NEWEST] = { KIND_PERSON, "SELECT n, NULL FROM person JOIN rec USING(n) WHERE deleted = 0",
                               "SELECT n, NULL FROM person JOIN rec USING(n) WHERE deleted = 0" ONE },
    [SORTED_OFFICES] = { KIND_OFFICE, OFFICE(TITLE), OFFICE(TITLE) ONE },
    [SORTED_OFFICES_BY_COUNTRY] = { KIND_OFFICE, OFFICE("coalesce(country, '~') || ' ' || " TITLE),
                                    OFFICE("coalesce(country, '~') || ' ' || " TITLE) ONE },
    [SORTED_OFFICES_NEWEST] = { KIND_OFFICE, OFFICE("NULL"), OFFICE("NULL") ONE },
};

/* ---- comparing ------------------------------------------------------------------------------------------
 */

struct entry {
    int64_t n;
    char *key; /* NULL: none */
};

static bool plain_locale(void)
{
    const char *name = setlocale(LC_COLLATE, NULL);
    return !name || *name == 'C' || strcmp(name, "POSIX") == 0;
}

/* What strcmp orders as the language does. Caller frees; NULL: no memory. */
static char *collation_key(const char *text, struct err *e)
{
    if (plain_locale())
        return text_fold(text, strlen(text), e);
    size_t n = strxfrm(NULL, text, 0);
    char *key = malloc(n + 1);
    if (key)
        strxfrm(key, text, n + 1);
    else
        err_no_memory(e);
    return key;
}

static int compare(const struct entry *a, const struct entry *b)
{
    int c = a->key && b->key ? strcmp(a->key, b->key) : 0;
    if (!a->key != !b->key)
        return a->key ? -1 : 1;
    if (c == 0 && a->n != b->n)
        c = (a->n < b->n) == (a->key != NULL) ? -1 : 1;
    return c;
}

static int by_key(const void *a, const void *b)
{
    return compare(a, b);
}

static int read_entry(sqlite3_stmt *st, struct entry *out, struct err *e)
{
    const char *text = (const char *)sqlite3_column_text(st, 1);
    *out = (struct entry){ .n = sqlite3_column_int64(st, 0) };
    if (!text || !*text)
        return 0;
    out->key = collation_key(text, e);
    return out->key ? 0 : -1;
}

/* ---- making an order ------------------------------------------------------------------------------------
 */

struct entries {
    struct entry *at;
    size_t n, cap;
};

static int add_entry(void *to, sqlite3_stmt *st, struct err *e)
{
    struct entries *all = to;
    if (dyn_room(all) < 0)
        return err_no_memory(e);
    if (read_entry(st, &all->at[all->n], e) < 0)
        return -1;
    all->n++;
    return 0;
}

static void free_entries(struct entries *all)
{
    for (size_t i = 0; i < all->n; i++)
        str_free(all->at[i].key);
    free(all->at);
}

static int make(struct store *s, enum store_sort sort, struct err *e)
{
    struct entries all = { 0 };
    struct sorted *order = &s->sorted[sort];
    sqlite3_stmt *st = db_prepare(s, SORTS[sort].all, e);
    int rc = st ? db_each(s, st, add_entry, &all, e) : -1;
    if (rc == 0 && all.n)
        qsort(all.at, all.n, sizeof *all.at, by_key);
    if (rc == 0 && all.n && !(order->rows.at = calloc(all.n, sizeof *order->rows.at)))
        rc = err_no_memory(e);
    if (rc == 0) {
        order->rows.n = order->rows.cap = all.n;
        for (size_t i = 0; i < all.n; i++)
            order->rows.at[i] = all.at[i].n;
        order->made = true;
    }
    free_entries(&all);
    return rc;
}

/* ---- following changes ----------------------------------------------------------------------------------
 */

static void forget(struct sorted *order)
{
    store_rows_free(&order->rows);
    order->made = false;
}

void sorted_forget(struct store *s)
{
    for (size_t i = 0; i < SORTED_COUNT; i++)
        forget(&s->sorted[i]);
}

/* 1: read; 0: it is not there. */
static int read_one(struct store *s, enum store_sort sort, int64_t n, struct entry *out)
{
    sqlite3_stmt *st = db_prepare(s, SORTS[sort].one, NULL);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, n);
    int rc = db_step(st, NULL);
    if (rc > 0)
        rc = read_entry(st, out, NULL) < 0 ? -1 : 1;
    db_done(s, st);
    return rc;
}

static void take_out(struct store_rows *rows, int64_t n)
{
    size_t i = 0;
    while (i < rows->n && rows->at[i] != n)
        i++;
    if (i == rows->n)
        return;
    memmove(&rows->at[i], &rows->at[i + 1], (rows->n - i - 1) * sizeof *rows->at);
    rows->n--;
}

/* The place of an entry that is not in the order. -1: a record of it cannot be read. */
static int find_place(struct store *s, enum store_sort sort, const struct entry *entry, size_t *place)
{
    const struct store_rows *rows = &s->sorted[sort].rows;
    size_t from = 0, to = rows->n;
    while (from < to) {
        struct entry other = { 0 };
        size_t middle = from + (to - from) / 2;
        if (read_one(s, sort, rows->at[middle], &other) <= 0)
            return -1;
        if (compare(&other, entry) < 0)
            from = middle + 1;
        else
            to = middle;
        str_free(other.key);
    }
    *place = from;
    return 0;
}

static int put_in(struct store *s, enum store_sort sort, const struct entry *entry)
{
    struct store_rows *rows = &s->sorted[sort].rows;
    size_t place;
    if (find_place(s, sort, entry, &place) < 0 || dyn_room(rows) < 0)
        return -1;
    memmove(&rows->at[place + 1], &rows->at[place], (rows->n - place) * sizeof *rows->at);
    rows->at[place] = entry->n;
    rows->n++;
    return 0;
}

void sorted_take_out(struct store *s, int64_t n)
{
    for (size_t i = 0; i < SORTED_COUNT; i++)
        take_out(&s->sorted[i].rows, n);
}

void sorted_put_in(struct store *s, int64_t n)
{
    for (enum store_sort i = 0; i < SORTED_COUNT; i++) {
        struct entry entry = { 0 };
        int rc = s->sorted[i].made ? read_one(s, i, n, &entry) : 0;
        if (rc < 0 || (rc > 0 && put_in(s, i, &entry) < 0))
            forget(&s->sorted[i]);
        str_free(entry.key);
    }
}

/* ---- asking ---------------------------------------------------------------------------------------------
 */

int store_sorted(struct store *s, enum store_sort sort, const char *words, struct store_rows *out,
                 struct err *e)
{
    struct store_rows wanted = { 0 };
    const struct store_rows *all = &s->sorted[sort].rows;
    bool narrowed = words && !text_is_blank(words);
    *out = (struct store_rows){ 0 };
    if (!s->sorted[sort].made && make(s, sort, e) < 0)
        return -1;
    if (narrowed && search_rows(s, SORTS[sort].kind, words, &wanted, e) < 0)
        return -1;
    int rc = all->n && !(out->at = calloc(all->n, sizeof *out->at)) ? err_no_memory(e) : 0;
    out->cap = all->n;
    for (size_t i = 0; rc == 0 && i < all->n; i++)
        if (!narrowed || search_has_row(&wanted, all->at[i]))
            out->at[out->n++] = all->at[i];
    store_rows_free(&wanted);
    return rc;
}
