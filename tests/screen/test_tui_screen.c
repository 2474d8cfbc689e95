/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "satchel/base/err.h"

/* ---- drawing ----------------------------------------------------------------------------------------------
 */

static void assert_row(struct harness *h, int y, const char *want)
{
    char *row = harness_row(h, y);
    assert_string_equal(row, want);
    free(row);
}

static void text_is_clipped_and_never_cut_in_two(void **state)
{
    struct harness *h = harness_start(20, 6, "xterm-256color");
    struct draw d = draw_part(&h->draw, 0, 2, 6, 10);
    (void)state;
    assert_int_equal(draw_text(&d, 0, 0, -1, ROLE_TEXT, "a name that is long"), 10);
    assert_int_equal(draw_text(&d, 1, 0, 5, ROLE_TEXT, "\xE6\x9D\x8E\xE5\x9B\x9B\xE7\x9A\x84\xE6\xA1\x88"),
                     5);
    assert_int_equal(draw_run(&d, 2, 0, 5, ROLE_TEXT, "\xE6\x9D\x8E\xE5\x9B\x9B\xE7\x9A\x84", 9), 4);
    draw_text(&d, 3, 8, -1, ROLE_TEXT, "end");
    assert_int_equal(draw_text(&d, 7, 0, -1, ROLE_TEXT, "below"), 0);
    assert_int_equal(draw_text(&d, 0, -1, -1, ROLE_TEXT, "left"), 0);
    draw_right(&d, 4, 0, 10, ROLE_TEXT, "128");
    draw_right(&d, 5, 0, 4, ROLE_TEXT, "123456");
    assert_row(h, 0, "  a name th\xE2\x80\xA6");
    assert_row(h, 1, "  \xE6\x9D\x8E\xE5\x9B\x9B\xE2\x80\xA6");
    assert_row(h, 2, "  \xE6\x9D\x8E\xE5\x9B\x9B");
    assert_row(h, 3, "          e\xE2\x80\xA6");
    assert_row(h, 4, "         128");
    assert_row(h, 5, "  123\xE2\x80\xA6");
    harness_end(h);
}

/* Whatever passes the sanitizer, and what does not, takes the columns it is said to take. */
static void every_script_takes_its_columns(void **state)
{
    static const char *const TEXTS[] = {
        "e\xCC\x81q\xCC\x81",                                   /* combining marks */
        "\xCC\x81mark first",                                   /* a mark alone */
        "\xE0\xA4\x95\xE0\xA4\xBE\xE0\xA4\xAE",                 /* spacing vowel sign */
        "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",         /* joined emoji */
        "\xE2\x9D\xA4\xEF\xB8\x8F",                             /* emoji by selector */
        "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB",                 /* decomposed hangul */
        "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF\xE2\x80\x8C\xD8\xA7", /* Arabic with ZWNJ */
        "a\001b\177c",                                          /* controls */
        "a\342\200\256b",                                       /* bidi control */
        "\xF0\x9F\x87\xB8\xF0\x9F\x87\xBE",                     /* flag */
        "\xF3\xB0\x80\x81x",                                    /* private use */
    };
    struct harness *h = harness_start(40, 12, "xterm-256color");
    (void)state;
    for (int i = 0; i < (int)(sizeof TEXTS / sizeof *TEXTS); i++) {
        int used = draw_text(&h->draw, i, 0, -1, ROLE_TEXT, TEXTS[i]);
        struct buf cell = { 0 };
        draw_text(&h->draw, i, used, -1, ROLE_TEXT, "|");
        screen_cell(h->screen, i, used, &cell, NULL, NULL);
        assert_string_equal(buf_text(&cell), "|");
        buf_free(&cell);
    }
    harness_golden(h, "draw-scripts");
    harness_end(h);
}

