/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include <stdio.h>

#include "satchel/base/err.h"
#include "satchel/tui/command.h"
#include "satchel/tui/form.h"
#include "satchel/tui/overlay.h"
#include "satchel/tui/prompt.h"

/* ---- a form of every kind ---- */

static int check_date(void *arg, const struct form_field *f, const char *value, struct err *e)
{
    (void)arg;
    (void)f;
    if (strcmp(value, "2026-02-10") == 0 || strcmp(value, "2026-02-3X") == 0)
        return 0;
    return err_set(e, ERR_INPUT, "`%s` is no date. Write it like 2026-02-10.", value);
}

static void describe_date(void *arg, const struct form_field *f, const char *value, struct buf *out)
{
    (void)arg;
    (void)f;
    if (strcmp(value, "2026-02-3X") == 0)
        buf_adds(out, "some day from 30 February on");
}

static bool pick_office(void *arg, const struct form_field *f, const char *words, size_t index,
                        struct buf *value, struct buf *label)
{
    static const char *const OFFICES[][2] = { { "o1", "Ministry of the Interior" },
                                              { "o2", "City Police" },
                                              { "o3", "Prison No. 3" } };
    (void)arg;
    (void)f;
    for (size_t i = 0; i < 3; i++)
        if (strcasestr(OFFICES[i][1], words) && index-- == 0) {
            buf_adds(value, OFFICES[i][0]);
            buf_adds(label, OFFICES[i][1]);
            return true;
        }
    return false;
}

static const struct form_choice RISKS[] = {
    { "low", N_("low") }, { "medium", N_("medium") }, { "high", N_("high") }, { 0 }
};
static const struct form_field FIELDS[] = {
    { .name = "h1", .label = N_("The person"), .kind = FORM_HEADING },
    { .name = "name",
      .label = N_("Name"),
      .hint = N_("As the family writes it."),
      .kind = FORM_LINE,
      .flags = FORM_REQUIRED },
    { .name = "phone", .label = N_("Telephone"), .kind = FORM_LINE, .flags = FORM_MASKED },
    { .name = "taken",
      .label = N_("Taken"),
      .hint = N_("A date, also uncertain: 2026-02?"),
      .kind = FORM_DATE,
      .validate = check_date,
      .describe = describe_date },
    { .name = "risk", .label = N_("Risk"), .kind = FORM_CHOICE, .choices = RISKS },
    { .name = "charged", .label = N_("Charged"), .kind = FORM_BOOL },
    { .name = "h2", .label = N_("Where"), .kind = FORM_HEADING },
    { .name = "office", .label = N_("Held by"), .kind = FORM_REF, .pick = pick_office },
    { .name = "langs",
      .label = N_("Languages"),
      .hint = N_("One on each line."),
      .kind = FORM_LIST,
      .rows = 4 },
    { .name = "notes", .label = N_("Notes, as long as you like"), .kind = FORM_TEXT, .rows = 5 },
    { .name = "id", .label = N_("Number"), .kind = FORM_LINE, .flags = FORM_READ_ONLY },
};
#define N_FIELDS (sizeof FIELDS / sizeof *FIELDS)

static struct form *make(void)
{
    struct form *f = form_new(FIELDS, N_FIELDS, NULL, NULL, NULL);
    assert_non_null(f);
    assert_int_equal(form_set(f, "name", "Anna Testova", NULL, NULL), 0);
    assert_int_equal(form_set(f, "phone", "+99 155 018 2773", NULL, NULL), 0);
    assert_int_equal(form_set(f, "risk", "medium", NULL, NULL), 0);
    assert_int_equal(form_set(f, "office", "o2", "City Police", NULL), 0);
    assert_int_equal(form_set(f, "langs", "Sylvanian\nEnglish", NULL, NULL), 0);
    assert_int_equal(form_set(f, "id", "C-0147", NULL, NULL), 0);
    return f;
}

static void draw(struct form *f, struct harness *h)
{
    struct draw d = draw_part(&h->draw, 1, 0, h->draw.rows - 3, -1);
    screen_clear(h->screen);
    form_draw(f, &d);
    screen_paint(h->screen);
}

static unsigned type(struct form *f, struct harness *h, const char *keys)
{
    uint32_t key;
    unsigned result = 0;
    harness_keys(h, keys);
    while ((key = harness_key(h)))
        result = form_key(f, &harness_text_keys, key);
    draw(f, h);
    return result;
}

