/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import changes, field by field. Of a copy: what it adds is taken, what it lacks or says otherwise
 * stays as it is stored; the user may decide otherwise for each. Of a further appeal, which brings its own
 * values: how they differ from the former's, and which targets it drops. */
#include <stdlib.h>
#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/store/importing.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"

struct comparing {
    struct store *s;
    const struct parsed *p;
    struct import_plan *plan;
    struct appeal *appeal; /* the one that is completed, or the former; NULL: none */
    struct kase *kase;
};

/* ---- one difference ------------------------------------------------------------------------------------ */

/* c.old and c.new are copied. */
static int change(struct comparing *c, struct import_change change, struct err *e)
{
    const char *old = change.old ? change.old : "", *new = change.new ? change.new : "";
    change.old = change.new = NULL;
    if (dyn_room(&c->plan->changes) < 0 || str_set(&change.old, old) < 0 || str_set(&change.new, new) < 0) {
        str_free(change.old);
        return err_no_memory(e);
    }
    c->plan->changes.at[c->plan->changes.n++] = change;
    return 0;
}

const struct import_change *import_change_of(const struct import_plan *plan, int64_t of, const char *key)
{
    for (size_t i = 0; i < plan->changes.n; i++) {
        const struct import_change *c = &plan->changes.at[i];
        if (c->of == of && c->key && strcmp(c->key, key) == 0)
            return c;
    }
    return NULL;
}

static const char *label_of(const struct kind *k, const char *key)
{
    return kind_field(k, key)->label;
}

/* ---- values -------------------------------------------------------------------------------------------- */

/* Do both say the same? Days are compared to the letter, numbers in their short form. */
static bool says_the_same(const struct import_field *f, const char *old, const char *new)
{
    char a[NUMBER_NORM_BYTES], b[NUMBER_NORM_BYTES];
    if (f->day)
        return strcmp(old, new) == 0;
    if (strcmp(f->key, "number") == 0 && number_normalize(old, a) && number_normalize(new, b))
        return strcmp(a, b) == 0;
    return import_same_text(old, new);
}

/* The copy's side counts where nothing is stored, or what is stored is cut off before the copy's end. */
static int takes_copy(const char *old, const char *new, bool *take, struct err *e)
{
    *take = *new && !*old;
    return *new &&*old ? import_begins(new, old, take, e) : 0;
}

static int compare_value(struct comparing *c, const struct import_field *f, struct err *e)
{
    const char *new = import_read(f, c->p);
    char *old = import_stored(f, &c->appeal->rec, e);
    bool take = true, copy = c->plan->copy != 0;
    int rc = old ? 0 : -1;
    if (rc == 0 && !says_the_same(f, old, new)) {
        rc = copy ? takes_copy(old, new, &take, e) : 0;
        struct import_change row = { .what = label_of(&APPEAL_KIND, f->key),
                                     .old = old,
                                     .new = (char *)(uintptr_t) new,
                                     .key = f->key,
                                     .of = c->appeal->rec.n,
                                     .take = take,
                                     .open = copy &&*new };
        if (rc == 0)
            rc = change(c, row, e);
    }
    str_free(old);
    return rc;
}

/* The former is closed by a stop notice: on the day it says, or was issued, or read. */
static int compare_closing(struct comparing *c, struct err *e)
{
    char day[DAY_TEXT_BYTES];
    struct opt_day closed = import_day(&c->p->closed_on), issued = import_day(&c->p->issue_date);
    if (c->p->kind != PARSED_STOP || c->plan->older || c->appeal->closed_on.set)
        return 0;
    day_format(closed.set ? closed.v : issued.set ? issued.v : store_today(c->s), day);
    return change(c,
                  (struct import_change){ .what = label_of(&APPEAL_KIND, "closed_on"),
                                          .new = day,
                                          .key = "closed_on",
                                          .of = c->appeal->rec.n,
                                          .take = true,
                                          .open = true },
                  e);
}

static int compare_values(struct comparing *c, struct err *e)
{
    bool closes = !c->plan->copy && c->p->kind == PARSED_STOP;
    for (size_t i = 0; i < IMPORT_APPEAL_N; i++)
        if (!(closes && strcmp(IMPORT_APPEAL[i].key, "closed_on") == 0) &&
            compare_value(c, &IMPORT_APPEAL[i], e) < 0)
            return -1;
    return c->plan->copy ? 0 : compare_closing(c, e);
}

/* ---- what happened ------------------------------------------------------------------------------------- */

/* The news stand above what was known. */
static char *above(const char *new, const char *old, struct err *e)
{
    struct buf out = { 0 };
    buf_addf(&out, "%s\n\n%s", new, old);
    return buf_take(&out, e);
}

/* Summary and background of the case: filled in where there is none. A further appeal's summary is put above
 * the former one; of all else what is stored stays. */
