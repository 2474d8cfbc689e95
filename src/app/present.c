/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/present.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/base/edtf_words.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/model/people.h"
#include "satchel/store/label.h"
#include "satchel/store/store.h"
#include "satchel/tui/form.h"

/* ---- names ---- */

/* The first character of each word, in any script. */
static void add_initials(struct buf *out, const char *name)
{
    bool start = true;
    for (size_t at = 0, n = strlen(name); at < n;) {
        uint32_t cp;
        size_t next = text_next(name, n, at);
        text_decode(name + at, n - at, &cp);
        if (start && text_is_alnum(cp)) {
            buf_add(out, name + at, next - at);
            buf_adds(out, ". ");
        }
        start = !text_is_alnum(cp) && cp != '\'';
        at = next;
    }
    if (out->len)
        buf_cut(out, out->len - 1);
}

char *present_name(const struct app *a, const char *name)
{
    struct buf out = { 0 };
    if (a->discreet)
        add_initials(&out, name);
    else
        buf_adds(&out, name);
    return buf_take(&out, NULL);
}

char *present_text(struct app *a, const char *text)
{
    if (!text)
        text = "";
    if (a->discreet && !a->names_read)
        a->names_read = discreet_add_all(&a->names, a, NULL) == 0;
    if (a->discreet && !a->names_read)
        return present_name(a, text); /* rather too little than a name */
    return a->discreet ? discreet_text(&a->names, text) : strdup(text);
}

/* Kinds whose label is nothing but somebody's name or number. */
static bool label_is_name(enum rec_kind kind)
{
    switch (kind) {
    case KIND_PERSON:
    case KIND_CONTACT:
    case KIND_NAME:
        return true;
    default:
        return false;
    }
}

/* "A. T. (name withheld)", so that one can be told from another; NULL: this is nobody of that kind. */
static char *withheld_label(struct app *a, int64_t n)
{
    enum rec_kind kind = KIND_NONE;
    struct rec *r = NULL;
    struct buf out = { 0 };
    if (store_kind(a->store, n, &kind, NULL) < 0 || kind != KIND_PERSON ||
        store_get_deleted(a->store, n, &r, NULL) < 0)
        return NULL;
    const struct person *p = (const struct person *)r;
    const char *name = p->names.n && p->names.at[0].text ? p->names.at[0].text : "";
    char *label = NULL;
    if (p->withheld_name) {
        add_initials(&out, name);
        buf_addf(&out, out.len ? " (%s)" : "%s", _("name withheld"));
        label = buf_take(&out, NULL);
    }
    rec_free(r);
    return label;
}

char *present_label(struct app *a, int64_t n)
{
    char *withheld = withheld_label(a, n);
    return withheld ? withheld : present_label_full(a, n);
}

char *present_label_full(struct app *a, int64_t n)
{
    enum rec_kind kind = KIND_NONE;
    char *label = store_label(a->store, n, NULL);
    if (!label || !a->discreet || store_kind(a->store, n, &kind, NULL) < 0)
        return label;
    char *shown = label_is_name(kind) ? present_name(a, label) : present_text(a, label);
    str_free(label);
    return shown;
}

char *present_addressee(struct app *a, int64_t target)
{
    struct rec *r = NULL;
    const char *name = NULL;
    if (store_get_deleted(a->store, target, &r, NULL) == 0 && r->kind == KIND_TARGET)
        name = ((const struct target *)r)->printed_name;
    char *out = name ? present_name(a, name) : present_label(a, target);
    rec_free(r);
    return out;
}

void present_unstop(char *text)
{
    size_t n = text ? strlen(text) : 0;
    bool initial = n > 2 && text[n - 3] == ' '; /* "M. B." */
    if (n > 2 && text[n - 1] == '.' && text[n - 2] != '.' && !initial)
        text[n - 1] = '\0';
}

char *present_label_in(struct app *a, int64_t n)
{
    char *label = present_label(a, n);
    if (!a->discreet) /* there it may be the point of an initial */
        present_unstop(label);
    return label;
}

/* ---- codes ---- */

bool present_is_code(const char *key, enum iso_names *of)
{
    static const struct {
        const char *key;
        enum iso_names of;
    } KEYS[] = {
        { "country", ISO_COUNTRY },
        { "lang", ISO_LANGUAGE },
        { "letter_lang", ISO_LANGUAGE },
        { "orig_lang", ISO_LANGUAGE },
    };
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        if (strcmp(KEYS[i].key, key) == 0) {
            *of = KEYS[i].of;
            return true;
        }
    }
    return false;
}

char *present_code(const char *key, const char *text)
{
    struct buf out = { 0 };
    enum iso_names of;
    if (!present_is_code(key, &of) || !iso_name_add(of, text ? text : "", &out))
        buf_adds(&out, text ? text : "");
    return buf_take(&out, NULL);
}

void present_describe_code(void *arg, const struct form_field *f, const char *value, struct buf *out)
{
    enum iso_names of;
    (void)arg;
    if (present_is_code(f->name, &of))
        iso_name_add(of, value, out);
}

/* ---- fields ---- */

