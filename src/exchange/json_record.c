/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON is foreign text: every string goes through the sanitizer, then through field_set, which is where
 * values are judged. Only lists and references are handled here, because their elements have ids. */
#include "satchel/exchange/json_record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"

/* ---- writing ---- */

static json_t *id_json(const uint8_t id[static REC_ID_BYTES])
{
    char text[REC_ID_TEXT];
    rec_id_format(id, text);
    return json_string(text);
}

static json_t *fields_json(const void *base, const struct kind *k, json_t *o);

static json_t *list_json(const void *base, const struct field *f)
{
    json_t *all = json_array();
    for (size_t i = 0; i < field_count(base, f); i++) {
        const void *element = field_at(base, f, i);
        if (f->type == FIELD_REFS) {
            json_array_append_new(all, id_json(((const struct rec_ref *)element)->id));
            continue;
        }
        json_t *o = json_object();
        if (f->part->kind != KIND_NONE)
            json_object_set_new(o, "id", id_json(((const struct rec_row *)element)->id));
        json_array_append_new(all, fields_json(element, f->part, o));
    }
    return all;
}

static json_t *text_json(const void *base, const struct field *f)
{
    char *text = field_get(base, f, NULL);
    json_t *o = text ? json_string(text) : NULL;
    str_free(text);
    return o;
}

static json_t *field_json(const void *base, const struct field *f)
{
    const void *at = (const char *)base + f->offset;
    if (f->type == FIELD_BOOL)
        return json_boolean(*(const bool *)at);
    if (f->type == FIELD_LIST || f->type == FIELD_REFS)
        return list_json(base, f);
    if (f->type != FIELD_ENUM && field_is_empty(base, f))
        return json_null();
    switch (f->type) {
    case FIELD_INT:
        return json_integer(((const struct opt_int *)at)->v);
    case FIELD_REF:
        return id_json(((const struct rec_ref *)at)->id);
    case FIELD_ENUM: {
        const char *word = f->names->at[*(const int *)at].word;
        return *word ? json_string(word) : json_null();
    }
    default:
        return text_json(base, f);
    }
}

static json_t *fields_json(const void *base, const struct kind *k, json_t *o)
{
    for (size_t i = 0; o && i < k->n_fields; i++)
        if (json_object_set_new(o, k->fields[i].key, field_json(base, &k->fields[i])) != 0) {
            json_decref(o);
            return NULL;
        }
    return o;
}

json_t *json_record(const struct rec *r, struct err *e)
{
    const struct kind *k = kind_of(r->kind);
    json_t *o = json_object();
    json_object_set_new(o, "id", id_json(r->id));
    json_object_set_new(o, "type", json_string(k->name));
    o = fields_json(r, k, o);
    if (!o)
        err_no_memory(e);
    return o;
}

/* ---- reading ---- */

struct reading {
    const struct kind *kind; /* of the record, for messages */
    json_find *find;
    void *arg;
    struct json_cleaned *cleaned;
};

static int wrong(const struct reading *r, const struct field *f, struct err *e)
{
    return err_set(
        e, ERR_INPUT,
        _("\"%s\" does not take that value. Nothing was changed. What it takes: satchel fields %s"), f->key,
        r->kind->name);
}

static int read_string(const struct reading *r, const json_t *v, void *base, const struct field *f,
                       struct err *e)
{
    enum text_lines lines = f->type == FIELD_LINES ? TEXT_MANY_LINES : TEXT_ONE_LINE;
    struct text_report report = { 0 };
    char *text = text_sanitize(json_string_value(v), json_string_length(v), lines, &report, e);
    int rc = text ? field_set(base, f, text, e) : -1;
    size_t out = report.bidi_controls + report.controls;
    if (out && r->cleaned->n == 0)
        r->cleaned->first = f->key;
    r->cleaned->n += out;
    str_free(text);
    return rc;
}

static int read_ref(const struct reading *r, const json_t *v, const struct field *f, struct rec_ref *out,
                    struct err *e)
{
    const char *text = json_string_value(v);
    if (!text)
        return wrong(r, f, e);
    if (r->find)
        return r->find(r->arg, text, f->target, out, e);
    return rec_id_parse(text, out->id) == 0 ? 0 : wrong(r, f, e);
}

static int read_fields(const struct reading *r, const json_t *o, void *base, const void *old,
                       const struct kind *k, struct err *e);

/* An element that gives the id of a present one stays that one; another id is a wish for a new element. */
static int keep_id(const struct reading *r, const json_t *v, struct rec_row *row, const void *old,
                   const struct field *f, struct err *e)
{
    const json_t *id = json_object_get(v, "id");
    if (!id || f->part->kind == KIND_NONE)
        return 0;
    if (!json_is_string(id) || rec_id_parse(json_string_value(id), row->id) != 0)
        return wrong(r, f, e);
    for (size_t i = 0; i < field_count(old, f); i++) {
        const struct rec_row *had = field_at(old, f, i);
        if (memcmp(had->id, row->id, sizeof row->id) == 0)
            row->n = had->n;
    }
    return 0;
}

