/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/table.h"

#include <sqlite3.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/store/care_tables.h"
#include "satchel/store/case_tables.h"
#include "satchel/store/db.h"
#include "satchel/store/letter_tables.h"
#include "satchel/store/people_tables.h"
#include "satchel/store/testimony_tables.h"

static const struct table *const TABLES[KIND_COUNT] = {
    [KIND_CASE] = &CASE_TABLE,
    [KIND_APPEAL] = &APPEAL_TABLE,
    [KIND_PERSON] = &PERSON_TABLE,
    [KIND_MEMBER] = &MEMBER_TABLE,
    [KIND_RELATION] = &RELATION_TABLE,
    [KIND_CONTACT] = &CONTACT_TABLE,
    [KIND_OFFICE] = &OFFICE_TABLE,
    [KIND_HOLDER] = &HOLDER_TABLE,
    [KIND_TARGET] = &TARGET_TABLE,
    [KIND_ADDRESS] = &ADDRESS_TABLE,
    [KIND_PLACE] = &PLACE_TABLE,
    [KIND_EVENT] = &EVENT_TABLE,
    [KIND_SOURCE] = &SOURCE_TABLE,
    [KIND_STATEMENT] = &STATEMENT_TABLE,
    [KIND_UTTERANCE] = &UTTERANCE_TABLE,
    [KIND_CITATION] = &CITATION_TABLE,
    [KIND_FACT] = &FACT_TABLE,
    [KIND_CLAIM] = &CLAIM_TABLE,
    [KIND_LETTER] = &LETTER_TABLE,
    [KIND_SENDER] = &SENDER_TABLE,
    [KIND_TEMPLATE] = &TEMPLATE_TABLE,
    [KIND_ACTION] = &ACTION_TABLE,
    [KIND_REPLY] = &REPLY_TABLE,
    [KIND_CHECKIN] = &CHECKIN_TABLE,
    [KIND_INSTRUCTION] = &INSTRUCTION_TABLE,
    [KIND_ITEM] = &ITEM_TABLE,
    [KIND_CUSTODY] = &CUSTODY_TABLE,
    [KIND_FILE] = &FILE_TABLE,
    [KIND_NOTE] = &NOTE_TABLE,
    [KIND_RULE] = &RULE_TABLE,
};

const struct table *table_of(enum rec_kind kind)
{
    return (size_t)kind < KIND_COUNT ? TABLES[kind] : NULL;
}

const struct list_table *table_list(enum rec_kind kind, const char *field)
{
    const struct table *t = table_of(kind);
    for (size_t i = 0; t && t->lists[i]; i++)
        if (strcmp(t->lists[i]->field, field) == 0)
            return t->lists[i];
    return NULL;
}

static int width(const struct field *f)
{
    switch (f->type) {
    case FIELD_LIST:
    case FIELD_REFS:
        return 0;
    case FIELD_EDTF:
        return 3;
    default:
        return 1;
    }
}

int table_columns(const struct kind *k)
{
    int n = 0;
    for (size_t i = 0; i < k->n_fields; i++)
        n += width(&k->fields[i]);
    return n;
}

/* ---- reading ---- */

static int read_enum(sqlite3_stmt *st, int c, const struct field *f, int *out, struct err *e)
{
    const char *word = (const char *)sqlite3_column_text(st, c);
    int i = word ? rec_enum_find(f->names, word) : -1;
    if (i < 0)
        return err_set(e, ERR_DAMAGE,
                       _("A record holds \"%s\" in the field \"%s\", which this program does not know. "
                         "Nothing was changed. Run: satchel verify"),
                       word ? word : "", f->key);
    *out = i;
    return 0;
}