static void ascii_frames_and_rulers(void **state)
{
    struct screen_setup setup = { .ascii = true };
    struct harness *h = harness_start_with(40, 12, "vt220", &setup, "mono");
    (void)state;
    draw_ruler(&h->draw, 0);
    struct draw box = draw_centered(&h->draw, 5, 20), in = draw_frame(&box, "A title that is too long");
    assert_int_equal(in.cols, 16);
    draw_wrapped(&in, 0, 0, -1, -1, ROLE_TEXT, "soft wrapped text in a box");
    draw_text(&h->draw, 11, 0, -1, ROLE_TEXT, draw_dash(h->screen));
    draw_text(&h->draw, 11, 2, -1, ROLE_TEXT, draw_path_sign(h->screen));
    harness_golden(h, "draw-ascii");
    harness_end(h);
}

static void parts_stay_inside(void **state)
{
    struct draw d = { NULL, 2, 3, 5, 7 };
    (void)state;
    struct draw p = draw_part(&d, 4, 6, 10, 10);
    assert_int_equal(p.rows, 1);
    assert_int_equal(p.cols, 1);
    assert_int_equal(p.y, 6);
    p = draw_part(&d, 9, 9, -1, -1);
    assert_int_equal(p.rows, 0);
    assert_int_equal(p.cols, 0);
    p = draw_centered(&d, 99, 99);
    assert_int_equal(p.rows, 5);
    assert_int_equal(p.cols, 7);
}

/* ---- events -----------------------------------------------------------------------------------------------
 */

static void resizes_come_as_events(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct screen_event ev;
    (void)state;
    assert_false(harness_next(h, &ev));
    harness_resize(h, 40, 12);
    assert_true(harness_next(h, &ev));
    assert_int_equal(ev.kind, SCREEN_EVENT_RESIZE);
    assert_int_equal(screen_cols(h->screen), 40);
    draw_text(&h->draw, 11, 39, -1, ROLE_TEXT, "x"); /* the last cell can be drawn */
    screen_paint(h->screen);
    assert_row(h, 11, "                                       x");
    harness_resize(h, 1, 1);
    draw_text(&h->draw, 0, 0, -1, ROLE_TEXT, "xy");
    draw_cursor(&h->draw, 5, 5);
    screen_paint(h->screen);
    screen_blank(h->screen);
    harness_end(h);
}

static void waking_is_put_together(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct screen_event ev;
    (void)state;
    assert_false(screen_urgent());
    screen_wake(1);
    screen_wake(4);
    assert_true(screen_urgent());
    assert_true(harness_next(h, &ev));
    assert_int_equal(ev.kind, SCREEN_EVENT_WAKE);
    assert_int_equal(ev.wake, 5);
    assert_false(screen_urgent());
    assert_false(harness_next(h, &ev));
    harness_end(h);
}

static void signals_come_as_events(void **state)
{
    struct screen_setup setup = { .signals = SCREEN_STOP | SCREEN_END };
    struct harness *h = harness_start_with(80, 24, "xterm-256color", &setup, NULL);
    struct screen_event ev;
    struct sigaction now;
    (void)state;
    raise(SIGTERM);
    raise(SIGHUP);
    raise(SIGTSTP);
    raise(SIGCONT);
    static const enum screen_event_kind WANT[] = { SCREEN_EVENT_HANGUP, SCREEN_EVENT_TERM, SCREEN_EVENT_STOP,
                                                   SCREEN_EVENT_CONTINUE };
    for (int i = 0; i < 4; i++) {
        assert_true(harness_next(h, &ev));
        assert_int_equal(ev.kind, WANT[i]);
    }
    assert_false(harness_next(h, &ev));
    harness_end(h);
    sigaction(SIGTERM, NULL, &now);
    assert_true(now.sa_handler == SIG_DFL);
}

