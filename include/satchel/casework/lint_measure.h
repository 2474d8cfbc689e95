/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is measured beside time: money, articles of laws, hours of the day, distances, weights, how often. */
#ifndef SATCHEL_CASEWORK_LINT_MEASURE_H
#define SATCHEL_CASEWORK_LINT_MEASURE_H

#include "satchel/casework/lint_reader.h"

/* The number at tokens i..next-1 measures something that is compared: adds it, true. */
bool lint_measure_read(const struct lint_reader *d, size_t i, size_t next, int64_t value);
/* The same for the article of a law, and for money told by its sign. */
bool lint_measure_article(const struct lint_reader *d, size_t i, size_t next, int64_t value);
bool lint_measure_money(const struct lint_reader *d, size_t i, size_t next, int64_t value);
/* "for the third time", at token i; adds it. */
void lint_measure_ordinal(const struct lint_reader *d, size_t i);
/* A measure of the case that the letter's is not; NULL: it has the same, or none of that kind. */
const struct lint_count *lint_measure_differs(const struct lint_counts *known, const struct lint_count *c);

#endif
