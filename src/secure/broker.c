/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two speak in single bytes over a socket pair: SLEEP from the broker, READY from the program. The broker
 * is a copy of the program at a time when that holds nothing but its arguments; it is not dumpable, has no
 * descriptor but its end of the pair, no terminal (a key that makes a signal does not reach it) and no
 * working folder that could keep a stick from being removed. It is not confined as the program is, since
 * reaching the system is its work. What it reads comes from the system's bus and from the program, and
 * whatever the program says, all that it makes the broker do is to let the machine sleep.
 *
 * Tested in tests/unit/test_broker.c with a bus made for it, and in the program by tests/e2e/test_sleep.sh.
 */
#include "satchel/secure/broker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "satchel/secure/logind.h"
#include "satchel/secure/process.h"

enum { SLEEP = 's', READY = 'r' };

/* ---- in the broker ---- */

static void leave_the_program(int fd)
{
    static const int HANDLED[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGCHLD };
    for (size_t i = 0; i < sizeof HANDLED / sizeof *HANDLED; i++)
        signal(HANDLED[i], SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_NAME, "satchel-broker");
    setsid();
    int null = open("/dev/null", O_RDWR);
    for (int i = 0; i <= 2; i++)
        dup2(null, i);
    if (chdir("/") < 0 || process_harden(fd, NULL) < 0)
        _exit(1);
}

/* False: the program has ended. */
static bool hear_program(int fd, struct logind *l)
{
    char byte;
    ssize_t n = read(fd, &byte, 1);
    if (n == 1 && byte == READY)
        logind_release(l);
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static void hear_system(int fd, struct logind *l)
{
    for (enum logind_news news; (news = logind_read(l)) != LOGIND_NOTHING;)
        if (news == LOGIND_SLEEP)
            (void)!write(fd, &(char){ SLEEP }, 1);
}

static void serve(int fd)
{
    struct logind l;
    leave_the_program(fd);
    logind_start(&l);
    for (;;) {
        struct pollfd wait[2] = { { .fd = fd, .events = POLLIN }, { .fd = l.bus, .events = POLLIN } };
        if (poll(wait, 2, -1) < 0 && errno != EINTR)
            break;
        if (wait[1].revents)
            hear_system(fd, &l);
        if (wait[0].revents && !hear_program(fd, &l))
            break;
    }
    _exit(0);
}

/* ---- in the program ---- */

void broker_start(struct broker *b)
{
    int ends[2];
    *b = (struct broker)BROKER_NONE;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) < 0)
        return;
    pid_t pid = fork();
    if (pid == 0)
        serve(ends[1]);
    close(ends[1]);
    if (pid < 0)
        close(ends[0]);
    else
        *b = (struct broker){ .fd = ends[0], .pid = pid };
}

enum broker_news broker_read(struct broker *b)
{
    char byte;
    ssize_t n = b->fd < 0 ? 0 : read(b->fd, &byte, 1);
    if (n == 1 && byte == SLEEP)
        return BROKER_SLEEP;
    if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)))
        return BROKER_NOTHING;
    broker_end(b);
    return BROKER_GONE;
}

void broker_ready(struct broker *b)
{
    if (b->fd >= 0)
        (void)!write(b->fd, &(char){ READY }, 1);
}

void broker_end(struct broker *b)
{
    if (b->fd >= 0)
        close(b->fd);
    *b = (struct broker)BROKER_NONE;
}

void broker_kill(struct broker *b)
{
    if (b->pid > 0)
        kill(b->pid, SIGKILL);
    broker_end(b);
}
