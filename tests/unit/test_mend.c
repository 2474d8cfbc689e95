/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page of a store damaged, one after the other, and the program's own questions asked of what is left:
 * all records that had nothing on the page are as they were, everything can be listed, searched, opened, and
 * what is missing is told by name. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "hurt.h"
#include "satchel/base/buf.h"
#include "satchel/store/agenda.h"
#include "satchel/store/caselist.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/mend_open.h"
#include "satchel/store/open.h"
#include "satchel/store/search.h"
#include "satchel/vault/survey.h"

static int setup(void **state)
{
    hurt_make(state, 4);
    hurt_remember(*state);
    return 0;
}

/* ---- what is left ---- */

struct left {
    struct hurt *h;
    struct vault *v;
    struct store *s;
    struct losses lost;
    struct err e;
};

#define OK(call)                                                                                             \
    do {                                                                                                     \
        if ((call) < 0)                                                                                      \
            fail_msg("page %u: %s: %s", page, #call, l->e.text);                                             \
    } while (0)

static bool is_told(const struct left *l, int64_t n)
{
    for (size_t i = 0; i < l->lost.all.n; i++)
        if (l->lost.all.at[i].n == n)
            return true;
    return false;
}

/* A record that had nothing on the page is there, and as it was. */
static void compare_records(struct left *l, uint32_t page, const bool *touched)
{
    for (int64_t n = 1; n < l->h->n_records; n++) {
        const struct rec *was = l->h->records[n];
        struct rec *is = NULL;
        if (!was || touched[n])
            continue;
        if (store_get(l->s, n, &is, &l->e) < 0)
            fail_msg("page %u: %s %lld is lost: %s", page, kind_of(was->kind)->name, (long long)n, l->e.text);
        if (!rec_equal(was, is))
            fail_msg("page %u: %s %lld has changed", page, kind_of(was->kind)->name, (long long)n);
        if (is_told(l, n))
            fail_msg("page %u: %s %lld is whole, and called lost", page, kind_of(was->kind)->name,
                     (long long)n);
        rec_free(is);
    }
}

static void open_everything(struct left *l, uint32_t page)
{
    for (enum rec_kind kind = 1; kind < KIND_FIRST_PART; kind++) {
        struct store_rows rows = { 0 };
        OK(store_list(l->s, &(struct store_query){ .kind = kind }, &rows, &l->e));
        for (size_t i = 0; i < rows.n; i++) {
            struct rec *r = NULL;
            struct rec_ref kase;
            char *label = store_label(l->s, rows.at[i], &l->e);
            if (!label)
                fail_msg("page %u: %s %lld has no label: %s", page, kind_of(kind)->name,
                         (long long)rows.at[i], l->e.text);
            str_free(label);
            OK(store_get(l->s, rows.at[i], &r, &l->e));
            rec_free(r);
            OK(store_case_of(l->s, rows.at[i], &kase, &l->e));
            for (enum rec_kind child = 1; child < KIND_FIRST_PART; child++) {
                size_t n;
                OK(store_count_children(l->s, rows.at[i], child, &n, &l->e));
            }
        }
        store_rows_free(&rows);
    }
}

static void ask_everything(struct left *l, uint32_t page)
{
    struct caselist cases = { 0 };
    struct agenda agenda = { 0 };
    struct search found = { 0 };
    struct strs all = { 0 };
    OK(caselist_load(l->s, &(struct caselist_filter){ .show = CASELIST_ALL }, &cases, &l->e));
    for (size_t i = 0; i < cases.n; i++) {
        struct caselist_row row = { 0 };
        struct case_counts counts;
        OK(caselist_row(l->s, cases.at[i], &row, &l->e));
        OK(caselist_counts(l->s, cases.at[i], &counts, &l->e));
        caselist_row_free(&row);
    }
    caselist_free(&cases);
    OK(agenda_load(l->s, 20000, 100000, 0, &agenda, &l->e));
    agenda_free(&agenda);
    OK(store_names(l->s, &all, &l->e));
    strs_free(&all);
    OK(search_run(l->s, "sylvania", KIND_ANY, &found, &l->e));
    assert_true(found.hits.n > 0);
    for (size_t i = 0; i < found.hits.n; i++)
        OK(search_fill(l->s, &found, i, &l->e));
    search_free(&found);
}

static void assert_fits_together(struct left *l, uint32_t page)
{
    if (vaults_number(l->v, "SELECT count(*) FROM pragma_foreign_key_check"))
        fail_msg("page %u: something refers to nothing", page);
    assert_int_equal(vaults_number(l->v, "SELECT count(*) FROM stale"), 0);
    assert_int_not_equal(sqlite3_exec(vault_db(l->v), "DELETE FROM rec", NULL, NULL, NULL), SQLITE_OK);
}

/* The records of the page are told by name, but those that could be put together again. */
static void assert_told(struct left *l, uint32_t page, const bool *touched)
{
    for (int64_t n = 1; n < l->h->n_records; n++) {
        struct rec *is = NULL;
        const struct rec *was = l->h->records[n];
        if (!was || !touched[n])
            continue;
        bool same = store_get(l->s, n, &is, NULL) == 0 && rec_equal(was, is);
        rec_free(is);
        bool told = is_told(l, n);
        for (size_t i = 0; !told && i < l->lost.all.n; i++) /* by a part of it, or by the table of its list */
            told = l->lost.all.at[i].n == 0 || kind_is_part(l->lost.all.at[i].kind);
        if (!same && !told)
            fail_msg("page %u: nobody says that %s %lld is damaged", page, kind_of(was->kind)->name,
                     (long long)n);
    }
    for (size_t i = 0; i < l->lost.all.n; i++) {
        struct buf line = { 0 };
        losses_line(&l->lost.all.at[i], &line);
        assert_true(line.len > 5);
        assert_true(l->lost.all.at[i].block == (int64_t)page - 1);
        buf_free(&line);
    }
}

static void every_page(void **state)
{
    struct hurt *h = *state;
    size_t opened = 0, named = 0, unnamed = 0;
    for (uint32_t page = 1; page <= h->pages; page++) {
        struct left left = { .h = h }, *l = &left;
        struct clock clock = h->box.clock;
        hurt_page(h, page);
        l->v = hurt_open(h, VAULT_RESCUE_ONLY);
        assert_non_null(l->v);
        bool torn = survey_is_torn(vault_survey(l->v));
        int rc = mend_open(l->v, &clock, &l->s, &l->lost, &l->e);
        if (torn) {
            assert_int_equal(rc, -1);
            assert_int_equal(l->e.code, ERR_DAMAGE);
        } else {
            bool *touched = calloc((size_t)h->n_records, sizeof *touched);
            assert_non_null(touched);
            if (rc < 0)
                fail_msg("page %u: %s", page, l->e.text);
            hurt_mark(h, page, touched);
            compare_records(l, page, touched);
            assert_told(l, page, touched);
            assert_fits_together(l, page);
            if (page % 3 == 0)
                open_everything(l, page);
            ask_everything(l, page);
            free(touched);
            opened++;
            for (size_t i = 0; i < l->lost.all.n; i++) {
                named += *l->lost.all.at[i].label != '\0';
                unnamed += *l->lost.all.at[i].label == '\0';
            }
        }
        store_close(l->s);
        losses_free(&l->lost);
        vaults_close(l->v);
        hurt_page(h, page);
    }
    print_message("%zu of %u pages, %zu losses with a name, %zu without\n", opened, h->pages, named, unnamed);
    assert_true(named > 4 * unnamed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_page, setup, hurt_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
