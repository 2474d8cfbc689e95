/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/draw.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/tui/screen_private.h"

struct draw draw_screen(struct screen *s)
{
    return (struct draw){ s, 0, 0, s->rows, s->cols };
}

static int clamp(int v, int low, int high)
{
    return v < low ? low : v > high ? high : v;
}

struct draw draw_part(const struct draw *d, int y, int x, int rows, int cols)
{
    y = clamp(y, 0, d->rows);
    x = clamp(x, 0, d->cols);
    rows = rows < 0 ? d->rows - y : clamp(rows, 0, d->rows - y);
    cols = cols < 0 ? d->cols - x : clamp(cols, 0, d->cols - x);
    return (struct draw){ d->screen, d->y + y, d->x + x, rows, cols };
}

struct draw draw_centered(const struct draw *d, int rows, int cols)
{
    rows = clamp(rows, 0, d->rows);
    cols = clamp(cols, 0, d->cols);
    return draw_part(d, (d->rows - rows) / 2, (d->cols - cols) / 2, rows, cols);
}

/* Columns left for a text at y, x: 0 when it is outside. */
static int room(const struct draw *d, int y, int x, int cols)
{
    if (y < 0 || y >= d->rows || x < 0 || x >= d->cols)
        return 0;
    return cols < 0 ? d->cols - x : clamp(cols, 0, d->cols - x);
}

static void use_role(const struct draw *d, int role)
{
    int selected = role & ROLE_ON_SELECTED ? 1 : 0, plain = role & ~ROLE_ON_SELECTED;
    wattr_set(stdscr, d->screen->attr[selected][plain], d->screen->pair[selected][plain], NULL);
}

/* A cell being put together: one character with a width, and marks on it. */
struct cell {
    const struct draw *d;
    int role;
    wchar_t text[CCHARW_MAX + 1];
    size_t n;
};

static void flush_cell(struct cell *c)
{
    cchar_t out;
    int selected = c->role & ROLE_ON_SELECTED ? 1 : 0, plain = c->role & ~ROLE_ON_SELECTED;
    c->text[c->n] = L'\0';
    if (c->n && setcchar(&out, c->text, c->d->screen->attr[selected][plain],
                         c->d->screen->pair[selected][plain], NULL) != ERR)
        wadd_wch(stdscr, &out);
    c->n = 0;
}

/* One grapheme of `width` columns. curses measures each character with wcwidth: what it would not show in
 * these columns is replaced or left out, what is missing is filled up, so that the next one stands right. */
static void put_grapheme(const struct draw *d, const char *s, size_t n, int width, int role)
{
    struct cell cell = { .d = d, .role = role };
    int used = 0;
    for (size_t at = 0; at < n;) {
        uint32_t cp;
        at += text_decode(s + at, n - at, &cp);
        int w = wcwidth((wchar_t)cp);
        if (text_is_bidi_control(cp) || (w < 0 && used >= width))
            continue;
        if (w > 0 && used + w > width) { /* left out, and with it the joiner before it */
            cell.n -= cell.n && cell.text[cell.n - 1] == 0x200D;
            continue;
        }
        if (w != 0 || !cell.n) { /* a new cell; a mark without a character gets a blank one */
            flush_cell(&cell);
            cell.text[cell.n++] = w > 0 ? (wchar_t)cp : w == 0 ? L' ' : 0xFFFD;
            used += w > 0 ? w : 1;
        }
        if (w == 0 && cell.n < CCHARW_MAX)
            cell.text[cell.n++] = (wchar_t)cp;
    }
    flush_cell(&cell);
    for (; used < width; used++)
        waddch(stdscr, ' ');
}

