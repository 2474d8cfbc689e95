/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include <math.h>
#include <stdio.h>
#include <sys/stat.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"

static void shipped_themes_set_every_role(void **state)
{
    (void)state;
    for (const char *const *name = theme_names; *name; name++) {
        struct theme t;
        struct strs problems = { 0 };
        for (int i = 0; i < ROLE_COUNT; i++) /* what a file leaves out would show */
            t.style[i].fg = 7777;
        assert_int_equal(theme_load(&t, *name, NULL, &problems, NULL), 0);
        assert_int_equal(problems.n, 0);
        struct theme marked;
        char path[64];
        char text[16384] = "";
        snprintf(path, sizeof path, "themes/%s.theme", *name);
        FILE *f = fopen(path, "r");
        assert_non_null(f);
        size_t n = fread(text, 1, sizeof text - 1, f);
        fclose(f);
        for (int i = 0; i < ROLE_COUNT; i++)
            marked.style[i].fg = 7777;
        theme_parse(&marked, path, text, n, &problems);
        for (int i = 0; i < ROLE_COUNT; i++)
            if (marked.style[i].fg == 7777)
                fail_msg("%s leaves out %s", path, theme_role_name((enum role)i));
    }
}

/* Relative luminance and contrast, WCAG 2.1, definitions. */
static double channel(int v)
{
    double c = v / 255.0;
    return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(int32_t rgb)
{
    return 0.2126 * channel(rgb >> 16 & 255) + 0.7152 * channel(rgb >> 8 & 255) + 0.0722 * channel(rgb & 255);
}

static double contrast(int32_t a, int32_t b)
{
    double x = luminance(a), y = luminance(b);
    return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

static void themes_can_be_read(void **state)
{
    static const struct {
        const char *name;
        double least;
    } LEAST[] = { { "light", 4.5 }, { "dark", 4.5 }, { "high-contrast", 7 } };
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct theme t;
        theme_load(&t, LEAST[i].name, NULL, NULL, NULL);
        for (int r = 0; r < ROLE_COUNT; r++) {
            double have = contrast(t.style[r].fg & 0xFFFFFF, t.style[r].bg & 0xFFFFFF);
            if (r != ROLE_RULER && have < LEAST[i].least) /* lines are not text */
                fail_msg("%s: %s has a contrast of %.1f", LEAST[i].name, theme_role_name((enum role)r), have);
        }
    }
}

static void meaning_differs_without_colours(void **state)
{
    struct theme t;
    (void)state;
    for (const char *const *name = theme_names; *name; name++) {
        theme_load(&t, *name, NULL, NULL, NULL);
        for (int a = 0; a < ROLE_COUNT; a++)
            for (int b = a + 1; b < ROLE_COUNT; b++) {
                struct style x = theme_style(&t, (enum role)a, false, 0),
                             y = theme_style(&t, (enum role)b, false, 0);
                assert_int_equal(x.fg, THEME_DEFAULT);
                if (theme_role_means((enum role)a) && theme_role_means((enum role)b) && x.attrs == y.attrs)
                    fail_msg("%s and %s look alike without colours", theme_role_name((enum role)a),
                             theme_role_name((enum role)b));
            }
    }
    for (int r = 0; r < ROLE_COUNT; r++) /* the selected row stands out, whatever stands in it */
        assert_int_not_equal(theme_style(&t, (enum role)r, true, 0).attrs,
                             theme_style(&t, (enum role)r, false, 0).attrs);
}

static void colours_are_mapped_down(void **state)
{
    (void)state;
    assert_int_equal(theme_color(THEME_RGB | 0xFF0000, 256), 196);
    assert_int_equal(theme_color(THEME_RGB | 0x808080, 256), 244);
    assert_int_equal(theme_color(196, 256), 196);
    assert_int_equal(theme_color(196, 16), 9);
    assert_int_equal(theme_color(THEME_RGB | 0x00CD00, 8), 2);
    assert_int_equal(theme_color(9, 8), 1);
    assert_int_equal(theme_color(9, 0), THEME_DEFAULT);
    assert_int_equal(theme_color(THEME_DEFAULT, 256), THEME_DEFAULT);
    struct theme t;
    theme_clear(&t);
    theme_parse(&t, "x", "overdue = bright-red default\n", 29, NULL);
    struct style s = theme_style(&t, ROLE_OVERDUE, false, 8);
    assert_int_equal(s.fg, 1);
    assert_true(s.attrs & STYLE_BOLD);
}

/* Nothing becomes invisible on terminals of few colours. */
static void no_theme_paints_a_colour_on_itself(void **state)
{
    static const int LEVELS[] = { 8, 16, 88, 256 };
    (void)state;
    for (const char *const *name = theme_names; *name; name++)
        for (size_t i = 0; i < 4; i++)
            for (int r = 0; r < 2 * ROLE_COUNT; r++) {
                struct theme t;
                theme_load(&t, *name, NULL, NULL, NULL);
                struct style s = theme_style(&t, (enum role)(r % ROLE_COUNT), r >= ROLE_COUNT, LEVELS[i]);
                if (s.fg == s.bg && s.fg != THEME_DEFAULT)
                    fail_msg("%s: %s cannot be seen with %d colours", *name,
                             theme_role_name((enum role)(r % ROLE_COUNT)), LEVELS[i]);
            }
}

static void mistakes_are_named_with_their_line(void **state)
{
    static const char TEXT[] = "# a comment\n"
                               "text = #00ff7f 17 bold underline\n"
                               "nonsense = red\n"
                               "title = reddish default\n"
                               "title = 256\n"
                               "just words\n"
                               "status = default #12345\n"
                               "hint = red blue blink\n"
                               "dim=GREEN";
    struct theme t;
    struct strs problems = { 0 };
    (void)state;
    theme_clear(&t);
    theme_parse(&t, "my.theme", TEXT, sizeof TEXT - 1, &problems);
    assert_int_equal(problems.n, 6);
    assert_string_equal(problems.at[0],
                        "my.theme, line 3: there is no role `nonsense`. The line was left out.");
    assert_string_equal(
        problems.at[1],
        "my.theme, line 4: `reddish` is neither a colour nor an attribute. The line was left out.");
    assert_non_null(strstr(problems.at[3], "line 6"));
    assert_int_equal(t.style[ROLE_TEXT].fg, THEME_RGB | 0x00FF7F);
    assert_int_equal(t.style[ROLE_TEXT].bg, 17);
    assert_int_equal(t.style[ROLE_TEXT].attrs, STYLE_BOLD | STYLE_UNDERLINE);
    assert_int_equal(t.style[ROLE_TITLE].attrs, STYLE_BOLD); /* as it was */
    assert_int_equal(t.style[ROLE_DIM].fg, 2);
    strs_free(&problems);
}

/* A theme of somebody else's may hold anything; what is quoted of it goes to the screen. */
static void mistakes_are_quoted_clean(void **state)
{
    static const char TEXT[] = "title\xFF = red\r\n"
                               "hint = \0073red\033[31m\xE2\x80\xAE\n"
                               "status = 39-characters-and-half-of-the-fortieth-\xC3\xA9\n";
    struct theme t;
    struct strs problems = { 0 };
    (void)state;
    theme_clear(&t);
    theme_parse(&t, "my.theme", TEXT, sizeof TEXT - 1, &problems);
    assert_int_equal(problems.n, 3);
    for (size_t i = 0; i < problems.n; i++) {
        assert_true(text_valid(problems.at[i], strlen(problems.at[i])));
        assert_null(strchr(problems.at[i], '\033'));
        assert_null(strstr(problems.at[i], "\xE2\x80\xAE"));
    }
    strs_free(&problems);
}

static void unknown_themes_fall_back(void **state)
{
    struct theme t;
    struct err e = { 0 };
    (void)state;
    assert_int_equal(theme_load(&t, "nothing", "/nonexistent", NULL, &e), -1);
    assert_int_equal(e.code, ERR_NOT_FOUND);
    assert_int_equal(t.style[ROLE_OVERDUE].fg, 1);
    assert_int_equal(theme_load(&t, "../../etc/passwd", "/tmp", NULL, &e), -1);
    char folder[] = "/tmp/satchel-theme-XXXXXX", themes[64], path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(themes, sizeof themes, "%s/themes", folder); /* as satchel(5) says */
    assert_int_equal(mkdir(themes, 0700), 0);
    snprintf(path, sizeof path, "%s/themes/mine.theme", folder);
    FILE *f = fopen(path, "w");
    fputs("overdue = 5\n", f);
    fclose(f);
    assert_int_equal(theme_load(&t, "mine", folder, NULL, &e), 0);
    assert_int_equal(t.style[ROLE_OVERDUE].fg, 5);
    remove(path);
    remove(themes);
    remove(folder);
}

static void drawn(struct harness *h, int *color, unsigned *attrs)
{
    struct buf b = { 0 };
    draw_text(&h->draw, 0, 0, -1, ROLE_OVERDUE, "x");
    screen_cell(h->screen, 0, 0, &b, attrs, color);
    buf_free(&b);
    harness_end(h);
}

static void terminals_show_what_they_can(void **state)
{
    struct screen_setup none = { .no_color = true };
    int color;
    unsigned attrs;
    (void)state;
    drawn(harness_start_with(80, 24, "xterm-256color", NULL, "light"), &color, &attrs);
    assert_int_equal(color, 124);
    drawn(harness_start_with(80, 24, "linux", NULL, "light"), &color, &attrs);
    assert_int_equal(color, 1);
    drawn(harness_start_with(80, 24, "vt100", NULL, "light"), &color, &attrs);
    assert_int_equal(color, THEME_DEFAULT);
    assert_int_equal(attrs, STYLE_BOLD | STYLE_REVERSE);
    drawn(harness_start_with(80, 24, "xterm-256color", &none, "light"), &color, &attrs); /* NO_COLOR */
    assert_int_equal(color, THEME_DEFAULT);
    assert_int_equal(attrs, STYLE_BOLD | STYLE_REVERSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_themes_set_every_role),
        cmocka_unit_test(themes_can_be_read),
        cmocka_unit_test(mistakes_are_quoted_clean),
        cmocka_unit_test(meaning_differs_without_colours),
        cmocka_unit_test(colours_are_mapped_down),
        cmocka_unit_test(no_theme_paints_a_colour_on_itself),
        cmocka_unit_test(mistakes_are_named_with_their_line),
        cmocka_unit_test(unknown_themes_fall_back),
        cmocka_unit_test(terminals_show_what_they_can),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
