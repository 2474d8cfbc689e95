/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the readers of numbers share: what a text counts, and on which days something was done. Comparable
 * across languages by the lists of src/casework/data/lint_counts.tsv. */
#ifndef SATCHEL_CASEWORK_LINT_COUNTED_H
#define SATCHEL_CASEWORK_LINT_COUNTED_H

#include "satchel/casework/lint_run.h"

enum lint_counted {
    LINT_COUNT_THINGS,
    LINT_COUNT_AGE,
    LINT_COUNT_MEASURE, /* key[0]: money, an article, an hour of the day ... */
    LINT_COUNT_DAYS,
    LINT_COUNT_MONTHS
};

#define LINT_COUNT_KEYS 3
#define LINT_COUNT_NEAR 14
struct lint_count {
    int64_t value;                  /* of years in months, of weeks in days */
    uint32_t key[LINT_COUNT_KEYS];  /* things: words that may be the noun; age: key[0], the relative whose it
                                       is; time: key[0], what it is (lint_hash of a term); 0: none */
    uint32_t modifier;              /* things: the word before the noun, "shipwrecked"; 0: none */
    uint32_t event;                 /* what was done to them, near by; 0: nothing */
    uint32_t near[LINT_COUNT_NEAR]; /* how the words beside it begin; 0: none */
    uint32_t from, to;              /* bytes of the text */
    const char *text;               /* the text */
    int person;                     /* age, sentence: index in the context, -1 when not named */
    enum lint_counted what;
    bool human; /* key[0] is of people */
    bool about; /* more or less, or no more than */
    bool loose; /* things, of the letter: may be the writer's own */
};
struct lint_day {
    int year, month, day; /* 0: not said */
    int eve;              /* of a night, "2/3 November", the day before; 0: none */
    uint32_t event;       /* what was done; 0: not said */
    uint32_t also[3];     /* what else was done, where the sentence has no other day; 0: nothing */
    uint32_t deed;        /* byte where that is said */
    uint32_t sentence;    /* of the text */
    int person;           /* index in the context of whom the sentence names, -1: nobody */
    bool stranger;        /* it names somebody else */
    bool people;          /* it names nobody, and speaks of people */
    bool since;           /* the first day of what lasted */
    uint32_t from, to;
    const char *text;
};
struct lint_counts {
    DYN(struct lint_count) all;
    DYN(struct lint_day) days;
    bool failed;
};

void lint_counts_free(struct lint_counts *c);
/* Adds c, which stands at token i. */
void lint_counts_push(const struct lint_run *r, const struct lint_text *t, size_t i, struct lint_count c,
                      struct lint_counts *out);
/* A number for a value of the lists; never 0. */
uint32_t lint_value_hash(const char *value);
/* What is done to people nearest to bytes from..to, in the sentence of token i; 0: nothing. *at (may be NULL)
 * gets the byte where that is said. */
uint32_t lint_event_near(const struct lint_run *r, const struct lint_text *t, size_t i, size_t from,
                         size_t to, uint32_t *at);
/* The person of the case named nearest before token i in its sentence: index, token; -1: nobody. */
int lint_named_before(const struct lint_run *r, const struct lint_text *t, size_t i, size_t *at);
/* The same behind: at one of `most` tokens from i on, in the clause. */
int lint_named_behind(const struct lint_run *r, const struct lint_text *t, size_t i, size_t most);
/* Token i is said of the writer's own: "my grandfather was sentenced to ...", "My father ... He ...". */
bool lint_of_writers_kin(const struct lint_run *r, const struct lint_text *t, size_t i);

#endif
