/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arg: ID TAB: a case, or a record in one, whose row is then selected; the name of the tab. */
#include "satchel/app/view_case.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/app/commands.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"
#include "satchel/store/write.h"

static const struct case_tab *const TABS[] = { &case_overview,   &case_people,  &case_chronology,
                                               &case_statements, &case_letters, &case_actions,
                                               &case_files,      &case_notes };
#define TAB_COUNT (sizeof TABS / sizeof *TABS)
enum { TAB_PEOPLE = 1, TAB_CHRONOLOGY = 2, TAB_LETTERS = 4 };

enum {
    CASE_OPEN_ROW = 1,
    CASE_ADD,
    CASE_EDIT,
    CASE_DELETE,
    CASE_REVEAL,
    CASE_NARROW,
    CASE_WRITE,
    CASE_LOG,
    CASE_CONTRADICTIONS,
    CASE_TIMELINE,
    CASE_TAB /* and the number of the tab, from 0 */
};

static const struct case_tab *tab_of(const struct case_view *c)
{
    return TABS[c->tab];
}

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
    if (tab_of(c)->detail)
        tab_of(c)->detail(c, row, &c->pane);
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
    discreet_free(&c->names);
    if (caselist_row(c->app->store, c->ref.n, &c->head, e) < 0 ||
        caselist_counts(c->app->store, c->ref.n, &c->counts, e) < 0)
        return -1;
    c->today = store_today(c->app->store);
    return c->app->discreet ? discreet_add_case(&c->names, c->app, c->ref.n, e) : 0;
}

static void fill_row(void *arg, size_t index, struct list_row *out)
{
    struct case_view *c = arg;
    const struct case_row *r = &c->rows.at[index];
    out->heading = r->heading;
    if (r->heading)
        list_cell(out, 0, ROLE_TEXT, r->label);
    else
        tab_of(c)->row(c, r, out);
}

/* Leaves the rows that have the words in what they show. */
static void narrow_rows(struct case_view *c)
{
    struct list_row row = { 0 };
    size_t kept = 0;
    for (size_t i = 0; i < c->rows.n; i++) {
        buf_cut(&row.text, 0);
        case_trim_records(c);
        fill_row(c, i, &row);
        if (!row.heading && present_has(buf_text(&row.text), narrow_words(&c->narrow)))
            c->rows.at[kept++] = c->rows.at[i];
    }
    c->rows.n = kept;
    buf_free(&row.text);
}

static bool same_row(const struct case_row *a, const struct case_row *b)
{
    return a->n == b->n && a->field == b->field && a->element == b->element && a->what == b->what;
}

/* keep: the row to select again, or the one with that record. */
static int load_rows(struct case_view *c, const struct case_row *keep, struct err *e)
{
    c->rows.n = 0;
    c->pane_row = SIZE_MAX;
    case_forget_records(c);
    if (tab_of(c)->load(c, e) < 0)
        return -1;
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

static int reload_rows(struct case_view *c, struct err *e)
{
    const struct case_row *at = case_selected(c);
    struct case_row keep = at ? *at : (struct case_row){ 0 };
    return load_rows(c, at ? &keep : NULL, e);
}

static int case_reload(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    struct case_view *c = (struct case_view *)v;
    return load_head(c, e) < 0 ? -1 : reload_rows(c, e);
}

/* ---- tabs ---- */

static void keep_arg(struct case_view *c)
{
    struct buf b = { 0 };
    buf_addf(&b, "%s %s", c->id, tab_of(c)->name);
    if (!b.failed)
        view_set_arg(&c->view, buf_text(&b));
    buf_free(&b);
}

static int go_to_tab(struct case_view *c, size_t tab, struct err *e)
{
    const struct case_tab *t = TABS[tab];
    struct buf scratch = c->list.scratch.text;
    c->tab = tab;
    c->reading = false;
    narrow_widen(&c->narrow);
    list_init(&c->list, t->columns, t->n_columns, (struct list_source){ .row = fill_row, .arg = c });
    c->list.scratch.text = scratch;
    c->list.empty = _(t->empty);
    c->list.no_titles = true;
    keep_arg(c);
    return load_rows(c, NULL, e);
}

static void show_tab(struct case_view *c, size_t tab)
{
    struct err e = { 0 };
    if (go_to_tab(c, tab, &e) < 0)
        app_error(c->app, &e);
}

static size_t tab_named(const char *name)
{
    for (size_t i = 0; i < TAB_COUNT; i++)
        if (strcmp(TABS[i]->name, name) == 0)
            return i;
    return 0;
}

static void select_record(struct case_view *c, int64_t n)
{
    for (size_t i = 0; i < c->rows.n; i++)
        if (c->rows.at[i].n == n) {
            list_select(&c->list, i);
            break;
        }
}

static int open_words(struct case_view *c, char *words, struct err *e)
{
    char *save = NULL, *id = strtok_r(words, " ", &save), *tab = strtok_r(NULL, " ", &save);
    int64_t n;
    if (store_find(c->app->store, id ? id : "", KIND_ANY, &n, e) < 0 ||
        store_case_of(c->app->store, n, &c->ref, e) < 0)
        return -1;
    if (!c->ref.n)
        return err_set(e, ERR_NOT_FOUND, "%s", _("This belongs to no case, or to several."));
    rec_id_format(c->ref.id, c->id);
    if (load_head(c, e) < 0 || go_to_tab(c, tab_named(tab ? tab : ""), e) < 0)
        return -1;
    if (n != c->ref.n)
        select_record(c, n);
    return 0;
}

static int case_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    struct case_view *c = (struct case_view *)v;
    c->app = a;
    c->timeline = true;
    narrow_init(&c->narrow, &a->clip);
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
    discreet_free(&c->names);
    free(c->rows.at);
    list_free(&c->list);
    pane_free(&c->pane);
    narrow_free(&c->narrow);
}

