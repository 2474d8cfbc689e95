/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discreet mode in running text: whoever looks over the shoulder sees initials where a known name stands. */
#ifndef SATCHEL_APP_DISCREET_H
#define SATCHEL_APP_DISCREET_H

#include <stdint.h>

#include "satchel/base/buf.h"

struct app;
struct err;

/* The names to hide: each word of every name, whole names where the script writes no spaces. */
struct discreet {
    struct strs words; /* folded; in order, each once, after discreet_sort */
};
void discreet_free(struct discreet *d);
int discreet_add(struct discreet *d, const char *name, struct err *e); /* one form of a name */
void discreet_sort(struct discreet *d);                                /* after the last was added */
/* All names in the vault, officials' too. */
int discreet_add_all(struct discreet *d, struct app *a, struct err *e);
/* text with "T." in place of "Testova", whatever case and accents; a copy when there is nothing to hide.
 * Caller frees; NULL when there is no memory. */
char *discreet_text(const struct discreet *d, const char *text);

#endif
