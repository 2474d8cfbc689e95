/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the watchdog asks of the main thread, and what counts as an answer. The threads themselves:
 * e2e/test_guard.py.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "satchel/app/guard_inside.h"

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct guard));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

/* As the watchdog does it. */
static void ask(struct guard *g, unsigned what)
{
    atomic_fetch_or(&g->asked, what);
    atomic_fetch_add(&g->asks, 1);
    atomic_store(&g->halt.level, HALT_SQL);
}

/* Between the taking and the answer of another: it is neither taken for done, nor is the vault let go on. */
static void an_ask_in_between_is_not_answered(void **state)
{
    struct guard *g = *state;
    ask(g, GUARD_PRESS);
    assert_int_equal(guard_asked(g), GUARD_PRESS);
    ask(g, GUARD_LOCK);
    guard_answer(g);
    assert_int_equal(atomic_load(&g->answered), 1);
    assert_int_equal(atomic_load(&g->halt.level), HALT_SQL);
    guard_go_on(g);
    assert_int_equal(atomic_load(&g->halt.level), HALT_SQL);
    assert_int_equal(guard_asked(g), GUARD_LOCK);
    guard_answer(g);
    assert_int_equal(atomic_load(&g->answered), 2);
    assert_int_equal(atomic_load(&g->halt.level), HALT_NONE);
}

/* Whatever closed it: what was asked until then is done, and a later answer does not take that back. */
static void a_closed_vault_answers_all_before(void **state)
{
    struct guard *g = *state;
    atomic_store(&g->open, true);
    ask(g, GUARD_PRESS);
    assert_int_equal(guard_asked(g), GUARD_PRESS);
    ask(g, GUARD_LOCK);
    guard_closed(g);
    assert_int_equal(atomic_load(&g->answered), 2);
    guard_answer(g);
    assert_int_equal(atomic_load(&g->answered), 2);
}

/* A lock waits for no disk, so that what was cut off need not stay so. */
static void a_lock_takes_back_what_was_cut_off(void **state)
{
    struct guard *g = *state;
    atomic_store(&g->halt.level, HALT_IO);
    guard_uncut(g);
    assert_int_equal(atomic_load(&g->halt.level), HALT_IO); /* nobody locks yet */
    guard_locking(g);
    assert_int_equal(atomic_load(&g->halt.level), HALT_NONE);
    assert_true(atomic_load(&g->halt.late));
    atomic_store(&g->halt.level, HALT_IO); /* the watchdog a moment too late */
    guard_uncut(g);
    assert_int_equal(atomic_load(&g->halt.level), HALT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_ask_in_between_is_not_answered, setup, teardown),
        cmocka_unit_test_setup_teardown(a_closed_vault_answers_all_before, setup, teardown),
        cmocka_unit_test_setup_teardown(a_lock_takes_back_what_was_cut_off, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
