/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of operations, a row for each type of field; the public functions look up the row. Values are
 * replaced only after the new one was read in full, so that a wrong text changes nothing. */
#include "satchel/model/field.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/edtf.h"
#include "satchel/base/edtf_prose.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"

struct ops {
    void (*get)(const void *at, const struct field *f, struct buf *out);
    int (*set)(void *at, const struct field *f, const char *text, struct err *e); /* text is not empty */
    void (*clear)(void *at, const struct field *f);
    int (*copy)(void *to, const void *from, const struct field *f); /* to is empty; -1: no memory */
    bool (*equal)(const void *a, const void *b, const struct field *f);
    bool (*empty)(const void *at, const struct field *f);
};
static const struct ops OPS[FIELD_REFS + 1];

static void *at_of(void *base, const struct field *f)
{
    return (char *)base + f->offset;
}

static const void *at_of_const(const void *base, const struct field *f)
{
    return (const char *)base + f->offset;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* ---- text ---- */

static void text_get(const void *at, const struct field *f, struct buf *out)
{
    (void)f;
    buf_adds(out, *(char *const *)at);
}

static int text_set(void *at, const struct field *f, const char *text, struct err *e)
{
    if (f->type == FIELD_TEXT && strchr(text, '\n'))
        return err_set(e, ERR_INPUT, _("The field \"%s\" takes one line only. Nothing was changed."), f->key);
    if (str_set(at, text) < 0)
        return err_no_memory(e);
    for (char *tab = *(char **)at; f->type == FIELD_TEXT && tab && (tab = strchr(tab, '\t'));)
        *tab = ' '; /* it parts columns wherever lines are printed */
    return 0;
}

static void text_clear(void *at, const struct field *f)
{
    (void)f;
    str_set(at, NULL);
}

static int text_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    return str_set(to, *(char *const *)from);
}

static bool text_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    return same_text(*(char *const *)a, *(char *const *)b);
}

static bool text_empty(const void *at, const struct field *f)
{
    (void)f;
    return same_text(*(char *const *)at, "");
}

/* ---- numbers, yes and no, words of an enum ---- */

static void int_get(const void *at, const struct field *f, struct buf *out)
{
    (void)f;
    const struct opt_int *o = at;
    if (o->set)
        buf_addf(out, "%lld", (long long)o->v);
}

static int int_set(void *at, const struct field *f, const char *text, struct err *e)
{
    char *end;
    errno = 0;
    long long v = strtoll(text, &end, 10);
    if (errno || *end || end == text)
        return err_set(e, ERR_INPUT,
                       _("The field \"%s\" takes a whole number, not \"%s\". Nothing was changed."), f->key,
                       text);
    *(struct opt_int *)at = (struct opt_int){ true, v };
    return 0;
}

static void int_clear(void *at, const struct field *f)
{
    (void)f;
    *(struct opt_int *)at = (struct opt_int){ 0 };
}

static int int_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    *(struct opt_int *)to = *(const struct opt_int *)from;
    return 0;
}

static bool int_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    const struct opt_int *x = a, *y = b;
    return x->set == y->set && (!x->set || x->v == y->v);
}

static bool int_empty(const void *at, const struct field *f)
{
    (void)f;
    return !((const struct opt_int *)at)->set;
}

static void bool_get(const void *at, const struct field *f, struct buf *out)
{
    (void)f;
    buf_adds(out, *(const bool *)at ? "yes" : "no");
}

static int bool_set(void *at, const struct field *f, const char *text, struct err *e)
{
    static const char *const WORDS[] = { "no", "yes", "false", "true", "0", "1" };
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (strcmp(text, WORDS[i]) == 0) {
            *(bool *)at = i % 2;
            return 0;
        }
    }
    return err_set(e, ERR_INPUT,
                   _("The field \"%s\" takes \"yes\" or \"no\", not \"%s\". Nothing was changed."), f->key,
                   text);
}

static void bool_clear(void *at, const struct field *f)
{
    (void)f;
    *(bool *)at = false;
}

static int bool_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    *(bool *)to = *(const bool *)from;
    return 0;
}

static bool bool_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    return *(const bool *)a == *(const bool *)b;
}

static bool bool_empty(const void *at, const struct field *f)
{
    (void)at, (void)f;
    return false;
}

static void enum_get(const void *at, const struct field *f, struct buf *out)
{
    size_t i = (size_t) * (const int *)at;
    buf_adds(out, i < f->names->n ? f->names->at[i].word : "");
}

