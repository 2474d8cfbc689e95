/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stack of views: opening and closing them, keeping what is typed in them, reading them again. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/marks.h"
#include "satchel/app/narrow.h"
#include "satchel/app/trail.h"
#include "satchel/base/i18n.h"
#include "satchel/model/record.h"

static const struct view_class *class_named(const struct app *a, const char *name)
{
    for (size_t i = 0; a->classes[i]; i++)
        if (strcmp(a->classes[i]->name, name) == 0)
            return a->classes[i];
    return NULL;
}

bool view_is(const struct view *v, const char *name)
{
    return v && strcmp(v->class->name, name) == 0;
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

/* Off the stack, but one of its functions may be running: it is freed when the key has been handled. */
static void retire(struct app *a, struct view *v)
{
    if (a->opened_by_undo == v)
        a->opened_by_undo = NULL;
    v->next_gone = a->gone;
    a->gone = v;
}

void app_free_gone(struct app *a)
{
    while (a->gone) {
        struct view *v = a->gone;
        a->gone = v->next_gone;
        destroy(a, v);
    }
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

/* How many views stand up to the one of that class about the same record, in which may be typed: two of them
 * would each keep their own draft of one text. 0: it is not open. */
static size_t opened(const struct app *a, const struct view_class *class, const char *arg)
{
    const size_t id = strcspn(arg, " ");
    size_t n = class->keep && id == REC_ID_TEXT - 1 ? a->n_views : 0;
    while (n && (a->views[n - 1]->class != class || strncmp(a->views[n - 1]->arg, arg, id) != 0))
        n--;
    return n;
}

int app_try_push(struct app *a, const char *name, const char *arg, struct err *e)
{
    const struct view_class *class = class_named(a, name);
    struct view *v = NULL;
    if (!class)
        return err_set(e, ERR_INTERNAL, _("There is no screen named %s."), name);
    size_t n = opened(a, class, arg ? arg : "");
    if (n)
        return app_back_to(a, n) ? 0
                                 : err_set(e, ERR_FAILED, "%s",
                                           _("It is open already, behind this screen. Esc goes back to it."));
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
    if (a->sealed.collecting || !writing_left(a)) /* else the lock that is due keeps it once more */
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
    if (trail_moved(a))
        trail_keep(a);
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

bool app_back_to(struct app *a, size_t n)
{
    while (a->n_views > n && app_pop(a))
        ;
    return a->n_views == n;
}

void app_close_views(struct app *a)
{
    app_free_gone(a);
    while (a->n_views) {
        struct view *v = a->views[--a->n_views];
        destroy(a, v);
    }
}

void app_reload(struct app *a)
{
    discreet_free(&a->names);
    a->names_read = false;
    erasing_reload(a);
    for (size_t i = 0; i < a->n_views; i++) {
        struct err e = { 0 };
        struct view *v = a->views[i];
        if (v->marks)
            marks_check(v->marks, a->store);
        if (!v->class->reload || v->class->reload(a, v, &e) == 0)
            continue;
        /* Could not be read: it stays as it is, with what is typed in it and in those above. */
        if (e.code != ERR_NOT_FOUND) {
            app_error(a, &e);
            continue;
        }
        /* What it showed is gone, and so is what stands on it. */
        while (i && a->n_views > i)
            retire(a, a->views[--a->n_views]);
    }
}

bool app_select(struct app *a, int64_t n)
{
    struct view *v = app_top(a);
    return n && v && v->class->select && v->class->select(a, v, n);
}

void app_read_narrowed(struct app *a, struct view *v)
{
    struct err e = { 0 };
    if (v->class->narrowed(a, v, &e) < 0)
        app_error(a, &e);
}

/* Esc in a list: the list is whole again, else no row is marked any more. */
bool app_widen(struct app *a)
{
    struct view *v = app_top(a);
    if (v && v->narrow && narrow_widen(v->narrow)) {
        app_read_narrowed(a, v);
        return true;
    }
    bool marked = v && v->marks && v->marks->n;
    if (marked)
        marks_clear(v->marks);
    return marked;
}
