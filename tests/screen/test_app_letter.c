/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter on the screen: typing it, what the check finds, the page, drafts over a lock, sent ones. */
#include "app_world.h"

#include <stdio.h>
#include <unistd.h>

#include "satchel/app/open_record.h"
#include "satchel/model/field.h"
#include "satchel/model/letters.h"
#include "satchel/store/letters.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"
#include "satchel/store/write.h"

static const char BODY[] =
    "I am writing to express my concern for Anna Testova, a journalist taken from her mother's "
    "flat on 10 February. I call on you to release Pavel Drugov immediately.\n\n"
    "Please let her see her family and a lawyer of her choice.\n\nYours sincerely,";

static int64_t first_letter(struct app_world *w)
{
    return app_world_first(w, KIND_LETTER);
}

static struct letter *read_letter(struct app_world *w)
{
    struct rec *r = NULL;
    assert_int_equal(store_get(w->app.store ? w->app.store : w->box.s, first_letter(w), &r, NULL), 0);
    return (struct letter *)r;
}

static void looks_as_drawn(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter(BODY, 80, 24);
    harness_golden(&w->h, "letter-80x24");
    app_world_resize(w, 40, 12);
    harness_golden(&w->h, "letter-40x12");
    app_world_resize(w, 132, 43);
    harness_golden(&w->h, "letter-132x43");
    app_world_close(w);
}

/* For screen readers, and where NO_COLOR is set: what is found, and which line is chosen, is there all the
 * same. */
static void says_it_without_signs_and_colours(void **state)
{
    (void)state;
    static const char FAULTS[] = "I am [YOUR NAME]. I call on you to release Pavel Drugov immediately.";
    for (int words = 0; words < 2; words++) {
        struct app_world *w = app_world_letter_in(FAULTS, 80, 24, words ? NULL : "mono");
        screen_set_words(w->h.screen, words != 0);
        app_paint(&w->app);
        harness_golden(&w->h, words ? "letter-words" : "letter-mono");
        assert_int_equal(harness_attrs(&w->h, "[YOUR NAME]") & STYLE_UNDERLINE, STYLE_UNDERLINE);
        app_world_keys(w, "<Esc>");
        app_world_keys(w, "f");
        app_world_keys(w, "he is meant<Enter>");
        harness_golden(&w->h, words ? "letter-waived-words" : "letter-waived-mono");
        app_world_keys(w, "<Esc>");
        app_world_keys(w, "C<Enter>5G");
        harness_golden(&w->h, words ? "case-letters-words" : "case-letters-mono");
        app_world_keys(w, "w");
        harness_golden(&w->h, words ? "letter-new-words" : "letter-new-mono");
        app_world_close(w);
    }
}

static void shows_any_script(void **state)
{
    (void)state;
    static const char CHINESE[] =
        "\xE6\x88\x91\xE5\x86\x99\xE4\xBF\xA1\xE8\xA1\xA8\xE8\xBE\xBE\xE5\xAF\xB9"
        "\xE5\xAE\x89\xE5\xA8\x9C\xE7\x9A\x84\xE5\x85\xB3\xE5\x88\x87\xE3\x80\x82"
        "\xE8\xAF\xB7\xE7\xAB\x8B\xE5\x8D\xB3\xE9\x87\x8A\xE6\x94\xBE\xE5\xA5\xB9\xEF\xBC\x8C"
        "\xE5\xB9\xB6\xE8\xAE\xA9\xE5\xA5\xB9\xE8\xA7\x81\xE5\xAE\xB6\xE4\xBA\xBA\xE3\x80\x82";
    static const char ARABIC[] = "\xD8\xA3\xD9\x83\xD8\xAA\xD8\xA8 \xD8\xA5\xD9\x84\xD9\x8A\xD9\x83\xD9\x85 "
                                 "\xD9\x84\xD9\x84\xD8\xA5\xD8\xB9\xD8\xB1\xD8\xA7\xD8\xA8 "
                                 "\xD8\xB9\xD9\x86 \xD9\x82\xD9\x84\xD9\x82\xD9\x8A.\n\n"
                                 "\xDB\x8B\xDB\x95 \xD8\xA6\xDB\x87\xD9\x8A\xD8\xBA\xDB\x87\xD8\xB1";
    struct app_world *w = app_world_letter(CHINESE, 80, 24);
    app_world_keys(w, "<Ctrl-End>");
    harness_golden(&w->h, "letter-chinese");
    app_world_close(w);
    w = app_world_letter(ARABIC, 80, 24);
    app_world_keys(w, "<Ctrl-End>");
    harness_golden(&w->h, "letter-arabic");
    app_world_close(w);
    w = app_world_letter("", 80, 24);
    harness_golden(&w->h, "letter-empty");
    app_world_close(w);
}

