/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The broker with a bus made for it: one socket, and as much of a daemon as says what is awaited. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/secure/broker.h"
#include "satchel/secure/helper.h"
#include "satchel/secure/logind.h"

#define PATIENCE 20000 /* ms until a test has failed */

/* ---- messages as a bus sends them ---- */

static void align(struct buf *b, size_t to)
{
    while (b->len % to)
        buf_add(b, "", 1);
}

static void field(struct buf *b, char code, char type, const char *text)
{
    uint32_t n = (uint32_t)strlen(text);
    align(b, 8);
    buf_add(b, (const char[]){ code, 1, type, 0 }, 4);
    if (type == 'u') {
        buf_add(b, &(uint32_t){ 1 }, 4);
    } else if (type == 'g') {
        buf_addc(b, (char)n);
        buf_add(b, text, n + 1);
    } else {
        buf_add(b, &n, 4);
        buf_add(b, text, n + 1);
    }
}

/* type 2: an answer, 4: a signal that says `value`. */
static void message(struct buf *out, char type, const char *interface, const char *member, uint32_t value)
{
    struct buf b = { 0 };
    buf_add(&b, (const char[]){ __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 'l' : 'B', type, 1, 1 }, 4);
    buf_add(&b, (const uint32_t[]){ 4, 1, 0 }, 12);
    field(&b, 7, 's', "org.freedesktop.DBus");
    if (type == 2) {
        field(&b, 5, 'u', "");
        field(&b, 9, 'u', "");
    } else {
        field(&b, 1, 'o', "/org/freedesktop/login1");
        field(&b, 2, 's', interface);
        field(&b, 3, 's', member);
    }
    field(&b, 8, 'g', type == 2 ? "h" : "b");
    uint32_t fields = (uint32_t)b.len - 16;
    memcpy(b.data + 12, &fields, 4);
    align(&b, 8);
    buf_add(&b, &value, 4);
    buf_add(out, b.data, b.len);
    buf_free(&b);
}

#define MANAGER "org.freedesktop.login1.Manager"

static void a_message_says_sleep(void **state)
{
    (void)state;
    static const struct {
        char type;
        const char *interface, *member;
        uint32_t value;
        enum logind_news news;
    } CASES[] = {
        { 4, MANAGER, "PrepareForSleep", 1, LOGIND_SLEEP },
        { 4, MANAGER, "PrepareForSleep", 0, LOGIND_WOKE },
        { 4, MANAGER, "PrepareForShutdown", 1, LOGIND_NOTHING },
        { 4, "org.example.Manager", "PrepareForSleep", 1, LOGIND_NOTHING },
        { 2, MANAGER, "PrepareForSleep", 1, LOGIND_NOTHING },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct buf b = { 0 };
        enum logind_news news;
        message(&b, CASES[i].type, CASES[i].interface, CASES[i].member, CASES[i].value);
        size_t n = b.len;
        buf_adds(&b, "what follows");
        assert_int_equal(logind_message((uint8_t *)b.data, b.len, &news), n);
        assert_int_equal(news, CASES[i].news);
        for (size_t k = 0; k < n; k++) {
            assert_int_equal(logind_message((uint8_t *)b.data, k, &news), 0);
            assert_int_equal(news, LOGIND_NOTHING);
        }
        buf_free(&b);
    }
}

/* Every byte at every value, in a block of memory that ends with it: the sanitizer sees what is read beyond.
 */
static void damaged_messages_are_survived(void **state)
{
    (void)state;
    struct buf b = { 0 };
    message(&b, 4, MANAGER, "PrepareForSleep", 1);
    uint8_t *copy = malloc(b.len);
    assert_non_null(copy);
    size_t refused = 0;
    for (size_t i = 0; i < b.len; i++)
        for (int v = 0; v < 256; v++) {
            enum logind_news news;
            memcpy(copy, b.data, b.len);
            copy[i] = (uint8_t)v;
            long used = logind_message(copy, b.len, &news);
            assert_true(used >= -1 && used <= (long)b.len);
            refused += used == -1;
        }
    assert_true(refused > 255);
    memset(copy + 4, 0xFF, 4);
    enum logind_news news;
    assert_int_equal(logind_message(copy, b.len, &news), -1);
    free(copy);
    buf_free(&b);
}

