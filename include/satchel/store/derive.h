/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is computed from the records and kept beside them: the search index, and a row for each case with what
 * lists are sorted by. Triggers note in table `stale` which records and cases a change concerns;
 * derive_refresh brings those up to date before the change is committed, so that both always agree. Undo
 * included: it changes the same tables. */
#ifndef SATCHEL_STORE_DERIVE_H
#define SATCHEL_STORE_DERIVE_H

#include <stdint.h>

struct err;
struct sqlite3;
struct store;

#define DERIVE_NO_DEADLINE INT32_MAX

/* Makes the tables and triggers in a database that has the tables of records, and whose connection knows the
 * tokenizer. */
int derive_create(struct sqlite3 *db, struct err *e);
/* Inside the transaction of a change, as its last step. */
int derive_refresh(struct store *s, struct err *e);
/* Everything anew; in a transaction of the caller's. */
int derive_rebuild(struct store *s, struct err *e);
/* As derive_refresh, and leaves no word of deleted texts in the index (FTS5 keeps them until its parts are
 * merged): takes as long as a new index. For purging. */
int derive_purge(struct store *s, struct err *e);

#endif