/* A screen that is opened by its name lies on the letter, and Esc takes it away again. */
static void screens_by_name_lead_back_to_the_letter(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "exports",  "people", "offices", "cases",  "settings",
                                         "messages", "doctor", "backup",  "import", "views" };
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "<Ctrl-End> Please answer.");
    app_world_keys(w, "<Esc>");
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const size_t depth = w->app.n_views;
        app_world_go(w, NAMES[i]);
        assert_true(view_is(app_top(&w->app), NAMES[i]));
        struct view *v = app_top(&w->app);
        if (!v->class->in_text || !v->class->in_text(&w->app, v))
            app_world_go(w, NAMES[i]); /* once is enough */
        for (int esc = 0; esc < 2 && !view_is(app_top(&w->app), "letter"); esc++)
            app_world_keys(w, "<Esc>");
        if (!view_is(app_top(&w->app), "letter") || w->app.n_views != depth)
            fail_msg("Esc does not lead back from %s", NAMES[i]);
        assert_true(harness_has(&w->h, "Please answer."));
    }
    app_world_go(w, "agenda"); /* the first screen: all others are closed */
    assert_int_equal(w->app.n_views, 1);
    app_world_close(w);
}

/* What was typed in it has one draft. */
static void an_open_letter_is_not_opened_twice(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "<Ctrl-End> Please answer.");
    app_world_keys(w, "<Esc>");
    const size_t depth = w->app.n_views;
    app_world_go(w, "cases");
    assert_int_equal(w->app.n_views, depth + 1);
    open_record(&w->app, first_letter(w));
    assert_int_equal(w->app.n_views, depth);
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "Please answer."));
    app_world_close(w);
}

/* ---- typing and saving ---- */

static void typing_is_one_step_when_saved(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "<Ctrl-End> Please answer.");
    assert_true(harness_has(&w->h, "not saved"));
    struct letter *l = read_letter(w);
    assert_string_equal(l->body, "I write to you.");
    rec_free(&l->rec);
    app_world_keys(w, "<Ctrl-S>");
    assert_true(harness_has(&w->h, "Saved."));
    assert_false(harness_has(&w->h, "not saved"));
    l = read_letter(w);
    assert_string_equal(l->body, "I write to you. Please answer.");
    rec_free(&l->rec);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "u");
    l = read_letter(w);
    assert_string_equal(l->body, "I write to you.");
    rec_free(&l->rec);
    assert_false(harness_has(&w->h, "Please answer"));
    app_world_keys(w, "<Ctrl-R>");
    assert_true(harness_has(&w->h, "Please answer"));
    app_world_close(w);
}

static void the_salutation_is_typed_too(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "<Up><End><Backspace> of the Interior,");
    harness_golden(&w->h, "letter-salutation");
    app_world_keys(w, "<Enter>X<Ctrl-S>");
    struct letter *l = read_letter(w);
    assert_string_equal(l->to.at[0].salutation, "Dear Minister of the Interior,");
    assert_string_equal(l->body, "XI write to you.");
    rec_free(&l->rec);
    app_world_close(w);
}

static void what_was_typed_is_there_after_a_lock(void **state)
{
    (void)state;
    struct buf long_text = { 0 };
    for (int i = 0; i < 60; i++)
        buf_addf(&long_text, "This is paragraph %d of a letter that is longer than the screen.\n\n", i);
    struct app_world *w = app_world_letter(buf_text(&long_text), 80, 24);
    app_world_keys(w, "<Ctrl-End>typed<Up><Up><Up><Up><Up><Up><Up><Up><End>");
    w->box.now++; /* the words are counted in a pause */
    app_step(&w->app, 0);
    app_paint(&w->app);
    char *before = harness_text(&w->h);
    app_lock(&w->app);
    app_world_unlock(w);
    char *after = harness_text(&w->h);
    assert_non_null(strstr(after, "typed"));
    for (const char *a = before, *b = after; *a && *b; a += strcspn(a, "\n") + 1, b += strcspn(b, "\n") + 1) {
        if (strncmp(a, " What you", 9) == 0 || strncmp(b, " What you", 9) == 0)
            break; /* the message line; the rest is the hint bar */
        assert_int_equal(strcspn(a, "\n"), strcspn(b, "\n"));
        assert_memory_equal(a, b, strcspn(a, "\n"));
    }
    free(before);
    free(after);
    buf_free(&long_text);
    app_world_close(w);
}

/* Undo does not reach behind a lock: this leads back. */
static void what_was_typed_can_be_thrown_away(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "<Ctrl-End> And not so.");
    app_lock(&w->app);
    app_world_unlock(w);
    assert_true(harness_has(&w->h, "Esc, then D throws it away."));
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "D discard"));
    app_world_keys(w, "D<Enter>"); /* the first choice leaves it */
    assert_true(harness_has(&w->h, "And not so."));
    app_world_keys(w, "D<Right><Enter>");
    assert_true(harness_has(&w->h, "This is the letter as it was saved."));
    assert_false(harness_has(&w->h, "And not so."));
    assert_false(harness_has(&w->h, "not saved"));
    app_world_keys(w, "<Esc>");
    open_record(&w->app, app_world_first(w, KIND_LETTER));
    app_paint(&w->app);
    assert_false(harness_has(&w->h, "And not so."));
    app_world_keys(w, "D");
    assert_true(harness_has(&w->h, "Nothing was changed since it was saved."));
    app_world_close(w);
}

