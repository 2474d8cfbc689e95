/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checker of letters: reads a letter beside what the vault knows of its case, and names what should be
 * looked at before it goes out. Pure: no store, no screen; fast enough to run while one types.
 *
 * Codes are stable (LINT_CODES). A finding has a place and its evidence in words; what cannot be checked is
 * not a finding: see lint_notes. */
#ifndef SATCHEL_CASEWORK_LINT_H
#define SATCHEL_CASEWORK_LINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"

struct err;

/* ---- codes ---- */
/* code, what it means to a user */
#define LINT_CODES(X)                                                                                        \
    X(LINT_FOREIGN_NAME, "foreign-name", N_("a name that is not of this case"))                              \
    X(LINT_CONSENT, "consent", N_("text that is not to leave the vault"))                                    \
    X(LINT_PRIVATE_CONTACT, "private-contact", N_("a private telephone, address or e-mail"))                 \
    X(LINT_PERSON, "person-released-or-dead", N_("a person already released, or dead"))                      \
    X(LINT_DEADLINE, "deadline", N_("the deadline has passed, or there is none"))                            \
    X(LINT_PLACEHOLDER, "placeholder", N_("a place to be filled in"))                                        \
    X(LINT_LOST_EMAIL, "lost-email", N_("an e-mail address lost at its source"))                             \
    X(LINT_SALUTATION, "salutation", N_("the salutation of somebody else"))                                  \
    X(LINT_STALE_HOLDER, "stale-holder", N_("a holder who has left, or an address no longer good"))          \
    X(LINT_MISSING_ASK, "missing-ask", N_("something asked by the appeal is not in the letter"))             \
    X(LINT_DUPLICATE_ASK, "duplicate-ask", N_("the same request twice"))                                     \
    X(LINT_PRONOUN, "pronoun", N_("a pronoun that is not the person's"))                                     \
    X(LINT_NUMBER, "number", N_("a number that differs from the case"))                                      \
    X(LINT_NEAR_NAME, "near-name", N_("a name spelt in another way"))                                        \
    X(LINT_LANGUAGE, "language", N_("a language that is not among the preferred"))                           \
    X(LINT_SENDER_TIES, "sender-ties", N_("a sender with ties to the country"))                              \
    X(LINT_BIDI, "bidi-control", N_("invisible signs that turn the direction of writing"))                   \
    X(LINT_MIXED_SCRIPT, "mixed-script", N_("letters of two scripts in one word"))

enum lint_code {
#define X(name, code, text) name,
    LINT_CODES(X)
#undef X
        LINT_CODE_COUNT
};
const char *lint_code_name(enum lint_code code); /* "foreign-name" */
const char *lint_code_says(enum lint_code code); /* what it means, translated */
int lint_code_of(const char *name);              /* enum lint_code; -1: no such code */

/* ---- names of the vault ---- */
/* Word lists and every name in the vault, by folded word. Made once for an unlocked vault and given to each
 * run; names may be added at any time; when some were changed or removed, free it and build it anew. About
 * 60 bytes a name beyond its text. */
struct lint_names;
struct lint_names *lint_names_new(struct err *e); /* NULL: no memory */
void lint_names_free(struct lint_names *names);   /* NULL is fine */
/* Of all names; the word lists, which take longer to make, stay. */
void lint_names_clear(struct lint_names *names);
/* One name, in any script, of a person (0: unknown) in a case (0: none). case_title: shown as evidence, may
 * be NULL; copied. A person in several cases, or with several names, is added once for each. Names without a
 * case (officials, say) are no evidence of another case. */
int lint_names_add(struct lint_names *names, const char *name, int64_t person, int64_t kase,
                   const char *case_title, struct err *e);
size_t lint_names_count(const struct lint_names *names);

/* ---- the letter: borrowed, UTF-8; NULL is "" ---- */
struct lint_letter {
    const char *body;       /* all offsets of findings count code points in it */
    const char *salutation; /* the field above the body; an opening in the body's first line is found too */
    const char *subject;
    const char *lang;  /* BCP 47; NULL or "": not said */
    int64_t target;    /* lint_target.id of whom it is written to; 0: not said */
    int32_t date;      /* day written, since 1970-01-01; INT32_MIN: today */
    bool sender_shown; /* the sender's name or town is printed: sender-ties matters */
};

/* ---- what is known: owned by the context, released by lint_context_free ---- */
enum lint_state { LINT_STATE_OPEN, LINT_STATE_RELEASED, LINT_STATE_DEAD };

