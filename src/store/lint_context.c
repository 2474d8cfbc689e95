/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/lint_context.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/iso_names.h"
#include "satchel/base/text.h"
#include "satchel/casework/letter_sweep.h"
#include "satchel/casework/letter_words.h"
#include "satchel/model/testimony.h"
#include "satchel/store/db.h"
#include "satchel/store/letters_read.h"
#include "satchel/store/lint_event.h"
#include "satchel/store/list.h"

/* ---- names of the vault -------------------------------------------------------------------------------- */

static int add_name(void *to, sqlite3_stmt *st, struct err *e)
{
    return lint_names_add(to, (const char *)sqlite3_column_text(st, 0), sqlite3_column_int64(st, 1),
                          sqlite3_column_int64(st, 2), (const char *)sqlite3_column_text(st, 3), e);
}

int lint_context_names(struct store *s, struct lint_names **out, struct err *e)
{
    static const char NAMES[] =
        "SELECT name.text, name.of, coalesce(kase, 0), number"
        " FROM name JOIN rec AS whose ON whose.n = name.of AND whose.deleted = 0"
        " JOIN rec AS own ON own.n = name.n AND own.deleted = 0"
        " JOIN person ON person.n = name.of AND person.kind = 'person'"
        " LEFT JOIN (SELECT kase, person FROM case_person JOIN rec USING(n) WHERE deleted = 0) AS part"
        "  ON part.person = name.of LEFT JOIN case_row ON case_row.n = kase";
    sqlite3_stmt *st = db_prepare(s, NAMES, e);
    *out = st ? lint_names_new(e) : NULL;
    if (!*out) {
        db_done(s, st);
        return -1;
    }
    if (db_each(s, st, add_name, *out, e) == 0)
        return 0;
    lint_names_free(*out);
    *out = NULL;
    return -1;
}

int lint_context_stamp(struct store *s, int64_t *stamp, struct err *e)
{
    return db_number(s, "SELECT coalesce(max(n), 0) * 4096 + coalesce(sum(undone), 0) FROM undo", 0, stamp,
                     e);
}

/* ---- small things -------------------------------------------------------------------------------------- */

struct reading {
    struct store *s;
    const struct letter *letter;
    struct lint_context *out;
    struct rec *kase, *appeal, *sender;
};

static int set(char **to, const char *text, struct err *e)
{
    return str_set(to, text && *text ? text : NULL) < 0 ? err_no_memory(e) : 0;
}

static int add_text(struct strs *to, const char *text, struct err *e)
{
    return text && *text && strs_add(to, text) < 0 ? err_no_memory(e) : 0;
}

static const struct kase *kase_of(const struct reading *r)
{
    return (const struct kase *)r->kase;
}

typedef int each(struct reading *r, const struct rec *rec, struct err *e);

static int each_child(struct reading *r, int64_t of, enum rec_kind kind, each *f, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = of ? store_children(r->s, of, kind, &rows, e) : 0;
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        struct rec *rec = NULL;
        rc = store_get(r->s, rows.at[i], &rec, e);
        rc = rc == 0 ? f(r, rec, e) : rc;
        rec_free(rec);
    }
    store_rows_free(&rows);
    return rc;
}

/* ---- people -------------------------------------------------------------------------------------------- */

/* The one of the newest date; of several without a date the last. */
static const struct state *newest_state(const struct member *m)
{
    const struct state *last = NULL;
    for (size_t i = 0; i < m->states.n; i++) {
        const struct state *st = &m->states.at[i];
        bool dated = st->since.text != NULL, was = last && last->since.text;
        if (!last || (dated && (!was || st->since.latest >= last->since.latest)) || (!dated && !was))
            last = st;
    }
    return last;
}

static int add_names(const struct person *p, struct strs *to, struct err *e)
{
    for (size_t i = 0; i < p->names.n; i++)
        if (add_text(to, p->names.at[i].text, e) < 0)
            return -1;
    return 0;
}