/* Nothing was typed: cursor and scroll come back all the same. */
static void the_place_is_there_after_a_lock(void **state)
{
    (void)state;
    struct buf text = { 0 };
    for (int i = 0; i < 60; i++)
        buf_addf(&text, "This is paragraph %d of a letter that is longer than the screen.\n\n", i);
    struct app_world *w = app_world_letter(buf_text(&text), 80, 24);
    app_world_keys(w, "<Ctrl-End><PgUp><Up><Up>");
    char *before = harness_text(&w->h);
    app_lock(&w->app);
    app_world_unlock(w);
    char *after = harness_text(&w->h);
    assert_string_equal(before, after);
    free(before);
    free(after);
    buf_free(&text);
    app_world_close(w);
}

static void esc_leaves_the_text_and_then_the_letter(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "x<Esc>");
    assert_true(harness_has(&w->h, "kept as a draft"));
    harness_golden(&w->h, "letter-beside");
    app_world_keys(w, "e");
    app_world_keys(w, "y");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "<Esc>");
    assert_string_equal(app_top(&w->app)->class->name, "agenda");
    open_record(&w->app, first_letter(w));
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "xyI write"));
    app_world_close(w);
}

static void pastes_into_the_text(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("", 80, 24);
    app_world_paste(w, "First.\n\nSecond.");
    assert_true(harness_has(&w->h, "Second."));
    app_world_keys(w, "<Esc>");
    app_world_paste(w, "Third.");
    assert_false(harness_has(&w->h, "Third."));
    assert_true(harness_has(&w->h, "Press e first"));
    app_world_close(w);
}

/* ---- the check ---- */

static const char GAPS[] =
    "I am [YOUR NAME] and write for Anna Testova.\n\nWrite to [email\xC2\xA0protected].";

static void findings_are_underlined_and_gone_through(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter(GAPS, 80, 24);
    harness_golden(&w->h, "letter-findings");
    assert_int_equal(harness_attrs(&w->h, "[YOUR NAME]") & STYLE_UNDERLINE, STYLE_UNDERLINE);
    assert_int_equal(harness_attrs(&w->h, "and write"), 0);
    app_world_keys(w, "<F2>");
    harness_assert_cursor(&w->h, 9, 8);
    app_world_keys(w, "<F2>");
    harness_assert_cursor(&w->h, 11, 12);
    app_world_keys(w, "<Home>Please "); /* the line below the words moves with them */
    assert_int_equal(harness_attrs(&w->h, "[email") & STYLE_UNDERLINE, STYLE_UNDERLINE);
    assert_int_equal(harness_attrs(&w->h, "Please Write to") & STYLE_UNDERLINE, 0);
    app_world_resize(w, 40, 12);
    harness_golden(&w->h, "letter-findings-40x12");
    app_world_close(w);
}

static void the_check_waits_for_a_pause(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    assert_true(harness_has(&w->h, "No finding."));
    app_world_keys(w, "<Ctrl-End> I am [YOUR NAME].");
    assert_false(harness_has(&w->h, "placeholder"));
    w->box.now++;
    app_step(&w->app, 0);
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "placeholder"));
    app_world_close(w);
}

static void a_finding_blocks_until_it_is_fixed_or_waived(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I am [YOUR NAME].", 80, 24);
    app_world_keys(w, "<F3>");
    assert_true(harness_has(&w->h, "1 finding is open"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "f");
    app_world_keys(w, "the ministry fills it in<Enter>");
    assert_true(harness_has(&w->h, "Kept with its reason"));
    harness_golden(&w->h, "letter-waived");
    app_world_keys(w, "m");
    assert_true(harness_has(&w->h, "Ready. Nobody is known who writes: no name stands below the text."));
    struct letter *l = read_letter(w);
    assert_int_equal(l->state, LETTER_READY);
    rec_free(&l->rec);
    app_world_keys(w, "e");
    app_world_keys(w, "x<Ctrl-S>"); /* any change makes it a draft again */
    assert_true(harness_has(&w->h, "a draft again"));
    l = read_letter(w);
    assert_int_equal(l->state, LETTER_DRAFT);
    rec_free(&l->rec);
    app_world_close(w);
}

/* The check may run while the box is open: what was chosen is no longer there. */
static void an_offer_may_be_outdated(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I am [YOUR NAME].", 80, 24);
    app_world_keys(w, "<Ctrl-A>I am M. B.<Esc>");
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "go to it in the text"));
    w->box.now++;
    app_step(&w->app, 0);
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "I am M. B."));
    assert_false(harness_has(&w->h, "placeholder"));
    harness_assert_cursor(&w->h, 9, 13); /* it stays where it was */
    app_world_close(w);
}

