/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts about a case that is stored: the same text, poorer and richer copies of it, its update, the stop
 * notice. Nothing that is stored is lost, and nobody is doubled: rows of every kind are counted. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "storebox.h"
#include "satchel/base/buf.h"
#include "satchel/base/day.h"
#include "satchel/casework/ua.h"
#include "satchel/model/field.h"
#include "satchel/model/people.h"
#include "satchel/store/caselist.h"
#include "satchel/store/import.h"
#include "satchel/store/list.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

/* ---- texts ---- */

#define HEAD(index, date)                                                                                    \
    "UA: 26/23 Index: ASA 99/" index "/2026 Freedonia Date: " date "\n\nURGENT ACTION\n\n"
#define TITLE "WRITER MISSING SINCE FEBRUARY\n\n"
#define STORY                                                                                                \
    "Anna Testova (Анна Тестова), a writer, was taken from her mother's flat by plain-clothes officers.\n\n"
#define MINISTER                                                                                             \
    "Minister of the Interior\nPetr Prubnik\nMinistry of the Interior\n1 Main Square\n10001 Freedonia "      \
    "City\n"                                                                                                 \
    "Fax: +99 1 234 567\nEmail: minister@interior.example\nSalutation: Dear Minister\n\n"
#define DIRECTOR "Director\nRosa Muster\nFax: +99 1 222 333\n\n"
#define LETTER                                                                                               \
    "Dear Minister,\n\nI am writing about Anna Testova, a writer who was taken from her mother's flat.\n\n"  \
    "I urge you to:\n- release her immediately\n- let her see a doctor\n\nYours sincerely,\n\n"
#define FOOT                                                                                                 \
    "PREFERRED LANGUAGE TO ADDRESS TARGET: French, English\n\n"                                              \
    "PLEASE TAKE ACTION AS SOON AS POSSIBLE UNTIL: 24 November 2026\n\n"                                     \
    "NAME AND PREFERRED PRONOUN: Anna Testova (Анна Тестова) (she/her)\n"
#define ACTION "TAKE ACTION: WRITE AN APPEAL IN YOUR OWN WORDS OR USING THIS MODEL LETTER\n\n"

static const char FULL[] = HEAD("0001", "2 October 2026") TITLE STORY ACTION MINISTER DIRECTOR LETTER FOOT;
/* As a web page leaves it: no letter, no asks, no deadline, one official, her name in the other script. */
static const char POOR[] = HEAD("0001", "2 October 2026") TITLE
    "Анна Тестова, a writer, was taken from her mother's flat.\n\n"
    "PLEASE SEND APPEALS TO:\n\nPetr Prubnik\n1 Main Square, 10001 Freedonia City\n"
    "Email: Minister@interior.example\n\nNAME AND PREFERRED PRONOUN: Анна Тестова (she/her)\n";
/* The same, and somebody else, a telephone, and another ask. */
static const char RICH[] = HEAD("0001", "2 October 2026") TITLE STORY ACTION
    "Minister of the Interior\nPetr Prubnik\nMinistry of the Interior\n1 Main Square\n10001 Freedonia City\n"
    "Phone: +99 1 234 500\nFax: +99 (1) 234567\n\nChief of Police\nJon Wache\n3 Long Street\n"
    "10001 Freedonia City\n\n"
    "Dear Minister,\n\nI am writing about Anna Testova, a writer who was taken from her mother's flat.\n\n"
    "I urge you to:\n- release her immediately\n- let her see a doctor\n- say where she is held\n\n"
    "Yours sincerely,\n\n" FOOT;
static const char UPDATE[] =
    "Further information on UA: 26/23 Index: ASA 99/0002/2026 Freedonia Date: 20 November 2026\n\nURGENT "
    "ACTION\n\nWRITER HELD IN SECRET\n\nAnna Testova is held in a camp in the north, a guard told her "
    "mother.\n\n" ACTION MINISTER
    "Public Prosecutor\nOlga Anklage\n7 Court Lane\n10001 Freedonia City\n\nDear Minister,\n\nI am writing "
    "about Anna Testova.\n\nI urge you to:\n- release her immediately\n- say where she is held\n\nYours "
    "sincerely,\n\nPLEASE TAKE ACTION AS SOON AS POSSIBLE UNTIL: 15 January 2027\n\n"
    "NAME AND PREFERRED PRONOUN: Anna Testova (she/her)\n";
