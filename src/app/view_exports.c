/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that left the vault in plain: where they went, when, and whether they are still there. They can
 * be erased from here as well as a program can, and a panic that erases takes them too. arg: the row of the
 * selected one. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/present.h"
#include "satchel/app/views.h"
#include "satchel/base/day.h"
#include "satchel/base/i18n.h"
#include "satchel/store/exports.h"
#include "satchel/tui/list.h"

struct exports_view {
    struct view view;
    struct app *app;
    struct exports exports;
    struct list list;
};

enum { EXPORTS_SHRED = 1, EXPORTS_SHRED_ALL };

static const struct list_column COLUMNS[] = {
    { .title = N_("when"), .width = 10, .drop = 1 },
    { .title = N_("file"), .width = 9 },
    { .title = N_("what"), .width = 8, .drop = 2 },
    { .title = N_("where"), .width = 20, .middle = true },
};

static bool is_there(const struct exported *x)
{
    return !x->gone && access(x->path, F_OK) == 0;
}

static void row(void *arg, size_t index, struct list_row *out)
{
    const struct exports_view *v = arg;
    const struct exported *x = &v->exports.at[index];
    bool there = is_there(x);
    char day[DAY_TEXT_BYTES];
    char *path = present_text(v->app, x->path);
    day_format((int32_t)(x->at / (24 * 60 * 60)), day);
    out->glyph = there ? GLYPH_WARNING : x->gone ? GLYPH_NONE : GLYPH_UNCERTAIN;
    out->dim = x->gone;
    list_cell(out, 0, ROLE_DIM, day);
    list_cell(out, 1, there ? ROLE_WARNING : ROLE_TEXT,
              there     ? _("there")
              : x->gone ? _("erased")
                        : _("not found"));
    list_cell(out, 2, ROLE_TEXT, x->what);
    list_cell(out, 3, x->gone ? ROLE_DIM : ROLE_TEXT, path);
    str_free(path);
}

static const struct exported *selected(const struct exports_view *v)
{
    return v->list.selected < v->exports.n ? &v->exports.at[v->list.selected] : NULL;
}

static size_t count_open(const struct exports_view *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->exports.n; i++)
        n += !v->exports.at[i].gone;
    return n;
}

/* ---- erasing ---- */

/* 1: it was not found. */
static int shred(struct app *a, const struct exported *x, struct err *e)
{
    if (exported_shred(a->store, x, e) == 0)
        return 0;
    return e->code == ERR_NO_FILE ? 1 : -1;
}

static void say_erased(struct app *a, size_t erased, size_t absent)
{
    if (erased)
        app_say(
            a, MESSAGE_INFO,
            P_("%zu file was overwritten and removed.", "%zu files were overwritten and removed.", erased),
            erased);
    if (absent)
        app_say(
            a, MESSAGE_WARNING,
            P_("%zu file was not found and stays on record: it was moved, or its disk is not there.",
               "%zu files were not found and stay on record: they were moved, or their disks are not there.",
               absent),
            absent);
}

static void shred_all(struct app *a, struct exports_view *v)
{
    size_t erased = 0, absent = 0;
    for (size_t i = 0; i < v->exports.n; i++) {
        struct err e = { 0 };
        int rc = v->exports.at[i].gone ? -1 : shred(a, &v->exports.at[i], &e);
        erased += rc == 0;
        absent += rc == 1;
        if (e.code != ERR_NONE && rc < 0)
            app_error(a, &e);
    }
    say_erased(a, erased, absent);
}

/* Of a file that is not there only the record changes. */
static void forget(struct app *a, const struct exported *x)
{
    struct err e = { 0 };
    if (exported_gone(a->store, x->n, &e) < 0)
        app_error(a, &e);
    else
        app_say(a, MESSAGE_INFO, "%s", _("Marked as gone."));
}

static void answered(struct app *a, void *arg, size_t choice)
{
    struct exports_view *v = (struct exports_view *)app_top(a);
    intptr_t n = (intptr_t)arg;
    if (choice != 1 || !v || v->view.class != &view_exports)
        return;
    if (n == 0)
        shred_all(a, v);
    for (size_t i = 0; n && i < v->exports.n; i++) {
        struct err e = { 0 };
        struct exported *x = &v->exports.at[i];
        if (x->n != n)
            continue;
        if (!is_there(x))
            forget(a, x);
        else if (shred(a, x, &e) < 0)
            app_error(a, &e);
        else
            say_erased(a, e.code == ERR_NONE, e.code != ERR_NONE);
    }
    erasing_exports(a);
    app_reload(a);
}

static void ask_one(struct app *a, const struct exported *x)
{
    struct buf text = { 0 };
    char *path = present_text(a, x->path);
    bool there = is_there(x);
    const char *choices[] = { _("Keep"), there ? _("Erase") : _("Mark as gone") };
    buf_addf(
        &text, "%s\n\n%s", path ? path : "",
        there ? _("It is overwritten where it lies and removed. Flash memory (sticks, SSDs), snapshots and "
                  "copies may keep older content: nothing takes that away for certain.")
              : _("It is not there: it was moved or removed, or its disk is not connected. Once it is marked "
                  "as gone, nothing here erases it any more."));
    app_ask(a, there ? _("Erase this file?") : _("Mark this file as gone?"), buf_text(&text), choices, 2, 0,
            answered, (void *)(intptr_t)x->n);
    buf_free(&text);
    str_free(path);
}

