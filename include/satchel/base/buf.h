/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growable byte buffer, always NUL-terminated once non-empty, with a sticky out-of-memory flag: append
 * freely, ask once at the end. Memory is wiped when released (buf_free) and when it moves. */
#ifndef SATCHEL_BASE_BUF_H
#define SATCHEL_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

struct buf {
    char *data; /* NULL while empty */
    size_t len; /* bytes, without the final NUL */
    size_t cap;
    bool failed; /* an append ran out of memory; later appends do nothing */
};

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_adds(struct buf *b, const char *text);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vaddf(struct buf *b, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
/* Appends one code point as UTF-8. */
void buf_add_cp(struct buf *b, uint32_t cp);
void buf_cut(struct buf *b, size_t len); /* shortens; does nothing when already shorter */
void buf_clear(struct buf *b);           /* empties and wipes, keeps the memory */
void buf_free(struct buf *b);            /* wipes and releases */
/* The text, never NULL; valid until the next change. */
const char *buf_text(const struct buf *b);
/* Hands the text over (caller frees), "" when empty; NULL and *e when an append had failed. The buffer is
 * empty after. */
char *buf_take(struct buf *b, struct err *e);

/* ---- growable arrays: DYN(struct thing) list = {0}; *dyn_push(&list) = x; ---- */
#define DYN(T)                                                                                               \
    struct {                                                                                                 \
        T *at;                                                                                               \
        size_t n, cap;                                                                                       \
    }
/* 0, or -1 when there is no memory; afterwards at[n] may be written and n raised by the caller. */
int dyn_reserve(void *at_ptr, size_t *cap, size_t need, size_t size);
#define dyn_room(d) dyn_reserve(&(d)->at, &(d)->cap, (d)->n + 1, sizeof *(d)->at)

/* ---- a list of owned strings ---- */
struct strs {
    char **at;
    size_t n, cap;
};
int strs_add(struct strs *s, const char *text);            /* copies; -1: no memory */
int strs_addn(struct strs *s, const char *text, size_t n); /* copies n bytes */
void strs_remove(struct strs *s, size_t i);
void strs_free(struct strs *s); /* wipes and releases each */

/* ---- owned strings ---- */
void wipe(void *p, size_t n); /* not optimised away */
void str_free(char *s);       /* wipes and frees; NULL is fine */
/* Replaces *to by a copy of text (NULL: by NULL). -1: no memory, *to unchanged. */
int str_set(char **to, const char *text);

#endif
