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
#include "satchel/store/importing.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

int store_import_check(const struct parsed *p, struct err *e)
{
    if (p->people.n || p->group.present || p->targets.n || *import_text(&p->title))
        return 0;
    return err_set(
        e, ERR_INPUT,
        _("This text names no person, nobody to write to, and no title, so it was not stored. Add one of "
          "them, or import another text."));
}

/* ---- source and case ----------------------------------------------------------------------------------- */

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

static void fill_group(struct kase *k, const struct parsed_group *g)
{
    if (!k->group_count.set && g->present && g->count >= 0)
        k->group_count = (struct opt_int){ true, g->count };
    if (!k->group_of.set && g->present && g->of >= 0)
        k->group_of = (struct opt_int){ true, g->of };
}

static int fill_country(struct kase *k, const struct parsed *p, struct err *e)
{
    if (k->country && *k->country)
        return 0;
    char *printed = printed_at(p, p->country.at, e);
    bool name = printed && !printed[strcspn(printed, "0123456789")]; /* not an index: "EUR 60" */
    int rc = !printed                                                     ? -1
             : *printed && name && str_set(&k->country_text, printed) < 0 ? err_no_memory(e)
                                                                          : 0;
    str_free(printed);
    return rc;
}

/* What the case does not say yet, and what the plan takes. */
static int fill_case(struct importing *im, struct kase *k, struct err *e)
{
    char **const title[] = { &k->title };
    const char *const called[] = { import_case_title(im->p) };
    if (fill_country(k, im->p, e) < 0 ||
        (!(k->title && *k->title) && import_set_texts(1, title, called, e) < 0))
        return -1;
    for (size_t i = 0; i < IMPORT_CASE_N; i++) {
        const struct import_field *f = &IMPORT_CASE[i];
        const struct import_change *c = import_change_of(im->plan, k->rec.n, f->key);
        char *old = import_stored(f, &k->rec, e);
        int rc = old ? 0 : -1;
        if (rc == 0 && (c ? c->take : !*old))
            rc = import_set(f, &k->rec, c ? c->new : import_read(f, im->p), e);
        str_free(old);
        if (rc < 0)
            return -1;
    }
    if (im->plan->close_case)
        k->status = CASE_CLOSED;
    fill_group(k, &im->p->group);
    return 0;
}

static int add_case(struct importing *im, struct err *e)
{
    struct rec *r = rec_new(KIND_CASE, e);
    if (r && fill_case(im, (struct kase *)r, e) < 0) {
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
    int rc = fill_case(im, (struct kase *)r, e);
    if (rc == 0)
        rc = importing_update(im, r, e);
    rec_free(r);
    return rc;
}

/* ---- the appeal ---------------------------------------------------------------------------------------- */

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
        if (import_tag(l, e) < 0)
            return -1;
    }
    for (size_t i = 0; i < p->letter_asks.n; i++) {
        struct ask *x = field_add(a, kind_field(&APPEAL_KIND, "asks"), e);
        if (!x || str_set(&x->text, p->letter_asks.at[i].text) < 0)
            return x ? err_no_memory(e) : -1;
    }
    return add_warnings(a, p, e);
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
    a->supersedes.n = im->plan->older ? 0 : im->plan->former;
    for (size_t i = 0; i < IMPORT_APPEAL_N; i++)
        if (import_set(&IMPORT_APPEAL[i], &a->rec, import_read(&IMPORT_APPEAL[i], p), e) < 0)
            return -1;
    a->issued_inferred = a->issued.set && p->issue_date_inferred;
    return add_lists(a, p, e);
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

static int find_fields(struct importing *im, const struct import_field fields[], size_t n, int64_t of,
                       struct err *e)
{
    for (size_t i = 0; i < n; i++)
        if (fields[i].printed && *import_read(&fields[i], im->p) &&
            importing_found(im, of, fields[i].key, import_place(&fields[i], im->p), e) < 0)
            return -1;
    return 0;
}

