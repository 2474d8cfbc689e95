/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting presses of the panic key: three separate ones within three seconds mean it.
 *
 * A press closer than 120 ms to the one before it, counted or not, is key repeat or a paste and does not
 * count: a held key gives one long gap (250 to 660 ms), then short ones (33 to 92 ms), so two that count and
 * never three. Nobody who hammers reaches eight presses a second evenly enough to have none of them counted.
 *
 * Nor does one count that other typing stands before, more than a hand does in that time: a long paste, which
 * a program that is busy takes in pieces. */
#ifndef SATCHEL_SECURE_PRESSES_H
#define SATCHEL_SECURE_PRESSES_H

#include <stddef.h>
#include <stdint.h>

#define PRESSES_MEANT     3
#define PRESSES_WITHIN_MS 3000
#define PRESSES_APART_MS  120
#define PRESSES_OTHERS    64 /* bytes typed between two of them, at most */

/* {0}: none yet. */
struct presses {
    int64_t last;                       /* ms of the last press, counted or not, + 1; 0: none */
    int64_t counted[PRESSES_MEANT - 1]; /* of the last that counted, the latest first, + 1 */
};

/* A press now (ms of a clock that never goes back), after so many bytes of other keys. How many that count
 * stand within the last three seconds, this one included; PRESSES_MEANT: it is meant, and counting begins
 * anew. 0: this one does not count. */
int presses_take(struct presses *p, int64_t ms, size_t others);

#endif
