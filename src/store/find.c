/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/find.h"

#include <ctype.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/model/field_value.h"
#include "satchel/model/kase.h"
#include "satchel/store/db.h"

/* ---- by id and number ---- */

#define PREFIX_MIN 4

/* The ids that start with hex lie between hex00... and hexff..., both included. */
static void id_range(const char *hex, uint8_t from[static REC_ID_BYTES], uint8_t to[static REC_ID_BYTES])
{
    char low[REC_ID_TEXT], high[REC_ID_TEXT];
    size_t n = strlen(hex);
    memset(low, '0', sizeof low);
    memset(high, 'f', sizeof high);
    memcpy(low, hex, n);
    memcpy(high, hex, n);
    low[REC_ID_TEXT - 1] = high[REC_ID_TEXT - 1] = '\0';
    rec_id_parse(low, from);
    rec_id_parse(high, to);
}

static int no_such(const char *text, struct err *e)
{
    return err_set(e, ERR_NOT_FOUND, _("There is no record \"%s\" in this vault. Nothing was changed."),
                   text);
}

static int find_id(struct store *s, const char *hex, int64_t *n, struct err *e)
{
    uint8_t from[REC_ID_BYTES], to[REC_ID_BYTES];
    id_range(hex, from, to);
    sqlite3_stmt *st =
        db_prepare(s, "SELECT n FROM rec WHERE id BETWEEN ?1 AND ?2 AND deleted = 0 LIMIT 2", e);
    if (!st)
        return -1;
    db_bind_blob(st, 1, from, sizeof from);
    db_bind_blob(st, 2, to, sizeof to);
    int rc = db_step(st, e);
    if (rc > 0) {
        *n = sqlite3_column_int64(st, 0);
        rc = db_step(st, e);
        if (rc > 0)
            rc = err_set(e, ERR_INPUT,
                         _("Several records have an id that starts with \"%s\": give more of it. Nothing was "
                           "changed."),
                         hex);
    } else if (rc == 0) {
        rc = no_such(hex, e);
    }
    db_done(s, st);
    return rc;
}

int store_case_numbered(struct store *s, const char *number_norm, int64_t *n, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s,
                                  "SELECT kase FROM appeal JOIN rec AS a USING(n) JOIN rec AS c ON c.n = kase"
                                  " WHERE number_norm = ?1 AND a.deleted = 0 AND c.deleted = 0 ORDER BY "
                                  "c.changed DESC, kase DESC LIMIT 1",
                                  e);
    if (!st)
        return -1;
    db_bind_text(st, 1, number_norm);
    int rc = db_step(st, e);
    *n = rc > 0 ? sqlite3_column_int64(st, 0) : 0;
    db_done(s, st);
    return rc < 0 ? -1 : 0;
}

/* "C-0147" */
static bool own_number(const char *text, int64_t *no)
{
    if ((text[0] != 'C' && text[0] != 'c') || text[1] != '-' || !isdigit((unsigned char)text[2]))
        return false;
    char *end;
    errno = 0;
    *no = strtoll(text + 2, &end, 10);
    return *end == '\0' && errno == 0;
}

int store_find_form(const char *text, enum rec_kind kind, struct err *e)
{
    char norm[NUMBER_NORM_BYTES];
    int64_t no;
    size_t n = strlen(text);
    bool is_hex = strspn(text, "0123456789abcdefABCDEF") == n;
    if ((kind == KIND_CASE || kind == KIND_ANY) && (own_number(text, &no) || number_normalize(text, norm)))
        return 0;
    if (is_hex && n < PREFIX_MIN)
        return err_set(e, ERR_INPUT,
                       _("\"%s\" is too short for an id: give %d digits of it or more. Nothing was changed."),
                       text, PREFIX_MIN);
    if (is_hex && n < REC_ID_TEXT)
        return 0;
    return err_set(e, ERR_INPUT,
                   _("There is no record \"%s\": an id is made of the digits 0-9 and a-f, 32 at most, and a "
                     "case is also named by a number such as 26/23 or C-0147. Nothing was changed."),
                   text);
}

static int find_any(struct store *s, const char *text, enum rec_kind kind, int64_t *n, struct err *e)
{
    char norm[NUMBER_NORM_BYTES];
    int64_t no;
    bool may_be_case = kind == KIND_CASE || kind == KIND_ANY;
    if (may_be_case && own_number(text, &no)) {
        struct err why = { 0 };
        int rc =
            db_number(s, "SELECT n FROM kase JOIN rec USING(n) WHERE no = ?1 AND deleted = 0", no, n, &why);
        if (rc < 0 && why.code == ERR_NOT_FOUND)
            return no_such(text, e);
        if (rc < 0 && e)
            *e = why;
        return rc;
    }
    if (may_be_case && number_normalize(text, norm)) {
        if (store_case_numbered(s, norm, n, e) < 0)
            return -1;
        return *n ? 0 : no_such(text, e);
    }
    return find_id(s, text, n, e);
}

int store_find(struct store *s, const char *text, enum rec_kind kind, int64_t *n, struct err *e)
{
    enum rec_kind found;
    if (store_find_form(text, kind, e) < 0 || find_any(s, text, kind, n, e) < 0 ||
        store_kind(s, *n, &found, e) < 0)
        return -1;
    if (kind != KIND_ANY && found != kind)
        return err_set(e, ERR_INPUT, _("\"%s\" is a record of type %s, not %s. Nothing was changed."), text,
                       kind_of(found)->name, kind_of(kind)->name);
    return 0;
}

/* ---- fields with references ---- */

static bool is_reference(const struct field *f)
{
    return f->type == FIELD_REF || f->type == FIELD_REFS;
}

static bool is_date(const struct field *f)
{
    return f->type == FIELD_DAY || f->type == FIELD_EDTF;
}

