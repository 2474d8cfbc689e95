/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An import under review: the text, what was read in it, and what the user corrected. Kept as a draft, it is
 * the text with the list of corrections: they are made again over a fresh reading, so that a draft outlives a
 * new version of the reader. */
#ifndef SATCHEL_APP_REVIEW_H
#define SATCHEL_APP_REVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/app/discreet.h"
#include "satchel/base/text.h"
#include "satchel/model/parsed_fields.h"

struct app;
struct err;
struct stop;

struct review_row {
    enum parsed_part part;
    size_t index;                   /* of the person, target, copy */
    const struct parsed_slot *slot; /* PARSED_DOCUMENT: the value; else NULL: the whole of it */
    bool missing;                   /* not found, and it matters */
    char *label, *value;            /* translated; one line */
    struct parsed_span at;
};

struct review {
    struct parsed parsed;
    bool unread; /* reading was given up: there is the text, and what was corrected in it, but no rows */
    char *name;  /* of the file, or "pasted text" */
    struct text_report report;
    struct strs corrections; /* "PATH\tVALUE" with \n and \\ escaped, or "-people.0" */
    char *typing; /* kept beside them: what is being typed, in the view's own words; NULL: nothing */
    DYN(struct review_row) rows;
    uint64_t version;
    int32_t today;
    struct discreet names; /* in the vault and in the text; read when they are to be hidden */
    uint64_t names_of;     /* the version that they were read for */
};

/* text is sanitized. stop: gives it up, which is no error: r->unread. */
int review_read(struct review *r, const char *name, const char *text, const struct text_report *report,
                int32_t today, struct stop *stop, struct err *e);
/* Reads what was given up. */
int review_read_on(struct review *r, struct stop *stop, struct err *e);
void review_free(struct review *r);
int review_correct(struct review *r, const char *path, const char *value, struct err *e);
int review_remove(struct review *r, enum parsed_part part, size_t index, struct err *e);
/* text without names in discreet mode, neither those in the vault nor those found in this text. Caller frees.
 */
char *review_shown(struct app *a, struct review *r, const char *text);
/* The same for running text, which may name people that nobody knows of: how many words it has. */
char *review_shown_text(struct app *a, struct review *r, const char *text);
/* How many values were found, how many that matter were not. */
void review_counts(const struct review *r, size_t *found, size_t *missing);

int review_draft(const struct review *r, struct buf *out, struct err *e);
/* What an import is called: the file, of a pasted text the title found in it. Borrowed. */
const char *review_title(const struct review *r);
#define REVIEW_UNREAD SIZE_MAX

/* What the agenda says of a draft, without reading its text: how many values were found, or REVIEW_UNREAD
 * when that was not known yet; what it is called.
 * false: the draft does not say. */
bool review_draft_summary(const char *draft, size_t *found, struct buf *title);
int review_restore(struct review *r, const char *draft, int32_t today, struct stop *stop, struct err *e);

#endif
