/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened, by the events of a case: the state of its people, and the days a letter is held against. */
#ifndef SATCHEL_STORE_LINT_EVENT_H
#define SATCHEL_STORE_LINT_EVENT_H

#include "satchel/casework/lint.h"
#include "satchel/model/testimony.h"

/* The people of the context are there already. Of several people of a release or a death it is the state of
 * those of whom its text tells it; who has a part in it such as "witness" is none of them. */
int lint_event_add(struct lint_context *c, const struct event *v, struct err *e);

#endif
