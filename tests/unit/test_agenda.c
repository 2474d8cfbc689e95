/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "storebox.h"
#include "satchel/base/buf.h"
#include "satchel/base/day.h"
#include "satchel/store/agenda.h"
#include "satchel/store/settings.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

static int64_t put_case(struct storebox *b, const char *title, const char *deadline)
{
    int64_t n = storebox_put(b, KIND_CASE, "title", title, "country", "SY", NULL);
    storebox_put(b, KIND_APPEAL, "case", storebox_id(b, n), "deadline", deadline, NULL);
    return n;
}

static struct agenda load(struct storebox *b)
{
    struct agenda a;
    STOREBOX_OK(agenda_load(b->s, day_from_civil(2026, 11, 22), DUE_SOON_DAYS, AGENDA_MOST, &a, &b->e));
    return a;
}

/* "overdue deadline One; ..." */
static char *print(struct storebox *b)
{
    static const char *const DUES[] = { "overdue", "today", "soon", "later", "none" };
    static const char *const KINDS[] = { "deadline", "checkin", "draft", "backup" };
    struct agenda a = load(b);
    struct buf out = { 0 };
    for (size_t i = 0; i < a.rows.n; i++)
        buf_addf(&out, "%s%s %s %s", i ? "; " : "", DUES[a.rows.at[i].due], KINDS[a.rows.at[i].kind],
                 a.rows.at[i].what);
    buf_addf(&out, " +%zu +%zu !%zu", a.later, a.undated, a.overdue);
    agenda_free(&a);
    return buf_take(&out, NULL);
}

#define assert_agenda(want)                                                                                  \
    do {                                                                                                     \
        char *got = print(b);                                                                                \
        assert_string_equal(got, want);                                                                      \
        str_free(got);                                                                                       \
    } while (0)

static void is_empty_in_a_new_vault(void **state)
{
    struct storebox *b = *state;
    assert_agenda(" +0 +0 !0");
}

static void sorts_what_is_due(void **state)
{
    struct storebox *b = *state;
    STOREBOX_OK(store_setting_set(b->s, AGENDA_BACKUP_KEY, "2026-11-20", &b->e));
    put_case(b, "far", "2026-12-07");
    put_case(b, "soon", "2026-12-06");
    put_case(b, "past", "2026-11-21");
    put_case(b, "today", "2026-11-22");
    put_case(b, "none", "");
    int64_t closed = storebox_put(b, KIND_CASE, "title", "closed", "status", "closed", NULL);
    storebox_put(b, KIND_APPEAL, "case", storebox_id(b, closed), "deadline", "2026-11-22", NULL);
    assert_agenda("overdue deadline past; today deadline today; soon deadline soon +1 +1 !1");
}

static void shows_check_ins(void **state)
{
    struct storebox *b = *state;
    STOREBOX_OK(store_setting_set(b->s, AGENDA_BACKUP_KEY, "2026-11-20", &b->e));
    int64_t kase = put_case(b, "One", "");
    int64_t anna = storebox_put(b, KIND_PERSON, "names", "Anna Testova", NULL);
    storebox_put(b, KIND_MEMBER, "case", storebox_id(b, kase), "person", storebox_id(b, anna), "role",
                 "family", NULL);
    int64_t contact = storebox_put(b, KIND_CONTACT, "of", storebox_id(b, anna), "kind", "mobile", "raw",
                                   "+99 1", "ask_for", "the aunt", NULL);
    int64_t missed = storebox_put(b, KIND_CHECKIN, "person", storebox_id(b, anna), "contact",
                                  storebox_id(b, contact), "due", "2026-11-20", NULL);
    storebox_put(b, KIND_CHECKIN, "person", storebox_id(b, anna), "due", "2026-11-22", NULL);
    storebox_put(b, KIND_CHECKIN, "person", storebox_id(b, anna), "due", "2027-01-22", NULL);
    assert_agenda("overdue checkin the aunt; today checkin  +0 +1 !1");
    struct agenda a = load(b);
    assert_int_equal(a.rows.at[0].n, missed);
    assert_int_equal(a.rows.at[0].kase, kase);
    assert_string_equal(a.rows.at[0].name, "Anna Testova");
    assert_string_equal(a.rows.at[0].number, "C-0001");
    assert_string_equal(a.rows.at[0].country, "SY");
    agenda_free(&a);
    STOREBOX_OK(store_delete(b->s, missed, NULL, &b->e));
    assert_agenda("today checkin  +0 +1 !0");
}

