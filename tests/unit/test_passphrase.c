/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding, changing, removing passphrases, and being interrupted at it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/vault/header.h"
#include "satchel/vault/io.h"
#include "vaults.h"

#define FRESH "cabin pepper"
#define THIRD "gravel lemon"
#define NEXT  "harbor violin"

static int with(int (*f)(struct vault *, const struct secret *, const struct vault_options *, struct err *),
                struct vaults *w, struct vault *v, const char *text)
{
    struct secret s = vaults_secret(text);
    int rc = f(v, &s, NULL, &w->e);
    secret_free(&s);
    return rc;
}

static int add(struct vaults *w, struct vault *v, const char *text, const char *label)
{
    struct secret s = vaults_secret(text);
    int rc = vault_passphrase_add(v, &s, label, NULL, &w->e);
    secret_free(&s);
    return rc;
}

static bool opens(struct vaults *w, const char *text)
{
    struct vault *v = vaults_open(w, text, NULL);
    bool good = v && vault_notices(v) == 0 && vaults_number(v, "SELECT count(*) FROM note") == 1;
    assert_true(v || w->e.code == ERR_PASSPHRASE);
    vaults_close(v);
    return good;
}

static void a_change(void **state)
{
    struct vaults *w = *state;
    struct vault_place places[4];
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(with(vault_passphrase_change, w, v, VAULTS_PASSPHRASE), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
    assert_int_equal(with(vault_passphrase_change, w, v, ""), -1);
    assert_int_equal(w->e.code, ERR_INPUT);
    assert_int_equal(with(vault_passphrase_change, w, v, FRESH), 0);
    assert_int_equal(vault_passphrase_list(v, places, &w->e), 1);
    assert_true(places[0].mine && places[0].used);
    assert_int_equal(with(vault_passphrase_change, w, v, THIRD), 0); /* again in the same session */
    vaults_close(v);
    assert_false(opens(w, VAULTS_PASSPHRASE));
    assert_false(opens(w, FRESH));
    assert_true(opens(w, THIRD));
}

static void three_and_no_more(void **state)
{
    struct vaults *w = *state;
    struct vault_place places[4];
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(add(w, v, FRESH, "for a colleague"), 0);
    assert_int_equal(add(w, v, THIRD, ""), 0);
    assert_int_equal(add(w, v, NEXT, ""), -1);
    assert_int_equal(w->e.code, ERR_INPUT);
    assert_int_equal(add(w, v, FRESH, ""), -1);
    assert_int_equal(w->e.code, ERR_EXISTS);
    assert_int_equal(vault_passphrase_list(v, places, &w->e), 3);
    int mine = 0, labelled = 0;
    for (int i = 0; i < 3; i++) {
        mine += places[i].mine;
        labelled += strcmp(places[i].label, "for a colleague") == 0;
    }
    assert_int_equal(mine, 1);
    assert_int_equal(labelled, 1);
    vaults_close(v);
    v = vaults_open(w, FRESH, NULL);
    assert_int_equal(with(vault_passphrase_change, w, v, NEXT), 0); /* with all places but one taken */
    assert_int_equal(vault_passphrase_list(v, places, &w->e), 3);
    for (int i = 0; i < 3; i++)
        assert_true(!places[i].mine || strcmp(places[i].label, "for a colleague") == 0);
    vaults_close(v);
    assert_true(opens(w, VAULTS_PASSPHRASE));
    assert_false(opens(w, FRESH));
    assert_true(opens(w, THIRD));
    assert_true(opens(w, NEXT));
}

static void removing(void **state)
{
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(with(vault_passphrase_remove, w, v, VAULTS_PASSPHRASE), -1); /* the last */
    assert_int_equal(w->e.code, ERR_INPUT);
    assert_int_equal(add(w, v, FRESH, ""), 0);
    assert_int_equal(with(vault_passphrase_remove, w, v, THIRD), -1);
    assert_int_equal(w->e.code, ERR_NOT_FOUND);
    assert_int_equal(with(vault_passphrase_remove, w, v, VAULTS_PASSPHRASE),
                     -1); /* the one of this session */
    assert_int_equal(w->e.code, ERR_INPUT);
    assert_int_equal(with(vault_passphrase_remove, w, v, FRESH), 0);
    vaults_close(v);
    assert_true(opens(w, VAULTS_PASSPHRASE));
    assert_false(opens(w, FRESH));
}

/* The other compartment's slots and both pools may hold what this session cannot know of. */
static void only_own_places_are_written(void **state)
{
    struct vaults *w = *state;
    size_t n;
    uint8_t *before = vaults_read(w->path, &n), *after;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(add(w, v, FRESH, ""), 0);
    assert_int_equal(with(vault_passphrase_change, w, v, THIRD), 0);
    assert_int_equal(with(vault_passphrase_remove, w, v, FRESH), 0);
    vaults_close(v);
    after = vaults_read(w->path, &n);
    int changed[2] = { 0, 0 };
    for (unsigned i = 0; i < HEADER_SLOTS; i++)
        changed[i / 4] += memcmp(before + header_slot_at(i), after + header_slot_at(i), HEADER_SECTOR) != 0;
    assert_int_equal(changed[0] == 0 ? changed[1] : changed[0], 3);
    assert_true(changed[0] == 0 || changed[1] == 0);
    assert_memory_equal(before, after, HEADER_SECTOR);
    assert_memory_equal(before + 9 * HEADER_SECTOR, after + 9 * HEADER_SECTOR,
                        HEADER_BYTES - 9 * HEADER_SECTOR);
    free(before);
    free(after);
}

/* ---- interrupted ----
 * At every write, sync and truncation of a change, what a kill at this moment would leave is copied and
 * opened: by the old passphrase, or the new one, with the record in it; and a second time, when nothing may
 * be left to mend. A write into the header is tried torn in the middle too. */

struct interrupting {
    struct vault_io io;
    struct vaults *w;
    bool on;
    int points, by_old, by_new;
};

static void try_opening(struct interrupting *t, const char *path)
{
    struct vaults *w = t->w;
    const char *pass = VAULTS_PASSPHRASE;
    struct vault *v = vaults_open_at(w, path, pass, NULL);
    if (!v)
        v = vaults_open_at(w, path, pass = FRESH, NULL);
    if (!v)
        fail_msg("at point %d neither opens: %s", t->points, w->e.text);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM note"), 1);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM slot_place WHERE state = 'used'"), 1);
    assert_int_equal(vaults_number(v, "SELECT count(*) FROM slot_place WHERE state <> 'free'"), 1);
    vaults_close(v);
    *(strcmp(pass, FRESH) == 0 ? &t->by_new : &t->by_old) += 1;
}

