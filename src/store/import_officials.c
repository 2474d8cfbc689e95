/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offices, who holds them, their addresses and contact points, and the targets that stand for them in an
 * appeal.
 *
 * When is an office in the vault the one that is printed? Title, institution, and country are the same, the
 * country is known, and the addresses do not say otherwise: two embassies of a country in two towns are two
 * offices. What is not sure is taken as another office: two records of one office are put together by the
 * user; one record of two offices sends a letter to the wrong door. */
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/model/script.h"
#include "satchel/store/db.h"
#include "satchel/store/importing.h"
#include "satchel/store/list.h"
#include "satchel/store/tokenizer.h"
#include "satchel/store/write.h"

/* ---- comparing ----------------------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
    a = a ? a : "";
    b = b ? b : "";
    return text_same_folded(a, b);
}

/* The institution is the first of several address lines, when there is no number in it; where neither title
 * nor name is printed, the first line in any case. */
static const char *institution_of(const struct parsed_official *o)
{
    const char *line = o->address_lines.n ? import_text(&o->address_lines.at[0]) : "";
    if (!*import_text(&o->title) && !*import_text(&o->name))
        return line;
    return o->address_lines.n < 2 || strpbrk(line, "0123456789") ? "" : line;
}

static int same_institution(struct store *s, const struct target *t, const struct parsed_official *o,
                            bool *same, struct err *e)
{
    struct rec *r;
    *same = false;
    if (!t->office.n)
        return 0;
    if (store_get(s, t->office.n, &r, e) < 0)
        return -1;
    *same = same_text(((struct office *)r)->institution, institution_of(o));
    rec_free(r);
    return 0;
}

/* Titles and names as printed; one without a name is the same as one with. Without either, the institution.
 */
int import_same_official(struct store *s, const struct target *t, const struct parsed_official *o, bool *same,
                         struct err *e)
{
    const char *title = import_text(&o->title), *name = import_text(&o->name);
    const char *old_title = t->printed_title ? t->printed_title : "",
               *old_name = t->printed_name ? t->printed_name : "";
    bool unnamed = !*name || !*old_name;
    *same = false;
    if (*title && *old_title)
        *same = same_text(title, old_title) && (unnamed || same_text(name, old_name));
    else if (*name && *old_name)
        *same = same_text(name, old_name);
    else if (!*title && !*name && !*old_title && !*old_name)
        return same_institution(s, t, o, same, e);
    return 0;
}

static int join_lines(const struct parsed_texts *lines, size_t from, char **out, struct err *e)
{
    struct buf b = { 0 };
    for (size_t i = from; i < lines->n; i++)
        buf_addf(&b, i > from ? "\n%s" : "%s", import_text(&lines->at[i]));
    *out = buf_take(&b, e);
    return *out ? 0 : -1;
}

/* ---- is it an office that is known? -------------------------------------------------------------------- */

struct words {
    struct strs list;
    bool failed;
};

static int keep_word(void *arg, const struct token_word *w)
{
    struct words *words = arg;
    words->failed |= strs_addn(&words->list, w->text, w->len) < 0;
    return 0;
}

static bool is_among(const struct strs *words, const char *word)
{
    for (size_t i = 0; i < words->n; i++)
        if (strcmp(words->at[i], word) == 0)
            return true;
    return false;
}

/* A third of the shorter one's words are in the other. Nothing agrees with everything. */
static int agree(const char *a, const char *b, bool *yes, struct err *e)
{
    struct words x = { 0 }, y = { 0 };
    size_t shared = 0;
    tokenizer_words(a, strlen(a), keep_word, &x);
    tokenizer_words(b, strlen(b), keep_word, &y);
    for (size_t i = 0; i < x.list.n; i++)
        shared += is_among(&y.list, x.list.at[i]);
    *yes = 3 * shared >= (x.list.n < y.list.n ? x.list.n : y.list.n);
    strs_free(&x.list);
    strs_free(&y.list);
    return x.failed || y.failed ? err_no_memory(e) : 0;
}

/* The lines below the institution. */
static const char *below(const char *lines, const char *institution)
{
    const char *end = strchr(lines, '\n');
    return *institution && end ? end + 1 : lines;
}

