/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every text in tests/unit/ua against what a careful reader finds in it, and the same text with other line
 * ends, decomposed accents, wrapped, quoted. A file holds the text, a line "====", and the values expected.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <dirent.h>
#include <utf8proc.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/casework/ua.h"
#include "satchel/casework/ua_read.h"
#include "ua_dump.h"

#define FOLDER "tests/unit/ua"

static char *read_file(const char *name)
{
    char path[512], chunk[4096];
    struct buf b = { 0 };
    snprintf(path, sizeof path, FOLDER "/%s", name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    fclose(f);
    return buf_take(&b, NULL);
}

static char *parse(const char *text)
{
    struct err e;
    struct text_report report;
    struct parsed p;
    char *clean = text_sanitize(text, strlen(text), TEXT_MANY_LINES, &report, &e);
    assert_non_null(clean);
    assert_int_equal(ua_parse(clean, strlen(clean), &report, INT32_MIN, &p, &e), 0);
    struct buf b = { 0 };
    dump_parsed(&b, &p);
    parsed_free(&p);
    str_free(clean);
    return buf_take(&b, NULL);
}

/* ---- variants ---- */

static char *same(const char *s)
{
    struct buf b = { 0 };
    buf_adds(&b, s);
    return buf_take(&b, NULL);
}

static char *crlf(const char *s)
{
    struct buf b = { 0 };
    for (; *s; s++) {
        if (*s == '\n')
            buf_addc(&b, '\r');
        buf_addc(&b, *s);
    }
    return buf_take(&b, NULL);
}

static char *decomposed(const char *s)
{
    utf8proc_uint8_t *out = NULL;
    utf8proc_map((const utf8proc_uint8_t *)s, 0, &out,
                 UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
    assert_non_null(out);
    char *copy = same((char *)out);
    free(out);
    return copy;
}

static char *quoted(const char *s)
{
    struct buf b = { 0 };
    buf_adds(&b, "> ");
    for (; *s; s++) {
        buf_addc(&b, *s);
        if (*s == '\n' && s[1])
            buf_adds(&b, "> ");
    }
    return buf_take(&b, NULL);
}

/* Long lines broken after the last space before column 72. */
static char *wrapped(const char *s)
{
    struct buf b = { 0 };
    while (*s) {
        size_t line = strcspn(s, "\n");
        while (text_count(s, line) > 72) {
            size_t cut = text_offset(s, line, 72);
            while (cut > 0 && s[cut] != ' ')
                cut--;
            if (!cut)
                break;
            buf_add(&b, s, cut);
            buf_addc(&b, '\n');
            s += cut + 1;
            line -= cut + 1;
        }
        buf_add(&b, s, line);
        s += line;
        if (*s)
            buf_addc(&b, *s++);
    }
    return buf_take(&b, NULL);
}

static const struct {
    const char *name;
    char *(*make)(const char *);
} VARIANTS[] = { { "as it is", same },
                 { "CRLF", crlf },
                 { "decomposed", decomposed },
                 { "quoted", quoted },
                 { "wrapped", wrapped } };

static void check(const char *file, size_t *texts)
{
    char *all = read_file(file), *mark = strstr(all, "\n====\n");
    assert_non_null(mark);
    mark[1] = '\0';
    const char *expected = mark + 6;
    for (size_t i = 0; i < sizeof VARIANTS / sizeof *VARIANTS; i++) {
        char *text = VARIANTS[i].make(all), *got = parse(text);
        if (strcmp(got, expected))
            fail_msg("%s, %s:\n%s\nexpected:\n%s", file, VARIANTS[i].name, got, expected);
        free(text);
        free(got);
    }
    free(all);
    ++*texts;
}

static void texts_of_each_kind(void **state)
{
    (void)state;
    DIR *dir = opendir(FOLDER);
    assert_non_null(dir);
    size_t texts = 0;
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strstr(entry->d_name, ".ua"))
            check(entry->d_name, &texts);
    closedir(dir);
    assert_true(texts >= 25);
}

/* The appeal, then n bytes without an end of a sentence, then a deadline. */
static char *long_text(size_t n)
{
    struct buf b = { 0 };
    buf_adds(&b,
             "URGENT ACTION\n\nUA: 26/23\n\nDear Minister,\n\nI call on you to release Anna Testova.\n\n");
    while (b.len < n)
        buf_adds(&b, "and of another day nothing is known\n\n");
    buf_adds(&b, "PLEASE SEND APPEALS BEFORE 13 APRIL 2023\n");
    return buf_take(&b, NULL);
}

/* What is not read is said, at the place where reading ended, and kept. */
static void a_text_that_is_read_in_part(void **state)
{
    (void)state;
    for (int longer = 0; longer < 2; longer++) {
        struct parsed p;
        char *text = long_text(longer ? UA_READ_BYTES : UA_READ_BYTES / 8);
        assert_int_equal(ua_parse(text, strlen(text), NULL, INT32_MIN, &p, NULL), 0);
        const struct parsed_warning *part = parsed_warned(&p, "read-in-part");
        assert_int_equal(part && part->line > 50000, longer);
        assert_null(parsed_warned(&p, "truncated")); /* it does not break off there */
        assert_int_equal(!p.deadline.text, longer);
        assert_string_equal(p.source, text);
        parsed_free(&p);
        str_free(text);
    }
}

static void country_as_printed(const char *text, const char *want)
{
    struct parsed p;
    assert_int_equal(ua_parse(text, strlen(text), NULL, INT32_MIN, &p, NULL), 0);
    size_t n = p.country.at.to - p.country.at.from;
    assert_int_equal(n, strlen(want));
    assert_memory_equal(text + p.country.at.from, want, n);
    parsed_free(&p);
}

/* The index tells which country it is; what is shown is its name, where the text has it. */
static void a_country_is_shown_by_its_name(void **state)
{
    (void)state;
#define STORY "\n\nURGENT ACTION\nPOET HELD\nAnna Testova was arrested on 2 November 2026.\n"
    country_as_printed("UA 87/26 Index: EUR 60/4411/2026 Tajikistan  Date: 9 November 2026" STORY,
                       "Tajikistan");
    country_as_printed("UA 87/26 Tajikistan Index: EUR 60/4411/2026  Date: 9 November 2026" STORY,
                       "Tajikistan");
    country_as_printed("UA 87/26 Index: EUR 60/4411/2026  Date: 9 November 2026" STORY, "EUR 60");
#undef STORY
}

/* What opens the bracket before "(Salutation: ...)" is no advice. */
static void a_bracket_is_no_note(void **state)
{
    (void)state;
    struct parsed p;
    const char *text =
        "URGENT ACTION\nJOURNALIST MISSING\n\nUA: 95/26 Index: EUR 99/0512/2026 Date: 18 November "
        "2026\n\nPLEASE SEND APPEALS TO:\nPROSECUTOR GENERAL\nMr Petr Prubnik\n1 Main "
        "Street\nVelgrad\n(Salutation: Dear Prosecutor General)\nEmail: info@office.example\n";
    assert_int_equal(ua_parse(text, strlen(text), NULL, INT32_MIN, &p, NULL), 0);
    assert_int_equal(p.targets.n, 1);
    assert_null(p.targets.at[0].delivery_note);
    assert_string_equal(p.targets.at[0].salutation, "Dear Prosecutor General");
    parsed_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(texts_of_each_kind),
                                        cmocka_unit_test(a_text_that_is_read_in_part),
                                        cmocka_unit_test(a_country_is_shown_by_its_name),
                                        cmocka_unit_test(a_bracket_is_no_note) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
