/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters into a file outside the vault. */
#ifndef SATCHEL_APP_LETTER_EXPORT_H
#define SATCHEL_APP_LETTER_EXPORT_H

#include <stddef.h>
#include <stdint.h>

#include "satchel/exchange/letter_file.h"
#include "satchel/tui/form.h"

struct app;
struct buf;
struct err;

/* The name that stands there to begin with, without an ending, in a folder that can be written to. Caller
 * frees; NULL: no memory. */
char *letter_export_name(struct app *a);
/* Where what was typed is, from the root, with the ending of the format unless it has it: no other ending is
 * taken for one, so that no PDF is called "letter 22.11" or "letter.txt". Caller frees; NULL: *e. */
char *letter_export_path(const char *typed, enum letter_format format, struct err *e);

/* ---- the form that asks for format, paper and file ---- */
enum { LETTER_EXPORT_FIELDS = 4 };
extern const struct form_field letter_export_fields[LETTER_EXPORT_FIELDS]; /* their arg: struct app */
/* What stands there to begin with. */
int letter_export_begin(struct app *a, struct form *form, struct err *e);
/* Writes the letters into one file as the form says. said: what to tell. */
int letter_export_run(struct app *a, struct form *form, const int64_t *letters, size_t n, struct buf *said,
                      struct err *e);

#endif
