/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two speak in single bytes over a socket pair: SLEEP from the broker, READY from the program. The broker
 * is a copy of the program at a time when that holds nothing but its arguments; it is not dumpable, has no
 * descriptor but its ends of the pairs, no terminal (a key that makes a signal does not reach it) and no
 * working folder that could keep a stick from being removed. It is not confined as the program is, since
 * reaching the system is its work. What it reads comes from the system's bus and from the program, and
 * whatever the program says, all that it makes the broker do is to let the machine sleep, and to run one
 * program, found before anything foreign was read, on bytes that the program gives.
 *
 * A letter to be drawn comes over a second pair. The broker does not read it: a process of its own does
 * (helper.h), is alone on that end until it has answered, and dies with the broker.
 *
 * Tested in tests/unit/test_broker.c with a bus made for it, and in the program by tests/e2e/test_sleep.sh.
 */
#include "satchel/secure/broker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <limits.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/helper.h"
#include "satchel/secure/logind.h"
#include "satchel/secure/process.h"

enum { SLEEP = 's', READY = 'r' };

/* ---- in the broker ---- */

static void leave_the_program(int fd, int work)
{
    int keep[2] = { fd < work ? fd : work, fd < work ? work : fd };
    static const int HANDLED[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGCHLD, SIGUSR2 };
    for (size_t i = 0; i < sizeof HANDLED / sizeof *HANDLED; i++)
        signal(HANDLED[i], SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_NAME, "satchel-broker");
    setsid();
    int null = open("/dev/null", O_RDWR);
    for (int i = 0; i <= 2; i++)
        dup2(null, i);
    if (chdir("/") < 0 || process_harden_but(keep, 2, NULL) < 0)
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

/* ---- letters ---- */

struct workshop {
    const char *helper;
    int ms; /* that it may take */
    int work;
    int worker; /* readable when the process that serves a request has ended; -1: there is none */
    pid_t pid;
};

/* Where processes cannot be watched it is waited for. */
static void start_worker(struct workshop *w)
{
    w->pid = fork();
    if (w->pid == 0) {
        helper_serve(w->work, w->helper, w->ms);
        _exit(0);
    }
    if (w->pid < 0) { /* nobody would answer: the program sees that the end is closed */
        close(w->work);
        w->work = -1;
        return;
    }
    w->worker = (int)syscall(SYS_pidfd_open, w->pid, 0);
    if (w->worker < 0)
        waitpid(w->pid, NULL, 0);
}

/* The request has come, or the worker has ended. */
static void look_after(struct workshop *w, short worker, short work)
{
    if (worker) {
        waitpid(w->pid, NULL, 0);
        close(w->worker);
        w->worker = -1;
    } else if (work & POLLIN) {
        start_worker(w);
    } else if (work) {
        close(w->work);
        w->work = -1;
    }
}

static void serve(int fd, int work, const char *helper, int ms)
{
    struct logind l;
    struct workshop w = { .helper = helper, .ms = ms, .work = work, .worker = -1 };
    leave_the_program(fd, work);
    logind_start(&l);
    for (;;) {
        struct pollfd wait[] = { { .fd = fd, .events = POLLIN },
                                 { .fd = l.bus, .events = POLLIN },
                                 { .fd = w.worker, .events = POLLIN },
                                 { .fd = w.worker >= 0 ? -1 : w.work, .events = POLLIN } };
        if (poll(wait, sizeof wait / sizeof *wait, -1) < 0 && errno != EINTR)
            break;
        if (wait[1].revents)
            hear_system(fd, &l);
        look_after(&w, wait[2].revents, wait[3].revents);
        if (wait[0].revents && !hear_program(fd, &l))
            break;
    }
    _exit(0);
}

/* ---- in the program ---- */

static int make_pair(int *ends)
{
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends);
}

