/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vaults.h"

#include <stdarg.h>
#include <setjmp.h>
#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "satchel/secure/hash.h"

static int fill(sqlite3 *db, void *arg, struct err *e)
{
    (void)arg;
    if (sqlite3_exec(db, "CREATE TABLE note(text TEXT); INSERT INTO note VALUES('Freedonia')", NULL, NULL,
                     NULL) == SQLITE_OK)
        return 0;
    return err_set(e, ERR_INTERNAL, "%s", sqlite3_errmsg(db));
}

const struct vault_options VAULTS_OPTIONS = { .profile = KDF_LOW, .fill = fill };

int vaults_setup(void **state)
{
    struct vaults *w = calloc(1, sizeof *w);
    assert_non_null(w);
    snprintf(w->folder, sizeof w->folder, "/tmp/satchel-test-XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    snprintf(w->path, sizeof w->path, "%s/vault", w->folder);
    *state = w;
    return 0;
}

int vaults_setup_argon(void **state)
{
    vaults_setup(state);
    ((struct vaults *)*state)->argon = true;
    return 0;
}

int vaults_kdf(const struct secret *password, const uint8_t salt[static KDF_SALT_BYTES],
               enum kdf_profile profile, struct secret *kek, struct err *e)
{
    struct hash h;
    uint8_t cost = (uint8_t)profile;
    if (secret_new(kek, KDF_KEY_BYTES, e) < 0)
        return -1;
    hash_start(&h, kek->len, salt, KDF_SALT_BYTES);
    hash_add(&h, password->data, password->len);
    hash_add(&h, &cost, 1);
    hash_end(&h, kek->data, kek->len);
    return 0;
}

/* What was asked for, with the derivation of w. */
static struct vault_options options_of(const struct vaults *w, const struct vault_options *o,
                                       const struct vault_options *otherwise)
{
    struct vault_options all = o ? *o : *otherwise;
    if (!w->argon)
        all.kdf = vaults_kdf;
    return all;
}

int vaults_setup_one(void **state)
{
    vaults_setup(state);
    return vaults_create(*state, VAULTS_PASSPHRASE, NULL);
}

static int each_file(const struct vaults *w, bool and_remove)
{
    char path[VAULTS_PATH];
    int n = 0;
    DIR *d = opendir(w->folder);
    assert_non_null(d);
    for (struct dirent *entry; (entry = readdir(d));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        n++;
        snprintf(path, sizeof path, "%s/%s", w->folder, entry->d_name);
        if (and_remove && remove(path) < 0)
            perror(path);
    }
    closedir(d);
    return n;
}

static void copy_as(const char *from, const char *to, const void *torn, size_t n, off_t at)
{
    size_t size;
    uint8_t *bytes = vaults_read(from, &size);
    if (torn && (size_t)at + n <= size)
        memcpy(bytes + at, torn, n);
    vaults_write(to, bytes, size);
    free(bytes);
}

void vaults_copy(const char *from, const char *to)
{
    copy_as(from, to, NULL, 0, 0);
}

void vaults_kill(const struct vaults *w, const void *torn, size_t n, off_t at, char to[static VAULTS_PATH])
{
    char from[VAULTS_PATH + 8], copy[VAULTS_PATH + 16];
    for (int i = 0; i < 2; i++) {
        snprintf(from, sizeof from, "%s-%d", w->path, i);
        snprintf(copy, sizeof copy, "%s.kill-%d", w->path, i);
        vaults_copy(from, copy);
    }
    snprintf(copy, sizeof copy, "%s.kill", w->path);
    assert_true(strlen(copy) < VAULTS_PATH);
    strcpy(to, copy);
    copy_as(w->path, to, torn, n, at);
}

int vaults_files(const struct vaults *w)
{
    return each_file(w, false);
}

int vaults_teardown(void **state)
{
    struct vaults *w = *state;
    each_file(w, true);
    rmdir(w->folder);
    free(w);
    return 0;
}

struct secret vaults_secret(const char *text)
{
    struct secret s;
    assert_int_equal(secret_copy(&s, text, strlen(text), NULL), 0);
    return s;
}

int vaults_create(struct vaults *w, const char *passphrase, const struct vault_options *o)
{
    struct secret s = vaults_secret(passphrase);
    err_clear(&w->e);
    struct vault_options all = options_of(w, o, &VAULTS_OPTIONS);
    int rc = vault_create(w->path, &s, &all, &w->e);
    secret_free(&s);
    return rc;
}

struct vault *vaults_open_at(struct vaults *w, const char *path, const char *passphrase,
                             const struct vault_options *o)
{
    struct secret s = vaults_secret(passphrase);
    struct vault *v;
    err_clear(&w->e);
    struct vault_options all = options_of(w, o, &VAULTS_OPTIONS);
    int rc = vault_open(path, &s, &all, &v, &w->e);
    secret_free(&s);
    assert_true((rc == 0) == (v != NULL));
    assert_true(rc == 0 || w->e.text[0]);
    return v;
}

struct vault *vaults_open(struct vaults *w, const char *passphrase, const struct vault_options *o)
{
    return vaults_open_at(w, w->path, passphrase, o);
}

void vaults_close(struct vault *v)
{
    struct err e = { 0 };
    if (vault_close(v, &e) < 0)
        fail_msg("%s", e.text);
}

void vaults_sql(struct vault *v, const char *sql)
{
    if (sqlite3_exec(vault_db(v), sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(vault_db(v)));
}

int64_t vaults_number(struct vault *v, const char *sql)
{
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(vault_db(v), sql, -1, &s, NULL) != SQLITE_OK || sqlite3_step(s) != SQLITE_ROW)
        fail_msg("%s: %s", sql, sqlite3_errmsg(vault_db(v)));
    int64_t n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return n;
}

void vaults_add(struct vault *v, const char *text)
{
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_prepare_v2(vault_db(v), "INSERT INTO note VALUES(?1)", -1, &s, NULL), SQLITE_OK);
    sqlite3_bind_text(s, 1, text, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(s), SQLITE_DONE);
    sqlite3_finalize(s);
}

uint8_t *vaults_read(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    uint8_t *bytes = malloc(*n + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *n, f), *n);
    fclose(f);
    return bytes;
}

void vaults_write(const char *path, const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

void vaults_flip(const char *path, long at)
{
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    fseek(f, at, SEEK_SET);
    int c = fgetc(f);
    fseek(f, at, SEEK_SET);
    fputc(c ^ 1, f);
    assert_int_equal(fclose(f), 0);
}
