/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "storebox.h"
#include "satchel/base/buf.h"
#include "satchel/model/people.h"
#include "satchel/store/card.h"
#include "satchel/store/derive.h"
#include "satchel/store/search.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

static struct search run(struct storebox *b, const char *text)
{
    struct search found;
    STOREBOX_OK(search_run(b->s, text, KIND_ANY, &found, &b->e));
    return found;
}

/* Where n stands among the hits, -1: nowhere. */
static int place_of(struct storebox *b, const char *text, int64_t n)
{
    struct search found = run(b, text);
    int at = -1;
    for (size_t i = 0; i < found.hits.n; i++) {
        assert_true(at < 0 || found.hits.at[i].n != n); /* once only */
        at = found.hits.at[i].n == n ? (int)i : at;
    }
    search_free(&found);
    return at;
}

#define assert_found(text, n)  assert_int_not_equal(place_of(b, text, n), -1)
#define assert_absent(text, n) assert_int_equal(place_of(b, text, n), -1)

static int64_t put_member(struct storebox *b, int64_t kase, int64_t person, const char *role)
{
    return storebox_put(b, KIND_MEMBER, "case", storebox_id(b, kase), "person", storebox_id(b, person),
                        "role", role, NULL);
}

static void finds_names_however_written(void **state)
{
    struct storebox *b = *state;
    static const char *const EXAMPLES[][3] = {
        /* name, found by, not found by */
        { "Zoë Testová", "zoe TESTOVA", "zoe testovas" },
        { "Seán O'Neil", "oneil", "onei l" },
        { "Seán O’Neil", "o'neil", "oneils" },
        { "Mr Oneil", "O’Neil", "o neil" },
        { "Anna al-Testi", "altesti", "altest i" },
        { "Anna al-Testi", "al testi", "testial" },
        { "张三", "张三", "三张" },
        { "李张三丰", "张三", "李三" },
        { "أحمد الإختبار", "احمد الاختبار", "حمد" },
        { "محمّد", "محمد", "محمدا" },
        { "Кира Пробная", "кира проб", "ира" },
        { "ဒေါ်အောင်", "အောင်", "ကောင်" },
    };
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof *EXAMPLES; i++) {
        int64_t n = storebox_put(b, KIND_PERSON, "names", EXAMPLES[i][0], NULL);
        assert_found(EXAMPLES[i][1], n);
        assert_absent(EXAMPLES[i][2], n);
    }
}

static void finds_as_one_types(void **state)
{
    struct storebox *b = *state;
    int64_t n = storebox_put(b, KIND_CASE, "title", "Herders driven away", NULL);
    assert_found("he", n);
    assert_found("herders dri", n);
    assert_absent("herders dri ", n);  /* a space ends the word */
    assert_absent("dri herders a", n); /* one letter is a word by itself */
    assert_found("away her", n);
    assert_absent("", n);
    assert_absent(" ?! ", n);
}

static void finds_a_case_by_its_people_and_numbers(void **state)
{
    struct storebox *b = *state;
    int64_t kase = storebox_put(b, KIND_CASE, "title", "Writer missing", NULL);
    int64_t anna = storebox_put(b, KIND_PERSON, "names", "Anna Testova\nАнна Тестова", NULL);
    put_member(b, kase, anna, "at_risk");
    int64_t appeal =
        storebox_put(b, KIND_APPEAL, "case", storebox_id(b, kase), "number", "UA: 026/23-1", NULL);
    assert_int_equal(place_of(b, "anna testova", kase), 0);
    assert_int_equal(place_of(b, "anna testova", anna), 1);
    assert_found("тестова", kase);
    assert_found("26/23", kase);
    assert_found("026/23", kase);
    assert_found("UA 26/23", appeal);
    assert_found("C-0001", kase);
    assert_found("writer testova 26/23", kase); /* words of different fields */
    assert_absent("25/23", kase);
}

