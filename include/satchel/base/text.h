/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 text: decoding, graphemes, widths, folding, and the one sanitizer that all foreign text goes through
 * at the door (imports, pastes, file names, arguments). What has passed it is valid UTF-8 in NFC without
 * control characters but \n and \t, so that nothing after it has to look again. */
#ifndef SATCHEL_BASE_TEXT_H
#define SATCHEL_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"
#include "satchel/base/text_clean.h" /* the sanitizer, foreign encodings */
#include "satchel/base/text_fold.h"  /* NFC, folding for search */
#include "satchel/base/text_width.h" /* graphemes, words, columns, soft wrap */

/* ---- code points ---- */
/* Decodes one code point at s (n bytes left): returns its length in bytes (1..4), or 0 at n == 0; an
 * ill-formed byte gives U+FFFD and 1. Overlong forms, surrogates and values above U+10FFFF are ill-formed
 * (RFC 3629). */
size_t text_decode(const char *s, size_t n, uint32_t *cp);
size_t text_encode(uint32_t cp, char out[static 4]); /* writes 1..4 bytes, returns how many */
size_t text_prev_cp(const char *s, size_t at);       /* byte offset of the code point before `at`, 0 at 0 */
bool text_valid(const char *s, size_t n);
bool text_is_ascii(const char *s, size_t n);
size_t text_count(const char *s, size_t n);              /* code points */
size_t text_offset(const char *s, size_t n, size_t cps); /* bytes of the first cps code points, n at most */

/* ---- kinds of code points ---- */
bool text_is_cjk(uint32_t cp);   /* ideograph, kana, hangul syllable: its own token in search */
bool text_is_alnum(uint32_t cp); /* letter, digit or mark of any script */
bool text_is_bidi_control(uint32_t cp);
bool text_is_space(uint32_t cp); /* white space of any kind, line ends and no-break spaces included */

/* ---- small things used everywhere ---- */
bool text_is_blank(const char *s);
/* s without leading and trailing white space (text_is_space): sets *len, returns its start. */
const char *text_trim(const char *s, size_t n, size_t *len);

#endif
