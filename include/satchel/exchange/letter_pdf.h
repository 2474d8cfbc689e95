/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters, envelopes and labels as PDF: what the helper is asked, and what it answers. */
#ifndef SATCHEL_EXCHANGE_LETTER_PDF_H
#define SATCHEL_EXCHANGE_LETTER_PDF_H

#include <stddef.h>

#include "satchel/exchange/letter_file.h"

/* Adds all that the pages have. */
int letter_pdf_add(struct sheet *s, const struct letter_page *pages, size_t n, struct err *e);
/* The answer's PDF, appended to out; -1 and a sentence when there is none. */
int letter_pdf_answer(const struct buf *answer, struct buf *out, struct err *e);
/* Asks and takes the answer. */
int letter_pdf_draw(const struct sheet *s, const struct letter_wish *wish, struct buf *out, struct err *e);

#endif
