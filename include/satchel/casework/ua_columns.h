/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks set side by side, as `pdftotext -layout` leaves them. */
#ifndef SATCHEL_CASEWORK_UA_COLUMNS_H
#define SATCHEL_CASEWORK_UA_COLUMNS_H

#include "satchel/casework/ua_doc.h"

/* Where three or more lines in a row have cells that begin at the same columns, puts the columns one below
 * the other: all lines of the first, then those of the second. */
void ua_split_columns(struct ua_doc *d);

#endif
