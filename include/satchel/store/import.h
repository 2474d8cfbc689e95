/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was read in an appeal to records, in one undoable step. First a plan: is this a new case, a
 * further appeal of a known one, or another copy of an appeal that is stored, and what would change; the user
 * may alter the plan; then it is carried out.
 *
 * Nothing that is stored is lost by an import. A further appeal supersedes the former one, which stays. A
 * copy adds what is missing; where both say something, what is stored stays unless the plan says otherwise.
 */
#ifndef SATCHEL_STORE_IMPORT_H
#define SATCHEL_STORE_IMPORT_H

#include "satchel/model/parsed.h"
#include "satchel/model/testimony.h"
#include "satchel/store/list.h"
#include "satchel/store/store.h"

/* Where the text came from. Everything may be NULL. */
struct import_origin {
    enum source_kind kind;
    const char *title; /* file name, subject of the mail */
    const char *url;
    const char *sha256; /* of the bytes as they came, hex */
};

struct import_change { /* old or new is "" when there was, or is, nothing */
    const char *what;  /* N_(), the field's label */
    char *old, *new;
    const char *key; /* the field; NULL: none of the appeal's or the case's own */
    int64_t of;      /* the record it is about; 0: one that is added */
    bool take;       /* the text counts, else what is stored stays */
    bool open;       /* the user may decide */
};

struct import_person { /* one for each parsed person, in their order */
    int64_t
        use; /* an existing person that this is; 0: a new one. The plan sets it within the same case only */
    int64_t twin; /* a person of the same name elsewhere, to be proposed; 0: none. Becomes `use` if the user
                     says so */
};

struct import_official {    /* one for each parsed target, then for each copy */
    int64_t target;         /* a target of the case that this is; 0: none */
    int64_t office;         /* of it, or of one whose office this is another holder of; 0: none */
    int64_t holder, person; /* of it, when it is named; 0: none */
};

struct import_plan {
    int64_t kase;      /* the known case this belongs to; 0: a new one */
    int64_t lookalike; /* a case with the same number, and nobody in common: may become `kase` if the user
                          says so */
    int64_t same;      /* an appeal stored from this very text; 0: none */
    int64_t copy;      /* the appeal that this is another copy of: it is completed, none is added; 0: none */
    int64_t former;    /* else the appeal that this one supersedes, or is superseded by; 0: none */
    bool older;        /* issued before `former`, or only a letter about it: `former` goes on to count */
    bool close_case;   /* not set by the plan: the user says so of a stop notice */
    bool freed;        /* likewise: those of store_import_freed are released */
    DYN(struct import_change) changes;
    DYN(struct import_person) people;
    DYN(struct import_official) officials;
};

struct import_result {
    int64_t kase, appeal, source; /* source 0: nothing was in the copy that was not stored */
    bool changed;                 /* something was stored */
    DYN(int64_t) made;            /* every record that was added, the case first when it is new */
};

/* ERR_INPUT with one sentence when the text has no person, no target, and no title. */
int store_import_check(const struct parsed *p, struct err *e);
/* kase 0: by the text's own number, or title; else as a text about that case. Checks first. Release with
 * import_plan_free. */
int store_import_compare(struct store *s, const struct parsed *p, int64_t kase, struct import_plan *out,
                         struct err *e);
/* Wherever it may be decided, the text counts. */
void import_plan_replace(struct import_plan *plan);
/* The labels of what stays as it is stored though the text lacks it or says otherwise, each once, with commas
 * between; "" when there is none. Caller frees. */
char *import_plan_kept(const struct import_plan *plan, struct err *e);
/* Whom a stop notice may be about: the parts in the case of those it names, or of all when it names nobody,
 * who are at risk and were last entered as missing, held, charged or sentenced. Release with store_rows_free.
 */
int store_import_freed(struct store *s, const struct parsed *p, const struct import_plan *plan,
                       struct store_rows *out, struct err *e);
/* One step, undone as one. An office, with its holder, is used again when title, institution, country are the
 * same and the addresses do not speak against it; a person only where the plan says so. Release with
 * import_result_free. */
int store_import_apply(struct store *s, const struct parsed *p, const struct import_plan *plan,
                       const struct import_origin *origin, struct import_result *out, struct err *e);
void import_plan_free(struct import_plan *plan);
void import_result_free(struct import_result *r);

#endif
