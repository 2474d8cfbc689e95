/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hearing from systemd-logind that the machine goes to sleep, and holding that up until the vault is locked
 * (org.freedesktop.login1, "Inhibitor locks", mode delay: logind waits some seconds, not longer). Spoken by
 * the broker alone. Without a system bus or logind nothing is heard. */
#ifndef SATCHEL_SECURE_LOGIND_H
#define SATCHEL_SECURE_LOGIND_H

#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"

enum logind_news {
    LOGIND_NOTHING,
    LOGIND_SLEEP, /* goes to sleep, when logind_release was called or its patience ends */
    LOGIND_WOKE   /* is back; it is held again already */
};

struct logind {
    int bus;     /* for poll(2): something to read; -1: no bus */
    int holding; /* the lock; -1: none */
    int lines;   /* of the greeting that were answered */
    uint32_t serial;
    struct buf in;
};

/* Connects to the system bus, greets, asks for sleep to be announced and held up. Never waits. */
void logind_start(struct logind *l);
/* What has come since; call it until it gives LOGIND_NOTHING. */
enum logind_news logind_read(struct logind *l);
/* The machine may sleep. */
void logind_release(struct logind *l);
void logind_end(struct logind *l);

/* One message of the D-Bus protocol at the start of n bytes: its length, and what it says in *news. 0: more
 * bytes are needed; -1: it is none that this program can read, and the connection is of no more use. */
long logind_message(const uint8_t *bytes, size_t n, enum logind_news *news);

#endif
