/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened and who says so: events; sources kept word for word, the statements and utterances in them;
 * facts, and the claims about them, each citing a span. Spans are offsets in code points of the source. */
#ifndef SATCHEL_MODEL_TESTIMONY_H
#define SATCHEL_MODEL_TESTIMONY_H

#include "satchel/model/kase.h"

#define EVENT_KINDS(X)                                                                                       \
    X(EVENT_OTHER, "other", N_("event"))                                                                     \
    X(EVENT_ARREST, "arrest", N_("arrest"))                                                                  \
    X(EVENT_DISAPPEARANCE, "disappearance", N_("disappearance"))                                             \
    X(EVENT_DETENTION, "detention", N_("detention"))                                                         \
    X(EVENT_TRANSFER, "transfer", N_("transfer"))                                                            \
    X(EVENT_CHARGE, "charge", N_("charge"))                                                                  \
    X(EVENT_TRIAL, "trial", N_("trial"))                                                                     \
    X(EVENT_SENTENCE, "sentence", N_("sentence"))                                                            \
    X(EVENT_RELEASE, "release", N_("release"))                                                               \
    X(EVENT_DEATH, "death", N_("death"))                                                                     \
    X(EVENT_ILL_TREATMENT, "ill_treatment", N_("ill-treatment"))                                             \
    X(EVENT_HEALTH, "health", N_("health"))                                                                  \
    X(EVENT_CONTACT, "contact", N_("contact"))                                                               \
    X(EVENT_THREAT, "threat", N_("threat"))                                                                  \
    X(EVENT_SEARCH, "search", N_("search"))                                                                  \
    X(EVENT_TRAVEL, "travel", N_("travel"))                                                                  \
    X(EVENT_PUBLICATION, "publication", N_("publication"))
REC_ENUM(event_kind, EVENT_KINDS)

#define SOURCE_KINDS(X)                                                                                      \
    X(SOURCE_PASTE, "paste", N_("pasted text"))                                                              \
    X(SOURCE_FILE, "file", N_("file"))                                                                       \
    X(SOURCE_WEB, "web", N_("web page"))                                                                     \
    X(SOURCE_MAIL, "mail", N_("mail"))                                                                       \
    X(SOURCE_TALK, "talk", N_("talk"))                                                                       \
    X(SOURCE_LETTER, "letter", N_("letter"))                                                                 \
    X(SOURCE_DOCUMENT, "document", N_("document"))                                                           \
    X(SOURCE_POST, "post", N_("post"))                                                                       \
    X(SOURCE_OTHER, "other", N_("other"))
REC_ENUM(source_kind, SOURCE_KINDS)

#define MARK_KINDS(X)                                                                                        \
    X(MARK_EDITOR, "editor", N_("editor's note"))                                                            \
    X(MARK_INAUDIBLE, "inaudible", N_("inaudible"))                                                          \
    X(MARK_OVERLAP, "overlap", N_("several at once"))                                                        \
    X(MARK_PAUSE, "pause", N_("pause"))                                                                      \
    X(MARK_EMOTION, "emotion", N_("emotion"))                                                                \
    X(MARK_OMITTED, "omitted", N_("left out"))                                                               \
    X(MARK_OTHER, "other", N_("other"))
REC_ENUM(mark_kind, MARK_KINDS)

#define FACT_KINDS(X)                                                                                        \
    X(FACT_POINT, "point", N_("point in time"))                                                              \
    X(FACT_CONTAINS, "contains", N_("within a time"))                                                        \
    X(FACT_DURATION, "duration", N_("duration"))                                                             \
    X(FACT_AGE, "age", N_("age"))                                                                            \
    X(FACT_SUM, "sum", N_("sum"))                                                                            \
    X(FACT_QUANTITY, "quantity", N_("quantity"))                                                             \
    X(FACT_CUSTODY, "custody", N_("custody"))                                                                \
    X(FACT_PLACE, "place", N_("place"))
REC_ENUM(fact_kind, FACT_KINDS)

