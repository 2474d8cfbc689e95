/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/vault/derive.h"

#include "satchel/base/stop.h"
#include "satchel/secure/kdf.h"
#include "satchel/secure/kdf_beside.h"
#include "satchel/vault/halt.h"
#include "satchel/vault/inside.h"

static bool is_halted(void *halt)
{
    return halt_sql(halt);
}

int derive_kek(const struct derive *d, const struct secret *passphrase, const char *key_file,
               struct secret *kek, struct err *e)
{
    struct secret file = { 0 }, password = { 0 };
    struct stop stop = { .asked = d->halt ? is_halted : NULL, .arg = d->halt };
    *kek = (struct secret){ 0 };
    if (key_file && kdf_key_file_until(key_file, &stop, &file, e) < 0)
        return -1;
    int rc = kdf_password(passphrase, &file, &password, e);
    secret_free(&file);
    if (rc == 0)
        rc = d->halt ? kdf_beside(d->kdf, &password, d->salt, d->profile, &stop, &d->halt->deriving, kek, e)
                     : d->kdf(&password, d->salt, d->profile, kek, e);
    secret_free(&password);
    return rc;
}

int vault_derive(struct vault *v, const struct secret *passphrase, const char *key_file, struct secret *kek,
                 struct err *e)
{
    struct derive d = { v->kdf, v->halt, header_salt(v->header), header_profile(v->header) };
    return derive_kek(&d, passphrase, key_file, kek, e);
}
