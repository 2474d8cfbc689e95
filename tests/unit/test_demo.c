/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demonstration: enough to learn on, and true in itself. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/text.h"
#include "satchel/model/kase.h"
#include "satchel/model/people.h"
#include "satchel/model/testimony.h"
#include "satchel/store/agenda.h"
#include "satchel/store/demo.h"
#include "satchel/store/list.h"
#include "storebox.h"

static void fill(struct storebox *b)
{
    storebox_open(b, NULL);
    if (demo_fill(b->s, store_today(b->s), &b->e) != 0)
        fail_msg("%s", b->e.text);
}

static size_t count(struct storebox *b, enum rec_kind kind)
{
    size_t n = 0;
    assert_int_equal(store_count(b->s, kind, &n, &b->e), 0);
    return n;
}

static void enough_to_learn_on(void **state)
{
    (void)state;
    struct storebox b;
    fill(&b);
    assert_true(count(&b, KIND_CASE) >= 8);
    static const enum rec_kind KINDS[] = { KIND_PERSON,  KIND_MEMBER,  KIND_CONTACT,    KIND_OFFICE,
                                           KIND_HOLDER,  KIND_ADDRESS, KIND_APPEAL,     KIND_TARGET,
                                           KIND_EVENT,   KIND_LETTER,  KIND_NOTE,       KIND_CHECKIN,
                                           KIND_ACTION,  KIND_REPLY,   KIND_CLAIM,      KIND_STATEMENT,
                                           KIND_CUSTODY, KIND_RULE,    KIND_INSTRUCTION };
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        assert_true(count(&b, KINDS[i]) > 0);
    storebox_close(&b);
}

/* Whatever the day, something is late, something is for today, something comes soon. */
static void agenda_has_work(void **state)
{
    (void)state;
    struct storebox b;
    fill(&b);
    struct agenda a = { 0 };
    assert_int_equal(agenda_load(b.s, store_today(b.s), DUE_SOON_DAYS, 0, &a, &b.e), 0);
    size_t seen[DUE_NONE + 1] = { 0 }, checkins = 0, drafts = 0;
    for (size_t i = 0; i < a.rows.n; i++) {
        seen[a.rows.at[i].due]++;
        checkins += a.rows.at[i].kind == AGENDA_CHECKIN;
        drafts += a.rows.at[i].kind == AGENDA_DRAFT;
    }
    assert_true(seen[DUE_OVERDUE] > 0 && seen[DUE_TODAY] > 0 && seen[DUE_SOON] > 0);
    assert_true(checkins > 1 && drafts > 1);
    agenda_free(&a);
    storebox_close(&b);
}

static void quotes_stand_in_their_sources(void **state)
{
    (void)state;
    struct storebox b;
    fill(&b);
    struct store_rows rows = { 0 };
    const struct store_query all = { .kind = KIND_CITATION };
    assert_int_equal(store_list(b.s, &all, &rows, &b.e), 0);
    assert_true(rows.n > 0);
    for (size_t i = 0; i < rows.n; i++) {
        struct rec *c, *s;
        assert_int_equal(store_get(b.s, rows.at[i], &c, &b.e), 0);
        const struct citation *cite = (const struct citation *)c;
        assert_int_equal(store_get(b.s, cite->source.n, &s, &b.e), 0);
        const char *text = ((const struct source *)s)->text;
        size_t from = text_offset(text, strlen(text), (size_t)cite->from_off.v);
        size_t to = text_offset(text, strlen(text), (size_t)cite->to_off.v);
        assert_int_equal(to - from, strlen(cite->quote));
        assert_memory_equal(text + from, cite->quote, to - from);
        rec_free(c);
        rec_free(s);
    }
    store_rows_free(&rows);
    storebox_close(&b);
}

static void names_come_in_several_scripts(void **state)
{
    (void)state;
    static const char *const SCRIPTS[] = { "Cyrl", "Arab", "Hant", "Hans", "Kore" };
    bool seen[sizeof SCRIPTS / sizeof *SCRIPTS] = { false };
    struct storebox b;
    fill(&b);
    struct store_rows rows = { 0 };
    const struct store_query all = { .kind = KIND_PERSON };
    assert_int_equal(store_list(b.s, &all, &rows, &b.e), 0);
    for (size_t i = 0; i < rows.n; i++) {
        struct rec *r;
        assert_int_equal(store_get(b.s, rows.at[i], &r, &b.e), 0);
        const struct person *p = (const struct person *)r;
        for (size_t j = 0; j < p->names.n; j++)
            for (size_t k = 0; k < sizeof SCRIPTS / sizeof *SCRIPTS; k++)
                seen[k] |= p->names.at[j].script && strcmp(p->names.at[j].script, SCRIPTS[k]) == 0;
        rec_free(r);
    }
    for (size_t k = 0; k < sizeof SCRIPTS / sizeof *SCRIPTS; k++)
        assert_true(seen[k]);
    store_rows_free(&rows);
    storebox_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enough_to_learn_on),
        cmocka_unit_test(agenda_has_work),
        cmocka_unit_test(quotes_stand_in_their_sources),
        cmocka_unit_test(names_come_in_several_scripts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
