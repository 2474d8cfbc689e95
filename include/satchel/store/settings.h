/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program keeps beside the records: settings of this vault, drafts of what is being edited, exports
 * on record, saved filters. None of it is undone. Each write is a transaction of its own, or part of the step
 * that is open. */
#ifndef SATCHEL_STORE_SETTINGS_H
#define SATCHEL_STORE_SETTINGS_H

#include "satchel/store/store.h"

/* NULL value: removes it. */
int store_setting_set(struct store *s, const char *key, const char *value, struct err *e);
/* *value is NULL when it is not set; caller frees with str_free. */
int store_setting_get(struct store *s, const char *key, char **value, struct err *e);

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
int draft_load(struct store *s, int64_t n, struct draft *out, struct err *e); /* ERR_NOT_FOUND */
int draft_list(struct store *s, struct drafts *out, struct err *e);           /* newest first */
int draft_drop(struct store *s, int64_t n, struct err *e);                    /* none such: fine */
void draft_free(struct draft *d);
void drafts_free(struct drafts *d);

/* Files written outside the vault, so that a panic can erase them and the user be reminded. */
struct exported {
    int64_t n;
    char *path, *what;
    int64_t at;
    bool gone; /* erased since */
};
struct exports {
    struct exported *at;
    size_t n, cap;
};
int exported_add(struct store *s, const char *path, const char *what, struct err *e);
int exported_list(struct store *s, struct exports *out, struct err *e); /* newest first */
int exported_gone(struct store *s, int64_t n, struct err *e);
void exports_free(struct exports *x);

#endif
