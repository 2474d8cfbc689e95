/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What on this machine endangers the vault. A table of checks (doctor.c), each of which looks at one thing
 * and says what it found, why that matters, and what mends it. Nothing is changed, no program is run, no
 * connection is opened; what cannot be found out that way is said to be so. */
#ifndef SATCHEL_SECURE_DOCTOR_H
#define SATCHEL_SECURE_DOCTOR_H

#include <stdint.h>
#include <sys/types.h>

#include "satchel/base/buf.h"

struct clock;
struct confine;
struct err;

/* Worst first; ids are what --json prints. */
#define DOCTOR_STATES(X)                                                                                     \
    X(SERIOUS, "serious", N_("Serious"))                                                                     \
    X(WORTH, "worth-knowing", N_("Worth knowing"))                                                           \
    X(UNKNOWN, "cannot-be-told", N_("Cannot be told"))                                                       \
    X(FINE, "fine", N_("Fine"))

enum doctor_state {
#define X(id, name, label) DOCTOR_##id,
    DOCTOR_STATES(X)
#undef X
        DOCTOR_STATE_COUNT
};
const char *doctor_state_name(enum doctor_state s);
const char *doctor_state_label(enum doctor_state s); /* translated */

enum doctor_backup {
    DOCTOR_BACKUP_INSIDE /* the vault is not open */,
    DOCTOR_BACKUP_NEVER,
    DOCTOR_BACKUP_DAY
};

/* What is looked at. All borrowed. */
struct doctor_place {
    const char *root;  /* "": this machine; else a folder that holds an invented one */
    const char *vault; /* where it is or is to be; NULL: not known */
    char *const *env;  /* as environ(7) */
    uid_t uid, euid;
    int64_t now;                   /* seconds since 1970 */
    const struct confine *confine; /* what the program has given up; NULL: not yet */
    size_t unlocked;               /* bytes that it wanted to keep out of swap and could not */
    enum doctor_backup backup;
    int32_t backup_age; /* days since the last one */
};

/* This machine and this process; vault, confine, unlocked and backup are left to the caller. */
void doctor_here(struct doctor_place *p, const struct clock *clock);

struct doctor_finding {
    const char *code;  /* stable */
    const char *title; /* translated, as is all that follows but command */
    enum doctor_state state;
    char *found;
    const char *why;  /* why it matters, or would */
    const char *mend; /* "": nothing to do */
    char *command;    /* for a shell of Debian 12; "": no command does it */
};

/* In the order of the table. {0} is empty. */
struct doctor {
    DYN(struct doctor_finding) found;
};

/* Every check. -1: ERR_NO_MEMORY. Released by doctor_free in either case. */
int doctor_look(const struct doctor_place *p, struct doctor *out, struct err *e);
/* Worst first, in the order of the table among equals. */
void doctor_sort(struct doctor *d);
size_t doctor_count(const struct doctor *d, enum doctor_state state);
void doctor_free(struct doctor *d);

#endif
