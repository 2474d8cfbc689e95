/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/editor_private.h"

#include "satchel/base/text.h"
#include "satchel/tui/screen.h"

/* The role at a byte, and how far it goes (stop at most). */
static int role_at(const struct editor *e, size_t at, int role, size_t *stop)
{
    size_t from, to;
    for (size_t i = 0; i < e->n_spans; i++) {
        const struct pane_span *s = &e->spans[i];
        if (s->from <= at && at < s->to)
            role = s->role;
        size_t edge = s->from > at ? s->from : s->to;
        if (edge > at && edge < *stop)
            *stop = edge;
    }
    if (!editor_selection(e, &from, &to))
        return role;
    if (from > at && from < *stop)
        *stop = from;
    if (from <= at && at < to) {
        role = ROLE_SELECTION;
        *stop = to < *stop ? to : *stop;
    }
    return role;
}

/* Draws from..stop in pieces of one role; returns columns used. */
static int draw_pieces(const struct editor *e, const struct draw *d, int y, int x, int cols, int role,
                       size_t from, size_t stop)
{
    int used = 0;
    while (from < stop && used < cols) {
        size_t end = stop;
        int piece = role_at(e, from, role, &end);
        used += draw_run(d, y, x + used, cols - used, piece, buf_text(&e->text) + from, end - from);
        from = end;
    }
    return used;
}

static void draw_masked(const struct editor *e, const struct draw *d, bool focus)
{
    int used = 0;
    if (e->text.len)
        used = draw_text(d, 0, 0, -1, ROLE_MASKED, screen_ascii(d->screen) ? "******" : "••••••");
    if (focus)
        draw_cursor(d, 0, used);
}

/* One line, scrolled sideways so far that the cursor is seen; `…` where text goes on. */
static void draw_one_line(struct editor *e, const struct draw *d, int role, bool focus)
{
    if (!focus) {
        draw_textn(d, 0, 0, -1, role, buf_text(&e->text), e->text.len);
        e->top = 0;
        return;
    }
    if (text_width(buf_text(&e->text), e->text.len) < d->cols) /* all of it fits, perhaps again */
        e->top = 0;
    if (e->top > e->cursor)
        e->top = e->cursor;
    while (text_width(buf_text(&e->text) + e->top, e->cursor - e->top) + (e->top ? 1 : 0) > d->cols - 1 &&
           e->top < e->cursor)
        e->top = editor_right(e, e->top);
    const char *more = screen_ascii(d->screen) ? "<" : "…";
    int x = e->top ? draw_text(d, 0, 0, 1, ROLE_DIM, more) : 0;
    int used = draw_pieces(e, d, 0, x, d->cols - x, role, e->top, e->text.len);
    if (x + used < d->cols)
        draw_fill(d, 0, x + used, 1, -1, role);
    draw_cursor(d, 0, x + text_width(buf_text(&e->text) + e->top, e->cursor - e->top));
}

static void scroll_to_cursor(struct editor *e, int rows)
{
    size_t line = editor_line_of(e, e->cursor), page = rows > 0 ? (size_t)rows : 1;
    if (line < e->top)
        e->top = line;
    if (line >= e->top + page)
        e->top = line - page + 1;
    editor_lines_to(e, e->top + page);
    if (e->top + page > e->lines.n)
        e->top = e->lines.n > page ? e->lines.n - page : 0;
}

/* The end of a line, where it is selected: one blank. */
static void draw_line_end(const struct editor *e, const struct draw *d, int y, int x, size_t stop)
{
    size_t end = stop + 1;
    if (stop < e->text.len && e->text.data[stop] == '\n' &&
        role_at(e, stop, ROLE_TEXT, &end) == ROLE_SELECTION)
        draw_fill(d, y, x, 1, 1, ROLE_SELECTION);
}

static void draw_lines(struct editor *e, const struct draw *d, int role, bool focus)
{
    editor_wrap(e, d->cols > 2 ? d->cols - 1 : 1);
    e->page = d->rows;
    if (!e->lines.n)
        return;
    if (focus)
        scroll_to_cursor(e, d->rows);
    editor_lines_to(e, e->top + (size_t)d->rows);
    if (e->top >= e->lines.n)
        e->top = 0;
    size_t cursor = focus ? editor_line_of(e, e->cursor) : SIZE_MAX;
    for (int y = 0; y < d->rows && e->top + (size_t)y < e->lines.n; y++) {
        size_t line = e->top + (size_t)y, stop = editor_line_stop(e, line);
        int used = draw_pieces(e, d, y, 0, d->cols, role, editor_line_start(e, line), stop);
        draw_line_end(e, d, y, used, stop);
        if (line == cursor)
            draw_cursor(d, y, editor_column(e, line, e->cursor));
    }
}

void editor_draw_text(struct editor *e, const struct draw *d, int role, bool focus)
{
    if (d->rows <= 0 || d->cols <= 0)
        return;
    if (e->masked)
        draw_masked(e, d, focus);
    else if (e->one_line)
        draw_one_line(e, d, role, focus);
    else
        draw_lines(e, d, role, focus);
}
