/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record as a JSON object, through the tables of fields: `id` (32 hex digits), `type`, then every field
 * under its key. Text is a string, a number an integer, yes/no a boolean, a word, day or EDTF date a string,
 * a reference the id; each null when empty. A list is an array of objects with the fields of its elements
 * (and `id` where elements have one), references an array of ids. */
#ifndef SATCHEL_EXCHANGE_JSON_RECORD_H
#define SATCHEL_EXCHANGE_JSON_RECORD_H

#include <jansson.h>

#include "satchel/model/record.h"

/* The caller owns the result. NULL: no memory. */
json_t *json_record(const struct rec *r, struct err *e);

/* How references are looked up: text is what the JSON says, kind what the field takes. */
typedef int json_find(void *arg, const char *text, enum rec_kind kind, struct rec_ref *out, struct err *e);

/* What the sanitizer left out of the texts of a record. */
struct json_cleaned {
    size_t n;          /* characters that turn the direction of writing or control the screen */
    const char *first; /* key of the first field that had any */
};

/* Puts the fields that o names into r; null, "" and [] empty one. A list is replaced whole; an element with
 * the id of a present one stays that one. A string may stand for an element that has nothing but its first
 * field. `id` counts for a record that is not stored yet; `label`, `created`, `belongs` and the like, and
 * fields that are kept by the program, are passed over, so that what was shown can be given back. find NULL:
 * full ids only; cleaned may be NULL. ERR_INPUT, with a sentence that names the field, for an unknown field
 * or a wrong value; r may then be changed in part. */
int json_record_read(const json_t *o, struct rec *r, json_find *find, void *arg, struct json_cleaned *cleaned,
                     struct err *e);

#endif
