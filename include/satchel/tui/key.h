/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys: bytes of a terminal in, one number a key out. Our own UTF-8 and escape-sequence decoding, so that an
 * unknown sequence is one unknown key and never Esc followed by letters, whatever $TERM says.
 *
 * A key is a code point or one of KEYC_*, with modifier bits: 'q', KEYC_F1, KEYC_CTRL | 's'. Letters with
 * Ctrl are lower case. Enter is \r and \n; Backspace is 0x7F and 0x08. */
#ifndef SATCHEL_TUI_KEY_H
#define SATCHEL_TUI_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"
#include "satchel/base/text.h"

#define KEYC_CTRL  0x01000000u
#define KEYC_ALT   0x02000000u
#define KEYC_SHIFT 0x04000000u /* only with named keys; a shifted letter is its capital */
#define KEYC_MODS  0x07000000u

/* code, name as in the configuration and on the key card */
#define KEY_NAMES(X)                                                                                         \
    X(UNKNOWN, "Unknown")                                                                                    \
    X(ESC, "Esc")                                                                                            \
    X(ENTER, "Enter")                                                                                        \
    X(TAB, "Tab")                                                                                            \
    X(BACKSPACE, "Backspace")                                                                                \
    X(UP, "Up")                                                                                              \
    X(DOWN, "Down")                                                                                          \
    X(LEFT, "Left")                                                                                          \
    X(RIGHT, "Right")                                                                                        \
    X(HOME, "Home")                                                                                          \
    X(END, "End")                                                                                            \
    X(PGUP, "PgUp")                                                                                          \
    X(PGDN, "PgDn")                                                                                          \
    X(INSERT, "Insert")                                                                                      \
    X(DELETE, "Delete")                                                                                      \
    X(F1, "F1")                                                                                              \
    X(F2, "F2")                                                                                              \
    X(F3, "F3")                                                                                              \
    X(F4, "F4")                                                                                              \
    X(F5, "F5")                                                                                              \
    X(F6, "F6")                                                                                              \
    X(F7, "F7")                                                                                              \
    X(F8, "F8")                                                                                              \
    X(F9, "F9")                                                                                              \
    X(F10, "F10")                                                                                            \
    X(F11, "F11")                                                                                            \
    X(F12, "F12")                                                                                            \
    X(F13, "F13")                                                                                            \
    X(F14, "F14")                                                                                            \
    X(F15, "F15")                                                                                            \
    X(F16, "F16")                                                                                            \
    X(F17, "F17")                                                                                            \
    X(F18, "F18")                                                                                            \
    X(F19, "F19")                                                                                            \
    X(F20, "F20")

enum key_code {
    KEYC_NONE = 0,
    KEYC_FIRST = 0x110000,
#define X(code, name) KEYC_##code,
    KEY_NAMES(X)
#undef X
        KEYC_LAST
};

/* A printable character without Ctrl or Alt: text when a text has the focus. */
bool key_is_text(uint32_t key);

#define KEY_NAME_BYTES 40
/* The name the configuration takes: "q", "Ctrl-S", "Shift-Tab", "Space", "F12". */
void key_format(uint32_t key, char out[static KEY_NAME_BYTES]);
/* Reads such a name; case of words does not matter. 0, or -1 when it is none. */
int key_parse(const char *name, size_t n, uint32_t *key);

/* ---- keyboards that are not Latin ---- */
/* What a key that is bound to nothing may have meant: full-width forms, Arabic-Indic digits, U+061F, then the
 * key at the same place of a Latin keyboard. Writes up to KEY_FOLDS candidates, best first, never the key
 * itself; returns how many. prefer: layout to try first ("ru", "uk", ...; NULL or unknown: the table's
 * order). Never used for typed text. */
#define KEY_FOLDS 8
size_t key_fold(uint32_t key, const char *prefer, uint32_t out[static KEY_FOLDS]);

/* ---- the decoder ---- */
#define KEY_PASTE_MAX ((size_t)16 << 20) /* bytes of one bracketed paste; the rest is dropped and said */

enum key_input_kind { KEY_INPUT_NONE, KEY_INPUT_KEY, KEY_INPUT_PASTE };

struct key_input {
    enum key_input_kind kind;
    uint32_t key;
    char *paste;               /* sanitized, \n line ends; the receiver frees with str_free */
    struct text_report report; /* what the sanitizer removed from the paste */
    bool paste_cut;            /* longer than KEY_PASTE_MAX, or out of memory: the end is missing */
};

struct key_decoder {
    struct buf in;  /* bytes not yet decoded; what was, is wiped at once */
    size_t at;      /* where decoding goes on */
    bool pasting;   /* between ESC [ 200 ~ and ESC [ 201 ~ */
    bool in_string; /* inside OSC, DCS, ...: swallow up to its end */
    bool paste_cut;
    bool dropping;    /* the rest of a paste after key_decoder_drop */
    struct buf paste; /* raw bytes of the paste so far */
};

void key_decoder_free(struct key_decoder *d); /* wipes */
/* Wipes what was fed and not given out yet, and the rest of a paste when it comes: it was meant for a screen
 * that is gone. */
void key_decoder_drop(struct key_decoder *d);
void key_feed(struct key_decoder *d, const void *bytes, size_t n);
/* The next input that is complete; KEY_INPUT_NONE when more bytes are needed. */
enum key_input_kind key_next(struct key_decoder *d, struct key_input *out);
/* How long to wait for more bytes before calling key_flush, in milliseconds; -1: nothing is pending. A bare
 * Esc waits escape_ms; the inside of a string or paste longer. */
int key_patience(const struct key_decoder *d, int escape_ms);
/* No more bytes came: what is pending becomes Esc, an Alt key, an unknown key, or the paste as it is. */
enum key_input_kind key_flush(struct key_decoder *d, struct key_input *out);

#endif
