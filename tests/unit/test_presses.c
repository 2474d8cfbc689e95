/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panic key by recorded key repeat, and by hands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <cmocka.h>

#include "satchel/secure/presses.h"

/* Held from `from` on for so many ms. True: it was taken as meant. */
static bool hold(struct presses *p, int64_t from, int64_t ms, int64_t delay, int64_t interval)
{
    bool meant = presses_take(p, from, 0) == PRESSES_MEANT;
    for (int64_t at = delay; at <= ms; at += interval)
        meant |= presses_take(p, from + at, 0) == PRESSES_MEANT;
    return meant;
}

static void a_held_key_is_never_meant(void **state)
{
    (void)state;
    static const struct {
        int64_t delay, interval;
    } REPEATS[] = { { 250, 33 }, { 500, 33 }, { 660, 40 }, { 250, 92 } };
    static const int64_t HELD[] = { 1000, 3000, 10000 };
    for (int r = 0; r < 4; r++)
        for (int h = 0; h < 3; h++) {
            struct presses p = { 0 };
            assert_false(hold(&p, 5000, HELD[h], REPEATS[r].delay, REPEATS[r].interval));
        }
}

/* The same with what a busy machine adds: each signal comes up to 20 ms late, in order. */
static void a_held_key_that_comes_unevenly_is_never_meant(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 1000; seed++) {
        struct presses p = { 0 };
        unsigned lot = seed * 2654435761u;
        int64_t before = 0;
        presses_take(&p, 0, 0);
        for (int64_t at = 250; at < 10000; at += 33) {
            lot = lot * 1664525 + 1013904223;
            int64_t seen = at + (lot >> 16) % 21;
            before = seen > before ? seen : before;
            assert_int_not_equal(presses_take(&p, before, 0), PRESSES_MEANT);
        }
    }
}

/* Three seconds at that pace, each press up to so much early or late. */
static bool hammer(int hertz, int jitter_percent, unsigned seed)
{
    struct presses p = { 0 };
    unsigned lot = seed * 2654435761u + 1;
    int64_t at = 1000000;
    for (int i = 0; i < 3 * hertz; i++) {
        lot = lot * 1664525 + 1013904223;
        int64_t step = 1000 / hertz, most = step * jitter_percent / 100;
        if (presses_take(&p, at, 0) == PRESSES_MEANT)
            return true;
        at += step + (most ? (int64_t)((lot >> 16) % (unsigned)(2 * most + 1)) - most : 0);
    }
    return false;
}

static void hammering_is_always_meant(void **state)
{
    (void)state;
    for (int hertz = 5; hertz <= 8; hertz++)
        for (unsigned seed = 0; seed < 10000; seed++) {
            assert_true(hammer(hertz, 0, seed));
            assert_true(hammer(hertz, 15, seed));
            assert_true(hammer(hertz, 30, seed));
        }
}

/* What a slow machine or line makes of it: one long gap in the middle, shorter than a finger needs to come
 * back, or several of them. */
static void a_hold_that_stumbles_is_never_meant(void **state)
{
    (void)state;
    for (int64_t hiccup = 120; hiccup <= 390; hiccup += 10)
        for (int every = 2; every <= 20; every++) {
            struct presses p = { 0 };
            int64_t at = 5250;
            presses_take(&p, 5000, 0);
            for (int i = 0; i < 200; i++) {
                assert_int_not_equal(presses_take(&p, at, 0), PRESSES_MEANT);
                at += i % every == every - 1 ? hiccup : every % 2 ? 33 : 40;
            }
        }
}

static void a_hold_is_one_press(void **state)
{
    (void)state;
    for (int64_t pause = 100; pause < 2000; pause += 50) {
        struct presses p = { 0 };
        assert_false(hold(&p, 5000, 600, 250, 33));
        assert_int_not_equal(presses_take(&p, 5600 + pause, 0), PRESSES_MEANT);
    }
    struct presses p = { 0 };
    assert_false(hold(&p, 5000, 600, 250, 33));
    assert_int_equal(presses_take(&p, 6100, 0), 2); /* 520 ms after the last of it */
    assert_int_equal(presses_take(&p, 6600, 0), PRESSES_MEANT);
}

static void two_taps_are_not_meant(void **state)
{
    (void)state;
    struct presses p = { 0 };
    assert_int_equal(presses_take(&p, 5000, 0), 1);
    assert_int_equal(presses_take(&p, 5300, 0), 2);
    assert_int_equal(presses_take(&p, 9000, 0), 1);
}

