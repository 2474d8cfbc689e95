/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As much of the D-Bus protocol as this takes (D-Bus Specification 0.41, "Message Protocol", "Authentication
 * Protocol"): four calls with texts as arguments, and of all that comes back one signal and one descriptor.
 * The greeting and the calls go out in one piece, before an answer has come, as libsystemd does it; so there
 * is nothing to wait for. Answers are not matched with calls: the only descriptor that comes is the lock, and
 * what fails leaves it out. Signals come by the match rule, which the bus checks against their sender. */
#include "satchel/secure/logind.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define BUS_SOCKET   "/run/dbus/system_bus_socket"
#define BUS_VARIABLE "DBUS_SYSTEM_BUS_ADDRESS"
#define BUS_PATH     "unix:path="
#define MOST         65536 /* bytes of a message; what is awaited has some hundred */
#define LINES        2     /* OK, AGREE_UNIX_FD */
#define HEAD         16

#define MANAGER "org.freedesktop.login1.Manager"
#define SIGNAL  "PrepareForSleep"

enum { FIELD_PATH = 1, FIELD_INTERFACE, FIELD_MEMBER, FIELD_DESTINATION = 6, FIELD_SIGNATURE = 8 };
enum { TYPE_CALL = 1, TYPE_SIGNAL = 4 };

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ENDIAN 'l'
#else
#define ENDIAN 'B'
#endif

/* ---- writing ---- */

static void put_u32(struct buf *b, uint32_t v)
{
    buf_add(b, &v, sizeof v);
}

static void align(struct buf *b, size_t to)
{
    while (b->len % to && !b->failed)
        buf_add(b, "", 1);
}

static void put_text(struct buf *b, const char *text)
{
    align(b, 4);
    put_u32(b, (uint32_t)strlen(text));
    buf_add(b, text, strlen(text) + 1);
}

static void put_field(struct buf *b, char code, char type, const char *text)
{
    const char head[] = { code, 1, type, 0 };
    align(b, 8);
    buf_add(b, head, sizeof head);
    if (type == 'g') {
        buf_addc(b, (char)strlen(text));
        buf_add(b, text, strlen(text) + 1);
    } else {
        put_text(b, text);
    }
}

struct call {
    const char *to, *path, *interface, *member;
    const char *args[4]; /* texts, NULL after the last */
};

static const struct call HELLO = {
    "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello", { NULL }
};
static const struct call MATCH = { "org.freedesktop.DBus",
                                   "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus",
                                   "AddMatch",
                                   { "type='signal',sender='org.freedesktop.login1',interface='" MANAGER
                                     "',member='" SIGNAL "'" } };
static const struct call INHIBIT = { "org.freedesktop.login1",
                                     "/org/freedesktop/login1",
                                     MANAGER,
                                     "Inhibit",
                                     { "sleep", "Satchel", "to lock first", "delay" } };

static void put_call(struct logind *l, const struct call *call, struct buf *out)
{
    struct buf body = { 0 }, head = { 0 };
    char signature[5] = "";
    for (size_t i = 0; i < 4 && call->args[i]; i++) {
        put_text(&body, call->args[i]);
        signature[i] = 's';
    }
    const char start[] = { ENDIAN, TYPE_CALL, 0, 1 };
    buf_add(&head, start, sizeof start);
    put_u32(&head, (uint32_t)body.len);
    put_u32(&head, ++l->serial);
    put_u32(&head, 0); /* the length of the fields, below */
    put_field(&head, FIELD_PATH, 'o', call->path);
    put_field(&head, FIELD_INTERFACE, 's', call->interface);
    put_field(&head, FIELD_MEMBER, 's', call->member);
    put_field(&head, FIELD_DESTINATION, 's', call->to);
    if (body.len)
        put_field(&head, FIELD_SIGNATURE, 'g', signature);
    uint32_t fields = (uint32_t)head.len - HEAD;
    align(&head, 8);
    if (head.failed || body.failed)
        out->failed = true;
    else
        memcpy(head.data + HEAD - sizeof fields, &fields, sizeof fields);
    buf_add(out, buf_text(&head), head.len);
    buf_add(out, buf_text(&body), body.len);
    buf_free(&head);
    buf_free(&body);
}

/* Some hundred bytes into an empty socket: all at once, or the bus is of no use. */
static void send_all(struct logind *l, struct buf *out)
{
    if (out->failed || send(l->bus, buf_text(out), out->len, MSG_NOSIGNAL) != (ssize_t)out->len)
        logind_end(l);
    buf_free(out);
}

/* ---- reading ---- */

static uint32_t get_u32(const uint8_t *at)
{
    uint32_t v;
    memcpy(&v, at, sizeof v);
    return v;
}

static size_t aligned(size_t n, size_t to)
{
    return (n + to - 1) / to * to;
}

/* A field at *at, which moves behind it; its text, or NULL when it is of another type. -1: it is none. */
static int take_field(const uint8_t *bytes, size_t end, size_t *at, uint8_t *code, const char **text)
{
    size_t from = aligned(*at, 8) + 4;
    if (from > end || bytes[from - 3] != 1)
        return -1;
    *code = bytes[from - 4];
    *text = NULL;
    switch (bytes[from - 2]) {
    case 'g':
        *at = from < end ? from + bytes[from] + 2 : end + 1;
        break;
    case 'u':
        *at = from + 4;
        break;
    case 's':
    case 'o':
        if (end - from < 5 || get_u32(bytes + from) > end - from - 5)
            return -1;
        *text = (const char *)bytes + from + 4;
        *at = from + 4 + get_u32(bytes + from) + 1;
        return bytes[*at - 1] == 0 ? 0 : -1;
    default:
        return -1;
    }
    return *at <= end ? 0 : -1;
}

/* The signal's two names among the fields. */
static int is_ours(const uint8_t *bytes, size_t end, bool *ours)
{
    bool interface = false, member = false;
    for (size_t at = HEAD; at < end;) {
        uint8_t code;
        const char *text;
        if (take_field(bytes, end, &at, &code, &text) < 0)
            return -1;
        interface |= code == FIELD_INTERFACE && text && strcmp(text, MANAGER) == 0;
        member |= code == FIELD_MEMBER && text && strcmp(text, SIGNAL) == 0;
    }
    *ours = interface && member;
    return 0;
}

long logind_message(const uint8_t *bytes, size_t n, enum logind_news *news)
{
    bool ours = false;
    *news = LOGIND_NOTHING;
    if (n < HEAD)
        return 0;
    uint32_t body = get_u32(bytes + 4), fields = get_u32(bytes + 12);
    if (bytes[0] != ENDIAN || body > MOST || fields > MOST)
        return -1;
    size_t start = aligned(HEAD + fields, 8);
    if (n < start + body)
        return 0;
    if (bytes[1] == TYPE_SIGNAL && is_ours(bytes, HEAD + fields, &ours) < 0)
        return -1;
    if (ours && body >= 4)
        *news = get_u32(bytes + start) ? LOGIND_SLEEP : LOGIND_WOKE;
    return (long)(start + body);
}

/* The answers to the greeting are lines: OK, then AGREE_UNIX_FD, or ERROR where descriptors cannot pass. */
static long take_line(struct logind *l)
{
    const char *text = buf_text(&l->in), *end = memchr(text, '\n', l->in.len);
    if (!end)
        return 0;
    if (l->lines == 0 && strncmp(text, "OK ", 3) != 0)
        return -1;
    l->lines++;
    return end + 1 - text;
}

static void keep_descriptor(struct logind *l, struct msghdr *m)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
        int fd;
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        memcpy(&fd, CMSG_DATA(c), sizeof fd);
        logind_release(l);
        l->holding = fd;
    }
}

