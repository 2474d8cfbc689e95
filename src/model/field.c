/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public functions look up a row of operations: those of one value stand in field_value.c, those of lists
 * here. Values are replaced only after the new one was read in full, so that a wrong text changes nothing. */
#include "satchel/model/field.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field_value.h"

static const struct field_ops LIST_OPS;

static const struct field_ops *ops(const struct field *f)
{
    return f->type < FIELD_LIST ? &field_value_ops[f->type] : &LIST_OPS;
}

static void *at_of(void *base, const struct field *f)
{
    return (char *)base + f->offset;
}

static const void *at_of_const(const void *base, const struct field *f)
{
    return (const char *)base + f->offset;
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
                                   : ops(f)->empty(at, f);
}

static void element_get(const void *base, const struct kind *part, struct buf *out)
{
    for (size_t i = 0; i < part->n_fields; i++) {
        const struct field *f = &part->fields[i];
        const void *at = at_of_const(base, f);
        if (i > 0 && is_default(at, f))
            continue;
        struct buf value = { 0 };
        ops(f)->get(at, f, &value);
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

static const struct field_ops LIST_OPS = {
    list_get, list_set, list_clear, list_copy, list_equal, list_empty,
};

/* ---- public ---- */

char *field_get(const void *base, const struct field *f, struct err *e)
{
    struct buf b = { 0 };
    ops(f)->get(at_of_const(base, f), f, &b);
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
        return ops(f)->set(at, f, text, e);
    ops(f)->clear(at, f);
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
    return ops(f)->empty(at_of_const(base, f), f);
}

bool field_equal(const void *a, const void *b, const struct field *f)
{
    return ops(f)->equal(at_of_const(a, f), at_of_const(b, f), f);
}

int field_copy(void *to, const void *from, const struct field *f, struct err *e)
{
    ops(f)->clear(at_of(to, f), f);
    if (ops(f)->copy(at_of(to, f), at_of_const(from, f), f) < 0)
        return err_no_memory(e);
    return 0;
}

void field_clear(void *base, const struct field *f)
{
    ops(f)->clear(at_of(base, f), f);
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
