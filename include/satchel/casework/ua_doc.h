/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of an appeal, made ready for reading: layout taken off (quote marks, bullets, Markdown, doubled
 * spaces), hard-wrapped lines joined again, a folded copy beside it to look words up in, and for every byte
 * the place in the source it came from. Values are cut out of it as slices, so that each keeps its place.
 *
 * In `text` a line ends with '\n', a gap of three or more spaces is one '\t', and UA_SEAM joins two halves
 * without a space; ua_copy() turns these into what a user may see. */
#ifndef SATCHEL_CASEWORK_UA_DOC_H
#define SATCHEL_CASEWORK_UA_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"
#include "satchel/base/stop.h"
#include "satchel/casework/ua_words.h"
#include "satchel/model/parsed.h"

#define UA_SEAM '\001'

struct ua_slice {
    size_t from, to; /* bytes of ua_doc.text */
};

enum ua_bullet { UA_NO_BULLET, UA_MARK, UA_ENUMERATED };

struct ua_line {
    struct ua_slice at;
    uint32_t row; /* 0-based line of the source */
    uint32_t width;
    uint16_t indent, depth; /* columns; quote marks */
    uint8_t bullet;         /* enum ua_bullet */
    bool blank_before, heading;
    bool cell; /* cut out of a table: never joined */
};

struct ua_doc {
    struct buf text, folded;
    uint32_t *to_source; /* code point of the source, for each byte of text and one beyond */
    uint32_t *to_folded; /* byte of folded, likewise */
    uint32_t *to_text;   /* byte of text, for each byte of folded and one beyond */
    DYN(struct ua_line) lines;
    bool spaced;       /* nearly every line is followed by a blank one: blank lines mean nothing */
    bool cut;          /* the source goes on behind it (UA_READ_BYTES) */
    bool failed;       /* out of memory somewhere */
    struct stop *stop; /* every word that is looked at is a step; then there are no more. NULL: none */
};

/* ---- slices ---- */
bool ua_empty(struct ua_slice s);
struct ua_slice ua_trim(const struct ua_doc *d, struct ua_slice s);                     /* white space */
struct ua_slice ua_trim_of(const struct ua_doc *d, struct ua_slice s, const char *set); /* and ASCII marks */
uint32_t ua_cp(const struct ua_doc *d, size_t at, size_t to, size_t *len);              /* 0 at the end */
uint32_t ua_cp_before(const struct ua_doc *d, size_t from, size_t at);                  /* 0 at the start */
size_t ua_find_char(const struct ua_doc *d, struct ua_slice s, const char *ascii_set);  /* s.to when none */
bool ua_has_char(const struct ua_doc *d, struct ua_slice s, const char *ascii_set);
struct ua_slice ua_last(const struct ua_doc *d, struct ua_slice s, size_t bytes); /* from a character on */
size_t ua_occurrences(const struct ua_doc *d, struct ua_slice s); /* of its bytes, in the first 200,000 */
struct parsed_span ua_span(const struct ua_doc *d, struct ua_slice s);
struct ua_slice ua_slice_at(const struct ua_doc *d, struct parsed_span at); /* where it stands in text */
char *ua_copy(struct ua_doc *d, struct ua_slice s); /* caller frees; NULL: empty, or no memory (failed) */
/* Folded for comparing; caller frees. NULL: no memory (failed). */
char *ua_fold_text(struct ua_doc *d, const char *text);
bool ua_same_text(struct ua_doc *d, const char *a, const char *b); /* folded; false when there is no memory */
void ua_set_text(struct ua_doc *d, struct parsed_text *to, struct ua_slice s);
void ua_add_text(struct ua_doc *d, struct parsed_texts *to, struct ua_slice s);
void ua_add_own(struct ua_doc *d, struct parsed_texts *to, char *text,
                struct parsed_span at); /* takes text */

/* ---- words ---- */
struct ua_slice ua_next_word(const struct ua_doc *d, struct ua_slice *rest); /* a run without white space */
struct ua_slice ua_bare(const struct ua_doc *d, struct ua_slice word);       /* without marks around it */
size_t ua_word_count(const struct ua_doc *d, struct ua_slice s);
bool ua_starts_upper(const struct ua_doc *d, struct ua_slice word);
bool ua_capitalised(const struct ua_doc *d, struct ua_slice word); /* al-Sawi too */
bool ua_starts_lower(const struct ua_doc *d, struct ua_slice word);
bool ua_all_upper(const struct ua_doc *d, struct ua_slice s); /* two or more letters, none of them small */
bool ua_has_digit(const struct ua_doc *d, struct ua_slice s);
size_t ua_digits(const struct ua_doc *d, struct ua_slice s);
bool ua_word_starts(const struct ua_doc *d, size_t from, size_t at);
bool ua_same(const struct ua_doc *d, struct ua_slice a, struct ua_slice b); /* folded */

/* ---- looking words up ---- */
/* The longest entry at s.from, within s; *end gets the byte behind it. */
const struct ua_word *ua_match(const struct ua_doc *d, struct ua_slice s, ua_set set, size_t *end);
/* The first entry anywhere in s that begins at a word. */
const struct ua_word *ua_find(const struct ua_doc *d, struct ua_slice s, ua_set set, struct ua_slice *found);
bool ua_is(const struct ua_doc *d, struct ua_slice s, ua_set set); /* one entry covers the whole slice */
bool ua_is_chrome(const struct ua_doc *d, struct ua_slice s); /* a line of a page's menu, header or footer */

#endif