static const char STOP[] =
    "Further information on UA: 26/23 Index: ASA 99/0003/2026 Freedonia Date: 10 December 2026\n\nURGENT "
    "ACTION\n\nWRITER RELEASED\n\nAnna Testova was released on 8 December.\n\nNo further action is requested "
    "from the UA Network. Many thanks to all who sent appeals.\n\n"
    "NAME AND PREFERRED PRONOUN: Anna Testova (she/her)\n";

/* ---- importing ---- */

static struct parsed parse(struct storebox *b, const char *text)
{
    struct parsed p;
    STOREBOX_OK(ua_parse(text, strlen(text), NULL, INT32_MIN, &p, &b->e));
    return p;
}

struct told {
    struct import_plan plan;
    struct import_result result;
    char *kept;
};

static struct told take(struct storebox *b, const char *text, bool replace)
{
    struct told t;
    struct parsed p = parse(b, text);
    STOREBOX_OK(store_import_compare(b->s, &p, 0, &t.plan, &b->e));
    if (replace)
        import_plan_replace(&t.plan);
    t.kept = import_plan_kept(&t.plan, &b->e);
    assert_non_null(t.kept);
    STOREBOX_OK(store_import_apply(b->s, &p, &t.plan, NULL, &t.result, &b->e));
    parsed_free(&p);
    return t;
}

static void forget(struct told *t)
{
    import_plan_free(&t->plan);
    import_result_free(&t->result);
    str_free(t->kept);
}

static int64_t import(struct storebox *b, const char *text)
{
    struct told t = take(b, text, false);
    int64_t kase = t.result.kase;
    forget(&t);
    return kase;
}

static char *spaced(const char *text) /* the same, as another program saved it */
{
    struct buf b = { 0 };
    for (; *text; text++) {
        buf_adds(&b, *text == '\n' ? " " : "");
        buf_addc(&b, *text);
    }
    return buf_take(&b, NULL);
}

/* ---- counting ---- */

static size_t count(struct storebox *b, enum rec_kind kind)
{
    size_t n;
    STOREBOX_OK(store_count(b->s, kind, &n, &b->e));
    return n;
}

struct counts {
    size_t cases, appeals, people, members, offices, holders, addresses, contacts, targets, sources;
};

static struct counts count_all(struct storebox *b)
{
    return (struct counts){ count(b, KIND_CASE),    count(b, KIND_APPEAL),  count(b, KIND_PERSON),
                            count(b, KIND_MEMBER),  count(b, KIND_OFFICE),  count(b, KIND_HOLDER),
                            count(b, KIND_ADDRESS), count(b, KIND_CONTACT), count(b, KIND_TARGET),
                            count(b, KIND_SOURCE) };
}

static void assert_counts(struct storebox *b, struct counts want)
{
    struct counts got = count_all(b);
    if (memcmp(&got, &want, sizeof got) != 0)
        fail_msg("cases %zu appeals %zu people %zu members %zu offices %zu holders %zu addresses %zu "
                 "contacts %zu targets %zu sources %zu",
                 got.cases, got.appeals, got.people, got.members, got.offices, got.holders, got.addresses,
                 got.contacts, got.targets, got.sources);
}

/* The appeal number i of the case, by day of issue; caller frees. */
static struct appeal *appeal_of(struct storebox *b, int64_t kase, size_t i)
{
    struct store_rows rows = { 0 };
    struct rec *r;
    STOREBOX_OK(store_children(b->s, kase, KIND_APPEAL, &rows, &b->e));
    assert_true(i < rows.n);
    STOREBOX_OK(store_get(b->s, rows.at[i], &r, &b->e));
    store_rows_free(&rows);
    return (struct appeal *)r;
}

/* Anna, Petr, Rosa; their two offices; one address; fax, fax and e-mail. */
static const struct counts FIRST = { 1, 1, 3, 1, 2, 2, 1, 3, 2, 1 };

/* ---- the same again ---- */

