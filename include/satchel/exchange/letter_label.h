/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels and envelopes: addresses, each in the script of where it goes. */
#ifndef SATCHEL_EXCHANGE_LETTER_LABEL_H
#define SATCHEL_EXCHANGE_LETTER_LABEL_H

#include <stddef.h>

#include "satchel/exchange/letter_file.h"

/* Adds a label or, for s->form SHEET_DL, an envelope with its sender, for each page that has an address;
 * notes has the others. Nothing else of the letter goes to who draws it. ERR_INPUT: none has. */
int letter_label_add(struct sheet *s, const struct letter_page *pages, size_t n, struct letter_notes *notes,
                     struct err *e);

#endif
