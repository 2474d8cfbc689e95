/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The unlock screen over a vault that another program has: it stays, says so, and goes on when it is free. */
#include "app_world.h"

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "satchel/app/confine.h"
#include "satchel/app/keys.h"
#include "satchel/store/exports.h"
#include "satchel/store/open.h"
#include "satchel/store/schema.h"
#include "satchel/vault/erase.h"
#include "satchel/vault/inside.h"
#include "satchel/vault/io.h"
#include "satchel/vault/late.h"
#include "satchel/vault/vault.h"

static const char WORDS[] = "herders land by the river";
static char path[64];

static struct vault *opened(bool read_only)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret words = { 0 };
    struct vault *v = NULL;
    struct err e = { 0 };
    o.read_only = read_only;
    assert_int_equal(secret_copy(&words, WORDS, strlen(WORDS), &e), 0);
    if (vault_open(path, &words, &o, &v, &e) < 0)
        fail_msg("%s", e.text);
    secret_free(&words);
    return v;
}

static int make_vault(void **state)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret words = { 0 };
    struct err e = { 0 };
    (void)state;
    snprintf(path, sizeof path, "/tmp/test_app_unlock.%ld", (long)getpid());
    o.profile = KDF_LOW;
    o.fill = store_init_schema;
    if (secret_copy(&words, WORDS, strlen(WORDS), &e) < 0 || vault_create(path, &words, &o, &e) < 0)
        fail_msg("%s", e.text);
    secret_free(&words);
    return 0;
}

static int drop_vault(void **state)
{
    static const char *const PARTS[] = { "", "-0", "-1" };
    char name[80];
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", path, PARTS[i]);
        unlink(name);
    }
    return 0;
}

/* The unlock screen of a program that starts on the vault. */
static struct app_world *starting(int cols, int rows)
{
    struct app_world *w = app_world_open(cols, rows, NULL);
    assert_int_equal(str_set(&w->app.vault_path, path), 0);
    app_close_views(&w->app);
    assert_int_equal(app_push(&w->app, "unlock", ""), 0);
    app_paint(&w->app);
    return w;
}

static void close_world(struct app_world *w)
{
    app_lock(&w->app); /* its store is not the box's */
    app_world_close(w);
}

/* Left in the middle of it. */
static void a_passphrase_not_entered_goes_after_the_idle_time(void **state)
{
    (void)state;
    struct app_world *w = starting(80, 24);
    app_world_keys(w, "herders land<Ctrl-T>");
    assert_true(harness_has(&w->h, "herders land"));
    w->box.now += 6 * 60;
    app_step(&w->app, 0);
    app_paint(&w->app);
    assert_false(harness_has(&w->h, "herders land"));
    app_world_keys(w, "<Ctrl-T>");
    assert_false(harness_has(&w->h, "herders land"));
    close_world(w);
}

static void it_stays_until_the_vault_is_free(void **state)
{
    (void)state;
    struct vault *other = opened(false);
    struct app_world *w = starting(80, 24);
    assert_true(harness_has(&w->h, "The vault is in use by"));
    assert_true(harness_has(&w->h, "Enter try again"));
    assert_false(harness_has(&w->h, "Ctrl-R"));
    app_world_keys(w, WORDS);
    app_world_keys(w, "<Ctrl-R><Enter>");
    assert_true(harness_has(&w->h, "The vault is in use by"));
    assert_false(w->app.done);
    vault_close(other, NULL);
    app_world_keys(w, "<Enter>"); /* what was typed is tried now */
    assert_non_null(w->app.store);
    assert_false(w->app.read_only);
    close_world(w);
}

static void it_says_when_it_is_free(void **state)
{
    (void)state;
    struct vault *other = opened(false);
    struct app_world *w = starting(40, 12);
    assert_true(harness_has(&w->h, "The vault is in use by"));
    vault_close(other, NULL);
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "The vault is free again."));
    assert_false(harness_has(&w->h, "try again"));
    close_world(w);
}

