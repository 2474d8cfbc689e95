/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/model/field_value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/edtf_prose.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* ---- text ---- */

static void text_get(const void *at, const struct field *f, struct buf *out)
{
    (void)f;
    buf_adds(out, *(char *const *)at);
}

static int text_set(void *at, const struct field *f, const char *text, struct err *e)
{
    if (f->type == FIELD_TEXT && strchr(text, '\n'))
        return err_set(e, ERR_INPUT, _("The field \"%s\" takes one line only. Nothing was changed."), f->key);
    if (str_set(at, text) < 0)
        return err_no_memory(e);
    for (char *tab = *(char **)at; f->type == FIELD_TEXT && tab && (tab = strchr(tab, '\t'));)
        *tab = ' '; /* it parts columns wherever lines are printed */
    return 0;
}

static void text_clear(void *at, const struct field *f)
{
    (void)f;
    str_set(at, NULL);
}

static int text_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    return str_set(to, *(char *const *)from);
}

static bool text_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    return same_text(*(char *const *)a, *(char *const *)b);
}

static bool text_empty(const void *at, const struct field *f)
{
    (void)f;
    return same_text(*(char *const *)at, "");
}

/* ---- numbers, yes and no, words of an enum ---- */

static void int_get(const void *at, const struct field *f, struct buf *out)
{
    (void)f;
    const struct opt_int *o = at;
    if (o->set)
        buf_addf(out, "%lld", (long long)o->v);
}

static int int_set(void *at, const struct field *f, const char *text, struct err *e)
{
    char *end;
    errno = 0;
    long long v = strtoll(text, &end, 10);
    if (errno || *end || end == text)
        return err_set(e, ERR_INPUT,
                       _("The field \"%s\" takes a whole number, not \"%s\". Nothing was changed."), f->key,
                       text);
    *(struct opt_int *)at = (struct opt_int){ true, v };
    return 0;
}

static void int_clear(void *at, const struct field *f)
{
    (void)f;
    *(struct opt_int *)at = (struct opt_int){ 0 };
}

static int int_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    *(struct opt_int *)to = *(const struct opt_int *)from;
    return 0;
}

static bool int_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    const struct opt_int *x = a, *y = b;
    return x->set == y->set && (!x->set || x->v == y->v);
}

static bool int_empty(const void *at, const struct field *f)
{
    (void)f;
    return !((const struct opt_int *)at)->set;
}

static void bool_get(const void *at, const struct field *f, struct buf *out)
{
    (void)f;
    buf_adds(out, *(const bool *)at ? "yes" : "no");
}

static int bool_set(void *at, const struct field *f, const char *text, struct err *e)
{
    static const char *const WORDS[] = { "no", "yes", "false", "true", "0", "1" };
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (strcmp(text, WORDS[i]) == 0) {
            *(bool *)at = i % 2;
            return 0;
        }
    }
    return err_set(e, ERR_INPUT,
                   _("The field \"%s\" takes \"yes\" or \"no\", not \"%s\". Nothing was changed."), f->key,
                   text);
}

static void bool_clear(void *at, const struct field *f)
{
    (void)f;
    *(bool *)at = false;
}

static int bool_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    *(bool *)to = *(const bool *)from;
    return 0;
}

static bool bool_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    return *(const bool *)a == *(const bool *)b;
}

static bool bool_empty(const void *at, const struct field *f)
{
    (void)at, (void)f;
    return false;
}

static void enum_get(const void *at, const struct field *f, struct buf *out)
{
    size_t i = (size_t) * (const int *)at;
    buf_adds(out, i < f->names->n ? f->names->at[i].word : "");
}

static int enum_set(void *at, const struct field *f, const char *text, struct err *e)
{
    int i = rec_enum_find(f->names, text);
    if (i >= 0) {
        *(int *)at = i;
        return 0;
    }
    struct buf words = { 0 };
    for (size_t w = 0; w < f->names->n; w++)
        if (*f->names->at[w].word)
            buf_addf(&words, "%s%s", words.len ? ", " : "", f->names->at[w].word);
    err_set(e, ERR_INPUT, _("The field \"%s\" takes one of %s, not \"%s\". Nothing was changed."), f->key,
            buf_text(&words), text);
    buf_free(&words);
    return -1;
}

static void enum_clear(void *at, const struct field *f)
{
    (void)f;
    *(int *)at = 0;
}

static int enum_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    *(int *)to = *(const int *)from;
    return 0;
}

static bool enum_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    return *(const int *)a == *(const int *)b;
}

static bool enum_empty(const void *at, const struct field *f)
{
    int i = *(const int *)at;
    return i == 0 && f->names->at[0].word[0] == '\0';
}

/* ---- dates ---- */

int field_read_date(const struct field *f, const char *text, const int32_t *today, struct edtf *out,
                    struct err *e)
{
    struct edtf_reading r = { 0 };
    struct err why = { 0 };
    if ((today ? edtf_said_on(text, *today, &r, &why) : edtf_from_prose(text, 0, &r, &why)) == 0) {
        *out = r.date;
        return 0;
    }
    if (r.n_ambiguous)
        return err_set(e, ERR_INPUT,
                       _("\"%s\" in the field \"%s\" may be %s or %s. Nothing was changed; write the one "
                         "that is meant."),
                       text, f->key, r.ambiguous[0].text, r.ambiguous[1].text);
    return err_set(e, why.code, _("\"%s\" does not go into the field \"%s\". Nothing was changed. %s"), text,
                   f->key, why.text);
}

