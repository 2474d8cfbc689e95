/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model letter of each published appeal, checked against what the importer reads in the same text:
 * nothing is to be found but what is wrong in it. The invented texts of tests/unit/ua, and those of a corpus
 * beside the repository where there is one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <glob.h>

#include "satchel/base/text.h"
#include "satchel/casework/lint.h"
#include "satchel/casework/ua.h"

static char *read_file(const char *path)
{
    char chunk[4096];
    struct buf b = { 0 };
    FILE *f = fopen(path, "rb");
    for (size_t n; f && (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    if (f)
        fclose(f);
    return buf_take(&b, NULL);
}

static char *copy(const char *s)
{
    return s ? strdup(s) : NULL;
}

static void add_people(struct lint_context *c, struct lint_names *names, const struct parsed *p)
{
    for (size_t i = 0; i < p->people.n; i++) {
        const struct parsed_person *one = &p->people.at[i];
        struct lint_person person = { .id = (int64_t)i + 1,
                                      .at_risk = true,
                                      .pronouns = copy(one->pronouns),
                                      .gender = copy(one->gender) };
        strs_add(&person.names, one->name.text);
        lint_names_add(names, one->name.text, person.id, 1, p->title.text, NULL);
        for (size_t k = 0; k < one->names.n; k++)
            strs_add(&person.names, one->names.at[k].text);
        if (dyn_room(&c->people) == 0)
            c->people.at[c->people.n++] = person;
    }
    c->group_only = p->group.present && !p->people.n;
    if (p->group.label)
        strs_add(&c->names, p->group.label);
}

static void add_officials(struct lint_context *c, const struct parsed_officials *from)
{
    for (size_t i = 0; i < from->n; i++) {
        const struct parsed_official *o = &from->at[i];
        struct lint_target t = { .id = (int64_t)c->targets.n + 1,
                                 .name = copy(o->name.text),
                                 .title = copy(o->title.text),
                                 .institution = o->address_lines.n ? copy(o->address_lines.at[0].text) : NULL,
                                 .salutation = copy(o->salutation) };
        strs_add(&c->reach, o->phone.text ? o->phone.text : "");
        strs_add(&c->reach, o->fax.text ? o->fax.text : "");
        for (size_t k = 0; k < o->email.n; k++)
            strs_add(&c->reach, o->email.at[k].text);
        if (dyn_room(&c->targets) == 0)
            c->targets.at[c->targets.n++] = t;
    }
}

static void fill(struct lint_context *c, struct lint_names *names, const struct parsed *p)
{
    const char *const texts[] = { p->title.text, p->summary.text, p->background.text };
    add_people(c, names, p);
    add_officials(c, &p->targets);
    add_officials(c, &p->copies);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i])
            strs_add(&c->texts, texts[i]);
    const char *const references[] = { p->ua_number.text, p->index.text };
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        if (references[i])
            strs_add(&c->references, references[i]);
    for (size_t i = 0; i < p->letter_asks.n; i++)
        if (dyn_room(&c->asks) == 0)
            c->asks.at[c->asks.n++] = (struct lint_ask){ (int64_t)i + 1, strdup(p->letter_asks.at[i].text) };
    c->model = copy(p->letter_body.text);
    c->kase = 1;
    c->deadline = INT32_MIN;
}

static bool has_warning(const struct parsed *p, const char *code)
{
    for (size_t i = 0; i < p->warnings.n; i++)
        if (!strcmp(p->warnings.at[i].code, code))
            return true;
    return false;
}

struct tally {
    int letters, wrong, foreign;
};

/* Whether the truth has the code as a warning, and not only a field of that name. */
static bool is_told(const char *truth, const char *code)
{
    char line[64], json[64];
    int n = snprintf(json, sizeof json, "\"%s\"", code);
    snprintf(line, sizeof line, "\nwarn: %s\n", code);
    for (const char *at = truth; (at = strstr(at, json)); at += n)
        if (at[n] != ':')
            return true;
    return strstr(truth, line) != NULL;
}

