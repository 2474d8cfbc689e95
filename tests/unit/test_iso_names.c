/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "satchel/base/iso_names.h"

static void codes_have_names(void **state)
{
    static const struct {
        enum iso_names of;
        const char *code, *name; /* "": it has none */
    } CASES[] = {
        { ISO_COUNTRY, "EG", "Egypt" },
        { ISO_COUNTRY, "AX", "Åland Islands" },
        { ISO_COUNTRY, "XS", "" },
        { ISO_COUNTRY, "Egypt", "" },
        { ISO_COUNTRY, "", "" },
        { ISO_COUNTRY, "en", "" },
        { ISO_LANGUAGE, "en", "English" },
        { ISO_LANGUAGE, "zh-Hant", "Chinese (Hant)" },
        { ISO_LANGUAGE, "ht", "Haitian Creole" },
        { ISO_LANGUAGE, "e", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct buf b = { 0 };
        assert_int_equal(iso_name_add(CASES[i].of, CASES[i].code, &b), *CASES[i].name != '\0');
        assert_string_equal(buf_text(&b), CASES[i].name);
        buf_free(&b);
    }
}

static void names_have_codes(void **state)
{
    char code[4];
    (void)state;
    assert_true(iso_code_of(ISO_COUNTRY, "egypt", code));
    assert_string_equal(code, "EG");
    assert_true(iso_code_of(ISO_LANGUAGE, "ENGLISH", code));
    assert_string_equal(code, "en");
    assert_false(iso_code_of(ISO_COUNTRY, "Freedonia", code));
    assert_false(iso_code_of(ISO_LANGUAGE, "Egypt", code));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_have_names),
        cmocka_unit_test(names_have_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
