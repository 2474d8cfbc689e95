/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a draft for the other drafts of its appeal: all are marked but those that have a text of their
 * own. Enter gives it to those that are marked. arg: the letter. */
#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/letter_view.h"
#include "satchel/app/marks.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/store/find.h"
#include "satchel/store/letters_share.h"
#include "satchel/store/store.h"

struct share_view {
    struct view view;
    struct app *app;
    int64_t n;
    struct letters_share who;
    struct marks marks;
    struct list list;
};

static const struct list_column COLUMNS[] = { { .width = 9, .fit = 16 }, { .width = 20 } };

/* ---- rows: those that would take it, then those with a text of their own ---- */

static int64_t letter_at(const struct share_view *v, size_t i)
{
    return i < v->who.takers.n ? v->who.takers.at[i] : v->who.owners.at[i - v->who.takers.n];
}

static size_t count(const struct share_view *v)
{
    return v->who.takers.n + v->who.owners.n;
}

static void row(void *arg, size_t index, struct list_row *out)
{
    const struct share_view *v = arg;
    const int64_t n = letter_at(v, index);
    struct rec *r = NULL;
    if (store_get(v->app->store, n, &r, NULL) < 0)
        return;
    const struct letter *l = (const struct letter *)r;
    char *whom = l->to.n ? present_label(v->app, l->to.at[0].target.n) : NULL;
    out->marked = marks_has(&v->marks, n);
    list_cell(out, 0, ROLE_DIM, index < v->who.takers.n ? " " : _("own text"));
    list_cell(out, 1, ROLE_TEXT, whom && *whom ? whom : _("nobody named"));
    str_free(whom);
    rec_free(r);
}

static int read_who(struct share_view *v, struct err *e)
{
    struct rec *r = NULL;
    letters_share_free(&v->who);
    if (store_get(v->app->store, v->n, &r, e) < 0) {
        list_set_count(&v->list, 0);
        return -1;
    }
    int rc = letters_share_find(v->app->store, (const struct letter *)r, &v->who, e);
    rec_free(r);
    list_set_count(&v->list, rc == 0 ? count(v) : 0);
    return rc;
}

/* ---- giving ---- */

static int give(struct share_view *v, struct err *e)
{
    struct store_rows takers = { 0 };
    struct rec *r = NULL;
    int rc = store_get(v->app->store, v->n, &r, e);
    for (size_t i = 0; i < count(v) && rc == 0; i++) {
        if (!marks_has(&v->marks, letter_at(v, i)))
            continue;
        rc = dyn_room(&takers) < 0 ? err_no_memory(e) : 0;
        if (rc == 0)
            takers.at[takers.n++] = letter_at(v, i);
    }
    if (rc == 0)
        rc = letters_share(v->app->store, (const struct letter *)r, &takers, e);
    store_rows_free(&takers);
    rec_free(r);
    return rc;
}

static void give_and_say(struct share_view *v)
{
    struct app *a = v->app;
    const size_t n = v->marks.n;
    struct err e = { 0 };
    if (give(v, &e) < 0) {
        app_error(a, &e);
        return;
    }
    letter_names_keep(a);
    app_pop(a); /* v is gone */
    app_reload(a);
    app_say(a, MESSAGE_INFO,
            P_("%zu other draft has this text now. Press u to undo.",
               "%zu other drafts have this text now. Press u to undo.", n),
            n);
}

static void toggle(struct share_view *v)
{
    marks_toggle(&v->marks, letter_at(v, v->list.selected));
    list_do(&v->list, NAV_DOWN);
}

/* ---- the view ---- */

static int share_open(struct app *a, struct view *view, const char *arg, struct err *e)
{
    struct share_view *v = (struct share_view *)view;
    v->app = a;
    list_init(&v->list, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
              (struct list_source){ .row = row, .arg = v });
    v->list.empty = _("There is no other draft of this appeal that has another text.");
    if (store_find(a->store, arg, KIND_LETTER, &v->n, e) < 0 || read_who(v, e) < 0)
        return -1;
    for (size_t i = 0; i < v->who.takers.n; i++)
        if (marks_toggle(&v->marks, v->who.takers.at[i]) < 0)
            return err_no_memory(e);
    return 0;
}

