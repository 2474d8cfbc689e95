/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls that change files, noted in the order in which they are to be done, and what a file will be once they
 * are. For vault/late.c, which says what they are for. No call here waits, or knows of threads. */
#ifndef SATCHEL_VAULT_NOTED_H
#define SATCHEL_VAULT_NOTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum noted_kind {
    NOTED_WRITE,
    NOTED_WRITE_DURABLE,
    NOTED_TRUNCATE,
    NOTED_SYNC,
    NOTED_TOUCH,
    NOTED_UNLINK,
    NOTED_OPEN,
    NOTED_SYNC_FOLDER,
    NOTED_CLOSE
};

/* For a caller that waits. */
struct noted_answer {
    bool given;
    int why; /* errno; 0: it is done */
    int fd;  /* of NOTED_OPEN */
};

struct noted_call;
struct noted_place { /* one that a call writes to */
    struct noted_call *call;
    struct noted_place *next;
};

struct noted_call {
    enum noted_kind kind;
    int fd;
    off_t at; /* or the length */
    size_t n; /* bytes: what is written, or the name with its end */
    int flags;
    mode_t mode;                 /* of NOTED_OPEN */
    struct noted_answer *answer; /* NULL: nobody waits */
    struct noted_call *next;
    struct noted_place *places; /* behind it */
    uint8_t *bytes;             /* n, behind those */
};

#define NOTED_PLACES 16384 /* a power of two */
#define NOTED_FILES  16

struct noted_file { /* with calls in the list */
    int fd;
    size_t calls;
    bool cut; /* one of them shortens it: to that, and then to `end` if that is more */
    off_t to, end;
};

struct noted {
    struct noted_call *first, **last;
    struct noted_file files[NOTED_FILES];
    /* By what they write to; the calls of each in their order: of a large text there are thousands, which not
     * every read can go through. */
    struct {
        struct noted_place *first, **last;
    } places[NOTED_PLACES];
};

void noted_init(struct noted *l);
/* A copy of *what with its n bytes, at the end. NULL: no memory, or too many files. */
struct noted_call *noted_add(struct noted *l, const struct noted_call *what, const void *bytes);
/* The first is done. It is freed. */
void noted_drop(struct noted *l);

/* Something of the list is there. */
bool noted_is_there(const struct noted *l, int fd, size_t n, off_t at);
/* How long a file that has `size` now will be. */
off_t noted_length(const struct noted *l, int fd, off_t size);
/* `to` holds what is in [at, at + n) of the file now: becomes what will be. */
void noted_apply(const struct noted *l, int fd, uint8_t *to, size_t n, off_t at);

#endif
