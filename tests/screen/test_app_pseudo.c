/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing untranslated: the program runs in a locale in which every text of its own is marked and has no
 * plain ASCII letter, over records without one. A run of such letters that is no name of a key was never
 * translated. */
#include "app_world.h"

#include <ctype.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>

#include "satchel/base/i18n.h"

static const char *const KEYS[] = { "Enter", "Esc", "Ctrl", "Tab", "Shift", "Left", "Right", "Space", "UA" };

static bool is_key(const char *word, size_t n)
{
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (strlen(KEYS[i]) == n && strncmp(KEYS[i], word, n) == 0)
            return true;
    return false;
}

static void assert_translated(struct app_world *w, const char *where)
{
    char *all = harness_text(&w->h);
    for (const char *at = all; *at;) {
        size_t n = 0;
        while (isascii(at[n]) && isalpha((unsigned char)at[n]))
            n++;
        if (n > 1 && !is_key(at, n)) {
            print_error("%s", all);
            fail_msg("%s: `%.*s` is not translated", where, (int)n, at);
        }
        at += n ? n : 1;
    }
    free(all);
}

static void fill(struct app_world *w)
{
    struct storebox *b = &w->box;
    char kase[REC_ID_TEXT], appeal[REC_ID_TEXT], target[REC_ID_TEXT], anna[REC_ID_TEXT];
    strcpy(kase, storebox_id(b, storebox_put(b, KIND_CASE, "title", "Дело", "risk", "high", "country_text",
                                             "Страна", "summary", "Кратко.", "group_count", "4", "group_of",
                                             "9", NULL)));
    strcpy(anna, storebox_id(b, storebox_put(b, KIND_PERSON, "names", "Анна Т.", "birth", "1981~", NULL)));
    storebox_put(b, KIND_MEMBER, "case", kase, "person", anna, "states", "held", NULL);
    storebox_put(b, KIND_CONTACT, "of", anna, "kind", "mobile", "raw", "+99 155 018 2773", "safe", "inbound",
                 "watched_by", "кто-то", "ask_for", "тётя", "last_used", "2026-11-10", NULL);
    storebox_put(b, KIND_CHECKIN, "person", anna, "due", "2026-11-20", NULL);
    strcpy(appeal, storebox_id(b, storebox_put(b, KIND_APPEAL, "case", kase, "number", "26/23", "update_no",
                                               "1", "index_no", "99/1", "issued", "2026-10-02", "deadline",
                                               "2026-11-24", "asks", "Раз", NULL)));
    strcpy(target, storebox_id(b, storebox_put(b, KIND_TARGET, "appeal", appeal, "part", "cc", "printed_name",
                                               "Он", NULL)));
    storebox_put(b, KIND_LETTER, "case", kase, "to", target, "subject", "Письмо", NULL);
    storebox_put(b, KIND_ACTION, "case", kase, "channel", "post", "day", "2026-11", NULL);
    storebox_put(b, KIND_EVENT, "case", kase, "kind", "arrest", "date", "[2026-01,2026-03]", "text", "Было.",
                 NULL);
    storebox_put(b, KIND_EVENT, "case", kase, "date", "2026-21/..", "text", "Было.", NULL);
    storebox_put(b, KIND_ITEM, "case", kase, "title", "Запись", NULL);
    storebox_put(b, KIND_NOTE, "of", kase, "text", "Заметка.", NULL);
}

static struct app_world *world(void)
{
    static char folder[512];
    const char *build = getenv("SATCHEL_BUILD");
    snprintf(folder, sizeof folder, "%s/locale", build ? build : "build/release");
    setenv("LANGUAGE", "en@pseudo", 1);
    struct app_world *w = app_world_open(80, 24, NULL);
    bindtextdomain(I18N_DOMAIN, folder);
    bind_textdomain_codeset(I18N_DOMAIN, "UTF-8");
    assert_non_null(strstr(_("Agenda"), "⟦"));
    return w;
}

static void test_full(void **state)
{
    (void)state;
    struct app_world *w = world();
    fill(w);
    app_world_enter(w);
    assert_translated(w, "agenda");
    app_world_keys(w, "C");
    assert_translated(w, "cases");
    app_world_keys(w, "<Enter>");
    for (const char *key = "12345678"; *key; key++) {
        app_world_keys(w, (char[]){ *key, 0 });
        assert_translated(w, (char[]){ *key, 0 });
    }
    app_world_keys(w, "2a");
    assert_translated(w, "what to add");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "r");
    assert_translated(w, "the box with a number");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "8d");
    assert_translated(w, "the message after deleting");
    app_world_keys(w, "u");
    assert_translated(w, "the message after undoing");
    app_world_close(w);
}

static void test_empty(void **state)
{
    (void)state;
    struct app_world *w = world();
    app_world_enter(w);
    assert_translated(w, "agenda");
    app_world_keys(w, "C");
    assert_translated(w, "cases");
    storebox_put(&w->box, KIND_CASE, "title", "Дело", NULL);
    app_reload(&w->app);
    app_world_keys(w, "<Enter>");
    for (const char *key = "12345678"; *key; key++) {
        app_world_keys(w, (char[]){ *key, 0 });
        assert_translated(w, (char[]){ *key, 0 });
    }
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_full), cmocka_unit_test(test_empty) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
