/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a case to drafts: whom, with which text, who signs. */
#include "app_world.h"

#include "satchel/app/view_case.h"
#include "satchel/model/letters.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"

/* The invented case with a second target and a copy, and a sender. */
static struct app_world *world_writing(int cols, int rows)
{
    struct app_world *w = app_world_open(cols, rows, NULL);
    struct storebox *b = &w->box;
    app_world_case(w);
    char appeal[REC_ID_TEXT];
    strcpy(appeal, storebox_id(b, app_world_first(w, KIND_APPEAL)));
    storebox_put(b, KIND_TARGET, "appeal", appeal, "pos", "2", "printed_title", "Director of the City Police",
                 NULL);
    storebox_put(b, KIND_TARGET, "appeal", appeal, "pos", "3", "part", "cc", "printed_title",
                 "Embassy of Sylvania", NULL);
    storebox_put(b, KIND_SENDER, "name", "Mia Muster", "town", "Basel", "lines", "1 Lane\nBasel", NULL);
    app_world_enter(w);
    app_world_keys(w, "C<Enter>w");
    return w;
}

static void test_looks(void **state)
{
    (void)state;
    struct app_world *w = world_writing(80, 24);
    harness_golden(&w->h, "letter-new-80x24");
    app_world_keys(w, "<Space><Space>");
    harness_golden(&w->h, "letter-new-marked");
    app_world_keys(w, "z");
    harness_golden(&w->h, "letter-new-discreet");
    app_world_close(w);
    w = world_writing(40, 12);
    harness_golden(&w->h, "letter-new-40x12");
    app_world_close(w);
}

static void test_nobody_to_write_to(void **state)
{
    (void)state;
    struct app_world *w = app_world_open(80, 24, NULL);
    storebox_put(&w->box, KIND_CASE, "title", "Baker arrested", NULL);
    app_world_enter(w);
    app_world_keys(w, "C<Enter>w<Enter>");
    harness_golden(&w->h, "letter-new-empty");
    assert_int_equal(app_world_count(w, KIND_LETTER), 0);
    app_world_close(w);
}

static void test_only_w_makes_what_is_marked(void **state)
{
    (void)state;
    struct app_world *w = world_writing(80, 24);
    size_t before = app_world_count(w, KIND_LETTER);
    app_world_keys(w, "<Enter>"); /* the minister has a letter already and is not marked: both, then */
    assert_int_equal(app_world_count(w, KIND_LETTER), before);
    app_world_keys(w, "w");
    assert_int_equal(app_world_count(w, KIND_LETTER), before + 3);
    assert_non_null(strstr(app_top(&w->app)->arg, "letters"));
    assert_true(harness_has(&w->h, "No address is known for Embassy of Sylvania"));
    app_world_keys(w, "u");
    assert_int_equal(app_world_count(w, KIND_LETTER), before);
    app_world_close(w);
}

static void test_none_marked(void **state)
{
    (void)state;
    struct app_world *w = world_writing(80, 24);
    size_t before = app_world_count(w, KIND_LETTER);
    app_world_keys(w, "j<Space><Enter>kw");
    assert_true(harness_has(&w->h, "Nobody is marked"));
    assert_int_equal(app_world_count(w, KIND_LETTER), before);
    app_world_close(w);
}

static const struct letter *last_letter(struct app_world *w, struct rec **r)
{
    struct store_rows rows = { 0 };
    assert_int_equal(store_list(w->box.s, &(struct store_query){ .kind = KIND_LETTER }, &rows, NULL), 0);
    assert_int_equal(store_get(w->box.s, rows.at[rows.n - 1], r, NULL), 0);
    store_rows_free(&rows);
    return (const struct letter *)*r;
}

static void test_another_text_and_less_of_the_sender(void **state)
{
    (void)state;
    struct app_world *w = world_writing(80, 24);
    struct rec *r = NULL;
    storebox_put(&w->box, KIND_TEMPLATE, "kind", "appeal", "lang", "fr", "text", "Pour {person}", NULL);
    app_world_keys(w, "<Esc>");
    app_world_keys(w, "w");
    app_world_keys(w, "G<Enter>");  /* signed: initials and town */
    app_world_keys(w, "kk<Enter>"); /* which text */
    harness_golden(&w->h, "letter-new-texts");
    app_world_keys(w, "<Down><Enter>gw");
    const struct letter *l = last_letter(w, &r);
    assert_int_equal(l->sign, SIGN_INITIALS);
    assert_string_equal(l->lang, "fr");
    assert_non_null(strstr(l->body, "Pour Anna Testova"));
    rec_free(r);
    app_world_close(w);
}

static void test_a_sender_is_added_on_the_way(void **state)
{
    (void)state;
    struct app_world *w = app_world_filled(80, 24);
    app_world_keys(w, "C<Enter>w");
    assert_true(harness_has(&w->h, "nobody yet; Enter adds one"));
    app_world_keys(w, "Gk<Enter>");
    app_world_keys(w, "Mia Muster<Ctrl-S>");
    assert_int_equal(app_world_count(w, KIND_SENDER), 1);
    assert_true(harness_has(&w->h, "Mia Muster"));
    app_world_close(w);
}

static void test_a_template_is_added_and_edited_on_the_way(void **state)
{
    (void)state;
    struct app_world *w = world_writing(80, 24);
    app_world_keys(w, "Gkk<Enter><Down><Down><Enter>");
    app_world_keys(w, "appeal<Ctrl-S>");
    assert_int_equal(app_world_count(w, KIND_TEMPLATE), 1);
    app_world_keys(w, "<Enter><Down><Enter>");
    assert_true(harness_has(&w->h, "template: appeal"));
    app_world_keys(w, "e");
    assert_string_equal(app_top(&w->app)->class->name, "form");
    app_world_close(w);
}

static void test_read_only(void **state)
{
    (void)state;
    struct app_world *w = world_writing(80, 24);
    size_t before = app_world_count(w, KIND_LETTER);
    w->app.read_only = true;
    app_world_keys(w, "w");
    assert_int_equal(app_world_count(w, KIND_LETTER), before);
    app_world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_looks),
        cmocka_unit_test(test_nobody_to_write_to),
        cmocka_unit_test(test_only_w_makes_what_is_marked),
        cmocka_unit_test(test_none_marked),
        cmocka_unit_test(test_another_text_and_less_of_the_sender),
        cmocka_unit_test(test_a_sender_is_added_on_the_way),
        cmocka_unit_test(test_a_template_is_added_and_edited_on_the_way),
        cmocka_unit_test(test_read_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
