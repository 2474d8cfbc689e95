/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/browse_lines.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/present.h"
#include "satchel/base/edtf_words.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field.h"
#include "satchel/model/people.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"

struct adding {
    struct app *app;
    struct browse_lines *lines;
    enum rec_kind kind; /* of the record that the lines are about */
};

void browse_lines_free(struct browse_lines *lines)
{
    for (size_t i = 0; i < lines->n; i++) {
        str_free(lines->at[i].name);
        str_free(lines->at[i].text);
    }
    free(lines->at);
    *lines = (struct browse_lines){ 0 };
}

/* Takes text over. */
static int add_line(struct adding *b, struct browse_line line, const char *name, char *text, struct err *e)
{
    line.name = strdup(name);
    line.text = text;
    if (!line.name || dyn_room(b->lines) < 0) {
        str_free(line.name);
        str_free(text);
        return err_no_memory(e);
    }
    b->lines->at[b->lines->n++] = line;
    return 0;
}

/* The record's own fields that say something. */
static int add_fields(struct adding *b, const struct rec *r, struct err *e)
{
    const struct kind *k = kind_of(r->kind);
    for (size_t i = 0; i < k->n_fields; i++) {
        const struct field *f = &k->fields[i];
        bool no = f->type == FIELD_BOOL && !*((const bool *)r + f->offset);
        if (field_is_empty(r, f) || no)
            continue;
        struct browse_line line = { .n = r->n, .kind = r->kind, .field = f };
        char *text = present_field(b->app, r, f, e);
        if (!text || add_line(b, line, _(f->label), text, e) < 0)
            return -1;
    }
    return 0;
}

/* "P. Prubnik · 2024-05 –": the office is the one above. */
static char *holder_text(struct app *a, const struct holder *h)
{
    struct buf out = { 0 };
    char *name = present_label(a, h->person.n), *from = edtf_words(h->from.text),
         *to = edtf_words(h->to.text);
    buf_adds(&out, name && *name ? name : _("name not found"));
    if ((from && *from) || (to && *to))
        buf_addf(&out, " · %s – %s", from ? from : "", to ? to : "");
    str_free(name);
    str_free(from);
    str_free(to);
    return buf_take(&out, NULL);
}

/* One text of an address as on the envelope, its language beside the first line. */
static int add_address_text(struct adding *b, int64_t n, const struct address_text *t, struct err *e)
{
    struct buf name = { 0 };
    struct browse_line line = { .n = n, .kind = KIND_ADDRESS };
    char *text = present_text(b->app, t->lines);
    buf_addf(&name, t->lang && *t->lang ? "%s (%s)" : "%s", _(kind_of(KIND_ADDRESS)->label), t->lang);
    int rc = name.failed || !text ? err_no_memory(e) : 0;
    for (const char *at = text; rc == 0 && *at; at += *at == '\n') {
        size_t len = strcspn(at, "\n");
        rc = add_line(b, line, at == text ? buf_text(&name) : " ", strndup(at, len), e);
        at += len;
    }
    str_free(text);
    buf_free(&name);
    return rc;
}

/* A record that belongs to the one above, in a line; an office's address in full. */
static int add_part_lines(struct adding *b, int64_t n, enum rec_kind kind, struct err *e)
{
    struct rec *r = NULL;
    struct browse_line line = { .n = n, .kind = kind };
    bool whole = kind == KIND_HOLDER || (kind == KIND_ADDRESS && b->kind == KIND_OFFICE);
    if (!whole)
        return add_line(b, line, _(kind_of(kind)->label),
                        kind == KIND_CONTACT ? present_contact(b->app, n) : present_label(b->app, n), e);
    int rc = store_get(b->app->store, n, &r, e);
    if (rc == 0 && kind == KIND_HOLDER)
        rc = add_line(b, line, _(kind_of(kind)->label), holder_text(b->app, (const struct holder *)r), e);
    const struct address *address = kind == KIND_ADDRESS ? (const struct address *)r : NULL;
    for (size_t i = 0; rc == 0 && address && i < address->texts.n; i++)
        rc = add_address_text(b, n, &address->texts.at[i], e);
    rec_free(r);
    return rc;
}

static int add_part(struct adding *b, int64_t n, enum rec_kind kind, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(b->app->store, n, kind, &rows, e);
    if (rc == 0 && rows.n)
        rc = add_line(b, (struct browse_line){ .kind = kind }, _(kind_of(kind)->label_plural), NULL, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = add_part_lines(b, rows.at[i], kind, e);
    store_rows_free(&rows);
    return rc;
}

int browse_lines_add(struct browse_lines *out, struct app *a, int64_t n, const struct browse_part *parts,
                     size_t n_parts, struct err *e)
{
    struct rec *r = NULL;
    if (store_get(a->store, n, &r, e) < 0)
        return -1;
    struct adding b = { a, out, r->kind };
    int rc = add_fields(&b, r, e);
    for (size_t i = 0; rc == 0 && i < n_parts; i++)
        rc = add_part(&b, n, parts[i].kind, e);
    rec_free(r);
    return rc;
}
