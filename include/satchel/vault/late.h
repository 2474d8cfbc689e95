/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that is written behind, so that a lock need not wait for it. Until late_begin it is the disk below,
 * call by call. From then on a thread of its own does what changes a file (writes, lengths, times, syncs, the
 * closing), and whoever asked for it waits, as long as nothing calls away. From late_hold on nobody waits: it
 * is noted in memory and done in the order in which it was asked for; reads see what was noted. */
#ifndef SATCHEL_VAULT_LATE_H
#define SATCHEL_VAULT_LATE_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct late;
struct vault_io;

/* under: borrowed; NULL: VAULT_IO_SYSTEM. NULL and *e: no memory. */
struct late *late_new(const struct vault_io *under, struct err *e);
/* Waits until all is done. */
void late_free(struct late *l);
/* For vault_options. */
const struct vault_io *late_io(struct late *l);

/* From here on this thread's waiting for the disk can be left. away: asked by it every few ms while it waits;
 * true: what it waits for counts as done, and so on with what it asks for next, while the disk goes on with
 * them in their order. If that fails, every later call that reads or writes does, until late_wait. Reading,
 * and what is done by a name, is not done then (ECANCELED), but for unlink. A lock is to follow. */
void late_begin(struct late *l, bool (*away)(void *arg), void *arg);
/* From here on nobody waits for anything. One whose thread cannot be started stays as it is. ended: called
 * by the thread when it has done all there is; NULL: nobody is told. */
void late_hold(struct late *l, void (*ended)(void *arg), void *arg);
/* The thread begins: not before, since the caller has little time. Waiting does the same. */
void late_go(struct late *l);
/* How much was asked for so far, to be given to late_took. */
uint64_t late_mark(struct late *l);
/* Nothing is pending: nor is anybody there that goes on by itself (io.h: stay). */
bool late_is_done(struct late *l);
/* Of what is not pending: whether all up to that mark is on the disk. What comes after a failure is not done,
 * and from then on every call that reads or writes fails: the files are as after a power cut at that point.
 */
bool late_took(struct late *l, uint64_t mark);
/* Waits until nothing is pending; then it is the disk below again. ms: for so long at most, -1: as long as it
 * takes. stopped: asked every few ms; NULL: nobody is. false: something still is. */
bool late_wait(struct late *l, int ms, bool (*stopped)(void *arg), void *arg);

#endif
