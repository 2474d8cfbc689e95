/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a draft: a user's own template with fields ({person}), or a published model letter with
 * placeholders ([YOUR NAME]), filled in for one letter. */
#ifndef SATCHEL_CASEWORK_LETTER_TEXT_H
#define SATCHEL_CASEWORK_LETTER_TEXT_H

#include "satchel/base/i18n.h"

struct appeal;
struct err;

/* Fields of a template: constant, word, what it stands for. */
#define LETTER_FIELDS(X)                                                                                     \
    X(PERSON, "person", N_("the people at risk, by name"))                                                   \
    X(COUNTRY, "country", N_("the country of the case"))                                                     \
    X(ASKS, "asks", N_("what the appeal asks for, a line each"))                                             \
    X(NUMBER, "number", N_("the number of the appeal"))                                                      \
    X(TITLE, "case", N_("the title of the case"))                                                            \
    X(TARGET, "target", N_("office and name of whom it goes to"))                                            \
    X(OFFICE, "office", N_("the office of whom it goes to"))                                                 \
    X(NAME, "name", N_("the name of whom it goes to"))                                                       \
    X(LETTER, "letter", N_("the model letter of the appeal"))                                                \
    X(DATE, "date", N_("today, as the language writes it"))                                                  \
    X(DEADLINE, "deadline", N_("until when the appeal asks for letters"))                                    \
    X(SENDER, "sender", N_("the name of who writes"))                                                        \
    X(TOWN, "town", N_("the town of who writes"))

enum letter_field {
#define X(name, word, text) LETTER_FIELD_##name,
    LETTER_FIELDS(X)
#undef X
        LETTER_FIELD_COUNT
};
const char *letter_field_word(enum letter_field f);
const char *letter_field_says(enum letter_field f); /* translated */

/* NULL or "": not known; what was to be filled in then stays as it is, for the check of letters to find.
 * Borrowed. */
struct letter_values {
    const char *at[LETTER_FIELD_COUNT];
};

/* {person} and the other fields; "{{" stands for one brace. ERR_INPUT: a field that there is not; the
 * sentence names it and those that there are. Caller frees. */
char *letter_fill(const char *template, const struct letter_values *v, struct err *e);
/* Whether letter_fill would take it. */
int letter_fill_check(const char *template, struct err *e);

/* The body of a draft from a model letter: without the salutation in its first line, without the lines at its
 * end that only ask for a name or a town, placeholders of the sender's filled in. Caller frees. */
char *letter_from_model(const char *model, const char *salutation, const struct letter_values *v,
                        struct err *e);
/* The model letter of an appeal with "- " before each request that stands in a line of its own, below others
 * or below a line that ends in a colon: marks of lists are not kept when an appeal is read. Caller frees. */
char *letter_model_of(const struct appeal *a, struct err *e);
/* body with the closing of that language below, unless it ends with one. Caller frees. */
char *letter_close(const char *body, const char *lang, struct err *e);

#endif
