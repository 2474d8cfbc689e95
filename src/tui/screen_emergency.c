/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal restored from anywhere: a crash, the watchdog, the panic thread. Nothing is needed but what
 * was prepared when the screen was entered, and no lock is taken. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "satchel/tui/screen_private.h"

#include <term.h>

/* What screen_emergency needs, prepared at the start. */
static struct {
    volatile sig_atomic_t armed;
    int in_fd, out_fd;
    bool tty;
    struct termios shell;
    char bytes[256];
    size_t n;
} EMERGENCY;

/* A terminfo string without its padding ($<..>). */
static void add_cap(struct buf *b, const char *name)
{
    const char *cap = tigetstr(name);
    if (!cap || cap == (const char *)-1)
        return;
    for (const char *p = cap; *p; p++) {
        const char *end = p[0] == '$' && p[1] == '<' ? strchr(p, '>') : NULL;
        if (end)
            p = end;
        else
            buf_addc(b, *p);
    }
}

void screen_emergency_arm(const struct screen *s)
{
    struct buf b = { 0 };
    if (s->ansi)
        buf_adds(&b, SCREEN_PASTE_OFF);
    add_cap(&b, "sgr0");
    add_cap(&b, "clear");
    if (s->ansi)
        buf_adds(&b, SCREEN_CLEAR_SCROLLBACK);
    add_cap(&b, "rmcup");
    add_cap(&b, "cnorm");
    if (s->ansi)
        buf_adds(&b, SCREEN_CLEAR_SCROLLBACK);
    EMERGENCY.n = b.len < sizeof EMERGENCY.bytes ? b.len : 0;
    memcpy(EMERGENCY.bytes, buf_text(&b), EMERGENCY.n);
    buf_free(&b);
    EMERGENCY.in_fd = s->in_fd;
    EMERGENCY.out_fd = s->out_fd;
    EMERGENCY.tty = s->tty;
    EMERGENCY.shell = s->shell;
    EMERGENCY.armed = 1;
}

size_t screen_waiting(void)
{
    int n;
    return EMERGENCY.armed && EMERGENCY.tty && ioctl(EMERGENCY.in_fd, FIONREAD, &n) == 0 && n > 0 ? (size_t)n
                                                                                                  : 0;
}

void screen_emergency_flush(void)
{
    if (EMERGENCY.armed && EMERGENCY.tty)
        tcflush(EMERGENCY.out_fd, TCOFLUSH);
}

bool screen_emergency_clear(void)
{
    if (!EMERGENCY.armed)
        return true;
    int saved = errno;
    struct pollfd out = { .fd = EMERGENCY.out_fd, .events = POLLOUT };
    screen_emergency_flush();
    bool taken = poll(&out, 1, 0) == 1 && out.revents & POLLOUT;
    if (taken)
        taken = write(EMERGENCY.out_fd, EMERGENCY.bytes, EMERGENCY.n) > 0 || EMERGENCY.n == 0;
    errno = saved;
    return taken;
}

/* What was typed goes as well: it was meant for the program, and the shell would take it. */
void screen_emergency(void)
{
    int saved = errno;
    screen_emergency_clear();
    if (EMERGENCY.armed && EMERGENCY.tty) {
        tcflush(EMERGENCY.in_fd, TCIFLUSH);
        tcsetattr(EMERGENCY.in_fd, TCSANOW, &EMERGENCY.shell);
    }
    errno = saved;
}

void screen_emergency_disarm(void)
{
    EMERGENCY.armed = 0;
}
