/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First step of reading an appeal: physical lines without their layout, and which of them belong together. */
#ifndef SATCHEL_CASEWORK_UA_CLEAN_H
#define SATCHEL_CASEWORK_UA_CLEAN_H

#include "satchel/casework/ua_doc.h"

struct err;

/* Fills d->text, d->to_source and d->lines from sanitized text. */
int ua_clean(struct ua_doc *d, const char *text, size_t n, struct err *e);

#endif
