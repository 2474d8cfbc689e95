/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include <stdio.h>

#include "satchel/base/text.h"
#include "satchel/tui/command.h"
#include "satchel/tui/editor.h"

static void type(struct editor *e, struct harness *h, const char *keys)
{
    uint32_t key;
    harness_keys(h, keys);
    while ((key = harness_key(h)))
        editor_key(e, &harness_text_keys, key);
}

static void draw(struct editor *e, struct harness *h)
{
    screen_clear(h->screen);
    editor_draw(e, &h->draw, ROLE_TEXT, true);
    screen_paint(h->screen);
}

/* ---- by hand ---- */

static void types_moves_and_erases_by_grapheme(void **state)
{
    struct harness *h = harness_start(20, 6, "xterm-256color");
    struct editor e;
    (void)state;
    editor_init(&e, false, NULL);
    type(&e, h, "e\xCC\x81"); /* e and a combining acute become one code point */
    assert_string_equal(editor_text(&e), "\xC3\xA9");
    type(&e, h, "q\xCC\x81"); /* there is none for q: two, but one grapheme */
    assert_string_equal(editor_text(&e), "\xC3\xA9q\xCC\x81");
    type(&e, h, "<Left>");
    assert_int_equal(e.cursor, 2);
    type(&e, h, "<Right><Backspace>");
    assert_string_equal(editor_text(&e), "\xC3\xA9");
    type(&e, h, "\xE6\x97\xA5\xE6\x9C\xAC<Left>x");
    assert_string_equal(editor_text(&e), "\xC3\xA9\xE6\x97\xA5x\xE6\x9C\xAC");
    draw(&e, h);
    harness_assert_cursor(h, 0, 4);
    type(&e, h, "<Delete><Enter>\xD8\xB3\xD9\x84");
    draw(&e, h);
    harness_assert_cursor(h, 1, 2);
    editor_free(&e);
    harness_end(h);
}

static void wraps_softly_and_keeps_the_column(void **state)
{
    struct harness *h = harness_start(21, 8, "xterm-256color");
    struct editor e;
    size_t line, column;
    (void)state;
    editor_init(&e, false, NULL);
    assert_int_equal(
        editor_set(&e, "one two three four five six seven\nshort\nand a longer line again", NULL), 0);
    draw(&e, h);
    harness_golden(h, "editor-wrap");
    type(&e, h, "<End>"); /* before the blank the next line begins after */
    draw(&e, h);
    harness_assert_cursor(h, 0, 18);
    type(&e, h, "<Down><Down><Down>");
    draw(&e, h);
    harness_assert_cursor(h, 3, 17);
    type(&e, h, "<Ctrl-Home><Ctrl-End>");
    editor_place(&e, &line, &column);
    assert_int_equal(line, 3);
    assert_int_equal(column, 24);
    type(&e, h, "<Up><Up><Home>");
    draw(&e, h);
    harness_assert_cursor(h, 2, 0);
    editor_free(&e);
    harness_end(h);
}

static void undoes_by_words_and_redoes(void **state)
{
    struct harness *h = harness_start(40, 6, "xterm-256color");
    struct editor e;
    (void)state;
    editor_init(&e, false, NULL);
    type(&e, h, "one two<Enter>three");
    type(&e, h, "<Ctrl-Z>");
    assert_string_equal(editor_text(&e), "one two\n");
    type(&e, h, "<Ctrl-Z><Ctrl-Z>");
    assert_string_equal(editor_text(&e), "one ");
    type(&e, h, "<Ctrl-Y>");
    assert_string_equal(editor_text(&e), "one two");
    type(&e, h, "<Ctrl-Z><Ctrl-Z>");
    assert_string_equal(editor_text(&e), "");
    assert_false(editor_can_undo(&e));
    type(&e, h, "<Ctrl-R><Ctrl-R><Ctrl-R><Ctrl-R><Ctrl-R>");
    assert_string_equal(editor_text(&e), "one two\nthree");
    assert_false(editor_can_redo(&e));
    type(&e, h, "<Backspace><Backspace><Backspace><Ctrl-Z>"); /* erasing on is one step */
    assert_string_equal(editor_text(&e), "one two\nthree");
    assert_int_equal(e.cursor, e.text.len);
    type(&e, h, "<Ctrl-W>x<Ctrl-Y>"); /* a new change ends what could be redone */
    assert_string_equal(editor_text(&e), "one two\nx");
    editor_free(&e);
    harness_end(h);
}

