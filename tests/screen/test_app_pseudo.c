/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing untranslated and nothing cut badly: the program runs in a locale in which every text of its own is
 * marked with ⟦ and ⟧ and has no plain ASCII letter, over records without one. A run of such letters that is
 * no name of a key was never translated; a text without its closing mark was cut, and must say so with an
 * ellipsis. */
#include "app_world.h"

#include <ctype.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>

#include "satchel/app/commands.h"
#include "satchel/base/i18n.h"

/* Keys, and what has no translation: the program's name, the number of an appeal, languages by their tags. */
static const char *const KEYS[] = { "Enter", "Esc",    "Ctrl", "Tab",  "Shift",   "Left",     "Right",
                                    "Space", "Home",   "End",  "PgUp", "PgDn",    "Up",       "Down",
                                    "Alt",   "Delete", "UA",   "en",   "Satchel", "Backspace" };

/* One that is cut counts, with its ellipsis. */
static bool is_key(const char *word, size_t n)
{
    bool cut = strncmp(word + n, "…", 3) == 0;
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (strncmp(KEYS[i], word, n) == 0 && (cut || strlen(KEYS[i]) == n))
            return true;
    return false;
}

/* Names of commands and of options are not translated: they stand in the configuration. */
static bool is_fixed_name(const char *word, size_t n)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)n, word);
    for (size_t t = 0; app_tables[t]; t++)
        for (size_t i = 0; i < app_tables[t]->n; i++)
            if (strstr(app_tables[t]->at[i].name, name))
                return true;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *o = &config_options[i];
        if (strstr(o->name, name) || strstr(o->def, name) || (o->choices && strstr(o->choices, name)))
            return true;
    }
    return false;
}

/* Keys and words of the fields of records are not either: they stand on the command line, and in lists. */
static bool is_record_word(const struct kind *k, const char *name)
{
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *f = &k->fields[i];
        if (strstr(f->key, name) || (f->part && is_record_word(f->part, name)))
            return true;
        for (size_t n = 0; f->names && n < f->names->n; n++)
            if (strstr(f->names->at[n].word, name))
                return true;
    }
    return false;
}

static bool is_word_of_any(const char *word, size_t n)
{
    char name[64];
    bool found = false;
    snprintf(name, sizeof name, "%.*s", (int)n, word);
    for (int kind = KIND_NONE + 1; kind < KIND_COUNT && !found; kind++)
        found = is_record_word(kind_of((enum rec_kind)kind), name);
    return found;
}

enum { NAMES_SHOWN = 1, RECORD_WORDS = 2 };

static void assert_translated(const char *all, const char *where, unsigned flags)
{
    int row = 0;
    for (const char *at = all; *at;) {
        size_t n = 0;
        row += *at == '\n';
        while (isascii(at[n]) && isalpha((unsigned char)at[n]))
            n++;
        bool file = at > all && at[-1] == '/', named = flags & NAMES_SHOWN && is_fixed_name(at, n);
        named |= flags & RECORD_WORDS && is_word_of_any(at, n);
        if (n > 1 && !is_key(at, n) && !file && !named) {
            fputs(all, stderr);
            fail_msg("%s, row %d: `%.*s` is not translated", where, row, (int)n, at);
        }
        at += n ? n : 1;
    }
}

/* Every opening mark has a closing one to its right or, in a text of several lines, below. An ellipsis stands
 * for those opened on its line (a text may hold another), or else for those left open above. */
static void assert_whole(const char *all, const char *where)
{
    int above = 0, here = 0, row = 0, opened = 0;
    for (const char *at = all; *at; at++) {
        if (*at == '\n') {
            above += here;
            here = 0;
            row++;
        } else if (strncmp(at, "⟦", 3) == 0) {
            here++;
            opened = row;
        } else if (strncmp(at, "⟧", 3) == 0) {
            *(here ? &here : &above) -= here || above;
        } else if (strncmp(at, "…", 3) == 0) {
            *(here ? &here : &above) = 0;
        }
    }
    if (above + here) {
        fputs(all, stderr);
        fail_msg("%s, row %d or above: a text is cut and does not say so", where, opened);
    }
}

static void check_with(struct app_world *w, const char *where, unsigned flags)
{
    char *all = harness_text(&w->h);
    assert_translated(all, where, flags);
    if (w->app.overlay == OVERLAY_NONE) /* a frame stands over texts */
        assert_whole(all, where);
    free(all);
}

