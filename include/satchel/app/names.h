/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that refer to records, as people write them: who was at an event, one name a line, in the place of
 * ids. What is shown for a record leads back to it, also where two have the same name; anything else is
 * looked for among the records there are. */
#ifndef SATCHEL_APP_NAMES_H
#define SATCHEL_APP_NAMES_H

#include "satchel/base/buf.h"
#include "satchel/model/record.h"

struct store;

struct names {
    struct store *store; /* borrowed */
    DYN(struct name_shown {
        char *text; /* owned */
        char id[REC_ID_TEXT];
    })
    shown;
    /* A new record for "+ name", which may stand where a name is enough to make one; gives its id. */
    int (*make)(void *arg, const struct field *f, const char *name, char id[static REC_ID_TEXT],
                struct err *e);
    bool (*may_make)(enum rec_kind kind);
    /* What stands for a record: its label as it may be shown now. n 0: it is deleted, and `label` is what it
     * was called. Caller frees. */
    char *(*show)(void *arg, int64_t n, const char *label, struct err *e);
    void *arg;
};

void names_free(struct names *n);
/* Text for a list field with names in the place of its ids. Caller frees. */
char *names_show(struct names *n, const struct field *f, const char *text, struct err *e);
/* The way back: -1 and one sentence for a name that fits nothing, or several. make: what is new is
 * made; else the text is only looked at and has any id there. Caller frees. */
char *names_read(struct names *n, const struct field *f, const char *text, bool make, struct err *e);

#endif
