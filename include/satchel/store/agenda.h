/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be done: appeals whose deadline is near or past, check-ins due or missed, drafts not sent, and a
 * backup that is old. */
#ifndef SATCHEL_STORE_AGENDA_H
#define SATCHEL_STORE_AGENDA_H

#include "satchel/model/due.h"
#include "satchel/store/store.h"

#define AGENDA_MOST        200 /* enough for a screen that is scrolled by hand */
#define AGENDA_COUNTED     10000
#define AGENDA_BACKUP_DAYS 7
/* The setting with the day of the last backup, YYYY-MM-DD. */
#define AGENDA_BACKUP_KEY "backup.day"

enum agenda_kind { AGENDA_DEADLINE, AGENDA_CHECKIN, AGENDA_DRAFT, AGENDA_BACKUP };

struct agenda_row {
    enum agenda_kind kind;
    enum due due;
    struct opt_day day; /* deadline, day of the check-in, of a draft its appeal's deadline, the last backup */
    int64_t n;          /* the record to open: appeal, check-in, letter; 0 for the backup */
    int64_t kase;       /* 0: none */
    char *what;         /* title of the case; instruction of the check-in, or whom to ask for; subject of the
                           draft; "" */
    char *number, *country; /* of the case; "" */
    char *name;             /* person at risk or group; of a check-in the person; "" when withheld or none */
    int64_t to;             /* AGENDA_DRAFT: the target it is to; 0: none */
    bool ready;             /* AGENDA_DRAFT: marked ready, only to be sent */
};

struct agenda {
    DYN(struct agenda_row) rows; /* overdue, today, soon; drafts without a near deadline; the backup */
    /* At most AGENDA_COUNTED each, which means as many or more. */
    size_t overdue;        /* shown or not */
    size_t later, undated; /* open cases with a deadline to come that is not shown, and without one */
};

/* soon_days: DUE_SOON_DAYS, or what the user asks for. most: rows of each kind that are overdue, and of each
 * that are due (0: all); what is overdue for longest is left out first. Release with agenda_free. */
int agenda_load(struct store *s, int32_t today, int32_t soon_days, size_t most, struct agenda *out,
                struct err *e);
void agenda_free(struct agenda *a);
/* A backup was made today. */
int agenda_note_backup(struct store *s, struct err *e);

#endif
