/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another Satchel erases the vault and wants this command gone (SIGUSR2, vault/holder.h): a thread waits for
 * that, which stops all others, puts the terminal back, zeroes keys, SQLite's memory, heap and stacks, and
 * ends the process with status 1. It has one mapping for its stack and all it works with, and takes no lock.
 * Before it is started, a signal handler wipes keys and SQLite's memory only: there is nothing else yet. */
#ifndef SATCHEL_CLI_LEAVE_H
#define SATCHEL_CLI_LEAVE_H

struct leave;
struct termios;

/* The handler, at the start of the program. */
void leave_by_handler(void);
/* The thread; the caller is the only one, and confined. NULL: it could not be started, and the handler stays.
 * It goes on until the process ends. */
struct leave *leave_start(void);
/* While a passphrase is asked for: what the terminal has to have again. NULL: it has. l may be NULL. */
void leave_echo(struct leave *l, int tty, const struct termios *echo);

#endif
