/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/day.h"
#include "satchel/casework/visibility.h"
#include "satchel/model/field.h"

/* A rule is written "SUBJECT FIELD FROM-TO LEVEL BY GIVEN ENDS [bound]", `-` for none: "1 story 5-9 never A
 * 2020 -". A piece is "SUBJECT FIELD FROM-TO". Record 1 lies within 2, and 2 within 3. */
#define MOST 6
static const int64_t WITHIN[] = { 2, 3 };

static char *field_of(const char *word)
{
    return strcmp(word, "-") == 0 ? NULL : strdup(word);
}

static void day_of(const char *word, struct rec_date *out)
{
    assert_int_equal(rec_date_set(out, strcmp(word, "-") == 0 ? "" : word, NULL), 0);
}

static void free_rule(struct rule *r)
{
    free(r->field);
    free(r->scope);
    free(r->given.text);
    free(r->ends.text);
}

static struct rule rule_of(const char *text)
{
    char field[32], span[32], level[32], by[8], given[64], ends[64], bound[8] = "";
    long long subject, from = 0, to = 0;
    int got = sscanf(text, "%lld %31s %31s %31s %7s %63s %63s %7s", &subject, field, span, level, by, given,
                     ends, bound);
    assert_true(got == 7 || got == 8);
    struct rule r = { .subject.n = subject,
                      .field = field_of(field),
                      .scope = got == 8 ? strdup("at the UN") : NULL };
    bool has = sscanf(span, "%lld-%lld", &from, &to) == 2;
    r.from_off = (struct opt_int){ has, from };
    r.to_off = (struct opt_int){ has, to };
    r.level = rec_enum_find(&ENUM_level, level);
    assert_true(r.level >= 0);
    r.by.n = strcmp(by, "-") == 0 ? 0 : by[0];
    day_of(given, &r.given);
    day_of(ends, &r.ends);
    return r;
}

static const char *level_name(int level)
{
    return ENUM_level.at[level].word;
}

static struct visibility_piece piece_of(const char *text, char field[static 32])
{
    char span[32];
    long long subject;
    assert_int_equal(sscanf(text, "%lld %31s %31s", &subject, field, span), 3);
    struct visibility_piece p = { .subject = subject, .field = strcmp(field, "-") == 0 ? NULL : field };
    sscanf(span, "%u-%u", &p.from, &p.to);
    p.within = subject == 1 ? WITHIN : NULL;
    p.n_within = subject == 1 ? 2 : 0;
    return p;
}

static int32_t the_day(const char *ymd)
{
    int32_t day;
    assert_int_equal(day_parse(ymd, &day), 0);
    return day;
}

struct example {
    const char *says;
    const char *rules[MOST];
    const char *piece;
    const char *level;
    int rule; /* the one that decides; -1: none */
};

