/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Telephones and addresses of mail in running text. */
#ifndef SATCHEL_CASEWORK_LINT_REACH_H
#define SATCHEL_CASEWORK_LINT_REACH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"

#define LINT_DIGITS 32
struct lint_phone {
    size_t from, to; /* bytes */
    char digit[LINT_DIGITS];
    size_t n, groups;
    bool plus, date; /* a sign + before it; written as a day is */
};

/* The value of a digit of any script; -1: none. */
int lint_digit(uint32_t cp);
/* Digits without the zeros in front; returns how many. */
size_t lint_digits_of(const char *s, char out[static LINT_DIGITS]);
bool lint_between_digits(uint32_t cp);
/* The last seven digits (all, of a shorter number) are the same, and so is what goes before them, as far as
 * both go. */
bool lint_phone_same(const char *a, size_t n, const char *b, size_t m);
/* The next run of digits from byte *at on, with at most three signs between two of them; false: none. */
bool lint_phone_next(const char *s, size_t len, size_t *at, struct lint_phone *run);
bool lint_phone_among(const struct strs *texts, const struct lint_phone *run);

bool lint_in_address(char c);
/* The address around the sign at p of text s; returns its bytes, *from gets its first. 0: none. */
size_t lint_mail_around(const char *s, const char *p, const char **from);
bool lint_mail_among(const struct strs *texts, const char *mail, size_t n);

#endif
