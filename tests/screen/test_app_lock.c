/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locking: on every screen, with anything in front of it, nothing that was typed is lost and nothing stays on
 * the screen. */
#include "app_world.h"

#include "satchel/model/field.h"
#include "satchel/store/drafts.h"
#include "satchel/store/write.h"

/* A minute more than the idle time passes, and nobody touches a key. */
static void wait_idle(struct app_world *w)
{
    w->box.now += 6 * 60;
    app_step(&w->app, 0);
    app_paint(&w->app);
}

static void assert_locked(struct app_world *w)
{
    assert_null(w->app.store);
    assert_int_equal(w->app.n_views, 1);
    assert_string_equal(app_top(&w->app)->class->name, "unlock");
    assert_true(harness_has(&w->h, "Locked. Nothing was lost."));
    assert_false(harness_has(&w->h, "Testova"));
    assert_int_equal(w->app.messages.n, 0);
    assert_int_equal(w->app.clip.len, 0);
}

/* Keys that lead to a screen or open something in front of one. */
static const char *const PLACES[] = { "",
                                      "C",
                                      "C<Enter>",
                                      "C<Enter>2",
                                      "C<Enter>3",
                                      "C<Enter>5",
                                      "C<Enter>8",
                                      "C<Enter>e",
                                      "Cf",
                                      "C<Enter>a",
                                      "C<Enter>2r",
                                      "C<Enter>3e<Up><Enter>x",
                                      "/Te",
                                      "v",
                                      ":",
                                      "?",
                                      "i",
                                      "<Ctrl-N>",
                                      "z",
                                      ":settings<Enter>",
                                      ":backup<Enter>" };

static void idle_locks_every_screen(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        struct app_world *w = app_world_filled(80, 24);
        app_world_keys(w, PLACES[i]);
        wait_idle(w);
        assert_locked(w);
        w->box.s = NULL;
        app_world_close(w);
    }
}

/* F12 also where a list, a question or help stands in front. */
static void the_lock_key_waits_for_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        struct app_world *w = app_world_filled(80, 24);
        app_world_keys(w, PLACES[i]);
        app_world_keys(w, "<F12>");
        assert_locked(w);
        w->box.s = NULL;
        app_world_close(w);
    }
}

/* A decoy that was being made, say: it is not true that nothing was lost. A later lock says that again. */
static void what_a_lock_gave_up_is_told(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    struct err e = { 0 };
    err_set(&e, ERR_CANCELLED, "Cancelled. Nothing was changed.");
    app_world_keys(w, "j");
    app_note_cancelled(&w->app, &e);
    app_world_keys(w, "<F12>");
    assert_true(harness_has(&w->h, "Locked. What was under way was given up."));
    assert_false(harness_has(&w->h, "Nothing was lost"));
    app_world_keys(w, "<F12>"); /* it still stands there */
    assert_true(harness_has(&w->h, "Locked. What was under way was given up."));
    app_world_unlock(w);
    app_note_cancelled(&w->app, &e);
    app_world_keys(w, "j");
    app_world_keys(w, "j"); /* long ago */
    app_world_keys(w, "<F12>");
    assert_locked(w);
    w->box.s = NULL;
    app_world_close(w);
}

/* Where nothing can be typed, the letter is enough. */
static void the_letter_locks_before_a_shown_number(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_reveal(&w->app, "her mother", "+99 155 018 2773", "");
    app_world_keys(w, "L");
    assert_locked(w);
    w->box.s = NULL;
    app_world_close(w);
}

static void a_key_puts_the_idle_lock_off(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    w->box.now += 4 * 60;
    app_world_keys(w, "j");
    w->box.now += 4 * 60;
    app_world_keys(w, "k");
    assert_non_null(w->app.store);
    app_world_close(w);
}

static void pass(struct app_world *w, int seconds)
{
    w->box.now += seconds;
    app_step(&w->app, 0);
    app_paint(&w->app);
}