static void follows_what_a_case_is_made_of(void **state)
{
    struct storebox *b = *state;
    int64_t one = storebox_put(b, KIND_CASE, "title", "One", NULL);
    int64_t two = storebox_put(b, KIND_CASE, "title", "Two", NULL);
    int64_t anna = storebox_put(b, KIND_PERSON, "names", "Anna Testova", NULL);
    int64_t member = put_member(b, one, anna, "family");
    assert_found("testova", one);

    struct rec *r;
    STOREBOX_OK(store_get(b->s, anna, &r, &b->e));
    STOREBOX_OK(str_set(&((struct person *)r)->names.at[0].text, "Anna Probna"));
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
    assert_absent("testova", one);
    assert_found("probna", one);

    STOREBOX_OK(store_get(b->s, member, &r, &b->e));
    STOREBOX_OK(store_ref(b->s, two, &((struct member *)r)->kase, &b->e));
    STOREBOX_OK(store_update(b->s, r, NULL, &b->e));
    rec_free(r);
    assert_absent("probna", one);
    assert_found("probna", two);

    STOREBOX_OK(store_delete(b->s, member, NULL, &b->e));
    assert_absent("probna", two);
    STOREBOX_OK(store_undo(b->s, NULL, &b->e));
    assert_found("probna", two);
    STOREBOX_OK(store_undo(b->s, NULL, &b->e));
    assert_found("probna", one);
    assert_absent("probna", two);
    STOREBOX_OK(store_undo(b->s, NULL, &b->e));
    assert_found("testova", one);
    STOREBOX_OK(store_redo(b->s, NULL, &b->e));
    assert_absent("testova", one);
}

static void finds_telephone_numbers(void **state)
{
    struct storebox *b = *state;
    int64_t anna = storebox_put(b, KIND_PERSON, "names", "Anna Testova", NULL);
    int64_t n = storebox_put(b, KIND_CONTACT, "of", storebox_id(b, anna), "kind", "mobile", "raw",
                             "+99 155 018 27-73", NULL);
    static const char *const YES[] = { "+99 155 018 27-73", "991550182773",   "01550182773",
                                       "155 018 2773",      "0155 018 27 73", "0182773",
                                       "018 2773",          "00991550182773", "155018",
                                       "+99(0)155 0182773" };
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++)
        if (place_of(b, YES[i], n) < 0)
            fail_msg("%s", YES[i]);
    assert_absent("155 019 2773", n);
    assert_absent("550182774", n);
    struct search found = run(b, "155 018 2773");
    STOREBOX_OK(search_fill(b->s, &found, 0, &b->e));
    assert_string_equal(found.hits.at[0].snippet, ""); /* the number stays masked */
    assert_null(strstr(found.hits.at[0].label, "155"));
    search_free(&found);
}

/* Every text field of every kind leads to its record. */
static void finds_every_field(void **state)
{
    struct storebox *b = *state;
    storebox_put(b, KIND_PERSON, "names", "Anna Testova", NULL);
    for (enum rec_kind kind = KIND_NONE + 1; kind < KIND_FIRST_PART; kind++) {
        const struct kind *k = kind_of(kind);
        char word[32], query[128];
        snprintf(word, sizeof word, "quix%c%c", 'a' + kind / 26, 'a' + kind % 26);
        int64_t n = storebox_add(b, kind, word, 0);
        for (size_t i = 0; i < k->n_fields; i++) {
            const struct field *f = &k->fields[i];
            if (!card_takes(f) || f->flags & FIELD_READ_ONLY)
                continue;
            const struct field *g = f->type == FIELD_LIST ? &f->part->fields[0] : f;
            if (g->type != FIELD_TEXT && g->type != FIELD_LINES)
                continue;
            snprintf(query, sizeof query, "%s %s", word, g->key);
            struct search found;
            STOREBOX_OK(search_run(b->s, query, kind, &found, &b->e));
            bool there = false;
            for (size_t h = 0; h < found.hits.n; h++)
                there |= found.hits.at[h].n == n;
            if (!there)
                fail_msg("%s.%s", k->name, f->key);
            search_free(&found);
        }
    }
}

static void puts_people_before_events(void **state)
{
    struct storebox *b = *state;
    int64_t kase = storebox_put(b, KIND_CASE, "title", "Lin", NULL);
    int64_t event = storebox_put(b, KIND_EVENT, "case", storebox_id(b, kase), "text", "Lin was taken", NULL);
    int64_t lin = storebox_put(b, KIND_PERSON, "names", "Lin Wei", NULL);
    int64_t linda = storebox_put(b, KIND_PERSON, "names", "Linda Proba", NULL);
    int64_t other = storebox_put(b, KIND_PERSON, "names", "Lin Tao", NULL);
    int64_t late = storebox_put(b, KIND_EVENT, "case", storebox_id(b, kase), "text", "Linda wrote", NULL);
    const int64_t order[] = { kase, other, lin, linda, event, late };
    for (int i = 0; i < 6; i++)
        assert_int_equal(place_of(b, "lin", order[i]), i);
}

