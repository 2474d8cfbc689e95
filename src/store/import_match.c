/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who of the vault is who in the text. Within one case a person of the same name, in any script, is the same
 * person, and an official of the same name or office the same official: so a second import doubles nobody.
 * Across cases nobody is merged: a person of that name is only proposed.
 *
 * An official without a name ("Director") is the same only when the addresses do not say otherwise. What is
 * not sure is taken as another: two records of one office are put together by the user; one record of two
 * offices sends a letter to the wrong door. */
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/store/importing.h"
#include "satchel/store/list.h"
#include "satchel/store/search.h"

/* ---- people -------------------------------------------------------------------------------------------- */

/* Form i of a parsed person's name: the full one, then the others; NULL: no more. */
static const char *form_of(const struct parsed_person *p, size_t i)
{
    if (i == 0)
        return import_text(&p->name);
    return i <= p->names.n ? p->names.at[i - 1].text : NULL;
}

bool import_has_name(const struct person *known, const char *form)
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
        if (*form && import_has_name(known, form))
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

/* Those at risk come first among the members: with one name they go before others in the case. */
static int match_member(struct store *s, int64_t member, const struct parsed *p, struct import_plan *plan,
                        bool *shared, struct err *e)
{
    struct rec *m = NULL, *r = NULL;
    int rc = store_get(s, member, &m, e);
    if (rc == 0)
        rc = store_get(s, ((struct member *)m)->person.n, &r, e);
    for (size_t i = 0; rc == 0 && i < p->people.n; i++) {
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

#define TWINS_LOOKED_AT 50

/* Somebody of the same name who is in the vault already. */
static int find_twin(struct store *s, const struct parsed_person *p, int64_t *twin, struct err *e)
{
    struct search found;
    int rc = search_run(s, import_text(&p->name), KIND_PERSON, &found, e);
    for (size_t i = 0; rc == 0 && i < found.hits.n && i < TWINS_LOOKED_AT && !*twin; i++) {
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
    plan->people.n = 0;
    for (size_t i = 0; i < p->people.n; i++) {
        if (dyn_room(&plan->people) < 0)
            return err_no_memory(e);
        plan->people.at[plan->people.n++] = (struct import_person){ 0 };
    }
    int rc = plan->kase ? store_children(s, plan->kase, KIND_MEMBER, &members, e) : 0;
    *shared = members.n == 0;
    for (size_t i = 0; rc == 0 && i < members.n; i++)
        rc = match_member(s, members.at[i], p, plan, shared, e);
    store_rows_free(&members);
    return rc;
}

int import_find_twins(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < p->people.n; i++)
        if (!plan->people.at[i].use)
            rc = find_twin(s, &p->people.at[i], &plan->people.at[i].twin, e);
    return rc;
}

/* ---- offices ------------------------------------------------------------------------------------------- */

const struct parsed_official *import_official_at(const struct parsed *p, size_t i)
{
    return i < p->targets.n ? &p->targets.at[i] : &p->copies.at[i - p->targets.n];
}

/* The institution is the first of several address lines, when there is no number in it; where neither title
 * nor name is printed, the first line in any case. */
const char *import_institution(const struct parsed_official *o)
{
    const char *line = o->address_lines.n ? import_text(&o->address_lines.at[0]) : "";
    if (!*import_text(&o->title) && !*import_text(&o->name))
        return line;
    return o->address_lines.n < 2 || strpbrk(line, "0123456789") ? "" : line;
}

/* The lines below the institution. */
static const char *below(const char *lines, const char *institution)
{
    const char *end = strchr(lines, '\n');
    return *institution && end ? end + 1 : lines;
}

/* A third of the shorter one's words are in the other. Nothing agrees with everything. */
static int agree(const struct strs *printed, const char *stored, bool *yes, struct err *e)
{
    struct strs words = { 0 };
    int rc = import_words(stored, &words, e);
    size_t shorter = printed->n < words.n ? printed->n : words.n;
    *yes = 3 * import_shared_words(printed, &words) >= shorter;
    strs_free(&words);
    return rc;
}

static int address_agrees(struct store *s, int64_t address, const char *institution,
                          const struct strs *printed, bool *yes, struct err *e)
{
    struct rec *r;
    int rc = store_get(s, address, &r, e);
    if (rc < 0)
        return -1;
    const struct address *a = (struct address *)r;
    *yes = false;
    for (size_t i = 0; rc == 0 && i < a->texts.n && !*yes; i++)
        rc = agree(printed, below(a->texts.at[i].lines, institution), yes, e);
    rec_free(r);
    return rc;
}

int import_addresses_agree(struct store *s, int64_t office, const struct parsed_official *o, bool *yes,
                           struct err *e)
{
    struct store_rows rows = { 0 };
    struct strs printed = { 0 };
    const char *institution = import_institution(o);
    int rc = store_children(s, office, KIND_ADDRESS, &rows, e);
    *yes = true;
    for (size_t i = *institution ? 1 : 0; rc == 0 && i < o->address_lines.n; i++)
        rc = import_words(import_text(&o->address_lines.at[i]), &printed, e);
    for (size_t i = 0; rc == 0 && i < rows.n && (i == 0 || !*yes); i++)
        rc = address_agrees(s, rows.at[i], institution, &printed, yes, e);
    store_rows_free(&rows);
    strs_free(&printed);
    return rc;
}

/* ---- officials ----------------------------------------------------------------------------------------- */

/* A target of the case, and who it stands for. */
struct known {
    struct target *target;
    int64_t holder;        /* 0: none */
    struct person *person; /* NULL: nobody is named */
    struct office *office; /* NULL: none */
    bool taken;            /* by an official of the text */
};
struct knowns {
    struct known *at;
    size_t n, cap;
};

static void free_knowns(struct knowns *k)
{
    for (size_t i = 0; i < k->n; i++) {
        rec_free(&k->at[i].target->rec);
        if (k->at[i].person)
            rec_free(&k->at[i].person->rec);
        if (k->at[i].office)
            rec_free(&k->at[i].office->rec);
    }
    free(k->at);
}

/* n 0, or what was deleted since: none. */
static int get_if_there(struct store *s, int64_t n, struct rec **out, struct err *e)
{
    struct err why = { 0 };
    *out = NULL;
    if (!n || store_get(s, n, out, &why) == 0 || why.code == ERR_NOT_FOUND)
        return 0;
    *e = why;
    return -1;
}

static int add_known(struct store *s, int64_t target, struct knowns *list, struct err *e)
{
    struct rec *r, *holder = NULL, *person = NULL, *office = NULL;
    if (dyn_room(list) < 0)
        return err_no_memory(e);
    if (store_get(s, target, &r, e) < 0)
        return -1;
    struct target *t = (struct target *)r;
    int rc = get_if_there(s, t->holder.n, &holder, e);
    if (rc == 0)
        rc = get_if_there(s, holder ? ((struct holder *)holder)->person.n : t->person.n, &person, e);
    if (rc == 0)
        rc = get_if_there(s, t->office.n, &office, e);
    list->at[list->n++] = (struct known){ .target = t,
                                          .holder = holder ? holder->n : 0,
                                          .person = (struct person *)person,
                                          .office = (struct office *)office };
    rec_free(holder);
    return rc;
}

static bool has_a_name(const struct known *k)
{
    return k->person || (k->target->printed_name && *k->target->printed_name);
}

static bool is_named(const struct known *k, const char *name)
{
    return import_same_text(k->target->printed_name, name) || (k->person && import_has_name(k->person, name));
}

static bool has_a_title(const struct known *k)
{
    return (k->target->printed_title && *k->target->printed_title) ||
           (k->office && k->office->title && *k->office->title);
}

static bool is_titled(const struct known *k, const char *title)
{
    return import_same_text(k->target->printed_title, title) ||
           (k->office && import_same_text(k->office->title, title));
}

static bool is_of_institution(const struct known *k, const struct parsed_official *o)
{
    return k->office && import_same_text(k->office->institution, import_institution(o));
}

static int office_agrees(struct store *s, const struct known *k, const struct parsed_official *o, bool *yes,
                         struct err *e)
{
    *yes = true;
    return k->office ? import_addresses_agree(s, k->office->rec.n, o, yes, e) : 0;
}

/* of_copy: the target is of the very appeal that the text is a copy of, where a name says enough. */
static int is_same(struct store *s, const struct known *k, const struct parsed_official *o, bool of_copy,
                   bool *yes, struct err *e)
{
    const char *title = import_text(&o->title), *name = import_text(&o->name);
    bool titles = *title && has_a_title(k), names = *name && has_a_name(k);
    bool nameless = !*title && !*name && !has_a_title(k) && !has_a_name(k);
    *yes = false;
    if (names && !is_named(k, name))
        return 0;
    if (titles && !is_titled(k, title) && !(names && of_copy))
        return 0;
    if (names || (titles && !names) || (nameless && is_of_institution(k, o)))
        *yes = true;
    return *yes && !names ? office_agrees(s, k, o, yes, e) : 0;
}

/* Another holder of an office in the case: its title says which, or its address. */
static int is_same_office(struct store *s, const struct known *k, const struct parsed_official *o, bool *yes,
                          struct err *e)
{
    const char *title = import_text(&o->title);
    *yes = *title && (strchr(title, ' ') || *import_institution(o)) && k->office && is_titled(k, title) &&
           is_of_institution(k, o);
    return *yes ? office_agrees(s, k, o, yes, e) : 0;
}

/* The targets of the appeal that is compared with go before those of others. NULL: none. */
static int find_target(struct store *s, struct knowns *list, const struct parsed_official *o,
                       const struct import_plan *plan, struct known **out, struct err *e)
{
    int64_t with = plan->copy ? plan->copy : plan->former;
    *out = NULL;
    for (int own = 1; own >= 0; own--)
        for (size_t i = 0; i < list->n && !*out; i++) {
            struct known *k = &list->at[i];
            bool yes, is_own = k->target->appeal.n == with;
            if (k->taken || is_own != (own == 1))
                continue;
            if (is_same(s, k, o, is_own && plan->copy, &yes, e) < 0)
                return -1;
            *out = yes ? k : NULL;
        }
    return 0;
}

static int match_official(struct store *s, struct knowns *list, const struct parsed_official *o,
                          const struct import_plan *plan, struct import_official *out, struct err *e)
{
    struct known *k;
    *out = (struct import_official){ 0 };
    if (find_target(s, list, o, plan, &k, e) < 0)
        return -1;
    if (k) {
        bool named = *import_text(&o->name) && k->person;
        k->taken = true;
        *out = (struct import_official){ .target = k->target->rec.n,
                                         .office = k->office ? k->office->rec.n : 0,
                                         .holder = named ? k->holder : 0,
                                         .person = named ? k->person->rec.n : 0 };
        return 0;
    }
    for (size_t i = 0; i < list->n && !out->office; i++) {
        bool yes;
        if (is_same_office(s, &list->at[i], o, &yes, e) < 0)
            return -1;
        out->office = yes ? list->at[i].office->rec.n : 0;
    }
    return 0;
}

int import_match_officials(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e)
{
    struct store_rows rows = { 0 };
    struct knowns list = { 0 };
    int rc = plan->kase ? store_children(s, plan->kase, KIND_TARGET, &rows, e) : 0;
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = add_known(s, rows.at[i], &list, e);
    plan->officials.n = 0;
    for (size_t i = 0; rc == 0 && i < p->targets.n + p->copies.n; i++) {
        struct import_official o;
        rc = match_official(s, &list, import_official_at(p, i), plan, &o, e);
        if (rc == 0 && dyn_room(&plan->officials) < 0)
            rc = err_no_memory(e);
        if (rc == 0)
            plan->officials.at[plan->officials.n++] = o;
    }
    store_rows_free(&rows);
    free_knowns(&list);
    return rc;
}
