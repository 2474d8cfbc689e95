/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/log.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/letter.h"
#include "satchel/cli/records.h"
#include "satchel/store/checkins.h"
#include "satchel/store/find.h"
#include "satchel/store/letters.h"
#include "satchel/store/write.h"

enum { LOG_MOST = 1000000000, DAYS_MOST = 36500 };

/* ---- log ----------------------------------------------------------------------------------------------- */

static int no_channel(const char *word, struct err *e)
{
    struct buf all = { 0 };
    for (size_t i = 0; i < ENUM_channel.n; i++)
        buf_addf(&all, "%s%s", i ? ", " : "", ENUM_channel.at[i].word);
    int rc = err_set(e, ERR_USAGE, _("There is no channel \"%s\". Nothing was stored. It is one of: %s."),
                     word, buf_text(&all));
    buf_free(&all);
    return rc;
}

int log_check(struct cli *c, struct err *e)
{
    const char *channel = c->args.words.at[1], *to = args_text(&c->args, "to");
    struct opt_day day;
    long count;
    if (store_find_form(c->args.words.at[0], KIND_CASE, e) < 0) {
        e->code = ERR_USAGE;
        return -1;
    }
    if (rec_enum_find(&ENUM_channel, channel) < 0)
        return no_channel(channel, e);
    if (args_number(&c->args, "count", 1, LOG_MOST, 1, &count, e) < 0 || letter_option_day(c, &day, e) < 0)
        return -1;
    return to ? records_name_check(to, e) : 0;
}

int log_run(struct cli *c, struct err *e)
{
    const char *to = args_text(&c->args, "to");
    struct letters_log log = { .channel = rec_enum_find(&ENUM_channel, c->args.words.at[1]),
                               .handwritten = args_has(&c->args, "handwritten") };
    struct buf by = { 0 };
    long count = 1;
    int64_t action;
    int rc = args_number(&c->args, "count", 1, LOG_MOST, 1, &count, e);
    log.count = count;
    rc = rc == 0 ? letter_option_day(c, &log.day, e) : rc;
    rc = rc == 0 ? letter_option_text(c, "by", &by, e) : rc;
    log.by = by.len ? buf_text(&by) : NULL;
    rc = rc == 0 ? store_find(c->store, c->args.words.at[0], KIND_CASE, &log.kase, e) : rc;
    rc = rc == 0 && to ? store_find(c->store, to, KIND_TARGET, &log.target, e) : rc;
    rc = rc == 0 ? letters_log(c->store, &log, &action, e) : rc;
    buf_free(&by);
    return rc == 0 ? letter_tell_ids(c, &action, 1, e) : -1;
}

/* ---- checkin ------------------------------------------------------------------------------------------- */

/* The days behind "every"; 0: "done" or "missed". */
static int every(struct cli *c, long *days, struct err *e)
{
    const char *what = c->args.words.at[1], *n = c->args.words.n > 2 ? c->args.words.at[2] : NULL;
    char *end = NULL;
    *days = 0;
    if (!n && (strcmp(what, "done") == 0 || strcmp(what, "missed") == 0))
        return 0;
    *days = n && strcmp(what, "every") == 0 ? strtol(n, &end, 10) : 0;
    if (end && !*end && *days >= 1 && *days <= DAYS_MOST)
        return 0;
    return err_set(e, ERR_USAGE, _("Say done, missed, or every and a number of days. Nothing was stored."));
}

int log_checkin_check(struct cli *c, struct err *e)
{
    long days;
    return records_name_check(c->args.words.at[0], e) < 0 ? -1 : every(c, &days, e);
}

static int note(struct cli *c, int64_t n, int result, struct err *e)
{
    struct rec *r = NULL;
    int rc = store_get(c->store, n, &r, e);
    rc = rc == 0 ? checkins_note(c->store, (struct checkin *)r, result, e) : rc;
    rc = rc == 0 ? store_update(c->store, r, NULL, e) : rc;
    rec_free(r);
    return rc;
}

int log_checkin(struct cli *c, struct err *e)
{
    int64_t person, n = 0;
    long days;
    if (every(c, &days, e) < 0 || store_find(c->store, c->args.words.at[0], KIND_PERSON, &person, e) < 0)
        return -1;
    int rc = days ? checkins_every(c->store, person, days, &n, e) : checkins_of(c->store, person, &n, e);
    if (rc == 0 && !n)
        rc =
            err_set(e, ERR_NOT_FOUND,
                    _("No check-in is agreed with this person. Nothing was stored. Say every and a number of "
                      "days first."));
    if (rc == 0 && !days)
        rc = note(c, n, strcmp(c->args.words.at[1], "done") == 0 ? CHECKIN_DONE : CHECKIN_MISSED, e);
    return rc == 0 ? letter_tell_ids(c, &n, 1, e) : -1;
}
