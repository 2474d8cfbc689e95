/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft in the making, and which text it gets: for store/letters.c. */
#ifndef SATCHEL_STORE_LETTERS_DRAFTING_H
#define SATCHEL_STORE_LETTERS_DRAFTING_H

#include "satchel/store/letters_read.h"

struct appeal;
struct err;

struct drafting {
    struct store *s;
    const struct letters_wish *wish;
    struct letters_made *made;
    struct rec *kase, *appeal, *sender, *reused, *template;
    struct rec *model; /* the appeal whose model letter is taken; may be another than appeal */
    int64_t first;     /* whom the appeal names first: its salutation is theirs */
    int64_t main;      /* the first of those written to now that is no copy, else `first` */
    int sign;
    char *lang;                 /* NULL: not known */
    char *subject, *salutation; /* that of main: copies have it too */
    struct store_rows targets;
    struct letters_texts texts;
    struct letters_asks asks; /* where the text is made of requests */
};
void drafting_free(struct drafting *d);
const struct appeal *drafting_appeal(const struct drafting *d);

/* Needs wish and appeal; finds the text and its language: an earlier letter, a template, a model letter, else
 * the requests. */
int drafting_take_text(struct drafting *d, struct err *e);
/* The text, filled in with d->texts. Caller frees. */
char *drafting_body(struct drafting *d, struct err *e);
bool drafting_is_bare(const struct drafting *d);               /* neither letter nor template: requests */
bool drafting_takes(const struct drafting *d, size_t request); /* it is not left out for its language */

#endif
