/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include <stdio.h>

#include "satchel/base/err.h"
#include "satchel/tui/chrome.h"
#include "satchel/tui/command.h"
#include "satchel/tui/overlay.h"

enum {
    CASE_WRITE = 1,
    CASE_READY,
    CASE_EXPORT,
    GENERAL_OPEN,
    GENERAL_UNDO,
    GENERAL_LOCK,
    GENERAL_HELP,
    GENERAL_SAVE
};

static const char *not_ready(void *arg)
{
    return arg ? "2 findings are still open" : NULL;
}

static const struct command CASE_ROWS[] = {
    { CASE_WRITE, "letter-new", "w", N_("write"), N_("write a letter to a target of this case"),
      COMMAND_IN_VIEW, 10, NULL },
    { CASE_READY, "letter-ready", "m", N_("ready"), N_("mark as ready"), COMMAND_IN_VIEW, 20, not_ready },
    { CASE_EXPORT, "letter-export", "", N_("export"), N_("write this letter to a file"), COMMAND_IN_VIEW, 0,
      NULL },
};
static const struct command_table case_commands = COMMAND_TABLE("case", N_("Case"), CASE_ROWS);

static const struct command GENERAL_ROWS[] = {
    { GENERAL_OPEN, "open", "Enter l", N_("open"), N_("open what is selected"), COMMAND_IN_VIEW, 1, NULL },
    { GENERAL_UNDO, "undo", "u Ctrl-Z", N_("undo"), N_("undo the last change"), COMMAND_IN_VIEW, 30, NULL },
    { GENERAL_LOCK, "lock", "L F12", N_("lock"), N_("lock the vault, keep drafts"), COMMAND_ALWAYS, 40,
      NULL },
    { GENERAL_HELP, "help", "? F1", N_("help"), N_("keys of this screen"), COMMAND_ALWAYS, 101, NULL },
    { GENERAL_SAVE, "save", "Ctrl-S", N_("save"), N_("save"), COMMAND_IN_TEXT, 1, NULL },
};
static const struct command_table general_commands = COMMAND_TABLE("general", N_("Everywhere"), GENERAL_ROWS);

static const struct command_table *const TABLES[] = { &case_commands, &general_commands, &nav_commands,
                                                      &edit_commands };
static struct command_scope SCOPE = { .tables = TABLES, .n = 3 };

static struct keymap make(void)
{
    struct keymap m;
    struct err e = { 0 };
    if (keymap_init(&m, TABLES, 4, &e) < 0)
        fail_msg("%s", e.text);
    return m;
}

static int id_for(const struct keymap *m, bool in_text, uint32_t key)
{
    struct command_scope scope = SCOPE;
    scope.in_text = in_text;
    const struct command *c = command_for_key(m, &scope, key);
    return c ? c->id : 0;
}

static void keys_lead_to_commands(void **state)
{
    struct keymap m = make();
    (void)state;
    assert_int_equal(id_for(&m, false, 'w'), CASE_WRITE);
    assert_int_equal(id_for(&m, false, KEYC_ENTER), GENERAL_OPEN);
    assert_int_equal(id_for(&m, false, 'j'), NAV_DOWN);
    assert_int_equal(id_for(&m, false, 'Z'), 0);
    assert_int_equal(id_for(&m, false, KEYC_CTRL | 's'), 0);
    assert_int_equal(id_for(&m, true, KEYC_CTRL | 's'), GENERAL_SAVE);
    assert_int_equal(id_for(&m, true, KEYC_F12), GENERAL_LOCK);
    assert_int_equal(id_for(&m, true, 'L'), 0); /* typed text is text */
    keymap_free(&m);
}

static void foreign_layouts_are_folded_but_not_in_text(void **state)
{
    struct keymap m = make();
    (void)state;
    assert_int_equal(id_for(&m, false, 0x0446), CASE_WRITE);   /* ц on the place of w */
    assert_int_equal(id_for(&m, false, 0x061F), GENERAL_HELP); /* Arabic question mark */
    assert_int_equal(id_for(&m, false, 0x0414), GENERAL_LOCK); /* Д: L */
    assert_int_equal(id_for(&m, false, 0xFF55), GENERAL_UNDO); /* full-width u */
    assert_int_equal(id_for(&m, true, 0x0446), 0);
    keymap_free(&m);
}

