/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of the agenda: what is due, then what was typed and not saved, each as five cells of a list; and
 * the ruler that says how much comes later. */
#ifndef SATCHEL_APP_AGENDA_LINES_H
#define SATCHEL_APP_AGENDA_LINES_H

#include "satchel/app/letter_ready.h"
#include "satchel/store/agenda.h"
#include "satchel/store/drafts.h"
#include "satchel/tui/list.h"

struct app;

#define AGENDA_RULER SIZE_MAX /* the line that is neither */

struct agenda_lines {
    struct app *app; /* borrowed */
    struct agenda agenda;
    struct drafts drafts; /* lines after the rows of the agenda */
    struct strs imports;  /* what each draft of an import is called, "" for others */
    int32_t today;
    struct letter_doubts doubts; /* of the letters that were looked at, also before they were read anew */
    size_t looked;               /* rows before this one were looked at; it is a letter that is ready */
};

int agenda_lines_load(struct agenda_lines *v, struct err *e);
void agenda_lines_free(struct agenda_lines *v);
/* Letters that are ready are checked as their cases stand now: one at a time, since there may be many. */
bool agenda_lines_is_to_look(const struct agenda_lines *v);
int agenda_lines_look(struct agenda_lines *v, struct err *e); /* at the next */
/* NULL: the line is no such. */
const struct agenda_row *agenda_lines_row(const struct agenda_lines *v, size_t line);
const struct draft *agenda_lines_draft(const struct agenda_lines *v, size_t line);
void agenda_lines_fill(const struct agenda_lines *v, size_t line, struct list_row *out);
char *agenda_lines_draft_label(const struct agenda_lines *v, const struct draft *d); /* caller frees */
#define AGENDA_COUNT_BYTES 24
const char *agenda_lines_count(size_t n, char out[static AGENDA_COUNT_BYTES]); /* "17", "10000+" */
void agenda_lines_later(const struct agenda_lines *v, struct buf *out); /* "3 later, 1 without a date" */

#endif