static void the_same_text_adds_nothing(void **state)
{
    struct storebox *b = *state;
    import(b, FULL);
    assert_counts(b, FIRST);
    char *before = storebox_dump(b);
    for (int i = 0; i < 3; i++) {
        struct told t = take(b, FULL, i == 2);
        assert_int_not_equal(t.plan.same, 0);
        assert_int_equal(t.plan.changes.n, 0);
        assert_false(t.result.changed);
        assert_int_equal(t.result.made.n, 0);
        forget(&t);
    }
    char *text = spaced(FULL);
    struct told t = take(b, text, false);
    assert_int_equal(t.plan.same, 0);
    assert_int_equal(t.plan.copy, t.result.appeal);
    assert_false(t.result.changed);
    forget(&t);
    char *after = storebox_dump(b);
    assert_string_equal(before, after);
    str_free(text);
    str_free(before);
    str_free(after);
}

static void a_poorer_copy_takes_nothing_away(void **state)
{
    struct storebox *b = *state;
    import(b, FULL);
    char *before = storebox_dump(b);
    struct told t = take(b, POOR, false);
    assert_false(t.result.changed);
    assert_non_null(strstr(t.kept, "Deadline"));
    assert_non_null(strstr(t.kept, "Asks"));
    assert_non_null(strstr(t.kept, "Letter"));
    assert_non_null(strstr(t.kept, "Target"));
    forget(&t);
    char *after = storebox_dump(b);
    assert_string_equal(before, after);
    t = take(b, POOR, true); /* it has no asks, no deadline, no letter to put in their place */
    struct appeal *a = appeal_of(b, t.result.kase, 0);
    assert_int_equal(a->asks.n, 2);
    assert_true(a->deadline.set);
    assert_non_null(a->letter_body);
    rec_free(&a->rec);
    forget(&t);
    str_free(before);
    str_free(after);
}

static void a_richer_copy_completes(void **state)
{
    struct storebox *b = *state;
    int64_t kase = import(b, POOR);
    assert_counts(b, (struct counts){ 1, 1, 2, 1, 0, 0, 1, 1, 1, 1 });
    struct told t = take(b, FULL, false);
    assert_int_equal(t.result.kase, kase);
    assert_string_equal(t.kept, "Summary"); /* in other words */
    forget(&t);
    struct appeal *a = appeal_of(b, kase, 0);
    assert_int_equal(a->asks.n, 2);
    assert_int_equal(a->languages.n, 2);
    for (size_t i = 0; i < a->languages.n; i++) /* with their tags, as in a first copy */
        assert_string_equal(a->languages.at[i].tag,
                            strcmp(a->languages.at[i].printed, "French") == 0 ? "fr" : "en");
    assert_int_equal(a->deadline.v, day_from_civil(2026, 11, 24));
    assert_non_null(strstr(a->letter_body, "I am writing about Anna Testova"));
    for (size_t i = 0; i < a->warnings.n; i++)
        if (strcmp(a->warnings.at[i].code, "not-found") == 0 &&
            strcmp(a->warnings.at[i].text, "deadline") == 0)
            assert_int_equal(a->warnings.at[i].state, WARNING_DONE);
    rec_free(&a->rec);
    assert_counts(b, (struct counts){ 1, 1, 3, 1, 2, 2, 1, 3, 2, 2 });
    char *before = storebox_dump(b); /* neither copy has anything new now */
    import(b, POOR);
    import(b, FULL);
    char *after = storebox_dump(b);
    assert_string_equal(before, after);
    str_free(before);
    str_free(after);
}

static void a_copy_adds_what_is_new(void **state)
{
    struct storebox *b = *state;
    int64_t kase = import(b, FULL);
    struct told t = take(b, RICH, false);
    forget(&t);
    struct appeal *a = appeal_of(b, kase, 0);
    assert_int_equal(a->asks.n, 3);
    assert_string_equal(a->asks.at[2].text, "say where she is held");
    rec_free(&a->rec);
    struct counts want = FIRST; /* the Chief of Police with an address, the Minister's telephone */
    want.people++, want.offices++, want.holders++, want.addresses++, want.contacts++, want.targets++;
    want.sources++;
    assert_counts(b, want);
    import(b, RICH);
    assert_counts(b, want);
}