static void selects_cuts_copies_pastes(void **state)
{
    struct harness *h = harness_start(40, 6, "xterm-256color");
    struct buf clip = { 0 };
    struct editor e, other;
    (void)state;
    editor_init(&e, false, &clip);
    editor_init(&other, true, &clip);
    type(&e, h, "alpha beta<Shift-Left><Shift-Left><Shift-Left><Shift-Left>");
    draw(&e, h);
    assert_int_equal(harness_attrs(h, "beta"), STYLE_REVERSE);
    assert_int_equal(harness_attrs(h, "alpha"), 0);
    type(&e, h, "<Ctrl-X>");
    assert_string_equal(editor_text(&e), "alpha ");
    type(&other, h, "<Ctrl-V>!");
    assert_string_equal(editor_text(&other), "beta!");
    type(&e, h, "<Home><Ctrl-Space><Right><Right><Ctrl-C><End><Ctrl-V>");
    assert_string_equal(editor_text(&e), "alpha al");
    type(&e, h, "<Ctrl-A>new");
    assert_string_equal(editor_text(&e), "new");
    type(&e, h, "<Ctrl-Z><Ctrl-Z>");
    assert_string_equal(editor_text(&e), "alpha al");
    assert_int_equal(editor_do(&e, EDIT_COPY), WIDGET_IGNORED); /* nothing selected: Ctrl-C is for others */
    editor_free(&e);
    editor_free(&other);
    buf_free(&clip);
    harness_end(h);
}

static void one_line_takes_no_line_ends(void **state)
{
    struct harness *h = harness_start(12, 3, "xterm-256color");
    struct editor e;
    (void)state;
    editor_init(&e, true, NULL);
    editor_insert(&e, "a\nb\n", 4);
    assert_string_equal(editor_text(&e), "a b");
    assert_int_equal(editor_key(&e, &harness_text_keys, KEYC_ENTER), WIDGET_IGNORED);
    assert_int_equal(editor_key(&e, &harness_text_keys, KEYC_UP), WIDGET_IGNORED);
    type(&e, h, " and a text that is too long");
    draw(&e, h);
    char *row = harness_row(h, 0);
    assert_string_equal(row, "\xE2\x80\xA6s too long");
    free(row);
    type(&e, h, "<Home>");
    draw(&e, h);
    harness_assert_cursor(h, 0, 0);
    e.limit = 40;
    assert_int_equal(editor_insert(&e, "0123456789", 10), WIDGET_HANDLED); /* refused whole */
    editor_free(&e);
    harness_end(h);
}

static void masked_text_tells_nothing(void **state)
{
    struct harness *h = harness_start(30, 3, "xterm-256color");
    struct editor e;
    (void)state;
    editor_init(&e, true, NULL);
    type(&e, h, "+99 1");
    e.masked = true;
    draw(&e, h);
    char *one = harness_row(h, 0);
    type(&e, h, "55 018 2773");
    draw(&e, h);
    char *two = harness_row(h, 0);
    assert_string_equal(one, two);
    assert_null(strchr(two, '9'));
    free(one);
    free(two);
    editor_free(&e);
    harness_end(h);
}

/* ---- against a plain model: random edits, wrapped lines as if wrapped anew, all undone and redone ---- */

static uint32_t seed = 20261122;

static size_t pick(size_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return n ? (seed >> 8) % n : 0;
}

/* The lines that are known are those of a text wrapped anew; whole: all of them are known. */
static void assert_wrapped(struct editor *e, bool whole)
{
    size_t line = 0, n = e->text.len;
    const char *s = editor_text(e);
    if (!e->wrapped)
        return;
    for (size_t at = 0;; line++) {
        if (line == e->lines.n) {
            assert_false(e->all_lines || whole);
            return;
        }
        assert_int_equal(e->lines.at[line], at);
        size_t len = at < n ? text_wrap(s + at, n - at, e->wrapped) : 0;
        if (at + len >= n && !(len && s[at + len - 1] == '\n'))
            break;
        at += len;
    }
    assert_int_equal(e->lines.n, line + 1);
}