/* Taken away, or erased, by who had it. */
static void it_says_when_it_is_gone(void **state)
{
    char away[80];
    (void)state;
    struct vault *other = opened(false);
    struct app_world *w = starting(80, 24);
    snprintf(away, sizeof away, "%s.away", path);
    assert_int_equal(rename(path, away), 0);
    vault_close(other, NULL);
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "There is no vault"));
    assert_false(harness_has(&w->h, "free"));
    assert_int_equal(rename(away, path), 0);
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "The vault is there again."));
    assert_false(harness_has(&w->h, "There is no vault"));
    close_world(w);
}

/* Readers keep writers out, not each other. */
static void it_can_be_read_beside_a_reader(void **state)
{
    (void)state;
    struct vault *other = opened(true);
    struct app_world *w = starting(80, 24);
    assert_true(harness_has(&w->h, "The vault is in use by"));
    assert_true(harness_has(&w->h, "Ctrl-R read only"));
    app_world_keys(w, WORDS);
    app_world_keys(w, "<Ctrl-R>");
    assert_non_null(w->app.store);
    assert_true(harness_has(&w->h, "read only"));
    close_world(w);
    vault_close(other, NULL);
}

static void type_and(struct app_world *w, const char *words, const char *key)
{
    app_world_keys(w, words);
    app_world_keys(w, key);
}

/* A duress passphrase that can only read erases nothing: reading only is for the one try. */
static void reading_only_ends_at_a_lock(void **state)
{
    (void)state;
    struct vault *other = opened(true);
    struct app_world *w = starting(80, 24);
    type_and(w, WORDS, "<Ctrl-R>");
    assert_true(vault_read_only(w->app.vault));
    vault_close(other, NULL);
    app_lock(&w->app);
    app_paint(&w->app);
    assert_false(harness_has(&w->h, "read only"));
    type_and(w, WORDS, "<Enter>");
    assert_false(vault_read_only(w->app.vault));
    assert_false(w->app.read_only);
    close_world(w);
}

static void reading_only_ends_with_a_failed_try(void **state)
{
    (void)state;
    struct vault *other = opened(true);
    struct app_world *w = starting(80, 24);
    type_and(w, "herders", "<Ctrl-R>");
    assert_true(harness_has(&w->h, "Wrong passphrase"));
    assert_true(harness_has(&w->h, "Ctrl-R read only")); /* still held */
    assert_false(w->app.read_only);
    vault_close(other, NULL);
    type_and(w, WORDS, "<Enter>");
    assert_false(vault_read_only(w->app.vault));
    close_world(w);
}

static void reading_only_waits_for_a_passphrase(void **state)
{
    (void)state;
    struct vault *other = opened(true);
    struct app_world *w = starting(40, 12);
    app_world_keys(w, "<Ctrl-R>");
    assert_false(w->app.read_only);
    assert_false(harness_has(&w->h, "free again"));
    assert_true(harness_has(&w->h, "Type the passphrase"));
    type_and(w, WORDS, "<Ctrl-R>");
    assert_true(vault_read_only(w->app.vault));
    close_world(w);
    vault_close(other, NULL);
}

/* The one who asks for it on the command line sees it before the passphrase is typed. */
static void the_screen_says_that_it_will_only_read(void **state)
{
    (void)state;
    struct app_world *w = starting(40, 12);
    assert_false(harness_has(&w->h, "read only"));
    w->app.options.read_only = true;
    app_lock(&w->app);
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "read only"));
    type_and(w, WORDS, "<Enter>");
    assert_true(vault_read_only(w->app.vault));
    app_lock(&w->app);
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "read only"));
    close_world(w);
}

/* The disk takes nothing any more. What it says then is not what it says of a vault that somebody else, or a
 * power cut, left open. */
static void a_lock_that_the_disk_did_not_finish_is_told_as_that(void **state)
{
    (void)state;
    static const char OURS[] = "The last lock could not be finished on the disk", OTHER[] = "ended without";
    struct app_world *w = starting(80, 24);
    type_and(w, WORDS, "<Enter>");
    compartment_stop(&w->app.vault->compartment);
    app_lock(&w->app);
    type_and(w, WORDS, "<Enter>");
    assert_true(harness_has(&w->h, OURS));
    assert_false(harness_has(&w->h, OTHER));
    app_lock(&w->app);
    type_and(w, WORDS, "<Enter>");
    assert_false(harness_has(&w->h, OURS));
    app_lock(&w->app);
    assert_int_equal(writing_wait(&w->app, NULL), 0);
    struct vault *other = opened(false);
    compartment_stop(&other->compartment);
    vault_close(other, NULL);
    type_and(w, WORDS, "<Enter>");
    assert_true(harness_has(&w->h, OTHER));
    close_world(w);
}