/* The words of a suggested passphrase are of no language. */
static void check_without_words(struct app_world *w, const char *where)
{
    char *all = harness_text(&w->h), *save = NULL;
    struct buf rest = { 0 };
    for (char *row = strtok_r(all, "\n", &save); row; row = strtok_r(NULL, "\n", &save)) {
        int dashes = 0;
        for (const char *at = row; *at; at++)
            dashes += *at == '-';
        buf_addf(&rest, "%s\n", dashes < 5 ? row : "");
    }
    assert_translated(buf_text(&rest), where, 0);
    assert_whole(buf_text(&rest), where);
    buf_free(&rest);
    free(all);
}

static void check(struct app_world *w, const char *where)
{
    check_with(w, where, 0);
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

static struct app_world *world(int cols, int rows)
{
    static char folder[512];
    const char *build = getenv("SATCHEL_BUILD");
    snprintf(folder, sizeof folder, "%s/locale", build ? build : "build/release");
    setenv("LANGUAGE", "en@pseudo", 1);
    struct app_world *w = app_world_open(cols, rows, NULL);
    bindtextdomain(I18N_DOMAIN, folder);
    bind_textdomain_codeset(I18N_DOMAIN, "UTF-8");
    assert_non_null(strstr(_("Agenda"), "⟦"));
    return w;
}

static void test_full(void **state)
{
    (void)state;
    struct app_world *w = world(80, 24);
    fill(w);
    app_world_enter(w);
    check(w, "agenda");
    app_world_keys(w, "C");
    check(w, "cases");
    app_world_keys(w, "<Enter>");
    for (const char *key = "12345678"; *key; key++) {
        app_world_keys(w, (char[]){ *key, 0 });
        check(w, (char[]){ *key, 0 });
    }
    app_world_keys(w, "2a");
    check(w, "what to add");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "r");
    check(w, "the box with a number");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "8d");
    check(w, "the message after deleting");
    app_world_keys(w, "u");
    check(w, "the message after undoing");
    app_world_close(w);
}

static void test_empty(void **state)
{
    (void)state;
    struct app_world *w = world(80, 24);
    app_world_enter(w);
    check(w, "agenda");
    app_world_keys(w, "C");
    check(w, "cases");
    storebox_put(&w->box, KIND_CASE, "title", "Дело", NULL);
    app_reload(&w->app);
    app_world_keys(w, "<Enter>");
    for (const char *key = "12345678"; *key; key++) {
        app_world_keys(w, (char[]){ *key, 0 });
        check(w, (char[]){ *key, 0 });
    }
    app_world_close(w);
}

/* ---- the other screens, at every size ---- */

static const int SIZES[][2] = { { 80, 24 }, { 40, 12 }, { 120, 30 } };

static void at_every_size(void (*walk)(struct app_world *w))
{
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        struct app_world *w = world(SIZES[i][0], SIZES[i][1]);
        walk(w);
        app_world_close(w);
    }
}

static void walk_first_run(struct app_world *w)
{
    app_paint(&w->app);
    check(w, "first run");
    app_world_keys(w, "?");
    check_with(w, "first run, help", NAMES_SHOWN);
    app_world_keys(w, "<Esc><Enter>");
    check_without_words(w, "first run, a passphrase");
    app_world_keys(w, "1<Enter>2<Enter><Enter>");
    check_without_words(w, "first run, two that differ");
    app_world_keys(w, "<Esc>jj<Enter>");
    check(w, "first run, where it is");
    app_world_keys(w, "<Enter>");
    check(w, "first run, no such file");
}

static void test_first_run(void **state)
{
    (void)state;
    at_every_size(walk_first_run);
}

static void walk_lists(struct app_world *w)
{
    fill(w);
    app_world_enter(w);
    static const char *const VIEWS[] = { "people",   "offices", "settings", "doctor",
                                         "messages", "views",   "search",   "cases" };
    for (size_t i = 0; i < sizeof VIEWS / sizeof *VIEWS; i++) {
        app_push(&w->app, VIEWS[i], "");
        app_paint(&w->app);
        unsigned flags = strcmp(VIEWS[i], "settings") ? 0 : NAMES_SHOWN;
        check_with(w, VIEWS[i], flags);
        app_world_keys(w, strcmp(VIEWS[i], "search") ? "<Tab>jjj" : "анна");
        check_with(w, VIEWS[i], flags);
        app_pop(&w->app);
    }
    app_world_keys(w, "f");
    check(w, "agenda, narrowing");
    app_world_keys(w, "ю<Enter>");
    check(w, "agenda, narrowed to nothing");
    app_world_keys(w, "<Esc>?");
    check_with(w, "help", NAMES_SHOWN);
    app_world_keys(w, "<Esc>:");
    check_with(w, "commands", NAMES_SHOWN);
    app_world_keys(w, "<Esc>qz");
    check(w, "agenda, discreet");
    app_push(&w->app, "unlock", "");
    app_paint(&w->app);
    check(w, "unlock");
}

