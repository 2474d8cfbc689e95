/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/record.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/edtf_words.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"

const struct field *rec_field(const struct rec *r, const char *key, struct err *e)
{
    const struct kind *k = kind_of(r->kind);
    const struct field *f = kind_field(k, key);
    if (!f)
        err_set(e, ERR_NOT_FOUND, _("A record of type %s has no field \"%s\". Nothing was changed."), k->name,
                key);
    return f;
}

struct rec_ref rec_ref_to(const struct rec *r)
{
    struct rec_ref ref = { .n = r->n };
    memcpy(ref.id, r->id, sizeof ref.id);
    return ref;
}

struct rec *rec_new(enum rec_kind kind, struct err *e)
{
    struct rec *r = calloc(1, kind_of(kind)->size);
    if (!r) {
        err_no_memory(e);
        return NULL;
    }
    r->kind = kind;
    return r;
}

void rec_free(struct rec *r)
{
    if (!r)
        return;
    const struct kind *k = kind_of(r->kind);
    for (size_t i = 0; i < k->n_fields; i++)
        field_clear(r, &k->fields[i]);
    wipe(r, k->size);
    free(r);
}

struct rec *rec_copy(const struct rec *r, struct err *e)
{
    const struct kind *k = kind_of(r->kind);
    struct rec *copy = rec_new(r->kind, e);
    if (!copy)
        return NULL;
    *copy = *r;
    for (size_t i = 0; i < k->n_fields; i++) {
        if (field_copy(copy, r, &k->fields[i], e) < 0) {
            rec_free(copy);
            return NULL;
        }
    }
    return copy;
}

bool rec_equal(const struct rec *a, const struct rec *b)
{
    if (a->kind != b->kind)
        return false;
    const struct kind *k = kind_of(a->kind);
    for (size_t i = 0; i < k->n_fields; i++)
        if (!field_equal(a, b, &k->fields[i]))
            return false;
    return true;
}

/* -1 at the first required field of base that is empty; lists are entered. Bit i of but: not field i. */
static int check_fields(const void *base, const struct kind *k, uint64_t but, struct err *e)
{
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *f = &k->fields[i];
        if (f->flags & FIELD_REQUIRED && field_is_empty(base, f) && !(but >> i & 1))
            return err_set(e, ERR_INPUT,
                           _("The field \"%s\" (%s) of a %s is empty and must not be. Nothing was changed."),
                           _(f->label), f->key, k->name);
        if (f->type == FIELD_LIST)
            for (size_t j = 0; j < field_count(base, f); j++)
                if (check_fields(field_at(base, f, j), f->part, 0, e) < 0)
                    return -1;
    }
    return 0;
}

int rec_check(const struct rec *r, struct err *e)
{
    return check_fields(r, kind_of(r->kind), 0, e);
}

int rec_check_but(const struct rec *r, uint64_t but, struct err *e)
{
    return check_fields(r, kind_of(r->kind), but, e);
}

/* ---- labels ---- */

/* Which fields tell a record from others, in order; all that are not empty are taken, up to two; "?" before
 * one: only where nothing else is. */
static const char *const LABEL_KEYS[KIND_COUNT][4] = {
    [KIND_CASE] = { "title" },
    [KIND_APPEAL] = { "number", "title", "index_no" },
    [KIND_PERSON] = { "names" },
    [KIND_MEMBER] = { "role" },
    [KIND_RELATION] = { "kind" },
    [KIND_CONTACT] = { "kind", "raw" },
    [KIND_OFFICE] = { "title", "institution" },
    [KIND_HOLDER] = { "from", "to" },
    [KIND_TARGET] = { "printed_title", "printed_name" },
    [KIND_ADDRESS] = { "texts" },
    [KIND_PLACE] = { "names" },
    [KIND_EVENT] = { "date", "text", "kind" },
    [KIND_SOURCE] = { "title", "publisher", "?text", "?kind" },
    [KIND_STATEMENT] = { "heading", "?date", "?channel" },
    [KIND_UTTERANCE] = { "pos" },
    [KIND_CITATION] = { "quote" },
    [KIND_FACT] = { "title", "kind" },
    [KIND_CLAIM] = { "date", "text", "num", "unit" },
    [KIND_LETTER] = { "subject", "lang", "state" },
    [KIND_SENDER] = { "name" },
    [KIND_TEMPLATE] = { "kind", "lang" },
    [KIND_ACTION] = { "channel", "day" },
    [KIND_REPLY] = { "kind", "day" },
    [KIND_CHECKIN] = { "due" },
    [KIND_INSTRUCTION] = { "text" },
    [KIND_ITEM] = { "title" },
    [KIND_CUSTODY] = { "since", "until" },
    [KIND_FILE] = { "name" },
    [KIND_NOTE] = { "text" },
    [KIND_RULE] = { "level", "field" },
    [KIND_NAME] = { "text" },
    [KIND_ASK] = { "text" },
    [KIND_STATE] = { "state", "since" },
    [KIND_SPEAKER] = { "name" },
    [KIND_MARK] = { "kind", "text" },
    [KIND_FINDING] = { "code" },
};

#define LABEL_CPS 120

/* The field as one short line: of lists the first element's first field, of long texts the first line. */
static int label_part(struct buf *b, const void *base, const struct field *f, struct err *e)
{
    while (f->type == FIELD_LIST) {
        if (field_count(base, f) == 0)
            return 0;
        base = field_at(base, f, 0);
        f = &f->part->fields[0];
    }
    if (field_is_empty(base, f))
        return 0;
    char *text = f->type == FIELD_EDTF
                     ? edtf_words(((const struct rec_date *)((const char *)base + f->offset))->text)
                     : field_show(base, f, true, e);
    if (!text)
        return -1;
    size_t n = strcspn(text, "\n");
    if (b->len)
        buf_adds(b, ", ");
    buf_add(b, text, text_offset(text, n, LABEL_CPS));
    str_free(text);
    return 0;
}

char *rec_label(const struct rec *r, struct err *e)
{
    const struct kind *k = kind_of(r->kind);
    struct buf b = { 0 };
    size_t taken = 0;
    for (size_t i = 0; i < 4 && LABEL_KEYS[r->kind][i] && taken < 2; i++) {
        const char *key = LABEL_KEYS[r->kind][i];
        size_t before = b.len;
        if (*key == '?' && before)
            break;
        if (label_part(&b, r, kind_field(k, key + (*key == '?')), e) < 0) {
            buf_free(&b);
            return NULL;
        }
        taken += b.len > before;
    }
    if (b.len == 0)
        buf_adds(&b, _(k->label));
    return buf_take(&b, e);
}
