/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an Urgent Action, or another appeal, out of plain text: by labels, never by position, in English,
 * Spanish, French, German, Chinese and Arabic (other languages as far as the word lists go). A value in doubt
 * is left out and named in not_found or in a warning. */
#ifndef SATCHEL_CASEWORK_UA_H
#define SATCHEL_CASEWORK_UA_H

#include <stddef.h>
#include <stdint.h>

#include "satchel/base/text.h"
#include "satchel/model/parsed.h"

struct err;
struct stop;

/* text: sanitized, n bytes. report: what the sanitizer met, NULL when not known. today: days since
 * 1970-01-01, for "expired"; INT32_MIN: unknown. Text that is no appeal gives everything in not_found. 0, or
 * -1 with ERR_NO_MEMORY; *out is to be freed with parsed_free. Linear in n; some milliseconds for an appeal.
 */
int ua_parse(const char *text, size_t n, const struct text_report *report, int32_t today, struct parsed *out,
             struct err *e);
/* The same, given up when stop says so: -1 with ERR_CANCELLED. A text of a megabyte takes a second on a busy
 * machine. */
int ua_parse_until(const char *text, size_t n, const struct text_report *report, int32_t today,
                   struct stop *stop, struct parsed *out, struct err *e);
/* Is there anything to store: a person, a target, or a title? */
bool ua_worth_storing(const struct parsed *p);
/* Does it say anything that an appeal says: a number, a day, somebody to write to, something asked? */
bool ua_is_appeal(const struct parsed *p);

#endif
