/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter as one reads it from top to bottom: address and date, salutation, text, all scrolled together, and
 * below it what the check found. */
#include <string.h>

#include "satchel/app/letter_view.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/exchange/letter_text.h"

#define HEAD_LINES   24
#define FINDING_COLS 30 /* of a line of the findings, before what is said */

/* One line of what stands above the text. */
struct head_line {
    const char *text;
    size_t n;
    int role;
    const char *right; /* at the right edge; NULL: nothing */
    bool salutation;   /* the editor of it */
};
struct head {
    struct head_line at[HEAD_LINES];
    size_t n, salutation;
};

static struct head_line *add_line(struct head *h, int role, const char *text, size_t n)
{
    struct head_line *line = &h->at[h->n < HEAD_LINES ? h->n++ : HEAD_LINES - 1];
    *line = (struct head_line){ .text = text, .n = n, .role = role };
    return line;
}

static void add_lines(struct head *h, int role, const char *text)
{
    for (const char *at = text ? text : ""; *at && h->n < HEAD_LINES - 4;) {
        size_t n = strcspn(at, "\n");
        add_line(h, role, at, n);
        at += n + (at[n] == '\n');
    }
}

/* The date stands at the right of the last line of the address, unless a text from right to left is there. */
static void add_date(struct head *h, const char *date, int cols)
{
    const struct head_line *last = h->n ? &h->at[h->n - 1] : NULL;
    if (!date || !*date)
        return;
    bool beside = last && !text_is_rtl(last->text, last->n) && !text_is_rtl(date, strlen(date)) &&
                  text_width(last->text, last->n) + text_width(date, strlen(date)) + 2 <= cols;
    if (!beside)
        add_line(h, ROLE_TEXT, "", 0);
    h->at[h->n - 1].right = date;
}

/* small: there is only room for the salutation. */
static void make_head(const struct letter_view *v, bool small, int cols, struct head *h)
{
    const struct letter_page *p = &v->page;
    *h = (struct head){ 0 };
    if (!small) {
        add_lines(h, ROLE_TEXT, p->address_lines);
        if (!p->address_lines)
            add_lines(h, ROLE_WARNING, _("No address is known: it cannot go by post."));
        add_date(h, p->date_line, cols);
        add_line(h, ROLE_TEXT, "", 0);
        add_lines(h, ROLE_DIM, p->copy_of);
        add_lines(h, ROLE_STRONG, p->subject);
        if (p->copy_of || p->subject)
            add_line(h, ROLE_TEXT, "", 0);
    }
    h->salutation = h->n;
    add_line(h, ROLE_TEXT, "", 0)->salutation = true;
    if (!small)
        add_line(h, ROLE_TEXT, "", 0);
}

/* Keeps the cursor on the screen: in rows of head and text together. */
static void scroll_to(struct letter_view *v, size_t row, size_t rows, size_t all)
{
    if (row < v->scroll)
        v->scroll = row;
    if (row >= v->scroll + rows)
        v->scroll = row - rows + 1;
    if (v->scroll && v->scroll + rows > all)
        v->scroll = all > rows ? all - rows : 0;
}

/* ---- the text ---- */

static void hide_names(const struct letter_view *v, const struct draw *d, const struct head_line *line, int y)
{
    char *text = strndup(line->text, line->n), *shown = text ? present_text(v->app, text) : NULL;
    draw_text(d, y, 0, -1, line->role, shown ? shown : "");
    str_free(shown);
    str_free(text);
}

static void draw_head_line(struct letter_view *v, const struct draw *d, const struct head_line *line, int y)
{
    struct editor *salutation = &v->parts[LETTER_SALUTATION];
    if (line->salutation) {
        struct draw at = draw_part(d, y, 0, 1, -1);
        salutation->spans = v->check.spans[LETTER_SALUTATION].at;
        salutation->n_spans = v->check.spans[LETTER_SALUTATION].n;
        editor_draw(salutation, &at, ROLE_TEXT, v->part == LETTER_SALUTATION && !v->waiving);
        return;
    }
    if (v->app->discreet)
        hide_names(v, d, line, y);
    else
        draw_textn(d, y, 0, -1, line->role, line->text, line->n);
    if (line->right)
        draw_right(d, y, 0, d->cols, ROLE_TEXT, line->right);
}

static void draw_letter(struct letter_view *v, const struct layout *l, const struct draw *d)
{
    struct editor *body = &v->parts[LETTER_BODY];
    struct head head;
    const size_t rows = (size_t)d->rows;
    make_head(v, l->one_pane, d->cols, &head);
    const size_t seen = editor_height(body, d->cols, v->scroll + 2 * rows); /* wraps at this width */
    const size_t row = v->part == LETTER_BODY ? head.n + editor_row(body) : head.salutation;
    const size_t text = editor_height(body, d->cols, editor_row(body) + rows);
    if (row <= head.n) /* what stands above the text comes back with its first line */
        v->scroll = 0;
    scroll_to(v, row, rows, head.n + (text > seen ? text : seen));
    size_t y = 0;
    for (size_t i = v->scroll; i < head.n && y < rows; i++, y++)
        draw_head_line(v, d, &head.at[i], (int)y);
    body->top = v->scroll > head.n ? v->scroll - head.n : 0;
    body->spans = v->check.spans[LETTER_BODY].at;
    body->n_spans = v->check.spans[LETTER_BODY].n;
    struct draw below = draw_part(d, (int)y, 0, -1, -1);
    editor_draw(body, &below, ROLE_TEXT, v->part == LETTER_BODY && !v->waiving && below.rows > 0);
    if (v->scroll >= head.n)
        v->scroll = head.n + body->top;
}