/* Does an address of the office agree with the printed one? With no address there is nothing against it. */
static int addresses_agree(struct importing *im, int64_t office, const struct parsed_official *o, bool *yes,
                           struct err *e)
{
    struct store_rows rows = { 0 };
    char *lines = NULL;
    *yes = true;
    int rc = join_lines(&o->address_lines, *institution_of(o) ? 1 : 0, &lines, e);
    if (rc == 0)
        rc = store_children(im->s, office, KIND_ADDRESS, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        struct rec *r;
        if ((rc = store_get(im->s, rows.at[i], &r, e)) < 0)
            break;
        const struct address *a = (struct address *)r;
        *yes = false;
        for (size_t k = 0; rc == 0 && k < a->texts.n && !*yes; k++)
            rc = agree(lines, below(a->texts.at[k].lines, institution_of(o)), yes, e);
        rec_free(r);
        if (*yes)
            break;
    }
    store_rows_free(&rows);
    str_free(lines);
    return rc;
}

static int find_office(struct importing *im, const struct parsed_official *o, int64_t *n, struct err *e)
{
    static const char OFFICES[] = "SELECT n, title, institution FROM office JOIN rec USING(n)"
                                  " WHERE country = ?1 AND deleted = 0";
    int rc = 0;
    bool bare = !*institution_of(o) && !strchr(import_text(&o->title), ' '); /* "Director": of what? */
    *n = 0;
    if (!*import_text(&im->p->country) || bare)
        return 0;
    sqlite3_stmt *st = db_prepare(im->s, OFFICES, e);
    if (!st)
        return -1;
    db_bind_text(st, 1, import_text(&im->p->country));
    while (!*n && (rc = db_step(st, e)) > 0) {
        bool yes = same_text((const char *)sqlite3_column_text(st, 1), import_text(&o->title)) &&
                   same_text((const char *)sqlite3_column_text(st, 2), institution_of(o));
        if (yes && (rc = addresses_agree(im, sqlite3_column_int64(st, 0), o, &yes, e)) < 0)
            break;
        *n = yes ? sqlite3_column_int64(st, 0) : 0;
    }
    db_done(im->s, st);
    return *n ? 0 : rc;
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
    struct words name = { 0 }, said = { 0 };
    const char *a = import_text(&o->name), *b = o->salutation ? o->salutation : "";
    *yes = false;
    tokenizer_words(a, strlen(a), keep_word, &name);
    tokenizer_words(b, strlen(b), keep_word, &said);
    for (size_t i = 0; i < name.list.n && !*yes; i++)
        *yes = is_among(&said.list, name.list.at[i]);
    strs_free(&name.list);
    strs_free(&said.list);
    return name.failed || said.failed ? err_no_memory(e) : 0;
}

