/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/edtf.h"
#include "satchel/base/edtf_prose.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"

#define LEN(a) (sizeof(a) / sizeof *(a))

/* Each text, said on that day, gives the EDTF beside it. */
static void said_gives(int32_t today, const char *const cases[][2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct edtf_reading r;
        struct err e = { 0 };
        if (edtf_said_on(cases[i][0], today, &r, &e) < 0)
            fail_msg("%s: %s", cases[i][0], e.text);
        if (strcmp(r.date.text, cases[i][1]) != 0)
            fail_msg("%s gives %s", cases[i][0], r.date.text);
    }
}

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
    { "[..1983,1985..]", 2, "..", "..", "" },
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
        { "[..2018..]", "commas" },
        { "[..2018..2020]", "commas" },
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

/* ---- prose ---- */

static const struct {
    const char *text, *edtf;
} PROSE[] = {
    { "2018-03-02/2018-04", "2018-03-02/2018-04" },
    { "  2010% \n", "2010%" },
    { "10 February 2023", "2023-02-10" },
    { "10th of May 2020", "2020-05-10" },
    { "May 15, 2023", "2023-05-15" },
    { "May 15th, 2023 (Monday)", "2023-05-15" },
    { "June 1 2023", "2023-06-01" },
    { "Wednesday, 5 July 2017", "2017-07-05" },
    { "26 June2012", "2012-06-26" },
    { "5 Sept. 2012", "2012-09-05" },
    { "2012 Jul 19", "2012-07-19" },
    { "20-May-12", "2012-05-20" },
    { "4 May '94", "1994-05-04" },
    { "\"5 May 2020.\"", "2020-05-05" },
    { "19.07.12", "2012-07-19" },
    { "19.07.50", "1950-07-19" },
    { "19.07.49", "2049-07-19" },
    { "5. 7. 2012", "2012-07-05" },
    { "03.04.2020", "2020-04-03" },
    { "26/08/2009", "2009-08-26" },
    { "08/26/2009", "2009-08-26" },
    { "04/04/2020", "2020-04-04" },
    { "26-08-2009", "2009-08-26" },
    { "2023/02/10", "2023-02-10" },
    { "2023-2-10", "2023-02-10" },
    { "20261122", "2026-11-22" },
    { "since 20190301", "2019-03-01/.." },
    { "06/2020", "2020-06" },
    { "\xEF\xBC\x92\xEF\xBC\x90\xEF\xBC\x91\xEF\xBC\x98-03", "2018-03" },
    { "March 2019", "2019-03" },
    { "winter 2022", "2022-24" },
    { "the 1990s", "199X" },
    { "2020-06 or 2020-07", "[2020-06,2020-07]" },
    { "2 or 3 October 2022", "[2022-10-02,2022-10-03]" },
    { "October 2 or October 3, 2022", "[2022-10-02,2022-10-03]" },
    { "October 2 or 3, 2022", "[2022-10-02,2022-10-03]" },
    { "August, or July, of 2021", "[2021-08,2021-07]" },
    { "2\xE2\x80\x93"
      "5 May 2020",
      "2020-05-02/2020-05-05" },
    { "2 May - 3 June 2020", "2020-05-02/2020-06-03" },
    { "2019-2020", "2019/2020" },
    { "from March to May 2019", "2019-03/2019-05" },
    { "between March and May 2019", "[2019-03..2019-05]" },
    { "since March 2019", "2019-03/.." },
    { "from 5 May 2020 onwards", "2020-05-05/.." },
    { "in the summer of 2015", "2015-22" },
    { "2020-06-05\xE2\x80\x93"
      "2020-06-07",
      "2020-06-05/2020-06-07" },
    { "until 5 July 2017", "../2017-07-05" },
    { "before 5 July 2017", "[..2017-07-04]" },
    { "after May 5, 2020", "[2020-05-06..]" },
    { "about 2010", "2010~" },
    { "around 17 December 2020", "2020-12-17~" },
    { "perhaps in May 2020", "2020-05?" },
    { "May 2020?", "2020-05?" },
    { "perhaps around 2010", "2010%" },
    /* Spanish, French, German, Dutch, Italian, Portuguese */
    { "4 de agosto de 2010", "2010-08-04" },
    { "antes del 4 de agosto de 2010", "[..2010-08-03]" },
    { "desde marzo de 2019", "2019-03/.." },
    { "1er mars 2021", "2021-03-01" },
    { "le vendredi 7 mai 2021", "2021-05-07" },
    { "jusqu'au 7 mai 2021", "../2021-05-07" },
    { "\xC3\xA0 partir du 7 mai 2021", "2021-05-07/.." },
    { "depuis l\xE2\x80\x99\xC3\xA9t\xC3\xA9 2015", "2015-22/.." },
    { "16. August 2022", "2022-08-16" },
    { "seit dem 5. M\xC3\xA4rz 2020", "2020-03-05/.." },
    { "v\xC3\xB3\xC3\xB3r 19 juli 2012", "[..2012-07-18]" },
    { "juni of juli 2020", "[2020-06,2020-07]" },
    { "5e mei 2020", "2020-05-05" },
    { "dal 5 al 7 maggio 2020", "2020-05-05/2020-05-07" },
    { "1\xC2\xBA de maio de 2020", "2020-05-01" },
    { "sexta-feira, 7 de maio de 2021", "2021-05-07" },
    /* Polish, Hungarian, Russian, Ukrainian, Hebrew */
    { "5 maja 2020 r.", "2020-05-05" },
    { "2020. m\xC3\xA1jus 5.", "2020-05-05" },
    { "5-\xD0\xB3\xD0\xBE \xD0\xBC\xD0\xB0\xD1\x8F 2020 \xD0\xB3.", "2020-05-05" },
    { "5 \xD1\x82\xD1\x80\xD0\xB0\xD0\xB2\xD0\xBD\xD1\x8F 2020", "2020-05-05" },
    { "5 \xD7\xA1\xD7\xA4\xD7\x98\xD7\x9E\xD7\x91\xD7\xA8 2020", "2020-09-05" },
    /* Arabic, with its own digits, both names of a month, a name of two words */
    { "14 \xD9\x81\xD8\xA8\xD8\xB1\xD8\xA7\xD9\x8A\xD8\xB1 2022", "2022-02-14" },
    { "\xD9\xA1\xD9\xA4 \xD9\x81\xD8\xA8\xD8\xB1\xD8\xA7\xD9\x8A\xD8\xB1 "
      "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA2",
      "2022-02-14" },
    { "14 \xD8\xB4\xD8\xA8\xD8\xA7\xD8\xB7/\xD9\x81\xD8\xA8\xD8\xB1\xD8\xA7\xD9\x8A\xD8\xB1 2022",
      "2022-02-14" },
    { "25 \xD9\x83\xD8\xA7\xD9\x86\xD9\x88\xD9\x86 "
      "\xD8\xA7\xD9\x84\xD8\xAB\xD8\xA7\xD9\x86\xD9\x8A 2020",
      "2020-01-25" },
    /* Chinese, with its own numerals; Korean */
    { "2021\xE5\xB9\xB4"
      "3\xE6\x9C\x88"
      "5\xE6\x97\xA5",
      "2021-03-05" },
    { "\xE4\xBA\x8C\xE3\x80\x87\xE4\xBA\x8C\xE4\xB8\x80\xE5\xB9\xB4\xE4\xB8\x89\xE6\x9C\x88"
      "\xE5\x8D\x81\xE4\xBA\x94\xE6\x97\xA5",
      "2021-03-15" },
    { "2019\xE5\xB9\xB4"
      "3\xE6\x9C\x88\xE4\xBB\xA5\xE6\x9D\xA5",
      "2019-03/.." },
    { "2022\xE5\xB9\xB4\xE5\x86\xAC\xE5\xA4\xA9", "2022-24" },
    { "2021\xEB\x85\x84 3\xEC\x9B\x94 5\xEC\x9D\xBC", "2021-03-05" },
    /* a part of a year or month */
    { "late 2023", "[2023-09~..2023-12~]" },
    { "early 2023", "[2023-01~..2023-04~]" },
    { "mid-2020", "[2020-05~..2020-08~]" },
    { "mid-May 2024", "[2024-05-11~..2024-05-20~]" },
    { "at the end of May 2024", "[2024-05-21~..2024-05-31~]" },
    { "end of February 2023", "[2023-02-21~..2023-02-28~]" },
    { "beginning of 2020", "[2020-01~..2020-04~]" },
    { "the first week of June 2022", "[2022-06-01..2022-06-07]" },
    { "last week of February 2024", "[2024-02-23..2024-02-29]" },
    { "around Christmas 2019", "2019-12-25~" },
    { "early spring 2021", "2021-21~" },
    { "late 1990s", "[1997~..1999~]" },
    { "second half of 2021", "2021-41" },
    { "2nd half of 2021", "2021-41" },
    { "H1 2024", "2024-40" },
    { "Q3 2024", "2024-35" },
    { "2024 Q3", "2024-35" },
    { "2024-Q3", "2024-35" },
    { "T3 2024", "2024-35" },
    { "3rd quarter of 2024", "2024-35" },
    { "3. Quartal 2024", "2024-35" },
    { "третий квартал 2024", "2024-35" },
    { "2024年第三季度", "2024-35" },
    { "since Q2 2023", "2023-34/.." },
    { "night of 2 to 3 November 2019", "[2019-11-02,2019-11-03]" },
    { "the night of 31 December 2019", "[2019-12-31,2020-01-01]" },
    { "night of 31 December to 1 January 2025", "[2024-12-31,2025-01-01]" },
    { "Nacht vom 31. Dezember auf den 1. Januar 2025", "[2024-12-31,2025-01-01]" },
    { "night of 31 December 2024 to 1 January", "[2024-12-31,2025-01-01]" },
    { "night of 28 to 29 February 2024", "[2024-02-28,2024-02-29]" },
    { "in der Nacht zum 3. November 2019", "[2019-11-02,2019-11-03]" },
    { "night of 2/3 November 2024", "[2024-11-02,2024-11-03]" },
    { "the night of 2nd/3rd November 2024", "[2024-11-02,2024-11-03]" },
    { "overnight on 2/3 November 2024", "[2024-11-02,2024-11-03]" },
    { "night of 31 December/1 January 2025", "[2024-12-31,2025-01-01]" },
    { "late on the night of 2 November 2024", "[2024-11-02,2024-11-03]" },
    { "2/3 November 2024", "[2024-11-02,2024-11-03]" },
    { "November 2/3, 2024", "[2024-11-02,2024-11-03]" },
    { "Nov 2/3 2024", "[2024-11-02,2024-11-03]" },
    { "November 2-3 2024", "2024-11-02/2024-11-03" },
    { "31 October/1 November 2024", "[2024-10-31,2024-11-01]" },
    { "2./3. November 2024", "[2024-11-02,2024-11-03]" },
    { "02./03.11.2024", "[2024-11-02,2024-11-03]" },
    { "2-3.11.2024", "2024-11-02/2024-11-03" },
    { "Nacht 2./3. November 2024", "[2024-11-02,2024-11-03]" },
    { "in der Nacht von Samstag auf Sonntag, 3. November 2024", "[2024-11-02,2024-11-03]" },
    { "nuit du 2/3 novembre 2024", "[2024-11-02,2024-11-03]" },
    { "dans la nuit de samedi à dimanche 3 novembre 2024", "[2024-11-02,2024-11-03]" },
    { "в ночь со 2 на 3 ноября 2024 года", "[2024-11-02,2024-11-03]" },
    { "в ночь с субботы на воскресенье 3 ноября 2024", "[2024-11-02,2024-11-03]" },
    { "с ночи на 3 ноября 2024", "2024-11-03/.." },
    { "в ніч проти 3 листопада 2024 року", "[2024-11-02,2024-11-03]" },
    { "la noche del 2 al 3 de noviembre de 2024", "[2024-11-02,2024-11-03]" },
    { "durante la noche entre el 2 y el 3 de noviembre de 2024", "[2024-11-02,2024-11-03]" },
    { "la madrugada del 3 de noviembre de 2024", "2024-11-03" },
    { "noc z 2 na 3 listopada 2024", "[2024-11-02,2024-11-03]" },
    { "w nocy z 31 października na 1 listopada 2024 r.", "[2024-10-31,2024-11-01]" },
    { "noc 2/3 listopada 2024", "[2024-11-02,2024-11-03]" },
    { "w nocy 2 listopada 2024", "[2024-11-02,2024-11-03]" },
    { "nella notte tra il 2 e il 3 novembre 2024", "[2024-11-02,2024-11-03]" },
    { "na noite do dia 2 para o dia 3 de novembro de 2024", "[2024-11-02,2024-11-03]" },
    { "in de nacht van 2 op 3 november 2024", "[2024-11-02,2024-11-03]" },
    { "natten mellan 2 och 3 november 2024", "[2024-11-02,2024-11-03]" },
    { "v noci z 2. na 3. listopadu 2024", "[2024-11-02,2024-11-03]" },
    { "2-3 Kasım 2024 gecesi", "[2024-11-02,2024-11-03]" },
    { "the nights from 2 to 5 November 2019", "2019-11-02/2019-11-05" },
    { "since the night of 2 November 2019", "2019-11-02/.." },
    { "on the evening of 5 May 2020", "2020-05-05" },
    { "first quarter of 2020", "2020-33" },
    { "second half of June 2020", "[2020-06-16..2020-06-30]" },
    { "from early 2020 to late 2021", "2020-01~/2021-12~" },
    { "since mid-2019", "2019-05~/.." },
    { "until the end of May 2024", "../2024-05-31~" },
    { "late 2019 or early 2020", "[2019-09~..2019-12~,2020-01~..2020-04~]" },
    { "from the end of May to the beginning of June 2024", "2024-05-21~/2024-06-10~" },
    { "late on 5 May 2020", "2020-05-05" },
    { "perhaps late 2023", "[2023-09%..2023-12%]" },
    { "début 2020", "[2020-01~..2020-04~]" },
    { "fin mai 2024", "[2024-05-21~..2024-05-31~]" },
    { "Noël 2019", "2019-12-25" },
    { "Mitte Mai 2024", "[2024-05-11~..2024-05-20~]" },
    { "Ende 2023", "[2023-09~..2023-12~]" },
    { "erste Woche Juni 2022", "[2022-06-01..2022-06-07]" },
    { "a principios de 2020", "[2020-01~..2020-04~]" },
    { "a mediados de mayo de 2024", "[2024-05-11~..2024-05-20~]" },
    { "em meados de maio de 2024", "[2024-05-11~..2024-05-20~]" },
    { "metà maggio 2024", "[2024-05-11~..2024-05-20~]" },
    { "eind 2023", "[2023-09~..2023-12~]" },
    { "pod koniec maja 2024", "[2024-05-21~..2024-05-31~]" },
    { "в конце мая 2024 года", "[2024-05-21~..2024-05-31~]" },
    { "наприкінці 2023 року", "[2023-09~..2023-12~]" },
    { "أواخر عام 2023", "[2023-09~..2023-12~]" },
    { "منتصف مايو 2024", "[2024-05-11~..2024-05-20~]" },
    { "2020年初", "[2020-01~..2020-04~]" },
    { "2024年5月中旬", "[2024-05-11~..2024-05-20~]" },
    { "2021年上半年", "2021-40" },
    { "2022年6月第一周", "[2022-06-01..2022-06-07]" },
    { "2024년 5월 말", "[2024-05-21~..2024-05-31~]" },
    { "Mayıs 2024 sonunda", "[2024-05-21~..2024-05-31~]" },
};

