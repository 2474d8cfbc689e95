/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals while the echo is off arrive through a signalfd, not a handler: so the terminal is put back first,
 * by ordinary code, and then the signal has its usual effect. A passphrase lies in secret memory from the
 * read on. A descriptor is read byte by byte, so that whatever follows the line stays for who reads next
 * (standard input may carry passphrases first and records after). Tested in tests/e2e/test_cli_terminal. */
#include "satchel/cli/ask.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/leave.h"
#include "satchel/cli/stream.h"
#include "satchel/secure/passgen.h"

static int too_long(struct err *e)
{
    return err_set(e, ERR_INPUT,
                   _("The passphrase is longer than %d bytes. Nothing was changed. Choose a shorter one."),
                   KDF_PASSPHRASE_MAX);
}

/* ---- from a descriptor ---- */
static int read_line(int fd, struct secret *out, size_t *n, struct err *e)
{
    for (*n = 0;; ++*n) {
        uint8_t byte;
        ssize_t got = read(fd, &byte, 1);
        if (got < 0 && errno == EINTR) {
            --*n;
            continue;
        }
        if (got < 0)
            return err_set(
                e, ERR_USAGE,
                _("No passphrase could be read: descriptor %d is not open for reading. Nothing was "
                  "done. Check --passphrase-fd."),
                fd);
        if (got == 0 || byte == '\n')
            return 0;
        if (*n == out->len)
            return too_long(e);
        out->data[*n] = byte;
        wipe(&byte, 1);
    }
}

/* ---- from the terminal ---- */
struct asking {
    struct leave *leave; /* SIGUSR2 is its business */
    int tty, signals;
    sigset_t before;
    struct termios echo;
};

static void tell(int fd, const char *text)
{
    ssize_t n = write(fd, text, strlen(text));
    (void)n; /* a terminal that cannot show the prompt shows the failure to read, too */
}

static int echo_off(struct asking *t)
{
    struct termios quiet = t->echo;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
    quiet.c_lflag |= ICANON | ISIG | ECHONL;
    return tcsetattr(t->tty, TCSAFLUSH, &quiet);
}

static int no_terminal(struct err *e)
{
    return err_set(e, ERR_USAGE,
                   _("There is no terminal to ask for the passphrase. Nothing was done. Give it with "
                     "--passphrase-fd N."));
}

