/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: parses, runs one command, says in one sentence on standard error what went wrong. */
#ifndef SATCHEL_CLI_CLI_H
#define SATCHEL_CLI_CLI_H

#include <stdbool.h>

#include "satchel/base/buf.h"
#include "satchel/base/clock.h"
#include "satchel/cli/args.h"
#include "satchel/secure/broker.h"
#include "satchel/secure/confine.h"
#include "satchel/secure/secmem.h"
#include "satchel/store/losses.h"

struct err;
struct leave;
struct store;
struct vault;

/* What the terminal program is asked to open. */
struct cli_open {
    struct broker *broker; /* started already, before there was a secret; ended by the command line */
    const char *vault;     /* never NULL */
    const char *key_file;  /* NULL: none */
    bool read_only;
    bool demo;                 /* the vault is a throw-away one: every screen says so */
    struct secret *passphrase; /* opens it without asking, and is wiped once used; NULL: ask */
};

/* What lies above this layer, handed in by main. */
struct cli_hooks {
    int (*open)(const struct cli_open *o);           /* runs the terminal program; gives the exit status */
    int (*key_card)(struct buf *out, struct err *e); /* one page of keys, plain text */
};

/* One run of the command line. */
struct cli {
    struct args args;
    const struct args_command *commands; /* all there are */
    const struct cli_hooks *hooks;
    const struct clock *clock;
    char *vault;        /* where it is, or is to be; NULL: nobody said, and there is no home */
    bool vault_default; /* nobody named another place */
    const char *key_file;
    const char *makes; /* a file beside its arguments that the command will make; NULL: none */
    int passphrase_fd; /* -1: the terminal */
    bool json, read_only;
    struct confine confine;
    struct leave *leave;  /* NULL: its thread does not run */
    bool writes;          /* the command will */
    bool changed;         /* something was stored: what fails from then on does not say that nothing was */
    struct broker broker; /* of the terminal program */
    struct secret passphrase; /* between session_ask and session_open */
    struct vault *open;       /* NULL: none */
    struct store *store;      /* what is in it; NULL unless the command needs records */
    bool mended;              /* the vault is damaged; the store is what is left of it */
    struct losses lost;       /* what is not left */
    size_t items;             /* of the list that is being written */
    bool listing;             /* it is not at its end */
    bool flushed;             /* a part of it is written out */
    struct buf out; /* for standard output; written by stream_flush, at the latest when the command ends */
};

/* The exit status. */
int cli_main(int argc, char *const argv[], const struct cli_hooks *hooks, const struct clock *clock);

#endif
