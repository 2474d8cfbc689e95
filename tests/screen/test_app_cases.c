/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of cases: what it shows, in which order, how it is narrowed, and what can be done from it. */
#include "app_world.h"

static struct app_world *world_with_cases(int cols, int rows, const char *theme)
{
    struct app_world *w = app_world_open(cols, rows, theme);
    struct storebox *b = &w->box;
    app_world_case(w);
    int64_t late = storebox_put(b, KIND_CASE, "title", "Student held without charge", "risk", "medium",
                                "country", "XF", NULL);
    storebox_put(b, KIND_APPEAL, "case", storebox_id(b, late), "number", "UA 31/26", "deadline", "2026-11-19",
                 NULL);
    storebox_put(b, KIND_CASE, "title", "Herders' land, 32 families", NULL);
    storebox_put(b, KIND_CASE, "title", "Teacher released", "status", "closed", NULL);
    app_world_enter(w);
    return w;
}

static void test_list(void **state)
{
    (void)state;
    struct app_world *w = world_with_cases(80, 24, NULL);
    app_world_keys(w, "C");
    harness_golden(&w->h, "cases-80x24");
    harness_assert_cursor(&w->h, 2, 0);
    app_world_keys(w, "j");
    harness_assert_cursor(&w->h, 3, 0);
    assert_true(harness_has(&w->h, "Anna Testova, held"));
    app_world_resize(w, 40, 12);
    harness_golden(&w->h, "cases-40x12");
    app_world_resize(w, 132, 43);
    harness_golden(&w->h, "cases-132x43");
    app_world_close(w);
}

static void test_mono(void **state)
{
    (void)state;
    struct app_world *w = world_with_cases(80, 24, "mono");
    app_world_keys(w, "C");
    harness_golden(&w->h, "cases-mono");
    assert_int_equal(harness_attrs(&w->h, "> ! 31/26") & STYLE_REVERSE, STYLE_REVERSE);
    app_world_close(w);
}

static void test_empty(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_enter(w);
    harness_golden(&w->h, "agenda-empty");
    app_world_keys(w, "C");
    harness_golden(&w->h, "cases-empty");
    app_world_close(w);
}

static void test_order_and_show(void **state)
{
    (void)state;
    struct app_world *w = world_with_cases(80, 24, NULL);
    app_world_keys(w, "Co");
    assert_true(harness_has(&w->h, "open · by title"));
    int y, x, first;
    harness_find(&w->h, "Herders", &first, &x);
    harness_find(&w->h, "Student", &y, &x);
    assert_true(first < y);
    app_world_keys(w, "s");
    assert_true(harness_has(&w->h, "1 of 4"));
    assert_true(harness_has(&w->h, "Teacher released"));
    app_world_keys(w, "s");
    assert_true(harness_has(&w->h, "4 of 4"));
    app_world_close(w);
}

static void test_narrow(void **state)
{
    (void)state;
    struct app_world *w = world_with_cases(80, 24, NULL);
    app_world_keys(w, "Cftestova");
    assert_true(harness_has(&w->h, "1 of 4"));
    assert_true(harness_has(&w->h, "Writer missing"));
    assert_false(harness_has(&w->h, "Student held"));
    app_world_keys(w, "<Enter>");
    harness_assert_cursor(&w->h, 3, 0);
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "3 of 4"));
    app_world_keys(w, "fnothing at all");
    assert_true(harness_has(&w->h, "No case has these words."));
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "3 of 4"));
    app_world_close(w);
}

static void test_add(void **state)
{
    (void)state;
    struct app_world *w = world_with_cases(80, 24, NULL);
    app_world_keys(w, "CaBaker arrested");
    app_world_keys(w, "<Ctrl-S>");
    assert_true(harness_has(&w->h, "4 of 5"));
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "3 of 4"));
    assert_true(harness_has(&w->h, "Undone"));
    app_world_close(w);
}

static void test_delete_and_undo(void **state)
{
    (void)state;
    struct app_world *w = world_with_cases(80, 24, NULL);
    app_world_keys(w, "Cd");
    assert_true(harness_has(&w->h, "2 of 3"));
    assert_true(harness_has(&w->h, "Deleted: 31/26 Student held without charge"));
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "3 of 4"));
    app_world_keys(w, "<Ctrl-R>");
    assert_true(harness_has(&w->h, "2 of 3"));
    app_world_close(w);
}

/* What was open stands there again after a lock, narrowed and ordered as it was. */
static void test_comes_back(void **state)
{
    (void)state;
    struct app_world *w = world_with_cases(80, 24, NULL);
    app_world_keys(w, "Coofwriter<Enter>");
    char arg[200];
    snprintf(arg, sizeof arg, "%s", app_top(&w->app)->arg);
    assert_non_null(strstr(arg, "open country"));
    app_pop(&w->app);
    assert_int_equal(app_push(&w->app, "cases", arg), 0);
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "1 of 4"));
    assert_true(harness_has(&w->h, "by country"));
    app_world_close(w);
}

static void test_discreet(void **state)
{
    (void)state;
    struct app_world *w = world_with_cases(80, 24, NULL);
    app_world_keys(w, "Cjz");
    harness_golden(&w->h, "cases-discreet");
    assert_false(harness_has(&w->h, "Testova"));
    assert_false(harness_has(&w->h, "Anna"));
    app_world_close(w);
}

/* Scripts of every width and direction, and titles longer than any line. */
static void test_scripts(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    struct storebox *b = &w->box;
    int64_t cjk = storebox_put(b, KIND_CASE, "title", "律师王小明被吊销执照", "risk", "high", "summary",
                               "律师王小明于三月被带走。", NULL);
    int64_t wang = storebox_put(b, KIND_PERSON, "names", "王小明", NULL);
    storebox_put(b, KIND_MEMBER, "case", storebox_id(b, cjk), "person", storebox_id(b, wang), NULL);
    storebox_put(b, KIND_CASE, "title", "اعتقال الصحفية سارة", "country_text", "Freedonia", NULL);
    storebox_put(b, KIND_CASE, "title",
                 "A very long title that goes on and on past the end of every line, because somebody pasted "
                 "a paragraph here",
                 "country_text", "The Former Grand Duchy of Sylvania and Freedonia", NULL);
    app_world_enter(w);
    app_world_keys(w, "C");
    harness_golden(&w->h, "cases-scripts");
    app_world_resize(w, 40, 12);
    harness_golden(&w->h, "cases-scripts-40x12");
    app_world_resize(w, 80, 24);
    app_world_keys(w, "z");
    harness_golden(&w->h, "cases-scripts-discreet");
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_mono),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_order_and_show),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_add),
        cmocka_unit_test(test_delete_and_undo),
        cmocka_unit_test(test_comes_back),
        cmocka_unit_test(test_discreet),
        cmocka_unit_test(test_scripts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
