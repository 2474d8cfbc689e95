/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was read in an appeal to records, in one undoable step. First a plan: is this a new case, or a
 * further appeal of a known one, and what would change; the user may alter the plan; then it is carried out.
 */
#ifndef SATCHEL_STORE_IMPORT_H
#define SATCHEL_STORE_IMPORT_H

#include "satchel/model/parsed.h"
#include "satchel/model/testimony.h"
#include "satchel/store/store.h"

/* Where the text came from. Everything may be NULL. */
struct import_origin {
    enum source_kind kind;
    const char *title; /* file name, subject of the mail */
    const char *url;
    const char *sha256; /* of the bytes as they came, hex */
};

struct import_change { /* what a further appeal changes; old or new is "" when there was, or is, nothing */
    const char *what;  /* N_(), the field's label */
    char *old, *new;
};

struct import_person { /* one for each parsed person, in their order */
    int64_t
        use; /* an existing person that this is; 0: a new one. The plan sets it within the same case only */
    int64_t twin; /* a person of the same name elsewhere, to be proposed; 0: none. Becomes `use` if the user
                     says so */
};

struct import_plan {
    int64_t kase;      /* the known case this belongs to; 0: a new one */
    int64_t lookalike; /* a case with the same number, and nobody in common: may become `kase` if the user
                          says so */
    int64_t former;    /* the appeal of that case that this one supersedes, or is superseded by; 0: none */
    bool older;        /* this text was issued before `former`, which therefore stays the one that counts */
    int64_t same;      /* an appeal stored from this very text; 0: none. Storing again needs a reason */
    DYN(struct import_change) changes;
    DYN(struct import_person) people;
};

struct import_result {
    int64_t kase, appeal, source;
    DYN(int64_t) made; /* every record that was added, the case first when it is new */
};

/* ERR_INPUT with one sentence when the text has no person, no target, and no title. */
int store_import_check(const struct parsed *p, struct err *e);
/* kase 0: by the text's own number; else as a further appeal of that case. Checks first. Release with
 * import_plan_free. */
int store_import_compare(struct store *s, const struct parsed *p, int64_t kase, struct import_plan *out,
                         struct err *e);
/* One step, undone as one. Nothing that is stored is deleted or written over: a further appeal supersedes the
 * former, targets it does not name are marked as dropped by it, and only what the case did not say is filled
 * in. An office, with its holder, is used again when title, institution, country are the same and the
 * addresses do not speak against it; a person only where the plan says so. Release with import_result_free.
 */
int store_import_apply(struct store *s, const struct parsed *p, const struct import_plan *plan,
                       const struct import_origin *origin, struct import_result *out, struct err *e);
void import_plan_free(struct import_plan *plan);
void import_result_free(struct import_result *r);

#endif
