/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and pages of a letter: in pieces they are the same as at once, whatever the text is made of. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/exchange/letter_count.h"
#include "satchel/base/buf.h"
#include "satchel/base/text.h"
#include "satchel/model/letter_page.h"

static struct buf repeated(const char *text, size_t n)
{
    struct buf b = { 0 };
    for (size_t i = 0; i < n; i++)
        buf_adds(&b, text);
    return b;
}

static struct letter_count count_all(const char *body, size_t *steps)
{
    struct letter_count c = { 0 };
    struct letter_page page = { .address_lines = (char *)"1 Main Square\nFreedonia", .body = (char *)body };
    letter_count_begin(&c, &page);
    *steps = 0;
    while (c.under_way) {
        assert_false(c.known);
        letter_count_step(&c, &page);
        ++*steps;
    }
    assert_true(c.known);
    return c;
}

static void pieces_are_the_whole(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        "I write to you about the people who were taken in February.\n\n",
        "one paragraph without an end ",
        "abcdefghij",
        "\xE6\x88\x91\xE5\x86\x99\xE4\xBF\xA1",
        "\xD0\xB1\xD1\x83\xD0\xBA\xD0\xB2\xD0\xB0",
        "\n",
        "e\xCC\x81" /* decomposed */,
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        struct buf b = repeated(TEXTS[i], 200000 / strlen(TEXTS[i]));
        size_t steps, words = text_words(buf_text(&b), b.len);
        struct letter_count c = count_all(buf_text(&b), &steps);
        assert_true(steps >= b.len / LETTER_COUNT_PIECE);
        assert_true(steps <= 2 * (b.len / LETTER_COUNT_PIECE + 1));
        /* a word of a megabyte has no place to cut it */
        assert_true(c.words >= words && c.words <= words + (strpbrk(TEXTS[i], " \n") ? 0 : steps));
        size_t lines = (size_t)text_wrapped_lines(buf_text(&b), b.len, 72);
        assert_true(c.pages >= lines / 50 && c.pages <= (lines + steps + 8) / 50 + 1);
        assert_false(c.pages_sure);
        buf_free(&b);
    }
}

static void a_short_text_is_counted_at_once(void **state)
{
    (void)state;
    size_t steps;
    struct letter_count c = count_all("Please answer.", &steps);
    assert_int_equal(steps, 0);
    assert_int_equal(c.words, 2);
    assert_int_equal(c.pages, 1);
    assert_true(c.pages_sure);
    c = count_all("", &steps);
    assert_int_equal(c.words, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_the_whole),
        cmocka_unit_test(a_short_text_is_counted_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
