/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Those to write to, and those to send copies to: from units to officials. */
#ifndef SATCHEL_CASEWORK_UA_OFFICIALS_H
#define SATCHEL_CASEWORK_UA_OFFICIALS_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"

/* Fills targets and copies, and marks the units it used. Sets *lost to the byte of the first broken e-mail,
 * SIZE_MAX when none. */
void ua_officials_read(struct ua_doc *d, struct ua_units *u, struct parsed *out, size_t *lost);

#endif