static int add_limit(struct lint_context *c, const char *text, struct err *e)
{
    if (!text || !*text)
        return 0;
    if (dyn_room(&c->limits) < 0)
        return err_no_memory(e);
    struct lint_limit *l = &c->limits.at[c->limits.n++];
    *l = (struct lint_limit){ 0 };
    return set(&l->text, text, e);
}

static int fill_person(struct lint_person *to, const struct member *m, const struct person *p, struct err *e)
{
    const struct state *state = newest_state(m);
    to->id = p->rec.n;
    to->at_risk = m->role == MEMBER_AT_RISK;
    if (state && state->state == STATE_RELEASED)
        to->state = LINT_STATE_RELEASED;
    if (state && state->state == STATE_DEAD)
        to->state = LINT_STATE_DEAD;
    to->since_day = state && state->since.text ? state->since.latest : INT32_MIN;
    if (set(&to->pronouns, p->pronouns, e) < 0 || set(&to->gender, p->gender, e) < 0)
        return -1;
    return add_names(p, &to->names, e) < 0 ? -1 : set(&to->since, state ? state->since.text : NULL, e);
}

static int add_member(struct reading *r, const struct rec *rec, struct err *e)
{
    const struct member *m = (const struct member *)rec;
    struct rec *person = NULL;
    if (letters_get_ref(r->s, &m->person, &person, e) < 0)
        return -1;
    const struct person *p = (const struct person *)person;
    int rc = 0;
    if (p && p->kind != PERSON_PERSON) {
        rc = add_names(p, &r->out->names, e);
    } else if (p) {
        rc = dyn_room(&r->out->people) < 0 ? err_no_memory(e) : 0;
        struct lint_person *to = rc == 0 ? &r->out->people.at[r->out->people.n++] : NULL;
        if (to)
            *to = (struct lint_person){ 0 };
        rc = to ? fill_person(to, m, p, e) : rc;
        for (size_t i = 0; rc == 0 && p->withheld_name && i < p->names.n; i++)
            rc = add_limit(r->out, p->names.at[i].text, e);
    }
    rec_free(person);
    return rc;
}

/* ---- whom it goes to ----------------------------------------------------------------------------------- */

static const char *first_name(const struct rec *person)
{
    const struct person *p = (const struct person *)person;
    return p && p->names.n ? p->names.at[0].text : NULL;
}

/* Who holds the office now, when it is not `but`. */
static int find_successor(struct store *s, const struct letters_whom *w, char **out, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = w->office ? store_children(s, w->office->n, KIND_HOLDER, &rows, e) : 0;
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        struct rec *r = NULL, *p = NULL;
        rc = store_get(s, rows.at[i], &r, e);
        const struct holder *h = (const struct holder *)r;
        if (rc == 0 && r->n != w->holder->n && !h->to.text)
            rc = letters_get_ref(s, &h->person, &p, e);
        rc = rc == 0 && p ? set(out, first_name(p), e) : rc;
        rec_free(r);
        rec_free(p);
    }
    store_rows_free(&rows);
    return rc;
}

static int fill_target(struct reading *r, const struct letters_whom *w, struct lint_target *to, struct err *e)
{
    const struct target *t = w->whom.target;
    const struct holder *h = w->whom.holder;
    bool left = h && h->to.text && h->to.latest < store_today(r->s);
    to->id = t->rec.n;
    to->stale = left || !rec_ref_is_none(&t->dropped_by);
    if (set(&to->name, t->printed_name ? t->printed_name : first_name(w->person), e) < 0 ||
        set(&to->title,
            t->printed_title ? t->printed_title
            : w->office      ? w->whom.office->title
                             : NULL,
            e) < 0 ||
        set(&to->institution, w->office ? w->whom.office->institution : NULL, e) < 0 ||
        set(&to->salutation, letter_printed_salutation(&w->whom), e) < 0 ||
        set(&to->gender, w->person ? w->whom.person->gender : NULL, e) < 0 ||
        set(&to->until, left ? h->to.text : NULL, e) < 0)
        return -1;
    if (!r->out->country && w->office && set(&r->out->country, w->whom.office->country, e) < 0)
        return -1;
    return left ? find_successor(r->s, w, &to->successor, e) : 0;
}

