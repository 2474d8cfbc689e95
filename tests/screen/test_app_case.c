/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case: its eight tabs as they look, and every way to add, change, delete and undo from them. */
#include "app_world.h"

#include "satchel/app/open_record.h"
#include "satchel/app/view_case.h"
#include "satchel/store/list.h"
#include "satchel/store/write.h"

static struct app_world *world_in_case(int cols, int rows)
{
    struct app_world *w = app_world_filled(cols, rows);
    app_world_keys(w, "C<Enter>");
    return w;
}

static void test_tabs(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "overview", "people",  "chronology", "statements",
                                         "letters",  "actions", "files",      "notes" };
    struct app_world *w = world_in_case(80, 24);
    for (size_t i = 0; i < 8; i++) {
        char key[2] = { (char)('1' + i), 0 }, golden[64];
        app_world_keys(w, key);
        snprintf(golden, sizeof golden, "case-%s-80x24", NAMES[i]);
        harness_golden(&w->h, golden);
        assert_non_null(strstr(app_top(&w->app)->arg, NAMES[i]));
    }
    app_world_close(w);
}

static void test_sizes(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(40, 12);
    harness_golden(&w->h, "case-overview-40x12");
    app_world_keys(w, "2");
    harness_golden(&w->h, "case-people-40x12");
    app_world_keys(w, "3");
    harness_golden(&w->h, "case-chronology-40x12");
    app_world_resize(w, 132, 43);
    harness_golden(&w->h, "case-chronology-132x43");
    app_world_keys(w, "1");
    harness_golden(&w->h, "case-overview-132x43");
    app_world_close(w);
}

static void test_empty(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    storebox_put(&w->box, KIND_CASE, "title", "Baker arrested", NULL);
    app_world_enter(w);
    app_world_keys(w, "C<Enter>");
    harness_golden(&w->h, "case-empty-overview");
    for (const char *key = "2345678"; *key; key++) {
        int y, x;
        bool visible;
        app_world_keys(w, (char[]){ *key, 0 });
        screen_cursor(w->h.screen, &y, &x, &visible);
        assert_true(visible);
        assert_true(harness_has(&w->h, "yet") || harness_has(&w->h, "Nobody"));
    }
    app_world_close(w);
}

static void test_tab_key_goes_round(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    app_world_keys(w, "<Tab>");
    assert_true(harness_has(&w->h, "› People"));
    app_world_keys(w, "<Shift-Tab><Shift-Tab>");
    assert_true(harness_has(&w->h, "› Notes"));
    app_world_keys(w, "<Esc>");
    assert_string_equal(app_top(&w->app)->class->name, "cases");
    app_world_close(w);
}

static void test_reading(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(40, 12);
    app_world_keys(w, "5<Enter>");
    harness_golden(&w->h, "case-letter-read-40x12");
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "Minister"));
    assert_string_equal(app_top(&w->app)->class->name, "case");
    app_world_close(w);
}

/* The number stands on screen only in the box, and nothing of it elsewhere. */
static void test_reveal(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    app_world_keys(w, "2j");
    assert_false(harness_has(&w->h, "155 018"));
    app_world_keys(w, "r");
    assert_true(harness_has(&w->h, "+99 155 018 2773"));
    assert_true(harness_has(&w->h, "only when they call"));
    app_world_keys(w, "j");
    assert_true(harness_has(&w->h, "+99 155 018 2773"));
    app_world_keys(w, "<Esc>");
    assert_false(harness_has(&w->h, "155 018"));
    app_world_close(w);
}

static void test_reveal_ends(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    app_world_keys(w, "2jr");
    w->box.now += 31;
    app_step(&w->app, 0);
    app_paint(&w->app);
    assert_false(harness_has(&w->h, "155 018"));
    app_world_close(w);
}

static void test_add_person(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    size_t people = app_world_count(w, KIND_PERSON), members = app_world_count(w, KIND_MEMBER);
    app_world_keys(w, "2alawyer<Enter>");
    assert_true(harness_has(&w->h, "New: Person"));
    app_world_keys(w, "Pavel Drugov<Ctrl-S>");
    assert_true(harness_has(&w->h, "Pavel Drugov"));
    assert_true(harness_has(&w->h, "lawyer"));
    assert_int_equal(app_world_count(w, KIND_PERSON), people + 1);
    assert_int_equal(app_world_count(w, KIND_MEMBER), members + 1);
    app_world_keys(w, "u"); /* one step for both */
    assert_int_equal(app_world_count(w, KIND_PERSON), people);
    assert_int_equal(app_world_count(w, KIND_MEMBER), members);
    app_world_close(w);
}

