/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that left the vault: listed, erased, marked. */
#include "app_world.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/store/exports.h"

static char folder[48], letter[80], labels[80];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/test_app_exports.%ld", (long)getpid());
    snprintf(letter, sizeof letter, "%s/letter.pdf", folder);
    snprintf(labels, sizeof labels, "%s/labels.pdf", folder);
    return mkdir(folder, 0700);
}

static int drop_folder(void **state)
{
    (void)state;
    unlink(letter);
    unlink(labels);
    return rmdir(folder);
}

static void sees(struct app_world *w, const char *text)
{
    if (!harness_has(&w->h, text))
        fail_msg("not seen: %s\n%s", text, harness_text(&w->h));
}

/* Two files that are there, the second one newer. */
static struct app_world *with_files(int cols, int rows)
{
    struct app_world *w = app_world_open(cols, rows, NULL);
    app_world_enter(w);
    assert_int_equal(exported_write(w->app.store, letter, "pdf", "words", 5, &w->box.e), 0);
    assert_int_equal(exported_write(w->app.store, labels, "label", "words", 5, &w->box.e), 0);
    app_world_go(w, "exports");
    return w;
}

static void an_empty_list_says_what_it_is(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_enter(w);
    app_world_go(w, "exports");
    sees(w, "Nothing has left the vault in plain.");
    app_world_go(w, "export-shred");
    assert_int_not_equal(w->app.overlay, OVERLAY_DIALOG);
    app_world_close(w);
}

static void one_is_erased(void **state)
{
    (void)state;
    struct app_world *w = with_files(80, 24);
    app_world_keys(w, "d"); /* what cannot be undone has no key */
    sees(w, ":export-shred erases this file.");
    assert_int_not_equal(w->app.overlay, OVERLAY_DIALOG);
    sees(w, "2 there in plain");
    sees(w, letter);
    app_world_keys(w, "j");
    app_world_go(w, "export-shred");
    sees(w, "Erase this file?");
    sees(w, "Flash memory");
    app_world_keys(w, "<Enter>"); /* the safe answer */
    assert_int_equal(access(letter, F_OK), 0);
    app_world_go(w, "export-shred");
    app_world_keys(w, "<Right><Enter>");
    assert_int_equal(access(letter, F_OK), -1);
    assert_int_equal(access(labels, F_OK), 0);
    sees(w, "1 file was overwritten and removed.");
    sees(w, "1 there in plain");
    sees(w, "erased");
    app_world_go(w, "export-shred");
    assert_int_not_equal(w->app.overlay, OVERLAY_DIALOG);
    app_world_close(w);
}

static void what_is_not_there_is_asked_about(void **state)
{
    (void)state;
    struct app_world *w = with_files(80, 24);
    unlink(labels);
    app_world_go(w, "exports");
    sees(w, "not found");
    app_world_go(w, "export-shred-all");
    sees(w, "2 files on record.");
    app_world_keys(w, "<Right><Enter>");
    sees(w, "1 file was not found and stays on record");
    assert_int_equal(access(letter, F_OK), -1);
    app_world_keys(w, "<Home>");
    app_world_go(w, "export-shred");
    sees(w, "Mark this file as gone?");
    app_world_keys(w, "<Right><Enter>");
    assert_false(harness_has(&w->h, "not found"));
    app_world_close(w);
}

static void it_stands_on_a_small_screen_and_comes_back(void **state)
{
    (void)state;
    struct app_world *w = with_files(40, 12);
    sees(w, "there");
    app_world_keys(w, "j");
    app_world_resize(w, 80, 24);
    app_lock(&w->app);
    app_world_unlock(w);
    sees(w, letter);
    app_world_go(w, "export-shred");
    sees(w, "Erase this file?");
    app_world_keys(w, "<Right><Enter>");
    assert_int_equal(access(letter, F_OK), -1);
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_list_says_what_it_is, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(one_is_erased, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_asked_about, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(it_stands_on_a_small_screen_and_comes_back, make_folder, drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
