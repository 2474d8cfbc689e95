/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requests of an appeal that says them in more than one language: a letter is in one, and takes those. */
#ifndef SATCHEL_CASEWORK_LETTER_ASKS_H
#define SATCHEL_CASEWORK_LETTER_ASKS_H

#include <stdbool.h>
#include <stddef.h>

#include "satchel/base/buf.h"

struct appeal;
struct err;

#define LETTER_ASKS_LANGUAGES 4

struct letter_asks {                          /* release with letter_asks_free, also after a failure */
    DYN(const char *) of;                     /* a language for each request of the appeal; NULL: not clear */
    const char *langs[LETTER_ASKS_LANGUAGES]; /* those there are, the first first */
    size_t n;                                 /* of them; 0 or 1: nothing has to be chosen */
};

/* How each reads; what is not clear goes with the requests around it, when these are in one language. */
int letter_asks_read(const struct appeal *a, struct letter_asks *out, struct err *e);
void letter_asks_free(struct letter_asks *asks);
bool letter_asks_has(const struct letter_asks *asks, const char *lang);
/* That of the languages there are: prefer, when it is one of them; else that of most requests. NULL: none is
 * clear. For good. */
const char *letter_asks_language(const struct letter_asks *asks, const char *prefer);
/* Whether a letter in that language takes the request: what is clearly in another is left out, when there are
 * some in its own. */
bool letter_asks_takes(const struct letter_asks *asks, size_t request, const char *lang);
/* The requests of an appeal without a model letter, a line each with "- ", as the text of a letter. Where
 * they tell the reader what to write ("Calling on ...", "... fordern") a line that makes them the writer's
 * own stands above them. Caller frees. */
char *letter_asks_text(const char *lang, const char *lines, struct err *e);

#endif