static int enum_set(void *at, const struct field *f, const char *text, struct err *e)
{
    int i = rec_enum_find(f->names, text);
    if (i >= 0) {
        *(int *)at = i;
        return 0;
    }
    struct buf words = { 0 };
    for (size_t w = 0; w < f->names->n; w++)
        if (*f->names->at[w].word)
            buf_addf(&words, "%s%s", words.len ? ", " : "", f->names->at[w].word);
    err_set(e, ERR_INPUT, _("The field \"%s\" takes one of %s, not \"%s\". Nothing was changed."), f->key,
            buf_text(&words), text);
    buf_free(&words);
    return -1;
}

static void enum_clear(void *at, const struct field *f)
{
    (void)f;
    *(int *)at = 0;
}

static int enum_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    *(int *)to = *(const int *)from;
    return 0;
}

static bool enum_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    return *(const int *)a == *(const int *)b;
}

static bool enum_empty(const void *at, const struct field *f)
{
    int i = *(const int *)at;
    return i == 0 && f->names->at[0].word[0] == '\0';
}

/* ---- dates ---- */

int field_read_date(const struct field *f, const char *text, const int32_t *today, struct edtf *out,
                    struct err *e)
{
    struct edtf_reading r = { 0 };
    struct err why = { 0 };
    if ((today ? edtf_said_on(text, *today, &r, &why) : edtf_from_prose(text, 0, &r, &why)) == 0) {
        *out = r.date;
        return 0;
    }
    if (r.n_ambiguous)
        return err_set(e, ERR_INPUT,
                       _("\"%s\" in the field \"%s\" may be %s or %s. Nothing was changed; write the one "
                         "that is meant."),
                       text, f->key, r.ambiguous[0].text, r.ambiguous[1].text);
    return err_set(e, why.code, _("\"%s\" does not go into the field \"%s\". Nothing was changed. %s"), text,
                   f->key, why.text);
}

static void day_get(const void *at, const struct field *f, struct buf *out)
{
    (void)f;
    const struct opt_day *o = at;
    char text[DAY_TEXT_BYTES];
    if (o->set) {
        day_format(o->v, text);
        buf_adds(out, text);
    }
}

static int day_set(void *at, const struct field *f, const char *text, struct err *e)
{
    struct edtf date;
    int32_t day;
    if (day_parse(text, &day) == 0) {
        *(struct opt_day *)at = (struct opt_day){ true, day };
        return 0;
    }
    if (field_read_date(f, text, NULL, &date, e) < 0)
        return -1;
    if (date.start != EDTF_DATE || date.earliest != date.latest || date.interval || date.out_of_range)
        return err_set(e, ERR_INPUT,
                       _("The field \"%s\" takes one day, as 2021-03-05, not \"%s\". Nothing was changed."),
                       f->key, text);
    *(struct opt_day *)at = (struct opt_day){ true, date.earliest };
    return 0;
}

static void day_clear(void *at, const struct field *f)
{
    (void)f;
    *(struct opt_day *)at = (struct opt_day){ 0 };
}

static int day_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    *(struct opt_day *)to = *(const struct opt_day *)from;
    return 0;
}

static bool day_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    const struct opt_day *x = a, *y = b;
    return x->set == y->set && (!x->set || x->v == y->v);
}

static bool day_empty(const void *at, const struct field *f)
{
    (void)f;
    return !((const struct opt_day *)at)->set;
}

static void edtf_get(const void *at, const struct field *f, struct buf *out)
{
    (void)f;
    buf_adds(out, ((const struct rec_date *)at)->text);
}

static int date_take(struct rec_date *d, const struct edtf *date, struct err *e)
{
    if (str_set(&d->text, date->text) < 0)
        return err_no_memory(e);
    d->earliest = date->start == EDTF_DATE ? date->earliest : INT32_MIN;
    d->latest = date->end == EDTF_DATE ? date->latest : INT32_MAX;
    return 0;
}

static int edtf_set(void *at, const struct field *f, const char *text, struct err *e)
{
    struct edtf date;
    if (field_read_date(f, text, NULL, &date, e) < 0)
        return -1;
    if (date.out_of_range)
        return err_set(e, ERR_INPUT,
                       _("The field \"%s\" takes years of four digits, not \"%s\". Nothing was changed."),
                       f->key, text);
    return date_take(at, &date, e);
}

static void edtf_clear(void *at, const struct field *f)
{
    (void)f;
    struct rec_date *d = at;
    str_free(d->text);
    *d = (struct rec_date){ 0 };
}

