/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is this text a new case or a further appeal of a known one? By its number, and somebody in common: numbers
 * are given again by others, and start anew. Without a number, by being the very same text. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/store/db.h"
#include "satchel/store/find.h"
#include "satchel/store/importing.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/search.h"

/* ---- which case ---------------------------------------------------------------------------------------- */

/* The appeal of that case which is from this very text; 0: none. */
static int find_same(struct store *s, int64_t kase, const char *text, int64_t *n, struct err *e)
{
    static const char SAME[] =
        "SELECT appeal.n FROM appeal JOIN rec USING(n) JOIN source ON source.n = appeal.source"
        " WHERE appeal.kase = ?1 AND deleted = 0 AND source.text = ?2 LIMIT 1";
    sqlite3_stmt *st = db_prepare(s, SAME, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, kase);
    db_bind_text(st, 2, text);
    int rc = db_step(st, e);
    *n = rc > 0 ? sqlite3_column_int64(st, 0) : 0;
    db_done(s, st);
    return rc < 0 ? -1 : 0;
}

#define TITLES_MOST 50

static int find_by_text(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e)
{
    struct search found;
    int rc = search_run(s, import_text(&p->title), KIND_CASE, &found, e);
    for (size_t i = 0; rc == 0 && i < found.hits.n && i < TITLES_MOST && !plan->same; i++) {
        rc = find_same(s, found.hits.at[i].n, p->source, &plan->same, e);
        plan->kase = plan->same ? found.hits.at[i].n : 0;
    }
    search_free(&found);
    return rc;
}

/* The case's latest appeal that none supersedes, of the same number before others. */
static int find_former(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e)
{
    static const char FORMER[] =
        "SELECT n FROM appeal JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0 AND n NOT IN ("
        " SELECT supersedes FROM appeal JOIN rec USING(n)"
        " WHERE kase = ?1 AND deleted = 0 AND supersedes IS NOT NULL)"
        " ORDER BY number_norm IS ?2 DESC, issued DESC NULLS LAST, n DESC LIMIT 1";
    sqlite3_stmt *st = db_prepare(s, FORMER, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, plan->kase);
    db_bind_text(st, 2, p->ua_number_norm);
    int rc = db_step(st, e);
    plan->former = rc > 0 ? sqlite3_column_int64(st, 0) : 0;
    db_done(s, st);
    return rc < 0 ? -1 : 0;
}

/* ---- what changes -------------------------------------------------------------------------------------- */

static int change(struct import_plan *plan, const char *what, const char *old, const char *new, struct err *e)
{
    struct import_change c = { .what = what };
    old = old ? old : "";
    new = new ? new : "";
    if (strcmp(old, new) == 0)
        return 0;
    if (dyn_room(&plan->changes) < 0 || str_set(&c.old, old) < 0 || str_set(&c.new, new) < 0) {
        str_free(c.old);
        return err_no_memory(e);
    }
    plan->changes.at[plan->changes.n++] = c;
    return 0;
}

static const char *label_of(const char *key)
{
    return kind_field(&APPEAL_KIND, key)->label;
}

static int change_day(struct import_plan *plan, const char *key, struct opt_day old,
                      const struct parsed_text *new, struct err *e)
{
    char text[DAY_TEXT_BYTES] = "";
    if (old.set)
        day_format(old.v, text);
    return change(plan, label_of(key), text, new->text, e);
}

