/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entering records as a user does: key by key, through the screens. */
#include "app_world.h"

#include <stdio.h>

#include "satchel/app/open_record.h"
#include "satchel/model/letters.h"
#include "satchel/model/testimony.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

/* The agenda does not list a new case: it opens, since what is known of it comes next. */
static void a_case_added_from_the_agenda_opens(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_keys(w, "aBrother taken from the market<Ctrl-S>");
    assert_true(harness_has(&w->h, "1 Overview"));
    assert_true(harness_has(&w->h, "Brother taken from the market"));
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "Agenda"));
    app_world_keys(w, "C"); /* in the list of cases one stays in it */
    app_world_keys(w, "aSister taken<Ctrl-S>");
    assert_false(harness_has(&w->h, "1 Overview"));
    assert_true(harness_has(&w->h, "Sister taken"));
    app_world_close(w);
}

/* Under a date stands what it was taken for, as it is typed. */
static void a_told_date_is_shown_as_understood(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        { "two weeks ago", "(about)" },
        { "night of 2 to 3 November 2019", "one day from 2019-11-02 to 2019-11-03" },
        { "before 2019", "until 2018-12-31" },
        { "last Monday", "This can be read as " },
    };
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>3a");
    assert_true(harness_has(&w->h, "as it was told"));
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        app_world_keys(w, CASES[i][0]);
        assert_true(harness_has(&w->h, CASES[i][1]));
        app_world_keys(w, "<Ctrl-U>");
    }
    app_world_close(w);
}

/* ---- what a record refers to may be new ---- */

static void a_new_holder_brings_the_person(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    size_t people = app_world_count(w, KIND_PERSON), holders = app_world_count(w, KIND_HOLDER);
    app_world_go(w, "offices");
    app_world_keys(w, "<Tab>a<Enter>");
    assert_true(harness_has(&w->h, "New: Holder of Minister of the Interior"));
    app_world_keys(w, "Zoya Primerova");
    harness_golden(&w->h, "entering-new-person");
    app_world_keys(w, "<Enter><Ctrl-S>");
    assert_true(harness_has(&w->h, "Saved, and added: Zoya Primerova. Press u to undo all of it."));
    assert_int_equal(app_world_count(w, KIND_PERSON), people + 1);
    assert_int_equal(app_world_count(w, KIND_HOLDER), holders + 1);
    assert_true(harness_has(&w->h, "Zoya Primerova"));
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "Holder added: Minister of the Interior, Zoya Primerova"));
    assert_int_equal(app_world_count(w, KIND_PERSON), people);
    assert_int_equal(app_world_count(w, KIND_HOLDER), holders);
    app_world_keys(w, "<Ctrl-R>");
    assert_int_equal(app_world_count(w, KIND_PERSON), people + 1);
    assert_int_equal(app_world_count(w, KIND_HOLDER), holders + 1);
    app_world_close(w);
}

/* Also when a record is changed; the one that is there is offered first. */
static void an_edit_may_name_somebody_new(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    size_t people = app_world_count(w, KIND_PERSON);
    int64_t custody = app_world_first(w, KIND_CUSTODY);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>7je<Down>");
    app_world_keys(w, "Vera");
    assert_true(harness_has(&w->h, "Vera Testova"));
    assert_true(harness_has(&w->h, "New: Vera"));
    app_world_keys(w, " Vzorek<Enter><Ctrl-S>");
    assert_int_equal(app_world_count(w, KIND_PERSON), people + 1);
    char *label = store_label(w->box.s, custody, &w->box.e);
    assert_string_equal(label, "recordings of the interviews, Vera Vzorek, 2025-12");
    str_free(label);
    app_world_keys(w, "u");
    assert_int_equal(app_world_count(w, KIND_PERSON), people);
    app_world_close(w);
}

/* Where a name is not enough the picker says where such a record is added. */
static void where_a_name_is_not_enough(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>5a<Down><Enter><Down>");
    app_world_keys(w, "Nobody");
    harness_golden(&w->h, "entering-no-holder");
    app_world_close(w);
}