static void reads_prose(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(PROSE); i++) {
        struct edtf_reading r;
        struct err e = { 0 };
        if (edtf_from_prose(PROSE[i].text, 0, &r, &e) < 0)
            fail_msg("%s: %s", PROSE[i].text, e.text);
        if (strcmp(r.date.text, PROSE[i].edtf) != 0)
            fail_msg("%s gives %s", PROSE[i].text, r.date.text);
        assert_int_equal(r.n_ambiguous, 0);
        assert_false(r.year_inferred);
    }
}

/* "before 2019" is not in 2019; "until 2019" may be. */
static void keeps_out_what_before_and_after_name(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        { "before 2019", "[..2018]" },
        { "after 2019", "[2020..]" },
        { "until 2019", "../2019" },
        { "since 2019", "2019/.." },
        { "before May 2019", "[..2019-04]" },
        { "before January 2019", "[..2018-12]" },
        { "after December 2019", "[2020-01..]" },
        { "before 1 March 2020", "[..2020-02-29]" },
        { "after 31 December 2019", "[2020-01-01..]" },
        { "before the 1990s", "[..198X]" },
        { "after the 1990s", "[200X..]" },
        { "before winter 2022", "[..2022-11]" },
        { "after winter 2022", "[2023-03..]" },
        { "before the second half of 2021", "[..2021-06]" },
        { "after the first week of June 2022", "[2022-06-08..]" },
        { "before early 2020", "[..2019-12~]" },
        { "before the end of 2020", "[..2020-12~]" },
        { "after late 2020", "[2021-01~..]" },
        { "after the beginning of 2020", "[2020-01~..]" },
        { "perhaps before 2019", "[..2018?]" },
        { "vor 2019", "[..2018]" },
        { "nach 2019", "[2020..]" },
        { "bis 2019", "../2019" },
        { "seit 2019", "2019/.." },
        { "antes de 2019", "[..2018]" },
        { "después de 2019", "[2020..]" },
        { "hasta 2019", "../2019" },
        { "avant 2019", "[..2018]" },
        { "après mai 2019", "[2019-06..]" },
        { "prima del 2019", "[..2018]" },
        { "voor 2019", "[..2018]" },
        { "przed 2019", "[..2018]" },
        { "после 2019 года", "[2020..]" },
        { "قبل 2019", "[..2018]" },
        { "بعد 2019", "[2020..]" },
        { "2019年以前", "[..2018]" },
        { "2019年5月之后", "[2019-06..]" },
    };
    for (size_t i = 0; i < LEN(CASES); i++) {
        struct edtf_reading r;
        struct err e = { 0 };
        if (edtf_from_prose(CASES[i][0], 0, &r, &e) < 0)
            fail_msg("%s: %s", CASES[i][0], e.text);
        if (strcmp(r.date.text, CASES[i][1]) != 0)
            fail_msg("%s gives %s", CASES[i][0], r.date.text);
    }
    struct edtf_reading r;
    assert_int_equal(edtf_from_prose("before 31 April 2020", 0, &r, NULL), -1);
}