/* Draws whole graphemes while they fit; returns columns used. */
int draw_run(const struct draw *d, int y, int x, int cols, int role, const char *text, size_t n)
{
    int left = room(d, y, x, cols), used = 0;
    if (left <= 0)
        return 0;
    use_role(d, role);
    for (size_t at = 0; at < n && used < left;) {
        wmove(stdscr, d->y + y, d->x + x + used);
        size_t run = 0;
        while (at + run < n && (int)run < left - used && text[at + run] >= ' ' && text[at + run] < 0x7F)
            run++;
        if (run && at + run < n && (unsigned char)text[at + run] >= 0x80)
            run--; /* a combining mark may follow */
        if (run) {
            waddnstr(stdscr, text + at, (int)run);
            used += (int)run;
            at += run;
            continue;
        }
        size_t next = text_next(text, n, at);
        int w = text_grapheme_width(text + at, next - at);
        if ((unsigned char)text[at] < ' ')
            w = 1;
        if (used + w > left)
            break;
        if (w)
            put_grapheme(d, text + at, next - at, w, role);
        used += w;
        at = next;
    }
    return used;
}

int draw_textn(const struct draw *d, int y, int x, int cols, int role, const char *text, size_t n)
{
    int left = room(d, y, x, cols), used = 0;
    if (left <= 0)
        return 0;
    size_t fits = text_fit(text, n, left, &used);
    if (fits == n)
        return draw_run(d, y, x, left, role, text, n);
    fits = text_fit(text, n, left - 1, &used);
    used = draw_run(d, y, x, left - 1, role, text, fits);
    const char *more = d->screen->ascii ? ">" : "…";
    return used + draw_run(d, y, x + used, 1, role, more, strlen(more));
}

int draw_text(const struct draw *d, int y, int x, int cols, int role, const char *text)
{
    return draw_textn(d, y, x, cols, role, text, strlen(text));
}

int draw_textf(const struct draw *d, int y, int x, int cols, int role, const char *format, ...)
{
    struct buf b = { 0 };
    va_list args;
    va_start(args, format);
    buf_vaddf(&b, format, args);
    va_end(args);
    int used = draw_textn(d, y, x, cols, role, buf_text(&b), b.len);
    buf_free(&b);
    return used;
}

int draw_right(const struct draw *d, int y, int x, int cols, int role, const char *text)
{
    int left = room(d, y, x, cols), w = text_width(text, strlen(text));
    int gap = w < left ? left - w : 0;
    return draw_text(d, y, x + gap, left - gap, role, text);
}

/* A line of a longer text: without the line end and the blanks that hang over. */
static size_t visible(const char *line, size_t n)
{
    while (n && (line[n - 1] == '\n' || line[n - 1] == ' '))
        n--;
    return n;
}

/* The last line there is room for, of a text that goes on. */
static void draw_last(const struct draw *d, int y, int x, int cols, int role, const char *text, size_t n)
{
    size_t len = visible(text, text_wrap(text, n, cols - 1));
    const char *more = d->screen->ascii ? ">" : "…";
    int used = draw_run(d, y, x, cols - 1, role, text, len);
    draw_run(d, y, x + used, 1, role, more, strlen(more));
}

int draw_wrapped(const struct draw *d, int y, int x, int rows, int cols, int role, const char *text)
{
    int line = 0, width = room(d, y, x, cols), most = d->rows - y;
    size_t n = visible(text, strlen(text));
    if (rows >= 0 && rows < most)
        most = rows;
    if (width <= 0)
        return 0;
    for (size_t at = 0; at < n && line < most; line++) {
        size_t len = text_wrap(text + at, n - at, width);
        if (line == most - 1 && len && at + len < n)
            draw_last(d, y + line, x, width, role, text + at, n - at);
        else
            draw_run(d, y + line, x, width, role, text + at, visible(text + at, len));
        at += len ? len : n - at;
    }
    return line;
}

void draw_fill(const struct draw *d, int y, int x, int rows, int cols, int role)
{
    struct draw part = draw_part(d, y, x, rows, cols);
    use_role(d, role);
    for (int i = 0; i < part.rows; i++)
        for (int k = 0; k < part.cols; k++)
            mvwaddch(stdscr, part.y + i, part.x + k, ' ');
}

