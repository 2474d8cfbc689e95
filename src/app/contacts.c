/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/contacts.h"

#include <stdlib.h>

#include "satchel/app/app.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/care.h"
#include "satchel/model/people.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"

static void add(struct contacts *out, int64_t contact, int64_t of)
{
    if (!contact || out->n == CONTACTS_MOST)
        return;
    out->at[out->n] = contact;
    out->of[out->n++] = of;
}

static void add_of(struct app *a, int64_t of, struct contacts *out)
{
    struct store_rows rows = { 0 };
    if (of && store_children(a->store, of, KIND_CONTACT, &rows, NULL) == 0)
        for (size_t i = 0; i < rows.n; i++)
            add(out, rows.at[i], of);
    store_rows_free(&rows);
}

/* false: the record is nobody's in particular. */
static bool add_of_record(struct app *a, const struct rec *r, struct contacts *out)
{
    switch (r->kind) {
    case KIND_CONTACT:
        add(out, r->n, ((const struct contact *)r)->of.n);
        return true;
    case KIND_PERSON:
    case KIND_OFFICE:
        add_of(a, r->n, out);
        return true;
    case KIND_MEMBER:
        add_of(a, ((const struct member *)r)->person.n, out);
        return true;
    case KIND_TARGET:
        add_of(a, ((const struct target *)r)->office.n, out);
        add_of(a, ((const struct target *)r)->person.n, out);
        return true;
    case KIND_HOLDER:
        add_of(a, ((const struct holder *)r)->person.n, out);
        add_of(a, ((const struct holder *)r)->office.n, out);
        return true;
    case KIND_CHECKIN:
        add(out, ((const struct checkin *)r)->contact.n, ((const struct checkin *)r)->person.n);
        if (!out->n)
            add_of(a, ((const struct checkin *)r)->person.n, out);
        return true;
    default:
        return false;
    }
}

static void add_of_all(struct app *a, int64_t kase, enum rec_kind kind, struct contacts *out)
{
    struct store_rows rows = { 0 };
    if (store_children(a->store, kase, kind, &rows, NULL) < 0)
        return;
    for (size_t i = 0; i < rows.n; i++) {
        struct rec *r = NULL;
        if (store_get(a->store, rows.at[i], &r, NULL) == 0)
            add_of_record(a, r, out);
        rec_free(r);
    }
    store_rows_free(&rows);
}

static void collect(struct app *a, int64_t record, int64_t kase, struct contacts *out)
{
    struct rec *r = NULL;
    out->n = 0;
    bool own = record && store_get(a->store, record, &r, NULL) == 0 && r->kind != KIND_CASE &&
               add_of_record(a, r, out);
    rec_free(r);
    if (own || !kase)
        return;
    add_of_all(a, kase, KIND_MEMBER, out);
    add_of_all(a, kase, KIND_TARGET, out);
}

bool contacts_any(struct app *a, int64_t record, int64_t kase)
{
    struct contacts all;
    collect(a, record, kase, &all);
    return all.n > 0;
}

/* ---- which of them --------------------------------------------------------------------------------------
 */

/* "Vera Testova · safe · mobile · +99 1•• ••• ••73"; the name only where there are several. */
static char *label_of(struct app *a, const struct contacts *all, size_t i)
{
    struct buf b = { 0 };
    bool several = false;
    for (size_t j = 0; j < all->n; j++)
        several |= all->of[j] != all->of[0];
    char *contact = present_contact(a, all->at[i]), *of = several ? present_label(a, all->of[i]) : NULL;
    if (of)
        buf_addf(&b, "%s · ", of);
    buf_adds(&b, contact);
    str_free(of);
    str_free(contact);
    return buf_take(&b, NULL);
}

static bool contact_row(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    struct app *a = arg;
    for (size_t i = 0; i < a->contacts.n; i++) {
        char *text = label_of(a, &a->contacts, i);
        bool fits = text && (!*words || text_has_words(text, words)) && index-- == 0;
        if (fits) {
            buf_addf(value, "%lld", (long long)a->contacts.at[i]);
            buf_adds(label, text);
        }
        str_free(text);
        if (fits)
            return true;
    }
    return false;
}

static void contact_picked(struct app *a, void *arg, const char *value, const char *label)
{
    (void)arg;
    (void)label;
    present_reveal(a, strtoll(value, NULL, 10));
}

void contacts_reveal(struct app *a, int64_t record, int64_t kase)
{
    collect(a, record, kase, &a->contacts);
    if (a->contacts.n == 1)
        present_reveal(a, a->contacts.at[0]);
    else if (a->contacts.n)
        app_pick(a, _("Show which?"), (struct picker_source){ .row = contact_row, .arg = a }, NULL,
                 contact_picked, NULL);
    else
        app_say(a, MESSAGE_INFO, "%s",
                _("No number or address is entered for this. a adds one, at the person or office."));
}

int64_t contacts_owner(struct app *a, int64_t record)
{
    struct rec *r = NULL;
    int64_t owner = 0;
    if (!record || store_get(a->store, record, &r, NULL) < 0)
        return 0;
    switch (r->kind) {
    case KIND_PERSON:
    case KIND_OFFICE:
        owner = r->n;
        break;
    case KIND_MEMBER:
        owner = ((const struct member *)r)->person.n;
        break;
    case KIND_TARGET:
        owner = ((const struct target *)r)->office.n;
        break;
    case KIND_CONTACT:
        owner = ((const struct contact *)r)->of.n;
        break;
    case KIND_HOLDER:
        owner = ((const struct holder *)r)->person.n;
        break;
    case KIND_CHECKIN:
        owner = ((const struct checkin *)r)->person.n;
        break;
    default:
        break;
    }
    rec_free(r);
    return owner;
}
