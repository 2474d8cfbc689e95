/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/list.h"

#include <stdio.h>
#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/tui/command.h"
#include "satchel/tui/screen.h"

void list_init(struct list *l, const struct list_column *columns, size_t n, struct list_source source)
{
    *l = (struct list){ .columns = columns,
                        .n_columns = n < LIST_COLUMNS ? n : LIST_COLUMNS,
                        .source = source };
}

void list_free(struct list *l)
{
    buf_free(&l->scratch.text);
    *l = (struct list){ 0 };
}

void list_cell(struct list_row *row, size_t column, int role, const char *text)
{
    if (column >= LIST_COLUMNS)
        return;
    row->start[column] = row->text.len;
    row->role[column] = role;
    buf_adds(&row->text, text);
    row->len[column] = row->text.failed ? 0 : row->text.len - row->start[column];
}

static struct list_row *fetch(struct list *l, size_t index)
{
    struct list_row *row = &l->scratch;
    struct buf text = row->text;
    buf_cut(&text, 0);
    *row = (struct list_row){ .text = text };
    l->source.row(l->source.arg, index, row);
    return row;
}

/* ---- moving -----------------------------------------------------------------------------------------------
 */

/* The nearest row that can be selected from index on, in direction step, else the other way; index when there
 * is none. */
static size_t selectable(struct list *l, size_t index, int step)
{
    for (int turn = 0; turn < 2; turn++, step = -step)
        for (size_t i = index, tries = 0; i < l->count && tries < 64; i += (size_t)step, tries++)
            if (!fetch(l, i)->heading)
                return i;
    return index;
}

static void select_row(struct list *l, size_t index, int step)
{
    if (l->count)
        l->selected = selectable(l, index < l->count ? index : l->count - 1, step);
    else
        l->selected = 0;
}

void list_select(struct list *l, size_t index)
{
    select_row(l, index, 1);
}

void list_set_count(struct list *l, size_t count)
{
    l->count = count;
    select_row(l, l->selected, 1);
}

static unsigned move_to(struct list *l, size_t index, int step)
{
    size_t before = l->selected;
    select_row(l, index, step);
    return l->selected != before ? WIDGET_HANDLED | WIDGET_MOVED : WIDGET_HANDLED;
}

static unsigned mark_row(struct list *l)
{
    if (!l->source.mark)
        return WIDGET_IGNORED;
    if (!l->count)
        return WIDGET_HANDLED;
    l->source.mark(l->source.arg, l->selected);
    return WIDGET_CHANGED | move_to(l, l->selected + 1, 1);
}

unsigned list_do(struct list *l, int command)
{
    size_t page = l->page > 2 ? (size_t)l->page - 1 : 1, at = l->selected;
    switch (command) {
    case NAV_DOWN:
        return move_to(l, at + 1, 1);
    case NAV_UP:
        return move_to(l, at ? at - 1 : 0, -1);
    case NAV_PAGE_DOWN:
        return move_to(l, at + page, 1);
    case NAV_PAGE_UP:
        return move_to(l, at > page ? at - page : 0, -1);
    case NAV_FIRST:
        return move_to(l, 0, 1);
    case NAV_LAST:
        return move_to(l, l->count ? l->count - 1 : 0, -1);
    case NAV_MARK:
        return mark_row(l);
    default:
        return WIDGET_IGNORED;
    }
}

void list_place(const struct list *l, char *out, size_t size)
{
    if (l->count)
        snprintf(out, size, "%zu/%zu", l->selected + 1, l->count);
    else if (size)
        out[0] = '\0';
}

/* ---- drawing ----------------------------------------------------------------------------------------------
 */

/* Where each column stands on this width; width 0: left out. */
struct plan {
    int x[LIST_COLUMNS], width[LIST_COLUMNS];
};

static int planned(const struct list *l, const bool *shown)
{
    int sum = 0;
    for (size_t i = 0; i < l->n_columns; i++)
        sum += shown[i] ? l->columns[i].width + 1 : 0;
    return sum - 1;
}

/* Of the shown columns the one to go first; -1: all must stay. */
static int first_to_go(const struct list *l, const bool *shown)
{
    int worst = -1;
    for (size_t i = 0; i < l->n_columns; i++)
        if (shown[i] && l->columns[i].drop && (worst < 0 || l->columns[i].drop >= l->columns[worst].drop))
            worst = (int)i;
    return worst;
}