static int change_texts(struct import_plan *plan, const struct appeal *a, const struct parsed *p,
                        struct err *e)
{
    const struct {
        const char *key, *old, *new;
    } TEXTS[] = {
        { "title", a->title, p->title.text },
        { "number", a->number, p->ua_number.text },
        { "index_no", a->index_no, p->index.text },
        { "letter_lang", a->letter_lang, p->letter_lang },
        { "letter_salutation", a->letter_salutation, p->letter_salutation.text },
        { "letter_body", a->letter_body, p->letter_body.text },
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        if (change(plan, label_of(TEXTS[i].key), TEXTS[i].old, TEXTS[i].new, e) < 0)
            return -1;
    return change_day(plan, "issued", a->issued, &p->issue_date, e) < 0 ||
                   change_day(plan, "deadline", a->deadline, &p->deadline, e) < 0 ||
                   change_day(plan, "closed_on", a->closed_on, &p->closed_on, e) < 0
               ? -1
               : 0;
}

/* ---- lists --------------------------------------------------------------------------------------------- */

static bool holds(const struct strs *list, const char *text)
{
    for (size_t i = 0; i < list->n; i++)
        if (text_same_folded(list->at[i], text))
            return true;
    return false;
}

/* What is only in one of two lists; both are freed. */
static int change_lists(struct import_plan *plan, const char *what, struct strs *old, struct strs *new,
                        bool failed, struct err *e)
{
    int rc = failed ? err_no_memory(e) : 0;
    for (size_t i = 0; rc == 0 && i < old->n; i++)
        rc = holds(new, old->at[i]) ? 0 : change(plan, what, old->at[i], "", e);
    for (size_t i = 0; rc == 0 && i < new->n; i++)
        rc = holds(old, new->at[i]) ? 0 : change(plan, what, "", new->at[i], e);
    strs_free(old);
    strs_free(new);
    return rc;
}

static int add_text(struct strs *list, const char *text)
{
    return text && *text ? strs_add(list, text) : 0;
}

static bool add_parsed(struct strs *list, const struct parsed_texts *texts)
{
    bool failed = false;
    for (size_t i = 0; i < texts->n; i++)
        failed |= add_text(list, texts->at[i].text) < 0;
    return failed;
}

static int change_asks(struct import_plan *plan, const struct appeal *a, const struct parsed *p,
                       struct err *e)
{
    struct strs old = { 0 }, new = { 0 };
    bool failed = add_parsed(&new, &p->letter_asks);
    for (size_t i = 0; i < a->asks.n; i++)
        failed |= add_text(&old, a->asks.at[i].text) < 0;
    return change_lists(plan, label_of("asks"), &old, &new, failed, e);
}

static int change_languages(struct import_plan *plan, const struct appeal *a, const struct parsed *p,
                            struct err *e)
{
    struct strs old = { 0 }, new = { 0 };
    bool failed = add_parsed(&new, &p->preferred_languages);
    for (size_t i = 0; i < a->languages.n; i++)
        failed |= add_text(&old, a->languages.at[i].printed) < 0;
    return change_lists(plan, label_of("languages"), &old, &new, failed, e);
}

static int change_people(struct import_plan *plan, const struct parsed *p, struct err *e)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < p->people.n; i++)
        if (!plan->people.at[i].use)
            rc = change(plan, PERSON_KIND.label, "", import_text(&p->people.at[i].name), e);
    return rc;
}

/* ---- targets ------------------------------------------------------------------------------------------- */

/* What an official is called in the list of changes. Caller frees. */
static char *call(const char *title, const char *name, const char *else_called, struct err *e)
{
    struct buf b = { 0 };
    buf_adds(&b, title);
    buf_adds(&b, b.len && name && *name ? ", " : "");
    buf_adds(&b, name);
    if (!b.len)
        buf_adds(&b, else_called);
    return buf_take(&b, e);
}

static int change_added(struct import_plan *plan, const struct parsed_official *o, struct err *e)
{
    const char *line = o->address_lines.n ? import_text(&o->address_lines.at[0]) : "";
    char *called = call(import_text(&o->title), import_text(&o->name), line, e);
    int rc = called ? change(plan, TARGET_KIND.label, "", called, e) : -1;
    str_free(called);
    return rc;
}

static int change_dropped(struct store *s, struct import_plan *plan, const struct target *t, struct err *e)
{
    char *label = store_label(s, t->rec.n, e);
    char *called = label ? call(t->printed_title, t->printed_name, label, e) : NULL;
    int rc = called ? change(plan, TARGET_KIND.label, called, "", e) : -1;
    str_free(label);
    str_free(called);
    return rc;
}

static const struct parsed_official *official_at(const struct parsed *p, size_t i)
{
    return i < p->targets.n ? &p->targets.at[i] : &p->copies.at[i - p->targets.n];
}

