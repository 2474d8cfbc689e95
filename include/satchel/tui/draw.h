/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing. A struct draw is a rectangle of the screen; everything is clipped to it, and no wide character is
 * ever cut in two. Text is UTF-8 that passed the sanitizer; it is drawn in logical order, so a text that may
 * run right to left belongs into the last column of its line with nothing right of it. */
#ifndef SATCHEL_TUI_DRAW_H
#define SATCHEL_TUI_DRAW_H

#include <stddef.h>

#include "satchel/tui/theme.h"

struct screen;

struct draw {
    struct screen *screen;
    int y, x, rows, cols; /* in cells of the screen */
};

struct draw draw_screen(struct screen *s);
/* A part of d, clipped to it; rows, cols -1: up to the edge. May be empty. */
struct draw draw_part(const struct draw *d, int y, int x, int rows, int cols);

/* Draws into at most cols columns (-1: up to the edge) and ends a text that does not fit with `…` (`>` in
 * ASCII). y, x relative to d. role may carry ROLE_ON_SELECTED. Returns the columns used. */
int draw_text(const struct draw *d, int y, int x, int cols, int role, const char *text);
int draw_textn(const struct draw *d, int y, int x, int cols, int role, const char *text, size_t n);
int draw_textf(const struct draw *d, int y, int x, int cols, int role, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* The same, ending at column x + cols. */
int draw_right(const struct draw *d, int y, int x, int cols, int role, const char *text);
/* Without `…`: what does not fit is left out. For editors. */
int draw_run(const struct draw *d, int y, int x, int cols, int role, const char *text, size_t n);
/* Soft-wrapped, at most rows lines (-1: all that fit); returns the lines used. */
int draw_wrapped(const struct draw *d, int y, int x, int rows, int cols, int role, const char *text);
/* Fills with blanks of a role. -1: up to the edge. */
void draw_fill(const struct draw *d, int y, int x, int rows, int cols, int role);
/* A quiet line over the full width of d, from column 1. */
void draw_ruler(const struct draw *d, int y);
/* A frame at the edge of d, blanked inside, title at the left of its top edge (NULL: none). Returns the
 * inside, one blank column kept at both sides. */
struct draw draw_frame(const struct draw *d, const char *title);
/* A rectangle of this size in the middle of d (smaller when d is). */
struct draw draw_centered(const struct draw *d, int rows, int cols);
/* Puts the real cursor there after the next paint; the last call wins. */
void draw_cursor(const struct draw *d, int y, int x);

/* ---- severity: a glyph, or with `words = on` its word, never colour alone ---- */
/* id, glyph, word, role */
#define DRAW_GLYPHS(X)                                                                                       \
    X(NONE, " ", "", TEXT)                                                                                   \
    X(OVERDUE, "!", N_("overdue"), OVERDUE)                                                                  \
    X(TODAY, "*", N_("today"), TODAY)                                                                        \
    X(SOON, "-", N_("soon"), SOON)                                                                           \
    X(UNCERTAIN, "?", N_("uncertain"), UNCERTAIN)                                                            \
    X(WITHHELD, "#", N_("withheld"), WITHHELD)                                                               \
    X(DRAFT, "~", N_("draft"), DRAFT)                                                                        \
    X(SENT, "=", N_("sent"), SENT)                                                                           \
    X(WARNING, "!", N_("warning"), WARNING)

enum glyph {
#define X(id, sign, word, role) GLYPH_##id,
    DRAW_GLYPHS(X)
#undef X
        GLYPH_COUNT
};
/* Columns a glyph takes on this screen: 1, or that of the longest word. */
int draw_glyph_cols(const struct screen *s);
/* Draws glyph or word; selected: on the selected row. Returns draw_glyph_cols. */
int draw_glyph(const struct draw *d, int y, int x, enum glyph g, bool selected);
/* "–", or "-" in ASCII: what stands in an empty field. */
const char *draw_dash(const struct screen *s);
/* " › ", or " > ": between the parts of a path. */
const char *draw_path_sign(const struct screen *s);

#endif
