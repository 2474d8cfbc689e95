/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks of a letter: who writes, whom it goes to, in which script. */
#ifndef SATCHEL_CASEWORK_LETTER_H
#define SATCHEL_CASEWORK_LETTER_H

#include <stddef.h>

#include "satchel/model/letter_page.h"
#include "satchel/model/letters.h"
#include "satchel/model/people.h"

struct err;

/* Whom a letter goes to, as far as it is known; borrowed. */
struct letter_whom {
    const struct target *target;   /* never NULL */
    const struct office *office;   /* NULL: none */
    const struct holder *holder;   /* NULL: none */
    const struct person *person;   /* the holder's, or the target's own; NULL: none */
    const struct address *address; /* NULL: none is known */
};

/* Head and signature of the page: name and address; initials and town; nothing. */
int letter_sender(const struct sender *sender, int sign, struct letter_page *page, struct err *e);
/* What signs: the name, the initials (made of the name where there are none), NULL. Caller frees. */
int letter_signature(const struct sender *sender, int sign, char **out, struct err *e);

/* The address of the page. The lines are as they were given for a script; above them stand name, office and
 * institution where they do not say them, in that script as far as they are known in it. script: which to
 * write on the letter (ISO 15924); NULL or "", or one there is not: their own, which is another than that of
 * lang where there is one. */
int letter_address(const struct letter_whom *whom, const char *script, const char *lang,
                   struct letter_page *page, struct err *e);
/* The index of that script's lines; address->texts.n when there are none. */
size_t letter_address_text(const struct address *address, const char *script, const char *lang);

/* "Minister of the Interior, P. Prubnik". Caller frees. */
char *letter_whom_label(const struct letter_whom *whom, struct err *e);
/* The salutation recorded for them, in the language of the appeal, as it was printed; NULL: none. Borrowed.
 */
const char *letter_printed_salutation(const struct letter_whom *whom);

#endif
