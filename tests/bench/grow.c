/* SPDX-License-Identifier: GPL-3.0-or-later */
/* grow VAULT PASSPHRASE MIB: content without meaning, until the file has that size. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "satchel/base/err.h"
#include "satchel/vault/vault.h"

static void must(int rc, const struct err *e)
{
    if (rc < 0) {
        fprintf(stderr, "grow: %s\n", e->text);
        exit(1);
    }
}

static double mib_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (double)st.st_size / 1048576 : 1e9;
}

int main(int argc, char **argv)
{
    struct vault_options o = VAULT_OPTIONS_DEFAULT;
    struct secret passphrase = { 0 };
    struct vault *v = NULL;
    struct err e = { 0 };
    if (argc != 4)
        return 2;
    must(vault_start(&e), &e);
    must(secret_copy(&passphrase, argv[2], strlen(argv[2]), &e), &e);
    must(vault_open(argv[1], &passphrase, &o, &v, &e), &e);
    secret_free(&passphrase);
    int rc = sqlite3_exec(vault_db(v), "CREATE TABLE bench_filler(x)", NULL, NULL, NULL);
    while (rc == SQLITE_OK && mib_of(argv[1]) < strtod(argv[3], NULL))
        rc =
            sqlite3_exec(vault_db(v), "INSERT INTO bench_filler VALUES(zeroblob(4194304))", NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        fprintf(stderr, "grow: %s\n", sqlite3_errmsg(vault_db(v)));
    must(vault_close(v, &e), &e);
    return rc == SQLITE_OK ? 0 : 1;
}