static void a_dead_terminal_ends_the_loop(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    struct screen_event ev;
    (void)state;
    harness_keys(h, "q");
    close(h->typing);
    h->typing = open("/dev/null", O_RDONLY);
    assert_true(harness_next(h, &ev));
    assert_int_equal(ev.kind, SCREEN_EVENT_KEY); /* what was typed before still counts */
    assert_int_equal(screen_wait(h->screen, 1000, &ev), SCREEN_EVENT_GONE);
    assert_int_equal(screen_wait(h->screen, 1000, &ev), SCREEN_EVENT_GONE);
    harness_end(h);
}

static void blanking_leaves_nothing(void **state)
{
    struct harness *h = harness_start(80, 24, "xterm-256color");
    (void)state;
    draw_text(&h->draw, 3, 3, -1, ROLE_TEXT, "Anna Testova");
    screen_paint(h->screen);
    screen_blank(h->screen);
    char *all = harness_text(h);
    assert_int_equal(strspn(all, "\n"), strlen(all));
    free(all);
    harness_end(h);
}

static void starting_fails_in_a_sentence(void **state)
{
    struct screen_setup setup = { .term = "no-such-terminal", .rows = 24, .cols = 80 };
    struct theme theme;
    struct err e = { 0 };
    FILE *null = fopen("/dev/null", "r+");
    (void)state;
    theme_clear(&theme);
    setup.in = setup.out = null;
    assert_null(screen_start(&setup, &theme, &e));
    assert_non_null(strstr(e.text, "no-such-terminal"));
    setup = (struct screen_setup){ .in = null, .out = null, .term = "xterm" };
    assert_null(screen_start(&setup, &theme, &e));
    assert_non_null(strstr(e.text, "needs a terminal"));
    fclose(null);
    screen_emergency(); /* without a screen: nothing */
    screen_end(NULL);
}

/* ---- on a pseudo-terminal: modes and what is sent ---------------------------------------------------------
 */

struct tty {
    int master, slave;
    FILE *file;
    struct termios before;
    struct screen *screen;
};

static void open_tty(struct tty *t, unsigned signals)
{
    struct winsize size = { .ws_row = 24, .ws_col = 80 };
    struct theme theme;
    struct err e = { 0 };
    theme_clear(&theme);
    assert_int_equal(openpty(&t->master, &t->slave, NULL, NULL, &size), 0);
    assert_int_equal(tcgetattr(t->slave, &t->before), 0);
    t->file = fdopen(t->slave, "r+");
    struct screen_setup setup = {
        .in = t->file, .out = t->file, .term = "xterm-256color", .signals = signals
    };
    t->screen = screen_start(&setup, &theme, &e);
    if (!t->screen)
        fail_msg("%s", e.text);
}

/* Everything the program has sent so far, but for NUL, which does nothing (caller frees). */
static char *sent(const struct tty *t)
{
    struct buf b = { 0 };
    char part[4096];
    struct pollfd fd = { .fd = t->master, .events = POLLIN };
    while (poll(&fd, 1, 0) == 1 && fd.revents & POLLIN) {
        ssize_t n = read(t->master, part, sizeof part);
        if (n <= 0)
            break;
        for (ssize_t i = 0; i < n; i++)
            if (part[i])
                buf_addc(&b, part[i]);
    }
    return buf_take(&b, NULL);
}

static void assert_modes(const struct tty *t, const struct termios *want)
{
    struct termios now;
    assert_int_equal(tcgetattr(t->slave, &now), 0);
    assert_int_equal(now.c_iflag, want->c_iflag);
    assert_int_equal(now.c_oflag, want->c_oflag);
    assert_int_equal(now.c_lflag, want->c_lflag);
    assert_memory_equal(now.c_cc, want->c_cc, sizeof now.c_cc);
}