static int read_element(const struct reading *r, const json_t *v, void *base, const void *old,
                        const struct field *f, struct err *e)
{
    void *element = field_add(base, f, e);
    if (!element)
        return -1;
    if (f->type == FIELD_REFS)
        return read_ref(r, v, f, element, e);
    if (json_is_object(v))
        return keep_id(r, v, element, old, f, e) == 0 ? read_fields(r, v, element, element, f->part, e) : -1;
    json_t *whole = json_object();
    json_object_set(whole, f->part->fields[0].key, (json_t *)(uintptr_t)v);
    int rc = read_fields(r, whole, element, element, f->part, e);
    json_decref(whole);
    return rc;
}

static int read_list(const struct reading *r, const json_t *v, void *base, const void *old,
                     const struct field *f, struct err *e)
{
    if (!json_is_array(v))
        return wrong(r, f, e);
    for (size_t i = 0; i < json_array_size(v); i++)
        if (read_element(r, json_array_get(v, i), base, old, f, e) != 0)
            return -1;
    return 0;
}

static int read_number(const json_t *v, void *base, const struct field *f, struct err *e)
{
    char text[32];
    snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    return field_set(base, f, text, e);
}

/* base's field is empty; old has what it was. */
static int read_value(const struct reading *r, const json_t *v, void *base, const void *old,
                      const struct field *f, struct err *e)
{
    if (json_is_null(v) || (json_is_string(v) && json_string_length(v) == 0))
        return 0;
    if (f->type == FIELD_LIST || f->type == FIELD_REFS)
        return read_list(r, v, base, old, f, e);
    if (f->type == FIELD_REF)
        return read_ref(r, v, f, (struct rec_ref *)(void *)((char *)base + f->offset), e);
    if (f->type == FIELD_BOOL && json_is_boolean(v))
        return field_set(base, f, json_is_true(v) ? "yes" : "no", e);
    if (f->type == FIELD_INT && json_is_integer(v))
        return read_number(v, base, f, e);
    return json_is_string(v) ? read_string(r, v, base, f, e) : wrong(r, f, e);
}

static bool passed_over(const char *key)
{
    static const char *const HEAD[] = { "id",      "type",    "label",   "case",   "created",
                                        "changed", "deleted", "version", "belongs" };
    for (size_t i = 0; i < sizeof HEAD / sizeof *HEAD; i++)
        if (strcmp(HEAD[i], key) == 0)
            return true;
    return false;
}

static int read_fields(const struct reading *r, const json_t *o, void *base, const void *old,
                       const struct kind *k, struct err *e)
{
    const char *key;
    json_t *v;
    json_object_foreach((json_t *)(uintptr_t)o, key, v)
    {
        const struct field *f = kind_field(k, key);
        if (!f && !passed_over(key))
            return err_set(e, ERR_INPUT,
                           _("There is no field \"%s\". Nothing was changed. All fields: satchel fields %s"),
                           key, r->kind->name);
        if (f && !(f->flags & FIELD_READ_ONLY) && read_value(r, v, base, old, f, e) != 0)
            return -1;
    }
    return 0;
}

/* What o does not name stays as it was. */
static int take_over(const json_t *o, struct rec *to, const struct rec *from, struct err *e)
{
    const struct kind *k = kind_of(to->kind);
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *f = &k->fields[i];
        if (!(f->flags & FIELD_READ_ONLY) && json_object_get(o, f->key) && field_copy(to, from, f, e) != 0)
            return -1;
    }
    return 0;
}

static int read_head(const json_t *o, struct rec *r, struct err *e)
{
    const char *type = json_string_value(json_object_get(o, "type")),
               *id = json_string_value(json_object_get(o, "id"));
    if (type && strcmp(type, kind_of(r->kind)->name) != 0)
        return err_set(e, ERR_INPUT, _("The type is \"%s\" and not \"%s\". Nothing was changed."),
                       kind_of(r->kind)->name, type);
    if (id && r->n == 0 && rec_id_parse(id, r->id) != 0)
        return err_set(e, ERR_INPUT, _("\"%s\" is no id of 32 hex digits. Nothing was changed."), id);
    return 0;
}

int json_record_read(const json_t *o, struct rec *r, json_find *find, void *arg, struct json_cleaned *cleaned,
                     struct err *e)
{
    struct json_cleaned unsaid;
    const struct reading reading = {
        .kind = kind_of(r->kind), .find = find, .arg = arg, .cleaned = cleaned ? cleaned : &unsaid
    };
    *reading.cleaned = (struct json_cleaned){ 0 };
    if (!json_is_object(o))
        return err_set(e, ERR_INPUT, _("A record is a JSON object. Nothing was changed."));
    struct rec *fresh = rec_new(r->kind, e);
    int rc = fresh ? read_head(o, r, e) : -1;
    if (rc == 0)
        rc = read_fields(&reading, o, fresh, r, reading.kind, e);
    if (rc == 0)
        rc = take_over(o, r, fresh, e);
    rec_free(fresh);
    return rc;
}