/* ---- a bus ---- */

struct bus {
    char path[64];
    int listening, fd;
    struct broker broker;
    pid_t pid;
};

static bool comes(int fd)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };
    return poll(&p, 1, PATIENCE) == 1;
}

static int start(void **state)
{
    static struct bus bus;
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    char address[96];
    snprintf(bus.path, sizeof bus.path, "/tmp/satchel-bus.%ld", (long)getpid());
    strcpy(at.sun_path, bus.path);
    unlink(bus.path);
    bus.fd = -1;
    bus.listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(bus.listening, (struct sockaddr *)&at, sizeof at) < 0 || listen(bus.listening, 1) < 0)
        return -1;
    snprintf(address, sizeof address, "unix:path=%s,guid=0", bus.path);
    setenv("DBUS_SYSTEM_BUS_ADDRESS", address, 1);
    broker_start(&bus.broker);
    bus.pid = bus.broker.pid;
    *state = &bus;
    return bus.pid > 0 ? 0 : -1;
}

static int end(void **state)
{
    struct bus *bus = *state;
    int status;
    broker_end(&bus->broker);
    close(bus->listening);
    if (bus->fd >= 0)
        close(bus->fd);
    unlink(bus->path);
    return bus->pid == 0 || waitpid(bus->pid, &status, 0) == bus->pid ? 0 : -1;
}

/* Reads until all of `words` have come, in this order. */
static void hear(struct bus *bus, const char *const *words)
{
    struct buf in = { 0 };
    size_t at = 0;
    while (*words) {
        char bytes[1024];
        const char *found = in.len > at ? memmem(in.data + at, in.len - at, *words, strlen(*words)) : NULL;
        if (found) {
            at = (size_t)(found - in.data);
            words++;
            continue;
        }
        if (!comes(bus->fd))
            fail_msg("the broker never said %s", *words);
        ssize_t n = read(bus->fd, bytes, sizeof bytes);
        if (n <= 0)
            fail_msg("the broker hung up before %s", *words);
        buf_add(&in, bytes, (size_t)n);
    }
    buf_free(&in);
}

static void say(struct bus *bus, const void *bytes, size_t n)
{
    assert_int_equal(send(bus->fd, bytes, n, MSG_NOSIGNAL), n);
}

/* An answer with a descriptor; returns the other end of what the broker then holds. */
static int give_lock(struct bus *bus)
{
    int ends[2];
    struct buf b = { 0 };
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof(int))];
    } control = { 0 };
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    message(&b, 2, "", "", 0);
    struct iovec part = { b.data, b.len };
    struct msghdr m = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control
    };
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    *c = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(int)),
                           .cmsg_level = SOL_SOCKET,
                           .cmsg_type = SCM_RIGHTS };
    memcpy(CMSG_DATA(c), &ends[1], sizeof(int));
    assert_int_equal(sendmsg(bus->fd, &m, 0), b.len);
    close(ends[1]);
    buf_free(&b);
    return ends[0];
}

static void greet(struct bus *bus)
{
    static const char *const WORDS[] = { "AUTH EXTERNAL 3",
                                         "NEGOTIATE_UNIX_FD\r\n",
                                         "BEGIN\r\n",
                                         "Hello",
                                         "PrepareForSleep",
                                         "Inhibit",
                                         "sleep",
                                         "delay",
                                         NULL };
    assert_true(comes(bus->listening));
    bus->fd = accept(bus->listening, NULL, NULL);
    assert_true(bus->fd >= 0);
    hear(bus, WORDS);
    say(bus, "OK 0123\r\nAGREE_", 15);
    say(bus, "UNIX_FD\r\n", 9);
}

static void say_sleep(struct bus *bus, bool sleep)
{
    struct buf b = { 0 };
    message(&b, 4, MANAGER, "PrepareForSleep", sleep);
    say(bus, b.data, b.len / 2); /* in two pieces */
    say(bus, b.data + b.len / 2, b.len - b.len / 2);
    buf_free(&b);
}

static bool is_held(int lock)
{
    struct pollfd p = { .fd = lock, .events = POLLIN };
    return poll(&p, 1, 0) == 0;
}