static void edits_match_a_model(void **state)
{
    static const char *const PIECES[] = { "word ",
                                          "x",
                                          "\n",
                                          "a b c d e f g",
                                          "\xE6\x97\xA5\xE6\x9C\xAC",
                                          "  ",
                                          "\xCC\x81",
                                          "supercalifragilistic",
                                          "\xD8\xB3",
                                          "" };
    struct editor e;
    struct buf model = { 0 };
    (void)state;
    editor_init(&e, false, NULL);
    editor_height(&e, 20, SIZE_MAX);
    for (int round = 0; round < 3000; round++) {
        if (round % 50 == 0) /* now and then all lines are asked for */
            editor_height(&e, 5 + (int)pick(20), SIZE_MAX);
        editor_move(&e, pick(e.text.len + 1));
        size_t from = e.cursor;
        editor_move(&e, from + pick(from % 7 == 0 ? 30 : 3));
        size_t to = e.cursor;
        const char *text = PIECES[pick(sizeof PIECES / sizeof *PIECES)];
        editor_replace(&e, from, to, text, strlen(text));
        struct buf next = { 0 };
        buf_add(&next, buf_text(&model), from);
        buf_adds(&next, text);
        buf_adds(&next, buf_text(&model) + to);
        buf_free(&model);
        model = next;
        assert_string_equal(editor_text(&e), buf_text(&model));
        assert_wrapped(&e, false);
    }
    while (editor_can_undo(&e)) {
        editor_do(&e, EDIT_UNDO);
        assert_wrapped(&e, false);
    }
    assert_string_equal(editor_text(&e), "");
    while (editor_can_redo(&e))
        editor_do(&e, EDIT_REDO);
    assert_string_equal(editor_text(&e), buf_text(&model));
    editor_height(&e, e.wrapped + 1, SIZE_MAX);
    assert_wrapped(&e, true);
    buf_free(&model);
    editor_free(&e);
}

static void a_megabyte_is_edited_and_restored(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct editor e;
    struct buf big = { 0 };
    (void)state;
    for (int i = 0; big.len < 1 << 20; i++)
        buf_addf(&big,
                 "line %d of a long text that has to be wrapped somewhere beyond the eightieth column%s", i,
                 i % 3 ? " " : "\n");
    editor_init(&e, false, NULL);
    assert_int_equal(editor_set(&e, big.data, NULL), 0);
    draw(&e, h);
    editor_move(&e, big.len / 2);
    type(&e, h, "x<Backspace><Enter><Backspace><PgDn><Ctrl-End>end");
    draw(&e, h);
    assert_wrapped(&e, true);
    while (editor_can_undo(&e))
        editor_do(&e, EDIT_UNDO);
    assert_string_equal(editor_text(&e), big.data);
    buf_free(&big);
    editor_free(&e);
    harness_end(h);
}

/* No blank to break at: every line after an edit starts elsewhere, and only those on the screen are wrapped.
 */
static void a_paragraph_without_blanks_costs_a_screen(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct editor e;
    struct buf big = { 0 };
    (void)state;
    while (big.len < 1 << 20)
        buf_adds(&big, "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E");
    editor_init(&e, false, NULL);
    assert_int_equal(editor_set(&e, big.data, NULL), 0);
    draw(&e, h);
    assert_true(e.lines.n < 100);
    type(&e, h, "<Ctrl-End>");
    draw(&e, h);
    assert_true(e.all_lines);
    assert_wrapped(&e, true);
    harness_assert_cursor(h, 23, (int)(e.text.len / 3 % 39) * 2);
    type(&e, h, "<Ctrl-Home>xx");
    draw(&e, h);
    assert_true(e.lines.n < 200);
    assert_wrapped(&e, false);
    harness_assert_cursor(h, 0, 2);
    type(&e, h, "<PgDn><PgDn><Down>y<Up>");
    draw(&e, h);
    assert_wrapped(&e, false);
    type(&e, h, "<Ctrl-End>");
    assert_wrapped(&e, true);
    buf_free(&big);
    editor_free(&e);
    harness_end(h);
}

/* ---- looking for something ---- */

static struct editor *text_of(const char *text)
{
    static struct editor e;
    editor_init(&e, false, NULL);
    assert_int_equal(editor_set(&e, text, NULL), 0);
    return &e;
}

static const char CALLS[] = "Release \xC3\x89lan Prubnik.\n"
                            "Elan is ill; \xC3\xA9lan, not elapsed.\n"
                            "\xD0\x95lan? No. ELAN!";

