/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter checked in pieces: what is found in a long one, where, and what the whole of it lacks. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/casework/letter_sweep.h"

struct world {
    struct lint_context context;
    struct lint_names *names;
    struct err e;
};

static void open_world(struct world *w)
{
    struct lint_person p = { .id = 1, .at_risk = true };
    *w = (struct world){ .names = lint_names_new(NULL) };
    assert_non_null(w->names);
    assert_int_equal(strs_add(&p.names, "Anna Testova"), 0);
    assert_int_equal(dyn_room(&w->context.people), 0);
    w->context.people.at[w->context.people.n++] = p;
    static const char *const ASKS[] = { "Release Anna Testova immediately", "Let a doctor see her" };
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(dyn_room(&w->context.asks), 0);
        w->context.asks.at[w->context.asks.n++] = (struct lint_ask){ (int64_t)i + 1, strdup(ASKS[i]) };
    }
    w->context.appeal = true;
    w->context.deadline = INT32_MAX;
}

static void close_world(struct world *w)
{
    lint_context_free(&w->context);
    lint_names_free(w->names);
}

/* How many pieces it took. */
static int sweep(struct world *w, const char *body, struct lint_findings *out)
{
    struct lint_letter letter = {
        .lang = "en", .body = body, .salutation = "Dear [NAME],", .date = INT32_MIN
    };
    struct letter_sweep s;
    int more = 1, pieces = 0, percent = -1;
    assert_int_equal(letter_sweep_begin(&s, &letter, &w->e), 0);
    for (; more > 0; pieces++) {
        more = letter_sweep_step(&s, &w->context, w->names, &w->e);
        assert_true(more >= 0);
        assert_true(letter_sweep_percent(&s) > percent);
        percent = letter_sweep_percent(&s);
    }
    assert_int_equal(percent, 100);
    letter_sweep_take(&s, out);
    return pieces;
}

static size_t count(const struct lint_findings *f, enum lint_code code, enum lint_part part)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        n += f->at[i].code == code && f->at[i].part == part;
    return n;
}

static void fill(struct buf *b, size_t bytes)
{
    while (b->len < bytes)
        buf_adds(b, "Ich schreibe Ihnen \xC3\xBC"
                    "ber ihre Lage.\n\n");
}

static void a_short_one_is_one_piece(void **state)
{
    (void)state;
    static const char BODY[] = "I urge you to release Anna Testova immediately. I am [YOUR NAME].";
    struct world w;
    struct lint_findings swept = { 0 }, whole = { 0 };
    open_world(&w);
    struct lint_letter letter = {
        .lang = "en", .body = BODY, .salutation = "Dear [NAME],", .date = INT32_MIN
    };
    assert_int_equal(sweep(&w, BODY, &swept), 1);
    assert_int_equal(lint_letter(&letter, &w.context, w.names, &whole, &w.e), 0);
    assert_int_equal(swept.n, whole.n);
    assert_true(whole.n >= 3);
    for (size_t i = 0; i < whole.n; i++) {
        assert_int_equal(swept.at[i].code, whole.at[i].code);
        assert_int_equal(swept.at[i].from, whole.at[i].from);
        assert_string_equal(swept.at[i].evidence, whole.at[i].evidence);
    }
    lint_findings_free(&swept);
    lint_findings_free(&whole);
    close_world(&w);
}

/* Faults in the first piece, on a late one and at the end stand where they stand; the salutation's once. */
static void places_are_those_of_the_letter(void **state)
{
    (void)state;
    struct world w;
    struct lint_findings f = { 0 };
    struct buf b = { 0 };
    open_world(&w);
    buf_adds(&b, "I am [YOUR NAME].\n\n");
    fill(&b, 5 * LETTER_SWEEP_PIECE);
    buf_adds(&b, "I am [YOUR ADDRESS].\n\n");
    fill(&b, 6 * LETTER_SWEEP_PIECE);
    buf_adds(&b, "[DATE]");
    assert_true(sweep(&w, buf_text(&b), &f) >= 6);
    assert_int_equal(count(&f, LINT_PLACEHOLDER, LINT_IN_BODY), 3);
    assert_int_equal(count(&f, LINT_PLACEHOLDER, LINT_IN_SALUTATION), 1);
    size_t last = 0;
    for (size_t i = 0; i < f.n; i++)
        if (f.at[i].code == LINT_PLACEHOLDER && f.at[i].part == LINT_IN_BODY)
            last = f.at[i].from;
    size_t cps = 0;
    for (size_t i = 0; i < b.len; i++)
        cps += ((unsigned char)b.data[i] & 0xC0) != 0x80;
    assert_int_equal(last, cps - strlen("[DATE]"));
    lint_findings_free(&f);
    buf_free(&b);
    close_world(&w);
}

/* An ask that one piece has is not missing; one that none has is, once. */
static void the_whole_lacks_what_every_piece_lacks(void **state)
{
    (void)state;
    struct world w;
    struct lint_findings f = { 0 };
    struct buf b = { 0 };
    open_world(&w);
    fill(&b, 2 * LETTER_SWEEP_PIECE);
    buf_adds(&b, "I urge you to release Anna Testova immediately.\n\n");
    fill(&b, 4 * LETTER_SWEEP_PIECE);
    sweep(&w, buf_text(&b), &f);
    assert_int_equal(count(&f, LINT_MISSING_ASK, LINT_IN_WHOLE), 1);
    for (size_t i = 0; i < f.n; i++)
        if (f.at[i].code == LINT_MISSING_ASK)
            assert_non_null(strstr(f.at[i].evidence, "doctor"));
    lint_findings_free(&f);
    buf_free(&b);
    close_world(&w);
}

static void too_much_is_cut_and_said(void **state)
{
    (void)state;
    struct world w;
    struct lint_findings f = { 0 };
    struct buf b = { 0 };
    open_world(&w);
    while (b.len < 3 * LETTER_SWEEP_PIECE) /* without a line end: cut between words */
        buf_adds(&b, "[YOUR NAME] ");
    sweep(&w, buf_text(&b), &f);
    assert_int_equal(count(&f, LINT_PLACEHOLDER, LINT_IN_BODY) +
                         count(&f, LINT_PLACEHOLDER, LINT_IN_SALUTATION),
                     LINT_MOST);
    assert_true(f.notes.more);
    lint_findings_free(&f);
    buf_free(&b);
    close_world(&w);
}

/* No place to cut at, and characters of several bytes: none is cut. */
static void an_unbroken_text_is_cut_between_characters(void **state)
{
    (void)state;
    struct world w;
    struct lint_findings f = { 0 };
    struct buf b = { 0 };
    open_world(&w);
    while (b.len < 3 * LETTER_SWEEP_PIECE)
        buf_adds(&b, "\xE8\xAF\xB7");
    buf_adds(&b, "[YOUR NAME]");
    assert_true(sweep(&w, buf_text(&b), &f) >= 3);
    assert_int_equal(count(&f, LINT_PLACEHOLDER, LINT_IN_BODY), 1);
    lint_findings_free(&f);
    assert_int_equal(sweep(&w, "", &f), 1);
    lint_findings_free(&f);
    buf_free(&b);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_one_is_one_piece),
        cmocka_unit_test(places_are_those_of_the_letter),
        cmocka_unit_test(the_whole_lacks_what_every_piece_lacks),
        cmocka_unit_test(too_much_is_cut_and_said),
        cmocka_unit_test(an_unbroken_text_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
