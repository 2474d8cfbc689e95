/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What erasing would do, and how long it would take here: the same writes, timed on a scratch file beside the
 * vault. Nothing is written to the vault. The scratch file has no name by the time it has content, so that it
 * is gone however this ends. */
#ifndef SATCHEL_VAULT_REHEARSE_H
#define SATCHEL_VAULT_REHEARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct buf;
struct err;

struct rehearsal {
    int64_t header_us; /* until nothing opens any more */
    int64_t memory_us; /* to zero as much memory as this process has in use */
    int64_t files_us;  /* journals, stripes as far as there is time, names */
    off_t bytes;       /* of the vault and its journals */
    off_t reached;     /* of these, what would be overwritten in ERASE_FILES_MS */
    size_t own;        /* files of the program's own: settings, themes */
};

/* ERR_PASSPHRASE: this is no vault by its size, or there is none. */
int rehearse(const char *vault, struct rehearsal *r, struct err *e);

/* What and when, for a screen or a page, times counted from the signal. */
struct rehearsal_row {
    char what[48], how[48], time[24]; /* translated; "" where there is nothing to say */
};
enum { REHEARSAL_ROWS = 5 };
/* exports: how many are on record; -1: not known, because the vault is not open. memory: say how long it
 * takes. Returns how many rows. */
size_t rehearsal_rows(const struct rehearsal *r, long exports, bool memory,
                      struct rehearsal_row out[static REHEARSAL_ROWS]);
/* What it cannot reach, a paragraph. */
const char *rehearsal_stays(void);

#endif
