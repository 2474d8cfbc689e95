/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first run, step by step, and the demonstration, which a lock must not close for good. */
#include "app_world.h"

#include <stdio.h>
#include <unistd.h>

#include "satchel/store/open.h"
#include "satchel/store/schema.h"
#include "satchel/vault/vault.h"

static struct app_world *creating(void)
{
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_keys(w, "<Enter>");
    return w;
}

/* What the kernel does not make sure of is not said. */
static void the_network_is_out_of_reach(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_keys(w, "j");
    assert_true(harness_has(&w->h, "program opens no network"));
    assert_false(harness_has(&w->h, "cannot use the network"));
    w->app.confine.calls = true;
    app_world_keys(w, "j");
    assert_true(harness_has(&w->h, "the program cannot use the"));
    app_world_close(w);
}

/* The second is asked again: it has the focus, and is empty. */
static void two_that_differ(void **state)
{
    (void)state;
    struct app_world *w = creating();
    app_world_keys(w, "first<Enter>second<Enter>");
    assert_true(harness_has(&w->h, "Type the second one again."));
    app_world_keys(w, "first<Ctrl-T>");
    assert_true(harness_has(&w->h, "> Once more          first"));
    app_world_close(w);
}

/* Enter passes over nothing; the other keys that move do. */
static void enter_stays_where_something_is_missing(void **state)
{
    (void)state;
    struct app_world *w = creating();
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "Type a passphrase."));
    assert_true(harness_has(&w->h, "> Passphrase"));
    app_world_keys(w, "first<Enter><Enter>");
    assert_true(harness_has(&w->h, "Type the passphrase once more."));
    assert_true(harness_has(&w->h, "> Once more"));
    app_world_keys(w, "<Up><Up><Ctrl-U><Enter>");
    assert_true(harness_has(&w->h, "Say where the vault is to be kept."));
    assert_true(harness_has(&w->h, "> Kept in"));
    app_world_keys(w, "<Tab>");
    assert_true(harness_has(&w->h, "> Passphrase"));
    app_world_close(w);
}

/* On a small screen it takes the place of the advice, and is not written into it. */
static void what_is_missing_is_read_when_small(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(40, 12, NULL);
    app_world_keys(w, "<Enter><Enter>");
    assert_true(harness_has(&w->h, "Type a passphrase."));
    assert_false(harness_has(&w->h, "Six words"));
    app_world_keys(w, "<Tab>");
    assert_true(harness_has(&w->h, "Six words"));
    app_world_close(w);
}

/* They are to be written down. */
static void the_suggested_words_are_whole(void **state)
{
    (void)state;
    for (int i = 0; i < 40; i++) {
        struct app_world *w = app_world_open(40, 12, NULL);
        size_t words = 1;
        app_world_keys(w, "<Enter>");
        char *row = harness_row(&w->h, 9), *next = harness_row(&w->h, 10), *p;
        struct buf all = { 0 };
        buf_addf(&all, "%s%s", row + strspn(row, " "), next + strspn(next, " "));
        for (p = all.data; (p = strchr(p, '-')); p++)
            words++;
        assert_int_equal(words, 6);
        assert_null(strchr(all.data, ' '));
        assert_true(!*next || !strrchr(row, '-')[1]); /* no word is cut in two */
        buf_free(&all);
        str_free(row);
        str_free(next);
        app_world_close(w);
    }
}

/* Whatever is under way: what was typed is gone at once, and no vault is there. */
static void a_lock_in_the_middle_of_making_it(void **state)
{
    char path[64], keys[200];
    (void)state;
    struct app_world *w = creating();
    snprintf(path, sizeof path, "/tmp/test_app_first_run.%ld", (long)getpid());
    snprintf(keys, sizeof keys,
             "<Up><Ctrl-U>%s<Enter>first words<Enter>first words<Enter><Enter><Left><Enter><F12>", path);
    app_world_keys(w, keys);
    assert_true(harness_has(&w->h, "Look around first"));
    assert_true(access(path, F_OK) < 0);
    assert_null(w->app.key_file);
    app_world_keys(w, "<Enter>");
    app_world_keys(w, "<Ctrl-T>");
    assert_false(harness_has(&w->h, "first words"));
    writing_rest(&w->app); /* what was given up ends */
    app_world_close(w);
}

static void make_low(struct app_world *w, const char *path)
{
    char keys[200];
    snprintf(keys, sizeof keys,
             "<Up><Ctrl-U>%s<Enter>first words<Enter>first words<Enter><Enter><Left><Enter>", path);
    app_world_keys(w, keys);
    assert_true(harness_has(&w->h, "step 3 of 3"));
}

static void press_panic(struct app_world *w)
{
    screen_wake(APP_WAKE_PANIC);
    app_step(&w->app, 0);
    app_paint(&w->app);
}

/* As it does everywhere: the passphrase is gone, and asked for. */
static void trying_the_panic_key_wipes(void **state)
{
    static const char *const PARTS[] = { "", "-0", "-1" };
    char path[64], name[80];
    (void)state;
    snprintf(path, sizeof path, "/tmp/test_app_first_run.%ld", (long)getpid());
    for (int presses = 1; presses <= 2; presses++) {
        struct app_world *w = creating();
        make_low(w, path);
        press_panic(w);
        assert_true(harness_has(&w->h, "It arrived"));
        if (presses == 2)
            press_panic(w);
        else
            app_world_keys(w, "<Enter>");
        assert_string_equal(app_top(&w->app)->class->name, "unlock");
        assert_null(w->app.store);
        app_world_keys(w, "<Enter>");
        assert_null(w->app.store);
        app_world_keys(w, "first words<Enter>");
        assert_non_null(w->app.store);
        app_lock(&w->app);
        app_world_close(w);
        for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
            snprintf(name, sizeof name, "%s%s", path, PARTS[i]);
            unlink(name);
        }
    }
}

