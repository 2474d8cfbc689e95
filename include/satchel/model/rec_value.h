/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fields of records are made of: ids and references, numbers and days that may be missing, dates,
 * lists, words of an enum. All-zero is an empty value. */
#ifndef SATCHEL_MODEL_REC_VALUE_H
#define SATCHEL_MODEL_REC_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct edtf;
struct err;

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

struct rec_enum { /* words are stable (JSON, command line, database); labels are translated where shown */
    size_t n;
    const struct rec_word {
        const char *word, *label; /* word "": not said */
    } * at;
};

void rec_id_format(const uint8_t id[static REC_ID_BYTES], char out[static REC_ID_TEXT]); /* 32 hex digits */
int rec_id_parse(const char *hex, uint8_t id[static REC_ID_BYTES]);                      /* -1: not 32 hex */
bool rec_ref_is_none(const struct rec_ref *ref);
int rec_enum_find(const struct rec_enum *names, const char *word); /* index, -1: none */
/* Hides all but the start and the two last letters and digits: "+99 155 018 2773" -> "+99 1•• ••• ••73".
 * Caller frees. */
char *rec_mask(const char *text, struct err *e);
int rec_date_set(struct rec_date *d, const char *edtf, struct err *e); /* "" or NULL: none */
int rec_date_take(struct rec_date *d, const struct edtf *date, struct err *e);
void rec_date_clear(struct rec_date *d);

/* An enum and its constants from one list: REC_ENUM(risk, RISKS) declares enum risk and ENUM_risk. Zero is
 * the value of a new record. */
#define REC_ENUM_CONST(name, word, label) name,
#define REC_ENUM(tag, LIST)                                                                                  \
    enum tag { LIST(REC_ENUM_CONST) };                                                                       \
    extern const struct rec_enum ENUM_##tag;

#endif