/* How the official is reached: no private contact when it stands in the letter. */
static int add_reach(struct reading *r, const struct letters_whom *w, struct err *e)
{
    static const int KINDS[] = { CONTACT_PHONE, CONTACT_MOBILE, CONTACT_FAX, CONTACT_EMAIL };
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < sizeof KINDS / sizeof *KINDS; i++) {
        char *points = NULL;
        rc = letters_points(r->s, w, KINDS[i], &points, e);
        rc = rc == 0 ? add_text(&r->out->reach, points, e) : rc;
        str_free(points);
    }
    return rc;
}

static int add_target(struct reading *r, const struct rec *rec, struct err *e)
{
    struct letters_whom w = { 0 };
    if (dyn_room(&r->out->targets) < 0)
        return err_no_memory(e);
    struct lint_target *to = &r->out->targets.at[r->out->targets.n++];
    *to = (struct lint_target){ 0 };
    int rc = letters_whom(r->s, rec->n, 0, &w, e);
    rc = rc == 0 ? fill_target(r, &w, to, e) : rc;
    rc = rc == 0 ? add_reach(r, &w, e) : rc;
    letters_whom_free(&w);
    return rc;
}

/* "Mail came back on 2026-11-22", else until when it was good. */
static int read_address(struct reading *r, struct err *e)
{
    struct letters_whom w = { 0 };
    if (!r->letter->to.n)
        return 0;
    const struct letter_to *to = &r->letter->to.at[0];
    struct err gone = { 0 };
    int rc = letters_whom(r->s, to->target.n, to->address.n, &w, &gone);
    if (rc < 0 && gone.code != ERR_NOT_FOUND && e)
        *e = gone;
    rc = gone.code == ERR_NOT_FOUND ? 0 : rc; /* deleted since */
    if (rc == 0 && letters_is_past(r->s, w.whom.address)) {
        const struct address *a = w.whom.address;
        const char *why = a->valid_why && !text_is_blank(a->valid_why) ? a->valid_why : a->valid.text;
        size_t n = strlen(why);
        rc = set(&r->out->address_past, why, e);
        if (rc == 0 && n > 1 && why[n - 1] == '.')
            r->out->address_past[n - 1] = '\0';
    }
    letters_whom_free(&w);
    return rc;
}

/* ---- the case and the appeal --------------------------------------------------------------------------- */

static bool has_ask(const struct letter *l, int64_t n)
{
    for (size_t i = 0; i < l->asks.n; i++)
        if (l->asks.at[i].n == n)
            return true;
    return l->asks.n == 0;
}

/* Those the letter is to have. In another language than the appeal's they cannot be recognised. */
static int add_asks(struct reading *r, const struct appeal *a, struct err *e)
{
    if (a->letter_lang && r->letter->lang && !letter_same_language(a->letter_lang, r->letter->lang)) {
        r->out->asks_left_out = a->asks.n > 0;
        return 0;
    }
    for (size_t i = 0; i < a->asks.n; i++) {
        if (!has_ask(r->letter, a->asks.at[i].row.n))
            continue;
        if (dyn_room(&r->out->asks) < 0)
            return err_no_memory(e);
        struct lint_ask *to = &r->out->asks.at[r->out->asks.n++];
        *to = (struct lint_ask){ .id = a->asks.at[i].row.n };
        if (set(&to->text, a->asks.at[i].text, e) < 0)
            return -1;
    }
    return 0;
}

