/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discreet mode: nothing on any screen shows the name of anybody in the vault or in a text that is being
 * imported. Every list is walked row by row over the invented cases of the demonstration, which are rich in
 * names, in three scripts; excepted are texts that are being typed. */
#include "app_world.h"

#include <stdio.h>
#include <time.h>

#include "satchel/app/open_record.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/store/demo.h"
#include "satchel/store/list.h"

struct walk {
    struct app_world *w;
    struct strs names;
};

static struct walk start(int cols, int rows)
{
    struct walk k = { .w = app_world_open(cols, rows, NULL) };
    struct storebox *b = &k.w->box;
    STOREBOX_OK(demo_fill(b->s, (int32_t)(b->now / 86400), &b->e));
    storebox_put(b, KIND_NOTE, "text", "Ask Pavel Drugov, then Vera Testova.", NULL);
    STOREBOX_OK(store_names(b->s, &k.names, &b->e));
    assert_true(k.names.n > 20);
    app_world_enter(k.w);
    app_world_keys(k.w, "z");
    return k;
}

static void end(struct walk *k)
{
    strs_free(&k->names);
    app_world_close(k->w);
}

/* Two words or more: a single one ("Kim") may be a part of another word. */
static bool is_telling(const char *name)
{
    return strchr(name, ' ') != NULL &&
           text_is_alnum((unsigned char)name[0] < 0x80 ? (uint32_t)name[0] : 'x');
}

static void check(struct walk *k, const char *where)
{
    char *screen = harness_text(&k->w->h);
    for (size_t i = 0; i < k->names.n; i++) {
        const char *name = k->names.at[i], *last = strrchr(name, ' ');
        bool whole = is_telling(name) && strstr(screen, name);
        bool surname = last && strlen(last) > 6 && strstr(screen, last + 1);
        if (whole || surname)
            fail_msg("%s: \"%s\"\n%s", where, name, screen);
    }
    str_free(screen);
}

static void press(struct walk *k, const char *keys)
{
    app_world_keys(k->w, keys);
    check(k, keys);
}

/* Every row of the list on screen, with its detail; and what opens over it. */
static void rows(struct walk *k, const char *place)
{
    app_world_keys(k->w, "g");
    for (int i = 0; i < 60; i++) {
        char *before = harness_text(&k->w->h);
        check(k, place);
        press(k, "r");
        press(k, "<Esc>");
        app_world_keys(k->w, "j");
        char *after = harness_text(&k->w->h);
        bool same = strcmp(before, after) == 0;
        str_free(before);
        str_free(after);
        if (same && i > 0)
            break;
    }
}

/* Back on the agenda, whatever is open. */
static void home(struct walk *k)
{
    app_close_overlay(&k->w->app);
    app_back_to(&k->w->app, 1);
    app_paint(&k->w->app);
}

static void cases_and_tabs(void **state)
{
    (void)state;
    struct walk k = start(120, 40);
    rows(&k, "agenda");
    press(&k, "C");
    rows(&k, "cases");
    app_world_keys(k.w, "s");
    app_world_keys(k.w, "s");
    for (int i = 0; i < 10; i++) {
        home(&k);
        app_world_keys(k.w, "Css");
        for (int j = 0; j < i; j++)
            app_world_keys(k.w, "j");
        press(&k, "<Enter>");
        for (char tab = '1'; tab <= '8'; tab++) {
            char key[] = { tab, 0 };
            press(&k, key);
            rows(&k, key);
            press(&k, "a"); /* what may be added here */
            home(&k);
            app_world_keys(k.w, "Css");
            for (int j = 0; j < i; j++)
                app_world_keys(k.w, "j");
            app_world_keys(k.w, "<Enter>");
        }
    }
    end(&k);
}

static void people_offices_and_search(void **state)
{
    static const char *const WORDS[] = { "/test", "/minister", "/moved", "/26", "/camp", "/letter" };
    (void)state;
    struct walk k = start(120, 40);
    for (int i = 0; i < 2; i++) {
        home(&k);
        press(&k, i ? ":offices<Enter>" : ":people<Enter>");
        for (int row = 0; row < 30; row++) {
            press(&k, "<Tab>");
            rows(&k, "below");
            press(&k, "<Esc>");
            press(&k, "j");
        }
        press(&k, "o");
        rows(&k, "in another order");
    }
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        home(&k);
        app_world_keys(k.w, WORDS[i]);
        press(&k, "<Enter>");
        rows(&k, WORDS[i]);
        for (int n = 0; n < 5; n++)
            press(&k, "n");
    }
    end(&k);
}

/* What the program says: deleting, undoing, marking, doing; titles of forms and what they offer to pick. */
static void messages_titles_and_pickers(void **state)
{
    static const char *const PLACES[] = { "",
                                          "C",
                                          "C<Enter>2",
                                          "C<Enter>5",
                                          "C<Enter>3",
                                          ":people<Enter>",
                                          ":offices<Enter>",
                                          ":offices<Enter><Tab>jjjjj",
                                          "/test<Enter>" };
    (void)state;
    struct walk k = start(120, 40);
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        home(&k);
        app_world_keys(k.w, PLACES[i]);
        for (int row = 0; row < 4; row++) {
            press(&k, "d");
            press(&k, "u");
            press(&k, "<Ctrl-R>");
            press(&k, "u");
            press(&k, "y");
            press(&k, "<Space>");
            press(&k, "<Space>");
            press(&k, "y");
            press(&k, "<Ctrl-G>");
            press(&k, "?");
            press(&k, "<Esc>");
            press(&k, "j");
        }
    }
    home(&k);
    press(&k, ":messages<Enter>");
    rows(&k, "messages");
    end(&k);
}

