/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The letters of all open cases that were not sent yet, those that are ready first: an evening's post, its
 * labels on one sheet. arg: the id of the selected one. */
#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/letter_do.h"
#include "satchel/app/letter_ready.h"
#include "satchel/app/marks.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/model/kase.h"
#include "satchel/model/letters.h"
#include "satchel/store/find.h"
#include "satchel/store/letters.h"
#include "satchel/store/store.h"
#include "satchel/tui/list.h"

struct letters_view {
    struct view view;
    struct app *app;
    struct letters_unsent unsent;
    struct letter_doubts doubts; /* of those that are ready, once they were looked at */
    int64_t doubt_at;            /* boot ms: when to; 0: they were */
    struct marks marks;
    struct list list;
};

enum { LETTERS_MARK_READY = 1 };

static const struct list_column COLUMNS[] = { { .title = N_("state"), .width = 7, .fit = 10 },
                                              { .title = N_("until"), .width = 10, .drop = 1 },
                                              { .title = N_("to"), .width = 20 } };

/* ---- rows ---- */

static const struct letters_waiting *selected(const struct letters_view *v)
{
    return v->list.selected < v->unsent.n ? &v->unsent.at[v->list.selected] : NULL;
}

/* What was ready, and is not by now, says so. */
static void state_cell(const struct letters_view *v, const struct letters_waiting *l, struct list_row *out)
{
    const bool doubted = l->ready && letter_doubts_of(&v->doubts, l->n);
    out->glyph = doubted ? GLYPH_WARNING : GLYPH_DRAFT;
    list_cell(out, 0,
              doubted    ? ROLE_WARNING
              : l->ready ? ROLE_STRONG
                         : ROLE_TEXT,
              doubted ? _("ready, but")
                      : _(ENUM_letter_state.at[l->ready ? LETTER_READY : LETTER_DRAFT].label));
}

static void row(void *arg, size_t index, struct list_row *out)
{
    const struct letters_view *v = arg;
    const struct letters_waiting *l = &v->unsent.at[index];
    const int32_t today = store_today(v->app->store);
    char *until = present_day(l->deadline), *to = l->target ? present_addressee(v->app, l->target) : NULL,
         *kase = present_label(v->app, l->kase);
    struct buf about = { 0 };
    buf_addf(&about, "%s · %s", to && *to ? to : _("nobody named"), kase ? kase : "");
    out->marked = marks_has(&v->marks, l->n);
    state_cell(v, l, out);
    list_cell(out, 1, l->deadline.set && l->deadline.v < today ? ROLE_WARNING : ROLE_TEXT, until);
    list_cell(out, 2, ROLE_TEXT, buf_text(&about));
    buf_free(&about);
    str_free(kase);
    str_free(to);
    str_free(until);
}

static size_t count_ready(const struct letters_view *v)
{
    size_t n = 0;
    while (n < v->unsent.n && v->unsent.at[n].ready)
        n++;
    return n;
}

/* All that are ready; when they are marked already, none. */
static void mark_ready(struct letters_view *v)
{
    const size_t ready = count_ready(v);
    bool all = v->marks.n > 0;
    for (size_t i = 0; i < ready; i++)
        all = all && marks_has(&v->marks, v->unsent.at[i].n);
    marks_clear(&v->marks);
    for (size_t i = 0; i < ready && !all; i++)
        marks_toggle(&v->marks, v->unsent.at[i].n);
}

/* ---- the view ---- */

static bool waiting_select(struct app *a, struct view *view, int64_t n)
{
    struct letters_view *v = (struct letters_view *)view;
    (void)a;
    for (size_t i = 0; i < v->unsent.n; i++) {
        if (v->unsent.at[i].n == n) {
            list_select(&v->list, i);
            return true;
        }
    }
    return false;
}

static bool is_listed(const struct letters_view *v, int64_t n)
{
    for (size_t i = 0; i < v->unsent.n; i++)
        if (v->unsent.at[i].n == n)
            return true;
    return false;
}

/* What was sent since is no longer marked. */
static void drop_marks(struct letters_view *v)
{
    size_t kept = 0;
    for (size_t i = 0; i < v->marks.n; i++)
        if (is_listed(v, v->marks.at[i]))
            v->marks.at[kept++] = v->marks.at[i];
    v->marks.n = kept;
}

static int waiting_reload(struct app *a, struct view *view, struct err *e)
{
    struct letters_view *v = (struct letters_view *)view;
    const struct letters_waiting *was = selected(v);
    const int64_t n = was ? was->n : 0;
    letters_unsent_free(&v->unsent);
    if (letters_unsent(a->store, &v->unsent, e) < 0) {
        list_set_count(&v->list, 0);
        return -1;
    }
    drop_marks(v);
    v->doubt_at = clock_boot_ms(&a->clock);
    list_set_count(&v->list, v->unsent.n);
    waiting_select(a, view, n);
    return 0;
}

