/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store on a plain database, and a clock that stands where a test puts it. */
#ifndef SATCHEL_TESTS_STOREBOX_H
#define SATCHEL_TESTS_STOREBOX_H

#include <stdint.h>

#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/model/record.h"
#include "satchel/store/store.h"

struct storebox {
    int64_t now;   /* Unix seconds; starts at 2026-11-22 */
    int64_t slept; /* seconds of that */
    struct clock clock;
    struct sqlite3 *db;
    struct store *s;
    struct err e;
};

void storebox_open(struct storebox *b, const char *path); /* NULL: in memory; fails the test */
void storebox_close(struct storebox *b);
/* On a database of the caller's: 0, or -1 and b->e. Ends with store_close. */
int storebox_on(struct storebox *b, struct sqlite3 *db);
/* For cmocka_unit_test_setup_teardown: a store in memory as the state of the test. */
int storebox_setup(void **state);
int storebox_teardown(void **state);
#define STOREBOX_TEST(f) cmocka_unit_test_setup_teardown(f, storebox_setup, storebox_teardown)
/* Fails the test with the error's sentence; `b` is the storebox. */
#define STOREBOX_OK(call)                                                                                    \
    do {                                                                                                     \
        if ((call) < 0)                                                                                      \
            fail_msg("%s: %s", #call, b->e.text);                                                            \
    } while (0)

/* A record of the kind with every field filled by samples of `word`, references included: what it refers to
 * is added first, once for each word. Not added itself. */
struct rec *storebox_sample(struct storebox *b, enum rec_kind kind, const char *word, int variant);
/* Adds such a record, frees it, returns its row. */
int64_t storebox_add(struct storebox *b, enum rec_kind kind, const char *word, int variant);
/* Sets fields: key, text, ..., NULL; adds; returns the row. Fails the test on error. */
int64_t storebox_put(struct storebox *b, enum rec_kind kind, ...);
/* The id of a record as text; good for four calls. */
const char *storebox_id(struct storebox *b, int64_t n);
/* Everything in the tables of records as text, for comparing. Caller frees. */
char *storebox_dump(struct storebox *b);

#endif
