/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the passphrase screens do, once everything was typed. */
#ifndef SATCHEL_APP_PASSPHRASES_H
#define SATCHEL_APP_PASSPHRASES_H

#include <stdbool.h>

#include "satchel/secure/secmem.h"

struct app;
struct err;

/* What was typed; secret memory of the caller's. Empty secrets have len 0. */
struct passphrases_given {
    struct secret current; /* the one that the session was opened with */
    struct secret fresh;
    struct secret other; /* to remove; or the decoy's, and then current is to compare with, or empty */
    const char *label;
    /* That goes with the fresh one, "" for none; one that is not there is made. For duress the one that goes
     * with the decoy's, too, and it must be there. */
    const char *key_file;
    bool fill;
};

/* 0, or -1 and *e, nothing changed. */
int passphrases_app_change(struct app *a, const struct passphrases_given *g, struct err *e);
int passphrases_app_add(struct app *a, const struct passphrases_given *g, struct err *e);
int passphrases_app_remove(struct app *a, const struct passphrases_given *g, struct err *e);
int passphrases_app_decoy(struct app *a, const struct passphrases_given *g, struct err *e);
/* Made where the decoy's passphrase opens. When that is not what is open, the vault is closed and opened by
 * the decoy's passphrase, and then again by the current one: every view is closed then. */
int passphrases_app_duress(struct app *a, const struct passphrases_given *g, struct err *e);
/* Whether that is so: a decoy was made from what is open. */
bool passphrases_app_elsewhere(const struct app *a);

#endif
