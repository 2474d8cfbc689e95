/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of power losses share: the media, cases by the thousand, and chance that a seed repeats.
 *
 * A case is told by its seed, which also says its medium: 1000000 * (medium + 1) + number of the case. */
#ifndef TESTS_UNIT_POWERLOSS_H
#define TESTS_UNIT_POWERLOSS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct medium {
    unsigned sector, tear; /* bytes; percent of unsynced sectors that are torn */
};
enum { POWERLOSS_MEDIA = 6 };

#define POWERLOSS_WHY 800

struct powerloss_row {
    const char *name;
    unsigned share;                             /* cases in a hundred of what was asked for */
    void *(*begin)(const void *arg, char *why); /* what all cases share; NULL: failed */
    /* One case: false when it ended badly, and why. */
    bool (*one)(const void *arg, void *shared, const struct medium *m, uint64_t seed, char *why);
    void (*end)(const void *arg, void *shared);
    const void *arg;
};

/* The main function of such a test. Without arguments a unit test of each row, with so many cases in each
 * medium (a fifth under sanitizers); `PROGRAM COUNT [ROW [SEED]]`: all rows, or one of them, or that one
 * case, a line for each medium. 0, or 1 when there were bad ones. */
int powerloss_main(int argc, char **argv, const char *group, const struct powerloss_row *rows, size_t n,
                   long cases);

/* From now on the program's random bytes, and SQLite's, follow from the seed. */
void powerloss_repeat(uint64_t seed);

#endif
