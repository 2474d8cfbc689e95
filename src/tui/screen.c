/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal: set up, painted, restored. What it promises: whatever way the program ends, short of SIGKILL,
 * the terminal is in the modes it was found in, its alternate screen and scrollback empty. Normal ends go
 * through screen_end; crashes, the watchdog and the panic thread call screen_emergency, which needs nothing
 * but what was prepared at the start (screen_emergency.c). Input is in screen_input.c, signals in
 * screen_signals.c. Tested headless in tests/screen, and with a real terminal in tests/e2e. */
#include "satchel/tui/screen_private.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"

#define PASTE_ON "\033[?2004h"

static void send(const struct screen *s, const char *bytes, size_t n)
{
    while (n) {
        ssize_t done = write(s->out_fd, bytes, n);
        if (done < 0 && errno != EINTR)
            return;
        if (done > 0) {
            bytes += done;
            n -= (size_t)done;
        }
    }
}

static void send_ansi(const struct screen *s, const char *text)
{
    if (s->ansi)
        send(s, text, strlen(text));
}

/* ---- modes ------------------------------------------------------------------------------------------------
 */

static void disable_char(struct termios *t, int which)
{
    t->c_cc[which] = _POSIX_VDISABLE;
}

/* cbreak: ISIG stays, so that VQUIT makes a signal even while the program hangs. */
static int set_modes(const struct screen *s)
{
    struct termios t = s->shell;
    if (!s->tty)
        return 0;
    t.c_iflag &= ~(tcflag_t)(IXON | IXOFF | ICRNL | INLCR | IGNCR | ISTRIP);
    t.c_oflag &= ~(tcflag_t)ONLCR;
    t.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | TOSTOP);
    t.c_lflag |= ISIG | NOFLSH;
    static const int OFF[] = { VINTR, VSUSP, VLNEXT, VDISCARD, VSTART, VSTOP, VREPRINT, VWERASE };
    for (size_t i = 0; i < sizeof OFF / sizeof *OFF; i++)
        disable_char(&t, OFF[i]);
    t.c_cc[VQUIT] = (cc_t)s->panic_char;
    t.c_cc[VMIN] = 1;
    t.c_cc[VTIME] = 0;
    if (tcsetattr(s->in_fd, TCSADRAIN, &t) < 0)
        return -1;
    def_prog_mode();
    return 0;
}

int screen_set_panic_char(struct screen *s, int c)
{
    bool control = c > 0 && c < 0x20;
    if (!control || c == '\r' || c == '\n' || c == '\t' || c == '\b' || c == 0x1B)
        return -1;
    s->panic_char = c;
    return s->inside ? set_modes(s) : 0;
}

/* ---- colours ----------------------------------------------------------------------------------------------
 */

static short pair_for(struct screen *s, int32_t fg, int32_t bg)
{
    if (fg == THEME_DEFAULT && bg == THEME_DEFAULT)
        return 0;
    for (short i = 1; i < s->n_pairs; i++)
        if (s->pair_fg[i] == fg && s->pair_bg[i] == bg)
            return i;
    if (s->n_pairs >= SCREEN_PAIRS || s->n_pairs >= COLOR_PAIRS)
        return 0;
    if (init_extended_pair(s->n_pairs, (int)fg, (int)bg) == ERR)
        return 0;
    s->pair_fg[s->n_pairs] = fg;
    s->pair_bg[s->n_pairs] = bg;
    return s->n_pairs++;
}

static attr_t attr_of(unsigned style)
{
    return (style & STYLE_BOLD ? A_BOLD : 0) | (style & STYLE_DIM ? A_DIM : 0) |
           (style & STYLE_ITALIC ? A_ITALIC : 0) | (style & STYLE_UNDERLINE ? A_UNDERLINE : 0) |
           (style & STYLE_REVERSE ? A_REVERSE : 0);
}

void screen_set_theme(struct screen *s, const struct theme *theme)
{
    if (theme != &s->theme)
        s->theme = *theme;
    int colors = s->no_color || !has_colors() ? 0 : COLORS;
    s->n_pairs = 1;
    for (int selected = 0; selected < 2; selected++)
        for (int role = 0; role < ROLE_COUNT; role++) {
            struct style style = theme_style(&s->theme, (enum role)role, selected, colors);
            s->attr[selected][role] = attr_of(style.attrs);
            s->pair[selected][role] = pair_for(s, style.fg, style.bg);
        }
    cchar_t blank;
    setcchar(&blank, L" ", s->attr[0][ROLE_TEXT], s->pair[0][ROLE_TEXT], NULL);
    wbkgrndset(stdscr, &blank);
}

void screen_set_words(struct screen *s, bool words)
{
    s->words = words;
}

void screen_set_ascii(struct screen *s, bool ascii)
{
    s->ascii = ascii;
}

bool screen_words(const struct screen *s)
{
    return s->words;
}

bool screen_ascii(const struct screen *s)
{
    return s->ascii;
}

int screen_rows(const struct screen *s)
{
    return s->rows;
}

int screen_cols(const struct screen *s)
{
    return s->cols;
}

