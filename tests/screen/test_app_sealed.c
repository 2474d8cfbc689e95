/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts that no disk took at a lock. */
#include "app_world.h"

#include <sqlite3.h>
#include <string.h>

#include "satchel/app/sealed.h"
#include "satchel/store/drafts.h"
#include "satchel/store/settings.h"

static const uint8_t KEY[32] = { 1, 2, 3 }, OTHER[32] = { 4 };

static void collect(struct sealed *s, const char *const *fields, const char *places, const uint8_t *key)
{
    s->collecting = true;
    for (; *fields; fields++) {
        struct draft d = { .view = (char[]){ "form add note" },
                           .of = 7,
                           .fields = (char *)(uintptr_t)*fields };
        assert_int_equal(sealed_add(s, &d, NULL), 0);
    }
    assert_int_equal(sealed_end(s, places, key, NULL), 1);
    assert_false(s->collecting);
}

/* ... and the disk is not even asked. */
static void collect_and_keep(struct sealed *s, const char *const *fields, const char *places,
                             const uint8_t *key)
{
    collect(s, fields, places, key);
    assert_int_equal(sealed_offer(s, NULL, NULL), 1);
    assert_int_equal(s->plain.len, 0);
}

static void assert_places(struct storebox *b, const char *expected)
{
    char *places = NULL;
    STOREBOX_OK(store_setting_get(b->s, SEALED_PLACES, &places, &b->e));
    if (expected)
        assert_string_equal(places, expected);
    else
        assert_null(places);
    str_free(places);
}

static size_t count(struct storebox *b, const char *fields)
{
    struct drafts all = { 0 };
    size_t n = 0;
    STOREBOX_OK(draft_list(b->s, &all, &b->e));
    for (size_t i = 0; i < all.n; i++)
        n += strcmp(all.at[i].fields, fields) == 0 && all.at[i].of == 7 &&
             strcmp(all.at[i].view, "form add note") == 0;
    drafts_free(&all);
    return n;
}

static void what_was_sealed_comes_back(void **state)
{
    struct storebox *b = *state;
    struct sealed s = { 0 };
    collect_and_keep(&s, (const char *const[]){ "half a thought", "", NULL }, "agenda\t\nform\tadd note\n",
                     KEY);
    assert_null(memmem(s.at[0].data, s.at[0].len, "thought", 7));
    assert_int_equal(sealed_restore(&s, b->s, KEY, &b->e), 0);
    assert_false(sealed_given(&s, true));
    assert_places(b, "agenda\t\nform\tadd note\n");
    assert_int_equal(count(b, "half a thought"), 1);
    assert_int_equal(count(b, ""), 1);
    assert_int_equal(s.n, 0);
    sealed_free(&s);
}

/* Whoever opens the other compartment neither gets nor loses it. */
static void it_waits_for_its_own_key(void **state)
{
    struct storebox *b = *state;
    struct sealed s = { 0 };
    collect_and_keep(&s, (const char *const[]){ "mine", NULL }, "", KEY);
    assert_int_equal(sealed_restore(&s, b->s, OTHER, &b->e), 0);
    assert_false(sealed_given(&s, true));
    assert_places(b, NULL);
    assert_int_equal(count(b, "mine"), 0);
    collect_and_keep(&s, (const char *const[]){ "of the other", NULL }, "", OTHER);
    assert_int_equal(s.n, 2);
    assert_int_equal(sealed_restore(&s, b->s, KEY, &b->e), 0);
    assert_false(sealed_given(&s, true));
    assert_int_equal(count(b, "mine"), 1);
    assert_int_equal(count(b, "of the other"), 0);
    assert_int_equal(s.n, 1);
    sealed_free(&s);
}

/* Sealed first, offered then: what the vault takes is no longer in memory. */
static void what_the_vault_takes_is_not_kept(void **state)
{
    struct storebox *b = *state;
    struct sealed s = { 0 };
    collect(&s, (const char *const[]){ "half a thought", "another", NULL }, "agenda\t\n", KEY);
    assert_int_equal(s.n, 1);
    assert_int_equal(sealed_offer(&s, b->s, &b->e), 0);
    assert_int_equal(s.n, 1); /* the disk may not have it yet */
    assert_int_equal(s.plain.len, 0);
    assert_int_equal(sealed_taken(&s, true), 0);
    assert_int_equal(s.n, 0);
    assert_int_equal(count(b, "half a thought"), 1);
    assert_int_equal(count(b, "another"), 1);
    assert_places(b, "agenda\t\n");
    sealed_free(&s);
}

/* The vault took it, and a full disk did not. */
static void what_the_disk_did_not_take_stays(void **state)
{
    struct storebox *b = *state;
    struct sealed s = { 0 };
    collect(&s, (const char *const[]){ "half a thought", NULL }, "agenda\t\n", KEY);
    assert_int_equal(sealed_offer(&s, b->s, &b->e), 0);
    assert_int_equal(sealed_taken(&s, false), 1);
    assert_int_equal(s.n, 1);
    assert_int_equal(sealed_taken(&s, true), 0); /* nothing was offered since */
    assert_int_equal(s.n, 1);
    sealed_free(&s);
}