static void modes_are_cbreak_with_one_signal_key(void **state)
{
    struct tty t;
    struct termios now;
    (void)state;
    open_tty(&t, 0);
    assert_int_equal(tcgetattr(t.slave, &now), 0);
    assert_true(now.c_lflag & ISIG);
    assert_false(now.c_lflag & (ICANON | ECHO));
    assert_false(now.c_iflag & (IXON | ICRNL));
    assert_int_equal(now.c_cc[VQUIT], 0x1C);
    static const int OFF[] = { VINTR, VSUSP, VLNEXT, VDISCARD };
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(now.c_cc[OFF[i]], _POSIX_VDISABLE);
    assert_int_equal(screen_set_panic_char(t.screen, 0x10), 0);
    assert_int_equal(tcgetattr(t.slave, &now), 0);
    assert_int_equal(now.c_cc[VQUIT], 0x10);
    static const int REFUSED[] = { 0, '\t', '\r', '\n', '\b', 0x1B, 'a', 0x7F, 0x80 };
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++)
        assert_int_equal(screen_set_panic_char(t.screen, REFUSED[i]), -1);
    char *start = sent(&t);
    assert_non_null(strstr(start, "\033[?1049h"));
    assert_non_null(strstr(start, "\033[?2004h"));
    free(start);
    screen_end(t.screen);
    assert_modes(&t, &t.before);
    char *end = sent(&t);
    char *paste = strstr(end, "\033[?2004l"), *leave = strstr(end, "\033[?1049l"),
         *scroll = strstr(end, "\033[3J");
    assert_true(scroll && paste && leave && scroll < paste && paste < leave); /* blank before leaving */
    assert_non_null(strstr(leave, "\033[3J"));
    free(end);
    fclose(t.file);
    close(t.master);
}

/* A terminal that cannot place text is refused before anything is opened or written. */
static void a_terminal_without_places_is_refused(void **state)
{
    static const char *const TERMS[] = { "dumb", "unknown", "no-such-terminal" };
    (void)state;
    for (size_t i = 0; i < sizeof TERMS / sizeof *TERMS; i++) {
        struct err e = { 0 };
        struct theme theme;
        struct screen_setup setup = { .term = TERMS[i], .rows = 24, .cols = 80 };
        theme_clear(&theme);
        setup.out = setup.in = fopen("/dev/null", "r+");
        assert_non_null(setup.out);
        assert_null(screen_start(&setup, &theme, &e));
        assert_non_null(strstr(e.text, "cannot place text"));
        fclose(setup.out);
    }
}

static void leaving_and_entering_sets_up_again(void **state)
{
    struct tty t;
    struct termios inside;
    (void)state;
    open_tty(&t, 0);
    assert_int_equal(tcgetattr(t.slave, &inside), 0);
    screen_leave(t.screen);
    assert_modes(&t, &t.before);
    free(sent(&t));
    screen_enter(t.screen);
    assert_modes(&t, &inside);
    char *again = sent(&t);
    assert_non_null(strstr(again, "\033[?1049h"));
    assert_non_null(strstr(again, "\033[?2004h"));
    free(again);
    struct screen_event ev;
    struct winsize size = { .ws_row = 30, .ws_col = 100 };
    screen_leave(t.screen);
    assert_int_equal(ioctl(t.slave, TIOCSWINSZ, &size), 0);
    screen_enter(t.screen);
    assert_int_equal(screen_wait(t.screen, 0, &ev), SCREEN_EVENT_RESIZE);
    assert_int_equal(screen_rows(t.screen), 30);
    screen_end(t.screen);
    fclose(t.file);
    close(t.master);
}

static void keys_and_size_come_through_a_terminal(void **state)
{
    struct tty t;
    struct screen_event ev;
    struct winsize size = { .ws_row = 12, .ws_col = 40 };
    (void)state;
    open_tty(&t, SCREEN_WINCH);
    assert_int_equal(screen_cols(t.screen), 80);
    assert_int_equal(write(t.master, "\033[B\x03", 4), 4); /* Ctrl-C is a key, no signal */
    assert_int_equal(screen_wait(t.screen, 5000, &ev), SCREEN_EVENT_KEY);
    assert_int_equal(ev.key, KEYC_DOWN);
    assert_int_equal(screen_wait(t.screen, 5000, &ev), SCREEN_EVENT_KEY);
    assert_int_equal(ev.key, KEYC_CTRL | 'c');
    assert_int_equal(ioctl(t.slave, TIOCSWINSZ, &size), 0);
    raise(SIGWINCH);
    assert_int_equal(screen_wait(t.screen, 5000, &ev), SCREEN_EVENT_RESIZE);
    assert_int_equal(screen_cols(t.screen), 40);
    close(t.master);
    assert_int_equal(screen_wait(t.screen, 5000, &ev), SCREEN_EVENT_GONE);
    screen_end(t.screen);
    fclose(t.file);
}

