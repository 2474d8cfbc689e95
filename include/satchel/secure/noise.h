/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A generator of random bytes that is quick in small pieces (a nonce of 24 bytes) and in large ones (4 MiB of
 * noise): ChaCha20 with fast key erasure (D. J. Bernstein, "Fast-key-erasure random-number generators",
 * 2017).
 *
 * Every filling of its buffer mixes 32 fresh bytes of the system's generator into the key, so that a process
 * whose memory is restored or copied (a virtual machine started twice) does not go on repeating itself; what
 * was handed out is erased, so that a look into memory shows nothing of the past. Its memory is empty in a
 * forked child (MADV_WIPEONFORK), which then starts from the system's generator; where the kernel cannot
 * promise that, every call goes to the system. Repeating a nonce would break the sealing: that is what these
 * precautions are for. One generator per thread at a time. */
#ifndef SATCHEL_SECURE_NOISE_H
#define SATCHEL_SECURE_NOISE_H

#include <stddef.h>

struct noise;

struct noise *noise_new(void);        /* NULL: no memory. Released by noise_free. */
void noise_free(struct noise *noise); /* wipes; NULL is fine */
/* n random bytes; noise NULL: straight from the system. */
void noise_bytes(struct noise *noise, void *out, size_t n);

#endif
