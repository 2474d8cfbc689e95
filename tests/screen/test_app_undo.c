/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo says what it did and shows the place, from wherever it is pressed. */
#include "app_world.h"

#include "satchel/store/undo.h"

static struct app_world *filled(void)
{
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_case(w);
    assert_int_equal(store_undo_forget(w->box.s, NULL), 0);
    app_world_enter(w);
    return w;
}

static void sees(struct app_world *w, const char *text)
{
    if (!harness_has(&w->h, text))
        fail_msg("not seen: %s\n%s", text, harness_text(&w->h));
}

static const char *top(struct app_world *w)
{
    return app_top(&w->app)->class->name;
}

static void shows_an_event_from_the_agenda(void **state)
{
    (void)state;
    struct app_world *w = filled();
    app_world_keys(w, "C<Enter>3jjd");
    sees(w, "Deleted: 2026-02-10 to 2026-03 (about)");
    app_world_keys(w, "q");
    app_world_keys(w, "q");
    assert_string_equal(top(w), "agenda");
    app_world_keys(w, "u");
    sees(w, "Undone: Event deleted: 2026-02-10 to 2026-03 (about)");
    sees(w, "› Chronology");
    sees(w, "> ? 2026-02-10 to 2026-03");
    app_world_keys(w, "<Ctrl-R>");
    sees(w, "Done again: Event deleted");
    app_world_keys(w, "u");
    app_world_keys(w, "<Esc>");
    assert_string_equal(top(w), "agenda");
    app_world_close(w);
}

/* In the case itself the tab changes, and no screen is opened. */
static void shows_it_in_another_tab(void **state)
{
    (void)state;
    struct app_world *w = filled();
    app_world_keys(w, "C<Enter>8d");
    sees(w, "Deleted: The bakery is closed on Mondays. u undoes it."); /* one full stop */
    size_t n = w->app.n_views;
    app_world_keys(w, "2u");
    sees(w, "Undone: Note deleted: The bakery");
    sees(w, "› Notes");
    sees(w, ">   2026-11-22   The bakery");
    assert_int_equal(w->app.n_views, n);
    app_world_close(w);
}

/* One after the other, over records of several kinds; the screens do not pile up. */
static void goes_back_through_several_records(void **state)
{
    static const char *const UNDONE[] = { "Undone: Office deleted: Minister", "Undone: Done: Vera Testova",
                                          "Undone: Person added: Milan Testov", "Undone: Case changed",
                                          "There is nothing to undo." };
    static const char *const SHOWN[] = { ">   Minister of the Interior", "Check-in", NULL,
                                         "26/23 Writer missing", NULL };
    (void)state;
    struct app_world *w = filled();
    app_world_keys(w, "Ce<Ctrl-A>Another title<Ctrl-S>");
    app_world_keys(w, ":people<Enter>aMilan Testov<Ctrl-S>");
    app_world_keys(w, "Gky"); /* the mother */
    sees(w, "Noted: in touch today");
    app_world_keys(w, ":offices<Enter>d");
    sees(w, "Deleted: Minister");
    app_world_keys(w, ":settings<Enter>");
    const size_t depth = w->app.n_views;
    for (size_t i = 0; i < 5; i++) {
        app_world_keys(w, "u");
        sees(w, UNDONE[i]);
        if (SHOWN[i])
            sees(w, SHOWN[i]);
        assert_true(w->app.n_views <= depth + 1);
    }
    for (size_t i = 0; i < 4; i++) {
        app_world_keys(w, "<Ctrl-R>");
        sees(w, "Done again: ");
    }
    app_world_keys(w, "<Ctrl-R>");
    sees(w, "There is nothing to redo.");
    assert_true(w->app.n_views <= depth + 1);
    app_world_close(w);
}

/* :purge names what goes and what stays, and keeps it unless told otherwise. */
static void removes_for_good(void **state)
{
    (void)state;
    struct app_world *w = filled();
    app_world_keys(w, "C:purge<Enter>");
    sees(w, "Remove for good?");
    sees(w, "This stays, by itself or for other cases:");
    sees(w, "Person: ");
    app_world_keys(w, "<Enter>");
    assert_int_equal(app_world_count(w, KIND_CASE), 1);
    app_world_keys(w, ":purge<Enter><Right><F12>"); /* a lock is no answer */
    app_world_unlock(w);
    assert_int_equal(app_world_count(w, KIND_CASE), 1);
    app_world_keys(w, ":purge<Enter><Right><Enter>");
    sees(w, "Removed for good.");
    assert_int_equal(app_world_count(w, KIND_CASE), 0);
    assert_int_equal(app_world_count(w, KIND_EVENT), 0);
    app_world_keys(w, "u");
    assert_int_equal(app_world_count(w, KIND_CASE), 0);
    app_world_close(w);
}

static int cannot_be_read(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    (void)v;
    return err_set(e, ERR_DISK_FULL, "%s", "No room.");
}

static int is_gone(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    (void)v;
    return err_set(e, ERR_NOT_FOUND, "%s", "Gone.");
}

/* A letter is saved by its own key, and the reading after that fails. */
static struct app_world *saved_letter(int (*reload)(struct app *a, struct view *v, struct err *e))
{
    static struct view_class class;
    struct app_world *w = app_world_letter("Dear Sir,", 80, 24);
    struct view *v = app_top(&w->app);
    assert_string_equal(top(w), "letter");
    class = *v->class;
    class.reload = reload;
    v->class = &class;
    app_world_keys(w, "words<Ctrl-S>");
    return w;
}

static void a_screen_that_cannot_be_read_stays(void **state)
{
    (void)state;
    struct app_world *w = saved_letter(cannot_be_read);
    assert_string_equal(top(w), "letter");
    sees(w, "words");
    sees(w, "Saved.");
    app_world_close(w);
}

static void a_screen_whose_record_is_gone_closes(void **state)
{
    (void)state;
    struct app_world *w = saved_letter(is_gone);
    assert_string_not_equal(top(w), "letter");
    assert_null(w->app.gone);
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(removes_for_good),
        cmocka_unit_test(shows_an_event_from_the_agenda),
        cmocka_unit_test(shows_it_in_another_tab),
        cmocka_unit_test(a_screen_that_cannot_be_read_stays),
        cmocka_unit_test(a_screen_whose_record_is_gone_closes),
        cmocka_unit_test(goes_back_through_several_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
