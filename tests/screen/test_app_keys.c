/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every key of the manual in every list: it does something, or says in a sentence why it does not. And the
 * hint bar: only keys that do something there now, 4 to 7 of them. */
#include "app_world.h"

#include <stdio.h>

#include "satchel/store/undo.h"

/* How to get to every list from the agenda. */
static const char *const PLACES[] = {
    "",
    "G",
    "C",
    "C<Enter>",
    "C<Enter>jj",
    "C<Enter>2",
    "C<Enter>2G",
    "C<Enter>3",
    "C<Enter>3j",
    "C<Enter>4",
    "C<Enter>5",
    "C<Enter>5G",
    "C<Enter>6",
    "C<Enter>7",
    "C<Enter>8",
    "C<Enter>8<Enter>",
    "C<Enter>fcamp<Enter>",
    "Cfnothing<Enter>",
    ":people<Enter>",
    ":people<Enter>j",
    ":people<Enter>j<Tab>",
    ":offices<Enter>",
    ":offices<Enter><Tab>jj",
    "/testova<Enter>",
    "/testova<Enter><Enter>",
    "/nobodyatall<Enter>",
    ":messages<Enter>",
    ":settings<Enter>",
    ":doctor<Enter>",
    ":doctor<Enter><Tab>",
    "v",
};
#define PLACE_COUNT (sizeof PLACES / sizeof *PLACES)

static struct app_world *filled(int cols, int rows)
{
    struct app_world *w = app_world_open(cols, rows, NULL);
    app_world_case(w);
    assert_int_equal(store_undo_forget(w->box.s, NULL), 0);
    storebox_put(&w->box, KIND_NOTE, "text", "a step that can be undone", NULL);
    app_world_enter(w);
    return w;
}

/* As it was at first, and then at a place: much quicker than a new world. */
static void go(struct app_world *w, const char *place)
{
    struct app *a = &w->app;
    app_close_overlay(a);
    app_close_views(a);
    while (store_undo(w->box.s, NULL, NULL) == 0)
        ;
    assert_int_equal(store_redo(w->box.s, NULL, NULL), 0);
    a->discreet = false;
    app_enter(a);
    message_key(&a->messages);
    app_world_keys(w, place);
}

static struct app_world *at(const char *place, int cols, int rows)
{
    struct app_world *w = filled(cols, rows);
    app_world_keys(w, place);
    return w;
}

/* What is on screen, with the place of the cursor. */
static char *seen(struct app_world *w)
{
    struct buf b = { 0 };
    char *text = harness_text(&w->h);
    buf_addf(&b, "%s%s%zu", text, app_top(&w->app) ? app_top(&w->app)->class->name : "", w->app.n_views);
    str_free(text);
    return buf_take(&b, NULL);
}

/* ---- every key ------------------------------------------------------------------------------------------
 */

/* interface.md, "everywhere but in text"; ends and pages move only where there is more than one row. */
static const char *const EVERYWHERE[] = { "<Enter>",  "l", "<Esc>", "h", "<Backspace>", "q",       "v", "/",
                                          "f",        "n", "N",     "o", "a",           "e",       "d", "u",
                                          "<Ctrl-R>", "z", ":",     "?", "<Space>",     "<Ctrl-N>" };
static const char *const IN_CASES[] = { "i", "w", "x", "y", "c", "t", "r", "1", "2", "3", "8" };

static bool said(const struct app_world *w, size_t before)
{
    return w->app.messages.n > before;
}

/* Moves, changes the screen, or says why not. */
static void assert_answers(struct app_world *w, const char *place, const char *key)
{
    go(w, place);
    if (harness_has(&w->h, "F1 help")) /* typing */
        return;
    size_t before = w->app.messages.n;
    char *old = seen(w);
    app_world_keys(w, key);
    char *new = seen(w);
    if (strcmp(old, new) == 0 && !said(w, before) && !w->app.done)
        fail_msg("after \"%s\" the key %s does nothing:\n%s", place, key, new);
    if (harness_has(&w->h, "unknown"))
        fail_msg("after \"%s\" the key %s says unknown:\n%s", place, key, new);
    str_free(old);
    str_free(new);
}

static void every_key_answers_in_every_list(void **state)
{
    (void)state;
    struct app_world *w = filled(80, 24);
    for (size_t i = 0; i < PLACE_COUNT; i++)
        for (size_t k = 0; k < sizeof EVERYWHERE / sizeof *EVERYWHERE; k++)
            assert_answers(w, PLACES[i], EVERYWHERE[k]);
    app_world_close(w);
}

