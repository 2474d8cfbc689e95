/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stack of views: opening and closing them, drawing the top one inside the frame that all share, and
 * handing keys to whoever they are for: overlay, text, view, program, in this order. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/marks.h"
#include "satchel/app/narrow.h"
#include "satchel/app/record_keys.h"
#include "satchel/base/i18n.h"

static const struct view_class *class_named(const char *name)
{
    for (size_t i = 0; app_view_classes[i]; i++)
        if (strcmp(app_view_classes[i]->name, name) == 0)
            return app_view_classes[i];
    return NULL;
}

struct view *app_top(const struct app *a)
{
    return a->n_views ? a->views[a->n_views - 1] : NULL;
}

int view_set_arg(struct view *v, const char *arg)
{
    return str_set(&v->arg, arg);
}

static void destroy(struct app *a, struct view *v)
{
    if (a->opened_by_undo == v)
        a->opened_by_undo = NULL;
    if (v->class->close)
        v->class->close(a, v);
    str_free(v->arg);
    wipe(v, v->class->size);
    free(v);
}

static int create(struct app *a, const struct view_class *class, const char *arg, struct view **out,
                  struct err *e)
{
    struct view *v = calloc(1, class->size);
    if (!v)
        return err_no_memory(e);
    v->class = class;
    if (str_set(&v->arg, arg) < 0 || (class->open && class->open(a, v, arg, e) < 0)) {
        if (e && e->code == ERR_NONE)
            err_no_memory(e);
        destroy(a, v);
        return -1;
    }
    *out = v;
    return 0;
}

int app_try_push(struct app *a, const char *name, const char *arg, struct err *e)
{
    const struct view_class *class = class_named(name);
    struct view *v = NULL;
    if (!class)
        return err_set(e, ERR_INTERNAL, _("There is no screen named %s."), name);
    if (a->n_views == APP_VIEWS)
        return err_set(e, ERR_FAILED, "%s", _("Too many screens are open. Go back with Esc first."));
    if (create(a, class, arg ? arg : "", &v, e) < 0)
        return -1;
    a->views[a->n_views++] = v;
    return 0;
}

int app_push(struct app *a, const char *name, const char *arg)
{
    struct err e = { 0 };
    int rc = app_try_push(a, name, arg, &e);
    if (rc < 0)
        app_error(a, &e);
    return rc;
}

/* false: said why it cannot be kept. */
static bool keep_view(struct app *a, struct view *v)
{
    struct err e = { 0 };
    if (!v->class->keep || !a->store || v->class->version(a, v) == v->kept)
        return true;
    if (v->class->keep(a, v, &e) < 0) {
        app_error(a, &e);
        return false;
    }
    v->kept = v->class->version(a, v);
    return true;
}

void app_keep_drafts(struct app *a)
{
    for (size_t i = 0; i < a->n_views; i++)
        keep_view(a, a->views[i]);
}

void app_keep(struct app *a)
{
    a->next_keep = 0;
    app_keep_drafts(a);
    if (app_place_moved(a))
        app_keep_place(a);
}

bool app_is_unkept(struct app *a)
{
    for (size_t i = 0; i < a->n_views; i++) {
        struct view *v = a->views[i];
        if (v->class->keep && v->class->version(a, v) != v->kept)
            return true;
    }
    return false;
}

bool app_pop(struct app *a)
{
    struct view *v = app_top(a);
    if (a->n_views < 2 || !keep_view(a, v))
        return false;
    a->n_views--;
    destroy(a, v);
    v = app_top(a);
    struct err e = { 0 };
    if (a->store && v->class->reload && v->class->reload(a, v, &e) < 0) {
        app_error(a, &e);
        app_pop(a);
    }
    return true;
}

bool app_home(struct app *a)
{
    while (a->n_views > 1 && app_pop(a))
        ;
    return a->n_views == 1;
}

void app_close_views(struct app *a)
{
    while (a->n_views) {
        struct view *v = a->views[--a->n_views];
        destroy(a, v);
    }
}

void app_reload(struct app *a)
{
    discreet_free(&a->names);
    a->names_read = false;
    erasing_exports(a);
    for (size_t i = 0; i < a->n_views; i++) {
        struct err e = { 0 };
        struct view *v = a->views[i];
        record_marks_check(a, v);
        if (!v->class->reload || v->class->reload(a, v, &e) == 0)
            continue;
        /* What it showed is gone, and so is what stands on it. */
        if (i == 0)
            continue;
        while (a->n_views > i)
            destroy(a, a->views[--a->n_views]);
    }
}

bool app_select(struct app *a, int64_t n)
{
    struct view *v = app_top(a);
    return n && v && v->class->select && v->class->select(a, v, n);
}

/* ---- drawing ---- */

