/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unlock VAULT PASSPHRASE: what opening costs beyond deriving the key, up to the first page of the agenda,
 * and the first page of the cases after it; each round times all of it in this process, one after the other.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/secure/kdf.h"
#include "satchel/store/agenda.h"
#include "satchel/store/caselist.h"
#include "satchel/store/open.h"
#include "satchel/store/store.h"
#include "satchel/vault/vault.h"

#define ROUNDS    9
#define PAGE_ROWS 20

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void must(int rc, const struct err *e)
{
    if (rc < 0) {
        fprintf(stderr, "unlock: %s\n", e->text);
        exit(1);
    }
}

static double derive(const struct secret *passphrase, enum kdf_profile profile)
{
    static const uint8_t SALT[KDF_SALT_BYTES] = { 1 };
    struct secret none = { 0 }, kek = { 0 };
    struct err e = { 0 };
    double start = now_ms();
    must(kdf_passphrase(passphrase, &none, SALT, profile, &kek, &e), &e);
    double took = now_ms() - start;
    secret_free(&kek);
    return took;
}

static double first_page(struct store *s)
{
    struct caselist cases = { 0 };
    struct err e = { 0 };
    double start = now_ms();
    must(caselist_load(s, &(struct caselist_filter){ .sort = CASELIST_BY_DEADLINE }, &cases, &e), &e);
    for (size_t i = 0; i < cases.n && i < PAGE_ROWS; i++) {
        struct caselist_row row;
        must(caselist_row(s, cases.at[i], &row, &e), &e);
        caselist_row_free(&row);
    }
    double took = now_ms() - start;
    caselist_free(&cases);
    return took;
}

static double unlock(const char *path, const struct secret *passphrase, enum kdf_profile *profile,
                     double *page)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct vault *v = NULL;
    struct store *s = NULL;
    struct agenda agenda = { 0 };
    struct err e = { 0 };
    double start = now_ms();
    must(vault_open(path, passphrase, &o, &v, &e), &e);
    must(store_open(vault_db(v), &CLOCK_SYSTEM, &s, &e), &e);
    must(agenda_load(s, store_today(s), DUE_SOON_DAYS, AGENDA_MOST, &agenda, &e), &e);
    double took = now_ms() - start;
    *profile = vault_profile(v);
    *page = first_page(s);
    agenda_free(&agenda);
    store_close(s);
    vault_close(v, NULL);
    return took;
}

int main(int argc, char **argv)
{
    struct secret passphrase = { 0 };
    struct err e = { 0 };
    enum kdf_profile profile = KDF_LOW;
    double beyond[ROUNDS], key[ROUNDS], page[ROUNDS];
    if (argc != 3)
        return 2;
    must(vault_start(&e), &e);
    must(secret_copy(&passphrase, argv[2], strlen(argv[2]), &e), &e);
    unlock(argv[1], &passphrase, &profile, page);
    for (int i = 0; i < ROUNDS; i++) {
        key[i] = derive(&passphrase, profile);
        beyond[i] = unlock(argv[1], &passphrase, &profile, &page[i]) - key[i];
    }
    qsort(beyond, ROUNDS, sizeof *beyond, by_size);
    qsort(key, ROUNDS, sizeof *key, by_size);
    qsort(page, ROUNDS, sizeof *page, by_size);
    printf("%7.1f ms median (%.1f to %.1f); first page of the cases %.1f ms; key derivation %.0f ms (profile "
           "%s)\n",
           beyond[ROUNDS / 2], beyond[0], beyond[ROUNDS - 1], page[ROUNDS / 2], key[ROUNDS / 2],
           kdf_profile_name(profile));
    secret_free(&passphrase);
    return 0;
}
