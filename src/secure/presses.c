/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/secure/presses.h"

static int is_repeat_or_paste(int64_t apart, size_t others)
{
    return apart < PRESSES_APART_MS || (apart <= PRESSES_WITHIN_MS && others > PRESSES_OTHERS);
}

/* The one before was counted, and was the first repetition: the finger had gone down earlier. */
static void take_back(struct presses *p, int64_t before)
{
    if (p->counted[0] != before)
        return;
    for (int i = 0; i < PRESSES_MEANT - 2; i++)
        p->counted[i] = p->counted[i + 1];
    p->counted[PRESSES_MEANT - 2] = 0;
}

/* Whether the key is held, by how far the press is from the one before. */
static int look_held(struct presses *p, int64_t apart, int64_t before)
{
    if (apart < PRESSES_HELD_MS) {
        take_back(p, before);
        p->held = 1;
        p->slow = 0;
    } else {
        p->slow = apart < PRESSES_SLOW_MS ? 0 : p->slow + 1;
        p->held = p->held && apart < PRESSES_RELEASED_MS && p->slow < PRESSES_SLOW;
    }
    return p->held;
}

int presses_take(struct presses *p, int64_t ms, size_t others)
{
    int64_t now = ms + 1, before = p->last;
    p->last = now;
    if (before && (look_held(p, now - before, before) || is_repeat_or_paste(now - before, others)))
        return 0;
    int n = 1;
    for (int i = 0; i < PRESSES_MEANT - 1; i++)
        n += p->counted[i] && now - p->counted[i] <= PRESSES_WITHIN_MS;
    for (int i = PRESSES_MEANT - 2; i > 0; i--)
        p->counted[i] = p->counted[i - 1];
    p->counted[0] = now;
    if (n == PRESSES_MEANT)
        *p = (struct presses){ .last = now };
    return n;
}