/* On every screen and with anything in front of it; the key that cancels it does what it always does. */
static void an_idle_lock_is_announced(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        struct app_world *w = app_world_filled(80, 24);
        app_world_keys(w, PLACES[i]);
        pass(w, 4 * 60 - 1);
        assert_false(harness_has(&w->h, "Locks in"));
        pass(w, 1);
        assert_true(harness_has(&w->h, "Locks in a minute. Any key keeps it open."));
        app_world_keys(w, "<F1>");
        assert_false(harness_has(&w->h, "Locks in"));
        pass(w, 4 * 60);
        pass(w, 59);
        assert_non_null(w->app.store);
        pass(w, 1);
        assert_locked(w);
        w->box.s = NULL;
        app_world_close(w);
    }
}

static void a_short_idle_time_is_announced_later(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(40, 12);
    assert_int_equal(config_set(&w->app.config, OPTION_IDLE, "1", NULL), 0);
    pass(w, 29);
    assert_false(harness_has(&w->h, "Locks"));
    pass(w, 1);
    assert_true(harness_has(&w->h, "Locks soon. Any key keeps it open."));
    app_world_resize(w, 80, 24);
    assert_true(harness_has(&w->h, "Locks in half a minute. Any key keeps it open."));
    pass(w, 30);
    assert_locked(w);
    w->box.s = NULL;
    app_world_close(w);
}

/* However short: nobody was there. */
static void sleep_locks(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    w->box.slept += 2;
    w->box.now += 2;
    app_world_keys(w, "C");
    assert_locked(w);
    app_world_unlock(w);
    pass(w, 30);
    assert_non_null(w->app.store);
    app_world_close(w);
}

/* The machine slept through the idle time: the key that wakes it does nothing but meet the lock. */
static void a_late_key_meets_the_lock(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    w->box.now += 60 * 60;
    app_world_keys(w, "C");
    assert_locked(w);
    char *late = harness_text(&w->h);
    app_world_unlock(w);
    app_world_keys(w, "L");
    char *by_key = harness_text(&w->h);
    assert_string_equal(late, by_key); /* nothing was typed into the prompt */
    str_free(late);
    str_free(by_key);
    w->box.s = NULL;
    app_world_close(w);
}

static void what_was_typed_comes_back(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_keys(w, "<Ctrl-N>");
    app_world_keys(w, "half a sentence about Anna Testova");
    wait_idle(w);
    assert_locked(w);
    app_world_unlock(w);
    assert_true(harness_has(&w->h, "half a sentence about Anna Testova"));
    app_world_keys(w, ", and the rest");
    app_world_keys(w, "<F12>");
    assert_locked(w);
    app_world_unlock(w);
    assert_true(harness_has(&w->h, "half a sentence about Anna Testova, and the rest"));
    app_world_keys(w, "<Ctrl-S>");
    app_world_keys(w, "L");
    assert_locked(w);
    app_world_unlock(w);
    assert_false(harness_has(&w->h, "not saved"));
    app_world_close(w);
}

/* Where the user was: the same case, the same tab. */
static void the_place_comes_back(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_keys(w, "C<Enter>");
    app_world_keys(w, "3");
    char *before = harness_row(&w->h, 0);
    app_world_keys(w, "L");
    assert_locked(w);
    app_world_unlock(w);
    char *after = harness_row(&w->h, 0);
    assert_string_equal(before, after);
    str_free(before);
    str_free(after);
    app_world_keys(w, "jj"); /* the row, too */
    before = harness_text(&w->h);
    app_world_keys(w, "L");
    app_world_unlock(w);
    after = harness_text(&w->h);
    const char *row = strstr(before, "\n> ");
    assert_non_null(row);
    assert_non_null(strstr(after, "\n> "));
    assert_memory_equal(row, strstr(after, "\n> "), 40);
    str_free(before);
    str_free(after);
    app_world_close(w);
}

/* No lock, no word: the process is gone, and another one opens the vault. */
static void kill_and_start(struct app_world *w)
{
    app_close_overlay(&w->app);
    app_close_views(&w->app);
    str_free(w->app.edited);
    w->app.edited = NULL;
    message_free(&w->app.messages);
    app_enter(&w->app);
    app_paint(&w->app);
}

static void wait_to_keep(struct app_world *w)
{
    w->box.now += 3;
    app_step(&w->app, 0);
}

