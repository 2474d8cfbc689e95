/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ages and stretches of time in running text. Tokens i..next-1 are the number. */
#ifndef SATCHEL_CASEWORK_LINT_COUNT_TIME_H
#define SATCHEL_CASEWORK_LINT_COUNT_TIME_H

#include "satchel/casework/lint_reader.h"

/* Adds an age that ends before token end, unless it is the writer's, or nobody's. */
void lint_add_age(struct lint_reader *d, size_t i, size_t end, int64_t value);
/* ", 43," and "(43 ans)" behind a name. */
bool lint_age_between_marks(const struct lint_reader *d, size_t i, size_t end);
/* "Anna is 43 and ...", "der 43 ist" */
bool lint_age_bare(const struct lint_reader *d, size_t i, size_t end, int64_t value);
/* "-jährige", "-летняя", "enne": token i, written on the number. */
bool lint_of_years(const struct lint_reader *d, size_t i);
/* unit: y, m, w or d, as in the lists; joined: written on the number. */
void lint_add_time(struct lint_reader *d, size_t i, size_t end, int64_t value, char unit, bool joined);
/* A unit at token u: an age, a stretch of time, or nothing that is compared. */
void lint_count_unit(struct lint_reader *d, size_t i, size_t u, int64_t value);
/* "à un an de prison": token i is one, where a sentence is told. */
void lint_count_one(const struct lint_reader *d, size_t i);

#endif
