/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sex of somebody written to, as far as it is known. */
#ifndef SATCHEL_CASEWORK_ADDRESS_SEX_H
#define SATCHEL_CASEWORK_ADDRESS_SEX_H

#include "satchel/casework/lint_words.h"

/* 'm', 'f', 'p' (they), 0: not known. gender: as recorded, it goes before all; then what is said to one sex
 * alone in a text (Ms, Herr, г-жа; "M." in French): the first of n texts that tells. Any may be NULL. */
char address_sex(const struct lint_words *w, const char *lang, const char *gender, const char *const *texts,
                 size_t n);

#endif
