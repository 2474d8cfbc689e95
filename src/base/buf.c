/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"

void wipe(void *p, size_t n)
{
    if (p && n)
        explicit_bzero(p, n);
}

void str_free(char *s)
{
    if (s) {
        wipe(s, strlen(s));
        free(s);
    }
}

int str_set(char **to, const char *text)
{
    char *copy = NULL;
    if (text && !(copy = strdup(text)))
        return -1;
    str_free(*to);
    *to = copy;
    return 0;
}

/* Grows to at least need bytes by a wiped move (realloc would leave the old text behind). */
static void *grow(void *old, size_t used, size_t bytes)
{
    void *fresh = malloc(bytes);
    if (fresh && old) {
        memcpy(fresh, old, used);
        wipe(old, used);
        free(old);
    }
    return fresh;
}

int dyn_reserve(void *at_ptr, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return 0;
    /* Twice as much; a long text at once gets what it needs, since all of it is zeroed again some day. */
    size_t want = *cap < 4 ? 8 : *cap > SIZE_MAX / 2 ? need : *cap * 2;
    if (want < need)
        want = need > SIZE_MAX / 2 ? need : need + need / 8;
    void *old;
    memcpy(&old, at_ptr, sizeof old);
    if (want > SIZE_MAX / size)
        return -1;
    void *fresh = grow(old, *cap * size, want * size);
    if (!fresh)
        return -1;
    memcpy(at_ptr, &fresh, sizeof fresh);
    *cap = want;
    return 0;
}

static bool reserve(struct buf *b, size_t more)
{
    if (b->failed || more > SIZE_MAX - b->len - 1 || dyn_reserve(&b->data, &b->cap, b->len + more + 1, 1) < 0)
        b->failed = true;
    return !b->failed;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
    if (!reserve(b, n))
        return;
    if (n)
        memcpy(b->data + b->len, bytes, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void buf_adds(struct buf *b, const char *text)
{
    if (text)
        buf_add(b, text, strlen(text));
}

void buf_addc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_vaddf(struct buf *b, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n < 0)
        b->failed = true;
    if (n <= 0 || !reserve(b, (size_t)n))
        return;
    vsnprintf(b->data + b->len, (size_t)n + 1, format, args);
    b->len += (size_t)n;
}

void buf_addf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vaddf(b, format, args);
    va_end(args);
}

void buf_add_cp(struct buf *b, uint32_t cp)
{
    char s[4];
    size_t n;
    if (cp < 0x80) {
        s[0] = (char)cp;
        n = 1;
    } else if (cp < 0x800) {
        s[0] = (char)(0xC0 | cp >> 6);
        n = 2;
    } else if (cp < 0x10000) {
        s[0] = (char)(0xE0 | cp >> 12);
        n = 3;
    } else {
        s[0] = (char)(0xF0 | cp >> 18);
        n = 4;
    }
    for (size_t i = 1; i < n; i++)
        s[i] = (char)(0x80 | (cp >> (6 * (n - 1 - i)) & 0x3F));
    buf_add(b, s, n);
}

void buf_cut(struct buf *b, size_t len)
{
    if (len < b->len) {
        wipe(b->data + len, b->len - len);
        b->len = len;
    }
}

void buf_clear(struct buf *b)
{
    wipe(b->data, b->cap);
    b->len = 0;
    b->failed = false;
}

void buf_free(struct buf *b)
{
    wipe(b->data, b->cap);
    free(b->data);
    *b = (struct buf){ 0 };
}

const char *buf_text(const struct buf *b)
{
    return b->data ? b->data : "";
}

char *buf_take(struct buf *b, struct err *e)
{
    reserve(b, 0);
    if (b->failed) {
        buf_free(b);
        err_no_memory(e);
        return NULL;
    }
    b->data[b->len] = '\0';
    char *text = b->data;
    *b = (struct buf){ 0 };
    return text;
}

int strs_addn(struct strs *s, const char *text, size_t n)
{
    if (dyn_room(s) < 0)
        return -1;
    char *copy = malloc(n + 1);
    if (!copy)
        return -1;
    memcpy(copy, text, n);
    copy[n] = '\0';
    s->at[s->n++] = copy;
    return 0;
}

int strs_add(struct strs *s, const char *text)
{
    return strs_addn(s, text, strlen(text));
}

void strs_remove(struct strs *s, size_t i)
{
    str_free(s->at[i]);
    memmove(s->at + i, s->at + i + 1, (s->n - i - 1) * sizeof *s->at);
    s->n--;
}

void strs_free(struct strs *s)
{
    for (size_t i = 0; i < s->n; i++)
        str_free(s->at[i]);
    free(s->at);
    *s = (struct strs){ 0 };
}
