/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter as plain text: for a file, a printer without a driver, a contact form; and for looking at it. */
#ifndef SATCHEL_EXCHANGE_LETTER_TEXT_H
#define SATCHEL_EXCHANGE_LETTER_TEXT_H

#include <stddef.h>

struct buf;
struct err;
struct letter_page;

enum { LETTER_TEXT_COLUMNS = 72 };

/* The parts in their order with an empty line between, no line wider than columns (at least 8), the last one
 * ended. */
int letter_text(const struct letter_page *p, int columns, struct buf *out, struct err *e);
/* The same with room for so many lines on each page, \f between two, as the paper will have it but for the
 * width of its letters: no page begins with an empty line, nor has one line of a paragraph alone. */
int letter_text_pages(const struct letter_page *p, int columns, int lines, struct buf *out, struct err *e);
/* What goes into an e-mail: without addresses and date; the sender below the signature; not wrapped. */
int letter_text_mail(const struct letter_page *p, struct buf *out, struct err *e);

#endif
