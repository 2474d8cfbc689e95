/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of every kind damaged, alone and together, those that tear tables in pieces among them: the new vault
 * has every record that had nothing on a damaged page, as it was, and is whole. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "hurt.h"
#include "satchel/base/buf.h"
#include "satchel/store/list.h"
#include "satchel/store/open.h"
#include "satchel/store/salvage.h"
#include "satchel/store/search.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/survey.h"

static int setup(void **state)
{
    hurt_make(state, 7);
    hurt_remember(*state);
    return 0;
}

struct result {
    char path[VAULTS_PATH + 8];
    struct salvage s;
    struct err e;
    int rc;
};

/* Damages the pages, salvages, makes them whole again; the damaged file is as it was. */
static void salvage(struct hurt *h, const uint32_t *pages, size_t n, struct result *r)
{
    struct vault_options o = { .profile = KDF_LOW, .io = &h->io, .kdf = vaults_kdf };
    struct secret passphrase = vaults_secret("another one");
    size_t before, after;
    memset(r, 0, sizeof *r);
    snprintf(r->path, sizeof r->path, "%s.new", h->w->path);
    for (size_t i = 0; i < n; i++)
        hurt_page(h, pages[i]);
    uint8_t *was = vaults_read(h->w->path, &before);
    struct vault *v = hurt_open(h, VAULT_RESCUE_ONLY);
    if (!v)
        fail_msg("page %u: %s", pages[0], h->w->e.text);
    r->rc = salvage_vault(v, r->path, &passphrase, &o, &h->box.clock, &r->s, &r->e);
    vaults_close(v);
    uint8_t *is = vaults_read(h->w->path, &after);
    assert_int_equal(before, after);
    assert_memory_equal(was, is, after);
    free(was);
    free(is);
    for (size_t i = 0; i < n; i++)
        hurt_page(h, pages[i]);
    secret_free(&passphrase);
}

static void drop(struct result *r)
{
    char name[VAULTS_PATH + 12];
    salvage_free(&r->s);
    unlink(r->path);
    for (int i = 0; i < 2; i++) {
        snprintf(name, sizeof name, "%s-%d", r->path, i);
        unlink(name);
    }
}

static bool is_told(const struct result *r, int64_t n)
{
    for (size_t i = 0; i < r->s.lost.all.n; i++)
        if (r->s.lost.all.at[i].n == n)
            return true;
    return false;
}

/* Where what is called lost lay. */
static const char *tables_of(const struct result *r, int64_t n)
{
    for (size_t i = 0; i < r->s.lost.all.n; i++)
        if (r->s.lost.all.at[i].n == n)
            return r->s.lost.all.at[i].table;
    return "";
}

static void compare(struct hurt *h, struct store *s, const struct result *r, const bool *touched,
                    uint32_t page)
{
    struct err e = { 0 };
    for (int64_t n = 1; n < h->n_records; n++) {
        struct rec *is = NULL;
        const struct rec *was = h->records[n];
        if (!was || touched[n])
            continue;
        const char *kind = kind_of(was->kind)->name;
        if (store_get(s, n, &is, &e) < 0)
            fail_msg("page %u: %s %lld is not there: %s", page, kind, (long long)n, e.text);
        if (memcmp(was->id, is->id, REC_ID_BYTES) != 0 || !rec_equal(was, is))
            fail_msg("page %u: %s %lld has changed", page, kind, (long long)n);
        if (is_told(r, n))
            fail_msg("page %u: %s %lld is whole, and called lost (%s)", page, kind, (long long)n,
                     tables_of(r, n));
        rec_free(is);
    }
}

static void assert_whole(struct vault *v, struct store *s)
{
    struct vault_report report;
    struct search found = { 0 };
    struct err e = { 0 };
    if (vault_verify(v, &report, &e) < 0)
        fail_msg("%s", e.text);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM stale"), 0);
    assert_int_equal(search_run(s, "sylvania", KIND_ANY, &found, &e), 0);
    assert_true(found.hits.n > 10);
    search_free(&found);
}

