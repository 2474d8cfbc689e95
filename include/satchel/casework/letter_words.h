/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands around the text of a letter, in the language of the letter, whatever that of the program is. */
#ifndef SATCHEL_CASEWORK_LETTER_WORDS_H
#define SATCHEL_CASEWORK_LETTER_WORDS_H

#include <stdbool.h>
#include <stdint.h>

struct err;

struct letter_words {
    const char *lang;        /* BCP 47, as short as it says all */
    const char *salutation;  /* to whom one knows nothing of, with its mark */
    const char *sir, *madam; /* the same where the sex is known; NULL: none that is said */
    const char *mark;        /* behind a salutation */
    const char *closing;
    const char *copy_of; /* %s: whose letter it is a copy of */
    const char *date;    /* {d} {m} (number) {M} (name of the month) {y} */
    const char *town;    /* {t} and {date} */
    const char *months[12];
    const char *closings[6]; /* how other closings begin; NULL after the last */
};

/* The words of that language: for "en-US" its own, for "en-ZA" those of "en". NULL: none are known. */
const struct letter_words *letter_words_of(const char *lang);
/* Whether both tags are of one language: "en" and "en-US". NULL or "" is of none. */
bool letter_same_language(const char *a, const char *b);

/* "London, 22 November 2026"; town NULL or "": without. A language that is not known gets 2026-11-22. Caller
 * frees; NULL: no memory. */
char *letter_date(const char *lang, const char *town, int32_t day, struct err *e);
/* A salutation as it is printed above a letter: of several ways to say it ("Dear Minister / Your Excellency")
 * the first, with the mark of the language behind it. Blank: the one of the language for that sex ('m', 'f'),
 * else the general one, NULL when the language is not known. Caller frees. -1: no memory. */
int letter_salutation(const char *lang, const char *printed, char sex, char **out, struct err *e);
/* "Madame la Ministre de la Justice": how an office is addressed, where its title says so itself; else NULL.
 * Caller frees. */
char *letter_title_salutation(const char *lang, const char *title);
/* "Copy of my letter to ..." */
char *letter_copy_of(const char *lang, const char *whose, struct err *e);
/* Whether the text ends with a closing already ("Yours sincerely,"): its last short paragraph begins as one.
 */
bool letter_has_closing(const char *lang, const char *text);

#endif
