/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What damaged pages of a database were: which tree they belong to, which rows they held. Read from the pages
 * that are sound, without SQLite, which gives up at the first bad one. */
#ifndef SATCHEL_VAULT_SURVEY_H
#define SATCHEL_VAULT_SURVEY_H

#include "satchel/vault/dbpage.h"

struct err;

enum survey_role {
    SURVEY_UNKNOWN,  /* reached from nowhere: below a damaged page, or behind one */
    SURVEY_UNUSED,   /* holds nothing */
    SURVEY_TRUNK,    /* of the list of free pages */
    SURVEY_SCHEMA,   /* the first page, or where the tables are described */
    SURVEY_INNER,    /* leads to others */
    SURVEY_LEAF,     /* holds rows */
    SURVEY_OVERFLOW, /* holds the end of a long row */
};

struct survey_tree {
    bool index;
    char *name, *table, *sql; /* of an index: the table it belongs to */
    uint32_t root;
    bool by_rowid; /* rows are keyed by their number; else by content (indexes, WITHOUT ROWID) */
    bool broken;   /* rows may be left that cannot be reached from the root */
    int leaves;    /* depth at which they lie; -1: not known */
};

struct survey_bad {
    uint32_t page;
    enum survey_role role;
    size_t tree;       /* LEAF, INNER, OVERFLOW */
    int depth;         /* INNER, LEAF: below the root */
    int64_t low, high; /* LEAF by_rowid: it held rows low < n <= high */
    uint32_t leaf;     /* OVERFLOW: the page where the row begins */
    int64_t row;       /* OVERFLOW by_rowid: its number */
};

struct survey {
    struct dbpages pages;
    int version; /* user_version; -1: the first page is damaged */
    bool schema_bad;
    DYN(struct survey_tree) trees;
    DYN(struct survey_bad) bad;
    uint8_t *roles; /* of pages 1 to pages.pages; bad ones too */
};

/* is_bad: which pages cannot be read, asked for each once. pages.pages: how many the file has room for; the
 * count in the first page replaces it when that can be read. 0, -1: no memory. Release with survey_free. */
int survey_make(struct survey *s, const struct dbpages *from, bool (*is_bad)(void *arg, uint32_t page),
                void *arg, struct err *e);
void survey_free(struct survey *s);

/* NULL: there is none of that name. */
const struct survey_tree *survey_tree_named(const struct survey *s, const char *name);
/* Damage that content depends on and that leaves tables in pieces: only salvage reads such a database. */
bool survey_is_torn(const struct survey *s);
/* Pages that hold content and cannot be read. */
size_t survey_reachable(const struct survey *s);

/* Calls each(arg, row) for the rows of a tree that can be reached, in order; for an index, its entries. Stops
 * when it returns non-zero and returns that; -1: no memory. */
int survey_rows(const struct survey *s, const struct survey_tree *t,
                int (*each)(void *arg, const struct dbrow *row), void *arg);
/* The same for one leaf page, wherever it belongs. */
int survey_page_rows(const struct survey *s, uint32_t page, int (*each)(void *arg, const struct dbrow *row),
                     void *arg);

#endif
