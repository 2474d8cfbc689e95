/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture over the chronology: a line of years, and a line for each of the events around the chosen one,
 * all on one scale. A day is a point, a time a bar; an end that is not known is left open, what is uncertain
 * has `?`. */
#include <string.h>

#include "satchel/app/view_case.h"
#include "satchel/base/day.h"
#include "satchel/base/edtf.h"
#include "satchel/base/i18n.h"
#include "satchel/model/testimony.h"
#include "satchel/tui/screen.h"

#define LINES       4
#define LABEL_WIDTH 16

struct scale {
    int32_t from, to; /* days */
    int x, cols;      /* of the drawing */
};

static int column_of(const struct scale *s, int32_t day)
{
    int64_t span = (int64_t)s->to - s->from;
    if (day <= s->from || span <= 0)
        return s->x;
    return day >= s->to ? s->x + s->cols - 1 : s->x + (int)(((int64_t)day - s->from) * (s->cols - 1) / span);
}

/* false: the event has no day at all. */
static bool read_event(struct case_view *c, size_t row, struct edtf *out)
{
    const struct event *v = (const struct event *)case_record(c, c->rows.at[row].n);
    return v && v->date.text && edtf_parse(v->date.text, out, NULL) == 0 &&
           (out->start == EDTF_DATE || out->end == EDTF_DATE) && !out->out_of_range;
}

/* Whole years from the first event to the last. */
static bool make_scale(struct case_view *c, size_t first, size_t n, struct scale *s)
{
    bool any = false;
    for (size_t i = first; i < first + n; i++) {
        struct edtf d;
        if (!read_event(c, i, &d))
            continue;
        int32_t from = d.start == EDTF_DATE ? d.earliest : d.latest,
                to = d.end == EDTF_DATE ? d.latest : d.earliest;
        s->from = any && s->from < from ? s->from : from;
        s->to = any && s->to > to ? s->to : to;
        any = true;
    }
    int year, month, dom;
    day_to_civil(s->from, &year, &month, &dom);
    s->from = day_from_civil(year, 1, 1);
    day_to_civil(s->to, &year, &month, &dom);
    s->to = day_from_civil(year + 1, 1, 1);
    return any;
}

/* As many years as fit with a blank between. */
static void draw_years(const struct draw *d, const struct scale *s)
{
    int first, last, month, dom, free_from = 0;
    day_to_civil(s->from, &first, &month, &dom);
    day_to_civil(s->to - 1, &last, &month, &dom);
    for (int year = first; year <= last; year++) {
        int x = column_of(s, day_from_civil(year, 1, 1));
        if (x < free_from || x + 4 > d->cols)
            continue;
        draw_textf(d, 0, x, -1, ROLE_DIM, "%d", year);
        free_from = x + 6;
    }
}

struct signs {
    const char *point, *vague, *left, *right, *line, *open;
};

static void draw_bar(const struct draw *d, int y, const struct scale *s, const struct edtf *e, int role)
{
    static const struct signs UNICODE = { "◆", "◇", "├", "┤", "─", "~" },
                              ASCII = { "*", "o", "|", "|", "-", "~" };
    const struct signs *g = screen_ascii(d->screen) ? &ASCII : &UNICODE;
    bool vague = e->uncertain || e->approximate || e->set;
    int32_t from = e->start == EDTF_DATE ? e->earliest : s->from,
            to = e->end == EDTF_DATE ? e->latest : s->to;
    int left = column_of(s, from), right = column_of(s, to);
    if (vague && left > LABEL_WIDTH)
        draw_text(d, y, left - 1, 1, ROLE_UNCERTAIN, "?");
    if (left == right) {
        draw_text(d, y, left, 1, role, vague ? g->vague : g->point);
        return;
    }
    draw_text(d, y, left, 1, role, e->start == EDTF_DATE ? g->left : g->open);
    for (int x = left + 1; x < right; x++)
        draw_text(d, y, x, 1, role, g->line);
    draw_text(d, y, right, 1, role, e->end == EDTF_DATE ? g->right : g->open);
}

static void draw_event(struct case_view *c, const struct draw *d, int y, const struct scale *s, size_t row)
{
    struct edtf date;
    const struct event *v = (const struct event *)case_record(c, c->rows.at[row].n);
    bool chosen = row == c->list.selected;
    if (!v)
        return;
    draw_text(d, y, 1, LABEL_WIDTH - 2, chosen ? ROLE_STRONG : ROLE_LABEL,
              _(ENUM_event_kind.at[v->kind].label));
    if (read_event(c, row, &date))
        draw_bar(d, y, s, &date, chosen ? ROLE_STRONG : ROLE_TEXT);
}

bool case_timeline(struct case_view *c, struct draw *body)
{
    struct scale s = { .x = LABEL_WIDTH, .cols = body->cols - LABEL_WIDTH - 2 };
    size_t n = c->rows.n < LINES ? c->rows.n : LINES,
           first = c->list.selected > n / 2 ? c->list.selected - n / 2 : 0;
    first = first + n > c->rows.n ? c->rows.n - n : first;
    if (body->rows < 14 || !make_scale(c, 0, c->rows.n, &s))
        return false;
    draw_years(body, &s);
    for (size_t i = 0; i < n; i++)
        draw_event(c, body, 1 + (int)i, &s, first + i);
    draw_ruler(body, 1 + (int)n);
    *body = draw_part(body, 2 + (int)n, 0, -1, -1);
    return true;
}
