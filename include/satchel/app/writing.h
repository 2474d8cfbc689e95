/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a lock leaves to the disk (vault/late.h), a save that it found waiting included: it is written,
 * sealed, when keys, memory and screen are wiped already. Until the disk has it nobody is told that nothing
 * was lost, what was typed last stays sealed in memory too, the vault is not opened again, and the program
 * does not end, by itself or by the guard. To stop, or to let the machine sleep, it waits two seconds for the
 * disk, and no longer: nothing secret is left.
 */
#ifndef SATCHEL_APP_WRITING_H
#define SATCHEL_APP_WRITING_H

#include <stdbool.h>
#include <stdint.h>

struct app;
struct err;
struct late;
struct vault_io;

/* {0}: nothing is left to the disk. */
struct writing {
    struct late *late;
    bool under_way;
    bool given_up; /* the program ends without waiting for it */
    bool called;   /* the waiting was left for a lock, which is to follow */
    /* late_mark, when what was sealed was given back, when a lock began, when what was typed was offered, and
     * when the vault was closed */
    uint64_t restored, saved, drafts, end;
};

int writing_start(struct app *a, struct err *e);
const struct vault_io *writing_io(struct app *a); /* for vault_options */

/* Before the vault is opened. While that is open, whatever waits for the disk is left when a lock is due. */
void writing_begin(struct app *a);
/* After sealed_restore: what was sealed goes when the disk has it, now or after the next lock. */
void writing_restored(struct app *a);
/* What was asked for has been left to the disk, and it does not have all of it yet. */
bool writing_left(const struct app *a);
bool writing_called(const struct app *a); /* waiting for the disk was left for a lock, which is to follow */
/* Something that was being saved when the lock began does not have its place on the disk yet. */
bool writing_saving(const struct app *a);
/* At a lock, in this order: from here on nothing waits for the disk; what was typed was offered; closed. */
void writing_behind(struct app *a);
void writing_offered(struct app *a);
void writing_closed(struct app *a);

/* Whether the disk is still being written. Once it is not, what it did not take is known (a->unended,
 * unsaved, unstored, unkept). */
bool writing_pending(struct app *a);
/* Before the vault is opened. -1 and *e: a lock was asked for meanwhile, or the idle time is over. */
int writing_wait(struct app *a, struct err *e);
/* Before the process stops or the machine sleeps: until the disk has it and no key is being derived any more
 * that nobody waits for, two seconds at most. false: the guard has asked for something meanwhile, which comes
 * first. */
bool writing_rest(struct app *a);
/* Before the program ends, however long it takes, unless that is given up: then what the thread works with
 * stays, until the process is gone. */
void writing_end(struct app *a);

#endif
