/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arg: ID TAB [ROW]: a case, or a record in one, whose row is then selected; the name of the tab; over a lock
 * the record of the row. */
#include "satchel/app/view_case.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/app/commands.h"
#include "satchel/app/present.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/store.h"

/* ---- reading ---- */

static void make_detail(struct case_view *c)
{
    const struct case_row *row = case_selected(c);
    if (c->pane_row == c->list.selected)
        return;
    c->pane_row = c->list.selected;
    pane_clear(&c->pane);
    if (!row)
        return;
    const struct rec *r = case_record(c, row->n);
    if (case_tab_of(c)->detail)
        case_tab_of(c)->detail(c, row, &c->pane);
    else if (r)
        case_detail_fields(c, r, &c->pane);
    c->pane.at = c->pane.top = 0;
}

static int load_head(struct case_view *c, struct err *e)
{
    struct rec *r = NULL;
    if (store_get(c->app->store, c->ref.n, &r, e) < 0)
        return -1;
    rec_free((struct rec *)c->kase);
    c->kase = (struct kase *)r;
    caselist_row_free(&c->head);
    if (caselist_row(c->app->store, c->ref.n, &c->head, e) < 0 ||
        caselist_counts(c->app->store, c->ref.n, &c->counts, e) < 0)
        return -1;
    c->today = store_today(c->app->store);
    return 0;
}

static int case_reload(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    struct case_view *c = (struct case_view *)v;
    return load_head(c, e) < 0 ? -1 : case_reload_rows(c, e);
}

static bool select_record(struct case_view *c, int64_t n)
{
    size_t i = 0;
    while (i < c->rows.n && c->rows.at[i].n != n)
        i++;
    if (i < c->rows.n)
        list_select(&c->list, i);
    return i < c->rows.n;
}

static int open_words(struct case_view *c, char *words, struct err *e)
{
    char *save = NULL, *id = strtok_r(words, " ", &save), *tab = strtok_r(NULL, " ", &save);
    const char *row = strtok_r(NULL, " ", &save);
    int64_t n, at;
    if (store_find(c->app->store, id ? id : "", KIND_ANY, &n, e) < 0 ||
        store_case_of(c->app->store, n, &c->ref, e) < 0)
        return -1;
    if (!c->ref.n)
        return err_set(e, ERR_NOT_FOUND, "%s", _("This belongs to no case, or to several."));
    rec_id_format(c->ref.id, c->id);
    if (load_head(c, e) < 0 || case_go_to_tab(c, case_tab_named(tab ? tab : ""), e) < 0)
        return -1;
    if (n != c->ref.n)
        select_record(c, n);
    else if (row && store_find(c->app->store, row, KIND_ANY, &at, NULL) == 0) /* else it is gone since */
        select_record(c, at);
    return 0;
}

static void case_place(struct app *a, struct view *v)
{
    struct case_view *c = (struct case_view *)v;
    const struct case_row *row = case_selected(c);
    struct rec_ref ref;
    struct buf b = { 0 };
    char id[REC_ID_TEXT] = "";
    if (row && row->n && store_ref(a->store, row->n, &ref, NULL) == 0)
        rec_id_format(ref.id, id);
    buf_addf(&b, "%s %s %s", c->id, case_tab_of(c)->name, id);
    if (!b.failed)
        view_set_arg(v, buf_text(&b));
    buf_free(&b);
}

static int case_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    struct case_view *c = (struct case_view *)v;
    c->app = a;
    c->timeline = true;
    narrow_init(&c->narrow, &a->clip);
    v->list = &c->list;
    v->narrow = &c->narrow;
    v->marks = &c->marks;
    char *words = strdup(arg);
    int rc = words ? open_words(c, words, e) : err_no_memory(e);
    str_free(words);
    return rc;
}

static void case_close(struct app *a, struct view *v)
{
    (void)a;
    struct case_view *c = (struct case_view *)v;
    case_forget_records(c);
    free(c->cache.at);
    rec_free((struct rec *)c->kase);
    caselist_row_free(&c->head);
    free(c->rows.at);
    list_free(&c->list);
    pane_free(&c->pane);
    narrow_free(&c->narrow);
    marks_free(&c->marks);
    letter_doubts_free(&c->doubts);
    letters_backs_free(&c->backs);
    str_free(c->heading);
}

/* As it was before another tab was looked into. */
static void come_back(struct case_view *c, size_t tab, const struct case_row *row, const char *words)
{
    struct err e = { 0 };
    if (case_go_to_tab(c, tab, &e) < 0 || editor_set(&c->narrow.words, words, &e) < 0 ||
        case_load_rows(c, row, &e) < 0)
        app_error(c->app, &e);
}

/* In this tab, else in the first other one that lists it; in none, where it was. */
static bool case_select(struct app *a, struct view *v, int64_t n)
{
    struct case_view *c = (struct case_view *)v;
    struct rec_ref kase = { 0 };
    const size_t before = c->tab;
    if (select_record(c, n))
        return true;
    if (store_case_of(a->store, n, &kase, NULL) < 0 || kase.n != c->ref.n)
        return false;
    const struct case_row *at = case_selected(c), keep = at ? *at : (struct case_row){ 0 };
    char *words = strdup(narrow_words(&c->narrow));
    bool found = false;
    for (size_t i = 1; i <= CASE_TABS && !found; i++)
        found = case_go_to_tab(c, i % CASE_TABS, NULL) == 0 && select_record(c, n);
    if (!found)
        come_back(c, before, at ? &keep : NULL, words ? words : "");
    str_free(words);
    return found;
}

