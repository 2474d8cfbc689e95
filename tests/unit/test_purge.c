/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "storebox.h"
#include "satchel/model/field.h"
#include "satchel/model/kase.h"
#include "satchel/store/list.h"
#include "satchel/store/purge.h"
#include "satchel/store/drafts.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

#define OK(call)                                                                                             \
    do {                                                                                                     \
        if ((call) < 0)                                                                                      \
            fail_msg("%s: %s", #call, b.e.text);                                                             \
    } while (0)

#define MARKER "quokkafrumious"

static bool file_holds(const char *path, const char *marker)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char page[4096 + 64];
    size_t n, keep = 0, m = strlen(marker);
    bool found = false;
    while ((n = fread(page + keep, 1, 4096, f)) > 0) {
        n += keep;
        for (size_t i = 0; i + m <= n && !found; i++)
            found = strncasecmp(page + i, marker, m) == 0;
        keep = n < m ? n : m - 1;
        memmove(page, page + n - keep, keep);
    }
    fclose(f);
    return found;
}

static void no_broken_references(struct storebox *b)
{
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(b->db, "PRAGMA foreign_key_check", -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_DONE);
    sqlite3_finalize(st);
}

/* A record of each kind, all referring to each other, with the marker in every text; changed, deleted and
 * brought back; then purged one by one. Nothing of it is in the file. */
static void nothing_stays_behind(void **state)
{
    (void)state;
    char path[256];
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/satchel-purge.XXXXXX", folder ? folder : "/tmp");
    close(mkstemp(path));
    struct storebox b;
    storebox_open(&b, path);
    int64_t n[KIND_FIRST_PART];
    for (enum rec_kind kind = 1; kind < KIND_FIRST_PART; kind++) {
        n[kind] = storebox_add(&b, kind, MARKER, 0);
        struct rec *r = storebox_sample(&b, kind, MARKER, 1);
        r->n = n[kind];
        OK(store_update(b.s, r, NULL, &b.e));
        rec_free(r);
    }
    struct draft d = { .view = (char[]){ "form" }, .of = n[KIND_NOTE], .fields = (char[]){ "text " MARKER } };
    OK(draft_save(b.s, &d, &b.e));
    OK(store_delete(b.s, n[KIND_CASE], NULL, &b.e));
    OK(store_undo(b.s, NULL, &b.e));
    assert_true(file_holds(path, MARKER));
    for (;;) {
        struct store_rows rows = { 0 };
        for (enum rec_kind kind = 1; kind < KIND_FIRST_PART && rows.n == 0; kind++)
            OK(store_list(b.s, &(struct store_query){ .kind = kind, .limit = 1 }, &rows, &b.e));
        if (rows.n == 0)
            break;
        OK(store_purge(b.s, &rows.at[0], 1, &b.e));
        no_broken_references(&b);
        store_rows_free(&rows);
    }
    char *dump = storebox_dump(&b);
    assert_null(strstr(dump, "|"));
    str_free(dump);
    assert_int_equal(store_undo(b.s, NULL, &b.e), -1);
    storebox_close(&b);
    assert_false(file_holds(path, MARKER));
    unlink(path);
}

/* A person of two cases goes; both cases stay, and say nothing of them. */
static void others_stay_whole(void **state)
{
    (void)state;
    struct storebox b;
    storebox_open(&b, NULL);
    int64_t person = storebox_put(&b, KIND_PERSON, "names", "Anna Testova", NULL);
    struct rec_ref ref;
    char id[REC_ID_TEXT];
    OK(store_ref(b.s, person, &ref, &b.e));
    rec_id_format(ref.id, id);
    int64_t kase = storebox_put(&b, KIND_CASE, "title", "Writer missing", NULL);
    int64_t other = storebox_put(&b, KIND_CASE, "title", "Students held", NULL);
    storebox_put(&b, KIND_MEMBER, "case", "C-0001", "person", id, NULL);
    storebox_put(&b, KIND_MEMBER, "case", "C-0002", "person", id, NULL);
    int64_t event = storebox_put(&b, KIND_EVENT, "case", "C-0001", "text", "Taken", "people", id, NULL);
    storebox_put(&b, KIND_CONTACT, "of", id, "raw", "+99 155 018 2773", NULL);
    struct strs names = { 0 }, stay = { 0 };
    OK(store_purge_names(b.s, &kase, 1, &names, &stay, &b.e));
    assert_int_equal(stay.n, 1);
    assert_string_equal(stay.at[0], "Person: Anna Testova");
    strs_free(&names);
    strs_free(&stay);
    OK(store_purge_names(b.s, &person, 1, &names, &stay, &b.e));
    assert_int_equal(stay.n, 0);
    assert_int_equal(names.n, 4);
    assert_string_equal(names.at[0], "Person: Anna Testova");
    assert_string_equal(names.at[1], "Person in a case: Anna Testova, at risk");
    assert_string_equal(names.at[3], "Contact: Anna Testova, telephone, +99 1•• ••• ••73");
    strs_free(&names);
    OK(store_purge(b.s, &person, 1, &b.e));
    no_broken_references(&b);
    size_t count;
    OK(store_count_children(b.s, kase, KIND_MEMBER, &count, &b.e));
    assert_int_equal(count, 0);
    struct rec *r;
    OK(store_get(b.s, other, &r, &b.e));
    rec_free(r);
    OK(store_get(b.s, event, &r, &b.e));
    assert_int_equal(field_count(r, rec_field(r, "people", NULL)), 0);
    rec_free(r);
    assert_int_equal(store_purge(b.s, &person, 1, &b.e), -1);
    assert_int_equal(b.e.code, ERR_NOT_FOUND);
    storebox_close(&b);
}

static void not_in_the_middle_of_a_step(void **state)
{
    (void)state;
    struct storebox b;
    storebox_open(&b, NULL);
    int64_t n = storebox_put(&b, KIND_CASE, "title", "Writer missing", NULL);
    OK(store_step_begin(b.s, "Import", &b.e));
    assert_int_equal(store_purge(b.s, &n, 1, &b.e), -1);
    OK(store_step_end(b.s, 0, &b.e));
    OK(store_purge(b.s, &n, 1, &b.e));
    storebox_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_stays_behind),
        cmocka_unit_test(others_stay_whole),
        cmocka_unit_test(not_in_the_middle_of_a_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
