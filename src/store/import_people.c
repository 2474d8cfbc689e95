/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/model/script.h"
#include "satchel/store/importing.h"
#include "satchel/store/list.h"

/* ---- names --------------------------------------------------------------------------------------------- */

static int add_name(struct person *person, const char *text, const char *lang, int kind, struct err *e)
{
    if (!text || text_is_blank(text) || import_has_name(person, text))
        return 0;
    struct name *n = field_add(person, kind_field(&PERSON_KIND, "names"), e);
    if (!n)
        return -1;
    bool known = lang && *lang && strcmp(lang, "und") != 0;
    n->kind = kind;
    if (str_set(&n->text, text) < 0 || str_set(&n->lang, known ? lang : NULL) < 0 ||
        str_set(&n->script, script_of(text)) < 0)
        return err_no_memory(e);
    return 0;
}

/* A form in another script than the first is a transliteration, or was before it became one. */
static int add_names(struct person *person, const struct parsed_person *p, struct err *e)
{
    if (add_name(person, import_text(&p->name), NULL, NAME_LEGAL, e) < 0)
        return -1;
    const char *first = person->names.n ? person->names.at[0].script : NULL;
    for (size_t i = 0; i < p->names.n; i++) {
        const char *text = p->names.at[i].text, *script = text ? script_of(text) : NULL;
        bool other = script && first && strcmp(script, first) != 0;
        if (add_name(person, text, p->names.at[i].lang, other ? NAME_TRANSLIT : NAME_ALIAS, e) < 0)
            return -1;
        first = person->names.at[0].script;
    }
    return 0;
}

/* ---- people -------------------------------------------------------------------------------------------- */

/* What is said already stays. */
static int fill(char **field, const char *value, struct err *e)
{
    if ((*field && **field) || !value || !*value)
        return 0;
    return str_set(field, value) < 0 ? err_no_memory(e) : 0;
}

static int fill_person(struct person *person, const struct parsed_person *p, struct err *e)
{
    return add_names(person, p, e) < 0 || fill(&person->pronouns, p->pronouns, e) < 0 ||
                   fill(&person->gender, p->gender, e) < 0
               ? -1
               : 0;
}

static int new_person(struct importing *im, const struct parsed_person *p, int64_t *n, struct err *e)
{
    struct rec *r = rec_new(KIND_PERSON, e);
    if (r && fill_person((struct person *)r, p, e) < 0) {
        rec_free(r);
        return -1;
    }
    return importing_add(im, r, n, e);
}

static int known_person(struct importing *im, const struct parsed_person *p, int64_t n, struct err *e)
{
    struct rec *r;
    if (store_get(im->s, n, &r, e) < 0)
        return -1;
    int rc = fill_person((struct person *)r, p, e);
    if (rc == 0)
        rc = importing_update(im, r, e);
    rec_free(r);
    return rc;
}

/* ---- their part in the case ---------------------------------------------------------------------------- */

/* Since the text was issued at the latest. */
static int add_state(struct importing *im, struct member *m, int state, struct err *e)
{
    if (state <= STATE_UNKNOWN || (m->states.n && m->states.at[m->states.n - 1].state == state))
        return 0;
    struct state *st = field_add(m, kind_field(&MEMBER_KIND, "states"), e);
    if (!st)
        return -1;
    st->state = state;
    const char *day = import_text(&im->p->issue_date);
    struct buf until = { 0 };
    if (*day)
        buf_addf(&until, "[..%s]", day);
    int rc = rec_date_set(&st->since, buf_text(&until), e);
    buf_free(&until);
    return rc;
}

/* What the text says. */
static int state_of(const struct parsed_person *p)
{
    return p->status ? rec_enum_find(&ENUM_person_state, p->status) : -1;
}

static int new_member(struct importing *im, const struct parsed_person *p, int64_t person, struct err *e)
{
    struct rec *r = rec_new(KIND_MEMBER, e);
    if (!r)
        return -1;
    struct member *m = (struct member *)r;
    m->kase.n = im->out->kase;
    m->person.n = person;
    m->role = MEMBER_AT_RISK;
    if (add_state(im, m, state_of(p), e) < 0) {
        rec_free(r);
        return -1;
    }
    return importing_add(im, r, NULL, e);
}