static int waiting_open(struct app *a, struct view *view, const char *arg, struct err *e)
{
    struct letters_view *v = (struct letters_view *)view;
    int64_t n;
    v->app = a;
    list_init(&v->list, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
              (struct list_source){ .row = row, .arg = v });
    v->list.empty = _("No letter waits to be sent. In a case, w writes to whom its appeal names.");
    view->list = &v->list;
    view->marks = &v->marks;
    if (waiting_reload(a, view, e) < 0)
        return -1;
    if (*arg && store_find(a->store, arg, KIND_LETTER, &n, NULL) == 0)
        waiting_select(a, view, n);
    return 0;
}

static void waiting_close(struct app *a, struct view *view)
{
    struct letters_view *v = (struct letters_view *)view;
    (void)a;
    letters_unsent_free(&v->unsent);
    letter_doubts_free(&v->doubts);
    marks_free(&v->marks);
    list_free(&v->list);
}

static void waiting_title(struct app *a, struct view *view, struct buf *out)
{
    (void)a;
    (void)view;
    buf_adds(out, _("Letters to send"));
}

static void waiting_status(struct app *a, struct view *view, struct buf *out)
{
    const struct letters_view *v = (const struct letters_view *)view;
    const size_t ready = count_ready(v);
    (void)a;
    if (v->unsent.n)
        buf_addf(out, P_("%zu ready", "%zu ready", ready), ready);
}

static void waiting_idle(struct app *a, struct view *view, struct buf *out)
{
    (void)view;
    buf_adds(out, screen_cols(a->screen) < CHROME_WIDE_COLS
                      ? _(":letter-export: text, PDF, labels.")
                      : _(":letter-export writes what is marked: text, PDF, labels on one sheet."));
}

static void waiting_draw(struct app *a, struct view *view, const struct layout *l, const struct draw *body)
{
    (void)a;
    (void)l;
    list_draw(&((struct letters_view *)view)->list, body);
}

static int64_t waiting_record(struct app *a, struct view *view)
{
    const struct letters_waiting *l = selected((const struct letters_view *)view);
    (void)a;
    return l ? l->n : 0;
}

static void waiting_place(struct app *a, struct view *view)
{
    const struct letters_waiting *l = selected((const struct letters_view *)view);
    struct rec_ref ref;
    char id[REC_ID_TEXT] = "";
    if (l && store_ref(a->store, l->n, &ref, NULL) == 0)
        rec_id_format(ref.id, id);
    view_set_arg(view, id);
}

static int64_t waiting_due(struct app *a, struct view *view)
{
    (void)a;
    return ((const struct letters_view *)view)->doubt_at;
}

/* Those that are ready are checked again, once they are drawn. */
static void waiting_doubt(struct app *a, struct view *view)
{
    struct letters_view *v = (struct letters_view *)view;
    struct store_rows ready = { 0 };
    struct err e = { 0 };
    v->doubt_at = 0;
    letter_doubts_free(&v->doubts);
    for (size_t i = 0; i < count_ready(v) && dyn_room(&ready) == 0; i++)
        ready.at[ready.n++] = v->unsent.at[i].n;
    if (letter_doubts_find(a, ready.at, ready.n, &v->doubts, &e) < 0)
        app_error(a, &e);
    store_rows_free(&ready);
}

static const char *waiting_hints(struct app *a, struct view *view)
{
    (void)a;
    (void)view;
    return "open mark mark-ready letter-ready letter-sent";
}

static unsigned waiting_command(struct app *a, struct view *view, int id)
{
    struct letters_view *v = (struct letters_view *)view;
    const struct letters_waiting *l = selected(v);
    if (id == CMD_OPEN)
        open_about(a, "letter", "@", l->n);
    else if (id == LETTERS_MARK_READY)
        mark_ready(v);
    else if (!letter_do(a, id, l ? l->n : 0))
        return list_do(&v->list, id);
    return WIDGET_HANDLED;
}

static const char *can_open(void *arg)
{
    return selected((const struct letters_view *)app_top(arg)) ? NULL : _("There is nothing to open here.");
}

static const char *can_mark(void *arg)
{
    return count_ready((const struct letters_view *)app_top(arg)) ? NULL : _("No letter is ready.");
}

static const struct command ROWS[] = {
    { CMD_OPEN, "open", "Enter l Right", N_("open"), N_("read this letter"), COMMAND_IN_VIEW, 10, can_open },
    { LETTERS_MARK_READY, "mark-ready", "M", N_("all ready"), N_("mark all that are ready; once more: none"),
      COMMAND_IN_VIEW, 0, can_mark },
    LETTER_DO_READY_COMMAND,
    LETTER_DO_COMMANDS,
};
const struct command_table letters_commands = COMMAND_TABLE("letters", N_("Letters to send"), ROWS);

const struct view_class view_letters = {
    .name = "letters",
    .size = sizeof(struct letters_view),
    .commands = &letters_commands,
    .open = waiting_open,
    .close = waiting_close,
    .reload = waiting_reload,
    .select = waiting_select,
    .title = waiting_title,
    .status = waiting_status,
    .idle = waiting_idle,
    .draw = waiting_draw,
    .hints = waiting_hints,
    .record = waiting_record,
    .command = waiting_command,
    .place = waiting_place,
    .due = waiting_due,
    .due_work = waiting_doubt,
};