static void keys_can_be_rebound(void **state)
{
    struct keymap m = make();
    struct err e = { 0 };
    struct buf keys = { 0 };
    struct strs problems = { 0 };
    (void)state;
    assert_int_equal(keymap_bind(&m, "letter-new", "F5 W", &e), 0);
    assert_int_equal(id_for(&m, false, 'w'), 0);
    assert_int_equal(id_for(&m, false, 'W'), CASE_WRITE);
    keymap_keys(&m, command_by_name(&m, "letter-new"), 0, &keys);
    assert_string_equal(keys.data, "F5, W");
    buf_free(&keys);
    assert_int_equal(keymap_bind(&m, "letter-new", "Blah", &e), -1);
    assert_string_equal(e.text,
                        "There is no key `Blah`, so `letter-new` keeps its keys. Write it like q, Ctrl-S, "
                        "Shift-Tab, F5 or Space.");
    assert_int_equal(id_for(&m, false, 'W'), CASE_WRITE);
    assert_int_equal(keymap_bind(&m, "nothing", "x", &e), -1);
    assert_int_equal(keymap_bind(&m, "copy", "c", &e), -1); /* typing needs it */
    assert_int_equal(keymap_bind(&m, "undo", "none", &e), 0);
    assert_int_equal(id_for(&m, false, 'u'), 0);
    keymap_conflicts(&m, &problems);
    assert_int_equal(problems.n, 0);
    assert_int_equal(keymap_bind(&m, "letter-ready", "W", &e), 0);
    keymap_conflicts(&m, &problems);
    assert_int_equal(problems.n, 1);
    strs_free(&problems);
    keymap_free(&m);
}

static void count_row(void *arg, const char *keys, const char *name, const char *text)
{
    size_t *n = arg;
    assert_true(*name && *text);
    n[keys ? 1 : 0]++;
}

static void the_card_lists_everything(void **state)
{
    struct keymap m = make();
    size_t n[2] = { 0 };
    (void)state;
    command_card(&m, count_row, n);
    assert_int_equal(n[0], 4);
    assert_int_equal(n[1], m.n);
    keymap_free(&m);
}

/* ---- shown ---- */

static void hints_are_cut_to_fit(void **state)
{
    struct keymap m = make();
    struct harness *h = harness_start(80, 3, "xterm-256color");
    (void)state;
    struct draw line = draw_part(&h->draw, 2, 0, 1, -1);
    chrome_hints(&line, &m, &SCOPE);
    char *row = harness_row(h, 2);
    assert_string_equal(row, " Enter open  w write  m ready  u undo  L lock  ? help");
    free(row);
    SCOPE.arg = "";
    harness_resize(h, 40, 12);
    screen_clear(h->screen);
    line = draw_part(&h->draw, 11, 0, 1, -1);
    chrome_hints(&line, &m, &SCOPE);
    row = harness_row(h, 11);
    assert_string_equal(row, " Enter open  w write  u undo  L lock  ?"); /* `ready` cannot be used */
    free(row);
    SCOPE.arg = NULL;
    struct command_scope text = SCOPE;
    text.in_text = true;
    text.n = 4;
    screen_clear(h->screen);
    chrome_hints(&line, &m, &text);
    row = harness_row(h, 11);
    assert_string_equal(row, " Ctrl-S save  Esc back  F1 help"); /* keys that are no text */
    free(row);
    keymap_free(&m);
    harness_end(h);
}

static unsigned type(struct chooser *c, struct harness *h, const char *keys)
{
    uint32_t key;
    unsigned result = 0;
    harness_keys(h, keys);
    while ((key = harness_key(h)))
        result = chooser_key(c, key);
    screen_clear(h->screen);
    chooser_draw(c, &h->draw);
    screen_paint(h->screen);
    return result;
}

