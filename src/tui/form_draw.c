/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/form_private.h"

#include <string.h>

#include "satchel/base/text.h"
#include "satchel/tui/screen.h"

/* Where things stand: mark in column 0, `*` in 2, label from 4, value from value_x. */
struct form_grid {
    int label_cols, value_x, value_cols, rows;
};

static int width_of(const char *s)
{
    return text_width(s, strlen(s));
}

/* below: rows kept free below the fields. */
static struct form_grid make_grid(const struct form *f, const struct draw *d, int below)
{
    struct form_grid g = { 0 };
    for (size_t i = 0; i < f->n; i++)
        if (f->fields[i].kind != FORM_HEADING) {
            int w = width_of(_(f->fields[i].label));
            g.label_cols = w > g.label_cols ? w : g.label_cols;
        }
    int most = d->cols / 3;
    g.label_cols = g.label_cols < most ? g.label_cols : most;
    g.value_x = 4 + g.label_cols + 2;
    g.value_cols = d->cols - g.value_x > 1 ? d->cols - g.value_x - 1 : 1;
    g.rows = d->rows > below + 2 ? d->rows - below : d->rows;
    return g;
}

static int height_of(struct form *f, size_t i, const struct form_grid *g)
{
    const struct form_field *field = &f->fields[i];
    if (field->kind == FORM_HEADING)
        return i ? 2 : 1;
    if (!form_kind_is_multiline(field->kind))
        return 1;
    int most = field->rows ? field->rows : 6, least = i == f->focus ? 3 : 1;
    if (i != f->focus && most > g->rows / 3) /* the others are still seen */
        most = g->rows / 3 > 0 ? g->rows / 3 : 1;
    int h = (int)editor_height(&f->states[i].editor, g->value_cols, (size_t)most);
    h = h < least && least <= most ? least : h;
    return h < g->rows ? h : g->rows;
}

/* Rows of the fields from one to another, the second included. */
static int height_of_all(struct form *f, size_t from, size_t to, const struct form_grid *g)
{
    int sum = 0;
    for (size_t i = from; i <= to && sum <= g->rows; i++)
        sum += height_of(f, i, g);
    return sum;
}

/* Scrolls by whole fields until the focused one is seen, and back when there is room below the last. */
static void scroll_to_focus(struct form *f, const struct form_grid *g)
{
    while (f->top && height_of_all(f, f->top - 1, f->n - 1, g) <= g->rows)
        f->top--;
    if (f->top > f->focus)
        f->top = f->focus && f->fields[f->focus - 1].kind == FORM_HEADING ? f->focus - 1 : f->focus;
    while (f->top < f->focus && height_of_all(f, f->top, f->focus, g) > g->rows)
        f->top++;
}

/* What a value without a cursor shows; "" when there is none. */
static const char *shown_value(const struct form *f, size_t i)
{
    const struct form_state *s = &f->states[i];
    const char *value = editor_text(&s->editor), *label = NULL;
    switch (f->fields[i].kind) {
    case FORM_CHOICE:
        label = form_choice_label(&f->fields[i], value);
        return label ? label : value;
    case FORM_BOOL:
        return *value ? _("yes") : _("no");
    case FORM_REF:
        return !*value ? "" : s->label ? s->label : _("(chosen)");
    default:
        return value;
    }
}

static void draw_plain(const struct form *f, const struct draw *d, size_t i, bool focus)
{
    const char *text = shown_value(f, i), *words = f->states[i].words;
    if (words) { /* not chosen yet */
        draw_text(d, 0, 0, 1, ROLE_UNCERTAIN, "?");
        draw_text(d, 0, 2, -1, focus ? ROLE_FOCUS : ROLE_VALUE, words);
        if (focus)
            draw_cursor(d, 0, 2);
        return;
    }
    bool empty = !*text;
    draw_text(d, 0, 0, -1,
              focus   ? ROLE_FOCUS
              : empty ? ROLE_DIM
                      : ROLE_VALUE,
              empty ? draw_dash(d->screen) : text);
    if (focus)
        draw_cursor(d, 0, 0);
}

static void draw_value(struct form *f, const struct draw *d, size_t i, bool focus)
{
    struct form_state *s = &f->states[i];
    enum form_kind kind = f->fields[i].kind;
    if (!form_kind_is_text(kind) || (!focus && !s->editor.text.len)) {
        draw_plain(f, d, i, focus);
        return;
    }
    s->editor.masked = (f->fields[i].flags & FORM_MASKED) && !(focus && s->shown);
    if (!focus) /* from its start */
        s->editor.top = 0;
    editor_draw(&s->editor, d, focus && !form_kind_is_multiline(kind) ? ROLE_FOCUS : ROLE_VALUE, focus);
}

