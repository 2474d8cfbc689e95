/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors: one code and one sentence. Every function that can fail in a way a user may meet takes `struct err
 * *e` as its last parameter and returns 0, or -1 with *e filled. e may be NULL when the caller does not care.
 */
#ifndef SATCHEL_BASE_ERR_H
#define SATCHEL_BASE_ERR_H

/* code, exit status of the command line, name */
#define ERR_CODES(X)                                                                                         \
    X(NONE, 0, "none")                                                                                       \
    X(FAILED, 1, "failed")         /* anything without a code of its own */                                  \
    X(USAGE, 2, "usage")           /* the command line is wrong */                                           \
    X(INPUT, 1, "input")           /* foreign text or a value that cannot be taken */                        \
    X(NOT_FOUND, 1, "not-found")   /* no such record, case, field */                                         \
    X(NO_FILE, 1, "no-file")       /* no such file or folder */                                              \
    X(EXISTS, 1, "exists")         /* would overwrite */                                                     \
    X(PERMISSION, 1, "permission") /* the system says no */                                                  \
    X(READ_ONLY, 1, "read-only")   /* medium, file or session */                                             \
    X(DISK_FULL, 1, "disk-full")                                                                             \
    X(IO, 1, "io") /* read or write failed below us */                                                       \
    X(NO_MEMORY, 1, "no-memory")                                                                             \
    X(CANCELLED, 1, "cancelled")                                                                             \
    X(PASSPHRASE, 3, "passphrase") /* wrong passphrase, damaged header, or no vault at all */                \
    X(BUSY, 4, "busy")             /* another process has the vault */                                       \
    X(DAMAGE, 5, "damage")         /* a reachable block does not authenticate, or its content is wrong */    \
    X(FINDINGS, 6, "findings")     /* open linter findings */                                                \
    X(TOO_NEW, 1, "too-new")       /* written by a newer version */                                          \
    X(INTERNAL, 1, "internal")     /* a fault in the program */

enum err_code {
#define X(name, status, text) ERR_##name,
    ERR_CODES(X)
#undef X
        ERR_CODE_COUNT
};

#define ERR_TEXT_BYTES 512

struct err {
    enum err_code code;
    char text[ERR_TEXT_BYTES]; /* one sentence a user can act on, already translated; may be cut at a
                                  character */
};

/* Fills *e and returns -1, so that `return err_set(...)` reads well. The format is translated by the caller:
 * _("..."). */
int err_set(struct err *e, enum err_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));
int err_no_memory(struct err *e);
/* A sentence for a failed system call: what was tried and what holds now (translated, without its full stop,
 * e.g.
 * _("The vault could not be read, nothing was changed")), then errno's reason in plain words, and what to do.
 */
int err_errno(struct err *e, int errnum, const char *format, ...) __attribute__((format(printf, 3, 4)));
void err_clear(struct err *e);
int err_exit_status(enum err_code code);
const char *err_code_name(enum err_code code);

#endif
