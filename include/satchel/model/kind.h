/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of records, and the tables of their fields. The tables themselves stand in kase.c, people.c,
 * testimony.c, letters.c, care.c. */
#ifndef SATCHEL_MODEL_KIND_H
#define SATCHEL_MODEL_KIND_H

#include "satchel/model/rec_value.h"

/* ---- kinds: constant, word (command line, JSON `type`) ---- */
#define REC_KINDS(X)                                                                                         \
    X(CASE, "case")                                                                                          \
    X(APPEAL, "appeal")                                                                                      \
    X(PERSON, "person")                                                                                      \
    X(MEMBER, "member")     /* a person's part in a case, with their states over time */                     \
    X(RELATION, "relation") /* mother of, employer of */                                                     \
    X(CONTACT, "contact")                                                                                    \
    X(OFFICE, "office")                                                                                      \
    X(HOLDER, "holder")                                                                                      \
    X(TARGET, "target") /* whom an appeal is to be written to */                                             \
    X(ADDRESS, "address")                                                                                    \
    X(PLACE, "place")                                                                                        \
    X(EVENT, "event")                                                                                        \
    X(SOURCE, "source")                                                                                      \
    X(STATEMENT, "statement")                                                                                \
    X(UTTERANCE, "utterance")                                                                                \
    X(CITATION, "citation")                                                                                  \
    X(FACT, "fact")                                                                                          \
    X(CLAIM, "claim")                                                                                        \
    X(LETTER, "letter")                                                                                      \
    X(SENDER, "sender")                                                                                      \
    X(TEMPLATE, "template")                                                                                  \
    X(ACTION, "action")                                                                                      \
    X(REPLY, "reply")                                                                                        \
    X(CHECKIN, "checkin")                                                                                    \
    X(INSTRUCTION, "instruction")                                                                            \
    X(ITEM, "item")                                                                                          \
    X(CUSTODY, "custody")                                                                                    \
    X(FILE, "file")                                                                                          \
    X(NOTE, "note")                                                                                          \
    X(RULE, "rule")                                                                                          \
    /* parts: elements of a list field that have an id, for rules and references */                          \
    X(NAME, "name")                                                                                          \
    X(ASK, "ask")                                                                                            \
    X(STATE, "state")                                                                                        \
    X(SPEAKER, "speaker")                                                                                    \
    X(MARK, "mark")                                                                                          \
    X(FINDING, "finding")

enum rec_kind {
    KIND_NONE, /* no kind; as the target of a reference: any */
#define X(kind, word) KIND_##kind,
    REC_KINDS(X)
#undef X
        KIND_COUNT
};
#define KIND_ANY        KIND_NONE
#define KIND_FIRST_PART KIND_NAME

/* ---- field tables ---- */
enum field_type {
    FIELD_TEXT,  /* char *, one line */
    FIELD_LINES, /* char *, many lines */
    FIELD_INT,   /* struct opt_int */
    FIELD_BOOL,  /* bool */
    FIELD_ENUM,  /* int, index into names */
    FIELD_DAY,   /* struct opt_day */
    FIELD_EDTF,  /* struct rec_date */
    FIELD_REF,   /* struct rec_ref */
    FIELD_LIST,  /* REC_LIST of elements, described by `part` */
    FIELD_REFS   /* rec_refs */
};

enum field_flags {
    FIELD_REQUIRED = 1,    /* a record without it is refused */
    FIELD_SENSITIVE = 2,   /* masked on screen until revealed */
    FIELD_READ_ONLY = 4,   /* kept by the program; shown, not edited */
    FIELD_OWNER = 8,       /* FIELD_REF: this record goes when that one goes */
    FIELD_UNSEARCHED = 16, /* not in the search index */
    FIELD_REAR = 32,       /* rarely wanted: stands at the end of a form */
    FIELD_BLOCKS = 64,     /* FIELD_LIST: elements of several lines, in a form an empty line between them */
    FIELD_INWARD = 128     /* for the program itself, in words of its own: not shown among the others */
};

struct field {
    const char *key;   /* JSON key and name on the command line */
    const char *label; /* N_() */
    const char *hint;  /* N_(), one line on what goes in; NULL: none */
    enum field_type type;
    unsigned flags;
    size_t offset;
    const struct rec_enum *names; /* FIELD_ENUM */
    enum rec_kind target;         /* FIELD_REF, FIELD_REFS */
    const struct kind *part;      /* FIELD_LIST: the elements */
};

struct kind {           /* of records, and of elements of list fields */
    enum rec_kind kind; /* KIND_NONE: elements without an id */
    const char *name;
    const char *label, *label_plural; /* N_() */
    size_t size;
    const struct field *fields;
    size_t n_fields;
};

/* The table of a kind; never NULL for a kind below KIND_COUNT but KIND_NONE. */
const struct kind *kind_of(enum rec_kind kind);
const struct kind *kind_named(const char *name); /* by word; NULL: none of that name */
bool kind_is_part(enum rec_kind kind);
const struct field *kind_field(const struct kind *k, const char *key); /* NULL: none */

#endif
