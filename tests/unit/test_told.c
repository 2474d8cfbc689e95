/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was told as "last week" is kept in the teller's words beside the date it was read as. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/model/field.h"
#include "satchel/model/kind.h"
#include "satchel/store/told.h"

#define NIGHT "the night of 2 to 3 November 2019"

static int32_t day(const char *text)
{
    int32_t out;
    assert_int_equal(day_parse(text, &out), 0);
    return out;
}

static void has_reason(const struct rec *r, const char *wanted)
{
    struct err e = { 0 };
    char *reason = field_get(r, kind_field(kind_of(r->kind), "date_why"), &e);
    assert_string_equal(reason, wanted);
    str_free(reason);
}

static void the_words_stay_beside_the_date(void **state)
{
    (void)state;
    static const char OWN[] = "told on the telephone, as last week";
    static const char MORE[] = "told on 2026-11-20 as “last week”. The aunt was not sure.",
                      QUOTED[] = "told on 2026-11-20 as “last week”, then as “before the feast”",
                      OTHER[] = "told on 2026-11-20 as “after the harvest”";
    static const struct {
        const char *before, *words, *after;
    } ROWS[] = {
        { "", "last week", "told on 2026-11-22 as “last week”" },
        { "", "anteayer", "told on 2026-11-22 as “anteayer”" },
        { "", "10 February 2023", "" }, /* the same on any day */
        { "", "2026-11-02", "" },
        { "", "2 or 3 November 2019", "" },
        { "", NIGHT, "told on 2026-11-22 as “" NIGHT "”" }, /* the date alone is two days */
        { "told on 2026-11-22 as “" NIGHT "”", "2019-11-02", "" },
        { "", "Tuesday", "" }, /* not read at all */
        { "told on 2026-11-20 as “last week”", "yesterday", "told on 2026-11-22 as “yesterday”" },
        { "told on 2026-11-20 as “last week”", "2026-11-10", "" }, /* corrected */
        { OWN, "yesterday", OWN },
        { MORE, "2026-11-10", MORE }, /* somebody wrote on */
        { MORE, "yesterday", MORE },
        { QUOTED, "2026-11-10", QUOTED },
        { OTHER, "2026-11-10", OTHER },
        { "told on 2026-11-20 as “”", "2026-11-10", "told on 2026-11-20 as “”" },
        { "told on 2026-11-20", "2026-11-10", "told on 2026-11-20" },
        { OWN, "2026-11-10", OWN },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct err e = { 0 };
        struct rec *r = rec_new(KIND_EVENT, &e);
        const struct kind *k = kind_of(KIND_EVENT);
        assert_int_equal(field_set(r, kind_field(k, "date_why"), ROWS[i].before, &e), 0);
        assert_int_equal(told_keep(r, kind_field(k, "date"), ROWS[i].words, day("2026-11-22"), &e), 0);
        has_reason(r, ROWS[i].after);
        rec_free(r);
    }
}

static void a_field_without_a_reason_is_left(void **state)
{
    (void)state;
    struct err e = { 0 };
    struct rec *r = rec_new(KIND_EVENT, &e);
    assert_int_equal(
        told_keep(r, kind_field(kind_of(KIND_EVENT), "text"), "last week", day("2026-11-22"), &e), 0);
    has_reason(r, "");
    rec_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_stay_beside_the_date),
        cmocka_unit_test(a_field_without_a_reason_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
