/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People are never merged here: a name in a further appeal is the person of that name in the same case;
 * anyone of that name elsewhere is only proposed. */
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/model/script.h"
#include "satchel/store/importing.h"
#include "satchel/store/list.h"
#include "satchel/store/search.h"
#include "satchel/store/write.h"

/* ---- who is who ---------------------------------------------------------------------------------------- */

/* Form i of a parsed person's name: the full one, then the others; NULL: no more. */
static const char *form_of(const struct parsed_person *p, size_t i)
{
    if (i == 0)
        return import_text(&p->name);
    return i <= p->names.n ? p->names.at[i - 1].text : NULL;
}

static bool has_name(const struct person *known, const char *form)
{
    for (size_t i = 0; i < known->names.n; i++)
        if (known->names.at[i].text && text_same_folded(known->names.at[i].text, form))
            return true;
    return false;
}

static bool same_name(const struct person *known, const struct parsed_person *p)
{
    const char *form;
    for (size_t i = 0; (form = form_of(p, i)); i++)
        if (*form && has_name(known, form))
            return true;
    return false;
}

#define NEAR_BYTES 4 /* a shorter word in common says little; of ideographs, two */

static bool has_word(const char *text, const char *word, size_t len)
{
    for (size_t n; *text; text += n + (text[n] == ' ')) {
        n = strcspn(text, " ");
        if (n == len && memcmp(text, word, len) == 0)
            return true;
    }
    return false;
}

/* Have two texts a word in common, as people write it? */
static int share_a_word(const char *a, const char *b, bool *yes, struct err *e)
{
    char *x = text_fold(a, strlen(a), e), *y = x ? text_fold(b, strlen(b), e) : NULL;
    if (y) {
        size_t n;
        for (const char *word = x; *word && !*yes; word += n + (word[n] == ' ')) {
            n = strcspn(word, " ");
            *yes = n >= NEAR_BYTES && has_word(y, word, n);
        }
    }
    int rc = y ? 0 : -1;
    str_free(x);
    str_free(y);
    return rc;
}

static int near_name(const struct person *known, const struct parsed_person *p, bool *near, struct err *e)
{
    const char *form;
    for (size_t i = 0; (form = form_of(p, i)); i++)
        for (size_t k = 0; k < known->names.n && !*near; k++)
            if (known->names.at[k].text && share_a_word(form, known->names.at[k].text, near, e) < 0)
                return -1;
    return 0;
}

static int match_member(struct store *s, int64_t member, const struct parsed *p, struct import_plan *plan,
                        bool *shared, struct err *e)
{
    struct rec *m = NULL, *r = NULL;
    int rc = store_get(s, member, &m, e);
    if (rc == 0)
        rc = store_get(s, ((struct member *)m)->person.n, &r, e);
    bool at_risk = rc == 0 && ((struct member *)m)->role == MEMBER_AT_RISK;
    for (size_t i = 0; at_risk && rc == 0 && i < p->people.n; i++) {
        bool same = same_name((struct person *)r, &p->people.at[i]);
        if (same && !plan->people.at[i].use)
            plan->people.at[i].use = r->n;
        *shared |= same;
        rc = *shared ? 0 : near_name((struct person *)r, &p->people.at[i], shared, e);
    }
    rec_free(m);
    rec_free(r);
    return rc;
}

/* Somebody of the same name who is in the vault already. */
static int find_twin(struct store *s, const struct parsed_person *p, int64_t *twin, struct err *e)
{
    struct search found;
    int rc = search_run(s, import_text(&p->name), KIND_PERSON, &found, e);
    for (size_t i = 0; rc == 0 && i < found.hits.n && !*twin; i++) {
        struct rec *r;
        rc = store_get(s, found.hits.at[i].n, &r, e);
        if (rc == 0) {
            *twin = same_name((struct person *)r, p) ? r->n : 0;
            rec_free(r);
        }
    }
    search_free(&found);
    return rc;
}

int import_match_people(struct store *s, const struct parsed *p, struct import_plan *plan, bool *shared,
                        struct err *e)
{
    struct store_rows members = { 0 };
    *shared = false;
    for (size_t i = 0; i < p->people.n; i++) {
        if (dyn_room(&plan->people) < 0)
            return err_no_memory(e);
        plan->people.at[plan->people.n++] = (struct import_person){ 0 };
    }
    int rc = plan->kase ? store_children(s, plan->kase, KIND_MEMBER, &members, e) : 0;
    for (size_t i = 0; rc == 0 && i < members.n; i++)
        rc = match_member(s, members.at[i], p, plan, shared, e);
    store_rows_free(&members);
    for (size_t i = 0; rc == 0 && i < p->people.n; i++)
        if (!plan->people.at[i].use)
            rc = find_twin(s, &p->people.at[i], &plan->people.at[i].twin, e);
    return rc;
}

/* ---- storing ------------------------------------------------------------------------------------------- */

static int add_name(struct person *person, const char *text, const char *lang, int kind, struct err *e)
{
    if (!text || text_is_blank(text) || has_name(person, text))
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
        rc = store_update(im->s, r, NULL, e);
    rec_free(r);
    return rc;
}

/* The state that the text says, since it was issued at the latest. */
static int add_state(struct importing *im, struct member *m, const struct parsed_person *p, struct err *e)
{
    int state = p->status ? rec_enum_find(&ENUM_person_state, p->status) : -1;
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

static int new_member(struct importing *im, const struct parsed_person *p, int64_t person, struct err *e)
{
    struct rec *r = rec_new(KIND_MEMBER, e);
    if (!r)
        return -1;
    struct member *m = (struct member *)r;
    m->kase.n = im->out->kase;
    m->person.n = person;
    m->role = MEMBER_AT_RISK;
    if (add_state(im, m, p, e) < 0) {
        rec_free(r);
        return -1;
    }
    return importing_add(im, r, NULL, e);
}

static int update_member(struct importing *im, struct rec *member, const struct parsed_person *p,
                         struct err *e)
{
    return add_state(im, (struct member *)member, p, e) < 0 ? -1 : store_update(im->s, member, NULL, e);
}

/* Their part in the case, which they may have already. */
static int join(struct importing *im, const struct parsed_person *p, int64_t person, struct err *e)
{
    struct store_rows members = { 0 };
    bool there = false;
    int rc = store_children(im->s, im->out->kase, KIND_MEMBER, &members, e);
    for (size_t i = 0; rc == 0 && !there && i < members.n; i++) {
        struct rec *r;
        if ((rc = store_get(im->s, members.at[i], &r, e)) < 0)
            break;
        there = ((struct member *)r)->person.n == person && ((struct member *)r)->role == MEMBER_AT_RISK;
        rc = there ? update_member(im, r, p, e) : 0;
        rec_free(r);
    }
    store_rows_free(&members);
    return rc < 0 || there ? rc : new_member(im, p, person, e);
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