/* Where both say something else, what is stored stays; with `replace` the text's side counts. */
static void differing_values_stay_unless_replaced(void **state)
{
    struct storebox *b = *state;
    struct buf text = { 0 };
    int64_t kase = import(b, FULL);
    buf_adds(&text, FULL);
    memcpy(strstr(text.data, "24 November 2026"), "25 November 2026", 16);
    memcpy(strstr(text.data, "let her see a doctor"), "let her see a priest", 20);
    struct told t = take(b, text.data, false);
    assert_non_null(strstr(t.kept, "Deadline"));
    forget(&t);
    struct appeal *a = appeal_of(b, kase, 0);
    assert_int_equal(a->deadline.v, day_from_civil(2026, 11, 24));
    assert_int_equal(a->asks.n, 3);
    rec_free(&a->rec);
    t = take(b, text.data, true);
    assert_string_equal(t.kept, "");
    forget(&t);
    a = appeal_of(b, kase, 0);
    assert_int_equal(a->deadline.v, day_from_civil(2026, 11, 25));
    assert_int_equal(a->asks.n, 2);
    assert_string_equal(a->asks.at[1].text, "let her see a priest");
    assert_non_null(strstr(a->letter_body, "priest"));
    rec_free(&a->rec);
    assert_int_equal(count(b, KIND_APPEAL), 1);
    buf_free(&text);
}

/* ---- what follows ---- */

static void an_update_and_the_stop_notice_double_nobody(void **state)
{
    struct storebox *b = *state;
    int64_t kase = import(b, FULL);
    assert_int_equal(import(b, UPDATE), kase);
    struct counts want = FIRST; /* the Prosecutor with an address; the Minister is a target again */
    want.appeals++, want.people++, want.offices++, want.holders++, want.addresses++, want.targets += 2;
    want.sources++;
    assert_counts(b, want);
    import(b, FULL);
    import(b, UPDATE);
    import(b, POOR);
    assert_counts(b, want);
    assert_int_equal(import(b, STOP), kase);
    want.appeals++, want.sources++;
    assert_counts(b, want);
    import(b, STOP);
    assert_counts(b, want);
}

/* What happened lands in the case; the news stand above what was known. */
static void the_story_is_the_cases(void **state)
{
    struct storebox *b = *state;
    struct rec *r;
    int64_t kase = import(b, FULL);
    STOREBOX_OK(store_get(b->s, kase, &r, &b->e));
    struct kase *k = (struct kase *)r;
    assert_non_null(strstr(k->summary, "was taken from her mother's flat"));
    rec_free(r);
    import(b, UPDATE);
    import(b, UPDATE);
    STOREBOX_OK(store_get(b->s, kase, &r, &b->e));
    k = (struct kase *)r;
    assert_string_equal(k->summary,
                        "Anna Testova is held in a camp in the north, a guard told her mother.\n\n"
                        "Anna Testova (Анна Тестова), a writer, was taken from her mother's flat by "
                        "plain-clothes officers.");
    assert_null(k->background);
    rec_free(r);
}

static void a_stop_notice_closes_the_appeal(void **state)
{
    struct storebox *b = *state;
    int64_t kase = import(b, FULL);
    import(b, UPDATE);
    import(b, STOP);
    struct appeal *update = appeal_of(b, kase, 1), *stop = appeal_of(b, kase, 2);
    assert_int_equal(stop->kind, APPEAL_STOP);
    assert_int_equal(stop->supersedes.n, update->rec.n);
    assert_int_equal(update->closed_on.v, day_from_civil(2026, 12, 10));
    rec_free(&update->rec);
    rec_free(&stop->rec);
    struct caselist_row row;
    STOREBOX_OK(caselist_row(b->s, kase, &row, &b->e));
    assert_false(row.deadline.set);
    assert_int_equal(row.status, CASE_OPEN); /* nobody was asked */
    caselist_row_free(&row);
}

static void the_case_is_closed_when_the_user_says_so(void **state)
{
    struct storebox *b = *state;
    int64_t kase = import(b, FULL);
    struct parsed p = parse(b, STOP);
    struct import_plan plan;
    struct import_result r;
    STOREBOX_OK(store_import_compare(b->s, &p, 0, &plan, &b->e));
    plan.close_case = true;
    STOREBOX_OK(store_import_apply(b->s, &p, &plan, NULL, &r, &b->e));
    import_plan_free(&plan);
    import_result_free(&r);
    parsed_free(&p);
    struct caselist_row row;
    STOREBOX_OK(caselist_row(b->s, kase, &row, &b->e));
    assert_int_equal(row.status, CASE_CLOSED);
    caselist_row_free(&row);
}