/* today is 2024-06-15 */
static const struct example EXAMPLES[] = {
    { "no rule is internal", { NULL }, "1 story -", "internal", -1 },
    { "no rule, a record", { NULL }, "1 - -", "internal", -1 },
    { "a rule about another record", { "9 - - never A 2020 -" }, "1 story -", "internal", -1 },
    { "a rule about another field", { "1 name - never A 2020 -" }, "1 story -", "internal", -1 },
    { "a field's rule says nothing of the record", { "1 name - never A 2020 -" }, "1 - -", "internal", -1 },
    { "public record", { "1 - - public A 2020 -" }, "1 - -", "public", 0 },
    { "public record, its field", { "1 - - public A 2020 -" }, "1 story -", "public", 0 },
    { "public record, a span", { "1 - - public A 2020 -" }, "1 story 3-5", "public", 0 },
    { "never record, a span", { "1 - - never A 2020 -" }, "1 story 3-5", "never", 0 },
    { "public field, not the record", { "1 story - public A 2020 -" }, "1 - -", "internal", -1 },
    { "wider permission, narrower restriction",
      { "1 - - public A 2020 -", "1 story - never A 2020 -" },
      "1 story -",
      "never",
      1 },
    { "newer wider permission lifts nothing",
      { "1 story - never A 2020 -", "1 - - public A 2023 -" },
      "1 story -",
      "never",
      0 },
    { "beside the restricted field it holds",
      { "1 story - never A 2020 -", "1 - - public A 2023 -" },
      "1 name -",
      "public",
      1 },
    { "newer, same subject, same person",
      { "1 story - never A 2020 -", "1 story - public A 2023 -" },
      "1 story -",
      "public",
      1 },
    { "the order of entry does not matter",
      { "1 story - public A 2023 -", "1 story - never A 2020 -" },
      "1 story -",
      "public",
      0 },
    { "newer, same subject, another person",
      { "1 story - never A 2020 -", "1 story - public B 2023 -" },
      "1 story -",
      "never",
      0 },
    { "newer, nobody known",
      { "1 story - never - 2020 -", "1 story - public - 2023 -" },
      "1 story -",
      "never",
      0 },
    { "newer, restriction by nobody known",
      { "1 story - never - 2020 -", "1 story - public A 2023 -" },
      "1 story -",
      "never",
      0 },
    { "older permission",
      { "1 story - public A 2020 -", "1 story - never A 2023 -" },
      "1 story -",
      "never",
      1 },
    { "same day: the stricter",
      { "1 story - never A 2023-05-01 -", "1 story - public A 2023-05-01 -" },
      "1 story -",
      "never",
      0 },
    { "vague days that overlap",
      { "1 story - never A 2023-05 -", "1 story - public A 2023-05-31 -" },
      "1 story -",
      "never",
      0 },
    { "vague days that do not",
      { "1 story - never A 2023-05 -", "1 story - public A 2023-06-01 -" },
      "1 story -",
      "public",
      1 },
    { "permission on no known day",
      { "1 story - never A 2020 -", "1 story - public A - -" },
      "1 story -",
      "never",
      0 },
    { "restriction on no known day",
      { "1 story - never A - -", "1 story - public A 2023 -" },
      "1 story -",
      "never",
      0 },
    { "permission on no known day, alone", { "1 story - public A - -" }, "1 story -", "public", 0 },
    { "a part of a restricted record",
      { "1 - - never A 2020 -", "1 story - public A 2023 -" },
      "1 story -",
      "public",
      1 },
    { "and not the rest of it",
      { "1 - - never A 2020 -", "1 story - public A 2023 -" },
      "1 name -",
      "never",
      0 },
    { "nor the record itself", { "1 - - never A 2020 -", "1 story - public A 2023 -" }, "1 - -", "never", 0 },
    { "a span of a restricted field",
      { "1 story - never A 2020 -", "1 story 5-9 public A 2023 -" },
      "1 story 5-9",
      "public",
      1 },
    { "inside that span",
      { "1 story - never A 2020 -", "1 story 5-9 public A 2023 -" },
      "1 story 6-8",
      "public",
      1 },
    { "over its border",
      { "1 story - never A 2020 -", "1 story 5-9 public A 2023 -" },
      "1 story 6-10",
      "never",
      0 },
    { "a restricted span, inside", { "1 story 5-9 never A 2020 -" }, "1 story 6-7", "never", 0 },
    { "a restricted span, beside", { "1 story 5-9 never A 2020 -" }, "1 story 9-12", "internal", -1 },
    { "a restricted span, touched", { "1 story 5-9 never A 2020 -" }, "1 story 8-12", "never", 0 },
    { "a restricted span, whole field",
      { "1 - - public B 2021 -", "1 story 5-9 never A 2020 -" },
      "1 story -",
      "never",
      1 },
    { "span lifted by the same span",
      { "1 story 5-9 never A 2020 -", "1 story 5-9 public A 2021 -" },
      "1 story 5-9",
      "public",
      1 },
    { "span not lifted by a wider span",
      { "1 story 5-9 never A 2020 -", "1 story 4-9 public A 2021 -" },
      "1 story 5-9",
      "never",
      0 },
    { "span not lifted by its field",
      { "1 story 5-9 never A 2020 -", "1 story - public A 2021 -" },
      "1 story 5-9",
      "never",
      0 },
    { "span lifted in part",
      { "1 story 5-9 never A 2020 -", "1 story 5-7 public A 2021 -" },
      "1 story 5-7",
      "public",
      1 },
    { "the other part stays",
      { "1 story 5-9 never A 2020 -", "1 story 5-7 public A 2021 -" },
      "1 story 7-9",
      "never",
      0 },
    { "half public, half nothing", { "1 story 0-5 public A 2020 -" }, "1 story 0-9", "internal", -1 },
    { "never to internal by a newer rule",
      { "1 story - never A 2020 -", "1 story - internal A 2021 -" },
      "1 story -",
      "internal",
      1 },
    { "internal against public",
      { "1 story - internal B 2020 -", "1 story - public A 2021 -" },
      "1 story -",
      "internal",
      0 },
    { "restricted, allowed, restricted again",
      { "1 story - never A 2020 -", "1 story - public A 2021 -", "1 story - never A 2022 -" },
      "1 story -",
      "never",
      2 },
    { "and allowed again",
      { "1 story - never A 2020 -", "1 story - public A 2021 -", "1 story - never A 2022 -",
        "1 story - public A 2023 -" },
      "1 story -",
      "public",
      1 },
    { "two ask, one takes it back",
      { "1 story - never A 2020 -", "1 story - never B 2020 -", "1 story - public A 2021 -" },
      "1 story -",
      "never",
      1 },
    { "restriction that has ended", { "1 story - never A 2020 2022-01-01" }, "1 story -", "internal", -1 },
    { "restriction, last day today", { "1 story - never A 2020 2024-06-15" }, "1 story -", "never", 0 },
    { "restriction, vague end", { "1 story - never A 2020 2024" }, "1 story -", "never", 0 },
    { "restriction, end unknown", { "1 story - never A 2020 2020/" }, "1 story -", "never", 0 },
    { "restriction, end open", { "1 story - never A 2020 2020/.." }, "1 story -", "never", 0 },
    { "permission that has ended", { "1 story - public A 2020 2022" }, "1 story -", "internal", -1 },
    { "permission, last day today", { "1 story - public A 2020 2024-06-15" }, "1 story -", "public", 0 },
    { "permission, vague end", { "1 story - public A 2020 2024" }, "1 story -", "internal", -1 },
    { "permission, start of its end unknown",
      { "1 story - public A 2020 [..2030]" },
      "1 story -",
      "internal",
      -1 },
    { "what an ended permission lifted holds again",
      { "1 story - never A 2020 -", "1 story - public A 2021 2023" },
      "1 story -",
      "never",
      0 },
    { "permission not given yet", { "1 story - public A 2024-06-16 -" }, "1 story -", "internal", -1 },
    { "restriction dated tomorrow holds today",
      { "1 story - never A 2024-06-16 -" },
      "1 story -",
      "never",
      0 },
    { "permission not given yet lifts nothing",
      { "1 story - never A 2020 -", "1 story - public A 2025 -" },
      "1 story -",
      "never",
      0 },
    { "conditions: counts as internal", { "1 story - public A 2020 - bound" }, "1 story -", "internal", 0 },
    { "conditions: lifts nothing",
      { "1 story - never A 2020 -", "1 story - public A 2021 - bound" },
      "1 story -",
      "never",
      0 },
    { "conditions on a restriction", { "1 story - never A 2020 - bound" }, "1 story -", "never", 0 },
    { "the record around it", { "2 - - never A 2020 -" }, "1 story 3-5", "never", 0 },
    { "two records out", { "3 - - never A 2020 -" }, "1 - -", "never", 0 },
    { "a field of the record around it", { "2 title - never A 2020 -" }, "1 story -", "internal", -1 },
    { "a part of the record around it",
      { "3 - - never A 2020 -", "1 - - public A 2021 -" },
      "1 story -",
      "public",
      1 },
    { "the record around it lifts nothing",
      { "1 - - never A 2020 -", "3 - - public A 2021 -" },
      "1 story -",
      "never",
      0 },
    { "the middle lifts the outer",
      { "3 - - never A 2020 -", "2 - - public A 2021 -" },
      "1 story -",
      "public",
      1 },
    { "the outer does not lift the middle",
      { "2 - - never A 2020 -", "3 - - public A 2021 -" },
      "1 story -",
      "never",
      0 },
    { "span without field: restricts all", { "1 - 5-9 never A 2020 -" }, "1 name -", "never", 0 },
    { "span without field: permits nothing", { "1 - 5-9 public A 2020 -" }, "1 name -", "internal", -1 },
    { "span turned round: restricts the field", { "1 story 9-5 never A 2020 -" }, "1 story 0-2", "never", 0 },
    { "span turned round: permits nothing",
      { "1 story 9-5 public A 2020 -" },
      "1 story 6-7",
      "internal",
      -1 },
    { "of two alike the first decides",
      { "1 - - never A 2020 -", "1 story - never B 2021 -" },
      "1 story -",
      "never",
      0 },
};