/* ---- start and end ----------------------------------------------------------------------------------------
 */

static bool known_terminal(const char *term, int fd)
{
    int found;
    if (!term || !*term || setupterm(term, fd, &found) == ERR)
        return false;
    const char *cup = tigetstr("cup");
    bool places = cup && cup != (const char *)-1;
    del_curterm(cur_term);
    return places;
}

static int fail_terminal(struct err *e, const char *term)
{
    if (!term || !*term)
        return err_set(
            e, ERR_USAGE,
            _("The variable TERM is not set, so the kind of terminal is not known. Nothing was opened. "
              "Start the program in a terminal window."));
    return err_set(e, ERR_USAGE,
                   _("The terminal `%s` (variable TERM) is not known here, or cannot place text on a screen. "
                     "Nothing was opened. Try TERM=xterm-256color or TERM=vt100."),
                   term);
}

static int check_setup(const struct screen *s, struct err *e)
{
    if (!s->fixed_size && (!isatty(s->in_fd) || !isatty(s->out_fd)))
        return err_set(
            e, ERR_USAGE,
            _("This needs a terminal, and input or output is none. Nothing was opened. `satchel --help` "
              "lists what works without."));
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 && !setlocale(LC_CTYPE, "C.UTF-8"))
        return err_set(
            e, ERR_FAILED,
            _("There is no UTF-8 locale on this system. Nothing was opened. Install one, for example "
              "C.UTF-8."));
    return 0;
}

/* newterm takes four signals over for itself; they are ours or the program's. */
static SCREEN *new_curses(const char *term, FILE *out, FILE *in)
{
    static const int SIGNALS[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH };
    struct sigaction old[4];
    if (!known_terminal(term, fileno(out)))
        return NULL;
    for (int i = 0; i < 4; i++)
        sigaction(SIGNALS[i], NULL, &old[i]);
    SCREEN *curses = newterm(term, out, in);
    for (int i = 0; i < 4; i++)
        sigaction(SIGNALS[i], &old[i], NULL);
    return curses;
}

static void start_curses(struct screen *s, const struct theme *theme)
{
    const char *cup = tigetstr("cup");
    s->ansi = cup && cup != (const char *)-1 && strncmp(cup, "\033[", 2) == 0;
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    intrflush(stdscr, FALSE);
    leaveok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    curs_set(0);
    screen_set_theme(s, theme);
    werase(stdscr);
    wrefresh(stdscr);
    send_ansi(s, PASTE_ON);
    s->inside = s->raw = true;
}

static struct screen *new_screen(const struct screen_setup *setup)
{
    struct screen *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->watched = -1;
    pthread_mutex_init(&s->ahead.lock, NULL);
    s->in_fd = fileno(setup->in ? setup->in : stdin);
    s->out_fd = fileno(setup->out ? setup->out : stdout);
    s->rows = setup->rows;
    s->cols = setup->cols;
    s->fixed_size = setup->rows > 0 && setup->cols > 0;
    s->no_color = setup->no_color;
    s->ascii = setup->ascii;
    s->words = setup->words;
    s->signals = setup->signals;
    s->panic_char = setup->panic_char ? setup->panic_char : 0x1C;
    s->escape_ms = setup->escape_ms ? setup->escape_ms : 30;
    s->tty = isatty(s->in_fd) && tcgetattr(s->in_fd, &s->shell) == 0;
    return s;
}

struct screen *screen_start(const struct screen_setup *setup, const struct theme *theme, struct err *e)
{
    const char *term = setup->term ? setup->term : getenv("TERM");
    struct screen *s = new_screen(setup);
    if (!s) {
        err_no_memory(e);
        return NULL;
    }
    if (check_setup(s, e) < 0)
        goto fail;
    s->curses = new_curses(term, setup->out ? setup->out : stdout, setup->in ? setup->in : stdin);
    if (!s->curses) {
        fail_terminal(e, term);
        goto fail;
    }
    s->curses_bytes = (size_t)(LINES + 2) * (size_t)(COLS + 6); /* as newterm reckons it */
    if (s->fixed_size)
        resizeterm(s->rows, s->cols);
    else
        screen_ask_size(s);
    s->resized = false;
    if (set_modes(s) < 0 || screen_signals_start(s->signals) < 0) {
        err_errno(e, errno, _("The terminal could not be set up"));
        endwin();
        delscreen(s->curses);
        goto fail;
    }
    start_curses(s, theme);
    screen_emergency_arm(s);
    return s;
fail:
    free(s);
    return NULL;
}

/* endwin would give the modes back as well, and what is left of a paste would be echoed. */
void screen_depart(struct screen *s)
{
    if (!s->inside)
        return;
    screen_blank(s);
    send_ansi(s, SCREEN_PASTE_OFF);
    curs_set(1);
    def_shell_mode();
    endwin();
    send_ansi(s, SCREEN_CLEAR_SCROLLBACK);
    if (s->tty)
        tcdrain(s->out_fd);
    s->inside = false;
}

