/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the helper is given: taken in exactly one form. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include "satchel/exchange/sheet.h"

static void make(struct buf *out)
{
    struct sheet s = { .form = SHEET_LABELS, .first = 23 };
    for (int i = 0; i < 2; i++) {
        struct sheet_text *t = sheet_add(&s);
        assert_non_null(t);
        for (int part = i; part < SHEET_PARTS; part += 1 + i)
            assert_int_equal(sheet_set(t, (enum sheet_part)part, "Анна\nа\tb", part % 2 ? "ru-Cyrl" : NULL),
                             0);
    }
    assert_int_equal(sheet_write(&s, out, NULL), 0);
    sheet_free(&s);
}

static bool takes(const void *bytes, size_t n)
{
    struct sheet s;
    char *copy = malloc(n ? n : 1); /* ends with its last byte: the sanitizer sees what is read beyond */
    assert_non_null(copy);
    memcpy(copy, bytes, n);
    bool ok = sheet_read(copy, n, &s) == 0;
    sheet_free(&s);
    free(copy);
    return ok;
}

static void it_comes_back(void **state)
{
    (void)state;
    struct buf one = { 0 }, two = { 0 };
    struct sheet s;
    make(&one);
    assert_int_equal(sheet_read(buf_text(&one), one.len, &s), 0);
    assert_int_equal(s.form, SHEET_LABELS);
    assert_int_equal(s.first, 23);
    assert_int_equal(s.letters.n, 2);
    assert_string_equal(s.letters.at[1].text[PART_ADDRESS], "Анна\nа\tb");
    assert_string_equal(s.letters.at[1].lang[PART_ADDRESS], "ru-Cyrl");
    assert_null(s.letters.at[1].text[PART_SENDER]);
    assert_int_equal(sheet_write(&s, &two, NULL), 0);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.data, two.data, one.len);
    sheet_free(&s);
    buf_free(&one);
    buf_free(&two);
}

static void nothing_shorter_or_longer_is_taken(void **state)
{
    (void)state;
    struct buf b = { 0 };
    make(&b);
    for (size_t n = 0; n < b.len; n++)
        assert_false(takes(b.data, n));
    assert_true(takes(b.data, b.len));
    buf_addc(&b, 0);
    assert_false(takes(b.data, b.len));
    buf_free(&b);
}

/* Every byte at some other values: never a fault, and what is taken is written the same way again. */
static void damage_is_survived(void **state)
{
    (void)state;
    struct buf b = { 0 };
    make(&b);
    size_t refused = 0;
    for (size_t i = 0; i < b.len; i++)
        for (int bit = 0; bit < 8; bit++) {
            struct sheet s;
            struct buf again = { 0 };
            b.data[i] = (char)(b.data[i] ^ 1 << bit);
            if (sheet_read(b.data, b.len, &s) == 0) {
                assert_int_equal(sheet_write(&s, &again, NULL), 0);
                assert_int_equal(again.len, b.len);
                assert_memory_equal(again.data, b.data, b.len);
            } else {
                refused++;
            }
            sheet_free(&s);
            buf_free(&again);
            b.data[i] = (char)(b.data[i] ^ 1 << bit);
        }
    assert_true(refused > 300);
    buf_free(&b);
}

static void texts_are_clean(void **state)
{
    (void)state;
    static const char HEAD[] = "satchel sheet 1\n\0\0L\1\0";
    static const struct {
        const char *text;
        size_t n;
        bool taken;
    } CASES[] = {
        { "\3\0\0\0a\nb", 7, true },        { "\0\0\0\0", 4, false },        { "\1\0\0\0\0", 5, false },
        { "\1\0\0\0\x1B", 5, false },       { "\1\0\0\0\xFF", 5, false },    { "\1\0\0\0\x7F", 5, false },
        { "\xFF\xFF\xFF\xFF a", 6, false }, { "\2\0\0\0\xC3\xA9", 6, true }, { "\1\0\0\0\xC3", 5, false },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct buf b = { 0 };
        buf_add(&b, HEAD, sizeof HEAD - 1);
        buf_add(&b, CASES[i].text, CASES[i].n);
        buf_addc(&b, 0);
        if (takes(b.data, b.len) != CASES[i].taken)
            fail_msg("case %zu", i);
        buf_free(&b);
    }
}

static void too_much_is_said(void **state)
{
    (void)state;
    struct sheet s = { 0 };
    struct buf b = { 0 };
    struct err e = { 0 };
    char *text = malloc(SHEET_BYTES_MAX);
    assert_non_null(text);
    memset(text, 'a', SHEET_BYTES_MAX - 1);
    text[SHEET_BYTES_MAX - 1] = '\0';
    assert_int_equal(sheet_set(sheet_add(&s), PART_BODY, text, NULL), 0);
    assert_int_equal(sheet_write(&s, &b, &e), -1);
    assert_int_equal(e.code, ERR_INPUT);
    sheet_free(&s);
    for (int i = 0; i <= SHEET_LETTERS_MAX; i++)
        assert_non_null(sheet_add(&s));
    assert_int_equal(sheet_write(&s, &b, &e), -1);
    sheet_free(&s);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_comes_back),      cmocka_unit_test(nothing_shorter_or_longer_is_taken),
        cmocka_unit_test(damage_is_survived), cmocka_unit_test(texts_are_clean),
        cmocka_unit_test(too_much_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
