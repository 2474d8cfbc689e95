/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: the inside of struct screen, for screen.c, screen_wait.c and draw.c alone. */
#ifndef SATCHEL_TUI_SCREEN_PRIVATE_H
#define SATCHEL_TUI_SCREEN_PRIVATE_H

#define NCURSES_NOMACROS 1
#include <curses.h>
#include <stdint.h>
#include <termios.h>

#include "satchel/tui/screen.h"

#define SCREEN_PAIRS 96

struct screen {
    SCREEN *curses;
    size_t curses_bytes; /* of the buffer in which it keeps what it sends */
    int in_fd, out_fd;
    bool fixed_size; /* rows and cols were given: never ask the terminal */
    int rows, cols;
    bool resized; /* a SCREEN_EVENT_RESIZE is due */

    struct theme theme;
    bool no_color, ascii, words;
    attr_t attr[2][ROLE_COUNT]; /* 1: on the selected row */
    short pair[2][ROLE_COUNT];
    int32_t pair_fg[SCREEN_PAIRS], pair_bg[SCREEN_PAIRS];
    short n_pairs; /* pair 0 is the terminal's own */

    bool tty, ansi; /* in_fd is a terminal; it understands ECMA-48 sequences */
    bool inside;    /* the alternate screen is ours */
    struct termios shell;
    int panic_char;

    bool cursor_on;
    int cursor_y, cursor_x;

    unsigned signals;
    int escape_ms;
    struct key_decoder decoder;
    int64_t fed_ms; /* when the last bytes came */
    bool gone;

    int watched; /* descriptor, -1: none */
    bool watched_due;
};

/* Signal handlers and the pipe that wakes the loop. -1: errno. */
int screen_signals_start(unsigned mask);
void screen_signals_end(unsigned mask);
/* Bytes that wait to be read, 0 without a terminal; as safe as screen_emergency. */
size_t screen_waiting(void);
/* Asks the terminal for its size; true when it differs from the one in force, which is then changed. */
bool screen_ask_size(struct screen *s);

#endif
