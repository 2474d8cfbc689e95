/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_columns.h"

#include <stdlib.h>
#include <string.h>

#define MOST_COLUMNS 4
#define SLACK        3 /* columns two cells of one column may differ by */
#define ENOUGH       3 /* lines with cells */

struct cells {
    struct ua_slice at[MOST_COLUMNS];
    uint32_t column[MOST_COLUMNS];
    size_t n;
};

static void cells_of(const struct ua_doc *d, const struct ua_line *l, struct cells *c)
{
    struct ua_slice rest = l->at;
    c->n = 0;
    while (c->n < MOST_COLUMNS && rest.from < rest.to) {
        size_t tab = ua_find_char(d, rest, "\t");
        c->at[c->n] = (struct ua_slice){ rest.from, tab };
        c->column[c->n++] = l->indent + d->to_source[rest.from] - d->to_source[l->at.from];
        rest.from = tab + 1;
    }
}

static int column_of(const struct cells *head, uint32_t column)
{
    for (size_t i = 0; i < head->n; i++)
        if (column + SLACK >= head->column[i] && column <= head->column[i] + SLACK)
            return (int)i;
    return -1;
}

/* Every cell of the line stands at a column of the head. */
static bool fits(const struct cells *head, const struct cells *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (column_of(head, c->column[i]) < 0)
            return false;
    return true;
}

/* Lines from i on that belong to one table; 0 when there is none. */
static size_t table_lines(const struct ua_doc *d, size_t i, struct cells *head)
{
    size_t n = 0, with_cells = 0;
    struct cells c;
    cells_of(d, &d->lines.at[i], head);
    if (head->n < 2 || d->text.data[head->at[0].to - 1] == ':') /* a label and its value */
        return 0;
    for (; i + n < d->lines.n; n++) {
        const struct ua_line *l = &d->lines.at[i + n];
        if ((n && l->blank_before) || l->bullet)
            break;
        cells_of(d, l, &c);
        bool spans = c.n == 1 && l->width > head->column[1] + SLACK && c.column[0] + SLACK < head->column[1];
        if (spans || !fits(head, &c))
            break;
        with_cells += c.n > 1;
    }
    return with_cells >= ENOUGH ? n : 0;
}

struct table {
    struct ua_line *at;
    size_t n, cap;
};

static void push(struct ua_doc *d, struct table *t, struct ua_line l)
{
    if (dyn_room(t) < 0)
        d->failed = true;
    else
        t->at[t->n++] = l;
}

static void put_column(struct ua_doc *d, struct table *out, size_t i, size_t n, const struct cells *head,
                       int column)
{
    bool first = true;
    for (size_t j = 0; j < n; j++) {
        struct cells c;
        cells_of(d, &d->lines.at[i + j], &c);
        for (size_t x = 0; x < c.n; x++) {
            if (column_of(head, c.column[x]) != column || ua_empty(ua_trim(d, c.at[x])))
                continue;
            struct ua_line l = d->lines.at[i + j];
            l.at = ua_trim(d, c.at[x]);
            l.cell = true;
            l.blank_before = first && (column > 0 || l.blank_before);
            first = false;
            push(d, out, l);
        }
    }
}

void ua_split_columns(struct ua_doc *d)
{
    struct table out = { 0 };
    size_t tables = 0;
    for (size_t i = 0; i < d->lines.n && !d->failed;) {
        struct cells head;
        size_t n = table_lines(d, i, &head);
        for (size_t c = 0; n && c < head.n; c++)
            put_column(d, &out, i, n, &head, (int)c);
        if (!n)
            push(d, &out, d->lines.at[i]);
        tables += n > 0;
        i += n ? n : 1;
    }
    if (!tables || d->failed) {
        free(out.at);
        return;
    }
    free(d->lines.at);
    d->lines.at = out.at;
    d->lines.n = out.n;
    d->lines.cap = out.cap;
}
