/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/assign.h"

#include <stdbool.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/stream.h"
#include "satchel/model/field.h"
#include "satchel/model/record.h"
#include "satchel/store/find.h"
#include "satchel/store/told.h"

struct assignment {
    const struct field *field;
    const char *value; /* in argv */
    bool append;
};

static int no_field(const struct kind *k, const char *key, struct err *e)
{
    return err_set(
        e, ERR_USAGE,
        _("A record of the kind %s has no field \"%s\". Nothing was changed. See: satchel fields %s"),
        k->name, key, k->name);
}

static int find_field(const struct kind *k, const char *word, size_t n, struct assignment *a, struct err *e)
{
    char key[64] = "";
    if (n < sizeof key)
        memcpy(key, word, n);
    a->field = kind_field(k, key);
    if (!a->field)
        return no_field(k, n < sizeof key ? key : word, e);
    if (a->field->flags & FIELD_READ_ONLY)
        return err_set(e, ERR_USAGE, _("The field \"%s\" is kept by the program. Nothing was changed."), key);
    if (a->append && a->field->type != FIELD_LIST && a->field->type != FIELD_REFS)
        return err_set(e, ERR_USAGE,
                       _("The field \"%s\" holds one value, so += does not go. Nothing was changed."), key);
    return 0;
}

/* For a record whose kind is not known: some kind must have the field, and take the assignment. */
static int find_in_any(const char *word, size_t n, struct assignment *a, struct err *e)
{
    bool some = false;
    for (int k = KIND_NONE + 1; k < KIND_FIRST_PART; k++) {
        struct err why;
        if (find_field(kind_of((enum rec_kind)k), word, n, a, &why) == 0)
            return 0;
        if (a->field)
            *e = why;
        some |= a->field != NULL;
    }
    return some ? -1
                : err_set(e, ERR_USAGE,
                          _("No record has a field \"%.*s\". Nothing was changed. All types: satchel fields"),
                          (int)n, word);
}

/* k NULL: of any kind. */
static int read_word(const struct kind *k, const char *word, struct assignment *a, struct err *e)
{
    const char *sign = strchr(word, '=');
    if (!sign || sign == word)
        return err_set(e, ERR_USAGE,
                       _("\"%s\" does not say which field it is for. Nothing was changed. Write the field, "
                         "=, and the value, as in: title=Letter"),
                       word);
    a->append = sign[-1] == '+';
    a->value = sign + 1;
    size_t n = (size_t)(sign - word) - a->append;
    return k ? find_field(k, word, n, a, e) : find_in_any(word, n, a, e);
}

static int get_value(const char *value, struct buf *raw, struct err *e)
{
    if (strcmp(value, "-") != 0) {
        buf_adds(raw, value);
        return raw->failed ? err_no_memory(e) : 0;
    }
    return stream_line("-", ASSIGN_MOST, raw, e);
}

/* What the sanitizer took out is said, not done in silence. */
static void say_cleaned(const char *field, const struct text_report *r)
{
    struct err said;
    size_t out = r->bidi_controls + r->controls;
    if (out) {
        err_set(&said, ERR_INPUT,
                P_("%zu invisible character that turns the direction of writing or controls the screen was "
                   "left out of the field \"%s\".",
                   "%zu invisible characters that turn the direction of writing or control the screen were "
                   "left out of the field \"%s\".",
                   out),
                out, field);
        stream_say(said.text);
    }
    if (r->ill_formed) {
        err_set(&said, ERR_INPUT,
                P_("%zu byte that is not UTF-8 was replaced by a question mark sign in the field \"%s\".",
                   "%zu bytes that are not UTF-8 were replaced by question mark signs in the field \"%s\".",
                   r->ill_formed),
                r->ill_formed, field);
        stream_say(said.text);
    }
}

static int give(const struct cli *c, struct store *s, struct rec *r, const struct assignment *a,
                const struct buf *raw, struct text_report *report, struct err *e)
{
    bool lines =
        a->field->type == FIELD_LINES || a->field->type == FIELD_LIST || a->field->type == FIELD_REFS;
    int32_t today = clock_today(c->clock);
    struct buf dated = { 0 };
    char *text = text_sanitize(buf_text(raw), raw->len, lines ? TEXT_MANY_LINES : TEXT_ONE_LINE, report, e);
    if (!text)
        return -1;
    int rc = store_turn_dates(a->field, text, store_date_told, &today, &dated, e);
    if (rc == 0 && dated.failed)
        rc = err_no_memory(e);
    if (rc == 0)
        rc = (a->append ? store_append_field : store_set_field)(s, r, a->field, buf_text(&dated), e);
    if (rc == 0)
        rc = told_keep(r, a->field, text, today, e);
    buf_free(&dated);
    str_free(text);
    return rc;
}

/* ---- before there is a record ---- */

static int check_values(struct cli *c, struct rec *r, uint64_t but, size_t first, struct err *e)
{
    const struct kind *k = kind_of(r->kind);
    for (size_t i = first; i < c->args.words.n; i++) {
        struct assignment a = { 0 };
        struct buf raw = { 0 };
        struct text_report report;
        if (read_word(k, c->args.words.at[i], &a, e) != 0)
            return -1;
        uint64_t bit = UINT64_C(1) << (a.field - k->fields);
        bool later = strcmp(a.value, "-") == 0;
        but = later ? but | bit : but & ~bit;
        int rc = later ? 0 : get_value(a.value, &raw, e);
        if (rc == 0 && !later)
            rc = give(c, NULL, r, &a, &raw, &report, e);
        buf_free(&raw);
        if (rc != 0)
            return -1;
    }
    return rec_check_but(r, but, e);
}

int assign_check(struct cli *c, const struct kind *k, bool whole, size_t first, struct err *e)
{
    size_t inputs = 0;
    for (size_t i = first; i < c->args.words.n; i++) {
        struct assignment a = { 0 };
        if (read_word(k, c->args.words.at[i], &a, e) != 0)
            return -1;
        inputs += strcmp(a.value, "-") == 0;
    }
    if (inputs > 1)
        return err_set(e, ERR_USAGE,
                       _("Only one field can be read from standard input. Nothing was changed."));
    struct rec *r = k ? rec_new(k->kind, e) : NULL;
    int rc = r ? check_values(c, r, whole ? 0 : UINT64_MAX, first, e) : k ? -1 : 0;
    rec_free(r);
    return rc;
}

/* ---- on a record ---- */

int assign_words(struct cli *c, struct rec *r, size_t first, struct err *e)
{
    for (size_t i = first; i < c->args.words.n; i++) {
        struct assignment a = { 0 };
        struct buf raw = { 0 };
        struct text_report report = { 0 };
        if (read_word(kind_of(r->kind), c->args.words.at[i], &a, e) != 0)
            return -1;
        int rc = get_value(a.value, &raw, e);
        if (rc == 0)
            rc = give(c, c->store, r, &a, &raw, &report, e);
        buf_free(&raw);
        if (rc != 0)
            return -1;
        say_cleaned(a.field->key, &report);
    }
    return 0;
}
