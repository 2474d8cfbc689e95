/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds in every way to change a letter or a template (form, `set`, batch): asked by store/write.c. */
#ifndef SATCHEL_STORE_LETTERS_RULES_H
#define SATCHEL_STORE_LETTERS_RULES_H

#include "satchel/model/letters.h"

struct err;

/* ERR_INPUT: a template has a field that there is not. Other records: 0. */
int letters_check_template(const struct rec *r, struct err *e);
/* Before r is written over old. ERR_INPUT: it was sent. */
int letters_before_write(const struct letter *old, struct letter *r, struct err *e);

#endif
