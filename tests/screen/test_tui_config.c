/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/tui/command.h"
#include "satchel/tui/config.h"

static char FOLDER[] = "/tmp/satchel-config-XXXXXX";
static const struct command_table *const TABLES[] = { &nav_commands, &edit_commands };

static int start(void **state)
{
    (void)state;
    return mkdtemp(FOLDER) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    return rmdir(FOLDER);
}

static void parse(struct config *c, const char *text, struct strs *problems)
{
    assert_int_equal(config_init(c, NULL), 0);
    config_parse(c, "config", text, strlen(text), problems);
}

static void defaults_are_valid(void **state)
{
    struct config c;
    (void)state;
    assert_int_equal(config_init(&c, NULL), 0);
    for (int i = 0; i < OPTION_COUNT; i++)
        assert_int_equal(config_set(&c, (enum option_id)i, config_options[i].def, NULL), 0);
    assert_int_equal(config_number(&c, OPTION_IDLE), 5);
    assert_int_equal(config_number(&c, OPTION_REVEAL), 30);
    assert_int_equal(config_panic_char(&c), 0x1C);
    assert_false(config_bool(&c, OPTION_WORDS));
    assert_string_equal(config_text(&c, OPTION_THEME), "default");
    assert_null(config_keyboard(&c));
    config_free(&c);
}

static void settings_are_read(void **state)
{
    struct config c;
    struct strs problems = { 0 };
    (void)state;
    parse(&c,
          "\xEF\xBB\xBF# mine\r\n words=on \n theme = dark\nidle-minutes = 12\npanic-key = ctrl-p\nkeyboard "
          "= uk\n"
          "export-folders = /media/a b:/mnt\n\nbind.down = n Down\n",
          &problems);
    assert_int_equal(problems.n, 0);
    assert_true(config_bool(&c, OPTION_WORDS));
    assert_string_equal(config_text(&c, OPTION_THEME), "dark");
    assert_int_equal(config_number(&c, OPTION_IDLE), 12);
    assert_int_equal(config_panic_char(&c), 0x10);
    assert_string_equal(config_keyboard(&c), "uk");
    assert_string_equal(config_text(&c, OPTION_EXPORTS), "/media/a b:/mnt");
    config_free(&c);
}

static void ascii_follows_terminal_and_locale(void **state)
{
    static const struct {
        const char *set, *term, *locale;
        bool want;
    } CASES[] = {
        { "auto", "xterm-256color", "C.UTF-8", false },
        { "auto", "xterm", "uk_UA.utf8", false },
        { "auto", "vt220", "C.UTF-8", true },
        { "auto", "xterm", "ru_RU.KOI8-R", true },
        { "auto", "xterm", "C", false },
        { "on", "xterm", "C.UTF-8", true },
        { "off", "vt100", "C.UTF-8", false },
    };
    char *term = strdup(getenv("TERM") ? getenv("TERM") : ""),
         *locale = strdup(getenv("LC_ALL") ? getenv("LC_ALL") : "");
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct config c;
        assert_int_equal(config_init(&c, NULL), 0);
        assert_int_equal(config_set(&c, OPTION_ASCII, CASES[i].set, NULL), 0);
        setenv("TERM", CASES[i].term, 1);
        setenv("LC_ALL", CASES[i].locale, 1);
        assert_int_equal(config_ascii(&c), CASES[i].want);
        config_free(&c);
    }
    setenv("TERM", term, 1);
    setenv("LC_ALL", locale, 1);
    free(term);
    free(locale);
}

