/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The home: what is overdue, what is due soon, check-ins, letters that were not sent, a backup that is old,
 * and what was typed into a form and not saved. Behind a ruler how much comes later. arg is not used. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/agenda_lines.h"
#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/marks.h"
#include "satchel/app/narrow.h"
#include "satchel/app/open_record.h"
#include "satchel/app/record_keys.h"
#include "satchel/app/start_here.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/store/drafts.h"
#include "satchel/store/store.h"
#include "satchel/tui/list.h"

struct agenda_view {
    struct view view;
    struct app *app;
    struct agenda_lines lines;
    struct list list;
    DYN(size_t) shown; /* lines, as narrowed; the last may be the ruler */
    struct narrow narrow;
    struct marks marks;
    char *empty;     /* owned */
    int64_t look_at; /* boot ms: letters that are ready, when there are */
};

enum { AGENDA_ADD = 1 };

static const struct list_column COLUMNS[] = {
    { .width = 12 }, { .width = 10 }, { .width = 9, .drop = 1 }, { .width = 7, .drop = 2 }, { .width = 12 }
};

/* ---- lines ---- */

static const struct agenda_row *row_at(const struct agenda_view *v, size_t line)
{
    return agenda_lines_row(&v->lines, line);
}

static size_t selected_line(const struct agenda_view *v)
{
    return v->list.selected < v->shown.n ? v->shown.at[v->list.selected] : AGENDA_RULER;
}

static void list_line(void *arg, size_t index, struct list_row *out)
{
    const struct agenda_view *v = arg;
    const struct agenda_row *r = row_at(v, v->shown.at[index]);
    agenda_lines_fill(&v->lines, v->shown.at[index], out);
    out->marked = r && r->n && marks_has(&v->marks, r->n);
}

/* ---- reading ---- */

static void say_empty(struct agenda_view *v)
{
    struct buf b = { 0 };
    if (*narrow_words(&v->narrow)) {
        buf_adds(&b, _("Nothing here has these words. Esc shows all again."));
    } else if (v->lines.agenda.later || v->lines.agenda.undated) {
        buf_adds(&b, _("Nothing is overdue, nothing is due soon."));
        buf_addc(&b, '\n');
        agenda_lines_later(&v->lines, &b);
        buf_adds(&b, "\n");
        start_here(v->app, &b, "", (const char *const[]){ "cases", "import", "help", NULL });
    } else {
        start_here(
            v->app, &b,
            _("This is the agenda: deadlines, people to be in touch with, letters not sent. Nothing is due."),
            (const char *const[]){ "import", "add", "cases", "help", NULL });
    }
    str_set(&v->empty, buf_text(&b));
    v->list.empty = v->empty;
    buf_free(&b);
}

static bool has_words(const struct agenda_view *v, size_t line, struct list_row *scratch)
{
    if (!*narrow_words(&v->narrow))
        return true;
    buf_cut(&scratch->text, 0);
    agenda_lines_fill(&v->lines, line, scratch);
    return text_has_words(buf_text(&scratch->text), narrow_words(&v->narrow));
}

static int add_shown(struct agenda_view *v, size_t line, struct err *e)
{
    if (dyn_room(&v->shown) < 0)
        return err_no_memory(e);
    v->shown.at[v->shown.n++] = line;
    return 0;
}

static int show_lines(struct agenda_view *v, struct err *e)
{
    struct list_row scratch = { 0 };
    size_t all = v->lines.agenda.rows.n + v->lines.drafts.n;
    int rc = 0;
    v->shown.n = 0;
    for (size_t i = 0; rc == 0 && i < all; i++)
        if (has_words(v, i, &scratch))
            rc = add_shown(v, i, e);
    buf_free(&scratch.text);
    if (rc == 0 && v->shown.n && !*narrow_words(&v->narrow) &&
        (v->lines.agenda.later || v->lines.agenda.undated))
        rc = add_shown(v, AGENDA_RULER, e);
    list_set_count(&v->list, v->shown.n);
    say_empty(v);
    return rc;
}

/* Reads again; the selection stays on its record, wherever that is now. */
static int load(struct agenda_view *v, struct err *e)
{
    const struct agenda_row *at = row_at(v, selected_line(v));
    int64_t keep = at ? at->n : 0;
    int kind = at ? (int)at->kind : -1;
    v->shown.n = 0;
    v->look_at = clock_boot_ms(&v->app->clock);
    if (agenda_lines_load(&v->lines, e) < 0 || show_lines(v, e) < 0)
        return -1;
    for (size_t i = 0; keep && i < v->shown.n; i++) {
        const struct agenda_row *r = row_at(v, v->shown.at[i]);
        if (r && r->n == keep && (int)r->kind == kind)
            list_select(&v->list, i);
    }
    return 0;
}

