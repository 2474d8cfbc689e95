/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/present.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/model/people.h"
#include "satchel/store/label.h"
#include "satchel/store/store.h"

bool present_has(const char *text, const char *words)
{
    char *a = text_fold(text, strlen(text), NULL), *b = text_fold(words, strlen(words), NULL);
    bool has = a && b && strstr(a, b);
    str_free(a);
    str_free(b);
    return has;
}

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

/* Kinds whose label is, or holds, somebody's name. */
static bool label_names_people(enum rec_kind kind)
{
    switch (kind) {
    case KIND_PERSON:
    case KIND_MEMBER:
    case KIND_RELATION:
    case KIND_CONTACT:
    case KIND_HOLDER:
    case KIND_TARGET:
    case KIND_CHECKIN:
    case KIND_INSTRUCTION:
    case KIND_LETTER:
    case KIND_NAME:
        return true;
    default:
        return false;
    }
}

char *present_label(struct app *a, int64_t n)
{
    enum rec_kind kind = KIND_NONE;
    char *label = store_label(a->store, n, NULL);
    if (!label || !a->discreet || store_kind(a->store, n, &kind, NULL) < 0 || !label_names_people(kind))
        return label;
    char *shown = present_name(a, label);
    str_free(label);
    return shown;
}

/* ---- fields ---- */

static const void *at_of(const struct rec *r, const struct field *f)
{
    return (const char *)r + f->offset;
}

static void add_list(const struct rec *r, const struct field *f, struct app *a, struct buf *out)
{
    for (size_t i = 0; i < field_count(r, f); i++) {
        const void *element = field_at(r, f, i);
        char *text = f->type == FIELD_REFS ? present_label(a, ((const struct rec_ref *)element)->n)
                                           : field_show(element, &f->part->fields[0], true, NULL);
        if (i)
            buf_adds(out, " · ");
        for (const char *p = text ? text : ""; *p; p++)
            buf_addc(out, *p == '\n' ? ',' : *p);
        str_free(text);
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
        text = present_edtf(((const struct rec_date *)at_of(r, f))->text);
        break;
    case FIELD_LIST:
    case FIELD_REFS:
        add_list(r, f, a, &out);
        break;
    default:
        text = field_show(r, f, true, e);
        break;
    }
    for (const char *p = text ? text : ""; *p; p++)
        buf_addc(&out, *p == '\n' ? ' ' : *p);
    str_free(text);
    if (a->discreet && r->kind == KIND_PERSON && !strcmp(f->key, "names")) {
        char *shown = present_name(a, buf_text(&out));
        buf_free(&out);
        return shown;
    }
    return buf_take(&out, e);
}

/* ---- contacts ---- */

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
    if (c->raw && *c->raw)
        app_reveal(a, of ? of : "", c->raw, buf_text(&note));
    else
        app_say(a, MESSAGE_INFO, "%s",
                c->lost ? _("It was removed where this was published.") : _("Nothing is entered there."));
    buf_free(&note);
    str_free(of);
    rec_free(r);
}
