/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels: where one stands, what it begins, and the text cut into units at them. */
#ifndef SATCHEL_CASEWORK_UA_LABELS_H
#define SATCHEL_CASEWORK_UA_LABELS_H

#include "satchel/casework/ua_doc.h"

#define UA_NO_LABEL (-1)

/* The parts of an appeal. */
enum ua_part {
    UA_IN_HEAD,
    UA_IN_ASKS,   /* "please write ... urging" */
    UA_IN_ACTION, /* "take action": addresses, instructions, letter */
    UA_IN_TARGETS,
    UA_IN_COPIES,
    UA_IN_DIPLOMATS, /* copies, mostly nobody in particular */
    UA_IN_LETTER_INTRO,
    UA_IN_LETTER,
    UA_IN_AFTER, /* behind the closing formula */
    UA_IN_BACKGROUND,
    UA_IN_VALUE, /* a label of one value */
    UA_IN_OTHER
};

struct ua_unit {
    struct ua_slice at, value; /* whole; behind the label */
    size_t line;               /* index of its line */
    int label;                 /* enum ua_class, UA_NO_LABEL */
    uint8_t part;              /* enum ua_part */
    uint8_t bullet;
    bool line_start, blank_before, prose, taken, mail;
};

struct ua_units {
    struct ua_unit *at;
    size_t n, cap;
};

struct ua_label {
    int class;
    struct ua_slice at; /* the words and the colon */
    bool colon;
};

/* Is there a label at byte `at` of the line? */
bool ua_label_at(const struct ua_doc *d, struct ua_slice line, size_t at, struct ua_label *out);
/* The opening of a letter at the start of s ("Dear Minister,"): *out is it without its mark, *next where the
 * letter goes on. */
bool ua_opening_at(const struct ua_doc *d, struct ua_slice s, struct ua_slice *out, size_t *next);
bool ua_is_prose(const struct ua_doc *d, struct ua_slice s);
/* Cuts the text into units and tells the part each stands in. */
void ua_units_make(struct ua_doc *d, struct ua_units *u);

extern const ua_set UA_CHANNEL_LABELS;
static inline bool ua_is_channel(int label)
{
    return label != UA_NO_LABEL && (UA_CHANNEL_LABELS >> label & 1);
}

#endif
