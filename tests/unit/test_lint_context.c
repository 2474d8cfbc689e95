/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the vault tells the checker of letters: a letter about nothing wrong is clean, and each thing that is
 * recorded against it is found. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/model/field.h"
#include "satchel/store/letters.h"
#include "satchel/store/lint_context.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"
#include "storebox.h"

struct world {
    struct storebox box;
    int64_t kase, anna, mother, member, appeal, office, holder, target, letter;
};

#define BODY                                                                                                 \
    "I am writing about Anna Testova, a writer who was taken from her mother's flat in February.\n\n"        \
    "I urge you to release her at once.\n\nYours sincerely,"

static void open_world(struct world *w)
{
    struct storebox *b = &w->box;
    storebox_open(b, NULL);
    w->kase = storebox_put(b, KIND_CASE, "title", "Writer missing", "country", "XS", NULL);
    char kase[REC_ID_TEXT];
    strcpy(kase, storebox_id(b, w->kase));
    w->anna = storebox_put(b, KIND_PERSON, "names", "Anna Testova", "pronouns", "she/her", NULL);
    w->mother = storebox_put(b, KIND_PERSON, "names", "Vera Testova", NULL);
    w->member = storebox_put(b, KIND_MEMBER, "case", kase, "person", storebox_id(b, w->anna), "role",
                             "at_risk", NULL);
    storebox_put(b, KIND_MEMBER, "case", kase, "person", storebox_id(b, w->mother), "role", "family", NULL);
    storebox_put(b, KIND_CONTACT, "of", storebox_id(b, w->mother), "kind", "mobile", "raw",
                 "+99 155 018 2773", NULL);
    w->appeal = storebox_put(b, KIND_APPEAL, "case", kase, "number", "UA 26/23", "deadline", "2026-12-24",
                             "letter_lang", "en", "letter_salutation", "Dear Minister", "letter_body", BODY,
                             "asks", "Release her at once", "languages", "English | tag=en", NULL);
    w->office = storebox_put(b, KIND_OFFICE, "title", "Minister of the Interior", "country", "XS", NULL);
    int64_t petr = storebox_put(b, KIND_PERSON, "names", "Petr Prubnik", NULL);
    w->holder = storebox_put(b, KIND_HOLDER, "office", storebox_id(b, w->office), "person",
                             storebox_id(b, petr), NULL);
    w->target = storebox_put(b, KIND_TARGET, "appeal", storebox_id(b, w->appeal), "pos", "1", "office",
                             storebox_id(b, w->office), "holder", storebox_id(b, w->holder), "salutation",
                             "Dear Minister", NULL);
    struct letters_made made = { 0 };
    STOREBOX_OK(letters_draft(b->s, &(struct letters_wish){ .kase = w->kase, .sign = -1 }, &made, &b->e));
    w->letter = made.letters.at[0];
    letters_made_free(&made);
}

/* The codes found, separated by blanks, when the body is as given (NULL: as it was drafted). */
static const char *found(struct world *w, const char *body)
{
    static char codes[256];
    struct storebox *b = &w->box;
    struct rec *r = NULL;
    STOREBOX_OK(store_get(b->s, w->letter, &r, &b->e));
    struct letter *l = (struct letter *)r;
    if (body)
        assert_int_equal(str_set(&l->body, body), 0);
    STOREBOX_OK(lint_context_check(b->s, NULL, l, NULL, &b->e));
    *codes = 0;
    for (size_t i = 0; i < l->findings.n; i++) {
        strcat(codes, *codes ? " " : "");
        strcat(codes, l->findings.at[i].code);
        assert_true(*l->findings.at[i].evidence);
    }
    rec_free(r);
    return codes;
}

static void set_field(struct world *w, int64_t n, const char *key, const char *text)
{
    struct storebox *b = &w->box;
    struct rec *r = NULL;
    STOREBOX_OK(store_get(b->s, n, &r, &b->e));
    STOREBOX_OK(field_set(r, rec_field(r, key, &b->e), text, &b->e));
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
}

static void a_draft_about_nothing_wrong_is_clean(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    assert_string_equal(found(&w, NULL), "");
    storebox_close(&w.box);
}

