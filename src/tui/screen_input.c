/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed: read, looked at beforehand, thrown away. */
#include "satchel/tui/screen_private.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "satchel/base/clock.h"

#define DROP_MS       50   /* what waits at a lock */
#define DROP_REST_MS  3000 /* the rest of a paste, before the shell would get it */
#define DROP_QUIET_MS 500  /* ... that has stopped coming */

static atomic_size_t TYPED; /* bytes taken from the terminal */

static bool has_bytes(const struct screen *s)
{
    struct pollfd fd = { .fd = s->in_fd, .events = POLLIN };
    return poll(&fd, 1, 0) == 1 && fd.revents & POLLIN;
}

/* Whoever was told that there is something may find that the other thread has it. */
void screen_read(struct screen *s)
{
    char bytes[16384];
    pthread_mutex_lock(&s->ahead.lock);
    bool ahead = s->ahead.n > 0, any = ahead || has_bytes(s);
    ssize_t n = !any ? -1 : ahead ? (ssize_t)s->ahead.n : read(s->in_fd, bytes, sizeof bytes);
    int why = any ? errno : EAGAIN;
    if (ahead) {
        memcpy(bytes, s->ahead.bytes, s->ahead.n);
        wipe(s->ahead.bytes, s->ahead.n);
        s->ahead.n = 0;
    }
    pthread_mutex_unlock(&s->ahead.lock);
    if (n > 0 && !ahead)
        atomic_fetch_add(&TYPED, (size_t)n);
    if (n > 0)
        screen_feed(s, bytes, (size_t)n);
    else if (n == 0 || (why != EINTR && why != EAGAIN))
        s->gone = true;
    wipe(bytes, n > 0 ? (size_t)n : 0);
}

void screen_note_paste(struct screen *s)
{
    pthread_mutex_lock(&s->ahead.lock);
    s->ahead.pasting = s->decoder.pasting;
    s->ahead.after = s->decoder.at < s->decoder.in.len;
    pthread_mutex_unlock(&s->ahead.lock);
}

bool screen_is_ahead(struct screen *s)
{
    pthread_mutex_lock(&s->ahead.lock);
    bool ahead = s->ahead.n > 0;
    pthread_mutex_unlock(&s->ahead.lock);
    return ahead;
}

/* Under the lock. */
static void read_ahead(struct screen *s)
{
    size_t room = sizeof s->ahead.bytes - s->ahead.n;
    ssize_t n = room && has_bytes(s) ? read(s->in_fd, s->ahead.bytes + s->ahead.n, room) : 0;
    if (n > 0) {
        atomic_fetch_add(&TYPED, (size_t)n);
        s->ahead.n += (size_t)n;
        screen_wake(0); /* should the loop have begun to wait for it */
    }
}

/* Frees the copy. first: nothing stands before it. */
static bool is_among(struct key_decoder *copy, bool first, bool (*is)(void *arg, uint32_t key, bool first),
                     void *arg)
{
    struct key_input in;
    bool found = false;
    for (; key_next(copy, &in) != KEY_INPUT_NONE; first = false) {
        found |= in.kind == KEY_INPUT_KEY && is(arg, in.key, first);
        str_free(in.paste);
    }
    key_decoder_free(copy);
    return found;
}

bool screen_overhear(struct screen *s, bool (*is)(void *arg, uint32_t key, bool first), void *arg)
{
    struct key_decoder copy = { 0 };
    if (pthread_mutex_trylock(&s->ahead.lock) != 0)
        return false;
    if (!s->ahead.pasting) {
        read_ahead(s);
        key_feed(&copy, s->ahead.bytes, s->ahead.n);
    }
    bool first = !s->ahead.after;
    pthread_mutex_unlock(&s->ahead.lock);
    return is_among(&copy, first, is, arg);
}

/* Decoded a second time, from a copy: what they do is decided when their turn comes. */
bool screen_peek(struct screen *s, bool (*is)(void *arg, uint32_t key, bool first), void *arg)
{
    struct key_decoder copy = { 0 };
    if (s->decoder.pasting)
        return false;
    screen_read(s);
    if (s->decoder.in.len > s->decoder.at)
        key_feed(&copy, s->decoder.in.data + s->decoder.at, s->decoder.in.len - s->decoder.at);
    return is_among(&copy, true, is, arg);
}

bool screen_pending(struct screen *s)
{
    return s->decoder.at < s->decoder.in.len || screen_is_ahead(s) || has_bytes(s);
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
    if (screen_is_ahead(s))
        screen_read(s);
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
