/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal's life cycle, and the only source of events. One screen at a time in a process.
 *
 * A loop:
 *     while (running) {
 *         draw everything through struct draw (draw.h);
 *         screen_paint(s);
 *         switch (screen_wait(s, timeout_ms, &ev)) { ... }
 *         screen_event_free(&ev);
 *     }
 * screen_paint writes only the cells that differ, so drawing everything each time is cheap.
 *
 * Terminal modes: cbreak and never raw. IXON, VINTR, VSUSP, VLNEXT, VDISCARD are off; ISIG stays on so that
 * VQUIT, and nothing else, makes a signal (SIGQUIT, the panic key). Signal handlers set a flag and write a
 * byte to a pipe; screen_wait turns them into events. SIGQUIT is not touched: a panic thread waits for it;
 * and where a watchdog thread takes SIGHUP, SIGTERM, SIGINT and SIGTSTP instead, they never get here. */
#ifndef SATCHEL_TUI_SCREEN_H
#define SATCHEL_TUI_SCREEN_H

#include <stdbool.h>
#include <stdio.h>

#include "satchel/tui/key.h"
#include "satchel/tui/theme.h"

struct err;
struct screen;

enum screen_signals {
    SCREEN_WINCH = 1, /* size changes */
    SCREEN_STOP = 2,  /* SIGTSTP, SIGCONT */
    SCREEN_END = 4,   /* SIGHUP, SIGTERM, SIGINT */
    SCREEN_CRASH = 8, /* SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT: terminal restored, then the default */
    SCREEN_ALL_SIGNALS = 15,
};

struct screen_setup {
    FILE *in, *out;   /* NULL: standard input and output */
    const char *term; /* NULL: $TERM */
    int rows, cols;   /* 0: ask the terminal. Given (tests): changed by screen_resize alone */
    unsigned signals; /* which of the above to take over; 0 in tests */
    int panic_char;   /* VQUIT, a control character; 0: 0x1C, Ctrl-\ */
    int escape_ms;    /* how long a bare Esc waits; 0: 30 */
    bool no_color;    /* NO_COLOR is set and not empty, or wanted */
    bool ascii;       /* draw `-` and `>` where `─` and `›` would stand */
    bool words;       /* words instead of glyphs */
};

/* Enters the alternate screen. theme is copied. NULL and *e: not a terminal, unknown $TERM, ... */
struct screen *screen_start(const struct screen_setup *setup, const struct theme *theme, struct err *e);
/* Blanks, clears the scrollback, restores the terminal, frees. NULL is fine. */
void screen_end(struct screen *s);

void screen_set_theme(struct screen *s, const struct theme *theme);
void screen_set_words(struct screen *s, bool words);
void screen_set_ascii(struct screen *s, bool ascii);
bool screen_words(const struct screen *s);
bool screen_ascii(const struct screen *s);
int screen_rows(const struct screen *s);
int screen_cols(const struct screen *s);
/* Sets VQUIT. -1 when c is no usable control character (Enter, Tab, Esc, Backspace and NUL are not). */
int screen_set_panic_char(struct screen *s, int c);

/* Empties the picture (everything is drawn anew each time) and hides the cursor until draw_cursor. */
void screen_clear(struct screen *s);
/* Shows what was drawn, puts the real cursor where draw_cursor said. */
void screen_paint(struct screen *s);
/* As screen_paint, but sends every cell: Ctrl-L, or after another program wrote on the terminal. */
void screen_repaint(struct screen *s);
/* Nothing is shown any more, if the terminal takes that at once: never waits. screen_blank comes later. */
void screen_hide(struct screen *s);
/* An empty screen now, and the scrollback cleared; memory of the cells overwritten. For locking. */
void screen_blank(struct screen *s);
/* Whether among the keys that wait one is asked for: in the middle of long work, which goes on else. They go
 * on waiting. Never waits itself. first: nothing stands before it, so that it is read where it was typed. */
bool screen_peek(struct screen *s, bool (*is)(void *arg, uint32_t key, bool first), void *arg);
/* The same from another thread, of one that may not come to look: what it reads is read by that one later. A
 * part of a key that was read before is not seen, and nothing of a paste. */
