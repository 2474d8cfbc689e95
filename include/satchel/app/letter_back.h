/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came back for a letter, in words. */
#ifndef SATCHEL_APP_LETTER_BACK_H
#define SATCHEL_APP_LETTER_BACK_H

#include <stdbool.h>

#include "satchel/base/buf.h"
#include "satchel/store/letters.h"

struct app;

const char *letter_back_word(int kind); /* enum reply_kind: "came back", in place of a letter's state */
/* "It came back on 2 November 2026." with_note: and what was noted, a sentence of its own. Nothing when it
 * cannot be read. */
void letter_back_say(struct app *a, const struct letters_back *back, bool with_note, struct buf *out);

#endif
