/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which physical lines belong together. */
#ifndef SATCHEL_CASEWORK_UA_JOIN_H
#define SATCHEL_CASEWORK_UA_JOIN_H

#include "satchel/casework/ua_doc.h"

/* Joins what was one line before it was wrapped; needs the folded text, to see labels. */
void ua_join_lines(struct ua_doc *d);

#endif
