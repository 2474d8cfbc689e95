/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From `s` in an import that was looked through, until it is stored: the differences to what is stored, each
 * of which may be decided, and the questions that only the user can answer. */
#ifndef SATCHEL_APP_IMPORT_STORE_H
#define SATCHEL_APP_IMPORT_STORE_H

#include "satchel/app/app.h"
#include "satchel/app/review.h"
#include "satchel/store/import.h"
#include "satchel/tui/list.h"

struct import_store {
    struct app *app;
    struct review *review; /* borrowed */
    /* It is done: what to open, 0: nothing, and what to say. May free the import_store. */
    void (*done)(void *arg, int64_t open, const char *said);
    void *arg;

    struct import_plan plan;
    bool comparing;      /* the differences are on the screen */
    struct list changes; /* + is taken from the text */
    size_t twin;         /* person whose twin is being asked about */
};

void import_store_init(struct import_store *st, struct app *a, struct review *review,
                       void (*done)(void *arg, int64_t open, const char *said), void *arg);
void import_store_free(struct import_store *st);
void import_store_begin(struct import_store *st);  /* from the review */
void import_store_decide(struct import_store *st); /* the selected difference: the text's, or not */
void import_store_go_on(struct import_store *st);  /* from the differences */
void import_store_draw(struct import_store *st, const struct draw *body);

#endif