static void every_kind_is_shown_and_edited(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct form *f = make();
    (void)state;
    draw(f, h);
    harness_golden(h, "form-80x24");
    assert_string_equal(form_focused(f), "name");
    type(f, h, " (Anya)<Enter>");
    assert_string_equal(form_get(f, "name"), "Anna Testova (Anya)");
    assert_true(form_changed(f, "name"));
    type(f, h, "<Tab>2026-02-10<Tab><Right>");
    assert_string_equal(form_get(f, "risk"), "high");
    type(f, h, "<Left><Left><Left><Down><Space>");
    assert_string_equal(form_get(f, "risk"), "high");
    assert_string_equal(form_get(f, "charged"), "1");
    type(f, h, "<Tab><Tab><Ctrl-End><Enter>Freedonian<Tab>First line.<Enter>Second.");
    assert_string_equal(form_get(f, "langs"), "Sylvanian\nEnglish\nFreedonian");
    assert_string_equal(form_get(f, "notes"), "First line.\nSecond.");
    harness_golden(h, "form-changed");
    assert_int_equal(type(f, h, "<Ctrl-S>"), WIDGET_DONE);
    form_saved(f);
    assert_false(form_changed(f, NULL));
    form_free(f);
    harness_end(h);
}

static void a_narrow_form_scrolls(void **state)
{
    struct harness *h = harness_start(40, 12, "xterm-256color");
    struct form *f = make();
    (void)state;
    draw(f, h);
    harness_golden(h, "form-40x12");
    type(f, h, "<PgDn><PgDn><Up>");
    assert_string_equal(form_focused(f), "notes");
    harness_golden(h, "form-40x12-end");
    type(f, h, "<PgUp><Shift-Tab><Shift-Tab><Shift-Tab><Shift-Tab><Shift-Tab><Shift-Tab><Shift-Tab>");
    assert_string_equal(form_focused(f), "name");
    assert_true(harness_has(h, "The person"));
    form_free(f);
    harness_end(h);
}

/* What a small window scrolled away is back in a larger one; a page on leaves a text of many lines at its
 * end. */
static void a_larger_window_shows_all(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct form *f = make();
    struct draw small = draw_part(&h->draw, 0, 0, 8, -1);
    (void)state;
    form_focus(f, "notes");
    form_draw(f, &small);
    draw(f, h);
    assert_true(harness_has(h, "The person"));
    type(f, h, "one<Enter>two<PgUp>");
    assert_string_equal(form_focused(f), "notes");
    type(f, h, "<PgUp>");
    assert_string_equal(form_focused(f), "taken");
    form_focus(f, "langs");
    type(f, h, "<PgDn><PgDn>");
    assert_string_equal(form_focused(f), "id");
    form_free(f);
    harness_end(h);
}

static void masked_values_show_while_edited_only(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct form *f = make();
    (void)state;
    type(f, h, "<Tab>");
    assert_false(harness_has(h, "155"));
    type(f, h, "<Ctrl-T>");
    assert_true(harness_has(h, "+99 155 018 2773"));
    type(f, h, "<Ctrl-T>");
    assert_false(harness_has(h, "155"));
    type(f, h, "<Backspace>4");
    assert_true(harness_has(h, "+99 155 018 2774"));
    type(f, h, "<Tab>");
    assert_false(harness_has(h, "155"));
    form_free(f);
    harness_end(h);
}

static void what_is_wrong_is_said_at_the_field(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct form *f = make();
    struct err e = { 0 };
    (void)state;
    form_focus(f, "taken");
    draw(f, h);
    assert_true(harness_has(h, "A date, also uncertain"));
    type(f, h, "soon<Tab>");
    int y, x;
    harness_find(h, "Taken", &y, &x);
    char *row = harness_row(h, y);
    assert_int_equal(row[2], '!');
    free(row);
    type(f, h, "<Shift-Tab>");
    assert_true(harness_has(h, "`soon` is no date."));
    assert_int_equal(form_check(f, &e), -1);
    assert_string_equal(e.text, "`soon` is no date. Write it like 2026-02-10.");
    type(f, h, "<Ctrl-U>2026-02-3X");
    assert_true(harness_has(h, "some day from 30 February on"));
    assert_int_equal(form_check(f, &e), 0);
    assert_int_equal(form_put(f, "name", " ", NULL, &e), 0);
    assert_int_equal(form_check(f, &e), -1);
    assert_string_equal(form_focused(f), "name");
    assert_int_equal(form_set(f, "nothing", "x", NULL, &e), -1);
    form_free(f);
    harness_end(h);
}

