/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading: list, show, search, due. */
#ifndef SATCHEL_CLI_LISTS_H
#define SATCHEL_CLI_LISTS_H

struct cli;
struct err;

/* Their arguments alone. */
int lists_list_check(struct cli *c, struct err *e);
int lists_search_check(struct cli *c, struct err *e);
int lists_due_check(struct cli *c, struct err *e);
int lists_show_check(struct cli *c, struct err *e);

int lists_list(struct cli *c, struct err *e);
int lists_show(struct cli *c, struct err *e);
int lists_search(struct cli *c, struct err *e);
int lists_due(struct cli *c, struct err *e);

#endif
