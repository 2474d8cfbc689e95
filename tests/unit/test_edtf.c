/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/edtf.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"

#define LEN(a) (sizeof(a) / sizeof *(a))

static const char *shown(enum edtf_bound kind, int32_t day, char out[static DAY_TEXT_BYTES])
{
    if (kind == EDTF_OPEN)
        return "..";
    if (kind == EDTF_UNKNOWN)
        return "";
    day_format(day, out);
    return out;
}

/* qualifiers: which of ?~ the date is marked with; first and last: ".." open, "" unknown. */
static const struct valid {
    const char *text;
    int level;
    const char *first, *last, *marks;
} VALID[] = {
    { "2018", 0, "2018-01-01", "2018-12-31", "" },
    { "2018-02", 0, "2018-02-01", "2018-02-28", "" },
    { "2020-02-29", 0, "2020-02-29", "2020-02-29", "" },
    { "0000", 0, "0000-01-01", "0000-12-31", "" },
    { "2017-09-26/2019-10-18", 0, "2017-09-26", "2019-10-18", "" },
    { "2018/2018-05", 0, "2018-01-01", "2018-05-31", "" },
    { "1999-04-12T23:20:30", 0, "1999-04-12", "1999-04-12", "" },
    { "1999-04-12T23:20:30Z", 0, "1999-04-12", "1999-04-12", "" },
    { "1999-04-12T23:20:30-04", 0, "1999-04-12", "1999-04-12", "" },
    { "1999-04-12T23:20:30+04:30", 0, "1999-04-12", "1999-04-12", "" },
    { "2020-12-17~", 1, "2020-12-17", "2020-12-17", "~" },
    { "2018-03-03?", 1, "2018-03-03", "2018-03-03", "?" },
    { "2010%", 1, "2010-01-01", "2010-12-31", "?~" },
    { "201X", 1, "2010-01-01", "2019-12-31", "" },
    { "19XX", 1, "1900-01-01", "1999-12-31", "" },
    { "2018-XX", 1, "2018-01-01", "2018-12-31", "" },
    { "2018-XX-XX", 1, "2018-01-01", "2018-12-31", "" },
    { "2018-04-XX", 1, "2018-04-01", "2018-04-30", "" },
    { "2022-21", 1, "2022-03-01", "2022-05-31", "" },
    { "2022-22", 1, "2022-06-01", "2022-08-31", "" },
    { "2022-23~", 1, "2022-09-01", "2022-11-30", "~" },
    { "2022-24", 1, "2022-12-01", "2023-02-28", "" },
    { "2023-24", 1, "2023-12-01", "2024-02-29", "" },
    { "2023-02-10/..", 1, "2023-02-10", "..", "" },
    { "2018-02-03/", 1, "2018-02-03", "", "" },
    { "../2018-03-02", 1, "..", "2018-03-02", "" },
    { "/2018-03", 1, "", "2018-03-31", "" },
    { "1984~/2004-06?", 1, "1984-01-01", "2004-06-30", "?~" },
    { "-0044", 1, "-0044-01-01", "-0044-12-31", "" },
    { "-004X", 1, "-0049-01-01", "-0040-12-31", "" },
    { "[2021-07,2021-08]", 2, "2021-07-01", "2021-08-31", "" },
    { "[2022-10-02,2022-10-03]", 2, "2022-10-02", "2022-10-03", "" },
    { "[2022-10-03,2021,2022-10-02]", 2, "2021-01-01", "2022-10-03", "" },
    { "[..2018-03-02]", 2, "..", "2018-03-02", "" },
    { "[2018-03..]", 2, "2018-03-01", "..", "" },
    { "[1667,1668..1670,1672~]", 2, "1667-01-01", "1672-12-31", "~" },
    { "2001-25", 2, "2001-03-01", "2001-05-31", "" },
    { "2001-30", 2, "2001-12-01", "2002-02-28", "" },
    { "2001-36", 2, "2001-10-01", "2001-12-31", "" },
    { "2001-39", 2, "2001-09-01", "2001-12-31", "" },
    { "2001-41", 2, "2001-07-01", "2001-12-31", "" },
    { "1950S2", 2, "1900-01-01", "1999-12-31", "" },
};

static void takes_what_is_edtf(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(VALID); i++) {
        const struct valid *v = &VALID[i];
        struct edtf d;
        struct err e = { 0 };
        char first[DAY_TEXT_BYTES], last[DAY_TEXT_BYTES];
        if (edtf_parse(v->text, &d, &e) < 0)
            fail_msg("%s: %s", v->text, e.text);
        assert_string_equal(d.text, v->text);
        if (d.level != v->level)
            fail_msg("%s: level %d", v->text, d.level);
        assert_string_equal(shown(d.start, d.earliest, first), v->first);
        assert_string_equal(shown(d.end, d.latest, last), v->last);
        assert_int_equal(d.uncertain, strchr(v->marks, '?') != NULL);
        assert_int_equal(d.approximate, strchr(v->marks, '~') != NULL);
        assert_int_equal(d.interval, strchr(v->text, '/') != NULL);
        assert_int_equal(d.set, v->text[0] == '[');
        assert_false(d.out_of_range);
    }
}

static void keeps_far_years_out_of_range(void **state)
{
    (void)state;
    static const char *const FAR[] = { "Y17000",
                                       "Y-17000",
                                       "Y17E8",
                                       "Y-17E7",
                                       "Y171010000S3",
                                       "Y17000/..",
                                       "Y99999999999999999999",
                                       "[2018,Y20000]",
                                       "Y12345E99999999" };
    for (size_t i = 0; i < LEN(FAR); i++) {
        struct edtf d;
        assert_int_equal(edtf_parse(FAR[i], &d, NULL), 0);
        assert_true(d.out_of_range);
    }
}

