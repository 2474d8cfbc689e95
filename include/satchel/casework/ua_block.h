/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Officials from the lines of a block: which line is the name, which the office, where the address begins and
 * the next official. Where blocks stand in a text is found in ua_officials.c. */
#ifndef SATCHEL_CASEWORK_UA_BLOCK_H
#define SATCHEL_CASEWORK_UA_BLOCK_H

#include "satchel/casework/ua_doc.h"
#include "satchel/casework/ua_labels.h"
#include "satchel/model/parsed.h"

#define UA_BLOCK_LINES   14
#define UA_BLOCK_LONGEST 1200 /* bytes of a line */

struct ua_block {
    struct ua_doc *d;
    struct parsed *all;
    struct parsed_officials *out;
    struct parsed_official cur;
    struct ua_slice line[UA_BLOCK_LINES];
    size_t n;
    int channel;      /* label of the last channel, UA_NO_LABEL */
    bool listed;      /* under a label, not found by its look */
    bool institution; /* a line of cur is one */
    bool used;        /* cur holds something */
    bool share;       /* the last official has no address and stood directly above */
    bool blank_behind;
    bool latin;                 /* script of the first address line */
    const struct ua_unit *next; /* behind the one being added, NULL at the end */
    size_t *lost;
};

/* The next unit of the block, and a line of it that stands in one. */
void ua_block_add(struct ua_block *b, struct ua_unit *u);
void ua_block_add_text(struct ua_block *b, const struct ua_unit *u, struct ua_slice s);
/* The official that was begun, if there is one, goes into b->out. */
void ua_block_finish(struct ua_block *b);
/* A line that says how to write, and is of nobody's address. */
bool ua_block_is_advice(const struct ua_doc *d, struct ua_slice s);

#endif