/* Whether its first bytes were read before or not: what is left of a paste is neither for whatever is on the
 * screen after a lock, nor for the shell. */
static void the_rest_of_a_paste_goes(void **state)
{
    struct tty t;
    struct screen_event ev;
    int left;
    (void)state;
    open_tty(&t, 0);
    for (int looked = 0; looked < 2; looked++) {
        assert_int_equal(write(t.master, "\033[200~rm ", 9), 9);
        if (looked)
            assert_int_equal(screen_wait(t.screen, 0, &ev), SCREEN_EVENT_TIMEOUT);
        screen_drop_input(t.screen);
        assert_int_equal(write(t.master, "everything\n\033[201~k", 18), 18);
        assert_int_equal(screen_wait(t.screen, 5000, &ev), SCREEN_EVENT_PASTE);
        assert_string_equal(ev.paste, "");
        screen_event_free(&ev);
        assert_int_equal(screen_wait(t.screen, 5000, &ev), SCREEN_EVENT_KEY);
        assert_int_equal(ev.key, 'k');
    }
    assert_int_equal(write(t.master, "\033[200~rm ", 9), 9);
    assert_int_equal(screen_wait(t.screen, 0, &ev), SCREEN_EVENT_TIMEOUT);
    assert_int_equal(write(t.master, "everything\n\033[201~", 17), 17);
    screen_leave(t.screen);
    assert_int_equal(ioctl(t.slave, FIONREAD, &left), 0);
    assert_int_equal(left, 0);
    screen_end(t.screen);
    fclose(t.file);
    close(t.master);
}

