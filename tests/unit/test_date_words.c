/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "satchel/base/date_words.h"
#include "satchel/base/text.h"

extern const char data_date_words[], data_date_said[];
extern const unsigned long data_date_said_len;

/* The lookup relies on it: folded, sorted, each once, and each found with the kind its line names. */
static void list_is_sorted_and_folded(void **state)
{
    (void)state;
    const char *line = strchr(data_date_words, '\n') + 1;
    char last[64] = "";
    for (const char *next; *line; line = next) {
        char word[64] = "";
        size_t len = strcspn(line, "\t");
        next = strchr(line, '\n') + 1;
        assert_true(len < sizeof word);
        memcpy(word, line, len);
        char *folded = text_fold(word, len, NULL);
        assert_string_equal(folded, word);
        if (strcmp(last, word) >= 0)
            fail_msg("%s does not come after %s", word, last);
        struct date_token t = date_token_at(word, len, 0);
        bool pair = strncmp(line + len, "\tpair\t", 6) == 0;
        if (t.to != len || (t.kind == DATE_OTHER) != pair || t.kind < DATE_OTHER)
            fail_msg("%s is not found", word);
        memcpy(last, word, sizeof last);
        str_free(folded);
    }
}

/* The same of the list of words that are told by today; its entries may be several words. */
static void said_list_is_sorted_and_folded(void **state)
{
    (void)state;
    const char *line = strchr(data_date_said, '\n') + 1;
    char last[64] = "";
    for (const char *next; *line; line = next) {
        char word[64] = "";
        size_t len = strcspn(line, "\t"), end = 0;
        next = strchr(line, '\n') + 1;
        assert_true(len < sizeof word);
        memcpy(word, line, len);
        char *folded = text_fold(word, len, NULL);
        assert_string_equal(folded, word);
        if (strcmp(last, word) >= 0)
            fail_msg("%s does not come after %s", word, last);
        const char *found = date_word_of_list(data_date_said, data_date_said_len, word, len, 0, &end);
        if (found != line + len + 1 || end != len)
            fail_msg("%s is not found", word);
        memcpy(last, word, sizeof last);
        str_free(folded);
    }
    size_t end = 0;
    const char *TEXT = "Avant-hier, l\xE2\x80\x99"
                       "an";
    assert_non_null(date_word_of_list(data_date_said, data_date_said_len, TEXT, strlen(TEXT), 0, &end));
    assert_int_equal(end, 10);
    assert_null(date_word_of_list(data_date_said, data_date_said_len, "avanthier", 9, 0, &end));
}

static void reads_tokens(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum date_kind kind;
        int value, digits;
        size_t to;
    } CASES[] = {
        { "", DATE_END, 0, 0, 0 },
        { "12th", DATE_NUMBER, 12, 2, 2 },
        { "012345678", DATE_NUMBER, 12345678, 9, 9 },
        { "12345678901", DATE_NUMBER, -1, 10, 11 },
        { "\xD9\xA1\xD9\xA2", DATE_NUMBER, 12, 2, 4 },
        { "\xE4\xBA\x8C\xE5\x8D\x81\xE4\xB8\x89", DATE_NUMBER, 23, 3, 9 },
        { "\xE5\x8D\x81\xE5\x8D\x81", DATE_NUMBER, -1, 2, 6 },
        { "\xC2\xB2", DATE_OTHER, 0, 0, 2 },
        { "  JUILLET5", DATE_MONTH, 7, 0, 9 },
        { "mai", DATE_MONTH, 5, 0, 3 },
        { "Maine", DATE_OTHER, 0, 0, 5 },
        { "\xE2\x80\x94", DATE_SIGN, '-', 0, 3 },
        { "\n\n5", DATE_END, 0, 0, 3 },
        { "kanun", DATE_OTHER, 0, 0, 5 },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct date_token t = date_token_at(CASES[i].text, strlen(CASES[i].text), 0);
        assert_int_equal(t.kind, CASES[i].kind);
        assert_int_equal(t.value, CASES[i].value);
        assert_int_equal(t.digits, CASES[i].digits);
        assert_int_equal(t.to, CASES[i].to);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_is_sorted_and_folded),
        cmocka_unit_test(said_list_is_sorted_and_folded),
        cmocka_unit_test(reads_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