static int read_date(sqlite3_stmt *st, int c, struct rec_date *d, struct err *e)
{
    if (db_text(st, c, &d->text, e) < 0)
        return -1;
    if (d->text) {
        d->earliest =
            sqlite3_column_type(st, c + 1) == SQLITE_NULL ? INT32_MIN : sqlite3_column_int(st, c + 1);
        d->latest = sqlite3_column_type(st, c + 2) == SQLITE_NULL ? INT32_MAX : sqlite3_column_int(st, c + 2);
    }
    return 0;
}

static int read_ref(struct store *s, sqlite3_stmt *st, int c, struct rec_ref *ref, struct err *e)
{
    int64_t n = sqlite3_column_int64(st, c);
    return n ? store_ref(s, n, ref, e) : 0;
}

static int read_field(struct store *s, sqlite3_stmt *st, int c, void *base, const struct field *f,
                      struct err *e)
{
    void *at = (char *)base + f->offset;
    bool set = sqlite3_column_type(st, c) != SQLITE_NULL;
    switch (f->type) {
    case FIELD_TEXT:
    case FIELD_LINES:
        return db_text(st, c, at, e);
    case FIELD_INT:
        *(struct opt_int *)at = (struct opt_int){ set, sqlite3_column_int64(st, c) };
        return 0;
    case FIELD_BOOL:
        *(bool *)at = sqlite3_column_int(st, c) != 0;
        return 0;
    case FIELD_ENUM:
        return read_enum(st, c, f, at, e);
    case FIELD_DAY:
        *(struct opt_day *)at = (struct opt_day){ set, sqlite3_column_int(st, c) };
        return 0;
    case FIELD_EDTF:
        return read_date(st, c, at, e);
    case FIELD_REF:
        return read_ref(s, st, c, at, e);
    case FIELD_LIST:
    case FIELD_REFS:
        break;
    }
    return 0;
}

int table_read(struct store *s, sqlite3_stmt *st, int column, void *base, const struct kind *k, struct err *e)
{
    for (size_t i = 0; i < k->n_fields; i++) {
        if (read_field(s, st, column, base, &k->fields[i], e) < 0)
            return -1;
        column += width(&k->fields[i]);
    }
    return 0;
}

/* ---- binding ---- */

static void bind_date(sqlite3_stmt *st, int i, const struct rec_date *d)
{
    bool set = d->text && *d->text;
    db_bind_text(st, i, set ? d->text : NULL);
    if (set && d->earliest != INT32_MIN)
        sqlite3_bind_int(st, i + 1, d->earliest);
    if (set && d->latest != INT32_MAX)
        sqlite3_bind_int(st, i + 2, d->latest);
}

/* Unbound parameters are NULL, which is what an empty field is. */
static void bind_field(sqlite3_stmt *st, int i, const void *base, const struct field *f)
{
    const void *at = (const char *)base + f->offset;
    switch (f->type) {
    case FIELD_TEXT:
    case FIELD_LINES: {
        const char *text = *(char *const *)at;
        db_bind_text(st, i, text && *text ? text : NULL);
        break;
    }
    case FIELD_INT:
        if (((const struct opt_int *)at)->set)
            sqlite3_bind_int64(st, i, ((const struct opt_int *)at)->v);
        break;
    case FIELD_BOOL:
        sqlite3_bind_int(st, i, *(const bool *)at);
        break;
    case FIELD_ENUM:
        db_bind_text(st, i, f->names->at[*(const int *)at].word);
        break;
    case FIELD_DAY:
        if (((const struct opt_day *)at)->set)
            sqlite3_bind_int(st, i, ((const struct opt_day *)at)->v);
        break;
    case FIELD_EDTF:
        bind_date(st, i, at);
        break;
    case FIELD_REF:
        db_bind_ref(st, i, ((const struct rec_ref *)at)->n);
        break;
    case FIELD_LIST:
    case FIELD_REFS:
        break;
    }
}

void table_bind(sqlite3_stmt *st, int i, const void *base, const struct kind *k)
{
    for (size_t j = 0; j < k->n_fields; j++) {
        bind_field(st, i, base, &k->fields[j]);
        i += width(&k->fields[j]);
    }
}
