/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/view_case.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/model/care.h"

static const struct list_column COLUMNS[] = { { .width = 12 }, { .width = 20 } };

static int load(struct case_view *c, struct err *e)
{
    return case_add_children(c, c->ref.n, KIND_NOTE, e);
}

static void row_of(struct case_view *c, const struct case_row *row, struct list_row *out)
{
    const struct note *n = (const struct note *)case_record(c, row->n);
    if (!n)
        return;
    char *day = present_day((struct opt_day){ true, (int32_t)(n->rec.changed / 86400) });
    list_cell(out, 0, ROLE_DIM, day);
    case_cell(c, out, 1, ROLE_TEXT, n->text);
    str_free(day);
}

static int detail(struct case_view *c, const struct case_row *row, struct pane *p)
{
    const struct note *n = (const struct note *)case_record(c, row->n);
    char *text = case_text(c, n ? n->text : NULL);
    int rc = text ? pane_addf(p, ROLE_TEXT, "%s\n", text) : -1;
    str_free(text);
    if (rc == 0 && n)
        rc = case_detail_field(c, &n->rec, kind_field(kind_of(KIND_NOTE), "tags"), p);
    return rc;
}

static void add(struct case_view *c)
{
    open_about(c->app, "form", "add note of=@", c->ref.n);
}

const struct case_tab case_notes = {
    .name = "notes",
    .label = N_("Notes"),
    .empty = N_("No note yet.\n\na writes one. Ctrl-N writes a quick one from any screen."),
    .columns = COLUMNS,
    .n_columns = 2,
    .load = load,
    .row = row_of,
    .detail = detail,
    .add = add,
};
