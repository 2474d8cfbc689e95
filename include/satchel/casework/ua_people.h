/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Those an appeal is about. */
#ifndef SATCHEL_CASEWORK_UA_PEOPLE_H
#define SATCHEL_CASEWORK_UA_PEOPLE_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"
#include "satchel/casework/ua_letter.h"

void ua_people_read(struct ua_doc *d, const struct ua_units *u, const struct ua_slices *asks,
                    struct parsed *out);

#endif
