/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screens around the cases: people, offices, search, settings, messages, first run, unlock; full at
 * 80x24, usable at 40x12. */
#include "app_world.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void people_at_every_size(void **state)
{
    (void)state;
    static const struct {
        int cols, rows;
        const char *golden;
    } SIZES[] = { { 80, 24, "people" }, { 40, 12, "people-40x12" }, { 132, 43, "people-132x43" } };
    for (size_t i = 0; i < 3; i++) {
        struct app_world *w = app_world_filled(SIZES[i].cols, SIZES[i].rows);
        app_world_go(w, "people");
        harness_golden(&w->h, SIZES[i].golden);
        app_world_close(w);
    }
}

static void offices_show_holders_and_addresses(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "offices");
    app_world_keys(w, "<Tab>");
    harness_golden(&w->h, "offices");
    app_world_close(w);
}

static void a_number_is_masked_until_revealed(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    int64_t person = storebox_put(&w->box, KIND_PERSON, "names", "Zoya Primerova", NULL);
    storebox_put(&w->box, KIND_CONTACT, "of", storebox_id(&w->box, person), "kind", "mobile", "raw",
                 "+99 155 018 2773", "safe", "inbound", NULL);
    app_world_go(w, "people");
    app_world_keys(w, "Gk"); /* who has no name comes last */
    assert_false(harness_has(&w->h, "018 27"));
    app_world_keys(w, "<Tab>");
    for (int i = 0; i < 10 && !harness_has(&w->h, "+99 155 018 2773"); i++)
        app_world_keys(w, i % 2 ? "j" : "r");
    assert_true(harness_has(&w->h, "+99 155 018 2773"));
    harness_golden(&w->h, "people-reveal");
    app_world_keys(w, "x");
    assert_true(harness_has(&w->h, "+99 155 018 2773"));
    app_world_keys(w, "<Esc>");
    assert_false(harness_has(&w->h, "018 27"));
    app_world_close(w);
}

/* Nor is it shown by the search that finds it, nor by a form left half filled: not in the agenda, not in the
 * messages. */
static void a_number_is_masked_where_it_is_met(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    int64_t person = storebox_put(&w->box, KIND_PERSON, "names", "Zoya Primerova", NULL);
    storebox_put(&w->box, KIND_CONTACT, "of", storebox_id(&w->box, person), "raw", "+99 155 018 2773", NULL);
    app_world_keys(w, "/2773");
    assert_true(harness_has(&w->h, "Zoya Primerova"));
    assert_false(harness_has(&w->h, "018 27"));
    app_world_keys(w, "<Esc>");
    app_world_go(w, "people");
    app_world_keys(w, "Gk:add-contact<Enter>+99 155 018 4664");
    assert_true(harness_has(&w->h, "018 4664"));
    app_world_keys(w, "<Esc>");
    assert_false(harness_has(&w->h, "018 4664"));
    app_world_go(w, "messages");
    assert_false(harness_has(&w->h, "018 4664"));
    app_world_keys(w, "<Esc><Esc><Esc>");
    assert_true(harness_has(&w->h, "not saved"));
    assert_false(harness_has(&w->h, "018 4664"));
    app_world_close(w);
}

static void search_finds_as_one_types(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_keys(w, "/");
    harness_golden(&w->h, "search-empty");
    app_world_keys(w, "Test");
    assert_true(harness_has(&w->h, "Testova"));
    app_world_keys(w, "<Ctrl-A>");
    app_world_keys(w, "Анна");
    assert_true(harness_has(&w->h, "Анна"));
    harness_golden(&w->h, "search-hits");
    app_world_keys(w, "<Ctrl-A>");
    app_world_keys(w, "\" AND ( NEAR * : ^");
    assert_false(harness_has(&w->h, "syntax"));
    app_world_close(w);
}

/* Wherever a record with an uncertain date is named, the date is in words. */
static void dates_are_in_words_everywhere(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_keys(w, "/washroom<Enter>");
    assert_true(harness_has(&w->h, "2026-04 (about), Anna"));
    app_world_keys(w, "d");
    assert_true(harness_has(&w->h, "Deleted: 2026-04 (about), Anna"));
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "Undone: Event deleted: 2026-04 (about), Anna"));
    app_world_keys(w, "<Enter>e");
    assert_true(harness_has(&w->h, "Event: 2026-04 (about), Anna"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "/<Ctrl-A>2026-04<Enter>");
    assert_true(harness_has(&w->h, "2026-04 (about)"));
    assert_false(harness_has(&w->h, "2026-04~"));
    app_world_close(w);
}

/* After saving and after undo the keys are about what was saved, or came back. */
static void what_was_added_is_selected(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    storebox_put(&w->box, KIND_PERSON, "names", "Zoya Primerova", NULL);
    storebox_put(&w->box, KIND_OFFICE, "title", "Minister of Justice", NULL);
    app_world_go(w, "people");
    app_world_keys(w, "aMilan Testov<Ctrl-S>");
    assert_true(harness_has(&w->h, ">   Milan Testov"));
    app_world_keys(w, "dGu");
    assert_true(harness_has(&w->h, ">   Milan Testov"));
    app_world_go(w, "offices");
    app_world_keys(w, "GaRegistrar<Ctrl-S>");
    assert_true(harness_has(&w->h, ">   Registrar"));
    app_world_go(w, "cases");
    app_world_keys(w, "aA new case<Ctrl-S>");
    assert_true(harness_has(&w->h, ">   C-0002"));
    app_world_close(w);
}