static void enter_offers_what_to_do(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I am [YOUR NAME].", 80, 24);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "<Enter>");
    harness_golden(&w->h, "letter-finding-offer");
    app_world_keys(w, "<Enter>");
    harness_assert_cursor(&w->h, 9, 8);
    app_world_keys(w, "x");
    assert_true(harness_has(&w->h, "I am x[YOUR NAME]"));
    app_world_close(w);
}

/* ---- the page ---- */

static void previews_pages(void **state)
{
    (void)state;
    struct buf text = { 0 };
    for (int i = 0; i < 30; i++)
        buf_addf(&text, "%sThis is paragraph %d.", i ? "\n\n" : "", i);
    struct app_world *w = app_world_letter(buf_text(&text), 80, 24);
    assert_true(harness_has(&w->h, "about 2 pages"));
    app_world_keys(w, "x<F4>");
    harness_golden(&w->h, "letter-preview");
    assert_true(harness_has(&w->h, "xThis is")); /* as it is typed now */
    app_world_keys(w, "G");
    assert_true(harness_has(&w->h, "page 2"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "y"); /* it was left where it was: in the text */
    assert_true(harness_has(&w->h, "xyThis is"));
    buf_free(&text);
    app_world_close(w);
}

static void hides_names_where_people_look(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter(BODY, 80, 24);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "z");
    assert_false(harness_has(&w->h, "Testova"));
    assert_false(harness_has(&w->h, "Prubnik"));
    app_world_keys(w, "e");
    assert_true(harness_has(&w->h, "z shows them"));
    app_world_keys(w, "z");
    assert_true(harness_has(&w->h, "Anna Testova"));
    app_world_close(w);
}

static void a_sent_letter_stays_as_it_was(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "<F3>");
    assert_true(harness_has(&w->h, "Ready."));
    app_world_go(w, "letter-sent");
    harness_golden(&w->h, "letter-sent-form");
    app_world_keys(w, "<Tab><Tab>y<Ctrl-S>");
    assert_true(harness_has(&w->h, "Noted as sent"));
    harness_golden(&w->h, "letter-sent");
    app_world_keys(w, "j");
    assert_true(harness_has(&w->h, "Sent on 2026-11-22: post, handwritten."));
    app_world_keys(w, "e");
    assert_true(harness_has(&w->h, "stays as it is"));
    assert_int_equal(app_world_count(w, KIND_ACTION), 2);
    app_world_go(w, "letter-reply");
    app_world_keys(w, "They thank for the letter.<Ctrl-S>");
    app_world_keys(w, "j");
    assert_true(harness_has(&w->h, "It was answered on"));
    assert_int_equal(app_world_count(w, KIND_REPLY), 1);
    app_world_go(w, "letter-returned");
    app_world_keys(w, "<Ctrl-S>");
    assert_int_equal(app_world_count(w, KIND_REPLY), 2);
    app_world_keys(w, "j");
    assert_true(harness_has(&w->h, "It came back on 2026-11-22."));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "C<Enter>5G");
    harness_golden(&w->h, "case-letters-back");
    app_world_keys(w, "<Enter>");
    app_world_keys(w, "uuu"); /* the letter is as it was, ready, to be typed in */
    assert_true(harness_has(&w->h, " ready "));
    assert_true(harness_has(&w->h, "e text"));
    app_world_keys(w, "e");
    app_world_keys(w, "x");
    assert_true(harness_has(&w->h, "xI write to you."));
    app_world_close(w);
}

/* The sending is an action already: another one would count it twice. */
static void a_sent_letter_is_not_logged_again(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "<F3>");
    app_world_keys(w, "x<Ctrl-S>");
    assert_true(harness_has(&w->h, "Noted as sent"));
    const size_t actions = app_world_count(w, KIND_ACTION);
    app_world_keys(w, "x");
    assert_true(view_is(app_top(&w->app), "letter"));
    assert_true(harness_has(&w->h, "That it was sent is noted already."));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "C<Enter>5Gx");
    assert_true(view_is(app_top(&w->app), "case"));
    assert_true(harness_has(&w->h, "R notes a reply"));
    assert_int_equal(app_world_count(w, KIND_ACTION), actions);
    app_world_close(w);
}

/* What has no key is done by its name, and a text takes letters for itself. */
static void help_names_what_can_be_done_here(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 60);
    app_world_keys(w, "<F1>");
    assert_true(harness_has(&w->h, "F3 "));
    assert_false(harness_has(&w->h, "F3, m"));
    assert_false(harness_has(&w->h, "F4, p"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "<F3>?");
    assert_true(harness_has(&w->h, "F3, m"));
    assert_true(harness_has(&w->h, ":letter-export"));
    assert_true(harness_has(&w->h, "note that it was sent"));
    assert_true(harness_has(&w->h, "note what was answered"));
    assert_true(harness_has(&w->h, "note that it came back"));
    app_world_close(w);
}