static void draw_field(struct form *f, const struct draw *d, const struct form_grid *g, size_t i, int y,
                       int h)
{
    const struct form_field *field = &f->fields[i];
    bool focus = i == f->focus;
    if (field->kind == FORM_HEADING) {
        draw_text(d, y + h - 1, 2, -1, ROLE_HEADING, _(field->label));
        return;
    }
    if (focus)
        draw_text(d, y, 0, 1, ROLE_STRONG, ">");
    if (f->states[i].error)
        draw_text(d, y, 2, 1, ROLE_ERROR, "!");
    else if (form_state_changed(f, i))
        draw_text(d, y, 2, 1, ROLE_CHANGED, "*");
    draw_text(d, y, 4, g->label_cols, focus ? ROLE_STRONG : ROLE_LABEL, _(field->label));
    struct draw value = draw_part(d, y, g->value_x, h, g->value_cols);
    draw_value(f, &value, i, focus);
}

/* How a kind of field is filled, where the field itself does not say. */
static const char *usual_hint(const struct form_field *field, bool shown)
{
    if (field->flags & FORM_READ_ONLY)
        return _("This cannot be changed.");
    switch (field->kind) {
    case FORM_CHOICE:
        return _("Left, Right change it; Enter: all.");
    case FORM_BOOL:
        return _("Space changes it, y is yes, n is no.");
    case FORM_REF:
        return _("Enter chooses, Delete empties it.");
    case FORM_LIST:
        return _("One on each line.");
    default:
        return field->flags & FORM_MASKED && !shown ? _("Ctrl-T shows it.") : "";
    }
}

/* What goes into the field and how to fill it; where there is one line, how to fill it. */
static void add_hint(const struct form *f, size_t i, bool one_line, struct buf *out)
{
    const struct form_field *field = &f->fields[i];
    if (f->states[i].words)
        buf_adds(out, _("Nothing is chosen yet. Enter shows what fits, Delete drops it."));
    else if (field->hint && (field->kind == FORM_REF || field->kind == FORM_BOOL) &&
             !(field->flags & FORM_READ_ONLY))
        buf_addf(out, "%s%s%s", one_line ? "" : _(field->hint), one_line ? "" : " · ",
                 usual_hint(field, f->states[i].shown));
    else if (field->hint && field->flags & FORM_MASKED && !f->states[i].shown)
        buf_addf(out, "%s · %s", _("Ctrl-T shows it."), _(field->hint));
    else
        buf_adds(out, field->hint ? _(field->hint) : usual_hint(field, f->states[i].shown));
}

/* What stands below the fields. */
struct form_says {
    struct buf text;
    int role, rows;
};

/* What is wrong with the field, what its value means, or how to fill it. */
static void make_says(struct form *f, const struct draw *d, struct form_says *out)
{
    const struct form_field *field = &f->fields[f->focus];
    const struct form_state *s = &f->states[f->focus];
    const int cols = d->cols - 2;
    *out = (struct form_says){ .role = ROLE_DIM, .rows = 1 };
    if (s->error) {
        buf_adds(&out->text, s->error);
        out->role = ROLE_ERROR;
    } else if (field->describe && s->editor.text.len) {
        field->describe(f->arg, field, editor_text(&s->editor), &out->text);
    }
    const int most = d->rows <= 6 ? 1 : s->error ? 4 : d->rows / 6;
    if (!out->text.len)
        add_hint(f, f->focus, most <= 1, &out->text);
    for (size_t at = 0;
         (at += text_wrap(buf_text(&out->text) + at, out->text.len - at, cols)) < out->text.len;)
        out->rows++;
    out->rows = out->rows < most ? out->rows : most;
}

static void draw_says(const struct draw *d, const struct form_says *says)
{
    struct draw lines = draw_part(d, d->rows - says->rows, 0, -1, -1);
    draw_fill(&lines, 0, 0, -1, -1, ROLE_TEXT);
    draw_wrapped(&lines, 0, 1, says->rows, d->cols - 2, says->role, buf_text(&says->text));
}

void form_draw(struct form *f, const struct draw *d)
{
    struct form_says says;
    if (!f->n || d->rows <= 0 || d->cols < 12)
        return;
    make_says(f, d, &says);
    struct form_grid g = make_grid(f, d, says.rows);
    struct draw body = draw_part(d, 0, 0, g.rows, -1);
    scroll_to_focus(f, &g);
    for (size_t i = f->top, y = 0; i < f->n && (int)y < g.rows; i++) {
        int h = height_of(f, i, &g);
        draw_field(f, &body, &g, i, (int)y, h);
        y += (size_t)h;
    }
    if (d->rows > g.rows)
        draw_says(d, &says);
    buf_free(&says.text);
    if (f->picking) {
        struct draw all = draw_screen(d->screen);
        picker_draw(&f->picker, &all);
    }
}
