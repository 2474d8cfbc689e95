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

int vault_derive(struct vault *v, const struct secret *passphrase, const char *key_file, struct secret *kek,
                 struct err *e)
{
    const uint8_t *salt = header_salt(v->header);
    enum kdf_profile profile = header_profile(v->header);
    struct secret file = { 0 }, password = { 0 };
    struct stop stop = { .asked = v->halt ? is_halted : NULL, .arg = v->halt };
    *kek = (struct secret){ 0 };
    if (key_file && kdf_key_file_until(key_file, &stop, &file, e) < 0)
        return -1;
    int rc = kdf_password(passphrase, &file, &password, e);
    secret_free(&file);
    if (rc == 0)
        rc = v->halt ? kdf_beside(v->kdf, &password, salt, profile, &stop, &v->halt->deriving, kek, e)
                     : v->kdf(&password, salt, profile, kek, e);
    secret_free(&password);
    return rc;
}
