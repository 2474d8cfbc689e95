/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/list.h"

#include <stdio.h>
#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/tui/command.h"
#include "satchel/tui/screen.h"

#define LIST_NARROW   60 /* columns of a screen where none is to be wasted */
#define LIST_UNFOLDED 4  /* lines of a row that is shown whole, at most */

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

static const char *title_of(const struct list_column *c)
{
    return c->title && *c->title ? _(c->title) : "";
}

static int planned(const struct list *l, const int *width)
{
    int sum = 0;
    for (size_t i = 0; i < l->n_columns; i++)
        sum += width[i] ? width[i] + 1 : 0;
    return sum - 1;
}

/* Of the shown columns the one to go first; -1: all must stay. */
static int first_to_go(const struct list *l, const int *width)
{
    int worst = -1;
    for (size_t i = 0; i < l->n_columns; i++)
        if (width[i] && l->columns[i].drop && (worst < 0 || l->columns[i].drop >= l->columns[worst].drop))
            worst = (int)i;
    return worst;
}

/* The widths at which nothing in sight is cut, each below its most. */
static void fit_columns(struct list *l, int rows, const int *most, int *width)
{
    for (size_t i = 0; i < l->n_columns; i++)
        if (most[i]) {
            const char *title = l->no_titles ? "" : title_of(&l->columns[i]);
            width[i] = text_width(title, strlen(title));
        }
    for (size_t at = l->top; at < l->count && at < l->top + (size_t)rows; at++) {
        const struct list_row *row = fetch(l, at);
        for (size_t i = 0; i < l->n_columns && !row->heading; i++) {
            int w = most[i] ? text_width(buf_text(&row->text) + row->start[i], row->len[i]) : 0;
            width[i] = w > width[i] ? w : width[i];
        }
    }
    for (size_t i = 0; i < l->n_columns; i++)
        if (most[i])
            width[i] = width[i] > most[i] ? most[i] : width[i] < 1 ? 1 : width[i];
}

/* Takes from the columns that have more than their width what there is no room for. */
static void shrink_columns(const struct list *l, int room, int *width)
{
    for (size_t i = 0; i < l->n_columns; i++) {
        int over = planned(l, width) - room, spare = width[i] - l->columns[i].width;
        if (over > 0 && spare > 0)
            width[i] -= over < spare ? over : spare;
    }
}

static void set_widths(struct list *l, const struct draw *d, int rows, int room, int *width)
{
    int most[LIST_COLUMNS] = { 0 }, gone;
    bool any = false, narrow = screen_cols(d->screen) < LIST_NARROW;
    for (size_t i = 0; i < l->n_columns; i++) {
        const struct list_column *c = &l->columns[i];
        bool last = i + 1 == l->n_columns;
        width[i] = c->width;
        most[i] = last ? 0 : c->fit ? c->fit : narrow ? c->width : 0;
        any |= most[i] > 0;
    }
    if (any)
        fit_columns(l, rows, most, width);
    shrink_columns(l, room, width);
    while (planned(l, width) > room && (gone = first_to_go(l, width)) >= 0)
        width[gone] = 0;
}

