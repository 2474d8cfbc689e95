/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is this text a new case, a further appeal of a known one, or another copy of an appeal that is stored? The
 * case: by its number, and somebody in common, since numbers are given again by others, and start anew; where
 * either has no number, by its title, and somebody in common. The appeal: the same number, and nothing that
 * tells two editions apart. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/store/db.h"
#include "satchel/store/importing.h"
#include "satchel/store/list.h"
#include "satchel/store/search.h"

/* ---- which case ---------------------------------------------------------------------------------------- */

/* The appeal of that case which is from this very text; 0: none. */
static int find_same(struct store *s, int64_t kase, const char *text, int64_t *n, struct err *e)
{
    static const char SAME[] =
        "SELECT appeal.n FROM appeal JOIN rec USING(n) WHERE appeal.kase = ?1 AND deleted = 0"
        " AND (SELECT text FROM source WHERE source.n = appeal.source) = ?2"
        " UNION ALL SELECT appeal FROM found JOIN appeal ON appeal.n = found.appeal JOIN rec USING(n)"
        " JOIN source ON source.n = found.of WHERE appeal.kase = ?1 AND deleted = 0 AND source.text = ?2"
        " LIMIT 1";
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

#define CASES_LOOKED_AT 50

/* The cases that have an appeal of that number, what was changed last first. */
static int cases_numbered(struct store *s, const char *norm, struct store_rows *out, struct err *e)
{
    static const char NUMBERED[] =
        "SELECT kase FROM appeal JOIN rec AS a USING(n) JOIN rec AS c ON c.n = kase"
        " WHERE number_norm = ?1 AND a.deleted = 0 AND c.deleted = 0"
        " GROUP BY kase ORDER BY c.changed DESC, kase DESC LIMIT ?2";
    int rc;
    sqlite3_stmt *st = db_prepare(s, NUMBERED, e);
    if (!st)
        return -1;
    db_bind_text(st, 1, norm);
    sqlite3_bind_int(st, 2, CASES_LOOKED_AT);
    while ((rc = db_step(st, e)) > 0 && (rc = dyn_room(out) < 0 ? err_no_memory(e) : 0) == 0)
        out->at[out->n++] = sqlite3_column_int64(st, 0);
    db_done(s, st);
    return rc;
}

static int find_by_number(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e)
{
    struct store_rows cases = { 0 };
    int rc = cases_numbered(s, p->ua_number_norm, &cases, e);
    bool shared = false;
    for (size_t i = 0; rc == 0 && i < cases.n && !shared; i++) {
        plan->kase = cases.at[i];
        rc = import_match_people(s, p, plan, &shared, e);
        shared |= p->people.n == 0; /* nobody is named: the user sees what is about to change */
    }
    if (rc == 0 && !shared) {
        plan->lookalike = cases.n ? cases.at[0] : 0;
        plan->kase = 0;
    }
    store_rows_free(&cases);
    return rc;
}

struct numbers {
    const struct parsed *p;
    bool same, other; /* an appeal has the text's number; has another */
};

static int see_number(void *to, sqlite3_stmt *st, struct err *e)
{
    struct numbers *n = to;
    (void)e;
    const char *printed = (const char *)sqlite3_column_text(st, 0),
               *norm = (const char *)sqlite3_column_text(st, 1);
    if (printed && !n->p->ua_number_norm && n->p->ua_number.text)
        n->same |= import_same_text(printed, n->p->ua_number.text);
    n->other |= norm && n->p->ua_number_norm && strcmp(norm, n->p->ua_number_norm) != 0;
    return 0;
}

/* Has the case that title, and no other number; or a number of that words, which has no short form? */
static int is_called(struct store *s, int64_t kase, const struct parsed *p, bool *yes, struct err *e)
{
    static const char NUMBERS[] = "SELECT number, number_norm FROM appeal JOIN rec USING(n)"
                                  " WHERE kase = ?1 AND deleted = 0";
    struct numbers numbers = { .p = p };
    struct rec *r;
    if (store_get(s, kase, &r, e) < 0)
        return -1;
    bool titled = *import_text(&p->title) && import_same_text(((struct kase *)r)->title, p->title.text);
    rec_free(r);
    sqlite3_stmt *st = db_prepare(s, NUMBERS, e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, kase);
    int rc = db_each(s, st, see_number, &numbers, e);
    *yes = numbers.same || (titled && !numbers.other);
    return rc;
}

static bool knows_somebody(const struct import_plan *plan)
{
    for (size_t i = 0; i < plan->people.n; i++)
        if (plan->people.at[i].use)
            return true;
    return false;
}

/* By the title, which many texts share, and the very name of somebody; or the very same text. */
static int try_called(struct store *s, int64_t kase, const struct parsed *p, struct import_plan *plan,
                      struct err *e)
{
    bool called = false, shared;
    if (find_same(s, kase, p->source, &plan->same, e) < 0)
        return -1;
    plan->kase = kase;
    if (!plan->same && is_called(s, kase, p, &called, e) < 0)
        return -1;
    if (!plan->same && called && import_match_people(s, p, plan, &shared, e) < 0)
        return -1;
    if (!plan->same && !(called && knows_somebody(plan)))
        plan->kase = 0;
    return 0;
}

static int find_by_words(struct store *s, const struct parsed *p, const char *words, struct import_plan *plan,
                         struct err *e)
{
    struct search found;
    int rc = search_run(s, words, KIND_CASE, &found, e);
    for (size_t i = 0; rc == 0 && i < found.hits.n && i < CASES_LOOKED_AT && !plan->kase; i++)
        rc = try_called(s, found.hits.at[i].n, p, plan, e);
    search_free(&found);
    return rc;
}

static int find_case(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e)
{
    bool shared;
    bool given = plan->kase != 0;
    if (!given && p->ua_number_norm && find_by_number(s, p, plan, e) < 0)
        return -1;
    if (!plan->kase && !plan->lookalike && find_by_words(s, p, import_case_title(p), plan, e) < 0)
        return -1;
    if (!plan->kase && p->ua_number.text && !p->ua_number_norm &&
        find_by_words(s, p, p->ua_number.text, plan, e) < 0)
        return -1;
    return import_match_people(s, p, plan, &shared, e) < 0 ? -1 : import_find_twins(s, p, plan, e);
}

/* ---- which appeal -------------------------------------------------------------------------------------- */

static bool said(const char *text)
{
    return text && *text;
}

static bool differ(const char *a, const char *b)
{
    return said(a) && said(b) && !import_same_text(a, b);
}

static long update_of(const struct parsed *p)
{
    return p->update ? strtol(p->update, NULL, 10) : 0;
}

/* Nothing tells them apart. What only one of them says does not. A letter that was sent is about the edition
 * that it has the number of. */
static bool same_edition(const struct appeal *a, const struct parsed *p)
{
    struct opt_day issued = import_day(&p->issue_date), deadline = import_day(&p->deadline);
    bool dated = issued.set && a->issued.set;
    long stored = a->update_no.set ? (long)a->update_no.v : 0, update = update_of(p);
    bool was_update = stored || a->kind == APPEAL_UPDATE, is_update = update || p->kind == PARSED_UPDATE;
    if ((a->kind == APPEAL_STOP) != (p->kind == PARSED_STOP) || differ(a->number_norm, p->ua_number_norm))
        return false;
    if (said(a->index_no) && said(p->index.text))
        return import_same_text(a->index_no, p->index.text);
    if ((stored && update && stored != update) || (dated && issued.v != a->issued.v))
        return false;
    if (dated || (!was_update && !is_update))
        return true;
    bool moved = deadline.set && a->deadline.set && deadline.v != a->deadline.v;
    return was_update == is_update && stored == update && !moved;
}

static int find_copy(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e)
{
    struct store_rows rows = { 0 };
    plan->copy = plan->same;
    int rc = plan->copy ? 0 : store_children(s, plan->kase, KIND_APPEAL, &rows, e);
    for (size_t i = rows.n; rc == 0 && i-- > 0 && !plan->copy;) { /* the latest first */
        struct rec *r;
        rc = store_get(s, rows.at[i], &r, e);
        if (rc == 0 && same_edition((struct appeal *)r, p))
            plan->copy = r->n;
        if (rc == 0)
            rec_free(r);
    }
    store_rows_free(&rows);
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

/* By the days of issue, or else by the numbers of the updates. */
static bool is_older(const struct appeal *former, const struct parsed *p)
{
    struct opt_day issued = import_day(&p->issue_date);
    if (p->kind == PARSED_LETTER)
        return true;
    if (issued.set && former->issued.set && issued.v != former->issued.v)
        return issued.v < former->issued.v;
    return p->kind != PARSED_STOP && former->update_no.set && update_of(p) < former->update_no.v;
}

static int find_appeal(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e)
{
    struct rec *r;
    if (!plan->same && find_same(s, plan->kase, p->source, &plan->same, e) < 0)
        return -1;
    if (find_copy(s, p, plan, e) < 0)
        return -1;
    if (plan->copy)
        return 0;
    if (find_former(s, p, plan, e) < 0)
        return -1;
    if (!plan->former)
        return 0;
    if (store_get(s, plan->former, &r, e) < 0)
        return -1;
    plan->older = is_older((struct appeal *)r, p);
    rec_free(r);
    return 0;
}

/* ---- the plan ------------------------------------------------------------------------------------------ */

static int make_plan(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e)
{
    if (find_case(s, p, plan, e) < 0)
        return -1;
    if (plan->kase && find_appeal(s, p, plan, e) < 0)
        return -1;
    if (import_match_officials(s, p, plan, e) < 0)
        return -1;
    return plan->kase ? import_compare(s, p, plan, e) : 0;
}

int store_import_compare(struct store *s, const struct parsed *p, int64_t kase, struct import_plan *out,
                         struct err *e)
{
    *out = (struct import_plan){ .kase = kase };
    if (store_import_check(p, e) < 0)
        return -1;
    if (make_plan(s, p, out, e) == 0)
        return 0;
    import_plan_free(out);
    return -1;
}

void import_plan_replace(struct import_plan *plan)
{
    for (size_t i = 0; i < plan->changes.n; i++)
        plan->changes.at[i].take |= plan->changes.at[i].open;
}

static bool came_before(const struct import_plan *plan, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!plan->changes.at[k].take && strcmp(plan->changes.at[k].what, plan->changes.at[i].what) == 0)
            return true;
    return false;
}

char *import_plan_kept(const struct import_plan *plan, struct err *e)
{
    struct buf out = { 0 };
    for (size_t i = 0; i < plan->changes.n; i++)
        if (!plan->changes.at[i].take && !came_before(plan, i))
            buf_addf(&out, "%s%s", out.len ? ", " : "", _(plan->changes.at[i].what));
    return buf_take(&out, e);
}

void import_plan_free(struct import_plan *plan)
{
    for (size_t i = 0; i < plan->changes.n; i++) {
        str_free(plan->changes.at[i].old);
        str_free(plan->changes.at[i].new);
    }
    free(plan->changes.at);
    free(plan->people.at);
    free(plan->officials.at);
    *plan = (struct import_plan){ 0 };
}