/* Lists name people and do not show ids; what was shown leads back to the same record, also for namesakes. */
static void lists_are_lists_of_names(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    struct storebox *b = &w->box;
    int64_t first = storebox_put(b, KIND_PERSON, "names", "Milan Testov", NULL);
    int64_t second = storebox_put(b, KIND_PERSON, "names", "Milan Testov", NULL);
    char people[2 * REC_ID_TEXT + 32];
    snprintf(people, sizeof people, "%s | role=taken\n%s", storebox_id(b, first), storebox_id(b, second));
    int64_t event = storebox_put(b, KIND_EVENT, "case", "C-0001", "date", "2026-05-01", "text", "Seen again.",
                                 "people", people, NULL);
    size_t all = app_world_count(w, KIND_PERSON);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>3Ge");
    app_world_keys(w, "<Tab><Tab><Tab><Tab><Tab><Tab><Ctrl-End><Enter>");
    app_world_keys(w, "vera | role=called<Enter>");
    app_world_keys(w, "Zoya Primerova");
    assert_true(harness_has(&w->h, "Milan Testov | role=taken"));
    assert_true(harness_has(&w->h, "Milan Testov #"));
    assert_true(harness_has(&w->h, "Write + before the name to add it."));
    app_world_keys(w, "<Ctrl-S>");
    assert_int_equal(app_world_count(w, KIND_PERSON), all);
    app_world_keys(w, "<Home>+ <Ctrl-S>");
    assert_true(harness_has(&w->h, "Saved, and added: Zoya Primerova."));
    assert_int_equal(app_world_count(w, KIND_PERSON), all + 1);
    struct rec *r;
    assert_int_equal(store_get(b->s, event, &r, &b->e), 0);
    const struct event *v = (const struct event *)r;
    assert_int_equal(v->people.n, 4);
    assert_int_equal(v->people.at[0].person.n, first);
    assert_string_equal(v->people.at[0].role, "taken");
    assert_int_equal(v->people.at[1].person.n, second);
    assert_string_equal(v->people.at[2].role, "called");
    rec_free(r);
    app_world_close(w);
}

/* What is of the case is offered before what is of others; people by name. */
static void what_is_of_the_case_comes_first(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    struct storebox *b = &w->box;
    int y, x, own_y, own_x;
    int64_t other = storebox_put(b, KIND_CASE, "title", "Another case", NULL);
    storebox_put(b, KIND_APPEAL, "case", storebox_id(b, other), "number", "UA 1/26", NULL);
    storebox_put(b, KIND_PERSON, "names", "Abel Testov", NULL);
    app_world_case(w);
    app_world_enter(w);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>x<Up><Up><Up><Up><Enter>");
    harness_find(&w->h, "> UA 26/23", &own_y, &own_x);
    harness_find(&w->h, "  UA 1/26", &y, &x);
    assert_true(own_y < y);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "7a<Down><Enter><Up><Up><Up><Up><Up><Up><Enter>Test");
    harness_find(&w->h, "Anna Testova", &own_y, &own_x);
    harness_find(&w->h, "Abel Testov", &y, &x);
    assert_true(own_y < y);
    app_world_close(w);
}

/* Somebody in a list was deleted: the record can be changed all the same, and undo brings both back. */
static void who_is_deleted_stays_in_lists(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    struct storebox *b = &w->box;
    int64_t person = storebox_put(b, KIND_PERSON, "names", "Milan Testov", NULL);
    int64_t event = storebox_put(b, KIND_EVENT, "case", "C-0001", "date", "2026-05-01", "text", "Seen again.",
                                 "people", storebox_id(b, person), NULL);
    assert_int_equal(store_delete(b->s, person, NULL, &b->e), 0);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>3Ge<Tab><Tab>2 May 2026<Tab>");
    app_world_keys(w, "<Shift-Tab><Ctrl-A>2 May 2026<Ctrl-S>");
    assert_true(harness_has(&w->h, "Saved."));
    app_world_keys(w, "e<Tab><Tab><Tab><Tab><Tab><Tab><Ctrl-End><Enter>Anna Testova");
    assert_true(harness_has(&w->h, "(deleted)"));
    app_world_keys(w, "<Ctrl-S>");
    assert_true(harness_has(&w->h, "Saved."));
    struct rec *r;
    assert_int_equal(store_get(b->s, event, &r, &b->e), 0);
    assert_int_equal(((struct event *)r)->people.n, 2);
    assert_int_equal(((struct event *)r)->people.at[0].person.n, person);
    rec_free(r);
    app_world_close(w);
}