void screen_leave(struct screen *s)
{
    screen_depart(s);
    if (!s->raw)
        return;
    screen_drop_rest(s);
    if (s->tty)
        tcsetattr(s->in_fd, TCSANOW, &s->shell);
    screen_emergency_disarm();
    s->raw = false;
}

void screen_enter(struct screen *s)
{
    set_modes(s);
    screen_ask_size(s);
    s->inside = s->raw = true;
    screen_emergency_arm(s);
    clearok(curscr, TRUE);
    werase(stdscr);
    wrefresh(stdscr);
    send_ansi(s, PASTE_ON);
}

void screen_suspend(struct screen *s)
{
    screen_leave(s);
    raise(SIGSTOP);
    screen_enter(s);
}

void screen_end(struct screen *s)
{
    if (!s)
        return;
    screen_leave(s);
    screen_signals_end(s->signals);
    delscreen(s->curses);
    key_decoder_free(&s->decoder);
    wipe(s, sizeof *s);
    free(s);
}

/* ---- painting ---------------------------------------------------------------------------------------------
 */

void screen_clear(struct screen *s)
{
    werase(stdscr);
    s->cursor_on = false;
}

void screen_paint(struct screen *s)
{
    int y = s->cursor_on ? s->cursor_y : s->rows - 1, x = s->cursor_on ? s->cursor_x : 0;
    curs_set(s->cursor_on);
    wmove(stdscr, y < s->rows ? y : s->rows - 1, x < s->cols ? x : s->cols - 1);
    wrefresh(stdscr);
}

void screen_repaint(struct screen *s)
{
    clearok(curscr, TRUE);
    screen_paint(s);
}

/* curses keeps the rows that it sent last in a buffer, each from its start on, so that the end of a longer
 * one outlives many others. Every byte goes there through this function, which is in no header of its, and in
 * the library since 1999. NUL does nothing on any terminal (ECMA-48, 8.3.88). */
extern int _nc_outch(int c);

static void overwrite_curses_buffer(const struct screen *s)
{
    for (size_t i = 0; i < s->curses_bytes; i++)
        _nc_outch('\0');
}

void screen_hide(struct screen *s)
{
    static const char CLEAR[] = "\033[H\033[2J" SCREEN_CLEAR_SCROLLBACK;
    struct pollfd out = { .fd = s->out_fd, .events = POLLOUT };
    if (!s->tty || !s->ansi)
        return;
    tcflush(s->in_fd, TCOFLUSH);
    if (poll(&out, 1, 0) == 1 && out.revents & POLLOUT)
        send_ansi(s, CLEAR);
}

void screen_blank(struct screen *s)
{
    /* What the terminal has not taken yet must neither be shown nor make us wait: nobody may be reading. */
    if (s->tty)
        tcflush(s->in_fd, TCOFLUSH);
    overwrite_curses_buffer(s);
    screen_clear(s);
    clearok(curscr, TRUE);
    wrefresh(stdscr);
    send_ansi(s, SCREEN_CLEAR_SCROLLBACK);
}

/* ---- size -------------------------------------------------------------------------------------------------
 */

bool screen_ask_size(struct screen *s)
{
    struct winsize w = { 0 };
    if (s->fixed_size || ioctl(s->out_fd, TIOCGWINSZ, &w) < 0 || !w.ws_row || !w.ws_col) {
        if (!s->rows)
            getmaxyx(stdscr, s->rows, s->cols);
        return false;
    }
    if (w.ws_row == s->rows && w.ws_col == s->cols)
        return false;
    s->rows = w.ws_row;
    s->cols = w.ws_col;
    resizeterm(s->rows, s->cols);
    clearok(curscr, TRUE);
    s->resized = true;
    return true;
}

void screen_resize(struct screen *s, int rows, int cols)
{
    s->rows = rows;
    s->cols = cols;
    resizeterm(rows, cols);
    s->resized = true;
}

/* ---- for tests --------------------------------------------------------------------------------------------
 */

void screen_cell(const struct screen *s, int y, int x, struct buf *text, unsigned *attrs, int *color)
{
    cchar_t cell;
    wchar_t wide[CCHARW_MAX + 1] = { 0 };
    attr_t a = 0;
    short pair = 0;
    if (mvwin_wch(stdscr, y, x, &cell) == ERR || getcchar(&cell, wide, &a, &pair, NULL) == ERR)
        return;
    for (size_t i = 0; i < CCHARW_MAX && wide[i]; i++)
        buf_add_cp(text, (uint32_t)wide[i]);
    if (attrs)
        *attrs = (a & A_BOLD ? STYLE_BOLD : 0) | (a & A_DIM ? STYLE_DIM : 0) |
                 (a & A_ITALIC ? STYLE_ITALIC : 0) | (a & A_UNDERLINE ? STYLE_UNDERLINE : 0) |
                 (a & A_REVERSE ? STYLE_REVERSE : 0);
    if (color)
        *color = pair > 0 && pair < s->n_pairs ? (int)s->pair_fg[pair] : THEME_DEFAULT;
}

void screen_cursor(const struct screen *s, int *y, int *x, bool *visible)
{
    *y = s->cursor_y;
    *x = s->cursor_x;
    *visible = s->cursor_on;
}
