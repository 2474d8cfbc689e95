/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The home: what stands there, in which order, and what can be done with it. */
#include "app_world.h"

#include "satchel/model/care.h"
#include "satchel/store/list.h"
#include "satchel/store/settings.h"

static struct app_world *world(int cols, int rows)
{
    struct app_world *w = app_world_open(cols, rows, NULL);
    struct storebox *b = &w->box;
    app_world_case(w);
    int64_t late = storebox_put(b, KIND_CASE, "title", "Student held without charge", "country", "XF", NULL);
    storebox_put(b, KIND_APPEAL, "case", storebox_id(b, late), "number", "UA 31/26", "deadline", "2026-11-19",
                 NULL);
    storebox_put(b, KIND_CASE, "title", "Herders' land, 32 families", NULL);
    app_world_enter(w);
    return w;
}

static void test_looks(void **state)
{
    (void)state;
    struct app_world *w = world(80, 24);
    harness_golden(&w->h, "agenda-80x24");
    harness_assert_cursor(&w->h, 1, 0);
    app_world_resize(w, 40, 12);
    harness_golden(&w->h, "agenda-40x12");
    app_world_resize(w, 132, 43);
    harness_golden(&w->h, "agenda-132x43");
    app_world_resize(w, 80, 24);
    app_world_keys(w, "z");
    harness_golden(&w->h, "agenda-discreet");
    app_world_close(w);
}

/* For screen readers: words where glyphs stand. */
static void test_words(void **state)
{
    (void)state;
    struct app_world *w = world(80, 24);
    screen_set_words(w->h.screen, true);
    app_paint(&w->app);
    harness_golden(&w->h, "agenda-words");
    app_world_close(w);
}

static void test_opens(void **state)
{
    (void)state;
    struct app_world *w = world(80, 24);
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "31/26 Student held"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "j<Enter>"); /* the check-in: the people of the case */
    assert_true(harness_has(&w->h, "› People"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "G<Enter>"); /* the backup */
    assert_true(harness_has(&w->h, "Name a file on a stick"));
    app_world_close(w);
}

static void test_done(void **state)
{
    (void)state;
    struct app_world *w = world(80, 24);
    struct rec *r;
    app_world_keys(w, "jy");
    assert_true(harness_has(&w->h, "Next on 2026-11-29"));
    assert_int_equal(store_get(w->box.s, app_world_first(w, KIND_CHECKIN), &r, NULL), 0);
    assert_int_equal(((struct checkin *)r)->log.n, 1);
    rec_free(r);
    app_world_keys(w, "u");
    assert_int_equal(store_get(w->box.s, app_world_first(w, KIND_CHECKIN), &r, NULL), 0);
    assert_int_equal(((struct checkin *)r)->log.n, 0);
    rec_free(r);
    assert_true(harness_has(&w->h, "today        check-in"));
    app_world_close(w);
}

/* An appeal whose deadline stands here is closed; what cannot be done says so. */
static void test_done_closes_appeals(void **state)
{
    (void)state;
    struct app_world *w = world(80, 24);
    app_world_keys(w, "y");
    assert_true(harness_has(&w->h, "Closed today, and off the agenda: UA 31/26"));
    assert_false(harness_has(&w->h, "OVERDUE"));
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "Undone: Done: UA 31/26"));
    assert_true(harness_has(&w->h, "> ! OVERDUE 3d"));
    app_world_keys(w, "Gy"); /* the backup */
    assert_true(harness_has(&w->h, "There is nothing here that can be done."));
    app_world_close(w);
}

/* What is marked is done, logged, deleted at one go, and comes back at one go. */
static void test_marked_rows(void **state)
{
    (void)state;
    struct app_world *w = world(80, 24);
    app_world_keys(w, "<Space><Space>");
    harness_assert_cursor(&w->h, 3, 0);
    assert_true(harness_has(&w->h, "2 marked"));
    assert_true(harness_has(&w->h, " +! OVERDUE"));
    app_world_keys(w, "y");
    assert_true(harness_has(&w->h, "Done: 2 of 2."));
    assert_false(harness_has(&w->h, "marked"));
    assert_false(harness_has(&w->h, "OVERDUE"));
    assert_true(harness_has(&w->h, "in 7 days    check-in"));
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "OVERDUE"));
    assert_true(harness_has(&w->h, "today        check-in"));
    app_world_keys(w, "g<Space><Space><Esc>");
    assert_false(harness_has(&w->h, "marked"));
    app_world_keys(w, "g<Space>jj<Space>d");
    assert_true(harness_has(&w->h, "Deleted: 2 records"));
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "OVERDUE"));
    app_world_close(w);
}

/* One form, an action for each case, one step. */
static void test_log_for_marked(void **state)
{
    (void)state;
    struct app_world *w = world(80, 24);
    size_t n;
    assert_int_equal(store_count(w->box.s, KIND_ACTION, &n, NULL), 0);
    assert_int_equal(n, 1);
    app_world_keys(w, "<Space>j<Space><Space>x"); /* two rows of one case, one of another */
    assert_true(harness_has(&w->h, "New: Action, for 2 records"));
    app_world_keys(w, "<Ctrl-S>");
    assert_int_equal(store_count(w->box.s, KIND_ACTION, &n, NULL), 0);
    assert_int_equal(n, 3);
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "Undone: Action added for 2 records."));
    assert_int_equal(store_count(w->box.s, KIND_ACTION, &n, NULL), 0);
    assert_int_equal(n, 1);
    app_world_close(w);
}

/* What was typed and left stands here, and goes on where it was; throwing it away is asked. */
static void test_drafts(void **state)
{
    (void)state;
    struct app_world *w = world(80, 24);
    app_world_keys(w, "aBaker arrested<Esc>");
    assert_true(harness_has(&w->h, "not saved"));
    assert_true(harness_has(&w->h, "New: Case"));
    app_world_keys(w, "G<Enter>");
    assert_true(harness_has(&w->h, "Baker arrested"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "Gd");
    assert_true(harness_has(&w->h, "Throw this draft away?"));
    app_world_keys(w, "<Enter>"); /* the safe answer */
    assert_true(harness_has(&w->h, "not saved"));
    app_world_keys(w, "d<Right><Enter>");
    assert_false(harness_has(&w->h, "not saved"));
    app_world_close(w);
}

static void test_narrow(void **state)
{
    (void)state;
    struct app_world *w = world(80, 24);
    app_world_keys(w, "fstudent<Enter>");
    assert_true(harness_has(&w->h, "1/1"));
    assert_true(harness_has(&w->h, "31/26"));
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "26/23"));
    app_world_keys(w, "q");
    assert_true(harness_has(&w->h, "Press q again"));
    app_world_close(w);
}

static void test_nothing_due(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    storebox_put(&w->box, KIND_CASE, "title", "Herders' land, 32 families", NULL);
    assert_int_equal(store_setting_set(w->box.s, "backup.day", "2026-11-21", NULL), 0);
    app_world_enter(w);
    harness_golden(&w->h, "agenda-nothing-due");
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_looks),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_opens),
        cmocka_unit_test(test_done),
        cmocka_unit_test(test_done_closes_appeals),
        cmocka_unit_test(test_marked_rows),
        cmocka_unit_test(test_log_for_marked),
        cmocka_unit_test(test_drafts),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_nothing_due),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
