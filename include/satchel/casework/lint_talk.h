/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a letter speaks of, followed from word to word: the person of the case named last, and who else came
 * since. */
#ifndef SATCHEL_CASEWORK_LINT_TALK_H
#define SATCHEL_CASEWORK_LINT_TALK_H

#include "satchel/casework/lint_run.h"

enum { LINT_MAN, LINT_WOMAN };

struct lint_talk {
    struct lint_run *r;
    const struct lint_text *t;
    char sex;               /* of the person named last; 0: nobody, or not known */
    bool rival;             /* people at risk are of several sexes, or of one not known */
    bool subject;           /* the name began its sentence */
    bool relative;          /* the person named last is not at risk */
    bool thing;             /* a thing of another gender was named since */
    bool met[2];            /* LINT_MAN, LINT_WOMAN: somebody of the case of that sex was named */
    size_t fits, other;     /* tokens + 1: of the last pronoun that fits; of somebody else */
    size_t sentence, named; /* of the last mention; the token after it */
    size_t could[2];        /* LINT_MAN, LINT_WOMAN: sentence + 1 in which one came last; 0: never */
    bool surely[2];         /* it was one of that sex, not somebody of either */
    size_t stranger[LINT_MOST], strangers; /* bytes where names that are not of the case begin */
};

/* 'm', 'f', 'p' (they), 0 when neither tells. Pronouns go before gender; either may be NULL. */
char lint_sex(const struct lint_words *w, const char *gender, const char *pronouns);
char lint_talk_sex(const struct lint_run *r, size_t person); /* of people of the context: as lint_sex */
/* Somebody of this sex came; '-': of either; 't': a thing called she. */
void lint_talk_came(struct lint_talk *k, char sex, size_t sentence);
/* The person whose name stands at token i, in most words: index; -1: nobody. *end: behind the name. */
int lint_talk_person_at(const struct lint_talk *k, size_t i, size_t *end);
/* The person was named, tokens i..end-1. */
void lint_talk_mention(struct lint_talk *k, size_t person, size_t i, size_t end);
/* "Malika Testova": a family name behind a given name that is not the person's. */
bool lint_talk_other_given(const struct lint_talk *k, size_t i);
/* A word for one, tokens i..next-1. */
void lint_talk_human(struct lint_talk *k, size_t i, size_t next, char sex);
/* Token i is perhaps the name of somebody else. */
void lint_talk_other_name(struct lint_talk *k, size_t i);
/* An article of a thing of another gender than the person's. */
bool lint_talk_other_thing(const struct lint_talk *k, size_t i);
bool lint_accented(const struct lint_text *t, size_t i);

#endif
