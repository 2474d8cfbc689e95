/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done for the case, and what came back. */
#include "satchel/app/view_case.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/base/edtf_words.h"
#include "satchel/base/i18n.h"
#include "satchel/model/letters.h"

static const struct list_column COLUMNS[] = { { .width = 12 },
                                              { .width = 14 },
                                              { .width = 6, .right = true, .drop = 2 },
                                              { .width = 10, .drop = 1 },
                                              { .width = 10 } };

static int load(struct case_view *c, struct err *e)
{
    if (case_add_children(c, c->ref.n, KIND_ACTION, e) < 0)
        return -1;
    size_t n = c->rows.n;
    for (size_t i = 0; i < n; i++)
        if (case_add_children(c, c->rows.at[i].n, KIND_REPLY, e) < 0)
            return -1;
    return 0;
}

static void action_row(struct case_view *c, const struct action *a, struct list_row *out)
{
    struct buf count = { 0 };
    char *day = edtf_words(a->day.text), *to = case_label(c, a->target.n ? a->target.n : a->letter.n);
    if (a->count.set)
        buf_addf(&count, "%lld", (long long)a->count.v);
    list_cell(out, 0, ROLE_TEXT, day);
    list_cell(out, 1, ROLE_TEXT, _(ENUM_channel.at[a->channel].label));
    list_cell(out, 2, ROLE_TEXT, buf_text(&count));
    case_cell(c, out, 3, ROLE_TEXT, a->by);
    list_cell(out, 4, ROLE_TEXT, to);
    str_free(to);
    str_free(day);
    buf_free(&count);
}

static void reply_row(struct case_view *c, const struct reply *r, struct list_row *out)
{
    char *day = present_day(r->day);
    out->glyph = r->kind == REPLY_RETURNED ? GLYPH_WARNING : GLYPH_NONE;
    list_cell(out, 0, ROLE_TEXT, day);
    list_cell(out, 1, ROLE_LABEL, _(ENUM_reply_kind.at[r->kind].label));
    list_cell(out, 2, ROLE_TEXT, " ");
    list_cell(out, 3, ROLE_TEXT, " ");
    case_cell(c, out, 4, ROLE_TEXT, r->note);
    str_free(day);
}

static void row_of(struct case_view *c, const struct case_row *row, struct list_row *out)
{
    const struct rec *r = case_record(c, row->n);
    if (r && r->kind == KIND_ACTION)
        action_row(c, (const struct action *)r, out);
    else if (r)
        reply_row(c, (const struct reply *)r, out);
}

static int64_t chosen_action(const struct case_view *c)
{
    const struct case_row *row = case_selected(c);
    return row && row->kind == KIND_ACTION ? row->n : 0;
}

static const struct case_choice CHOICES[] = {
    { N_("an action: what was done"), "add action case=@", NULL },
    { N_("a reply to this action"), "add reply action=@", chosen_action },
    { NULL, NULL, NULL },
};

static void add(struct case_view *c)
{
    if (chosen_action(c))
        case_choose(c, CHOICES);
    else
        open_about(c->app, "form", "add action case=@", c->ref.n);
}

const struct case_tab case_actions = {
    .name = "actions",
    .label = N_("Actions"),
    .empty = N_("Nothing was done yet, or it was not noted.\n\nx logs a letter, a call, a visit; a does the "
                "same here."),
    .columns = COLUMNS,
    .n_columns = 5,
    .load = load,
    .row = row_of,
    .add = add,
};
