/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands at the foot of an appeal: languages to write in, the link to the former appeal. */
#ifndef SATCHEL_CASEWORK_UA_FOOT_H
#define SATCHEL_CASEWORK_UA_FOOT_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"

/* *unknown: byte of d->text of the first language that is kept as printed but not known; SIZE_MAX: none. */
void ua_languages_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out, size_t *unknown);
void ua_previous_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out);

#endif