/* Told to end in the middle of a change, which is cut off with the connection that made it. */
static void what_was_typed_is_kept_at_the_end_of_a_change_cut_off(void **state)
{
    (void)state;
    struct app_world *w = starting(80, 24);
    type_and(w, WORDS, "<Enter>");
    app_world_keys(w, "<Ctrl-N>half a thought");
    compartment_stop(&w->app.vault->compartment);
    w->app.done = true;
    app_close_vault(&w->app);
    assert_int_equal(writing_wait(&w->app, NULL), 0);
    assert_false(w->app.unstored || w->app.unkept || w->app.unended);
    w->app.done = false;
    app_lock(&w->app);
    app_world_close(w);
    w = starting(80, 24);
    type_and(w, WORDS, "<Enter>");
    assert_true(harness_has(&w->h, "half a thought"));
    assert_false(harness_has(&w->h, "ended without"));
    close_world(w);
}

/* A disk whose syncs hang while that is said, or fail. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t news;
    bool hangs, fails;
    int passes; /* so many more before it hangs; -1: it does not */
} slow = { .lock = PTHREAD_MUTEX_INITIALIZER, .news = PTHREAD_COND_INITIALIZER, .passes = -1 };

static bool sync_fails(void)
{
    pthread_mutex_lock(&slow.lock);
    slow.hangs |= slow.passes == 0;
    slow.passes -= slow.passes >= 0;
    while (slow.hangs)
        pthread_cond_wait(&slow.news, &slow.lock);
    bool fails = slow.fails;
    pthread_mutex_unlock(&slow.lock);
    errno = fails ? EIO : errno;
    return fails;
}

static int slow_sync(const struct vault_io *io, int fd)
{
    (void)io;
    return sync_fails() ? -1 : VAULT_IO_SYSTEM.sync(&VAULT_IO_SYSTEM, fd);
}

static ssize_t slow_write_durable(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    (void)io;
    return sync_fails() ? -1 : VAULT_IO_SYSTEM.write_durable(&VAULT_IO_SYSTEM, fd, from, n, at);
}

static void hang(bool hangs)
{
    pthread_mutex_lock(&slow.lock);
    slow.hangs = hangs;
    pthread_cond_broadcast(&slow.news);
    pthread_mutex_unlock(&slow.lock);
}

static void hang_after(int passes)
{
    pthread_mutex_lock(&slow.lock);
    slow.passes = passes;
    pthread_mutex_unlock(&slow.lock);
}

/* It goes on after that as if nothing had been. */
static void fail_what_hangs(struct app_world *w)
{
    pthread_mutex_lock(&slow.lock);
    slow.fails = true;
    pthread_mutex_unlock(&slow.lock);
    hang(false);
    assert_int_equal(writing_wait(&w->app, NULL), 0);
    pthread_mutex_lock(&slow.lock);
    slow.fails = false;
    slow.passes = -1;
    pthread_mutex_unlock(&slow.lock);
    app_paint(&w->app);
}

static struct app_world *starting_slow(void)
{
    static struct vault_io io;
    io = VAULT_IO_SYSTEM;
    io.sync = slow_sync;
    io.write_durable = slow_write_durable;
    struct app_world *w = starting(80, 24);
    late_free(w->app.writing.late);
    w->app.writing.late = late_new(&io, NULL);
    return w;
}

/* Nothing of the lock waits for it; nobody is told that nothing was lost, and nothing is opened, before it
 * has what it was given. */