#define FACT_LINKS(X)                                                                                        \
    X(LINK_PART_OF, "part_of", N_("part of"))                                                                \
    X(LINK_LENGTH_OF, "length_of", N_("length of"))                                                          \
    X(LINK_BEGINS, "begins", N_("begins"))                                                                   \
    X(LINK_ENDS, "ends", N_("ends"))
REC_ENUM(fact_link_kind, FACT_LINKS)

#define CLAIM_HOWS(X)                                                                                        \
    X(HOW_UNSAID, "", N_("not said"))                                                                        \
    X(HOW_FIRST, "first", N_("first hand"))                                                                  \
    X(HOW_HEARD, "heard", N_("heard from"))                                                                  \
    X(HOW_AGREED, "agreed", N_("agreed when asked"))                                                         \
    X(HOW_DOCUMENT, "document", N_("document"))                                                              \
    X(HOW_COMPUTED, "computed", N_("computed"))                                                              \
    X(HOW_INFERRED, "inferred", N_("inferred"))
REC_ENUM(claim_how, CLAIM_HOWS)

#define RELIABILITIES(X)                                                                                     \
    X(RELIABLE_UNSAID, "", N_("not said"))                                                                   \
    X(RELIABLE_LOW, "low", N_("low"))                                                                        \
    X(RELIABLE_MEDIUM, "medium", N_("medium"))                                                               \
    X(RELIABLE_HIGH, "high", N_("high"))
REC_ENUM(reliability, RELIABILITIES)

struct event_person {
    struct rec_row row;
    struct rec_ref person;
    char *role;
};
struct event {
    struct rec rec;
    struct rec_ref kase;
    int kind;
    struct rec_date date;
    char *date_why;
    char *text;
    struct rec_ref place;
    REC_LIST(struct event_person) people;
    rec_refs cites;
    REC_LIST(struct tag) tags;
};

struct source {
    struct rec rec;
    struct rec_ref kase, file; /* kase: none when it is that of an appeal */
    int kind;
    char *title, *publisher;
    char *lang, *orig_lang, *translator;
    char *url;
    struct opt_day received;
    char *text, *sha256;
    REC_LIST(struct tag) tags;
};

struct speaker {
    struct rec_row row;
    char *name; /* "A", "the mother" */
    struct rec_ref person;
};
struct statement { /* one talk, letter, post inside a source */
    struct rec rec;
    struct rec_ref source;
    struct opt_int pos, from_off, to_off;
    char *heading;
    struct rec_date date;
    char *date_why;
    char *lang, *orig_lang, *translator, *channel;
    struct rec_ref taken_by;
    REC_LIST(struct speaker) speakers;
};

struct mark { /* not testimony: [inaudible] */
    struct rec_row row;
    int kind;
    struct opt_int from_off, to_off;
    char *text;
};
struct utterance {
    struct rec rec;
    struct rec_ref statement;
    struct opt_int pos;
    struct rec_ref speaker, listener;
    struct opt_int from_off, to_off;
    REC_LIST(struct mark) marks;
};

struct citation {
    struct rec rec;
    struct rec_ref source, utterance;
    struct opt_int from_off, to_off;
    char *quote;
};

struct fact_link {
    struct rec_row row;
    int kind;
    struct rec_ref to;
};
struct fact {
    struct rec rec;
    struct rec_ref kase;
    int kind;
    struct rec_ref subject;
    char *title;
    struct rec_ref preferred; /* the claim that is preferred; the others stay on record */
    REC_LIST(struct fact_link) links;
};

struct claim {
    struct rec rec;
    struct rec_ref fact, cites, by;
    int how;
    struct rec_ref via; /* who passed it on */
    struct rec_date said;
    char *said_why;
    struct rec_date date;
    char *date_why;
    struct opt_int num;
    char *unit;
    struct rec_ref value; /* a place, a holder */
    char *text;
    int reliability;
};

extern const struct kind EVENT_KIND, SOURCE_KIND, STATEMENT_KIND, UTTERANCE_KIND, CITATION_KIND, FACT_KIND,
    CLAIM_KIND;
extern const struct kind SPEAKER_PART, MARK_PART;

#endif
