/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a written letter is called. */
#include "app_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/app/letter_export.h"
#include "satchel/app/places.h"

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

/* Home is above the vault, not among the places: what is offered there is refused by the kernel. */
static void the_name_that_is_offered_can_be_written(void **state)
{
    (void)state;
    char home[] = "/tmp/letter.XXXXXX", folder[64], file[80];
    assert_non_null(mkdtemp(home));
    assert_int_equal(setenv("HOME", home, 1), 0);
    snprintf(folder, sizeof folder, "%s/vaults", home);
    snprintf(file, sizeof file, "%s/mine", folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    assert_int_equal(str_set(&w->app.vault_path, file), 0);
    w->app.confine.files = true; /* as if */
    char *name = letter_export_name(&w->app);
    struct places places;
    assert_int_equal(places_find(&w->app, &places, NULL), 0);
    assert_true(places_may_hold(&places, name));
    assert_false(places_may_hold(&places, home));
    assert_true(places_may(&places, home)); /* while it is typed: more may come */
    assert_int_equal(config_set(&w->app.config, OPTION_EXPORTS, home, &w->box.e), 0);
    places_free(&places);
    str_free(name);
    name = letter_export_name(&w->app);
    assert_int_not_equal(strncmp(name, folder, strlen(folder)), 0); /* there is another place */
    str_free(name);
    w->app.confine.files = false;
    app_world_close(w);
    rmdir(folder);
    rmdir(home);
}

/* Only the name is missing: the folder is one of those that may be. */
static void a_folder_wants_a_name(void **state)
{
    (void)state;
    char home[] = "/tmp/letter.XXXXXX", file[64];
    assert_non_null(mkdtemp(home));
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    snprintf(file, sizeof file, "%s/mine", home);
    assert_int_equal(str_set(&w->app.vault_path, file), 0);
    app_world_keys(w, "<F3>");
    w->app.confine.files = true; /* as if */
    app_world_go(w, "letter-export");
    app_world_keys(w, "<Tab><Tab><Ctrl-A>");
    app_world_keys(w, home);
    app_world_keys(w, "/<Ctrl-S><Right><Enter>");
    assert_false(harness_has(&w->h, "Nothing can be written there"));
    assert_true(harness_has(&w->h, "Name a file in it."));
    app_world_keys(w, "no such folder/letter<Ctrl-S>");
    assert_true(harness_has(&w->h, "There is no place for the file"));
    assert_true(harness_has(&w->h, "nothing was written: there is no such file or folder"));
    w->app.confine.files = false;
    app_world_close(w);
    rmdir(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_has_the_ending_of_its_format),
        cmocka_unit_test(the_name_that_is_offered_is_free),
        cmocka_unit_test(the_name_that_is_offered_can_be_written),
        cmocka_unit_test(a_folder_wants_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
