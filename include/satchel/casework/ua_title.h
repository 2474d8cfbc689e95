/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heading of the case. */
#ifndef SATCHEL_CASEWORK_UA_TITLE_H
#define SATCHEL_CASEWORK_UA_TITLE_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"

void ua_title_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out);

#endif
