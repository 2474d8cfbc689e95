/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include <stdio.h>

#include "satchel/tui/chrome.h"
#include "satchel/tui/command.h"
#include "satchel/tui/list.h"
#include "satchel/tui/message.h"
#include "satchel/tui/pane.h"

static const struct list_column COLUMNS[] = {
    { .title = "UA", .width = 7 },
    { .title = "deadline", .width = 12, .drop = 2 },
    { .title = "no", .width = 4, .drop = 3, .right = true },
    { .title = "country", .width = 10, .drop = 1 },
    { .title = "title", .width = 12 },
};

struct rows {
    size_t fetched, marked;
    bool headings;
};

static void row(void *arg, size_t i, struct list_row *out)
{
    struct rows *r = arg;
    char text[64];
    r->fetched++;
    if (r->headings && i % 4 == 0) {
        out->heading = true;
        list_cell(out, 0, ROLE_DIM, "later");
        return;
    }
    out->glyph = i == 0 ? GLYPH_OVERDUE : i == 1 ? GLYPH_TODAY : i == 2 ? GLYPH_SOON : GLYPH_NONE;
    out->marked = i == r->marked;
    snprintf(text, sizeof text, "%zu/26", 31 + i);
    list_cell(out, 0, ROLE_TEXT, text);
    list_cell(out, 1, i == 0 ? ROLE_OVERDUE : ROLE_TEXT, i == 0 ? "3 days ago" : i == 3 ? NULL : "in 9 days");
    snprintf(text, sizeof text, "%zu", i * 7);
    list_cell(out, 2, ROLE_TEXT, text);
    list_cell(out, 3, ROLE_TEXT, i % 2 ? "Sylvania" : "Freedonia");
    list_cell(out, 4, ROLE_TEXT,
              i == 1   ? "\xD8\xA6\xD8\xA7\xD8\xA8\xD8\xAF\xDB\x87"
              : i == 2 ? "\xE6\x9D\x8E\xE5\x9B\x9B\xE7\x9A\x84\xE6\xA1\x88\xE5\xAD\x90"
                       : "Student held without charge");
}

static struct list make(struct rows *r, size_t count)
{
    struct list l;
    list_init(&l, COLUMNS, 5, (struct list_source){ .row = row, .arg = r });
    list_set_count(&l, count);
    return l;
}

static void draw(struct list *l, struct harness *h)
{
    struct draw d = draw_part(&h->draw, 1, 0, h->draw.rows - 3, -1);
    screen_clear(h->screen);
    list_draw(l, &d);
    screen_paint(h->screen);
}

static void shows_rows_in_columns(void **state)
{
    struct rows r = { .marked = 2 };
    struct harness *h = harness_start(80, 12, "xterm-256color");
    struct list l = make(&r, 6);
    (void)state;
    list_do(&l, NAV_DOWN);
    draw(&l, h);
    harness_golden(h, "list-80");
    harness_assert_cursor(h, 3, 0);
    assert_true(harness_attrs(h, "32/26") & STYLE_REVERSE);
    list_free(&l);
    harness_end(h);
}

static void narrow_screens_drop_columns(void **state)
{
    struct rows r = { .marked = 99 };
    struct harness *h = harness_start(40, 12, "xterm-256color");
    struct list l = make(&r, 6);
    (void)state;
    draw(&l, h);
    harness_golden(h, "list-40");
    list_free(&l);
    harness_end(h);
}

static void words_stand_for_glyphs(void **state)
{
    struct rows r = { .marked = 99 };
    struct screen_setup setup = { .words = true, .ascii = true };
    struct harness *h = harness_start_with(80, 12, "vt100", &setup, "mono");
    struct list l = make(&r, 6);
    (void)state;
    draw(&l, h);
    harness_golden(h, "list-words");
    list_free(&l);
    harness_end(h);
}

static void an_empty_list_says_what_to_do(void **state)
{
    struct rows r = { 0 };
    struct harness *h = harness_start(80, 12, "xterm-256color");
    struct list l = make(&r, 0);
    (void)state;
    l.empty = "No cases yet.\n\ni imports an appeal, a adds a case.";
    assert_int_equal(list_do(&l, NAV_DOWN), WIDGET_HANDLED);
    draw(&l, h);
    harness_golden(h, "list-empty");
    assert_int_equal(r.fetched, 0);
    list_free(&l);
    harness_end(h);
}

static void a_long_list_fetches_only_what_is_seen(void **state)
{
    struct rows r = { .marked = 0 };
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct list l = make(&r, 100000);
    (void)state;
    list_do(&l, NAV_LAST);
    draw(&l, h);
    assert_int_equal(l.selected, 99999);
    r.fetched = 0;
    list_do(&l, NAV_PAGE_UP);
    draw(&l, h);
    assert_true(r.fetched <= 24);
    assert_true(harness_has(h, "100011"));
    list_free(&l);
    harness_end(h);
}

