/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of the vault, read once while it is open: the check of letters compares with them. */
#ifndef SATCHEL_APP_LETTER_NAMES_H
#define SATCHEL_APP_LETTER_NAMES_H

#include <stdint.h>

struct app;
struct err;
struct lint_names;

struct letter_names {
    struct lint_names *names; /* NULL: not read yet */
    int64_t stamp;            /* of the records they were read from */
};

/* Borrowed; read anew when records were changed. NULL: *e. */
const struct lint_names *letter_names(struct app *a, struct err *e);
/* What was just stored has no name in it: they are still as they were. */
void letter_names_keep(struct app *a);
void letter_names_free(struct app *a);

#endif
