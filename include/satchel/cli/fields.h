/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fields`: the types of records and what they hold. */
#ifndef SATCHEL_CLI_FIELDS_H
#define SATCHEL_CLI_FIELDS_H

struct cli;
struct err;
struct kind;

int fields_run(struct cli *c, struct err *e);
/* The type of that name; NULL and ERR_USAGE when there is none. */
const struct kind *fields_type(const char *name, struct err *e);

#endif
