/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened to whom on which day, out of the story of an appeal. */
#ifndef SATCHEL_CASEWORK_UA_EVENTS_H
#define SATCHEL_CASEWORK_UA_EVENTS_H

#include "satchel/casework/ua_labels.h"

/* Behind ua_story_read: out->events, a line each, the date as EDTF before the sentence. */
void ua_events_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out);
/* What a sentence tells of first: an enum event_kind; -1: nothing that is known; -2: no memory. */
int ua_event_kind(const char *sentence);

#endif
