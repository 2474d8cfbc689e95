/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an official is reached: addresses, kept as the lines of the envelope, and contact points. What is known
 * is not added again, however it is broken into lines or spaced. */
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

/* ---- addresses ----------------------------------------------------------------------------------------- */

static int join_lines(const struct parsed_texts *lines, char **out, struct err *e)
{
    struct buf b = { 0 };
    for (size_t i = 0; i < lines->n; i++)
        buf_addf(&b, i ? "\n%s" : "%s", import_text(&lines->at[i]));
    *out = buf_take(&b, e);
    return *out ? 0 : -1;
}

static int add_lines(struct address *a, const struct parsed_texts *lines, struct err *e)
{
    char *text;
    if (!lines->n)
        return 0;
    struct address_text *t = field_add(a, kind_field(&ADDRESS_KIND, "texts"), e);
    if (!t || join_lines(lines, &text, e) < 0)
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

enum likeness { OTHER, SAME, PART /* the printed one is part of the stored */, FULLER };

/* By their words: how they are broken into lines does not matter. */
static int compare_lines(const struct strs *printed, const char *stored, enum likeness *out, struct err *e)
{
    struct strs words = { 0 };
    int rc = import_words(stored, &words, e);
    bool in_stored = import_shared_words(printed, &words) == printed->n,
         in_printed = import_shared_words(&words, printed) == words.n;
    *out = in_stored && in_printed ? SAME : in_stored ? PART : in_printed ? FULLER : OTHER;
    strs_free(&words);
    return rc;
}

/* Puts the printed lines in the place of the stored ones where they are fuller, and nobody has touched those
 * since they were imported. */
static int complete_lines(struct address *a, size_t i, const char *lines, struct err *e)
{
    return a->rec.version > 1 || str_set(&a->texts.at[i].lines, lines) == 0 ? 0 : err_no_memory(e);
}

/* 1: that address is the printed one, and belongs to `of` now. own: it belonged to `of` before, so that a
 * part of it, or more of it, is the same. */
static int use_address(struct importing *im, int64_t n, const char *lines, const struct strs *words,
                       int64_t of, bool own, struct err *e)
{
    struct rec *r;
    if (store_get(im->s, n, &r, e) < 0)
        return -1;
    struct address *a = (struct address *)r;
    bool found = false;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < a->texts.n && !found; i++) {
        enum likeness like;
        rc = compare_lines(words, a->texts.at[i].lines ? a->texts.at[i].lines : "", &like, e);
        found = rc == 0 && (like == SAME || (own && like != OTHER));
        if (found && like == FULLER)
            rc = complete_lines(a, i, lines, e);
    }
    if (rc == 0 && found)
        rc = add_owner(a, of, e) < 0 || importing_update(im, r, e) < 0 ? -1 : 1;
    rec_free(r);
    return rc;
}

static int find_among(struct importing *im, const int64_t *addresses, size_t n_addresses, const char *lines,
                      const struct strs *words, int64_t of, bool own, int64_t *n, struct err *e)
{
    int rc = 0;
    for (size_t i = 0; rc >= 0 && i < n_addresses && !*n; i++)
        if ((rc = use_address(im, addresses[i], lines, words, of, own, e)) > 0)
            *n = addresses[i];
    return rc < 0 ? -1 : 0;
}

/* An address of the same office, of its holder, or one of this import that another official shares. */
static int find_address(struct importing *im, const char *lines, const struct strs *words, int64_t of,
                        int64_t also, int64_t *n, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(im->s, of, KIND_ADDRESS, &rows, e);
    if (rc == 0 && also && also != of)
        rc = store_children(im->s, also, KIND_ADDRESS, &rows, e);
    *n = 0;
    if (rc == 0)
        rc = find_among(im, rows.at, rows.n, lines, words, of, true, n, e);
    if (rc == 0)
        rc = find_among(im, im->addresses.at, im->addresses.n, lines, words, of, false, n, e);
    store_rows_free(&rows);
    return rc;
}

static struct parsed_span whole(const struct parsed_texts *t)
{
    return t->n ? (struct parsed_span){ t->at[0].at.from, t->at[t->n - 1].at.to } : (struct parsed_span){ 0 };
}