static void case_select(struct app *a, struct view *v, int64_t n)
{
    (void)a;
    select_record((struct case_view *)v, n);
}

/* ---- drawing ---- */

static void case_title(struct app *a, struct view *v, struct buf *out)
{
    struct case_view *c = (struct case_view *)v;
    buf_adds(out, c->head.number);
    if (c->tab > 0) {
        buf_adds(out, draw_path_sign(a->screen));
        buf_adds(out, _(tab_of(c)->label));
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
    const int64_t counts[TAB_COUNT] = { 0,          n->people,  n->events, n->statements,
                                        n->letters, n->actions, n->files,  n->notes };
    struct chrome_tab tabs[TAB_COUNT];
    for (size_t i = 0; i < TAB_COUNT; i++)
        tabs[i] = (struct chrome_tab){ .number = (int)i + 1,
                                       .label = _(TABS[i]->label),
                                       .count = counts[i] > 0 ? (int)counts[i] : -1 };
    chrome_tabs(d, 0, tabs, TAB_COUNT, c->tab);
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
    if (tab_of(c)->above)
        tab_of(c)->above(c, l, &body);
    layout_split(l, &body, l->side ? 0 : tab_of(c)->list_rows * body.rows / 19, &list, &detail);
    c->list.unfocused = c->narrow.typing;
    c->list.unfold = l->one_pane;
    list_draw(&c->list, &list);
    c->pane.unfocused = true;
    if (!l->one_pane)
        pane_draw(&c->pane, &detail);
}

/* ---- commands ---- */

static unsigned leave(struct case_view *c)
{
    struct err e = { 0 };
    if (c->reading) {
        c->reading = false;
    } else if (narrow_widen(&c->narrow)) {
        if (reload_rows(c, &e) < 0)
            app_error(c->app, &e);
    } else {
        return WIDGET_IGNORED;
    }
    return WIDGET_HANDLED;
}

static void open_row(struct case_view *c)
{
    const struct case_row *row = case_selected(c);
    if (!row || c->reading || (tab_of(c)->open && tab_of(c)->open(c, row)))
        return;
    c->reading = true;
}

static void show_timeline(struct case_view *c)
{
    if (c->tab == TAB_CHRONOLOGY) {
        c->timeline = !c->timeline;
    } else {
        c->timeline = true;
        show_tab(c, TAB_CHRONOLOGY);
    }
}

static unsigned move(struct case_view *c, int id)
{
    if (id == NAV_NEXT_TAB || id == NAV_PREV_TAB) {
        show_tab(c, (c->tab + (id == NAV_NEXT_TAB ? 1 : TAB_COUNT - 1)) % TAB_COUNT);
        return WIDGET_HANDLED;
    }
    return c->reading ? pane_do(&c->pane, id) : list_do(&c->list, id);
}

static unsigned case_command(struct app *a, struct view *v, int id)
{
    struct case_view *c = (struct case_view *)v;
    const struct case_row *row = case_selected(c);
    switch (id) {
    case CASE_OPEN_ROW:
        open_row(c);
        break;
    case CMD_BACK:
        return leave(c);
    case CASE_ADD:
        tab_of(c)->add(c);
        break;
    case CASE_EDIT:
        if (row && row->n)
            case_edit_row(c, row);
        else
            tab_of(c)->add(c);
        break;
    case CASE_DELETE:
        case_delete_row(c);
        break;
    case CASE_REVEAL:
        case_reveal(c);
        break;
    case CASE_NARROW:
        c->reading = false;
        c->narrow.typing = true;
        break;
    case CMD_IMPORT:
        app_push(a, "import", "");
        break;
    case CASE_WRITE:
        show_tab(c, TAB_LETTERS);
        break;
    case CASE_LOG:
        open_about(a, "form", "add action case=@", c->ref.n);
        break;
    case CASE_TIMELINE:
        show_timeline(c);
        break;
    default:
        if (id < CASE_TAB || id >= CASE_TAB + (int)TAB_COUNT)
            return move(c, id);
        show_tab(c, (size_t)(id - CASE_TAB));
    }
    return WIDGET_HANDLED;
}

static bool case_in_text(struct app *a, struct view *v)
{
    (void)a;
    return ((struct case_view *)v)->narrow.typing;
}

static unsigned after_narrowing(struct case_view *c, unsigned result)
{
    struct err e = { 0 };
    if ((result & WIDGET_CHANGED) && reload_rows(c, &e) < 0)
        app_error(c->app, &e);
    return result;
}

static unsigned case_key(struct app *a, struct view *v, uint32_t key)
{
    struct case_view *c = (struct case_view *)v;
    return after_narrowing(c, narrow_key(&c->narrow, &a->keymap, key));
}

static unsigned case_paste(struct app *a, struct view *v, const char *text)
{
    (void)a;
    struct case_view *c = (struct case_view *)v;
    return after_narrowing(c, narrow_paste(&c->narrow, text));
}

/* ---- what can be done ---- */

static const char *row_and_writing(void *arg)
{
    const struct case_view *c = (const struct case_view *)app_top(arg);
    if (!case_selected(c))
        return _("Nothing is selected here. Press a to add something.");
    return app_needs_writing(arg);
}

static const char *has_contacts(void *arg)
{
    const struct case_view *c = (const struct case_view *)app_top(arg);
    const struct case_row *row = case_selected(c);
    return row && row->n && (row->kind == KIND_MEMBER || row->kind == KIND_TARGET)
               ? NULL
               : _("Choose a person first: their numbers and addresses can be shown.");
}

static const char *not_yet(void *arg)
{
    (void)arg;
    return _("This version does not compare claims yet; the chronology (3) marks uncertain dates.");
}

#define TAB_COMMAND(number, name, label)                                                                     \
    {                                                                                                        \
        CASE_TAB + (number)-1, "tab-" name, #number, label, label, COMMAND_IN_VIEW | COMMAND_HIDDEN, 0, NULL \
    }

static const struct command ROWS[] = {
    { CASE_OPEN_ROW, "open", "Enter l Right", N_("open"), N_("read it in full, or go there"), COMMAND_IN_VIEW,
      10, NULL },
    { CASE_ADD, "add", "a", N_("add"), N_("add to this case"), COMMAND_IN_VIEW, 30, app_needs_writing },
    { CASE_EDIT, "edit", "e", N_("edit"), N_("edit this"), COMMAND_IN_VIEW, 20, row_and_writing },
    { CASE_DELETE, "delete", "d", N_("delete"), N_("delete this; undo brings it back"), COMMAND_IN_VIEW, 0,
      row_and_writing },
    { CASE_REVEAL, "reveal", "r", N_("reveal"), N_("show a masked number or address for a while"),
      COMMAND_IN_VIEW, 25, has_contacts },
    { CASE_NARROW, "narrow", "f", N_("filter"), N_("narrow this list; Esc widens it again"), COMMAND_IN_VIEW,
      0, NULL },
    { CMD_IMPORT, "import", "i", N_("import"), N_("import an appeal: paste it, or name a file"),
      COMMAND_IN_VIEW, 0, app_needs_writing },
    { CASE_WRITE, "letters", "w", N_("letters"), N_("the letters of this case"), COMMAND_IN_VIEW, 35, NULL },
    { CASE_LOG, "log", "x", N_("log an action"), N_("note down what was done for this case"), COMMAND_IN_VIEW,
      40, app_needs_writing },
    { CASE_CONTRADICTIONS, "contradictions", "c", N_("contradictions"), N_("where what is said clashes"),
      COMMAND_IN_VIEW, 0, not_yet },
    { CASE_TIMELINE, "timeline", "t", N_("timeline"), N_("show or hide the timeline"), COMMAND_IN_VIEW, 0,
      NULL },
    TAB_COMMAND(1, "overview", N_("overview")),
    TAB_COMMAND(2, "people", N_("people")),
    TAB_COMMAND(3, "chronology", N_("chronology")),
    TAB_COMMAND(4, "statements", N_("statements")),
    TAB_COMMAND(5, "letters", N_("letters")),
    TAB_COMMAND(6, "actions", N_("actions")),
    TAB_COMMAND(7, "files", N_("files")),
    TAB_COMMAND(8, "notes", N_("notes")),
};
const struct command_table case_commands = COMMAND_TABLE("case", N_("Case"), ROWS);

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
    .in_text = case_in_text,
    .text_hints = narrow_text_hints,
    .command = case_command,
    .key = case_key,
    .paste = case_paste,
};
