/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding in a text: a table of needles, and that every hit is whole graphemes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/text.h"
#include "satchel/base/text_find.h"

static const struct {
    const char *text, *words;
    size_t count, from, to; /* of the first hit */
} CASES[] = {
    { "Anna Testova", "test", 1, 5, 9 },
    { "Anna Testova", "TESTOVA", 1, 5, 12 },
    { "Anna Testova", "Testowa", 0, 0, 0 },
    { "Anna", "", 0, 0, 0 },
    { "", "a", 0, 0, 0 },
    { "aaaa", "aa", 2, 0, 2 },
    { "M\xC3\xBCller", "muller", 1, 0, 7 },
    { "muller", "M\xC3\xBCller", 1, 0, 6 },
    { "Mu\xCC\x88ller", "mu", 1, 0, 4 }, /* the mark belongs to the hit */
    { "stra\xC3\x9F"
      "e",
      "strasse", 1, 0, 7 },
    { "stra\xC3\x9F"
      "e",
      "stras", 0, 0, 0 }, /* half a letter is none */
    { "\xD0\x90\xD0\xBD\xD0\xBD\xD0\xB0", "\xD0\xB0\xD0\xBD", 1, 0, 4 },
    { "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E", "\xE6\x9C\xAC", 1, 3, 6 },
    { "\xEF\xBC\xB5\xEF\xBC\xA1 26", "ua", 1, 0, 6 }, /* full width */
    { "it\xE2\x80\x99s", "it's", 1, 0, 6 },
    { "\xE0\xA4\x95\xE0\xA4\xBF", "\xE0\xA4\x95", 0, 0, 0 }, /* its vowel sign makes another syllable */
    { "two\nlines", "o\nl", 1, 2, 5 },
};

static void finds_what_reads_alike(void **state)
{
    struct text_needle t = { 0 };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *s = CASES[i].text;
        struct text_hit hit = { 0 };
        size_t n = strlen(s), nth;
        assert_int_equal(text_needle_set(&t, CASES[i].words, strlen(CASES[i].words)), 0);
        if (text_find_count(&t, s, n, n, &nth) != CASES[i].count)
            fail_msg("\"%s\" in \"%s\"", CASES[i].words, s);
        assert_int_equal(text_find(&t, s, n, 0, &hit), CASES[i].count > 0);
        assert_int_equal(hit.from, CASES[i].from);
        assert_int_equal(hit.to, CASES[i].to);
    }
    text_needle_free(&t);
}

static void goes_back(void **state)
{
    struct text_needle t = { 0 };
    struct text_hit hit = { 0 };
    size_t nth;
    (void)state;
    assert_int_equal(text_needle_set(&t, "ab", 2), 0);
    assert_false(text_find_before(&t, "xabxab", 6, 1, &hit));
    assert_true(text_find_before(&t, "xabxab", 6, 2, &hit));
    assert_int_equal(hit.from, 1);
    assert_true(text_find_before(&t, "xabxab", 6, SIZE_MAX, &hit));
    assert_int_equal(hit.from, 4);
    assert_int_equal(text_find_count(&t, "xabxab", 6, 4, &nth), 2);
    assert_int_equal(nth, 1);
    text_needle_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_reads_alike),
        cmocka_unit_test(goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