static void finds_whatever_case_and_accents(void **state)
{
    struct harness *h = harness_start(60, 6, "xterm-256color");
    struct editor *e = text_of(CALLS);
    size_t from, to;
    (void)state;
    type(e, h, "<F7>ela");
    assert_true(editor_finding(e));
    draw(e, h);
    harness_golden(h, "editor-find");
    type(e, h, "n");
    assert_true(editor_selection(e, &from, &to));
    assert_int_equal(from, 8);
    assert_int_equal(to, 13); /* with its accent */
    type(e, h, "<Enter><Enter>");
    assert_true(editor_selection(e, &from, &to));
    assert_int_equal(from, 36);
    type(e, h, "<Down><Down>"); /* the last one, then the first again */
    assert_true(editor_selection(e, &from, &to));
    assert_int_equal(from, 8);
    type(e, h, "<Up>");
    assert_true(editor_selection(e, &from, &to));
    assert_string_equal(editor_text(e) + from, "ELAN!");
    type(e, h, "q");
    draw(e, h);
    assert_true(harness_has(h, "not found"));
    type(e, h, "<Backspace><Esc>");
    type(e, h, "x"); /* the hit is no longer selected: it is not typed over */
    assert_false(editor_finding(e));
    assert_non_null(strstr(editor_text(e), "ELAN!"));
    type(e, h, "<F7>"); /* what was looked for is still there, and typing takes its place */
    draw(e, h);
    assert_true(harness_has(h, "elan"));
    type(e, h, "is ill");
    draw(e, h);
    assert_true(harness_has(h, "1/1"));
    editor_free(e);
    harness_end(h);
}

static void replaces_one_or_all(void **state)
{
    struct harness *h = harness_start(60, 6, "xterm-256color");
    struct editor *e = text_of(CALLS);
    (void)state;
    type(e, h, "<F7>elan<Tab>Ilan<Enter>");
    assert_non_null(strstr(editor_text(e), "Release Ilan Prubnik"));
    assert_non_null(strstr(editor_text(e), "Elan is ill"));
    draw(e, h);
    harness_golden(h, "editor-replace");
    type(e, h, "<Alt-a>");
    assert_string_equal(editor_text(e), "Release Ilan Prubnik.\n"
                                        "Ilan is ill; Ilan, not elapsed.\n"
                                        "\xD0\x95lan? No. Ilan!");
    draw(e, h);
    assert_true(harness_has(h, "3 replaced"));
    type(e, h, "<Ctrl-Z>"); /* one step */
    assert_non_null(strstr(editor_text(e), "Elan is ill"));
    type(e, h, "<Ctrl-Z>");
    assert_string_equal(editor_text(e), CALLS);
    e->read_only = true;
    type(e, h, "<Alt-a><Tab><Enter><Alt-a>");
    assert_string_equal(editor_text(e), CALLS);
    type(e, h, "<Esc>");
    assert_false(editor_finding(e));
    editor_free(e);
    harness_end(h);
}

/* A replacement that holds what is looked for is not found again. */
static void replacing_goes_on_behind(void **state)
{
    struct harness *h = harness_start(60, 6, "xterm-256color");
    struct editor *e = text_of("aaa");
    (void)state;
    type(e, h, "<F7>a<Tab>aa<Enter><Enter>");
    assert_string_equal(editor_text(e), "aaaaa");
    assert_int_equal(e->cursor, 5);
    type(e, h, "<Alt-a>");
    assert_string_equal(editor_text(e), "aaaaaaaaaa");
    editor_free(e);
    harness_end(h);
}

static void pastes_into_the_bar_while_it_is_open(void **state)
{
    struct harness *h = harness_start(60, 6, "xterm-256color");
    struct editor *e = text_of(CALLS);
    (void)state;
    type(e, h, "<F7>");
    editor_insert(e, "is\n", 3);
    draw(e, h);
    assert_true(harness_has(h, "1/1"));
    assert_string_equal(editor_text(e), CALLS);
    editor_free(e);
    harness_end(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_moves_and_erases_by_grapheme),
        cmocka_unit_test(wraps_softly_and_keeps_the_column),
        cmocka_unit_test(undoes_by_words_and_redoes),
        cmocka_unit_test(selects_cuts_copies_pastes),
        cmocka_unit_test(one_line_takes_no_line_ends),
        cmocka_unit_test(masked_text_tells_nothing),
        cmocka_unit_test(edits_match_a_model),
        cmocka_unit_test(a_megabyte_is_edited_and_restored),
        cmocka_unit_test(a_paragraph_without_blanks_costs_a_screen),
        cmocka_unit_test(finds_whatever_case_and_accents),
        cmocka_unit_test(replaces_one_or_all),
        cmocka_unit_test(replacing_goes_on_behind),
        cmocka_unit_test(pastes_into_the_bar_while_it_is_open),
    };
    return cmocka_run_group_tests(tests, harness_text_keys_start, harness_text_keys_end);
}
