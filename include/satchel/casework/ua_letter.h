/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model letter and what is asked for. */
#ifndef SATCHEL_CASEWORK_UA_LETTER_H
#define SATCHEL_CASEWORK_UA_LETTER_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"

struct ua_slices {
    struct ua_slice *at;
    size_t n, cap;
};

void ua_letter_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out, struct ua_slices *asks);
/* The language most of s is written in, by its script and its commonest words; NULL when unclear. */
const char *ua_language_of(const struct ua_doc *d, struct ua_slice s);
/* The next sentence of *rest, which goes on behind it; empty when there is none. */
struct ua_slice ua_next_sentence(const struct ua_doc *d, struct ua_slice *rest);
int ua_push_slice(struct ua_doc *d, struct ua_slices *to, struct ua_slice s);

#endif
