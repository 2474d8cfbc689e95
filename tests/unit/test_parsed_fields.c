/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include "satchel/model/parsed_fields.h"

static const enum parsed_part PARTS[] = { PARSED_DOCUMENT, PARSED_PERSON, PARSED_TARGET, PARSED_COPY,
                                          PARSED_GROUP };

static const char *value_for(const struct parsed_slot *slot)
{
    if (slot->type == SLOT_COUNT)
        return "48";
    if (slot->type == SLOT_NAMES)
        return "Анна Тестова | ru\nAnja | und";
    return slot->day                                ? "2026-11-24"
           : slot->many && slot->type == SLOT_TEXTS ? "first line\nsecond line"
                                                    : "26/23";
}

/* Every slot of every part can be set by its path, reads back the same, and can be emptied. */
static void every_slot_goes_round(void **state)
{
    (void)state;
    struct parsed p = { 0 };
    struct err e = { 0 };
    char path[PARSED_PATH_BYTES];
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        size_t n;
        const struct parsed_slot *slots = parsed_slots(PARTS[i], &n);
        for (size_t s = 0; s < n; s++) {
            parsed_path(PARTS[i], 0, &slots[s], path);
            assert_int_equal(parsed_set(&p, path, value_for(&slots[s]), &e), 0);
            char *back = parsed_slot_get(&p, PARTS[i], 0, &slots[s], &e);
            assert_string_equal(back, value_for(&slots[s]));
            str_free(back);
        }
        assert_int_equal(parsed_part_count(&p, PARTS[i]), 1);
    }
    assert_string_equal(p.ua_number_norm, "26/23");
    for (size_t i = 1; i < sizeof PARTS / sizeof *PARTS; i++) {
        parsed_remove(&p, PARTS[i], 0);
        assert_int_equal(parsed_part_count(&p, PARTS[i]), 0);
    }
    parsed_free(&p);
}

static void a_found_value_is_no_longer_missing(void **state)
{
    (void)state;
    struct parsed p = { 0 };
    strs_add(&p.not_found, "deadline");
    strs_add(&p.not_found, "people");
    assert_int_equal(parsed_set(&p, "deadline", "2026-11-24", NULL), 0);
    assert_int_equal(parsed_set(&p, "people.0.name", "Anna Testova", NULL), 0);
    assert_int_equal(p.not_found.n, 0);
    parsed_free(&p);
}

static void wrong_paths_and_days_change_nothing(void **state)
{
    (void)state;
    static const char *const BAD[] = { "",
                                       "nothing",
                                       "people.name",
                                       "people.x.name",
                                       "people.1.name",
                                       "targets.0.nothing",
                                       "title.0.name",
                                       "people.0." };
    struct parsed p = { 0 };
    struct err e = { 0 };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        assert_int_equal(parsed_set(&p, BAD[i], "x", &e), -1);
        assert_int_equal(e.code, ERR_INPUT);
    }
    assert_int_equal(parsed_set(&p, "deadline", "soon", &e), -1);
    assert_null(p.deadline.text);
    parsed_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_slot_goes_round),
        cmocka_unit_test(a_found_value_is_no_longer_missing),
        cmocka_unit_test(wrong_paths_and_days_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