static void test_lists(void **state)
{
    (void)state;
    at_every_size(walk_lists);
}

static const char APPEAL[] = "UA: 26/23\n\nДЕЛО\n\nАнна Т.\n\n- раз\n- два\n03/04/2020\n";

static void walk_import(struct app_world *w)
{
    app_world_enter(w);
    app_world_keys(w, "i");
    check(w, "import");
    app_world_paste(w, APPEAL);
    check(w, "import, review");
    app_world_keys(w, "n");
    check(w, "import, a warning");
    app_world_keys(w, "j<Enter>");
    check(w, "import, correcting");
    app_world_keys(w, "<Esc>a");
    check(w, "import, adding");
    app_world_keys(w, "<Enter>");
    check(w, "import, a person");
    app_world_keys(w, "<Esc>:");
    check_with(w, "import, commands", NAMES_SHOWN);
    app_world_keys(w, "<Esc>s");
    check(w, "import, stored");
}

static void test_import(void **state)
{
    (void)state;
    at_every_size(walk_import);
}

/* Every kind's form, every field focused once: labels, choices, hints. */
static void walk_forms(struct app_world *w)
{
    fill(w);
    app_world_enter(w);
    for (int kind = KIND_NONE + 1; kind < KIND_COUNT; kind++) {
        const struct kind *k = kind_of((enum rec_kind)kind);
        char arg[64], where[64];
        snprintf(arg, sizeof arg, "add %s", k->name);
        snprintf(where, sizeof where, "form of a new %s", k->name);
        if (kind_is_part((enum rec_kind)kind))
            continue;
        assert_int_equal(app_push(&w->app, "form", arg), 0);
        app_paint(&w->app);
        check_with(w, where, RECORD_WORDS);
        for (size_t i = 0; i < k->n_fields; i++) {
            app_world_keys(w, "<Tab>");
            check_with(w, where, RECORD_WORDS);
        }
        app_world_keys(w, "<Ctrl-S>");
        check_with(w, where, RECORD_WORDS);
        app_world_keys(w, "<Esc>");
    }
}

static void test_forms(void **state)
{
    (void)state;
    at_every_size(walk_forms);
}

static void assert_marked(const char *text, const char *what)
{
    if (text && *text && !strstr(_(text), "⟦"))
        fail_msg("%s: `%s` is in no catalogue", what, text);
}

static void assert_fields_marked(const struct kind *k)
{
    assert_marked(k->label, k->name);
    assert_marked(k->label_plural, k->name);
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *f = &k->fields[i];
        assert_marked(f->label, k->name);
        assert_marked(f->hint, k->name);
        for (size_t n = 0; f->names && n < f->names->n; n++)
            assert_marked(f->names->at[n].label, k->name);
        if (f->part)
            assert_fields_marked(f->part);
    }
}

/* What no screen above happens to show: every label and hint of every kind, every command. */
static void test_tables(void **state)
{
    (void)state;
    struct app_world *w = world(80, 24);
    for (int kind = KIND_NONE + 1; kind < KIND_COUNT; kind++)
        assert_fields_marked(kind_of((enum rec_kind)kind));
    for (size_t t = 0; app_tables[t]; t++) {
        assert_marked(app_tables[t]->title, app_tables[t]->name);
        for (size_t i = 0; i < app_tables[t]->n; i++) {
            assert_marked(app_tables[t]->at[i].label, app_tables[t]->at[i].name);
            assert_marked(app_tables[t]->at[i].help, app_tables[t]->at[i].name);
        }
    }
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_full),      cmocka_unit_test(test_empty),
                                        cmocka_unit_test(test_first_run), cmocka_unit_test(test_lists),
                                        cmocka_unit_test(test_import),    cmocka_unit_test(test_forms),
                                        cmocka_unit_test(test_tables) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
