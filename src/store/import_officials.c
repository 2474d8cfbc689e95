/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offices, who holds them, and the targets that stand for them in an appeal. Whoever is in the case already
 * is taken from the plan; an office may also be known from elsewhere in the vault.
 *
 * When is an office in the vault the one that is printed? Title, institution, and country are the same, the
 * country is known, and the addresses do not say otherwise: two embassies of a country in two towns are two
 * offices. What is not sure is taken as another office. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/model/script.h"
#include "satchel/store/db.h"
#include "satchel/store/importing.h"
#include "satchel/store/list.h"

/* ---- is it an office that is known? -------------------------------------------------------------------- */

/* Is the text of that column the folded one? */
static int column_is(sqlite3_stmt *st, int column, const char *folded, bool *yes, struct err *e)
{
    const char *text = (const char *)sqlite3_column_text(st, column);
    char *mine = text_fold(text ? text : "", text ? strlen(text) : 0, e);
    *yes = mine && strcmp(mine, folded) == 0;
    str_free(mine);
    return mine ? 0 : -1;
}

static int is_office(struct importing *im, sqlite3_stmt *st, const struct parsed_official *o,
                     const char *title, const char *institution, bool *yes, struct err *e)
{
    if (column_is(st, 1, title, yes, e) < 0 || (*yes && column_is(st, 2, institution, yes, e) < 0))
        return -1;
    return *yes ? import_addresses_agree(im->s, sqlite3_column_int64(st, 0), o, yes, e) : 0;
}

static int search_offices(struct importing *im, const struct parsed_official *o, const char *title,
                          const char *institution, int64_t *n, struct err *e)
{
    static const char OFFICES[] = "SELECT n, title, institution FROM office JOIN rec USING(n)"
                                  " WHERE country = ?1 AND deleted = 0";
    int rc;
    sqlite3_stmt *st = db_prepare(im->s, OFFICES, e);
    if (!st)
        return -1;
    db_bind_text(st, 1, import_text(&im->p->country));
    while ((rc = db_step(st, e)) > 0) {
        bool yes;
        if ((rc = is_office(im, st, o, title, institution, &yes, e)) < 0)
            break;
        if (yes) {
            *n = sqlite3_column_int64(st, 0);
            break;
        }
    }
    db_done(im->s, st);
    return rc;
}

static int find_office(struct importing *im, const struct parsed_official *o, int64_t *n, struct err *e)
{
    const char *name = import_text(&o->title), *of = import_institution(o);
    bool bare = !*of && !strchr(name, ' '); /* "Director": of what? */
    *n = 0;
    if (!*import_text(&im->p->country) || bare)
        return 0;
    char *title = text_fold(name, strlen(name), e),
         *institution = title ? text_fold(of, strlen(of), e) : NULL;
    int rc = institution ? search_offices(im, o, title, institution, n, e) : -1;
    str_free(title);
    str_free(institution);
    return rc;
}

/* ---- offices and holders ------------------------------------------------------------------------------- */

/* What is made of one official. `of` is whom addresses and contact points belong to. */
struct found_official {
    int64_t office, holder, person, of;
    bool known; /* the office was there */
};

/* Does the salutation speak to the person rather than to the office? */
static int names_them(const struct parsed_official *o, bool *yes, struct err *e)
{
    struct strs name = { 0 }, said = { 0 };
    int rc = import_words(import_text(&o->name), &name, e);
    if (rc == 0)
        rc = import_words(o->salutation ? o->salutation : "", &said, e);
    *yes = import_shared_words(&name, &said) > 0;
    strs_free(&name);
    strs_free(&said);
    return rc;
}

static int new_office(struct importing *im, const struct parsed_official *o, bool named,
                      struct found_official *f, struct err *e)
{
    struct rec *r = rec_new(KIND_OFFICE, e);
    if (!r)
        return -1;
    struct office *x = (struct office *)r;
    const char *title = import_text(&o->title), *institution = import_institution(o),
               *country = import_text(&im->p->country);
    if (str_set(&x->title, *title ? title : NULL) < 0 ||
        str_set(&x->institution, *institution ? institution : NULL) < 0 ||
        str_set(&x->country, *country ? country : NULL) < 0 ||
        str_set(&x->salutation, named ? NULL : o->salutation) < 0) {
        rec_free(r);
        return err_no_memory(e);
    }
    return importing_add(im, r, &f->office, e);
}

/* Fills f when that holder is of that name, and has not left. */
static int try_holder(struct importing *im, int64_t h, const char *name, struct found_official *f,
                      struct err *e)
{
    struct rec *r = NULL, *person = NULL;
    int rc = store_get(im->s, h, &r, e);
    if (rc == 0)
        rc = store_get(im->s, ((struct holder *)r)->person.n, &person, e);
    if (rc == 0 && !((struct holder *)r)->to.text && import_has_name((struct person *)person, name)) {
        f->holder = h;
        f->person = person->n;
    }
    rec_free(r);
    rec_free(person);
    return rc;
}

static int find_holder(struct importing *im, const char *name, struct found_official *f, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(im->s, f->office, KIND_HOLDER, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n && !f->holder; i++)
        rc = try_holder(im, rows.at[i], name, f, e);
    store_rows_free(&rows);
    return rc;
}

