/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault that a command works on: asked for, opened, closed. */
#ifndef SATCHEL_CLI_SESSION_H
#define SATCHEL_CLI_SESSION_H

#include <stdbool.h>

struct cli;
struct err;

/* From here on no network, no other program, and files are written in the vault's folder and in those of the
 * files that an ARGS_MAKES command was told to write (confine.h). Before a passphrase is asked for and before
 * foreign text is read. */
int session_confine(struct cli *c, struct err *e);
/* Whether the key file that was named can be used: for before a passphrase is asked. */
int session_key_file(struct cli *c, struct err *e);
/* For commands that need or write a vault only with some options; call from their check. ERR_USAGE when it is
 * not known where it is; to write, ERR_READ_ONLY under --read-only. */
int session_need_vault(struct cli *c, struct err *e);
int session_will_write(struct cli *c, struct err *e);
/* What can be told of the vault before a passphrase is asked: ERR_PASSPHRASE when there is none, and as
 * vault_look; and of the key file. */
int session_look(struct cli *c, struct err *e);
/* Looks, then asks for the passphrase (c->passphrase). */
int session_ask(struct cli *c, struct err *e);
/* Opens what session_ask asked for: c->open, and c->store when records are wanted. Says what opening found.
 */
int session_open(struct cli *c, bool records, struct err *e);
/* Runs the command. One that only reads does without what is damaged: it is run again on what is left, and
 * then fails with ERR_DAMAGE and how many records are missing, all its output written. */
int session_run(struct cli *c, struct err *e);
/* c->store becomes what is left of a damaged vault, c->lost what is missing. ERR_DAMAGE: only salvage helps.
 */
int session_mend(struct cli *c, struct err *e);
/* Closes what is open and wipes the passphrase; nothing to do is fine. */
int session_close(struct cli *c, struct err *e);

#endif
