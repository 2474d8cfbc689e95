/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/told.h"

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/day.h"
#include "satchel/base/edtf_prose.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/model/kind.h"

static const struct field *reason_of(const struct rec *r, const struct field *f)
{
    struct buf key = { 0 };
    const struct field *why = NULL;
    buf_addf(&key, "%s_why", f->key);
    if (f->type == FIELD_EDTF && !key.failed)
        why = kind_field(kind_of(r->kind), buf_text(&key));
    buf_free(&key);
    return why;
}

/* They say which day only together with the day they were said on; or that it was a night. */
static bool say_more(const char *words, int32_t today)
{
    struct edtf_reading r = { 0 };
    return edtf_from_prose(words, 0, &r, NULL) == 0 ? r.night : edtf_said_on(words, today, &r, NULL) == 0;
}

static const char *form(void)
{
    return _("told on %1$s as “%2$s”");
}

/* Nothing, or that sentence and no more, about words that say more than a date: then nobody wrote it. */
static bool may_go(const char *reason)
{
    const char *first = strstr(form(), "%1$s"), *second = strstr(form(), "%2$s");
    const size_t verb = strlen("%1$s"), date = strlen("2026-11-22"), len = strlen(reason);
    char day[DAY_TEXT_BYTES] = "";
    int32_t read;
    if (!len)
        return true;
    if (!first || !second || second < first)
        return false;
    const size_t before = (size_t)(first - form()), between = (size_t)(second - first) - verb,
                 after = strlen(second + verb), fixed = before + date + between + after;
    const char *words = reason + before + date + between;
    if (len <= fixed || strncmp(reason, form(), before) != 0 ||
        strncmp(words - between, first + verb, between) != 0 ||
        strcmp(reason + len - after, second + verb) != 0)
        return false;
    memcpy(day, reason + before, date);
    char *told = day_parse(day, &read) == 0 ? strndup(words, len - fixed) : NULL;
    bool ours = told && say_more(told, read);
    str_free(told);
    return ours;
}

int told_keep(struct rec *r, const struct field *f, const char *words, int32_t today, struct err *e)
{
    const struct field *why = reason_of(r, f);
    struct buf b = { 0 };
    char day[DAY_TEXT_BYTES], *was = why ? field_get(r, why, e) : NULL;
    if (!why || !was)
        return why ? -1 : 0;
    bool go = may_go(was);
    str_free(was);
    if (!go)
        return 0;
    if (say_more(words, today)) {
        day_format(today, day);
        buf_addf(&b, _("told on %1$s as “%2$s”"), day, words);
    }
    int rc = b.failed ? err_no_memory(e) : field_set(r, why, buf_text(&b), e);
    buf_free(&b);
    return rc;
}
