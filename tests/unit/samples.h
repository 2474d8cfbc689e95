/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value for every type of field, for tests that walk every field of every kind. */
#ifndef SATCHEL_TESTS_SAMPLES_H
#define SATCHEL_TESTS_SAMPLES_H

#include "satchel/model/record.h"

/* A canonical text that field_set takes and field_get gives back; variant 0, 1, ... differ. "" for references
 * and lists of them, which need a record to refer to. word: what the texts are about. Caller frees. */
char *sample_text(const struct field *f, const char *word, int variant);

#endif
