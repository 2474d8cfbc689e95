/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line as tables: what a command is called, what it takes, what it says of itself. One table of
 * commands feeds parsing, dispatch, --help, shell completion and the test that holds satchel(1) against it.
 */
#ifndef SATCHEL_CLI_ARGS_H
#define SATCHEL_CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "satchel/base/buf.h"

struct cli;
struct err;

/* What a word can be completed to. A list of words, separated by blanks, or one of these. */
#define ARGS_FILE    "\1file"
#define ARGS_TYPE    "\1type"
#define ARGS_COMMAND "\1command"
#define ARGS_RECORD  "\1record" /* a type, then its fields */
#define ARGS_FIELD   "\1field"  /* fields: of an option, those of the type that is listed */

struct args_option {
    const char *name;  /* without the dashes; NULL ends a table */
    char letter;       /* its short form, or 0 */
    const char *arg;   /* how help names its value (FILE); NULL: a switch */
    const char *help;  /* one line, marked with N_ */
    const char *words; /* what the value can be: a list is also enforced; NULL: anything */
    bool many;         /* may be given more than once */
    bool condition;    /* takes FIELD OP VALUE: three words, or one that holds the operator */
};

/* What a command needs before its handler runs. */
enum args_need {
    ARGS_VAULT = 1,      /* an unlocked vault */
    ARGS_RECORDS = 3,    /* and what is stored in it */
    ARGS_WRITES = 4,     /* changes something: refused under --read-only */
    ARGS_LEAVES = 8,     /* leaves the file as it is, without the mark of an open session */
    ARGS_SCREEN = 16,    /* opens the terminal program, which confines itself */
    ARGS_MAKES = 32,     /* its arguments name files that it writes */
    ARGS_KEEPS = 64,     /* the passphrase stays until the handler has run: another one is held against it */
    ARGS_DAMAGED = 128,  /* does its work on a vault too damaged to be opened: c->store may be missing */
    ARGS_SALVAGES = 384, /* and never writes to it, not even to undo what was cut off */
    ARGS_URGENT = 512    /* confines itself, once what cannot wait is done */
};

struct args_command {
    const char *name;                           /* NULL ends a table */
    const char *args;                           /* what follows the options, as help shows it: "[TYPE]" */
    const char *summary;                        /* one line, marked with N_ */
    const char *help[3];                        /* paragraphs below the synopsis, marked with N_ */
    const struct args_option *options;          /* may be NULL */
    const struct args_command *commands;        /* of a group, else NULL */
    const char *words;                          /* what its arguments can be completed to; NULL: nothing */
    size_t least, most;                         /* how many arguments; most ARGS_MANY: no limit */
    unsigned need;                              /* of enum args_need */
    int (*check)(struct cli *c, struct err *e); /* its arguments, before a passphrase is asked; or NULL */
    int (*run)(struct cli *c, struct err *e);   /* NULL in a group */
};
#define ARGS_MANY ((size_t)-1)

struct args_value {
    const struct args_option *option;
    const char *text[3]; /* of argv; a condition has three, a switch none */
};

/* One parsed command line. Everything points into argv. */
struct args {
    const struct args_command *group;   /* the command a subcommand belongs to, else NULL */
    const struct args_command *command; /* NULL: none was named */
    DYN(struct args_value) options;
    DYN(const char *) words;
    struct strs split; /* the parts of conditions that were given as one word */
};

/* The options that may stand anywhere. */
extern const struct args_option ARGS_GLOBAL[];

/* Parses argv[1..] against the table. 0, or -1 with ERR_USAGE. args_free in either case. Counts of arguments
 * are checked by args_check, so that --help works with none. */
int args_parse(struct args *a, const struct args_command *table, int argc, char *const argv[], struct err *e);
int args_check(const struct args *a, struct err *e);
void args_free(struct args *a);

bool args_has(const struct args *a, const char *option);
const char *args_text(const struct args *a, const char *option); /* the last one given, or NULL */
/* An option's number within [least, most]; `otherwise` when it was not given. -1 with ERR_USAGE. */
int args_number(const struct args *a, const char *option, long least, long most, long otherwise, long *out,
                struct err *e);
/* "list", or "passphrase change": for messages and help. Never NULL. out is wiped first. */
const char *args_name(const struct args_command *group, const struct args_command *command, struct buf *out);

#endif