static void each_example(void **state)
{
    (void)state;
    int32_t today = the_day("2024-06-15");
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof *EXAMPLES; i++) {
        const struct example *x = &EXAMPLES[i];
        struct rule rules[MOST];
        size_t n = 0;
        for (; n < MOST && x->rules[n]; n++)
            rules[n] = rule_of(x->rules[n]);
        char field[32];
        struct visibility_piece p = piece_of(x->piece, field);
        struct visibility v = visibility_of(rules, n, &p, today);
        if (strcmp(level_name(v.level), x->level) != 0 || (v.rule ? (int)(v.rule - rules) : -1) != x->rule)
            fail_msg("%s: %s by %d", x->says, level_name(v.level), v.rule ? (int)(v.rule - rules) : -1);
        while (n > 0)
            free_rule(&rules[--n]);
    }
}

/* ---- a second reading: subjects as sets of points. Point 0 of a record is the record itself, then ten of
 * each of two fields. Record 1 lies within 2. ---- */
static uint64_t set_of(const struct rule *r)
{
    uint64_t record = (1ull << 21) - 1;
    if (!r->field)
        return r->subject.n == 1 ? record : (record << 21 | record);
    unsigned base = (strcmp(r->field, "b") == 0 ? 11u : 1u) + (r->subject.n == 1 ? 0u : 21u);
    uint64_t set = 0;
    for (unsigned i = 0; i < 10; i++)
        set |= !r->to_off.set || (i >= r->from_off.v && i < r->to_off.v) ? 1ull << (base + i) : 0;
    return set;
}

