/* SPDX-License-Identifier: GPL-3.0-or-later */
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
#include "satchel/base/text.h"
#include "satchel/model/people.h"
#include "satchel/store/caselist.h"
#include "satchel/store/import.h"
#include "satchel/store/list.h"
#include "satchel/store/search.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

/* ---- a parsed appeal, made by hand ---- */

static const char SOURCE[] =
    "UA 026/23  FREEDONIA  2 October 2026\nWriter missing\nAnna Testova (Анна Тестова), she/her\n"
    "Write before 24 November 2026 to: P. Prubnik, Minister of the Interior\n";

/* The value, and where it stands in SOURCE, or nowhere. */
static struct parsed_text value(const char *text, const char *printed)
{
    struct parsed_text t = { .text = strdup(text) };
    const char *at = strstr(SOURCE, printed);
    if (at) {
        t.at.from = (uint32_t)text_count(SOURCE, (size_t)(at - SOURCE));
        t.at.to = t.at.from + (uint32_t)text_count(printed, strlen(printed));
    }
    return t;
}

static void add_text(struct parsed_texts *list, const char *text)
{
    assert_int_equal(dyn_room(list), 0);
    list->at[list->n++] = value(text, text);
}

static struct parsed_person *add_person(struct parsed *p, const char *name)
{
    assert_int_equal(dyn_room(&p->people), 0);
    p->people.at[p->people.n] = (struct parsed_person){ .name = value(name, name) };
    return &p->people.at[p->people.n++];
}

static void add_form(struct parsed_person *p, const char *text, const char *lang)
{
    assert_int_equal(dyn_room(&p->names), 0);
    p->names.at[p->names.n++] = (struct parsed_name){ strdup(text), strdup(lang) };
}

static struct parsed_official *add_official(struct parsed_officials *list, const char *title,
                                            const char *name, const char *lines)
{
    assert_int_equal(dyn_room(list), 0);
    struct parsed_official *o = &list->at[list->n++];
    *o = (struct parsed_official){ 0 };
    if (*title)
        o->title = value(title, title);
    if (*name)
        o->name = value(name, name);
    for (const char *end; *lines; lines = *end ? end + 1 : end) {
        char line[128];
        end = strchrnul(lines, '|');
        snprintf(line, sizeof line, "%.*s", (int)(end - lines), lines);
        add_text(&o->address_lines, line);
    }
    return o;
}

static const char MINISTRY[] = "Ministry of the Interior|1 Main Square|Sylvania City";

static struct parsed appeal(void)
{
    struct parsed p = { .source = strdup(SOURCE), .kind = PARSED_UA };
    p.title = value("Writer missing", "Writer missing");
    p.ua_number = value("UA 026/23", "UA 026/23");
    p.ua_number_norm = strdup("26/23");
    p.country = value("FD", "FREEDONIA");
    p.issue_date = value("2026-10-02", "2 October 2026");
    p.deadline = value("2026-11-24", "24 November 2026");
    p.background = value("She writes about herders.", "-");
    p.letter_lang = strdup("en");
    p.letter_salutation = value("Dear Minister", "-");
    p.letter_body = value("I am concerned for Anna Testova.", "-");
    add_text(&p.letter_asks, "Release her at once");
    add_text(&p.letter_asks, "Let her see her family");
    add_text(&p.preferred_languages, "Freedonian");
    add_form(add_person(&p, "Anna Testova"), "Анна Тестова", "ru");
    p.people.at[0].pronouns = strdup("she/her");
    struct parsed_official *o = add_official(&p.targets, "Minister of the Interior", "P. Prubnik", MINISTRY);
    o->salutation = strdup("Dear Minister");
    o->fax = value("+99 1 234 567", "-");
    o->fax_note = strdup("if somebody answers, say: fax please");
    add_text(&o->email, "minister@example.org");
    add_official(&p.targets, "Chief of Police", "", MINISTRY)->salutation = strdup("Dear Sir");
    add_official(&p.copies, "", "", "Embassy of Freedonia, London");
    strs_add(&p.not_found, "index");
    assert_int_equal(dyn_room(&p.warnings), 0);
    p.warnings.at[p.warnings.n++] =
        (struct parsed_warning){ strdup("placeholder"), 2, 3, strdup("placeholder left: [NAME]") };
    return p;
}

