/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables, and how older ones are brought up to date. */
#ifndef SATCHEL_STORE_SCHEMA_H
#define SATCHEL_STORE_SCHEMA_H

struct err;
struct sqlite3;

#define SCHEMA_VERSION 3

/* Makes all tables in an empty database, in a transaction of the caller's or of its own. */
int schema_create(struct sqlite3 *db, struct err *e);
/* The same as a program of that version would have made them, 1 to SCHEMA_VERSION. */
int schema_create_old(struct sqlite3 *db, int version, struct err *e);
/* Brings the tables to SCHEMA_VERSION, all steps in one transaction. ERR_TOO_NEW: made by a newer version;
 * nothing but the version number was read, nothing written. ERR_FAILED: they are older and cannot be written.
 * ERR_DAMAGE: these are no tables of ours. */
int schema_upgrade(struct sqlite3 *db, struct err *e);
/* -1 with ERR_TOO_NEW. */
int schema_too_new(int version, struct err *e);
int schema_version(struct sqlite3 *db, int *version, struct err *e);

#endif
