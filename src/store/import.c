/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/import.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/store/db.h"
#include "satchel/store/importing.h"
#include "satchel/store/list.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

const char *import_text(const struct parsed_text *t)
{
    return t->text ? t->text : "";
}

int store_import_check(const struct parsed *p, struct err *e)
{
    if (p->people.n || p->group.present || p->targets.n || *import_text(&p->title))
        return 0;
    return err_set(
        e, ERR_INPUT,
        _("This text names no person, nobody to write to, and no title, so it was not stored. Add one of "
          "them, or import another text."));
}

int importing_add(struct importing *im, struct rec *r, int64_t *n, struct err *e)
{
    if (!r)
        return -1;
    int rc = store_add(im->s, r, e);
    if (rc == 0 && dyn_room(&im->out->made) < 0)
        rc = err_no_memory(e);
    if (rc == 0)
        im->out->made.at[im->out->made.n++] = r->n;
    if (n)
        *n = r->n;
    rec_free(r);
    return rc;
}

int importing_found(struct importing *im, int64_t n, const char *field, struct parsed_span at, struct err *e)
{
    struct found *f = field_add(im->appeal, kind_field(&APPEAL_KIND, "found"), e);
    if (!f)
        return -1;
    bool printed = at.to > at.from;
    f->of.n = n;
    f->how = printed ? FOUND_PRINTED : FOUND_INFERRED;
    f->from_off = (struct opt_int){ printed, printed ? at.from : 0 };
    f->to_off = (struct opt_int){ printed, printed ? at.to : 0 };
    return str_set(&f->field, field) < 0 ? err_no_memory(e) : 0;
}

/* ---- source and case ----------------------------------------------------------------------------------- */

static int set_all(size_t n, char **const fields[], const char *const values[], struct err *e)
{
    for (size_t i = 0; i < n; i++)
        if (values[i] && *values[i] && str_set(fields[i], values[i]) < 0)
            return err_no_memory(e);
    return 0;
}

/* The words of the source at a span; caller frees. */
static char *printed_at(const struct parsed *p, struct parsed_span at, struct err *e)
{
    struct buf b = { 0 };
    size_t n = strlen(p->source ? p->source : "");
    if (at.to > at.from) {
        size_t from = text_offset(p->source, n, at.from), to = text_offset(p->source, n, at.to);
        buf_add(&b, p->source + from, to - from);
    }
    return buf_take(&b, e);
}

static int add_source(struct importing *im, struct err *e)
{
    struct rec *r = rec_new(KIND_SOURCE, e);
    if (!r)
        return -1;
    struct source *x = (struct source *)r;
    const struct import_origin *o = im->origin;
    x->kind = (int)o->kind;
    x->received = (struct opt_day){ true, store_today(im->s) };
    char **const fields[] = { &x->text, &x->title, &x->url, &x->sha256 };
    const char *const values[] = { im->p->source, o->title ? o->title : im->p->title.text, o->url,
                                   o->sha256 };
    if (set_all(4, fields, values, e) < 0) {
        rec_free(r);
        return -1;
    }
    return importing_add(im, r, &im->out->source, e);
}

static const char *title_for_case(const struct parsed *p)
{
    const char *const titles[] = {
        import_text(&p->title),
        p->group.label ? p->group.label : "",
        p->people.n ? import_text(&p->people.at[0].name) : "",
        import_text(&p->ua_number),
        p->targets.n ? import_text(&p->targets.at[0].title) : "",
        p->targets.n ? import_text(&p->targets.at[0].name) : "",
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (*titles[i])
            return titles[i];
    return _("Appeal without a title");
}

/* Only what the case does not say yet. */
static int fill_case(struct kase *k, const struct parsed *p, struct err *e)
{
    char *country_text = printed_at(p, p->country.at, e);
    if (!country_text)
        return -1;
    bool fresh = !k->country || !*k->country;
    char **const fields[] = { &k->title,      &k->country,     &k->country_text,
                              &k->background, &k->group_label, &k->group_pronouns };
    const char *const values[] = { title_for_case(p),  p->country.text, fresh ? country_text : NULL,
                                   p->background.text, p->group.label,  p->group.pronouns };
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < sizeof fields / sizeof *fields; i++)
        if (!*fields[i] || !**fields[i])
            rc = set_all(1, &fields[i], &values[i], e);
    if (!k->group_count.set && p->group.present && p->group.count >= 0)
        k->group_count = (struct opt_int){ true, p->group.count };
    if (!k->group_of.set && p->group.present && p->group.of >= 0)
        k->group_of = (struct opt_int){ true, p->group.of };
    str_free(country_text);
    return rc;
}