static void a_lock_does_not_wait_for_the_disk(void **state)
{
    (void)state;
    struct app_world *w = starting_slow();
    type_and(w, WORDS, "<Enter>");
    app_world_keys(w, "<Ctrl-N>half a thought");
    hang(true);
    app_world_keys(w, "<F12>");
    assert_null(w->app.store);
    assert_null(w->app.vault);
    assert_true(harness_has(&w->h, "The disk is still being written"));
    assert_false(harness_has(&w->h, "Nothing was lost"));
    assert_int_equal(w->app.sealed.n, 1); /* should the disk not take it */
    app_world_keys(w, WORDS);
    w->app.looked = 0;                 /* its clock stands still */
    app_world_keys(w, "<Enter><F12>"); /* a lock gives that up too */
    assert_null(w->app.store);
    assert_true(harness_has(&w->h, "The disk is still being written"));
    app_world_keys(w, WORDS); /* nor does it outlast the idle time */
    w->box.now += 6 * 60;
    assert_int_equal(writing_wait(&w->app, NULL), -1);
    app_step(&w->app, 0);
    app_touch(&w->app);
    hang(false);
    assert_int_equal(writing_wait(&w->app, NULL), 0);
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "Locked. What was under way was given up."));
    assert_int_equal(w->app.sealed.n, 0);
    type_and(w, WORDS, "<Enter>");
    assert_true(harness_has(&w->h, "half a thought"));
    close_world(w);
}

static void a_key_file_is_named_here(void **state)
{
    (void)state;
    char before[80], key[80], keys[200];
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret words = { 0 };
    struct err e = { 0 };
    strcpy(before, path);
    snprintf(key, sizeof key, "%.60s.jpg", before);
    snprintf(path, sizeof path, "%.40s.key", before);
    FILE *f = fopen(key, "w");
    assert_true(f && fputs("a picture of a boat", f) >= 0 && fclose(f) == 0);
    o.profile = KDF_LOW;
    o.fill = store_init_schema;
    o.key_file = key;
    assert_int_equal(secret_copy(&words, WORDS, strlen(WORDS), &e), 0);
    assert_int_equal(vault_create(path, &words, &o, &e), 0);
    secret_free(&words);

    struct app_world *w = starting(80, 24);
    assert_true(harness_has(&w->h, "Tab key file"));
    app_world_keys(w, WORDS);
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "Wrong passphrase"));
    snprintf(keys, sizeof keys, "<Tab>%s<Enter>", key + 1); /* not there: a relative path */
    app_world_keys(w, keys);
    app_world_keys(w, WORDS);
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "There is no key file"));
    snprintf(keys, sizeof keys, "<Tab><Home>/<Enter>%s<Enter>", WORDS);
    app_world_keys(w, keys);
    assert_non_null(w->app.store);
    app_lock(&w->app);
    app_paint(&w->app);
    assert_false(harness_has(&w->h, "is named")); /* the other part may have none */
    assert_null(w->app.key_file);
    app_world_keys(w, WORDS);
    app_world_keys(w, "<Enter>");
    assert_true(harness_has(&w->h, "Wrong passphrase"));
    w->app.options.key_file = key; /* as if given on the command line: stays, whatever is open */
    app_lock(&w->app);
    app_world_keys(w, WORDS);
    app_world_keys(w, "<Enter>");
    assert_non_null(w->app.store);
    app_lock(&w->app);
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "Key file  is named"));
    assert_false(harness_has(&w->h, ".jpg"));
    app_world_keys(w, WORDS);
    app_world_keys(w, "<Enter>");
    assert_non_null(w->app.store);
    close_world(w);
    drop_vault(NULL);
    unlink(key);
    strcpy(path, before);
}

/* As q on the agenda. */
static void leaving_with_a_text_in_memory_alone_is_asked(void **state)
{
    (void)state;
    struct app_world *w = starting(80, 24);
    w->app.unstored = true;
    app_world_keys(w, "<Ctrl-C>");
    assert_false(w->app.done);
    assert_true(harness_has(&w->h, "memory alone, and is"));
    app_world_keys(w, "x<Ctrl-C>"); /* in a row */
    assert_false(w->app.done);
    app_world_keys(w, "<Ctrl-C>");
    assert_true(w->app.done);
    close_world(w);
    w = starting(80, 24);
    app_world_keys(w, "<Ctrl-C>");
    assert_true(w->app.done);
    close_world(w);
}