static void check(struct hurt *h, const uint32_t *pages, size_t n)
{
    struct result r;
    struct store *s = NULL;
    struct vault_options o = { .io = &h->io };
    bool *touched = calloc((size_t)h->n_records, sizeof *touched);
    assert_non_null(touched);
    for (size_t i = 0; i < n; i++)
        hurt_mark(h, pages[i], touched);
    salvage(h, pages, n, &r);
    if (r.rc < 0)
        fail_msg("page %u: %s", pages[0], r.e.text);
    struct vault *v = vaults_open_at(h->w, r.path, "another one", &o);
    if (!v)
        fail_msg("page %u: %s", pages[0], h->w->e.text);
    if (store_open(vault_db(v), &h->box.clock, &s, &r.e) < 0)
        fail_msg("page %u: %s", pages[0], r.e.text);
    compare(h, s, &r, touched, pages[0]);
    assert_whole(v, s);
    store_close(s);
    vaults_close(v);
    drop(&r);
    free(touched);
}

/* Those that tear something, and some of all others. */
static void single_pages(void **state)
{
    struct hurt *h = *state;
    struct hurt_truth *truth = hurt_truth(h);
    size_t torn = 0;
    for (uint32_t page = 1; page <= h->pages; page++) {
        bool tears =
            strcmp(truth[page].type, "internal") == 0 || strcmp(truth[page].name, "sqlite_schema") == 0;
        torn += tears;
        if (tears || page % 9 == 0)
            check(h, &page, 1);
    }
    assert_true(torn > 10);
    free(truth);
}

static void many_pages(void **state)
{
    struct hurt *h = *state;
    uint32_t x = 88172645;
    for (int round = 0; round < 12; round++) {
        uint32_t pages[9];
        size_t n = 0;
        while (n < 3 + (size_t)round % 7) {
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            uint32_t page = 1 + x % h->pages;
            bool again = false;
            for (size_t i = 0; i < n; i++)
                again |= pages[i] == page;
            if (!again)
                pages[n++] = page;
        }
        check(h, pages, n);
    }
}

/* The first page and all inner pages at once: no tree is left, only leaves. */
static void without_any_tree(void **state)
{
    struct hurt *h = *state;
    struct hurt_truth *truth = hurt_truth(h);
    uint32_t *pages = calloc(h->pages, sizeof *pages);
    size_t n = 0;
    assert_non_null(pages);
    for (uint32_t page = 1; page <= h->pages; page++)
        if (strcmp(truth[page].type, "internal") == 0 || strcmp(truth[page].name, "sqlite_schema") == 0)
            pages[n++] = page;
    check(h, pages, n);
    free(pages);
    free(truth);
}

static void nothing_damaged_is_a_copy(void **state)
{
    struct hurt *h = *state;
    struct result r;
    salvage(h, NULL, 0, &r);
    assert_int_equal(r.rc, 0);
    assert_int_equal(r.s.lost.all.n, 0);
    assert_int_equal(r.s.rejected.n, 0);
    assert_int_equal(r.s.strays, 0);
    assert_true(r.s.rows > 500);
    drop(&r);
}

static void what_exists_is_left_alone(void **state)
{
    struct hurt *h = *state;
    struct result r;
    char path[VAULTS_PATH + 8];
    snprintf(path, sizeof path, "%s.new", h->w->path);
    vaults_write(path, "precious", 8);
    salvage(h, NULL, 0, &r);
    assert_int_equal(r.rc, -1);
    assert_int_equal(r.e.code, ERR_EXISTS);
    size_t n;
    uint8_t *bytes = vaults_read(path, &n);
    assert_int_equal(n, 8);
    free(bytes);
    drop(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_pages),
        cmocka_unit_test(many_pages),
        cmocka_unit_test(without_any_tree),
        cmocka_unit_test(nothing_damaged_is_a_copy),
        cmocka_unit_test(what_exists_is_left_alone),
    };
    return cmocka_run_group_tests(tests, setup, hurt_free);
}
