/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the checks of doctor.h have in common: saying what was found, and the few facts that several need. */
#ifndef SATCHEL_SECURE_DOCTOR_CHECK_H
#define SATCHEL_SECURE_DOCTOR_CHECK_H

#include <stdbool.h>

#include "satchel/secure/doctor.h"
#include "satchel/secure/machine.h"

struct doctor_visit {
    const struct doctor_place *place;
    struct machine machine;
    struct doctor_finding *finding; /* the one being made */
    bool failed;                    /* out of memory */
};

struct doctor_check {
    const char *code;                     /* NULL ends a table */
    const char *title, *why;              /* N_() */
    void (*look)(struct doctor_visit *v); /* says what it found once */
};

/* What was found. The format is translated: _("..."). */
void doctor_say(struct doctor_visit *v, enum doctor_state state, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* What to do, and the command that does it; either may be NULL. A word of the command that comes from
 * elsewhere is given as %s and was quoted by doctor_quote. */
void doctor_mend(struct doctor_visit *v, const char *mend, const char *command, ...)
    __attribute__((format(printf, 3, 4)));
/* In place of the reason in the table; translated. */
void doctor_why(struct doctor_visit *v, const char *why);

/* A variable of the environment; NULL when it is not set or empty. */
const char *doctor_env(const struct doctor_visit *v, const char *name);
/* As one word for a shell. */
void doctor_quote(struct buf *out, const char *word);
/* The process that started this one; 0: not told. */
int doctor_parent_pid(struct doctor_visit *v);
/* The name of the nearest program above this one that is in the list (ended by NULL). */
bool doctor_parent(struct doctor_visit *v, const char *const *names, struct buf *out);
/* Where the vault lies without links; "" when that is not known. */
void doctor_vault_path(struct doctor_visit *v, struct buf *out);
bool doctor_is_virtual(struct doctor_visit *v); /* signs of a virtual machine */
/* Swap that is in use: all of it, and what lies on disks unencrypted; names separated by ", ". false: not
 * told. */
bool doctor_swap(struct doctor_visit *v, struct buf *all, struct buf *plain);

#endif