/* Whoever presses a lock key goes on typing: the screen must stay, and the half typed passphrase must not. */
static void assert_wiped(struct app_world *w)
{
    assert_false(w->app.done);
    assert_string_equal(app_top(&w->app)->class->name, "unlock");
    assert_false(harness_has(&w->h, "herders"));
    app_world_keys(w, "<Enter>");
    assert_null(w->app.store);
    assert_false(harness_has(&w->h, "Wrong passphrase")); /* nothing was tried */
}

static void a_lock_key_wipes_what_was_typed(void **state)
{
    (void)state;
    struct app_world *w = starting(80, 24);
    app_world_keys(w, "<Ctrl-T>");
    app_world_keys(w, WORDS);
    assert_true(harness_has(&w->h, "herders"));
    screen_wake(1); /* as the panic key does before the guard stands */
    app_world_keys(w, "");
    assert_wiped(w);
    app_world_keys(w, "<Ctrl-T>");
    app_world_keys(w, WORDS);
    app_world_keys(w, "<F12>");
    assert_wiped(w);
    app_world_keys(w, "<Tab>/nowhere/key<F12>");
    assert_false(harness_has(&w->h, "nowhere"));
    assert_wiped(w);
    app_world_keys(w, WORDS);
    app_world_keys(w, "<Enter>");
    assert_non_null(w->app.store);
    close_world(w);
}

/* In the first run there is no vault to ask for: it begins again. */
static void a_panic_press_in_the_first_run_wipes_too(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_keys(w, "<Enter><Tab><Ctrl-T>");
    app_world_keys(w, WORDS);
    assert_true(harness_has(&w->h, "herders"));
    screen_wake(1);
    app_world_keys(w, "");
    assert_false(w->app.done);
    assert_string_equal(app_top(&w->app)->class->name, "first-run");
    assert_false(harness_has(&w->h, "herders"));
    assert_true(harness_has(&w->h, "Create a vault"));
    app_world_close(w);
}

static void run(struct app_world *w, const char *sql)
{
    assert_int_equal(sqlite3_exec(vault_db(w->app.vault), sql, NULL, NULL, NULL), SQLITE_OK);
}

/* As an unlock finds them, for ever or until the disk has room again. */
static void make_unreadable(struct app_world *w)
{
    run(w, "ALTER TABLE setting RENAME TO setting_away; ALTER TABLE exported RENAME TO exported_away");
}

static void make_readable(struct app_world *w)
{
    run(w, "ALTER TABLE setting_away RENAME TO setting; ALTER TABLE exported_away RENAME TO exported");
}

static void open_again(struct app_world *w)
{
    erasing_close(&w->app);
    erasing_open(&w->app);
    app_paint(&w->app);
}

/* The older draft of it stands in the vault, and the disk takes nothing more, not at the unlock either. */
static void a_text_in_memory_alone_is_told_after_an_unlock(void **state)
{
    (void)state;
    struct app_world *w = starting(80, 24);
    type_and(w, WORDS, "<Enter>");
    app_world_keys(w, "<Ctrl-N>half a thought");
    app_keep_drafts(&w->app);
    run(w, "CREATE TRIGGER full_new BEFORE INSERT ON draft BEGIN SELECT RAISE(ABORT, 'full'); END;"
           "CREATE TRIGGER full_old BEFORE UPDATE ON draft BEGIN SELECT RAISE(ABORT, 'full'); END");
    app_world_keys(w, " and the rest of it");
    app_lock(&w->app);
    assert_int_equal(writing_wait(&w->app, NULL), 0);
    type_and(w, WORDS, "<Enter>");
    assert_true(harness_has(&w->h, "half a thought"));
    assert_false(harness_has(&w->h, "the rest of it"));
    assert_false(harness_has(&w->h, "is back"));
    assert_true(harness_has(&w->h, "in memory alone still"));
    assert_true(harness_has(&w->h, "quitting loses it"));
    app_world_keys(w, "<Esc>");
    while (w->app.n_views > 1)
        app_pop(&w->app);
    app_world_keys(w, "qq");
    assert_false(w->app.done);
    assert_true(harness_has(&w->h, "is lost when you quit"));
    app_world_keys(w, "<Enter>"); /* stays */
    assert_false(w->app.done);
    assert_true(harness_has(&w->h, "Agenda"));
    app_world_go(w, "lock-and-quit");
    assert_false(w->app.done);
    app_world_keys(w, "<Right><Enter>");
    assert_true(w->app.done);
    w->app.done = false;
    run(w, "DROP TRIGGER full_new; DROP TRIGGER full_old");
    app_lock(&w->app);
    assert_int_equal(writing_wait(&w->app, NULL), 0);
    type_and(w, WORDS, "<Enter>");
    assert_false(w->app.unstored);
    close_world(w);
}