/* A day without a year is the last one; of the next year nothing was sent yet. */
static void the_day_it_was_sent_is_written_by_hand(void **state)
{
    (void)state;
    static const char *const DAYS[][2] = { { "yesterday", "2026-11-21" },
                                           { "3 November", "2026-11-03" },
                                           { "24. Dezember", "2025-12-24" },
                                           { "20.11.26", "2026-11-20" } };
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "<F3>S<Tab>");
    for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++) {
        app_world_keys(w, "<Ctrl-A>");
        app_world_keys(w, DAYS[i][0]);
        if (!harness_has(&w->h, DAYS[i][1]))
            fail_msg("%s is not shown as understood:\n%s", DAYS[i][0], harness_text(&w->h));
    }
    app_world_keys(w, "<Ctrl-A>2 or 3 November<Ctrl-S>");
    assert_true(harness_has(&w->h, "This needs one day"));
    app_world_keys(w, "<Ctrl-A>3 November<Ctrl-S><Esc>j");
    open_record(&w->app, first_letter(w));
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "Sent on 2026-11-03"));
    app_world_close(w);
}

static void a_ready_letter_is_written_out(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    char path[] = "/tmp/letter-XXXXXX", file[64], text[512] = "";
    app_world_keys(w, "<F3>");
    assert_non_null(mkdtemp(path));
    snprintf(file, sizeof file, "%s/out", path);
    app_world_go(w, "letter-export");
    app_world_keys(w, "<Left><Left><Tab><Tab><Ctrl-A>");
    app_world_keys(w, file);
    app_world_keys(w, "<Ctrl-S>");
    assert_true(harness_has(&w->h, "What is exported is not encrypted")); /* once */
    app_world_keys(w, "<Enter>");
    assert_int_equal(access(file, F_OK), -1);
    app_world_keys(w, "<Ctrl-S><Right><Enter>");
    assert_true(harness_has(&w->h, "Written to"));
    strcat(file, ".txt");
    FILE *f = fopen(file, "r");
    assert_non_null(f);
    assert_true(fread(text, 1, sizeof text - 1, f) > 0);
    fclose(f);
    assert_non_null(strstr(text, "Dear Minister,\n\nI write to you."));
    app_world_go(w, "letter-export"); /* the second time nothing is asked, and the same name is refused */
    app_world_keys(w, "<Left><Left><Tab><Tab><Ctrl-A>");
    app_world_keys(w, file);
    app_world_keys(w, "<Ctrl-S>");
    assert_true(harness_has(&w->h, "exists already"));
    unlink(file);
    rmdir(path);
    app_world_close(w);
}

/* What cannot be is said while it is typed, or before anything is written. */
static void an_export_that_cannot_be_is_explained(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "<F3>");
    assert_int_equal(str_set(&w->app.vault_path, "/tmp/mine"), 0);
    w->app.confine.files = true; /* as if */
    app_world_go(w, "letter-export");
    app_world_keys(w, "<Tab><Tab><Ctrl-A>");
    app_world_keys(w, "/etc/letter<Ctrl-S>");
    assert_true(harness_has(&w->h, "Nothing can be written there"));
    w->app.confine.files = false;
    app_world_keys(w, "<Ctrl-A>/tmp/letter-of-a-test<Tab>24<Ctrl-S>");
    assert_true(harness_has(&w->h, "This is a number from 0 to 23."));
    app_world_keys(w, "<Backspace><Ctrl-S><Right><Enter>"); /* a PDF, and no broker to have it drawn */
    assert_true(harness_has(&w->h, "cannot be drawn"));
    assert_int_equal(access("/tmp/letter-of-a-test.pdf", F_OK), -1);
    app_world_close(w);
}

/* It follows until it has a text of its own. */
static void a_copy_says_that_it_differs(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    const int64_t letter = app_world_first(w, KIND_LETTER);
    struct rec *r = NULL;
    int64_t copy;
    assert_int_equal(letters_copy(w->box.s, letter, &copy, &w->box.e), 0);
    assert_int_equal(store_get(w->box.s, copy, &r, &w->box.e), 0);
    struct letter *l = (struct letter *)r;
    struct letter_to *of = field_add(l, rec_field(r, "to", NULL), &w->box.e);
    assert_non_null(of);
    of->target.n = l->to.at[0].target.n;
    l->to.at[0].part = PART_CC;
    assert_int_equal(store_update(w->box.s, r, NULL, &w->box.e), 0);
    rec_free(r);
    app_world_keys(w, "<Ctrl-End> Let her go.<Ctrl-S>");
    assert_true(harness_has(&w->h, "Saved. Its copy follows."));
    app_world_keys(w, "<Esc><Esc>");
    open_record(&w->app, copy);
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "I write to you. Let her go."));
    assert_false(harness_has(&w->h, "another text"));
    app_world_keys(w, "<Ctrl-End> Please.<Ctrl-S>");
    assert_true(harness_has(&w->h, "Saved. Press u"));
    app_world_keys(w, "<Esc>j");
    assert_true(harness_has(&w->h, "This copy has another text than the letter it is of."));
    app_world_close(w);
}

