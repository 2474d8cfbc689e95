/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A date is turned by its text and not by its bounds: June or July is not the first of June or the last of
 * July. */
#include "satchel/base/edtf_words.h"

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/edtf.h"
#include "satchel/base/i18n.h"

/* ---- one date ---- */

/* What stands where a month would, ISO 8601-2 table 3. */
static const struct {
    const char *code, *text;
} PARTS_OF_YEAR[] = {
    { "21", N_("spring") },          { "22", N_("summer") },          { "23", N_("autumn") },
    { "24", N_("winter") },          { "25", N_("northern spring") }, { "26", N_("northern summer") },
    { "27", N_("northern autumn") }, { "28", N_("northern winter") }, { "29", N_("southern spring") },
    { "30", N_("southern summer") }, { "31", N_("southern autumn") }, { "32", N_("southern winter") },
    { "33", N_("first quarter") },   { "34", N_("second quarter") },  { "35", N_("third quarter") },
    { "36", N_("last quarter") },    { "37", N_("first third") },     { "38", N_("second third") },
    { "39", N_("last third") },      { "40", N_("first half") },      { "41", N_("second half") },
};

/* text without what says how sure it is: "2020-0?6~" is no date, but "2020-06" is. */
static void strip(const char *text, size_t n, char out[static EDTF_TEXT_BYTES])
{
    size_t at = 0;
    for (size_t i = 0; i < n && at < EDTF_TEXT_BYTES - 1; i++)
        if (!strchr("~?%", text[i]))
            out[at++] = text[i];
    out[at] = '\0';
    while (at > 3 && strcmp(out + at - 3, "-XX") == 0) /* a month or day that is not known is left out */
        out[at -= 3] = '\0';
}

static void add_date(struct buf *out, char *date)
{
    char *part = strchr(date + 1, '-'), *unknown = strchr(date, 'X');
    size_t known = unknown ? (size_t)(unknown - date) : 0;
    if (part && strlen(part) == 3)
        for (size_t i = 0; i < sizeof PARTS_OF_YEAR / sizeof *PARTS_OF_YEAR; i++)
            if (strcmp(PARTS_OF_YEAR[i].code, part + 1) == 0) {
                *part = '\0';
                /* TRANSLATORS: a part of a year and the year, e.g. "spring", "2021". */
                buf_addf(out, _("%s %s"), _(PARTS_OF_YEAR[i].text), date);
                return;
            }
    for (char *p = unknown; p && *p == 'X'; p++)
        *p = '0';
    buf_adds(out, date);
    if (unknown) /* TRANSLATORS: what makes a decade of 2010, a century of 1900: 2010s */
        buf_adds(out, known == strlen(date) - 2 ? _("s (century)") : _("s"));
}

/* The second of two days of one month is its day alone: "2016-11-02 or 03". */
static void add_second(struct buf *out, const char *first, char *second)
{
    size_t full = strlen("YYYY-MM-DD");
    if (strlen(first) == full && strlen(second) == full && strncmp(first, second, full - 2) == 0)
        buf_adds(out, second + full - 2);
    else
        add_date(out, second);
}

/* ---- parts, before and after: what date_part.c makes of these words ---- */

/* A year, month or day, and nothing else. */
static bool is_plain(const char *date)
{
    return strspn(date, "0123456789-") == strlen(date) && *date != '-' &&
           (strlen(date) == 4 || strlen(date) == 7 || strlen(date) == 10) &&
           (strlen(date) == 4 || (date[5] < '2'));
}

/* The year, month or day directly before (-1) or after (1) a plain date. */
static bool neighbour(const char *date, int by, char out[static EDTF_TEXT_BYTES])
{
    struct edtf d;
    if (!is_plain(date) || edtf_parse(date, &d, NULL) < 0)
        return false;
    day_format(by < 0 ? d.earliest - 1 : d.latest + 1, out);
    out[strlen(date)] = '\0';
    return is_plain(out);
}

static void add_third(struct buf *out, size_t third, const char *whole)
{
    if (third == 0)
        buf_addf(out, _("early %s"), whole);
    else if (third == 1)
        buf_addf(out, _("mid %s"), whole);
    else
        buf_addf(out, _("late %s"), whole);
}