/* The third cannot be told from a press: nothing waits for what comes after it. */
static void a_tap_and_then_a_hold_are_meant(void **state)
{
    (void)state;
    struct presses p = { 0 };
    assert_int_equal(presses_take(&p, 5000, 0), 1);
    assert_true(hold(&p, 5500, 600, 250, 33));
}

/* Two of them come at once over a slow line; the rest of three seconds is enough. */
static void hammering_with_a_bunched_pair_is_meant(void **state)
{
    (void)state;
    for (int hertz = 5; hertz <= 8; hertz++)
        for (int bunched = 1; bunched < 10; bunched++) {
            struct presses p = { 0 };
            bool meant = false;
            for (int i = 0; i < 3 * hertz; i++)
                meant |= presses_take(&p, 5000 + (i == bunched ? i - 1 : i) * 1000 / hertz + (i == bunched),
                                      0) == PRESSES_MEANT;
            assert_true(meant);
        }
}

static void three_calm_presses_are_meant(void **state)
{
    (void)state;
    struct presses p = { 0 };
    assert_int_equal(presses_take(&p, 0, 0), 1);
    assert_int_equal(presses_take(&p, 1400, 0), 2);
    assert_int_equal(presses_take(&p, 2900, 0), PRESSES_MEANT);
    assert_int_equal(presses_take(&p, 3000, 0), 0); /* counting begins anew: the finger has not gone up yet */
    assert_int_equal(presses_take(&p, 3200, 0), 1);
}

static void a_paste_is_never_meant(void **state)
{
    (void)state;
    struct presses p = { 0 };
    assert_int_equal(presses_take(&p, 700, 0), 1);
    assert_int_equal(presses_take(&p, 700, 0), 0);
    assert_int_equal(presses_take(&p, 701, 0), 0);
}

/* The program is busy between its pieces: locking, or deriving a key from what the paste had it type. */
static void a_long_paste_is_never_meant(void **state)
{
    (void)state;
    struct presses p = { 0 };
    assert_int_equal(presses_take(&p, 0, 0), 1);
    assert_int_equal(presses_take(&p, 400, 4095), 0);
    assert_int_equal(presses_take(&p, 1200, 65), 0);
    assert_int_equal(presses_take(&p, 2000, 300), 0);
}

/* What was typed before the first press is no paste, nor is a key or two between them. */
static void typing_before_it_does_not_matter(void **state)
{
    (void)state;
    struct presses p = { 0 };
    assert_int_equal(presses_take(&p, 0, 100000), 1);
    assert_int_equal(presses_take(&p, 90000, 100000), 1);
    assert_int_equal(presses_take(&p, 90400, 12), 2);
    assert_int_equal(presses_take(&p, 90800, 64), PRESSES_MEANT);
}

static void three_over_a_longer_time_are_not_meant(void **state)
{
    (void)state;
    struct presses p = { 0 };
    assert_int_equal(presses_take(&p, 0, 0), 1);
    assert_int_equal(presses_take(&p, 500, 0), 2);
    assert_int_equal(presses_take(&p, 3501, 0), 1);
    assert_int_equal(presses_take(&p, 3800, 0), 2);
    assert_int_equal(presses_take(&p, 6400, 0), PRESSES_MEANT); /* 3501, 3800, 6400: within three seconds */
}

static void a_press_soon_after_one_that_did_not_count_does_not_count(void **state)
{
    (void)state;
    struct presses p = { 0 };
    assert_int_equal(presses_take(&p, 0, 0), 1);
    assert_int_equal(presses_take(&p, 119, 0), 0);
    assert_int_equal(presses_take(&p, 238, 0), 0);
    assert_int_equal(presses_take(&p, 358, 0), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_held_key_is_never_meant),
        cmocka_unit_test(a_held_key_that_comes_unevenly_is_never_meant),
        cmocka_unit_test(hammering_is_always_meant),
        cmocka_unit_test(a_hold_that_stumbles_is_never_meant),
        cmocka_unit_test(a_hold_is_one_press),
        cmocka_unit_test(two_taps_are_not_meant),
        cmocka_unit_test(a_tap_and_then_a_hold_are_meant),
        cmocka_unit_test(hammering_with_a_bunched_pair_is_meant),
        cmocka_unit_test(three_calm_presses_are_meant),
        cmocka_unit_test(a_paste_is_never_meant),
        cmocka_unit_test(a_long_paste_is_never_meant),
        cmocka_unit_test(typing_before_it_does_not_matter),
        cmocka_unit_test(three_over_a_longer_time_are_not_meant),
        cmocka_unit_test(a_press_soon_after_one_that_did_not_count_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
