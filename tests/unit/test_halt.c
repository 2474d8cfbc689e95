/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cutting short what is under way in a vault, from another thread, and what is found of it afterwards. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <pthread.h>
#include <sched.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include "satchel/secure/kdf.h"
#include "satchel/vault/halt.h"
#include "satchel/vault/vault.h"
#include "vaults.h"

#define FOR_EVER "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
#define MANY_ROWS                                                                                            \
    "INSERT INTO note(text) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"                 \
    " SELECT hex(randomblob(200)) FROM n"

struct raised {
    struct halt halt;
    enum halt_level to;
    unsigned after; /* syncs */
};

static void *raise_level(void *arg)
{
    struct raised *r = arg;
    while (atomic_load(&r->halt.syncs) < r->after)
        ;
    atomic_store(&r->halt.level, (int)r->to);
    return NULL;
}

/* The result of a statement that would not end. */
static int run_cut(struct vault *v, struct raised *r, const char *sql)
{
    pthread_t t;
    assert_int_equal(pthread_create(&t, NULL, raise_level, r), 0);
    int rc = sqlite3_exec(vault_db(v), sql, NULL, NULL, NULL);
    pthread_join(t, NULL);
    return rc;
}

static struct vault *open_with(struct vaults *w, struct halt *halt)
{
    struct vault_options o = { .halt = halt };
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    if (!v)
        fail_msg("%s", w->e.text);
    return v;
}

static void a_statement_without_end_ends(void **state)
{
    struct raised r = { .to = HALT_SQL };
    struct vault *v = open_with(*state, &r.halt);
    assert_int_equal(run_cut(v, &r, FOR_EVER) & 0xff, SQLITE_INTERRUPT);
    atomic_store(&r.halt.level, HALT_NONE);
    vaults_add(v, "goes on");
    vaults_close(v);
}

/* What was begun is undone at once, and the vault goes on. */
static void an_import_without_end_is_undone(void **state)
{
    struct vaults *w = *state;
    struct raised r = { .to = HALT_SQL };
    struct vault *v = open_with(w, &r.halt);
    r.after = atomic_load(&r.halt.syncs) + 4; /* it has spilled into the file */
    assert_int_equal(run_cut(v, &r, MANY_ROWS) & 0xff, SQLITE_INTERRUPT);
    atomic_store(&r.halt.level, HALT_NONE);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 1);
    vaults_add(v, "kept");
    vaults_close(v);
    v = open_with(w, NULL);
    assert_int_equal(vault_notices(v), 0);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 2);
    vaults_close(v);
}

/* Nothing more is written, the journal is left as it is, and played back when the vault is next opened. */
static void what_is_cut_off_is_undone_at_the_next_unlock(void **state)
{
    struct vaults *w = *state;
    struct raised r = { .to = HALT_IO };
    struct vault *v = open_with(w, &r.halt);
    r.after = atomic_load(&r.halt.syncs) + 4;
    sqlite3_exec(vault_db(v), "BEGIN", NULL, NULL, NULL);
    assert_int_not_equal(run_cut(v, &r, MANY_ROWS), SQLITE_OK);
    unsigned syncs = atomic_load(&r.halt.syncs);
    size_t before, after;
    uint8_t *file = vaults_read(w->path, &before);
    vault_close(v, NULL);
    uint8_t *then = vaults_read(w->path, &after);
    assert_int_equal(before, after);
    assert_memory_equal(file, then, before);
    assert_int_equal(atomic_load(&r.halt.syncs), syncs);
    free(file);
    free(then);
    v = open_with(w, NULL);
    assert_int_equal(vault_notices(v), VAULT_NOT_LOCKED);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 1);
    vaults_close(v);
}

/* The one that works on it sets itself a time: what is not done by then is undone, and the session is ended,
 * however much of it stands in the file already. */
static void what_comes_too_late_is_undone(void **state)
{
    struct vaults *w = *state;
    struct halt halt = { 0 };
    struct vault *v = open_with(w, &halt);
    atomic_store(&halt.until, INT64_MAX);
    vaults_add(v, "in time");
    unsigned syncs = atomic_load(&halt.syncs);
    atomic_store(&halt.until, 1);
    assert_int_not_equal(sqlite3_exec(vault_db(v), "INSERT INTO note(text) VALUES('late')", NULL, NULL, NULL),
                         SQLITE_OK);
    assert_int_equal(atomic_load(&halt.syncs), syncs);
    atomic_store(&halt.until, 0);
    vaults_close(v);
    v = open_with(w, &halt);
    assert_int_equal(vault_notices(v), 0);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 2);
    syncs = atomic_load(&halt.syncs);
    sqlite3_exec(vault_db(v), "BEGIN", NULL, NULL, NULL);
    assert_int_equal(sqlite3_exec(vault_db(v), MANY_ROWS " LIMIT 40000", NULL, NULL, NULL), SQLITE_OK);
    assert_true(atomic_load(&halt.syncs) > syncs); /* it has spilled into the file */
    atomic_store(&halt.until, 1);
    assert_int_not_equal(sqlite3_exec(vault_db(v), "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    atomic_store(&halt.until, 0);
    vaults_close(v);
    v = open_with(w, NULL);
    assert_int_equal(vault_notices(v), 0);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 2);
    vaults_close(v);
}

