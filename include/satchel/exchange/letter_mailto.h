/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter as a link that a mail program opens (RFC 6068). */
#ifndef SATCHEL_EXCHANGE_LETTER_MAILTO_H
#define SATCHEL_EXCHANGE_LETTER_MAILTO_H

struct buf;
struct err;
struct letter_notes;
struct letter_page;

/* "mailto:...?subject=...&body=...": percent-encoded, so that its characters are the bytes that are sent.
 * Beyond LETTER_LINK_MAX the text is left out, which notes tells. ERR_INPUT: there is no e-mail address. */
int letter_mailto(const struct letter_page *p, struct buf *out, struct letter_notes *notes, struct err *e);

#endif