static void repeat(const struct draw *d, int y, int x, int count, int role, const char *sign)
{
    for (int i = 0; i < count; i++)
        draw_run(d, y, x + i, 1, role, sign, strlen(sign));
}

void draw_ruler(const struct draw *d, int y)
{
    repeat(d, y, 1, d->cols - 2, ROLE_RULER, d->screen->ascii ? "-" : "─");
}

struct draw draw_frame(const struct draw *d, const char *title)
{
    static const char *const SIGNS[2][6] = { { "┌", "┐", "└", "┘", "─", "│" },
                                             { "+", "+", "+", "+", "-", "|" } };
    const char *const *sign = SIGNS[d->screen->ascii];
    int bottom = d->rows - 1, right = d->cols - 1;
    draw_fill(d, 0, 0, -1, -1, ROLE_TEXT);
    repeat(d, 0, 1, right - 1, ROLE_FRAME, sign[4]);
    repeat(d, bottom, 1, right - 1, ROLE_FRAME, sign[4]);
    for (int y = 1; y < bottom; y++) {
        repeat(d, y, 0, 1, ROLE_FRAME, sign[5]);
        repeat(d, y, right, 1, ROLE_FRAME, sign[5]);
    }
    repeat(d, 0, 0, 1, ROLE_FRAME, sign[0]);
    repeat(d, 0, right, 1, ROLE_FRAME, sign[1]);
    repeat(d, bottom, 0, 1, ROLE_FRAME, sign[2]);
    repeat(d, bottom, right, 1, ROLE_FRAME, sign[3]);
    if (title && *title) {
        draw_fill(d, 0, 1, 1, 1, ROLE_TEXT);
        int used = draw_text(d, 0, 2, d->cols - 5, ROLE_FRAME_TITLE, title);
        draw_fill(d, 0, 2 + used, 1, 1, ROLE_TEXT);
    }
    return draw_part(d, 1, 2, d->rows - 2 > 0 ? d->rows - 2 : 0, d->cols - 4 > 0 ? d->cols - 4 : 0);
}

void draw_cursor(const struct draw *d, int y, int x)
{
    if (d->rows <= 0 || d->cols <= 0)
        return;
    d->screen->cursor_y = d->y + clamp(y, 0, d->rows - 1);
    d->screen->cursor_x = d->x + clamp(x, 0, d->cols - 1);
    d->screen->cursor_on = true;
}

/* ---- severity ---------------------------------------------------------------------------------------------
 */

static const struct {
    const char *sign, *word;
    enum role role;
} GLYPHS[GLYPH_COUNT] = {
#define X(id, sign, word, role) [GLYPH_##id] = { sign, word, ROLE_##role },
    DRAW_GLYPHS(X)
#undef X
};

static const char *glyph_word(enum glyph g)
{
    return *GLYPHS[g].word ? _(GLYPHS[g].word) : "";
}

int draw_glyph_cols(const struct screen *s)
{
    int widest = 1;
    for (int g = 0; s->words && g < GLYPH_COUNT; g++) {
        int w = text_width(glyph_word((enum glyph)g), strlen(glyph_word((enum glyph)g)));
        widest = w > widest ? w : widest;
    }
    return widest;
}

int draw_glyph(const struct draw *d, int y, int x, enum glyph g, bool selected)
{
    int cols = draw_glyph_cols(d->screen), role = (int)GLYPHS[g].role | (selected ? ROLE_ON_SELECTED : 0);
    draw_text(d, y, x, cols, role, d->screen->words ? glyph_word(g) : GLYPHS[g].sign);
    return cols;
}

const char *draw_dash(const struct screen *s)
{
    return s->ascii ? "-" : "–";
}

const char *draw_path_sign(const struct screen *s)
{
    return s->ascii ? " > " : " › ";
}
