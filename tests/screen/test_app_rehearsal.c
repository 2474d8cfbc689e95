/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the panic key may erase: the question, its answer over a lock, and the rehearsal. */
#include "app_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/store/exports.h"
#include "satchel/store/settings.h"
#include "satchel/vault/erase.h"

static char vault[64];

/* As long as a vault: of the real one nothing but that is looked at. */
static int make_vault(void **state)
{
    (void)state;
    snprintf(vault, sizeof vault, "/tmp/test_app_rehearsal.%ld", (long)getpid());
    FILE *f = fopen(vault, "w");
    return f ? ftruncate(fileno(f), 131072 + (8 << 20)) || fclose(f) : -1;
}

static int drop_vault(void **state)
{
    (void)state;
    return unlink(vault);
}

static struct app_world *opened(int cols, int rows)
{
    struct app_world *w = app_world_open(cols, rows, NULL);
    assert_int_equal(str_set(&w->app.vault_path, vault), 0);
    app_world_enter(w);
    return w;
}

static void rehearse(struct app_world *w)
{
    assert_int_equal(app_push(&w->app, "rehearsal", ""), 0);
    app_world_keys(w, "");
}

static void sees(struct app_world *w, const char *text, bool seen)
{
    if (harness_has(&w->h, text) != seen)
        fail_msg("%s: %s\n%s", seen ? "not seen" : "seen", text, harness_text(&w->h));
}

static void it_is_asked_in_plain_words(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    assert_int_equal(store_setting_set(w->box.s, "backup.day", "2026-11-20", NULL), 0);
    app_world_go(w, "panic-arm");
    harness_golden(&w->h, "panic-arm");
    app_world_keys(w, "<Esc>");
    assert_false(erasing_armed(&w->app));
    app_world_resize(w, 40, 12);
    app_world_go(w, "panic-arm");
    harness_golden(&w->h, "panic-arm-40x12");
    app_world_close(w);
}

static void the_answer_is_kept_in_the_vault(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    app_world_go(w, "panic-arm");
    app_world_keys(w, "<Right><Enter>");
    sees(w, "Armed: three presses", true);
    assert_true(erasing_armed(&w->app));
    char *value = NULL;
    assert_int_equal(store_setting_get(w->box.s, "panic.armed", &value, NULL), 0);
    assert_string_equal(value, "1");
    str_free(value);
    app_world_go(w, "panic-disarm");
    sees(w, "Not armed", true);
    assert_false(erasing_armed(&w->app));
    app_world_close(w);
}

static void it_is_offered_once(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    erasing_offer(&w->app);
    app_world_keys(w, "");
    sees(w, "May the panic key erase?", true);
    sees(w, "Last backup: never", true);
    app_world_keys(w, "<Esc>");
    erasing_offer(&w->app);
    app_world_keys(w, "");
    sees(w, "May the panic key erase?", false);
    app_world_close(w);
}

static void the_rehearsal_says_what_goes_and_stays(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    assert_int_equal(exported_add(w->box.s, "/media/stick/Letter for Anna.pdf", "letter", NULL), 0);
    w->app.accidents = 2;
    rehearse(w);
    static const char *const SEEN[] = { "Rehearsal: your vault was not touched.",
                                        "keys and slots         would be gone after",
                                        "vault file, journals   8.1 MiB",
                                        "exports on record      1 file",
                                        "Stays: backups and copies elsewhere",
                                        "Erasing is off; :panic-arm arms it. Last backup: never.",
                                        "2 times without being armed",
                                        "Destroying data may itself be an offence",
                                        "/media/stick/Letter for Anna.pdf" };
    for (size_t i = 0; i < sizeof SEEN / sizeof *SEEN; i++)
        sees(w, SEEN[i], true);
    assert_int_equal(erasing_accidents(&w->app), 2); /* written down */
    app_world_keys(w, "z");
    sees(w, "Letter for Anna", false);
    sees(w, "exports on record      1 file", true);
    app_world_close(w);
    w = opened(80, 24); /* confined */
    w->app.confine.files = true;
    assert_int_equal(exported_add(w->box.s, "/nowhere/Letter for Anna.pdf", "letter", NULL), 0);
    rehearse(w);
    sees(w, "1 export lies where", true);
    app_world_close(w);
    w = opened(40, 12);
    rehearse(w);
    sees(w, "keys and slots", true);
    sees(w, "Erasing is off", true);
    app_world_close(w);
}

/* Where somebody only looks around, his own settings are none of what is erased. */
static void a_demonstration_keeps_the_settings(void **state)
{
    (void)state;
    char home[80];
    snprintf(home, sizeof home, "%s.config", vault);
    assert_int_equal(mkdir(home, 0700), 0);
    assert_int_equal(setenv("XDG_CONFIG_HOME", home, 1), 0);
    char *folder = config_folder(NULL), *config = config_path(NULL);
    struct app_world *w = opened(80, 24);
    config_make_folder();
    FILE *f = fopen(config, "w");
    assert_non_null(f);
    fclose(f);
    erasing_aim(&w->app);
    assert_int_equal(erase_owns(w->app.erase), 1);
    w->app.demo = true;
    erasing_aim(&w->app);
    assert_int_equal(erase_owns(w->app.erase), 0);
    rehearse(w);
    sees(w, "settings, themes       0 files", true);
    app_world_close(w);
    assert_int_equal(unlink(config) || rmdir(folder) || rmdir(home), 0);
    str_free(folder);
    str_free(config);
}

static void it_says_when_there_is_no_vault(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    assert_int_equal(str_set(&w->app.vault_path, "/tmp/test_app_rehearsal.none"), 0);
    assert_int_equal(app_push(&w->app, "rehearsal", ""), -1);
    app_world_keys(w, "");
    sees(w, "There is no vault at", true);
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_asked_in_plain_words),
        cmocka_unit_test(the_answer_is_kept_in_the_vault),
        cmocka_unit_test(it_is_offered_once),
        cmocka_unit_test(the_rehearsal_says_what_goes_and_stays),
        cmocka_unit_test(a_demonstration_keeps_the_settings),
        cmocka_unit_test(it_says_when_there_is_no_vault),
    };
    return cmocka_run_group_tests(tests, make_vault, drop_vault);
}