static void day_get(const void *at, const struct field *f, struct buf *out)
{
    (void)f;
    const struct opt_day *o = at;
    char text[DAY_TEXT_BYTES];
    if (o->set) {
        day_format(o->v, text);
        buf_adds(out, text);
    }
}

static int day_set(void *at, const struct field *f, const char *text, struct err *e)
{
    struct edtf date;
    int32_t day;
    if (day_parse(text, &day) == 0) {
        *(struct opt_day *)at = (struct opt_day){ true, day };
        return 0;
    }
    if (field_read_date(f, text, NULL, &date, e) < 0)
        return -1;
    if (date.start != EDTF_DATE || date.earliest != date.latest || date.interval || date.out_of_range)
        return err_set(e, ERR_INPUT,
                       _("The field \"%s\" takes one day, as 2021-03-05, not \"%s\". Nothing was changed."),
                       f->key, text);
    *(struct opt_day *)at = (struct opt_day){ true, date.earliest };
    return 0;
}

static void day_clear(void *at, const struct field *f)
{
    (void)f;
    *(struct opt_day *)at = (struct opt_day){ 0 };
}

static int day_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    *(struct opt_day *)to = *(const struct opt_day *)from;
    return 0;
}

static bool day_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    const struct opt_day *x = a, *y = b;
    return x->set == y->set && (!x->set || x->v == y->v);
}

static bool day_empty(const void *at, const struct field *f)
{
    (void)f;
    return !((const struct opt_day *)at)->set;
}

static void edtf_get(const void *at, const struct field *f, struct buf *out)
{
    (void)f;
    buf_adds(out, ((const struct rec_date *)at)->text);
}

static int edtf_set(void *at, const struct field *f, const char *text, struct err *e)
{
    struct edtf date;
    if (field_read_date(f, text, NULL, &date, e) < 0)
        return -1;
    if (date.out_of_range)
        return err_set(e, ERR_INPUT,
                       _("The field \"%s\" takes years of four digits, not \"%s\". Nothing was changed."),
                       f->key, text);
    return rec_date_take(at, &date, e);
}

static void edtf_clear(void *at, const struct field *f)
{
    (void)f;
    rec_date_clear(at);
}

static int edtf_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    const struct rec_date *d = from;
    struct rec_date copy = { NULL, d->earliest, d->latest };
    if (str_set(&copy.text, d->text) < 0)
        return -1;
    *(struct rec_date *)to = copy;
    return 0;
}

static bool edtf_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    return same_text(((const struct rec_date *)a)->text, ((const struct rec_date *)b)->text);
}

static bool edtf_empty(const void *at, const struct field *f)
{
    (void)f;
    return same_text(((const struct rec_date *)at)->text, "");
}

/* ---- references ---- */

static void ref_get(const void *at, const struct field *f, struct buf *out)
{
    (void)f;
    char hex[REC_ID_TEXT];
    if (!rec_ref_is_none(at)) {
        rec_id_format(((const struct rec_ref *)at)->id, hex);
        buf_adds(out, hex);
    }
}

static int ref_set(void *at, const struct field *f, const char *text, struct err *e)
{
    struct rec_ref ref = { 0 };
    if (rec_id_parse(text, ref.id) < 0)
        return err_set(
            e, ERR_INPUT,
            _("The field \"%s\" takes the id of a record, 32 hex digits, not \"%s\". Nothing was changed."),
            f->key, text);
    *(struct rec_ref *)at = ref;
    return 0;
}

static void ref_clear(void *at, const struct field *f)
{
    (void)f;
    *(struct rec_ref *)at = (struct rec_ref){ 0 };
}

static int ref_copy(void *to, const void *from, const struct field *f)
{
    (void)f;
    *(struct rec_ref *)to = *(const struct rec_ref *)from;
    return 0;
}

static bool ref_equal(const void *a, const void *b, const struct field *f)
{
    (void)f;
    return memcmp(((const struct rec_ref *)a)->id, ((const struct rec_ref *)b)->id, REC_ID_BYTES) == 0;
}

static bool ref_empty(const void *at, const struct field *f)
{
    (void)f;
    return rec_ref_is_none(at);
}

#define ROW(type)                                                                                            \
    {                                                                                                        \
        type##_get, type##_set, type##_clear, type##_copy, type##_equal, type##_empty                        \
    }
const struct field_ops field_value_ops[FIELD_LIST] = {
    [FIELD_TEXT] = ROW(text), [FIELD_LINES] = ROW(text), [FIELD_INT] = ROW(int),   [FIELD_BOOL] = ROW(bool),
    [FIELD_ENUM] = ROW(enum), [FIELD_DAY] = ROW(day),    [FIELD_EDTF] = ROW(edtf), [FIELD_REF] = ROW(ref),
};
