/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands at the head and foot of an appeal: numbers, index, dates, title, languages, link. */
#ifndef SATCHEL_CASEWORK_UA_HEADER_H
#define SATCHEL_CASEWORK_UA_HEADER_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"

/* Places the warnings need: bytes of the text, SIZE_MAX when there is nothing to warn of. */
struct ua_places {
    size_t lost_email, ambiguous, inferred;
};

void ua_numbers_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out);
void ua_dates_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out, struct ua_places *places);
void ua_title_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out);
void ua_languages_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out);
void ua_previous_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out);
void ua_country_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out);

/* A number of an appeal (12/20) at the start of s: its end, s.from when none. */
size_t ua_number_end(const struct ua_doc *d, struct ua_slice s);
/* The first number with its word (UA 12/20) in s. */
bool ua_find_number(const struct ua_doc *d, struct ua_slice s, struct ua_slice *whole,
                    struct ua_slice *digits);
/* The first index (ASA 17/001/2020) in s. */
bool ua_find_index(const struct ua_doc *d, struct ua_slice s, struct ua_slice *found);
bool ua_is_date_line(const struct ua_doc *d, struct ua_slice s);

#endif
