/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standard input and output: whole reads with a limit, writes that notice a full disk or a closed pipe. */
#ifndef SATCHEL_CLI_STREAM_H
#define SATCHEL_CLI_STREAM_H

#include <stddef.h>

#include <jansson.h>

#include "satchel/base/buf.h"

struct cli;
struct err;

/* Makes descriptors 0, 1 and 2 point somewhere, so that no vault is ever opened as one of them; using one
 * that was closed still fails. Call first. */
void stream_start(void);
/* Writes out what is in c->out and empties it. */
int stream_flush(struct cli *c, struct err *e);
/* Adds one JSON document to the output; takes the reference. ERR_NO_MEMORY when it is NULL. */
int stream_json(struct cli *c, json_t *value, struct err *e);
/* A list: under --json one array, an object a line; else nothing but the lines that are added to c->out. What
 * is ready is written in between, so that a long list needs little memory. */
int stream_begin(struct cli *c, struct err *e);
int stream_item(struct cli *c, json_t *value, struct err *e); /* takes the reference */
int stream_end(struct cli *c, struct err *e);
/* The list cannot be made whole: what goes out under --json is one document all the same, or nothing. */
void stream_break(struct cli *c);
/* What is in the output becomes the value of one key under --json. */
int stream_text(struct cli *c, const char *key, struct err *e);
int stream_room(struct cli *c, struct err *e); /* writes out when much is waiting */
/* Adds a text broken at blanks, each line ended; from the second on behind an indentation. */
void stream_wrap(struct buf *out, const char *text, int width, int indent);
/* One message on standard error, with control characters shown as '?'. */
void stream_say(const char *text);
/* All of a file, or of standard input when the name is "-". ERR_INPUT beyond `most` bytes. */
int stream_read(const char *name, size_t most, struct buf *out, struct err *e);
/* The same without the line ends at its end. */
int stream_line(const char *name, size_t most, struct buf *out, struct err *e);
/* Whether there is such a file to read; standard input always is. */
int stream_check(const char *name, struct err *e);

#endif
