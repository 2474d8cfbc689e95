/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of appeals and indexes of documents. */
#ifndef SATCHEL_CASEWORK_UA_NUMBERS_H
#define SATCHEL_CASEWORK_UA_NUMBERS_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"

/* ua_number, ua_number_norm, update, index, previous_index. */
void ua_numbers_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out);

/* A number of an appeal (12/20) at the start of s: its end, s.from when none. */
size_t ua_number_end(const struct ua_doc *d, struct ua_slice s);
/* The end of PEN's "RAN 21/26" (rapid action network) at the start of s; s.from when there is none. */
size_t ua_pen_number_end(const struct ua_doc *d, struct ua_slice s);
/* The first number with its word (UA 12/20) in s. */
bool ua_find_number(const struct ua_doc *d, struct ua_slice s, struct ua_slice *whole,
                    struct ua_slice *digits);
/* The first index (ASA 17/001/2020) in s. */
bool ua_find_index(const struct ua_doc *d, struct ua_slice s, struct ua_slice *found);

#endif
