/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The word lists of the letter checker (src/casework/data/lint_*.tsv), looked up by whole words. */
#ifndef SATCHEL_CASEWORK_LINT_WORDS_H
#define SATCHEL_CASEWORK_LINT_WORDS_H

#include "satchel/casework/lint_text.h"

/* class, its name in the data files */
#define LINT_CLASSES(X)                                                                                      \
    X(GIVEN, "given")         /* given names */                                                              \
    X(FREE, "free")           /* what is asked for somebody whose name follows */                            \
    X(ROLE, "role")           /* what people are, directly before a name */                                  \
    X(PLACE, "place")         /* makes a place or a body of the words with capitals around it */             \
    X(PLAIN, "plain")         /* with a capital, yet no name */                                              \
    X(WHERE, "where")         /* before a place */                                                           \
    X(LINK, "link")           /* between the words of a name */                                              \
    X(STOP, "stop")           /* too common to tell one request from another; value: language */             \
    X(CONCEPT, "concept")     /* says the same in several words and languages; value: which */               \
    X(KIN, "kin")             /* somebody, m f or -; p: several; t: a thing called she */                    \
    X(PRONOUN, "pronoun")     /* value: m, f, p or -, then * where things have a gender too */               \
    X(THING, "thing")         /* an article that shows the gender of a thing; value: m, f or - */            \
    X(NUMBER, "number")       /* value: the number */                                                        \
    X(UNIT, "unit")           /* counts time, money or shares; value: y, m, w, d, h, or - */                 \
    X(MEASURE, "measure")     /* what is measured, money and the like; value: which */                       \
    X(ORDINAL, "ordinal")     /* value: the number */                                                        \
    X(PART, "part")           /* a part of them, or others than them */                                      \
    X(ABOUT, "about")         /* before a number: at least, some */                                          \
    X(EVENT, "event")         /* what is done to people; value: which */                                     \
    X(TERM, "term")           /* what a stretch of time is; value: age, sentence, limit, held or - */        \
    X(NOUN, "noun")           /* what is counted; value: h (people) or t, and which */                       \
    X(OFFICE, "office")       /* offices in openings; value: which */                                        \
    X(TITLE, "title")         /* words that show the sex of the person addressed; value: m or f */           \
    X(HONORIFIC, "honorific") /* before or behind a name, of one sex alone; value: m or f */                 \
    X(GENDERED, "gendered")   /* what people are; value: a language, m or f, a: the article tells */         \
    X(CLOSE, "close")         /* closes a letter; value: verb, noun; you: the one written to */              \
    X(COURTESY, "courtesy")   /* before a name; the importer's list is used too */                           \
    X(SEX, "sex")             /* words of gender and pronouns in a record; value: m, f or p */               \
    X(KNOWS, "knows")         /* says that somebody is free, or dead; value: free or dead */                 \
    X(FILL, "fill")           /* words of places to be filled in */                                          \
    X(KEEP, "keep")           /* words in brackets that are no such place */                                 \
    X(TIE, "tie")             /* joins two people */                                                         \
    X(MINE, "mine")           /* the writer speaks; value: language, i or my */                              \
    X(BODY, "body")           /* a body that can be reached in public */                                     \
    X(HUMAN, "human")         /* what people alone do, suffer, or have; value: lose, body or - */            \
    X(REPLY, "reply")         /* where an answer is to go */                                                 \
    X(SAYS, "says")           /* said, wrote: before or behind a name that is quoted */                      \
    X(CARE, "care")           /* said of one for whom letters are written */                                 \
    X(OUTSIDE, "outside")     /* tells of somebody else; value: role, home or past */                        \
    X(ASK, "ask")             /* verbs of asking; value: - or a language, "first", "weak" */                 \
    X(MEAN, "mean")           /* what is asked, and about what; value: a language, which */                  \
    X(ASIDE, "aside")         /* asks for nothing; value: until, then, why, who, soft */

enum lint_class {
#define X(name, text) LINT_W_##name,
    LINT_CLASSES(X)
#undef X
        LINT_CLASS_COUNT
};

struct lint_words;
struct lint_words *lint_words_new(struct err *e); /* NULL: no memory */
void lint_words_free(struct lint_words *w);

/* The longest entry of a class that begins at token i; its value ("" when it has none), NULL when there is
 * none. *n (may be NULL) gets how many tokens it takes. Never runs over the end of a sentence. */
const char *lint_word_at(const struct lint_words *w, const struct lint_text *t, size_t i, enum lint_class of,
                         size_t *n);
bool lint_word_is(const struct lint_words *w, const struct lint_text *t, size_t i, enum lint_class of);
/* The same among entries of one word whose value begins with a language: what follows it there; lang "": of
 * any. */
const char *lint_word_lang(const struct lint_words *w, const struct lint_text *t, size_t i,
                           enum lint_class of, const char *lang);
/* The values of all entries that are exactly token i, at most `most`; returns how many. */
size_t lint_word_values(const struct lint_words *w, const struct lint_text *t, size_t i, enum lint_class of,
                        const char **values, size_t most);
/* The longest entry of a class that ends directly before token i. *from gets its first token. */
const char *lint_word_before(const struct lint_words *w, const struct lint_text *t, size_t i,
                             enum lint_class of, size_t *from);
/* The longest entry at byte s of folded text without spaces between words; *len gets its bytes. */
const char *lint_word_inside(const struct lint_words *w, const char *s, size_t n, enum lint_class of,
                             size_t *len);
/* The value of an entry at token i, or anywhere inside it where there are no spaces; NULL: none. */
const char *lint_word_in(const struct lint_words *w, const struct lint_text *t, size_t i, enum lint_class of);
/* All entries at byte s of folded text (n bytes left), `whole`: that end where a word does. Their values,
 * that of the longest first; *len gets its bytes. */
#define LINT_WORD_VALUES 16
size_t lint_word_all(const struct lint_words *w, const char *s, size_t n, enum lint_class of, bool whole,
                     const char *values[static LINT_WORD_VALUES], size_t *len);

#endif
