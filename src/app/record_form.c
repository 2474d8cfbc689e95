/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/record_form.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/edtf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/search.h"
#include "satchel/store/store.h"

/* ---- dates ---- */

/* The canonical text of a date as typed: EDTF, or prose in any of the languages known. Caller frees. */
static char *read_date(const struct field *f, const char *value, struct err *e)
{
    struct edtf_reading r = { 0 };
    char day[DAY_TEXT_BYTES];
    if (edtf_from_prose(value, 0, &r, e) < 0)
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
    char *text = read_date(field_of(arg, ff), value, e);
    if (!text)
        return -1;
    str_free(text);
    return 0;
}

/* "2023-02-10 to 2023-02-12" under a date that is not one plain day, or that was typed as prose. */
static void describe_date(void *arg, const struct form_field *ff, const char *value, struct buf *out)
{
    struct edtf_reading r = { 0 };
    char from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES];
    (void)arg;
    (void)ff;
    if (!*value || edtf_from_prose(value, 0, &r, NULL) < 0)
        return;
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
        buf_addf(out, _("%s to %s"), from, to);
    else
        buf_adds(out, from);
}

/* Anything else is checked by setting it in a copy of the record. */
static int validate_value(void *arg, const struct form_field *ff, const char *value, struct err *e)
{
    struct record_form *f = arg;
    struct rec *copy = rec_copy(f->rec, e);
    int rc = copy ? field_set(copy, field_of(f, ff), value, e) : -1;
    rec_free(copy);
    return rc;
}

/* ---- picking a reference ---- */

static int add_pick(struct record_form *f, size_t *cap, int64_t n, struct err *e)
{
    struct rec_ref ref;
    struct form_pick *p;
    if (dyn_reserve(&f->picks.at, cap, f->picks.n + 1, sizeof *f->picks.at) < 0)
        return err_no_memory(e);
    p = &f->picks.at[f->picks.n];
    memset(p, 0, sizeof *p);
    char *label = store_label(f->store, n, e);
    if (!label || store_ref(f->store, n, &ref, e) < 0) {
        str_free(label);
        return -1;
    }
    rec_id_format(ref.id, p->value);
    size_t len = strlen(label);
    if (len >= sizeof p->label)
        len = text_prev(label, sizeof p->label, sizeof p->label - 1);
    memcpy(p->label, label, len);
    str_free(label);
    f->picks.n++;
    return 0;
}

static void drop_picks(struct record_form *f)
{
    str_free(f->picks.key);
    str_free(f->picks.words);
    wipe(f->picks.at, f->picks.n * sizeof *f->picks.at);
    free(f->picks.at);
    memset(&f->picks, 0, sizeof f->picks);
}

#define PICKS_MAX 200

static int picks_by_words(struct record_form *f, enum rec_kind kind, const char *words, size_t *cap,
                          struct err *e)
{
    struct search found = { 0 };
    int rc = search_run(f->store, words, kind, &found, e);
    for (size_t i = 0; rc == 0 && i < found.hits.n && i < PICKS_MAX; i++)
        rc = add_pick(f, cap, found.hits.at[i].n, e);
    search_free(&found);
    return rc;
}