static int read_appeal(struct reading *r, struct err *e)
{
    const struct appeal *a = (const struct appeal *)r->appeal;
    if (!a)
        return 0;
    r->out->appeal = true;
    r->out->closed = a->closed_on.set;
    if (a->deadline.set)
        r->out->deadline = a->deadline.v;
    for (size_t i = 0; i < a->languages.n; i++) {
        char tag[LETTERS_TAG_BYTES];
        if (add_text(&r->out->languages, letters_language_tag(&a->languages.at[i], tag), e) < 0)
            return -1;
    }
    if (set(&r->out->model, a->letter_body, e) < 0 || add_asks(r, a, e) < 0 ||
        each_child(r, a->rec.n, KIND_TARGET, add_target, e) < 0)
        return -1;
    const char *const references[] = { a->number, a->index_no, a->prev_index };
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        if (add_text(&r->out->references, references[i], e) < 0)
            return -1;
    return add_text(&r->out->texts, a->title, e);
}

static int add_number(struct lint_context *c, struct opt_int value, const char *noun, struct err *e)
{
    if (!value.set || !noun || !*noun)
        return 0;
    if (dyn_room(&c->numbers) < 0)
        return err_no_memory(e);
    struct lint_number *n = &c->numbers.at[c->numbers.n++];
    *n = (struct lint_number){ .value = value.v };
    return set(&n->noun, noun, e);
}

/* ---- what happened ------------------------------------------------------------------------------------- */

static int add_event(struct reading *r, const struct rec *rec, struct err *e)
{
    return lint_event_add(r->out, (const struct event *)rec, e);
}

/* ---- the case ------------------------------------------------------------------------------------------ */

static int read_case(struct reading *r, struct err *e)
{
    const struct kase *k = kase_of(r);
    struct lint_context *c = r->out;
    c->kase = k->rec.n;
    c->closed = c->closed || k->status == CASE_CLOSED;
    if (each_child(r, k->rec.n, KIND_MEMBER, add_member, e) < 0 ||
        add_text(&c->names, k->group_label, e) < 0 || add_text(&c->names, k->country_text, e) < 0 ||
        add_number(c, k->group_count, k->group_label, e) < 0 ||
        add_number(c, k->group_of, k->group_label, e) < 0)
        return -1;
    size_t at_risk = 0;
    for (size_t i = 0; i < c->people.n; i++)
        at_risk += c->people.at[i].at_risk;
    c->group_only = !at_risk && k->group_label;
    if (set(&c->group_pronouns, k->group_pronouns, e) < 0 ||
        (!c->country && set(&c->country, k->country, e) < 0) || add_text(&c->texts, k->title, e) < 0 ||
        add_text(&c->texts, k->summary, e) < 0 || add_text(&c->texts, k->background, e) < 0)
        return -1;
    return each_child(r, k->rec.n, KIND_EVENT, add_event, e);
}

/* ---- who writes ---------------------------------------------------------------------------------------- */

static int read_sender(struct reading *r, struct err *e)
{
    const struct sender *s = (const struct sender *)r->sender;
    if (!s)
        return 0;
    if (add_text(&r->out->own, s->name, e) < 0 || add_text(&r->out->own, s->initials, e) < 0 ||
        add_text(&r->out->own, s->town, e) < 0 || add_text(&r->out->own, s->lines, e) < 0)
        return -1;
    for (size_t i = 0; i < s->ties.n; i++) {
        char code[4] = "";
        const char *country = s->ties.at[i].country;
        if (add_text(&r->out->sender_ties, iso_code_of(ISO_COUNTRY, country, code) ? code : country, e) < 0)
            return -1;
    }
    return 0;
}

