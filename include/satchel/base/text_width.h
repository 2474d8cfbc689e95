/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graphemes, words, columns and soft wrap of UTF-8 text. No function here cuts a grapheme. */
#ifndef SATCHEL_BASE_TEXT_WIDTH_H
#define SATCHEL_BASE_TEXT_WIDTH_H

#include <stdbool.h>
#include <stddef.h>

/* ---- graphemes (UAX #29, extended) and columns ---- */
size_t text_next(const char *s, size_t n, size_t at); /* byte offset of the grapheme after the one at `at` */
size_t text_prev(const char *s, size_t n, size_t at); /* byte offset of the grapheme before `at` */
size_t text_next_word(const char *s, size_t n, size_t at);
size_t text_prev_word(const char *s, size_t n, size_t at);
/* Words as one counts them in a letter: runs of letters and digits, each CJK character by itself. */
size_t text_words(const char *s, size_t n);
int text_width(const char *s, size_t n);          /* terminal columns of the whole text */
int text_grapheme_width(const char *s, size_t n); /* 0, 1 or 2 */
/* Bytes of the longest start that fits into columns; *used gets its width. Never cuts a grapheme. */
size_t text_fit(const char *s, size_t n, int columns, int *used);
bool text_is_rtl(const char *s, size_t n); /* holds a strong right-to-left character */
/* One screen line of soft-wrapped text: length in bytes of the line that starts at s and fits into columns
 * (breaks after white space, around CJK characters but not before closing or after opening punctuation, else
 * anywhere between graphemes), at most up to and including a '\n'. At least one grapheme unless n is 0, even
 * when it is wider than the columns. Blanks after its last word may hang over the edge. */
size_t text_wrap(const char *s, size_t n, int columns);
int text_wrapped_lines(const char *s, size_t n, int columns); /* how many such lines it has */

#endif
