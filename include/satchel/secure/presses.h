/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting presses of the panic key: three separate ones within three seconds mean it.
 *
 * A press closer than 120 ms to the one before it, counted or not, is key repeat or a paste and does not
 * count: a held key gives one long gap (250 to 660 ms), then short ones (33 to 92 ms), so two that count and
 * never three. Hammering faster than eight presses a second counts once, too: who arms the key is told to
 * wait a moment between two.
 *
 * A gap under 60 ms shows more: no finger does that. The press before it, if it counted, was the first
 * repetition, and is taken back, so that a hold counts as one press; and nothing counts until the key was let
 * go, which is a silence of 400 ms, or three gaps in a row of 100 ms or more: hammering of which two came at
 * once over a slow line. So a repetition that stumbles does not make a third press.
 *
 * What it does not promise: the third erases at once, without waiting for what follows, so a hold after a
 * press makes three (the press, the finger that goes down, the first repetition), and so does a hold whose
 * second repetition comes late, or any late one of a keyboard that repeats more slowly than every 60 ms.
 *
 * Nor does one count that other typing stands before, more than a hand does in that time: a long paste, which
 * a program that is busy takes in pieces. */
#ifndef SATCHEL_SECURE_PRESSES_H
#define SATCHEL_SECURE_PRESSES_H

#include <stddef.h>
#include <stdint.h>

#define PRESSES_MEANT       3
#define PRESSES_WITHIN_MS   3000
#define PRESSES_APART_MS    120
#define PRESSES_HELD_MS     60  /* closer: the key is held */
#define PRESSES_RELEASED_MS 400 /* of silence: it is no longer */
#define PRESSES_SLOW_MS     100 /* nor after so many gaps in a row of that length */
#define PRESSES_SLOW        3
#define PRESSES_OTHERS      64 /* bytes typed between two of them, at most */

/* {0}: none yet. */
struct presses {
    int64_t last;                       /* ms of the last press, counted or not, + 1; 0: none */
    int64_t counted[PRESSES_MEANT - 1]; /* of the last that counted, the latest first, + 1 */
    int held;                           /* the key is */
    int slow;                           /* gaps in a row that no repetition makes */
};

/* A press now (ms of a clock that never goes back), after so many bytes of other keys. How many that count
 * stand within the last three seconds, this one included; PRESSES_MEANT: it is meant, and counting begins
 * anew. 0: this one does not count. */
int presses_take(struct presses *p, int64_t ms, size_t others);

#endif
