/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a panic would do, tried out on a scratch file when the screen is opened: what would go and when, what
 * stays, whether the panic key may erase, when the last backup was made, how often it was set off without
 * being armed, and which exports would go. */
#include <stdlib.h>

#include "satchel/app/app.h"
#include "satchel/app/places.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/store/exports.h"
#include "satchel/vault/rehearse.h"

struct rehearsal_view {
    struct view view;
    struct rehearsal_row rows[REHEARSAL_ROWS];
    size_t n;
    struct exports exports;
    size_t there, beyond; /* of the exports: not gone; of these, where this program may not write */
    char *backup;
    unsigned accidents;
};

/* What a command exported into any folder cannot be taken along from here (app/confine.h). */
static int count_exports(struct app *a, struct rehearsal_view *v, struct err *e)
{
    struct places may;
    if (exported_list(a->store, &v->exports, e) < 0 || places_find(a, &may, e) < 0)
        return -1;
    for (size_t i = 0; i < v->exports.n; i++) {
        v->there += !v->exports.at[i].gone;
        v->beyond += !v->exports.at[i].gone && !places_may_hold(&may, v->exports.at[i].path);
    }
    places_free(&may);
    return 0;
}

static int rehearsal_open(struct app *a, struct view *view, const char *arg, struct err *e)
{
    struct rehearsal_view *v = (struct rehearsal_view *)view;
    struct rehearsal r;
    (void)arg;
    if (count_exports(a, v, e) < 0 || rehearse(a->vault_path, &r, e) < 0)
        return -1;
    r.own = a->demo ? 0 : r.own;
    v->n = rehearsal_rows(&r, (long)v->there, true, v->rows);
    v->accidents = erasing_accidents(a);
    v->backup = erasing_last_backup(a);
    return v->backup ? 0 : err_no_memory(e);
}

static void rehearsal_close(struct app *a, struct view *view)
{
    struct rehearsal_view *v = (struct rehearsal_view *)view;
    (void)a;
    exports_free(&v->exports);
    str_free(v->backup);
}

static void rehearsal_title(struct app *a, struct view *view, struct buf *out)
{
    (void)a;
    (void)view;
    buf_adds(out, _("Panic rehearsal"));
}

static int draw_rows(const struct rehearsal_view *v, const struct layout *l, const struct draw *d)
{
    int y = draw_text(d, 0, 1, -1, ROLE_STRONG, _("Rehearsal: your vault was not touched.")) ? 1 : 0;
    for (size_t i = 0; i < v->n; i++, y++) {
        const struct rehearsal_row *row = &v->rows[i];
        const char *end = *row->time ? row->time : row->how;
        draw_text(d, y, 3, 22, ROLE_LABEL, row->what);
        if (l->one_pane) {
            draw_right(d, y, 25, d->cols - 26, ROLE_TEXT, end);
            continue;
        }
        draw_text(d, y, 26, 26, ROLE_TEXT, *row->time ? row->how : end);
        draw_right(d, y, 52, 10, ROLE_TEXT, row->time);
    }
    return y;
}

static void state_text(struct app *a, const struct rehearsal_view *v, struct buf *out)
{
    buf_adds(out, erasing_armed(a) ? _("Erasing is armed; :panic-disarm takes it back.")
                                   : _("Erasing is off; :panic-arm arms it."));
    buf_addc(out, ' ');
    buf_addf(out, _("Last backup: %s."), v->backup);
    if (v->beyond) {
        buf_addc(out, ' ');
        buf_addf(out,
                 P_("%zu export lies where this program may not write and would stay: add its folder to "
                    "export-folders in the settings.",
                    "%zu exports lie where this program may not write and would stay: add their folders to "
                    "export-folders in the settings.",
                    v->beyond),
                 v->beyond);
    }
    if (v->accidents) {
        buf_addc(out, ' ');
        buf_addf(out,
                 P_("The panic key was pressed three times in a row %u time without being armed.",
                    "The panic key was pressed three times in a row %u times without being armed.",
                    v->accidents),
                 v->accidents);
    }
}

static void draw_exports(const struct app *a, const struct rehearsal_view *v, const struct draw *d, int y)
{
    if (!v->there || a->discreet) /* names of files may name people */
        return;
    draw_text(d, y++, 1, -1, ROLE_LABEL, _("Exports on record:"));
    for (size_t i = 0; i < v->exports.n && y < d->rows; i++)
        if (!v->exports.at[i].gone)
            draw_text(d, y++, 3, -1, ROLE_TEXT, v->exports.at[i].path);
}

static void rehearsal_draw(struct app *a, struct view *view, const struct layout *l, const struct draw *body)
{
    const struct rehearsal_view *v = (struct rehearsal_view *)view;
    const int gap = l->one_pane ? 0 : 1, width = body->cols - 2;
    struct buf text = { 0 };
    int y = draw_rows(v, l, body) + gap;
    state_text(a, v, &text);
    y += draw_wrapped(body, y, 1, -1, width, ROLE_TEXT, buf_text(&text));
    y += draw_wrapped(body, y, 1, -1, width, ROLE_DIM, rehearsal_stays());
    if (!l->one_pane)
        y += draw_wrapped(body, y, 1, -1, width, ROLE_DIM,
                          _("Two images of a disk taken at different times show which part of a vault lives. "
                            "Destroying data may itself be an offence where you are."));
    draw_exports(a, v, body, y + gap);
    draw_cursor(body, 0, 1);
    buf_free(&text);
}

const struct view_class view_rehearsal = {
    .name = "rehearsal",
    .size = sizeof(struct rehearsal_view),
    .open = rehearsal_open,
    .close = rehearsal_close,
    .title = rehearsal_title,
    .draw = rehearsal_draw,
};
