/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The process that serves a request reads it whole before the helper is started, so that a slow program and a
 * slow helper never wait for each other, and gives the helper nothing but two pipes: no descriptor of the
 * program's, an environment of a few lines (where the user's own fonts are), no way to gain rights. The
 * helper confines itself (src/pdf/main.c); what it writes is bounded here, and so is its time.
 *
 * Tested in tests/unit/test_broker.c with helpers that are shell scripts, and by tests/e2e/test_pdf.py. */
#include "satchel/secure/helper.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <fcntl.h>
#include <unistd.h>

#include "satchel/base/buf.h"

enum { REQUEST_MS = 5000, ASK_MS = 50, END_MS = 5 };

int64_t helper_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void helper_find(char *path, size_t size)
{
    static const char *const PLACES[] = { "satchel-pdf", "../libexec/satchel/satchel-pdf" };
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self);
    const char *slash = n > 0 && n < (ssize_t)sizeof self ? memrchr(self, '/', (size_t)n) : NULL;
    for (size_t i = 0; slash && i < sizeof PLACES / sizeof *PLACES; i++) {
        int len = snprintf(path, size, "%.*s/%s", (int)(slash - self), self, PLACES[i]);
        if (len > 0 && (size_t)len < size && access(path, X_OK) == 0)
            return;
    }
    *path = '\0';
}

/* ---- bytes through a descriptor ---- */

/* 0: it is ready; -1 as helper_send. */
static int await(int fd, short what, int64_t until, bool (*stop)(void *), void *arg)
{
    for (;;) {
        struct pollfd p = { .fd = fd, .events = what };
        int64_t left = until - helper_now();
        int n = left > 0 ? poll(&p, 1, left < ASK_MS ? (int)left : ASK_MS) : 0;
        if (n > 0)
            return 0;
        errno = n < 0 && errno != EINTR ? errno : left <= 0 ? 0 : stop && stop(arg) ? ECANCELED : EAGAIN;
        if (errno != EAGAIN)
            return -1;
    }
}

static bool again(ssize_t n)
{
    return n < 0 && (errno == EINTR || errno == EAGAIN);
}

