/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a word of the importer's lists is hung: shared by the program that writes the table when Satchel is
 * built (src/casework/gen/ua_table.c) and by the look-up (ua_words.h). */
#ifndef SATCHEL_CASEWORK_UA_SLOT_H
#define SATCHEL_CASEWORK_UA_SLOT_H

#include <stddef.h>
#include <stdint.h>

#define UA_BUCKETS 4096

/* Bytes at s (folded text, n bytes) that choose the bucket of a whole word, and of a stem. */
size_t ua_slot_head(const char *s, size_t n);
size_t ua_slot_stem(const char *s, size_t n);
/* The bucket of n such bytes. */
uint32_t ua_slot_of(const char *s, size_t n);

#endif
