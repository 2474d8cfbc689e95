/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One date as EDTF, and the days or months that a part of it may mean. */
#ifndef SATCHEL_BASE_DATE_PART_H
#define SATCHEL_BASE_DATE_PART_H

#include "satchel/base/date_read.h"

#define DATE_POINT_BYTES 16

/* The date as EDTF; marks: "", "?", "~", "%". */
void date_point_text(const struct date_point *d, const char *marks, char out[static DATE_POINT_BYTES]);
/* Puts a part to a date; false: it does not go with the one it has. */
bool date_add_part(struct date_point *d, int part);
/* The first and last date of the part that d is; about: not sharply. false: there is no such part. */
bool date_part_bounds(const struct date_point *d, struct date_point *from, struct date_point *to,
                      bool *about);
/* Behind DATE_BEFORE and DATE_AFTER: out of these dates to what lies beside them. */
void date_step_out(enum date_kind frame, int part, bool about, struct date_point *from,
                   struct date_point *to);

#endif
