/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The test vectors of satchel-vault(5), read from the page itself. */
#ifndef SATCHEL_TESTS_VECTORS_H
#define SATCHEL_TESTS_VECTORS_H

#include <stddef.h>
#include <stdint.h>

/* The bytes of a vector; fails the test when there is none of that name or it has another length. */
void vector_bytes(const char *name, uint8_t *out, size_t n);
size_t vector_length(const char *name);
void vector_text(const char *name, char *out, size_t room); /* as it stands */

#endif