static void add_path(struct app *a, struct buf *path)
{
    /* The home names the place only while nothing stands on it. */
    for (size_t i = a->n_views > 1 ? 1 : 0; i < a->n_views; i++) {
        struct view *v = a->views[i];
        if (path->len)
            buf_adds(path, draw_path_sign(a->screen));
        if (v->class->title)
            v->class->title(a, v, path);
    }
}

static void add_status(struct app *a, struct view *v, struct buf *out)
{
    struct buf own = { 0 }, lock = { 0 }, marked = { 0 };
    if (v->class->status)
        v->class->status(a, v, &own);
    if (v->marks && v->marks->n)
        buf_addf(&marked, P_("%zu marked", "%zu marked", v->marks->n), v->marks->n);
    if (a->store && screen_cols(a->screen) >= CHROME_WIDE_COLS)
        buf_addf(&lock, _("lock %dm"), config_number(&a->config, OPTION_IDLE));
    const char *parts[] = { a->demo ? _("DEMO") : "", a->read_only ? _("read only") : "", buf_text(&marked),
                            buf_text(&own), buf_text(&lock) };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (*parts[i])
            buf_addf(out, "%s%s", out->len ? "  " : "", parts[i]);
    buf_free(&own);
    buf_free(&lock);
    buf_free(&marked);
}

static bool is_narrowing(const struct view *v)
{
    return v->narrow && v->narrow->typing;
}

/* Tables in the order keys are looked up: the view's own, moving or editing, those for records, what works
 * everywhere. */
static struct command_scope scope_of(struct app *a, struct view *v,
                                     const struct command_table *tables[static 4])
{
    struct command_scope s = { .tables = tables, .arg = a };
    s.in_text = v && (is_narrowing(v) || (v->class->in_text && v->class->in_text(a, v)));
    if (v && v->class->hints)
        s.hints = v->class->hints(a, v);
    if (v && v->class->commands)
        tables[s.n++] = v->class->commands;
    tables[s.n++] = s.in_text ? &edit_commands : &nav_commands;
    if (v && v->class->record)
        tables[s.n++] = &record_commands;
    tables[s.n++] = &app_commands;
    return s;
}

/* The view's own hints for its text, if it has any: no key, no command of a table does what they say. */
static bool draw_text_hints(struct app *a, struct view *v, const struct draw *d)
{
    const char *shown[2 * VIEW_HINTS + 1] = { NULL };
    const char *const *pairs = is_narrowing(v)        ? narrow_hints
                               : v->class->text_hints ? v->class->text_hints(a, v)
                                                      : NULL;
    if (!pairs)
        return false;
    for (size_t i = 0; i < 2 * VIEW_HINTS && pairs[i]; i++)
        shown[i] = i % 2 ? _(pairs[i]) : pairs[i];
    chrome_pairs(d, shown);
    return true;
}

static void draw_frame_of(struct app *a, struct view *v, const struct layout *l)
{
    struct buf text = { 0 }, status = { 0 };
    const struct command_table *tables[4];
    struct command_scope scope = scope_of(a, v, tables);
    add_path(a, &text);
    add_status(a, v, &status);
    chrome_title(&l->title, buf_text(&text), buf_text(&status));
    if (!scope.in_text || !draw_text_hints(a, v, &l->hint))
        chrome_hints(&l->hint, &a->keymap, &scope);
    buf_free(&text);
    buf_free(&status);
}

/* After the view: a message of several lines stands over its last rows. */
static void draw_message_of(struct app *a, struct view *v, const struct layout *l)
{
    struct buf idle = { 0 };
    if (v->class->idle)
        v->class->idle(a, v, &idle);
    message_draw(&a->messages, &l->message, buf_text(&idle));
    buf_free(&idle);
}

/* Over whatever stands in that line, a dialog too. */
static void draw_warning(const struct app *a, const struct layout *l)
{
    bool minute = config_number(&a->config, OPTION_IDLE) > 1;
    const char *text = l->message.cols < CHROME_WIDE_COLS ? _("Locks soon. Any key keeps it open.")
                       : minute                           ? _("Locks in a minute. Any key keeps it open.")
                                : _("Locks in half a minute. Any key keeps it open.");
    draw_fill(&l->message, 0, 0, -1, -1, ROLE_TEXT);
    draw_text(&l->message, 0, 1, l->message.cols - 2, ROLE_WARNING, text);
}

void app_draw(struct app *a)
{
    struct view *v = app_top(a);
    struct layout l;
    struct draw whole = draw_screen(a->screen);
    layout_screen(a->screen, &l);
    if (l.too_small || !v)
        return;
    if (v->class->alone) {
        v->class->draw(a, v, &l, &whole);
    } else {
        draw_frame_of(a, v, &l);
        v->class->draw(a, v, &l, &l.body);
        draw_message_of(a, v, &l);
    }
    app_overlay_draw(a, &whole);
    if (app_locks_soon(a))
        draw_warning(a, &l);
}

/* ---- keys ---- */

