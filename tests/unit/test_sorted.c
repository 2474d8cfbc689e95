/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and offices in the order of a reader, after every kind of change. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/model/people.h"
#include "satchel/store/label.h"
#include "satchel/store/sorted.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"
#include "storebox.h"

/* "Anna, Bela, Vera": the labels in order. */
static char *listed(struct storebox *b, enum store_sort sort, const char *words)
{
    struct store_rows rows;
    struct buf out = { 0 };
    STOREBOX_OK(store_sorted(b->s, sort, words, &rows, &b->e));
    for (size_t i = 0; i < rows.n; i++) {
        char *label = store_label(b->s, rows.at[i], &b->e);
        assert_non_null(label);
        buf_addf(&out, "%s%s", i ? "; " : "", label);
        str_free(label);
    }
    store_rows_free(&rows);
    return buf_take(&out, NULL);
}

static void assert_listed(struct storebox *b, enum store_sort sort, const char *words, const char *expected)
{
    char *got = listed(b, sort, words);
    assert_string_equal(got, expected);
    str_free(got);
}

static int64_t person(struct storebox *b, const char *name)
{
    return storebox_put(b, KIND_PERSON, "names", name, NULL);
}

static void rename_person(struct storebox *b, int64_t n, const char *name)
{
    struct rec *r;
    STOREBOX_OK(store_get(b->s, n, &r, &b->e));
    assert_int_equal(str_set(&((struct person *)r)->names.at[0].text, name), 0);
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
}

static void by_name_without_case_and_accents(void **state)
{
    struct storebox *b = *state;
    person(b, "Zoya Primerova");
    person(b, "al-Tajribi");
    person(b, "Örnek");
    storebox_put(b, KIND_PERSON, "withheld_name", "yes", NULL);
    person(b, "Anna Testova");
    person(b, "Nemo");
    person(b, "Pavel Drugov");
    assert_listed(b, SORTED_PEOPLE, NULL,
                  "al-Tajribi; Anna Testova; Nemo; Örnek; Pavel Drugov; Zoya Primerova; Person");
    assert_listed(b, SORTED_PEOPLE_NEWEST, "",
                  "Pavel Drugov; Nemo; Anna Testova; Person; Örnek; al-Tajribi; Zoya Primerova");
}

static void follows_changes_and_undo(void **state)
{
    struct storebox *b = *state;
    int64_t anna = person(b, "Anna");
    person(b, "Milan");
    assert_listed(b, SORTED_PEOPLE, NULL, "Anna; Milan");
    person(b, "Bela");
    assert_listed(b, SORTED_PEOPLE, NULL, "Anna; Bela; Milan");
    rename_person(b, anna, "Zoya");
    assert_listed(b, SORTED_PEOPLE, NULL, "Bela; Milan; Zoya");
    STOREBOX_OK(store_delete(b->s, anna, NULL, &b->e));
    assert_listed(b, SORTED_PEOPLE, NULL, "Bela; Milan");
    STOREBOX_OK(store_undo(b->s, NULL, &b->e));
    STOREBOX_OK(store_undo(b->s, NULL, &b->e));
    assert_listed(b, SORTED_PEOPLE, NULL, "Anna; Bela; Milan");
    STOREBOX_OK(store_redo(b->s, NULL, &b->e));
    assert_listed(b, SORTED_PEOPLE, NULL, "Bela; Milan; Zoya");
}

/* What was taken back was never there. */
static void a_step_that_fails_leaves_the_order(void **state)
{
    struct storebox *b = *state;
    person(b, "Anna");
    assert_listed(b, SORTED_PEOPLE, NULL, "Anna");
    STOREBOX_OK(store_step_begin(b->s, "two people", &b->e));
    person(b, "Bela");
    person(b, "Aaron");
    store_step_cancel(b->s);
    assert_listed(b, SORTED_PEOPLE, NULL, "Anna");
    STOREBOX_OK(store_step_begin(b->s, "two people", &b->e));
    person(b, "Bela");
    person(b, "Aaron");
    STOREBOX_OK(store_step_end(b->s, 0, &b->e));
    assert_listed(b, SORTED_PEOPLE, NULL, "Aaron; Anna; Bela");
}

static void offices_by_title_and_country(void **state)
{
    struct storebox *b = *state;
    storebox_put(b, KIND_OFFICE, "title", "Warden", "country", "XF", NULL);
    storebox_put(b, KIND_OFFICE, "title", "director", "institution", "Prison", "country", "XS", NULL);
    storebox_put(b, KIND_OFFICE, "title", "Director", "institution", "City Police", NULL);
    assert_listed(b, SORTED_OFFICES, NULL, "Director, City Police; director, Prison; Warden");
    assert_listed(b, SORTED_OFFICES_BY_COUNTRY, NULL, "Warden; director, Prison; Director, City Police");
    assert_listed(b, SORTED_OFFICES_NEWEST, NULL, "Director, City Police; director, Prison; Warden");
    assert_listed(b, SORTED_OFFICES, "direc", "Director, City Police; director, Prison");
    assert_listed(b, SORTED_OFFICES, "nothing", "");
}

/* Random changes, one by one and many in a step: always what sorting anew gives. */
static void the_same_as_sorted_anew(void **state)
{
    struct storebox *b = *state;
    char name[32];
    int64_t people[400] = { 0 };
    size_t n = 0;
    unsigned seed = 7;
    str_free(listed(b, SORTED_PEOPLE, NULL));
    for (int round = 0; round < 60; round++) {
        STOREBOX_OK(store_step_begin(b->s, "changes", &b->e));
        for (int i = rand_r(&seed) % 6; i >= 0; i--) {
            snprintf(name, sizeof name, "%c%c Testova", 'A' + rand_r(&seed) % 26, 'a' + rand_r(&seed) % 26);
            if (n == 0 || rand_r(&seed) % 2)
                people[n++] = person(b, name);
            else
                rename_person(b, people[rand_r(&seed) % (int)n], name);
        }
        STOREBOX_OK(store_step_end(b->s, 0, &b->e));
        char *kept = listed(b, SORTED_PEOPLE, NULL);
        sorted_forget(b->s);
        char *anew = listed(b, SORTED_PEOPLE, NULL);
        assert_string_equal(kept, anew);
        str_free(kept);
        str_free(anew);
    }
    assert_true(n > 50);
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        STOREBOX_TEST(by_name_without_case_and_accents),
        STOREBOX_TEST(follows_changes_and_undo),
        STOREBOX_TEST(a_step_that_fails_leaves_the_order),
        STOREBOX_TEST(offices_by_title_and_country),
        STOREBOX_TEST(the_same_as_sorted_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