void broker_start_with(struct broker *b, const char *helper, int ms)
{
    int news[2], work[2];
    *b = (struct broker)BROKER_NONE;
    if (make_pair(news) < 0)
        return;
    if (make_pair(work) < 0) {
        close(news[0]);
        close(news[1]);
        return;
    }
    pid_t pid = fork();
    if (pid == 0)
        serve(news[1], work[1], helper ? helper : "", ms);
    close(news[1]);
    close(work[1]);
    *b = (struct broker){ .fd = news[0], .work = work[0], .pid = pid };
    if (pid < 0)
        broker_end(b);
}

void broker_start(struct broker *b)
{
    char helper[PATH_MAX];
    helper_find(helper, sizeof helper);
    broker_start_with(b, helper, HELPER_MS);
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

/* ---- letters ---- */

static int say_outcome(enum helper_outcome outcome, struct err *e)
{
    static const char *const TEXTS[HELPER_OUTCOMES] = {
        [HELPER_MISSING] =
            N_("The program satchel-pdf, which draws letters, is missing. Nothing was written. Install "
               "Satchel again (make install), or export as text."),
        [HELPER_FAILED] =
            N_("The program satchel-pdf ended before it had drawn the letter. Nothing was written. "
               "Export as text, or try again."),
        [HELPER_SLOW] =
            N_("Drawing the letter took too long and was stopped. Nothing was written. Try again, or "
               "export as text."),
        [HELPER_TOO_MUCH] =
            N_("The PDF would have been too large. Nothing was written. Export fewer letters at a time."),
        [HELPER_NO_MEMORY] =
            N_("There is not enough memory to draw the letter. Nothing was written. Close other "
               "programs and try again."),
    };
    return err_set(e, ERR_FAILED, "%s", _(TEXTS[outcome]));
}

/* The pair can be used no more: what would come next belongs to this request. */
static int give_up(struct broker *b, int why, struct err *e)
{
    close(b->work);
    b->work = -1;
    if (why == ECANCELED)
        return err_set(e, ERR_CANCELLED,
                       _("Drawing the letter was interrupted. Nothing was written. Start Satchel again to "
                         "export it."));
    return say_outcome(why == 0 ? HELPER_SLOW : HELPER_FAILED, e);
}

int broker_draw(struct broker *b, const void *bytes, size_t n, bool (*stop)(void *), void *arg,
                struct buf *out, struct err *e)
{
    enum { PATIENCE_MS = 30000 };
    int64_t until = helper_now() + PATIENCE_MS;
    unsigned char outcome;
    uint32_t len = (uint32_t)n;
    if (!b || b->work < 0)
        return err_set(
            e, ERR_FAILED,
            _("Letters cannot be drawn any more since the helper ended. Nothing was written. Start "
              "Satchel again, or export as text."));
    if (n > HELPER_IN_MAX)
        return say_outcome(HELPER_TOO_MUCH, e);
    if (helper_send(b->work, &len, sizeof len, until, stop, arg) < 0 ||
        helper_send(b->work, bytes, n, until, stop, arg) < 0 ||
        helper_receive(b->work, &outcome, 1, until, stop, arg) < 0 ||
        helper_receive(b->work, &len, sizeof len, until, stop, arg) < 0)
        return give_up(b, errno, e);
    if (outcome >= HELPER_OUTCOMES || len > HELPER_OUT_MAX + 65536)
        return give_up(b, EPROTO, e);
    for (size_t left = len; left > 0;) {
        char piece[16384];
        size_t part = left < sizeof piece ? left : sizeof piece;
        if (helper_receive(b->work, piece, part, until, stop, arg) < 0)
            return give_up(b, errno, e);
        buf_add(out, piece, part);
        left -= part;
    }
    if (outcome != HELPER_DONE)
        return say_outcome((enum helper_outcome)outcome, e);
    return out->failed ? err_no_memory(e) : 0;
}

void broker_end(struct broker *b)
{
    if (b->fd >= 0)
        close(b->fd);
    if (b->work >= 0)
        close(b->work);
    *b = (struct broker)BROKER_NONE;
}

void broker_kill(struct broker *b)
{
    if (b->pid > 0)
        kill(b->pid, SIGKILL);
    broker_end(b);
}
