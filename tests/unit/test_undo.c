/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "storebox.h"
#include "satchel/model/field.h"
#include "satchel/model/kase.h"
#include "satchel/model/people.h"
#include "satchel/store/list.h"
#include "satchel/store/search.h"
#include "satchel/store/drafts.h"
#include "satchel/store/exports.h"
#include "satchel/store/settings.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

#define OK(call)                                                                                             \
    do {                                                                                                     \
        if ((call) < 0)                                                                                      \
            fail_msg("%s: %s", #call, b.e.text);                                                             \
    } while (0)

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static int64_t any_of(struct storebox *b, enum rec_kind kind, uint32_t *seed)
{
    struct store_rows rows = { 0 };
    assert_int_equal(store_list(b->s, &(struct store_query){ .kind = kind }, &rows, &b->e), 0);
    int64_t n = rows.n ? rows.at[next_random(seed) % rows.n] : 0;
    store_rows_free(&rows);
    return n;
}

static const char *const WORDS[] = { "osprey", "heron", "plover", "curlew" };

/* One edit at random: add, change or delete; sometimes several in a step, sometimes one that is cancelled. */
static void edit(struct storebox *b, uint32_t *seed)
{
    enum rec_kind kind = 1 + next_random(seed) % (KIND_FIRST_PART - 1);
    uint32_t what = next_random(seed) % 8;
    const char *word = WORDS[next_random(seed) % 4];
    int64_t n = any_of(b, kind, seed);
    int variant = (int)(next_random(seed) % 7);
    if (what < 3 || n == 0) {
        storebox_add(b, kind, word, variant);
    } else if (what < 7) {
        struct rec *r = storebox_sample(b, kind, word, variant);
        r->n = n;
        if (store_update(b->s, r, NULL, &b->e) < 0)
            fail_msg("%s", b->e.text);
        rec_free(r);
    } else if (store_delete(b->s, n, NULL, &b->e) < 0) {
        fail_msg("%s", b->e.text);
    }
    b->now += next_random(seed) % 3;
}

static void edit_in_steps(struct storebox *b, uint32_t *seed)
{
    uint32_t together = next_random(seed) % 5;
    if (together > 1) {
        edit(b, seed);
        return;
    }
    assert_int_equal(store_step_begin(b->s, "Several", &b->e), 0);
    for (int i = 0; i < 3; i++)
        edit(b, seed);
    if (together == 0)
        store_step_cancel(b->s);
    else
        assert_int_equal(store_step_end(b->s, 0, &b->e), 0);
}

static size_t hits(struct storebox *b, const char *word)
{
    struct search found = { 0 };
    if (search_run(b->s, word, KIND_ANY, &found, &b->e) < 0)
        fail_msg("%s", b->e.text);
    size_t n = found.hits.n;
    search_free(&found);
    return n;
}

struct moment {
    char *dump;
    size_t hits[4];
};

static struct moment take(struct storebox *b)
{
    struct moment m = { .dump = storebox_dump(b) };
    for (size_t i = 0; i < 4; i++)
        m.hits[i] = hits(b, WORDS[i]);
    return m;
}

static void assert_moment(struct storebox *b, const struct moment *m)
{
    struct moment now = take(b);
    assert_string_equal(now.dump, m->dump);
    assert_memory_equal(now.hits, m->hits, sizeof m->hits);
    str_free(now.dump);
}

/* Random edits, all taken back, all done again: at each place the whole database and what searching finds are
 * as they were the first time there. */
static void there_and_back(void **state)
{
    (void)state;
    enum { STEPS = 40 };
    for (uint32_t seed = 1; seed <= 3; seed++) {
        uint32_t random = seed * 7919;
        struct storebox b;
        struct moment moments[STEPS + 1];
        struct store_step next;
        storebox_open(&b, NULL);
        size_t places = 0;
        moments[places++] = take(&b);
        while (places <= STEPS) {
            int64_t before = b.now;
            char *dump = moments[places - 1].dump;
            edit_in_steps(&b, &random);
            struct moment m = take(&b);
            /* Filling in references may add several records, each a step of its own. */
            if (strcmp(dump, m.dump) != 0 || before != b.now)
                moments[places++] = m;
            else
                str_free(m.dump);
        }
        size_t undone = 0;
        for (size_t at = STEPS; store_undo_next(b.s, false, &next, &b.e) == 0; undone++) {
            assert_true(*next.label);
            str_free(next.label);
            OK(store_undo(b.s, NULL, &b.e));
            char *dump = storebox_dump(&b);
            while (at > 0 && strcmp(dump, moments[at - 1].dump) == 0)
                assert_moment(&b, &moments[--at]);
            str_free(dump);
            if (store_undo_next(b.s, false, &next, NULL) == 0)
                str_free(next.label);
            else
                assert_int_equal(at, 0);
        }
        assert_moment(&b, &moments[0]);
        for (; undone > 0; undone--)
            OK(store_redo(b.s, NULL, &b.e));
        assert_int_equal(store_redo(b.s, NULL, &b.e), -1);
        assert_moment(&b, &moments[STEPS]);
        for (size_t i = 0; i <= STEPS; i++)
            str_free(moments[i].dump);
        storebox_close(&b);
    }
}

static void steps_say_what_they_did(void **state)
{
    (void)state;
    struct storebox b;
    storebox_open(&b, NULL);
    int64_t kase = storebox_put(&b, KIND_CASE, "title", "Writer missing", NULL);
    storebox_put(&b, KIND_APPEAL, "case", "C-0001", "number", "UA 26/23", NULL);
    int64_t event =
        storebox_put(&b, KIND_EVENT, "case", "26/23", "date", "2026-02-03", "text", "Taken", NULL);
    size_t gone = 0;
    OK(store_delete(b.s, kase, &gone, &b.e));
    assert_int_equal(gone, 3);
    struct rec *r;
    assert_int_equal(store_get(b.s, event, &r, &b.e), -1);
    assert_non_null(strstr(b.e.text, "deleted"));
    struct store_step done;
    OK(store_undo(b.s, &done, &b.e));
    assert_string_equal(done.label, "Case deleted: 26/23 Writer missing");
    assert_int_equal(done.place, kase);
    str_free(done.label);
    OK(store_get(b.s, event, &r, &b.e));
    rec_free(r);
    OK(store_undo(b.s, &done, &b.e));
    assert_string_equal(done.label, "Event added: 2026-02-03, Taken");
    assert_int_equal(done.place, 0);
    str_free(done.label);
    /* A new edit drops what could have been done again. */
    storebox_put(&b, KIND_NOTE, "text", "Call the aunt", NULL);
    assert_int_equal(store_redo(b.s, NULL, &b.e), -1);
    assert_string_equal(b.e.text, "There is nothing to redo.");
    storebox_close(&b);
}

/* A record and what it refers to, as one step that is named after the record. */
static void several_records_are_one_step(void **state)
{
    (void)state;
    struct storebox b;
    struct store_step done;
    bool changed;
    size_t people;
    storebox_open(&b, NULL);
    int64_t office = storebox_put(&b, KIND_OFFICE, "title", "Registrar", NULL);
    struct rec *person = rec_new(KIND_PERSON, &b.e), *holder = rec_new(KIND_HOLDER, &b.e);
    struct rec *all[] = { person, holder };
    OK(field_set(person, kind_field(kind_of(KIND_PERSON), "names"), "Zoya Primerova", &b.e));
    store_new_id(person->id);
    ((struct holder *)holder)->person = rec_ref_to(person);
    assert_int_equal(store_write_all(b.s, all, 2, 1, &changed, &b.e), -1); /* of no office */
    assert_int_equal(person->n, 0);
    assert_int_equal(holder->n, 0);
    OK(store_count(b.s, KIND_PERSON, &people, &b.e));
    assert_int_equal(people, 0);
    OK(field_set(holder, kind_field(kind_of(KIND_HOLDER), "office"), storebox_id(&b, office), &b.e));
    OK(store_write_all(b.s, all, 2, 1, &changed, &b.e));
    assert_true(changed);
    OK(store_write_all(b.s, all, 2, 1, &changed, &b.e)); /* as it is: no step */
    assert_false(changed);
    OK(store_undo(b.s, &done, &b.e));
    assert_string_equal(done.label, "Holder added: Registrar, Zoya Primerova");
    str_free(done.label);
    OK(store_count(b.s, KIND_ANY, &people, &b.e));
    assert_int_equal(people, 1);
    rec_free(person);
    rec_free(holder);
    storebox_close(&b);
}

static void a_step_is_all_or_nothing(void **state)
{
    (void)state;
    struct storebox b;
    storebox_open(&b, NULL);
    storebox_put(&b, KIND_CASE, "title", "Writer missing", NULL);
    char *before = storebox_dump(&b);
    OK(store_step_begin(b.s, "Import", &b.e));
    storebox_put(&b, KIND_APPEAL, "case", "C-0001", "number", "UA 26/23", NULL);
    struct rec *r = rec_new(KIND_EVENT, &b.e);
    assert_int_equal(store_add(b.s, r, &b.e), -1); /* no case, no text */
    rec_free(r);
    store_step_cancel(b.s);
    char *after = storebox_dump(&b);
    assert_string_equal(before, after);
    str_free(after);
    str_free(before);
    /* A part that fails takes nothing of the rest with it. */
    OK(store_step_begin(b.s, "Import of UA 26/23", &b.e));
    storebox_put(&b, KIND_APPEAL, "case", "C-0001", "number", "UA 26/23", NULL);
    OK(store_step_begin(b.s, NULL, &b.e));
    storebox_put(&b, KIND_NOTE, "text", "Not this", NULL);
    store_step_cancel(b.s);
    OK(store_step_end(b.s, 1, &b.e));
    size_t count;
    OK(store_count(b.s, KIND_ANY, &count, &b.e));
    assert_int_equal(count, 2);
    OK(store_undo(b.s, NULL, &b.e));
    OK(store_count(b.s, KIND_ANY, &count, &b.e));
    assert_int_equal(count, 1);
    storebox_close(&b);
}

/* Something else than the store wrote to the record: the step refuses as a whole. */
static void what_is_not_as_it_was_stays(void **state)
{
    (void)state;
    struct storebox b;
    storebox_open(&b, NULL);
    int64_t n = storebox_put(&b, KIND_CASE, "title", "Writer missing", NULL);
    struct rec *r;
    OK(store_get(b.s, n, &r, &b.e));
    OK(field_set(r, rec_field(r, "title", NULL), "Writer found", &b.e));
    OK(store_update(b.s, r, NULL, &b.e));
    rec_free(r);
    assert_int_equal(sqlite3_exec(b.db, "UPDATE kase SET title = 'Writer free'", NULL, NULL, NULL),
                     SQLITE_OK);
    char *before = storebox_dump(&b);
    assert_int_equal(store_undo(b.s, NULL, &b.e), -1);
    assert_int_equal(b.e.code, ERR_INPUT);
    assert_non_null(strstr(b.e.text, "Case changed: C-0001 Writer found"));
    char *after = storebox_dump(&b);
    assert_string_equal(before, after);
    str_free(before);
    str_free(after);
    storebox_close(&b);
}

static int64_t number(struct storebox *b, const char *sql)
{
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(b->db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

/* However much of a step fits on the disk: what does not fit as a whole is not there at all, and the store
 * goes on working. */
static void a_full_disk_takes_nothing_half(void **state)
{
    (void)state;
    struct storebox b;
    storebox_open(&b, NULL);
    storebox_put(&b, KIND_CASE, "title", "Writer missing", NULL);
    struct rec *r = storebox_sample(&b, KIND_EVENT, "heron", 0);
    for (int pages = 0; pages < 40; pages += 3) {
        struct buf sql = { 0 };
        sqlite3_exec(b.db, "VACUUM", NULL, NULL, NULL);
        buf_addf(&sql, "PRAGMA max_page_count = %d", (int)number(&b, "PRAGMA page_count") + pages);
        char *before = storebox_dump(&b);
        sqlite3_exec(b.db, buf_text(&sql), NULL, NULL, NULL);
        int rc = store_step_begin(b.s, "Several", &b.e), done = 0;
        for (; rc == 0 && done < 200; done++) {
            r->n = 0;
            memset(r->id, 0, sizeof r->id);
            rc = store_add(b.s, r, &b.e);
        }
        if (rc == 0)
            rc = store_step_end(b.s, 0, &b.e);
        else
            store_step_cancel(b.s);
        assert_int_equal(rc, -1);
        assert_int_equal(b.e.code, ERR_DISK_FULL);
        assert_true(sqlite3_get_autocommit(b.db));
        char *after = storebox_dump(&b);
        assert_string_equal(before, after);
        str_free(before);
        str_free(after);
        buf_free(&sql);
        sqlite3_exec(b.db, "PRAGMA max_page_count = 1000000", NULL, NULL, NULL);
        storebox_put(&b, KIND_NOTE, "text", "Call the aunt", NULL);
    }
    rec_free(r);
    storebox_close(&b);
}

static void old_steps_go(void **state)
{
    (void)state;
    struct storebox b;
    storebox_open(&b, NULL);
    for (int i = 0; i < UNDO_STEPS_MAX + 5; i++)
        storebox_put(&b, KIND_NOTE, "text", "Call the aunt", NULL);
    assert_int_equal(number(&b, "SELECT count(*) FROM undo"), UNDO_STEPS_MAX);
    b.now += (UNDO_DAYS_MAX + 1) * 86400;
    storebox_put(&b, KIND_NOTE, "text", "Call the uncle", NULL);
    assert_int_equal(number(&b, "SELECT count(*) FROM undo"), 1);
    storebox_close(&b);
}

/* A few large steps do not stay for 30 days: the vault would be twice what is in it. */
static void large_steps_are_bounded(void **state)
{
    (void)state;
    struct storebox b;
    size_t size = 4 << 20;
    char *text = malloc(size + 1);
    assert_non_null(text);
    memset(text, 'x', size);
    text[size] = '\0';
    storebox_open(&b, NULL);
    storebox_put(&b, KIND_NOTE, "text", "Call the aunt", NULL);
    for (int i = 0; i < 6; i++) {
        text[i] = ' '; /* no two are alike */
        storebox_put(&b, KIND_NOTE, "text", text, NULL);
        assert_true(number(&b, "SELECT sum(length(changeset)) FROM undo") <= UNDO_BYTES_MAX);
    }
    assert_int_equal(number(&b, "SELECT count(*) FROM undo"), 3);
    OK(store_step_begin(b.s, "all at once", &b.e));
    for (int i = 0; i < 6; i++)
        storebox_put(&b, KIND_NOTE, "text", text, NULL);
    OK(store_step_end(b.s, 0, &b.e));
    assert_int_equal(number(&b, "SELECT count(*) FROM undo"), 1); /* what was done last can be undone */
    OK(store_undo(b.s, NULL, &b.e));
    assert_int_equal(number(&b, "SELECT count(*) FROM note"), 7);
    free(text);
    storebox_close(&b);
}

static void bulk_is_not_recorded(void **state)
{
    (void)state;
    struct storebox b;
    storebox_open(&b, NULL);
    storebox_put(&b, KIND_NOTE, "text", "Call the aunt", NULL);
    OK(store_bulk_begin(b.s, &b.e));
    for (int i = 0; i < 100; i++)
        storebox_put(&b, KIND_CASE, "title", "heron", NULL);
    OK(store_step_end(b.s, 0, &b.e));
    assert_int_equal(number(&b, "SELECT count(*) FROM undo"), 0);
    assert_int_equal(hits(&b, "heron"), 100);
    storebox_close(&b);
}

/* What is no record is not undone with one. */
static void drafts_and_settings_stay(void **state)
{
    (void)state;
    struct storebox b;
    storebox_open(&b, NULL);
    OK(store_step_begin(b.s, "Several", &b.e));
    storebox_put(&b, KIND_NOTE, "text", "Call the aunt", NULL);
    OK(store_setting_set(b.s, "theme", "dark", &b.e));
    OK(store_step_end(b.s, 0, &b.e));
    OK(store_undo(b.s, NULL, &b.e));
    char *value;
    OK(store_setting_get(b.s, "theme", &value, &b.e));
    assert_string_equal(value, "dark");
    str_free(value);
    OK(store_setting_set(b.s, "theme", NULL, &b.e));
    OK(store_setting_get(b.s, "theme", &value, &b.e));
    assert_null(value);
    struct draft d = { .view = (char[]){ "note" }, .fields = (char[]){ "text=Call" }, .cursor = 4 }, again;
    OK(draft_save(b.s, &d, &b.e));
    d.fields = (char[]){ "text=Call the" };
    OK(draft_save(b.s, &d, &b.e));
    struct drafts all = { 0 };
    OK(draft_list(b.s, &all, &b.e));
    assert_int_equal(all.n, 1);
    drafts_free(&all);
    OK(draft_load(b.s, d.n, &again, &b.e));
    assert_string_equal(again.fields, "text=Call the");
    assert_string_equal(again.view, "note");
    assert_int_equal(again.cursor, 4);
    assert_int_equal(again.at, b.now);
    draft_free(&again);
    OK(draft_drop(b.s, d.n, &b.e));
    assert_int_equal(draft_load(b.s, d.n, &again, &b.e), -1);
    OK(exported_add(b.s, "/tmp/letter.pdf", "letter", &b.e));
    struct exports x = { 0 };
    OK(exported_list(b.s, &x, &b.e));
    assert_string_equal(x.at[0].path, "/tmp/letter.pdf");
    assert_false(x.at[0].gone);
    OK(exported_gone(b.s, x.at[0].n, &b.e));
    exports_free(&x);
    OK(exported_list(b.s, &x, &b.e));
    assert_true(x.at[0].gone);
    exports_free(&x);
    storebox_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(steps_say_what_they_did),
        cmocka_unit_test(several_records_are_one_step),
        cmocka_unit_test(a_step_is_all_or_nothing),
        cmocka_unit_test(what_is_not_as_it_was_stays),
        cmocka_unit_test(a_full_disk_takes_nothing_half),
        cmocka_unit_test(old_steps_go),
        cmocka_unit_test(large_steps_are_bounded),
        cmocka_unit_test(bulk_is_not_recorded),
        cmocka_unit_test(drafts_and_settings_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
