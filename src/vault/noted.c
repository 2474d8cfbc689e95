/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/noted.h"

#include <stdlib.h>
#include <string.h>

#define PLACE 4096 /* bytes */

void noted_init(struct noted *l)
{
    memset(l, 0, sizeof *l);
    l->last = &l->first;
    for (size_t i = 0; i < NOTED_PLACES; i++)
        l->places[i].last = &l->places[i].first;
}

static bool writes(const struct noted_call *c)
{
    return (c->kind == NOTED_WRITE || c->kind == NOTED_WRITE_DURABLE) && c->n > 0;
}

/* ---- what is noted of which file ---- */

/* NOTED_FILES: nothing is. */
static size_t number_of(const struct noted *l, int fd)
{
    size_t i = 0;
    while (i < NOTED_FILES && (l->files[i].calls == 0 || l->files[i].fd != fd))
        i++;
    return i;
}

static const struct noted_file *file_of(const struct noted *l, int fd)
{
    size_t i = number_of(l, fd);
    return i < NOTED_FILES ? &l->files[i] : NULL;
}

/* NULL: too many are noted. */
static struct noted_file *file_for(struct noted *l, int fd)
{
    size_t i = number_of(l, fd);
    if (i < NOTED_FILES)
        return &l->files[i];
    for (i = 0; i < NOTED_FILES && l->files[i].calls > 0; i++)
        ;
    if (i < NOTED_FILES)
        l->files[i] = (struct noted_file){ .fd = fd };
    return i < NOTED_FILES ? &l->files[i] : NULL;
}

static void note_in_file(struct noted_file *f, const struct noted_call *c)
{
    off_t end = c->at + (off_t)c->n;
    f->calls++;
    if (c->kind == NOTED_TRUNCATE) {
        f->cut = true;
        f->to = c->at;
        f->end = 0;
    }
    if (writes(c) && end > f->end)
        f->end = end;
}

off_t noted_length(const struct noted *l, int fd, off_t size)
{
    const struct noted_file *f = file_of(l, fd);
    if (!f || size < 0)
        return size;
    size = f->cut ? f->to : size;
    return f->end > size ? f->end : size;
}

/* ---- ... of which place, or of another one of the same number ---- */

static size_t number(int fd, off_t at)
{
    uint64_t n = (uint64_t)at / PLACE + (uint64_t)fd * UINT64_C(0x9E3779B97F4A7C15);
    return n & (NOTED_PLACES - 1);
}

static off_t place_of(off_t at)
{
    return at / PLACE * PLACE;
}

static size_t count_places(const struct noted_call *c)
{
    off_t first = c->at / PLACE, last = (c->at + (off_t)c->n - 1) / PLACE;
    return writes(c) ? (size_t)(last - first + 1) : 0;
}

static void note_places(struct noted *l, struct noted_call *c)
{
    size_t n = count_places(c);
    off_t at = place_of(c->at);
    for (size_t i = 0; i < n; i++, at += PLACE) {
        size_t to = number(c->fd, at);
        c->places[i] = (struct noted_place){ .call = c };
        *l->places[to].last = &c->places[i];
        l->places[to].last = &c->places[i].next;
    }
}

/* Of the first call of the list, which is the first of each of its places. */
static void drop_places(struct noted *l, const struct noted_call *c)
{
    size_t n = count_places(c);
    off_t at = place_of(c->at);
    for (size_t i = 0; i < n; i++, at += PLACE) {
        size_t from = number(c->fd, at);
        l->places[from].first = l->places[from].first->next;
        if (!l->places[from].first)
            l->places[from].last = &l->places[from].first;
    }
}

bool noted_is_there(const struct noted *l, int fd, size_t n, off_t at)
{
    const struct noted_file *f = file_of(l, fd);
    bool found = f && f->cut;
    for (off_t place = place_of(at); f && !found && place < at + (off_t)n; place += PLACE)
        for (const struct noted_place *p = l->places[number(fd, place)].first; p && !found; p = p->next)
            found = p->call->fd == fd;
    return found;
}

/* ---- the list ---- */

struct noted_call *noted_add(struct noted *l, const struct noted_call *what, const void *bytes)
{
    size_t places = count_places(what) * sizeof(struct noted_place);
    struct noted_file *f = file_for(l, what->fd);
    struct noted_call *c = f ? malloc(sizeof *c + places + what->n) : NULL;
    if (!c)
        return NULL;
    *c = *what;
    c->next = NULL;
    c->places = (struct noted_place *)(c + 1);
    c->bytes = (uint8_t *)c->places + places;
    if (c->n)
        memcpy(c->bytes, bytes, c->n);
    *l->last = c;
    l->last = &c->next;
    note_in_file(f, c);
    note_places(l, c);
    return c;
}

void noted_drop(struct noted *l)
{
    struct noted_call *c = l->first;
    l->first = c->next;
    if (!l->first)
        l->last = &l->first;
    drop_places(l, c);
    l->files[number_of(l, c->fd)].calls--;
    free(c);
}

/* ---- what a file will be ---- */

/* What the call does to [at, at + n), of which `to` is a copy. */
static void apply(const struct noted_call *c, uint8_t *to, size_t n, off_t at)
{
    off_t end = at + (off_t)n, from = c->at > at ? c->at : at;
    if (c->kind == NOTED_TRUNCATE && from < end)
        memset(to + (from - at), 0, (size_t)(end - from));
    off_t until = c->at + (off_t)c->n < end ? c->at + (off_t)c->n : end;
    if (writes(c) && from < until)
        memcpy(to + (from - at), c->bytes + (from - c->at), (size_t)(until - from));
}

/* A file that is cut has few calls: that is the end of a session. */
static void apply_all(const struct noted *l, int fd, uint8_t *to, size_t n, off_t at)
{
    for (const struct noted_call *c = l->first; c; c = c->next)
        if (c->fd == fd)
            apply(c, to, n, at);
}

void noted_apply(const struct noted *l, int fd, uint8_t *to, size_t n, off_t at)
{
    const struct noted_file *f = file_of(l, fd);
    off_t end = at + (off_t)n;
    if (f && f->cut) {
        apply_all(l, fd, to, n, at);
        return;
    }
    while (f &&
           at < end) { /* place by place: a call over several of them may be older than one of the next */
        off_t next = place_of(at) + PLACE < end ? place_of(at) + PLACE : end;
        for (const struct noted_place *p = l->places[number(fd, at)].first; p; p = p->next)
            if (p->call->fd == fd)
                apply(p->call, to, (size_t)(next - at), at);
        to += next - at;
        at = next;
    }
}