static const char SHOWN[] = "> Passphrase         first";

/* Nothing is open, but somebody sat down at a machine that was left in the middle of it. */
static void what_was_typed_goes_after_the_idle_time(void **state)
{
    (void)state;
    struct app_world *w = creating();
    app_world_keys(w, "first<Ctrl-T>");
    assert_true(harness_has(&w->h, SHOWN));
    w->box.now += 4 * 60;
    app_step(&w->app, 0);
    app_paint(&w->app);
    assert_true(harness_has(&w->h, SHOWN));
    w->box.now += 2 * 60;
    app_step(&w->app, 0);
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "Look around first"));
    app_world_keys(w, "<Enter>");
    app_world_keys(w, "<Ctrl-T>");
    assert_false(harness_has(&w->h, SHOWN));
    app_world_close(w);
}

/* The path may be on a stick that nobody is to know of. */
static void a_lock_forgets_the_key_file(void **state)
{
    (void)state;
    struct app_world *w = creating();
    assert_int_equal(str_set(&w->app.key_file, "/nowhere/key"), 0);
    app_world_keys(w, "<F12>");
    assert_null(w->app.key_file);
    app_world_close(w);
}

static void f1_is_help_while_typing(void **state)
{
    (void)state;
    struct app_world *w = creating();
    app_world_keys(w, "<F1>");
    assert_int_equal(w->app.overlay, OVERLAY_CHOOSER);
    app_world_close(w);
}

static void the_suggested_words_stay(void **state)
{
    (void)state;
    struct app_world *w = creating();
    char *before = harness_text(&w->h);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "<Enter>");
    char *after = harness_text(&w->h);
    assert_string_equal(before, after);
    str_free(before);
    str_free(after);
    app_world_close(w);
}

static void a_key_file_is_made(void **state)
{
    static const char *const PARTS[] = { "", "-0", "-1", ".key" };
    char path[64], keys[200], name[80];
    (void)state;
    struct app_world *w = creating();
    snprintf(path, sizeof path, "/tmp/test_app_first_run.%ld", (long)getpid());
    snprintf(keys, sizeof keys, "<Up><Ctrl-U>%s<Enter>first words<Enter>first words<Enter>", path);
    app_world_keys(w, keys);
    assert_true(harness_has(&w->h, "Only if you want one"));
    snprintf(keys, sizeof keys, "%s.key<Enter><Left><Enter>", path); /* low */
    app_world_keys(w, keys);
    assert_true(harness_has(&w->h, "step 3 of 3"));
    snprintf(name, sizeof name, "%s.key", path);
    assert_string_equal(w->app.key_file, name);
    assert_int_equal(access(name, R_OK), 0);
    app_world_keys(w, "<Enter>"); /* and it opens with it */
    assert_non_null(w->app.store);
    app_lock(&w->app);
    app_world_close(w);
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        snprintf(name, sizeof name, "%s%s", path, PARTS[i]);
        unlink(name);
    }
}

static int make_demo(char **path, struct secret *passphrase, struct err *e)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct buf name = { 0 };
    o.profile = KDF_LOW;
    o.fill = store_init_schema;
    buf_addf(&name, "/tmp/test_app_first_run.%ld", (long)getpid());
    *path = buf_take(&name, e);
    return secret_copy(passphrase, "nobody is told", 14, e) < 0 ? -1 : vault_create(*path, passphrase, &o, e);
}

static void drop_demo(const char *path)
{
    static const char *const PARTS[] = { "", "-0", "-1" };
    char name[80];
    for (size_t i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", path, PARTS[i]);
        unlink(name);
    }
}

static void enter_opens_the_demonstration_again(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    w->app.options.make_demo = make_demo;
    w->app.options.drop_demo = drop_demo;
    app_world_keys(w, "j<Enter>");
    assert_non_null(w->app.store);
    app_world_keys(w, "L");
    assert_null(w->app.store);
    assert_true(harness_has(&w->h, "This is the demonstration"));
    app_world_keys(w, "<Enter>");
    assert_non_null(w->app.store);
    app_lock(&w->app); /* its store is not the box's */
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_network_is_out_of_reach),
        cmocka_unit_test(two_that_differ),
        cmocka_unit_test(enter_stays_where_something_is_missing),
        cmocka_unit_test(what_is_missing_is_read_when_small),
        cmocka_unit_test(the_suggested_words_are_whole),
        cmocka_unit_test(a_lock_in_the_middle_of_making_it),
        cmocka_unit_test(trying_the_panic_key_wipes),
        cmocka_unit_test(what_was_typed_goes_after_the_idle_time),
        cmocka_unit_test(a_lock_forgets_the_key_file),
        cmocka_unit_test(f1_is_help_while_typing),
        cmocka_unit_test(the_suggested_words_stay),
        cmocka_unit_test(enter_opens_the_demonstration_again),
        cmocka_unit_test(a_key_file_is_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