/* False: nothing came, now or (the bus is closed then) any more. */
static bool receive(struct logind *l)
{
    char bytes[4096];
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof(int))]; /* the kernel closes what does not fit */
    } control;
    struct iovec part = { bytes, sizeof bytes };
    struct msghdr m = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control
    };
    ssize_t n = recvmsg(l->bus, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (n > 0) {
        keep_descriptor(l, &m);
        buf_add(&l->in, bytes, (size_t)n);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        logind_end(l);
    }
    return n > 0 && !l->in.failed;
}

static void hold(struct logind *l)
{
    struct buf out = { 0 };
    put_call(l, &INHIBIT, &out);
    send_all(l, &out);
}

enum logind_news logind_read(struct logind *l)
{
    enum logind_news news = LOGIND_NOTHING;
    while (l->bus >= 0 && news == LOGIND_NOTHING) {
        long used = l->lines < LINES ? take_line(l)
                                     : logind_message((const uint8_t *)buf_text(&l->in), l->in.len, &news);
        if (used < 0) {
            logind_end(l);
        } else if (used == 0) {
            if (!receive(l))
                break;
        } else {
            memmove(l->in.data, l->in.data + used, l->in.len - (size_t)used);
            buf_cut(&l->in, l->in.len - (size_t)used);
        }
    }
    if (news == LOGIND_WOKE)
        hold(l);
    return news;
}

/* ---- start and end ---- */

static int connect_bus(void)
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    const char *address = getenv(BUS_VARIABLE), *path = BUS_SOCKET;
    if (address && strncmp(address, BUS_PATH, strlen(BUS_PATH)) == 0)
        path = address + strlen(BUS_PATH);
    size_t n = strcspn(path, ",;");
    if (n >= sizeof to.sun_path)
        return -1;
    memcpy(to.sun_path, path, n);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
        return fd;
    close(fd);
    return -1;
}

/* EXTERNAL: the kernel tells the bus who asks; the user's number goes along, each digit in hex. */
static void put_greeting(struct buf *out)
{
    struct buf user = { 0 };
    buf_addf(&user, "%lu", (unsigned long)geteuid());
    buf_add(out, "", 1);
    buf_adds(out, "AUTH EXTERNAL ");
    for (const char *digit = buf_text(&user); *digit; digit++)
        buf_addf(out, "%02x", (unsigned)*digit);
    buf_adds(out, "\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n");
    out->failed |= user.failed;
    buf_free(&user);
}

void logind_start(struct logind *l)
{
    struct buf out = { 0 };
    *l = (struct logind){ .bus = connect_bus(), .holding = -1 };
    if (l->bus < 0)
        return;
    put_greeting(&out);
    put_call(l, &HELLO, &out);
    put_call(l, &MATCH, &out);
    put_call(l, &INHIBIT, &out);
    send_all(l, &out);
}

void logind_release(struct logind *l)
{
    if (l->holding >= 0)
        close(l->holding);
    l->holding = -1;
}

void logind_end(struct logind *l)
{
    logind_release(l);
    if (l->bus >= 0)
        close(l->bus);
    l->bus = -1;
    buf_free(&l->in);
}
