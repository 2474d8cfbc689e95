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
    bool soft;  /* thanks, hopes */
    bool need;  /* no other sign of a wish than that somebody needs it */
    bool led;   /* what it asks stands before the colon in front of it */
    bool leads; /* to a list, or to what stands behind a colon */
    bool firm;  /* asks for sure: no hope, no thanks, no sign that is found in what is told too */
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
/* One beyond the part of a request that begins at token `first`: what is asked behind it has its own verb. */
size_t lint_request_end(const struct lint_run *r, const struct lint_sentence *one, size_t first);
/* Tokens first..end-1 by themselves; the caller frees out->units. */
void lint_request_part(struct lint_run *r, size_t first, size_t end, struct lint_sentence *out);
/* A word by which something is asked, not what. */
bool lint_asks_word(const struct lint_run *r, size_t token);
bool lint_begins_line(const struct lint_text *t, const struct lint_sentence *one);

#endif