struct lint_person {
    int64_t id;
    struct strs names;     /* all of them: full, alias, transliteration, short, in any script */
    char *pronouns;        /* as recorded ("she/her", "он"); NULL: not known */
    char *gender;          /* as recorded ("f", "mujer"); NULL: not known */
    bool at_risk;          /* the letter is about them; others are relatives, lawyers, officials ... */
    enum lint_state state; /* the one of the newest date, by states and events */
    char *since;           /* its date as a user reads it; NULL: not known */
    int32_t since_day;     /* the latest day of that date; INT32_MIN: not known */
};
/* Every target and copy of the appeal, the one written to among them. */
struct lint_target {
    int64_t id;
    char *name, *title; /* person and office as printed; either may be NULL */
    char *institution;  /* NULL: none */
    char *salutation;   /* as printed in the appeal, or recorded; NULL: none */
    char *gender;       /* NULL: not known */
    bool stale;         /* this holder left the office before the letter's date, or a later update dropped
                           them */
    char *until;        /* since when, as a user reads it; NULL: not known */
    char *successor;    /* who holds the office now; NULL: not known */
};
struct lint_ask {
    int64_t id;
    char *text;
};
struct lint_limit { /* text that must not leave: a restricted span, a withheld name */
    char *text;
    char *why; /* who asked for it, or the rule, as a user reads it; NULL: not known */
};
enum lint_contact_kind { LINT_CONTACT_PHONE, LINT_CONTACT_EMAIL, LINT_CONTACT_ADDRESS, LINT_CONTACT_OTHER };
struct lint_private { /* a contact point that is not public */
    enum lint_contact_kind kind;
    char *text;  /* as written; compared by digits, by address, by words */
    char *whose; /* NULL: not known */
};
struct lint_number { /* "32 families" */
    int64_t value;
    char *noun;
};

struct lint_context {
    int64_t kase;                   /* its names in lint_names are this case's own */
    bool appeal;                    /* the letter answers an appeal: a deadline and asks are expected */
    int32_t today, deadline;        /* days since 1970-01-01; deadline INT32_MIN: none known */
    bool closed;                    /* the appeal asks for no more letters */
    char *country;                  /* ISO 3166-1 of the authorities written to; NULL: not known */
    DYN(struct lint_person) people; /* of the case, in any role */
    struct strs names;              /* other names that belong: group label, organisations, places */
    struct strs own;                /* the sender's names, town and lines */
    DYN(struct lint_target) targets;
    char *address_past; /* why the letter's address is no longer good, as a user reads it; NULL: it is */
    DYN(struct lint_ask) asks;
    bool asks_left_out;   /* there are others, in another language than the letter */
    bool group_only;      /* the people at risk are a group: spoken of as they */
    char *group_pronouns; /* NULL: not known */
    DYN(struct lint_limit) limits;
    DYN(struct lint_private) contacts;
    struct strs reach;       /* public telephones and e-mail addresses of the targets; own has the sender's */
    struct strs languages;   /* BCP 47 tags the officials prefer; none: any */
    struct strs sender_ties; /* ISO 3166-1 countries the sender is tied to */
    DYN(struct lint_number) numbers;
    struct strs references; /* of its appeals: "UA 12/20", "12/20", "ASA 17/001/2020" */
    /* What the case says of itself: title, summary, background, statements that may leave. Names and
     * numbers in it are the case's. Not the model letter: a wrong name in it must not vouch for itself. */
    struct strs texts;
    char *model; /* the model letter in the letter's language: its numbers count where the case has no other,
                    and what it says twice is no repeat; NULL: none */
};
void lint_context_free(struct lint_context *c); /* wipes and releases everything, *c is empty afterwards */

/* ---- findings ---- */
enum lint_part { LINT_IN_BODY, LINT_IN_SALUTATION, LINT_IN_SUBJECT, LINT_IN_WHOLE };

struct lint_finding {
    enum lint_code code;
    enum lint_part part;
    size_t from, to; /* code points of that part; 0, 0 for LINT_IN_WHOLE */
    char *quote;    /* the words found, "" for LINT_IN_WHOLE; with the code it tells a waived finding again */
    char *evidence; /* one sentence, translated: what was found, and what it was held against */
    int64_t about;  /* the case a foreign name belongs to, the ask, the person; 0: nothing to go to */
};
/* What was not looked at: no findings, to be said beside them. */
struct lint_notes {
    bool names_by_records_only; /* a script without capitals: names are only compared with the vault's */
    bool asks_not_compared;     /* some of what the appeal asks is in another language than the letter */
    size_t asks_unclear; /* of the appeal's requests those that could not be looked for: the letter asks in
                            words of its own, and what is not understood may be they */
    bool more;           /* one code was found more than LINT_MOST times */
};
/* Of one code, in places of the letter; what is found beyond it is not listed. */
#define LINT_MOST 100
struct lint_findings {
    struct lint_finding *at; /* by part, then place; those of the whole letter last */
    size_t n, cap;
    struct lint_notes notes;
};
/* By part, then place, then code. */
void lint_findings_sort(struct lint_findings *f);
void lint_findings_free(struct lint_findings *f);

/* Checks the letter. out: empty before, the caller frees. 0, or -1 with ERR_NO_MEMORY and *out empty. */
int lint_letter(const struct lint_letter *letter, const struct lint_context *context,
                const struct lint_names *names, struct lint_findings *out, struct err *e);

#endif
