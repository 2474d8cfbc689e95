/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters made ready, and what has become of those that are: each is checked as its case stands now. */
#ifndef SATCHEL_APP_LETTER_READY_H
#define SATCHEL_APP_LETTER_READY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"

struct app;
struct err;

/* Makes the marked drafts of the view on top ready, else that one, as one step, and says which stay. */
void letter_ready_make(struct app *a, int64_t letter);

/* A letter that was marked ready and is not as ready as it was. */
struct letter_doubt {
    int64_t letter;
    size_t open;
    char *code, *evidence; /* of the first finding that is open */
};
struct letter_doubts {
    DYN(struct letter_doubt) rows;
};
/* out: empty; release with letter_doubts_free, also after a failure. Drafts and sent letters are passed over.
 */
int letter_doubts_find(struct app *a, const int64_t *letters, size_t n, struct letter_doubts *out,
                       struct err *e);
/* Looks at that one anew; what was found of the others stays. */
int letter_doubts_renew(struct app *a, int64_t letter, struct letter_doubts *d, struct err *e);
const struct letter_doubt *letter_doubts_of(const struct letter_doubts *d, int64_t letter); /* NULL: none */
void letter_doubts_free(struct letter_doubts *d);
/* "To whom: evidence", a line each. */
void letter_doubts_say(struct app *a, const struct letter_doubts *d, struct buf *out);

#endif