static const int STRICTNESS[] = { [LEVEL_PUBLIC] = 0, [LEVEL_INTERNAL] = 1, [LEVEL_NEVER] = 2 };
static const int LEVEL_AT[] = { LEVEL_PUBLIC, LEVEL_INTERNAL, LEVEL_NEVER };

/* -> strictness */
static int second_reading(const struct rule *rules, size_t n, unsigned point)
{
    int strictest = -1;
    for (size_t i = 0; i < n; i++) {
        const struct rule *a = &rules[i];
        int strict = STRICTNESS[a->level];
        bool stands = set_of(a) >> point & 1;
        for (size_t k = 0; k < n && stands; k++) {
            const struct rule *b = &rules[k];
            bool inside = (set_of(b) & ~set_of(a)) == 0 && (set_of(b) >> point & 1);
            stands = !(inside && STRICTNESS[b->level] < strict && b->by.n == a->by.n &&
                       b->given.earliest > a->given.latest);
        }
        strictest = stands && strict > strictest ? strict : strictest;
    }
    return strictest < 0 ? STRICTNESS[LEVEL_INTERNAL] : strictest;
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static struct rule random_rule(uint32_t *seed)
{
    struct rule r = { .subject.n = 1 + next_random(seed) % 2, .by.n = 1 + next_random(seed) % 2 };
    r.level = LEVEL_AT[next_random(seed) % 3];
    uint32_t shape = next_random(seed) % 4;
    r.field = shape == 0 ? NULL : strdup(next_random(seed) % 2 ? "a" : "b");
    if (shape >= 2) {
        r.from_off = (struct opt_int){ true, next_random(seed) % 9 };
        r.to_off =
            (struct opt_int){ true, r.from_off.v + 1 + next_random(seed) % (10 - (uint32_t)r.from_off.v) };
    }
    char year[8];
    snprintf(year, sizeof year, "%u", 2000 + next_random(seed) % 4);
    assert_int_equal(rec_date_set(&r.given, year, NULL), 0);
    return r;
}

static void compare_with_second_reading(const struct rule *rules, size_t n)
{
    const int64_t within[] = { 2 };
    struct visibility_piece p = { .subject = 1, .field = "a", .within = within, .n_within = 1 };
    int strictest = 0;
    for (uint32_t i = 0; i < 10; i++) {
        p.from = i;
        p.to = i + 1;
        int strict = second_reading(rules, n, 1 + i);
        assert_int_equal(visibility_of(rules, n, &p, 30000).level, LEVEL_AT[strict]);
        strictest = strict > strictest ? strict : strictest;
    }
    p.from = 0;
    assert_int_equal(visibility_of(rules, n, &p, 30000).level, LEVEL_AT[strictest]);
    for (uint32_t end = 0; p.from < 10; p.from = end) {
        struct visibility v = visibility_cut(rules, n, &p, 30000, &end);
        assert_true(end > p.from && end <= 10);
        for (uint32_t i = p.from; i < end; i++)
            assert_int_equal(LEVEL_AT[second_reading(rules, n, 1 + i)], v.level);
        if (end < 10)
            assert_int_not_equal(LEVEL_AT[second_reading(rules, n, 1 + end)], v.level);
    }
    p.field = NULL;
    assert_int_equal(visibility_of(rules, n, &p, 30000).level, LEVEL_AT[second_reading(rules, n, 0)]);
}

static void agrees_with_a_second_reading(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 4000; round++) {
        struct rule rules[5];
        size_t n = 1 + next_random(&seed) % 5;
        for (size_t i = 0; i < n; i++)
            rules[i] = random_rule(&seed);
        compare_with_second_reading(rules, n);
        while (n > 0)
            free_rule(&rules[--n]);
    }
}

static void derived_text_inherits(void **state)
{
    (void)state;
    struct rule rule = { 0 };
    struct visibility none = { LEVEL_INTERNAL, NULL }, never = { LEVEL_NEVER, &rule },
                      allowed = { LEVEL_PUBLIC, &rule };
    assert_int_equal(visibility_derived(none, never, NULL).level, LEVEL_NEVER);
    assert_int_equal(visibility_derived(never, none, NULL).level, LEVEL_NEVER);
    assert_int_equal(visibility_derived(allowed, never, " ").level, LEVEL_NEVER);
    assert_int_equal(visibility_derived(allowed, never, "the quote names nobody").level, LEVEL_PUBLIC);
    assert_int_equal(visibility_derived(none, never, "a reason, but no rule").level, LEVEL_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_example),
        cmocka_unit_test(agrees_with_a_second_reading),
        cmocka_unit_test(derived_text_inherits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