/* In Polish the month of a listopad is November, in Croatian, which has a point behind its days, October. */
static void a_month_by_one_word_in_two_languages(void **state)
{
    (void)state;
    static const char *const EITHER[] = { "3. listopada 2024", "listopad 2024" };
    struct edtf_reading r;
    for (size_t i = 0; i < LEN(EITHER); i++) {
        assert_int_equal(edtf_from_prose(EITHER[i], 0, &r, NULL), -1);
        assert_int_equal(r.n_ambiguous, 2);
        assert_memory_equal(r.ambiguous[0].text, "2024-11", 7);
        assert_memory_equal(r.ambiguous[1].text, "2024-10", 7);
    }
    assert_int_equal(edtf_from_prose("3 listopada 2024 r.", 0, &r, NULL), 0);
    assert_string_equal(r.date.text, "2024-11-03");
}

static void refuses_what_is_no_date(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
    } CASES[] = {
        { "", "empty" },
        { " \n", "empty" },
        { "hello", "No date was understood" },
        { "5 May 2020 and a fish", "No date was understood" },
        { "2020 2021", "No date was understood" },
        { "32 May 2020", "No date was understood" },
        { "5 July", "no year" },
        { "July", "no year" },
        { "2 or 3 2020", "No date was understood" },
        { "31 April 2020", "30 days" },
        { "28 to 29 February 2025", "28 days" },
        { "night of 28 to 29 February 2025", "28 days" },
        { "Nacht auf den 29. Februar 2025", "28 days" },
        { "night of 30 to 31 November 2025", "30 days" },
        { "noche del 30 al 31 de abril de 2025", "30 days" },
        { "ночь с 30 на 31 апреля 2025", "30 days" },
        { "night of 31 April 2025", "30 days" },
        { "night of 31 December 2024 to 1 January 2024", "ends before it starts" },
        { "first half of Q3 2024", "No date was understood" },
        { "2023/24", "four digits" },
        { "3/4 2024", "No date was understood" },
        { "2/3/4 May 2024", "No date was understood" },
        { "since 2/3 May 2024", "No date was understood" },
        { "night of 31/32 October 2024", "No date was understood" },
        { "30/31 April 2024", "30 days" },
        { "night of 31/1 December 2024", "2024-12-31 and 2024-12-01 do not" },
        { "night of 30/1 December 2025", "follow each other" },
        { "night of 5/9 November 2026", "follow each other" },
        { "night of 3/2 November 2026", "follow each other" },
        { "night from Saturday to Monday, 2 November 2026", "was a Sunday, not a Saturday" },
        { "first week of the third quarter of 2024", "No date was understood" },
        { "mid to late 2023", "No date was understood" },
        { "29.02.2023", "28 days" },
        { "2023-02-29", "28 days" },
        { "1984?~", "one of ? ~ %" },
        { "{1984,1985}", "braces" },
        { "2018-03-02/2018-02-03", "ends before it starts" },
        { "from May 2020 to March 2020", "ends before it starts" },
        { "1401/05/06", "slash" },
        { "since until 2020", "No date was understood" },
        { "between 2019", "No date was understood" },
        { "third week of 2020", "no such part" },
        { "first week of 5 May 2020", "no such part" },
        { "early", "No date was understood" },
        { "Christmas", "no year" },
        { "first half of the 1990s", "no such part" },
        { "1 or 2 or 3 or 4 or 5 or 6 or 7 May 2020", "No date was understood" },
    };
    for (size_t i = 0; i < LEN(CASES); i++) {
        struct edtf_reading r;
        struct err e = { 0 };
        if (edtf_from_prose(CASES[i].text, 0, &r, &e) == 0)
            fail_msg("%s gives %s", CASES[i].text, r.date.text);
        assert_int_equal(e.code, ERR_INPUT);
        if (!strstr(e.text, CASES[i].part))
            fail_msg("%s: %s", CASES[i].text, e.text);
        assert_int_equal(r.n_ambiguous, 0);
        assert_string_equal(r.date.text, "");
    }
}

