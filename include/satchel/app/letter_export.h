/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters into a file outside the vault. */
#ifndef SATCHEL_APP_LETTER_EXPORT_H
#define SATCHEL_APP_LETTER_EXPORT_H

#include <stddef.h>
#include <stdint.h>

#include "satchel/exchange/letter_file.h"

struct app;
struct buf;
struct err;

/* The name that stands there to begin with, without an ending, in a folder that can be written to. Caller
 * frees; NULL: no memory. */
char *letter_export_name(struct app *a);
/* Where what was typed is, from the root, with the ending of the format unless it has it: no other ending is
 * taken for one, so that no PDF is called "letter 22.11" or "letter.txt". Caller frees; NULL: *e. */
char *letter_export_path(const char *typed, enum letter_format format, struct err *e);
/* Writes the letters into one file, with the format's ending when the name has none. said: what to tell. */
int letter_export_write(struct app *a, const int64_t *letters, size_t n, const struct letter_wish *wish,
                        const char *typed, struct buf *said, struct err *e);

#endif