bool screen_overhear(struct screen *s, bool (*is)(void *arg, uint32_t key, bool first), void *arg);
/* Wipes what was typed or pasted and not given out yet, the rest of a paste included: that goes on being
 * thrown away until its end, or until nothing of it has come for five seconds. */
void screen_drop_input(struct screen *s);

enum screen_event_kind {
    SCREEN_EVENT_TIMEOUT,
    SCREEN_EVENT_KEY,
    SCREEN_EVENT_PASTE,
    SCREEN_EVENT_RESIZE,   /* rows, cols have changed: draw again */
    SCREEN_EVENT_WAKE,     /* screen_wake was called; wake has its bits */
    SCREEN_EVENT_WATCHED,  /* the descriptor of screen_watch can be read */
    SCREEN_EVENT_STOP,     /* SIGTSTP: lock what must be locked, then screen_suspend */
    SCREEN_EVENT_CONTINUE, /* running again, the terminal is set up: draw again */
    SCREEN_EVENT_HANGUP,   /* SIGHUP */
    SCREEN_EVENT_TERM,     /* SIGTERM, SIGINT */
    SCREEN_EVENT_GONE,     /* the terminal is dead (end of file, EIO, ENXIO): end the loop */
};

struct screen_event {
    enum screen_event_kind kind;
    uint32_t key;
    char *paste; /* owned by the event; take it by setting this to NULL (free with str_free) */
    struct text_report report;
    bool paste_cut;
    unsigned wake;
};
void screen_event_free(struct screen_event *ev); /* wipes a paste */

/* Waits for one event; timeout_ms -1: for ever, 0: only what is there already. Returns ev->kind. */
enum screen_event_kind screen_wait(struct screen *s, int timeout_ms, struct screen_event *ev);
/* Only a key or a paste that is there already; false: none is. */
bool screen_take_input(struct screen *s, struct screen_event *ev);
/* More input is there already: a loop may leave out painting until it is handled. */
bool screen_pending(struct screen *s);
/* A signal or a call of screen_wake waits to be handled: what takes long in the loop is to end. */
bool screen_urgent(void);
/* Wakes the loop with SCREEN_EVENT_WAKE; from any thread or signal handler. Bits of calls before the loop
 * looks are put together. */
void screen_wake(unsigned bits);

/* Bytes typed or pasted so far, those that nobody has read yet included. From any thread. */
size_t screen_typed(void);

/* One more descriptor to wait for; -1: none. */
void screen_watch(struct screen *s, int fd);
/* It can be read, and its other end is there. Never waits. */
bool screen_watched_waits(const struct screen *s);

/* Leaves the terminal to the shell, stops this process (SIGSTOP), sets up again when it goes on. */
void screen_suspend(struct screen *s);
/* The first half of leaving: nothing is shown any more. What is typed still comes here, and the second half
 * reads what is left of a paste, for some seconds at most, and throws it away: the shell would run it. */
void screen_depart(struct screen *s);
/* Leaves and re-enters the terminal without stopping, around another program on it. */
void screen_leave(struct screen *s);
void screen_enter(struct screen *s);
/* Restores modes, leaves the alternate screen, clears it and the scrollback: only async-signal-safe calls on
 * data prepared beforehand, never blocking on the terminal. For crash handlers, watchdog and panic. Nothing
 * happens without a screen. */
void screen_emergency(void);
/* The first half of it: cleared, and the modes stay, so that the panic key makes a signal still. false: the
 * terminal does not take it now; a thread that was writing to it may not have stopped yet. */
bool screen_emergency_clear(void);
/* What the terminal has not taken is thrown away, so that a thread that waits for it goes on. As safe as
 * screen_emergency. */
void screen_emergency_flush(void);

/* ---- for tests ---- */
void screen_resize(struct screen *s, int rows, int cols); /* the next screen_wait gives SCREEN_EVENT_RESIZE */
void screen_feed(struct screen *s, const void *bytes, size_t n); /* as if typed */
/* The text of one cell as UTF-8, its attributes (enum style_attr) and its foreground colour (THEME_DEFAULT
 * without one). The right half of a wide character gives the same as the left. */
void screen_cell(const struct screen *s, int y, int x, struct buf *text, unsigned *attrs, int *color);
void screen_cursor(const struct screen *s, int *y, int *x, bool *visible);

#endif