static int import_address(struct importing *im, const struct parsed_official *o, int64_t of, int64_t also,
                          struct err *e)
{
    char *lines = NULL;
    struct strs words = { 0 };
    int64_t n = 0;
    const struct parsed_texts *main = o->address_lines.n ? &o->address_lines : &o->address_local;
    if (!main->n)
        return 0;
    int rc = join_lines(main, &lines, e);
    if (rc == 0)
        rc = import_words(lines, &words, e);
    if (rc == 0)
        rc = find_address(im, lines, &words, of, also, &n, e);
    if (rc == 0 && !n) {
        rc = dyn_room(&im->addresses) < 0 ? err_no_memory(e) : new_address(im, o, of, &n, e);
        if (rc == 0)
            im->addresses.at[im->addresses.n++] = n;
    }
    str_free(lines);
    strs_free(&words);
    return rc < 0 ? -1 : importing_found(im, n, "texts", whole(main), e);
}

/* ---- contact points ------------------------------------------------------------------------------------ */

static int add_point(struct import_points *out, int kind, const char *raw, const char *note,
                     struct parsed_span at, struct err *e)
{
    if (!raw || !*raw)
        return 0;
    if (dyn_room(out) < 0)
        return err_no_memory(e);
    out->at[out->n++] = (struct import_point){ kind, raw, note, at };
    return 0;
}

static int add_points(struct import_points *out, int kind, const struct parsed_texts *texts, struct err *e)
{
    for (size_t i = 0; i < texts->n; i++)
        if (add_point(out, kind, texts->at[i].text, NULL, texts->at[i].at, e) < 0)
            return -1;
    return 0;
}

int import_points(const struct parsed_official *o, struct import_points *out, struct err *e)
{
    const struct parsed_span none = { 0 };
    return add_point(out, CONTACT_PHONE, o->phone.text, o->phone_note, o->phone.at, e) < 0 ||
                   add_point(out, CONTACT_FAX, o->fax.text, o->fax_note, o->fax.at, e) < 0 ||
                   add_points(out, CONTACT_EMAIL, &o->email, e) < 0 ||
                   add_points(out, CONTACT_TWITTER, &o->twitter, e) < 0 ||
                   add_point(out, CONTACT_FACEBOOK, o->facebook, NULL, none, e) < 0 ||
                   add_point(out, CONTACT_FORM, o->contact_form, NULL, none, e) < 0
               ? -1
               : 0;
}

/* One number may be telephone and fax. */
int import_has_point(struct store *s, int64_t of, const struct import_point *p, bool *yes, struct err *e)
{
    static const char POINT[] = "SELECT 1 FROM contact JOIN rec USING(n) WHERE of = ?1 AND norm = ?2"
                                " AND (contact.kind = 'fax') = ?3 AND deleted = 0";
    char *norm = contact_normalize(p->kind, p->raw, e);
    sqlite3_stmt *st = norm ? db_prepare(s, POINT, e) : NULL;
    int rc = -1;
    if (st) {
        sqlite3_bind_int64(st, 1, of);
        db_bind_text(st, 2, norm);
        sqlite3_bind_int(st, 3, p->kind == CONTACT_FAX);
        rc = db_step(st, e);
        *yes = rc > 0;
        db_done(s, st);
    }
    str_free(norm);
    return rc < 0 ? -1 : 0;
}

static int import_point(struct importing *im, int64_t of, int64_t also, const struct import_point *p,
                        struct err *e)
{
    bool known;
    int64_t n;
    if (import_has_point(im->s, of, p, &known, e) < 0 ||
        (!known && also && import_has_point(im->s, also, p, &known, e) < 0))
        return -1;
    if (known)
        return 0;
    struct rec *r = rec_new(KIND_CONTACT, e);
    if (!r)
        return -1;
    struct contact *c = (struct contact *)r;
    c->of.n = of;
    c->kind = p->kind;
    if (str_set(&c->raw, p->raw) < 0 || str_set(&c->note, p->note) < 0) {
        rec_free(r);
        return err_no_memory(e);
    }
    return importing_add(im, r, &n, e) < 0 ? -1 : importing_found(im, n, "raw", p->at, e);
}

int import_reach(struct importing *im, const struct parsed_official *o, int64_t of, int64_t also,
                 struct err *e)
{
    struct import_points points = { 0 };
    if (!of)
        return 0;
    int rc = import_address(im, o, of, also, e) < 0 ? -1 : import_points(o, &points, e);
    for (size_t i = 0; rc == 0 && i < points.n; i++)
        rc = import_point(im, of, also, &points.at[i], e);
    free(points.at);
    return rc;
}
