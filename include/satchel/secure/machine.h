/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the system tells of itself in files: /proc, /sys, /etc. Every path is looked for below a root, so that
 * tests can invent a machine. Nothing is changed, nothing is waited for. */
#ifndef SATCHEL_SECURE_MACHINE_H
#define SATCHEL_SECURE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "satchel/base/buf.h"

struct machine {
    const char *root; /* "": this one */
};

/* The paths are formats. What cannot be read is as if it was not there. */
#define MACHINE_PATH(at) __attribute__((format(printf, at, at + 1)))

bool machine_is_there(const struct machine *m, const char *path, ...) MACHINE_PATH(2);
bool machine_stat(const struct machine *m, struct stat *st, const char *path, ...) MACHINE_PATH(3);
/* A text file, its first 16 MiB; out is emptied first. */
bool machine_read(const struct machine *m, struct buf *out, const char *path, ...) MACHINE_PATH(3);
/* Its first line without blanks around; "" when it is not there. */
bool machine_line(const struct machine *m, struct buf *out, const char *path, ...) MACHINE_PATH(3);
/* Where a link leads, as it is written; false: it is none. */
bool machine_link(const struct machine *m, struct buf *out, const char *path, ...) MACHINE_PATH(3);
/* The names in a folder, without . and .., sorted; names is emptied first. */
bool machine_names(const struct machine *m, struct strs *names, const char *path, ...) MACHINE_PATH(3);
/* Without links, as realpath(3); what is not there yet is left as it is, behind the part that is. A path that
 * does not begin with / is taken from the folder the program runs in. "" when there is no memory. */
void machine_real_path(const struct machine *m, struct buf *out, const char *path);

/* The next line of text, *at moved behind it; its length without the line end in *n. NULL: no more. */
const char *machine_next_line(const char **at, size_t *n);
/* The word number i (from 0) of a line, blanks between; "" when there are fewer. */
void machine_word(struct buf *out, const char *line, size_t n, size_t i);
/* \040 and the like, as the kernel writes blanks in names, become what they stand for. */
void machine_add_unescaped(struct buf *out, const char *word);
/* Some word of the text is this one. */
bool machine_has_word(const char *text, const char *word);

#endif