static void references_in_forms(void **state)
{
    (void)state;
    struct walk k = start(80, 24);
    press(&k, "C<Enter>2e"); /* a part in a case refers to the person */
    assert_true(harness_has(&k.w->h, "T. V."));
    press(&k, "<Esc>");
    app_world_keys(k.w, "avault already<Enter>"); /* a new one offers all people */
    press(&k, "<Enter>");
    assert_true(harness_has(&k.w->h, "A. T."));
    for (int i = 0; i < 30; i++)
        press(&k, "<Down>");
    end(&k);
}

/* Lists in a form: references are initials and lead back to their records, other texts that name somebody are
 * dots until they are asked for. */
static void lists_in_forms(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    struct storebox *b = &w->box;
    char anna[REC_ID_TEXT];
    strcpy(anna, storebox_id(b, app_world_first(w, KIND_PERSON)));
    int64_t event = storebox_put(b, KIND_EVENT, "case", storebox_id(b, app_world_first(w, KIND_CASE)), "text",
                                 "Seen with Vera Testova.", "people", anna, NULL);
    app_world_keys(w, "z");
    edit_record(&w->app, event);
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "A. T."));
    assert_false(harness_has(&w->h, "Testova"));
    for (int i = 0; i < 10 && !harness_has(&w->h, "> * People") && !harness_has(&w->h, ">   People"); i++)
        app_world_keys(w, "<Tab>");
    app_world_keys(w, "<Ctrl-T>");
    app_world_keys(w, "<End> | role=taken<Ctrl-S>");
    struct rec *r = NULL;
    assert_int_equal(store_get(w->app.store, event, &r, &b->e), 0);
    char *people = field_get(r, rec_field(r, "people", &b->e), &b->e);
    assert_int_equal(strncmp(people, anna, strlen(anna)), 0);
    assert_non_null(strstr(people, "role=taken"));
    str_free(people);
    rec_free(r);
    edit_record(&w->app, app_world_first(w, KIND_PERSON));
    app_paint(&w->app);
    assert_false(harness_has(&w->h, "Testova"));
    app_world_keys(w, "<Tab>");
    assert_true(harness_has(&w->h, "Ctrl-T shows it."));
    app_world_keys(w, "<Ctrl-T>");
    assert_true(harness_has(&w->h, "Anna Testova"));
    app_world_close(w);
}

/* What was said while names were shown does not stay. */
static void older_messages_are_hidden(void **state)
{
    (void)state;
    struct walk k = start(80, 24);
    app_world_keys(k.w, "z:people<Enter>d");
    assert_true(harness_has(&k.w->h, "Deleted: A"));
    app_world_keys(k.w, "z");
    check(&k, "z");
    press(&k, "<Ctrl-G>");
    press(&k, ":messages<Enter>");
    end(&k);
}

static const char TEXT[] = "URGENT ACTION\n\nTEACHER MISSING SINCE MARCH\n\n"
                           "First UA: 77/26 Index: ASA 99/0777/2026 Sylvania Date: 20 November 2026\n\n"
                           "Milena Vzorova was taken by police on 3 March.\n\n"
                           "Please write to:\nMinister of the Interior\nKarel Ukazka\n1 Main Square\n"
                           "Sylvania City\nSalutation: Dear Minister\n\nDear Minister,\n\n"
                           "I am writing about Milena Vzorova.\n\nI call on you to:\n"
                           "- release Milena Vzorova and Otakar Neznamy immediately.\n\n"
                           "NAME AND PREFERRED PRONOUN: Milena Vzorova (she/her)\n"
                           "PLEASE TAKE ACTION UNTIL: 31 December 2026\n";

/* A text names people who are not in the vault yet. */
static void imports(void **state)
{
    static const char *const NAMES[] = { "Vzorova", "Ukazka", "Neznamy" };
    (void)state;
    struct walk k = start(120, 40);
    app_world_keys(k.w, "zi");
    app_world_paste(k.w, TEXT);
    for (size_t i = 0; i < 2; i++) /* else there is nothing to hide */
        assert_true(harness_has(&k.w->h, NAMES[i]));
    app_world_keys(k.w, "z");
    for (int row = 0; row < 30; row++) {
        for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
            if (harness_has(&k.w->h, NAMES[i]))
                fail_msg("row %d: %s\n%s", row, NAMES[i], harness_text(&k.w->h));
        press(&k, row % 3 ? "j" : "n");
    }
    press(&k, "<Esc>");
    rows(&k, "agenda with an import");
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        assert_false(harness_has(&k.w->h, NAMES[i]));
    end(&k);
}

static void small_screens(void **state)
{
    (void)state;
    struct walk k = start(40, 12);
    rows(&k, "agenda");
    press(&k, ":people<Enter>");
    for (int i = 0; i < 25; i++) {
        press(&k, "<Tab>");
        press(&k, "<Esc>");
        press(&k, "j");
    }
    end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_in_forms),
        cmocka_unit_test(cases_and_tabs),
        cmocka_unit_test(people_offices_and_search),
        cmocka_unit_test(messages_titles_and_pickers),
        cmocka_unit_test(references_in_forms),
        cmocka_unit_test(older_messages_are_hidden),
        cmocka_unit_test(imports),
        cmocka_unit_test(small_screens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