static void references_and_choices_are_picked(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct form *f = make();
    (void)state;
    form_focus(f, "office");
    type(f, h, "<Enter>");
    harness_golden(h, "form-picker");
    type(f, h, "pris<Enter>");
    assert_string_equal(form_get(f, "office"), "o3");
    assert_string_equal(form_label(f, "office"), "Prison No. 3");
    assert_true(harness_has(h, "Prison No. 3"));
    type(f, h, "i<Down><Esc>"); /* typing opens it too; Esc changes nothing */
    assert_string_equal(form_get(f, "office"), "o3");
    type(f, h, "<Delete><Delete>");
    assert_string_equal(form_get(f, "office"), "");
    form_focus(f, "risk");
    type(f, h, "<Enter>LO<Enter>");
    assert_string_equal(form_get(f, "risk"), "low");
    type(f, h, "hi");
    assert_string_equal(form_get(f, "risk"), "low"); /* no list opens over what is typed by mistake */
    type(f, h, "<Enter>hi<Enter>");
    assert_string_equal(form_get(f, "risk"), "high");
    assert_false(form_takes_text(f));
    assert_int_equal(form_paste(f, "text"), WIDGET_IGNORED);
    form_focus(f, "office");
    form_paste(f, "City\n"); /* what is pasted is looked for */
    assert_true(form_picking(f));
    type(f, h, "<Enter>");
    assert_string_equal(form_get(f, "office"), "o2");
    form_free(f);
    harness_end(h);
}

/* What was typed to find something is kept like any other text until something is chosen. */
static void words_without_a_choice_stay(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct form *f = make(), *again = make();
    struct buf draft = { 0 };
    struct err e = { 0 };
    (void)state;
    form_focus(f, "office");
    type(f, h, "Mayor of the harb<Esc>");
    assert_string_equal(form_get(f, "office"), "o2");
    assert_string_equal(form_words(f, "office"), "Mayor of the harb");
    assert_true(form_changed(f, "office"));
    harness_golden(h, "form-words");
    assert_int_equal(form_check(f, &e), -1);
    assert_string_equal(e.text,
                        "`Held by`: nothing is chosen for \"Mayor of the harb\" yet. Press Enter to choose, "
                        "Delete to drop it.");
    assert_int_equal(form_draft(f, &draft, &e), 0);
    assert_int_equal(form_restore(again, draft.data, draft.len, &e), 0);
    assert_string_equal(form_words(again, "office"), "Mayor of the harb");
    assert_string_equal(form_get(again, "office"), "o2");
    type(again, h, "<Enter>our");
    assert_true(harness_has(h, "Mayor of the harbour"));
    uint64_t version = form_version(again);
    type(again, h, "x");
    assert_true(form_version(again) > version);
    buf_clear(&draft); /* in the middle of typing */
    assert_int_equal(form_draft(again, &draft, &e), 0);
    assert_non_null(strstr(draft.data, "\nMayor of the harbourx\n"));
    type(again, h, "<Ctrl-U>prison<Enter>");
    assert_string_equal(form_get(again, "office"), "o3");
    assert_string_equal(form_words(again, "office"), "");
    assert_int_equal(form_check(again, &e), 0);
    type(f, h, "<Delete>");
    assert_string_equal(form_words(f, "office"), "");
    assert_string_equal(form_get(f, "office"), "o2");
    assert_false(form_changed(f, NULL));
    buf_free(&draft);
    form_free(f);
    form_free(again);
    harness_end(h);
}

static void read_only_fields_stay(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct form *f = make();
    (void)state;
    form_focus(f, "id");
    type(f, h, "x<Backspace><Ctrl-U>");
    form_paste(f, "y");
    assert_string_equal(form_get(f, "id"), "C-0147");
    assert_int_equal(type(f, h, "<F1>"), WIDGET_IGNORED);
    assert_int_equal(type(f, h, "<F12>"), WIDGET_IGNORED);
    assert_int_equal(type(f, h, "<Esc>"), WIDGET_LEAVE);
    form_free(f);
    harness_end(h);
}