/* ---- storing ---- */

static struct import_result store(struct storebox *b, const struct parsed *p, struct import_plan *plan)
{
    struct import_result r;
    STOREBOX_OK(store_import_compare(b->s, p, 0, plan, &b->e));
    STOREBOX_OK(store_import_apply(b->s, p, plan, NULL, &r, &b->e));
    return r;
}

/* Compares, stores, frees; returns the case. */
static int64_t take(struct storebox *b, struct parsed p)
{
    struct import_plan plan;
    struct import_result r = store(b, &p, &plan);
    int64_t kase = r.kase;
    import_plan_free(&plan);
    import_result_free(&r);
    parsed_free(&p);
    return kase;
}

static int64_t count(struct storebox *b, const char *sql)
{
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(b->db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

static int64_t count_kind(struct storebox *b, enum rec_kind kind)
{
    size_t n;
    STOREBOX_OK(store_count(b->s, kind, &n, &b->e));
    return (int64_t)n;
}

static struct rec *get(struct storebox *b, int64_t n)
{
    struct rec *r;
    STOREBOX_OK(store_get(b->s, n, &r, &b->e));
    return r;
}

static int64_t child(struct storebox *b, int64_t n, enum rec_kind kind, size_t i)
{
    struct store_rows rows = { 0 };
    STOREBOX_OK(store_children(b->s, n, kind, &rows, &b->e));
    assert_true(i < rows.n);
    int64_t found = rows.at[i];
    store_rows_free(&rows);
    return found;
}

static void stores_everything(void **state)
{
    struct storebox *b = *state;
    struct parsed p = appeal();
    struct import_plan plan;
    struct import_result r = store(b, &p, &plan);
    assert_int_equal(plan.kase, 0);
    assert_int_equal(plan.changes.n, 0);
    assert_int_equal(r.made.at[0], r.kase);

    struct kase *k = (struct kase *)get(b, r.kase);
    assert_string_equal(k->title, "Writer missing");
    assert_string_equal(k->country, "FD");
    assert_string_equal(k->country_text, "FREEDONIA");
    assert_string_equal(k->background, "She writes about herders.");
    rec_free(&k->rec);

    struct source *s = (struct source *)get(b, r.source);
    assert_string_equal(s->text, SOURCE);
    assert_int_equal(s->kind, SOURCE_PASTE);
    rec_free(&s->rec);

    struct appeal *a = (struct appeal *)get(b, r.appeal);
    assert_string_equal(a->number, "UA 026/23");
    assert_string_equal(a->number_norm, "26/23");
    assert_int_equal(a->deadline.v, day_from_civil(2026, 11, 24));
    assert_int_equal(a->source.n, r.source);
    assert_int_equal(a->asks.n, 2);
    assert_string_equal(a->asks.at[1].text, "Let her see her family");
    assert_string_equal(a->languages.at[0].printed, "Freedonian");
    assert_int_equal(a->warnings.n, 2);
    assert_string_equal(a->warnings.at[0].code, "placeholder");
    assert_int_equal(a->warnings.at[0].off.v, strlen("UA 026/23  FREEDONIA  2 October 2026\nWr"));
    assert_string_equal(a->warnings.at[1].code, "not-found");
    assert_string_equal(a->warnings.at[1].text, "index");
    bool deadline = false;
    for (size_t i = 0; i < a->found.n; i++)
        if (strcmp(a->found.at[i].field, "deadline") == 0) {
            deadline = true;
            size_t from = text_offset(SOURCE, strlen(SOURCE), (size_t)a->found.at[i].from_off.v);
            assert_memory_equal(SOURCE + from, "24 November 2026", 16);
            assert_int_equal(a->found.at[i].to_off.v - a->found.at[i].from_off.v, 16);
        }
    assert_true(deadline);
    rec_free(&a->rec);
    import_plan_free(&plan);
    import_result_free(&r);
    parsed_free(&p);
}

static void stores_people_and_officials(void **state)
{
    struct storebox *b = *state;
    int64_t kase = take(b, appeal());
    struct member *m = (struct member *)get(b, child(b, kase, KIND_MEMBER, 0));
    struct person *anna = (struct person *)get(b, m->person.n);
    assert_int_equal(m->role, MEMBER_AT_RISK);
    assert_int_equal(anna->names.n, 2);
    assert_string_equal(anna->names.at[1].text, "Анна Тестова");
    assert_string_equal(anna->names.at[1].lang, "ru");
    assert_string_equal(anna->names.at[1].script, "Cyrl");
    assert_int_equal(anna->names.at[1].kind, NAME_TRANSLIT);
    assert_string_equal(anna->pronouns, "she/her");
    rec_free(&m->rec);
    rec_free(&anna->rec);

    int64_t appeal = child(b, kase, KIND_APPEAL, 0);
    struct target *t = (struct target *)get(b, child(b, appeal, KIND_TARGET, 0));
    assert_string_equal(t->printed_title, "Minister of the Interior");
    assert_string_equal(t->printed_name, "P. Prubnik");
    assert_string_equal(t->salutation, "Dear Minister");
    assert_true(t->holder.n && t->office.n);
    struct office *o = (struct office *)get(b, t->office.n);
    assert_string_equal(o->institution, "Ministry of the Interior");
    assert_string_equal(o->salutation, "Dear Minister");
    struct address *at = (struct address *)get(b, child(b, t->office.n, KIND_ADDRESS, 0));
    assert_int_equal(at->of.n, 2); /* both officials share it */
    assert_string_equal(at->texts.at[0].lines, "Ministry of the Interior\n1 Main Square\nSylvania City");
    struct contact *fax = (struct contact *)get(b, child(b, t->office.n, KIND_CONTACT, 0));
    assert_string_equal(fax->raw, "+99 1 234 567");
    assert_string_equal(fax->norm, "+991234567");
    assert_string_equal(fax->note, "if somebody answers, say: fax please");
    assert_int_equal(count_kind(b, KIND_ADDRESS), 2);
    assert_int_equal(count_kind(b, KIND_CONTACT), 2);
    assert_int_equal(count_kind(b, KIND_TARGET), 3);
    assert_int_equal(count(b, "SELECT count(*) FROM target WHERE part = 'cc'"), 1);
    rec_free(&t->rec);
    rec_free(&o->rec);
    rec_free(&at->rec);
    rec_free(&fax->rec);
}

static void is_undone_as_one(void **state)
{
    struct storebox *b = *state;
    storebox_put(b, KIND_CASE, "title", "Another", NULL);
    char *before = storebox_dump(b);
    int64_t kase = take(b, appeal());
    char *between = storebox_dump(b);
    struct store_step step;
    STOREBOX_OK(store_undo(b->s, &step, &b->e));
    assert_string_equal(step.label, "Import of UA 026/23");
    str_free(step.label);
    char *after = storebox_dump(b);
    assert_string_equal(before, after);
    STOREBOX_OK(store_redo(b->s, &step, &b->e));
    assert_int_equal(step.place, kase);
    str_free(step.label);
    char *again = storebox_dump(b);
    assert_string_equal(between, again);
    str_free(before);
    str_free(between);
    str_free(after);
    str_free(again);
}

static void refuses_what_is_no_appeal(void **state)
{
    struct storebox *b = *state;
    struct parsed p = { .source = strdup("Milk, eggs") };
    struct import_plan plan = { 0 };
    struct import_result r;
    char *before = storebox_dump(b);
    assert_int_equal(store_import_check(&p, &b->e), -1);
    assert_int_equal(b->e.code, ERR_INPUT);
    assert_int_equal(store_import_compare(b->s, &p, 0, &plan, &b->e), -1);
    assert_int_equal(store_import_apply(b->s, &p, &plan, NULL, &r, &b->e), -1);
    char *after = storebox_dump(b);
    assert_string_equal(before, after);
    p.title = value("A title", "-");
    assert_int_equal(store_import_check(&p, &b->e), 0);
    parsed_free(&p);
    str_free(before);
    str_free(after);
}

/* ---- offices and people that are known ---- */

static struct parsed other_appeal(const char *number, const char *name)
{
    struct parsed p = { .source = strdup(number), .kind = PARSED_UA };
    p.title = value("Another case", "-");
    p.ua_number = value(number, number);
    char norm[NUMBER_NORM_BYTES];
    if (number_normalize(number, norm))
        p.ua_number_norm = strdup(norm);
    p.country = value("FD", "-");
    add_person(&p, name);
    return p;
}

static void uses_an_office_again(void **state)
{
    struct storebox *b = *state;
    take(b, appeal());
    int64_t offices = count_kind(b, KIND_OFFICE), holders = count_kind(b, KIND_HOLDER),
            people = count_kind(b, KIND_PERSON);
    struct parsed p = other_appeal("UA 40/23", "Vilem Kantor");
    add_official(&p.targets, "MINISTER OF THE INTERIOR", "P. Prubnik",
                 "Ministry of the Interior|5 Main Square|Sylvania City");
    take(b, p);
    assert_int_equal(count_kind(b, KIND_OFFICE), offices);
    assert_int_equal(count_kind(b, KIND_HOLDER), holders);
    assert_int_equal(count_kind(b, KIND_PERSON), people + 1); /* Vilem */
    assert_int_equal(count(b, "SELECT count(*) FROM address_of WHERE of = (SELECT min(n) FROM office)"), 2);

    p = other_appeal("UA 41/23", "Vilem Kantor");
    add_official(&p.targets, "Minister of the Interior", "Q. Another", MINISTRY);
    take(b, p);
    assert_int_equal(count_kind(b, KIND_OFFICE), offices);
    assert_int_equal(count_kind(b, KIND_HOLDER), holders + 1); /* nobody is said to have left */
}

static void takes_another_office_in_doubt(void **state)
{
    struct storebox *b = *state;
    static const char *const OTHERS[][3] = {
        /* title, address, country */
        { "Ambassador", "Embassy of Freedonia|9 Long Road|Washington", "FD" }, /* another town */
        { "Ambassador", "Embassy of Freedonia|2 Short Street|London", "SY" },  /* another country */
        { "Ambassador", "Embassy of Freedonia|2 Short Street|London", "" },    /* not known */
        { "Consul", "Embassy of Freedonia|2 Short Street|London", "FD" },      /* another title */
        { "Ambassador", "Mission of Freedonia|2 Short Street|London", "FD" },  /* another institution */
    };
    struct parsed p = other_appeal("UA 1/23", "Anna Testova");
    add_official(&p.targets, "Ambassador", "", "Embassy of Freedonia|2 Short Street|London");
    take(b, p);
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
        char number[16];
        snprintf(number, sizeof number, "UA %zu/24", i + 1);
        p = other_appeal(number, "Anna Testova");
        str_free(p.country.text);
        p.country.text = *OTHERS[i][2] ? strdup(OTHERS[i][2]) : NULL;
        add_official(&p.targets, OTHERS[i][0], "", OTHERS[i][1]);
        take(b, p);
        assert_int_equal(count_kind(b, KIND_OFFICE), 2 + i);
    }
    p = other_appeal("UA 9/24", "Anna Testova");
    add_official(&p.targets, "ambassador", "", "Embassy of Freedonia|2 Short St.|London W1");
    take(b, p);
    assert_int_equal(count_kind(b, KIND_OFFICE), 6);
    /* a bare title says nothing about the office */
    for (int i = 0; i < 2; i++) {
        p = other_appeal(i ? "UA 10/24" : "UA 11/24", "Anna Testova");
        add_official(&p.targets, "Director", "", "");
        take(b, p);
    }
    assert_int_equal(count_kind(b, KIND_OFFICE), 8);
}

static void proposes_people_and_merges_none(void **state)
{
    struct storebox *b = *state;
    struct import_plan plan;
    take(b, appeal());
    int64_t people = count_kind(b, KIND_PERSON);
    struct parsed p = other_appeal("UA 50/24", "ANNA TESTOVÁ");
    STOREBOX_OK(store_import_compare(b->s, &p, 0, &plan, &b->e));
    assert_int_equal(plan.people.at[0].use, 0);
    int64_t anna = plan.people.at[0].twin;
    struct person *known = (struct person *)get(b, anna);
    assert_string_equal(known->names.at[0].text, "Anna Testova");
    rec_free(&known->rec);

    struct import_result r;
    STOREBOX_OK(store_import_apply(b->s, &p, &plan, NULL, &r, &b->e));
    assert_int_equal(count_kind(b, KIND_PERSON), people + 1);
    import_result_free(&r);
    STOREBOX_OK(store_undo(b->s, NULL, &b->e));
    plan.people.at[0].use = anna; /* the user says so */
    STOREBOX_OK(store_import_apply(b->s, &p, &plan, NULL, &r, &b->e));
    assert_int_equal(count_kind(b, KIND_PERSON), people);
    import_result_free(&r);
    import_plan_free(&plan);
    parsed_free(&p);
}

/* ---- further appeals ---- */

static struct parsed update(void)
{
    struct parsed p = appeal();
    str_free(p.source);
    p.source = strdup("UA 026/23-1, an update");
    p.kind = PARSED_UPDATE;
    p.update = strdup("1");
    str_set(&p.issue_date.text, "2026-11-20");
    str_set(&p.deadline.text, "2027-01-15");
    str_set(&p.background.text, "Nothing is known since.");
    str_set(&p.letter_asks.at[1].text, "Say where she is held");
    str_set(&p.targets.at[1].title.text, "Public Prosecutor");
    add_form(&p.people.at[0], "안나", "ko");
    add_person(&p, "Pavel Drugov");
    str_set(&p.copies.at[0].address_lines.at[0].text, "Consulate of Freedonia, Leeds");
    return p;
}

/* "Field: old > new", sorted as they come */
static char *print_changes(const struct import_plan *plan)
{
    struct buf out = { 0 };
    for (size_t i = 0; i < plan->changes.n; i++)
        buf_addf(&out, "%s: %s > %s\n", plan->changes.at[i].what, plan->changes.at[i].old,
                 plan->changes.at[i].new);
    return buf_take(&out, NULL);
}

static void shows_what_a_further_appeal_changes(void **state)
{
    struct storebox *b = *state;
    struct import_plan plan;
    int64_t kase = take(b, appeal());
    struct parsed p = update();
    char *before = storebox_dump(b);
    STOREBOX_OK(store_import_compare(b->s, &p, 0, &plan, &b->e));
    char *after = storebox_dump(b), *changes = print_changes(&plan);
    assert_string_equal(before, after);
    assert_int_equal(plan.kase, kase);
    assert_int_equal(plan.former, child(b, kase, KIND_APPEAL, 0));
    assert_false(plan.older);
    assert_int_equal(plan.same, 0);
    assert_string_equal(changes, "Issued: 2026-10-02 > 2026-11-20\n"
                                 "Deadline: 2026-11-24 > 2027-01-15\n"
                                 "Asks: Let her see her family > \n"
                                 "Asks:  > Say where she is held\n"
                                 "Person:  > Pavel Drugov\n"
                                 "Target: Chief of Police > \n"
                                 "Target: Embassy of Freedonia, London > \n"
                                 "Target:  > Public Prosecutor\n"
                                 "Target:  > Consulate of Freedonia, Leeds\n"
                                 "Background: She writes about herders. > Nothing is known since.\n");
    str_free(before);
    str_free(after);
    str_free(changes);
    import_plan_free(&plan);
    parsed_free(&p);
}

static void a_further_appeal_deletes_nothing(void **state)
{
    struct storebox *b = *state;
    int64_t kase = take(b, appeal()), first = child(b, kase, KIND_APPEAL, 0);
    int64_t records = count(b, "SELECT count(*) FROM rec WHERE deleted = 0"),
            people = count_kind(b, KIND_PERSON);
    assert_int_equal(take(b, update()), kase);
    assert_true(count(b, "SELECT count(*) FROM rec WHERE deleted = 0") > records);
    assert_int_equal(count(b, "SELECT count(*) FROM rec WHERE deleted <> 0"), 0);
    assert_int_equal(count_kind(b, KIND_CASE), 1);
    assert_int_equal(count_kind(b, KIND_PERSON), people + 1);

    int64_t second = child(b, kase, KIND_APPEAL, 1);
    struct appeal *a = (struct appeal *)get(b, second);
    assert_int_equal(a->supersedes.n, first);
    assert_int_equal(a->update_no.v, 1);
    rec_free(&a->rec);
    for (size_t i = 0; i < 3; i++) {
        struct target *t = (struct target *)get(b, child(b, first, KIND_TARGET, i));
        bool dropped = !t->printed_title || strcmp(t->printed_title, "Chief of Police") == 0;
        assert_int_equal(t->dropped_by.n, dropped ? second : 0);
        rec_free(&t->rec);
    }
    struct kase *k = (struct kase *)get(b, kase);
    assert_string_equal(k->background, "She writes about herders."); /* what was said stays */
    rec_free(&k->rec);
    struct caselist_row row;
    STOREBOX_OK(caselist_row(b->s, kase, &row, &b->e));
    assert_int_equal(row.deadline.v, day_from_civil(2027, 1, 15));
    caselist_row_free(&row);
    struct search found;
    STOREBOX_OK(search_run(b->s, "안나", KIND_CASE, &found, &b->e));
    assert_int_equal(found.hits.n, 1);
    search_free(&found);
}

static void a_further_appeal_is_undone_as_one(void **state)
{
    struct storebox *b = *state;
    take(b, appeal());
    char *before = storebox_dump(b);
    take(b, update());
    STOREBOX_OK(store_undo(b->s, NULL, &b->e));
    char *after = storebox_dump(b);
    assert_string_equal(before, after);
    str_free(before);
    str_free(after);
}

static void an_older_text_stays_behind(void **state)
{
    struct storebox *b = *state;
    int64_t kase = take(b, update()), newer = child(b, kase, KIND_APPEAL, 0);
    assert_int_equal(take(b, appeal()), kase);
    int64_t older = child(b, kase, KIND_APPEAL, 0);
    assert_int_not_equal(older, newer);
    struct appeal *a = (struct appeal *)get(b, newer);
    assert_int_equal(a->supersedes.n, older);
    rec_free(&a->rec);
    assert_int_equal(count(b, "SELECT count(*) FROM target WHERE dropped_by IS NOT NULL"), 0);
    struct caselist_row row;
    STOREBOX_OK(caselist_row(b->s, kase, &row, &b->e));
    assert_int_equal(row.deadline.v, day_from_civil(2027, 1, 15));
    caselist_row_free(&row);
}

static void the_same_number_is_not_always_the_same_case(void **state)
{
    struct storebox *b = *state;
    struct import_plan plan;
    int64_t kase = take(b, appeal());
    struct parsed p = other_appeal("UA 26/23", "Vilem Kantor");
    STOREBOX_OK(store_import_compare(b->s, &p, 0, &plan, &b->e));
    assert_int_equal(plan.kase, 0);
    assert_int_equal(plan.lookalike, kase);
    import_plan_free(&plan);
    STOREBOX_OK(store_import_compare(b->s, &p, kase, &plan, &b->e)); /* the user says so */
    assert_int_equal(plan.kase, kase);
    assert_true(plan.changes.n > 0);
    import_plan_free(&plan);
    str_set(&p.people.at[0].name.text, "Ana Testova"); /* spelled otherwise */
    STOREBOX_OK(store_import_compare(b->s, &p, 0, &plan, &b->e));
    assert_int_equal(plan.kase, kase);
    assert_int_equal(plan.people.at[0].use, 0);
    import_plan_free(&plan);
    parsed_free(&p);
}

static void knows_the_very_same_text(void **state)
{
    struct storebox *b = *state;
    struct import_plan plan;
    int64_t kase = take(b, appeal());
    struct parsed p = appeal();
    STOREBOX_OK(store_import_compare(b->s, &p, 0, &plan, &b->e));
    assert_int_equal(plan.same, child(b, kase, KIND_APPEAL, 0));
    assert_int_equal(plan.changes.n, 0);
    import_plan_free(&plan);
    parsed_free(&p);

    p = (struct parsed){ .source = strdup("no number"), .title = value("Fear of torture", "-") };
    take(b, p);
    p = (struct parsed){ .source = strdup("no number"), .title = value("Fear of torture", "-") };
    STOREBOX_OK(store_import_compare(b->s, &p, 0, &plan, &b->e));
    assert_int_not_equal(plan.same, 0);
    assert_int_not_equal(plan.kase, 0);
    import_plan_free(&plan);
    parsed_free(&p);
}

static void a_stop_notice_ends_the_deadline(void **state)
{
    struct storebox *b = *state;
    int64_t kase = take(b, appeal());
    struct parsed p = other_appeal("UA 26/23", "Anna Testova");
    p.kind = PARSED_STOP;
    p.people.at[0].status = strdup("released");
    p.issue_date = value("2026-11-10", "-");
    assert_int_equal(take(b, p), kase);
    struct caselist_row row;
    STOREBOX_OK(caselist_row(b->s, kase, &row, &b->e));
    assert_false(row.deadline.set);
    assert_int_equal(row.state, STATE_RELEASED);
    caselist_row_free(&row);
    assert_int_equal(count(b, "SELECT count(*) FROM target WHERE dropped_by IS NULL"), 0);
}

static void keeps_a_group(void **state)
{
    struct storebox *b = *state;
    struct parsed p = { .source = strdup("x"),
                        .group = { true, strdup("Herders of the valley"), strdup("they/them"), 48, 120 } };
    int64_t kase = take(b, p);
    struct kase *k = (struct kase *)get(b, kase);
    assert_string_equal(k->title, "Herders of the valley");
    assert_string_equal(k->group_pronouns, "they/them");
    assert_int_equal(k->group_count.v, 48);
    assert_int_equal(k->group_of.v, 120);
    rec_free(&k->rec);
}

/* Out of memory, a full disk: nothing of the import stays. */
static void stores_all_or_nothing(void **state)
{
    struct storebox *b = *state;
    char *before = storebox_dump(b);
    struct parsed p = appeal();
    assert_int_equal(sqlite3_exec(b->db,
                                  "CREATE TEMP TRIGGER full BEFORE INSERT ON main.target WHEN new.part = 'cc'"
                                  " BEGIN SELECT RAISE(ABORT, 'no room'); END",
                                  0, 0, 0),
                     SQLITE_OK);
    struct import_plan plan;
    struct import_result r;
    STOREBOX_OK(store_import_compare(b->s, &p, 0, &plan, &b->e));
    assert_int_equal(store_import_apply(b->s, &p, &plan, NULL, &r, &b->e), -1);
    assert_int_equal(r.made.n, 0);
    char *after = storebox_dump(b);
    assert_string_equal(before, after);
    assert_int_equal(sqlite3_exec(b->db, "DROP TRIGGER full", 0, 0, 0), SQLITE_OK);
    STOREBOX_OK(store_import_apply(b->s, &p, &plan, NULL, &r, &b->e));
    import_result_free(&r);
    import_plan_free(&plan);
    parsed_free(&p);
    str_free(before);
    str_free(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STOREBOX_TEST(stores_everything),
        STOREBOX_TEST(stores_people_and_officials),
        STOREBOX_TEST(is_undone_as_one),
        STOREBOX_TEST(refuses_what_is_no_appeal),
        STOREBOX_TEST(uses_an_office_again),
        STOREBOX_TEST(takes_another_office_in_doubt),
        STOREBOX_TEST(proposes_people_and_merges_none),
        STOREBOX_TEST(shows_what_a_further_appeal_changes),
        STOREBOX_TEST(a_further_appeal_deletes_nothing),
        STOREBOX_TEST(a_further_appeal_is_undone_as_one),
        STOREBOX_TEST(an_older_text_stays_behind),
        STOREBOX_TEST(the_same_number_is_not_always_the_same_case),
        STOREBOX_TEST(knows_the_very_same_text),
        STOREBOX_TEST(a_stop_notice_ends_the_deadline),
        STOREBOX_TEST(keeps_a_group),
        STOREBOX_TEST(stores_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