/* Names are hidden: the text is shown, not typed. */
static void draw_discreet(struct letter_view *v, const struct draw *d)
{
    char *salutation = present_text(v->app, letter_view_text(v, LETTER_SALUTATION)),
         *body = present_text(v->app, letter_view_text(v, LETTER_BODY));
    size_t at = v->pane.at, top = v->pane.top;
    pane_clear(&v->pane);
    pane_addf(&v->pane, ROLE_TEXT, "%s\n\n%s", salutation ? salutation : "", body ? body : "");
    v->pane.at = at;
    v->pane.top = top;
    v->pane.unfocused = false;
    pane_draw(&v->pane, d);
    str_free(salutation);
    str_free(body);
}

/* ---- the page as it will be printed ---- */

void letter_view_show_preview(struct letter_view *v, bool on)
{
    struct letter_page page = { 0 };
    struct buf text = { 0 };
    struct err e = { 0 };
    pane_clear(&v->pane);
    v->previewing = false;
    if (!on)
        return;
    if (letter_view_page_now(v, &page, &e) < 0 ||
        letter_text_pages(&page, LETTER_TEXT_COLUMNS, LETTER_COUNT_PAGE, &text, &e) < 0)
        app_error(v->app, &e);
    else
        v->previewing = true;
    char *shown = present_text(v->app, buf_text(&text)), *save = NULL;
    size_t number = 0;
    for (char *at = shown ? strtok_r(shown, "\f", &save) : NULL; at; at = strtok_r(NULL, "\f", &save)) {
        if (number++)
            pane_addf(&v->pane, ROLE_DIM, _("-- page %zu --\n"), number);
        pane_add(&v->pane, ROLE_TEXT, at);
    }
    str_free(shown);
    buf_free(&text);
    letter_page_free(&page);
}

/* ---- what was found ---- */

/* The selected one is shown whole, over a second line where it needs one. */
static bool unfolds(const struct letter_view *v, int cols)
{
    const struct letter_check *c = &v->check;
    const char *said =
        v->findings.selected < c->rows.n ? c->rows.at[v->findings.selected].what->evidence : "";
    return text_width(said, strlen(said)) > cols - FINDING_COLS;
}

static int findings_rows(const struct letter_view *v, const struct layout *l, const struct draw *body)
{
    int n = (int)v->check.rows.n, rows = body->rows;
    if (letter_view_is_sent(v) || v->previewing || v->app->discreet)
        return 0;
    int most = l->one_pane ? 2 : rows / 4 > 2 ? rows / 4 : 2;
    int wanted = n + (v->waiving ? 1 : 0) + (unfolds(v, body->cols) ? 1 : 0);
    return wanted > most ? most : wanted;
}

static void draw_reason(struct letter_view *v, const struct draw *d, int y)
{
    const char *label = d->cols < CHROME_WIDE_COLS ? _("Because") : _("It does not count, because");
    int x = 1 + draw_text(d, y, 1, d->cols / 2, ROLE_STRONG, label) + 1;
    struct draw at = draw_part(d, y, x, 1, -1);
    editor_draw(&v->reason, &at, ROLE_FOCUS, true);
}

static void draw_findings(struct letter_view *v, const struct draw *d)
{
    struct draw list = draw_part(d, 0, 0, d->rows - (v->waiving ? 1 : 0), -1);
    if (v->check.rows.n && list.rows > 0)
        list_draw(&v->findings, &list);
    if (v->waiving)
        draw_reason(v, d, d->rows - 1);
}

void letter_view_draw(struct app *a, struct view *view, const struct layout *l, const struct draw *body)
{
    struct letter_view *v = (struct letter_view *)view;
    const int ruler = l->one_pane ? 0 : 1, found = findings_rows(v, l, body);
    const int margin = l->one_pane ? 1 : 3, below = found ? found + ruler : 0;
    if (ruler)
        draw_ruler(body, 0);
    struct draw text = draw_part(body, ruler, margin, body->rows - ruler - below, body->cols - margin - 1);
    if (letter_view_is_sent(v) || v->previewing)
        pane_draw(&v->pane, &text);
    else if (a->discreet)
        draw_discreet(v, &text);
    else
        draw_letter(v, l, &text);
    if (!found)
        return;
    if (ruler)
        draw_ruler(body, body->rows - below);
    struct draw findings = draw_part(body, body->rows - found, 0, -1, -1);
    draw_findings(v, &findings);
}
