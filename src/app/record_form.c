/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/record_form.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/present.h"
#include "satchel/app/record_list.h"
#include "satchel/app/record_pick.h"
#include "satchel/base/edtf.h"
#include "satchel/base/edtf_prose.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/store/find.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"
#include "satchel/store/told.h"
#include "satchel/store/write.h"

/* ---- dates ---- */

/* The canonical text of a date as typed: EDTF, or prose in any of the languages known. Caller frees. */
static char *read_date(const struct record_form *form, const struct field *f, const char *value,
                       struct err *e)
{
    struct edtf_reading r = { 0 };
    char day[DAY_TEXT_BYTES];
    if (edtf_said_on(value, store_today(form->store), &r, e) < 0)
        return NULL;
    const char *text = r.date.text;
    if (f->type == FIELD_DAY) {
        if (r.date.start != EDTF_DATE || r.date.earliest != r.date.latest) {
            err_set(e, ERR_INPUT, _("%s needs one day, such as 2026-11-24."), _(f->label));
            return NULL;
        }
        day_format(r.date.earliest, day);
        text = day;
    }
    char *copy = strdup(text);
    if (!copy)
        err_no_memory(e);
    return copy;
}

static const struct field *field_of(const struct record_form *f, const struct form_field *ff)
{
    return kind_field(kind_of(f->rec->kind), ff->name);
}

static int validate_date(void *arg, const struct form_field *ff, const char *value, struct err *e)
{
    if (!*value)
        return 0;
    char *text = read_date(arg, field_of(arg, ff), value, e);
    if (!text)
        return -1;
    str_free(text);
    return 0;
}

static void add_day(struct buf *out, int32_t day, int32_t today)
{
    char text[DAY_TEXT_BYTES], *distance = present_distance(day, today);
    day_format(day, text);
    buf_addf(out, "%s · %s", text, distance ? distance : "");
    str_free(distance);
}

/* "2023-02-10 to 2023-02-12" under a date; of a day how far it is from today; of a text that is two dates,
 * both. */
static void describe_date(void *arg, const struct form_field *ff, const char *value, struct buf *out)
{
    struct edtf_reading r = { 0 };
    char from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES];
    (void)ff;
    const int32_t today = store_today(((const struct record_form *)arg)->store);
    struct err why = { 0 };
    if (!*value)
        return;
    if (edtf_said_on(value, today, &r, &why) < 0) {
        if (r.n_ambiguous)
            buf_adds(out, why.text);
        return;
    }
    day_format(r.date.earliest, from);
    day_format(r.date.latest, to);
    if (r.date.start != EDTF_DATE && r.date.end != EDTF_DATE)
        buf_adds(out, _("without known ends"));
    else if (r.date.start != EDTF_DATE)
        buf_addf(out, _("until %s"), to);
    else if (r.date.end != EDTF_DATE)
        buf_addf(out, r.date.end == EDTF_OPEN ? _("since %s, still going on") : _("since %s, end not known"),
                 from);
    else if (r.date.earliest != r.date.latest)
        buf_addf(out, r.date.set ? _("one day from %s to %s") : _("%s to %s"), from, to);
    else
        add_day(out, r.date.earliest, today);
    if (r.date.approximate)
        buf_addf(out, " %s", _("(about)"));
}

static bool is_list(const struct field *f)
{
    return f->type == FIELD_LIST || f->type == FIELD_REFS;
}

/* Any other value into a record. Sentences name the field as the form does. make: see names_read. */
static int take_value(struct record_form *f, struct rec *into, const struct field *field, const char *value,
                      bool make, struct err *e)
{
    struct field called = *field;
    called.key = _(called.label);
    char *list = is_list(field) ? record_list_read(f, field, value, make, e) : NULL;
    if (is_list(field) && !list)
        return -1;
    int rc = field_set(into, &called, list ? list : value, e);
    str_free(list);
    return rc;
}

/* It is checked by setting it in a copy of the record. */
static int validate_value(void *arg, const struct form_field *ff, const char *value, struct err *e)
{
    struct record_form *f = arg;
    struct rec *copy = rec_copy(f->rec, e);
    int rc = copy ? take_value(f, copy, field_of(f, ff), value, false, e) : -1;
    rec_free(copy);
    return rc;
}

/* ---- the form from the table ---- */

static struct form_choice *choices_of(const struct rec_enum *names)
{
    struct form_choice *c = calloc(names->n + 1, sizeof *c);
    for (size_t i = 0; c && i < names->n; i++)
        c[i] = (struct form_choice){ names->at[i].word, names->at[i].label };
    return c;
}