/* A person opened from a case stands among its people; p shows everybody, and those of the case again. */
static void test_people_of_the_case(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_case(w);
    storebox_put(&w->box, KIND_PERSON, "names", "Boris Elsewhere", NULL);
    app_world_enter(w);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>2<Enter>");
    assert_true(harness_has(&w->h, "People › of the case"));
    assert_true(harness_has(&w->h, "Vera Testova"));
    assert_false(harness_has(&w->h, "Boris Elsewhere"));
    assert_true(harness_has(&w->h, "p all/case"));
    harness_golden(&w->h, "people-of-case");
    app_lock(&w->app);
    app_world_unlock(w); /* as it was */
    assert_false(harness_has(&w->h, "Boris Elsewhere"));
    app_world_keys(w, "p");
    assert_true(harness_has(&w->h, "People › everybody"));
    assert_true(harness_has(&w->h, "Boris Elsewhere"));
    assert_true(harness_has(&w->h, "Vera Testova"));
    app_world_keys(w, "p");
    assert_false(harness_has(&w->h, "Boris Elsewhere"));
    app_world_keys(w, "alawyer<Enter>Pavel Drugov<Ctrl-S>"); /* who is added is in the case */
    assert_true(harness_has(&w->h, "Pavel Drugov"));
    assert_int_equal(app_world_count(w, KIND_MEMBER), 4);
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "lawyer"));
    app_world_keys(w, "1");
    assert_true(harness_has(&w->h, "Writer missing"));
    app_world_go(w, "people");
    assert_true(harness_has(&w->h, "Boris Elsewhere"));
    app_world_keys(w, "p");
    assert_true(harness_has(&w->h, "All are listed already."));
    app_world_close(w);
}

/* So are offices; a new one is none of the case's yet. */
static void test_offices_of_the_case(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_case(w);
    const int64_t office = app_world_first(w, KIND_OFFICE);
    storebox_put(&w->box, KIND_OFFICE, "title", "Minister of Elsewhere", NULL);
    app_world_enter(w);
    app_world_go(w, "cases");
    app_world_keys(w, "<Enter>");
    open_record(&w->app, office);
    app_paint(&w->app);
    assert_true(harness_has(&w->h, "offices of the case"));
    assert_false(harness_has(&w->h, "Minister of Elsewhere"));
    app_lock(&w->app);
    app_world_unlock(w);
    assert_true(harness_has(&w->h, "of the case"));
    app_world_keys(w, "p");
    assert_true(harness_has(&w->h, "all offices"));
    assert_true(harness_has(&w->h, "Minister of Elsewhere"));
    app_world_keys(w, "pa");
    app_world_keys(w, "Chief Guard<Ctrl-S>");
    assert_true(harness_has(&w->h, ">   Chief Guard"));
    assert_true(harness_has(&w->h, "all offices"));
    app_world_close(w);
}

static void test_add_contact(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    app_world_keys(w, "2anumber or<Enter>");
    assert_true(harness_has(&w->h, "New: Contact of "));
    app_world_keys(w, "+99 155 000 1111<Ctrl-S>");
    assert_int_equal(app_world_count(w, KIND_CONTACT), 2);
    app_world_keys(w, "r");
    assert_true(harness_has(&w->h, "+99 155 000 1111"));
    app_world_close(w);
}

static void test_edit_opens_at_the_field(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    int y, x;
    app_world_keys(w, "GGkkke"); /* the summary */
    assert_true(harness_has(&w->h, "Case: 26/23 Writer missing"));
    harness_find(&w->h, "Summary", &y, &x);
    screen_cursor(w->h.screen, &x, &(int){ 0 }, &(bool){ false });
    assert_int_equal(x, y);
    app_world_keys(w, "She was seen. <Ctrl-S>");
    assert_true(harness_has(&w->h, "She was seen."));
    app_world_keys(w, "u");
    assert_false(harness_has(&w->h, "She was seen."));
    app_world_close(w);
}

static void test_delete_parts(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    app_world_keys(w, "jjjjjjj"); /* the second ask */
    assert_true(harness_has(&w->h, "2 Let her see her family"));
    app_world_keys(w, "d");
    assert_false(harness_has(&w->h, "Let her see her family"));
    assert_true(harness_has(&w->h, "1 Release her"));
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "2 Let her see her family"));
    app_world_keys(w, "gjjd"); /* the deadline */
    assert_false(harness_has(&w->h, "in 2 days"));
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "in 2 days"));
    app_world_close(w);
}