/* A crash, and the watchdog's way out: modes and screen are restored by a process that does nothing else. */
static void run_and_die(void (*die)(void))
{
    struct tty t;
    int status;
    open_tty(&t, SCREEN_CRASH);
    struct draw d = draw_screen(t.screen);
    draw_text(&d, 0, 0, -1, ROLE_TEXT, "Anna Testova");
    screen_paint(t.screen);
    free(sent(&t));
    pid_t child = fork();
    if (child == 0) {
        die();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_modes(&t, &t.before);
    char *end = sent(&t);
    assert_non_null(strstr(end, "\033[?1049l"));
    assert_non_null(strstr(end, "\033[3J"));
    assert_non_null(strstr(end, "\033[?2004l"));
    free(end);
    screen_end(t.screen);
    fclose(t.file);
    close(t.master);
}

static void die_by_abort(void)
{
    raise(SIGABRT);
}

static void the_terminal_is_restored_after_a_crash(void **state)
{
    (void)state;
    run_and_die(die_by_abort);
    run_and_die(screen_emergency);
}

static bool is_lock(void *arg, uint32_t key, bool first)
{
    (void)arg;
    return key == (KEYC_F1 + 11) || (first && key == 'b');
}

/* In the middle of long work: whether it has been read already, with what stood before it, or not. */
static void a_key_is_seen_before_its_turn(void **state)
{
    (void)state;
    struct harness *h = harness_start(80, 24, "xterm-256color");
    assert_false(screen_peek(h->screen, is_lock, NULL));
    harness_keys(h, "ab<F12>");
    assert_true(screen_peek(h->screen, is_lock, NULL));
    assert_int_equal(harness_key(h), 'a');
    assert_true(screen_peek(h->screen, is_lock, NULL));
    assert_int_equal(harness_key(h), 'b');
    assert_int_equal(harness_key(h), KEYC_F1 + 11);
    assert_false(screen_peek(h->screen, is_lock, NULL));
    harness_keys(h, "ab");
    assert_false(screen_peek(h->screen, is_lock, NULL)); /* what b is depends on what a does */
    assert_int_equal(harness_key(h), 'a');
    assert_true(screen_peek(h->screen, is_lock, NULL));
    assert_int_equal(harness_key(h), 'b');
    harness_end(h);
}

static void expect_key(struct screen *s, uint32_t key)
{
    struct screen_event ev;
    assert_int_equal(screen_wait(s, 5000, &ev), SCREEN_EVENT_KEY);
    assert_int_equal(ev.key, key);
    screen_event_free(&ev);
}

/* By another thread, and nothing is lost or comes out of its turn. Of a paste nothing is a key. */
static void a_key_is_overheard(void **state)
{
    (void)state;
    struct tty t;
    struct screen_event ev;
    open_tty(&t, 0);
    assert_false(screen_overhear(t.screen, is_lock, NULL));
    assert_int_equal(write(t.master, "ab", 2), 2);
    assert_false(screen_overhear(t.screen, is_lock, NULL));
    expect_key(t.screen, 'a');
    assert_false(screen_overhear(t.screen, is_lock, NULL)); /* it was read with it */
    assert_int_equal(write(t.master, "b", 1), 1);
    assert_false(screen_overhear(t.screen, is_lock, NULL));
    expect_key(t.screen, 'b');
    expect_key(t.screen, 'b');
    assert_int_equal(write(t.master, "b", 1), 1);
    assert_true(screen_overhear(t.screen, is_lock, NULL));
    expect_key(t.screen, 'b');
    assert_int_equal(write(t.master, "a\033[24~", 6), 6);
    assert_true(screen_overhear(t.screen, is_lock, NULL));
    assert_int_equal(write(t.master, "b", 1), 1);
    assert_true(screen_overhear(t.screen, is_lock, NULL)); /* still waits */
    assert_true(screen_pending(t.screen));
    assert_true(screen_peek(t.screen, is_lock, NULL));
    assert_false(screen_overhear(t.screen, is_lock, NULL)); /* it has been read now */
    expect_key(t.screen, 'a');
    expect_key(t.screen, KEYC_F1 + 11);
    expect_key(t.screen, 'b');
    assert_int_equal(write(t.master, "\033[200~x", 7), 7);
    assert_int_equal(screen_wait(t.screen, 0, &ev), SCREEN_EVENT_TIMEOUT);
    assert_int_equal(write(t.master, "\033[24~", 5), 5);
    assert_false(screen_overhear(t.screen, is_lock, NULL));
    screen_drop_input(t.screen);
    screen_end(t.screen);
    fclose(t.file);
    close(t.master);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_clipped_and_never_cut_in_two),
        cmocka_unit_test(every_script_takes_its_columns),
        cmocka_unit_test(ascii_frames_and_rulers),
        cmocka_unit_test(parts_stay_inside),
        cmocka_unit_test(resizes_come_as_events),
        cmocka_unit_test(waking_is_put_together),
        cmocka_unit_test(signals_come_as_events),
        cmocka_unit_test(a_dead_terminal_ends_the_loop),
        cmocka_unit_test(blanking_leaves_nothing),
        cmocka_unit_test(starting_fails_in_a_sentence),
        cmocka_unit_test(modes_are_cbreak_with_one_signal_key),
        cmocka_unit_test(a_terminal_without_places_is_refused),
        cmocka_unit_test(leaving_and_entering_sets_up_again),
        cmocka_unit_test(keys_and_size_come_through_a_terminal),
        cmocka_unit_test(the_rest_of_a_paste_goes),
        cmocka_unit_test(a_key_is_seen_before_its_turn),
        cmocka_unit_test(a_key_is_overheard),
        cmocka_unit_test(the_terminal_is_restored_after_a_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
