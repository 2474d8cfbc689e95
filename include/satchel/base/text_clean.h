/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door: the one sanitizer for foreign text, and foreign encodings. */
#ifndef SATCHEL_BASE_TEXT_CLEAN_H
#define SATCHEL_BASE_TEXT_CLEAN_H

#include <stddef.h>

struct err;

/* ---- the sanitizer ---- */
struct text_report {
    size_t bidi_controls; /* removed: U+061C 200E 200F 202A-202E 2066-2069 */
    size_t controls;      /* removed: C0 (but \n \t), DEL, C1, NUL, U+FEFF inside, noncharacters, and the
                             characters of whole control sequences of terminals */
    size_t ill_formed;    /* bytes replaced by U+FFFD */
    size_t first_bidi_line, first_bidi_col; /* 1-based, in the text as given; 0 when none */
    size_t first_control_line, first_control_col;
};
enum text_lines { TEXT_ONE_LINE /* line ends and tabs become a space */, TEXT_MANY_LINES };
/* -> sanitized text in NFC with \n line ends (caller frees). CRLF, CR, U+2028, U+2029, U+0085 become \n.
 * report may be NULL. */
char *text_sanitize(const char *s, size_t n, enum text_lines lines, struct text_report *report,
                    struct err *e);

/* For a terminal, in place: control characters but \n and \t, those that turn the direction of writing, and
 * bytes that are no UTF-8 become `?` for each byte. Text that came through the sanitizer has none; a vault
 * that another program wrote may. */
void text_tame(char *s, size_t n);

/* ---- foreign encodings ---- */
enum text_encoding { TEXT_UTF8, TEXT_UTF16LE, TEXT_UTF16BE, TEXT_LATIN1 };
/* Recognises BOMs, else UTF-8 when valid, else Latin-1 (as Windows-1252), and gives UTF-8 without BOM (caller
 * frees). Not sanitized. ERR_INPUT with one sentence for empty, binary, NUL-bearing input. */
char *text_from_bytes(const void *bytes, size_t n, enum text_encoding *found, struct err *e);

#endif
