/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding, editing and deleting from the rows of a case. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/view_case.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

/* ---- adding ---- */

static int64_t choice_to(const struct case_view *c, const struct case_choice *choice)
{
    return choice->to ? choice->to(c) : c->ref.n;
}

static bool choice_row(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    const struct case_view *c = arg;
    for (const struct case_choice *choice = c->choices; choice->form; choice++) {
        bool fits = !*words || text_has_words(_(choice->label), words) || text_has_words(choice->form, words);
        if (!choice_to(c, choice) || !fits)
            continue;
        if (index--)
            continue;
        buf_addf(value, "%td", choice - c->choices);
        buf_adds(label, _(choice->label));
        return true;
    }
    return false;
}

static void choice_made(struct app *a, void *arg, const char *value, const char *label)
{
    (void)a;
    (void)label;
    struct case_view *c = arg;
    const struct case_choice *choice = &c->choices[strtoul(value, NULL, 10)];
    open_about(c->app, "form", choice->form, choice_to(c, choice));
}

void case_choose(struct case_view *c, const struct case_choice *choices)
{
    c->choices = choices;
    app_pick(c->app, _("Add what?"), (struct picker_source){ .row = choice_row, .arg = c }, NULL, choice_made,
             c);
}

/* The form of the record, with the focus on the field that the row is about. */
void case_edit_row(struct case_view *c, const struct case_row *row)
{
    if (row->field)
        edit_field(c->app, row->n, row->field);
    else
        edit_record(c->app, row->n);
}

void case_delete_row(struct case_view *c)
{
    const struct case_row *row = case_selected(c);
    int64_t n = row ? row->n : 0;
    if (row && !n)
        app_say(c->app, MESSAGE_INFO, "%s", _("There is nothing to delete here."));
    else if (row && row->field)
        delete_field(c->app, n, row->field, row->element);
    else if (row)
        delete_records(c->app, &n, 1);
}