/* Where the time is over for the end of the session too, that is told to whoever closes it. */
static void an_end_that_comes_too_late_is_told(void **state)
{
    struct vaults *w = *state;
    struct halt halt = { 0 };
    struct vault *v = open_with(w, &halt);
    atomic_store(&halt.until, 1);
    assert_int_equal(vault_close(v, NULL), -1);
    v = open_with(w, NULL);
    assert_int_equal(vault_notices(v), VAULT_NOT_LOCKED);
    vaults_close(v);
}

/* Neither a copy nor part of one is there. */
static void a_backup_is_cut_short(void **state)
{
    struct vaults *w = *state;
    struct halt halt = { 0 };
    char to[VAULTS_PATH], code[VAULT_STATE_BYTES];
    struct vault *v = open_with(w, &halt);
    int files = vaults_files(w);
    snprintf(to, sizeof to, "%s/copy", w->folder);
    atomic_store(&halt.level, HALT_SQL);
    assert_int_equal(vault_backup(v, to, code, &w->e), -1);
    assert_int_equal(vaults_files(w), files);
    atomic_store(&halt.level, HALT_NONE);
    assert_int_equal(vault_backup(v, to, code, &w->e), 0);
    vaults_close(v);
}

/* ---- the derivation of a key ---- */

/* A derivation that ends when it is let go, and what it finds of the password then. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t news;
    bool held;
    unsigned begun;
    bool wiped;
} slow = { .lock = PTHREAD_MUTEX_INITIALIZER, .news = PTHREAD_COND_INITIALIZER };

static int slow_kdf(const struct secret *password, const uint8_t salt[static KDF_SALT_BYTES],
                    enum kdf_profile profile, struct secret *kek, struct err *e)
{
    pthread_mutex_lock(&slow.lock);
    slow.begun++;
    pthread_cond_broadcast(&slow.news);
    while (slow.held)
        pthread_cond_wait(&slow.news, &slow.lock);
    slow.wiped = true;
    for (size_t i = 0; i < password->len; i++)
        slow.wiped &= password->data[i] == 0;
    pthread_mutex_unlock(&slow.lock);
    return vaults_kdf(password, salt, profile, kek, e);
}

static void hold(bool held)
{
    pthread_mutex_lock(&slow.lock);
    slow.held = held;
    pthread_cond_broadcast(&slow.news);
    pthread_mutex_unlock(&slow.lock);
}

/* The panic key, pressed when the derivation has begun. */
static void *press_when_begun(void *arg)
{
    struct raised *r = arg;
    pthread_mutex_lock(&slow.lock);
    while (slow.begun < r->after)
        pthread_cond_wait(&slow.news, &slow.lock);
    pthread_mutex_unlock(&slow.lock);
    atomic_store(&r->halt.level, HALT_SQL);
    return NULL;
}

static struct vault *open_slowly(struct vaults *w, struct halt *halt, struct err *e)
{
    struct secret passphrase = { 0 };
    struct vault_options o = { .halt = halt, .kdf = slow_kdf };
    struct vault *v = NULL;
    assert_int_equal(secret_copy(&passphrase, VAULTS_PASSPHRASE, strlen(VAULTS_PASSPHRASE), NULL), 0);
    vault_open(w->path, &passphrase, &o, &v, e);
    secret_free(&passphrase);
    return v;
}

static void nobody_waits_for_a_derivation(void **state)
{
    static struct raised r; /* lives as long as the thread that nobody joins */
    struct vaults *w = *state;
    struct err e = { 0 };
    pthread_t t;
    hold(true);
    r.after = 1;
    assert_int_equal(pthread_create(&t, NULL, press_when_begun, &r), 0);
    assert_null(open_slowly(w, &r.halt, &e));
    pthread_join(t, NULL);
    assert_int_equal(e.code, ERR_CANCELLED);
    assert_int_equal(atomic_load(&r.halt.deriving), 1);
    assert_null(open_slowly(w, &r.halt, &e)); /* pressed still */
    assert_int_equal(slow.begun, 1);          /* never two at a time */
    hold(false);
    while (atomic_load(&r.halt.deriving))
        sched_yield();
    assert_true(slow.wiped);
    atomic_store(&r.halt.level, HALT_NONE);
    struct vault *v = open_slowly(w, &r.halt, &e);
    assert_non_null(v);
    assert_false(slow.wiped);
    vaults_close(v);
}