int lint_context_read(struct store *s, const struct letter *l, struct lint_context *out, struct err *e)
{
    struct reading r = { .s = s, .letter = l, .out = out };
    out->today = store_today(s);
    out->deadline = INT32_MIN;
    int rc = letters_get_ref(s, &l->kase, &r.kase, e);
    rc = rc == 0 ? letters_get_ref(s, &l->appeal, &r.appeal, e) : rc;
    rc = rc == 0 ? letters_get_ref(s, &l->sender, &r.sender, e) : rc;
    rc = rc == 0 ? read_appeal(&r, e) : rc;
    rc = rc == 0 && r.kase ? read_case(&r, e) : rc;
    rc = rc == 0 ? read_sender(&r, e) : rc;
    rc = rc == 0 ? read_address(&r, e) : rc;
    rc = rc == 0 && r.kase ? lint_limits_read(s, r.kase->n, out, e) : rc;
    rec_free(r.kase);
    rec_free(r.appeal);
    rec_free(r.sender);
    return rc;
}

/* ---- the letter ---------------------------------------------------------------------------------------- */

/* The text of a copy speaks to whom the letter was written to. */
struct lint_letter lint_context_letter(const struct letter *l)
{
    bool copy = l->to.n > 1 && l->to.at[0].part == PART_CC;
    return (struct lint_letter){ .body = l->body,
                                 .salutation = l->to.n ? l->to.at[0].salutation : NULL,
                                 .subject = l->subject,
                                 .lang = l->lang,
                                 .target = l->to.n ? l->to.at[copy].target.n : 0,
                                 .date = INT32_MIN,
                                 .sender_shown = l->sender.n && l->sign != SIGN_NONE };
}

int lint_context_take(struct letter *l, const struct lint_findings *found, struct err *e)
{
    struct finding *all = calloc(found->n ? found->n : 1, sizeof *all);
    if (!all)
        return err_no_memory(e);
    for (size_t i = 0; i < found->n; i++) {
        const struct lint_finding *f = &found->at[i];
        bool placed = f->part == LINT_IN_BODY;
        all[i] = (struct finding){ .code = (char *)(uintptr_t)lint_code_name(f->code),
                                   .from_off = { placed, placed ? (int64_t)f->from : 0 },
                                   .to_off = { placed, placed ? (int64_t)f->to : 0 },
                                   .evidence = f->evidence };
    }
    int rc = letters_take_findings(l, all, found->n, e);
    free(all);
    return rc;
}

static int sweep(const struct lint_letter *letter, const struct lint_context *c,
                 const struct lint_names *names, bool (*stop)(void), struct lint_findings *found,
                 struct err *e)
{
    struct letter_sweep all;
    int more = letter_sweep_begin(&all, letter, e) < 0 ? -1 : 1;
    while (more > 0) {
        if (stop && stop())
            more = err_set(e, ERR_FAILED, _("The check of a letter was stopped. Nothing was changed."));
        else
            more = letter_sweep_step(&all, c, names, e);
    }
    if (more == 0)
        letter_sweep_take(&all, found);
    letter_sweep_free(&all);
    return more;
}

int lint_context_check_unless(struct store *s, const struct lint_names *names, bool (*stop)(void),
                              struct letter *l, struct lint_notes *notes, struct err *e)
{
    struct lint_names *own = NULL;
    struct lint_context c = { 0 };
    struct lint_findings found = { 0 };
    struct lint_letter letter = lint_context_letter(l);
    int rc = names ? 0 : lint_context_names(s, &own, e);
    rc = rc == 0 ? lint_context_read(s, l, &c, e) : rc;
    rc = rc == 0 ? sweep(&letter, &c, names ? names : own, stop, &found, e) : rc;
    rc = rc == 0 ? lint_context_take(l, &found, e) : rc;
    if (notes)
        *notes = found.notes;
    lint_findings_free(&found);
    lint_context_free(&c);
    lint_names_free(own);
    return rc;
}

int lint_context_check(struct store *s, const struct lint_names *names, struct letter *l,
                       struct lint_notes *notes, struct err *e)
{
    return lint_context_check_unless(s, names, NULL, l, notes, e);
}
