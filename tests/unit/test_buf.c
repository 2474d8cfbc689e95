/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"

static void appends_and_takes(void **state)
{
    (void)state;
    struct buf b = { 0 };
    buf_adds(&b, "a");
    buf_addf(&b, "%d", 42);
    buf_add_cp(&b, 0x4F60);
    buf_add_cp(&b, 0x1F600);
    buf_cut(&b, b.len);
    char *s = buf_take(&b, NULL);
    assert_string_equal(s, "a42\xE4\xBD\xA0\xF0\x9F\x98\x80");
    str_free(s);
    s = buf_take(&b, NULL);
    assert_string_equal(s, "");
    free(s);
}

static void strings_list(void **state)
{
    (void)state;
    struct strs s = { 0 };
    for (int i = 0; i < 100; i++)
        assert_int_equal(strs_add(&s, "x"), 0);
    strs_remove(&s, 99);
    assert_int_equal(s.n, 99);
    strs_free(&s);
}

static void errors_keep_whole_characters(void **state)
{
    (void)state;
    struct err e;
    char text[ERR_TEXT_BYTES + 8];
    memset(text, 'a', sizeof text);
    memcpy(text + ERR_TEXT_BYTES - 3, "\xE4\xBD\xA0", 3);
    text[ERR_TEXT_BYTES + 7] = '\0';
    assert_int_equal(err_set(&e, ERR_BUSY, "%s", text), -1);
    assert_int_equal(strlen(e.text), ERR_TEXT_BYTES - 3);
    assert_int_equal(err_exit_status(e.code), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_and_takes),
        cmocka_unit_test(strings_list),
        cmocka_unit_test(errors_keep_whole_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
