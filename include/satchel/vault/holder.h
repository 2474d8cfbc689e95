/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another Satchel that has the vault open: found by its lock, told to wipe its memory and leave. */
#ifndef SATCHEL_VAULT_HOLDER_H
#define SATCHEL_VAULT_HOLDER_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define HOLDER_SIGNAL     SIGUSR2 /* wipe and leave, now; then the exports on record go too */
#define HOLDER_WAIT_MS    500     /* until it is ended by force; it should need 100 */
#define HOLDER_EXPORTS_MS 50      /* for overwriting exports; removed they are in any case */
#define HOLDERS_MAX       8

/* The processes that hold a lock on the vault behind fd and are Satchel, of the same user (of any, for the
 * superuser): out of those that the system names. Returns how many. */
size_t holder_find(int fd, pid_t out[static HOLDERS_MAX]);
/* Sends each the signal; what is gone already is fine. */
void holder_tell(const pid_t *holders, size_t n);
/* Waits until nobody holds the vault behind fd any more, ms at most, and ends by force (SIGKILL) those of
 * holder_find that still do: how many. */
size_t holder_wait(int fd, int ms);
/* For the panic thread: without a list, an allocation or stdio; async-signal-safe. Sends the signal to the
 * first that the system names, and once it has left to the next, ms at most; 0: to the first only. */
void holder_tell_all(int fd, int ms);
/* Who holds the vault behind fd now, whatever program it is. 0: nobody; -1: somebody whom the system does not
 * name. */
pid_t holder_left(int fd);

#endif