/* What a draft brought back need not be taken. */
static void a_draft_can_be_thrown_away(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "people");
    app_world_keys(w, "e<Tab><Ctrl-E>");
    app_world_keys(w, "<F9>");
    assert_true(harness_has(&w->h, "Nothing was changed since it was saved."));
    app_world_keys(w, " Novakova<Esc>");
    app_world_keys(w, "e");
    assert_true(harness_has(&w->h, "F9 throws it away."));
    assert_true(harness_has(&w->h, "F9 discard"));
    harness_golden(&w->h, "form-draft-back");
    app_world_keys(w, "<F9><Enter>"); /* the safe answer */
    assert_true(harness_has(&w->h, "Novakova"));
    app_world_keys(w, "<F9><Right><Enter>");
    assert_true(harness_has(&w->h, "This is what is saved."));
    assert_false(harness_has(&w->h, "Novakova"));
    assert_false(harness_has(&w->h, "F9 discard"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "e");
    assert_false(harness_has(&w->h, "is back"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "aSomebody<Esc>"); /* of a new one nothing is left */
    app_world_keys(w, "a<F9><Right><Enter>");
    assert_true(harness_has(&w->h, "The form is as it was at first."));
    assert_false(harness_has(&w->h, "Somebody"));
    app_world_close(w);
}

/* Nothing is stored when a part cannot be: the person neither. */
static void all_or_nothing(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    size_t people = app_world_count(w, KIND_PERSON);
    app_world_go(w, "offices");
    app_world_keys(w, "<Tab>a<Enter>");
    app_world_keys(w, "Zoya Primerova<Enter><Tab>soon<Ctrl-S>");
    assert_true(harness_has(&w->h, "New: Holder of"));
    assert_int_equal(app_world_count(w, KIND_PERSON), people);
    app_world_keys(w, "<Ctrl-U>2024<Ctrl-S>");
    assert_int_equal(app_world_count(w, KIND_PERSON), people + 1);
    app_world_close(w);
}

/* The form from its first field on, without title, message and hints. */
static char *body_of(struct app_world *w)
{
    struct buf out = { 0 };
    for (int i = 0; i < 30; i++)
        app_world_keys(w, "<Shift-Tab>");
    for (int y = 1; y < 19; y++) {
        char *row = harness_row(&w->h, y);
        if (strncmp(row, "> !", 3) == 0) /* the focused field is checked when it is left */
            row[2] = '*';
        buf_addf(&out, "%s\n", row);
        str_free(row);
    }
    return buf_take(&out, NULL);
}

/* Every kind of record with a text of several lines and scripts pasted into each of its fields: it is all
 * there after a lock, after Esc, and after the window was small for a while. */
static void every_form_keeps_what_is_pasted(void **state)
{
    (void)state;
    for (int kind = KIND_NONE + 1; kind < KIND_FIRST_PART; kind++) {
        const struct kind *k = kind_of((enum rec_kind)kind);
        struct app_world *w = app_world_filled(80, 24);
        char arg[64];
        snprintf(arg, sizeof arg, "add %s", k->name);
        assert_int_equal(app_push(&w->app, "form", arg), 0);
        for (size_t i = 0; i < k->n_fields; i++) {
            app_world_paste(w, "\xE6\x97\xA5\xE6\x9C\xAC \xD8\xB3\xD9\x84\xD8\xA7\xD9\x85\nsecond line\n\n");
            if (harness_has(&w->h, "Enter choose"))
                app_world_keys(w, "<Esc>");
            app_world_keys(w, "<Tab>");
        }
        char *before = body_of(w);
        if (!strstr(before, "second line"))
            fail_msg("%s: %s", k->name, before);
        app_world_keys(w, "<F12>");
        app_world_unlock(w);
        char *unlocked = body_of(w);
        app_world_keys(w, "<Esc>");
        assert_int_equal(app_push(&w->app, "form", arg), 0);
        app_world_resize(w, 40, 12);
        app_world_resize(w, 80, 24);
        char *resized = body_of(w);
        assert_string_equal(unlocked, before);
        assert_string_equal(resized, before);
        app_world_keys(w, "<Ctrl-S>");
        str_free(before);
        str_free(unlocked);
        str_free(resized);
        app_world_close(w);
    }
}

static int64_t version_of(struct app_world *w, int64_t n)
{
    struct rec *r;
    assert_int_equal(store_get(w->box.s, n, &r, &w->box.e), 0);
    int64_t version = r->version;
    rec_free(r);
    return version;
}

/* Every kind of record, all its fields filled: saving an untouched form changes nothing, also when each field
 * was emptied and taken back; deleting, undo and redo from the keyboard. */
static void every_form_saves_what_was_changed(void **state)
{
    (void)state;
    for (int kind = KIND_NONE + 1; kind < KIND_FIRST_PART; kind++) {
        const struct kind *k = kind_of((enum rec_kind)kind);
        struct app_world *w = app_world_filled(80, 24);
        struct storebox *b = &w->box;
        int64_t n = storebox_add(b, (enum rec_kind)kind, "old", 0), before = version_of(w, n);
        edit_record(&w->app, n);
        app_world_keys(w, "<Ctrl-S>");
        if (!harness_has(&w->h, "Nothing was changed, nothing was saved."))
            fail_msg("%s: an untouched form was not saved as it is", k->name);
        edit_record(&w->app, n);
        for (size_t i = 0; i < k->n_fields; i++)
            app_world_keys(w, "<Ctrl-A><Ctrl-X><Ctrl-Z><Tab>");
        app_world_keys(w, "<Ctrl-S>");
        if (!harness_has(&w->h, "Nothing was changed") || version_of(w, n) != before)
            fail_msg("%s: what was emptied and taken back counts as changed", k->name);
        delete_records(&w->app, &n, 1);
        app_world_keys(w, "u");
        assert_int_equal(version_of(w, n), before);
        app_world_keys(w, "<Ctrl-R>");
        struct rec *r;
        assert_int_equal(store_get(b->s, n, &r, &b->e), -1);
        app_world_close(w);
    }
}

/* What was typed for a reference is there again after Esc, and after a lock in the middle of typing. */
static void words_come_back(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "offices");
    app_world_keys(w, "<Tab>a<Enter>");
    app_world_keys(w, "Zoya Pri<Esc>");
    assert_true(harness_has(&w->h, "Zoya Pri"));
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "kept as a draft"));
    app_world_keys(w, "a<Enter>");
    assert_true(harness_has(&w->h, "? Zoya Pri"));
    app_world_keys(w, "m");
    app_world_keys(w, "<F12>");
    app_world_unlock(w);
    assert_true(harness_has(&w->h, "? Zoya Prim"));
    app_world_keys(w, "<Enter>erova<Enter><Ctrl-S>");
    assert_true(harness_has(&w->h, "Zoya Primerova"));
    app_world_close(w);
}