static void interrupt(const struct vault_io *io, const void *torn, size_t n, off_t at)
{
    struct interrupting *t = (struct interrupting *)(uintptr_t)io;
    char to[VAULTS_PATH];
    if (!t->on)
        return;
    t->points++;
    vaults_kill(t->w, torn, n, at, to);
    try_opening(t, to);
}

static ssize_t interrupted_write(const struct vault_io *io, int fd, const void *from, size_t n, off_t at)
{
    interrupt(io, NULL, 0, 0);
    if (at < HEADER_BYTES && n == HEADER_SECTOR)
        interrupt(io, from, n / 2, at);
    return VAULT_IO_SYSTEM.write(io, fd, from, n, at);
}

static void a_change_killed_anywhere(void **state)
{
    struct vaults *w = *state;
    struct interrupting t = { .io = VAULT_IO_SYSTEM, .w = w };
    t.io.write = interrupted_write;
    struct vault_options o = { .io = &t.io };
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, &o);
    t.on = true;
    assert_int_equal(with(vault_passphrase_change, w, v, FRESH), 0);
    t.on = false;
    vaults_close(v);
    assert_true(opens(w, FRESH));
    print_message("%d points: the old one opened at %d, the new one at %d\n", t.points, t.by_old, t.by_new);
    assert_true(t.points > 10 && t.by_old > 5 && t.by_new > 0);
}

/* Written and durable, but the table says `new`: the new passphrase opened it, so it holds. */
static void the_new_one_completes_the_change(void **state)
{
    struct vaults *w = *state;
    char sql[200];
    struct vault_place places[4];
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_passphrase_list(v, places, &w->e), 1);
    int old = places[0].number;
    assert_int_equal(add(w, v, FRESH, ""), 0);
    snprintf(sql, sizeof sql,
             "UPDATE slot_place SET state = 'new', replaces = %d WHERE state = 'used' AND place <> %d", old,
             old);
    vaults_sql(v, sql);
    vaults_close(v);
    v = vaults_open(w, FRESH, NULL);
    assert_int_equal(vault_notices(v), VAULT_CHANGE_DONE);
    vaults_close(v);
    assert_false(opens(w, VAULTS_PASSPHRASE));
    assert_true(opens(w, FRESH));
}

static void the_old_one_undoes_the_change(void **state)
{
    struct vaults *w = *state;
    char sql[100];
    struct vault_place places[4];
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_passphrase_list(v, places, &w->e), 1);
    assert_int_equal(add(w, v, FRESH, ""), 0);
    snprintf(sql, sizeof sql, "UPDATE slot_place SET state = 'new' WHERE state = 'used' AND place <> %d",
             places[0].number);
    vaults_sql(v, sql);
    vaults_close(v);
    v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    assert_int_equal(vault_notices(v), VAULT_CHANGE_UNDONE);
    vaults_close(v);
    assert_true(opens(w, VAULTS_PASSPHRASE));
    assert_false(opens(w, FRESH));
}

/* Whatever the table says, the last passphrase is not taken away. */
static void the_last_one_stays(void **state)
{
    struct vaults *w = *state;
    struct vault *v = vaults_open(w, VAULTS_PASSPHRASE, NULL);
    vaults_sql(v, "UPDATE slot_place SET state = 'going' WHERE state = 'used'");
    vaults_close(v);
    vaults_close(vaults_open(w, VAULTS_PASSPHRASE, NULL));
    assert_true(opens(w, VAULTS_PASSPHRASE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define ONE(f) cmocka_unit_test_setup_teardown(f, vaults_setup_one, vaults_teardown)
        ONE(a_change),
        ONE(three_and_no_more),
        ONE(removing),
        ONE(only_own_places_are_written),
        ONE(a_change_killed_anywhere),
        ONE(the_new_one_completes_the_change),
        ONE(the_old_one_undoes_the_change),
        ONE(the_last_one_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