static void shows_both_readings(void **state)
{
    (void)state;
    static const char *const CASES[][3] = {
        { "03/04/2020", "2020-04-03", "2020-03-04" },
        { "03-04-2020", "2020-04-03", "2020-03-04" },
        { "5/6/20", "2020-06-05", "2020-05-06" },
        { "since 03/04/2020", "2020-04-03/..", "2020-03-04/.." },
    };
    for (size_t i = 0; i < LEN(CASES); i++) {
        struct edtf_reading r;
        struct err e = { 0 };
        assert_int_equal(edtf_from_prose(CASES[i][0], 0, &r, &e), -1);
        assert_int_equal(e.code, ERR_INPUT);
        assert_int_equal(r.n_ambiguous, 2);
        assert_string_equal(r.ambiguous[0].text, CASES[i][1]);
        assert_string_equal(r.ambiguous[1].text, CASES[i][2]);
        assert_string_equal(r.date.text, "");
    }
}

/* As said on Sunday 22 November 2026. */
static void knows_the_day_it_is_said_on(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        { "today", "2026-11-22" },
        { " Yesterday ", "2026-11-21" },
        { "TOMORROW", "2026-11-23" },
        { "since yesterday", "2026-11-21/.." },
        { "yesterday or today", "[2026-11-21,2026-11-22]" },
        { "perhaps yesterday", "2026-11-21?" },
        { "before tomorrow", "[..2026-11-22]" },
        { "in 3 days", "2026-11-25" },
        { "In 1 Day", "2026-11-23" },
        { "1 day ago", "2026-11-21" },
        { "30 days ago", "2026-10-23" },
        { "in 2 weeks", "2026-12-06~" },
        { "1 week ago", "2026-11-15~" },
        { "gestern", "2026-11-21" },
        { "ma\xC3\xB1"
          "ana",
          "2026-11-23" },
        { "\xD8\xA3\xD9\x85\xD8\xB3", "2026-11-21" },
        { "\xE6\x98\x8E\xE5\xA4\xA9", "2026-11-23" },
        { "2019-05", "2019-05" },
        { "10 May 2019", "2019-05-10" },
    };
    static const char *const NONE[] = { "days ago",   "in 0 days",  "3 days",      "in 99999 days",
                                        "in -3 days", "today 2019", "yesterday's", "" };
    const int32_t today = day_from_civil(2026, 11, 22);
    struct edtf_reading r;
    struct err e;
    said_gives(today, CASES, LEN(CASES));
    for (size_t i = 0; i < LEN(NONE); i++)
        if (edtf_said_on(NONE[i], today, &r, NULL) == 0)
            fail_msg("%s gives %s", NONE[i], r.date.text);
    assert_int_equal(edtf_said_on("03/04/2020", today, &r, &e), -1);
    assert_int_equal(r.n_ambiguous, 2);
    assert_int_equal(edtf_from_prose("yesterday", 0, &r, NULL), -1); /* no day is given */
    assert_int_equal(edtf_from_prose("20261322", 0, &r, NULL), -1);
    assert_int_equal(edtf_from_prose("22112026", 0, &r, NULL), -1);
    assert_int_equal(edtf_from_prose("20260230", 0, &r, NULL), -1);
}

