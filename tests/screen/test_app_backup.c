/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prompt for a copy of the vault: where it may be written is said before anything is typed. */
#include "app_world.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[40], first[48], second[48];

static int make_folders(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/test_app_backup.%ld", (long)getpid());
    snprintf(first, sizeof first, "%s/out", folder);
    snprintf(second, sizeof second, "%s/vaults", folder);
    return mkdir(folder, 0700) || mkdir(first, 0700) || mkdir(second, 0700);
}

static int drop_folders(void **state)
{
    (void)state;
    return rmdir(first) || rmdir(second) || rmdir(folder);
}

/* As confined: one export folder, the vault in another. No disk of the machine is looked at. */
static struct app_world *asking(int cols, int rows)
{
    struct app_world *w = app_world_open(cols, rows, NULL);
    struct buf vault = { 0 };
    buf_addf(&vault, "%s/mine", second);
    assert_int_equal(str_set(&w->app.vault_path, buf_text(&vault)), 0);
    buf_free(&vault);
    assert_int_equal(config_set(&w->app.config, OPTION_EXPORTS, first, &w->box.e), 0);
    w->app.confine.files = true;
    app_world_enter(w);
    app_world_go(w, "backup");
    return w;
}

static void sees(struct app_world *w, const char *text)
{
    if (!harness_has(&w->h, text))
        fail_msg("not seen: %s\n%s", text, harness_text(&w->h));
}

static void a_name_and_the_places_stand_there(void **state)
{
    (void)state;
    static const int SIZES[][2] = { { 80, 24 }, { 40, 12 } };
    for (size_t i = 0; i < 2; i++) {
        struct app_world *w = asking(SIZES[i][0], SIZES[i][1]);
        while (strncmp(app_top(&w->app)->arg, first, strlen(first)) !=
               0) /* past the sticks of this machine */
            app_world_keys(w, "<Tab>");
        sees(w, "mine-2026-11-22");
        app_world_keys(w, "<Tab>");
        assert_int_equal(strncmp(app_top(&w->app)->arg, second, strlen(second)), 0);
        app_world_close(w);
    }
}

/* While it is typed, not after. */
static void what_cannot_be_written_is_said_at_once(void **state)
{
    (void)state;
    struct app_world *w = asking(80, 24);
    app_world_keys(w, "/me"); /* takes the place of the name; may become /media */
    assert_false(harness_has(&w->h, "Nothing can be written there"));
    app_world_keys(w, "<Ctrl-A>");
    app_world_keys(w, "/etc/a");
    sees(w, "Nothing can be written there");
    app_world_resize(w, 40, 12);
    sees(w, "Nothing can be written there");
    app_world_keys(w, "<Tab>");
    assert_false(harness_has(&w->h, "Nothing can be written there"));
    app_world_keys(w, "<Ctrl-A>");
    app_world_keys(w, folder); /* the folder above both is not among them */
    app_world_keys(w, "/vaults/../out/copy");
    assert_false(harness_has(&w->h, "Nothing can be written there"));
    app_world_keys(w, "<Ctrl-A>");
    app_world_keys(w, folder);
    app_world_keys(w, "/vaults2/copy");
    sees(w, "Nothing can be written there");
    app_world_close(w);
}

/* Where nothing is confined, any name will do. */
static void anything_goes_where_nothing_is_confined(void **state)
{
    (void)state;
    struct app_world *w = asking(80, 24);
    w->app.confine.files = false;
    app_world_keys(w, "<Esc>");
    app_world_go(w, "backup");
    app_world_keys(w, "/etc/a");
    assert_false(harness_has(&w->h, "Nothing can be written there"));
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_and_the_places_stand_there),
        cmocka_unit_test(what_cannot_be_written_is_said_at_once),
        cmocka_unit_test(anything_goes_where_nothing_is_confined),
    };
    return cmocka_run_group_tests(tests, make_folders, drop_folders);
}
