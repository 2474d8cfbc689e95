/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was read in an appeal, as the JSON object of satchel-json(5). */
#ifndef SATCHEL_EXCHANGE_JSON_PARSED_H
#define SATCHEL_EXCHANGE_JSON_PARSED_H

#include <jansson.h>

#include "satchel/model/parsed.h"

struct err;

/* A new object (caller: json_decref), keys in the order of the manual; what the text does not say is left
 * out. NULL and *e when there is no memory. */
json_t *json_parsed(const struct parsed *p, struct err *e);

#endif
