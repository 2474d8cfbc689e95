/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tabs of a case make their rows and texts with. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/view_case.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"

int case_add_row(struct case_view *c, struct case_row row, struct err *e)
{
    if (dyn_room(&c->rows) < 0)
        return err_no_memory(e);
    c->rows.at[c->rows.n++] = row;
    return 0;
}

int case_add_heading(struct case_view *c, const char *label, struct err *e)
{
    return case_add_row(c, (struct case_row){ .heading = true, .label = label }, e);
}

int case_add_children(struct case_view *c, int64_t n, enum rec_kind kind, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(c->app->store, n, kind, &rows, e);
    for (size_t i = 0; rc == 0 && i < rows.n; i++)
        rc = case_add_row(c, (struct case_row){ .n = rows.at[i], .kind = kind, .element = CASE_WHOLE }, e);
    store_rows_free(&rows);
    return rc;
}

const struct case_row *case_selected(const struct case_view *c)
{
    const struct case_row *r = c->list.selected < c->rows.n ? &c->rows.at[c->list.selected] : NULL;
    return r && !r->heading ? r : NULL;
}

const struct rec *case_record(struct case_view *c, int64_t n)
{
    for (size_t i = 0; i < c->cache.n; i++)
        if (c->cache.at[i]->n == n)
            return c->cache.at[i];
    if (n == 0 || dyn_room(&c->cache) < 0 || store_get(c->app->store, n, &c->cache.at[c->cache.n], NULL) < 0)
        return NULL;
    return c->cache.at[c->cache.n++];
}

void case_forget_records(struct case_view *c)
{
    for (size_t i = 0; i < c->cache.n; i++)
        rec_free(c->cache.at[i]);
    c->cache.n = 0;
}

#define CACHE_MOST 256

/* Where nothing is borrowed: keeps what has been read from growing. */
void case_trim_records(struct case_view *c)
{
    if (c->cache.n > CACHE_MOST)
        case_forget_records(c);
}

char *case_text(const struct case_view *c, const char *text)
{
    return present_text(c->app, text);
}

char *case_label(struct case_view *c, int64_t n)
{
    return n ? present_label(c->app, n) : strdup("");
}

void case_cell(const struct case_view *c, struct list_row *out, size_t column, int role, const char *text)
{
    char *shown = case_text(c, text);
    if (shown)
        shown[strcspn(shown, "\n")] = '\0';
    list_cell(out, column, role, shown);
    str_free(shown);
}

int64_t case_appeal(const struct case_view *c)
{
    struct store_rows rows = { 0 };
    int64_t n = c->head.appeal;
    if (!n && store_children(c->app->store, c->ref.n, KIND_APPEAL, &rows, NULL) == 0 && rows.n)
        n = rows.at[rows.n - 1];
    store_rows_free(&rows);
    return n;
}

/* ---- a record in words ---- */

#define DETAIL_LABEL 20

int case_detail_field(struct case_view *c, const struct rec *r, const struct field *f, struct pane *p)
{
    if (field_is_empty(r, f) || (f->type == FIELD_BOOL && !*(const bool *)((const char *)r + f->offset)) ||
        f->flags & (FIELD_OWNER | FIELD_INWARD))
        return 0;
    char *value = f->type == FIELD_LINES ? field_show(r, f, true, NULL) : present_field(c->app, r, f, NULL);
    char *shown = case_text(c, value);
    const char *label = _(f->label);
    bool below = shown && strchr(shown, '\n');
    int gap = DETAIL_LABEL - text_width(label, strlen(label));
    int rc = below ? pane_addf(p, ROLE_LABEL, "%s\n", label)
                   : pane_addf(p, ROLE_LABEL, "%s%*s", label, gap > 1 ? gap : 1, "");
    if (rc == 0)
        rc = pane_addf(p, ROLE_VALUE, "%s\n", shown ? shown : "");
    str_free(shown);
    str_free(value);
    return rc;
}

int case_detail_fields(struct case_view *c, const struct rec *r, struct pane *p)
{
    const struct kind *k = kind_of(r->kind);
    for (size_t i = 0; i < k->n_fields; i++)
        if (case_detail_field(c, r, &k->fields[i], p) < 0)
            return -1;
    return 0;
}
