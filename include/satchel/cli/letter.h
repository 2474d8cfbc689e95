/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters: new, show, check, ready, draft, sent, reply, returned, copy. */
#ifndef SATCHEL_CLI_LETTER_H
#define SATCHEL_CLI_LETTER_H

#include "satchel/base/buf.h"
#include "satchel/model/record.h"

struct cli;
struct err;

/* Their arguments alone. */
int letter_new_check(struct cli *c, struct err *e);
int letter_check_arguments(struct cli *c, struct err *e); /* one id */
int letter_ready_check(struct cli *c, struct err *e);
int letter_sent_check(struct cli *c, struct err *e);
int letter_day_check(struct cli *c, struct err *e); /* one id, --date */

int letter_new(struct cli *c, struct err *e);
int letter_show(struct cli *c, struct err *e);
int letter_check(struct cli *c, struct err *e);
int letter_ready_run(struct cli *c, struct err *e);
int letter_draft(struct cli *c, struct err *e);
int letter_sent(struct cli *c, struct err *e);
int letter_reply(struct cli *c, struct err *e);
int letter_returned(struct cli *c, struct err *e);
int letter_copy(struct cli *c, struct err *e);

/* ---- for letter_export.c ---- */
/* The first of them that was marked ready and has an open finding by now: *code, its code, which the caller
 * frees, and *at, which of them. NULL: there is none. */
int letter_first_open(struct cli *c, const int64_t letters[], size_t n, size_t *at, char **code,
                      struct err *e);

/* ---- for log.c ---- */
/* The day that --date says; unset without it. ERR_USAGE: it is none. */
int letter_option_day(struct cli *c, struct opt_day *day, struct err *e);
/* The text of an option, read from standard input when it is "-"; empty without it. */
int letter_option_text(struct cli *c, const char *option, struct buf *out, struct err *e);
/* The ids of what was made, one a line, or an array of objects. */
int letter_tell_ids(struct cli *c, const int64_t rows[], size_t n, struct err *e);

#endif