static int add_case(struct importing *im, struct err *e)
{
    struct rec *r = rec_new(KIND_CASE, e);
    if (r && fill_case((struct kase *)r, im->p, e) < 0) {
        rec_free(r);
        return -1;
    }
    return importing_add(im, r, &im->out->kase, e);
}

static int update_case(struct importing *im, struct err *e)
{
    struct rec *r;
    im->out->kase = im->plan->kase;
    if (store_get(im->s, im->plan->kase, &r, e) < 0)
        return -1;
    int rc = fill_case((struct kase *)r, im->p, e);
    if (rc == 0)
        rc = store_update(im->s, r, NULL, e);
    rec_free(r);
    return rc;
}

/* ---- the appeal ---------------------------------------------------------------------------------------- */

static struct opt_day day_of(const struct parsed_text *t)
{
    struct opt_day day = { 0 };
    day.set = t->text && day_parse(t->text, &day.v) == 0;
    return day;
}

/* Where line and column (1-based, in code points) of the source are, in code points. */
static uint32_t offset_of(const char *source, uint32_t line, uint32_t col)
{
    uint32_t at = 0, here = 1;
    for (size_t left = strlen(source), len; left && here < line; source += len, left -= len, at++) {
        uint32_t cp;
        len = text_decode(source, left, &cp);
        here += cp == '\n';
    }
    return at + (col ? col - 1 : 0);
}

static int add_warning(struct appeal *a, const char *code, const char *text, struct opt_int off,
                       struct err *e)
{
    struct warning *w = field_add(a, kind_field(&APPEAL_KIND, "warnings"), e);
    if (!w)
        return -1;
    w->off = off;
    return str_set(&w->code, code) < 0 || str_set(&w->text, text) < 0 ? err_no_memory(e) : 0;
}

/* What was not found is a warning too, with the field's key as its text. */
static int add_warnings(struct appeal *a, const struct parsed *p, struct err *e)
{
    for (size_t i = 0; i < p->warnings.n; i++) {
        const struct parsed_warning *w = &p->warnings.at[i];
        struct opt_int off = { w->line > 0,
                               w->line ? offset_of(p->source ? p->source : "", w->line, w->col) : 0 };
        if (add_warning(a, w->code, w->text, off, e) < 0)
            return -1;
    }
    for (size_t i = 0; i < p->not_found.n; i++)
        if (add_warning(a, "not-found", p->not_found.at[i], (struct opt_int){ 0 }, e) < 0)
            return -1;
    return 0;
}

static int add_lists(struct appeal *a, const struct parsed *p, struct err *e)
{
    for (size_t i = 0; i < p->preferred_languages.n; i++) {
        struct appeal_lang *l = field_add(a, kind_field(&APPEAL_KIND, "languages"), e);
        if (!l || str_set(&l->printed, p->preferred_languages.at[i].text) < 0)
            return l ? err_no_memory(e) : -1;
    }
    for (size_t i = 0; i < p->letter_asks.n; i++) {
        struct ask *x = field_add(a, kind_field(&APPEAL_KIND, "asks"), e);
        if (!x || str_set(&x->text, p->letter_asks.at[i].text) < 0)
            return x ? err_no_memory(e) : -1;
    }
    return add_warnings(a, p, e);
}