static void moves_by_rows_pages_and_ends(void **state)
{
    struct rows r = { .marked = 99 };
    struct harness *h = harness_start(80, 12, "xterm-256color");
    struct list l = make(&r, 20);
    char place[32];
    (void)state;
    draw(&l, h);
    assert_int_equal(l.page, 8);
    list_do(&l, NAV_UP);
    assert_int_equal(l.selected, 0);
    list_do(&l, NAV_PAGE_DOWN);
    assert_int_equal(l.selected, 7);
    list_do(&l, NAV_LAST);
    assert_int_equal(l.selected, 19);
    assert_int_equal(list_do(&l, NAV_DOWN) & WIDGET_MOVED, 0);
    list_place(&l, place, sizeof place);
    assert_string_equal(place, "20/20");
    list_set_count(&l, 5); /* rows went away: the selection stays inside */
    assert_int_equal(l.selected, 4);
    list_do(&l, NAV_FIRST);
    assert_int_equal(l.selected, 0);
    assert_int_equal(list_do(&l, NAV_NEXT_TAB), WIDGET_IGNORED);
    list_free(&l);
    harness_end(h);
}

static void headings_are_passed_over(void **state)
{
    struct rows r = { .marked = 99, .headings = true };
    struct harness *h = harness_start(80, 12, "xterm-256color");
    struct list l = make(&r, 9);
    (void)state;
    assert_int_equal(l.selected, 1);
    list_do(&l, NAV_UP);
    assert_int_equal(l.selected, 1);
    list_select(&l, 3);
    list_do(&l, NAV_DOWN);
    assert_int_equal(l.selected, 5);
    list_do(&l, NAV_UP);
    assert_int_equal(l.selected, 3);
    draw(&l, h);
    harness_golden(h, "list-headings");
    list_free(&l);
    harness_end(h);
}

/* ---- what does not fit ---- */

static const char *const OFFICES[] = {
    "Minister of Justice, Ministry of Justice of the Republic of Freedonia",
    "Minister of Justice, Ministry of Justice of the Grand Duchy of Sylvania",
    "Director",
};

static const struct list_column OFFICE_COLUMNS[] = { { .title = "since", .width = 10, .fit = 20 },
                                                     { .width = 12, .middle = true } };

static void office_row(void *arg, size_t i, struct list_row *out)
{
    (void)arg;
    list_cell(out, 0, ROLE_TEXT, i == 1 ? "about May 2024" : "2024");
    list_cell(out, 1, ROLE_TEXT, OFFICES[i % 3]);
}

static struct list make_offices(size_t count)
{
    struct list l;
    list_init(&l, OFFICE_COLUMNS, 2, (struct list_source){ .row = office_row });
    list_set_count(&l, count);
    return l;
}

/* Names that begin alike are told apart by their ends, and the chosen one is shown whole. */
static void long_names_can_be_told_apart(void **state)
{
    struct harness *h = harness_start(60, 12, "xterm-256color");
    struct list l = make_offices(3);
    (void)state;
    draw(&l, h);
    assert_true(harness_has(h, "of Freedonia"));
    assert_true(harness_has(h, "of Sylvania"));
    l.unfold = true;
    draw(&l, h);
    harness_golden(h, "list-unfolded");
    harness_assert_cursor(h, 2, 0);
    assert_true(harness_attrs(h, "the Republic of Freedonia") & STYLE_REVERSE);
    list_free(&l);
    harness_end(h);
}

/* A column takes what is in sight, up to its most, as long as the others keep their width. */
static void columns_fit_what_is_in_sight(void **state)
{
    struct harness *h = harness_start(60, 12, "xterm-256color");
    struct list l = make_offices(1);
    int y, x;
    (void)state;
    draw(&l, h);
    harness_find(h, "Minister", &y, &x);
    assert_int_equal(x, 4 + 5 + 1); /* the title is wider than 2024 */
    list_set_count(&l, 3);
    draw(&l, h);
    harness_find(h, "Minister", &y, &x);
    assert_int_equal(x, 4 + 14 + 1);
    list_free(&l);
    harness_end(h);
}

/* The last row unfolded is still on screen, whole. */
static void an_unfolded_row_is_scrolled_into_sight(void **state)
{
    struct harness *h = harness_start(40, 8, "xterm-256color");
    struct list l = make_offices(9);
    (void)state;
    l.unfold = true;
    list_select(&l, 7);
    draw(&l, h);
    assert_true(harness_has(h, "of Sylvania"));
    harness_assert_cursor(h, 3, 0);
    list_do(&l, NAV_LAST);
    draw(&l, h);
    assert_true(harness_has(h, "> "));
    harness_golden(h, "list-unfolded-last");
    list_free(&l);
    harness_end(h);
}

/* ---- pane ---- */

