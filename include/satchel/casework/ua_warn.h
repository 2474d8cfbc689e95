/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user should look at, and what was not found. */
#ifndef SATCHEL_CASEWORK_UA_WARN_H
#define SATCHEL_CASEWORK_UA_WARN_H

#include "satchel/base/text.h"
#include "satchel/casework/ua_dates.h"
#include "satchel/casework/ua_letter.h"

struct ua_findings {
    struct ua_doc *d;
    const struct ua_units *units;
    const struct ua_slices *asks;
    const struct text_report *report;
    struct ua_places places;
    int32_t today;
};

void ua_kind_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out);
void ua_warn(const struct ua_findings *f, struct parsed *out);
void ua_not_found(struct ua_doc *d, struct parsed *out);

#endif
