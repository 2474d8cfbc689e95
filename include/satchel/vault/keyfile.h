/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key file that the program makes. Any other file will do as well. */
#ifndef SATCHEL_VAULT_KEYFILE_H
#define SATCHEL_VAULT_KEYFILE_H

struct err;

/* 256 random bytes at path, where nothing is yet (ERR_EXISTS), durable. */
int keyfile_make(const char *path, struct err *e);
/* It was made for nothing. */
void keyfile_drop(const char *path);

#endif