static struct plan make_plan(struct list *l, const struct draw *d, int rows)
{
    struct plan p = { 0 };
    int x = 2 + (l->no_glyphs ? 0 : draw_glyph_cols(d->screen) + 1), last = -1;
    set_widths(l, d, rows, d->cols - x, p.width);
    for (size_t i = 0; i < l->n_columns; i++)
        if (p.width[i]) {
            p.x[i] = x;
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
        if (*title_of(&l->columns[i]))
            return true;
    return false;
}

static void draw_titles(const struct list *l, const struct draw *d, const struct plan *p)
{
    for (size_t i = 0; i < l->n_columns; i++) {
        const char *title = title_of(&l->columns[i]);
        if (!p->width[i])
            continue;
        if (l->columns[i].right)
            draw_right(d, 0, p->x[i], p->width[i], ROLE_DIM, title);
        else
            draw_text(d, 0, p->x[i], p->width[i], ROLE_DIM, title);
    }
}

/* "Minister of the … Freedonia Town" */
static void draw_ends(const struct draw *d, int y, int x, int width, int role, const char *text, size_t n)
{
    int end = width / 3, used = 0;
    size_t tail = n, fits = text_fit(text, n, width, &used);
    if (fits == n || width < 12) {
        draw_textn(d, y, x, width, role, text, n);
        return;
    }
    while (tail > 0 && text_width(text + text_prev(text, n, tail), n - text_prev(text, n, tail)) <= end)
        tail = text_prev(text, n, tail);
    end = text_width(text + tail, n - tail);
    draw_textn(d, y, x, width - end, role, text, n);
    draw_run(d, y, x + width - end, end, role, text + tail, n - tail);
}

static int role_of(const struct list_row *row, size_t i)
{
    return !row->len[i] || (row->dim && row->role[i] == ROLE_TEXT) ? ROLE_DIM : row->role[i];
}

static void draw_cell(const struct list *l, const struct draw *d, int y, const struct plan *p, size_t i,
                      const struct list_row *row, int over)
{
    const char *text = row->len[i] ? row->text.data + row->start[i] : draw_dash(d->screen);
    size_t n = row->len[i] ? row->len[i] : strlen(text);
    int x = p->x[i], width = p->width[i], role = role_of(row, i) | over;
    if (l->columns[i].right) {
        int w = text_width(text, n), gap = w < width ? width - w : 0;
        x += gap;
        width -= gap;
    }
    if (l->columns[i].middle)
        draw_ends(d, y, x, width, role, text, n);
    else
        draw_textn(d, y, x, width, role, text, n);
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

/* Lines of the selected row: more than one where a cell is cut and the list unfolds. */
static int selected_lines(struct list *l, const struct plan *p, int rows)
{
    int lines = 1, most = rows < LIST_UNFOLDED ? rows : LIST_UNFOLDED;
    const struct list_row *row = l->unfold && l->count ? fetch(l, l->selected) : NULL;
    for (size_t i = 0; row && !row->heading && i < l->n_columns; i++) {
        int cell = p->width[i]
                       ? text_wrapped_lines(buf_text(&row->text) + row->start[i], row->len[i], p->width[i])
                       : 0;
        lines = cell > lines ? cell : lines;
    }
    return lines < most ? lines : most > 0 ? most : 1;
}

static void draw_unfolded(const struct list *l, const struct draw *d, int y, int lines, const struct plan *p,
                          const struct list_row *row, int over)
{
    for (size_t i = 0; i < l->n_columns; i++) {
        char *text = row->len[i] && p->width[i] ? strndup(row->text.data + row->start[i], row->len[i]) : NULL;
        if (text && !l->columns[i].right)
            draw_wrapped(d, y, p->x[i], lines, p->width[i], role_of(row, i) | over, text);
        else if (p->width[i])
            draw_cell(l, d, y, p, i, row, over);
        str_free(text);
    }
}

/* lines: more than one for a row that is unfolded. */
static void draw_row(struct list *l, const struct draw *d, int y, int lines, const struct plan *p,
                     size_t index)
{
    struct list_row *row = fetch(l, index);
    bool selected = index == l->selected && !row->heading;
    int over = selected && !l->unfocused ? ROLE_ON_SELECTED : 0;
    if (row->heading) {
        draw_heading(d, y, row);
        return;
    }
    if (over)
        draw_fill(d, y, 0, lines, -1, ROLE_TEXT | over);
    if (selected && !(l->unfocused && l->quiet))
        draw_text(d, y, 0, 1, (over ? ROLE_TEXT : ROLE_STRONG) | over, ">");
    if (row->marked)
        draw_text(d, y, 1, 1, ROLE_MARKED | over, "+");
    if (!l->no_glyphs)
        draw_glyph(d, y, 2, row->glyph, over);
    if (lines > 1)
        draw_unfolded(l, d, y, lines, p, row, over);
    for (size_t i = 0; i < l->n_columns && lines == 1; i++)
        if (p->width[i])
            draw_cell(l, d, y, p, i, row, over);
    if (selected && !l->unfocused)
        draw_cursor(d, y, 0);
}

/* lines: of the selected row. */
static void scroll_to_selected(struct list *l, int lines)
{
    size_t page = l->page > 0 ? (size_t)l->page : 1, more = (size_t)lines - 1;
    if (l->selected < l->top)
        l->top = l->selected;
    if (l->selected + more >= l->top + page)
        l->top = l->selected + more - page + 1;
    if (l->top + page > l->count + more)
        l->top = l->count + more > page ? l->count + more - page : 0;
}

static void draw_rows(struct list *l, const struct draw *body, const struct plan *p, int lines)
{
    int y = 0;
    for (size_t i = l->top; i < l->count && y < body->rows; i++) {
        int height = i == l->selected ? lines : 1;
        draw_row(l, body, y, height, p, i);
        y += height;
    }
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
    scroll_to_selected(l, 1);
    struct plan p = make_plan(l, d, body.rows);
    int lines = selected_lines(l, &p, body.rows);
    scroll_to_selected(l, lines);
    if (has_titles(l))
        draw_titles(l, d, &p);
    draw_rows(l, &body, &p, lines);
}