static int fill_texts(struct appeal *a, const struct parsed *p, struct err *e)
{
    char norm[NUMBER_NORM_BYTES];
    bool readable = p->ua_number.text && number_normalize(p->ua_number.text, norm);
    char **const fields[] = { &a->title,     &a->number,      &a->index_no,          &a->prev_index,
                              &a->prev_link, &a->letter_lang, &a->letter_salutation, &a->letter_body };
    const char *const values[] = { p->title.text,
                                   readable || !p->ua_number_norm ? p->ua_number.text : p->ua_number_norm,
                                   p->index.text,
                                   p->previous_index.text,
                                   p->previous_ua_link.text,
                                   p->letter_lang,
                                   p->letter_salutation.text,
                                   p->letter_body.text };
    return set_all(sizeof fields / sizeof *fields, fields, values, e);
}

static int fill_appeal(struct importing *im, struct appeal *a, struct err *e)
{
    static const int KINDS[] = { [PARSED_UA] = APPEAL_UA,
                                 [PARSED_UPDATE] = APPEAL_UPDATE,
                                 [PARSED_STOP] = APPEAL_STOP,
                                 [PARSED_LETTER] = APPEAL_LETTER,
                                 [PARSED_SUMMARY] = APPEAL_SUMMARY };
    const struct parsed *p = im->p;
    a->kase.n = im->out->kase;
    a->source.n = im->out->source;
    a->kind = KINDS[p->kind];
    a->update_no = (struct opt_int){ p->update != NULL, p->update ? strtol(p->update, NULL, 10) : 0 };
    a->issued = day_of(&p->issue_date);
    a->issued_inferred = a->issued.set && p->issue_date_inferred;
    a->deadline = day_of(&p->deadline);
    a->closed_on = day_of(&p->closed_on);
    a->supersedes.n = im->plan->kase && !im->plan->older ? im->plan->former : 0;
    return fill_texts(a, p, e) < 0 ? -1 : add_lists(a, p, e);
}

static int add_appeal(struct importing *im, struct err *e)
{
    struct rec *r = rec_new(KIND_APPEAL, e);
    if (!r)
        return -1;
    im->appeal = (struct appeal *)r;
    if (fill_appeal(im, im->appeal, e) < 0 || store_add(im->s, r, e) < 0)
        return -1;
    im->out->appeal = r->n;
    if (dyn_room(&im->out->made) < 0)
        return err_no_memory(e);
    im->out->made.at[im->out->made.n++] = r->n;
    return 0;
}

/* Where the appeal's own values stand. */
static int find_values(struct importing *im, struct err *e)
{
    const struct parsed *p = im->p;
    const struct {
        const struct parsed_text *value;
        const char *field;
        int64_t of;
    } VALUES[] = {
        { &p->title, "title", 0 },
        { &p->ua_number, "number", 0 },
        { &p->index, "index_no", 0 },
        { &p->previous_index, "prev_index", 0 },
        { &p->previous_ua_link, "prev_link", 0 },
        { &p->issue_date, "issued", 0 },
        { &p->deadline, "deadline", 0 },
        { &p->closed_on, "closed_on", 0 },
        { &p->letter_salutation, "letter_salutation", 0 },
        { &p->letter_body, "letter_body", 0 },
        { &p->country, "country", im->out->kase },
        { &p->background, "background", im->out->kase },
    };
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++)
        if (VALUES[i].value->text &&
            importing_found(im, VALUES[i].of, VALUES[i].field, VALUES[i].value->at, e) < 0)
            return -1;
    for (size_t i = 0; i < p->preferred_languages.n; i++)
        if (importing_found(im, 0, "languages", p->preferred_languages.at[i].at, e) < 0)
            return -1;
    for (size_t i = 0; i < p->letter_asks.n; i++)
        if (importing_found(im, im->appeal->asks.at[i].row.n, "asks", p->letter_asks.at[i].at, e) < 0)
            return -1;
    return 0;
}

/* ---- what a further appeal does to the former ---------------------------------------------------------- */