static void more_than_is_listed_is_not_counted(void **state)
{
    (void)state;
    struct buf body = { 0 };
    for (size_t i = 0; i < 120; i++)
        buf_adds(&body, "I am [YOUR NAME].\n");
    struct app_world *w = app_world_letter(buf_text(&body), 80, 24);
    assert_true(harness_has(&w->h, "More than 100 findings: not all are listed."));
    app_world_keys(w, "<F3>");
    assert_true(harness_has(&w->h, "More than 100 findings are open"));
    app_world_close(w);
    buf_free(&body);
}

/* A key of the letter does nothing while a reason is typed. */
static void a_reason_is_not_overtaken(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I am [YOUR NAME].", 80, 24);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "f");
    app_world_keys(w, "it is <F3><F4><F2>so<Enter>");
    assert_true(harness_has(&w->h, "does not count: it is so"));
    app_world_close(w);
}

/* What is looked for in a letter, and replaced, is found wrong or right by the check like anything typed. */
static void replacing_is_checked(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I am [YOUR NAME].", 80, 24);
    app_world_keys(w, "<F7>[your name]<Tab>M. B.<Alt-a>");
    assert_true(harness_has(&w->h, "I am M. B.."));
    w->box.now++;
    app_step(&w->app, 0);
    app_paint(&w->app);
    assert_false(harness_has(&w->h, "placeholder"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "<F3>"); /* the bar was left, not the text */
    assert_true(harness_has(&w->h, "Ready."));
    app_world_close(w);
}

static struct app_world *long_letter(void)
{
    struct buf text = { 0 };
    for (int i = 0; i < 3000; i++)
        buf_addf(&text, "I write to you once more, for the %dth time.\n\n", i);
    buf_adds(&text, "I am [YOUR NAME].");
    struct app_world *w = app_world_letter(buf_text(&text), 80, 24);
    buf_free(&text);
    return w;
}

/* Piece by piece, between keys: how far it is stands there. */
static void work_until(struct app_world *w, const char *seen)
{
    for (int i = 0; i < 50 && !harness_has(&w->h, seen); i++) {
        app_step(&w->app, 0);
        app_paint(&w->app);
    }
    if (!harness_has(&w->h, seen))
        fail_msg("not seen: %s\n%s", seen, harness_text(&w->h));
}

static void a_long_text_is_checked_when_asked(void **state)
{
    (void)state;
    struct app_world *w = long_letter();
    assert_true(harness_has(&w->h, "too long to be checked"));
    assert_false(harness_has(&w->h, "placeholder"));
    app_world_keys(w, "<F3>");
    work_until(w, " open: change the text");
    assert_false(harness_has(&w->h, "Ready."));
    app_world_keys(w, "<Ctrl-End>");
    assert_int_equal(harness_attrs(&w->h, "[YOUR NAME]") & STYLE_UNDERLINE, STYLE_UNDERLINE);
    app_world_close(w);
}

/* While it is typed too; the old number stands there until the new one is known. */
static void a_long_text_is_counted_in_pieces(void **state)
{
    (void)state;
    struct app_world *w = long_letter();
    assert_false(harness_has(&w->h, " words"));
    work_until(w, "30004 words  about 121 pages");
    app_world_keys(w, "One more. ");
    assert_true(harness_has(&w->h, "30004 words"));
    w->box.now++;
    work_until(w, "30006 words");
    app_world_keys(w, "x ");
    app_lock(&w->app); /* in the middle of it */
    app_world_unlock(w);
    work_until(w, "30007 words");
    app_world_close(w);
}

static void a_long_check_can_be_stopped(void **state)
{
    (void)state;
    struct app_world *w = long_letter();
    app_world_keys(w, "<F2>");
    work_until(w, "The whole text is checked: ");
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "The check was stopped"));
    assert_false(harness_has(&w->h, "not saved")); /* and it is still the text that the keys are for */
    app_world_keys(w, "<F2>");
    work_until(w, "The whole text is checked: ");
    app_world_keys(w, "x"); /* so is typing */
    assert_true(harness_has(&w->h, "The check was stopped"));
    assert_true(harness_has(&w->h, "not saved"));
    app_world_keys(w, "<F2>");
    work_until(w, "placeholder");
    app_world_keys(w, "y<F2>");
    work_until(w, "The whole text is checked: ");
    app_lock(&w->app); /* in the middle of it */
    app_world_unlock(w);
    assert_true(harness_has(&w->h, "not saved"));
    app_world_close(w);
}