/* A target that the user keeps is not dropped. */
static void the_user_may_keep_a_target(void **state)
{
    struct storebox *b = *state;
    import(b, FULL);
    struct parsed p = parse(b, UPDATE);
    struct import_plan plan;
    struct import_result r;
    STOREBOX_OK(store_import_compare(b->s, &p, 0, &plan, &b->e));
    bool seen = false;
    for (size_t i = 0; i < plan.changes.n; i++)
        if (strcmp(plan.changes.at[i].old, "Director, Rosa Muster") == 0) {
            seen = plan.changes.at[i].open && plan.changes.at[i].take;
            plan.changes.at[i].take = false;
        }
    assert_true(seen);
    STOREBOX_OK(store_import_apply(b->s, &p, &plan, NULL, &r, &b->e));
    import_plan_free(&plan);
    import_result_free(&r);
    parsed_free(&p);
    struct store_rows rows = { 0 };
    const struct store_where dropped = { "dropped_by", OP_IS_NOT, "" };
    const struct store_query q = { .kind = KIND_TARGET, .where = &dropped, .n_where = 1 };
    STOREBOX_OK(store_list(b->s, &q, &rows, &b->e));
    assert_int_equal(rows.n, 0);
    store_rows_free(&rows);
}

/* However they come in: the stop notice ends all of them. */
static void older_texts_take_their_place_in_the_chain(void **state)
{
    struct storebox *b = *state;
    int64_t kase = import(b, STOP);
    assert_int_equal(import(b, FULL), kase);
    assert_int_equal(import(b, UPDATE), kase);
    struct appeal *first = appeal_of(b, kase, 0), *update = appeal_of(b, kase, 1),
                  *stop = appeal_of(b, kase, 2);
    assert_int_equal(first->supersedes.n, 0);
    assert_int_equal(update->supersedes.n, first->rec.n);
    assert_int_equal(stop->supersedes.n, update->rec.n);
    rec_free(&first->rec);
    rec_free(&update->rec);
    rec_free(&stop->rec);
    struct caselist_row row;
    STOREBOX_OK(caselist_row(b->s, kase, &row, &b->e));
    assert_false(row.deadline.set);
    caselist_row_free(&row);
}

/* ---- who is who ---- */

static void set(struct storebox *b, int64_t n, const char *key, const char *value)
{
    struct rec *r;
    STOREBOX_OK(store_get(b->s, n, &r, &b->e));
    STOREBOX_OK(field_set(r, kind_field(kind_of(r->kind), key), value, &b->e));
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
}

/* A relative whom the importer took for somebody at risk, and the user put right. */
static void a_changed_role_stays(void **state)
{
    struct storebox *b = *state;
    struct store_rows rows = { 0 };
    int64_t kase = import(b, FULL);
    STOREBOX_OK(store_children(b->s, kase, KIND_MEMBER, &rows, &b->e));
    set(b, rows.at[0], "role", "family");
    store_rows_free(&rows);
    import(b, UPDATE);
    assert_int_equal(count(b, KIND_MEMBER), 1);
    assert_int_equal(count(b, KIND_PERSON), 4);
}

/* The same name in another case is another person until the user says otherwise. */
static void nobody_is_merged_across_cases(void **state)
{
    struct storebox *b = *state;
    struct buf text = { 0 };
    import(b, FULL);
    buf_adds(&text, FULL);
    memcpy(strstr(text.data, "26/23"), "27/23", 5);
    memcpy(strstr(text.data, "99/0001"), "99/0009", 7);
    struct told t = take(b, text.data, false);
    assert_int_equal(t.plan.kase, 0);
    assert_int_equal(t.plan.people.at[0].use, 0);
    assert_int_not_equal(t.plan.people.at[0].twin, 0);
    forget(&t);
    assert_int_equal(count(b, KIND_CASE), 2);
    assert_int_equal(count(b, KIND_MEMBER), 2);
    buf_free(&text);
}