static const enum form_kind FORM_KINDS[] = {
    [FIELD_TEXT] = FORM_LINE,   [FIELD_LINES] = FORM_TEXT, [FIELD_INT] = FORM_LINE,  [FIELD_BOOL] = FORM_BOOL,
    [FIELD_ENUM] = FORM_CHOICE, [FIELD_DAY] = FORM_DATE,   [FIELD_EDTF] = FORM_DATE, [FIELD_REF] = FORM_REF,
    [FIELD_LIST] = FORM_LIST,   [FIELD_REFS] = FORM_LIST,
};

/* Shown and edited here: not what the program keeps, nor the owner. */
static bool in_form(const struct field *f, const char *fixed)
{
    return !(f->flags & FIELD_READ_ONLY) && !(fixed && strcmp(fixed, f->key) == 0);
}

static int add_field(struct record_form *f, const struct field *from, struct err *e)
{
    struct form_field *to = &f->fields[f->n];
    enum iso_names of;
    *to = (struct form_field){
        .name = from->key, .label = from->label, .hint = from->hint, .kind = FORM_KINDS[from->type]
    };
    to->flags = (from->flags & FIELD_REQUIRED ? (unsigned)FORM_REQUIRED : 0) |
                (from->flags & FIELD_SENSITIVE ? (unsigned)FORM_MASKED : 0);
    if (to->kind == FORM_DATE) {
        to->validate = validate_date;
        to->describe = describe_date;
    } else if (to->kind == FORM_REF) {
        to->pick = record_pick;
        to->none = record_pick_none(from);
    } else if (to->kind != FORM_CHOICE && to->kind != FORM_BOOL) {
        to->validate = validate_value;
    }
    if (to->kind == FORM_LINE && present_is_code(from->key, &of))
        to->describe = present_describe_code;
    if (to->kind == FORM_LIST) {
        to->describe = record_list_describe(from);
        to->hint = f->hints[f->n] = record_list_hint(from, e);
        if (!to->hint)
            return -1;
    }
    if (to->kind == FORM_CHOICE && !(to->choices = f->choices[f->n] = choices_of(from->names)))
        return err_no_memory(e);
    f->n++;
    return 0;
}

/* Of a reference in a list. */
static char *show_named(void *arg, int64_t n, const char *label, struct err *e)
{
    struct record_form *f = arg;
    char *shown = n ? record_pick_label(f, n, e) : f->app ? present_name(f->app, label) : strdup(label);
    if (!shown)
        err_no_memory(e);
    return shown;
}

/* A text that names somebody is dots while names are hidden, until it is asked for or changed. */
static void mask_names(struct record_form *f, struct form_field *ff, const char *value)
{
    char *shown = NULL;
    if (!f->app || !f->app->discreet || ff->flags & FORM_READ_ONLY ||
        (ff->kind != FORM_LINE && ff->kind != FORM_TEXT && ff->kind != FORM_LIST))
        return;
    shown = present_text(f->app, value);
    if (!shown || strcmp(shown, value) != 0)
        ff->flags |= FORM_MASKED;
    str_free(shown);
}

/* A bool reads "yes" in a record and "1" in a form. */
static int fill_field(struct record_form *f, struct form_field *ff, struct err *e)
{
    const struct field *field = field_of(f, ff);
    char *value = field_get(f->rec, field, e), *label = NULL, *list = NULL;
    int rc = value ? 0 : -1;
    if (rc == 0 && is_list(field) && !(list = record_list_show(f, field, value, e)))
        rc = -1;
    if (rc == 0 && field->type == FIELD_REF && *value) {
        const struct rec_ref *ref =
            (const struct rec_ref *)(const void *)((const char *)f->rec + field->offset);
        int64_t n = ref->n; /* a new record may know the id alone */
        if (n || store_find(f->store, value, KIND_ANY, &n, NULL) == 0)
            label = record_pick_label(f, n, NULL);
    }
    if (rc == 0)
        mask_names(f, ff, list ? list : value);
    if (rc == 0 && field->type == FIELD_BOOL)
        rc = form_set(f->form, ff->name, strcmp(value, "yes") ? "" : "1", NULL, e);
    else if (rc == 0)
        rc = form_set(f->form, ff->name, list ? list : value, label, e);
    str_free(list);
    str_free(value);
    str_free(label);
    return rc;
}

/* What a new record starts with. */
static const struct {
    enum rec_kind kind;
    const char *key;
} TODAY[] = {
    { KIND_ACTION, "day" },
    { KIND_REPLY, "day" },
    { KIND_SOURCE, "received" },
    { KIND_RULE, "entered" },
};

/* The field of a new record that starts as today, and does so now; NULL: none. */
static int start_today(struct record_form *f, const struct field **given, struct err *e)
{
    char day[DAY_TEXT_BYTES];
    *given = NULL;
    for (size_t i = 0; f->rec->n == 0 && i < sizeof TODAY / sizeof *TODAY; i++)
        if (TODAY[i].kind == f->rec->kind)
            *given = kind_field(kind_of(f->rec->kind), TODAY[i].key);
    if (!*given || !field_is_empty(f->rec, *given))
        return 0;
    day_format(store_today(f->store), day);
    return field_set(f->rec, *given, day, e);
}

