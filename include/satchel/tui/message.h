/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The message line and what it said before. A message stands until the next key; Ctrl-G repeats the last; the
 * last MESSAGE_HISTORY stay for the view Messages. They may name what is in the vault: free them at a lock.
 */
#ifndef SATCHEL_TUI_MESSAGE_H
#define SATCHEL_TUI_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/tui/draw.h"

struct err;

#define MESSAGE_HISTORY 200

enum message_kind { MESSAGE_INFO, MESSAGE_WARNING, MESSAGE_ERROR };

struct message {
    enum message_kind kind;
    int64_t when; /* unix seconds, as given */
    char *text;
};

struct messages {
    struct message at[MESSAGE_HISTORY]; /* a ring */
    size_t n;                           /* how many, MESSAGE_HISTORY at most */
    size_t next;                        /* where the next goes */
    bool showing;
};

void message_say(struct messages *m, enum message_kind kind, int64_t when, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* A warning or an error that stands there stays above it. */
void message_also(struct messages *m, enum message_kind kind, int64_t when, const char *text);
/* As message_say, but a message that stands there goes on standing, and is the one that is repeated. */
void message_note(struct messages *m, enum message_kind kind, int64_t when, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void message_error(struct messages *m, int64_t when, const struct err *e);
void message_key(struct messages *m);    /* a key was pressed: the line is empty again */
void message_repeat(struct messages *m); /* Ctrl-G */
/* Back from the newest (0); NULL: no more. */
const struct message *message_get(const struct messages *m, size_t back);
void message_free(struct messages *m); /* wipes all */
/* Every text goes through change, which gives a new one; NULL, no memory: the message is emptied. */
void message_rewrite(struct messages *m, char *(*change)(void *arg, const char *text), void *arg);
/* The current message into the line d, or idle (may be NULL) when there is none. A message that is longer
 * grows upwards over what was drawn before, so draw it after the view. */
void message_draw(const struct messages *m, const struct draw *d, const char *idle);

#endif
