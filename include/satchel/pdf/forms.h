/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters, envelopes and labels. */
#ifndef SATCHEL_PDF_FORMS_H
#define SATCHEL_PDF_FORMS_H

#include "satchel/pdf/press.h"

/* The whole document into p->pdf, or p->answer says why not. press_end in either case. */
void forms_draw(struct press *p, const struct sheet *s);

#endif
