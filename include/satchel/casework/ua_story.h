/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened, as an appeal tells it above the addresses and the letter, and in its background section. */
#ifndef SATCHEL_CASEWORK_UA_STORY_H
#define SATCHEL_CASEWORK_UA_STORY_H

#include "satchel/casework/ua_labels.h"

/* Fills summary, the first paragraph of what happened, and background, the rest of it and the section of that
 * name. Needs title, deadline, and people read before. */
void ua_story_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out);

#endif
