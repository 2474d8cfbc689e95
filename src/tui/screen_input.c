/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed: read, looked at beforehand, thrown away. */
#include "satchel/tui/screen_private.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <unistd.h>

#include "satchel/base/clock.h"

#define DROP_MS       50   /* what waits at a lock */
#define DROP_REST_MS  3000 /* the rest of a paste, before the shell would get it */
#define DROP_QUIET_MS 500  /* ... that has stopped coming */

static atomic_size_t TYPED; /* bytes taken from the terminal */

void screen_read(struct screen *s)
{
    char bytes[16384];
    ssize_t n = read(s->in_fd, bytes, sizeof bytes);
    if (n > 0)
        atomic_fetch_add(&TYPED, (size_t)n);
    if (n > 0)
        screen_feed(s, bytes, (size_t)n);
    else if (n == 0 || (errno != EINTR && errno != EAGAIN))
        s->gone = true;
    wipe(bytes, n > 0 ? (size_t)n : 0);
}

/* Decoded a second time, from a copy: what they do is decided when their turn comes. */
bool screen_peek(struct screen *s, bool (*is)(void *arg, uint32_t key), void *arg)
{
    struct pollfd fd = { .fd = s->in_fd, .events = POLLIN };
    struct key_decoder copy = { 0 };
    struct key_input in;
    bool found = false;
    if (s->decoder.pasting)
        return false;
    if (poll(&fd, 1, 0) == 1 && fd.revents & POLLIN)
        screen_read(s);
    if (s->decoder.in.len > s->decoder.at)
        key_feed(&copy, s->decoder.in.data + s->decoder.at, s->decoder.in.len - s->decoder.at);
    while (key_next(&copy, &in) != KEY_INPUT_NONE) {
        found |= in.kind == KEY_INPUT_KEY && is(arg, in.key);
        str_free(in.paste);
    }
    key_decoder_free(&copy);
    return found;
}

bool screen_pending(const struct screen *s)
{
    struct pollfd fd = { .fd = s->in_fd, .events = POLLIN };
    return s->decoder.at < s->decoder.in.len || (poll(&fd, 1, 0) == 1 && fd.revents & POLLIN);
}

void screen_feed(struct screen *s, const void *bytes, size_t n)
{
    key_feed(&s->decoder, bytes, n);
    s->fed_ms = clock_steady_ms();
}

size_t screen_typed(void)
{
    return atomic_load(&TYPED) + screen_waiting();
}

/* Bytes that are there within so many ms, read and decoded to nothing. */
static bool drop_waiting(struct screen *s, int ms)
{
    struct pollfd fd = { .fd = s->in_fd, .events = POLLIN };
    if (s->gone || poll(&fd, 1, ms) != 1)
        return false;
    if (fd.revents & POLLIN)
        screen_read(s);
    else
        s->gone = true;
    key_decoder_drop(&s->decoder);
    return !s->gone;
}

/* They are read, not flushed, so that it is known whether they end within a paste. */
void screen_drop_input(struct screen *s)
{
    int64_t end = clock_steady_ms() + DROP_MS;
    key_decoder_drop(&s->decoder);
    while (s->tty && clock_steady_ms() < end && drop_waiting(s, 0))
        continue;
}

void screen_drop_rest(struct screen *s)
{
    int64_t end = clock_steady_ms() + DROP_REST_MS;
    screen_drop_input(s);
    while (s->tty && s->decoder.pasting && clock_steady_ms() < end && drop_waiting(s, DROP_QUIET_MS))
        continue;
    if (s->tty)
        tcflush(s->in_fd, TCIFLUSH);
}