static void test_event_round(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    app_world_keys(w, "3a<Ctrl-S>");
    assert_string_equal(app_top(&w->app)->class->name,
                        "form"); /* it says what is missing, and keeps what is there */
    app_world_keys(w, "<Esc>");
    size_t before = app_world_count(w, KIND_EVENT);
    app_world_keys(w, "d");
    assert_int_equal(app_world_count(w, KIND_EVENT), before - 1);
    app_world_keys(w, "u");
    assert_int_equal(app_world_count(w, KIND_EVENT), before);
    app_world_close(w);
}

static void test_note_round(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    app_world_keys(w, "8aThe dog barks at strangers.<Ctrl-S>");
    assert_true(harness_has(&w->h, "The dog barks"));
    app_world_keys(w, "jd");
    assert_false(harness_has(&w->h, "│ The dog"));
    assert_int_equal(app_world_count(w, KIND_NOTE), 1);
    app_world_keys(w, "u");
    assert_int_equal(app_world_count(w, KIND_NOTE), 2);
    app_world_close(w);
}

static void test_narrow(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    app_world_keys(w, "3fcamp<Enter>");
    assert_true(harness_has(&w->h, "1/2"));
    assert_true(harness_has(&w->h, "washroom"));
    assert_false(harness_has(&w->h, "Taken from"));
    app_world_keys(w, "<Esc>");
    assert_true(harness_has(&w->h, "/5"));
    app_world_close(w);
}

/* Whom a row is about is in the form already; what is done is done for the row. */
static void test_log_and_done(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_case(w);
    app_world_enter(w);
    app_world_keys(w, "C<Enter>2Gx");
    assert_true(harness_has(&w->h, "New: Action of 26/23"));
    assert_true(harness_has(&w->h, "Minister of the Interior, P. Prubnik"));
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "gjy"); /* the mother: a check-in is agreed with her */
    assert_true(harness_has(&w->h, "Noted: in touch today. Next on 2026-11-29."));
    app_world_keys(w, "gy");
    assert_true(harness_has(&w->h, "No check-in is agreed with this person."));
    app_world_keys(w, "1jjy"); /* the line of the deadline closes the appeal */
    assert_true(harness_has(&w->h, "Closed today, and off the agenda: UA 26/23"));
    app_world_keys(w, "y");
    assert_true(harness_has(&w->h, "This appeal is closed already."));
    app_world_keys(w, "ugjy"); /* the line of the status closes the case */
    assert_true(harness_has(&w->h, "Closed: 26/23 Writer missing since February."));
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "Status      open"));
    app_world_close(w);
}

/* Marks are of the rows, and gone with the tab. */
static void test_marks(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    app_world_case(w);
    app_world_enter(w);
    app_world_keys(w, "C<Enter>3<Space>j<Space>");
    assert_true(harness_has(&w->h, "2 marked"));
    app_world_keys(w, "8");
    assert_false(harness_has(&w->h, "marked"));
    app_world_keys(w, "3<Space>j<Space>d");
    assert_true(harness_has(&w->h, "Deleted: 2 records. u undoes it."));
    assert_true(harness_has(&w->h, "3 Chronology 3"));
    app_world_keys(w, "u");
    assert_true(harness_has(&w->h, "3 Chronology 5"));
    app_world_keys(w, "1j<Space>"); /* a line of the overview is no record */
    assert_true(harness_has(&w->h, "This row cannot be marked."));
    app_world_close(w);
}

static void test_discreet(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    app_world_keys(w, "z");
    harness_golden(&w->h, "case-overview-discreet");
    for (const char *key = "1235678"; *key; key++) { /* statements are none */
        app_world_keys(w, (char[]){ *key, 0 });
        assert_false(harness_has(&w->h, "Anna") || harness_has(&w->h, "Testova") ||
                     harness_has(&w->h, "Анна"));
        app_world_keys(w, "<Enter>"); /* read in full, or the screen of a person */
        assert_false(harness_has(&w->h, "Anna") || harness_has(&w->h, "Testova") ||
                     harness_has(&w->h, "Анна"));
        for (int i = 0; i < 3 && (i == 0 || strcmp(app_top(&w->app)->class->name, "case") != 0); i++)
            app_world_keys(w, "<Esc>");
        assert_string_equal(app_top(&w->app)->class->name, "case");
    }
    app_world_close(w);
}