/* ---- the tab of statements ---- */

static void a_text_and_what_is_said_in_it(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>4");
    harness_golden(&w->h, "entering-no-text");
    app_world_keys(w, "aTalk with her mother<Down><Down><Down><Down><Down><Down><Down>");
    app_world_paste(w, "Q: When?\nA: In the night of 3 May.");
    app_world_keys(w, "<Ctrl-S>");
    assert_true(harness_has(&w->h, ">   talk"));
    app_world_keys(
        w, "a<Down><Enter>First talk<Tab>3 May 2026<Tab><Tab><Tab><Tab><Tab><Tab>Milan Testov<Enter>");
    app_world_keys(w, "<Ctrl-S>");
    harness_golden(&w->h, "entering-text");
    assert_int_equal(app_world_count(w, KIND_STATEMENT), 1);
    app_world_keys(w, "e");
    assert_true(harness_has(&w->h, "Milan Testov"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "d");
    assert_int_equal(app_world_count(w, KIND_STATEMENT), 0);
    app_world_keys(w, "u");
    assert_int_equal(app_world_count(w, KIND_STATEMENT), 1);
    app_world_keys(w, "uu");
    assert_int_equal(app_world_count(w, KIND_SOURCE), 0);
    app_world_keys(w, "<Ctrl-R><Ctrl-R>");
    assert_int_equal(app_world_count(w, KIND_STATEMENT), 1);
    assert_true(harness_has(&w->h, "First talk"));
    app_world_close(w);
}

/* ---- dates ---- */

static struct rec_date day_of_action(struct app_world *w, int64_t n)
{
    struct rec *r;
    struct rec_date d = { 0 };
    assert_int_equal(store_get(w->box.s, n, &r, &w->box.e), 0);
    d = ((struct action *)r)->day;
    d.text = d.text ? strdup(d.text) : NULL;
    rec_free(r);
    return d;
}

static void assert_action_day(struct app_world *w, int64_t n, const char *want)
{
    struct rec_date d = day_of_action(w, n);
    assert_string_equal(d.text, want);
    str_free(d.text);
}

static int64_t last_of(struct app_world *w, enum rec_kind kind)
{
    struct store_rows rows = { 0 };
    assert_int_equal(store_list(w->box.s, &(struct store_query){ .kind = kind }, &rows, &w->box.e), 0);
    int64_t n = rows.n ? rows.at[rows.n - 1] : 0;
    store_rows_free(&rows);
    return n;
}

/* The day is there, is no change, and gives way to what is typed. */
static void an_action_is_of_today(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>x");
    harness_golden(&w->h, "entering-action");
    app_world_keys(w, "<Esc>");
    assert_false(harness_has(&w->h, "draft"));
    app_world_keys(w, "x<Ctrl-S>");
    assert_action_day(w, last_of(w, KIND_ACTION), "2026-11-22");
    app_world_keys(w, "xyesterday");
    assert_true(harness_has(&w->h, "2026-11-21 · yesterday"));
    app_world_keys(w, "<Ctrl-S>");
    assert_action_day(w, last_of(w, KIND_ACTION), "2026-11-21");
    app_world_keys(w, "x20261103<Ctrl-S>");
    assert_action_day(w, last_of(w, KIND_ACTION), "2026-11-03");
    app_world_keys(w, "6Ga<Down><Enter><Ctrl-S>");
    struct rec *reply;
    assert_int_equal(store_get(w->box.s, last_of(w, KIND_REPLY), &reply, &w->box.e), 0);
    assert_int_equal(((struct reply *)reply)->day.v, store_today(w->box.s));
    rec_free(reply);
    app_world_keys(w, "x<Backspace><Tab>M. B.<Ctrl-S>");
    struct rec_date none = day_of_action(w, last_of(w, KIND_ACTION));
    assert_null(none.text);
    app_world_close(w);
}

/* A draft that is opened on another day is of the day it was begun on. */
static void a_draft_keeps_its_day(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>x<Tab>M. B.<F12>");
    w->box.now += 86400;
    app_world_unlock(w);
    assert_true(harness_has(&w->h, "M. B."));
    app_world_keys(w, "<Ctrl-S>");
    assert_action_day(w, last_of(w, KIND_ACTION), "2026-11-22");
    app_world_close(w);
}

static void a_deadline_may_be_said_in_days(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>jje<Ctrl-A>in 10 days");
    assert_true(harness_has(&w->h, "2026-12-02 · in 10 days"));
    app_world_keys(w, "<Ctrl-S>");
    assert_true(harness_has(&w->h, "2026-12-02"));
    app_world_close(w);
}

/* Whatever the user calls it. */
static void a_number_is_found_by_its_words(void **state)
{
    static const char *const WORDS[] = { "tele", "phone", "number", "address", "contact" };
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "people");
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        app_world_keys(w, ":");
        app_world_keys(w, WORDS[i]);
        assert_true(harness_has(&w->h, "> add-contact"));
        app_world_keys(w, "<Esc>");
    }
    app_world_keys(w, ":tele<Enter>");
    assert_true(harness_has(&w->h, "New: Contact of Anna Testova"));
    app_world_close(w);
}

