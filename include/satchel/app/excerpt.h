/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A few lines of a source text around a place in it, with line numbers and the place marked. */
#ifndef SATCHEL_APP_EXCERPT_H
#define SATCHEL_APP_EXCERPT_H

#include <stdint.h>

#include "satchel/model/parsed.h"
#include "satchel/tui/draw.h"

/* Offset in code points of a line and column, both 1-based. */
uint32_t excerpt_offset(const char *text, uint32_t line, uint32_t col);
/* The line the span begins in, in the middle of d; a line too long is cut so that the span is seen. An empty
 * span at 0 shows nothing. */
void excerpt_draw(const struct draw *d, const char *text, struct parsed_span at);

#endif
