/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The passphrase screens over a vault in a file: what is typed there, asked about, refused, and what opens
 * what afterwards. */
#include "app_world.h"

#include <stdio.h>
#include <unistd.h>

#include "satchel/app/erasing.h"
#include "satchel/store/open.h"
#include "satchel/store/schema.h"
#include "satchel/vault/vault.h"

static const char OWN[] = "herders land by the river";
static const char DECOY[] = "choir on thursday evening";
static const char DURESS[] = "please come in sit down";
static const char FRESH[] = "another six words instead";
static char path[64], key_file[80];

static int make_vault(void **state)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret words = { 0 };
    struct err e = { 0 };
    (void)state;
    snprintf(path, sizeof path, "/tmp/test_app_passphrase.%ld", (long)getpid());
    snprintf(key_file, sizeof key_file, "%s.key", path);
    o.profile = KDF_LOW;
    o.fill = store_init_schema;
    if (secret_copy(&words, OWN, strlen(OWN), &e) < 0 || vault_create(path, &words, &o, &e) < 0)
        fail_msg("%s", e.text);
    secret_free(&words);
    return 0;
}

static int drop_vault(void **state)
{
    static const char *const PARTS[] = { "", "-0", "-1", ".key" };
    char name[80];
    (void)state;
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        snprintf(name, sizeof name, "%s%s", path, PARTS[i]);
        unlink(name);
    }
    return 0;
}

/* Each of the parts as keys. */
#define TYPE(w, ...) type(w, (const char *const[]){ __VA_ARGS__, NULL })
static void type(struct app_world *w, const char *const *parts)
{
    for (; *parts; parts++)
        app_world_keys(w, *parts);
}

static bool unlocks(struct app_world *w, const char *words)
{
    if (w->app.store) {
        app_lock(&w->app);
        app_paint(&w->app);
    }
    TYPE(w, "<Ctrl-U>", words, "<Enter>");
    if (!w->app.store)
        assert_true(harness_has(&w->h, "Wrong passphrase"));
    return w->app.store != NULL;
}

static struct app_world *opened(int cols, int rows)
{
    struct app_world *w = app_world_open(cols, rows, NULL);
    assert_int_equal(str_set(&w->app.vault_path, path), 0);
    app_close_views(&w->app);
    assert_int_equal(app_push(&w->app, "unlock", ""), 0);
    app_paint(&w->app);
    assert_true(unlocks(w, OWN));
    return w;
}

static void close_world(struct app_world *w)
{
    app_lock(&w->app); /* its store is not the box's */
    app_world_close(w);
}

static void it_is_changed(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    TYPE(w, ":passphrase-change<Enter>");
    harness_golden(&w->h, "passphrase-change");
    TYPE(w, "<Enter>");
    assert_true(harness_has(&w->h, "Type a passphrase."));
    TYPE(w, OWN, "<Enter>", FRESH, "<Enter>", OWN, "<Enter>");
    assert_true(harness_has(&w->h, "The two passphrases differ."));
    TYPE(w, FRESH, "<Enter><Enter>");
    assert_true(harness_has(&w->h, "The new passphrase holds."));
    assert_false(unlocks(w, OWN));
    assert_true(unlocks(w, FRESH));
    /* The one of now is tried, and two that are much alike are refused. */
    TYPE(w, ":passphrase-change<Enter>", OWN, "<Enter>", DECOY, "<Enter>", DECOY, "<Enter><Enter>");
    assert_true(harness_has(&w->h, "opened with another passphrase"));
    TYPE(w, "<Esc>", ":passphrase-change<Enter>", FRESH, "<Enter>", FRESH, "s<Enter>", FRESH,
         "s<Enter><Enter>");
    assert_true(harness_has(&w->h, "too much alike"));
    TYPE(w, "<Esc>", ":passphrase-change<Enter>", FRESH, "<Enter>", OWN, "<Enter>", OWN, "<Enter><Enter>");
    assert_true(unlocks(w, OWN));
    close_world(w);
}

static void a_key_file_is_made_and_taken_away(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    TYPE(w, ":passphrase-change<Enter>", OWN, "<Enter>", FRESH, "<Enter>", FRESH, "<Enter>", key_file);
    assert_true(harness_has(&w->h, "One that is not there is made."));
    TYPE(w, "<Enter>");
    assert_true(harness_has(&w->h, "The new passphrase holds."));
    assert_int_equal(access(key_file, F_OK), 0);
    assert_string_equal(w->app.key_file, key_file);
    assert_false(unlocks(w, FRESH)); /* it is to be named again */
    TYPE(w, "<Tab>", key_file, "<Enter>");
    assert_true(unlocks(w, FRESH));
    TYPE(w, ":passphrase-change<Enter>", FRESH, "<Enter>", OWN, "<Enter>", OWN, "<Enter><Ctrl-U><Enter>");
    if (!harness_has(&w->h, "The new passphrase holds."))
        fail_msg("%s", harness_text(&w->h));
    assert_null(w->app.key_file);
    assert_true(unlocks(w, OWN));
    close_world(w);
}