/* Chosen by whoever enters a new record, never given: the first of the choices would be taken unseen. */
static int ask_choices(struct record_form *f, struct err *e)
{
    for (size_t i = 0; f->rec->n == 0 && f->rec->kind == KIND_MEMBER && i < f->n; i++)
        if (strcmp(f->fields[i].name, "role") == 0) {
            f->fields[i].flags |= FORM_REQUIRED;
            return form_set(f->form, "role", "", NULL, e);
        }
    return 0;
}

int record_form_open(struct record_form *f, struct app *a, struct store *s, struct rec *rec,
                     const char *fixed, struct buf *clip, struct err *e)
{
    const struct kind *k = kind_of(rec->kind);
    *f = (struct record_form){ .rec = rec, .app = a, .store = s };
    const struct field *given;
    f->fields = calloc(k->n_fields, sizeof *f->fields);
    f->choices = calloc(k->n_fields, sizeof *f->choices);
    f->hints = calloc(k->n_fields, sizeof *f->hints);
    f->names = (struct names){
        .store = s, .make = record_make_named, .may_make = record_may_make, .show = show_named, .arg = f
    };
    if (!f->fields || !f->choices || !f->hints)
        return err_no_memory(e);
    if (start_today(f, &given, e) < 0)
        return -1;
    for (unsigned rear = 0; rear <= FIELD_REAR; rear += FIELD_REAR)
        for (size_t i = 0; i < k->n_fields; i++)
            if ((k->fields[i].flags & FIELD_REAR) == rear && in_form(&k->fields[i], fixed) &&
                add_field(f, &k->fields[i], e) < 0)
                return -1;
    f->form = form_new(f->fields, f->n, f, clip, e);
    if (!f->form)
        return -1;
    for (size_t i = 0; i < f->n; i++)
        if (fill_field(f, &f->fields[i], e) < 0)
            return -1;
    if (ask_choices(f, e) < 0)
        return -1;
    form_saved(f->form);
    if (given)
        form_given(f->form, given->key);
    return 0;
}

void record_form_close(struct record_form *f)
{
    const size_t all = f->rec ? kind_of(f->rec->kind)->n_fields : 0;
    form_free(f->form);
    for (size_t i = 0; f->choices && i < all; i++)
        free(f->choices[i]);
    for (size_t i = 0; f->hints && i < all; i++)
        str_free(f->hints[i]);
    free(f->choices);
    free(f->hints);
    names_free(&f->names);
    free(f->fields);
    record_drop_picks(f);
    record_drop_made(f);
    free(f->made.at);
    rec_free(f->rec);
    *f = (struct record_form){ 0 };
}

/* value: an id, or "+" and the name of what is new. */
static int take_reference(struct record_form *f, struct rec *into, const struct field *field,
                          const char *value, struct err *e)
{
    char id[REC_ID_TEXT];
    if (*value != '+')
        return field_set(into, field, value, e);
    const struct rec *r = record_make(f, field->target, value + 1, e);
    if (!r)
        return -1;
    rec_id_format(r->id, id);
    return field_set(into, field, id, e);
}

static int take_field(struct record_form *f, struct rec *into, const struct form_field *ff, struct err *e)
{
    const struct field *field = field_of(f, ff);
    const char *value = form_get(f->form, ff->name);
    enum iso_names of;
    char code[4];
    if (!form_changed(f->form, ff->name))
        return 0;
    if (field->type == FIELD_BOOL)
        return field_set(into, field, *value ? "yes" : "", e);
    if (field->type == FIELD_REF)
        return take_reference(f, into, field, value, e);
    if (ff->kind == FORM_LINE && present_is_code(field->key, &of) && iso_code_of(of, value, code))
        value = code; /* a name was typed */
    if (ff->kind != FORM_DATE || !*value)
        return take_value(f, into, field, value, true, e);
    char *date = read_date(f, field, value, e);
    int rc = date ? field_set(into, field, date, e) : -1;
    rc = rc == 0 ? told_keep(into, field, value, store_today(f->store), e) : rc;
    str_free(date);
    return rc;
}

int record_form_take(struct record_form *f, struct err *e)
{
    if (form_check(f->form, e) < 0)
        return -1;
    struct rec *copy = rec_copy(f->rec, e);
    if (!copy)
        return -1;
    record_drop_made(f);
    for (size_t i = 0; i < f->n; i++) {
        if (take_field(f, copy, &f->fields[i], e) < 0) {
            form_focus(f->form, f->fields[i].name);
            rec_free(copy);
            return -1;
        }
    }
    if (rec_check(copy, e) < 0) {
        rec_free(copy);
        return -1;
    }
    rec_free(f->rec);
    f->rec = copy;
    return 0;
}