static void a_pane_scrolls_and_shows_roles(void **state)
{
    struct harness *h = harness_start(40, 6, "xterm-256color");
    struct pane p = { 0 };
    (void)state;
    pane_add(&p, ROLE_TEXT, "Taken by plain-clothes police from her ");
    pane_add(&p, ROLE_HIT, "mother's flat");
    pane_addf(&p, ROLE_TEXT, " on %d February.\n", 3);
    for (int i = 0; i < 20; i++)
        pane_addf(&p, ROLE_TEXT, "line %d\n", i);
    pane_draw(&p, &h->draw);
    screen_paint(h->screen);
    assert_int_equal(harness_attrs(h, "mother's"), STYLE_BOLD | STYLE_UNDERLINE);
    assert_int_equal(harness_attrs(h, "February"), 0);
    harness_assert_cursor(h, 0, 0);
    pane_do(&p, NAV_PAGE_DOWN);
    pane_do(&p, NAV_DOWN);
    screen_clear(h->screen);
    pane_draw(&p, &h->draw);
    assert_true(harness_has(h, "line 4"));
    harness_assert_cursor(h, 5, 0);
    pane_do(&p, NAV_LAST);
    screen_clear(h->screen);
    pane_draw(&p, &h->draw);
    assert_true(harness_has(h, "line 19"));
    pane_show(&p, 0);
    screen_clear(h->screen);
    pane_draw(&p, &h->draw);
    assert_true(harness_has(h, "Taken by"));
    pane_free(&p);
    harness_end(h);
}

/* ---- messages ---- */

static void a_message_stands_until_the_next_key(void **state)
{
    struct harness *h = harness_start(40, 6, "xterm-256color");
    struct draw line = draw_part(&h->draw, 4, 0, 1, -1);
    struct messages *m = calloc(1, sizeof *m);
    (void)state;
    message_say(m, MESSAGE_INFO, 0, "Saved %d fields.", 3);
    message_draw(m, &line, NULL);
    assert_true(harness_has(h, "Saved 3 fields."));
    message_key(m);
    screen_clear(h->screen);
    message_draw(m, &line, "3/17");
    assert_true(harness_has(h, "3/17"));
    message_repeat(m);
    screen_clear(h->screen);
    message_draw(m, &line, "3/17");
    assert_true(harness_has(h, "Saved 3 fields."));
    for (int i = 0; i < 300; i++)
        message_say(m, MESSAGE_ERROR, i, "number %d", i);
    assert_string_equal(message_get(m, 0)->text, "number 299");
    assert_string_equal(message_get(m, MESSAGE_HISTORY - 1)->text, "number 100");
    assert_null(message_get(m, MESSAGE_HISTORY));
    message_say(m, MESSAGE_ERROR, 0,
                "The disk is full, so nothing was saved. Free some space, then press Ctrl-S again; the text "
                "stays here.");
    screen_clear(h->screen);
    message_draw(m, &line, NULL);
    harness_golden(h, "message-long");
    message_free(m);
    free(m);
    harness_end(h);
}

/* ---- title, tabs, layout ---- */

static const struct chrome_tab TABS[] = {
    { 1, "Overview", -1, 0, false },  { 2, "People", 6, 0, false },  { 3, "Chronology", 14, 2, false },
    { 4, "Statements", 3, 0, false }, { 5, "Letters", 3, 0, false }, { 6, "Actions", -1, 0, true },
    { 7, "Files", -1, 0, true },      { 8, "Notes", 0, 0, false },
};

static void draw_chrome(struct harness *h, size_t tab)
{
    struct layout l;
    struct draw list, detail;
    screen_clear(h->screen);
    layout_screen(h->screen, &l);
    if (!l.too_small) {
        chrome_title(&l.title, "Cases › 26/23 Writer missing since February › People", "lock 5m");
        chrome_tabs(&l.body, 0, TABS, 8, tab);
        struct draw body = draw_part(&l.body, 1, 0, -1, -1);
        layout_split(&l, &body, 0, &list, &detail);
        draw_text(&list, 0, 0, -1, ROLE_TEXT, "> the list");
        if (!l.one_pane)
            draw_text(&detail, 0, 0, -1, ROLE_TEXT, "the detail");
    }
    screen_paint(h->screen);
}

static void chrome_fits_every_size(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    (void)state;
    draw_chrome(h, 2);
    harness_golden(h, "chrome-80x24");
    harness_resize(h, 40, 12);
    draw_chrome(h, 5);
    harness_golden(h, "chrome-40x12");
    harness_resize(h, 132, 43);
    draw_chrome(h, 0);
    harness_golden(h, "chrome-132x43");
    harness_resize(h, 39, 12);
    draw_chrome(h, 0);
    harness_golden(h, "chrome-too-small");
    harness_end(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_rows_in_columns),
        cmocka_unit_test(narrow_screens_drop_columns),
        cmocka_unit_test(words_stand_for_glyphs),
        cmocka_unit_test(an_empty_list_says_what_to_do),
        cmocka_unit_test(a_long_list_fetches_only_what_is_seen),
        cmocka_unit_test(moves_by_rows_pages_and_ends),
        cmocka_unit_test(headings_are_passed_over),
        cmocka_unit_test(long_names_can_be_told_apart),
        cmocka_unit_test(columns_fit_what_is_in_sight),
        cmocka_unit_test(an_unfolded_row_is_scrolled_into_sight),
        cmocka_unit_test(a_pane_scrolls_and_shows_roles),
        cmocka_unit_test(a_message_stands_until_the_next_key),
        cmocka_unit_test(chrome_fits_every_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
