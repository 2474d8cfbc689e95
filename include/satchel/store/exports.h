/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SATCHEL_STORE_EXPORTS_H
#define SATCHEL_STORE_EXPORTS_H

#include <stdbool.h>

#include "satchel/store/store.h"

/* Files written outside the vault, so that a panic can erase them and the user be reminded. */
struct exported {
    int64_t n;
    char *path, *what;
    int64_t at;
    bool gone; /* erased since */
};
struct exports {
    struct exported *at;
    size_t n, cap;
};
int exported_add(struct store *s, const char *path, const char *what, struct err *e);
/* Writes a file (outfile.h) and records it: first the record, so that no file is out without one; when
 * nothing could be written the record goes again. path: as outfile_path gives it. */
int exported_write(struct store *s, const char *path, const char *what, const void *bytes, size_t n,
                   struct err *e);
/* Erases the file as well as can be (outfile_shred) and notes it. */
int exported_shred(struct store *s, const struct exported *x, struct err *e);
/* None was ever recorded: the user is told what an export is before the first. */
bool exported_none(struct store *s);
int exported_list(struct store *s, struct exports *out, struct err *e); /* newest first */
int exported_gone(struct store *s, int64_t n, struct err *e);
void exports_free(struct exports *x);

#endif
