/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/open.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "satchel/base/err.h"
#include "satchel/store/db.h"
#include "satchel/store/derive.h"
#include "satchel/store/schema.h"
#include "satchel/store/session.h"
#include "satchel/store/sorted.h"
#include "satchel/store/tokenizer.h"
#include "satchel/store/undo.h"

int store_init_schema(struct sqlite3 *db, void *arg, struct err *e)
{
    (void)arg;
    return tokenizer_register(db, e) < 0 || schema_create(db, e) < 0 ? -1 : derive_create(db, e);
}

int store_open(struct sqlite3 *db, const struct clock *clock, struct store **out, struct err *e)
{
    if (tokenizer_register(db, e) < 0 || db_exec(db, "PRAGMA foreign_keys = ON", e) < 0 ||
        db_exec(db, "PRAGMA secure_delete = ON", e) < 0 || schema_upgrade(db, e) < 0)
        return -1;
    struct store *s = calloc(1, sizeof *s);
    if (!s)
        return err_no_memory(e);
    s->db = db;
    s->clock = clock;
    *out = s;
    return 0;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    step_abandon(s);
    sorted_forget(s);
    for (size_t i = 0; i < STORE_CACHE; i++)
        sqlite3_finalize(s->cache[i].st);
    free(s);
}
