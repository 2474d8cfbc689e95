/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where events come from: what signals have left (screen_signals.c), and what was typed (screen_input.c). */
#include "satchel/tui/screen_private.h"

#include <poll.h>
#include <unistd.h>

#include "satchel/base/clock.h"

/* What is due besides input, the most urgent first. */
static bool take_signal(struct screen *s, struct screen_event *ev)
{
    if (screen_signals_take(SCREEN_FLAG_HUP)) {
        ev->kind = SCREEN_EVENT_HANGUP;
    } else if (screen_signals_take(SCREEN_FLAG_TERM)) {
        ev->kind = SCREEN_EVENT_TERM;
    } else if ((ev->wake = screen_signals_woken())) {
        ev->kind = SCREEN_EVENT_WAKE;
    } else if (s->watched_due) {
        s->watched_due = false;
        ev->kind = SCREEN_EVENT_WATCHED;
    } else if (screen_signals_take(SCREEN_FLAG_STOP)) {
        ev->kind = SCREEN_EVENT_STOP;
    } else if (screen_signals_take(SCREEN_FLAG_CONT)) {
        screen_enter(s);
        ev->kind = SCREEN_EVENT_CONTINUE;
    } else {
        if (screen_signals_take(SCREEN_FLAG_WINCH))
            screen_ask_size(s);
        if (!s->resized)
            return false;
        s->resized = false;
        ev->kind = SCREEN_EVENT_RESIZE;
    }
    return true;
}

static bool give_input(struct screen_event *ev, struct key_input *in)
{
    if (in->kind == KEY_INPUT_NONE)
        return false;
    ev->kind = in->kind == KEY_INPUT_KEY ? SCREEN_EVENT_KEY : SCREEN_EVENT_PASTE;
    ev->key = in->key;
    ev->paste = in->paste;
    ev->report = in->report;
    ev->paste_cut = in->paste_cut;
    return true;
}

static bool take_input(struct screen *s, struct screen_event *ev)
{
    struct key_input in;
    key_next(&s->decoder, &in);
    screen_note_paste(s);
    return give_input(ev, &in);
}

bool screen_take_input(struct screen *s, struct screen_event *ev)
{
    *ev = (struct screen_event){ .kind = SCREEN_EVENT_TIMEOUT };
    if (take_input(s, ev))
        return true;
    if (screen_pending(s) && !s->gone)
        screen_read(s);
    return take_input(s, ev);
}

static bool flush_input(struct screen *s, struct screen_event *ev)
{
    struct key_input in;
    key_flush(&s->decoder, &in);
    s->fed_ms = clock_steady_ms();
    return give_input(ev, &in);
}

static void wait_bytes(struct screen *s, int64_t ms)
{
    char drain[64];
    struct pollfd fd[3] = { { .fd = s->in_fd, .events = POLLIN },
                            { .fd = screen_signals_fd(), .events = POLLIN },
                            { .fd = s->watched, .events = POLLIN } };
    if (screen_is_ahead(s)) {
        screen_read(s);
        return;
    }
    int timeout = ms < 0 ? 0 : ms > 86400000 ? 86400000 : (int)ms;
    if (poll(fd, 3, timeout) <= 0)
        return;
    s->watched_due = fd[2].revents != 0;
    if (fd[1].revents)
        while (read(screen_signals_fd(), drain, sizeof drain) == (ssize_t)sizeof drain)
            continue;
    if (fd[0].revents & POLLIN)
        screen_read(s);
    else if (fd[0].revents)
        s->gone = true;
}

enum screen_event_kind screen_wait(struct screen *s, int timeout_ms, struct screen_event *ev)
{
    *ev = (struct screen_event){ .kind = SCREEN_EVENT_TIMEOUT };
    int64_t end = timeout_ms < 0 ? INT64_MAX / 2 : clock_steady_ms() + timeout_ms;
    for (bool looked = false;; looked = true) {
        if (take_signal(s, ev) || take_input(s, ev))
            return ev->kind;
        if (s->gone)
            return ev->kind = SCREEN_EVENT_GONE;
        int64_t now = clock_steady_ms(), until = end;
        int patience = key_patience(&s->decoder, s->escape_ms);
        if (patience >= 0) {
            /* the rest of a key is worth waiting for, that of a paste not longer than was asked */
            bool paste = s->decoder.pasting;
            if (now >= s->fed_ms + patience && looked) {
                if (flush_input(s, ev))
                    return ev->kind;
                continue;
            }
            until = paste && end < s->fed_ms + patience ? end : s->fed_ms + patience;
        }
        if (now >= until && looked && patience < 0)
            return ev->kind;
        if (now >= end && looked && s->decoder.pasting)
            return ev->kind;
        wait_bytes(s, until - now);
    }
}

void screen_watch(struct screen *s, int fd)
{
    s->watched = fd;
    s->watched_due = false;
}

bool screen_watched_waits(const struct screen *s)
{
    struct pollfd fd = { .fd = s->watched, .events = POLLIN };
    return poll(&fd, 1, 0) == 1 && (fd.revents & (POLLIN | POLLHUP)) == POLLIN;
}

void screen_event_free(struct screen_event *ev)
{
    str_free(ev->paste);
    ev->paste = NULL;
}
