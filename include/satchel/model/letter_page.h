/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter as it is printed: every text that stands on the page, and nothing that leads back to a record. It
 * is what formats are given, what the preview shows, and what a sent letter keeps. */
#ifndef SATCHEL_MODEL_LETTER_PAGE_H
#define SATCHEL_MODEL_LETTER_PAGE_H

#include <stdbool.h>
#include <stddef.h>

struct err;

/* Texts are NFC, owned, NULL where there is none; several lines are separated by \n, without one at the end.
 * In the order in which they stand on a letter. */
struct letter_page {
    char *lang;          /* of the text, BCP 47 */
    char *sender_lines;  /* head of the letter: name and address, or initials and town */
    char *address_lines; /* as it was given for this script, never rebuilt; NULL: no address is known */
    char *address_lang, *address_script; /* BCP 47, ISO 15924 */
    char *also_lines;                    /* the same address in the script of the letter, where it has both */
    char *also_lang, *also_script;
    char *date_line; /* "London, 22 November 2026", in the letter's language */
    char *subject;
    char *copy_of; /* "Copy of my letter to ..."; NULL: it is no copy */
    char *salutation;
    char *body;      /* paragraphs are separated by an empty line; the closing ("Yours sincerely,") is the
                        last */
    char *signature; /* below the closing; NULL: it is not signed */
    char *emails;    /* of whom it goes to, one a line */
    char *faxes;     /* likewise */
};

/* All-zero is an empty page. */
void letter_page_free(struct letter_page *p); /* wipes and releases what it holds */
int letter_page_copy(struct letter_page *to, const struct letter_page *from, struct err *e); /* to: empty */

/* The page as one text that people can read and letter_page_read takes back: what is kept of a sent letter.
 * Each text that there is stands below its name, its lines moved right by a blank. Caller frees. */
char *letter_page_write(const struct letter_page *p, struct err *e);
/* out: empty; on failure it is so again. ERR_INPUT: it is no such text. */
int letter_page_read(const char *text, struct letter_page *out, struct err *e);

/* Whether the last lines of a text have that name: who writes is said there already. */
bool letter_page_signed(const char *body, const char *name, size_t n);

#endif
