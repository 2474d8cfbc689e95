/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An import in progress, for the files store/import*.c, the lowest first: each uses those before it. */
#ifndef SATCHEL_STORE_IMPORTING_H
#define SATCHEL_STORE_IMPORTING_H

#include "satchel/model/people.h"
#include "satchel/store/import.h"

struct importing {
    struct store *s;
    const struct parsed *p;
    const struct import_plan *plan;
    const struct import_origin *origin;
    struct import_result *out;
    struct appeal *appeal;  /* stored; gets `found` lines until the end, when it is stored again */
    DYN(int64_t) addresses; /* added so far: officials may share one */
};

/* ---- store/importing.c ---- */
const char *import_text(const struct parsed_text *t);  /* never NULL */
const char *import_case_title(const struct parsed *p); /* of a new case; never empty */
struct opt_day import_day(const struct parsed_text *t);
/* Adds, notes that it was made, frees r; *n (may be NULL) gets its row. r NULL: -1, *e is filled already. */
int importing_add(struct importing *im, struct rec *r, int64_t *n, struct err *e);
int importing_update(struct importing *im, struct rec *r, struct err *e);
/* Those of values that say something, each into its field. */
int import_set_texts(size_t n, char **const fields[], const char *const values[], struct err *e);
int import_tag(struct appeal_lang *l, struct err *e);      /* the tag of a language, from its name */
int importing_source(struct importing *im, struct err *e); /* the text itself, as a record */
/* Notes where a value of record n (0: the appeal) stands in the appeal's source; an empty span says it was
 * inferred. Of a copy nothing is noted: its text is another. */
int importing_found(struct importing *im, int64_t n, const char *field, struct parsed_span at, struct err *e);

/* ---- store/import_fields.c: values of an appeal or a case, and where they come from ---- */
struct import_field {
    const char *key;  /* of the record's kind */
    const char *read; /* of what was read, as in not_found */
    size_t at;        /* in struct appeal, struct kase: char *, or struct opt_day */
    size_t from;      /* in struct parsed: char *, which a parsed_text starts with */
    bool day;
    bool printed; /* from is a parsed_text */
};
extern const struct import_field IMPORT_APPEAL[], IMPORT_CASE[];
extern const size_t IMPORT_APPEAL_N, IMPORT_CASE_N;
const char *import_read(const struct import_field *f, const struct parsed *p); /* never NULL */
struct parsed_span import_place(const struct import_field *f, const struct parsed *p);
char *import_stored(const struct import_field *f, const struct rec *r, struct err *e); /* caller frees */
int import_set(const struct import_field *f, struct rec *r, const char *value, struct err *e);
/* The end of a list of asks that the end of the text cut off. */
bool import_is_cut(const struct parsed *p);
/* Does whole hold part, or begin with it: case, accents, and white space apart? */
int import_holds(const char *whole, const char *part, bool *yes, struct err *e);
int import_begins(const char *whole, const char *part, bool *yes, struct err *e);
bool import_same_text(const char *a, const char *b); /* folded; NULL is "" */
/* The words of a text as searching compares them; added to out, which the caller frees with strs_free. */
int import_words(const char *text, struct strs *out, struct err *e);
size_t import_shared_words(const struct strs *a, const struct strs *b); /* words of a that are in b */

/* ---- store/import_compare.c ---- */
/* Fills plan->changes, once case, appeal, people and officials are known. */
int import_compare(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e);
/* What the plan says of a field of a record; NULL: nothing, there is no difference. */
const struct import_change *import_change_of(const struct import_plan *plan, int64_t of, const char *key);
#define IMPORT_DROPPED "dropped_by" /* key of a target that a further appeal drops */

/* ---- store/import_copy.c ---- */
int import_complete(struct importing *im, struct err *e); /* the stored appeal, from its copy */

/* ---- store/import_match.c ---- */
/* Fills plan->people by the case of the plan. shared: somebody in the text is, or may be, somebody in the
 * case; with nobody in the case nothing speaks against it. */
int import_match_people(struct store *s, const struct parsed *p, struct import_plan *plan, bool *shared,
                        struct err *e);
int import_find_twins(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e);
int import_match_officials(struct store *s, const struct parsed *p, struct import_plan *plan, struct err *e);
bool import_has_name(const struct person *known, const char *form);
const struct parsed_official *import_official_at(const struct parsed *p, size_t i); /* targets, then copies */
const char *import_institution(const struct parsed_official *o);                    /* never NULL */
/* Does an address of the office agree with the printed one? With no address there is nothing against it. */
int import_addresses_agree(struct store *s, int64_t office, const struct parsed_official *o, bool *yes,
                           struct err *e);

/* ---- store/import_people.c ---- */
int import_people(struct importing *im, struct err *e);
int import_freed(struct importing *im, struct err *e); /* where the plan says so */

/* ---- store/import_events.c ---- */
int import_events(struct importing *im, struct err *e); /* behind import_people, who are named in them */

/* ---- store/import_officials.c ---- */
int import_officials(struct importing *im, struct err *e);

/* ---- store/import_reach.c: addresses and contact points ---- */
struct import_point {
    int kind;
    const char *raw, *note; /* borrowed */
    struct parsed_span at;
};
struct import_points {
    struct import_point *at;
    size_t n, cap;
};
int import_points(const struct parsed_official *o, struct import_points *out,
                  struct err *e); /* caller frees at */
int import_has_point(struct store *s, int64_t of, const struct import_point *p, bool *yes, struct err *e);
/* also: the official's person, who may have had what is now the office's; 0: none. */
int import_reach(struct importing *im, const struct parsed_official *o, int64_t of, int64_t also,
                 struct err *e);

#endif
