/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/help.h"

#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/stream.h"

static void option_left(const struct args_option *o, struct buf *left)
{
    if (o->letter)
        buf_addf(left, "-%c, ", o->letter);
    buf_addf(left, "--%s", o->name);
    if (o->arg)
        buf_addf(left, " %s", _(o->arg));
}

#define HELP_WIDTH 79

/* Two columns. */
static void row(struct buf *out, const char *left, const char *right, int column)
{
    buf_addf(out, "  %-*s  ", column, left);
    if ((int)strlen(left) > column)
        buf_addf(out, "\n%*s", column + 4, "");
    stream_wrap(out, right, HELP_WIDTH - column - 4, column + 4);
}

static void options(struct buf *out, const char *title, const struct args_option *table)
{
    buf_addf(out, "\n%s\n", title);
    struct buf left = { 0 };
    for (const struct args_option *o = table; o->name; o++) {
        buf_clear(&left);
        option_left(o, &left);
        row(out, buf_text(&left), _(o->help), 20);
    }
    buf_free(&left);
}

static void commands(struct buf *out, const struct args_command *table)
{
    buf_addf(out, "\n%s\n", _("Commands:"));
    for (const struct args_command *c = table; c->name; c++)
        row(out, c->name, _(c->summary), 12);
}

static void synopsis_options(const struct args_option *table, struct buf *out)
{
    for (const struct args_option *o = table; o && o->name; o++) {
        buf_addf(out, o->arg ? " [--%s %s]" : " [--%s]", o->name, o->arg ? _(o->arg) : "");
        if (o->many)
            buf_adds(out, "...");
    }
}

static void command_help(const struct args_command *group, const struct args_command *c, struct buf *out)
{
    enum { USAGE_INDENT = 8 };
    struct buf name = { 0 }, rest = { 0 }, usage = { 0 };
    args_name(group, c, &name);
    synopsis_options(c->options, &rest);
    if (c->args && *c->args)
        buf_addf(&rest, " %s", _(c->args));
    buf_addf(&usage, _("Usage: satchel %s%s"), buf_text(&name), buf_text(&rest));
    bool wide = usage.len > HELP_WIDTH;
    stream_wrap(out, buf_text(&usage), wide ? HELP_WIDTH - USAGE_INDENT : HELP_WIDTH, USAGE_INDENT);
    buf_addf(out, "\n%s\n", _(c->summary));
    for (size_t i = 0; i < sizeof c->help / sizeof *c->help && c->help[i]; i++)
        buf_addc(out, '\n'), stream_wrap(out, _(c->help[i]), HELP_WIDTH, 0);
    if (c->options)
        options(out, _("Options:"), c->options);
    options(out, _("Options for every command:"), ARGS_GLOBAL);
    buf_free(&name);
    buf_free(&rest);
    buf_free(&usage);
}

static void program_help(const struct args_command *table, struct buf *out)
{
    buf_adds(out, _("Usage: satchel [-f FILE] [COMMAND [ARGS]]\n\n"
                    "Keeps cases, people and letters in one encrypted file. Without a command the\n"
                    "terminal program opens.\n"));
    commands(out, table);
    options(out, _("Options for every command:"), ARGS_GLOBAL);
    buf_adds(out, _("\nExit status: 0 done, 1 failed, 2 wrong usage, 3 wrong passphrase (or a damaged\n"
                    "header, or no vault), 4 vault in use, 5 damage found, 6 findings in a letter.\n"
                    "\nMore: satchel COMMAND --help, man satchel\n"));
}

void help_text(const struct args_command *table, const struct args_command *group,
               const struct args_command *command, struct buf *out)
{
    if (command) {
        command_help(group, command, out);
    } else if (group) {
        buf_addf(out, _("Usage: satchel %s COMMAND [ARGS]\n"), group->name);
        buf_addf(out, "\n%s\n", _(group->summary));
        commands(out, group->commands);
        options(out, _("Options for every command:"), ARGS_GLOBAL);
    } else {
        program_help(table, out);
    }
}

int help_run(struct cli *c, struct err *e)
{
    char *argv[] = { "satchel", "", "" };
    struct args named = { 0 };
    for (size_t i = 0; i < c->args.words.n; i++)
        argv[i + 1] = (char *)(uintptr_t)c->args.words.at[i];
    int rc = args_parse(&named, c->commands, (int)c->args.words.n + 1, argv, e);
    if (rc == 0 && named.words.n)
        rc = err_set(e, ERR_USAGE,
                     _("\"%s\" has no commands of its own. Nothing was done. See: satchel --help"), argv[1]);
    if (rc == 0)
        help_text(c->commands, named.group, named.command, &c->out);
    args_free(&named);
    return rc == 0 ? stream_text(c, "help", e) : -1;
}
