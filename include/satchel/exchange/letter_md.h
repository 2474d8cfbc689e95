/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter in Markdown (CommonMark 0.30). */
#ifndef SATCHEL_EXCHANGE_LETTER_MD_H
#define SATCHEL_EXCHANGE_LETTER_MD_H

struct buf;
struct err;
struct letter_page;

/* Rendered, it shows the letter's own words and line ends: every sign that Markdown would take for its own is
 * escaped. The subject is in bold. */
int letter_md(const struct letter_page *p, struct buf *out, struct err *e);

#endif
