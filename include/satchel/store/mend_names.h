/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names for what was lost, from the cards of the search index. For mend.c. */
#ifndef SATCHEL_STORE_MEND_NAMES_H
#define SATCHEL_STORE_MEND_NAMES_H

#include "satchel/store/mend.h"

/* Labels in the temporary table `loss`; what the index does not say, or cannot say any more, has none. */
int mend_names(struct sqlite3 *db, const struct mend_cards *cards, struct err *e);

#endif
