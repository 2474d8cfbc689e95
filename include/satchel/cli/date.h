/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `date`: how a date is understood. */
#ifndef SATCHEL_CLI_DATE_H
#define SATCHEL_CLI_DATE_H

struct cli;
struct err;

int date_run(struct cli *c, struct err *e);

#endif
