/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The country of the authorities written to. */
#ifndef SATCHEL_CASEWORK_UA_COUNTRY_H
#define SATCHEL_CASEWORK_UA_COUNTRY_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"

/* Needs the title and the officials read before. */
void ua_country_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out);

#endif
