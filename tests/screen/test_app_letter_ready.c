/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter that was marked ready, and a case that changed since: shown, listed, and asked about before it
 * leaves. */
#include "app_world.h"

#include <stdio.h>
#include <unistd.h>

#include "satchel/app/open_record.h"
#include "satchel/model/field.h"
#include "satchel/model/letters.h"
#include "satchel/store/store.h"
#include "satchel/store/write.h"

static void sees(struct app_world *w, const char *text)
{
    if (!harness_has(&w->h, text))
        fail_msg("not seen: %s\n%s", text, harness_text(&w->h));
}

static int state_of_letter(struct app_world *w)
{
    struct rec *r = NULL;
    assert_int_equal(store_get(w->app.store, app_world_first(w, KIND_LETTER), &r, &w->box.e), 0);
    int state = ((const struct letter *)r)->state;
    rec_free(r);
    return state;
}

static void set_deadline(struct app_world *w, const char *day)
{
    struct rec *appeal = NULL;
    assert_int_equal(store_get(w->box.s, app_world_first(w, KIND_APPEAL), &appeal, &w->box.e), 0);
    assert_int_equal(field_set(appeal, rec_field(appeal, "deadline", NULL), day, &w->box.e), 0);
    assert_int_equal(store_update(w->box.s, appeal, NULL, &w->box.e), 0);
    rec_free(appeal);
    app_reload(&w->app);
}

/* The letter is ready; then the appeal is over. On the screen of the agenda. */
static struct app_world *ready_and_then_too_late(int cols, int rows)
{
    struct app_world *w = app_world_letter("I write to you.", cols, rows);
    app_world_keys(w, "<F3>");
    sees(w, "Ready.");
    app_world_keys(w, "<Esc>");
    set_deadline(w, "2026-11-20");
    assert_int_equal(state_of_letter(w), LETTER_READY);
    return w;
}

static void opened_it_says_so(void **state)
{
    (void)state;
    struct app_world *w = ready_and_then_too_late(80, 24);
    open_record(&w->app, app_world_first(w, KIND_LETTER));
    app_paint(&w->app);
    sees(w, "ready, but 1 finding");
    harness_golden(&w->h, "letter-ready-but");
    app_world_keys(w, "m");
    sees(w, "1 finding is open");
    app_world_keys(w, "f");
    app_world_keys(w, "they answer all the same<Enter>");
    sees(w, "Kept with its reason");
    assert_false(harness_has(&w->h, "ready, but"));
    app_world_close(w);
}

static void the_list_says_so(void **state)
{
    (void)state;
    struct app_world *w = ready_and_then_too_late(80, 24);
    app_world_keys(w, "C<Enter>5G");
    app_step(&w->app, 0);
    app_paint(&w->app);
    sees(w, "ready, but");
    sees(w, "The deadline was 2026-11-20");
    harness_golden(&w->h, "case-letters-ready-but");
    app_world_resize(w, 40, 12);
    harness_golden(&w->h, "case-letters-ready-but-40x12");
    app_world_close(w);
}

static void the_agenda_says_so(void **state)
{
    (void)state;
    struct app_world *w = ready_and_then_too_late(80, 24);
    app_step(&w->app, 0);
    app_paint(&w->app);
    sees(w, "ready, but 26/23     XS      deadline");
    harness_golden(&w->h, "agenda-letter-ready-but");
    app_world_resize(w, 40, 12);
    sees(w, "ready, but");
    set_deadline(w, "2026-11-24");
    app_step(&w->app, 0);
    app_paint(&w->app);
    assert_false(harness_has(&w->h, "ready, but"));
    sees(w, "to send");
    app_world_close(w);
}

static void sending_asks_first(void **state)
{
    (void)state;
    struct app_world *w = ready_and_then_too_late(80, 24);
    open_record(&w->app, app_world_first(w, KIND_LETTER));
    app_paint(&w->app);
    app_world_go(w, "letter-sent");
    app_world_keys(w, "<Ctrl-S>");
    sees(w, "something has changed since");
    sees(w, "deadline was 2026-11-20");
    harness_golden(&w->h, "letter-sent-but");
    app_world_keys(w, "<Enter>"); /* the safe one */
    assert_int_equal(state_of_letter(w), LETTER_READY);
    app_world_keys(w, "<Ctrl-S>");
    app_world_keys(w, "<Right><Enter>");
    assert_int_equal(state_of_letter(w), LETTER_SENT);
    app_world_close(w);
}

/* x is of the letter: that it went, or something that was done at whom it is to. */
static void logging_a_letter_is_sending_it(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "x");
    sees(w, "New: Action");
    sees(w, "Minister of the Interior"); /* a draft did not go; somebody may have rung them up */
    sees(w, "Count          1");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "m");
    app_world_keys(w, "x");
    sees(w, "Sent: Minister");
    app_world_keys(w, "<Ctrl-S>");
    assert_int_equal(state_of_letter(w), LETTER_SENT);
    app_world_close(w);
}

static void an_export_asks_first(void **state)
{
    (void)state;
    char path[] = "/tmp/letter.XXXXXX", file[64], keys[96];
    assert_non_null(mkdtemp(path));
    snprintf(file, sizeof file, "%s/l.txt", path);
    snprintf(keys, sizeof keys, "<Tab><Tab><Ctrl-A>%s<Ctrl-S>", file);
    struct app_world *w = ready_and_then_too_late(80, 24);
    open_record(&w->app, app_world_first(w, KIND_LETTER));
    app_paint(&w->app);
    app_world_go(w, "letter-export");
    app_world_keys(w, "<Left><Left>");
    app_world_keys(w, keys);
    sees(w, "something has changed since");
    app_world_keys(w, "<Esc>");
    assert_int_equal(access(file, F_OK), -1);
    app_world_keys(w, "<Ctrl-S>");
    app_world_keys(w, "<Right><Enter>"); /* all the same */
    app_world_keys(w, "<Right><Enter>"); /* and it is not encrypted */
    sees(w, "Written to");
    assert_int_equal(access(file, F_OK), 0);
    unlink(file);
    rmdir(path);
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opened_it_says_so),
        cmocka_unit_test(the_list_says_so),
        cmocka_unit_test(the_agenda_says_so),
        cmocka_unit_test(sending_asks_first),
        cmocka_unit_test(logging_a_letter_is_sending_it),
        cmocka_unit_test(an_export_asks_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
