/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People in scripts without capitals, by the requests. */
#ifndef SATCHEL_CASEWORK_UA_PEOPLE_UNCASED_H
#define SATCHEL_CASEWORK_UA_PEOPLE_UNCASED_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_letter.h"

/* Adds to out->people. Reads out->targets and out->copies: an official is not who the text is about. */
void ua_people_uncased(struct ua_doc *d, const struct ua_slices *asks, struct parsed *out);

#endif
