/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page of a store damaged, one after the other: all rows that did not lie on it can be read by SQL, as
 * they were. */
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
#include "satchel/vault/inside.h"
#include "satchel/vault/survey.h"

static int setup(void **state)
{
    return hurt_make(state, 6);
}

static void assert_true_of(const struct hurt_truth *t, const struct survey *s)
{
    static const char *const TYPES[] = { [SURVEY_UNUSED] = "",
                                         [SURVEY_TRUNK] = "",
                                         [SURVEY_INNER] = "internal",
                                         [SURVEY_LEAF] = "leaf",
                                         [SURVEY_OVERFLOW] = "overflow" };
    const struct survey_bad *b = &s->bad.at[0];
    if (b->role == SURVEY_SCHEMA) {
        assert_string_equal(t->name, "sqlite_schema");
        return;
    }
    assert_true(b->role < sizeof TYPES / sizeof *TYPES && TYPES[b->role]);
    assert_string_equal(t->type, TYPES[b->role]);
    assert_string_equal(t->name, *t->type ? s->trees.at[b->tree].name : "");
}

/* The database is one that SQLite finds no fault with, but that some pages are used for nothing. */
static void assert_sound(struct vault *v, uint32_t page)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(vault_db(v), "PRAGMA integrity_check(100000)", -1, &st, NULL);
    assert_int_equal(rc, SQLITE_OK);
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        const char *said = (const char *)sqlite3_column_text(st, 0);
        if (strcmp(said, "ok") != 0 && !strstr(said, "is never used") && !strstr(said, "Fragmentation"))
            fail_msg("page %u: %s", page, said);
    }
    assert_int_equal(rc, SQLITE_DONE);
    sqlite3_finalize(st);
}

static size_t missing(struct hurt *h, struct vault *v, uint32_t page)
{
    size_t lost = 0;
    for (size_t i = 0; i < h->n; i++) {
        char *is = hurt_row_now(vault_db(v), &h->rows[i]);
        bool same = is && strcmp(is, h->rows[i].values) == 0;
        str_free(is);
        if (strcmp(h->rows[i].table, "session_open") == 0) /* of a session that did not end, it differs */
            continue;
        lost += !same;
        if (!same && !hurt_lies_on(&h->rows[i], page))
            fail_msg("page %u: %s %s is lost, which lies on page %u", page, h->rows[i].table, h->rows[i].key,
                     h->rows[i].page);
    }
    return lost;
}

static void every_page_costs_its_own_rows(void **state)
{
    struct hurt *h = *state;
    size_t torn = 0, lost = 0;
    struct hurt_truth *truth = hurt_truth(h);
    for (uint32_t page = 1; page <= h->pages; page++) {
        hurt_page(h, page);
        struct vault *v = hurt_open(h, VAULT_RESCUE_ONLY);
        if (!v)
            fail_msg("page %u: %s", page, h->w->e.text);
        const struct survey *s = vault_survey(v);
        assert_int_equal(s->bad.n, 1);
        assert_int_equal(s->bad.at[0].page, page);
        assert_true_of(&truth[page], s);
        if (vault_patch(v, &h->w->e) < 0) {
            if (h->w->e.code != ERR_DAMAGE || !survey_is_torn(s))
                fail_msg("page %u, role %d of %s: %s", page, (int)s->bad.at[0].role,
                         s->trees.at[s->bad.at[0].tree].name, h->w->e.text);
            torn++;
        } else {
            assert_sound(v, page);
            lost += missing(h, v, page);
        }
        vaults_close(v);
        hurt_page(h, page);
    }
    free(truth);
    assert_true(torn > 0 && torn < h->pages / 10);
    assert_true(lost >= h->n - 1); /* each row lies on one page at least */
}

/* Several pages at once, of all kinds but those that tear a table in pieces. */
static void many_pages_cost_their_own_rows(void **state)
{
    struct hurt *h = *state;
    struct hurt_truth *truth = hurt_truth(h);
    uint32_t hit[16];
    for (uint32_t first = 2; first < 34; first++) {
        size_t n = 0;
        for (uint32_t page = first; page <= h->pages && n < 16; page += 1 + (first * page) % 23)
            if (strcmp(truth[page].type, "internal") != 0 && strcmp(truth[page].name, "sqlite_schema") != 0)
                hit[n++] = page;
        for (size_t i = 0; i < n; i++)
            hurt_page(h, hit[i]);
        struct vault *v = hurt_open(h, VAULT_RESCUE_ONLY);
        assert_non_null(v);
        assert_true(vault_survey(v)->bad.n >= n);
        if (vault_patch(v, &h->w->e) < 0)
            fail_msg("from page %u: %s", first, h->w->e.text);
        assert_sound(v, first);
        for (size_t i = 0; i < h->n; i++) {
            char *is = hurt_row_now(vault_db(v), &h->rows[i]);
            bool same = is && strcmp(is, h->rows[i].values) == 0, may_go = false;
            for (size_t k = 0; k < n; k++)
                may_go |= hurt_lies_on(&h->rows[i], hit[k]);
            str_free(is);
            if (!same && !may_go)
                fail_msg("from page %u: %s %s is lost", first, h->rows[i].table, h->rows[i].key);
        }
        vaults_close(v);
        for (size_t i = 0; i < n; i++)
            hurt_page(h, hit[i]);
    }
    free(truth);
}

/* A change that was cut off is undone in memory; the files stay as they are. */
static void a_journal_is_played_back_in_memory(void **state)
{
    struct hurt *h = *state;
    size_t n, m;
    struct vault_options o = { .io = &h->io };
    struct vault *v = vaults_open(h->w, VAULTS_PASSPHRASE, &o);
    assert_non_null(v);
    vaults_sql(v, "PRAGMA cache_size = 4; PRAGMA foreign_keys = OFF; BEGIN; DELETE FROM event;"
                  "UPDATE person SET gender = hex(zeroblob(400)); DELETE FROM note");
    compartment_stop(&v->compartment);
    vault_close(v, NULL);
    uint32_t page = hurt_page_of(h, "contact", 0);
    hurt_page(h, page);
    uint8_t *before = vaults_read(h->w->path, &n);
    v = hurt_open(h, VAULT_RESCUE_ONLY);
    assert_non_null(v);
    if (vault_patch(v, &h->w->e) < 0)
        fail_msg("%s", h->w->e.text);
    assert_sound(v, page);
    assert_true(missing(h, v, page) > 0);
    vaults_sql(v, "CREATE TABLE more(x); INSERT INTO more SELECT zeroblob(100000) FROM rec LIMIT 90");
    assert_int_equal(vaults_number(v, "SELECT sum(length(x)) FROM more"), 9000000);
    vaults_close(v);
    uint8_t *after = vaults_read(h->w->path, &m);
    assert_int_equal(n, m);
    assert_memory_equal(before, after, n);
    free(before);
    free(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_page_costs_its_own_rows, setup, hurt_free),
        cmocka_unit_test_setup_teardown(many_pages_cost_their_own_rows, setup, hurt_free),
        cmocka_unit_test_setup_teardown(a_journal_is_played_back_in_memory, setup, hurt_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
