/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/pdf/flow.h"

#include <stdlib.h>
#include <string.h>

/* The line at the iterator. */
static void add_line(struct flow *f, struct press *p, PangoLayout *layout, PangoLayoutIter *it, double gap,
                     bool kept)
{
    PangoRectangle r;
    if (dyn_room(&f->lines) < 0) {
        press_fail(p, SHEET_NO_MEMORY, NULL);
        return;
    }
    pango_layout_iter_get_line_extents(it, NULL, &r);
    f->lines.at[f->lines.n++] = (struct flow_line){
        .layout = g_object_ref(layout),
        .line = pango_layout_line_ref(pango_layout_iter_get_line_readonly(it)),
        .x = (double)r.x / PANGO_SCALE,
        .baseline = (double)(pango_layout_iter_get_baseline(it) - r.y) / PANGO_SCALE,
        .height = (double)r.height / PANGO_SCALE,
        .gap = gap,
        .kept = kept,
    };
}

/* The second line and the last one stay with the line before, so that two are together at either side. */
static void add_paragraph(struct flow *f, struct press *p, PangoLayout *layout, double gap,
                          enum flow_keep keep)
{
    int n = pango_layout_get_line_count(layout), i = 0;
    PangoLayoutIter *it = pango_layout_get_iter(layout);
    do {
        bool kept =
            i == 0 ? f->kept_next || keep == FLOW_WITH_BEFORE : i == 1 || i == n - 1 || keep != FLOW_FREE;
        add_line(f, p, layout, it, i == 0 ? gap : 0, kept);
        i++;
    } while (pango_layout_iter_next_line(it));
    pango_layout_iter_free(it);
    f->kept_next = keep == FLOW_WITH_NEXT;
}

void flow_add(struct flow *f, struct press *p, const char *text, const char *lang, double size, double width,
              double gap, enum flow_keep keep, bool far)
{
    double before = gap;
    for (size_t n; *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        if (strspn(text, " \t") >= n) {
            before = before > size * 0.7 ? before : size * 0.7;
            continue;
        }
        PangoLayout *layout = press_text(p, text, n, lang, size, width, far);
        add_paragraph(f, p, layout, before, keep);
        g_object_unref(layout);
        before = 0;
    }
}

/* The line that the next page begins with, when lines from `from` on have so much room. */
static size_t next_page(const struct flow *f, size_t from, double room)
{
    size_t i = from, cut;
    for (double used = 0; i < f->lines.n; i++) {
        const struct flow_line *l = &f->lines.at[i];
        used += (i > from ? l->gap : 0) + l->height;
        if (used > room && i > from)
            break;
    }
    for (cut = i; i < f->lines.n && cut > from && f->lines.at[cut].kept; cut--)
        continue;
    return cut > from ? cut : i;
}

void flow_paginate(struct flow *f, struct press *p, double first, double rest)
{
    size_t at = 0;
    f->pages.n = 0;
    /* Without room for two lines the first page has none. */
    if (f->lines.n && first < 2 * f->lines.at[0].height && dyn_room(&f->pages) == 0)
        f->pages.at[f->pages.n++] = 0;
    while (at < f->lines.n) {
        if (dyn_room(&f->pages) < 0) {
            press_fail(p, SHEET_NO_MEMORY, NULL);
            return;
        }
        double room = f->pages.n ? rest : first;
        f->pages.at[f->pages.n++] = at;
        at = next_page(f, at, room);
    }
}

void flow_show(const struct flow *f, struct press *p, size_t page, double x, double y)
{
    size_t from = f->pages.at[page], to = page + 1 < f->pages.n ? f->pages.at[page + 1] : f->lines.n;
    for (size_t i = from; i < to; i++) {
        const struct flow_line *l = &f->lines.at[i];
        y += i > from ? l->gap : 0;
        cairo_move_to(p->cairo, x + l->x, y + l->baseline);
        pango_cairo_show_layout_line(p->cairo, l->line);
        y += l->height;
    }
}

void flow_free(struct flow *f)
{
    for (size_t i = 0; i < f->lines.n; i++) {
        pango_layout_line_unref(f->lines.at[i].line);
        g_object_unref(f->lines.at[i].layout);
    }
    free(f->lines.at);
    free(f->pages.at);
    *f = (struct flow){ 0 };
}