/* The place of an earlier lock is not that of what was typed last. */
static void a_kill_comes_back_to_what_was_typed_last(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_keys(w, "<Ctrl-N>");
    app_world_keys(w, "<F12>");
    app_world_unlock(w);
    assert_true(harness_has(&w->h, "New: Note"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "a");
    app_world_keys(w, "Herders' land");
    wait_to_keep(w);
    kill_and_start(w);
    assert_true(harness_has(&w->h, "New: Case"));
    assert_true(harness_has(&w->h, "Herders' land"));
    app_world_keys(w, "<Ctrl-S>");
    wait_to_keep(w);
    kill_and_start(w);
    assert_false(harness_has(&w->h, "New: "));
    assert_true(harness_has(&w->h, "Herders' land")); /* the case that was added */
    app_world_close(w);
}

/* What an earlier session looked at may be gone: that is no message of this one. */
static void a_place_that_is_gone_says_nothing(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_keys(w, "C<Enter>");
    app_world_keys(w, "<F12>");
    app_world_unlock(w);
    app_world_keys(w, "<Esc><Esc>");
    assert_int_equal(store_delete(w->app.store, app_world_first(w, KIND_CASE), NULL, &w->box.e), 0);
    kill_and_start(w);
    assert_int_equal(w->app.messages.n, 0);
    app_world_close(w);
}

/* A draft that says what is stored by now is none. */
static void a_draft_of_nothing_is_dropped(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    struct drafts all = { 0 };
    struct rec *r = NULL;
    app_world_keys(w, "C");
    app_world_keys(w, "e");
    app_world_keys(w, "<Ctrl-A>");
    app_world_keys(w, "Another title");
    app_world_keys(w, "<Esc>");
    assert_int_equal(draft_list(w->app.store, &all, &w->box.e), 0);
    assert_int_equal(all.n, 1);
    drafts_free(&all);
    assert_int_equal(store_get(w->app.store, app_world_first(w, KIND_CASE), &r, &w->box.e), 0);
    assert_int_equal(field_set(r, rec_field(r, "title", &w->box.e), "Another title", &w->box.e), 0);
    assert_int_equal(store_update(w->app.store, r, NULL, &w->box.e), 0);
    rec_free(r);
    app_world_keys(w, "e");
    assert_true(harness_has(&w->h, "Another title"));
    assert_false(harness_has(&w->h, "is back"));
    app_world_keys(w, "<Esc>");
    assert_int_equal(draft_list(w->app.store, &all, &w->box.e), 0);
    assert_int_equal(all.n, 0);
    drafts_free(&all);
    app_world_close(w);
}

static bool lock_waits(struct app_world *w, const char *keys)
{
    struct screen_event ev;
    harness_keys(&w->h, keys);
    w->app.looked = 0;
    bool waits = app_lock_waits(&w->app);
    while (harness_next(&w->h, &ev))
        screen_event_free(&ev);
    return waits;
}

/* In the middle of something that takes long: `/L` begins a search. */
static void a_letter_after_another_key_is_no_lock(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    assert_true(lock_waits(w, "L"));
    assert_true(lock_waits(w, "/x<F12>"));
    assert_false(lock_waits(w, "/Lopez"));
    app_world_keys(w, ":");
    assert_false(lock_waits(w, "L"));
    assert_true(lock_waits(w, "<F12>"));
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kill_comes_back_to_what_was_typed_last),
        cmocka_unit_test(a_place_that_is_gone_says_nothing),
        cmocka_unit_test(a_draft_of_nothing_is_dropped),
        cmocka_unit_test(idle_locks_every_screen),
        cmocka_unit_test(the_lock_key_waits_for_nothing),
        cmocka_unit_test(what_a_lock_gave_up_is_told),
        cmocka_unit_test(the_letter_locks_before_a_shown_number),
        cmocka_unit_test(a_key_puts_the_idle_lock_off),
        cmocka_unit_test(an_idle_lock_is_announced),
        cmocka_unit_test(a_short_idle_time_is_announced_later),
        cmocka_unit_test(sleep_locks),
        cmocka_unit_test(a_late_key_meets_the_lock),
        cmocka_unit_test(a_letter_after_another_key_is_no_lock),
        cmocka_unit_test(what_was_typed_comes_back),
        cmocka_unit_test(the_place_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