static int new_official_person(struct importing *im, const char *text, int64_t *n, struct err *e)
{
    struct rec *r = rec_new(KIND_PERSON, e);
    struct name *name = r ? field_add(r, kind_field(&PERSON_KIND, "names"), e) : NULL;
    if (!name || str_set(&name->text, text) < 0 || str_set(&name->script, script_of(text)) < 0) {
        rec_free(r);
        return name ? err_no_memory(e) : -1;
    }
    return importing_add(im, r, n, e);
}

static int new_holder(struct importing *im, const struct parsed_official *o, bool named,
                      struct found_official *f, struct err *e)
{
    struct rec *r = rec_new(KIND_HOLDER, e);
    if (!r)
        return -1;
    struct holder *h = (struct holder *)r;
    const char *number = import_text(&im->p->ua_number);
    h->office.n = f->office;
    h->person.n = f->person;
    if (str_set(&h->salutation, named ? o->salutation : NULL) < 0 ||
        str_set(&h->source, *number ? number : NULL) < 0) {
        rec_free(r);
        return err_no_memory(e);
    }
    return importing_add(im, r, &f->holder, e);
}

static int import_holder(struct importing *im, const struct parsed_official *o, bool named,
                         struct found_official *f, struct err *e)
{
    const char *name = import_text(&o->name);
    if (!*name || f->holder)
        return 0;
    if (f->known && find_holder(im, name, f, e) < 0)
        return -1;
    if (!f->person && new_official_person(im, name, &f->person, e) < 0)
        return -1;
    return f->office && !f->holder ? new_holder(im, o, named, f, e) : 0;
}

/* A name with neither title nor institution is a person, and of no office. f->office: known from the case. */
static int import_office(struct importing *im, const struct parsed_official *o, struct found_official *f,
                         struct err *e)
{
    bool named, has_office = *import_text(&o->title) || *import_institution(o);
    if (names_them(o, &named, e) < 0 || (has_office && !f->office && find_office(im, o, &f->office, e) < 0))
        return -1;
    f->known = f->office != 0;
    if (has_office && !f->known && new_office(im, o, named, f, e) < 0)
        return -1;
    if (import_holder(im, o, named, f, e) < 0)
        return -1;
    f->of = f->office ? f->office : f->person;
    return 0;
}

/* ---- targets ------------------------------------------------------------------------------------------- */

static int fill(char **field, const char *value)
{
    return (*field && **field) || !value || !*value ? 0 : str_set(field, value);
}

/* What is not said yet. */
static int fill_target(struct target *t, const struct parsed_official *o, const struct found_official *f,
                       struct err *e)
{
    if (!t->office.n)
        t->office.n = f->office;
    if (!t->holder.n)
        t->holder.n = f->holder;
    if (!t->holder.n && !t->person.n)
        t->person.n = f->person;
    bool full = fill(&t->printed_title, import_text(&o->title)) == 0 &&
                fill(&t->printed_name, import_text(&o->name)) == 0 &&
                fill(&t->title_local, o->title_local) == 0 && fill(&t->salutation, o->salutation) == 0 &&
                fill(&t->delivery_note, o->delivery_note) == 0;
    return full ? 0 : err_no_memory(e);
}

/* i counts the targets, then the copies on, so that all stand in the order of the text. */
static int new_target(struct importing *im, size_t i, const struct found_official *f, struct err *e)
{
    const struct parsed_official *o = import_official_at(im->p, i);
    int64_t n;
    struct rec *r = rec_new(KIND_TARGET, e);
    if (!r)
        return -1;
    struct target *t = (struct target *)r;
    t->appeal.n = im->appeal->rec.n;
    t->part = i < im->p->targets.n ? PART_TO : PART_CC;
    t->pos = (struct opt_int){ true, (int64_t)i + 1 };
    if (fill_target(t, o, f, e) < 0) {
        rec_free(r);
        return -1;
    }
    if (importing_add(im, r, &n, e) < 0)
        return -1;
    if (*import_text(&o->title) && importing_found(im, n, "printed_title", o->title.at, e) < 0)
        return -1;
    return *import_text(&o->name) ? importing_found(im, n, "printed_name", o->name.at, e) : 0;
}

/* Of the appeal that a copy completes. */
static int complete_target(struct importing *im, size_t i, int64_t n, const struct found_official *f,
                           struct err *e)
{
    struct rec *r;
    if (store_get(im->s, n, &r, e) < 0)
        return -1;
    struct target *t = (struct target *)r;
    int rc;
    if (t->appeal.n != im->appeal->rec.n)
        rc = new_target(im, i, f, e);
    else
        rc = fill_target(t, import_official_at(im->p, i), f, e) < 0 ? -1 : importing_update(im, r, e);
    rec_free(r);
    return rc;
}

static int import_official(struct importing *im, size_t i, struct err *e)
{
    const struct parsed_official *o = import_official_at(im->p, i);
    struct import_official known = { 0 };
    if (i < im->plan->officials.n)
        known = im->plan->officials.at[i];
    struct found_official f = { .office = known.office, .holder = known.holder, .person = known.person };
    if (import_office(im, o, &f, e) < 0 || import_reach(im, o, f.of, f.person, e) < 0)
        return -1;
    return known.target && im->plan->copy ? complete_target(im, i, known.target, &f, e)
                                          : new_target(im, i, &f, e);
}

int import_officials(struct importing *im, struct err *e)
{
    for (size_t i = 0; i < im->p->targets.n + im->p->copies.n; i++)
        if (import_official(im, i, e) < 0)
            return -1;
    return 0;
}