static void ask_all(struct app *a, size_t n)
{
    const char *choices[] = { _("Keep"), _("Erase") };
    struct buf text = { 0 };
    buf_addf(&text, P_("%zu file on record.", "%zu files on record.", n), n);
    buf_addf(&text, "\n\n%s",
             _("They are overwritten where they lie and removed. Flash memory (sticks, SSDs), snapshots and "
               "copies "
               "may keep older content: nothing takes that away for certain."));
    app_ask(a, _("Erase all of these files?"), buf_text(&text), choices, 2, 0, answered, NULL);
    buf_free(&text);
}

/* ---- the view ---- */

static int reload(struct app *a, struct view *view, struct err *e)
{
    struct exports_view *v = (struct exports_view *)view;
    long long n = atoll(view->arg);
    exports_free(&v->exports);
    if (exported_list(a->store, &v->exports, e) < 0) {
        list_set_count(&v->list, 0);
        return -1;
    }
    list_set_count(&v->list, v->exports.n);
    for (size_t i = 0; i < v->exports.n; i++)
        if (v->exports.at[i].n == n)
            list_select(&v->list, i);
    return 0;
}

static int exports_open(struct app *a, struct view *view, const char *arg, struct err *e)
{
    struct exports_view *v = (struct exports_view *)view;
    v->app = a;
    list_init(&v->list, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
              (struct list_source){ .row = row, .arg = v });
    v->list.empty =
        _("Nothing has left the vault in plain. Files that are exported are listed here, so that they "
          "can be erased again.");
    v->list.unfold = true;
    if (view_set_arg(view, arg) < 0)
        return err_no_memory(e);
    return reload(a, view, e);
}

static void exports_close(struct app *a, struct view *view)
{
    struct exports_view *v = (struct exports_view *)view;
    (void)a;
    exports_free(&v->exports);
    list_free(&v->list);
}

static void exports_title(struct app *a, struct view *view, struct buf *out)
{
    (void)a;
    (void)view;
    buf_adds(out, _("Exports"));
}

static void exports_status(struct app *a, struct view *view, struct buf *out)
{
    size_t n = 0;
    const struct exports_view *v = (const struct exports_view *)view;
    (void)a;
    for (size_t i = 0; i < v->exports.n; i++)
        n += is_there(&v->exports.at[i]);
    if (n)
        buf_addf(out, P_("%zu there in plain", "%zu there in plain", n), n);
}

static void exports_draw(struct app *a, struct view *view, const struct layout *l, const struct draw *body)
{
    (void)a;
    struct exports_view *v = (struct exports_view *)view;
    bool told = count_open(v) > 0 && body->rows > 3; /* commands that have no key */
    struct draw list = draw_part(body, 0, 0, body->rows - told, -1);
    list_draw(&v->list, &list);
    if (told)
        draw_text(body, body->rows - 1, 2, body->cols - 2, ROLE_DIM,
                  l->one_pane ? _(":export-shred erases this one")
                              : _(":export-shred erases this one, :export-shred-all every one."));
}

static unsigned exports_command(struct app *a, struct view *view, int id)
{
    struct exports_view *v = (struct exports_view *)view;
    if (id == EXPORTS_SHRED)
        ask_one(a, selected(v));
    else if (id == EXPORTS_SHRED_ALL)
        ask_all(a, count_open(v));
    else {
        unsigned result = list_do(&v->list, id);
        char n[32] = "";
        if (selected(v))
            snprintf(n, sizeof n, "%" PRId64, selected(v)->n);
        view_set_arg(view, n);
        return result;
    }
    return WIDGET_HANDLED;
}

static const struct exports_view *here(void *app)
{
    const struct view *v = app_top(app);
    return v && v->class == &view_exports ? (const struct exports_view *)v : NULL;
}

static const char *can_shred(void *app)
{
    const struct exports_view *v = here(app);
    const struct exported *x = v ? selected(v) : NULL;
    if (!x)
        return _("There is no file on record.");
    return x->gone ? _("It was erased already.") : app_needs_writing(app);
}

static const char *can_shred_all(void *app)
{
    const struct exports_view *v = here(app);
    return v && count_open(v) ? app_needs_writing(app) : _("There is no file left to erase.");
}

static const char *no_key(void *app)
{
    const char *why = can_shred(app);
    return why ? why : _("What cannot be undone has no key: :export-shred erases this file.");
}

static const struct command ROWS[] = {
    { CMD_DELETE, "delete", "d", N_("erase"), N_("tells how this file is erased"),
      COMMAND_IN_VIEW | COMMAND_HIDDEN, 0, no_key },
    { EXPORTS_SHRED, "export-shred", "", N_("erase"), N_("overwrite and remove this file"), COMMAND_IN_VIEW,
      0, can_shred },
    { EXPORTS_SHRED_ALL, "export-shred-all", "", N_("erase all"),
      N_("overwrite and remove every exported file"), COMMAND_IN_VIEW, 0, can_shred_all },
};
const struct command_table exports_commands = COMMAND_TABLE("exports", N_("Exports"), ROWS);

const struct view_class view_exports = {
    .name = "exports",
    .size = sizeof(struct exports_view),
    .commands = &exports_commands,
    .open = exports_open,
    .close = exports_close,
    .reload = reload,
    .title = exports_title,
    .status = exports_status,
    .draw = exports_draw,
    .command = exports_command,
};