/* The member of that person who is at risk, or else any; 0: none. Those at risk come first. */
static int find_member(struct importing *im, int64_t person, struct rec **out, struct err *e)
{
    struct store_rows members = { 0 };
    *out = NULL;
    int rc = store_children(im->s, im->out->kase, KIND_MEMBER, &members, e);
    for (size_t i = 0; rc == 0 && i < members.n && !*out; i++) {
        rc = store_get(im->s, members.at[i], out, e);
        if (rc == 0 && ((struct member *)*out)->person.n != person) {
            rec_free(*out);
            *out = NULL;
        }
    }
    store_rows_free(&members);
    return rc;
}

/* Whom the user gave another part than being at risk keeps that. */
static int join(struct importing *im, const struct parsed_person *p, int64_t person, struct err *e)
{
    struct rec *r;
    if (find_member(im, person, &r, e) < 0)
        return -1;
    if (!r)
        return new_member(im, p, person, e);
    struct member *m = (struct member *)r;
    int rc = m->role == MEMBER_AT_RISK ? add_state(im, m, state_of(p), e) : 0;
    if (rc == 0)
        rc = importing_update(im, r, e);
    rec_free(r);
    return rc;
}

static int import_person(struct importing *im, size_t i, struct err *e)
{
    const struct parsed_person *p = &im->p->people.at[i];
    int64_t n = i < im->plan->people.n ? im->plan->people.at[i].use : 0;
    if (!*import_text(&p->name) && p->names.n == 0)
        return 0;
    if (n ? known_person(im, p, n, e) < 0 : new_person(im, p, &n, e) < 0)
        return -1;
    return join(im, p, n, e) < 0 ? -1 : importing_found(im, n, "names", p->name.at, e);
}

int import_people(struct importing *im, struct err *e)
{
    for (size_t i = 0; i < im->p->people.n; i++)
        if (import_person(im, i, e) < 0)
            return -1;
    return 0;
}

/* ---- a stop notice ------------------------------------------------------------------------------------- */

static bool is_in_danger(const struct member *m)
{
    int last = m->states.n ? m->states.at[m->states.n - 1].state : STATE_UNKNOWN;
    return m->role == MEMBER_AT_RISK &&
           (last == STATE_MISSING || last == STATE_HELD || last == STATE_CHARGED || last == STATE_SENTENCED);
}

static bool is_named(const struct import_plan *plan, int64_t person)
{
    for (size_t i = 0; i < plan->people.n; i++)
        if (plan->people.at[i].use == person)
            return true;
    return plan->people.n == 0;
}

int store_import_freed(struct store *s, const struct parsed *p, const struct import_plan *plan,
                       struct store_rows *out, struct err *e)
{
    struct store_rows members = { 0 };
    bool about = p->kind == PARSED_STOP && plan->kase && !plan->copy && !plan->older;
    int rc = about ? store_children(s, plan->kase, KIND_MEMBER, &members, e) : 0;
    for (size_t i = 0; rc == 0 && i < members.n; i++) {
        struct rec *r;
        if ((rc = store_get(s, members.at[i], &r, e)) < 0)
            break;
        const struct member *m = (const struct member *)r;
        if (is_in_danger(m) && is_named(plan, m->person.n)) {
            if (dyn_room(out) < 0)
                rc = err_no_memory(e);
            else
                out->at[out->n++] = r->n;
        }
        rec_free(r);
    }
    store_rows_free(&members);
    return rc;
}

int import_freed(struct importing *im, struct err *e)
{
    struct store_rows freed = { 0 };
    int rc = im->plan->freed ? store_import_freed(im->s, im->p, im->plan, &freed, e) : 0;
    for (size_t i = 0; rc == 0 && i < freed.n; i++) {
        struct rec *r;
        if ((rc = store_get(im->s, freed.at[i], &r, e)) < 0)
            break;
        rc = add_state(im, (struct member *)r, STATE_RELEASED, e);
        if (rc == 0)
            rc = importing_update(im, r, e);
        rec_free(r);
    }
    store_rows_free(&freed);
    return rc;
}
