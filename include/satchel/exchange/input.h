/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text to import, from a file or standard input: recognised, sanitized, or refused with one sentence that
 * says what helps. */
#ifndef SATCHEL_EXCHANGE_INPUT_H
#define SATCHEL_EXCHANGE_INPUT_H

#include <stddef.h>

#include "satchel/base/text.h"

struct err;

#define INPUT_MOST_BYTES ((size_t)16 << 20)

/* Reads path, or standard input when it is "-". -> sanitized text (caller frees with str_free), its length,
 * and what the sanitizer met (report may be NULL). NULL and *e (ERR_INPUT, ERR_NO_FILE, ...) otherwise. Takes
 * UTF-8 with or without BOM, UTF-16 with BOM, or without where most of it is Latin letters, Latin-1; any line
 * ends; 16 MiB at most. Refuses empty, binary, NUL-bearing input, HTML, PDF, word processor files. */
char *input_read(const char *path, size_t *n, struct text_report *report, struct err *e);
/* The same for bytes at hand. */
char *input_from_bytes(const void *bytes, size_t size, const char *name, size_t *n,
                       struct text_report *report, struct err *e);
/* Whether sanitized text (a paste) may be an appeal: 0, or -1 and *e as above for what is nothing, or none.
 */
int input_check(const char *text, const char *name, struct err *e);

#endif