int helper_send(int fd, const void *bytes, size_t n, int64_t until, bool (*stop)(void *), void *arg)
{
    const char *at = bytes;
    while (n > 0) {
        if (await(fd, POLLOUT, until, stop, arg) < 0)
            return -1;
        ssize_t done = write(fd, at, n);
        if (done < 0 && !again(done))
            return -1;
        at += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    return 0;
}

int helper_receive(int fd, void *bytes, size_t n, int64_t until, bool (*stop)(void *), void *arg)
{
    char *at = bytes;
    while (n > 0) {
        if (await(fd, POLLIN, until, stop, arg) < 0)
            return -1;
        ssize_t done = read(fd, at, n);
        if (done == 0 || (done < 0 && !again(done))) {
            errno = done == 0 ? EPIPE : errno;
            return -1;
        }
        at += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    return 0;
}

/* ---- the helper ---- */

/* Where fontconfig finds what the user has installed, and nothing else of the environment. home: room. */
static void keep_environment(char *home, size_t size, char *env[static 3])
{
    const char *value = getenv("HOME");
    int n = value ? snprintf(home, size, "HOME=%s", value) : 0;
    env[0] = (char *)"LC_ALL=C.UTF-8";
    env[1] = n > 0 && (size_t)n < size ? home : NULL;
    env[2] = NULL;
}

static void run(const char *path, int in, int out)
{
    char home[4200], *env[3];
    char *const argv[] = { (char *)"satchel-pdf", NULL };
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    signal(SIGPIPE, SIG_DFL);
    keep_environment(home, sizeof home, env);
    if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0) {
        close_range(3, ~0U, 0);
        execve(path, argv, env);
    }
    _exit(127);
}

struct talk {
    int to, from; /* the helper's ends of ours; -1: closed */
    const struct buf *in;
    size_t sent;
    struct buf *out;
};

/* Gives what it takes; closes its input after the last byte, or when it does not read on. */
static void give(struct talk *t)
{
    ssize_t n = write(t->to, t->in->data + t->sent, t->in->len - t->sent);
    if (n > 0)
        t->sent += (size_t)n;
    if (t->sent == t->in->len || (n < 0 && !again(n))) {
        close(t->to);
        t->to = -1;
    }
}

/* False: it has written its last. */
static bool hear(struct talk *t)
{
    char bytes[65536];
    ssize_t n = read(t->from, bytes, sizeof bytes);
    if (n > 0)
        buf_add(t->out, bytes, (size_t)n);
    return n > 0 || again(n);
}

static enum helper_outcome talk(struct talk *t, int64_t until)
{
    for (int64_t left; (left = until - helper_now()) > 0;) {
        struct pollfd p[2] = { { .fd = t->from, .events = POLLIN }, { .fd = t->to, .events = POLLOUT } };
        if (poll(p, 2, (int)left) < 0 && errno != EINTR)
            return HELPER_FAILED;
        if (p[1].revents)
            give(t);
        if (p[0].revents && !hear(t))
            return t->out->failed ? HELPER_NO_MEMORY : HELPER_DONE;
        if (t->out->len > HELPER_OUT_MAX)
            return HELPER_TOO_MUCH;
    }
    return HELPER_SLOW;
}

static void close_both(const int *ends)
{
    close(ends[0]);
    close(ends[1]);
}

/* One that has written its last may still go on: it is ended like one that writes on. */
static enum helper_outcome await_end(pid_t pid, int64_t until, enum helper_outcome outcome)
{
    int status = 0;
    pid_t ended = 0;
    while (outcome == HELPER_DONE && (ended = waitpid(pid, &status, WNOHANG)) == 0 && helper_now() < until)
        poll(NULL, 0, END_MS);
    if (ended == 0) {
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
        return outcome == HELPER_DONE ? HELPER_SLOW : outcome;
    }
    if (ended != pid || status == 0)
        return outcome;
    return WIFEXITED(status) && WEXITSTATUS(status) == 127 ? HELPER_MISSING : HELPER_FAILED;
}

static enum helper_outcome run_helper(const char *path, int ms, const struct buf *in, struct buf *out)
{
    int down[2], up[2];
    if (!*path || access(path, X_OK) < 0)
        return HELPER_MISSING;
    if (pipe2(down, O_CLOEXEC) < 0)
        return HELPER_FAILED;
    if (pipe2(up, O_CLOEXEC) < 0) {
        close_both(down);
        return HELPER_FAILED;
    }
    pid_t pid = fork();
    if (pid == 0)
        run(path, down[0], up[1]);
    close(down[0]);
    close(up[1]);
    fcntl(down[1], F_SETFL, O_NONBLOCK);
    struct talk t = { .to = down[1], .from = up[0], .in = in, .out = out };
    int64_t until = helper_now() + ms;
    enum helper_outcome outcome = pid < 0 ? HELPER_NO_MEMORY : await_end(pid, until, talk(&t, until));
    if (t.to >= 0)
        close(t.to);
    close(up[0]);
    return outcome;
}

void helper_serve(int fd, const char *path, int ms)
{
    struct buf in = { 0 }, out = { 0 };
    uint32_t n;
    int64_t until = helper_now() + REQUEST_MS;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (helper_receive(fd, &n, sizeof n, until, NULL, NULL) < 0 || n > HELPER_IN_MAX)
        return;
    enum helper_outcome outcome = HELPER_NO_MEMORY;
    char *room = malloc(n + 1);
    if (room && helper_receive(fd, room, n, until, NULL, NULL) < 0)
        return;
    if (room)
        buf_add(&in, room, n);
    if (room && !in.failed)
        outcome = run_helper(path, ms, &in, &out);
    if (outcome != HELPER_DONE)
        buf_clear(&out);
    char head = (char)outcome;
    n = (uint32_t)out.len;
    until = helper_now() + REQUEST_MS;
    if (helper_send(fd, &head, 1, until, NULL, NULL) == 0 &&
        helper_send(fd, &n, sizeof n, until, NULL, NULL) == 0)
        helper_send(fd, buf_text(&out), out.len, until, NULL, NULL);
}
