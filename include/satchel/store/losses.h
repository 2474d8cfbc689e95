/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What damage cost, by name. */
#ifndef SATCHEL_STORE_LOSSES_H
#define SATCHEL_STORE_LOSSES_H

#include "satchel/base/buf.h"
#include "satchel/store/store.h"

struct survey;

enum loss_how {
    LOSS_GONE,    /* the record */
    LOSS_EMPTIED, /* its fields; it stands there because others refer to it */
    LOSS_PART     /* some of its fields, texts or lists */
};

struct loss {
    enum rec_kind kind;   /* KIND_NONE: no record, but rows of `table` */
    int64_t n;            /* 0: which ones is not known */
    char id[REC_ID_TEXT]; /* "": not known */
    enum loss_how how;
    char *label;   /* of a part that of its record; "": the name is lost as well */
    char *table;   /* where it lay */
    int64_t block; /* of the vault's compartment, from 0; -1: several, or not known */
};

struct losses {
    DYN(struct loss) all;
    size_t records; /* how many records it concerns; a name counts for its person */
    size_t redated; /* records that are whole but for the days they were entered and changed */
};
void losses_free(struct losses *l);

/* "case 26/23 Writer missing: its fields": one line, with what was lost. */
void losses_line(const struct loss *l, struct buf *out);
/* One sentence: how many records could not be read. Never empty. */
void losses_say(const struct losses *l, struct buf *out);

/* For mend.c and salvage.c: reads the table `loss` that mend_rows left, and names what it can. */
int losses_read(struct store *s, const struct survey *survey, struct losses *out, struct err *e);

#endif
