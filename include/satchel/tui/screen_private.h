/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: the inside of struct screen, for screen*.c and draw.c alone: emergency and
 * signals below, the screen on them, screen_wait.c on top. */
#ifndef SATCHEL_TUI_SCREEN_PRIVATE_H
#define SATCHEL_TUI_SCREEN_PRIVATE_H

#define NCURSES_NOMACROS 1
#include <curses.h>
#include <pthread.h>
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
    bool raw;       /* the terminal's modes are */
    struct termios shell;
    int panic_char;

    bool cursor_on;
    int cursor_y, cursor_x;

    unsigned signals;
    int escape_ms;
    struct key_decoder decoder;
    int64_t fed_ms; /* when the last bytes came */
    bool gone;

    struct {
        pthread_mutex_t lock; /* of the rest, and of reading from in_fd */
        bool pasting;         /* what comes is the rest of a paste */
        bool after;           /* ... of what was read and not given out yet */
        char bytes[4096];
        size_t n;
    } ahead; /* what screen_overhear has read, for screen_read */

    int watched; /* descriptor, -1: none */
    bool watched_due;
};

/* ---- screen_emergency.c ---- */
#define SCREEN_PASTE_OFF        "\033[?2004l"
#define SCREEN_CLEAR_SCROLLBACK "\033[3J"

void screen_emergency_arm(const struct screen *s);
void screen_emergency_disarm(void);
/* Bytes that wait to be read, 0 without a terminal; as safe as screen_emergency. */
size_t screen_waiting(void);

/* ---- screen_signals.c: handlers, and the pipe that wakes the loop ---- */
enum screen_flag {
    SCREEN_FLAG_WINCH,
    SCREEN_FLAG_STOP,
    SCREEN_FLAG_CONT,
    SCREEN_FLAG_HUP,
    SCREEN_FLAG_TERM,
    SCREEN_FLAG_COUNT
};
int screen_signals_start(unsigned mask); /* -1: errno */
void screen_signals_end(unsigned mask);
bool screen_signals_take(enum screen_flag flag); /* it came since the last call */
unsigned screen_signals_woken(void);             /* bits of screen_wake, likewise */
int screen_signals_fd(void);                     /* to be read when it can be */

/* ---- screen_input.c ---- */
/* What is there to be read, for the decoder; marks the terminal as gone at its end. Never waits. */
void screen_read(struct screen *s);
void screen_note_paste(struct screen *s);
bool screen_is_ahead(struct screen *s); /* something was read by another thread */
/* screen_drop_input, then what is left of a paste up to its end, for three seconds at most, and not once it
 * has stopped to come. */
void screen_drop_rest(struct screen *s);

/* ---- screen.c ---- */
/* Asks the terminal for its size; true when it differs from the one in force, which is then changed. */
bool screen_ask_size(struct screen *s);

#endif
