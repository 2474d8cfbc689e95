/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a long text is given up at any moment: it is asked often enough all the way, and once the answer
 * was yes nothing is asked any more and nothing comes out. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/stop.h"
#include "satchel/casework/ua.h"

#define BYTES_TO_A_QUESTION 100

struct patience {
    size_t asked, most; /* the answer is yes at the most-th question; 0: never */
};

static bool is_enough(void *arg)
{
    struct patience *p = arg;
    return ++p->asked == p->most;
}

static void long_text(struct buf *text)
{
    buf_adds(text, "URGENT ACTION\n\nTEACHER HELD\n\nUA: 12/31 Index: EUR 99/0001/2031\n\n"
                   "Anton Probin was arrested on 3 March 2031 in Velgrad, Freedonia.\n\n"
                   "Minister of Justice\nIgor Glavin\n1 Long Street, Velgrad, Freedonia\n\n"
                   "Dear Minister,\n\nI urge you to:\n- release Anton Probin.\n\nYours sincerely,\n\n"
                   "PLEASE SEND APPEALS BEFORE 5 May 2031\n\nADDITIONAL INFORMATION\n\n");
    for (int i = 0; i < 2000; i++)
        buf_addf(text, "In year %d of the strike, Minister, %d boats stayed at Long Street.\n\n", i, i % 7);
}

static int parse(const struct buf *text, struct patience *p, struct parsed *out, struct err *e)
{
    struct stop stop = { .asked = is_enough, .arg = p };
    return ua_parse_until(text->data, text->len, NULL, INT32_MIN, &stop, out, e);
}

static void it_is_given_up_wherever_it_is(void **state)
{
    (void)state;
    struct buf text = { 0 };
    struct patience whole = { 0 };
    struct parsed out;
    long_text(&text);
    assert_int_equal(parse(&text, &whole, &out, NULL), 0);
    assert_string_equal(out.ua_number.text, "UA: 12/31");
    assert_true(whole.asked > text.len / BYTES_TO_A_QUESTION);
    parsed_free(&out);
    for (size_t i = 0; i < 200; i++) {
        struct patience p = { .most = 1 + i * (whole.asked - 1) / 199 };
        struct err e = { 0 };
        assert_int_equal(parse(&text, &p, &out, &e), -1);
        assert_int_equal(e.code, ERR_CANCELLED);
        assert_int_equal(p.asked, p.most);
        assert_null(out.source);
        assert_int_equal(out.people.n + out.targets.n, 0);
    }
    buf_free(&text);
}

/* Texts that are long in one thing: what is done for each of these must end too. */
static void odd_texts_are_given_up_at_once(void **state)
{
    static const char *const ODD[] = { "x\n\n",
                                       "3 March 2031\n",
                                       "Anton Probin\n",
                                       "a: ",
                                       "Name: a\n",
                                       "- release him\n",
                                       "Dear Minister,\n\nI urge you to:\n- release Anton Probin.\n\n",
                                       "PLEASE SEND APPEALS BEFORE 5 May 2031\n",
                                       "Minister of Justice\nIgor Glavin\n1 Long Street, Velgrad\n\n",
                                       "Anton Probin, ",
                                       "a" };
    (void)state;
    for (size_t k = 0; k < sizeof ODD / sizeof *ODD; k++) {
        struct buf text = { 0 };
        struct patience whole = { 0 };
        struct parsed out;
        buf_adds(&text, "URGENT ACTION\n\nTEACHER HELD\n\nUA: 12/31 Index: EUR 99/0001/2031\n\n");
        while (text.len < 60000)
            buf_adds(&text, ODD[k]);
        assert_int_equal(parse(&text, &whole, &out, NULL), 0);
        parsed_free(&out);
        for (size_t i = 0; i < 40; i++) {
            struct patience p = { .most = 1 + i * (whole.asked - 1) / 39 };
            struct stop stop = { .asked = is_enough, .arg = &p };
            assert_int_equal(ua_parse_until(text.data, text.len, NULL, INT32_MIN, &stop, &out, NULL), -1);
            if (stop.steps > whole.asked * STOP_STEPS / 50)
                fail_msg("%zu: %u steps after question %zu of %zu", k, stop.steps, p.most, whole.asked);
        }
        buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(it_is_given_up_wherever_it_is),
                                        cmocka_unit_test(odd_texts_are_given_up_at_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
