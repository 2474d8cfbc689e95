/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done for a case, and staying in touch: log, checkin. */
#ifndef SATCHEL_CLI_LOG_H
#define SATCHEL_CLI_LOG_H

struct cli;
struct err;

/* Their arguments alone. */
int log_check(struct cli *c, struct err *e);
int log_checkin_check(struct cli *c, struct err *e);

int log_run(struct cli *c, struct err *e);
int log_checkin(struct cli *c, struct err *e);

#endif
