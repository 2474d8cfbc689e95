/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Giving up what the program does not need, once and for good, so that foreign text that found a fault in it
 * could neither send anything anywhere nor leave anything behind. In this order (satchel-security(7)):
 *
 *   process_harden     no dumps, no inherited descriptors
 *   broker_start       what must reach the system lives in another process
 *   screen, locale     opened
 *   confine_files      Landlock: what is written is below the named folders; in the only thread, because it
 *                      holds for the thread that asks and those that it starts afterwards
 *   threads            here, with what they need already open
 *   confine_calls      seccomp: for all threads at once
 *
 * None of it can be taken back. A kernel that lacks a part is no reason not to start; what is in force stands
 * in struct confine, for the first screen and for `doctor`. */
#ifndef SATCHEL_SECURE_CONFINE_H
#define SATCHEL_SECURE_CONFINE_H

#include <stdbool.h>
#include <sys/types.h>

struct err;
struct strs;

struct confine {
    bool calls;        /* no network, no other program */
    int calls_errno;   /* why not; 0: not tried */
    bool files;        /* written is below the folders given only */
    int files_errno;   /* why not; 0: not tried */
    int files_version; /* of Landlock in this kernel; 0: it has none */
};

/* Where sticks and other disks appear; NULL after the last. */
extern const char *const confine_media[];

/* Adds the folder that a file to be written lies in, links followed; when it is not there yet, the nearest
 * one above that is. */
int confine_beside(struct strs *folders, const char *file, struct err *e);
/* The folder that a file lies or would lie in (as confine_beside gives it) is `root` or below it, links
 * followed; a name that ends in a slash is the folder itself. false also where `root` is not there. */
bool confine_lies_below(const char *file, const char *root);
/* Everything can be read, nothing run; files and folders are made, written, removed below `folders` (those
 * that are not there are left out), the terminal can be written; below `emptied` (NULL: none) folders can be
 * removed, nothing else. */
void confine_files(struct confine *c, const struct strs *folders, const char *emptied);
/* For a helper that only reads: files below `folders` (those that are not there are left out), nothing else,
 * and nothing is written or run. 0, or an errno: nothing was given up. */
int confine_reading(const struct strs *folders);
/* See syscalls.h. */
void confine_calls(struct confine *c, pid_t other);

/* For a file at `path` that could not be made: the sentence of err_errno, unless it was this confinement that
 * refused; then one that says where files can be written. -1. */
int confine_err(struct err *e, const char *path, int errnum, const char *what);

#endif