static void a_new_passphrase_that_is_given_up_is_none(void **state)
{
    static struct raised r;
    struct vaults *w = *state;
    struct err e = { 0 };
    struct secret fresh = { 0 };
    pthread_t t;
    struct vault *v = open_slowly(w, &r.halt, &e);
    assert_int_equal(secret_copy(&fresh, "another one", 11, NULL), 0);
    hold(true);
    r.after = slow.begun + 1;
    assert_int_equal(pthread_create(&t, NULL, press_when_begun, &r), 0);
    assert_int_equal(vault_passphrase_change(v, &fresh, NULL, &e), -1);
    pthread_join(t, NULL);
    assert_int_equal(e.code, ERR_CANCELLED);
    hold(false);
    while (atomic_load(&r.halt.deriving))
        sched_yield();
    atomic_store(&r.halt.level, HALT_NONE);
    vaults_close(v);
    assert_non_null(v = open_slowly(w, &r.halt, &e));
    vaults_close(v);
    secret_free(&fresh);
}

static int create_slowly(struct vaults *w, struct halt *halt, struct err *e)
{
    struct secret passphrase = { 0 };
    struct vault_options o = { .halt = halt, .kdf = slow_kdf };
    assert_int_equal(secret_copy(&passphrase, VAULTS_PASSPHRASE, strlen(VAULTS_PASSPHRASE), NULL), 0);
    int rc = vault_create(w->path, &passphrase, &o, e);
    secret_free(&passphrase);
    return rc;
}

static void a_vault_that_is_given_up_is_not_made(void **state)
{
    static struct raised r;
    struct vaults *w = *state;
    struct err e = { 0 };
    pthread_t t;
    hold(true);
    r.after = slow.begun + 1;
    assert_int_equal(pthread_create(&t, NULL, press_when_begun, &r), 0);
    assert_int_equal(create_slowly(w, &r.halt, &e), -1);
    pthread_join(t, NULL);
    assert_int_equal(e.code, ERR_CANCELLED);
    assert_int_equal(vaults_files(w), 0);
    hold(false);
    while (atomic_load(&r.halt.deriving))
        sched_yield();
    assert_true(slow.wiped);
    assert_int_equal(vaults_files(w), 0);
    atomic_store(&r.halt.level, HALT_NONE);
    assert_int_equal(create_slowly(w, &r.halt, &e), 0);
}

/* What it is asked at the n-th time it looks up, until the vault has its name. */
static int looks;

static bool look_up(void *arg)
{
    (void)arg;
    return looks-- <= 0;
}

static void a_vault_given_up_between_its_steps_leaves_nothing(void **state)
{
    struct vaults *w = *state;
    bool made = false;
    int cut = 0;
    for (; !made; cut++) {
        struct halt halt = { .look = look_up };
        struct err e = { 0 };
        looks = cut;
        made = create_slowly(w, &halt, &e) == 0;
        while (atomic_load(&halt.deriving))
            sched_yield();
        assert_int_equal(vaults_files(w), made ? 3 : 0);
        assert_true(made || e.code == ERR_CANCELLED);
    }
    assert_true(cut > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_statement_without_end_ends, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(an_import_without_end_is_undone, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(what_is_cut_off_is_undone_at_the_next_unlock, vaults_setup_one,
                                        vaults_teardown),
        cmocka_unit_test_setup_teardown(what_comes_too_late_is_undone, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(an_end_that_comes_too_late_is_told, vaults_setup_one,
                                        vaults_teardown),
        cmocka_unit_test_setup_teardown(a_backup_is_cut_short, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(nobody_waits_for_a_derivation, vaults_setup_one, vaults_teardown),
        cmocka_unit_test_setup_teardown(a_new_passphrase_that_is_given_up_is_none, vaults_setup_one,
                                        vaults_teardown),
        cmocka_unit_test_setup_teardown(a_vault_that_is_given_up_is_not_made, vaults_setup, vaults_teardown),
        cmocka_unit_test_setup_teardown(a_vault_given_up_between_its_steps_leaves_nothing, vaults_setup,
                                        vaults_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