static int edtf_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    const struct rec_date *d = from;
    struct rec_date copy = { NULL, d->earliest, d->latest };
    if (str_set(&copy.text, d->text) < 0)
        return -1;
    *(struct rec_date *)to = copy;
    return 0;
}

static bool edtf_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    return same_text(((const struct rec_date *)a)->text, ((const struct rec_date *)b)->text);
}

static bool edtf_empty(const void *at, const struct field *f)
{
    (void)f;
    return same_text(((const struct rec_date *)at)->text, "");
}

int rec_date_set(struct rec_date *d, const char *text, struct err *e)
{
    struct edtf date;
    if (!text || !*text) {
        edtf_clear(d, NULL);
        return 0;
    }
    return edtf_parse(text, &date, e) < 0 ? -1 : date_take(d, &date, e);
}

/* ---- references ---- */

static void ref_get(const void *at, const struct field *f, struct buf *out)
{
    (void)f;
    char hex[REC_ID_TEXT];
    if (!rec_ref_is_none(at)) {
        rec_id_format(((const struct rec_ref *)at)->id, hex);
        buf_adds(out, hex);
    }
}

static int ref_set(void *at, const struct field *f, const char *text, struct err *e)
{
    struct rec_ref ref = { 0 };
    if (rec_id_parse(text, ref.id) < 0)
        return err_set(
            e, ERR_INPUT,
            _("The field \"%s\" takes the id of a record, 32 hex digits, not \"%s\". Nothing was changed."),
            f->key, text);
    *(struct rec_ref *)at = ref;
    return 0;
}

static void ref_clear(void *at, const struct field *f)
{
    (void)f;
    *(struct rec_ref *)at = (struct rec_ref){ 0 };
}

static int ref_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    *(struct rec_ref *)to = *(const struct rec_ref *)from;
    return 0;
}

static bool ref_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    return memcmp(((const struct rec_ref *)a)->id, ((const struct rec_ref *)b)->id, REC_ID_BYTES) == 0;
}

static bool ref_empty(const void *at, const struct field *f)
{
    (void)f;
    return rec_ref_is_none(at);
}

/* ---- lists; a list of references is a list of elements of one field ---- */

static const struct field REFS_FIELDS[] = { { .key = "id", .label = N_("Id"), .type = FIELD_REF } };
static const struct kind REFS_PART = {
    .name = "reference", .size = sizeof(struct rec_ref), .fields = REFS_FIELDS, .n_fields = 1
};

static const struct kind *part_of(const struct field *f)
{
    return f->type == FIELD_REFS ? &REFS_PART : f->part;
}

static void *element(const struct rec_list *list, const struct field *f, size_t i)
{
    return (char *)list->at + i * part_of(f)->size;
}

/* One value inside a line of a list. */
static void escape(struct buf *out, const char *text)
{
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\n')
            buf_adds(out, "\\n");
        else if (text[i] == ' ' && (i == 0 || i == n - 1))
            buf_adds(out, "\\s");
        else {
            if (text[i] == '\\' || text[i] == '|')
                buf_addc(out, '\\');
            buf_addc(out, text[i]);
        }
    }
}

/* A new element has this value anyway. */
static bool is_default(const void *at, const struct field *f)
{
    return f->type == FIELD_BOOL   ? !*(const bool *)at
           : f->type == FIELD_ENUM ? *(const int *)at == 0
                                   : OPS[f->type].empty(at, f);
}

static void element_get(const void *base, const struct kind *part, struct buf *out)
{
    for (size_t i = 0; i < part->n_fields; i++) {
        const struct field *f = &part->fields[i];
        const void *at = at_of_const(base, f);
        if (i > 0 && is_default(at, f))
            continue;
        struct buf value = { 0 };
        OPS[f->type].get(at, f, &value);
        if (i > 0)
            buf_addf(out, " | %s=", f->key);
        escape(out, buf_text(&value));
        out->failed |= value.failed;
        buf_free(&value);
    }
}

static void list_get(const void *at, const struct field *f, struct buf *out)
{
    const struct rec_list *list = at;
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            buf_addc(out, '\n');
        element_get(element(list, f, i), part_of(f), out);
    }
}

static void element_clear(void *base, const struct kind *part)
{
    for (size_t i = 0; i < part->n_fields; i++)
        field_clear(base, &part->fields[i]);
    wipe(base, part->size);
}