static struct plan make_plan(const struct list *l, const struct draw *d)
{
    struct plan p = { 0 };
    bool shown[LIST_COLUMNS];
    int x = 2 + (l->no_glyphs ? 0 : draw_glyph_cols(d->screen) + 1), last = -1, gone;
    memset(shown, 1, sizeof shown);
    while (planned(l, shown) > d->cols - x && (gone = first_to_go(l, shown)) >= 0)
        shown[gone] = false;
    for (size_t i = 0; i < l->n_columns; i++)
        if (shown[i]) {
            p.x[i] = x;
            p.width[i] = l->columns[i].width;
            x += p.width[i] + 1;
            last = (int)i;
        }
    if (last >= 0)
        p.width[last] = d->cols - p.x[last] > 0 ? d->cols - p.x[last] : 0;
    return p;
}

static bool has_titles(const struct list *l)
{
    for (size_t i = 0; !l->no_titles && i < l->n_columns; i++)
        if (l->columns[i].title && *l->columns[i].title)
            return true;
    return false;
}

static void draw_titles(const struct list *l, const struct draw *d, const struct plan *p)
{
    for (size_t i = 0; i < l->n_columns; i++) {
        const char *title = l->columns[i].title && *l->columns[i].title ? _(l->columns[i].title) : "";
        if (!p->width[i])
            continue;
        if (l->columns[i].right)
            draw_right(d, 0, p->x[i], p->width[i], ROLE_DIM, title);
        else
            draw_text(d, 0, p->x[i], p->width[i], ROLE_DIM, title);
    }
}

static void draw_cell(const struct list *l, const struct draw *d, int y, const struct plan *p, size_t i,
                      const struct list_row *row, int over)
{
    int role = row->dim && row->role[i] == ROLE_TEXT ? ROLE_DIM : row->role[i];
    const char *text = row->len[i] ? row->text.data + row->start[i] : draw_dash(d->screen);
    size_t n = row->len[i] ? row->len[i] : strlen(text);
    if (!row->len[i])
        role = ROLE_DIM;
    int x = p->x[i], width = p->width[i];
    if (l->columns[i].right) {
        int w = text_width(text, n), gap = w < width ? width - w : 0;
        x += gap;
        width -= gap;
    }
    draw_textn(d, y, x, width, role | over, text, n);
}

static void draw_heading(const struct draw *d, int y, const struct list_row *row)
{
    draw_ruler(d, y);
    if (!row->len[0])
        return;
    draw_fill(d, y, 3, 1, 1, ROLE_DIM);
    int used = draw_textn(d, y, 4, d->cols - 6, ROLE_DIM, row->text.data + row->start[0], row->len[0]);
    draw_fill(d, y, 4 + used, 1, 1, ROLE_DIM);
}

static void draw_row(struct list *l, const struct draw *d, int y, const struct plan *p, size_t index)
{
    struct list_row *row = fetch(l, index);
    bool selected = index == l->selected && !row->heading;
    int over = selected && !l->unfocused ? ROLE_ON_SELECTED : 0;
    if (row->heading) {
        draw_heading(d, y, row);
        return;
    }
    if (over)
        draw_fill(d, y, 0, 1, -1, ROLE_TEXT | over);
    if (selected)
        draw_text(d, y, 0, 1, (over ? ROLE_TEXT : ROLE_STRONG) | over, ">");
    if (row->marked)
        draw_text(d, y, 1, 1, ROLE_MARKED | over, "+");
    if (!l->no_glyphs)
        draw_glyph(d, y, 2, row->glyph, over);
    for (size_t i = 0; i < l->n_columns; i++)
        if (p->width[i])
            draw_cell(l, d, y, p, i, row, over);
    if (selected && !l->unfocused)
        draw_cursor(d, y, 0);
}

static void scroll_to_selected(struct list *l)
{
    size_t page = l->page > 0 ? (size_t)l->page : 1;
    if (l->selected < l->top)
        l->top = l->selected;
    if (l->selected >= l->top + page)
        l->top = l->selected - page + 1;
    if (l->top + page > l->count)
        l->top = l->count > page ? l->count - page : 0;
}

void list_draw(struct list *l, const struct draw *d)
{
    struct draw body = draw_part(d, has_titles(l) ? 1 : 0, 0, -1, -1);
    l->page = body.rows;
    if (d->rows <= 0)
        return;
    if (!l->count) {
        draw_wrapped(d, 1, 4, -1, d->cols - 6, ROLE_TEXT, l->empty ? l->empty : _("Nothing here yet."));
        if (!l->unfocused)
            draw_cursor(d, 1, 0);
        return;
    }
    struct plan p = make_plan(l, d);
    if (has_titles(l))
        draw_titles(l, d, &p);
    scroll_to_selected(l);
    for (int y = 0; y < body.rows && l->top + (size_t)y < l->count; y++)
        draw_row(l, &body, y, &p, l->top + (size_t)y);
}
