/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a file may be written from inside the program, which keeps itself to a few folders (confine.h): said
 * before a name is typed, not after. */
#ifndef SATCHEL_APP_PLACES_H
#define SATCHEL_APP_PLACES_H

#include <stdbool.h>

#include "satchel/base/buf.h"

struct app;
struct err;

struct places {
    struct strs roots;   /* files may be written below these alone; none: anywhere */
    struct strs offered; /* folders that are there and can be written: sticks and other disks, the export
                          * folders, last the vault's own */
};

int places_find(const struct app *a, struct places *p, struct err *e);
void places_free(struct places *p);
/* false: nothing that begins with `typed` may be written. While it is typed. */
bool places_may(const struct places *p, const char *typed);
/* false: that file may not be written; of "FOLDER/", no file in the folder. */
bool places_may_hold(const struct places *p, const char *typed);
/* A file name in that folder that is not taken: "vault-2026-11-22". Caller frees; NULL: no memory. */
char *places_name(const struct app *a, const char *folder);

#endif
