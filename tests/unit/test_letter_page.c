/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page survives being written and read, whatever stands in its texts, and what is no page is refused. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/model/letter_page.h"

static struct letter_page sample(void)
{
    struct letter_page p = { 0 };
    assert_int_equal(str_set(&p.lang, "en"), 0);
    assert_int_equal(str_set(&p.address_lines, "P. Prubnik\n1 Main Square\n\nSylvania City"), 0);
    assert_int_equal(str_set(&p.also_lines, "П. Прубник\nГлавная площадь 1"), 0);
    assert_int_equal(str_set(&p.salutation, "Dear Minister,"), 0);
    assert_int_equal(str_set(&p.body, "body\n\n  indented\nlang\n\nYours sincerely,"), 0);
    assert_int_equal(str_set(&p.signature, ""), 0);
    return p;
}

static void assert_same(const struct letter_page *a, const struct letter_page *b)
{
    struct err e = { 0 };
    char *x = letter_page_write(a, &e), *y = letter_page_write(b, &e);
    assert_string_equal(x, y);
    str_free(x);
    str_free(y);
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    struct err e = { 0 };
    struct letter_page p = sample(), q = { 0 };
    char *text = letter_page_write(&p, &e);
    assert_int_equal(letter_page_read(text, &q, &e), 0);
    assert_string_equal(q.body, p.body);
    assert_string_equal(q.address_lines, p.address_lines);
    assert_string_equal(q.signature, "");
    assert_null(q.subject);
    assert_same(&p, &q);
    str_free(text);
    letter_page_free(&q);
    letter_page_free(&p);
    assert_null(p.body);
}

static void a_copy_is_its_own(void **state)
{
    (void)state;
    struct err e = { 0 };
    struct letter_page p = sample(), q = { 0 };
    assert_int_equal(letter_page_copy(&q, &p, &e), 0);
    assert_ptr_not_equal(q.body, p.body);
    assert_same(&p, &q);
    letter_page_free(&p);
    assert_string_equal(q.salutation, "Dear Minister,");
    letter_page_free(&q);
}

static void what_is_no_page_is_refused(void **state)
{
    (void)state;
    static const char *const BAD[] = { "Dear Minister,", "body\n a\nbody\n b", "body\n a\nbodies\n b", "\n" };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct letter_page p = { 0 };
        struct err e = { 0 };
        assert_int_equal(letter_page_read(BAD[i], &p, &e), -1);
        assert_int_equal(e.code, ERR_INPUT);
        assert_null(p.body);
    }
    struct letter_page none = { 0 };
    assert_int_equal(letter_page_read("", &none, NULL), 0);
    assert_null(none.lang);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(a_copy_is_its_own),
        cmocka_unit_test(what_is_no_page_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
