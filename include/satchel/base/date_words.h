/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words and signs that dates in running text are made of, one token at a time. */
#ifndef SATCHEL_BASE_DATE_WORDS_H
#define SATCHEL_BASE_DATE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Kinds of words, by their names in the word list (data/date_words.tsv). */
#define DATE_WORD_KINDS(X)                                                                                   \
    X(MONTH, "month")     /* value 1..12 */                                                                  \
    X(SEASON, "season")   /* value 21..24 */                                                                 \
    X(WEEKDAY, "weekday") /* Monday 1 to Sunday 7 */                                                         \
    X(ORDINAL, "ordinal") /* written on a number: st, er, -go */                                             \
    X(FILLER, "filler")   /* de, du, on, the */                                                              \
    X(AROUND, "around")   /* before a date, never inside one: during */                                      \
    X(OF, "of")           /* English filler, Dutch "or" */                                                   \
    X(TO, "to")           /* joins two ends; also a filler: "al 5 de mayo" */                                \
    X(SINCE, "since")                                                                                        \
    X(UNTIL, "until")                                                                                        \
    X(BEFORE, "before")                                                                                      \
    X(AFTER, "after")                                                                                        \
    X(BETWEEN, "between")                                                                                    \
    X(AND, "and")                                                                                            \
    X(OR, "or")                                                                                              \
    X(ABOUT, "about")                                                                                        \
    X(PERHAPS, "perhaps")                                                                                    \
    X(YEAR_MARK, "year_mark") /* these three: CJK, behind a number */                                        \
    X(MONTH_MARK, "month_mark")                                                                              \
    X(DAY_MARK, "day_mark")                                                                                  \
    X(PART, "part") /* of a year or month: early 1, mid 2, late 3; halves, quarters, weeks: date_read.h */   \
    X(QUARTER, "quarter") /* with a number: Q3, 3. Quartal; how many a year has: 4, 2 */                     \
    X(NIGHT, "night")     /* 1: it may go over into the next day; 0: morning, evening, of the day itself */  \
    X(FEAST, "feast")     /* of a fixed day: month * 100 + day */                                            \
    X(NEAR, "near")       /* yesterday -1, today 0, tomorrow 1 */                                            \
    X(INDEX, "index")     /* opens a document number such as AFR 12/05/94 */                                 \
    X(PAIR, "pair")       /* counts only with the word after it */

enum date_kind {
    DATE_END,    /* end of the text, or white space that no date runs over */
    DATE_NUMBER, /* value (-1: more than nine digits), digits */
    DATE_SIGN,   /* value: the code point, folded (any dash is '-') */
    DATE_OTHER,  /* any other word */
#define X(name, text) DATE_##name,
    DATE_WORD_KINDS(X)
#undef X
};

struct date_token {
    enum date_kind kind;
    int value, digits;
    size_t from, to; /* bytes in the text */
    bool gap;        /* white space before it */
    bool capital;    /* a word that starts with an ASCII capital */
    bool either;     /* listopad: in Croatian the month before */
    bool weak;       /* also an ordinary word: a month or season only where its neighbours leave no doubt; an
                      * until that is before to some */
};

/* The token at byte `at` or behind the white space there. Digits of any script and Chinese numerals make a
 * number; a run of letters a word; a CJK character a word by itself or with up to two after it. */
struct date_token date_token_at(const char *s, size_t n, size_t at);

/* The longest entry of another list of the same form that stands at byte `at`, up to five words or CJK
 * characters: what its line has behind it ("kind\tvalue"), and where it ends in the text. NULL: none. */
const char *date_word_of_list(const char *list, size_t size, const char *s, size_t n, size_t at, size_t *end);

#endif
