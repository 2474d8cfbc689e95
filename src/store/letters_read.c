/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/letters_read.h"

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/iso_names.h"
#include "satchel/casework/letter_words.h"
#include "satchel/store/store.h"

int letters_get(struct store *s, int64_t n, enum rec_kind kind, struct rec **out, struct err *e)
{
    if (store_get(s, n, out, e) < 0)
        return -1;
    if ((*out)->kind == kind)
        return 0;
    err_set(e, ERR_INPUT, _("This is a record of type %s, not %s. Nothing was changed."),
            kind_of((*out)->kind)->name, kind_of(kind)->name);
    rec_free(*out);
    *out = NULL;
    return -1;
}

/* ---- whom it goes to ---- */

int letters_get_ref(struct store *s, const struct rec_ref *ref, struct rec **out, struct err *e)
{
    struct err gone = { 0 };
    if (!ref->n || store_get(s, ref->n, out, &gone) == 0)
        return 0;
    *out = NULL; /* deleted since: as if it was not said */
    if (gone.code != ERR_NOT_FOUND && e)
        *e = gone;
    return gone.code == ERR_NOT_FOUND ? 0 : -1;
}

bool letters_is_past(const struct store *s, const struct address *a)
{
    return a && a->valid.text && a->valid.latest < store_today(s);
}

/* Takes the first address of the record that holds; one that held is kept for when there is none. */
static int take_address(struct store *s, int64_t of, struct letters_whom *w, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = of && (!w->address || w->stale) ? store_children(s, of, KIND_ADDRESS, &rows, e) : 0;
    for (size_t i = 0; rc == 0 && i < rows.n && (!w->address || w->stale); i++) {
        struct rec *r = NULL;
        rc = store_get(s, rows.at[i], &r, e);
        const struct address *a = (const struct address *)r;
        bool past = r && letters_is_past(s, a);
        if (r && a->texts.n && (!w->address || !past)) {
            rec_free(w->address);
            w->address = r;
            w->stale = past;
        } else {
            rec_free(r);
        }
    }
    store_rows_free(&rows);
    return rc;
}

static int find_address(struct store *s, int64_t address, struct letters_whom *w, struct err *e)
{
    if (address)
        return letters_get_ref(s, &(struct rec_ref){ .n = address }, &w->address, e);
    if (take_address(s, w->office ? w->office->n : 0, w, e) < 0)
        return -1;
    return take_address(s, w->person ? w->person->n : 0, w, e);
}

int letters_whom(struct store *s, int64_t target, int64_t address, struct letters_whom *w, struct err *e)
{
    if (letters_get(s, target, KIND_TARGET, &w->target, e) < 0)
        return -1;
    const struct target *t = (const struct target *)w->target;
    if (letters_get_ref(s, &t->office, &w->office, e) < 0 ||
        letters_get_ref(s, &t->holder, &w->holder, e) < 0 ||
        letters_get_ref(s, w->holder ? &((const struct holder *)w->holder)->person : &t->person, &w->person,
                        e) < 0 ||
        find_address(s, address, w, e) < 0)
        return -1;
    w->whom = (struct letter_whom){ t, (const struct office *)w->office, (const struct holder *)w->holder,
                                    (const struct person *)w->person, (const struct address *)w->address };
    return 0;
}

void letters_whom_free(struct letters_whom *w)
{
    struct rec *const all[] = { w->target, w->office, w->holder, w->person, w->address };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        rec_free(all[i]);
    *w = (struct letters_whom){ 0 };
}

static int add_points(struct store *s, int64_t of, int kind, struct buf *b, struct letters_reach *reach,
                      struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = of ? store_children(s, of, KIND_CONTACT, &rows, e) : 0;
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        struct rec *r = NULL;
        rc = store_get(s, rows.at[i], &r, e);
        const struct contact *c = (const struct contact *)r;
        bool is_one = r && c->kind == kind && c->raw;
        reach->lost += is_one && c->lost;
        if (is_one && !c->lost && c->safe != SAFE_NO && c->safe != SAFE_INBOUND) {
            buf_addf(b, "%s%s", b->len ? "\n" : "", c->raw);
            reach->n++;
            reach->last = r->n;
        }
        rec_free(r);
    }
    store_rows_free(&rows);
    return rc;
}

static int add_all_points(struct store *s, const struct letters_whom *w, int kind, struct buf *b,
                          struct letters_reach *reach, struct err *e)
{
    int rc = add_points(s, w->office ? w->office->n : 0, kind, b, reach, e);
    return rc == 0 ? add_points(s, w->person ? w->person->n : 0, kind, b, reach, e) : rc;
}

int letters_reach(struct store *s, const struct letters_whom *w, int kind, struct letters_reach *out,
                  struct err *e)
{
    struct buf b = { 0 };
    *out = (struct letters_reach){ 0 };
    int rc = add_all_points(s, w, kind, &b, out, e);
    buf_free(&b);
    return rc;
}

int letters_points(struct store *s, const struct letters_whom *w, int kind, char **out, struct err *e)
{
    struct buf b = { 0 };
    struct letters_reach reach = { 0 };
    int rc = add_all_points(s, w, kind, &b, &reach, e);
    bool some = b.len > 0;
    if (rc == 0 && some && !(*out = buf_take(&b, e)))
        rc = -1;
    buf_free(&b);
    return rc;
}

