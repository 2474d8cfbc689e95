/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of an SQLite database read without SQLite, for what is left of a damaged one (SQLite file format,
 * sections 1.5, 1.6 and 2.1). Nothing in a page is trusted: every number is checked before it is followed. */
#ifndef SATCHEL_VAULT_DBPAGE_H
#define SATCHEL_VAULT_DBPAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"

#define DBPAGE_BYTES 4096

/* Where pages come from. */
struct dbpages {
    int (*read)(void *arg, uint32_t number, uint8_t *to); /* 4096 bytes; 0, or -1: damaged */
    void *arg;
    uint32_t pages;  /* 1 to pages exist */
    unsigned usable; /* bytes of each that SQLite uses */
};
int dbpages_read(const struct dbpages *from, uint32_t number, uint8_t to[static DBPAGE_BYTES]);

enum dbpage_type {
    DBPAGE_INDEX_INNER = 2,
    DBPAGE_TABLE_INNER = 5,
    DBPAGE_INDEX_LEAF = 10,
    DBPAGE_TABLE_LEAF = 13
};

struct dbpage {
    const uint8_t *bytes;   /* borrowed */
    unsigned usable, array; /* array: where the cell pointers begin */
    enum dbpage_type type;
    unsigned cells;
    uint32_t right; /* inner pages: the last child */
};
/* False: these bytes are no b-tree page. */
bool dbpage_open(struct dbpage *p, const uint8_t bytes[static DBPAGE_BYTES], uint32_t number,
                 unsigned usable);
bool dbpage_is_leaf(const struct dbpage *p);
bool dbpage_is_table(const struct dbpage *p); /* keyed by row number; else by content */

struct dbcell {
    unsigned at, n;       /* where it lies in the page */
    uint32_t child;       /* inner pages; else 0 */
    int64_t rowid;        /* tables */
    uint64_t payload;     /* bytes of the record, 0 in inner pages of tables */
    const uint8_t *local; /* its beginning */
    size_t n_local;
    uint32_t overflow; /* page of the rest; 0: none */
};
bool dbpage_cell(const struct dbpage *p, unsigned i, struct dbcell *c);
unsigned dbpage_varint(const uint8_t *p, size_t n, uint64_t *out); /* bytes taken; 0: cut off */
unsigned dbpage_put_varint(uint8_t *to, uint64_t v);               /* up to 9 bytes */

/* The cell of a table's leaf without its rest: columns that do not lie wholly in the page are NULL. Writes at
 * most c->n bytes and returns how many; 0: it is no record. */
unsigned dbpage_shorten(const struct dbcell *c, uint8_t out[static DBPAGE_BYTES]);

/* The pages of a cell's rest in order, up to one that cannot be read: each gets bytes NULL for that one.
 * True: to the end. */
bool dbpage_overflow(const struct dbpages *from, const struct dbcell *c,
                     void (*each)(void *arg, uint32_t page, const uint8_t *bytes, size_t n), void *arg);

struct dbvalue {
    enum dbvalue_type { DBVALUE_NULL, DBVALUE_INT, DBVALUE_REAL, DBVALUE_TEXT, DBVALUE_BLOB } type;
    bool lost; /* it lies in a page that cannot be read: NULL here */
    int64_t number;
    double real;
    const uint8_t *bytes; /* in the payload */
    size_t n;
};
#define DBPAGE_COLUMNS 64 /* no table of ours has more */
/* The columns of a record of `total` bytes, of which the first n are at hand. -1: it is no record. */
int dbpage_record(const uint8_t *payload, size_t n, uint64_t total,
                  struct dbvalue out[static DBPAGE_COLUMNS]);

/* A row of a table, or an entry of an index. */
struct dbrow {
    uint32_t page;
    int64_t rowid; /* of tables keyed by it */
    size_t n;
    struct dbvalue column[DBPAGE_COLUMNS];
    bool whole;     /* false: columns were lost */
    uint64_t total; /* bytes of its record, of which `all` has the first */
    struct buf all; /* the payload */
};
/* The row in a cell. 1; 0: there is no record in it; -1: no memory. Release with dbpage_row_free. */
int dbpage_row(const struct dbpages *from, const struct dbcell *c, struct dbrow *row);
void dbpage_row_free(struct dbrow *row);

#endif
