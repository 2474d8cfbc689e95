/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The letters of all cases that wait to be sent: marked together, written to one file, noted as sent. */
#include "app_world.h"

#include <stdio.h>
#include <unistd.h>

#include "satchel/store/letters.h"
#include "satchel/store/store.h"

/* A case with one letter of that text; who is in its title. */
static int64_t add_case(struct app_world *w, const char *title, const char *body)
{
    struct storebox *b = &w->box;
    int64_t kase = storebox_put(b, KIND_CASE, "title", title, NULL);
    return storebox_put(b, KIND_LETTER, "case", storebox_id(b, kase), "lang", "en", "body", body, NULL);
}

static struct app_world *open_world(void)
{
    struct app_world *w = app_world_filled(80, 24);
    struct storebox *b = &w->box;
    int64_t herders = add_case(w, "Herders' land", "Give them their land back.");
    int64_t writer = add_case(w, "Writer missing", "Say where she is.");
    add_case(w, "Choir forbidden", "Let them sing.");
    STOREBOX_OK(letters_ready(b->s, herders, NULL, 0, &b->e));
    STOREBOX_OK(letters_ready(b->s, writer, NULL, 0, &b->e));
    app_world_go(w, "letters");
    return w;
}

static void those_that_are_ready_stand_first(void **state)
{
    (void)state;
    struct app_world *w = open_world();
    harness_golden(&w->h, "letters-80x24");
    app_world_resize(w, 40, 12);
    harness_golden(&w->h, "letters-40x12");
    app_world_resize(w, 80, 24);
    app_world_keys(w, "z"); /* names are hidden */
    harness_golden(&w->h, "letters-discreet");
    app_world_close(w);
}

/* What stands against a letter that was marked ready is seen before it is sent with the others. */
static void a_letter_that_is_no_longer_ready_says_so(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    struct storebox *b = &w->box;
    int64_t n = add_case(w, "Herders' land", "I am [YOUR NAME].");
    STOREBOX_OK(letters_ready(b->s, n, NULL, 0, &b->e));
    app_world_go(w, "letters");
    for (int i = 0; i < 100 && !harness_has(&w->h, "ready, but"); i++)
        app_world_keys(w, "");
    assert_true(harness_has(&w->h, "ready, but"));
    app_world_close(w);
}

static void the_place_is_there_after_reading_one(void **state)
{
    (void)state;
    struct app_world *w = open_world();
    app_world_keys(w, "j<Enter>");
    assert_true(harness_has(&w->h, "Say where she is."));
    app_world_keys(w, "<Esc>");
    app_lock(&w->app);
    app_world_unlock(w);
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "Say where she is."));
    app_world_close(w);
}

static size_t count_pages(const char *file, char *text, size_t n)
{
    FILE *f = fopen(file, "r");
    size_t pages = 1;
    assert_non_null(f);
    text[fread(text, 1, n - 1, f)] = '\0';
    fclose(f);
    for (const char *at = text; *at; at++)
        pages += *at == '\f' && at[1];
    return pages;
}

static void all_that_are_ready_go_into_one_file(void **state)
{
    (void)state;
    struct app_world *w = open_world();
    char path[] = "/tmp/letters-XXXXXX", file[64], text[2048];
    assert_non_null(mkdtemp(path));
    snprintf(file, sizeof file, "%s/post", path);
    app_world_keys(w, "M");
    assert_true(harness_has(&w->h, "2 marked"));
    app_world_go(w, "letter-export");
    assert_true(harness_has(&w->h, "2 letters"));
    app_world_keys(w, "<Left><Left><Tab><Tab><Ctrl-A>");
    app_world_keys(w, file);
    app_world_keys(w, "<Ctrl-S><Right><Enter>");
    assert_true(harness_has(&w->h, "Written to"));
    strcat(file, ".txt");
    assert_int_equal(count_pages(file, text, sizeof text), 2);
    assert_non_null(strstr(text, "land back"));
    assert_non_null(strstr(text, "where she is"));
    assert_null(strstr(text, "sing"));
    unlink(file);
    rmdir(path);
    app_world_keys(w, "S<Ctrl-S>");
    assert_true(harness_has(&w->h, "Noted as sent"));
    app_world_keys(w, "j");
    assert_false(harness_has(&w->h, "Herders"));
    assert_false(harness_has(&w->h, "2 marked"));
    assert_true(harness_has(&w->h, "Choir"));
    app_world_keys(w, "u"); /* one step */
    assert_true(harness_has(&w->h, "Herders"));
    app_world_close(w);
}

static void marking_all_twice_marks_none(void **state)
{
    (void)state;
    struct app_world *w = open_world();
    app_world_keys(w, "G<Space>M"); /* a draft is no longer among them */
    assert_true(harness_has(&w->h, "2 marked"));
    app_world_keys(w, "M");
    assert_true(harness_has(&w->h, "2 ready"));
    app_world_close(w);
}

static void without_letters_it_says_how_to_begin(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_enter(w);
    app_world_go(w, "letters");
    assert_true(harness_has(&w->h, "No letter waits to be sent."));
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "There is nothing to open here."));
    app_world_keys(w, "M");
    assert_true(harness_has(&w->h, "No letter is ready."));
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_that_are_ready_stand_first),
        cmocka_unit_test(a_letter_that_is_no_longer_ready_says_so),
        cmocka_unit_test(the_place_is_there_after_reading_one),
        cmocka_unit_test(all_that_are_ready_go_into_one_file),
        cmocka_unit_test(marking_all_twice_marks_none),
        cmocka_unit_test(without_letters_it_says_how_to_begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