static int new_office(struct importing *im, const struct parsed_official *o, bool named,
                      struct found_official *f, struct err *e)
{
    struct rec *r = rec_new(KIND_OFFICE, e);
    if (!r)
        return -1;
    struct office *x = (struct office *)r;
    const char *title = import_text(&o->title), *institution = institution_of(o),
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

/* The holder of that name who has not left. */
static int find_holder(struct importing *im, const char *name, struct found_official *f, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(im->s, f->office, KIND_HOLDER, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n && !f->holder; i++) {
        struct rec *h = NULL, *r = NULL;
        rc = store_get(im->s, rows.at[i], &h, e);
        if (rc == 0)
            rc = store_get(im->s, ((struct holder *)h)->person.n, &r, e);
        const struct person *person = (struct person *)r;
        for (size_t k = 0; rc == 0 && k < person->names.n && !((struct holder *)h)->to.text; k++)
            if (same_text(person->names.at[k].text, name)) {
                f->holder = h->n;
                f->person = r->n;
            }
        rec_free(h);
        rec_free(r);
    }
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
    if (!*name)
        return 0;
    if (f->known && find_holder(im, name, f, e) < 0)
        return -1;
    if (!f->person && new_official_person(im, name, &f->person, e) < 0)
        return -1;
    return f->office && !f->holder ? new_holder(im, o, named, f, e) : 0;
}

/* A name with neither title nor institution is a person, and of no office. */
static int import_office(struct importing *im, const struct parsed_official *o, struct found_official *f,
                         struct err *e)
{
    bool named, is_office = *import_text(&o->title) || *institution_of(o);
    if (names_them(o, &named, e) < 0 || (is_office && find_office(im, o, &f->office, e) < 0))
        return -1;
    f->known = f->office != 0;
    if (is_office && !f->known && new_office(im, o, named, f, e) < 0)
        return -1;
    if (import_holder(im, o, named, f, e) < 0)
        return -1;
    f->of = f->office ? f->office : f->person;
    return 0;
}

/* ---- addresses ----------------------------------------------------------------------------------------- */

static int add_lines(struct address *a, const struct parsed_texts *lines, struct err *e)
{
    char *text;
    if (!lines->n)
        return 0;
    struct address_text *t = field_add(a, kind_field(&ADDRESS_KIND, "texts"), e);
    if (!t || join_lines(lines, 0, &text, e) < 0)
        return -1;
    t->lines = text;
    return str_set(&t->script, script_of(text)) < 0 ? err_no_memory(e) : 0;
}

static int add_owner(struct address *a, int64_t of, struct err *e)
{
    for (size_t i = 0; i < a->of.n; i++)
        if (a->of.at[i].n == of)
            return 0;
    struct rec_ref *ref = field_add(a, kind_field(&ADDRESS_KIND, "of"), e);
    if (!ref)
        return -1;
    ref->n = of;
    return 0;
}

static int new_address(struct importing *im, const struct parsed_official *o, int64_t of, int64_t *n,
                       struct err *e)
{
    struct rec *r = rec_new(KIND_ADDRESS, e);
    struct address *a = (struct address *)r;
    if (!r || add_owner(a, of, e) < 0 || add_lines(a, &o->address_lines, e) < 0 ||
        add_lines(a, &o->address_local, e) < 0) {
        rec_free(r);
        return -1;
    }
    return importing_add(im, r, n, e);
}

/* 1: that address has those lines, and belongs to `of` now. */
static int use_address(struct importing *im, int64_t n, const char *lines, int64_t of, struct err *e)
{
    struct rec *r;
    if (store_get(im->s, n, &r, e) < 0)
        return -1;
    struct address *a = (struct address *)r;
    bool same = false;
    for (size_t i = 0; i < a->texts.n; i++)
        same |= same_text(a->texts.at[i].lines, lines);
    int rc = same ? 1 : 0;
    if (same && (add_owner(a, of, e) < 0 || store_update(im->s, r, NULL, e) < 0))
        rc = -1;
    rec_free(r);
    return rc;
}

/* An address of the same office, or one of this import that another official shares. */
static int find_address(struct importing *im, const char *lines, int64_t of, int64_t *n, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(im->s, of, KIND_ADDRESS, &rows, e);
    *n = 0;
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        if ((rc = use_address(im, rows.at[i], lines, of, e)) > 0)
            *n = rows.at[i];
    for (size_t i = 0; rc == 0 && i < im->addresses.n; i++)
        if ((rc = use_address(im, im->addresses.at[i], lines, of, e)) > 0)
            *n = im->addresses.at[i];
    store_rows_free(&rows);
    return rc < 0 ? -1 : 0;
}

static struct parsed_span whole(const struct parsed_texts *t)
{
    return t->n ? (struct parsed_span){ t->at[0].at.from, t->at[t->n - 1].at.to } : (struct parsed_span){ 0 };
}

static int import_address(struct importing *im, const struct parsed_official *o, int64_t of, struct err *e)
{
    char *lines;
    int64_t n = 0;
    const struct parsed_texts *main = o->address_lines.n ? &o->address_lines : &o->address_local;
    if (!main->n || !of)
        return 0;
    if (join_lines(main, 0, &lines, e) < 0)
        return -1;
    int rc = find_address(im, lines, of, &n, e);
    str_free(lines);
    if (rc < 0)
        return -1;
    if (!n) {
        if (new_address(im, o, of, &n, e) < 0 || dyn_room(&im->addresses) < 0)
            return -1;
        im->addresses.at[im->addresses.n++] = n;
    }
    return importing_found(im, n, "texts", whole(main), e);
}

/* ---- contact points ------------------------------------------------------------------------------------ */

static int has_contact(struct importing *im, int64_t of, const char *raw, bool *yes, struct err *e)
{
    sqlite3_stmt *st = db_prepare(
        im->s, "SELECT 1 FROM contact JOIN rec USING(n) WHERE of = ?1 AND raw = ?2 AND deleted = 0", e);
    if (!st)
        return -1;
    sqlite3_bind_int64(st, 1, of);
    db_bind_text(st, 2, raw);
    int rc = db_step(st, e);
    *yes = rc > 0;
    db_done(im->s, st);
    return rc < 0 ? -1 : 0;
}

static int import_contact(struct importing *im, int64_t of, int kind, const char *raw, const char *note,
                          struct parsed_span at, struct err *e)
{
    bool known;
    int64_t n;
    if (!of || !raw || !*raw)
        return 0;
    if (has_contact(im, of, raw, &known, e) < 0)
        return -1;
    if (known)
        return 0;
    struct rec *r = rec_new(KIND_CONTACT, e);
    if (!r)
        return -1;
    struct contact *c = (struct contact *)r;
    c->of.n = of;
    c->kind = kind;
    if (str_set(&c->raw, raw) < 0 || str_set(&c->note, note) < 0) {
        rec_free(r);
        return err_no_memory(e);
    }
    return importing_add(im, r, &n, e) < 0 ? -1 : importing_found(im, n, "raw", at, e);
}

static int import_contacts(struct importing *im, const struct parsed_official *o, int64_t of, struct err *e)
{
    const struct parsed_span none = { 0 };
    const struct parsed_texts *lists[] = { &o->email, &o->twitter };
    const int kinds[] = { CONTACT_EMAIL, CONTACT_TWITTER };
    if (import_contact(im, of, CONTACT_PHONE, o->phone.text, o->phone_note, o->phone.at, e) < 0 ||
        import_contact(im, of, CONTACT_FAX, o->fax.text, o->fax_note, o->fax.at, e) < 0)
        return -1;
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k]->n; i++)
            if (import_contact(im, of, kinds[k], lists[k]->at[i].text, NULL, lists[k]->at[i].at, e) < 0)
                return -1;
    return import_contact(im, of, CONTACT_FACEBOOK, o->facebook, NULL, none, e) < 0 ||
                   import_contact(im, of, CONTACT_FORM, o->contact_form, NULL, none, e) < 0
               ? -1
               : 0;
}