/* "[2020-01~..2020-04~]" is early 2020, "[2024-05-21~..2024-05-31~]" late 2024-05. */
static bool add_part(struct buf *out, const struct edtf *d)
{
    static const char *const THIRDS[2][3][2] = { { { "01", "04" }, { "05", "08" }, { "09", "12" } },
                                                 { { "01", "10" }, { "11", "20" }, { "21", "" } } };
    const char *dots = strstr(d->text, "~.."), *comma = strchr(d->text, ',');
    size_t unit = dots ? (size_t)(dots - d->text) - 4 : 0; /* of "2020" or "2024-05" before the third */
    char whole[EDTF_TEXT_BYTES] = "";
    struct edtf all;
    if (comma || (unit != 4 && unit != 7) || strncmp(d->text + 1, dots + 3, unit + 1) != 0)
        return false;
    memcpy(whole, d->text + 1, unit);
    if (edtf_parse(whole, &all, NULL) < 0)
        return false;
    for (size_t i = 0; i < 3; i++) {
        const char *const *third = THIRDS[unit == 7][i];
        if (strncmp(dots - 2, third[0], 2) != 0 ||
            (*third[1] ? strncmp(dots + 4 + unit, third[1], 2) != 0 : d->latest != all.latest))
            continue;
        add_third(out, i, whole);
        return true;
    }
    return false;
}

/* ---- two, and more ---- */

static void add_span(struct buf *out, const char *text, const char *between, size_t gap, bool set)
{
    char first[EDTF_TEXT_BYTES], second[EDTF_TEXT_BYTES];
    struct buf a = { 0 }, b = { 0 };
    strip(text, (size_t)(between - text), first);
    strip(between + gap, strcspn(between + gap, ",]"), second);
    bool from = *first && strcmp(first, ".."), to = *second && strcmp(second, "..");
    char beside[EDTF_TEXT_BYTES];
    if (set && from != to && neighbour(from ? first : second, from ? -1 : 1, beside)) {
        buf_addf(out, from ? _("after %s") : _("before %s"), beside);
        return;
    }
    if (to) {
        char copy[EDTF_TEXT_BYTES];
        memcpy(copy, second, sizeof copy);
        if (from)
            add_second(&b, first, copy);
        else
            add_date(&b, copy);
    }
    if (from)
        add_date(&a, first);
    if (from && to)
        buf_addf(out, set ? _("between %s and %s") : _("%s to %s"), buf_text(&a), buf_text(&b));
    else if (from)
        buf_addf(out,
                 set       ? _("on or after %s")
                 : *second ? _("since %s")
                           : _("from %s, end not known"),
                 buf_text(&a));
    else if (to)
        buf_addf(out,
                 set      ? _("before or on %s")
                 : *first ? _("until %s")
                          : _("until %s, start not known"),
                 buf_text(&b));
    buf_free(&a);
    buf_free(&b);
}

/* "2021-07,2021-08]" or "..2021-07]": one of them. */
static void add_set(struct buf *out, const char *text)
{
    char last[EDTF_TEXT_BYTES] = "", date[EDTF_TEXT_BYTES];
    while (*text && *text != ']') {
        size_t n = strcspn(text, ",]");
        const char *dots = strstr(text, "..");
        if (out->len)
            buf_addf(out, " %s ", _("or"));
        if (dots && dots < text + n) {
            add_span(out, text, dots, 2, true);
            *last = '\0';
        } else {
            strip(text, n, date);
            char shown[EDTF_TEXT_BYTES];
            memcpy(shown, date, sizeof shown);
            if (*last)
                add_second(out, last, shown);
            else
                add_date(out, shown);
            memcpy(last, date, sizeof last);
        }
        text += n + (text[n] == ',');
    }
}

char *edtf_words(const char *edtf)
{
    struct edtf d;
    struct buf out = { 0 };
    if (!edtf || !*edtf || edtf_parse(edtf, &d, NULL) < 0) {
        buf_adds(&out, edtf ? edtf : "");
        return buf_take(&out, NULL);
    }
    const char *slash = strchr(d.text, '/');
    if (d.set && add_part(&out, &d))
        return buf_take(&out, NULL);
    if (slash) {
        add_span(&out, d.text, slash, 1, false);
    } else if (*d.text == '[') {
        add_set(&out, d.text + 1);
    } else {
        char date[EDTF_TEXT_BYTES];
        strip(d.text, strlen(d.text), date);
        add_date(&out, date);
    }
    if (d.approximate || d.uncertain)
        buf_addf(&out, " %s",
                 d.approximate && d.uncertain ? _("(about, uncertain)")
                 : d.approximate              ? _("(about)")
                                              : _("(uncertain)"));
    return buf_take(&out, NULL);
}
