/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences of a letter, and which of them ask for something. */
#ifndef SATCHEL_CASEWORK_LINT_ASKS_READ_H
#define SATCHEL_CASEWORK_LINT_ASKS_READ_H

#include "satchel/casework/lint_asks_mean.h"
#include "satchel/casework/lint_units.h"

struct lint_sentence {
    size_t first, end; /* tokens of the body */
    struct lint_units units;
    lint_means means;
    lint_demands parts;      /* what a part of it asks for sure */
    lint_demands sure, open; /* and the whole */
    bool request, item;
    bool firm; /* asks for sure: no hope, no thanks, no sign that is found in what is told too */
};
struct lint_sentences {
    DYN(struct lint_sentence) all;
};

/* Lack of memory is kept in the run. */
void lint_sentences_read(struct lint_run *r, struct lint_sentences *s);
void lint_sentences_free(struct lint_sentences *s);
/* No empty line from the end of a to the beginning of b, which stands behind it. */
bool lint_same_paragraph(const struct lint_text *t, const struct lint_sentence *a,
                         const struct lint_sentence *b);
bool lint_begins_line(const struct lint_text *t, const struct lint_sentence *one);

#endif
