/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records. Every kind of record is a plain struct that starts with `struct rec`, described by a const table
 * of fields. Forms, `FIELD=V` on the command line, JSON, storing and searching all walk these tables, so that
 * a field added once is everywhere.
 *
 * Fields are read and written by model/field.h. The structs stand in model/kase.h, people.h, testimony.h,
 * letters.h, care.h. A kind's struct may be reached by a cast of the `struct rec *` once its kind is known:
 *     if (r->kind == KIND_PERSON) { struct person *p = (struct person *)r; ... }
 * All-zero is an empty record or element. */
#ifndef SATCHEL_MODEL_RECORD_H
#define SATCHEL_MODEL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"

struct err;

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

/* ---- what fields are made of ---- */
#define REC_ID_BYTES 16
#define REC_ID_TEXT  33 /* 32 hex digits and NUL */

struct rec_ref { /* another record; all zero: none */
    int64_t n;   /* its row; 0 while it is not looked up yet */
    uint8_t id[REC_ID_BYTES];
};
struct opt_int {
    bool set;
    int64_t v;
};
struct opt_day { /* days since 1970-01-01 */
    bool set;
    int32_t v;
};
struct rec_date {             /* an EDTF date */
    char *text;               /* NULL: none */
    int32_t earliest, latest; /* days; INT32_MIN, INT32_MAX where open or unknown */
};
struct rec_row { /* starts each element of a list field; zero where elements have no id, or are new */
    int64_t n;
    uint8_t id[REC_ID_BYTES];
};
struct rec_list {
    void *at;
    size_t n, cap;
};
/* A list field: p->names.at[i].text, p->names.n. Owned by the record. */
#define REC_LIST(T)                                                                                          \
    union {                                                                                                  \
        struct {                                                                                             \
            T *at;                                                                                           \
            size_t n, cap;                                                                                   \
        };                                                                                                   \
        struct rec_list list;                                                                                \
    }
typedef REC_LIST(struct rec_ref) rec_refs;

struct rec { /* the head of every record */
    enum rec_kind kind;
    int64_t n; /* its row in the vault; 0: not stored yet */
    uint8_t id[REC_ID_BYTES];
    int64_t created, changed, deleted; /* Unix seconds; deleted 0: not deleted */
    int64_t version;                   /* counts changes */
};

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
    FIELD_BLOCKS = 64      /* FIELD_LIST: elements of several lines, in a form an empty line between them */
};

struct rec_enum { /* words are stable (JSON, command line, database); labels are translated where shown */
    size_t n;
    const struct rec_word {
        const char *word, *label; /* word "": not said */
    } * at;
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

/* ---- records; all functions that allocate: NULL or -1 and *e when there is no memory ---- */
struct rec *rec_new(enum rec_kind kind, struct err *e); /* empty, not stored; caller frees with rec_free */
void rec_free(struct rec *r);                           /* wipes and releases; NULL is fine */
struct rec *rec_copy(const struct rec *r, struct err *e);
bool rec_equal(const struct rec *a, const struct rec *b); /* same kind and fields; heads may differ */
/* 0 when every required field has a value; else ERR_INPUT with a sentence naming the first that is missing.
 */
int rec_check(const struct rec *r, struct err *e);
int rec_check_but(const struct rec *r, uint64_t but, struct err *e); /* bit i: whatever field i holds */
/* One line that tells a record from others of its kind, from its own fields (sensitive ones masked); caller
 * frees. For the names of what it refers to see store_label. */
char *rec_label(const struct rec *r, struct err *e);
/* The field of that key; NULL and ERR_NOT_FOUND with a sentence. */
const struct field *rec_field(const struct rec *r, const char *key, struct err *e);

/* ---- ids and small things ---- */
void rec_id_format(const uint8_t id[static REC_ID_BYTES], char out[static REC_ID_TEXT]); /* 32 hex digits */
int rec_id_parse(const char *hex, uint8_t id[static REC_ID_BYTES]);                      /* -1: not 32 hex */
bool rec_ref_is_none(const struct rec_ref *ref);
struct rec_ref rec_ref_to(const struct rec *r);
int rec_enum_find(const struct rec_enum *names, const char *word); /* index, -1: none */
/* Hides all but the start and the two last letters and digits: "+99 155 018 2773" -> "+99 1•• ••• ••73".
 * Caller frees. */
char *rec_mask(const char *text, struct err *e);

/* An enum and its constants from one list: REC_ENUM(risk, RISKS) declares enum risk and ENUM_risk. Zero is
 * the value of a new record. */
#define REC_ENUM_CONST(name, word, label) name,
#define REC_ENUM(tag, LIST)                                                                                  \
    enum tag { LIST(REC_ENUM_CONST) };                                                                       \
    extern const struct rec_enum ENUM_##tag;

#endif