static void test_timeline(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    app_world_keys(w, "3");
    assert_true(harness_has(&w->h, "◆"));
    app_world_keys(w, "t");
    assert_false(harness_has(&w->h, "◆"));
    app_world_keys(w, "1t");
    assert_true(harness_has(&w->h, "› Chronology"));
    assert_true(harness_has(&w->h, "◆"));
    app_world_close(w);
}

static void test_ascii(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    screen_set_ascii(w->h.screen, true);
    app_world_keys(w, "3j");
    harness_golden(&w->h, "case-chronology-ascii");
    app_world_close(w);
}

/* Whatever belongs to the case opens it at its tab, with its own row selected. */
static void test_opens_at_record(void **state)
{
    (void)state;
    static const struct {
        enum rec_kind kind;
        const char *title;
    } PLACES[] = { { KIND_EVENT, "› Chronology" }, { KIND_APPEAL, "› Letters" }, { KIND_ACTION, "› Actions" },
                   { KIND_ITEM, "› Files" },       { KIND_CUSTODY, "› Files" },  { KIND_NOTE, "› Notes" },
                   { KIND_MEMBER, "› People" } };
    struct app_world *w = world_in_case(80, 24);
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        int64_t n = app_world_first(w, PLACES[i].kind);
        open_record(&w->app, n);
        app_paint(&w->app);
        assert_true(harness_has(&w->h, PLACES[i].title));
        assert_int_equal(case_selected((struct case_view *)app_top(&w->app))->n, n);
        app_pop(&w->app);
    }
    app_world_close(w);
}

/* Deleted in one view, it is gone in all: the case closes when it is no more. */
static void test_gone(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    assert_int_equal(store_delete(w->box.s, app_world_first(w, KIND_CASE), NULL, NULL), 0);
    app_reload(&w->app);
    app_paint(&w->app);
    assert_string_equal(app_top(&w->app)->class->name, "cases");
    app_world_close(w);
}

static void test_read_only(void **state)
{
    (void)state;
    struct app_world *w = world_in_case(80, 24);
    w->app.read_only = true;
    app_world_keys(w, "2d");
    assert_true(harness_has(&w->h, "reading only"));
    app_world_keys(w, "a");
    assert_true(harness_has(&w->h, "reading only"));
    app_world_close(w);
}

static void test_scripts(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    struct storebox *b = &w->box;
    char kase[REC_ID_TEXT];
    strcpy(kase, storebox_id(b, storebox_put(b, KIND_CASE, "title", "律师王小明被吊销执照", NULL)));
    int64_t sara = storebox_put(b, KIND_PERSON, "names", "سارة التجريبي | lang=ar\nSara al-Tajribi", NULL);
    storebox_put(b, KIND_MEMBER, "case", kase, "person", storebox_id(b, sara), NULL);
    storebox_put(b, KIND_EVENT, "case", kase, "date", "2021-03-05", "text",
                 "律师王小明于三月五日在家中被带走，至今没有消息，家人多次询问均无结果。", NULL);
    storebox_put(b, KIND_EVENT, "case", kase, "date", "2021-04", "text",
                 "نقلت إلى سجن آخر بعيدا عن أهلها ولم يسمح لها بالزيارة", NULL);
    storebox_put(b, KIND_EVENT, "case", kase, "date", "2022", "text",
                 "O\xCC\x81 combining, and a word that never ends: "
                 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
                 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
                 NULL);
    app_world_enter(w);
    app_world_keys(w, "C<Enter>");
    harness_golden(&w->h, "case-scripts-overview");
    app_world_keys(w, "3G");
    harness_golden(&w->h, "case-scripts-chronology");
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tabs),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_tab_key_goes_round),
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_reveal),
        cmocka_unit_test(test_reveal_ends),
        cmocka_unit_test(test_add_person),
        cmocka_unit_test(test_people_of_the_case),
        cmocka_unit_test(test_offices_of_the_case),
        cmocka_unit_test(test_add_contact),
        cmocka_unit_test(test_edit_opens_at_the_field),
        cmocka_unit_test(test_delete_parts),
        cmocka_unit_test(test_event_round),
        cmocka_unit_test(test_note_round),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_log_and_done),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_discreet),
        cmocka_unit_test(test_timeline),
        cmocka_unit_test(test_ascii),
        cmocka_unit_test(test_opens_at_record),
        cmocka_unit_test(test_gone),
        cmocka_unit_test(test_read_only),
        cmocka_unit_test(test_scripts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
