/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of one person or office, a line each: its own fields, then what belongs to it, kind by kind.
 */
#ifndef SATCHEL_APP_BROWSE_LINES_H
#define SATCHEL_APP_BROWSE_LINES_H

#include "satchel/base/buf.h"
#include "satchel/model/record.h"

struct app;

struct browse_part {
    enum rec_kind kind;
    const char *owner; /* key of the reference to the record above, for adding */
};

struct browse_line {
    int64_t n;                 /* record that the keys are about; 0: a heading */
    enum rec_kind kind;        /* of it */
    const struct field *field; /* NULL: all of the record */
    char *name, *text;         /* owned */
};

struct browse_lines {
    struct browse_line *at;
    size_t n, cap;
};

/* Adds the lines of record n; what is there before stays. */
int browse_lines_add(struct browse_lines *out, struct app *a, int64_t n, const struct browse_part *parts,
                     size_t n_parts, struct err *e);
void browse_lines_free(struct browse_lines *lines);

#endif
