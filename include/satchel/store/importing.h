/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: an import in progress, for the files store/import*.c. */
#ifndef SATCHEL_STORE_IMPORTING_H
#define SATCHEL_STORE_IMPORTING_H

#include "satchel/model/people.h"
#include "satchel/store/import.h"

struct importing {
    struct store *s;
    const struct parsed *p;
    const struct import_plan *plan;
    const struct import_origin *origin;
    struct import_result *out;
    struct appeal *appeal;  /* stored; gets `found` lines until the end, when it is stored again */
    DYN(int64_t) addresses; /* added so far: officials may share one */
};

/* Adds, notes that it was made, frees r; *n (may be NULL) gets its row. r NULL: -1, *e is filled already. */
int importing_add(struct importing *im, struct rec *r, int64_t *n, struct err *e);
/* Notes where a value of record n (0: the appeal) stands in the source; an empty span says it was inferred.
 */
int importing_found(struct importing *im, int64_t n, const char *field, struct parsed_span at, struct err *e);

/* store/import_people.c */
int import_match_people(struct store *s, const struct parsed *p, struct import_plan *plan, bool *shared,
                        struct err *e);
int import_people(struct importing *im, struct err *e);

/* store/import_officials.c */
int import_same_official(struct store *s, const struct target *t, const struct parsed_official *o, bool *same,
                         struct err *e);
int import_officials(struct importing *im, struct err *e);

/* store/import.c */
const char *import_text(const struct parsed_text *t); /* never NULL */
bool import_may_drop(const struct parsed *p); /* does the text say who is no longer to be written to? */

#endif