static char *long_text(size_t n)
{
    struct buf text = { 0 };
    for (int i = 0; text.len < n; i++)
        buf_addf(&text, "line %d of a long talk, said slowly\n", i);
    return buf_take(&text, NULL);
}

static void finds_in_long_texts(void **state)
{
    struct storebox *b = *state;
    char *text = long_text(200000);
    memcpy(text, "quince", 6);
    memcpy(text + CARD_PIECE_BYTES - 200, "\nred plum jam\n", 14);
    memcpy(text + 190000, "\nwild medlar\n", 13);
    int64_t n = storebox_put(b, KIND_SOURCE, "title", "A talk", "text", text, NULL);
    free(text);
    assert_found("quince", n);
    assert_found("\"red plum jam\"", n);
    assert_found("a talk", n); /* card and pieces: one hit */
    assert_found("slowly", n);
    assert_absent("red medlar", n); /* not in one piece */
    struct search found = run(b, "wild medl");
    assert_int_equal(found.hits.n, 1);
    STOREBOX_OK(search_fill(b->s, &found, 0, &b->e));
    assert_int_equal(found.hits.at[0].kind, KIND_SOURCE);
    assert_memory_equal(found.hits.at[0].label, "A talk", 6);
    assert_string_equal(found.hits.at[0].field, "text");
    assert_string_equal(found.hits.at[0].snippet, "wild medlar");
    search_free(&found);
}

/* A phrase is found wherever a border between pieces falls. */
static void loses_no_phrase_between_pieces(void **state)
{
    (void)state;
    char *text = long_text(300000);
    size_t n = strlen(text), at = 0, next, pieces = 0;
    for (size_t from = 0; from < n; from = next, pieces++) {
        size_t end = card_piece(text, n, from, &next);
        assert_true(from <= at && end > at && end - from <= CARD_PIECE_BYTES && next > from);
        assert_true(end == n || at == 0 || at - from >= 128);
        at = end;
    }
    assert_int_equal(at, n);
    assert_true(pieces >= 5);
    for (size_t i = 0; i + 3 <= n; i += 3)
        memcpy(text + i, "\xE5\xBC\xA0", 3);
    for (size_t from = 0; from < n / 3 * 3; from = next) {
        size_t end = card_piece(text, n / 3 * 3, from, &next);
        assert_true(from % 3 == 0 && end % 3 == 0 && next > from);
    }
    free(text);
}

static void shows_where_it_was_found(void **state)
{
    struct storebox *b = *state;
    int64_t kase =
        storebox_put(b, KIND_CASE, "title", "Writer missing", "summary",
                     "First line.\nTaken by plain-clothes police from the flat of her mother", NULL);
    struct search found = run(b, "mother");
    assert_int_equal(found.hits.n, 1);
    STOREBOX_OK(search_fill(b->s, &found, 0, &b->e));
    struct search_hit *h = &found.hits.at[0];
    assert_int_equal(h->n, kase);
    assert_int_equal(h->kind, KIND_CASE);
    assert_string_equal(h->label, "C-0001 Writer missing");
    assert_string_equal(h->field, "summary");
    assert_string_equal(h->snippet, "…police from the flat of her mother");
    assert_memory_equal(h->snippet + h->from, "mother", h->to - h->from);
    search_free(&found);
}

static void any_text_is_a_query(void **state)
{
    struct storebox *b = *state;
    static const char SPICE[] = "\"'*()^:-+/ abNOT\xE5\xBC\xA0\xC3\xFF\x01;%_";
    uint32_t seed = 3;
    storebox_put(b, KIND_CASE, "title", "not near and or", NULL);
    for (int i = 0; i < 500; i++) {
        char text[64];
        for (size_t k = 0; k < sizeof text - 1; k++) {
            seed = seed * 1664525u + 1013904223u;
            text[k] = SPICE[(seed >> 16) % (sizeof SPICE - 1)];
        }
        text[sizeof text - 1] = '\0';
        struct search found = run(b, text);
        search_free(&found);
    }
}

static void stops_at_enough(void **state)
{
    struct storebox *b = *state;
    STOREBOX_OK(store_bulk_begin(b->s, &b->e));
    for (int i = 0; i < SEARCH_MOST + 5; i++)
        storebox_put(b, KIND_NOTE, "text", "pebble", NULL);
    STOREBOX_OK(store_step_end(b->s, 0, &b->e));
    struct search found = run(b, "pebble");
    assert_int_equal(found.hits.n, SEARCH_MOST);
    assert_true(found.more);
    search_free(&found);
    found = run(b, "pebbles");
    assert_int_equal(found.hits.n, 0);
    assert_false(found.more);
    search_free(&found);
}