static void list_clear(void *at, const struct field *f)
{
    struct rec_list *list = at;
    for (size_t i = 0; i < list->n; i++)
        element_clear(element(list, f, i), part_of(f));
    free(list->at);
    *list = (struct rec_list){ 0 };
}

static void *list_add(struct rec_list *list, const struct field *f)
{
    size_t size = part_of(f)->size;
    if (dyn_reserve(&list->at, &list->cap, list->n + 1, size) < 0)
        return NULL;
    return memset(element(list, f, list->n++), 0, size);
}

/* Up to the next bare `|` or the end, unescaped and without the spaces around it: moves *text past it. */
static char *next_value(const char **text, struct err *e)
{
    struct buf b = { 0 };
    size_t keep = 0; /* up to the last character that is not a bare space */
    const char *s = *text + strspn(*text, " \t");
    for (; *s && *s != '|'; s++) {
        bool bare = *s != '\\' || !s[1];
        if (!bare)
            s++;
        buf_addc(&b, bare ? *s : *s == 'n' ? '\n' : *s == 's' ? ' ' : *s);
        if (!bare || (*s != ' ' && *s != '\t'))
            keep = b.len;
    }
    *text = *s ? s + 1 : s;
    buf_cut(&b, keep);
    if (b.data)
        b.data[b.len] = '\0';
    return buf_take(&b, e);
}

/* `key=value` of an element. */
static int set_named(void *base, const struct kind *part, char *value, struct err *e)
{
    char *equals = strchr(value, '=');
    if (!equals)
        return err_set(e, ERR_INPUT,
                       _("\"%s\" does not say which part of a %s it is. Nothing was changed. Behind a | "
                         "write the part, =, and its value, as in: lang=en"),
                       value, part->name);
    *equals = '\0';
    const struct field *f = kind_field(part, value);
    if (!f)
        return err_set(e, ERR_NOT_FOUND, _("A %s has no field \"%s\". Nothing was changed."), part->name,
                       value);
    return field_set(base, f, equals + 1, e);
}

static int element_set(void *base, const struct kind *part, const char *line, struct err *e)
{
    int rc = 0;
    for (bool first = true; rc == 0 && (first || *line); first = false) {
        char *value = next_value(&line, e);
        if (!value)
            return -1;
        rc = first ? field_set(base, &part->fields[0], value, e) : set_named(base, part, value, e);
        str_free(value);
    }
    return rc;
}

static int append_line(struct rec_list *list, const struct field *f, const char *line, struct err *e)
{
    void *added = list_add(list, f);
    if (!added)
        return err_no_memory(e);
    if (element_set(added, part_of(f), line, e) < 0) {
        element_clear(added, part_of(f));
        list->n--;
        return -1;
    }
    return 0;
}

/* Elements that were there before keep their id: what refers to them goes on doing so. */
static void keep_rows(const struct rec_list *old, struct rec_list *fresh, const struct field *f)
{
    if (f->type != FIELD_LIST || f->part->kind == KIND_NONE)
        return;
    const struct field *main = &f->part->fields[0];
    for (size_t i = 0; i < fresh->n; i++) {
        struct rec_row *row = element(fresh, f, i);
        for (size_t j = 0; j < old->n && row->n == 0; j++) {
            struct rec_row *was = element(old, f, j);
            if (was->n != 0 && field_equal(row, was, main)) {
                *row = *was;
                was->n = 0;
            }
        }
    }
}

static int list_set(void *at, const struct field *f, const char *text, struct err *e)
{
    struct rec_list fresh = { 0 };
    char *copy = strdup(text), *rest = copy;
    int rc = copy ? 0 : err_no_memory(e);
    while (rc == 0 && rest) {
        char *line = strsep(&rest, "\n");
        if (*line)
            rc = append_line(&fresh, f, line, e);
    }
    str_free(copy);
    if (rc < 0) {
        list_clear(&fresh, f);
        return -1;
    }
    keep_rows(at, &fresh, f);
    list_clear(at, f);
    *(struct rec_list *)at = fresh;
    return 0;
}

static int list_copy(void *to, const void *from, const struct field *f)
{
    const struct rec_list *list = from;
    const struct kind *part = part_of(f);
    for (size_t i = 0; i < list->n; i++) {
        void *base = list_add(to, f);
        if (!base)
            return -1;
        if (f->type == FIELD_LIST)
            *(struct rec_row *)base = *(struct rec_row *)element(list, f, i);
        for (size_t j = 0; j < part->n_fields; j++)
            if (field_copy(base, element(list, f, i), &part->fields[j], NULL) < 0)
                return -1;
    }
    return 0;
}

