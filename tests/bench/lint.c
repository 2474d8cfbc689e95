/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint [NAMES]: how long the checker of letters takes for a letter of two pages in a vault of so many people.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "satchel/base/buf.h"
#include "satchel/casework/lint.h"

#define RUNS 200

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static const char *const GIVEN[] = { "Anna", "Pavel", "Lucía", "Ahmed", "Fatima",
                                     "Ivan", "Marie", "Hans",  "Olga",  "Wei" };
static const char *const SYLLABLES[] = { "ka", "ro", "mi", "ten", "sho", "val", "du", "bra", "nik", "el" };

/* Many share a given name, and a family name has some forty bearers, as in life. */
static void invented(size_t i, char out[static 64])
{
    size_t family = i / 40 + 7;
    snprintf(out, 64, "%s %c%s%s%s%s", GIVEN[i % 10], (char)('A' + family % 26), SYLLABLES[family % 10],
             SYLLABLES[family / 10 % 10], SYLLABLES[family / 100 % 10], SYLLABLES[family / 1000 % 10]);
}

static const char PARAGRAPH[] = "I am writing about the detention of Anna Testova, a teacher from Belleville "
                                "in Freedonia, who was taken from a "
                                "bus on 2 May together with 14 fishermen and has not been seen since. Her "
                                "sister Marta Testova asked at the "
                                "prison of Nordfell and at the Ministry of Justice, without an answer. Under "
                                "Article 19 of the International "
                                "Covenant on Civil and Political Rights she has a right to free expression, "
                                "and the Criminal Code of your "
                                "country forbids what was done to her. Doctors who saw her on Tuesday, 14 "
                                "June, say that she needs medical care. "
                                "I urge you to release Anna Testova immediately and unconditionally, and to "
                                "protect the witnesses of her arrest "
                                "from reprisals of any kind.\n\n";

static void fill(struct lint_context *c)
{
    struct lint_person p = { .id = 1, .at_risk = true };
    strs_add(&p.names, "Anna Testova");
    p.gender = strdup("f");
    if (dyn_room(&c->people) == 0)
        c->people.at[c->people.n++] = p;
    for (size_t i = 0; i < 20; i++)
        strs_add(&c->texts, PARAGRAPH);
    strs_add(&c->names, "Marta Testova");
    for (size_t i = 0; i < 6 && dyn_room(&c->asks) == 0; i++)
        c->asks.at[c->asks.n++] =
            (struct lint_ask){ 1, strdup("Release Anna Testova immediately and unconditionally") };
    for (size_t i = 0; i < 20 && dyn_room(&c->limits) == 0; i++)
        c->limits.at[c->limits.n++] = (struct lint_limit){
            strdup("She told her sister that the guard brought her a telephone at night"), NULL
        };
    for (size_t i = 0; i < 20 && dyn_room(&c->contacts) == 0; i++)
        c->contacts.at[c->contacts.n++] =
            (struct lint_private){ LINT_CONTACT_PHONE, strdup("+999 1 555 0147"), NULL };
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000, found = 0;
    double start = now_ms(), ms[RUNS];
    struct lint_names *names = lint_names_new(NULL);
    struct lint_context c = { .kase = 1 };
    struct buf body = { 0 };
    char name[64];
    for (size_t i = 0; names && i < n; i++) {
        invented(i, name);
        lint_names_add(names, name, (int64_t)i + 2, (int64_t)i / 3 + 2, "An invented case", NULL);
    }
    double built = now_ms() - start;
    fill(&c);
    for (size_t i = 0; i < 8; i++)
        buf_adds(&body, PARAGRAPH);
    for (size_t i = 0; names && i < RUNS; i++) {
        struct lint_letter letter = { .body = buf_text(&body), .lang = "en", .date = INT32_MIN };
        struct lint_findings f = { 0 };
        start = now_ms();
        lint_letter(&letter, &c, names, &f, NULL);
        ms[i] = now_ms() - start;
        found = f.n;
        lint_findings_free(&f);
    }
    qsort(ms, RUNS, sizeof *ms, by_size);
    printf("names %zu: read in %.0f ms; a letter of %zu bytes: median %.2f ms, worst %.2f ms, %zu findings\n",
           n, built, body.len, ms[RUNS / 2], ms[RUNS - 1], found);
    lint_context_free(&c);
    lint_names_free(names);
    buf_free(&body);
    return 0;
}
