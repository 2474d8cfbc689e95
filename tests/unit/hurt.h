/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vault with records of every kind, whose pages can be damaged one by one, and what it held. */
#ifndef SATCHEL_TESTS_HURT_H
#define SATCHEL_TESTS_HURT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "storebox.h"
#include "vaults.h"
#include "satchel/vault/io.h"

/* A row of a table as it was. */
struct hurt_row {
    char *table;
    char *key;    /* its row number or its first two columns */
    char *values; /* all of it as text */
    uint32_t page;
    uint32_t *rest; /* the pages it goes on in, 0 after the last */
};

struct hurt {
    struct vaults *w;
    struct vault_io io; /* the system's, without waiting for the disk */
    unsigned compartment;
    uint32_t pages;      /* of the database */
    struct storebox box; /* while hurt_open_store is in force */
    struct vault *v;
    struct hurt_row *rows;
    size_t n, cap;
    struct rec **records; /* by row, once remembered; NULL: none, or deleted */
    int64_t n_records;
};

/* What SQLite says of each page, from 1; caller frees. */
struct hurt_truth {
    char name[64], type[16]; /* "": it is used for nothing */
};
struct hurt_truth *hurt_truth(struct hurt *h);
/* Reads all records. */
void hurt_remember(struct hurt *h);
/* Marks the records that had something on the page: their own row, or one that names them. */
void hurt_mark(struct hurt *h, uint32_t page, bool *touched);

/* *state: a vault with `times` records of each kind, one long text, some records deleted again. */
int hurt_make(void **state, int times);
int hurt_free(void **state);

void hurt_page(struct hurt *h, uint32_t page); /* flips a bit of it; twice: as before */
/* The page of the first row of a table, of its root, of the row with that key. 0: none */
uint32_t hurt_page_of(struct hurt *h, const char *table, size_t row);

/* Opens it for writing, with a store in h->box; fails the test. */
void hurt_open_store(struct hurt *h);
void hurt_close_store(struct hurt *h);
/* vault_open: read-only, with that rescue. NULL and h->w->e. */
struct vault *hurt_open(struct hurt *h, enum vault_rescue rescue);

/* Whether the page holds any of the row. */
bool hurt_lies_on(const struct hurt_row *row, uint32_t page);
/* The row in a database now, as text; NULL: it is not there. Caller frees. */
char *hurt_row_now(struct sqlite3 *db, const struct hurt_row *row);

#endif