static void a_name_of_another_case_is_found(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    char kase[REC_ID_TEXT];
    strcpy(kase, storebox_id(b, storebox_put(b, KIND_CASE, "title", "Lawyer held", NULL)));
    int64_t pavel = storebox_put(b, KIND_PERSON, "names", "Pavel Drugov", NULL);
    storebox_put(b, KIND_MEMBER, "case", kase, "person", storebox_id(b, pavel), "role", "at_risk", NULL);
    assert_string_equal(found(&w, BODY), "");
    assert_non_null(strstr(found(&w, "I urge you to release Pavel Drugov.\n\n" BODY), "foreign-name"));
    storebox_close(&w.box);
}

static void the_number_of_another_appeal_is_found(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    assert_string_equal(found(&w, "Urgent Action 26/23.\n\n" BODY), "");
    assert_string_equal(found(&w, "Urgent Action 23/26.\n\n" BODY), "number");
    storebox_close(&w.box);
}

static void what_the_records_say_against_it_is_found(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    assert_string_equal(found(&w, BODY "\n\nCall +99 155 018 2773."), "private-contact");
    set_field(&w, w.appeal, "deadline", "2026-11-01");
    assert_string_equal(found(&w, NULL), "deadline");
    set_field(&w, w.appeal, "deadline", "2026-12-24");
    set_field(&w, w.member, "states", "released | since=2026-11-02");
    assert_string_equal(found(&w, NULL), "person-released-or-dead");
    set_field(&w, w.member, "states", "held | since=2026-02-10");
    set_field(&w, w.holder, "to", "2026-06");
    assert_string_equal(found(&w, NULL), "stale-holder");
    set_field(&w, w.holder, "to", "");
    set_field(&w, w.appeal, "asks", "Release her at once\nGive her the medicine that doctors prescribed");
    set_field(&w, w.letter, "asks", "");
    assert_string_equal(found(&w, NULL), "missing-ask");
    storebox_close(&w.box);
}

static int64_t put_event(struct world *w, const char *kind, const char *date)
{
    char kase[REC_ID_TEXT], anna[REC_ID_TEXT];
    strcpy(kase, storebox_id(&w->box, w->kase));
    strcpy(anna, storebox_id(&w->box, w->anna));
    return storebox_put(&w->box, KIND_EVENT, "case", kase, "kind", kind, "text", "Noted.", "date", date,
                        "people", anna, NULL);
}

static void an_event_is_a_state_too(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    set_field(&w, w.member, "states", "held | since=2026-02-10");
    put_event(&w, "release", "2025-11-05");
    assert_string_equal(found(&w, NULL), "");
    put_event(&w, "release", "2026-11-05");
    assert_string_equal(found(&w, NULL), "person-released-or-dead");
    put_event(&w, "arrest", "2026-11-12");
    assert_string_equal(found(&w, NULL), "");
    put_event(&w, "release", "2027-01-05"); /* planned */
    assert_string_equal(found(&w, NULL), "");
    put_event(&w, "death", "2026-11-14");
    assert_string_equal(found(&w, NULL), "person-released-or-dead");
    storebox_close(&w.box);
}

static void who_saw_a_death_is_not_dead(void **state)
{
    (void)state;
    static const struct {
        const char *text, *role;
        bool dead;
    } EVENTS[] = {
        { "Pavel Drugov died in custody; Anna Testova was arrested with him.", "", false },
        { "Anna Testova saw how Pavel Drugov died.", "", false },
        { "Death of Pavel Drugov.", "", false },
        { "He died in custody.", " | role=witness", false },
        { "Anna Testova and Pavel Drugov were killed.", "", true },
        { "Pavel Drugov and Anna Testova died in the fire.", "", true },
        { "They died in custody.", " | role=victim", true },
    };
    for (size_t i = 0; i < sizeof EVENTS / sizeof *EVENTS; i++) {
        struct world w = { 0 };
        char kase[REC_ID_TEXT], pavel[REC_ID_TEXT], people[200];
        open_world(&w);
        strcpy(kase, storebox_id(&w.box, w.kase));
        int64_t n = storebox_put(&w.box, KIND_PERSON, "names", "Pavel Drugov", NULL);
        strcpy(pavel, storebox_id(&w.box, n));
        storebox_put(&w.box, KIND_MEMBER, "case", kase, "person", pavel, "role", "colleague", NULL);
        snprintf(people, sizeof people, "%s%s\n%s", storebox_id(&w.box, w.anna), EVENTS[i].role, pavel);
        storebox_put(&w.box, KIND_EVENT, "case", kase, "kind", "death", "text", EVENTS[i].text, "date",
                     "2026-11-14", "people", people, NULL);
        assert_string_equal(found(&w, NULL), EVENTS[i].dead ? "person-released-or-dead" : "");
        storebox_close(&w.box);
    }
}