/* truth: what a careful reader says of the text. */
static void check(const char *path, const struct parsed *p, const char *truth, struct tally *t)
{
    struct lint_context c = { 0 };
    struct lint_findings f = { 0 };
    struct lint_names *names = lint_names_new(NULL);
    bool foreign = strstr(truth, "foreign-name"), told = false;
    fill(&c, names, p);
    struct lint_letter letter = { .body = p->letter_body.text,
                                  .salutation = c.targets.n && c.targets.at[0].salutation
                                                    ? c.targets.at[0].salutation
                                                    : p->letter_salutation.text,
                                  .lang = p->letter_lang,
                                  .target = 1,
                                  .date = INT32_MIN };
    assert_int_equal(lint_letter(&letter, &c, names, &f, NULL), 0);
    for (size_t i = 0; i < f.n; i++) {
        const char *code = lint_code_name(f.at[i].code);
        told |= f.at[i].code == LINT_FOREIGN_NAME;
        bool spelling = f.at[i].code == LINT_NEAR_NAME && strstr(truth, "spelling");
        if (is_told(truth, code) || has_warning(p, code) || spelling)
            continue;
        printf("wrong   %s: %s “%s” %s\n", path, code, f.at[i].quote, f.at[i].evidence);
        t->wrong++;
    }
    if (foreign && !told)
        printf("missing %s: foreign-name\n", path);
    t->foreign += foreign && !told;
    t->letters += p->letter_body.text != NULL;
    lint_findings_free(&f);
    lint_context_free(&c);
    lint_names_free(names);
}

static void check_file(const char *path, char *text, const char *truth, struct tally *t)
{
    struct parsed p;
    while (!strncmp(text, "# ", 2))
        text += strcspn(text, "\n") + 1;
    char *clean = text_sanitize(text, strlen(text), TEXT_MANY_LINES, NULL, NULL);
    assert_non_null(clean);
    assert_int_equal(ua_parse(clean, strlen(clean), NULL, INT32_MIN, &p, NULL), 0);
    check(path, &p, truth, t);
    parsed_free(&p);
    str_free(clean);
}

static void invented_appeals(void **state)
{
    (void)state;
    struct tally t = { 0 };
    glob_t g;
    assert_int_equal(glob("tests/unit/ua/*.ua", 0, NULL, &g), 0);
    for (size_t i = 0; i < g.gl_pathc; i++) {
        char *text = read_file(g.gl_pathv[i]), *values = strstr(text, "\n====\n");
        assert_non_null(values);
        *values = '\0';
        check_file(g.gl_pathv[i], text, values + 1, &t);
        str_free(text);
    }
    globfree(&g);
    printf("%d letters, %d wrong findings, %d missing\n", t.letters, t.wrong, t.foreign);
    assert_true(t.letters > 20);
    assert_int_equal(t.wrong, 0);
    assert_int_equal(t.foreign, 0);
}

static void published_appeals(void **state)
{
    (void)state;
    struct tally t = { 0 };
    glob_t g;
    if (glob("../shared/corpus/ua/*.txt", 0, NULL, &g) != 0) {
        printf("skipped: letters of the corpus, which is not here\n");
        return;
    }
    for (size_t i = 0; i < g.gl_pathc; i++) {
        char json[512], *text = read_file(g.gl_pathv[i]);
        snprintf(json, sizeof json, "%.*s.json", (int)strlen(g.gl_pathv[i]) - 4, g.gl_pathv[i]);
        char *truth = read_file(json);
        check_file(g.gl_pathv[i], text, truth, &t);
        str_free(text);
        str_free(truth);
    }
    globfree(&g);
    printf("%d letters, %d wrong findings, %d missing\n", t.letters, t.wrong, t.foreign);
    assert_int_equal(t.wrong, 0);
    assert_int_equal(t.foreign, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invented_appeals),
        cmocka_unit_test(published_appeals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