static int compare_story(struct comparing *c, const struct import_field *f, bool joins, struct err *e)
{
    const char *new = import_read(f, c->p);
    bool known = !*new;
    char *old = import_stored(f, &c->kase->rec, e), *joined = NULL;
    int rc = !old ? -1 : known ? 0 : import_holds(old, new, &known, e);
    joins = joins && rc == 0 && !known && *old;
    if (joins)
        rc = (joined = above(new, old, e)) ? 0 : -1;
    struct import_change row = { .what = label_of(&CASE_KIND, f->key),
                                 .old = old,
                                 .new = joined ? joined : (char *)(uintptr_t) new,
                                 .key = f->key,
                                 .of = c->kase->rec.n,
                                 .open = true };
    if (rc == 0 && !known && !joined)
        rc = takes_copy(old, new, &row.take, e);
    row.take |= joins;
    if (rc == 0 && !known)
        rc = change(c, row, e);
    str_free(old);
    str_free(joined);
    return rc;
}

static int compare_case(struct comparing *c, struct err *e)
{
    bool news = !c->plan->copy && !c->plan->older;
    for (size_t i = 0; i < IMPORT_CASE_N; i++) {
        bool summary = strcmp(IMPORT_CASE[i].key, "summary") == 0;
        bool story = summary || strcmp(IMPORT_CASE[i].key, "background") == 0;
        if (story && compare_story(c, &IMPORT_CASE[i], summary && news, e) < 0)
            return -1;
    }
    return 0;
}

/* ---- lists --------------------------------------------------------------------------------------------- */

/* Items of a list of the appeal's, and of the text's; borrowed. */
struct items {
    const char **at;
    size_t n;
};

static int holds(const struct items *list, const char *text, bool cut, bool *yes, struct err *e)
{
    *yes = false;
    for (size_t i = 0; i < list->n && !*yes; i++) {
        *yes = import_same_text(list->at[i], text);
        if (!*yes && cut && import_begins(list->at[i], text, yes, e) < 0)
            return -1;
    }
    return 0;
}

static int change_item(struct comparing *c, const char *key, const char *old, const char *new, bool open,
                       struct err *e)
{
    bool copy = c->plan->copy != 0;
    return change(c,
                  (struct import_change){ .what = label_of(&APPEAL_KIND, key),
                                          .old = (char *)(uintptr_t)old,
                                          .new = (char *)(uintptr_t) new,
                                          .key = key,
                                          .of = c->appeal->rec.n,
                                          .take = !copy || *new,
                                          .open = copy &&open },
                  e);
}

/* What is only in one of two lists. cut: the last of the text's may be the start of one that is stored. */
static int compare_items(struct comparing *c, const char *key, const struct items *old,
                         const struct items *new, bool cut, struct err *e)
{
    bool there;
    for (size_t i = 0; i < old->n; i++) {
        if (holds(new, old->at[i], false, &there, e) < 0)
            return -1;
        if (!there && cut && import_begins(old->at[i], new->at[new->n - 1], &there, e) < 0)
            return -1;
        if (!there && change_item(c, key, old->at[i], "", new->n > 0, e) < 0)
            return -1;
    }
    for (size_t i = 0; i < new->n; i++) {
        if (holds(old, new->at[i], cut && i + 1 == new->n, &there, e) < 0)
            return -1;
        if (!there && change_item(c, key, "", new->at[i], true, e) < 0)
            return -1;
    }
    return 0;
}

static int compare_asks(struct comparing *c, struct err *e)
{
    const struct parsed_texts *asks = &c->p->letter_asks;
    struct items old = { calloc(c->appeal->asks.n + 1, sizeof *old.at), 0 },
                 new = { calloc(asks->n + 1, sizeof *new.at), 0 };
    int rc = old.at && new.at ? 0 : err_no_memory(e);
    for (size_t i = 0; rc == 0 && i < c->appeal->asks.n; i++)
        old.at[old.n++] = c->appeal->asks.at[i].text;
    for (size_t i = 0; rc == 0 && i < asks->n; i++)
        new.at[new.n++] = import_text(&asks->at[i]);
    if (rc == 0)
        rc = compare_items(c, "asks", &old, &new, new.n &&import_is_cut(c->p), e);
    free(old.at);
    free(new.at);
    return rc;
}

static int compare_languages(struct comparing *c, struct err *e)
{
    const struct parsed_texts *langs = &c->p->preferred_languages;
    struct items old = { calloc(c->appeal->languages.n + 1, sizeof *old.at), 0 },
                 new = { calloc(langs->n + 1, sizeof *new.at), 0 };
    int rc = old.at && new.at ? 0 : err_no_memory(e);
    for (size_t i = 0; rc == 0 && i < c->appeal->languages.n; i++)
        if (c->appeal->languages.at[i].printed)
            old.at[old.n++] = c->appeal->languages.at[i].printed;
    for (size_t i = 0; rc == 0 && i < langs->n; i++)
        new.at[new.n++] = import_text(&langs->at[i]);
    if (rc == 0)
        rc = compare_items(c, "languages", &old, &new, false, e);
    free(old.at);
    free(new.at);
    return rc;
}

