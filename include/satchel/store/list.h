/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of records: by kind with filters, and what belongs to a record. */
#ifndef SATCHEL_STORE_LIST_H
#define SATCHEL_STORE_LIST_H

#include "satchel/base/buf.h"
#include "satchel/store/store.h"

/* `--where FIELD OP VALUE`. A date is < another when it lies wholly before it, ~ when it may be the same; a
 * text is ~ when it holds the value, whatever case and accents; lists match by any element's first field. An
 * empty value stands for an empty field. */
enum store_op { OP_IS, OP_IS_NOT, OP_LESS, OP_MORE, OP_LIKE };
struct store_where {
    const char *field; /* key */
    enum store_op op;
    const char *value; /* as field_set takes it; references as store_find takes them */
};
int store_op_parse(const char *text, enum store_op *op, struct err *e); /* = != < > ~ */
/* Whether records of the kind can be filtered so, as far as that can be told without a vault. value NULL: one
 * that is not known yet. ERR_USAGE: no such field, or an operator that it does not have; ERR_INPUT: the
 * value. */
int store_where_check(enum rec_kind kind, const struct store_where *w, struct err *e);

struct store_query {
    enum rec_kind kind;
    const struct store_where *where; /* all must hold */
    size_t n_where;
    int64_t after; /* only rows after this one: the last of the page before; 0: from the start */
    size_t limit;  /* 0: all */
};
/* The records of a kind, in the order they were added. A wrong field, operator or value: as
 * store_where_check. */
int store_list(struct store *s, const struct store_query *q, struct store_rows *out, struct err *e);

/* The records of kind `child` that belong to record n, each kind in its natural order: events and actions by
 * date (by earliest, then latest; without a start directly before their latest), appeals by day of issue,
 * targets, statements, utterances by position, members by role, holders by start. For a person also the cases
 * it is in (KIND_MEMBER), what it holds (KIND_HOLDER); for KIND_ADDRESS those that a record has a share in.
 * Nothing when n cannot have such records. */
int store_children(struct store *s, int64_t n, enum rec_kind child, struct store_rows *out, struct err *e);
int store_count_children(struct store *s, int64_t n, enum rec_kind child, size_t *count, struct err *e);
/* Every name of a person, those of officials as an appeal prints them, of speakers and of who signs letters;
 * of deleted records as well. In no order, some more than once. */
int store_names(struct store *s, struct strs *out, struct err *e);
/* How many records of a kind there are; KIND_ANY: of all kinds, parts excepted. */
int store_count(struct store *s, enum rec_kind kind, size_t *count, struct err *e);

#endif