/* ---- the index itself ---- */

static char *dump_index(struct storebox *b)
{
    struct buf out = { 0 };
    sqlite3_stmt *st;
    assert_int_equal(
        sqlite3_prepare_v2(b->db, "SELECT rowid, rec, field, text FROM search ORDER BY rowid", -1, &st, 0),
        SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW)
        buf_addf(&out, "%lld %s %s %s\n", (long long)sqlite3_column_int64(st, 0), sqlite3_column_text(st, 1),
                 sqlite3_column_text(st, 2), sqlite3_column_text(st, 3));
    sqlite3_finalize(st);
    return buf_take(&out, NULL);
}

static void a_new_index_is_the_same(void **state)
{
    struct storebox *b = *state;
    storebox_put(b, KIND_PERSON, "names", "Anna Testova", NULL);
    for (enum rec_kind kind = KIND_NONE + 1; kind < KIND_FIRST_PART; kind++)
        storebox_add(b, kind, "quix", (int)kind);
    char *rows = storebox_dump(b), *before = dump_index(b);
    STOREBOX_OK(store_bulk_begin(b->s, &b->e));
    STOREBOX_OK(derive_rebuild(b->s, &b->e));
    STOREBOX_OK(store_step_end(b->s, 0, &b->e));
    char *rows_after = storebox_dump(b), *after = dump_index(b);
    assert_string_equal(rows, rows_after);
    assert_string_equal(before, after);
    assert_int_equal(sqlite3_exec(b->db, "INSERT INTO search(search) VALUES('integrity-check')", 0, 0, 0),
                     SQLITE_OK);
    str_free(rows);
    str_free(rows_after);
    str_free(before);
    str_free(after);
}

static int64_t count_where(struct storebox *b, const char *sql)
{
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(b->db, sql, -1, &st, 0), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

/* FTS5 keeps the words of deleted rows until its parts are merged. */
static void purging_leaves_no_word(void **state)
{
    struct storebox *b = *state;
    static const char BYTES[] =
        "SELECT count(*) FROM search_data WHERE instr(block, x'77797a7a796d61726b')"; /* wyzzymark */
    for (int i = 0; i < 50; i++)
        storebox_put(b, KIND_NOTE, "text", "an ordinary note", NULL);
    int64_t n = storebox_put(b, KIND_NOTE, "text", "it says wyzzymark here", NULL);
    assert_found("wyzzymark", n);
    STOREBOX_OK(store_delete(b->s, n, NULL, &b->e));
    assert_absent("wyzzymark", n);
    assert_true(count_where(b, BYTES) > 0);
    STOREBOX_OK(store_bulk_begin(b->s, &b->e));
    STOREBOX_OK(derive_purge(b->s, &b->e));
    STOREBOX_OK(store_step_end(b->s, 0, &b->e));
    assert_int_equal(count_where(b, BYTES), 0);
    assert_int_equal(count_where(b, "SELECT count(*) FROM search_content WHERE c2 LIKE '%wyzzymark%'"), 0);
    assert_int_equal(
        sqlite3_exec(b->db, "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, row)", 0, 0, 0),
        SQLITE_OK);
    assert_int_equal(count_where(b, "SELECT count(*) FROM temp.words WHERE term LIKE 'wy%'"), 0);
    assert_int_equal(count_where(b, "SELECT count(*) FROM temp.words WHERE term = 'ordinary'"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STOREBOX_TEST(finds_names_however_written),
        STOREBOX_TEST(finds_as_one_types),
        STOREBOX_TEST(finds_a_case_by_its_people_and_numbers),
        STOREBOX_TEST(follows_what_a_case_is_made_of),
        STOREBOX_TEST(finds_telephone_numbers),
        STOREBOX_TEST(finds_every_field),
        STOREBOX_TEST(puts_people_before_events),
        STOREBOX_TEST(finds_in_long_texts),
        cmocka_unit_test(loses_no_phrase_between_pieces),
        STOREBOX_TEST(shows_where_it_was_found),
        STOREBOX_TEST(any_text_is_a_query),
        STOREBOX_TEST(stops_at_enough),
        STOREBOX_TEST(a_new_index_is_the_same),
        STOREBOX_TEST(purging_leaves_no_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