static void an_armed_key_that_cannot_be_read_stays_armed(void **state)
{
    (void)state;
    struct app_world *w = starting(80, 24);
    type_and(w, WORDS, "<Enter>");
    assert_int_equal(exported_add(w->app.store, "/media/stick/Letter.pdf", "letter", NULL), 0);
    assert_int_equal(erasing_arm(&w->app, true, NULL), 0);
    app_reload(&w->app);
    make_unreadable(w);
    app_reload(&w->app);
    assert_int_equal(erase_exports(w->app.erase), 1); /* what was known before */
    open_again(w);
    assert_true(erasing_armed(&w->app));
    assert_true(harness_has(&w->h, "it stays armed as before"));
    assert_false(harness_has(&w->h, "more exports on record"));
    make_readable(w);
    assert_int_equal(erasing_arm(&w->app, false, NULL), 0);
    make_unreadable(w);
    open_again(w);
    assert_false(erasing_armed(&w->app));
    make_readable(w);
    close_world(w);
}

/* The answer of the other part is none. */
static void a_key_of_the_other_part_is_not_armed_by_this_one(void **state)
{
    (void)state;
    struct app_world *w = starting(80, 24);
    type_and(w, WORDS, "<Enter>");
    assert_int_equal(erasing_arm(&w->app, true, NULL), 0);
    make_unreadable(w);
    erasing_close(&w->app);
    w->app.counted_in.sealed[0] ^= 1;
    erasing_open(&w->app);
    app_paint(&w->app);
    assert_false(erasing_armed(&w->app));
    assert_true(harness_has(&w->h, "for now it only locks"));
    make_readable(w);
    app_reload(&w->app);
    assert_true(erasing_armed(&w->app));
    assert_int_equal(erasing_arm(&w->app, false, NULL), 0);
    close_world(w);
}

/* While it is opened the disk stops, at whichever sync; the lock key; and then it fails. false: it did not
 * come to so many. */
static bool opens_and_fails(int sync)
{
    drop_vault(NULL);
    make_vault(NULL);
    struct app_world *w = starting_slow();
    type_and(w, WORDS, "<Enter>");
    app_world_keys(w, "<Ctrl-N>half a thought");
    hang(true);
    app_world_keys(w, "<F12>");
    fail_what_hangs(w);
    assert_true(harness_has(&w->h, "in memory alone"));
    app_world_keys(w, WORDS);
    hang_after(sync);
    w->app.looked = 0;
    app_world_keys(w, "<Enter><F12>");
    assert_null(w->app.store);
    bool hung = slow.hangs;
    hang_after(-1);
    fail_what_hangs(w);
    type_and(w, WORDS, "<Enter>");
    assert_true(harness_has(&w->h, "half a thought"));
    app_lock(&w->app);
    assert_int_equal(writing_wait(&w->app, NULL), 0);
    assert_int_equal(w->app.sealed.n, 0);
    close_world(w);
    return hung;
}

static void what_is_given_back_is_not_lost_with_the_disk(void **state)
{
    (void)state;
    assert_true(opens_and_fails(0));
    for (int sync = 1; sync < 8; sync++)
        opens_and_fails(sync);
}

static bool every_key(struct app *a, uint32_t key)
{
    (void)a;
    (void)key;
    return true;
}

