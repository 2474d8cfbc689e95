/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discreet mode: no screen shows the name of anybody in the vault; forms excepted, where names are typed. */
#include "app_world.h"

static const char *const NAMES[] = { "Testova", "Тестова", "Vera" };

/* Keys from the agenda; those with words in them end where the words are no longer on screen. */
static const char *const PLACES[] = { "",
                                      "C",
                                      "C<Enter>",
                                      "C<Enter>2",
                                      "C<Enter>3",
                                      "C<Enter>4",
                                      "C<Enter>5",
                                      "C<Enter>6",
                                      "C<Enter>7",
                                      "C<Enter>8",
                                      "C<Enter>9",
                                      "v",
                                      ":people<Enter>",
                                      ":people<Enter>j",
                                      ":people<Enter>d",
                                      ":people<Enter>du",
                                      ":offices<Enter>",
                                      ":messages<Enter>",
                                      "/journalist<Enter>",
                                      "/26<Enter>",
                                      "/mother<Enter>" };

static void no_screen_shows_a_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        struct app_world *w = app_world_open(120, 30, NULL);
        app_world_case(w);
        app_world_enter(w);
        app_world_keys(w, "z");
        app_world_keys(w, PLACES[i]);
        for (size_t j = 0; j < sizeof NAMES / sizeof *NAMES; j++)
            if (harness_has(&w->h, NAMES[j]))
                fail_msg("after \"%s\": %s\n%s", PLACES[i], NAMES[j], harness_text(&w->h));
        app_world_close(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(no_screen_shows_a_name) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