static bool is_current_tab(const char *place, const char *key)
{
    const char *tab = strstr(place, "C<Enter>");
    return *key >= '1' && *key <= '8' && tab &&
           (tab[8] == *key || (*key == '1' && !(tab[8] >= '2' && tab[8] <= '8')));
}

static void case_keys_answer(int cols, int rows)
{
    struct app_world *w = filled(cols, rows);
    for (size_t i = 0; i < 18; i++)
        for (size_t k = 0; k < sizeof IN_CASES / sizeof *IN_CASES; k++) {
            bool in_case = strncmp(PLACES[i], "C<Enter>", 8) == 0, tab = *IN_CASES[k] <= '9';
            if ((tab && !in_case) || is_current_tab(PLACES[i], IN_CASES[k]))
                continue;
            assert_answers(w, PLACES[i], IN_CASES[k]);
        }
    app_world_close(w);
}

static void case_keys_answer_on_agenda_cases_and_case(void **state)
{
    (void)state;
    case_keys_answer(80, 24);
    case_keys_answer(40, 12);
}

/* ---- hints ----------------------------------------------------------------------------------------------
 */

/* The next hint of the bar, "Enter open": its key in *key. false: there is no more. */
static bool next_hint(const char **at, char key[32])
{
    *at += strspn(*at, " ");
    size_t n = strcspn(*at, " ");
    if (n == 0)
        return false;
    snprintf(key, 32, n > 1 ? "<%.*s>" : "%.*s", (int)n, *at);
    const char *end = strstr(*at, "  ");
    *at = end ? end : *at + strlen(*at);
    return true;
}

static void check_hints(struct app_world *w, const char *place)
{
    int cols = screen_cols(w->h.screen), rows = screen_rows(w->h.screen);
    go(w, place);
    bool in_text = harness_has(&w->h, "F1 help");
    char *bar = harness_row(&w->h, rows - 1), key[32];
    const char *p = bar;
    size_t n = 0;
    for (; next_hint(&p, key); n++) {
        go(w, place);
        size_t said_before = w->app.messages.n;
        char *old = seen(w);
        app_world_keys(w, key);
        char *new = seen(w);
        if (strcmp(old, new) == 0 || (said(w, said_before) && !strchr("zuyd", *key) && strcmp(key, "<F3>")))
            fail_msg("after \"%s\" the hint %s does nothing:\n%s", place, key, new);
        str_free(old);
        str_free(new);
    }
    if (n < (in_text ? 2 : 4) || n > 7)
        fail_msg("after \"%s\" %zu hints at %d columns: %s", place, n, cols, bar);
    str_free(bar);
}

static void hints_are_few_and_do_something(void **state)
{
    static const int SIZES[][2] = { { 80, 24 }, { 40, 12 }, { 132, 43 } };
    (void)state;
    for (size_t s = 0; s < 3; s++) {
        struct app_world *w = filled(SIZES[s][0], SIZES[s][1]);
        for (size_t i = 0; i < PLACE_COUNT; i++)
            check_hints(w, PLACES[i]);
        app_world_close(w);
    }
}

/* ---- n and N --------------------------------------------------------------------------------------------
 */

static void n_goes_through_hits(void **state)
{
    (void)state;
    struct app_world *w = at("/testova<Enter><Enter>", 80, 24);
    const struct view *first = app_top(&w->app);
    assert_string_not_equal(first->class->name, "search");
    char *one = seen(w);
    app_world_keys(w, "n");
    char *two = seen(w);
    assert_string_not_equal(one, two);
    app_world_keys(w, "N");
    char *again = seen(w);
    assert_string_equal(one, again);
    app_world_keys(w, "<Esc>");
    assert_string_equal(app_top(&w->app)->class->name, "search");
    str_free(one);
    str_free(two);
    str_free(again);
    app_world_close(w);
}

static void n_goes_through_what_is_uncertain(void **state)
{
    (void)state;
    struct app_world *w = at("C<Enter>3n", 80, 24);
    assert_true(harness_has(&w->h, "> ? 2026-02-10 to 2026-03"));
    app_world_keys(w, "n");
    assert_true(harness_has(&w->h, "> ? 2026-03-27"));
    app_world_keys(w, "NN");
    assert_true(harness_has(&w->h, "> ? 2026-04"));
    app_world_keys(w, "8n");
    assert_true(harness_has(&w->h, "Nothing here is uncertain"));
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_answers_in_every_list),
        cmocka_unit_test(case_keys_answer_on_agenda_cases_and_case),
        cmocka_unit_test(hints_are_few_and_do_something),
        cmocka_unit_test(n_goes_through_hits),
        cmocka_unit_test(n_goes_through_what_is_uncertain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