/* ---- targets ------------------------------------------------------------------------------------------- */

static int set_printed(struct target *t, const struct parsed_official *o)
{
    const char *title = import_text(&o->title), *name = import_text(&o->name);
    return str_set(&t->printed_title, *title ? title : NULL) < 0 ||
                   str_set(&t->printed_name, *name ? name : NULL) < 0 ||
                   str_set(&t->title_local, o->title_local) < 0 ||
                   str_set(&t->salutation, o->salutation) < 0 ||
                   str_set(&t->delivery_note, o->delivery_note) < 0
               ? -1
               : 0;
}

static int import_target(struct importing *im, const struct parsed_official *o,
                         const struct found_official *f, int part, size_t pos, struct err *e)
{
    int64_t n;
    struct rec *r = rec_new(KIND_TARGET, e);
    if (!r)
        return -1;
    struct target *t = (struct target *)r;
    t->appeal.n = im->appeal->rec.n;
    t->part = part;
    t->pos = (struct opt_int){ true, (int64_t)pos };
    t->office.n = f->office;
    t->holder.n = f->holder;
    t->person.n = f->holder ? 0 : f->person;
    if (set_printed(t, o) < 0) {
        rec_free(r);
        return err_no_memory(e);
    }
    if (importing_add(im, r, &n, e) < 0)
        return -1;
    if (*import_text(&o->title) && importing_found(im, n, "printed_title", o->title.at, e) < 0)
        return -1;
    return *import_text(&o->name) ? importing_found(im, n, "printed_name", o->name.at, e) : 0;
}

/* Copies are counted on after the targets, so that all stand in the order of the text. */
static int import_list(struct importing *im, const struct parsed_officials *list, int part, size_t before,
                       struct err *e)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct parsed_official *o = &list->at[i];
        struct found_official f = { 0 };
        if (import_office(im, o, &f, e) < 0 || import_address(im, o, f.of, e) < 0 ||
            import_contacts(im, o, f.of, e) < 0 || import_target(im, o, &f, part, before + i + 1, e) < 0)
            return -1;
    }
    return 0;
}

int import_officials(struct importing *im, struct err *e)
{
    const struct parsed *p = im->p;
    return import_list(im, &p->targets, PART_TO, 0, e) < 0 ||
                   import_list(im, &p->copies, PART_CC, p->targets.n, e) < 0
               ? -1
               : 0;
}
