/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo while a text is edited is of that text: it never goes on into what is stored of other records. */
#include "app_world.h"

#include <string.h>

#include "satchel/app/open_record.h"
#include "satchel/store/undo.h"

static const char END[] = "Nothing more to undo in this text.";

static void sees(struct app_world *w, const char *text)
{
    if (!harness_has(&w->h, text))
        fail_msg("not seen: %s\n%s", text, harness_text(&w->h));
}

/* A vault whose last change was to a note, and its first letter open, with the cursor in the text. */
static struct app_world *letter_after_a_note(void)
{
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    storebox_put(&w->box, KIND_NOTE, "text", "Written last.", NULL);
    return w;
}

static void steps_of_the_vault_are_as_they_were(struct app_world *w, size_t notes)
{
    assert_int_equal(app_world_count(w, KIND_NOTE), notes);
    assert_false(store_undo_any(w->app.store, true));
}

static void in_a_letter_it_ends_with_the_text(void **state)
{
    (void)state;
    struct app_world *w = letter_after_a_note();
    size_t notes = app_world_count(w, KIND_NOTE);
    app_world_keys(w, "Now<Ctrl-Z>");
    assert_false(harness_has(&w->h, END));
    app_world_keys(w, "<Ctrl-Z>");
    sees(w, END);
    app_world_keys(w, "<Ctrl-Y>");
    sees(w, "NowI write");
    app_world_keys(w, "<Ctrl-Y>");
    sees(w, "Nothing more to redo in this text.");
    steps_of_the_vault_are_as_they_were(w, notes);
    app_world_close(w);
}

static void beside_an_unsaved_letter_too(void **state)
{
    (void)state;
    struct app_world *w = letter_after_a_note();
    size_t notes = app_world_count(w, KIND_NOTE);
    app_world_keys(w, "Now <Esc>");
    app_world_keys(w, "u");
    assert_false(harness_has(&w->h, "Now"));
    sees(w, "I write to you.");
    for (int i = 0; i < 3; i++) { /* it says what is stored again, and all the same stays with the text */
        app_world_keys(w, "u");
        sees(w, END);
    }
    steps_of_the_vault_are_as_they_were(w, notes);
    app_world_keys(w, "<Ctrl-R>");
    sees(w, "Now I write");
    app_world_close(w);
}

static void what_came_back_is_not_passed_over(void **state)
{
    (void)state;
    struct app_world *w = letter_after_a_note();
    size_t notes = app_world_count(w, KIND_NOTE);
    app_world_keys(w, "Now <Esc>");
    app_world_keys(w, "<Esc>");
    open_record(&w->app, app_world_first(w, KIND_LETTER)); /* with what was typed, but not how */
    app_paint(&w->app);
    app_world_keys(w, "u");
    sees(w, END);
    sees(w, "Now I write");
    steps_of_the_vault_are_as_they_were(w, notes);
    app_world_close(w);
}

/* Saved: the step of the vault is undone, and the one before it is not of this letter. */
static void a_saved_letter_undoes_its_own_steps(void **state)
{
    (void)state;
    struct app_world *w = letter_after_a_note();
    size_t notes = app_world_count(w, KIND_NOTE);
    app_world_keys(w, "Now <Ctrl-S><Esc>");
    app_world_keys(w, "u");
    sees(w, "Undone: Letter changed");
    app_world_keys(w, "u");
    sees(w, "The last change was not to this letter");
    assert_int_equal(app_world_count(w, KIND_NOTE), notes);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "u");
    assert_int_equal(app_world_count(w, KIND_NOTE), notes - 1);
    app_world_close(w);
}

/* An undo that shows a letter, and the next u: it goes on with the steps of the vault, and is not typed. */
static void undo_from_elsewhere_passes_through_a_letter(void **state)
{
    (void)state;
    struct app_world *w = letter_after_a_note();
    size_t notes = app_world_count(w, KIND_NOTE);
    app_world_keys(w, "Now <Ctrl-S><Esc>");
    app_world_keys(w, "<Esc>");
    app_world_go(w, "settings"); /* which lists no letters */
    app_world_keys(w, "u");
    sees(w, "Undone: Letter changed");
    sees(w, "Letter to P. Prubnik");
    app_world_keys(w, "u");
    sees(w, "Undone: Note added");
    assert_int_equal(app_world_count(w, KIND_NOTE), notes - 1);
    app_world_close(w);
}

static void in_the_salutation_as_well(void **state)
{
    (void)state;
    struct app_world *w = letter_after_a_note();
    app_world_keys(w, "<Up><Home>X<Tab>y<Esc>");
    app_world_keys(w, "u"); /* where the cursor is */
    app_world_keys(w, "u"); /* then the other part */
    app_world_keys(w, "u");
    sees(w, END);
    sees(w, "I write to you.");
    assert_false(harness_has(&w->h, "XD"));
    assert_false(harness_has(&w->h, "yI"));
    app_world_close(w);
}

static void in_forms_and_notes(void **state)
{
    (void)state;
    struct app_world *w = letter_after_a_note();
    size_t notes = app_world_count(w, KIND_NOTE);
    app_world_keys(w, "<Ctrl-N>typed<Ctrl-Z>");
    assert_false(harness_has(&w->h, "typed"));
    app_world_keys(w, "<Ctrl-Z>");
    sees(w, END);
    for (int i = 0; i < 6; i++) { /* in every field, whatever it holds */
        app_world_keys(w, "<Tab><Ctrl-Z>");
        sees(w, END);
    }
    steps_of_the_vault_are_as_they_were(w, notes);
    app_world_close(w);
}

static void in_words_that_narrow_and_search(void **state)
{
    (void)state;
    struct app_world *w = letter_after_a_note();
    size_t notes = app_world_count(w, KIND_NOTE);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "/<Ctrl-Z>");
    sees(w, END);
    app_world_keys(w, "<Esc>");
    app_world_go(w, "cases");
    app_world_keys(w, "f<Ctrl-Z>");
    sees(w, END);
    steps_of_the_vault_are_as_they_were(w, notes);
    app_world_close(w);
}

static void in_an_import_that_is_not_stored(void **state)
{
    (void)state;
    struct app_world *w = letter_after_a_note();
    size_t notes = app_world_count(w, KIND_NOTE);
    app_world_keys(w, "<Esc>");
    app_world_go(w, "import");
    app_world_keys(w, "<Ctrl-Z>");
    sees(w, END);
    app_world_paste(w, "URGENT ACTION\n\nWRITER MISSING\n\nVera Testova was taken from her home.\n");
    app_world_keys(w, "u");
    sees(w, "Nothing of this is stored yet");
    steps_of_the_vault_are_as_they_were(w, notes);
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_a_letter_it_ends_with_the_text),
        cmocka_unit_test(beside_an_unsaved_letter_too),
        cmocka_unit_test(what_came_back_is_not_passed_over),
        cmocka_unit_test(a_saved_letter_undoes_its_own_steps),
        cmocka_unit_test(undo_from_elsewhere_passes_through_a_letter),
        cmocka_unit_test(in_the_salutation_as_well),
        cmocka_unit_test(in_forms_and_notes),
        cmocka_unit_test(in_words_that_narrow_and_search),
        cmocka_unit_test(in_an_import_that_is_not_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
