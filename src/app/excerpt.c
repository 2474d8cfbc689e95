/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/excerpt.h"

#include <stdio.h>
#include <string.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"

uint32_t excerpt_offset(const char *text, uint32_t line, uint32_t col)
{
    const char *p = text;
    while (p && line > 1) {
        p = strchr(p, '\n');
        p = p ? p + 1 : NULL;
        line--;
    }
    return p ? (uint32_t)text_count(text, (size_t)(p - text)) + (col ? col - 1 : 0) : 0;
}

struct hit { /* bytes of a text */
    size_t from, to;
};

/* Draws one line, the part in hit in its own role, scrolled so that the hit stands in the middle when it has
 * to be. */
static void draw_line(const struct draw *d, int y, int x, const char *line, size_t n, struct hit hit)
{
    int cols = d->cols - x, used = 0;
    size_t start = 0;
    bool marked = hit.to > hit.from;
    if (marked && text_width(line, hit.to) >= cols) {
        int before = text_width(line, hit.from), skip = before - cols / 3;
        if (skip > 0)
            start = text_fit(line, n, skip, &used);
    }
    if (start) {
        draw_text(d, y, x, 1, ROLE_DIM, "…");
        x++;
    }
    if (!marked) {
        draw_textn(d, y, x, -1, ROLE_TEXT, line + start, n - start);
        return;
    }
    if (hit.from > start)
        x += draw_run(d, y, x, d->cols - x, ROLE_TEXT, line + start, hit.from - start);
    x += draw_run(d, y, x, d->cols - x, ROLE_HIT, line + hit.from, hit.to - hit.from);
    draw_textn(d, y, x, -1, ROLE_TEXT, line + hit.to, n - hit.to);
}

/* The part of [at, at + n) that hit covers, relative to at. */
static struct hit clip(struct hit hit, size_t at, size_t n)
{
    struct hit h = { hit.from > at ? hit.from - at : 0, hit.to > at ? hit.to - at : 0 };
    if (h.from > n)
        h.from = n;
    if (h.to > n)
        h.to = n;
    return h;
}

void excerpt_draw(const struct draw *d, const char *text, struct parsed_span at)
{
    size_t len = strlen(text);
    if (at.from == 0 && at.to == 0) {
        draw_text(d, d->rows / 2, 1, -1, ROLE_DIM, _("no place in the text"));
        return;
    }
    struct hit hit = { text_offset(text, len, at.from), text_offset(text, len, at.to) };
    size_t start = hit.from;
    unsigned number = 1;
    while (start && text[start - 1] != '\n')
        start--;
    for (size_t i = 0; i < start; i++)
        number += text[i] == '\n';
    /* Lines before it, as many as put it into the middle. */
    int above = d->rows / 2;
    for (; above && start; above--, number--)
        for (start--; start && text[start - 1] != '\n';)
            start--;
    for (int y = 0; y < d->rows && start < len; y++, number++) {
        size_t n = strcspn(text + start, "\n");
        char margin[32];
        snprintf(margin, sizeof margin, "%4u", number);
        draw_text(d, y, 0, 5, ROLE_DIM, margin);
        draw_text(d, y, 5, 2, ROLE_RULER, "│");
        draw_line(d, y, 7, text + start, n, clip(hit, start, n));
        start += n + 1;
    }
}
