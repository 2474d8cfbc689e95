/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which line of an appeal is its title: never one that is only an address, a date, a reference or the number
 * of a page; then the next best one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/err.h"
#include "satchel/casework/ua.h"

#define BODY                                                                                                 \
    "\n\nAnton Probin was arrested on 3 March 2031 in Velgrad, Freedonia.\n\nMinister of Justice\nIgor "     \
    "Glavin\n1 Long Street\nVelgrad\nEmail: office@justice.example\n\nDear Minister,\n\nI urge you to "      \
    "release Anton Probin.\n\nYours sincerely,\n"

static void takes_the_next_best_line(void **state)
{
    (void)state;
    static const char *const ABOVE[] = {
        "https://news.example/urgent/actions/teacher-held-without-charge/",
        "www.news.example/urgent actions",
        "Source: https://news.example/urgent",
        "Mail: Urgent Desk <office@news.example>",
        "Page 1 of 2",
        "Urgent Action - page 2 of 3",
        "- Seite 1 von 2 -",
        "P\xC3\xA1gina 1 de 3",
        "12 May 2031",
        "Thursday, 12 May 2031",
        "Ref: FREE/2031/45-B",
        "Our reference: TG EUR 99/0001/2031",
        "EUR 99/0001/2031",
        "UA 12/31",
    };
    static const char *const FORMS[] = { "URGENT ACTION\n%s\nTEACHER HELD WITHOUT CHARGE" BODY,
                                         "%s\n\nURGENT ACTION\n\nTEACHER HELD WITHOUT CHARGE" BODY,
                                         "URGENT ACTION\n\nTEACHER HELD WITHOUT CHARGE\n\n%s" BODY,
                                         "Title: %s\n\nTEACHER HELD WITHOUT CHARGE" BODY };
    for (size_t i = 0; i < sizeof ABOVE / sizeof *ABOVE; i++)
        for (size_t k = 0; k < sizeof FORMS / sizeof *FORMS; k++) {
            const char *at = strstr(FORMS[k], "%s");
            struct buf text = { 0 };
            struct parsed p;
            buf_addf(&text, "%.*s%s%s", (int)(at - FORMS[k]), FORMS[k], ABOVE[i], at + 2);
            assert_int_equal(ua_parse(buf_text(&text), text.len, NULL, INT32_MIN, &p, NULL), 0);
            if (!p.title.text || strcmp(p.title.text, "TEACHER HELD WITHOUT CHARGE") != 0)
                fail_msg("form %zu, %s: the title is \"%s\"", k, ABOVE[i], p.title.text ? p.title.text : "");
            parsed_free(&p);
            buf_free(&text);
        }
}

static void has_no_title_rather_than_none_of_worth(void **state)
{
    (void)state;
    static const char TEXT[] =
        "https://news.example/a\n\nPage 1 of 2\n\n12 May 2031\n\nRef: FREE/2031/45" BODY;
    struct parsed p;
    assert_int_equal(ua_parse(TEXT, sizeof TEXT - 1, NULL, INT32_MIN, &p, NULL), 0);
    assert_null(p.title.text);
    parsed_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(takes_the_next_best_line),
                                        cmocka_unit_test(has_no_title_rather_than_none_of_worth) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
