/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

#include "satchel/base/clock.h"
#include "satchel/base/day.h"

static int64_t at_seconds(void *arg)
{
    return *(int64_t *)arg;
}

static int64_t at_boot(void *arg)
{
    return *(int64_t *)arg / 2;
}

static int64_t at_awake(void *arg)
{
    return *(int64_t *)arg / 8;
}

static void passes_on_what_it_is_given(void **state)
{
    (void)state;
    int64_t now = 1000;
    struct clock c = { at_seconds, at_boot, &now, at_awake };
    assert_int_equal(clock_now(&c), 1000);
    assert_int_equal(clock_boot_ms(&c), 500);
    assert_int_equal(clock_asleep_ms(&c), 375);
    c.awake_ms = NULL;
    assert_int_equal(clock_asleep_ms(&c), 0);
}

static void today_is_local(void **state)
{
    (void)state;
    int64_t now = 1582977600; /* 2020-02-29T12:00:00Z */
    struct clock c = { at_seconds, at_boot, &now, at_awake };
    static const struct {
        const char *zone;
        int day;
        int64_t shift;
    } CASES[] = { { "UTC", 29, 0 }, { "EAST-14", 1, 0 }, { "WEST12", 29, 0 }, { "WEST12", 28, -1 } };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        now = 1582977600 + CASES[i].shift;
        setenv("TZ", CASES[i].zone, 1);
        tzset();
        assert_int_equal(clock_today(&c), day_from_civil(2020, CASES[i].day == 1 ? 3 : 2, CASES[i].day));
    }
    setenv("TZ", "UTC", 1);
    tzset();
}

static void system_clocks_go_forward(void **state)
{
    (void)state;
    int64_t seconds = clock_now(&CLOCK_SYSTEM), boot = clock_boot_ms(&CLOCK_SYSTEM);
    assert_true(seconds > 0 && boot > 0);
    assert_true(clock_boot_ms(&CLOCK_SYSTEM) >= boot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_on_what_it_is_given),
        cmocka_unit_test(today_is_local),
        cmocka_unit_test(system_clocks_go_forward),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
