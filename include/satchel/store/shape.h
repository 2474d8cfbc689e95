/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of records as a database describes them: for what walks all of them, whatever its version. */
#ifndef SATCHEL_STORE_SHAPE_H
#define SATCHEL_STORE_SHAPE_H

#include "satchel/model/record.h"

struct err;
struct sqlite3;

struct shape_column {
    char *name;
    char *parent; /* the table it refers to, always by n; NULL: none */
    char type;    /* 'I'nteger, 'T'ext, 'B'lob, '*' anything */
    bool not_null;
    int key; /* its place in the primary key, from 1; 0: it is not in it */
};

struct shape {
    char *name;
    bool by_rowid;
    bool computed;       /* from others, or by SQLite */
    size_t alias;        /* the column that is the row's number; columns.n: none */
    enum rec_kind kind;  /* of records or parts; KIND_NONE: none */
    enum rec_kind owner; /* the kind whose list it is; KIND_NONE: it is none */
    const char *field;   /* the list's key */
    const char *of;      /* lists, parts, pieces: the column with the owner; NULL: none */
    DYN(struct shape_column) columns;
};

struct shapes {
    DYN(struct shape) tables;
};

/* All tables but the vault's own. Release with shapes_free,
 * also after a failure. */
int shapes_load(struct sqlite3 *db, struct shapes *out, struct err *e);
/* And their indexes, as computed tables that are not kept by row numbers. */
int shapes_load_all(struct sqlite3 *db, struct shapes *out, struct err *e);
void shapes_free(struct shapes *s);
const struct shape *shape_named(const struct shapes *s, const char *name); /* NULL: none */
const struct shape *shape_of_kind(const struct shapes *s, enum rec_kind kind);
/* n, or its table has no such column: `columns.n` */
size_t shape_column(const struct shape *t, const char *name);

#endif