static void shows_drafts_not_sent(void **state)
{
    struct storebox *b = *state;
    STOREBOX_OK(store_setting_set(b->s, AGENDA_BACKUP_KEY, "2026-11-20", &b->e));
    int64_t due = put_case(b, "Due", "2026-11-24"), undated = put_case(b, "Undated", "");
    storebox_put(b, KIND_LETTER, "case", storebox_id(b, undated), "subject", "whenever", "state", "ready",
                 NULL);
    storebox_put(b, KIND_LETTER, "case", storebox_id(b, due), "subject", "quick", NULL);
    storebox_put(b, KIND_LETTER, "case", storebox_id(b, due), "subject", "done", "state", "sent", NULL);
    assert_agenda("soon deadline Due; soon draft quick; none draft whenever +0 +1 !0");
    struct agenda a = load(b);
    assert_false(a.rows.at[1].ready);
    assert_true(a.rows.at[2].ready);
    assert_int_equal(a.rows.at[2].kase, undated);
    agenda_free(&a);
}

static void reminds_of_the_backup(void **state)
{
    struct storebox *b = *state;
    put_case(b, "Far", "2027-12-07");
    assert_agenda("none backup  +1 +0 !0");
    STOREBOX_OK(store_setting_set(b->s, AGENDA_BACKUP_KEY, "2026-11-14", &b->e));
    struct agenda a = load(b);
    assert_int_equal(a.rows.n, 1);
    assert_true(a.rows.at[0].day.set && a.rows.at[0].day.v == day_from_civil(2026, 11, 14));
    agenda_free(&a);
    STOREBOX_OK(store_setting_set(b->s, AGENDA_BACKUP_KEY, "2026-11-15", &b->e));
    assert_agenda(" +1 +0 !0");
}

/* What is due now is shown however much is overdue. */
static void is_bounded(void **state)
{
    struct storebox *b = *state;
    STOREBOX_OK(store_setting_set(b->s, AGENDA_BACKUP_KEY, "2026-11-20", &b->e));
    STOREBOX_OK(store_bulk_begin(b->s, &b->e));
    for (int i = 0; i < AGENDA_MOST + 10; i++)
        put_case(b, "past", i < 10 ? "2020-01-01" : "2026-11-01");
    put_case(b, "today", "2026-11-22");
    STOREBOX_OK(store_step_end(b->s, 0, &b->e));
    struct agenda a = load(b);
    assert_int_equal(a.rows.n, AGENDA_MOST + 1);
    assert_int_equal(a.rows.at[0].day.v, day_from_civil(2026, 11, 1)); /* the oldest are left out */
    assert_string_equal(a.rows.at[AGENDA_MOST].what, "today");
    assert_int_equal(a.overdue, AGENDA_MOST + 10); /* and counted */
    assert_int_equal(a.later, 0);
    agenda_free(&a);
    STOREBOX_OK(agenda_load(b->s, day_from_civil(2026, 10, 31), DUE_SOON_DAYS, AGENDA_MOST, &a, &b->e));
    assert_int_equal(a.rows.n, AGENDA_MOST + 10);
    assert_int_equal(a.later, 1);
    agenda_free(&a);
    STOREBOX_OK(agenda_load(b->s, day_from_civil(2026, 11, 22), DUE_SOON_DAYS, 0, &a, &b->e));
    assert_int_equal(a.rows.n, AGENDA_MOST + 11);
    agenda_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STOREBOX_TEST(is_empty_in_a_new_vault), STOREBOX_TEST(sorts_what_is_due),
        STOREBOX_TEST(shows_check_ins),         STOREBOX_TEST(shows_drafts_not_sent),
        STOREBOX_TEST(reminds_of_the_backup),   STOREBOX_TEST(is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
