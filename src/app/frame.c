/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing: the view on top, inside the frame that all share, and what stands in front of it. */
#include "satchel/app/app.h"
#include "satchel/app/keys.h"
#include "satchel/app/marks.h"
#include "satchel/app/narrow.h"
#include "satchel/base/i18n.h"

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

/* Those of what stands in front, or of the view for its text: no key, no command of a table does what they
 * say. */
static bool draw_other_hints(struct app *a, struct view *v, bool in_text, const struct draw *d)
{
    const char *shown[2 * VIEW_HINTS + 1] = { NULL };
    const char *const *pairs = app_overlay_hints(a);
    if (!pairs && in_text)
        pairs = narrow_is_typed(v->narrow) ? narrow_hints
                : v->class->text_hints     ? v->class->text_hints(a, v)
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
    struct command_scope scope = app_scope(a, v, tables);
    add_path(a, &text);
    add_status(a, v, &status);
    chrome_title(&l->title, buf_text(&text), buf_text(&status));
    if (!draw_other_hints(a, v, scope.in_text, &l->hint))
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

void app_paint(struct app *a)
{
    screen_clear(a->screen);
    app_draw(a);
    screen_paint(a->screen);
}