/* Where the appeal's own values stand. */
static int find_values(struct importing *im, struct err *e)
{
    const struct parsed *p = im->p;
    if (find_fields(im, IMPORT_APPEAL, IMPORT_APPEAL_N, 0, e) < 0 ||
        find_fields(im, IMPORT_CASE, IMPORT_CASE_N, im->out->kase, e) < 0)
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

static int drop_target(struct importing *im, int64_t n, struct err *e)
{
    struct rec *r;
    if (store_get(im->s, n, &r, e) < 0)
        return -1;
    ((struct target *)r)->dropped_by.n = im->out->appeal;
    int rc = importing_update(im, r, e);
    rec_free(r);
    return rc;
}

static int drop_targets(struct importing *im, struct err *e)
{
    for (size_t i = 0; i < im->plan->changes.n; i++) {
        const struct import_change *c = &im->plan->changes.at[i];
        if (c->take && c->key && strcmp(c->key, IMPORT_DROPPED) == 0 && drop_target(im, c->of, e) < 0)
            return -1;
    }
    return 0;
}

/* By a stop notice. */
static int close_former(struct importing *im, struct err *e)
{
    struct rec *r;
    const struct import_change *c = import_change_of(im->plan, im->plan->former, "closed_on");
    if (im->p->kind != PARSED_STOP || !c || !c->take)
        return 0;
    if (store_get(im->s, im->plan->former, &r, e) < 0)
        return -1;
    struct appeal *former = (struct appeal *)r;
    former->closed_on.set = day_parse(c->new, &former->closed_on.v) == 0;
    int rc = importing_update(im, r, e);
    rec_free(r);
    return rc;
}

/* Was it issued before the text? */
static bool is_before(const struct appeal *a, const struct parsed *p)
{
    struct opt_day issued = import_day(&p->issue_date);
    return a->issued.set && issued.set && a->issued.v < issued.v;
}

#define CHAIN_MOST 1000 /* a user may have tied it into a ring */

/* An older text has its place in the chain between the last that is newer, and what that superseded. */
static int put_before(struct importing *im, struct err *e)
{
    struct rec *r = NULL, *next = NULL;
    int rc = store_get(im->s, im->plan->former, &r, e);
    for (int i = 0; rc == 0 && i < CHAIN_MOST && ((struct appeal *)r)->supersedes.n; i++) {
        rc = store_get(im->s, ((struct appeal *)r)->supersedes.n, &next, e);
        if (rc < 0 || is_before((struct appeal *)next, im->p))
            break;
        rec_free(r);
        r = next;
        next = NULL;
    }
    if (rc == 0) {
        im->appeal->supersedes.n = ((struct appeal *)r)->supersedes.n;
        ((struct appeal *)r)->supersedes.n = im->out->appeal;
        rc = importing_update(im, r, e);
    }
    rec_free(next);
    rec_free(r);
    return rc;
}

static int settle_former(struct importing *im, struct err *e)
{
    if (!im->plan->former)
        return 0;
    if (im->plan->older)
        return put_before(im, e);
    return drop_targets(im, e) < 0 ? -1 : close_former(im, e);
}

/* ---- the step ------------------------------------------------------------------------------------------ */

static int carry_out(struct importing *im, struct err *e)
{
    if ((im->plan->kase ? update_case(im, e) : add_case(im, e)) < 0)
        return -1;
    if (im->plan->copy)
        return import_complete(im, e);
    if (importing_source(im, e) < 0 || add_appeal(im, e) < 0 || find_values(im, e) < 0 ||
        import_people(im, e) < 0 || import_freed(im, e) < 0 || import_events(im, e) < 0 ||
        import_officials(im, e) < 0 || settle_former(im, e) < 0)
        return -1;
    return store_update(im->s, &im->appeal->rec, NULL, e);
}

static char *step_label(const struct parsed *p, struct err *e)
{
    struct buf b = { 0 };
    const char *number = import_text(&p->ua_number);
    /* TRANSLATORS: the number of an Urgent Action, or the title of a case. */
    buf_addf(&b, _("Import of %s"), *number ? number : import_case_title(p));
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

/* How much room the vault may need, in MB: a text is stored, indexed, and kept for undoing; the vault grows
 * on both sides, by 8 MiB at a time, and has two journals. (Measured: 22 times a text of random words.) */
static size_t room_for(const struct parsed *p)
{
    return strlen(p->source ? p->source : "") / 40000 + 9;
}

static int full_disk(const struct parsed *p, struct err *e)
{
    return err_set(
        e, ERR_DISK_FULL,
        _("The disk is full, so this text was not stored and nothing was changed. Make about %zu MB "
          "of room where the vault is, and try again."),
        room_for(p));
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
    return rc < 0 && e && e->code == ERR_DISK_FULL ? full_disk(p, e) : rc;
}

void import_result_free(struct import_result *r)
{
    free(r->made.at);
    *r = (struct import_result){ 0 };
}