static bool list_equal(const void *a, const void *b, const struct field *f)
{
    const struct rec_list *x = a, *y = b;
    const struct kind *part = part_of(f);
    if (x->n != y->n)
        return false;
    for (size_t i = 0; i < x->n; i++)
        for (size_t j = 0; j < part->n_fields; j++)
            if (!field_equal(element(x, f, i), element(y, f, i), &part->fields[j]))
                return false;
    return true;
}

static bool list_empty(const void *at, const struct field *f)
{
    (void)f;
    return ((const struct rec_list *)at)->n == 0;
}

#define ROW(type)                                                                                            \
    {                                                                                                        \
        type##_get, type##_set, type##_clear, type##_copy, type##_equal, type##_empty                        \
    }
static const struct ops OPS[FIELD_REFS + 1] = {
    [FIELD_TEXT] = ROW(text), [FIELD_LINES] = ROW(text), [FIELD_INT] = ROW(int),   [FIELD_BOOL] = ROW(bool),
    [FIELD_ENUM] = ROW(enum), [FIELD_DAY] = ROW(day),    [FIELD_EDTF] = ROW(edtf), [FIELD_REF] = ROW(ref),
    [FIELD_LIST] = ROW(list), [FIELD_REFS] = ROW(list),
};

/* ---- public ---- */

char *field_get(const void *base, const struct field *f, struct err *e)
{
    struct buf b = { 0 };
    OPS[f->type].get(at_of_const(base, f), f, &b);
    return buf_take(&b, e);
}

char *field_show(const void *base, const struct field *f, bool mask, struct err *e)
{
    struct buf b = { 0 };
    if (f->type == FIELD_ENUM) {
        size_t i = (size_t) * (const int *)at_of_const(base, f);
        buf_adds(&b, i < f->names->n ? _(f->names->at[i].label) : "");
        return buf_take(&b, e);
    }
    if (f->type == FIELD_BOOL) {
        buf_adds(&b, *(const bool *)at_of_const(base, f) ? _("yes") : _("no"));
        return buf_take(&b, e);
    }
    char *text = field_get(base, f, e);
    if (!text || !mask || !(f->flags & FIELD_SENSITIVE))
        return text;
    char *masked = rec_mask(text, e);
    str_free(text);
    return masked;
}

int field_set(void *base, const struct field *f, const char *text, struct err *e)
{
    void *at = at_of(base, f);
    if (*text)
        return OPS[f->type].set(at, f, text, e);
    OPS[f->type].clear(at, f);
    return 0;
}

int field_append(void *base, const struct field *f, const char *text, struct err *e)
{
    if (f->type != FIELD_LIST && f->type != FIELD_REFS)
        return err_set(e, ERR_INPUT,
                       _("The field \"%s\" is not a list; set it with %s=. Nothing was changed."), f->key,
                       f->key);
    return append_line(at_of(base, f), f, text, e);
}

bool field_is_empty(const void *base, const struct field *f)
{
    return OPS[f->type].empty(at_of_const(base, f), f);
}

bool field_equal(const void *a, const void *b, const struct field *f)
{
    return OPS[f->type].equal(at_of_const(a, f), at_of_const(b, f), f);
}

int field_copy(void *to, const void *from, const struct field *f, struct err *e)
{
    OPS[f->type].clear(at_of(to, f), f);
    if (OPS[f->type].copy(at_of(to, f), at_of_const(from, f), f) < 0)
        return err_no_memory(e);
    return 0;
}

void field_clear(void *base, const struct field *f)
{
    OPS[f->type].clear(at_of(base, f), f);
}

size_t field_count(const void *base, const struct field *f)
{
    return ((const struct rec_list *)at_of_const(base, f))->n;
}

void *field_at(const void *base, const struct field *f, size_t i)
{
    return element(at_of_const(base, f), f, i);
}

void *field_add(void *base, const struct field *f, struct err *e)
{
    void *added = list_add(at_of(base, f), f);
    if (!added)
        err_no_memory(e);
    return added;
}

void field_remove(void *base, const struct field *f, size_t i)
{
    struct rec_list *list = at_of(base, f);
    size_t size = part_of(f)->size;
    element_clear(element(list, f, i), part_of(f));
    char *at = list->at;
    memmove(at + i * size, at + (i + 1) * size, (list->n - i - 1) * size);
    list->n--;
}