/* ---- drawing ---- */

static void case_title(struct app *a, struct view *v, struct buf *out)
{
    struct case_view *c = (struct case_view *)v;
    buf_adds(out, c->head.number);
    if (c->tab > 0) {
        buf_adds(out, draw_path_sign(a->screen));
        buf_adds(out, _(case_tab_of(c)->label));
        return;
    }
    char *title = a->discreet ? present_name(a, c->head.name) : case_text(c, c->head.title);
    buf_addf(out, " %s", title ? title : "");
    str_free(title);
}

/* "2/14", headings not counted. */
static void case_idle(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    const struct case_view *c = (const struct case_view *)v;
    size_t all = 0, at = 0;
    for (size_t i = 0; i < c->rows.n; i++) {
        all += !c->rows.at[i].heading;
        at = i == c->list.selected ? all : at;
    }
    if (all)
        buf_addf(out, "%zu/%zu", at, all);
}

static void draw_tabs(const struct case_view *c, const struct draw *d)
{
    const struct case_counts *n = &c->counts;
    const int64_t counts[CASE_TABS] = { 0,          n->people,  n->events, n->statements,
                                        n->letters, n->actions, n->files,  n->notes };
    struct chrome_tab tabs[CASE_TABS];
    for (size_t i = 0; i < CASE_TABS; i++)
        tabs[i] = (struct chrome_tab){ .number = (int)i + 1,
                                       .label = _(case_tabs[i]->label),
                                       .count = counts[i] > 0 ? (int)counts[i] : -1 };
    chrome_tabs(d, 0, tabs, CASE_TABS, c->tab);
}

static void draw_reading(struct case_view *c, const struct draw *body)
{
    struct draw text = draw_part(body, 0, 1, -1, body->cols - 2);
    c->pane.unfocused = false;
    pane_draw(&c->pane, &text);
}

static void case_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *whole)
{
    (void)a;
    struct case_view *c = (struct case_view *)v;
    struct draw body, list, detail;
    case_trim_records(c);
    draw_tabs(c, whole);
    if (!l->one_pane)
        draw_ruler(whole, 1);
    body = draw_part(whole, l->one_pane ? 1 : 2, 0, -1, -1);
    make_detail(c);
    if (c->reading) {
        draw_reading(c, &body);
        return;
    }
    narrow_draw(&c->narrow, &body);
    if (case_tab_of(c)->above)
        case_tab_of(c)->above(c, l, &body);
    layout_split(l, &body, l->side ? 0 : case_tab_of(c)->list_rows * body.rows / 19, &list, &detail);
    c->list.unfocused = c->narrow.typing;
    c->list.unfold = l->one_pane;
    list_draw(&c->list, &list);
    c->pane.unfocused = true;
    if (!l->one_pane)
        pane_draw(&c->pane, &detail);
}

/* ---- what the keys are about ---- */

static int64_t case_view_record(struct app *a, struct view *v)
{
    (void)a;
    const struct case_row *row = case_selected((const struct case_view *)v);
    return row && !row->field ? row->n : 0;
}

static int64_t case_view_case(struct app *a, struct view *v)
{
    (void)a;
    return ((const struct case_view *)v)->ref.n;
}

static bool is_flagged(struct case_view *c, size_t i, struct list_row *scratch)
{
    buf_cut(&scratch->text, 0);
    scratch->glyph = GLYPH_NONE;
    case_fill_row(c, i, scratch);
    return !scratch->heading && (scratch->glyph == GLYPH_UNCERTAIN || scratch->glyph == GLYPH_WARNING ||
                                 scratch->glyph == GLYPH_OVERDUE);
}

static bool case_next(struct app *a, struct view *v, bool forward)
{
    (void)a;
    struct case_view *c = (struct case_view *)v;
    struct list_row scratch = { 0 };
    size_t n = c->rows.n, at = c->list.selected, tried = 0;
    bool found = false;
    for (; tried < n && !found; tried++) {
        at = (at + (forward ? 1 : n - 1)) % n;
        case_trim_records(c);
        found = is_flagged(c, at, &scratch);
        scratch.heading = false;
    }
    buf_free(&scratch.text);
    if (found)
        list_select(&c->list, at);
    return found;
}

static int64_t case_due(struct app *a, struct view *v)
{
    (void)a;
    return ((const struct case_view *)v)->doubt_at;
}

static void case_due_work(struct app *a, struct view *v)
{
    (void)a;
    case_letters_doubt((struct case_view *)v);
}

static int case_narrowed(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    return case_reload_rows((struct case_view *)v, e);
}

const struct view_class view_case = {
    .name = "case",
    .size = sizeof(struct case_view),
    .commands = &case_commands,
    .open = case_open,
    .close = case_close,
    .reload = case_reload,
    .select = case_select,
    .title = case_title,
    .idle = case_idle,
    .draw = case_draw,
    .hints = case_hints,
    .record = case_view_record,
    .kase = case_view_case,
    .next = case_next,
    .narrowed = case_narrowed,
    .place = case_place,
    .due = case_due,
    .due_work = case_due_work,
    .command = case_command,
};