/* What is turned into something else in a text. */
struct turning {
    bool (*wanted)(const struct field *f);
    store_turn *turn;
    void *arg;
};

/* Whether there is such a field in it, or it is one. */
static bool has_field(const struct field *f, bool (*wanted)(const struct field *))
{
    for (size_t i = 0; f->type == FIELD_LIST && i < f->part->n_fields; i++)
        if (wanted(&f->part->fields[i]))
            return true;
    return wanted(f);
}

/* The full id of what text names; without a store an id that names nothing, for what has the right form. */
static int add_id(void *store, const struct field *f, const char *text, size_t n, struct buf *out,
                  struct err *e)
{
    struct store *s = store;
    char hex[REC_ID_TEXT];
    struct rec_ref ref = { .id = { 1 } };
    char *name = strndup(text, n);
    int64_t row;
    if (!name)
        return err_no_memory(e);
    int rc = s ? store_find(s, name, f->target, &row, e) : store_find_form(name, f->target, e);
    str_free(name);
    if (rc < 0 || (s && store_ref(s, row, &ref, e) < 0))
        return -1;
    rec_id_format(ref.id, hex);
    buf_adds(out, hex);
    return 0;
}

/* Where the value at `at` ends: the next bare `|`, or n. */
static size_t value_end(const char *line, size_t at, size_t n)
{
    while (at < n && line[at] != '|')
        at += line[at] == '\\' && at + 1 < n ? 2 : 1;
    return at;
}

/* The field of `key=...`; *skip gets what stands before the value. */
static const struct field *named_field(const struct kind *part, const char *text, size_t n, size_t *skip)
{
    const char *equals = memchr(text, '=', n);
    for (size_t i = 0; equals && i < part->n_fields; i++) {
        size_t len;
        const char *key = text_trim(text, (size_t)(equals - text), &len);
        if (strlen(part->fields[i].key) == len && memcmp(part->fields[i].key, key, len) == 0) {
            *skip = (size_t)(equals - text) + 1;
            return &part->fields[i];
        }
    }
    *skip = 0;
    return NULL;
}

/* One line of a list. */
static int turn_line(const struct field *f, const char *line, size_t n, const struct turning *t,
                     struct buf *out, struct err *e)
{
    for (size_t at = 0, end; at <= n; at = end + 1) {
        size_t skip = 0, len, key_len;
        end = value_end(line, at, n);
        const struct field *g = f->type == FIELD_REFS ? f
                                : at == 0             ? &f->part->fields[0]
                                                      : named_field(f->part, line + at, end - at, &skip);
        const char *value = text_trim(line + at + skip, end - at - skip, &len);
        const char *key = text_trim(line + at, skip, &key_len);
        buf_adds(out, at > 0 ? " | " : "");
        buf_add(out, key, key_len);
        if (!g || !t->wanted(g) || len == 0)
            buf_add(out, value, len);
        else if (t->turn(t->arg, g, value, len, out, e) < 0)
            return -1;
    }
    return 0;
}

static int turn_fields(const struct field *f, const char *text, const struct turning *t, struct buf *out,
                       struct err *e)
{
    if (!has_field(f, t->wanted)) {
        buf_adds(out, text);
        return 0;
    }
    if (f->type != FIELD_LIST && f->type != FIELD_REFS)
        return *text ? t->turn(t->arg, f, text, strlen(text), out, e) : 0;
    for (const char *line = text; *line;) {
        size_t n = strcspn(line, "\n");
        if (n && turn_line(f, line, n, t, out, e) < 0)
            return -1;
        line += n;
        if (*line) {
            buf_addc(out, '\n');
            line++;
        }
    }
    return 0;
}

int store_turn_references(const struct field *f, const char *text, store_turn *turn, void *arg,
                          struct buf *out, struct err *e)
{
    return turn_fields(f, text, &(struct turning){ is_reference, turn, arg }, out, e);
}

bool store_has_references(const struct field *f)
{
    return has_field(f, is_reference);
}

int store_turn_dates(const struct field *f, const char *text, store_turn *turn, void *arg, struct buf *out,
                     struct err *e)
{
    return turn_fields(f, text, &(struct turning){ is_date, turn, arg }, out, e);
}

bool store_has_dates(const struct field *f)
{
    return has_field(f, is_date);
}

/* A field of one day takes "in two weeks", which is no sharp date, as that day. */
int store_date_told(void *today, const struct field *f, const char *text, size_t n, struct buf *out,
                    struct err *e)
{
    struct edtf date;
    char *told = strndup(text, n);
    if (!told)
        return err_no_memory(e);
    int rc = field_read_date(f, told, today, &date, e);
    str_free(told);
    if (rc < 0)
        return -1;
    if (f->type == FIELD_DAY && date.start == EDTF_DATE && date.earliest == date.latest)
        day_format(date.earliest, date.text);
    buf_adds(out, date.text);
    return 0;
}

static int with_ids(struct store *s, void *base, const struct field *f, const char *text,
                    int (*put)(void *, const struct field *, const char *, struct err *), struct err *e)
{
    if (!*text || !store_has_references(f))
        return put(base, f, text, e);
    struct buf b = { 0 };
    int rc = store_turn_references(f, text, add_id, s, &b, e);
    if (rc == 0)
        rc = b.failed ? err_no_memory(e) : put(base, f, buf_text(&b), e);
    buf_free(&b);
    return rc;
}

int store_set_field(struct store *s, void *base, const struct field *f, const char *text, struct err *e)
{
    return with_ids(s, base, f, text, field_set, e);
}

int store_append_field(struct store *s, void *base, const struct field *f, const char *text, struct err *e)
{
    return with_ids(s, base, f, text, field_append, e);
}