static int agenda_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    (void)arg;
    struct agenda_view *g = (struct agenda_view *)v;
    g->app = g->lines.app = a;
    narrow_init(&g->narrow, &a->clip);
    list_init(&g->list, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
              (struct list_source){ .row = list_line, .arg = g });
    g->list.unfold = true;
    v->list = &g->list;
    v->narrow = &g->narrow;
    v->marks = &g->marks;
    return load(g, e);
}

static void agenda_close(struct app *a, struct view *v)
{
    (void)a;
    struct agenda_view *g = (struct agenda_view *)v;
    agenda_lines_free(&g->lines);
    free(g->shown.at);
    list_free(&g->list);
    narrow_free(&g->narrow);
    marks_free(&g->marks);
    str_free(g->empty);
}

static int agenda_reload(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    return load((struct agenda_view *)v, e);
}

static bool agenda_select(struct app *a, struct view *v, int64_t n)
{
    (void)a;
    struct agenda_view *g = (struct agenda_view *)v;
    for (size_t i = 0; i < g->shown.n; i++) {
        const struct agenda_row *r = row_at(g, g->shown.at[i]);
        if (r && (r->n == n || r->kase == n)) {
            list_select(&g->list, i);
            return true;
        }
    }
    return false;
}

static int64_t agenda_due(struct app *a, struct view *v)
{
    (void)a;
    const struct agenda_view *g = (const struct agenda_view *)v;
    return agenda_lines_is_to_look(&g->lines) ? g->look_at : 0;
}

static void agenda_work(struct app *a, struct view *v)
{
    struct err e = { 0 };
    if (agenda_lines_look(&((struct agenda_view *)v)->lines, &e) < 0)
        app_error(a, &e);
}

/* ---- drawing ---- */

static void agenda_title(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    (void)v;
    buf_adds(out, _("Agenda"));
}

static void agenda_status(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    struct agenda_view *g = (struct agenda_view *)v;
    char count[AGENDA_COUNT_BYTES];
    if (g->lines.agenda.overdue)
        buf_addf(out, _("%s overdue"), agenda_lines_count(g->lines.agenda.overdue, count));
}

static void agenda_idle(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    struct agenda_view *g = (struct agenda_view *)v;
    size_t rows = g->shown.n && g->shown.at[g->shown.n - 1] == AGENDA_RULER ? g->shown.n - 1 : g->shown.n;
    if (rows)
        buf_addf(out, "%zu/%zu", g->list.selected + 1, rows);
}

static void agenda_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *whole)
{
    (void)a;
    (void)l;
    struct agenda_view *g = (struct agenda_view *)v;
    struct draw body = *whole;
    narrow_draw(&g->narrow, &body);
    g->list.unfocused = g->narrow.typing;
    list_draw(&g->list, &body);
}

/* ---- doing ---- */

/* A draft's view is the name of the screen and its arg. */
static void open_draft(struct app *a, const struct draft *d)
{
    const char *space = strchr(d->view, ' ');
    char *name = space ? strndup(d->view, (size_t)(space - d->view)) : NULL,
         *arg = space ? strdup(space + 1) : NULL;
    if (name && arg)
        app_push(a, name, arg);
    str_free(name);
    str_free(arg);
}

static void open_line(struct app *a, struct agenda_view *g)
{
    static const char *const TABS[] = { [AGENDA_DEADLINE] = "@ overview", [AGENDA_CHECKIN] = "@ people" };
    size_t line = selected_line(g);
    const struct agenda_row *r = row_at(g, line);
    if (r && r->kind == AGENDA_BACKUP)
        app_push(a, "backup", "");
    else if (r && r->kind == AGENDA_DRAFT)
        open_record(a, r->n);
    else if (r && r->kase)
        open_about(a, "case", TABS[r->kind], r->kase);
    else if (r)
        open_record(a, r->n);
    else if (agenda_lines_draft(&g->lines, line))
        open_draft(a, agenda_lines_draft(&g->lines, line));
}

