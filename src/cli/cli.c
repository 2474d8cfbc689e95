/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/cli.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/commands.h"
#include "satchel/cli/help.h"
#include "satchel/cli/leave.h"
#include "satchel/cli/stream.h"
#include "satchel/cli/session.h"
#include "satchel/secure/process.h"
#include "satchel/secure/secmem.h"
#include "satchel/vault/vault.h"

/* -f, else $SATCHEL_VAULT, else satchel/vault in the user's data folder (XDG Base Directory Specification).
 * NULL when there is no such folder: not every command needs a vault. */
static int find_vault(struct cli *c, struct err *e)
{
    const char *given = args_text(&c->args, "vault");
    if (!given)
        given = getenv("SATCHEL_VAULT");
    if (given && *given)
        return str_set(&c->vault, given) == 0 ? 0 : err_no_memory(e);
    c->vault_default = true;
    struct buf path = { 0 };
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && data[0] == '/')
        buf_addf(&path, "%s/satchel/vault", data);
    else if (home && home[0] == '/')
        buf_addf(&path, "%s/.local/share/satchel/vault", home);
    else
        return 0;
    c->vault = buf_take(&path, e);
    return c->vault ? 0 : -1;
}

/* Before anything is opened: no dumps, no descriptors but the passphrase's beside 0 to 2, and a heap for
 * SQLite that is locked and wiped. */
static int protect(struct cli *c, struct err *e)
{
    long fd;
    if (args_number(&c->args, "passphrase-fd", 0, 1 << 20, -1, &fd, e) != 0)
        return -1;
    c->passphrase_fd = (int)fd;
    if (process_harden(c->passphrase_fd, e) != 0 || vault_start(e) != 0)
        return -1;
    leave_by_handler();
    return 0;
}

static int take_globals(struct cli *c, struct err *e)
{
    c->key_file = args_text(&c->args, "key-file");
    c->read_only = args_has(&c->args, "read-only");
    return find_vault(c, e);
}

/* What fails first is what is said. */
static int first_failure(int rc, int then, struct err *e, const struct err *later)
{
    if (rc == 0 && then != 0)
        *e = *later;
    return rc == 0 ? then : rc;
}

static int run_command(struct cli *c, struct err *e)
{
    const struct args_command *command = c->args.command;
    if (command->need & ARGS_WRITES && session_will_write(c, e) != 0)
        return -1;
    if (command->need & ARGS_VAULT && session_need_vault(c, e) != 0)
        return -1;
    int rc = command->check ? command->check(c, e) : 0;
    if (rc == 0 && !(command->need & (ARGS_SCREEN | ARGS_URGENT)))
        rc = session_confine(c, e);
    if (rc == 0 && command->need & ARGS_VAULT)
        rc = session_ask(c, e) == 0 ? session_open(c, (command->need & ARGS_RECORDS) == ARGS_RECORDS, e) : -1;
    if (rc == 0)
        rc = session_run(c, e);
    c->changed |= rc == 0 && c->writes;
    if (rc != 0)
        stream_break(c);
    struct err later = { 0 };
    rc = first_failure(rc, session_close(c, &later), e, &later);
    return first_failure(rc, stream_flush(c, &later), e, &later);
}

/* A vault that is in use is the unlock screen's to say: a program that ended here would leave the passphrase,
 * which is being typed already, to the shell. */
static bool may_wait(const struct cli *c, const struct err *e)
{
    return e->code == ERR_BUSY && c->passphrase_fd < 0 && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

static int open_program(struct cli *c, struct err *e)
{
    bool given = c->passphrase_fd >= 0;
    if (session_need_vault(c, e) != 0)
        return -1;
    if (given || c->read_only || access(c->vault, F_OK) == 0) /* else the first run makes one */
        if (session_look(c, e) != 0 && !may_wait(c, e))
            return -1;
    *e = (struct err){ 0 };
    broker_start(&c->broker);
    if (given && session_ask(c, e) != 0)
        return -1;
    const struct cli_open o = { .broker = &c->broker,
                                .vault = c->vault,
                                .key_file = c->key_file,
                                .passphrase = given ? &c->passphrase : NULL,
                                .read_only = c->read_only };
    int status = c->hooks->open(&o);
    secret_free(&c->passphrase);
    return status;
}

/* The exit status, or -1 with *e. */
static int act(struct cli *c, int argc, char *const argv[], struct err *e)
{
    stream_start();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error to report, not a death with a vault open */
    if (args_parse(&c->args, c->commands, argc, argv, e) != 0 || protect(c, e) != 0)
        return -1;
    c->json = args_has(&c->args, "json");
    if (args_has(&c->args, "help")) {
        help_text(c->commands, c->args.group, c->args.command, &c->out);
        return stream_text(c, "help", e) == 0 ? stream_flush(c, e) : -1;
    }
    if (args_has(&c->args, "version")) {
        buf_adds(&c->out, c->json ? SATCHEL_VERSION : "satchel " SATCHEL_VERSION "\n");
        return stream_text(c, "version", e) == 0 ? stream_flush(c, e) : -1;
    }
    if (args_check(&c->args, e) != 0 || take_globals(c, e) != 0)
        return -1;
    return c->args.command ? run_command(c, e) : open_program(c, e);
}

int cli_main(int argc, char *const argv[], const struct cli_hooks *hooks, const struct clock *clock)
{
    struct cli c = {
        .commands = COMMANDS, .hooks = hooks, .clock = clock, .broker = BROKER_NONE, .passphrase_fd = -1
    };
    struct err e = { 0 };
    int status = act(&c, argc, argv, &e);
    if (status < 0) {
        if (*e.text)
            stream_say(e.text);
        status = err_exit_status(e.code);
    }
    broker_end(&c.broker);
    args_free(&c.args);
    str_free(c.vault);
    buf_free(&c.out);
    secmem_wipe_stack();
    return status;
}