static unsigned run_command(struct app *a, struct view *v, const struct command *c,
                            const struct command_scope *scope)
{
    const char *why_not = command_unavailable(c, scope);
    if (why_not) {
        app_say(a, MESSAGE_INFO, "%s", why_not);
        return WIDGET_HANDLED;
    }
    unsigned done = v->class->command ? v->class->command(a, v, c->id) : WIDGET_IGNORED;
    if (done == WIDGET_IGNORED)
        done = record_command(a, c->id);
    return done != WIDGET_IGNORED ? done : app_command(a, c->id);
}

static void read_narrowed(struct app *a, struct view *v)
{
    struct err e = { 0 };
    if (v->class->narrowed(a, v, &e) < 0)
        app_error(a, &e);
}

static unsigned narrowing_key(struct app *a, struct view *v, uint32_t key)
{
    unsigned result = narrow_key(v->narrow, &a->keymap, key);
    if (result & WIDGET_CHANGED)
        read_narrowed(a, v);
    return result;
}

/* Esc in a list: the list is whole again, else no row is marked any more. */
bool app_widen(struct app *a)
{
    struct view *v = app_top(a);
    if (v && v->narrow && narrow_widen(v->narrow)) {
        read_narrowed(a, v);
        return true;
    }
    bool marked = v && v->marks && v->marks->n;
    if (marked)
        marks_clear(v->marks);
    return marked;
}

/* A key of records where none are listed says so. */
static void say_not_here(struct app *a, const struct view *v, uint32_t key)
{
    const struct command_table *const tables[] = { &record_commands };
    struct command_scope scope = { .tables = tables, .n = 1, .arg = a };
    const struct command *c = v->class->alone ? NULL : command_for_key(&a->keymap, &scope, key);
    if (c)
        app_say(a, MESSAGE_INFO, "%s", record_key_is_not_for(c));
}

void app_say_no_step(struct app *a, bool redo)
{
    app_say(a, MESSAGE_INFO, "%s",
            redo ? _("Nothing more to redo in this text.") : _("Nothing more to undo in this text."));
}

/* Undo in a text is of this text: at its end it says so, and never goes on into the steps of the vault. */
static unsigned text_key(struct app *a, struct view *v, const struct command_scope *scope, uint32_t key)
{
    const struct command *c = command_for_key(&a->keymap, scope, key);
    bool steps = c && (c->id == EDIT_UNDO || c->id == EDIT_REDO);
    unsigned result = is_narrowing(v) ? narrowing_key(a, v, key)
                      : v->class->key ? v->class->key(a, v, key)
                                      : WIDGET_IGNORED;
    if (!steps || !(result == WIDGET_IGNORED || result & WIDGET_NO_STEP))
        return result;
    app_say_no_step(a, c->id == EDIT_REDO);
    return WIDGET_HANDLED;
}

static void view_key(struct app *a, struct view *v, uint32_t key)
{
    const struct command_table *tables[4];
    struct command_scope scope = scope_of(a, v, tables);
    if (scope.in_text && text_key(a, v, &scope, key) != WIDGET_IGNORED)
        return;
    const struct command *c = command_for_key(&a->keymap, &scope, key);
    if (c)
        run_command(a, v, c, &scope);
    else if (!scope.in_text && !(v->class->key && v->class->key(a, v, key) != WIDGET_IGNORED))
        say_not_here(a, v, key);
}

bool app_key_locks(struct app *a, uint32_t key)
{
    const struct command_table *tables[4];
    struct command_scope scope = scope_of(a, app_top(a), tables);
    const struct command *c = command_for_key(&a->keymap, &scope, key);
    return c && c == command_by_name(&a->keymap, "lock");
}

void app_key(struct app *a, uint32_t key)
{
    struct view *v = app_top(a);
    message_key(&a->messages);
    a->keys++;
    if (!app_overlay_key(a, key) && v)
        view_key(a, v, key);
}

void app_paste(struct app *a, const char *text)
{
    struct view *v = app_top(a);
    message_key(&a->messages);
    if (app_overlay_paste(a, text) || !v)
        return;
    if (is_narrowing(v)) {
        narrow_paste(v->narrow, text);
        read_narrowed(a, v);
        return;
    }
    if (!v->class->paste || v->class->paste(a, v, text) == WIDGET_IGNORED)
        app_say(a, MESSAGE_INFO, "%s", _("Nothing here takes a pasted text. Press i to import one."));
}

/* Runs what was chosen in the palette or in help. */
void app_run_command(struct app *a, const struct command *c)
{
    struct view *v = app_top(a);
    const struct command_table *tables[4];
    struct command_scope scope = scope_of(a, v, tables);
    if (v)
        run_command(a, v, c, &scope);
}

void app_choose(struct app *a, bool help)
{
    struct command_scope scope = scope_of(a, app_top(a), a->chooser_tables);
    app_close_overlay(a);
    if (chooser_open(&a->chooser, help, &a->keymap, &scope) == 0)
        a->overlay = OVERLAY_CHOOSER;
}
