/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People in running text, by the weight of their names. */
#ifndef SATCHEL_CASEWORK_UA_PEOPLE_PROSE_H
#define SATCHEL_CASEWORK_UA_PEOPLE_PROSE_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"
#include "satchel/casework/ua_letter.h"

/* Adds to out->people. Reads out->title, out->targets and out->copies: an official is not who the text is
 * about. */
void ua_people_in_prose(struct ua_doc *d, const struct ua_units *u, const struct ua_slices *asks,
                        struct parsed *out);

#endif
