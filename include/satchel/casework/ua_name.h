/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of people in running text. */
#ifndef SATCHEL_CASEWORK_UA_NAME_H
#define SATCHEL_CASEWORK_UA_NAME_H

#include "satchel/casework/ua_doc.h"

/* The next name of two words or more from rest->from on; advances *rest. */
bool ua_next_name(const struct ua_doc *d, struct ua_slice *rest, struct ua_slice *name);
/* They share words enough to be one person: one is part of the other, or a word is spelt differently. */
bool ua_same_person(const struct ua_doc *d, struct ua_slice a, struct ua_slice b);
/* The word is the name of a month, but here of a person, given (May Specimen) or family name (Ada Mai): it
 * has a word with a capital beside it, and no number and no word of time. */
bool ua_is_named_month(const struct ua_doc *d, struct ua_slice w);

#endif
