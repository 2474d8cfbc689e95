/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power losses (faultvfs.h) while a vault is made, and while its passphrases change.
 *
 * Made: afterwards there is no vault, and one can be made; or there is one, whole. Changed: the old
 * passphrase or the new one opens, the new one when the change was acknowledged; the record is there; the
 * table of places tells of one passphrase; every block that matters authenticates; a second opening finds
 * nothing to mend. In a third of the cases power goes again while that is opened.
 *
 * Without arguments these are unit tests. `test_crash_vault COUNT` runs COUNT cases in each mode: `make
 * crash`. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "faultvfs.h"
#include "vaults.h"

#define OLD     "lantern oyster"
#define FRESH   "cabin pepper"
#define NAME    "a vault on a simulated disk"
#define MISSING SIZE_MAX

static const struct medium {
    unsigned sector, tear;
} MEDIA[] = { { 512, 0 }, { 512, 3 }, { 512, 30 }, { 4096, 0 }, { 4096, 3 }, { 4096, 30 } };
enum { N_MEDIA = sizeof MEDIA / sizeof *MEDIA };

struct run {
    struct faultvfs *disk;
    uint64_t random;
    bool acknowledged;
    long changes; /* of the disk, while a vault is made */
    struct err e;
    char why[700];
};

static uint32_t draw(struct run *r, uint32_t below)
{
    r->random = r->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(r->random >> 33) % below;
}

static struct vault_options options(struct run *r)
{
    struct vault_options o = VAULTS_OPTIONS;
    o.kdf = vaults_kdf;
    o.io = faultvfs_io(r->disk);
    return o;
}

static bool make(struct run *r)
{
    struct vault_options o = options(r);
    struct secret s = vaults_secret(OLD);
    int rc = vault_create(NAME, &s, &o, &r->e);
    secret_free(&s);
    return rc == 0;
}

static struct vault *open_with(struct run *r, const char *passphrase)
{
    struct vault_options o = options(r);
    struct secret s = vaults_secret(passphrase);
    struct vault *v;
    vault_open(NAME, &s, &o, &v, &r->e);
    secret_free(&s);
    return v;
}

static bool fault(struct run *r, const char *why)
{
    snprintf(r->why, sizeof r->why, "%s (%s)", why, r->e.text);
    return false;
}

/* What must be true of a vault that opened. */
static bool is_whole(struct run *r, struct vault *v)
{
    struct vault_report report;
    if (vaults_number(v, "SELECT count(*) FROM note WHERE text = 'Freedonia'") != 1)
        return fault(r, "the record is gone");
    if (vaults_number(v, "SELECT sum(state = 'used') = 1 AND sum(state <> 'free') = 1 FROM slot_place") != 1)
        return fault(r, "not one place in use");
    if (vault_verify(v, &report, &r->e) < 0)
        return fault(r, "verify");
    return (vault_notices(v) & (VAULT_CONTENT_BAD | VAULT_TORN_COPY)) == 0 || fault(r, "notices");
}

static bool judge(struct run *r)
{
    const char *passphrase = FRESH;
    struct vault *v = open_with(r, FRESH);
    if (!v && r->acknowledged)
        return fault(r, "the new passphrase was acknowledged and does not open");
    if (!v)
        v = open_with(r, passphrase = OLD);
    if (!v)
        return fault(r, "neither passphrase opens");
    bool good = is_whole(r, v);
    vault_close(v, NULL);
    if (!good)
        return false;
    v = open_with(r, passphrase);
    if (!v)
        return fault(r, "does not open again");
    good = is_whole(r, v) && (vault_notices(v) == 0 || fault(r, "not mended"));
    vault_close(v, NULL);
    return good;
}

/* Whatever runs ends with the power going, if it has not gone yet. */
static void lose_power(struct run *r)
{
    faultvfs_power_off_at(r->disk, faultvfs_is_off(r->disk) ? 0 : 1);
}

