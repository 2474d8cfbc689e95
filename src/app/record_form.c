/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/record_form.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/app/present.h"
#include "satchel/base/edtf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/search.h"
#include "satchel/store/store.h"
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

/* "2023-02-10 to 2023-02-12" under a date; of a day how far it is from today. */
static void describe_date(void *arg, const struct form_field *ff, const char *value, struct buf *out)
{
    struct edtf_reading r = { 0 };
    char from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES];
    (void)ff;
    const int32_t today = store_today(((const struct record_form *)arg)->store);
    if (!*value || edtf_said_on(value, today, &r, NULL) < 0)
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
        add_day(out, r.date.earliest, today);
}

/* Anything else is checked by setting it in a copy of the record. Sentences name the field as the form does.
 */
static int validate_value(void *arg, const struct form_field *ff, const char *value, struct err *e)
{
    struct record_form *f = arg;
    struct field called = *field_of(f, ff);
    struct rec *copy = rec_copy(f->rec, e);
    called.key = _(called.label);
    int rc = copy ? field_set(copy, &called, value, e) : -1;
    rec_free(copy);
    return rc;
}

/* ---- references to what does not exist yet: the value is "+" and its name ---- */

static const struct {
    enum rec_kind kind;
    const char *key;  /* of the field that is enough to make one; NULL: there is none */
    const char *none; /* N_(): what the picker says when there is nothing to choose from */
} MAKERS[] = {
    { KIND_PERSON, "names", N_("Nobody is entered yet. Type a name to add somebody.") },
    { KIND_OFFICE, "title", N_("No office is entered yet. Type its name to add one.") },
    { KIND_SOURCE, "title", N_("No source is entered yet. Type its title to add one.") },
    { KIND_PLACE, "names", N_("No place is entered yet. Type its name to add one.") },
    { KIND_CASE, "title", N_("No case is entered yet. Type its title to add one.") },
    { KIND_SENDER, "name", N_("No sender is entered yet. Type a name to add one.") },
    { KIND_TEMPLATE, "kind", N_("No template is entered yet. Type what it is for to add one.") },
    { KIND_HOLDER, NULL, N_("No holder fits. Holders are added on the screen Offices, below an office.") },
    { KIND_APPEAL, NULL, N_("No appeal fits. Appeals are added in the tab Letters of their case.") },
    { KIND_TARGET, NULL, N_("Nobody fits. Whom to write to is added in the tab Letters of the case.") },
    { KIND_CONTACT, NULL, N_("No contact fits. Contacts are added on the screen People, below a person.") },
    { KIND_INSTRUCTION, NULL, N_("None fits. Instructions are added on the screen People, below a person.") },
};
#define N_MAKERS (sizeof MAKERS / sizeof *MAKERS)

static size_t maker_of(enum rec_kind kind)
{
    size_t i = 0;
    while (i < N_MAKERS && MAKERS[i].kind != kind)
        i++;
    return i;
}

static const char *none_of(const struct field *f)
{
    size_t i = f->type == FIELD_REF ? maker_of(f->target) : N_MAKERS;
    return i < N_MAKERS ? MAKERS[i].none : NULL;
}

/* The field that makes a record of that kind from a name; NULL: a name is not enough. */
static const struct field *making_field(enum rec_kind kind)
{
    size_t i = maker_of(kind);
    return i < N_MAKERS && MAKERS[i].key ? kind_field(kind_of(kind), MAKERS[i].key) : NULL;
}

static int set_name(struct rec *r, const struct field *f, const char *name, struct err *e)
{
    if (f->type != FIELD_LIST)
        return field_set(r, f, name, e);
    void *element = field_add(r, f, e);
    return element ? field_set(element, &f->part->fields[0], name, e) : -1;
}

/* A new record of that name, with an id to refer to it by; in f->made. NULL: *e. */
static const struct rec *make(struct record_form *f, enum rec_kind kind, const char *name, struct err *e)
{
    const struct field *naming = making_field(kind), *kase = kind_field(kind_of(kind), "case");
    struct rec *r = naming ? rec_new(kind, e) : NULL;
    if (!r || set_name(r, naming, name, e) < 0 || dyn_room(&f->made) < 0) {
        rec_free(r);
        if (e && e->code == ERR_NONE)
            err_no_memory(e);
        return NULL;
    }
    store_new_id(r->id);
    if (kase)
        *(struct rec_ref *)(void *)((char *)r + kase->offset) = f->kase;
    return f->made.at[f->made.n++] = r;
}