static const void *at_of(const struct rec *r, const struct field *f)
{
    return (const char *)r + f->offset;
}

static void add_line(struct buf *out, char *text, char newline)
{
    for (const char *p = text ? text : ""; *p; p++)
        buf_addc(out, *p == '\n' ? newline : *p);
    str_free(text);
}

/* What says in a sentence what its first field says by a code; NULL: nothing. */
static const struct field *said_field(const struct kind *part, const void *element)
{
    for (size_t i = 1; i < part->n_fields; i++)
        if (part->fields[i].type == FIELD_TEXT && !strcmp(part->fields[i].key, "text") &&
            *(char *const *)((const char *)element + part->fields[i].offset))
            return &part->fields[i];
    return NULL;
}

/* Its first field; of somebody with a part in it, that too: "Anna Testova (taken)". */
static void add_element(struct app *a, const void *element, const struct kind *part, struct buf *out)
{
    const struct field *first = &part->fields[0], *second = part->n_fields > 1 ? first + 1 : NULL;
    if (first->flags & FIELD_INWARD && said_field(part, element))
        first = said_field(part, element);
    if (first->type != FIELD_REF) {
        add_line(out, field_show(element, first, true, NULL), ',');
        return;
    }
    const void *ref = (const char *)element + first->offset;
    char *role = second && second->type == FIELD_TEXT ? field_show(element, second, true, NULL) : NULL;
    add_line(out, present_label(a, ((const struct rec_ref *)ref)->n), ',');
    if (role && *role)
        buf_addf(out, " (%s)", role);
    str_free(role);
}

static void add_list(const struct rec *r, const struct field *f, struct app *a, struct buf *out)
{
    for (size_t i = 0; i < field_count(r, f); i++) {
        const void *element = field_at(r, f, i);
        if (i)
            buf_adds(out, " · ");
        if (f->type == FIELD_REFS)
            add_line(out, present_label(a, ((const struct rec_ref *)element)->n), ',');
        else
            add_element(a, element, f->part, out);
    }
}

char *present_field(struct app *a, const struct rec *r, const struct field *f, struct err *e)
{
    struct buf out = { 0 };
    char *text = NULL;
    switch (f->type) {
    case FIELD_REF:
        text = present_label(a, ((const struct rec_ref *)at_of(r, f))->n);
        break;
    case FIELD_EDTF:
        text = edtf_words(((const struct rec_date *)at_of(r, f))->text);
        break;
    case FIELD_LIST:
    case FIELD_REFS:
        add_list(r, f, a, &out);
        break;
    case FIELD_TEXT: {
        char *stored = field_show(r, f, true, e);
        text = stored ? present_code(f->key, stored) : NULL;
        str_free(stored);
        break;
    }
    default:
        text = field_show(r, f, true, e);
        break;
    }
    add_line(&out, text, ' ');
    if (a->discreet && r->kind == KIND_PERSON && !strcmp(f->key, "names")) {
        char *shown = present_name(a, buf_text(&out));
        buf_free(&out);
        return shown;
    }
    if (a->discreet) {
        char *shown = present_text(a, buf_text(&out));
        buf_free(&out);
        return shown;
    }
    return buf_take(&out, e);
}

/* ---- contacts ---- */

char *present_contact(struct app *a, int64_t contact)
{
    struct buf out = { 0 };
    struct rec *r = NULL;
    if (store_get(a->store, contact, &r, NULL) == 0) {
        const struct contact *c = (const struct contact *)r;
        char *masked = field_show(r, kind_field(&CONTACT_KIND, "raw"), true, NULL);
        buf_addf(&out, "%s · %s · ", _(ENUM_contact_safe.at[c->safe].label),
                 _(ENUM_contact_kind.at[c->kind].label));
        add_line(&out, masked, ' ');
    }
    rec_free(r);
    return buf_take(&out, NULL);
}

static void add_remark(struct buf *out, const char *text)
{
    if (text && *text)
        buf_addf(out, "%s%s", out->len ? "\n" : "", text);
}

void present_reveal(struct app *a, int64_t contact)
{
    struct err e = { 0 };
    struct rec *r = NULL;
    if (store_get(a->store, contact, &r, &e) < 0) {
        app_error(a, &e);
        return;
    }
    const struct contact *c = (const struct contact *)r;
    struct buf note = { 0 };
    char *of = present_label(a, c->of.n);
    add_remark(&note, _(ENUM_contact_safe.at[c->safe].label));
    if (c->watched_by && *c->watched_by)
        buf_addf(&note, _("\nwatched by %s"), c->watched_by);
    add_remark(&note, c->hours);
    if (c->ask_for && *c->ask_for)
        buf_addf(&note, _("\nask for %s"), c->ask_for);
    char *shown = present_text(a, buf_text(&note));
    if (c->raw && *c->raw)
        app_reveal(a, of ? of : "", c->raw, shown ? shown : "");
    else
        app_say(a, MESSAGE_INFO, "%s",
                c->lost ? _("It was removed where this was published.") : _("Nothing is entered there."));
    str_free(shown);
    buf_free(&note);
    str_free(of);
    rec_free(r);
}