/* ---- texts of fields ---- */

static int add_person(struct store *s, int64_t member, struct buf *b, struct err *e)
{
    struct rec *m = NULL, *p = NULL;
    int rc = store_get(s, member, &m, e);
    if (rc == 0 && ((const struct member *)m)->role == MEMBER_AT_RISK)
        rc = letters_get_ref(s, &((const struct member *)m)->person, &p, e);
    const struct person *who = (const struct person *)p;
    if (rc == 0 && who && who->names.n && !who->withheld_name)
        buf_addf(b, "%s%s", b->len ? ", " : "", who->names.at[0].text);
    rec_free(m);
    rec_free(p);
    return rc;
}

char *letters_people(struct store *s, const struct kase *kase, struct err *e)
{
    struct store_rows rows = { 0 };
    struct buf b = { 0 };
    int rc = store_children(s, kase->rec.n, KIND_MEMBER, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = add_person(s, rows.at[i], &b, e);
    if (rc == 0 && !b.len && kase->group_label)
        buf_adds(&b, kase->group_label);
    store_rows_free(&rows);
    if (rc < 0)
        buf_free(&b);
    return rc < 0 ? NULL : buf_take(&b, e);
}

static char *country_of(const struct kase *k, struct err *e)
{
    struct buf b = { 0 };
    if (k->country_text)
        buf_adds(&b, k->country_text);
    else if (k->country && !iso_name_add(ISO_COUNTRY, k->country, &b))
        buf_adds(&b, k->country);
    return buf_take(&b, e);
}

/* A line each; of several languages those of one. */
static char *asks_of(const struct appeal *a, const char *lang, struct err *e)
{
    struct letters_asks asks = { 0 };
    struct buf b = { 0 };
    if (a && letters_asks_read(a, lang, &asks, e) < 0)
        return NULL;
    for (size_t i = 0; a && i < a->asks.n; i++)
        if (letter_asks_takes(&asks.all, i, asks.lang))
            buf_addf(&b, "%s- %s", b.len ? "\n" : "", a->asks.at[i].text);
    letters_asks_free(&asks);
    return buf_take(&b, e);
}

static int put(struct letters_texts *t, enum letter_field f, char *text)
{
    str_free(t->text[f]);
    t->text[f] = text;
    t->values.at[f] = text;
    return text ? 0 : -1;
}

static int put_copy(struct letters_texts *t, enum letter_field f, const char *text, struct err *e)
{
    char *copy = NULL;
    if (str_set(&copy, text ? text : "") < 0)
        return err_no_memory(e);
    return put(t, f, copy);
}

static int put_sender(const struct sender *sender, int sign, struct letters_texts *t, struct err *e)
{
    char *signature = NULL;
    if (letter_signature(sender, sign, &signature, e) < 0)
        return -1;
    if (signature && put(t, LETTER_FIELD_SENDER, signature) < 0)
        return -1;
    return sender && sign != SIGN_NONE ? put_copy(t, LETTER_FIELD_TOWN, sender->town, e) : 0;
}

int letters_texts(struct store *s, const struct kase *k, const struct appeal *a, const char *lang,
                  const struct sender *sender, int sign, struct letters_texts *t, struct err *e)
{
    if (put(t, LETTER_FIELD_PERSON, letters_people(s, k, e)) < 0 ||
        put(t, LETTER_FIELD_COUNTRY, country_of(k, e)) < 0 ||
        put(t, LETTER_FIELD_ASKS, asks_of(a, lang, e)) < 0 ||
        put(t, LETTER_FIELD_DATE, letter_date(lang, NULL, store_today(s), e)) < 0 ||
        put_copy(t, LETTER_FIELD_NUMBER, a ? a->number : NULL, e) < 0 ||
        put_copy(t, LETTER_FIELD_TITLE, k->title, e) < 0 ||
        (a && a->letter_body && put(t, LETTER_FIELD_LETTER, letter_model_of(a, e)) < 0))
        return -1;
    if (a && a->deadline.set && put(t, LETTER_FIELD_DEADLINE, letter_date(lang, NULL, a->deadline.v, e)) < 0)
        return -1;
    return put_sender(sender, sign, t, e);
}

int letters_texts_to(const struct letters_whom *w, struct letters_texts *t, struct err *e)
{
    const struct target *to = w->whom.target;
    const struct office *o = w->whom.office;
    return put(t, LETTER_FIELD_TARGET, letter_whom_label(&w->whom, e)) < 0 ||
                   put_copy(t, LETTER_FIELD_OFFICE,
                            to->printed_title ? to->printed_title
                            : o               ? o->title
                                              : NULL,
                            e) < 0
               ? -1
               : put_copy(t, LETTER_FIELD_NAME, to->printed_name, e);
}

void letters_texts_free(struct letters_texts *t)
{
    for (size_t i = 0; i < LETTER_FIELD_COUNT; i++)
        str_free(t->text[i]);
    *t = (struct letters_texts){ 0 };
}