static void drop_made(struct record_form *f)
{
    for (size_t i = 0; i < f->made.n; i++)
        rec_free(f->made.at[i]);
    f->made.n = 0;
}

/* ---- picking a reference ---- */

static int add_pick(struct record_form *f, int64_t n, struct err *e)
{
    struct rec_ref ref;
    char id[REC_ID_TEXT], *label = store_label(f->store, n, e);
    if (!label || store_ref(f->store, n, &ref, e) < 0) {
        str_free(label);
        return -1;
    }
    rec_id_format(ref.id, id);
    int rc = strs_add(&f->picks.values, id) < 0 || strs_add(&f->picks.labels, label) < 0;
    str_free(label);
    return rc ? err_no_memory(e) : 0;
}

static void drop_picks(struct record_form *f)
{
    str_free(f->picks.key);
    str_free(f->picks.words);
    strs_free(&f->picks.values);
    strs_free(&f->picks.labels);
    memset(&f->picks, 0, sizeof f->picks);
}

#define PICKS_MAX 199 /* and one row for a new one */

static int picks_by_words(struct record_form *f, enum rec_kind kind, const char *words, struct err *e)
{
    struct search found = { 0 };
    int rc = search_run(f->store, words, kind, &found, e);
    for (size_t i = 0; rc == 0 && i < found.hits.n && i < PICKS_MAX; i++)
        rc = add_pick(f, found.hits.at[i].n, e);
    search_free(&found);
    return rc;
}

static int picks_of_kind(struct record_form *f, enum rec_kind kind, struct err *e)
{
    struct store_rows rows = { 0 };
    struct store_query query = { .kind = kind, .limit = PICKS_MAX };
    int rc = store_list(f->store, &query, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = add_pick(f, rows.at[i], e);
    store_rows_free(&rows);
    return rc;
}

static int load_picks(struct record_form *f, const struct field *field, const char *words, struct err *e)
{
    if (f->picks.key && f->picks.words && !strcmp(f->picks.key, field->key) && !strcmp(f->picks.words, words))
        return 0;
    drop_picks(f);
    if (str_set(&f->picks.key, field->key) < 0 || str_set(&f->picks.words, words) < 0)
        return err_no_memory(e);
    return text_is_blank(words) ? picks_of_kind(f, field->target, e)
                                : picks_by_words(f, field->target, words, e);
}

/* What is there, then what was typed as a new one. */
static bool pick(void *arg, const struct form_field *ff, const char *words, size_t index, struct buf *value,
                 struct buf *label)
{
    struct record_form *f = arg;
    const struct field *field = field_of(f, ff);
    size_t len, all = load_picks(f, field, words, NULL) == 0 ? f->picks.labels.n : 0;
    if (index < all) {
        buf_adds(value, f->picks.values.at[index]);
        buf_adds(label, f->picks.labels.at[index]);
        return true;
    }
    const char *name = text_trim(words, strlen(words), &len);
    if (index > all || !len || !making_field(field->target))
        return false;
    buf_addf(value, "+%.*s", (int)len, name);
    buf_addf(label, _("New: %.*s"), (int)len, name);
    return true;
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
        to->none = none_of(from);
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

int record_form_open(struct record_form *f, struct store *s, struct rec *rec, const char *fixed,
                     struct buf *clip, struct err *e)
{
    const struct kind *k = kind_of(rec->kind);
    *f = (struct record_form){ .rec = rec, .store = s };
    const struct field *given;
    f->fields = calloc(k->n_fields, sizeof *f->fields);
    f->choices = calloc(k->n_fields, sizeof *f->choices);
    if (!f->fields || !f->choices)
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
    free(f->choices);
    free(f->fields);
    drop_picks(f);
    drop_made(f);
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
    const struct rec *r = make(f, field->target, value + 1, e);
    if (!r)
        return -1;
    rec_id_format(r->id, id);
    return field_set(into, field, id, e);
}

static int take_field(struct record_form *f, struct rec *into, const struct form_field *ff, struct err *e)
{
    const struct field *field = field_of(f, ff);
    const char *value = form_get(f->form, ff->name);
    if (!form_changed(f->form, ff->name))
        return 0;
    if (field->type == FIELD_BOOL)
        return field_set(into, field, *value ? "yes" : "", e);
    if (field->type == FIELD_REF)
        return take_reference(f, into, field, value, e);
    if (ff->kind != FORM_DATE || !*value)
        return field_set(into, field, value, e);
    char *date = read_date(f, field, value, e);
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
    drop_made(f);
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