static int picks_of_kind(struct record_form *f, enum rec_kind kind, size_t *cap, struct err *e)
{
    struct store_rows rows = { 0 };
    struct store_query query = { .kind = kind, .limit = PICKS_MAX };
    int rc = store_list(f->store, &query, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = add_pick(f, cap, rows.at[i], e);
    store_rows_free(&rows);
    return rc;
}

static int load_picks(struct record_form *f, const struct field *field, const char *words, struct err *e)
{
    size_t cap = 0;
    if (f->picks.key && f->picks.words && !strcmp(f->picks.key, field->key) && !strcmp(f->picks.words, words))
        return 0;
    drop_picks(f);
    if (str_set(&f->picks.key, field->key) < 0 || str_set(&f->picks.words, words) < 0)
        return err_no_memory(e);
    return text_is_blank(words) ? picks_of_kind(f, field->target, &cap, e)
                                : picks_by_words(f, field->target, words, &cap, e);
}

static int pick(void *arg, const struct form_field *ff, const char *words, size_t index,
                struct form_pick *out)
{
    struct record_form *f = arg;
    if (load_picks(f, field_of(f, ff), words, NULL) < 0 || index >= f->picks.n)
        return -1;
    *out = f->picks.at[index];
    return 0;
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

/* Shown and edited here: not what the program keeps, nor the owner, nor lists of bare ids. */
static bool in_form(const struct field *f, const char *fixed)
{
    return !(f->flags & FIELD_READ_ONLY) && f->type != FIELD_REFS && !(fixed && strcmp(fixed, f->key) == 0);
}

static int add_field(struct record_form *f, const struct field *from, struct err *e)
{
    struct form_field *to = &f->fields[f->n];
    *to = (struct form_field){
        .name = from->key, .label = from->label, .hint = from->hint, .kind = FORM_KINDS[from->type]
    };
    to->flags = (from->flags & FIELD_REQUIRED ? (unsigned)FORM_REQUIRED : 0) |
                (from->flags & FIELD_SENSITIVE ? (unsigned)FORM_MASKED : 0);
    if (to->kind == FORM_DATE) {
        to->validate = validate_date;
        to->describe = describe_date;
    } else if (to->kind == FORM_REF) {
        to->pick = pick;
    } else if (to->kind != FORM_CHOICE && to->kind != FORM_BOOL) {
        to->validate = validate_value;
    }
    if (to->kind == FORM_CHOICE && !(to->choices = f->choices[f->n] = choices_of(from->names)))
        return err_no_memory(e);
    f->n++;
    return 0;
}

/* A bool reads "yes" in a record and "1" in a form. */
static int fill_field(struct record_form *f, const struct form_field *ff, struct err *e)
{
    const struct field *field = field_of(f, ff);
    char *value = field_get(f->rec, field, e), *label = NULL;
    int rc = value ? 0 : -1;
    if (rc == 0 && field->type == FIELD_REF && *value) {
        const struct rec_ref *ref =
            (const struct rec_ref *)(const void *)((const char *)f->rec + field->offset);
        label = store_label(f->store, ref->n, NULL);
    }
    if (rc == 0 && field->type == FIELD_BOOL)
        rc = form_set(f->form, ff->name, strcmp(value, "yes") ? "" : "1", NULL, e);
    else if (rc == 0)
        rc = form_set(f->form, ff->name, value, label, e);
    str_free(value);
    str_free(label);
    return rc;
}

int record_form_open(struct record_form *f, struct store *s, struct rec *rec, const char *fixed,
                     struct buf *clip, struct err *e)
{
    const struct kind *k = kind_of(rec->kind);
    *f = (struct record_form){ .rec = rec, .store = s };
    f->fields = calloc(k->n_fields, sizeof *f->fields);
    f->choices = calloc(k->n_fields, sizeof *f->choices);
    if (!f->fields || !f->choices)
        return err_no_memory(e);
    for (size_t i = 0; i < k->n_fields; i++)
        if (in_form(&k->fields[i], fixed) && add_field(f, &k->fields[i], e) < 0)
            return -1;
    f->form = form_new(f->fields, f->n, f, clip, e);
    if (!f->form)
        return -1;
    for (size_t i = 0; i < f->n; i++)
        if (fill_field(f, &f->fields[i], e) < 0)
            return -1;
    form_saved(f->form);
    return 0;
}

void record_form_close(struct record_form *f)
{
    const size_t all = f->rec ? kind_of(f->rec->kind)->n_fields : 0;
    form_free(f->form);
    for (size_t i = 0; f->choices && i < all; i++)
        free(f->choices[i]);
    free(f->choices);
    free(f->fields);
    drop_picks(f);
    rec_free(f->rec);
    *f = (struct record_form){ 0 };
}

static int take_field(struct record_form *f, struct rec *into, const struct form_field *ff, struct err *e)
{
    const struct field *field = field_of(f, ff);
    const char *value = form_get(f->form, ff->name);
    if (!form_changed(f->form, ff->name))
        return 0;
    if (field->type == FIELD_BOOL)
        return field_set(into, field, *value ? "yes" : "", e);
    if (ff->kind != FORM_DATE || !*value)
        return field_set(into, field, value, e);
    char *date = read_date(field, value, e);
    int rc = date ? field_set(into, field, date, e) : -1;
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