static int is_named(struct importing *im, const struct target *t, bool *named, struct err *e)
{
    const struct parsed_officials *lists[] = { &im->p->targets, &im->p->copies };
    *named = false;
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k]->n && !*named; i++)
            if (import_same_official(im->s, t, &lists[k]->at[i], named, e) < 0)
                return -1;
    return 0;
}

/* A text without targets drops none, unless it asks to stop writing. */
bool import_may_drop(const struct parsed *p)
{
    return p->targets.n > 0 || p->kind == PARSED_STOP;
}

static int drop_target(struct importing *im, int64_t n, struct err *e)
{
    struct rec *r;
    bool named;
    if (store_get(im->s, n, &r, e) < 0)
        return -1;
    struct target *t = (struct target *)r;
    int rc = is_named(im, t, &named, e);
    if (rc == 0 && !named && !t->dropped_by.n) {
        t->dropped_by.n = im->out->appeal;
        rc = store_update(im->s, r, NULL, e);
    }
    rec_free(r);
    return rc;
}

static int drop_targets(struct importing *im, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = import_may_drop(im->p) ? store_children(im->s, im->plan->former, KIND_TARGET, &rows, e) : 0;
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = drop_target(im, rows.at[i], e);
    store_rows_free(&rows);
    return rc;
}

/* An older text than the one that counts is superseded by it, unless that supersedes another already. */
static int put_before(struct importing *im, struct err *e)
{
    struct rec *r;
    if (store_get(im->s, im->plan->former, &r, e) < 0)
        return -1;
    struct appeal *former = (struct appeal *)r;
    int rc = 0;
    if (!former->supersedes.n) {
        former->supersedes.n = im->out->appeal;
        rc = store_update(im->s, r, NULL, e);
    }
    rec_free(r);
    return rc;
}

static int settle_former(struct importing *im, struct err *e)
{
    if (!im->plan->kase || !im->plan->former)
        return 0;
    return im->plan->older ? put_before(im, e) : drop_targets(im, e);
}

/* ---- the step ------------------------------------------------------------------------------------------ */

static int carry_out(struct importing *im, struct err *e)
{
    if ((im->plan->kase ? update_case(im, e) : add_case(im, e)) < 0 || add_source(im, e) < 0 ||
        add_appeal(im, e) < 0 || find_values(im, e) < 0 || import_people(im, e) < 0 ||
        import_officials(im, e) < 0 || settle_former(im, e) < 0)
        return -1;
    return store_update(im->s, &im->appeal->rec, NULL, e);
}

static char *step_label(const struct parsed *p, struct err *e)
{
    struct buf b = { 0 };
    const char *number = import_text(&p->ua_number);
    /* TRANSLATORS: the number of an Urgent Action, or the title of a case. */
    buf_addf(&b, _("Import of %s"), *number ? number : title_for_case(p));
    return buf_take(&b, e);
}

static int in_a_step(struct importing *im, struct err *e)
{
    char *label = step_label(im->p, e);
    int rc = label ? store_step_begin(im->s, label, e) : -1;
    str_free(label);
    if (rc < 0)
        return -1;
    if (carry_out(im, e) < 0) {
        store_step_cancel(im->s);
        return -1;
    }
    return store_step_end(im->s, im->out->kase, e);
}

int store_import_apply(struct store *s, const struct parsed *p, const struct import_plan *plan,
                       const struct import_origin *origin, struct import_result *out, struct err *e)
{
    static const struct import_origin NOWHERE = { .kind = SOURCE_PASTE };
    *out = (struct import_result){ 0 };
    if (store_import_check(p, e) < 0)
        return -1;
    struct importing im = { .s = s, .p = p, .plan = plan, .origin = origin ? origin : &NOWHERE, .out = out };
    int rc = in_a_step(&im, e);
    if (im.appeal)
        rec_free(&im.appeal->rec);
    free(im.addresses.at);
    if (rc < 0)
        import_result_free(out);
    return rc;
}

void import_result_free(struct import_result *r)
{
    free(r->made.at);
    *r = (struct import_result){ 0 };
}
