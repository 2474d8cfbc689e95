/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Correcting what was found in a text, in a form over the review: one value of the document, or all of a
 * person, target or copy. What was typed is taken as it is: leaving loses nothing, and nothing is stored yet.
 */
#ifndef SATCHEL_APP_IMPORT_CORRECT_H
#define SATCHEL_APP_IMPORT_CORRECT_H

#include <stdbool.h>
#include <stddef.h>

#include "satchel/model/parsed_fields.h"
#include "satchel/tui/form.h"

struct app;
struct err;
struct review;

struct import_correct {
    struct app *app; /* borrowed, as the review */
    struct review *review;
    struct form *form; /* NULL: it is not open */
    /* What it is about. */
    struct form_field *fields;
    const struct parsed_slot *slots;
    size_t n_slots;
    enum parsed_part part;
    size_t index;
};

/* slot NULL: all of the part's. Says why when it cannot. */
void import_correct_open(struct import_correct *c, enum parsed_part part, size_t index,
                         const struct parsed_slot *slot);
/* Takes what was typed into the review and closes; false: something does not fit, which is said. */
bool import_correct_take(struct import_correct *c);
/* The only field of the form is one line: Enter ends it. */
bool import_correct_is_line(const struct import_correct *c);
/* Writes what stands in the form into the review, for its draft; nothing when it is not open. */
int import_correct_note(struct import_correct *c, struct err *e);
/* Opens the form as it stood when the draft was kept; a part that is no longer there stays closed. */
void import_correct_resume(struct import_correct *c);
/* Offers what may be added: a person, an official, or a value that was not found. */
void import_correct_add(struct import_correct *c);
void import_correct_close(struct import_correct *c); /* what was typed is lost */

#endif