/* Dates as people tell them on Sunday 22 November 2026: never a sharp day for what is none. */
static void reads_what_is_told_by_today(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        { "last Sunday", "2026-11-15" },
        { "last Sunday night", "[2026-11-15,2026-11-16]" },
        { "next Friday", "2026-11-27" },
        { "next Monday", "2026-11-23" },
        { "Tuesday last week", "2026-11-10" },
        { "Tuesday of last week", "2026-11-10" },
        { "night from Monday to Tuesday last week", "[2026-11-09,2026-11-10]" },
        { "in the night from Monday to Tuesday of last week", "[2026-11-09,2026-11-10]" },
        { "night of Monday to Tuesday last week", "[2026-11-09,2026-11-10]" },
        { "in der Nacht von Montag auf Dienstag letzter Woche", "[2026-11-09,2026-11-10]" },
        { "la nuit de lundi à mardi la semaine dernière", "[2026-11-09,2026-11-10]" },
        { "la noche del lunes al martes de la semana pasada", "[2026-11-09,2026-11-10]" },
        { "в ночь с понедельника на вторник на прошлой неделе", "[2026-11-09,2026-11-10]" },
        { "nella notte da lunedì a martedì della settimana scorsa", "[2026-11-09,2026-11-10]" },
        { "na noite de segunda para terça da semana passada", "[2026-11-09,2026-11-10]" },
        { "last week", "[2026-11-09..2026-11-15]" },
        { "last month", "2026-10" },
        { "last year", "2025" },
        { "this year", "2026" },
        { "next month", "2026-12" },
        { "before last week", "[..2026-11-08]" },
        { "after last month", "[2026-11..]" },
        { "two weeks ago", "2026-11-08~" },
        { "2 weeks ago", "2026-11-08~" },
        { "about two weeks ago", "2026-11-08~" },
        { "a week ago", "2026-11-15~" },
        { "a month ago", "2026-10~" },
        { "three years ago", "2023~" },
        { "a couple of days ago", "2026-11-20" },
        { "a fortnight ago", "2026-11-08~" },
        { "since two weeks ago", "2026-11-08~/.." },
        { "from two weeks ago to yesterday", "2026-11-08~/2026-11-21" },
        { "yesterday", "2026-11-21" },
        { "yesterday evening", "2026-11-21" },
        { "yesterday morning", "2026-11-21" },
        { "last night", "[2026-11-21,2026-11-22]" },
        { "the day before yesterday", "2026-11-20" },
        { "night of 2 to 3 November 2019", "[2019-11-02,2019-11-03]" },
        { "the night of 2 November 2019", "[2019-11-02,2019-11-03]" },
        { "in the night from 2 to 3 November 2019", "[2019-11-02,2019-11-03]" },
        { "night from 30 April to 1 May 2020", "[2020-04-30,2020-05-01]" },
        { "on the evening of 5 May 2020", "2020-05-05" },
        { "2nd half of 2023", "2023-41" },
        { "H1 2024", "2024-40" },
        { "around 12 March 2021", "2021-03-12~" },
        { "last December", "2025-12" },
        { "last winter", "2025-24" },
        { "the last week of June 2022", "[2022-06-24..2022-06-30]" },
        { "end of last year", "[2025-09~..2025-12~]" },
        { "early last year", "[2025-01~..2025-04~]" },
        { "in the beginning of last month", "[2026-10-01~..2026-10-10~]" },
        { "sometime in 2019", "2019" },
        { "in two weeks", "2026-12-06~" },
        { "in 3 months", "2027-02~" },
        { "two days from now", "2026-11-24" },
        { "vor zwei Wochen", "2026-11-08~" },
        { "vor 3 Tagen", "2026-11-19" },
        { "vor einem Jahr", "2025~" },
        { "vor zwei Jahren", "2024~" },
        { "bis vor zwei Wochen", "../2026-11-08~" },
        { "seit zwei Wochen", "2026-11-08~/.." },
        { "seit drei Monaten", "2026-08~/.." },
        { "gestern Abend", "2026-11-21" },
        { "gestern Morgen", "2026-11-21" },
        { "vorgestern", "2026-11-20" },
        { "letzte Woche", "[2026-11-09..2026-11-15]" },
        { "letzte Woche Dienstag", "2026-11-10" },
        { "Dienstag letzter Woche", "2026-11-10" },
        { "letzten Monat", "2026-10" },
        { "letztes Jahr", "2025" },
        { "in der Nacht vom 2. auf den 3. November 2019", "[2019-11-02,2019-11-03]" },
        { "in der Nacht zum 3. November 2019", "[2019-11-02,2019-11-03]" },
        { "3. Quartal 2024", "2024-35" },
        { "2. Halbjahr 2021", "2021-41" },
        { "Anfang letzten Jahres", "[2025-01~..2025-04~]" },
        { "vor 2019", "[..2018]" },
        { "in zwei Wochen", "2026-12-06~" },
        { "heute Nacht", "[2026-11-21..2026-11-23]" },
        { "hace dos semanas", "2026-11-08~" },
        { "hace 3 días", "2026-11-19" },
        { "hace un año", "2025~" },
        { "desde hace dos semanas", "2026-11-08~/.." },
        { "ayer por la mañana", "2026-11-21" },
        { "anoche", "[2026-11-21,2026-11-22]" },
        { "anteayer", "2026-11-20" },
        { "la semana pasada", "[2026-11-09..2026-11-15]" },
        { "el mes pasado", "2026-10" },
        { "el año pasado", "2025" },
        { "la noche del 2 al 3 de noviembre de 2019", "[2019-11-02,2019-11-03]" },
        { "tercer trimestre de 2024", "2024-35" },
        { "3er trimestre de 2024", "2024-35" },
        { "a principios del año pasado", "[2025-01~..2025-04~]" },
        { "il y a deux semaines", "2026-11-08~" },
        { "il y a un an", "2025~" },
        { "depuis deux mois", "2026-09~/.." },
        { "hier soir", "2026-11-21" },
        { "avant-hier", "2026-11-20" },
        { "la semaine dernière", "[2026-11-09..2026-11-15]" },
        { "mardi de la semaine dernière", "2026-11-10" },
        { "le mois dernier", "2026-10" },
        { "l'année dernière", "2025" },
        { "l'an dernier", "2025" },
        { "dans la nuit du 2 au 3 novembre 2019", "[2019-11-02,2019-11-03]" },
        { "3e trimestre 2024", "2024-35" },
        { "T3 2024", "2024-35" },
        { "во вторник на прошлой неделе", "2026-11-10" },
        { "две недели назад", "2026-11-08~" },
        { "неделю назад", "2026-11-15~" },
        { "год назад", "2025~" },
        { "2 года назад", "2024~" },
        { "вчера вечером", "2026-11-21" },
        { "позавчера", "2026-11-20" },
        { "на прошлой неделе", "[2026-11-09..2026-11-15]" },
        { "в прошлом месяце", "2026-10" },
        { "в прошлом году", "2025" },
        { "в ночь со 2 на 3 ноября 2019 года", "[2019-11-02,2019-11-03]" },
        { "в ночь с 2 на 3 ноября 2019", "[2019-11-02,2019-11-03]" },
        { "третий квартал 2024", "2024-35" },
        { "3 квартал 2024 года", "2024-35" },
        { "上周二", "2026-11-10" },
        { "上个星期二", "2026-11-10" },
        { "两周前", "2026-11-08~" },
        { "两个星期前", "2026-11-08~" },
        { "3天前", "2026-11-19" },
        { "三个月前", "2026-08~" },
        { "两年前", "2024~" },
        { "2019年前", "[..2018]" },
        { "2019年以前", "[..2018]" },
        { "昨晚", "[2026-11-21,2026-11-22]" },
        { "前天", "2026-11-20" },
        { "上周", "[2026-11-09..2026-11-15]" },
        { "上个月", "2026-10" },
        { "去年", "2025" },
        { "今年", "2026" },
        { "去年年底", "[2025-09~..2025-12~]" },
        { "2019年11月2日夜间", "[2019-11-02,2019-11-03]" },
        { "2019年11月2日至3日夜", "[2019-11-02,2019-11-03]" },
        { "去年5月", "2025-05" },
        { "due settimane fa", "2026-11-08~" },
        { "la settimana scorsa", "[2026-11-09..2026-11-15]" },
        { "l'altro ieri", "2026-11-20" },
        { "há duas semanas", "2026-11-08~" },
        { "duas semanas atrás", "2026-11-08~" },
        { "na semana passada", "[2026-11-09..2026-11-15]" },
        { "twee weken geleden", "2026-11-08~" },
        { "vorige week", "[2026-11-09..2026-11-15]" },
        { "dwa tygodnie temu", "2026-11-08~" },
        { "w zeszłym tygodniu", "[2026-11-09..2026-11-15]" },
        { "минулого тижня", "[2026-11-09..2026-11-15]" },
        { "два тижні тому", "2026-11-08~" },
        { "iki hafta önce", "2026-11-08~" },
        { "geçen hafta", "[2026-11-09..2026-11-15]" },
        { "الأسبوع الماضي", "[2026-11-09..2026-11-15]" },
        { "قبل أسبوعين", "2026-11-08~" },
        { "قبل 3 أيام", "2026-11-19" },
        { "2주 전", "2026-11-08~" },
        { "지난주", "[2026-11-09..2026-11-15]" },
        { "May last year", "2025-05" },
        { "last year in May", "2025-05" },
        { "im Mai letzten Jahres", "2025-05" },
        { "en mayo del año pasado", "2025-05" },
        { "summer last year", "2025-22" },
        { "в мае прошлого года", "2025-05" },
        { "в ночь на 3 ноября 2019 года", "[2019-11-02,2019-11-03]" },
        { "bis zum 5. Mai 2020", "../2020-05-05" },
        { "на этой неделе", "[2026-11-16..2026-11-22]" },
        { "5 May 2020 or last week", "[2020-05-05,2026-11-09..2026-11-15]" },
        { "nächsten Freitag", "2026-11-27" },
        { "heute", "2026-11-22" },
        { "heute Morgen", "2026-11-22" },
        { "esta semana", "[2026-11-16..2026-11-22]" },
        { "9 years ago", "2017~" },
        { "the last Sunday of March 2022", "2022-03-27" },
        { "first Monday of May 2023", "2023-05-01" },
        { "on the 2nd Tuesday of November 2026", "2026-11-10" },
        { "since the third Friday in June 2020", "2020-06-19/.." },
        { "am ersten Montag im Mai 2023", "2023-05-01" },
        { "2. Dienstag im November 2026", "2026-11-10" },
        { "le premier lundi de mai 2023", "2023-05-01" },
        { "le dernier dimanche de mars 2022", "2022-03-27" },
        { "el primer lunes de mayo de 2023", "2023-05-01" },
        { "el último domingo de marzo de 2022", "2022-03-27" },
        { "в последнее воскресенье марта 2022 года", "2022-03-27" },
        { "the fifth Sunday of January 2023", "2023-01-29" },
    };
    static const char *const NONE[] = {
        "Tuesday",
        "on Tuesday",
        "last Tuesday or Wednesday",
        "the fifth Sunday of February 2023",
        "a few days ago",
        "for two weeks",
        "two weeks",
        "last Christmas",
        "once in May 2019",
        "last 5 May",

        "vor langer Zeit",
        "weeks ago",
        "0 weeks ago",
        "in 2 May",
        "two hundred years ago",
        "9999 years ago",
        "vor Wochen",
        "last",
        "two weeks before 5 May 2020",

        "the night",
        "last Tuesday, 17 November 2026",
        "hace dos años, en mayo",
    };
    const int32_t today = day_from_civil(2026, 11, 22);
    said_gives(today, CASES, LEN(CASES));
    for (size_t i = 0; i < LEN(NONE); i++) {
        struct edtf_reading r;
        if (edtf_said_on(NONE[i], today, &r, NULL) == 0 || r.n_ambiguous)
            fail_msg("%s gives %s", NONE[i], r.date.text);
    }
    struct edtf_reading r;
    struct err e = { 0 };
    assert_int_equal(edtf_said_on("on Tuesday", today, &r, &e), -1);
    assert_non_null(strstr(e.text, "Tuesday of last week"));
    assert_non_null(strstr(e.text, "2026-11-22")); /* what it offers is taken */
}

