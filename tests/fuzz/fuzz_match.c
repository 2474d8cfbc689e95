/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries: never an error of FTS5, whatever is typed; what is marked lies within the text, which stands
 * behind the first line; words of any bytes lie within them, in order, and are valid text. */
#include "fuzz.h"

#include <sqlite3.h>

#include "satchel/base/text.h"
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

struct seen {
    size_t n, from, to; /* bytes of the text; where the last part lay: ¾ is two at one place */
};

static int check_word(void *arg, const struct token_word *w)
{
    struct seen *s = arg;
    hold(w->len > 0 && w->len <= sizeof w->text && w->n_parts > 0 && w->n_parts <= TOKENIZER_PARTS);
    hold(text_valid(w->text, w->len));
    for (size_t i = 0; i < w->n_parts; i++) {
        const struct token_part *p = &w->part[i];
        hold(p->at + p->len <= w->len && p->from >= s->from && p->from < p->to && p->to >= s->to &&
             p->to <= s->n);
        s->from = p->from;
        s->to = p->to;
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct match m;
    size_t from, to;
    char *text = fuzz_text(data, size), *line = memchr(text, '\n', size);
    size_t rest = line ? size - (size_t)(line + 1 - text) : size;
    char *found = fuzz_bytes(data + size - rest, rest);
    struct seen seen = { .n = rest };
    hold(tokenizer_words(found, rest, check_word, &seen) == 0);
    if (line)
        *line = '\0';
    if (match_build(text, &m, NULL) == 0) {
        check_runs(m.exact);
        check_runs(m.longer);
        hold(!match_mark(&m, found, rest, &from, &to) || (from < to && to <= rest));
        match_free(&m);
    }
    free(found);
    free(text);
    return 0;
}
