/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days an appeal was issued, runs out, was closed. */
#ifndef SATCHEL_CASEWORK_UA_DATES_H
#define SATCHEL_CASEWORK_UA_DATES_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"

/* Places the warnings need: bytes of the text, SIZE_MAX when there is nothing to warn of. */
struct ua_places {
    size_t lost_email, ambiguous, inferred, unknown_language;
};

/* Needs the number read before: its year stands in for a missing one. */
void ua_dates_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out, struct ua_places *places);
/* A line that holds a date and nothing else of weight. */
bool ua_is_date_line(const struct ua_doc *d, struct ua_slice s);
/* s without a day at its end. */
struct ua_slice ua_without_date(const struct ua_doc *d, struct ua_slice s);

#endif