/* part: words that the sentence must hold, so that it tells what is wrong. */
static void says_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
    } CASES[] = {
        { "", "empty" },
        { "2023-2-10", "two digits" },
        { "2018--03", "two digits" },
        { "2018-", "two digits" },
        { "2018-003", "two digits" },
        { "2018-3X", "two digits" },
        { "2023/02/10", "joins the two ends" },
        { "2023-02-29", "28 days" },
        { "2023-04-00", "30 days" },
        { "2019-13", "no month 13" },
        { "2019-20", "no month 20" },
        { "2019-42", "no month 42" },
        { "2018-03-02/2018-02-03", "ends before it starts" },
        { "2018-02/2018-01-31", "ends before it starts" },
        { "Y30000/Y20000", "ends before it starts" },
        { "[2018..2017]", "ends before it starts" },
        { "1984?~", "one of ? ~ %" },
        { "?2004-06", "at the end" },
        { "2004-06~-11", "at the end" },
        { "/", "one end at least" },
        { "../..", "one end at least" },
        { "/..", "one end at least" },
        { "Y2018", "more than four digits" },
        { "Y1E2", "more than four digits" },
        { "Y", "more than four digits" },
        { "12345", "longer one stands Y" },
        { "\xEF\xBC\x92\xEF\xBC\x90\xEF\xBC\x91\xEF\xBC\x98-03", "full width" },
        { "\xD9\xA2\xD9\xA0\xD9\xA1\xD9\xA8", "full width" },
        { "2XXX", "last one or two" },
        { "XXXX", "last one or two" },
        { "1X18", "last one or two" },
        { "201X-05", "all its four digits" },
        { "2018-XX-05", "needs its month" },
        { "2018-24-05", "A season has no day" },
        { "201", "four digits" },
        { "-0000", "0000" },
        { "1950S5", "number of its digits" },
        { "1950S", "number of its digits" },
        { "2023-02-05T25:00:00", "time" },
        { "2023-02-05T12:30", "time" },
        { "2023-02-05T12:30:00+15:00", "time" },
        { "2018 ", "goes on" },
        { "2018-03-02-01", "goes on" },
        { "2018-03T12:00:00", "goes on" },
        { "{1960,1961}", "braces" },
        { "[]", "not a date" },
        { "[2018", "commas" },
        { "[2018, 2019]", "not a date" },
        { "[2018]~", "goes on" },
        { "open", "not a date" },
        { "2018/open", "not a date" },
        { "2018x/2019", "The start of the interval" },
    };
    for (size_t i = 0; i < LEN(CASES); i++) {
        struct edtf d;
        struct err e = { 0 };
        if (edtf_parse(CASES[i].text, &d, &e) != -1)
            fail_msg("%s was taken", CASES[i].text);
        assert_int_equal(e.code, ERR_INPUT);
        if (!strstr(e.text, CASES[i].part))
            fail_msg("%s: %s", CASES[i].text, e.text);
    }
    char longest[200];
    struct edtf d;
    memset(longest, '1', sizeof longest);
    longest[199] = '\0';
    assert_int_equal(edtf_parse(longest, &d, NULL), -1);
}

static void sorts_as_a_chronology(void **state)
{
    (void)state;
    static const char *const IN_ORDER[] = { "-0044",         "2018-03",    "2018-03/..",
                                            "../2018-03-02", "2018-03-02", "2018-03-02/2018-03-05",
                                            "2018-04",       "/2019",      "2019-12-31",
                                            "[..2020]" };
    for (size_t i = 0; i < LEN(IN_ORDER); i++)
        for (size_t k = 0; k < LEN(IN_ORDER); k++) {
            struct edtf a, b;
            assert_int_equal(edtf_parse(IN_ORDER[i], &a, NULL), 0);
            assert_int_equal(edtf_parse(IN_ORDER[k], &b, NULL), 0);
            int order = edtf_compare(&a, &b), want = (i > k) - (i < k);
            if ((order > 0) - (order < 0) != want)
                fail_msg("%s against %s gives %d", a.text, b.text, order);
        }
}

static void days_go_both_ways(void **state)
{
    (void)state;
    assert_int_equal(day_from_civil(1970, 1, 1), 0);
    assert_int_equal(day_from_civil(2000, 3, 1), 11017);
    for (int32_t day = -1000000; day < 1000000; day += 13) {
        int year, month, dom;
        day_to_civil(day, &year, &month, &dom);
        assert_int_equal(day_from_civil(year, month, dom), day);
        assert_in_range(dom, 1, day_month_length(year, month));
    }
    char text[DAY_TEXT_BYTES];
    day_format(INT32_MIN, text);
    assert_string_equal(text, "-5877641-06-23");
    day_format(INT32_MAX, text);
    assert_string_equal(text, "5881580-07-11");
}

static void reads_days_strictly(void **state)
{
    (void)state;
    int32_t day = -1;
    assert_int_equal(day_parse("2024-02-29", &day), 0);
    assert_int_equal(day, day_from_civil(2024, 2, 29));
    static const char *const NONE[] = { "",           "2024",        "2023-02-29", "2024-2-09", "2024-13-01",
                                        "2024-01-00", "2024-01-01 ", "2024/01/01", "+024-01-01" };
    for (size_t i = 0; i < LEN(NONE); i++)
        assert_int_equal(day_parse(NONE[i], &day), -1);
    assert_int_equal(day, day_from_civil(2024, 2, 29));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_is_edtf), cmocka_unit_test(keeps_far_years_out_of_range),
        cmocka_unit_test(says_what_is_wrong), cmocka_unit_test(sorts_as_a_chronology),
        cmocka_unit_test(days_go_both_ways),  cmocka_unit_test(reads_days_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
