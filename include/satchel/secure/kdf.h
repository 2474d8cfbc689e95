/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a passphrase to keys: Argon2id v1.3 (RFC 9106, one lane), BLAKE2b (RFC 7693), crypto_kdf (libsodium:
 * keyed BLAKE2b with the number of the sub-key as salt and the context as personalisation). */
#ifndef SATCHEL_SECURE_KDF_H
#define SATCHEL_SECURE_KDF_H

#include <stddef.h>
#include <stdint.h>

#include "satchel/secure/secmem.h"

struct stop;

#define KDF_SALT_BYTES     16
#define KDF_KEY_BYTES      32
#define KDF_KEY_FILE_BYTES 64 /* BLAKE2b-512 of a key file */
#define KDF_PASSPHRASE_MAX 4096

/* Cost of one try, fixed for the vault's life. */
enum kdf_profile { KDF_LOW, KDF_STANDARD, KDF_HIGH, KDF_MAX, KDF_PROFILE_COUNT };

/* "low", "standard", "high", "max"; MiB of memory one try takes. */
const char *kdf_profile_name(enum kdf_profile profile);
unsigned kdf_profile_mib(enum kdf_profile profile);
int kdf_profile_parse(const char *name, enum kdf_profile *profile); /* -1: no such name */

/* BLAKE2b-512 of the file's bytes in secret memory. Refuses an empty file and what is not a regular file.
 * stop: ends it with ERR_CANCELLED; NULL: nothing does. */
int kdf_key_file_until(const char *path, struct stop *stop, struct secret *hash, struct err *e);
int kdf_key_file(const char *path, struct secret *hash, struct err *e);

/* NFC(passphrase) in secret memory, as it goes into the derivation; bytes that are not UTF-8 as they are. */
int kdf_normal(const struct secret *passphrase, struct secret *out, struct err *e);

/* NFC(passphrase) || key_file hash, in secret memory. passphrase: UTF-8; other bytes are taken as they are.
 * key_file is {0} or from kdf_key_file. */
int kdf_password(const struct secret *passphrase, const struct secret *key_file, struct secret *password,
                 struct err *e);
/* kek[32] = Argon2id(password, salt). Takes seconds and kdf_profile_mib of memory; touches nothing shared, so
 * that any thread may run it. ERR_NO_MEMORY says how much was wanted. */
int kdf_derive(const struct secret *password, const uint8_t salt[static KDF_SALT_BYTES],
               enum kdf_profile profile, struct secret *kek, struct err *e);
/* The shape of kdf_derive. */
typedef int kdf_function(const struct secret *password, const uint8_t salt[static KDF_SALT_BYTES],
                         enum kdf_profile profile, struct secret *kek, struct err *e);
/* Both. */
int kdf_passphrase(const struct secret *passphrase, const struct secret *key_file,
                   const uint8_t salt[static KDF_SALT_BYTES], enum kdf_profile profile, struct secret *kek,
                   struct err *e);

/* Sub-key `number` of a 32-byte key, len 16..64 bytes: crypto_kdf with context "SatchVlt". */
void kdf_subkey(uint8_t *out, size_t len, uint64_t number, const uint8_t key[static KDF_KEY_BYTES]);

#endif