static void answer_drop(struct app *a, void *arg, size_t choice)
{
    struct err e = { 0 };
    struct agenda_view *g = arg;
    const struct draft *d = agenda_lines_draft(&g->lines, selected_line(g));
    if (choice != 1 || !d)
        return;
    if (draft_drop(a->store, d->n, &e) < 0)
        app_error(a, &e);
    app_reload(a);
}

/* A record comes back by undo; a draft does not, so that is asked. */
static void drop(struct app *a, struct agenda_view *g, const struct draft *d)
{
    struct buf text = { 0 };
    char *label = agenda_lines_draft_label(&g->lines, d);
    buf_addf(&text, _("What was typed and not saved goes, and undo cannot bring it back: %s"),
             label ? label : "");
    app_ask(a, _("Throw this draft away?"), buf_text(&text),
            (const char *const[]){ _("Keep it"), _("Throw away") }, 2, 0, answer_drop, g);
    str_free(label);
    buf_free(&text);
}

static unsigned agenda_command(struct app *a, struct view *v, int id)
{
    struct agenda_view *g = (struct agenda_view *)v;
    const struct draft *d = agenda_lines_draft(&g->lines, selected_line(g));
    switch (id) {
    case CMD_OPEN:
        open_line(a, g);
        break;
    case AGENDA_ADD:
        app_push(a, "form", "add case");
        break;
    case CMD_CASES:
        app_push(a, "cases", "");
        break;
    case CMD_IMPORT:
        app_push(a, "import", "");
        break;
    case CMD_DELETE:
        if (!d || g->marks.n)
            return WIDGET_IGNORED;
        drop(a, g, d);
        break;
    default:
        return list_do(&g->list, id);
    }
    return WIDGET_HANDLED;
}

static int64_t agenda_record(struct app *a, struct view *v)
{
    (void)a;
    const struct agenda_view *g = (const struct agenda_view *)v;
    const struct agenda_row *r = row_at(g, selected_line(g));
    return r ? r->n : 0;
}

static int64_t agenda_case(struct app *a, struct view *v)
{
    (void)a;
    const struct agenda_view *g = (const struct agenda_view *)v;
    const struct agenda_row *r = row_at(g, selected_line(g));
    return r ? r->kase : 0;
}

static int agenda_narrowed(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    return show_lines((struct agenda_view *)v, e);
}

/* ---- what can be done ---- */

static const char *agenda_hints(struct app *a, struct view *v)
{
    (void)a;
    (void)v;
    return "open done cases add import search narrow undo";
}

static const char *a_line(void *arg)
{
    return selected_line((const struct agenda_view *)app_top(arg)) == AGENDA_RULER
               ? _("There is nothing to open here.")
               : NULL;
}

static const char *a_record_or_draft(void *arg)
{
    const struct agenda_view *g = (const struct agenda_view *)app_top(arg);
    return agenda_lines_draft(&g->lines, selected_line(g)) ? app_needs_writing(arg) : record_needs_one(arg);
}

static const struct command ROWS[] = {
    { CMD_OPEN, "open", "Enter l Right", N_("open"), N_("open what this is about"), COMMAND_IN_VIEW, 10,
      a_line },
    { CMD_CASES, "cases", "C", N_("cases"), N_("all cases"), COMMAND_IN_VIEW, 18, NULL },
    { AGENDA_ADD, "add", "a", N_("add"), N_("add a case by hand"), COMMAND_IN_VIEW, 20, app_needs_writing },
    { CMD_IMPORT, "import", "i", N_("import"), N_("import an appeal: paste it, or name a file"),
      COMMAND_IN_VIEW, 25, app_needs_writing },
    { CMD_DELETE, "delete", "d", N_("delete"), N_("delete this, or what is marked; undo brings it back"),
      COMMAND_IN_VIEW, 0, a_record_or_draft },
};
const struct command_table agenda_commands = COMMAND_TABLE("agenda", N_("Agenda"), ROWS);

const struct view_class view_agenda = {
    .name = "agenda",
    .size = sizeof(struct agenda_view),
    .commands = &agenda_commands,
    .open = agenda_open,
    .close = agenda_close,
    .reload = agenda_reload,
    .select = agenda_select,
    .title = agenda_title,
    .status = agenda_status,
    .idle = agenda_idle,
    .draw = agenda_draw,
    .hints = agenda_hints,
    .record = agenda_record,
    .kase = agenda_case,
    .narrowed = agenda_narrowed,
    .command = agenda_command,
    .due = agenda_due,
    .due_work = agenda_work,
};