/* ---- others ---- */

static void the_same_goes_to_another(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    struct letter *l = read_letter(w);
    char appeal[REC_ID_TEXT];
    rec_id_format(l->appeal.id, appeal);
    rec_free(&l->rec);
    storebox_put(&w->box, KIND_TARGET, "appeal", appeal, "pos", "2", "printed_title", "Chief of Police",
                 "salutation", "Dear Chief of Police,", NULL);
    app_world_keys(w, "<Ctrl-End> Please answer.<Esc>");
    app_world_keys(w, "b");
    harness_golden(&w->h, "letter-recipients");
    app_world_keys(w, "chief<Enter>");
    assert_true(harness_has(&w->h, "Letter to Chief of Police"));
    assert_true(harness_has(&w->h, "Dear Chief of Police,"));
    assert_true(harness_has(&w->h, "I write to you. Please answer.")); /* it was saved first */
    assert_int_equal(app_world_count(w, KIND_LETTER), 2);
    app_world_keys(w, "b");
    app_world_keys(w, "prub<Enter>");
    assert_true(harness_has(&w->h, "Letter to P. Prubnik"));
    assert_int_equal(app_world_count(w, KIND_LETTER), 2);
    app_world_keys(w, "<Esc>"); /* the agenda tells them apart */
    harness_golden(&w->h, "agenda-two-letters");
    assert_true(harness_has(&w->h, "to Chief of Police \xC2\xB7 Anna Testova"));
    app_world_keys(w, "z");
    assert_false(harness_has(&w->h, "Chief"));
    app_world_close(w);
}

static void the_letters_of_a_case(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "C<Enter>5G");
    harness_golden(&w->h, "case-letters-tab");
    app_world_close(w);
}

/* A key that was meant for a list changes no letter. */
static void a_letter_opens_for_reading(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "C<Enter>5G<Enter>");
    harness_golden(&w->h, "letter-reading");
    app_world_keys(w, "jjGg");
    assert_true(harness_has(&w->h, "I write to you."));
    assert_false(harness_has(&w->h, "not saved"));
    app_world_keys(w, "<Enter>x"); /* once more: into the text */
    assert_true(harness_has(&w->h, "xI write"));
    app_keep(&w->app);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "<Enter>"); /* what was typed is back, and this is read first too */
    assert_true(harness_has(&w->h, "e goes on, D throws it away."));
    app_world_keys(w, "d"); /* reading, nothing is deleted by one key */
    assert_true(harness_has(&w->h, "Esc, then d."));
    assert_int_equal(app_world_count(w, KIND_LETTER), 1);
    app_world_keys(w, ";");
    assert_true(harness_has(&w->h, "This key does nothing here"));
    app_world_keys(w, "yex");
    assert_true(harness_has(&w->h, "xxI write"));
    app_world_keys(w, "<Ctrl-S><Esc>");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "ey"); /* in the list e is the text as well, not the fields of the record */
    assert_true(harness_has(&w->h, "yxxI write"));
    app_world_keys(w, "<Ctrl-S><Esc>");
    app_world_keys(w, "E");
    assert_true(harness_has(&w->h, "Signed with"));
    app_world_close(w);
}

/* A copy of the letter of the world with that text. */
static void add_letter(struct app_world *w, const char *body)
{
    struct letter *l = read_letter(w);
    struct letter *copy = (struct letter *)rec_copy(&l->rec, NULL);
    assert_non_null(copy);
    copy->rec.n = 0;
    memset(copy->rec.id, 0, sizeof copy->rec.id);
    assert_int_equal(str_set(&copy->body, body), 0);
    assert_int_equal(store_add(w->box.s, &copy->rec, &w->box.e), 0);
    rec_free(&copy->rec);
    rec_free(&l->rec);
}

static void several_are_made_ready_at_once(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    add_letter(w, "I am [YOUR NAME].");
    add_letter(w, "I write to you, too.");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "C<Enter>5Gkk<Space><Space><Space>m");
    assert_true(harness_has(&w->h, "2 letters are ready. Unsigned: 2. 1 has open findings:"));
    harness_golden(&w->h, "case-letters-ready");
    app_world_keys(w, "u"); /* one step */
    assert_true(harness_has(&w->h, "letters: 3 drafts"));
    app_world_keys(w, "<Ctrl-R>"); /* both that are ready stay marked */
    app_world_go(w, "letter-sent");
    assert_true(harness_has(&w->h, "2 letters"));
    app_world_keys(w, "<Ctrl-S>");
    assert_true(harness_has(&w->h, "2 sent"));
    app_world_close(w);
}

