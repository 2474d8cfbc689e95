/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tabs of a case, and the rows of the one that is shown. */
#include <string.h>

#include "satchel/app/view_case.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

const struct case_tab *const case_tabs[CASE_TABS] = { &case_overview,   &case_people,  &case_chronology,
                                                      &case_statements, &case_letters, &case_actions,
                                                      &case_files,      &case_notes };

const struct case_tab *case_tab_of(const struct case_view *c)
{
    return case_tabs[c->tab];
}

/* ---- rows ---- */

void case_fill_row(void *arg, size_t index, struct list_row *out)
{
    struct case_view *c = arg;
    const struct case_row *r = &c->rows.at[index];
    out->heading = r->heading;
    if (r->heading)
        list_cell(out, 0, ROLE_TEXT, r->label);
    else
        case_tab_of(c)->row(c, r, out);
    out->marked = r->n && !r->field && marks_has(&c->marks, r->n);
}

/* Leaves the rows that have the words in what they show. */
static void narrow_rows(struct case_view *c)
{
    struct list_row row = { 0 };
    size_t kept = 0;
    for (size_t i = 0; i < c->rows.n; i++) {
        buf_cut(&row.text, 0);
        case_trim_records(c);
        case_fill_row(c, i, &row);
        if (!row.heading && text_has_words(buf_text(&row.text), narrow_words(&c->narrow)))
            c->rows.at[kept++] = c->rows.at[i];
    }
    c->rows.n = kept;
    buf_free(&row.text);
}

static bool same_row(const struct case_row *a, const struct case_row *b)
{
    return a->n == b->n && a->field == b->field && a->element == b->element && a->what == b->what;
}

int case_load_rows(struct case_view *c, const struct case_row *keep, struct err *e)
{
    c->rows.n = 0;
    c->pane_row = SIZE_MAX;
    case_forget_records(c);
    if (case_tab_of(c)->load(c, e) < 0) {
        c->rows.n = 0;
        list_set_count(&c->list, 0);
        return -1;
    }
    if (*narrow_words(&c->narrow))
        narrow_rows(c);
    list_set_count(&c->list, c->rows.n);
    for (size_t i = 0; keep && i < c->rows.n; i++) {
        if (same_row(&c->rows.at[i], keep)) {
            list_select(&c->list, i);
            break;
        }
    }
    return 0;
}

int case_reload_rows(struct case_view *c, struct err *e)
{
    const struct case_row *at = case_selected(c);
    struct case_row keep = at ? *at : (struct case_row){ 0 };
    return case_load_rows(c, at ? &keep : NULL, e);
}

/* ---- going to one ---- */

static void keep_arg(struct case_view *c)
{
    struct buf b = { 0 };
    buf_addf(&b, "%s %s", c->id, case_tab_of(c)->name);
    if (!b.failed)
        view_set_arg(&c->view, buf_text(&b));
    buf_free(&b);
}

int case_go_to_tab(struct case_view *c, size_t tab, struct err *e)
{
    const struct case_tab *t = case_tabs[tab];
    struct buf scratch = c->list.scratch.text;
    c->tab = tab;
    c->reading = false;
    narrow_widen(&c->narrow);
    marks_clear(&c->marks);
    list_init(&c->list, t->columns, t->n_columns, (struct list_source){ .row = case_fill_row, .arg = c });
    c->list.scratch.text = scratch;
    c->list.empty = _(t->empty);
    c->list.no_titles = true;
    keep_arg(c);
    return case_load_rows(c, NULL, e);
}

void case_show_tab(struct case_view *c, size_t tab)
{
    struct err e = { 0 };
    if (case_go_to_tab(c, tab, &e) < 0)
        app_error(c->app, &e);
}

size_t case_tab_named(const char *name)
{
    for (size_t i = 0; i < CASE_TABS; i++)
        if (strcmp(case_tabs[i]->name, name) == 0)
            return i;
    return 0;
}
