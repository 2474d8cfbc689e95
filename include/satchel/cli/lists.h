/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading: list, search, due. */
#ifndef SATCHEL_CLI_LISTS_H
#define SATCHEL_CLI_LISTS_H

#include <stdint.h>

#include <jansson.h>

struct cli;
struct err;

/* One line for a record, or an object of id, type, label and case. More of the latter is handed over in
 * `more` (NULL: none), which is released here. */
int lists_line(struct cli *c, int64_t n, json_t *more, struct err *e);
json_t *lists_line_json(struct cli *c, int64_t n, struct err *e); /* caller owns */

/* Their arguments alone. */
int lists_list_check(struct cli *c, struct err *e);
int lists_search_check(struct cli *c, struct err *e);
int lists_due_check(struct cli *c, struct err *e);

int lists_list(struct cli *c, struct err *e);
int lists_search(struct cli *c, struct err *e);
int lists_due(struct cli *c, struct err *e);

#endif
