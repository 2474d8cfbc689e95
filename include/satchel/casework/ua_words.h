/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The word lists of the importer (src/casework/data), folded when Satchel is built (src/casework/gen) and
 * looked up by longest match.
 * Lists hold general words only: labels of appeals, offices, courtesies, verbs of asking, countries,
 * languages. */
#ifndef SATCHEL_CASEWORK_UA_WORDS_H
#define SATCHEL_CASEWORK_UA_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* class, its name in the data files */
#define UA_CLASSES(X)                                                                                        \
    /* labels that begin a part of the text */                                                               \
    X(HEAD, "head")                                                                                          \
    X(ACTION, "action")                                                                                      \
    X(TARGETS, "targets")                                                                                    \
    X(COPIES, "copies")                                                                                      \
    X(DIPLOMATS, "diplomats")                                                                                \
    X(LETTER, "letter")                                                                                      \
    X(ASKS, "asks")                                                                                          \
    X(BACKGROUND, "background")                                                                              \
    X(SUMMARY, "summary")                                                                                    \
    X(LANGUAGES, "languages")                                                                                \
    X(DEADLINE, "deadline")                                                                                  \
    X(NAME, "name")                                                                                          \
    X(PREVIOUS, "previous")                                                                                  \
    X(NOTE, "note") /* instructions to the reader: they end any other part */                                \
    /* labels of one value */                                                                                \
    X(TITLE, "title")                                                                                        \
    X(NUMBER, "number")                                                                                      \
    X(INDEX, "index")                                                                                        \
    X(DATE, "date")                                                                                          \
    X(COUNTRY_LABEL, "country-label")                                                                        \
    X(GENDER, "gender")                                                                                      \
    X(MAIL, "mail")                                                                                          \
    X(SUBJECT, "subject")                                                                                    \
    X(CLOSED, "closed")                                                                                      \
    /* labels inside an official's block */                                                                  \
    X(SALUTATION, "salutation")                                                                              \
    X(PHONE, "phone")                                                                                        \
    X(FAX, "fax")                                                                                            \
    X(PHONE_FAX, "phone-fax")                                                                                \
    X(EMAIL, "email")                                                                                        \
    X(TWITTER, "twitter")                                                                                    \
    X(FACEBOOK, "facebook")                                                                                  \
    X(FORM, "form")                                                                                          \
    X(OTHER_CHANNEL, "other-channel")                                                                        \
    X(ADDRESS, "address")                                                                                    \
    /* the letter */                                                                                         \
    X(OPENING, "opening")                                                                                    \
    X(CLOSING, "closing")                                                                                    \
    X(ASK, "ask")                                                                                            \
    X(PLEASE, "please") /* value "not": how a sentence begins that asks for nothing */                       \
    X(FREE, "free")                                                                                          \
    /* officials */                                                                                          \
    X(COURTESY, "courtesy")                                                                                  \
    X(RANK, "rank")                                                                                          \
    X(OFFICE, "office")                                                                                      \
    X(BODY, "body") /* what an office is of: Justice, Interior */                                            \
    X(INSTITUTION, "institution")                                                                            \
    X(BEFORE_INSTITUTION, "before-institution")                                                              \
    X(STREET, "street")                                                                                      \
    X(CONNECTOR, "connector")                                                                                \
    X(ADVICE, "advice")                                                                                      \
    X(CAPTION, "caption") /* what a block is, above the name of an institution */                            \
    /* people */                                                                                             \
    X(PARTICLE, "particle")                                                                                  \
    X(NOT_NAME, "not-name") /* value "number": of a prisoner, a passport, not of the appeal */               \
    X(LEAD_IN, "lead-in")   /* what stands before a name: a place, a relative, a role */                     \
    X(DEAD, "dead")                                                                                          \
    X(PRONOUN, "pronoun") /* value "sex": a word of gender on a line of names */                             \
    X(SURNAME, "surname")                                                                                    \
    /* the rest */                                                                                           \
    X(COUNTRY, "country")                                                                                    \
    X(DEMONYM, "demonym")                                                                                    \
    X(LANGUAGE, "language")                                                                                  \
    X(ORDINAL, "ordinal")                                                                                    \
    X(HINT, "hint")       /* what kind of text this is */                                                    \
    X(BEFORE, "before")   /* directly before a deadline in prose */                                          \
    X(APPEALS, "appeals") /* what is to be sent until then */                                                \
    X(PLACEHOLDER, "placeholder")                                                                            \
    X(LOST_EMAIL, "lost-email")                                                                              \
    X(CHROME, "chrome")

enum ua_class {
#define X(name, text) UA_##name,
    UA_CLASSES(X)
#undef X
        UA_CLASS_COUNT
};
_Static_assert(UA_CLASS_COUNT <= 64, "a set of classes is one 64-bit word");

typedef uint64_t ua_set;
#define UA_BIT(c) ((ua_set)1 << UA_##c)

struct ua_word {
    uint32_t key, len; /* folded text in the arena */
    uint32_t value;    /* second column, in the arena: ISO code, language tag of the row, number */
    uint32_t next;     /* index + 1 in the same bucket; 0: last */
    uint8_t class;     /* enum ua_class */
    bool stem;         /* matches the beginning of a longer word */
};

/* The table, by ua_slot.h: texts each ended by NUL, entries, and the first entry of each bucket (index + 1).
 */
extern const char ua_words_arena[];
extern const struct ua_word ua_words_all[];
extern const uint32_t ua_words_bucket[];

/* The longest entry of the classes in `set` that stands at s (folded text, n bytes left), NULL when none;
 * *len gets its bytes. The caller sees to it that a word begins at s. */
const struct ua_word *ua_words_match(const char *s, size_t n, ua_set set, size_t *len);
const char *ua_words_value(const struct ua_word *word);

#endif