/* None of several, and not the screens either: they would be there twice after the next unlock. */
static void half_of_an_offer_is_none(void **state)
{
    struct storebox *b = *state;
    struct sealed s = { 0 };
    collect(&s, (const char *const[]){ "half a thought", "refused", NULL }, "agenda\t\n", KEY);
    sqlite3_exec(b->db,
                 "CREATE TEMP TRIGGER no BEFORE INSERT ON main.draft WHEN new.fields = 'refused'"
                 " BEGIN SELECT RAISE(ABORT, 'no'); END",
                 NULL, NULL, NULL);
    assert_int_equal(sealed_offer(&s, b->s, &b->e), 1);
    assert_int_equal(s.n, 1);
    assert_int_equal(count(b, "half a thought"), 0);
    assert_places(b, NULL);
    sealed_free(&s);
}

/* Without memory to seal it the disk alone can keep it. */
static void what_is_neither_sealed_nor_taken_is_lost(void **state)
{
    struct storebox *b = *state;
    struct sealed s = { .collecting = true };
    struct draft d = { .view = (char[]){ "form add note" }, .fields = (char[]){ "text" }, .of = 7 };
    assert_int_equal(sealed_add(&s, &d, NULL), 0);
    assert_int_equal(sealed_end(&s, "", NULL, NULL), 0);
    assert_int_equal(sealed_offer(&s, NULL, NULL), -1);
    assert_int_equal(sealed_offer(&s, b->s, NULL), 0); /* once more */
    assert_int_equal(count(b, "text"), 1);
    assert_int_equal(sealed_taken(&s, false), -1);
    s.collecting = true;
    assert_int_equal(sealed_add(&s, &d, NULL), 0);
    assert_int_equal(sealed_end(&s, "", NULL, NULL), 0);
    assert_int_equal(sealed_offer(&s, NULL, NULL), -1);
    sealed_drop(&s);
    assert_int_equal(sealed_offer(&s, b->s, NULL), 0); /* there is nothing */
    assert_int_equal(count(b, "text"), 1);
    sealed_free(&s);
}

static void nothing_collected_is_nothing(void **state)
{
    (void)state;
    struct sealed s = { .collecting = true };
    assert_int_equal(sealed_end(&s, "agenda\t\n", KEY, NULL), 0);
    assert_int_equal(sealed_offer(&s, NULL, NULL), 0);
    assert_int_equal(s.n, 0);
    sealed_free(&s);
}

static void what_the_vault_does_not_take_stays(void **state)
{
    struct storebox *b = *state;
    struct sealed s = { 0 };
    collect_and_keep(&s, (const char *const[]){ "half a thought", NULL }, "", KEY);
    sqlite3_exec(b->db, "PRAGMA query_only = 1", NULL, NULL, NULL);
    assert_int_equal(sealed_restore(&s, b->s, KEY, &b->e), -1);
    assert_int_equal(s.n, 1);
    sqlite3_exec(b->db, "PRAGMA query_only = 0", NULL, NULL, NULL);
    assert_int_equal(sealed_restore(&s, b->s, KEY, &b->e), 0);
    assert_false(sealed_given(&s, true));
    assert_int_equal(count(b, "half a thought"), 1);
    sealed_free(&s);
}

/* Nor does it go on the word of a vault whose disk did not take it. What was typed on comes after it. */
static void what_is_given_back_stays_until_the_disk_has_it(void **state)
{
    struct storebox *b = *state;
    struct sealed s = { 0 };
    collect_and_keep(&s, (const char *const[]){ "half a thought", NULL }, "first\t\n", KEY);
    collect_and_keep(&s, (const char *const[]){ "another one", NULL }, "", OTHER);
    collect_and_keep(&s, (const char *const[]){ "half a thought more", NULL }, "last\t\n", KEY);
    assert_int_equal(sealed_restore(&s, b->s, KEY, &b->e), 0);
    assert_true(sealed_given(&s, false));
    assert_int_equal(s.n, 3);
    assert_int_equal(sealed_restore(&s, b->s, KEY, &b->e), 0);
    assert_places(b, "last\t\n");
    assert_false(sealed_given(&s, true));
    assert_int_equal(s.n, 1);
    assert_false(sealed_given(&s, false)); /* nothing was given since */
    sealed_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STOREBOX_TEST(what_was_sealed_comes_back),
        STOREBOX_TEST(it_waits_for_its_own_key),
        STOREBOX_TEST(what_the_vault_takes_is_not_kept),
        STOREBOX_TEST(what_the_disk_did_not_take_stays),
        STOREBOX_TEST(half_of_an_offer_is_none),
        STOREBOX_TEST(what_is_neither_sealed_nor_taken_is_lost),
        cmocka_unit_test(nothing_collected_is_nothing),
        STOREBOX_TEST(what_the_vault_does_not_take_stays),
        STOREBOX_TEST(what_is_given_back_stays_until_the_disk_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