static int share_reload(struct app *a, struct view *view, struct err *e)
{
    struct share_view *v = (struct share_view *)view;
    marks_check(&v->marks, a->store);
    return read_who(v, e);
}

static void share_close(struct app *a, struct view *view)
{
    struct share_view *v = (struct share_view *)view;
    (void)a;
    letters_share_free(&v->who);
    marks_free(&v->marks);
    list_free(&v->list);
}

static void share_title(struct app *a, struct view *view, struct buf *out)
{
    (void)a;
    (void)view;
    buf_adds(out, _("Text for the others"));
}

static void share_status(struct app *a, struct view *view, struct buf *out)
{
    const struct share_view *v = (const struct share_view *)view;
    (void)a;
    if (count(v))
        buf_addf(out, _("%zu of %zu marked"), v->marks.n, count(v));
}

static void share_idle(struct app *a, struct view *view, struct buf *out)
{
    if (count((const struct share_view *)view))
        buf_adds(out, screen_cols(a->screen) < CHROME_WIDE_COLS
                          ? _("Address and salutation stay.")
                          : _("Those that are marked get this text; address and salutation stay."));
}

static void share_draw(struct app *a, struct view *view, const struct layout *l, const struct draw *body)
{
    (void)a;
    (void)l;
    list_draw(&((struct share_view *)view)->list, body);
}

static unsigned share_command(struct app *a, struct view *view, int id)
{
    struct share_view *v = (struct share_view *)view;
    (void)a;
    if (id == CMD_OPEN)
        give_and_say(v);
    else if (id == CMD_MARK)
        toggle(v);
    else
        return list_do(&v->list, id);
    return WIDGET_HANDLED;
}

static const char *can_give(void *arg)
{
    const struct share_view *v = (const struct share_view *)app_top(arg);
    return v->marks.n ? app_needs_writing(arg) : _("No draft is marked. Space marks who gets this text.");
}

static const char *can_mark(void *arg)
{
    return count((const struct share_view *)app_top(arg)) ? NULL : _("There is nothing to mark here.");
}

static const struct command ROWS[] = {
    { CMD_OPEN, "open", "Enter", N_("give text"), N_("give this text to the drafts that are marked"),
      COMMAND_IN_VIEW, 10, can_give },
    { CMD_MARK, "mark", "Space", N_("mark"), N_("this draft gets it, or not"), COMMAND_IN_VIEW, 20,
      can_mark },
};
const struct command_table letter_share_commands =
    COMMAND_TABLE("letter-share", N_("Text for the others"), ROWS);

const struct view_class view_letter_share = {
    .name = "letter-share",
    .size = sizeof(struct share_view),
    .commands = &letter_share_commands,
    .open = share_open,
    .close = share_close,
    .reload = share_reload,
    .title = share_title,
    .status = share_status,
    .idle = share_idle,
    .draw = share_draw,
    .command = share_command,
};

/* ---- from the letter ---- */

static bool others_differ(struct letter_view *v, struct err *e)
{
    struct letters_share who;
    int rc = letters_share_find(v->app->store, v->letter, &who, e);
    bool some = rc == 0 && (who.takers.n || who.owners.n);
    letters_share_free(&who);
    return some;
}

/* The text as it is typed now, saved first. */
void letter_view_share(struct letter_view *v)
{
    struct err e = { 0 };
    if (!letter_view_save_or_say(v))
        return;
    if (others_differ(v, &e))
        open_about(v->app, "letter-share", "@", v->n);
    else if (e.code != ERR_NONE)
        app_error(v->app, &e);
    else
        app_say(v->app, MESSAGE_INFO, "%s", _("The other drafts of this appeal have this text already."));
}