/* Last and next where people differ: both readings, the nearest first; one only where all agree. Every
 * weekday as said on every weekday; months and seasons through a year. */
static void asks_which_last_is_meant(void **state)
{
    (void)state;
    static const char *const DAYS[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday" };
    const int32_t monday = day_from_civil(2026, 11, 16);
    for (int said = 0; said < 7; said++)
        for (int day = 0; day < 7; day++) {
            char last[32], next[32], text[DAY_TEXT_BYTES];
            struct edtf_reading r;
            snprintf(last, sizeof last, "last %s", DAYS[day]);
            snprintf(next, sizeof next, "next %s", DAYS[day]);
            int rc = edtf_said_on(last, monday + said, &r, NULL);
            assert_int_equal(rc, day < said ? -1 : 0);
            assert_int_equal(r.n_ambiguous, day < said ? 2 : 0);
            day_format(day < said ? monday + day : monday + day - 7, text);
            assert_string_equal(day < said ? r.ambiguous[0].text : r.date.text, text);
            day_format(monday + day - 7, text);
            assert_string_equal(day < said ? r.ambiguous[1].text : r.date.text, text);
            rc = edtf_said_on(next, monday + said, &r, NULL);
            assert_int_equal(rc, day > said ? -1 : 0);
            day_format(day > said ? monday + day : monday + day + 7, text);
            assert_string_equal(day > said ? r.ambiguous[0].text : r.date.text, text);
        }
    static const struct {
        const char *text;
        int month;
        const char *first, *second;
    } CASES[] = {
        { "last May", 11, "2026-05", "2025-05" },    { "last May", 3, "2025-05", NULL },
        { "last May", 5, "2025-05", NULL },          { "next May", 11, "2027-05", NULL },
        { "next May", 3, "2026-05", "2027-05" },     { "this May", 3, "2026-05", NULL },
        { "last summer", 11, "2026-22", "2025-22" }, { "last summer", 7, "2025-22", NULL },
        { "last summer", 3, "2025-22", NULL },       { "last winter", 2, "2024-24", NULL },
        { "last winter", 5, "2025-24", NULL },       { "last winter", 12, "2025-24", NULL },
        { "this winter", 1, "2025-24", NULL },       { "next winter", 5, "2026-24", "2027-24" },
        { "next winter", 12, "2027-24", NULL },      { "next summer", 11, "2027-22", NULL },
    };
    for (size_t i = 0; i < LEN(CASES); i++) {
        struct edtf_reading r;
        int rc = edtf_said_on(CASES[i].text, day_from_civil(2026, CASES[i].month, 9), &r, NULL);
        const char *first = r.n_ambiguous ? r.ambiguous[0].text : r.date.text;
        if ((rc == 0) != !CASES[i].second || strcmp(first, CASES[i].first) != 0 ||
            (CASES[i].second && strcmp(r.ambiguous[1].text, CASES[i].second) != 0))
            fail_msg("%s in month %d gives %s", CASES[i].text, CASES[i].month, first);
    }
}

/* As said on Sunday 22 November 2026. */
static void knows_more_ways_to_say_it(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        { "III квартал 2024", "2024-35" },
        { "в I квартале 2024 года", "2024-33" },
        { "terzo trimestre 2024", "2024-35" },
        { "derde kwartaal 2024", "2024-35" },
        { "III kwartał 2024", "2024-35" },
        { "I kwartał 2024", "2024-33" },
        { "Q3 last year", "2025-35" },
        { "early Q3 last year", "2025-35~" },
        { "third quarter of last year", "2025-35" },
        { "noc z 2 na 3 maja 2025", "[2025-05-02,2025-05-03]" },
        { "noite de 2 para 3 de novembro de 2025", "[2025-11-02,2025-11-03]" },
        { "notte tra il 2 e il 3 novembre 2025", "[2025-11-02,2025-11-03]" },
        { "la nuit dernière", "[2026-11-21,2026-11-22]" },
        { "прошлой ночью", "[2026-11-21,2026-11-22]" },
        { "letzte Nacht", "[2026-11-21,2026-11-22]" },
        { "last weekend", "[2026-11-14,2026-11-15]" },
        { "le week-end dernier", "[2026-11-14,2026-11-15]" },
        { "上周末", "[2026-11-14,2026-11-15]" },
        { "no later than 2019", "../2019" },
        { "not later than 5 May 2019", "../2019-05-05" },
        { "up to 2019", "../2019" },
        { "до 5 мая 2019 года", "../2019-05-05" },
        { "до конца 2019 года", "../2019-12~" },
        { "с 2017 до 2019 года", "2017/2019" },
    };
    struct edtf_reading r;
    said_gives(day_from_civil(2026, 11, 22), CASES, LEN(CASES));
    assert_int_equal(edtf_from_prose("до 2019 года", 0, &r, NULL), -1);
    assert_string_equal(r.ambiguous[0].text, "../2019");
    assert_string_equal(r.ambiguous[1].text, "[..2018]");
    assert_int_equal(edtf_from_prose("V квартал 2024", 0, &r, NULL), -1);
    assert_int_equal(edtf_from_prose("III полугодие 2024", 0, &r, NULL), -1);
    assert_int_equal(edtf_from_prose("later than 2019", 0, &r, NULL), -1);
}