/* ---- a name withheld ---- */

static void who_is_not_named_is_not_named_in_titles(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    int64_t zora = storebox_put(&w->box, KIND_PERSON, "names", "Zora Vzorek", "withheld_name", "yes", NULL);
    storebox_put(&w->box, KIND_CONTACT, "of", storebox_id(&w->box, zora), "raw", "+1 555 0100", NULL);
    app_world_go(w, "people");
    assert_true(harness_has(&w->h, "Z. V. (name withheld)"));
    assert_false(harness_has(&w->h, "Zora"));
    for (int i = 0; i < 5 && !harness_has(&w->h, ">   Z. V."); i++)
        app_world_keys(w, "j");
    assert_true(harness_has(&w->h, "Zora Vzorek")); /* in what is known of her */
    app_world_keys(w, "r");
    assert_true(harness_has(&w->h, "+1 555 0100"));
    assert_true(harness_has(&w->h, "Z. V. (name withheld)"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "e");
    assert_true(harness_has(&w->h, "Person: Z. V. (name withheld)"));
    app_world_close(w);
}

/* ---- what is chosen is chosen knowingly ---- */

static void a_name_answers_no_question(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "people");
    app_world_keys(w, "aZoya Primerova<Down>");
    assert_true(harness_has(&w->h, ">   Name withheld"));
    app_world_keys(w, "Zoya of yon");
    assert_false(harness_has(&w->h, "yes  ") || harness_has(&w->h, "Name withheld: "));
    app_world_keys(w, "<Up><Down> ");
    assert_true(harness_has(&w->h, "Name withheld: yes"));
    app_world_keys(w, "n");
    assert_true(harness_has(&w->h, "Name withheld: no"));
    app_world_keys(w, "y");
    assert_true(harness_has(&w->h, "Name withheld: yes"));
    app_world_close(w);
}

