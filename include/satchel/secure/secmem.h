/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secret memory: own pages between guard pages, locked where the system allows it, left out of dumps, zeroed
 * when released (libsodium, "Secure memory"). For passphrases, keys and slot payloads: anything whose few
 * bytes open the vault. */
#ifndef SATCHEL_SECURE_SECMEM_H
#define SATCHEL_SECURE_SECMEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

/* {0} is "none". Owned by whoever made it; released by secret_free. */
struct secret {
    uint8_t *data;
    size_t len;
};

/* len zero bytes. -1: ERR_NO_MEMORY. len 0 gives none. */
int secret_new(struct secret *s, size_t len, struct err *e);
int secret_copy(struct secret *s, const void *bytes, size_t len, struct err *e);
void secret_free(struct secret *s); /* wipes, releases, leaves {0} */
/* In constant time for equal lengths. */
bool secret_same(const struct secret *a, const struct secret *b);
/* Shortens to len bytes, wiping the rest; the memory stays as large. */
void secret_cut(struct secret *s, size_t len);

/* Zeroes 64 KiB of stack below the caller and, on x86-64, the vector registers: what functions that have
 * returned left there. */
void secmem_wipe_stack(void);
/* The registers alone; may be called in a signal handler. */
void secmem_wipe_registers(void);

/* Zeroes all secret memory there is, whoever holds it, taking no lock: for the end of the process. May be
 * called in a signal handler. */
void secmem_destroy(void);

/* Bytes of secret memory that the system refused to lock since the start: they may reach swap. */
size_t secmem_unlocked(void);

#endif