/* The beginning of a quarter is no part of the year: about the quarter is as much as can be said. */
static void keeps_a_part_within_its_quarter(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        { "early Q3 2024", "2024-35~" },
        { "Anfang 3. Quartal 2024", "2024-35~" },
        { "Anfang des dritten Quartals 2024", "2024-35~" },
        { "début du 3e trimestre 2024", "2024-35~" },
        { "end of Q3 2024", "2024-35~" },
        { "end of the third quarter of 2024", "2024-35~" },
        { "mid Q1 2023", "2023-33~" },
        { "mid H2 2024", "2024-41~" },
        { "mid-H2 2024", "2024-41~" },
        { "late first half of 2024", "2024-40~" },
        { "since early Q3 2024", "2024-35~/.." },
        { "until end of Q1 2024", "../2024-33~" },
        { "2024 Q3, early", "2024-35~" },
        { "Q3 2024", "2024-35" },
        { "end of the first week of June 2022", "[2022-06-01~..2022-06-07~]" },
        { "early 2024", "[2024-01~..2024-04~]" },
    };
    for (size_t i = 0; i < LEN(CASES); i++) {
        struct edtf_reading r;
        struct err e = { 0 };
        if (edtf_from_prose(CASES[i][0], 0, &r, &e) < 0)
            fail_msg("%s: %s", CASES[i][0], e.text);
        if (strcmp(r.date.text, CASES[i][1]) != 0)
            fail_msg("%s gives %s", CASES[i][0], r.date.text);
    }
}

/* A weekday picks the day of what is none sharply, and contradicts another day. Said on Sunday 22 November
 * 2026, and on the Monday after it, when "Tuesday a week ago" is six days ago to some, thirteen to others. */
static void heeds_the_weekday(void **state)
{
    (void)state;
    static const struct {
        int day;
        const char *text, *first, *second; /* second NULL: one reading only */
    } CASES[] = {
        { 22, "Tuesday a week ago", "2026-11-10", NULL },
        { 22, "a week ago Tuesday", "2026-11-10", NULL },
        { 22, "a week ago, on Tuesday", "2026-11-10", NULL },
        { 22, "Dienstag vor einer Woche", "2026-11-10", NULL },
        { 22, "il y a une semaine, mardi", "2026-11-10", NULL },
        { 22, "Tuesday two weeks ago", "2026-11-03", NULL },
        { 22, "Sunday a week ago", "2026-11-15", NULL },
        { 22, "since Tuesday a week ago", "2026-11-10/..", NULL },
        { 22, "Tuesday in a week", "2026-11-24", "2026-12-01" },
        { 23, "Tuesday a week ago", "2026-11-17", "2026-11-10" },
        { 23, "Monday a week ago", "2026-11-16", NULL },
        { 22, "Thursday 3 days ago", "2026-11-19", NULL },
        { 22, "Saturday yesterday", "2026-11-21", NULL },
        { 22, "yesterday, Saturday", "2026-11-21", NULL },
        { 22, "this week, on Monday", "2026-11-16", NULL },
        { 22, "Saturday last night", "[2026-11-21,2026-11-22]", NULL },
        { 22, "Sunday last weekend", "[2026-11-14,2026-11-15]", NULL },
        { 22, "Tuesday 3 November 2026", "2026-11-03", NULL },
        { 22, "2026-11-03 (Tuesday)", "2026-11-03", NULL },
        { 22, "Tuesday, 03/11/2026", "2026-11-03", NULL },
        { 22, "Wednesday, 03/11/2026", "2026-03-11", NULL },
        { 22, "2026年11月3日 星期二", "2026-11-03", NULL },
        { 22, "from Monday 2 to Friday 6 November 2026", "2026-11-02/2026-11-06", NULL },
        { 22, "Nacht auf Dienstag, den 3. November 2026", "[2026-11-02,2026-11-03]", NULL },
    };
    static const char *const AGAINST[][2] = {
        { "Monday yesterday", "2026-11-21 is a Saturday, not a Monday." },
        { "yesterday, Monday", "2026-11-21 is a Saturday, not a Monday." },
        { "Monday 3 days ago", "2026-11-19 is a Thursday, not a Monday." },
        { "Monday 3 November 2026", "2026-11-03 is a Tuesday, not a Monday." },
        { "3 November 2026 (Monday)", "2026-11-03 is a Tuesday, not a Monday." },
        { "since Monday, 3 November 2026", "2026-11-03 is a Tuesday, not a Monday." },
        { "Monday (3 November 2026)", "2026-11-03 is a Tuesday, not a Monday." },
        { "Tuesday, 3 November 2026, Monday", "Which day this is cannot be told" },
        { "Monday last night", "2026-11-21 is a Saturday, not a Monday." },
        { "lundi 3 novembre 2026", "2026-11-03 is a Tuesday, not a Monday." },
        { "from Monday 2 to Friday 7 November 2026", "2026-11-07 is a Saturday, not a Friday." },
    };
    struct edtf_reading r;
    for (size_t i = 0; i < LEN(CASES); i++) {
        struct err e = { 0 };
        int rc = edtf_said_on(CASES[i].text, day_from_civil(2026, 11, CASES[i].day), &r, &e);
        const char *first = r.n_ambiguous ? r.ambiguous[0].text : r.date.text;
        if ((rc == 0) != !CASES[i].second || strcmp(first, CASES[i].first) != 0 ||
            (CASES[i].second && strcmp(r.ambiguous[1].text, CASES[i].second) != 0))
            fail_msg("%s gives %s %s %s", CASES[i].text, first, r.ambiguous[1].text, e.text);
    }
    for (size_t i = 0; i < LEN(AGAINST); i++) {
        struct err e = { 0 };
        if (edtf_said_on(AGAINST[i][0], day_from_civil(2026, 11, 22), &r, &e) == 0 || r.n_ambiguous)
            fail_msg("%s gives %s", AGAINST[i][0], r.date.text);
        if (!strstr(e.text, AGAINST[i][1]))
            fail_msg("%s: %s", AGAINST[i][0], e.text);
    }
}

static void infers_a_year_when_given_one(void **state)
{
    (void)state;
    struct edtf_reading r;
    assert_int_equal(edtf_from_prose("5 July", 2017, &r, NULL), 0);
    assert_string_equal(r.date.text, "2017-07-05");
    assert_true(r.year_inferred);
    assert_int_equal(edtf_from_prose("5 July 2016", 2017, &r, NULL), 0);
    assert_false(r.year_inferred);
}

/* ---- running text ---- */

/* found: what edtf_find finds in turn, each "text=date " (of an ambiguous one "text=one|other "; ! after an
 * inferred year). */