static void change(struct run *r)
{
    struct vault *v = open_with(r, OLD);
    struct secret s = vaults_secret(FRESH);
    r->acknowledged = v && vault_passphrase_change(v, &s, NULL, &r->e) == 0;
    secret_free(&s);
    lose_power(r);
    vault_close(v, NULL);
    faultvfs_power_on(r->disk);
}

static bool change_case(struct run *r)
{
    faultvfs_power_off_at(r->disk, 1 + (long)draw(r, 60));
    change(r);
    while (draw(r, 3) == 0) {
        faultvfs_power_off_at(r->disk, 1 + (long)draw(r, 40));
        struct vault *v = open_with(r, draw(r, 2) ? OLD : FRESH);
        lose_power(r);
        vault_close(v, NULL);
        faultvfs_power_on(r->disk);
    }
    return judge(r);
}

static bool make_case(struct run *r)
{
    uint32_t all = (uint32_t)r->changes, last = 32; /* half of them where it gets its name and its journals */
    faultvfs_power_off_at(r->disk, 1 + (long)(draw(r, 2) ? draw(r, all) : all - last + draw(r, last)));
    bool made = make(r);
    lose_power(r);
    faultvfs_power_on(r->disk);
    if (faultvfs_size(r->disk, NAME) == MISSING)
        return made      ? fault(r, "acknowledged and gone")
               : make(r) ? judge(r)
                         : fault(r, "cannot be made again");
    return judge(r);
}

static const struct form {
    const char *name;
    bool (*run)(struct run *r);
    bool made; /* begins with a vault */
    unsigned share;
} FORMS[] = { { "passphrase", change_case, true, 100 }, { "creation", make_case, false, 10 } };
enum { N_FORMS = sizeof FORMS / sizeof *FORMS };

static long run_mode(const struct form *form, const struct medium *m, long count, uint64_t seed, bool loud)
{
    struct run base = { .disk = faultvfs_new(1, 4096, 0) };
    struct run empty = { .disk = faultvfs_new(1, 4096, 0) };
    long bad = 0;
    char first[800] = "";
    if (!make(&base))
        snprintf(first, sizeof first, "; %s", base.e.text);
    for (long i = 0; i < count; i++, seed++) {
        struct faultvfs *from = form->made ? base.disk : empty.disk;
        struct run r = { .random = seed * 2 + 1,
                         .changes = faultvfs_changes(base.disk),
                         .disk = faultvfs_clone(from, seed, m->sector, m->tear) };
        if (!form->run(&r) && bad++ == 0)
            snprintf(first, sizeof first, "; first: seed %llu, %s", (unsigned long long)seed, r.why);
        faultvfs_free(r.disk);
    }
    faultvfs_free(base.disk);
    faultvfs_free(empty.disk);
    if (loud || bad)
        printf("%-20s sector %4u  torn %2u%%  %6ld cases  %4ld bad%s\n", form->name, m->sector, m->tear,
               count, bad, first);
    fflush(stdout);
    return bad;
}

static long run_form(const struct form *form, long count, bool loud)
{
    long bad = 0, n = count * form->share / 100;
    for (int m = 0; m < N_MEDIA; m++)
        bad += run_mode(form, &MEDIA[m], n > 0 ? n : 1, 1000000 * (uint64_t)(m + 1), loud);
    return bad;
}

enum { CASES = 60 };

static void nothing_is_lost(void **state)
{
    assert_int_equal(run_form(*state, CASES, false), 0);
}

static int program(long count)
{
    long bad = 0;
    for (int i = 0; i < N_FORMS; i++)
        bad += run_form(&FORMS[i], count, true);
    printf("%ld bad\n", bad);
    return bad ? 1 : 0;
}

int main(int argc, char **argv)
{
    struct CMUnitTest tests[N_FORMS];
    if (argc > 1)
        return program(atol(argv[1]));
    for (int i = 0; i < N_FORMS; i++)
        tests[i] =
            (struct CMUnitTest){ FORMS[i].name, nothing_is_lost, NULL, NULL, (void *)(uintptr_t)&FORMS[i] };
    return _cmocka_run_group_tests("crash_vault", tests, N_FORMS, NULL, NULL);
}