static void messages_and_settings(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "messages");
    app_world_keys(w, "<Esc>");
    app_world_go(w, "settings");
    assert_true(harness_has(&w->h, "idle-minutes"));
    app_world_keys(w, "jjj<Enter>");
    harness_golden(&w->h, "settings");
    app_world_close(w);
}

/* The panic key is a signal: no key that a command has may be swallowed by it. */
static void the_panic_key_takes_no_commands_key(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    size_t seen = 0;
    for (uint32_t letter = 'a'; letter <= 'z'; letter++) {
        uint32_t key = KEYC_CTRL | letter;
        char name[KEY_NAME_BYTES];
        key_format(key, name);
        for (size_t i = 0; i < w->app.keymap.n; i++)
            for (size_t k = 0; k < w->app.keymap.entries[i].n_keys; k++)
                if (w->app.keymap.entries[i].keys[k] == key) {
                    seen++;
                    assert_int_equal(config_set(&w->app.config, OPTION_PANIC, name, NULL), -1);
                }
    }
    assert_true(seen > 5);
    assert_int_equal(config_set(&w->app.config, OPTION_PANIC, "Ctrl-P", NULL), 0);
    /* The screen names exactly those that are taken. */
    app_world_enter(w);
    app_world_go(w, "settings");
    app_world_keys(w, "jjjj");
    assert_true(harness_has(&w->h, "one of: Ctrl-\\ Ctrl-] Ctrl-^ Ctrl-_ Ctrl-B"));
    assert_false(harness_has(&w->h, "any control key"));
    for (int c = 1; c < 0x20; c++) {
        char name[8];
        snprintf(name, sizeof name, "Ctrl-%c", c + 0x40);
        bool taken = config_set(&w->app.config, OPTION_PANIC, name, NULL) == 0;
        assert_int_equal(taken, harness_has(&w->h, name));
    }
    app_world_close(w);
}

static void the_unlock_screen_tells_nothing(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    app_close_views(&w->app);
    assert_int_equal(app_push(&w->app, "unlock", ""), 0);
    app_world_keys(w, "a");
    char *one = harness_text(&w->h);
    app_world_keys(w, "bc");
    char *three = harness_text(&w->h);
    assert_string_equal(one, three);
    str_free(one);
    str_free(three);
    harness_golden(&w->h, "unlock");
    app_world_resize(w, 40, 12);
    harness_golden(&w->h, "unlock-40x12");
    app_world_close(w);
}

/* ---- settings that cannot be taken ---- */

static struct app_world *started_with(const char *settings)
{
    char folder[] = "/tmp/test_app_screens.XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/satchel", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/satchel/config", folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(settings, f);
    fclose(f);
    setenv("XDG_CONFIG_HOME", folder, 1);
    struct app_world *w = app_world_open(80, 24, NULL);
    unlink(path);
    *strrchr(path, '/') = '\0';
    rmdir(path);
    rmdir(folder);
    unsetenv("XDG_CONFIG_HOME");
    app_world_enter(w);
    return w;
}

static void what_is_wrong_with_the_settings_is_said(void **state)
{
    (void)state;
    struct app_world *w = started_with("idle-lok = 3\n");
    assert_true(harness_has(&w->h, "There is 1 problem in the settings: see :messages."));
    app_world_go(w, "messages");
    app_world_keys(w, "<Down>");
    assert_true(harness_has(&w->h, "idle-lok"));
    app_world_close(w);
    w = started_with("idle-lok = 3\ntheme = none-such\n");
    assert_true(harness_has(&w->h, "There are 2 problems in the settings: see :messages."));
    app_world_close(w);
    w = started_with("idle-lok = 3\npanic-key = F7\n");
    assert_true(harness_has(&w->h, "The panic key is Ctrl-"));
    app_world_go(w, "messages");
    assert_true(harness_has(&w->h, "There are 2 problems"));
    app_world_close(w);
    w = started_with("panic-key = Ctrl-P\n");
    assert_false(harness_has(&w->h, "panic"));
    assert_false(harness_has(&w->h, "problem"));
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_at_every_size),
        cmocka_unit_test(offices_show_holders_and_addresses),
        cmocka_unit_test(a_number_is_masked_until_revealed),
        cmocka_unit_test(a_number_is_masked_where_it_is_met),
        cmocka_unit_test(search_finds_as_one_types),
        cmocka_unit_test(dates_are_in_words_everywhere),
        cmocka_unit_test(what_was_added_is_selected),
        cmocka_unit_test(messages_and_settings),
        cmocka_unit_test(the_panic_key_takes_no_commands_key),
        cmocka_unit_test(the_unlock_screen_tells_nothing),
        cmocka_unit_test(what_is_wrong_with_the_settings_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
