/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines one below the other, over as many pages as they need. */
#ifndef SATCHEL_PDF_FLOW_H
#define SATCHEL_PDF_FLOW_H

#include "satchel/pdf/press.h"

/* What may not be torn apart. */
enum flow_keep {
    FLOW_FREE,
    FLOW_WITH_NEXT,   /* a salutation */
    FLOW_WITH_BEFORE, /* what stands below the last paragraph */
};

struct flow_line {
    PangoLayout *layout; /* of the paragraph; the line holds a reference */
    PangoLayoutLine *line;
    double x, baseline, height; /* from the line's own top */
    double gap;                 /* before it, unless it is the first of a page */
    bool kept;                  /* no page may begin with it */
};
struct flow {
    DYN(struct flow_line) lines;
    DYN(size_t) pages; /* with which line each begins; after flow_paginate */
    bool kept_next;
};

/* Every paragraph of the text, an empty line being the gap between two. */
void flow_add(struct flow *f, struct press *p, const char *text, const char *lang, double size, double width,
              double gap, enum flow_keep keep, bool far);
/* first, rest: how high the room on the first and on all other pages is. No page begins or ends with one
 * line of a paragraph, unless a paragraph is all there is. */
void flow_paginate(struct flow *f, struct press *p, double first, double rest);
void flow_show(const struct flow *f, struct press *p, size_t page, double x, double y);
void flow_free(struct flow *f);

#endif
