/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "powerloss.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct medium MEDIA[POWERLOSS_MEDIA] = { { 512, 0 },  { 512, 3 },  { 512, 30 },
                                                      { 4096, 0 }, { 4096, 3 }, { 4096, 30 } };
#define SEEDS UINT64_C(1000000) /* of one medium */

/* ---- chance ---- */

static uint64_t state; /* libsodium's table of random functions has no argument to carry it */

static uint64_t next(void)
{
    uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15); /* splitmix64 */
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static const char *chance_name(void)
{
    return "repeated";
}

static uint32_t chance_number(void)
{
    return (uint32_t)(next() >> 32);
}

static void chance_bytes(void *const out, const size_t n)
{
    for (size_t at = 0; at < n; at += 8) {
        uint64_t word = next();
        memcpy((uint8_t *)out + at, &word, n - at < 8 ? n - at : 8);
    }
}

void powerloss_repeat(uint64_t seed)
{
    static struct randombytes_implementation table = { .implementation_name = chance_name,
                                                       .random = chance_number,
                                                       .buf = chance_bytes };
    state = seed;
    randombytes_set_implementation(&table);
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)seed | 1, NULL);
}

/* ---- cases ---- */

static long run_medium(const struct powerloss_row *row, void *shared, uint64_t first, long count, bool loud)
{
    const struct medium *m = &MEDIA[first / SEEDS - 1];
    char why[POWERLOSS_WHY] = "", at_first[POWERLOSS_WHY + 40] = "";
    long bad = 0;
    for (long i = 0; i < count; i++) {
        uint64_t seed = first + (uint64_t)i;
        if (!row->one(row->arg, shared, m, seed, why) && bad++ == 0)
            snprintf(at_first, sizeof at_first, "; first: seed %llu, %s", (unsigned long long)seed, why);
    }
    if (loud || bad)
        printf("%-20s sector %4u  torn %2u%%  %6ld cases  %4ld bad%s\n", row->name, m->sector, m->tear, count,
               bad, at_first);
    fflush(stdout);
    return bad;
}

/* seed 0: `count` in each medium. */
static long run_row(const struct powerloss_row *row, uint64_t seed, long count, bool loud)
{
    char why[POWERLOSS_WHY] = "";
    long bad = 0, n = count * (long)row->share / 100;
    void *shared = row->begin(row->arg, why);
    if (!shared) {
        printf("%-20s cannot begin: %s\n", row->name, why);
        return 1;
    }
    if (seed)
        bad = run_medium(row, shared, seed, 1, loud);
    for (unsigned m = 1; m <= POWERLOSS_MEDIA && !seed; m++)
        bad += run_medium(row, shared, SEEDS * m, n > 0 ? n : 1, loud);
    row->end(row->arg, shared);
    return bad;
}

static int program(int argc, char **argv, const struct powerloss_row *rows, size_t n)
{
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
    long bad = 0;
    if (argc > 3 && (seed < SEEDS || seed >= SEEDS * (POWERLOSS_MEDIA + 1)))
        return 2;
    for (size_t i = 0; i < n; i++)
        if (argc == 2 || strcmp(argv[2], rows[i].name) == 0)
            bad += run_row(&rows[i], seed, atol(argv[1]), true);
    printf("%ld bad\n", bad);
    return bad ? 1 : 0;
}

/* ---- unit tests ---- */

struct unit {
    const struct powerloss_row *row;
    long cases;
};

static void nothing_is_lost(void **unit)
{
    const struct unit *u = *unit;
    assert_int_equal(run_row(u->row, 0, u->cases, false), 0);
}

int powerloss_main(int argc, char **argv, const char *group, const struct powerloss_row *rows, size_t n,
                   long cases)
{
#ifdef SATCHEL_SANITIZE
    cases /= 5;
#endif
    if (argc > 1)
        return program(argc, argv, rows, n);
    struct unit *units = calloc(n, sizeof *units);
    struct CMUnitTest *tests = calloc(n, sizeof *tests);
    for (size_t i = 0; i < n; i++) {
        units[i] = (struct unit){ &rows[i], cases };
        tests[i] = (struct CMUnitTest){ rows[i].name, nothing_is_lost, NULL, NULL, &units[i] };
    }
    int failed = _cmocka_run_group_tests(group, tests, n, NULL, NULL);
    free(tests);
    free(units);
    return failed;
}
