/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates in words, and names made discreet in running text. */
#include "app_world.h"

#include <locale.h>

#include "satchel/app/discreet.h"
#include "satchel/app/present.h"
#include "satchel/base/edtf_words.h"

static void test_dates(void **state)
{
    (void)state;
    static const char *const DATES[][2] = {
        { "", "" },
        { "2016-05-03", "2016-05-03" },
        { "2016-05", "2016-05" },
        { "2016~", "2016 (about)" },
        { "2016-05?", "2016-05 (uncertain)" },
        { "2016-05-03%", "2016-05-03 (about, uncertain)" },
        { "[2016-11-02,2016-11-03]", "2016-11-02 or 03" },
        { "[2016-11-30,2016-12-01]", "2016-11-30 or 2016-12-01" },
        { "[2020-06,2020-07]", "2020-06 or 2020-07" },
        { "[2016,2018,2019]", "2016 or 2018 or 2019" },
        { "[..2020-06]", "before 2020-07" },
        { "[2020-06..]", "after 2020-05" },
        { "[..2018]", "before 2019" },
        { "[2020-03-01..]", "after 2020-02-29" },
        { "[..2021-21]", "before or on spring 2021" },
        { "[199X..]", "on or after 1990s" },
        { "[2020-01~..2020-04~]", "early 2020" },
        { "[2020-05~..2020-08~]", "mid 2020" },
        { "[2024-05-21~..2024-05-31~]", "late 2024-05" },
        { "[2024-02-21~..2024-02-28~]", "between 2024-02-21 and 28 (about)" },
        { "[2020-01~..2021-04~]", "between 2020-01 and 2021-04 (about)" },
        { "[2019-09~..2019-12~,2020-01~..2020-04~]", "between 2019-09 and 2019-12 or between 2020-01 and "
                                                     "2020-04 (about)" },
        { "[2020-06..2020-08]", "between 2020-06 and 2020-08" },
        { "2016-05-03/2016-05-12", "2016-05-03 to 12" },
        { "2016-05/2018", "2016-05 to 2018" },
        { "2016-05/..", "since 2016-05" },
        { "2016-05/", "from 2016-05, end not known" },
        { "../2016-05", "until 2016-05" },
        { "/2016-05", "until 2016-05, start not known" },
        { "201X", "2010s" },
        { "2016-XX", "2016" },
        { "2016-05-XX", "2016-05" },
        { "2016-XX-XX", "2016" },
        { "2021-21", "spring 2021" },
        { "2021-40", "first half 2021" },
        { "no date", "no date" },
    };
    for (size_t i = 0; i < sizeof DATES / sizeof *DATES; i++) {
        char *shown = edtf_words(DATES[i][0]);
        assert_non_null(shown);
        assert_string_equal(shown, DATES[i][1]);
        str_free(shown);
    }
}

static void test_distances(void **state)
{
    (void)state;
    static const struct {
        int32_t day;
        const char *text;
    } DAYS[] = { { 0, "today" },     { 1, "tomorrow" },    { -1, "yesterday" },
                 { 2, "in 2 days" }, { -9, "9 days ago" }, { INT32_MAX, "in 2147483647 days" } };
    for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++) {
        char *shown = present_distance(DAYS[i].day, 0);
        assert_string_equal(shown, DAYS[i].text);
        str_free(shown);
    }
}

static void test_discreet_text(void **state)
{
    (void)state;
    static const char *const TEXTS[][2] = {
        { "", "" },
        { "Anna Testova was held.", "A. T. was held." },
        { "ANNA's mother, Mrs Testova, and annals", "A.'s mother, Mrs T., and annals" },
        { "Testová", "T." },
        { "Анна!", "А.!" },
        { "律师王小明于三月被带走", "律师王.于三月被带走" },
        { "the man from the camp", "the man from the c." }, /* rather too much than a name */
        { "قالت سارة اليوم", "قالت س. اليوم" },
    };
    struct discreet d = { { 0 } };
    assert_int_equal(discreet_add(&d, "Anna Testova", NULL), 0);
    assert_int_equal(discreet_add(&d, "Анна", NULL), 0);
    assert_int_equal(discreet_add(&d, "王小明", NULL), 0);
    assert_int_equal(discreet_add(&d, "سارة", NULL), 0);
    assert_int_equal(discreet_add(&d, "a man from Camp 3", NULL), 0);
    discreet_sort(&d);
    assert_int_equal(setlocale(LC_ALL, "C.UTF-8") != NULL, 1);
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        char *shown = discreet_text(&d, TEXTS[i][0]);
        assert_non_null(shown);
        assert_string_equal(shown, TEXTS[i][1]);
        str_free(shown);
    }
    discreet_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_distances),
        cmocka_unit_test(test_discreet_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
