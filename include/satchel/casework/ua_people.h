/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Those an appeal is about. */
#ifndef SATCHEL_CASEWORK_UA_PEOPLE_H
#define SATCHEL_CASEWORK_UA_PEOPLE_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"
#include "satchel/casework/ua_letter.h"

void ua_people_read(struct ua_doc *d, const struct ua_units *u, const struct ua_slices *asks,
                    struct parsed *out);
/* The next name of two words or more in running text from rest->from on; advances *rest. */
bool ua_next_name(const struct ua_doc *d, struct ua_slice *rest, struct ua_slice *name);
/* They share words enough to be one person: one is part of the other, or a word is spelt differently. */
bool ua_same_person(const struct ua_doc *d, struct ua_slice a, struct ua_slice b);

#endif
