/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the bytes of an appeal to a text that can be asked (ua_doc.h). */
#ifndef SATCHEL_CASEWORK_UA_READ_H
#define SATCHEL_CASEWORK_UA_READ_H

#include "satchel/casework/ua_doc.h"

/* Beyond this many bytes a text is kept but not read, and a warning says so: the longest appeals have some 20
 * KiB. */
#define UA_READ_BYTES (1u << 20)

/* n bytes of UTF-8. stop: see ua_parse_until; what it ended is there in part. 0; -1: no memory, *d is empty.
 * Released by ua_doc_free. */
int ua_read(struct ua_doc *d, const char *text, size_t n, struct stop *stop, struct err *e);
void ua_doc_free(struct ua_doc *d);

#endif
