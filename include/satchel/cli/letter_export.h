/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `letter export`: letters as files, or to standard output. */
#ifndef SATCHEL_CLI_LETTER_EXPORT_H
#define SATCHEL_CLI_LETTER_EXPORT_H

struct cli;
struct err;

/* Its arguments alone; starts the broker where something will be drawn, which is before there is a secret. */
int letter_export_check(struct cli *c, struct err *e);
int letter_export(struct cli *c, struct err *e);

#endif
