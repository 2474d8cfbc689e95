/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the importer read, as fields that a person can look through and correct: every value of a struct
 * parsed has a path ("title", "people.0.name", "targets.1.address_lines") and a text. Lists are one value a
 * line. */
#ifndef SATCHEL_MODEL_PARSED_FIELDS_H
#define SATCHEL_MODEL_PARSED_FIELDS_H

#include "satchel/model/parsed.h"

struct err;

enum parsed_part { PARSED_DOCUMENT, PARSED_PERSON, PARSED_TARGET, PARSED_COPY, PARSED_GROUP };

enum parsed_slot_type {
    SLOT_TEXT,  /* struct parsed_text */
    SLOT_STR,   /* char * */
    SLOT_TEXTS, /* struct parsed_texts, one a line */
    SLOT_NAMES, /* other names: "text | lang" a line */
    SLOT_COUNT, /* int64_t, -1: not said */
};

struct parsed_slot {
    const char *key;   /* as in the JSON */
    const char *label; /* N_() */
    enum parsed_slot_type type;
    size_t offset;
    bool many;      /* may have several lines */
    bool day;       /* a date, YYYY-MM-DD */
    bool important; /* shown as `not found` when it is missing */
};

/* The slots of a part. */
const struct parsed_slot *parsed_slots(enum parsed_part part, size_t *n);
size_t parsed_part_count(const struct parsed *p, enum parsed_part part); /* document 1; group 0 or 1 */

/* Caller frees; "" when there is none, NULL without memory. */
char *parsed_slot_get(const struct parsed *p, enum parsed_part part, size_t index,
                      const struct parsed_slot *slot, struct err *e);
/* Where it stood; an empty span when it was inferred, corrected or has several places. */
struct parsed_span parsed_slot_at(const struct parsed *p, enum parsed_part part, size_t index,
                                  const struct parsed_slot *slot);

/* "people.0.name": the path of a slot. */
#define PARSED_PATH_BYTES 64
void parsed_path(enum parsed_part part, size_t index, const struct parsed_slot *slot,
                 char out[static PARSED_PATH_BYTES]);
/* Sets a value by its path, "" empties it; a person, target or copy one behind the last is added. The place
 * in the source is forgotten, the entry of not_found goes when it was one. ERR_INPUT: no such path, or no
 * such day. */
int parsed_set(struct parsed *p, const char *path, const char *value, struct err *e);
/* Takes a person, target or copy out. */
void parsed_remove(struct parsed *p, enum parsed_part part, size_t index);

#endif
