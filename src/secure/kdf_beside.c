/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Argon2id takes seconds and cannot be interrupted, so that whoever presses the panic key in these seconds
 * must not wait for it, nor be left in the shell by a program that ends: what is typed next, a passphrase
 * perhaps, would go there. So it runs beside, and is left to itself when its result is no longer wanted.
 *
 * What is left then: the password is wiped at once, by the caller; Argon2 reads it only to begin with. (When
 * that comes before, a wrong key is derived, which nobody gets.) The key is wiped by the thread as soon as it
 * is there. Until then, seconds, Argon2's own memory remains: nothing in it is the passphrase or a key, but
 * whoever takes an image of it in these seconds can try passphrases against its first blocks without the cost
 * of a derivation. It could be zeroed only by ending the process; the panic key, when it erases, and another
 * Satchel that does, end it, whatever runs here (the thread is parked as any other).
 *
 * A second derivation waits until the first one has ended: a key that is pressed in turn with Enter must not
 * take a gigabyte each time.
 *
 * The thread is made after the program was confined, and is confined as the one that makes it. Nobody joins
 * it. Tested in tests/unit/test_halt.c with a derivation that ends when told, and in tests/e2e/test_guard.py.
 */
#include "satchel/secure/kdf_beside.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "satchel/base/buf.h"
#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/stop.h"
#include "satchel/secure/park.h"

struct job {
    kdf_function *kdf;
    struct secret password, kek;
    uint8_t salt[KDF_SALT_BYTES];
    enum kdf_profile profile;
    int rc;
    struct err e;
    atomic_uint *left;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t news;
    bool ended;
    bool alone; /* nobody waits any more: the thread frees it */
};

static struct job *new_job(void)
{
    pthread_condattr_t steady;
    struct job *j = calloc(1, sizeof *j);
    if (!j)
        return NULL;
    pthread_mutex_init(&j->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&j->news, &steady);
    pthread_condattr_destroy(&steady);
    return j;
}

static void free_job(struct job *j)
{
    pthread_cond_destroy(&j->news);
    pthread_mutex_destroy(&j->lock);
    secret_free(&j->password);
    secret_free(&j->kek);
    free(j);
}

static void *run(void *arg)
{
    struct job *j = arg;
    j->rc = j->kdf(&j->password, j->salt, j->profile, &j->kek, &j->e);
    secmem_wipe_stack();
    pthread_mutex_lock(&j->lock);
    j->ended = true;
    bool alone = j->alone;
    pthread_cond_signal(&j->news);
    pthread_mutex_unlock(&j->lock);
    if (alone) {
        atomic_uint *left = j->left;
        free_job(j);
        atomic_fetch_sub(left, 1);
    }
    return NULL;
}

static int start_thread(struct job *j)
{
    pthread_t thread;
    sigset_t mask, before;
    park_mask(&mask);
    pthread_sigmask(SIG_SETMASK, &mask, &before);
    int why = pthread_create(&thread, NULL, run, j);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (why == 0)
        pthread_detach(thread);
    return why;
}

static bool is_stopped(struct stop *stop)
{
    return stop_before(stop, STOP_STEPS);
}

/* false: nobody waits for it any more. */
static bool wait_for(struct job *j, struct stop *stop)
{
    pthread_mutex_lock(&j->lock);
    while (!j->ended && !is_stopped(stop)) {
        struct timespec look = clock_steady_in(KDF_LOOK_MS);
        pthread_cond_timedwait(&j->news, &j->lock, &look);
    }
    bool ended = j->ended;
    if (!ended) {
        j->alone = true;
        atomic_fetch_add(j->left, 1);
        wipe(j->password.data, j->password.len);
    }
    pthread_mutex_unlock(&j->lock);
    return ended;
}

static bool wait_for_others(struct stop *stop, atomic_uint *left)
{
    while (atomic_load(left) && !is_stopped(stop))
        nanosleep(&(struct timespec){ .tv_nsec = KDF_LOOK_MS * 1000000L }, NULL);
    return !(stop && stop->now);
}

static int cancelled(struct err *e)
{
    return err_set(e, ERR_CANCELLED, "%s", _("Cancelled. Nothing was changed."));
}

/* On the thread of its own, or on this one where there can be no other. */
static int run_job(struct job *j, struct stop *stop, struct secret *kek, struct err *e)
{
    if (start_thread(j) != 0)
        run(j);
    if (!wait_for(j, stop))
        return cancelled(e);
    int rc = j->rc;
    *kek = j->kek;
    j->kek = (struct secret){ 0 };
    if (rc < 0 && e)
        *e = j->e;
    free_job(j);
    return rc;
}

int kdf_beside(kdf_function *kdf, struct secret *password, const uint8_t salt[static KDF_SALT_BYTES],
               enum kdf_profile profile, struct stop *stop, atomic_uint *left, struct secret *kek,
               struct err *e)
{
    struct job *j = wait_for_others(stop, left) ? new_job() : NULL;
    *kek = (struct secret){ 0 };
    if (!j) {
        secret_free(password);
        return stop && stop->now ? cancelled(e) : err_no_memory(e);
    }
    j->kdf = kdf;
    j->password = *password;
    *password = (struct secret){ 0 };
    memcpy(j->salt, salt, sizeof j->salt);
    j->profile = profile;
    j->left = left;
    return run_job(j, stop, kek, e);
}