static void the_day_of_an_event_is_held_against_the_letter(void **state)
{
    (void)state;
    static const char *const EVENTS[][4] = {
        { "arrest", "2026-11-03", "arrested on 12 November 2026", "arrested on 3 November 2026" },
        { "sentence", "2026-09-03", "sentenced on 13 September 2026", "sentenced on 3 September 2026" },
        { "trial", "2026-08-03", "tried on 13 August 2026", "tried on 3 August 2026" },
    };
    char body[1000];
    struct world w = { 0 };
    open_world(&w);
    for (size_t i = 0; i < sizeof EVENTS / sizeof *EVENTS; i++)
        for (size_t right = 0; right < 2; right++) {
            snprintf(body, sizeof body, "Anna Testova was %s.\n\n" BODY, EVENTS[i][2 + right]);
            assert_string_equal(found(&w, body), "");
            if (right)
                continue;
            put_event(&w, EVENTS[i][0], EVENTS[i][1]);
            assert_string_equal(found(&w, body), "number");
        }
    storebox_close(&w.box);
}

static void a_span_under_a_rule_is_found(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    char kase[REC_ID_TEXT], statement[REC_ID_TEXT];
    strcpy(kase, storebox_id(b, w.kase));
    int64_t source =
        storebox_put(b, KIND_SOURCE, "case", kase, "text",
                     "We hid the notebooks under the floor of the summer house by the lake.", NULL);
    strcpy(statement, storebox_id(b, storebox_put(b, KIND_STATEMENT, "source", storebox_id(b, source),
                                                  "from_off", "0", "to_off", "69", NULL)));
    static const char QUOTE[] =
        BODY "\n\nWe hid the notebooks under the floor of the summer house by the lake.";
    assert_null(strstr(found(&w, QUOTE), "consent"));
    int64_t rule = storebox_put(b, KIND_RULE, "subject", statement, "level", "never", "by",
                                storebox_id(b, w.mother), "given", "2026-03-01", NULL);
    assert_non_null(strstr(found(&w, QUOTE), "consent"));
    STOREBOX_OK(store_delete(b->s, rule, NULL, &b->e));
    assert_null(strstr(found(&w, QUOTE), "consent"));
    storebox_close(&w.box);
}

static void the_stamp_changes_with_every_step_and_undo(void **state)
{
    (void)state;
    struct world w = { 0 };
    open_world(&w);
    struct storebox *b = &w.box;
    int64_t before, after, undone;
    STOREBOX_OK(lint_context_stamp(b->s, &before, &b->e));
    set_field(&w, w.anna, "occupation", "writer");
    STOREBOX_OK(lint_context_stamp(b->s, &after, &b->e));
    assert_true(after != before);
    STOREBOX_OK(store_undo(b->s, NULL, &b->e));
    STOREBOX_OK(lint_context_stamp(b->s, &undone, &b->e));
    assert_true(undone != after);
    storebox_close(&w.box);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_about_nothing_wrong_is_clean),
        cmocka_unit_test(a_name_of_another_case_is_found),
        cmocka_unit_test(the_number_of_another_appeal_is_found),
        cmocka_unit_test(what_the_records_say_against_it_is_found),
        cmocka_unit_test(an_event_is_a_state_too),
        cmocka_unit_test(who_saw_a_death_is_not_dead),
        cmocka_unit_test(the_day_of_an_event_is_held_against_the_letter),
        cmocka_unit_test(a_span_under_a_rule_is_found),
        cmocka_unit_test(the_stamp_changes_with_every_step_and_undo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