/* Without a number, by the heading and somebody in common. */
static void a_text_without_a_number_finds_its_case(void **state)
{
    struct storebox *b = *state;
    static const char PAGE[] = "URGENT ACTION\n\n" TITLE STORY ACTION MINISTER DIRECTOR LETTER FOOT;
    int64_t kase = import(b, FULL);
    assert_int_equal(import(b, PAGE), kase);
    assert_counts(b, FIRST);
}

static void a_heading_and_a_family_name_are_not_enough(void **state)
{
    struct storebox *b = *state;
    static const char PAGE[] = "URGENT ACTION\n\n" TITLE STORY ACTION MINISTER LETTER
                               "NAME AND PREFERRED PRONOUN: Anna Testova (she/her)\n";
    struct buf other = { 0 };
    for (const char *at = PAGE, *next; *at; at = next) {
        next = strstr(at, "Anna");
        next = next ? next : at + strlen(at);
        buf_add(&other, at, (size_t)(next - at));
        buf_adds(&other, *next ? "Olga" : "");
        next += *next ? 4 : 0;
    }
    import(b, PAGE);
    import(b, buf_text(&other)); /* Olga Testova */
    buf_free(&other);
    assert_int_equal(count(b, KIND_CASE), 2);
}

/* ---- undo ---- */

/* How many rows each table has, but for the list of steps, and how the search index is cut up. Caller frees.
 */
static char *count_tables(struct storebox *b)
{
    static const char TABLES[] =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN"
        " ('undo', 'sqlite_sequence', 'search', 'search_data', 'search_idx') ORDER BY name";
    struct buf out = { 0 };
    sqlite3_stmt *names;
    assert_int_equal(sqlite3_prepare_v2(b->db, TABLES, -1, &names, NULL), SQLITE_OK);
    while (sqlite3_step(names) == SQLITE_ROW) {
        char *sql = sqlite3_mprintf("SELECT count(*) FROM \"%w\"", sqlite3_column_text(names, 0));
        sqlite3_stmt *st;
        assert_int_equal(sqlite3_prepare_v2(b->db, sql, -1, &st, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(st), SQLITE_ROW);
        buf_addf(&out, "%s %d\n", (const char *)sqlite3_column_text(names, 0), sqlite3_column_int(st, 0));
        sqlite3_finalize(st);
        sqlite3_free(sql);
    }
    sqlite3_finalize(names);
    return buf_take(&out, NULL);
}

static void each_import_is_undone_as_one(void **state)
{
    struct storebox *b = *state;
    const char *const texts[] = { POOR, FULL, RICH, UPDATE, STOP };
    char *rows[5], *before[5];
    for (size_t i = 0; i < 5; i++) {
        rows[i] = count_tables(b);
        before[i] = storebox_dump(b);
        import(b, texts[i]);
    }
    for (size_t i = 5; i-- > 0;) {
        STOREBOX_OK(store_undo(b->s, NULL, &b->e));
        char *after = storebox_dump(b), *left = count_tables(b);
        assert_string_equal(before[i], after);
        assert_string_equal(rows[i], left);
        str_free(after);
        str_free(left);
        str_free(before[i]);
        str_free(rows[i]);
    }
    assert_int_equal(count(b, KIND_ANY), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STOREBOX_TEST(the_same_text_adds_nothing),
        STOREBOX_TEST(a_poorer_copy_takes_nothing_away),
        STOREBOX_TEST(a_richer_copy_completes),
        STOREBOX_TEST(a_copy_adds_what_is_new),
        STOREBOX_TEST(differing_values_stay_unless_replaced),
        STOREBOX_TEST(an_update_and_the_stop_notice_double_nobody),
        STOREBOX_TEST(the_story_is_the_cases),
        STOREBOX_TEST(a_stop_notice_closes_the_appeal),
        STOREBOX_TEST(the_case_is_closed_when_the_user_says_so),
        STOREBOX_TEST(the_user_may_keep_a_target),
        STOREBOX_TEST(older_texts_take_their_place_in_the_chain),
        STOREBOX_TEST(a_changed_role_stays),
        STOREBOX_TEST(nobody_is_merged_across_cases),
        STOREBOX_TEST(a_text_without_a_number_finds_its_case),
        STOREBOX_TEST(a_heading_and_a_family_name_are_not_enough),
        STOREBOX_TEST(each_import_is_undone_as_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