static size_t letters_with(struct app_world *w, const char *body)
{
    struct store_rows rows = { 0 };
    size_t n = 0;
    assert_int_equal(store_list(w->box.s, &(struct store_query){ .kind = KIND_LETTER }, &rows, &w->box.e), 0);
    for (size_t i = 0; i < rows.n; i++) {
        struct rec *r = NULL;
        assert_int_equal(store_get(w->box.s, rows.at[i], &r, &w->box.e), 0);
        n += strcmp(((const struct letter *)r)->body, body) == 0;
        rec_free(r);
    }
    store_rows_free(&rows);
    return n;
}

/* Own words for several officials are written once; who has words of his own keeps them. */
static void a_text_is_given_to_the_other_drafts(void **state)
{
    (void)state;
    static const char OWN[] = "I write to you. Please answer.";
    struct app_world *w = app_world_letter("I write to you.", 80, 24);
    add_letter(w, "As it was drafted.");
    add_letter(w, "As it was drafted.");
    add_letter(w, "What only this one is told.");
    app_reload(&w->app);
    app_world_keys(w, "<Ctrl-End> Please answer.<Ctrl-S><Esc>");
    assert_true(harness_has(&w->h, "t text to all"));
    app_world_keys(w, "t");
    harness_golden(&w->h, "letter-share");
    app_world_keys(w, "<Esc>"); /* saved, and given to nobody */
    assert_int_equal(letters_with(w, OWN), 1);
    app_world_keys(w, "t<Enter>");
    assert_true(harness_has(&w->h, "2 other drafts have this text now."));
    assert_int_equal(letters_with(w, OWN), 3);
    assert_int_equal(letters_with(w, "What only this one is told."), 1);
    app_world_keys(w, "u"); /* one step */
    assert_int_equal(letters_with(w, OWN), 1);
    assert_int_equal(letters_with(w, "As it was drafted."), 2);
    app_world_keys(w, "<Ctrl-R>");
    assert_int_equal(letters_with(w, OWN), 3);
    app_world_keys(w, "t<Enter>");
    assert_true(harness_has(&w->h, "No draft is marked."));
    app_world_keys(w, "<Space><Enter>"); /* its own, given up */
    assert_int_equal(letters_with(w, OWN), 4);
    app_world_keys(w, "t");
    assert_true(harness_has(&w->h, "have this text already"));
    app_world_close(w);
}

static void the_reason_can_be_left(void **state)
{
    (void)state;
    struct app_world *w = app_world_letter("I am [YOUR NAME].", 80, 24);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "f");
    app_world_keys(w, "because<Esc>");
    app_world_keys(w, "m");
    assert_true(harness_has(&w->h, "1 finding is open"));
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looks_as_drawn),
        cmocka_unit_test(says_it_without_signs_and_colours),
        cmocka_unit_test(shows_any_script),
        cmocka_unit_test(screens_by_name_lead_back_to_the_letter),
        cmocka_unit_test(an_open_letter_is_not_opened_twice),
        cmocka_unit_test(typing_is_one_step_when_saved),
        cmocka_unit_test(the_salutation_is_typed_too),
        cmocka_unit_test(what_was_typed_is_there_after_a_lock),
        cmocka_unit_test(what_was_typed_can_be_thrown_away),
        cmocka_unit_test(the_place_is_there_after_a_lock),
        cmocka_unit_test(esc_leaves_the_text_and_then_the_letter),
        cmocka_unit_test(pastes_into_the_text),
        cmocka_unit_test(findings_are_underlined_and_gone_through),
        cmocka_unit_test(the_check_waits_for_a_pause),
        cmocka_unit_test(a_finding_blocks_until_it_is_fixed_or_waived),
        cmocka_unit_test(enter_offers_what_to_do),
        cmocka_unit_test(an_offer_may_be_outdated),
        cmocka_unit_test(previews_pages),
        cmocka_unit_test(hides_names_where_people_look),
        cmocka_unit_test(a_sent_letter_stays_as_it_was),
        cmocka_unit_test(a_sent_letter_is_not_logged_again),
        cmocka_unit_test(help_names_what_can_be_done_here),
        cmocka_unit_test(the_reason_can_be_left),
        cmocka_unit_test(a_copy_says_that_it_differs),
        cmocka_unit_test(more_than_is_listed_is_not_counted),
        cmocka_unit_test(a_reason_is_not_overtaken),
        cmocka_unit_test(replacing_is_checked),
        cmocka_unit_test(a_long_text_is_checked_when_asked),
        cmocka_unit_test(a_long_text_is_counted_in_pieces),
        cmocka_unit_test(a_long_check_can_be_stopped),
        cmocka_unit_test(the_day_it_was_sent_is_written_by_hand),
        cmocka_unit_test(a_ready_letter_is_written_out),
        cmocka_unit_test(an_export_that_cannot_be_is_explained),
        cmocka_unit_test(the_same_goes_to_another),
        cmocka_unit_test(the_letters_of_a_case),
        cmocka_unit_test(a_letter_opens_for_reading),
        cmocka_unit_test(several_are_made_ready_at_once),
        cmocka_unit_test(a_text_is_given_to_the_other_drafts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