/* A note is being saved when the disk stops, and that is left for a key which does not lock after all. */
static struct app_world *left_in_a_save(void)
{
    struct app_world *w = starting_slow();
    type_and(w, WORDS, "<Enter>");
    app_world_keys(w, "<Ctrl-N>half a thought");
    hang(true);
    w->app.looked = 0;
    w->app.key_locks = every_key;
    app_world_keys(w, "<Ctrl-S>x");
    w->app.key_locks = app_key_locks;
    return w;
}

/* What is left counts as done: whatever the key does in its turn, nothing may be built on that. */
static void a_lock_follows_what_was_left(void **state)
{
    (void)state;
    struct app_world *w = left_in_a_save();
    assert_null(w->app.store);
    assert_true(harness_has(&w->h, "The disk is still being written"));
    hang(false);
    assert_int_equal(writing_wait(&w->app, NULL), 0);
    close_world(w);
}

static void leaving_costs_what_was_being_saved(void **state)
{
    (void)state;
    struct app_world *w = left_in_a_save();
    assert_true(writing_saving(&w->app));
    assert_int_equal(app_push(&w->app, "leaving", ""), 0);
    app_world_keys(w, "<Ctrl-C>");
    assert_true(harness_has(&w->h, "what was being saved, and"));
    assert_false(harness_has(&w->h, "is in the vault"));
    hang(false);
    assert_int_equal(writing_wait(&w->app, NULL), 0);
    assert_false(writing_saving(&w->app));
    close_world(w);
}

/* Landlock cannot be widened: no unlock helps, so none is asked for. */
static void a_disk_put_back_out_of_reach_is_told_with_what_it_costs(void **state)
{
    (void)state;
    struct app_world *w = starting(80, 24);
    struct err e = { .code = ERR_PERMISSION };
    w->app.confine.files = w->app.unstored = true;
    app_confine_moved(&w->app, &e);
    assert_non_null(strstr(e.text, "quitting loses it"));
    app_world_keys(w, "<Ctrl-C>");
    assert_true(harness_has(&w->h, "this Satchel cannot reach"));
    assert_false(harness_has(&w->h, "unlock first"));
    assert_false(w->app.done);
    app_world_keys(w, "<Ctrl-C>");
    assert_true(w->app.done);
    w->app.confine.files = false;
    close_world(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_passphrase_not_entered_goes_after_the_idle_time),
        cmocka_unit_test(it_stays_until_the_vault_is_free),
        cmocka_unit_test(it_says_when_it_is_free),
        cmocka_unit_test(it_can_be_read_beside_a_reader),
        cmocka_unit_test(reading_only_ends_at_a_lock),
        cmocka_unit_test(reading_only_ends_with_a_failed_try),
        cmocka_unit_test(reading_only_waits_for_a_passphrase),
        cmocka_unit_test(the_screen_says_that_it_will_only_read),
        cmocka_unit_test(a_lock_that_the_disk_did_not_finish_is_told_as_that),
        cmocka_unit_test(a_lock_does_not_wait_for_the_disk),
        cmocka_unit_test(what_was_typed_is_kept_at_the_end_of_a_change_cut_off),
        cmocka_unit_test(it_says_when_it_is_gone),
        cmocka_unit_test(a_key_file_is_named_here),
        cmocka_unit_test(leaving_with_a_text_in_memory_alone_is_asked),
        cmocka_unit_test(a_text_in_memory_alone_is_told_after_an_unlock),
        cmocka_unit_test(an_armed_key_that_cannot_be_read_stays_armed),
        cmocka_unit_test(a_key_of_the_other_part_is_not_armed_by_this_one),
        cmocka_unit_test(a_lock_key_wipes_what_was_typed),
        cmocka_unit_test(a_panic_press_in_the_first_run_wipes_too),
        cmocka_unit_test(what_is_given_back_is_not_lost_with_the_disk),
        cmocka_unit_test(a_lock_follows_what_was_left),
        cmocka_unit_test(leaving_costs_what_was_being_saved),
        cmocka_unit_test(a_disk_put_back_out_of_reach_is_told_with_what_it_costs),
    };
    return cmocka_run_group_tests(tests, make_vault, drop_vault);
}
