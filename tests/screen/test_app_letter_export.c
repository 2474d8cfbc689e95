/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a written letter is called. */
#include "app_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/app/letter_export.h"

static void it_has_the_ending_of_its_format(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *path; /* path NULL: refused */
        enum letter_format format;
    } CASES[] = {
        { "/tmp/letter", "/tmp/letter.pdf", LETTER_PDF },
        { "/tmp/letter.pdf", "/tmp/letter.pdf", LETTER_PDF },
        { "/tmp/Letter.PDF", "/tmp/Letter.PDF", LETTER_PDF },
        { "/tmp/to V. Drugov 22.11", "/tmp/to V. Drugov 22.11.pdf", LETTER_PDF },
        { "/tmp/letter.txt", "/tmp/letter.txt.pdf", LETTER_PDF },
        { "/tmp/letter.txt", "/tmp/letter.txt", LETTER_TEXT },
        { "/tmp/.pdf", "/tmp/.pdf.pdf", LETTER_PDF },
        { "/tmp/./x/../letter", NULL, LETTER_TEXT },
        { "/tmp/\xE5\xAE\x89\xE5\xA8\x9C", "/tmp/\xE5\xAE\x89\xE5\xA8\x9C.md", LETTER_MD },
        { "/tmp/", NULL, LETTER_TEXT },
        { "/tmp/no such folder/letter", NULL, LETTER_TEXT },
        { "/tmp/a\x1b[31m", NULL, LETTER_TEXT },
        { "/tmp/a\xFF", NULL, LETTER_TEXT },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct err e = { 0 };
        char *path = letter_export_path(CASES[i].typed, CASES[i].format, &e);
        if (!path != !CASES[i].path || (path && strcmp(path, CASES[i].path) != 0))
            fail_msg("%s: %s", CASES[i].typed, path ? path : e.text);
        if (!path)
            assert_non_null(strstr(e.text, "othing was written"));
        str_free(path);
    }
}

/* The name that is offered says no name of a person, and is not that of a file in any format. */
static void the_name_that_is_offered_is_free(void **state)
{
    (void)state;
    char home[] = "/tmp/letter.XXXXXX", file[64];
    assert_non_null(mkdtemp(home));
    assert_int_equal(setenv("HOME", home, 1), 0);
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    snprintf(file, sizeof file, "%s/vault", home);
    assert_int_equal(str_set(&w->app.vault_path, file), 0);
    char *first = letter_export_name(&w->app), again[96];
    assert_non_null(strstr(first, "/letter-2026-11-22"));
    snprintf(again, sizeof again, "%s.md", first); /* one of another format is there */
    FILE *f = fopen(again, "w");
    assert_non_null(f);
    fclose(f);
    char *second = letter_export_name(&w->app);
    assert_non_null(strstr(second, "/letter-2026-11-22-2"));
    unlink(again);
    rmdir(home);
    str_free(first);
    str_free(second);
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_has_the_ending_of_its_format),
        cmocka_unit_test(the_name_that_is_offered_is_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
