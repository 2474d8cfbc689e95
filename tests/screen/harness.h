/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A terminal without a terminal: curses draws on /dev/null, keys are fed as the bytes a terminal would send,
 * cells and cursor are read back. One at a time in a process.
 *
 *     struct harness *h = harness_start(80, 24, "xterm-256color");
 *     harness_keys(h, "jj<Enter>");
 *     while (harness_next(h, &ev)) { ... screen_event_free(&ev); }
 *     harness_golden(h, "cases-empty");
 *     harness_end(h);
 *
 * Golden screens are tests/screen/golden/NAME.txt: the rows without trailing blanks, then a line with the
 * place of the cursor. UPDATE=1 writes them anew. */
#ifndef SATCHEL_TESTS_HARNESS_H
#define SATCHEL_TESTS_HARNESS_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/tui/command.h"
#include "satchel/tui/draw.h"
#include "satchel/tui/screen.h"

struct harness {
    struct screen *screen;
    FILE *in, *out;
    int typing; /* the other end of `in` */
    struct draw draw;
};

/* The keys of a text, for tests of what is typed into: set up and torn down with a group of tests. */
extern struct keymap harness_text_keys;
int harness_text_keys_start(void **state);
int harness_text_keys_end(void **state);

struct harness *harness_start(int cols, int rows, const char *term);
/* The same with what setup asks for besides size, terminal and files; theme NULL: the default one. */
struct harness *harness_start_with(int cols, int rows, const char *term, const struct screen_setup *setup,
                                   const char *theme);
void harness_end(struct harness *h);
void harness_resize(struct harness *h, int cols, int rows);

/* Types text; <Name> is a key as key_parse takes it (<Enter>, <Ctrl-S>, <Shift-Tab>, <F1>), <lt> is '<'. */
void harness_keys(struct harness *h, const char *keys);
/* A bracketed paste, as the terminal sends it. */
void harness_paste(struct harness *h, const char *text);
/* The next event that is there already; false: none. */
bool harness_next(struct harness *h, struct screen_event *ev);
/* The next key, 0 when there is none; other events are skipped. */
uint32_t harness_key(struct harness *h);

/* One row without trailing blanks, or all of them with line ends (caller frees). */
char *harness_row(struct harness *h, int y);
char *harness_text(struct harness *h);
/* Where text stands first; fails the test when it is nowhere. */
void harness_find(struct harness *h, const char *text, int *y, int *x);
bool harness_has(struct harness *h, const char *text);
/* Attributes (enum style_attr) of the first cell of text. */
unsigned harness_attrs(struct harness *h, const char *text);
void harness_assert_cursor(struct harness *h, int y, int x);
/* Compares with tests/screen/golden/NAME.txt; fails with both versions of each row that differs. */
void harness_golden(struct harness *h, const char *name);

#endif
