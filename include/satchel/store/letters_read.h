/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a letter is made of, read from the records: for the files store/letters*.c. */
#ifndef SATCHEL_STORE_LETTERS_READ_H
#define SATCHEL_STORE_LETTERS_READ_H

#include "satchel/casework/letter.h"
#include "satchel/casework/letter_asks.h"
#include "satchel/casework/letter_text.h"
#include "satchel/store/letters.h"

/* Whom a letter goes to. All-zero before; release with letters_whom_free, also after a failure. */
struct letters_whom {
    struct rec *target, *office, *holder, *person, *address;
    struct letter_whom whom; /* points into them */
    bool stale;              /* no address that still holds is known, this one did */
};
/* address: the one to take; 0: one of theirs that holds today, else any. */
int letters_whom(struct store *s, int64_t target, int64_t address, struct letters_whom *out, struct err *e);
void letters_whom_free(struct letters_whom *w);
/* Whether it is no longer good; NULL: no. */
bool letters_is_past(const struct store *s, const struct address *a);

/* Texts for the fields of templates; all-zero before, release with letters_texts_free. */
struct letters_texts {
    char *text[LETTER_FIELD_COUNT];
    struct letter_values values; /* points to them */
};
/* What is the same for every letter of an appeal. */
int letters_texts(struct store *s, const struct kase *kase, const struct appeal *appeal, const char *lang,
                  const struct sender *sender, int sign, struct letters_texts *out, struct err *e);
int letters_texts_to(const struct letters_whom *w, struct letters_texts *out, struct err *e); /* and of one */
void letters_texts_free(struct letters_texts *t);

/* The people at risk, by name, separated by commas; "" when none may be named. Caller frees. */
char *letters_people(struct store *s, const struct kase *kase, struct err *e);
/* Their addresses of one kind, one a line; NULL: none. Those that were lost or are not safe are left out. */
int letters_points(struct store *s, const struct letters_whom *w, int kind, char **out, struct err *e);
/* Those that may be written to, and those that were lost. */
struct letters_reach {
    size_t n, lost;
    int64_t last; /* of those that may be; 0: none */
};
int letters_reach(struct store *s, const struct letters_whom *w, int kind, struct letters_reach *out,
                  struct err *e);

/* The requests that a letter in one language is made of (store/letters_lang.c). */
struct letters_asks { /* release with letters_asks_free */
    struct letter_asks all;
    const char *lang; /* of those it takes: its own, else that of letters_model_language; NULL: all */
};
int letters_asks_read(const struct appeal *a, const char *lang, struct letters_asks *out, struct err *e);
void letters_asks_free(struct letters_asks *asks);

/* store_get of that kind; ERR_INPUT when it is another. */
int letters_get(struct store *s, int64_t n, enum rec_kind kind, struct rec **out, struct err *e);
/* *out NULL: there is none, or it was deleted since. */
int letters_get_ref(struct store *s, const struct rec_ref *ref, struct rec **out, struct err *e);

/* The page as the records stand, whatever the state of the letter. It is dated the day the letter was made
 * ready, so that what is printed, printed again, and kept as sent bear one date; a draft, today. */
int letters_page_now(struct store *s, const struct letter *l, struct letter_page *p, struct err *e);

#endif