static int terminal_start(struct asking *t, struct err *e)
{
    sigset_t set;
    sigemptyset(&set);
    const int wanted[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        sigaddset(&set, wanted[i]);
    t->signals = -1;
    t->tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (t->tty < 0 || tcgetattr(t->tty, &t->echo) != 0) {
        if (t->tty >= 0)
            close(t->tty);
        return no_terminal(e);
    }
    leave_echo(t->leave, t->tty, &t->echo);
    sigprocmask(SIG_BLOCK, &set, &t->before);
    t->signals = signalfd(-1, &set, SFD_CLOEXEC);
    return 0;
}

static void terminal_end(struct asking *t)
{
    tcsetattr(t->tty, TCSAFLUSH, &t->echo);
    leave_echo(t->leave, -1, NULL);
    close(t->tty);
    if (t->signals >= 0)
        close(t->signals);
    sigprocmask(SIG_SETMASK, &t->before, NULL);
}

/* Lets a signal have its effect with the terminal as it was; comes back only from a stop. */
static void let_signal_act(struct asking *t)
{
    struct signalfd_siginfo info;
    if (read(t->signals, &info, sizeof info) != (ssize_t)sizeof info)
        return;
    sigset_t one, blocked;
    sigemptyset(&one);
    sigaddset(&one, (int)info.ssi_signo);
    tcsetattr(t->tty, TCSAFLUSH, &t->echo);
    tell(t->tty, "\n");
    raise((int)info.ssi_signo);
    sigprocmask(SIG_UNBLOCK, &one, &blocked);
    sigprocmask(SIG_SETMASK, &blocked, NULL);
}

/* One line without its end, of at most out->len bytes. */
static int terminal_line(struct asking *t, const char *prompt, struct secret *out, size_t *n, struct err *e)
{
    for (;;) {
        if (echo_off(t) != 0)
            return err_errno(e, errno,
                             _("The terminal could not be set to hide what is typed, nothing was done"));
        tell(t->tty, prompt);
        struct pollfd fds[2] = { { .fd = t->tty, .events = POLLIN }, { .fd = t->signals, .events = POLLIN } };
        if (poll(fds, 2, -1) < 0 && errno != EINTR)
            return err_errno(e, errno, _("The terminal could not be read, nothing was done"));
        if (fds[1].revents) {
            let_signal_act(t);
            continue;
        }
        ssize_t got = read(t->tty, out->data, out->len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return err_set(e, ERR_CANCELLED, _("No passphrase was given. Nothing was done."));
        *n = (size_t)got;
        if (out->data[*n - 1] != '\n')
            return *n == out->len ? too_long(e) : 0;
        --*n;
        return 0;
    }
}

static int from_terminal(struct cli *c, const char *prompt, struct secret *out, size_t *n, struct err *e)
{
    struct asking t = { .leave = c->leave };
    if (terminal_start(&t, e) != 0)
        return -1;
    int rc = terminal_line(&t, prompt, out, n, e);
    terminal_end(&t);
    return rc;
}

int ask_passphrase(struct cli *c, const char *prompt, struct secret *out, struct err *e)
{
    size_t n = 0;
    if (secret_new(out, KDF_PASSPHRASE_MAX, e) != 0)
        return -1;
    int rc = c->passphrase_fd >= 0 ? read_line(c->passphrase_fd, out, &n, e)
                                   : from_terminal(c, prompt, out, &n, e);
    if (rc == 0 && n == 0)
        rc = err_set(e, ERR_PASSPHRASE, _("No passphrase was given. Nothing was changed."));
    if (rc == 0)
        secret_cut(out, n);
    else
        secret_free(out);
    return rc;
}

/* What the new passphrase is worth; a weak one needs a yes. Only on a terminal. */
static int weigh(const struct secret *fresh, enum kdf_profile profile, struct err *e)
{
    enum passgen_strength strength = passgen_strength(fresh, profile);
    tell(STDERR_FILENO, passgen_advice(strength));
    tell(STDERR_FILENO, "\n");
    if (strength >= PASSGEN_MONTHS || !ask_possible() || ask_yes(_("Use it all the same? (yes or no) ")))
        return 0;
    return err_set(e, ERR_CANCELLED,
                   _("Nothing was changed. A suggestion of six words: satchel passphrase suggest"));
}

/* A script has nobody to ask: it is told, and goes on. */
static void warn_weak(const struct secret *fresh, enum kdf_profile profile)
{
    enum passgen_strength strength = passgen_strength(fresh, profile);
    struct err said;
    if (strength >= PASSGEN_MONTHS)
        return;
    err_set(&said, ERR_INPUT, _("The new passphrase is weak: %s"), passgen_advice(strength));
    stream_say(said.text);
}

static bool has_terminal(void)
{
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (tty >= 0)
        close(tty);
    return tty >= 0;
}

int ask_new_passphrase(struct cli *c, enum kdf_profile profile, struct secret *out, struct err *e)
{
    struct secret again = { 0 };
    bool terminal = c->passphrase_fd < 0;
    if (terminal && !has_terminal())
        return no_terminal(e);
    if (terminal)
        tell(STDERR_FILENO,
             _("Choose a passphrase of six or more words that have nothing to do with you or each other.\n"
               "A long one that you can remember beats a short one with odd signs. Without it nobody\n"
               "can read the vault, and that includes you: there is no reset. Nothing shows as you type.\n"));
    if (ask_passphrase(c, _("New passphrase: "), out, e) != 0)
        return -1;
    int rc = terminal ? weigh(out, profile, e) : 0;
    if (rc == 0)
        rc = ask_passphrase(c, _("The same again: "), &again, e);
    if (rc == 0 && !secret_same(out, &again))
        rc = err_set(e, ERR_INPUT, _("The two new passphrases differ. Nothing was changed. Try again."));
    secret_free(&again);
    if (rc == 0 && !terminal)
        warn_weak(out, profile);
    if (rc != 0)
        secret_free(out);
    return rc;
}

bool ask_possible(void)
{
    return isatty(STDERR_FILENO) && has_terminal();
}

static bool answer_of(int fd)
{
    char line[32];
    size_t n = 0;
    while (n < sizeof line - 1 && read(fd, line + n, 1) == 1 && line[n] != '\n')
        n++;
    line[n] = '\0';
    /* TRANSLATORS: what is typed for yes. */
    return strcmp(line, _("yes")) == 0 || strcmp(line, _("y")) == 0;
}

bool ask_yes(const char *question)
{
    if (!ask_possible())
        return false;
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    tell(tty, question);
    bool yes = answer_of(tty);
    close(tty);
    return yes;
}

bool ask_yes_anywhere(const char *question)
{
    if (ask_possible())
        return ask_yes(question);
    tell(STDERR_FILENO, question);
    bool yes = answer_of(STDIN_FILENO);
    tell(STDERR_FILENO, "\n");
    return yes;
}
