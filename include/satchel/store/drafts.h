/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is being edited, kept in the vault until it is saved or dropped. Drafts are not undone. */
#ifndef SATCHEL_STORE_DRAFTS_H
#define SATCHEL_STORE_DRAFTS_H

#include "satchel/store/store.h"

/* A draft: the fields of a form or the text of an editor as they stood, in a form the view chooses. */
struct draft {
    int64_t n;
    char *view;     /* which view edits it */
    int64_t of;     /* record it changes; 0: a new one */
    char *fields;   /* what the view needs to show it again */
    int64_t cursor; /* where the cursor was */
    int64_t at;     /* Unix seconds */
};
struct drafts {
    struct draft *at;
    size_t n, cap;
};
/* n 0: a new one, n is filled; else it is written over. `at` is set. */
int draft_save(struct store *s, struct draft *d, struct err *e);
/* All of them as new ones or over what is there, and a setting (settings.h; key NULL: none) with them, in one
 * transaction: on failure none is. */
int drafts_save(struct store *s, struct drafts *d, const char *key, const char *value, struct err *e);
int draft_load(struct store *s, int64_t n, struct draft *out, struct err *e); /* ERR_NOT_FOUND */
int draft_list(struct store *s, struct drafts *out, struct err *e);           /* newest first */
int draft_drop(struct store *s, int64_t n, struct err *e);                    /* none such: fine */
void draft_free(struct draft *d);
void drafts_free(struct drafts *d);

#endif