static void a_draft_brings_everything_back(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct form *f = make(), *again = make();
    struct buf draft = { 0 };
    struct err e = { 0 };
    int y, x, was_y, was_x;
    bool visible;
    (void)state;
    type(f, h, "<Tab><Tab>2026-02<Tab><Right>");
    form_focus(f, "office");
    type(f, h, "<Enter>prison<Enter>");
    form_focus(f, "notes");
    type(f, h, "Line with \xE6\x97\xA5\xE6\x9C\xAC<Enter>\xD8\xB3\xD9\x84<Up>");
    screen_cursor(h->screen, &was_y, &was_x, &visible);
    uint64_t version = form_version(f);
    assert_int_equal(form_draft(f, &draft, &e), 0);
    assert_int_equal(form_version(f), version);
    assert_null(strstr(draft.data, "Testova")); /* what was not changed is not in it */
    assert_int_equal(form_set(again, "name", "Anna Testova-Novak", NULL, NULL),
                     0); /* saved elsewhere since */
    assert_int_equal(form_restore(again, draft.data, draft.len, &e), 0);
    assert_string_equal(form_get(again, "notes"), "Line with \xE6\x97\xA5\xE6\x9C\xAC\n\xD8\xB3\xD9\x84");
    assert_string_equal(form_get(again, "taken"), "2026-02");
    assert_string_equal(form_get(again, "risk"), "high");
    assert_string_equal(form_get(again, "office"), "o3");
    assert_string_equal(form_label(again, "office"), "Prison No. 3");
    assert_string_equal(form_get(again, "name"), "Anna Testova-Novak");
    assert_string_equal(form_focused(again), "notes");
    draw(again, h);
    screen_cursor(h->screen, &y, &x, &visible);
    assert_int_equal(y, was_y);
    assert_int_equal(x, was_x);
    assert_int_equal(form_revert(again, &e), 0); /* what is saved, with its label */
    assert_false(form_changed(again, NULL));
    assert_string_equal(form_get(again, "name"), "Anna Testova-Novak");
    assert_string_equal(form_get(again, "office"), "o2");
    assert_string_equal(form_label(again, "office"), "City Police");
    form_free(again);
    again = make();
    for (size_t n = 0; n < draft.len; n++) /* cut anywhere: all or nothing */
        if (form_restore(again, draft.data, n, &e) < 0)
            assert_false(form_changed(again, NULL));
    form_free(f);
    form_free(again);
    buf_free(&draft);
    harness_end(h);
}

static void paste_goes_into_the_field(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct form *f = make();
    (void)state;
    form_focus(f, "notes");
    assert_int_equal(form_paste(f, "one\ntwo"), WIDGET_HANDLED | WIDGET_CHANGED);
    assert_string_equal(form_get(f, "notes"), "one\ntwo");
    form_focus(f, "name");
    form_paste(f, "\nx");
    assert_string_equal(form_get(f, "name"), "Anna Testova x");
    type(f, h, "<Ctrl-Z>");
    assert_string_equal(form_get(f, "name"), "Anna Testova");
    form_free(f);
    harness_end(h);
}

static void a_field_of_many_lines_is_searched(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct form *f = make();
    (void)state;
    form_focus(f, "notes");
    form_paste(f, "The baker knows.\nAsk the Baker.");
    uint64_t version = form_version(f);
    assert_int_equal(type(f, h, "<F7>baker<Down>"), WIDGET_HANDLED | WIDGET_MOVED);
    assert_true(form_finding(f));
    assert_true(harness_has(h, "2/2"));
    assert_int_equal(form_version(f), version); /* looking changes nothing */
    assert_string_equal(form_focused(f), "notes");
    type(f, h, "<Tab>tailor<Alt-a>");
    assert_string_equal(form_get(f, "notes"), "The tailor knows.\nAsk the tailor.");
    assert_true(form_version(f) > version);
    form_paste(f, " shop"); /* into the bar */
    assert_null(strstr(form_get(f, "notes"), "shop"));
    assert_int_equal(type(f, h, "<Esc>"), WIDGET_HANDLED | WIDGET_MOVED); /* the form stays */
    assert_false(form_finding(f));
    form_focus(f, "name");
    assert_int_equal(type(f, h, "<F7>"), WIDGET_IGNORED); /* one line is seen whole */
    form_free(f);
    harness_end(h);
}

/* ---- question, reveal, prompt ---- */

