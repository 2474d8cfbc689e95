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

struct err;

/* ---- code points ---- */
/* Decodes one code point at s (n bytes left): returns its length in bytes (1..4), or 0 at n == 0; an
 * ill-formed byte gives U+FFFD and 1. Overlong forms, surrogates and values above U+10FFFF are ill-formed
 * (RFC 3629). */
size_t text_decode(const char *s, size_t n, uint32_t *cp);
bool text_valid(const char *s, size_t n);
size_t text_count(const char *s, size_t n);              /* code points */
size_t text_offset(const char *s, size_t n, size_t cps); /* bytes of the first cps code points, n at most */

/* ---- graphemes (UAX #29, extended) and columns ---- */
size_t text_next(const char *s, size_t n, size_t at); /* byte offset of the grapheme after the one at `at` */
size_t text_prev(const char *s, size_t n, size_t at); /* byte offset of the grapheme before `at` */
size_t text_next_word(const char *s, size_t n, size_t at);
size_t text_prev_word(const char *s, size_t n, size_t at);
int text_width(const char *s, size_t n);          /* terminal columns of the whole text */
int text_grapheme_width(const char *s, size_t n); /* 0, 1 or 2 */
/* Bytes of the longest start that fits into columns; *used gets its width. Never cuts a grapheme. */
size_t text_fit(const char *s, size_t n, int columns, int *used);
bool text_is_rtl(const char *s, size_t n); /* holds a strong right-to-left character */
/* One screen line of soft-wrapped text: length in bytes of the line that starts at s and fits into columns
 * (breaks after white space, between CJK characters, else anywhere), at most up to and including a '\n'. */
size_t text_wrap(const char *s, size_t n, int columns);

/* ---- forms; results are owned by the caller, NULL and *e when there is no memory ---- */
char *text_nfc(const char *s, size_t n, struct err *e);
/* For search and comparison: NFKC case fold, no marks, one apostrophe, one form of each Arabic letter family
 * (alef, yeh, kaf, heh variants; no tatweel), full-width folded, white space squeezed. */
char *text_fold(const char *s, size_t n, struct err *e);
/* The same for one code point: writes 0..4 code points, returns how many (0: a mark that vanishes). */
size_t text_fold_cp(uint32_t cp, uint32_t out[static 4]);
bool text_is_cjk(uint32_t cp);   /* ideograph, kana, hangul syllable: its own token in search */
bool text_is_alnum(uint32_t cp); /* letter, digit or mark of any script */
bool text_is_bidi_control(uint32_t cp);

/* ---- the sanitizer ---- */
struct text_report {
    size_t bidi_controls; /* removed: U+061C 200E 200F 202A-202E 2066-2069 */
    size_t controls;      /* removed: C0 (but \n \t), DEL, C1, NUL, U+FEFF inside, noncharacters */
    size_t ill_formed;    /* bytes replaced by U+FFFD */
    size_t first_bidi_line, first_bidi_col; /* 1-based, in the text as given; 0 when none */
};
enum text_lines { TEXT_ONE_LINE /* line ends and tabs become a space */, TEXT_MANY_LINES };
/* -> sanitized text in NFC with \n line ends (caller frees). CRLF, CR, U+2028, U+2029, U+0085 become \n.
 * report may be NULL. */
char *text_sanitize(const char *s, size_t n, enum text_lines lines, struct text_report *report,
                    struct err *e);

/* ---- foreign encodings ---- */
enum text_encoding { TEXT_UTF8, TEXT_UTF16LE, TEXT_UTF16BE, TEXT_LATIN1 };
/* Recognises BOMs, else UTF-8 when valid, else Latin-1 (as Windows-1252), and gives UTF-8 without BOM (caller
 * frees). Not sanitized. ERR_INPUT with one sentence for empty, binary, NUL-bearing input. */
char *text_from_bytes(const void *bytes, size_t n, enum text_encoding *found, struct err *e);

/* ---- small things used everywhere ---- */
bool text_is_blank(const char *s);
/* s without leading and trailing white space (ASCII, U+00A0, U+3000): sets *len, returns its start. */
const char *text_trim(const char *s, size_t n, size_t *len);
bool text_same_folded(const char *a, const char *b);

#endif
