/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts that no disk took at a lock. */
#include "app_world.h"

#include <sqlite3.h>
#include <string.h>

#include "satchel/app/sealed.h"
#include "satchel/store/drafts.h"

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
    char *places;
    collect(&s, (const char *const[]){ "half a thought", "", NULL }, "agenda\t\nform\tadd note\n", KEY);
    assert_null(memmem(s.at[0].data, s.at[0].len, "thought", 7));
    assert_int_equal(sealed_restore(&s, b->s, KEY, &places, &b->e), 0);
    assert_string_equal(places, "agenda\t\nform\tadd note\n");
    assert_int_equal(count(b, "half a thought"), 1);
    assert_int_equal(count(b, ""), 1);
    assert_int_equal(s.n, 0);
    str_free(places);
    sealed_free(&s);
}

/* Whoever opens the other compartment neither gets nor loses it. */
static void it_waits_for_its_own_key(void **state)
{
    struct storebox *b = *state;
    struct sealed s = { 0 };
    char *places;
    collect(&s, (const char *const[]){ "mine", NULL }, "", KEY);
    assert_int_equal(sealed_restore(&s, b->s, OTHER, &places, &b->e), 0);
    assert_null(places);
    assert_int_equal(count(b, "mine"), 0);
    collect(&s, (const char *const[]){ "of the other", NULL }, "", OTHER);
    assert_int_equal(s.n, 2);
    assert_int_equal(sealed_restore(&s, b->s, KEY, &places, &b->e), 0);
    assert_int_equal(count(b, "mine"), 1);
    assert_int_equal(count(b, "of the other"), 0);
    assert_int_equal(s.n, 1);
    str_free(places);
    sealed_free(&s);
}

static void nothing_collected_is_nothing(void **state)
{
    (void)state;
    struct sealed s = { .collecting = true };
    assert_int_equal(sealed_end(&s, "agenda\t\n", KEY, NULL), 0);
    assert_int_equal(s.n, 0);
    sealed_free(&s);
}

static void what_the_vault_does_not_take_stays(void **state)
{
    struct storebox *b = *state;
    struct sealed s = { 0 };
    char *places;
    collect(&s, (const char *const[]){ "half a thought", NULL }, "", KEY);
    sqlite3_exec(b->db, "PRAGMA query_only = 1", NULL, NULL, NULL);
    assert_int_equal(sealed_restore(&s, b->s, KEY, &places, &b->e), -1);
    assert_int_equal(s.n, 1);
    sqlite3_exec(b->db, "PRAGMA query_only = 0", NULL, NULL, NULL);
    assert_int_equal(sealed_restore(&s, b->s, KEY, &places, &b->e), 0);
    assert_int_equal(count(b, "half a thought"), 1);
    str_free(places);
    sealed_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STOREBOX_TEST(what_was_sealed_comes_back),
        STOREBOX_TEST(it_waits_for_its_own_key),
        cmocka_unit_test(nothing_collected_is_nothing),
        STOREBOX_TEST(what_the_vault_does_not_take_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
