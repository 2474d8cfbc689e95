/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened, in order, with what is uncertain marked; above it, where there is room, a picture of it. */
#include <string.h>

#include "satchel/app/view_case.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/base/edtf.h"
#include "satchel/base/edtf_words.h"
#include "satchel/base/i18n.h"
#include "satchel/model/testimony.h"

static const struct list_column COLUMNS[] = { { .width = 22, .fit = 31 },
                                              { .width = 13, .drop = 1 },
                                              { .width = 16 } };

static int load(struct case_view *c, struct err *e)
{
    return case_add_children(c, c->ref.n, KIND_EVENT, e);
}

static bool is_uncertain(const struct rec_date *d)
{
    struct edtf read;
    return !d->text || edtf_parse(d->text, &read, NULL) < 0 || read.uncertain || read.approximate || read.set;
}

static void row_of(struct case_view *c, const struct case_row *row, struct list_row *out)
{
    const struct event *v = (const struct event *)case_record(c, row->n);
    if (!v)
        return;
    char *date = edtf_words(v->date.text);
    out->glyph = is_uncertain(&v->date) ? GLYPH_UNCERTAIN : GLYPH_NONE;
    list_cell(out, 0, ROLE_TEXT, date);
    list_cell(out, 1, ROLE_LABEL, _(ENUM_event_kind.at[v->kind].label));
    case_cell(c, out, 2, ROLE_TEXT, v->text);
    str_free(date);
}

/* What happened in full, then what else is known of it. */
static int detail(struct case_view *c, const struct case_row *row, struct pane *p)
{
    const struct event *v = (const struct event *)case_record(c, row->n);
    const struct kind *k = kind_of(KIND_EVENT);
    char *text = case_text(c, v ? v->text : NULL);
    int rc = text ? pane_addf(p, ROLE_TEXT, "%s\n", text) : -1;
    str_free(text);
    for (size_t i = 0; v && rc == 0 && i < k->n_fields; i++)
        if (strcmp(k->fields[i].key, "text") != 0)
            rc = case_detail_field(c, &v->rec, &k->fields[i], p);
    return rc;
}

static void add(struct case_view *c)
{
    open_about(c->app, "form", "add event case=@", c->ref.n);
}

static void above(struct case_view *c, const struct layout *l, struct draw *body)
{
    c->pictured = c->timeline && !l->one_pane && c->rows.n && case_timeline(c, body);
}

const struct case_tab case_chronology = {
    .name = "chronology",
    .label = N_("Chronology"),
    .empty = N_("No event yet.\n\na adds one. A date may be as uncertain as it was told: early May "
                "2021,\nbefore 2019, two weeks ago, July or August 2021."),
    .columns = COLUMNS,
    .n_columns = 3,
    .load = load,
    .row = row_of,
    .detail = detail,
    .add = add,
    .above = above,
};
