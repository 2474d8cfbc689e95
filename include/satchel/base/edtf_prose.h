/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as people write them, alone or inside running text, as EDTF. */
#ifndef SATCHEL_BASE_EDTF_PROSE_H
#define SATCHEL_BASE_EDTF_PROSE_H

#include <stdbool.h>
#include <stddef.h>

#include "satchel/base/edtf.h"

/* Prose too, in the languages of the word list (months, "around", "or", "until", "since", ...): `10 February
 * 2023`, `May 15, 2023`, `June 1 2023`, `19.07.12`, `26/08/2009`, `4 de agosto de 2010`, `1er mars 2021`,
 * `2021年3月5日`, `14 فبراير 2022`, `since March 2019`, `winter 2022`, `about 2010`. A string that is EDTF is
 * taken as such. default_year 0: a date without a year is none. readings: an ambiguous text (03/04/2020)
 * gives ERR_INPUT and up to 2 readings. */
struct edtf_reading {
    struct edtf date;
    bool year_inferred;
    struct edtf ambiguous[2];
    size_t n_ambiguous;
};
int edtf_from_prose(const char *text, int default_year, struct edtf_reading *out, struct err *e);

/* Finds the next date in running text from byte `from`: sets where it starts and ends. false: no more. */
bool edtf_find(const char *text, size_t n, size_t from, int default_year, struct edtf_reading *out,
               size_t *start, size_t *end);

#endif
