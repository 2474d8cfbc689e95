/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking: passphrases from the terminal without echo, or from a descriptor, a line each; and yes or no. */
#ifndef SATCHEL_CLI_ASK_H
#define SATCHEL_CLI_ASK_H

#include <stdbool.h>

#include "satchel/secure/kdf.h"
#include "satchel/secure/secmem.h"

struct cli;
struct err;

/* One passphrase that exists. -1: none was given (ERR_PASSPHRASE), no terminal (ERR_USAGE), ended by a key or
 * signal (ERR_CANCELLED). The caller frees *out. */
int ask_passphrase(struct cli *c, const char *prompt, struct secret *out, struct err *e);
/* A new one, twice; on a terminal with advice, and a weak one needs a yes; from a script a line on standard
 * error says that it is weak. ERR_INPUT when the two differ. */
int ask_new_passphrase(struct cli *c, enum kdf_profile profile, struct secret *out, struct err *e);
/* Whether somebody can be asked: messages go to a terminal, and there is one to answer on. */
bool ask_possible(void);
/* Asks on the terminal; anything but the word for yes is no, and so is no terminal. */
bool ask_yes(const char *question);
/* The same; without a terminal the answer is a line of standard input, whose end is no. */
bool ask_yes_anywhere(const char *question);

#endif
