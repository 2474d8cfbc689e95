/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/pane.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/text.h"
#include "satchel/tui/command.h"

void pane_clear(struct pane *p)
{
    buf_cut(&p->text, 0);
    p->spans.n = p->lines.n = 0;
    p->top = p->at = 0;
    p->wrapped = 0;
}

void pane_free(struct pane *p)
{
    buf_free(&p->text);
    free(p->spans.at);
    free(p->lines.at);
    *p = (struct pane){ 0 };
}

int pane_add(struct pane *p, int role, const char *text)
{
    size_t from = p->text.len;
    buf_adds(&p->text, text);
    if (p->text.failed || dyn_room(&p->spans) < 0)
        return -1;
    if (role != ROLE_TEXT && p->text.len > from)
        p->spans.at[p->spans.n++] = (struct pane_span){ from, p->text.len, role };
    p->wrapped = 0;
    return 0;
}

int pane_addf(struct pane *p, int role, const char *format, ...)
{
    struct buf b = { 0 };
    va_list args;
    va_start(args, format);
    buf_vaddf(&b, format, args);
    va_end(args);
    int rc = b.failed ? -1 : pane_add(p, role, buf_text(&b));
    buf_free(&b);
    return rc;
}

int pane_set(struct pane *p, const char *text)
{
    pane_clear(p);
    return pane_add(p, ROLE_TEXT, text);
}

/* ---- wrapping ---------------------------------------------------------------------------------------------
 */

static void wrap(struct pane *p, int cols)
{
    cols = cols > 1 ? cols : 1;
    if (p->wrapped == cols)
        return;
    p->wrapped = cols;
    p->lines.n = 0;
    const char *s = buf_text(&p->text);
    for (size_t at = 0; at < p->text.len;) {
        if (dyn_room(&p->lines) < 0)
            return;
        p->lines.at[p->lines.n++] = at;
        size_t len = text_wrap(s + at, p->text.len - at, cols);
        at += len ? len : p->text.len - at;
    }
}

size_t pane_line_of(const size_t *starts, size_t n, size_t byte)
{
    size_t low = 0, high = n;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (starts[mid] <= byte)
            low = mid;
        else
            high = mid;
    }
    return low;
}

static size_t line_of(const struct pane *p, size_t byte)
{
    return pane_line_of(p->lines.at, p->lines.n, byte);
}

static size_t line_end(const struct pane *p, size_t line)
{
    size_t end = line + 1 < p->lines.n ? p->lines.at[line + 1] : p->text.len;
    if (end > p->lines.at[line] && p->text.data[end - 1] == '\n')
        end--;
    return end;
}

size_t pane_height(struct pane *p, int cols)
{
    wrap(p, cols);
    return p->lines.n;
}

static unsigned scroll(struct pane *p, size_t line)
{
    size_t page = p->page > 0 ? (size_t)p->page : 1, before = p->at;
    size_t last = p->lines.n ? p->lines.n - 1 : 0;
    line = line < last ? line : last;
    if (line < p->top)
        p->top = line;
    if (line >= p->top + page)
        p->top = line - page + 1;
    p->at = p->lines.n ? p->lines.at[line] : 0;
    return WIDGET_HANDLED | (p->at != before ? WIDGET_MOVED : 0);
}

void pane_show(struct pane *p, size_t byte)
{
    wrap(p, p->wrapped ? p->wrapped : 78);
    size_t line = line_of(p, byte), half = p->page > 1 ? (size_t)p->page / 2 : 0;
    p->at = p->lines.n ? p->lines.at[line] : 0;
    p->top = line > half ? line - half : 0;
}

unsigned pane_do(struct pane *p, int command)
{
    size_t page = p->page > 2 ? (size_t)p->page - 1 : 1, line = p->lines.n ? line_of(p, p->at) : 0;
    switch (command) {
    case NAV_DOWN:
        return scroll(p, line + 1);
    case NAV_UP:
        return scroll(p, line ? line - 1 : 0);
    case NAV_PAGE_DOWN:
        return scroll(p, line + page);
    case NAV_PAGE_UP:
        return scroll(p, line > page ? line - page : 0);
    case NAV_FIRST:
        return scroll(p, 0);
    case NAV_LAST:
        return scroll(p, p->lines.n);
    default:
        return WIDGET_IGNORED;
    }
}

/* ---- drawing ----------------------------------------------------------------------------------------------
 */

/* One wrapped line in pieces of one role each. */
static void draw_line(const struct pane *p, const struct draw *d, int y, size_t from, size_t end)
{
    int x = 0;
    for (size_t i = 0; i < p->spans.n && from < end; i++) {
        const struct pane_span *s = &p->spans.at[i];
        if (s->to <= from || s->from >= end)
            continue;
        size_t start = s->from > from ? s->from : from, stop = s->to < end ? s->to : end;
        x += draw_run(d, y, x, -1, ROLE_TEXT, p->text.data + from, start - from);
        x += draw_run(d, y, x, -1, s->role, p->text.data + start, stop - start);
        from = stop;
    }
    if (from < end)
        draw_run(d, y, x, -1, ROLE_TEXT, p->text.data + from, end - from);
}

void pane_draw(struct pane *p, const struct draw *d)
{
    if (d->rows <= 0 || d->cols <= 0)
        return;
    wrap(p, d->cols);
    p->page = d->rows;
    size_t page = (size_t)d->rows;
    if (p->top + page > p->lines.n)
        p->top = p->lines.n > page ? p->lines.n - page : 0;
    for (int y = 0; y < d->rows && p->top + (size_t)y < p->lines.n; y++) {
        size_t line = p->top + (size_t)y;
        draw_line(p, d, y, p->lines.at[line], line_end(p, line));
        if (!p->unfocused && line == line_of(p, p->at))
            draw_cursor(d, y, 0);
    }
    if (!p->lines.n && !p->unfocused)
        draw_cursor(d, 0, 0);
}
