/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading an appeal with every allocation failing in turn: an error, never an appeal with less in it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "failmem.h"
#include "satchel/base/err.h"
#include "satchel/casework/ua.h"
#include "ua_dump.h"

/* The linker sends the allocations of the program here (see Makefile). */
void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
char *__real_strndup(const char *s, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);
char *__wrap_strndup(const char *s, size_t n);

void *__wrap_malloc(size_t n)
{
    return failmem_refuses() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return failmem_refuses() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t n)
{
    return failmem_refuses() ? NULL : __real_realloc(p, n);
}

char *__wrap_strndup(const char *s, size_t n)
{
    return failmem_refuses() ? NULL : __real_strndup(s, n);
}

static const char APPEAL[] =
    "URGENT ACTION\n\nTEACHER AND HIS BROTHER HELD WITHOUT CHARGE\n\nUA: 12/31 Index: EUR 99/0001/2031\n\n"
    "Teacher Anton Probin (Антон Пробин, m) was arrested on 3 March 2031 in Velgrad, Freedonia. Anton Probin "
    "and Boris Probin were taken to Grey Hill prison. Colonel Igor Glavin said nothing. His mother Vera "
    "Probina waits.\n\n"
    "Write to the Minister:\n\nMinister of Justice\nIgor Glavin\n1 Long Street, Velgrad, Freedonia\n"
    "Email: office@justice.example\nFax: +99 1 234 567\nSalutation: Dear Minister\n\n"
    "Dear Minister,\n\nI urge you to:\n- release Anton Probin and Boris Probin;\n- let them see a lawyer.\n\n"
    "Yours sincerely,\n\nPLEASE SEND APPEALS BEFORE 5 May 2031\n\n"
    "PREFERRED LANGUAGE TO ADDRESS TARGET: English\n\n"
    "NAME AND PREFERRED PRONOUN: Anton Probin (Антон Пробин) (he/him), Boris Probin (he/him)\n";

static const char UNCASED[] = "紧急行动\n\n教师被关押\n\n2031年3月3日\n\n尊敬的部长:\n\n"
                              "我请求您：\n- 立即释放李·样本；\n- 让李·样本见律师。\n\n此致敬礼\n";

static bool parse_dumped(const char *text, char **out)
{
    struct err e = { 0 };
    struct parsed p;
    int rc = ua_parse(text, strlen(text), NULL, INT32_MIN, &p, &e);
    failmem_pause();
    assert_true(rc == 0 || e.code == ERR_NO_MEMORY);
    if (rc == 0) {
        struct buf b = { 0 };
        dump_parsed(&b, &p);
        parsed_free(&p);
        *out = buf_take(&b, NULL);
        assert_non_null(*out);
    }
    failmem_resume();
    return rc == 0;
}

static void every_allocation_counts(const char *text)
{
    char *whole = NULL, *got = NULL;
    bool hit = true;
    failmem_at(0, false);
    assert_true(parse_dumped(text, &whole));
    assert_true(failmem_calls() > 50);
    for (long n = 1; hit; n++) {
        failmem_at(n, false);
        bool read = parse_dumped(text, &got);
        hit = failmem_has_failed();
        failmem_at(0, false);
        if (read && strcmp(got, whole))
            fail_msg("allocation %ld:\n%s\nexpected:\n%s", n, got, whole);
        if (read && hit)
            fail_msg("allocation %ld failed and nothing was said", n);
        if (read)
            str_free(got);
    }
    str_free(whole);
}

static void cased(void **state)
{
    (void)state;
    every_allocation_counts(APPEAL);
}

static void uncased(void **state)
{
    (void)state;
    every_allocation_counts(UNCASED);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(cased), cmocka_unit_test(uncased) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