static void the_palette_narrows_and_says_why_not(void **state)
{
    struct keymap m = make();
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct chooser c;
    (void)state;
    SCOPE.arg = "";
    assert_int_equal(chooser_open(&c, false, &m, &SCOPE), 0);
    type(&c, h, "let");
    harness_golden(h, "palette");
    type(&c, h, " READY");
    assert_int_equal(type(&c, h, "<Enter>"), WIDGET_HANDLED);
    assert_true(harness_has(h, "2 findings are still open"));
    type(&c, h, "<Ctrl-U>lock");
    assert_int_equal(type(&c, h, "<Enter>"), WIDGET_DONE);
    assert_int_equal(c.chosen->id, GENERAL_LOCK);
    type(&c, h, "xyz");
    assert_true(harness_has(h, "Nothing fits"));
    assert_int_equal(type(&c, h, "<Esc>"), WIDGET_LEAVE);
    chooser_close(&c);
    SCOPE.arg = NULL;
    keymap_free(&m);
    harness_end(h);
}

/* What is typed is the command that is meant, not another one whose help speaks of it. */
static void the_palette_takes_the_name_first(void **state)
{
    static const struct command ROWS[] = {
        { 1, "delete", "D", N_("delete"), N_("delete the case; undo brings it back"), COMMAND_IN_VIEW, 0,
          NULL },
        { 2, "quit", "q", N_("quit"), N_("lock and quit"), COMMAND_IN_VIEW, 0, NULL },
        { 3, "unlock-all", "", N_("lock"), N_("label that starts so"), COMMAND_IN_VIEW, 0, NULL },
        { 4, "undone", "", N_("undone"), N_("name that starts so"), COMMAND_IN_VIEW, 0, NULL },
    };
    static const struct command_table table = COMMAND_TABLE("own", N_("Own"), ROWS);
    static const struct command_table *const ALL[] = { &table, &general_commands, &edit_commands };
    static const struct {
        const char *typed;
        int first;
    } CASES[] = {
        { "undo", GENERAL_UNDO }, { "LOCK", GENERAL_LOCK }, { "und", 4 },
        { "loc", GENERAL_LOCK },  { "brings", 1 },          { "<Ctrl-U>", 1 },
    };
    struct command_scope scope = { .tables = ALL, .n = 2, .in_text = false };
    struct keymap m;
    struct harness *h = harness_start(80, 24, "xterm-256color");
    (void)state;
    assert_int_equal(keymap_init(&m, ALL, 3, NULL), 0);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct chooser c;
        assert_int_equal(chooser_open(&c, false, &m, &scope), 0);
        type(&c, h, CASES[i].typed);
        assert_int_equal(type(&c, h, "<Enter>"), WIDGET_DONE);
        assert_int_equal(c.chosen->id, CASES[i].first);
        chooser_close(&c);
    }
    keymap_free(&m);
    harness_end(h);
}

static void help_shows_this_view_first(void **state)
{
    struct keymap m = make();
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct chooser c;
    (void)state;
    assert_int_equal(chooser_open(&c, true, &m, &SCOPE), 0);
    type(&c, h, "");
    harness_golden(h, "help-80x24");
    type(&c, h, "undo");
    assert_true(harness_has(h, "u, Ctrl-Z"));
    assert_false(harness_has(h, "letter"));
    harness_resize(h, 40, 12);
    type(&c, h, "<Ctrl-U>");
    harness_golden(h, "help-40x12");
    chooser_close(&c);
    keymap_free(&m);
    harness_end(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_lead_to_commands),
        cmocka_unit_test(foreign_layouts_are_folded_but_not_in_text),
        cmocka_unit_test(keys_can_be_rebound),
        cmocka_unit_test(the_card_lists_everything),
        cmocka_unit_test(hints_are_cut_to_fit),
        cmocka_unit_test(the_palette_narrows_and_says_why_not),
        cmocka_unit_test(the_palette_takes_the_name_first),
        cmocka_unit_test(help_shows_this_view_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