static void sleep_waits_for_the_lock(void **state)
{
    struct bus *bus = *state;
    static const char *const AGAIN[] = { "Inhibit", "delay", NULL };
    greet(bus);
    int lock = give_lock(bus);
    for (int round = 0; round < 2; round++) {
        say_sleep(bus, true);
        assert_true(comes(bus->broker.fd));
        assert_int_equal(broker_read(&bus->broker), BROKER_SLEEP);
        assert_int_equal(broker_read(&bus->broker), BROKER_NOTHING);
        assert_true(is_held(lock));
        broker_ready(&bus->broker);
        assert_true(comes(lock)); /* its end: the broker has let it go */
        close(lock);
        say_sleep(bus, false);
        hear(bus, AGAIN);
        lock = give_lock(bus);
    }
    broker_end(&bus->broker);
    assert_true(comes(lock));
    close(lock);
}

/* A bus that refuses, goes, or talks nonsense: the broker does without. */
static void bus_is_lost(struct bus *bus)
{
    char byte;
    assert_true(comes(bus->fd));
    while (read(bus->fd, &byte, 1) == 1)
        continue;
    broker_ready(&bus->broker);
    assert_int_equal(broker_read(&bus->broker), BROKER_NOTHING);
    broker_end(&bus->broker);
    int status;
    assert_int_equal(waitpid(bus->pid, &status, 0), bus->pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    bus->pid = 0;
}

static void a_bus_that_refuses(void **state)
{
    struct bus *bus = *state;
    bus->fd = accept(bus->listening, NULL, NULL);
    say(bus, "REJECTED EXTERNAL\r\n", 19);
    bus_is_lost(bus);
}

static void a_bus_of_nonsense(void **state)
{
    struct bus *bus = *state;
    greet(bus);
    say(bus, "this is no message of any bus at all", 36);
    bus_is_lost(bus);
}

static void a_bus_that_goes(void **state)
{
    struct bus *bus = *state;
    greet(bus);
    shutdown(bus->fd, SHUT_WR);
    bus_is_lost(bus);
}

/* ---- the process ---- */

static void link_is(const struct bus *bus, const char *name, const char *want)
{
    char path[64], target[256] = "";
    snprintf(path, sizeof path, "/proc/%ld/%s", (long)bus->pid, name);
    assert_true(readlink(path, target, sizeof target - 1) > 0);
    if (strncmp(target, want, strlen(want)) != 0)
        fail_msg("%s of the broker is %s", name, target);
}

static void it_holds_nothing_of_the_program(void **state)
{
    struct bus *bus = *state;
    greet(bus);
    assert_int_equal(getsid(bus->pid), bus->pid);
    if (geteuid() != 0) {
        printf("skipped: what the broker has open (only root may look)\n");
        return;
    }
    link_is(bus, "cwd", "/");
    for (int fd = 0; fd < 64; fd++) {
        char name[16], path[64];
        snprintf(name, sizeof name, "fd/%d", fd);
        snprintf(path, sizeof path, "/proc/%ld/fd/%d", (long)bus->pid, fd);
        if (fd <= 2)
            link_is(bus, name, "/dev/null");
        else if (access(path, F_OK) == 0 || errno != ENOENT)
            link_is(bus, name, "socket:");
    }
}

static void it_can_be_killed(void **state)
{
    struct bus *bus = *state;
    int status;
    broker_kill(&bus->broker);
    assert_int_equal(waitpid(bus->pid, &status, 0), bus->pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    bus->pid = 0;
    assert_int_equal(bus->broker.fd, -1);
    broker_kill(&bus->broker);
    broker_ready(&bus->broker);
    assert_int_equal(broker_read(&bus->broker), BROKER_GONE);
}

static void its_end_is_noticed(void **state)
{
    struct bus *bus = *state;
    kill(bus->pid, SIGKILL);
    assert_true(comes(bus->broker.fd));
    assert_int_equal(broker_read(&bus->broker), BROKER_GONE);
    assert_int_equal(bus->broker.fd, -1);
    assert_int_equal(bus->broker.pid, 0);
}

static void without_a_bus(void **state)
{
    (void)state;
    int status;
    struct broker b;
    setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/bus", 1);
    broker_start(&b);
    pid_t pid = b.pid;
    assert_true(pid > 0);
    assert_int_equal(broker_read(&b), BROKER_NOTHING);
    broker_end(&b);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* ---- the helper ---- */

static char helper_path[64];
static struct broker asked;

static int start_helper(void **state)
{
    (void)state;
    setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/bus", 1);
    snprintf(helper_path, sizeof helper_path, "/tmp/satchel-helper.%ld", (long)getpid());
    setenv("SECRET", "secret", 1);
    setenv("HOME", "/home/somebody", 1);
    broker_start_with(&asked, helper_path, HELPER_MS);
    return asked.pid > 0 ? 0 : -1;
}

static int end_helper(void **state)
{
    (void)state;
    pid_t pid = asked.pid;
    int status;
    unlink(helper_path);
    broker_end(&asked);
    return pid == 0 || waitpid(pid, &status, 0) == pid ? 0 : -1;
}

/* The next request is answered by this script. */
static void helper_is(const char *script)
{
    unlink(helper_path);
    int fd = open(helper_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
    assert_true(fd >= 0);
    dprintf(fd, "#!/bin/sh\n%s\n", script);
    close(fd);
}

static int draws(const char *script, const char *text, struct buf *out, struct err *e)
{
    helper_is(script);
    buf_clear(out);
    return broker_draw(&asked, text, strlen(text), NULL, NULL, out, e);
}

static void it_is_given_and_gives(void **state)
{
    (void)state;
    struct buf out = { 0 };
    struct err e = { 0 };
    assert_int_equal(draws("tr a-z A-Z", "words", &out, &e), 0);
    assert_string_equal(buf_text(&out), "WORDS");
    assert_int_equal(draws("echo without reading", "words", &out, &e), 0);
    assert_string_equal(buf_text(&out), "without reading\n");
    assert_int_equal(draws("true", "", &out, &e), 0);
    assert_int_equal(out.len, 0);
    size_t n = 4 << 20;
    char *much = calloc(n + 1, 1);
    assert_non_null(much);
    memset(much, 'm', n);
    assert_int_equal(draws("cat", much, &out, &e), 0);
    assert_int_equal(out.len, n);
    assert_memory_equal(out.data, much, n);
    assert_int_equal(draws("sleep 0.1; echo read late; exec wc -c", much, &out, &e), 0);
    assert_string_equal(buf_text(&out), "read late\n4194304\n");
    free(much);
    buf_free(&out);
}

static void what_fails_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *script, *said;
    } CASES[] = {
        { "echo half; exit 3", "ended before" },
        { "echo half; kill -9 $$", "ended before" },
        { "head -c 90000000 /dev/zero", "too large" },
    };
    struct buf out = { 0 };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct err e = { 0 };
        assert_int_equal(draws(CASES[i].script, "words", &out, &e), -1);
        if (!strstr(e.text, CASES[i].said))
            fail_msg("%s: %s", CASES[i].script, e.text);
        assert_int_equal(out.len, 0);
    }
    struct err e = { 0 };
    unlink(helper_path);
    assert_int_equal(broker_draw(&asked, "words", 5, NULL, NULL, &out, &e), -1);
    assert_non_null(strstr(e.text, "missing"));
    assert_int_equal(draws("cat", "and then it goes on", &out, &e), 0);
    buf_free(&out);
}

/* Looks for the number in the file until it stands there. */
static pid_t number_in(const char *path)
{
    for (int i = 0; i < PATIENCE; i++) {
        long pid = 0;
        FILE *f = fopen(path, "r");
        if (f) {
            if (fscanf(f, "%ld", &pid) != 1)
                pid = 0;
            fclose(f);
        }
        if (pid > 0)
            return (pid_t)pid;
        poll(NULL, 0, 1);
    }
    return 0;
}

static int start_impatient(void **state)
{
    if (start_helper(state) < 0 || end_helper(state) < 0)
        return -1;
    broker_start_with(&asked, helper_path, 150);
    return asked.pid > 0 ? 0 : -1;
}

/* Before its time is over it is not known to hang, so that this takes as long as it may take. */
static void one_that_hangs_is_ended(void **state)
{
    (void)state;
    static const char *const HANGS[] = {
        "exec sleep 100",                         /* says nothing */
        "echo half; exec sleep 100",              /* begins */
        "echo all; exec sleep 100 >/dev/null",    /* has said all, and does not end */
        "while :; do echo more; sleep 0.01; done" /* never comes to an end */
    };
    char note[80], script[400];
    snprintf(note, sizeof note, "%s.pid", helper_path);
    for (size_t i = 0; i < sizeof HANGS / sizeof *HANGS; i++) {
        struct buf out = { 0 };
        struct err e = { 0 };
        snprintf(script, sizeof script, "echo $$ >%s.new; mv %s.new %s; %s", note, note, note, HANGS[i]);
        assert_int_equal(draws(script, "words", &out, &e), -1);
        if (!strstr(e.text, "took too long"))
            fail_msg("%s: %s", HANGS[i], e.text);
        assert_int_equal(out.len, 0);
        pid_t helper = access(note, F_OK) == 0 ? number_in(note) : 0; /* 0: it was ended before it began */
        unlink(note);
        assert_true(helper == 0 || kill(helper, 0) == -1); /* gone before the answer came */
        buf_free(&out);
    }
}

static void it_is_given_nothing_else(void **state)
{
    (void)state;
    struct buf out = { 0 };
    struct err e = { 0 };
    assert_int_equal(
        draws("tr '\\0' '\\n' </proc/$$/environ; ls -l /proc/$$/fd | grep -c socket; pwd", "", &out, &e), 0);
    assert_string_equal(buf_text(&out), "LC_ALL=C.UTF-8\nHOME=/home/somebody\n0\n/\n");
    buf_free(&out);
}

static bool at_once(void *arg)
{
    (void)arg;
    return true;
}

static void it_can_be_interrupted(void **state)
{
    (void)state;
    struct buf out = { 0 };
    struct err e = { 0 };
    helper_is("exec sleep 100");
    assert_int_equal(broker_draw(&asked, "words", 5, at_once, NULL, &out, &e), -1);
    assert_int_equal(e.code, ERR_CANCELLED);
    assert_int_equal(draws("cat", "words", &out, &e), -1);
    assert_non_null(strstr(e.text, "cannot be drawn any more"));
    assert_int_equal(broker_read(&asked), BROKER_NOTHING);
}

static void it_ends_with_the_broker(void **state)
{
    (void)state;
    char note[80], script[200];
    int status, i = 0;
    struct buf out = { 0 };
    struct err e = { 0 };
    snprintf(note, sizeof note, "%s.pid", helper_path);
    snprintf(script, sizeof script, "echo $$ >%s; exec sleep 100", note);
    helper_is(script);
    assert_int_equal(broker_draw(&asked, "words", 5, at_once, NULL, &out, &e), -1);
    pid_t helper = number_in(note), pid = asked.pid;
    unlink(note);
    assert_true(helper > 0);
    broker_kill(&asked);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    while (kill(helper, 0) == 0 && i++ < PATIENCE)
        poll(NULL, 0, 1);
    assert_int_equal(kill(helper, 0), -1);
}

#define WITH_BUS(test)    cmocka_unit_test_setup_teardown(test, start, end)
#define WITH_HELPER(test) cmocka_unit_test_setup_teardown(test, start_helper, end_helper)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_says_sleep),
        cmocka_unit_test(damaged_messages_are_survived),
        WITH_BUS(sleep_waits_for_the_lock),
        WITH_BUS(a_bus_that_refuses),
        WITH_BUS(a_bus_of_nonsense),
        WITH_BUS(a_bus_that_goes),
        WITH_BUS(it_holds_nothing_of_the_program),
        WITH_BUS(it_can_be_killed),
        WITH_BUS(its_end_is_noticed),
        cmocka_unit_test(without_a_bus),
        WITH_HELPER(it_is_given_and_gives),
        WITH_HELPER(what_fails_is_said),
        cmocka_unit_test_setup_teardown(one_that_hangs_is_ended, start_impatient, end_helper),
        WITH_HELPER(it_is_given_nothing_else),
        WITH_HELPER(it_can_be_interrupted),
        WITH_HELPER(it_ends_with_the_broker),
    };
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