static void one_is_added_and_removed(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    TYPE(w, ":passphrase-add<Enter>", OWN, "<Enter>", FRESH, "<Enter>", FRESH,
         "<Enter>colleague<Enter><Enter>");
    assert_true(harness_has(&w->h, "The passphrase was added"));
    TYPE(w, ":passphrase-list<Enter>");
    assert_true(harness_has(&w->h, "colleague"));
    assert_true(harness_has(&w->h, "yours"));
    assert_true(unlocks(w, FRESH));
    TYPE(w, ":passphrase-remove<Enter>", FRESH, "<Enter><Enter>");
    assert_true(harness_has(&w->h, "opened with this passphrase"));
    assert_true(unlocks(w, OWN));
    TYPE(w, ":passphrase-remove<Enter>", FRESH, "<Enter><Enter>");
    assert_true(harness_has(&w->h, "The passphrase was removed"));
    assert_false(unlocks(w, FRESH));
    assert_true(unlocks(w, OWN));
    close_world(w);
}

static void after_a_lock_no_dialog_stands_there(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    TYPE(w, ":passphrase-duress<Enter>", DECOY);
    assert_true(unlocks(w, OWN));
    assert_false(harness_has(&w->h, "ecoy"));
    assert_true(harness_has(&w->h, "Passphrases"));
    TYPE(w, "<Esc>");
    close_world(w);
}

static void decoy_and_duress(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    TYPE(w, ":passphrase-decoy<Enter>");
    harness_golden(&w->h, "passphrase-decoy");
    TYPE(w, OWN, "<Enter>", DECOY, "<Enter>", DECOY, "<Enter><Enter><Enter>");
    harness_golden(&w->h, "passphrase-decoy-sure");
    TYPE(w, "<Enter>"); /* No */
    assert_false(harness_has(&w->h, "The decoy is made"));
    TYPE(w, "<Enter><Right><Enter>");
    if (!harness_has(&w->h, "The decoy is made"))
        fail_msg("%s", harness_text(&w->h));
    TYPE(w, ":passphrase-decoy<Enter>", OWN, "<Enter>", FRESH, "<Enter>", FRESH, "<Enter><Enter><Enter>");
    assert_true(harness_has(&w->h, "You have made a decoy"));
    TYPE(w, "<Enter><Esc>");
    assert_true(unlocks(w, DECOY));
    TYPE(w, ":cases<Enter>");
    assert_true(harness_has(&w->h, "C-0003"));

    assert_true(unlocks(w, OWN));
    TYPE(w, ":passphrase-duress<Enter>");
    harness_golden(&w->h, "passphrase-duress");
    TYPE(w, FRESH, "<Enter><Enter>", DURESS, "<Enter>", DURESS, "<Enter>", OWN, "<Enter><Enter>");
    TYPE(w, "<Right><Enter>");
    assert_true(harness_has(&w->h, "opens nothing")); /* the decoy's was wrong */
    assert_non_null(w->app.store);
    TYPE(w, ":passphrase-duress<Enter>", DECOY, "<Enter><Enter>", DURESS, "<Enter>", DURESS, "<Enter>", OWN,
         "<Enter><Enter><Right><Enter>");
    if (!harness_has(&w->h, "The passphrase for duress is made"))
        fail_msg("%s", harness_text(&w->h));
    assert_true(unlocks(w, OWN));
    assert_true(unlocks(w, DECOY));
    TYPE(w, ":passphrase-list<Enter>");
    harness_golden(&w->h, "passphrase-list");
    assert_true(unlocks(w, DURESS));
    assert_false(unlocks(w, OWN));
    assert_true(unlocks(w, DECOY));
    close_world(w);
}

/* The decoy has a key file and your own part none; the one for duress goes with the decoy's. */
static void duress_for_a_decoy_with_a_key_file(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    TYPE(w, ":passphrase-decoy<Enter>", OWN, "<Enter>", DECOY, "<Enter>", DECOY, "<Enter>", key_file,
         "<Enter><Enter><Right><Enter>");
    assert_true(harness_has(&w->h, "The decoy is made"));
    TYPE(w, ":passphrase-duress<Enter>", DECOY, "<Enter>", key_file, "x<Enter>", DURESS, "<Enter>", DURESS,
         "<Enter>", OWN, "<Enter><Enter><Right><Enter>");
    assert_true(harness_has(&w->h, "There is no key file"));
    TYPE(w, "<Esc>", ":passphrase-duress<Enter>", DECOY, "<Enter>", key_file, "<Enter>", DURESS, "<Enter>",
         DURESS, "<Enter>", OWN, "<Enter><Enter><Right><Enter>");
    assert_true(harness_has(&w->h, "The passphrase for duress is made"));
    assert_true(unlocks(w, OWN));
    assert_false(unlocks(w, DURESS));
    TYPE(w, "<Tab>", key_file, "<Enter>");
    assert_true(unlocks(w, DURESS));
    assert_false(unlocks(w, OWN));
    TYPE(w, "<Tab>", key_file, "<Enter>");
    assert_true(unlocks(w, DECOY));
    close_world(w);
}

