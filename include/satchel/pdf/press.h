/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paper, and blocks of text on it: lengths in points of 1/72 inch, from the top left corner. */
#ifndef SATCHEL_PDF_PRESS_H
#define SATCHEL_PDF_PRESS_H

#include <stdbool.h>

#include <pango/pangocairo.h>

#include "satchel/base/buf.h"
#include "satchel/exchange/sheet.h"

#define MM(x) ((x)*72.0 / 25.4)

struct press {
    double width, height;
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoContext *context;
    struct buf pdf;
    enum sheet_answer answer; /* what went wrong first; SHEET_DRAWN: nothing */
    struct buf what;          /* the characters or the text it is about */
};

/* False: answer says why. press_end in either case. */
bool press_start(struct press *p, double width, double height);
void press_next_page(struct press *p);
/* Finishes the document: p->pdf, unless something went wrong before. */
void press_finish(struct press *p);
void press_end(struct press *p);

/* The first thing that goes wrong is kept. text: what it is about, or NULL. */
void press_fail(struct press *p, enum sheet_answer answer, const char *text);

/* Whether the first line runs from right to left. */
bool press_leftward(struct press *p, const char *text);
/* One paragraph or several, wrapped at the width (below 0: not at all) and set in the direction its own
 * letters have. far: text that runs from left to right stands at the right, as in a letter written the other
 * way. A character that no font has fails. Caller unrefs. */
PangoLayout *press_text(struct press *p, const char *text, size_t n, const char *lang, double size,
                        double width, bool far);
void press_show(struct press *p, PangoLayout *layout, double x, double y);
double press_height(PangoLayout *layout);
double press_width(PangoLayout *layout);

#endif