static void a_question_defaults_to_no(void **state)
{
    static const char *const CHOICES[] = { "Delete for good", "Keep" };
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct dialog q;
    (void)state;
    assert_int_equal(dialog_open(&q, "Purge",
                                 "The case 26/23 with 14 events and 3 letters is removed for good. This "
                                 "cannot be undone.",
                                 CHOICES, 2, 1),
                     0);
    dialog_draw(&q, &h->draw);
    harness_golden(h, "dialog");
    assert_int_equal(dialog_key(&q, &harness_text_keys, KEYC_ENTER), WIDGET_DONE);
    assert_int_equal(q.selected, 1);
    dialog_key(&q, &harness_text_keys, KEYC_LEFT);
    assert_int_equal(q.selected, 0);
    assert_int_equal(dialog_key(&q, &harness_text_keys, KEYC_ESC), WIDGET_DONE);
    assert_int_equal(q.selected, 1);
    dialog_key(&q, &harness_text_keys, 'd');
    assert_int_equal(q.selected, 0);
    dialog_key(&q, &harness_text_keys, KEYC_CTRL | 'c');
    assert_int_equal(q.selected, 1);
    dialog_close(&q);
    harness_end(h);
}

static void a_number_is_revealed_in_a_frame(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct reveal r;
    (void)state;
    assert_int_equal(
        reveal_open(&r, "her mother", "+99 155 018 2773", "only when she calls\nhides by itself   Esc hides"),
        0);
    reveal_draw(&r, &h->draw);
    harness_golden(h, "reveal");
    assert_int_equal(reveal_key('x'), WIDGET_HANDLED);
    assert_int_equal(reveal_key(KEYC_ENTER), WIDGET_LEAVE);
    reveal_close(&r);
    harness_end(h);
}

static unsigned type_prompt(struct prompt *p, struct harness *h, const char *keys)
{
    uint32_t key;
    unsigned result = 0;
    harness_keys(h, keys);
    while ((key = harness_key(h)))
        result = prompt_key(p, &harness_text_keys, key);
    screen_clear(h->screen);
    prompt_draw(p, &h->draw, 2, 10, 30, true);
    return result;
}

static void a_prompt_tells_nothing_of_the_count(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    char secret[32];
    struct prompt p;
    (void)state;
    prompt_init(&p, secret, sizeof secret);
    type_prompt(&p, h, "");
    char *none = harness_text(h);
    type_prompt(&p, h, "ab");
    char *two = harness_text(h);
    type_prompt(&p, h, "cdef");
    char *six = harness_text(h);
    assert_string_equal(none, two);
    assert_string_equal(two, six);
    harness_assert_cursor(h, 2, 11);
    type_prompt(&p, h, "g");
    char *seven = harness_text(h);
    assert_string_not_equal(six, seven); /* but that something arrived is seen */
    assert_string_equal(p.text, "abcdefg");
    type_prompt(&p, h, "<Ctrl-T>");
    assert_true(harness_has(h, "abcdefg"));
    type_prompt(&p, h, "<Backspace>\xC3\xA9<Ctrl-T>");
    assert_false(harness_has(h, "abcdef"));
    assert_string_equal(p.text, "abcdef\xC3\xA9");
    type_prompt(&p, h, "0123456789012345678901234567890123456789");
    assert_true(p.full);
    assert_int_equal(strlen(p.text), p.len);
    type_prompt(&p, h, "<Ctrl-U>");
    assert_int_equal(p.len, 0);
    for (size_t i = 0; i < sizeof secret; i++)
        assert_int_equal(secret[i], 0);
    prompt_paste(&p, "line\nmore");
    assert_string_equal(p.text, "line");
    assert_int_equal(type_prompt(&p, h, "<Enter>"), WIDGET_DONE);
    assert_int_equal(type_prompt(&p, h, "<Esc>"), WIDGET_LEAVE);
    prompt_clear(&p);
    free(none);
    free(two);
    free(six);
    free(seven);
    harness_end(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_shown_and_edited),
        cmocka_unit_test(a_narrow_form_scrolls),
        cmocka_unit_test(a_larger_window_shows_all),
        cmocka_unit_test(masked_values_show_while_edited_only),
        cmocka_unit_test(what_is_wrong_is_said_at_the_field),
        cmocka_unit_test(references_and_choices_are_picked),
        cmocka_unit_test(words_without_a_choice_stay),
        cmocka_unit_test(read_only_fields_stay),
        cmocka_unit_test(a_draft_brings_everything_back),
        cmocka_unit_test(paste_goes_into_the_field),
        cmocka_unit_test(a_field_of_many_lines_is_searched),
        cmocka_unit_test(a_question_defaults_to_no),
        cmocka_unit_test(a_number_is_revealed_in_a_frame),
        cmocka_unit_test(a_prompt_tells_nothing_of_the_count),
    };
    return cmocka_run_group_tests(tests, harness_text_keys_start, harness_text_keys_end);
}
