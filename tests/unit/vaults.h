/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vaults in a folder of their own, for tests. All at the low profile. Anything that fails fails the test. */
#ifndef SATCHEL_TESTS_VAULTS_H
#define SATCHEL_TESTS_VAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "satchel/base/err.h"
#include "satchel/vault/vault.h"

#define VAULTS_PASSPHRASE "lantern oyster"
#define VAULTS_PATH       512

struct vaults {
    char folder[64];
    char path[VAULTS_PATH]; /* <folder>/vault */
    bool argon;             /* derive keys as the program does; else by one hash */
    struct err e;           /* of the last call that may fail */
};

int vaults_setup(void **state);     /* *state: a fresh folder, no vault */
int vaults_setup_one(void **state); /* with a vault that has the table note(text) with one row, "Freedonia" */
int vaults_setup_argon(void **state); /* as vaults_setup, with argon */
int vaults_teardown(void **state);    /* removes the folder */

/* -1 and w->e when it cannot. */
int vaults_create(struct vaults *w, const char *passphrase, const struct vault_options *o);
struct vault *vaults_open(struct vaults *w, const char *passphrase, const struct vault_options *o); /* NULL */
struct vault *vaults_open_at(struct vaults *w, const char *path, const char *passphrase,
                             const struct vault_options *o);
void vaults_close(struct vault *v);

void vaults_sql(struct vault *v, const char *sql);
int64_t vaults_number(struct vault *v, const char *sql); /* first column of the first row */
void vaults_add(struct vault *v, const char *text);      /* a row of note */

/* A passphrase, to be freed by secret_free. */
struct secret vaults_secret(const char *text);

/* Whole files. */
uint8_t *vaults_read(const char *path, size_t *n); /* caller frees */
void vaults_write(const char *path, const void *bytes, size_t n);
void vaults_copy(const char *from, const char *to);
void vaults_flip(const char *path, long at);
/* What a kill at this moment would leave, as <path>.kill; torn: n bytes that a write was just putting at
 * `at`, NULL: none. `to` gets its path. */
void vaults_kill(const struct vaults *w, const void *torn, size_t n, off_t at, char to[static VAULTS_PATH]);
int vaults_files(const struct vaults *w); /* how many are in the folder */

/* Stands in for Argon2id. */
kdf_function vaults_kdf;

/* The low profile, and a table to fill. */
extern const struct vault_options VAULTS_OPTIONS;

#endif