static void a_part_in_a_case_is_asked_for(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    size_t members = app_world_count(w, KIND_MEMBER);
    storebox_put(&w->box, KIND_PERSON, "names", "Boris Vzorek", NULL);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>2aalready<Enter>");
    assert_true(harness_has(&w->h, "New: Person in a case"));
    app_world_keys(w, "Boris<Enter><Ctrl-S>");
    assert_true(harness_has(&w->h, "`Role` is needed."));
    assert_int_equal(app_world_count(w, KIND_MEMBER), members);
    app_world_keys(w, "<Right><Ctrl-S>");
    assert_int_equal(app_world_count(w, KIND_MEMBER), members + 1);
    app_world_close(w);
}

/* ---- where one was ---- */

/* Nothing lists a number by itself: the person it was added to stays selected. */
static void a_form_leads_back_to_its_row(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>2<Down>");
    assert_true(harness_has(&w->h, ">   family"));
    app_world_keys(w, "aa number<Enter>+1 555 0100<Ctrl-S>");
    assert_true(harness_has(&w->h, "Saved."));
    assert_true(harness_has(&w->h, ">   family"));
    app_world_keys(w, "fVera<Enter>aa number<Enter>+1 555 0101<Ctrl-S>");
    assert_true(harness_has(&w->h, ">   family"));
    assert_false(harness_has(&w->h, "at risk"));
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_added_from_the_agenda_opens),
        cmocka_unit_test(a_told_date_is_shown_as_understood),
        cmocka_unit_test(a_new_holder_brings_the_person),
        cmocka_unit_test(an_edit_may_name_somebody_new),
        cmocka_unit_test(what_is_of_the_case_comes_first),
        cmocka_unit_test(who_is_deleted_stays_in_lists),
        cmocka_unit_test(where_a_name_is_not_enough),
        cmocka_unit_test(a_draft_can_be_thrown_away),
        cmocka_unit_test(all_or_nothing),
        cmocka_unit_test(words_come_back),
        cmocka_unit_test(every_form_keeps_what_is_pasted),
        cmocka_unit_test(every_form_saves_what_was_changed),
        cmocka_unit_test(lists_are_lists_of_names),
        cmocka_unit_test(a_text_and_what_is_said_in_it),
        cmocka_unit_test(an_action_is_of_today),
        cmocka_unit_test(a_draft_keeps_its_day),
        cmocka_unit_test(a_deadline_may_be_said_in_days),
        cmocka_unit_test(a_form_leads_back_to_its_row),
        cmocka_unit_test(a_number_is_found_by_its_words),
        cmocka_unit_test(who_is_not_named_is_not_named_in_titles),
        cmocka_unit_test(a_name_answers_no_question),
        cmocka_unit_test(a_part_in_a_case_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
