/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries: never an error of FTS5, whatever is typed; what is marked lies within the text. */
#include "fuzz.h"

#include <sqlite3.h>

#include "satchel/store/match.h"
#include "satchel/store/tokenizer.h"

static sqlite3_stmt *statement(void)
{
    static sqlite3_stmt *st;
    sqlite3 *db;
    if (st)
        return st;
    hold(sqlite3_open(":memory:", &db) == SQLITE_OK && tokenizer_register(db, NULL) == 0);
    hold(sqlite3_exec(db,
                      "CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'satchel', prefix = '2 3');"
                      "INSERT INTO t VALUES('not near or and 12 345')",
                      NULL, NULL, NULL) == SQLITE_OK);
    hold(sqlite3_prepare_v2(db, "SELECT rowid FROM t WHERE t MATCH ?1", -1, &st, NULL) == SQLITE_OK);
    return st;
}

static void check_runs(const char *expression)
{
    sqlite3_stmt *st = statement();
    if (!expression)
        return;
    sqlite3_bind_text(st, 1, expression, -1, SQLITE_STATIC);
    int rc = sqlite3_step(st);
    hold(rc == SQLITE_ROW || rc == SQLITE_DONE);
    sqlite3_reset(st);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct match m;
    size_t from, to;
    char *text = fuzz_text(data, size);
    if (match_build(text, &m, NULL) == 0) {
        check_runs(m.exact);
        check_runs(m.longer);
        hold(!match_mark(&m, text, size, &from, &to) || (from < to && to <= size));
        match_free(&m);
    }
    free(text);
    return 0;
}