static void mistakes_are_messages(void **state)
{
    static const struct {
        const char *line, *says;
    } BAD[] = {
        { "idle-minutes = 0", "from 1 to 120" },
        { "idle-minutes = 5m", "`5m`" },
        { "words = maybe", "on or off" },
        { "ascii = perhaps", "auto on off" },
        { "panic-key = q", "control key" },
        { "panic-key = Ctrl-I", "Free are: Ctrl-" },
        { "panic-key = F5", "control key" },
        { "panic-key = Ctrl-L", "does something else" },
        { "panic-key = ctrl-s", "Ctrl-K Ctrl-O Ctrl-P" },
        { "no-such-thing = 1", "no setting `no-such-thing`" },
        { "only words", "NAME = VALUE" },
        { "= 5", "NAME = VALUE" },
        { "idle-minutes = 99999999999999999999", "from 1 to 120" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct config c;
        struct strs problems = { 0 };
        char text[256];
        snprintf(text, sizeof text, "# one\n%s\nwords = on\n", BAD[i].line);
        parse(&c, text, &problems);
        if (problems.n != 1 || !strstr(problems.at[0], BAD[i].says) ||
            strncmp(problems.at[0], "config, line 2: ", 16) != 0)
            fail_msg("%s: %s", BAD[i].line, problems.n ? problems.at[0] : "(nothing said)");
        if (!strstr(BAD[i].line, "words ="))
            assert_true(config_bool(&c, OPTION_WORDS)); /* the rest counts */
        assert_int_equal(config_number(&c, OPTION_IDLE), 5);
        assert_int_equal(config_panic_char(&c), 0x1C);
        strs_free(&problems);
        config_free(&c);
    }
}

static void keys_are_bound_from_the_file(void **state)
{
    struct config c;
    struct keymap m;
    struct strs problems = { 0 };
    struct command_scope scope = { .tables = TABLES, .n = 2, .in_text = false };
    (void)state;
    assert_int_equal(keymap_init(&m, TABLES, 2, NULL), 0);
    parse(&c, "bind.down = n Down\nbind.nothing = x\nbind.up = Blah\nbind.first =\n", &problems);
    assert_int_equal(problems.n, 0);
    config_bind(&c, &m, &problems);
    assert_int_equal(problems.n, 2);
    assert_non_null(strstr(problems.at[0], "config, line 2: There is no command `nothing`"));
    assert_non_null(strstr(problems.at[1], "config, line 3: There is no key `Blah`"));
    assert_int_equal(command_for_key(&m, &scope, 'n')->id, NAV_DOWN);
    assert_null(command_for_key(&m, &scope, 'j'));
    assert_null(command_for_key(&m, &scope, ' '));
    assert_int_equal(command_for_key(&m, &scope, 'k')->id, NAV_UP);
    strs_free(&problems);
    config_free(&c);
    keymap_free(&m);
}

static char *slurp(const char *path)
{
    char *text = calloc(1, 1 << 18);
    FILE *f = fopen(path, "r");
    if (f) {
        assert_true(fread(text, 1, (1 << 18) - 1, f) > 0);
        fclose(f);
    }
    return text;
}

static void writing_keeps_comments_and_order(void **state)
{
    struct config c;
    struct strs problems = { 0 };
    char path[128], folder[64], deep[64];
    struct stat st;
    struct err e = { 0 };
    (void)state;
    snprintf(deep, sizeof deep, "%s/x", FOLDER);
    snprintf(folder, sizeof folder, "%s/x/satchel", FOLDER);
    snprintf(path, sizeof path, "%s/config", folder);
    parse(&c, "# my notes\nwords = off\n\nunknown = kept\ntheme = dark\nbind.down = n\n", &problems);
    strs_free(&problems);
    assert_int_equal(config_set(&c, OPTION_WORDS, "on", &e), 0);
    assert_int_equal(config_set(&c, OPTION_IDLE, "7", &e), 0);
    assert_int_equal(config_set(&c, OPTION_IDLE, "700", &e), -1);
    assert_string_equal(e.text,
                        "`700` is not a value for `idle-minutes`. Write a whole number from 1 to 120.");
    assert_int_equal(config_save(&c, path, &e), 0);
    char *text = slurp(path);
    assert_string_equal(text, "# my notes\nwords = on\n\nunknown = kept\ntheme = dark\nbind.down = n\n"
                              "idle-minutes = 7\n");
    free(text);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(folder, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    config_free(&c);
    assert_int_equal(config_init(&c, NULL), 0);
    config_load(&c, path, &problems);
    assert_int_equal(problems.n, 1); /* unknown */
    assert_true(config_bool(&c, OPTION_WORDS));
    assert_int_equal(config_number(&c, OPTION_IDLE), 7);
    strs_free(&problems);
    config_free(&c);
    unlink(path);
    rmdir(folder);
    rmdir(deep);
}

static void files_that_cannot_be_read_or_written(void **state)
{
    struct config c;
    struct strs problems = { 0 };
    struct err e = { 0 };
    (void)state;
    assert_int_equal(config_init(&c, NULL), 0);
    config_load(&c, "/nonexistent/config", &problems);
    assert_int_equal(problems.n, 0);
    config_load(&c, FOLDER, &problems); /* a folder */
    assert_int_equal(problems.n, 1);
    assert_int_equal(config_save(&c, "/proc/nothing/config", &e), -1);
    assert_non_null(strstr(e.text, "could not be written"));
    strs_free(&problems);
    config_free(&c);
}

static void the_place_follows_the_environment(void **state)
{
    char *old = getenv("XDG_CONFIG_HOME") ? strdup(getenv("XDG_CONFIG_HOME")) : NULL;
    (void)state;
    setenv("XDG_CONFIG_HOME", "/x", 1);
    char *path = config_path(NULL);
    assert_string_equal(path, "/x/satchel/config");
    free(path);
    setenv("XDG_CONFIG_HOME", "relative", 1); /* the specification says: to be ignored */
    setenv("HOME", "/home/anna", 1);
    path = config_folder(NULL);
    assert_string_equal(path, "/home/anna/.config/satchel");
    free(path);
    if (old)
        setenv("XDG_CONFIG_HOME", old, 1);
    else
        unsetenv("XDG_CONFIG_HOME");
    free(old);
}

/* ---- the manual cannot drift: every option, role, key and command of the toolkit stands in satchel(5) ----
 */

static void assert_documented(const char *manual, const char *macro, const char *name)
{
    char line[128];
    snprintf(line, sizeof line, "\n%s %s", macro, name);
    if (!strstr(manual, line))
        fail_msg("man/satchel.5 has no `%s %s`", macro, name);
}

static void the_manual_names_everything(void **state)
{
    char *manual = slurp("man/satchel.5");
    (void)state;
    assert_true(strlen(manual) > 1000);
    for (int i = 0; i < OPTION_COUNT; i++)
        assert_documented(manual, ".It Ic", config_options[i].name);
    for (int i = 0; i < ROLE_COUNT; i++)
        assert_documented(manual, ".It Li", theme_role_name((enum role)i));
    for (size_t t = 0; t < 2; t++)
        for (size_t i = 0; i < TABLES[t]->n; i++)
            assert_documented(manual, ".It Cm", TABLES[t]->at[i].name);
    for (const char *const *name = theme_names; *name; name++)
        assert_non_null(strstr(manual, *name));
    free(manual);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_valid),
        cmocka_unit_test(settings_are_read),
        cmocka_unit_test(ascii_follows_terminal_and_locale),
        cmocka_unit_test(mistakes_are_messages),
        cmocka_unit_test(keys_are_bound_from_the_file),
        cmocka_unit_test(writing_keeps_comments_and_order),
        cmocka_unit_test(files_that_cannot_be_read_or_written),
        cmocka_unit_test(the_place_follows_the_environment),
        cmocka_unit_test(the_manual_names_everything),
    };
    return cmocka_run_group_tests(tests, start, end);
}
