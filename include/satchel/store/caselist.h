/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of cases: which and in what order is read from an index, in pieces (8 bytes a case in memory);
 * what a line shows is read when it is drawn. So the first page costs the same with a million cases as with a
 * thousand; the rest is read when there is nothing else to do, or when it is asked for. */
#ifndef SATCHEL_STORE_CASELIST_H
#define SATCHEL_STORE_CASELIST_H

#include "satchel/model/due.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"

/* By deadline: overdue, today, soon, later, without one; by country and by risk: then by deadline; the last
 * changed first. */
enum caselist_sort {
    CASELIST_BY_DEADLINE,
    CASELIST_BY_TITLE,
    CASELIST_BY_COUNTRY,
    CASELIST_BY_RISK,
    CASELIST_BY_CHANGE,
    CASELIST_SORTS
};
enum caselist_show { CASELIST_OPEN, CASELIST_CLOSED, CASELIST_ALL /* open ones first */ };

struct caselist_filter {
    enum caselist_sort sort;
    enum caselist_show show;
    const char *text; /* as search_rows; NULL or blank: all */
};

#define CASELIST_PIECE 2000

struct caselist {
    int64_t *at; /* the cases' rows, in order, as far as they were read */
    size_t n, cap;
    bool whole;   /* all were read */
    size_t total; /* once whole: cases there are, whatever the filter */
    /* private */
    enum caselist_sort sort;
    enum caselist_show show;
    bool closed;  /* what is being read */
    int64_t last; /* read; 0: none of these */
    bool narrowed;
    struct store_rows wanted;
};

struct caselist_row {
    int64_t n;
    char *number;            /* "26/23", or the case's own, "C-0147" */
    struct opt_day deadline; /* of the latest appeal that runs, see derive.c */
    int64_t appeal;          /* that appeal; 0: none */
    bool closed;
    int status, risk; /* enum case_status, enum risk */
    char *country;    /* as printed, else its code; "" when not known */
    char *title;
    char *name; /* of the first person at risk, or the group; "" when there is none, or it is withheld */
    bool withheld;
    int state; /* enum person_state of that person; STATE_UNKNOWN also when nothing is said */
};

struct case_counts {
    int64_t people, events, statements, letters, letters_sent, letters_draft, actions, files, notes;
    struct opt_day last_contact; /* with anyone in the case: a contact used, a check-in done */
};

/* Reads the first piece; all when it is narrowed by words. Release with caselist_free. */
int caselist_load(struct store *s, const struct caselist_filter *f, struct caselist *out, struct err *e);
void caselist_free(struct caselist *l);
/* Reads one piece more. 1: there is more, 0: it is whole now, -1. As long as no record was changed since
 * caselist_load. */
int caselist_more(struct store *s, struct caselist *l, struct err *e);
/* Where a case stands in what was read; l->n when it is not in it. */
size_t caselist_find(const struct caselist *l, int64_t n);
/* The same, reading on until it is found: *at, l->n when it is not in the list. */
int caselist_reach(struct store *s, struct caselist *l, int64_t n, size_t *at, struct err *e);
/* What a line shows; release with caselist_row_free. ERR_NOT_FOUND: the case is gone. */
int caselist_row(struct store *s, int64_t n, struct caselist_row *out, struct err *e);
void caselist_row_free(struct caselist_row *r);
int caselist_counts(struct store *s, int64_t n, struct case_counts *out, struct err *e);

#endif