static void finds_dates_in_running_text(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int year;
        const char *found;
    } CASES[] = {
        { "Write before 16 August 2017 to the president.", 0, "16 August 2017=2017-08-16 " },
        { "It began in late 2023, or at the end of May 2024; by 5 June 2024 it was over.", 0,
          "late 2023=[2023-09~..2023-12~] end of May 2024=[2024-05-21~..2024-05-31~] "
          "5 June 2024=2024-06-05 " },
        { "In mid-May 2024 and the first week of June 2022.", 0,
          "mid-May 2024=[2024-05-11~..2024-05-20~] first week of June 2022=[2022-06-01..2022-06-07] " },
        { "Index: FIN 12/05/94, an early 5 May 2020", 0, "5 May 2020=2020-05-05 " },
        { "INDEX: AFR 99/0048/2021 12 mars 2021", 0, "12 mars 2021=2021-03-12 " },
        { "UA 103/22, Index AFR 12/05/94", 0, "" },
        { "12/05/2020/3 (12/05/2020) 13/05/2020.", 0,
          "12/05/2020=2020-05-12|2020-12-05 13/05/2020=2020-05-13 " },
        { "+000 2237-1234, 02.03.04.05.06, 06-12-34-56, 687-2020", 2020, "" },
        { "192.168.1.12 v1.2.2020 3.1.12 19.07.12", 0, "19.07.12=2012-07-19 " },
        { "On 13 July2016, the", 0, "13 July2016=2016-07-13 " },
        { "You may 5 times; 5 May we", 2020, "5 May=2020-05-05! " },
        { "On May 5 we met; on 5 May we met", 2020, "May 5=2020-05-05! 5 May=2020-05-05! " },
        { "On May 5 we met; on 5 May we met", 0, "" },
        { "May 15,000 people; 5 May 20 people; May 5:30", 2020, "" },
        { "http://example.org/2021/07/05/x http://example.org/2009/12/x", 0, "" },
        { "2021-03-05T10:00:00Z, 2021-03-06, 2021-03, 2017-18", 0,
          "2021-03-05=2021-03-05 2021-03-06=2021-03-06 " },
        { "6 Aug 2010 15:19:59", 0, "6 Aug 2010=2010-08-06 " },
        { "in 2014, since 2011, PO Box 2016", 2020, "" },
        { "years ago 2020, a set 2020, fall 2020", 0, "fall 2020=2020-23 " },
        { "30 June 2020, 31 February 2020.", 0, "30 June 2020=2020-06-30 February 2020=2020-02 " },
        { "12.05.2020-14.05.2020", 0, "12.05.2020=2020-05-12 " },
        { "5 May\n2020", 0, "5 May\n2020=2020-05-05 " },
        { "5 May\n\n2020", 2019, "5 May=2019-05-05! " },
        { "\xE6\x88\xAA\xE6\xAD\xA2"
          "2021\xE5\xB9\xB4"
          "3\xE6\x9C\x88"
          "5\xE6\x97\xA5\xEF\xBC\x8C",
          0,
          "2021\xE5\xB9\xB4"
          "3\xE6\x9C\x88"
          "5\xE6\x97\xA5=2021-03-05 " },
    };
    for (size_t i = 0; i < LEN(CASES); i++) {
        const char *s = CASES[i].text;
        struct buf found = { 0 };
        struct edtf_reading r;
        size_t start, end = 0;
        while (edtf_find(s, strlen(s), end, CASES[i].year, &r, &start, &end)) {
            buf_addf(&found, "%.*s=", (int)(end - start), s + start);
            if (r.n_ambiguous)
                buf_addf(&found, "%s|%s ", r.ambiguous[0].text, r.ambiguous[1].text);
            else
                buf_addf(&found, "%s%s ", r.date.text, r.year_inferred ? "!" : "");
        }
        assert_string_equal(buf_text(&found), CASES[i].found);
        buf_free(&found);
    }
}

/* Pieces of dates and noise: whatever is found is a date inside the text, further on each time, and reads the
 * same alone. */
static void finds_only_dates_in_noise(void **state)
{
    (void)state;
    static const char *const PIECES[] = { " ",
                                          "\n",
                                          "5",
                                          "12",
                                          "31",
                                          "2020",
                                          "94",
                                          "/",
                                          ".",
                                          "-",
                                          ",",
                                          "May",
                                          "of",
                                          "or",
                                          "since",
                                          "to",
                                          "th",
                                          "'",
                                          "\xE5\xB9\xB4",
                                          "\xE6\x9C\x88",
                                          "\xE6\x97\xA5",
                                          "\xE4\xB8\x89",
                                          "\xD9\xA2",
                                          "\xFF",
                                          "x",
                                          "winter",
                                          "~",
                                          "?" };
    uint32_t seed = 77u;
    for (int i = 0; i < 20000; i++) {
        struct buf b = { 0 };
        for (int k = 0; k < 12; k++) {
            seed = seed * 1664525u + 1013904223u;
            buf_adds(&b, PIECES[(seed >> 16) % LEN(PIECES)]);
        }
        struct edtf_reading r, alone;
        struct edtf strict;
        size_t start, end = 0, last = 0;
        while (edtf_find(b.data, b.len, end, 2020, &r, &start, &end)) {
            assert_true(start >= last && end > start && end <= b.len);
            last = end;
            char *part = strndup(b.data + start, end - start);
            int rc = edtf_from_prose(part, 2020, &alone, NULL);
            assert_true(rc == 0 || alone.n_ambiguous == r.n_ambiguous);
            if (!r.n_ambiguous)
                assert_int_equal(edtf_parse(r.date.text, &strict, NULL), 0);
            free(part);
        }
        if (edtf_from_prose(b.data, 2020, &alone, NULL) == 0)
            assert_int_equal(edtf_parse(alone.date.text, &strict, NULL), 0);
        buf_free(&b);
    }
}

/* Words of telling in any order: a date that the strict parser takes too, and a bounded one, or none. */
static void takes_no_nonsense_as_told(void **state)
{
    (void)state;
    static const char *const PIECES[] = {
        "last ",
        "next ",
        "this ",
        "Tuesday ",
        "week ",
        "weeks ",
        "year ",
        "two ",
        "3 ",
        "ago ",
        "in ",
        "vor ",
        "hace ",
        "il y a ",
        "night ",
        "of ",
        "May ",
        "2019 ",
        "before ",
        "since ",
        "summer ",
        "\xE4\xB8\x8A",
        "\xE5\x91\xA8",
        "\xE4\xBA\x8C",
        "\xE5\x89\x8D",
        "\xE5\xB9\xB4",
        "-",
        "'",
        "\xFF",
        "Q",
        "4 ",
        "half ",
        "early ",
        "or ",
        "to ",
        "yesterday ",
        "9999 ",
        "назад ",
    };
    const int32_t today = day_from_civil(2026, 11, 22);
    uint32_t seed = 5u;
    for (int i = 0; i < 40000; i++) {
        struct buf b = { 0 };
        for (int k = 0; k < 1 + i % 7; k++) {
            seed = seed * 1664525u + 1013904223u;
            buf_adds(&b, PIECES[(seed >> 16) % LEN(PIECES)]);
        }
        struct edtf_reading r;
        struct edtf strict;
        struct err e = { 0 };
        if (edtf_said_on(buf_text(&b), today, &r, &e) == 0)
            assert_int_equal(edtf_parse(r.date.text, &strict, NULL), 0);
        else
            assert_true(*e.text != '\0' && !*r.date.text);
        buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_is_edtf),
        cmocka_unit_test(keeps_far_years_out_of_range),
        cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(sorts_as_a_chronology),
        cmocka_unit_test(reads_prose),
        cmocka_unit_test(keeps_out_what_before_and_after_name),
        cmocka_unit_test(a_month_by_one_word_in_two_languages),
        cmocka_unit_test(refuses_what_is_no_date),
        cmocka_unit_test(shows_both_readings),
        cmocka_unit_test(knows_the_day_it_is_said_on),
        cmocka_unit_test(reads_what_is_told_by_today),
        cmocka_unit_test(asks_which_last_is_meant),
        cmocka_unit_test(keeps_a_part_within_its_quarter),
        cmocka_unit_test(heeds_the_weekday),
        cmocka_unit_test(knows_more_ways_to_say_it),
        cmocka_unit_test(infers_a_year_when_given_one),
        cmocka_unit_test(finds_dates_in_running_text),
        cmocka_unit_test(finds_only_dates_in_noise),
        cmocka_unit_test(takes_no_nonsense_as_told),
        cmocka_unit_test(days_go_both_ways),
        cmocka_unit_test(reads_days_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