/* ---- people and targets -------------------------------------------------------------------------------- */

static int compare_people(struct comparing *c, struct err *e)
{
    for (size_t i = 0; i < c->p->people.n; i++) {
        struct import_change row = { .what = PERSON_KIND.label,
                                     .new = (char *)(uintptr_t)import_text(&c->p->people.at[i].name),
                                     .take = true };
        if (!c->plan->people.at[i].use && change(c, row, e) < 0)
            return -1;
    }
    return 0;
}

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

static int target_added(struct comparing *c, const struct parsed_official *o, struct err *e)
{
    const char *line = o->address_lines.n ? import_text(&o->address_lines.at[0]) : "";
    char *called = call(import_text(&o->title), import_text(&o->name), line, e);
    struct import_change row = { .what = TARGET_KIND.label, .new = called, .take = true };
    int rc = called ? change(c, row, e) : -1;
    str_free(called);
    return rc;
}

/* A text without targets drops none, unless it asks to stop writing; a copy, an older text and a letter drop
 * none. */
static bool may_drop(const struct comparing *c)
{
    return !c->plan->copy && !c->plan->older && (c->p->targets.n > 0 || c->p->kind == PARSED_STOP);
}

static int target_missing(struct comparing *c, const struct target *t, struct err *e)
{
    bool drops = may_drop(c);
    if (t->dropped_by.n || (!drops && !(c->plan->copy && c->p->targets.n)))
        return 0;
    char *label = store_label(c->s, t->rec.n, e);
    char *called = label ? call(t->printed_title, t->printed_name, label, e) : NULL;
    struct import_change row = { .what = TARGET_KIND.label,
                                 .old = called,
                                 .key = IMPORT_DROPPED,
                                 .of = t->rec.n,
                                 .take = drops,
                                 .open = drops };
    int rc = called ? change(c, row, e) : -1;
    str_free(label);
    str_free(called);
    return rc;
}

/* Is it known of the office, or of who holds it? */
static int knows_point(struct comparing *c, const struct import_official *known, const struct import_point *p,
                       bool *yes, struct err *e)
{
    *yes = false;
    if (known->office && import_has_point(c->s, known->office, p, yes, e) < 0)
        return -1;
    return !*yes && known->person ? import_has_point(c->s, known->person, p, yes, e) : 0;
}

/* New ways to reach somebody who is known. */
static int compare_points(struct comparing *c, size_t official, struct err *e)
{
    struct import_points points = { 0 };
    int rc = import_points(import_official_at(c->p, official), &points, e);
    for (size_t i = 0; rc == 0 && i < points.n; i++) {
        bool known;
        struct import_change row = { .what = ENUM_contact_kind.at[points.at[i].kind].label,
                                     .new = (char *)(uintptr_t)points.at[i].raw,
                                     .take = true };
        rc = knows_point(c, &c->plan->officials.at[official], &points.at[i], &known, e);
        if (rc == 0 && !known)
            rc = change(c, row, e);
    }
    free(points.at);
    return rc;
}

static int compare_target(struct comparing *c, int64_t n, struct err *e)
{
    struct rec *r;
    for (size_t i = 0; i < c->plan->officials.n; i++)
        if (c->plan->officials.at[i].target == n)
            return compare_points(c, i, e);
    if (store_get(c->s, n, &r, e) < 0)
        return -1;
    int rc = target_missing(c, (struct target *)r, e);
    rec_free(r);
    return rc;
}

static int compare_targets(struct comparing *c, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(c->s, c->appeal->rec.n, KIND_TARGET, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = compare_target(c, rows.at[i], e);
    for (size_t i = 0; rc == 0 && i < c->plan->officials.n; i++) {
        bool there = false;
        for (size_t k = 0; k < rows.n; k++)
            there |= rows.at[k] == c->plan->officials.at[i].target;
        rc = there ? 0 : target_added(c, import_official_at(c->p, i), e);
    }
    store_rows_free(&rows);
    return rc;
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

static int compare_all(struct comparing *c, struct err *e)
{
    if (c->appeal && (compare_values(c, e) < 0 || compare_asks(c, e) < 0 || compare_languages(c, e) < 0))
        return -1;
    if (compare_people(c, e) < 0 || (c->appeal && compare_targets(c, e) < 0))
        return -1;
    return compare_case(c, e);
}

int import_compare(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e)
{
    struct rec *kase = NULL, *appeal = NULL;
    int64_t with = plan->copy ? plan->copy : plan->former;
    int rc = store_get(s, plan->kase, &kase, e);
    if (rc == 0 && with)
        rc = store_get(s, with, &appeal, e);
    struct comparing c = { s, p, plan, (struct appeal *)appeal, (struct kase *)kase };
    if (rc == 0)
        rc = compare_all(&c, e);
    rec_free(appeal);
    rec_free(kase);
    return rc;
}
