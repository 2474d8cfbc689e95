/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People in lists: behind the name label, behind the country at the head. */
#ifndef SATCHEL_CASEWORK_UA_PEOPLE_LIST_H
#define SATCHEL_CASEWORK_UA_PEOPLE_LIST_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"

/* Each adds to out->people; a label of nobody in particular fills out->group. */
void ua_people_in_label(struct ua_doc *d, const struct ua_units *u, struct parsed *out);
void ua_people_in_head(struct ua_doc *d, const struct ua_units *u, struct parsed *out);

#endif