static void a_label_that_tells_is_refused(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    TYPE(w, ":passphrase-duress<Enter>", OWN, "<Enter><Enter>", DURESS, "<Enter>", DURESS, "<Enter><Enter>");
    assert_true(harness_has(&w->h, "Choose an ordinary label"));
    TYPE(w, "Under duress<Enter><Right><Enter>");
    assert_true(harness_has(&w->h, "tells what it is for"));
    TYPE(w, "<Ctrl-U>office<Enter>");
    assert_true(harness_has(&w->h, "--read-only"));
    TYPE(w, "<Right><Enter>");
    assert_true(harness_has(&w->h, "The passphrase for duress is made"));
    close_world(w);
}

/* Given by mistake as the decoy's own, it is told, and erases nothing. It is removed from the decoy. */
static void one_for_duress_opens_no_door(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    TYPE(w, ":passphrase-decoy<Enter>", OWN, "<Enter>", DECOY, "<Enter>", DECOY,
         "<Enter><Enter><Enter><Right><Enter>");
    assert_true(unlocks(w, DECOY));
    TYPE(w, ":passphrase-duress<Enter>", DECOY, "<Enter><Enter>", DURESS, "<Enter>", DURESS,
         "<Enter><Enter><Enter><Right><Enter>");
    assert_true(unlocks(w, OWN));
    TYPE(w, ":passphrase-duress<Enter>", DURESS, "<Enter><Enter>", FRESH, "<Enter>", FRESH, "<Enter>", OWN,
         "<Enter><Enter><Right><Enter>");
    assert_true(harness_has(&w->h, "erases"));
    assert_true(harness_has(&w->h, "Nothing was changed."));
    assert_non_null(w->app.store);
    assert_true(unlocks(w, OWN));
    assert_true(unlocks(w, DECOY));
    TYPE(w, ":passphrase-remove<Enter>", DURESS, "<Enter><Enter>");
    assert_true(harness_has(&w->h, "The passphrase was removed"));
    assert_false(unlocks(w, DURESS));
    assert_true(unlocks(w, OWN));
    close_world(w);
}

/* What the panic key did before the unlock is told to the part that was open then, and to no other. */
static void accidents_stay_with_their_part(void **state)
{
    (void)state;
    struct app_world *w = opened(80, 24);
    TYPE(w, ":passphrase-decoy<Enter>", OWN, "<Enter>", DECOY, "<Enter>", DECOY,
         "<Enter><Enter><Enter><Right><Enter>");
    app_lock(&w->app);
    w->app.accidents = 2; /* as the thread of the panic key counts them */
    assert_true(unlocks(w, DECOY));
    assert_int_equal(erasing_accidents(&w->app), 0);
    assert_true(unlocks(w, OWN));
    assert_int_equal(erasing_accidents(&w->app), 0);
    app_lock(&w->app);
    w->app.accidents = 3;
    assert_true(unlocks(w, OWN));
    assert_int_equal(erasing_accidents(&w->app), 3);
    assert_true(unlocks(w, DECOY));
    assert_int_equal(erasing_accidents(&w->app), 0);
    close_world(w);
}

/* From the decoy itself: its own passphrase is the decoy's. */
static void duress_from_the_decoy(void **state)
{
    (void)state;
    struct app_world *w = opened(40, 12);
    TYPE(w, ":passphrase-decoy<Enter>");
    harness_golden(&w->h, "passphrase-decoy-40x12");
    TYPE(w, OWN, "<Enter>", DECOY, "<Enter>", DECOY, "<Enter><Enter><Space><Enter><Right><Enter>");
    assert_true(unlocks(w, DECOY));
    TYPE(w, ":passphrase-duress<Enter>", DECOY, "<Enter><Enter>", DURESS, "<Enter>", DURESS,
         "<Enter><Enter>");
    harness_golden(&w->h, "passphrase-duress-40x12");
    TYPE(w, "<Enter>");
    harness_golden(&w->h, "passphrase-duress-sure-40x12");
    TYPE(w, "<Right><Enter>");
    assert_true(unlocks(w, DECOY));
    assert_true(unlocks(w, DURESS));
    assert_false(unlocks(w, OWN));
    assert_true(unlocks(w, DURESS));
    close_world(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define ONE(f) cmocka_unit_test_setup_teardown(f, make_vault, drop_vault)
        ONE(it_is_changed),
        ONE(a_key_file_is_made_and_taken_away),
        ONE(one_is_added_and_removed),
        ONE(after_a_lock_no_dialog_stands_there),
        ONE(decoy_and_duress),
        ONE(duress_for_a_decoy_with_a_key_file),
        ONE(a_label_that_tells_is_refused),
        ONE(one_for_duress_opens_no_door),
        ONE(accidents_stay_with_their_part),
        ONE(duress_from_the_decoy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