/* seen[i]: official i was a target of the former appeal. */
static int compare_target(struct store *s, int64_t n, const struct parsed *p, bool *seen,
                          struct import_plan *plan, struct err *e)
{
    struct rec *r;
    if (store_get(s, n, &r, e) < 0)
        return -1;
    const struct target *t = (struct target *)r;
    bool named = t->dropped_by.n != 0;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < p->targets.n + p->copies.n; i++) {
        bool same;
        rc = import_same_official(s, t, official_at(p, i), &same, e);
        seen[i] |= rc == 0 && same;
        named |= rc == 0 && same;
    }
    if (rc == 0 && !named && import_may_drop(p))
        rc = change_dropped(s, plan, t, e);
    rec_free(r);
    return rc;
}

static int change_targets(struct store *s, struct import_plan *plan, const struct parsed *p, struct err *e)
{
    struct store_rows rows = { 0 };
    size_t n = p->targets.n + p->copies.n;
    bool *seen = calloc(n + 1, sizeof *seen);
    if (!seen)
        return err_no_memory(e);
    int rc = store_children(s, plan->former, KIND_TARGET, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = compare_target(s, rows.at[i], p, seen, plan, e);
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = seen[i] ? 0 : change_added(plan, official_at(p, i), e);
    store_rows_free(&rows);
    free(seen);
    return rc;
}

/* ---- the plan ------------------------------------------------------------------------------------------ */

/* By the days of issue, or else by the numbers of the updates. */
static bool is_older(const struct appeal *former, const struct parsed *p)
{
    int32_t day;
    bool dated = p->issue_date.text && day_parse(p->issue_date.text, &day) == 0;
    if (dated && former->issued.set)
        return day < former->issued.v;
    long update = p->update ? strtol(p->update, NULL, 10) : 0;
    return former->update_no.set && update < former->update_no.v;
}

static int compare(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e)
{
    struct rec *r;
    if (find_same(s, plan->kase, p->source, &plan->same, e) < 0 || find_former(s, p, plan, e) < 0)
        return -1;
    if (!plan->former)
        return change_people(plan, p, e);
    if (store_get(s, plan->former, &r, e) < 0)
        return -1;
    const struct appeal *a = (struct appeal *)r;
    plan->older = is_older(a, p);
    int rc = change_texts(plan, a, p, e) < 0 || change_asks(plan, a, p, e) < 0 ||
                     change_languages(plan, a, p, e) < 0 || change_people(plan, p, e) < 0
                 ? -1
                 : change_targets(s, plan, p, e);
    rec_free(r);
    return rc;
}

/* Without anybody in the text, the number alone must do; the user sees what it is about to change. */
static int find_case(struct store *s, const struct parsed *p, struct import_plan *plan, bool given,
                     struct err *e)
{
    bool shared, by_number = !given && p->ua_number_norm;
    if (by_number && store_case_numbered(s, p->ua_number_norm, &plan->kase, e) < 0)
        return -1;
    if (!given && !by_number && find_by_text(s, p, plan, e) < 0)
        return -1;
    if (import_match_people(s, p, plan, &shared, e) < 0)
        return -1;
    if (by_number && plan->kase && !shared && p->people.n) {
        plan->lookalike = plan->kase;
        plan->kase = 0;
    }
    return 0;
}

static int make_plan(struct store *s, const struct parsed *p, struct import_plan *plan, bool given,
                     struct err *e)
{
    if (find_case(s, p, plan, given, e) < 0)
        return -1;
    return plan->kase ? compare(s, p, plan, e) : 0;
}

int store_import_compare(struct store *s, const struct parsed *p, int64_t kase, struct import_plan *out,
                         struct err *e)
{
    *out = (struct import_plan){ .kase = kase };
    if (store_import_check(p, e) < 0)
        return -1;
    if (make_plan(s, p, out, kase != 0, e) == 0)
        return 0;
    import_plan_free(out);
    return -1;
}

void import_plan_free(struct import_plan *plan)
{
    for (size_t i = 0; i < plan->changes.n; i++) {
        str_free(plan->changes.at[i].old);
        str_free(plan->changes.at[i].new);
    }
    free(plan->changes.at);
    free(plan->people.at);
    *plan = (struct import_plan){ 0 };
}
