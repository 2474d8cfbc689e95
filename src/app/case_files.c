/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recordings, documents and other things: what they are, who holds them, and the file where it is in the
 * vault. */
#include "satchel/app/view_case.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/base/edtf_words.h"
#include "satchel/base/i18n.h"
#include "satchel/model/care.h"
#include "satchel/store/list.h"

static const struct list_column COLUMNS[] = { { .width = 14 }, { .width = 14, .drop = 1 }, { .width = 20 } };

static int load(struct case_view *c, struct err *e)
{
    struct store_rows items = { 0 };
    int rc = store_children(c->app->store, c->ref.n, KIND_ITEM, &items, e);
    for (size_t i = 0; rc == 0 && i < items.n; i++) {
        rc = case_add_row(c, (struct case_row){ .n = items.at[i], .kind = KIND_ITEM, .element = CASE_WHOLE },
                          e);
        if (rc == 0)
            rc = case_add_children(c, items.at[i], KIND_CUSTODY, e);
    }
    store_rows_free(&items);
    return rc;
}

static void item_row(struct case_view *c, const struct item *i, struct list_row *out)
{
    case_cell(c, out, 0, ROLE_STRONG, i->kind ? i->kind : _(kind_of(KIND_ITEM)->label));
    list_cell(out, 1, ROLE_TEXT, rec_ref_is_none(&i->file) ? _("not here") : _("in the vault"));
    case_cell(c, out, 2, ROLE_TEXT, i->title);
}

static void custody_row(struct case_view *c, const struct custody *k, struct list_row *out)
{
    char *holder = case_label(c, k->holder.n), *since = edtf_words(k->since.text);
    list_cell(out, 0, ROLE_LABEL, k->copy ? _("copy held by") : _("held by"));
    list_cell(out, 1, ROLE_TEXT, since);
    list_cell(out, 2, ROLE_TEXT, holder);
    str_free(since);
    str_free(holder);
}

static void row_of(struct case_view *c, const struct case_row *row, struct list_row *out)
{
    const struct rec *r = case_record(c, row->n);
    if (r && r->kind == KIND_ITEM)
        item_row(c, (const struct item *)r, out);
    else if (r)
        custody_row(c, (const struct custody *)r, out);
}

static int detail(struct case_view *c, const struct case_row *row, struct pane *p)
{
    const struct rec *r = case_record(c, row->n);
    if (!r || case_detail_fields(c, r, p) < 0)
        return r ? -1 : 0;
    const struct rec *f = r->kind == KIND_ITEM ? case_record(c, ((const struct item *)r)->file.n) : NULL;
    return f ? case_detail_fields(c, f, p) : 0;
}

static int64_t chosen_item(const struct case_view *c)
{
    const struct case_row *row = case_selected(c);
    return row && row->kind == KIND_ITEM ? row->n : 0;
}

static const struct case_choice CHOICES[] = {
    { N_("a thing somebody holds: a recording, a document"), "add item case=@", NULL },
    { N_("who holds this one"), "add custody item=@", chosen_item },
    { NULL, NULL, NULL },
};

static void add(struct case_view *c)
{
    if (chosen_item(c))
        case_choose(c, CHOICES);
    else
        open_about(c->app, "form", "add item case=@", c->ref.n);
}

const struct case_tab case_files = {
    .name = "files",
    .label = N_("Files"),
    .empty = N_("No recording, document or other thing is noted yet.\n\na adds one, and who holds it."),
    .columns = COLUMNS,
    .n_columns = 3,
    .load = load,
    .row = row_of,
    .detail = detail,
    .add = add,
};
