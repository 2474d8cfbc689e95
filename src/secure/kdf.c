/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The attacker has the file and guesses passphrases. All that stands between is the cost of one guess, so it
 * is bought in memory (graphics cards and chips have little of it per core), is part of the file for good,
 * and is never lowered because a machine is small: a vault that opens on a weaker machine at a lower cost is
 * a weaker vault everywhere.
 *
 * The passphrase is brought to NFC so that the same keys pressed on another system give the same bytes. That
 * happens in secret memory: utf8proc's convenience functions work on the ordinary heap, so its two steps are
 * called by hand. */
#include "satchel/secure/kdf.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/stop.h"
#include "satchel/secure/hash.h"

static const struct {
    const char *name;
    unsigned mib;
    unsigned passes;
} PROFILES[KDF_PROFILE_COUNT] = {
    [KDF_LOW] = { "low", 64, 3 },
    [KDF_STANDARD] = { "standard", 256, 3 },
    [KDF_HIGH] = { "high", 512, 3 },
    [KDF_MAX] = { "max", 1024, 4 },
};

const char *kdf_profile_name(enum kdf_profile profile)
{
    return PROFILES[profile].name;
}

unsigned kdf_profile_mib(enum kdf_profile profile)
{
    return PROFILES[profile].mib;
}

int kdf_profile_parse(const char *name, enum kdf_profile *profile)
{
    for (int i = 0; i < KDF_PROFILE_COUNT; i++)
        if (strcmp(name, PROFILES[i].name) == 0) {
            *profile = (enum kdf_profile)i;
            return 0;
        }
    return -1;
}

static int hash_descriptor(int fd, struct stop *stop, struct secret *out, struct err *e)
{
    struct hash h;
    struct secret piece;
    uint64_t total = 0;
    ssize_t n = 0;
    if (secret_new(&piece, 65536, e) < 0)
        return -1;
    hash_start(&h, KDF_KEY_FILE_BYTES, NULL, 0);
    while (!stop_before(stop, STOP_STEPS) &&
           ((n = read(fd, piece.data, piece.len)) > 0 || (n < 0 && errno == EINTR))) {
        if (n < 0)
            continue;
        hash_add(&h, piece.data, (size_t)n);
        total += (uint64_t)n;
    }
    hash_end(&h, out->data, KDF_KEY_FILE_BYTES);
    secret_free(&piece);
    if (stop && stop->now)
        return err_set(e, ERR_CANCELLED, "%s", _("Cancelled. Nothing was changed."));
    if (n < 0)
        return err_errno(e, errno, _("The key file could not be read, nothing was changed"));
    if (total == 0)
        return err_set(
            e, ERR_INPUT,
            _("The key file is empty. Nothing was changed. Choose a file with content that never changes."));
    return 0;
}

int kdf_key_file(const char *path, struct secret *hash, struct err *e)
{
    return kdf_key_file_until(path, NULL, hash, e);
}

int kdf_key_file_until(const char *path, struct stop *stop, struct secret *hash, struct err *e)
{
    struct stat st;
    int rc = -1;
    *hash = (struct secret){ 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        err_set(e, ERR_NO_FILE,
                _("There is no key file \"%s\". Nothing was changed. Connect the disk it is on, or name the "
                  "right file. If it is lost, only another passphrase or a backup helps."),
                path);
        goto out;
    }
    if (fd < 0 || fstat(fd, &st) < 0) {
        err_errno(e, errno, _("The key file could not be opened, nothing was changed"));
        goto out;
    }
    if (!S_ISREG(st.st_mode)) {
        err_set(e, ERR_INPUT,
                _("The key file is not an ordinary file. Nothing was changed. Choose a file with content "
                  "that never changes."));
        goto out;
    }
    if (secret_new(hash, KDF_KEY_FILE_BYTES, e) < 0)
        goto out;
    rc = hash_descriptor(fd, stop, hash, e);
    if (rc < 0)
        secret_free(hash);
out:
    if (fd >= 0)
        close(fd);
    return rc;
}

static int join_normal(const struct secret *passphrase, const struct secret *tail, struct secret *out,
                       struct err *e)
{
    struct secret work;
    utf8proc_option_t form = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    /* One code point decomposes to at most 4 canonically (Unicode 15); 4 bytes each, and one for the NUL that
     * reencode writes. */
    size_t room = passphrase->len * 4 + 1;
    if (secret_new(&work, room * sizeof(utf8proc_int32_t), e) < 0)
        return -1;
    utf8proc_int32_t *cps = (utf8proc_int32_t *)(void *)work.data;
    utf8proc_ssize_t n = utf8proc_decompose(passphrase->data, (utf8proc_ssize_t)passphrase->len, cps,
                                            (utf8proc_ssize_t)room, form);
    if (n >= 0 && (size_t)n < room)
        n = utf8proc_reencode(cps, n, form);
    bool formed = n >= 0 && (size_t)n <= work.len;
    const uint8_t *text = formed ? work.data : passphrase->data;
    size_t len = formed ? (size_t)n : passphrase->len;
    int rc = secret_new(out, len + tail->len, e);
    if (rc == 0 && len)
        memcpy(out->data, text, len);
    if (rc == 0 && tail->len)
        memcpy(out->data + len, tail->data, tail->len);
    secret_free(&work);
    return rc;
}

int kdf_normal(const struct secret *passphrase, struct secret *out, struct err *e)
{
    return join_normal(passphrase, &(struct secret){ 0 }, out, e);
}

int kdf_password(const struct secret *passphrase, const struct secret *key_file, struct secret *password,
                 struct err *e)
{
    *password = (struct secret){ 0 };
    if (passphrase->len > KDF_PASSPHRASE_MAX)
        return err_set(
            e, ERR_INPUT,
            _("The passphrase is longer than 4096 bytes. Nothing was changed. Choose a shorter one."));
    return join_normal(passphrase, key_file, password, e);
}

int kdf_passphrase(const struct secret *passphrase, const struct secret *key_file,
                   const uint8_t salt[static KDF_SALT_BYTES], enum kdf_profile profile, struct secret *kek,
                   struct err *e)
{
    struct secret password;
    *kek = (struct secret){ 0 };
    if (kdf_password(passphrase, key_file, &password, e) < 0)
        return -1;
    int rc = kdf_derive(&password, salt, profile, kek, e);
    secret_free(&password);
    return rc;
}

int kdf_derive(const struct secret *password, const uint8_t salt[static KDF_SALT_BYTES],
               enum kdf_profile profile, struct secret *kek, struct err *e)
{
    static const uint8_t nothing[1];
    if (secret_new(kek, KDF_KEY_BYTES, e) < 0)
        return -1;
    const char *text = (const char *)(password->len ? password->data : nothing);
    int rc =
        crypto_pwhash_argon2id(kek->data, kek->len, text, password->len, salt, PROFILES[profile].passes,
                               (size_t)PROFILES[profile].mib << 20, crypto_pwhash_argon2id_ALG_ARGON2ID13);
    secmem_wipe_stack();
    if (rc == 0)
        return 0;
    secret_free(kek);
    return err_set(e, ERR_NO_MEMORY,
                   _("Opening this vault takes %u MiB of memory, and there is not enough. Nothing was "
                     "changed. Close other programs and try again."),
                   PROFILES[profile].mib);
}

void kdf_subkey(uint8_t *out, size_t len, uint64_t number, const uint8_t key[static KDF_KEY_BYTES])
{
    crypto_kdf_derive_from_key(out, len, number, "SatchVlt", key);
}
