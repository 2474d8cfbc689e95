/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters become conditions made of the columns' own names (taken from the kind's statement, never from the
 * user) and parameters: what the user wrote is only ever bound. */
#include "satchel/store/list.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/model/field.h"
#include "satchel/store/db.h"
#include "satchel/store/find.h"
#include "satchel/store/table.h"

static int add_number(void *to, sqlite3_stmt *st, struct err *e)
{
    struct store_rows *out = to;
    if (dyn_room(out) < 0)
        return err_no_memory(e);
    out->at[out->n++] = sqlite3_column_int64(st, 0);
    return 0;
}

static int collect(struct store *s, sqlite3_stmt *st, struct store_rows *out, struct err *e)
{
    return db_each(s, st, add_number, out, e);
}

/* ---- filters ---- */

int store_op_parse(const char *text, enum store_op *op, struct err *e)
{
    static const char *const OPS[] = { "=", "!=", "<", ">", "~" };
    for (size_t i = 0; i < sizeof OPS / sizeof *OPS; i++) {
        if (strcmp(text, OPS[i]) == 0) {
            *op = (enum store_op)i;
            return 0;
        }
    }
    return err_set(e, ERR_USAGE, _("\"%s\" compares nothing; use one of = != < > ~."), text);
}

/* One condition: its text with one parameter, and the value for it. */
struct condition {
    const char *of; /* what the table is called in the query */
    struct buf sql;
    enum { NO_VALUE, TEXT_VALUE, INT_VALUE, TWO_INTS } type;
    char *text;
    int64_t first, second;
};

/* SQL function satchel_has(text, folded word): does text, folded, hold the word? */
static void has_function(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    const char *text = (const char *)sqlite3_value_text(values[0]);
    const char *word = (const char *)sqlite3_value_text(values[1]);
    char *folded = text ? text_fold(text, strlen(text), NULL) : NULL;
    if (text && !folded)
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_int(context, folded && word && strstr(folded, word));
    str_free(folded);
}

/* Its place among the columns of the kind's statement. */
static int column_of(const struct kind *k, const struct field *f)
{
    int c = 0;
    for (const struct field *g = k->fields; g != f; g++)
        c += g->type == FIELD_LIST || g->type == FIELD_REFS ? 0 : g->type == FIELD_EDTF ? 3 : 1;
    return c;
}

/* A list of references, seen as a list of elements of one field. */
static const struct field REFERENCE = { .key = "id", .label = "", .type = FIELD_REF };
static const struct kind REFERENCES = {
    .name = "", .size = sizeof(struct rec_ref), .fields = &REFERENCE, .n_fields = 1
};

/* ---- what can be said of a condition without a store ---- */

#define OP_BIT(op) (1u << (op))
#define OPS_SAME   (OP_BIT(OP_IS) | OP_BIT(OP_IS_NOT))
#define OPS_ORDER  (OP_BIT(OP_LESS) | OP_BIT(OP_MORE))
static const unsigned OPS_OF[] = {
    [FIELD_TEXT] = OPS_SAME | OPS_ORDER | OP_BIT(OP_LIKE),
    [FIELD_LINES] = OPS_SAME | OPS_ORDER | OP_BIT(OP_LIKE),
    [FIELD_INT] = OPS_SAME | OPS_ORDER,
    [FIELD_BOOL] = OPS_SAME,
    [FIELD_ENUM] = OPS_SAME | OP_BIT(OP_LIKE),
    [FIELD_DAY] = OPS_SAME | OPS_ORDER,
    [FIELD_EDTF] = OPS_SAME | OPS_ORDER | OP_BIT(OP_LIKE),
    [FIELD_REF] = OPS_SAME,
};

/* Whether the value is compared as it stands, not read as the field reads it. */
static bool is_plain(const struct field *f, const struct store_where *w)
{
    return w->op == OP_LIKE && f->type != FIELD_EDTF;
}

static int check_value(const struct kind *k, const struct field *f, const char *value, struct err *e)
{
    void *base = calloc(1, k->size);
    if (!base)
        return err_no_memory(e);
    int rc = store_set_field(NULL, base, f, value, e);
    field_clear(base, f);
    free(base);
    return rc;
}

int store_where_check(enum rec_kind kind, const struct store_where *w, struct err *e)
{
    const struct kind *k = kind_of(kind);
    const struct field *f = kind_field(k, w->field), *key = f;
    if (!f)
        return err_set(
            e, ERR_USAGE,
            _("A record of type %s has no field \"%s\". Nothing was done. Its fields: satchel fields "
              "%s"),
            k->name, w->field, k->name);
    if (f->type == FIELD_REFS)
        k = &REFERENCES;
    else if (f->type == FIELD_LIST)
        k = f->part;
    if (f->type == FIELD_REFS || f->type == FIELD_LIST)
        f = &k->fields[0];
    unsigned ops = w->value && !*w->value ? OPS_SAME : OPS_OF[f->type];
    if (!(ops & OP_BIT(w->op)))
        return err_set(e, ERR_USAGE,
                       _("The field \"%s\" cannot be compared in this way. Nothing was done. Use = or !=."),
                       key->key);
    return !w->value || !*w->value || is_plain(f, w) ? 0 : check_value(k, f, w->value, e);
}

/* ---- conditions in SQL ---- */

/* Dates as spans of days; column: its text, then its bounds. */
static int date_condition(struct condition *c, const char *column, const char *earliest, const char *latest,
                          const struct store_where *w, const struct rec_date *value)
{
    c->type = INT_VALUE;
    switch (w->op) {
    case OP_LESS:
        buf_addf(&c->sql, "%s.\"%s\" < ?", c->of, latest);
        c->first = value->earliest;
        break;
    case OP_MORE:
        buf_addf(&c->sql, "%s.\"%s\" > ?", c->of, earliest);
        c->first = value->latest;
        break;
    case OP_LIKE:
        buf_addf(&c->sql,
                 "%s.\"%s\" IS NOT NULL AND coalesce(%s.\"%s\", -99999999) <= ?"
                 " AND coalesce(%s.\"%s\", 99999999) >= ?",
                 c->of, column, c->of, earliest, c->of, latest);
        c->type = TWO_INTS;
        c->first = value->latest;
        c->second = value->earliest;
        break;
    default:
        buf_addf(&c->sql, "%s.\"%s\" %s ?", c->of, column, w->op == OP_IS ? "IS" : "IS NOT");
        c->type = TEXT_VALUE;
        return str_set(&c->text, value->text);
    }
    return 0;
}

static int text_condition(struct condition *c, const char *column, const struct store_where *w,
                          const char *value, struct err *e)
{
    static const char *const FORMS[] = {
        [OP_IS] = "IS", [OP_IS_NOT] = "IS NOT", [OP_LESS] = "<", [OP_MORE] = ">"
    };
    c->type = TEXT_VALUE;
    if (w->op == OP_LIKE) {
        buf_addf(&c->sql, "satchel_has(%s.\"%s\", ?)", c->of, column);
        c->text = text_fold(value, strlen(value), e);
        return c->text ? 0 : -1;
    }
    buf_addf(&c->sql, "%s.\"%s\" %s ?", c->of, column, FORMS[w->op]);
    return str_set(&c->text, value) < 0 ? err_no_memory(e) : 0;
}

static int number_condition(struct condition *c, const char *column, const struct store_where *w,
                            int64_t value)
{
    static const char *const FORMS[] = {
        [OP_IS] = "IS", [OP_IS_NOT] = "IS NOT", [OP_LESS] = "<", [OP_MORE] = ">"
    };
    c->type = INT_VALUE;
    c->first = value;
    buf_addf(&c->sql, "%s.\"%s\" %s ?", c->of, column, FORMS[w->op]);
    return 0;
}

/* A condition over the columns of st from `column` on; base: a struct that holds the value, read as the
 * field. */
static int value_condition(struct condition *c, sqlite3_stmt *st, int column, const struct field *f,
                           const void *base, const struct store_where *w, struct err *e)
{
    const char *name = sqlite3_column_name(st, column);
    const void *at = (const char *)base + f->offset;
    switch (f->type) {
    case FIELD_TEXT:
    case FIELD_LINES:
        return text_condition(c, name, w, *(char *const *)at, e);
    case FIELD_ENUM:
        return text_condition(c, name, w, f->names->at[*(const int *)at].word, e);
    case FIELD_INT:
        return number_condition(c, name, w, ((const struct opt_int *)at)->v);
    case FIELD_BOOL:
        return number_condition(c, name, w, *(const bool *)at);
    case FIELD_DAY:
        return number_condition(c, name, w, ((const struct opt_day *)at)->v);
    case FIELD_REF:
        return number_condition(c, name, w, ((const struct rec_ref *)at)->n);
    case FIELD_EDTF:
        return date_condition(c, name, sqlite3_column_name(st, column + 1),
                              sqlite3_column_name(st, column + 2), w, at) < 0
                   ? err_no_memory(e)
                   : 0;
    case FIELD_LIST:
    case FIELD_REFS:
        break; /* compared by an element's first field */
    }
    return 0;
}

static int empty_condition(struct condition *c, const char *column, const struct field *f,
                           const struct store_where *w)
{
    const char *none = f->type == FIELD_ENUM ? "= ''" : f->type == FIELD_BOOL ? "= 0" : "IS NULL";
    buf_addf(&c->sql, "%s(%s.\"%s\" %s)", w->op == OP_IS ? "" : "NOT ", c->of, column, none);
    return 0;
}

/* The condition on a field that is no list; st: a statement whose columns are those of k from `column` on. */
static int field_condition(struct store *s, struct condition *c, sqlite3_stmt *st, int column,
                           const struct kind *k, const struct field *f, const struct store_where *w,
                           struct err *e)
{
    if (!*w->value)
        return empty_condition(c, sqlite3_column_name(st, column), f, w);
    if (is_plain(f, w))
        return text_condition(c, sqlite3_column_name(st, column), w, w->value, e);
    void *base = calloc(1, k->size);
    if (!base)
        return err_no_memory(e);
    int rc = f->type == FIELD_REF
                 ? store_find(s, w->value, f->target, &((struct rec_ref *)((char *)base + f->offset))->n, e)
                 : field_set(base, f, w->value, e);
    if (rc == 0)
        rc = value_condition(c, st, column, f, base, w, e);
    field_clear(base, f);
    free(base);
    return rc;
}

static int list_condition(struct store *s, struct condition *c, const struct list_table *t,
                          const struct field *f, const struct store_where *w, struct err *e)
{
    struct condition inner = { .of = "part" };
    struct store_where plain = *w;
    if (w->op == OP_IS_NOT)
        plain.op = OP_IS;
    const struct kind *part = f->type == FIELD_REFS ? &REFERENCES : f->part;
    sqlite3_stmt *st = db_prepare(s, t->get, e);
    if (!st)
        return -1;
    int rc = 0;
    if (*w->value)
        rc = field_condition(s, &inner, st, part->kind == KIND_NONE ? 0 : 2, part, &part->fields[0], &plain,
                             e);
    db_done(s, st);
    bool not = (w->op == OP_IS_NOT) != (*w->value == '\0');
    buf_addf(&c->sql, "%sEXISTS(SELECT 1 FROM %s AS part%s WHERE part.%s = rec.n%s%s%s)", not ? "NOT " : "",
             t->table, part->kind == KIND_NONE ? "" : " JOIN rec AS r ON r.n = part.n AND r.deleted = 0",
             t->owner, inner.sql.len ? " AND (" : "", buf_text(&inner.sql), inner.sql.len ? ")" : "");
    buf_free(&inner.sql);
    c->type = inner.type;
    c->text = inner.text;
    c->first = inner.first;
    c->second = inner.second;
    return rc;
}

static int condition(struct store *s, struct condition *c, enum rec_kind kind, const struct store_where *w,
                     struct err *e)
{
    if (store_where_check(kind, w, e) < 0)
        return -1;
    const struct kind *k = kind_of(kind);
    const struct field *f = kind_field(k, w->field);
    const struct list_table *list = table_list(kind, f->key);
    if (list)
        return list_condition(s, c, list, f, w, e);
    sqlite3_stmt *st = db_prepare(s, table_of(kind)->get, e);
    if (!st)
        return -1;
    int rc = field_condition(s, c, st, column_of(k, f), k, f, w, e);
    db_done(s, st);
    return rc;
}

static void bind_condition(sqlite3_stmt *st, int *at, const struct condition *c)
{
    if (c->type == TEXT_VALUE)
        db_bind_text(st, (*at)++, c->text);
    if (c->type == INT_VALUE || c->type == TWO_INTS)
        sqlite3_bind_int64(st, (*at)++, c->first);
    if (c->type == TWO_INTS)
        sqlite3_bind_int64(st, (*at)++, c->second);
}

static int run_query(struct store *s, const struct store_query *q, const struct condition *c,
                     struct store_rows *out, struct err *e)
{
    struct buf sql = { 0 };
    buf_addf(&sql,
             "SELECT rec.n FROM rec JOIN %s AS item ON item.n = rec.n WHERE rec.kind = ? AND rec.deleted = 0 "
             "AND rec.n > ?",
             table_of(q->kind)->name);
    for (size_t i = 0; i < q->n_where; i++)
        buf_addf(&sql, " AND (%s)", buf_text(&c[i].sql));
    buf_adds(&sql, " ORDER BY rec.n LIMIT ?");
    sqlite3_stmt *st = sql.failed ? NULL : db_prepare_once(s, buf_text(&sql), e);
    if (st) {
        int at = 1;
        db_bind_text(st, at++, kind_of(q->kind)->name);
        sqlite3_bind_int64(st, at++, q->after);
        for (size_t i = 0; i < q->n_where; i++)
            bind_condition(st, &at, &c[i]);
        sqlite3_bind_int64(st, at, q->limit ? (int64_t)q->limit : -1);
    }
    bool ready = st != NULL;
    int rc = ready ? collect(s, st, out, e) : sql.failed ? err_no_memory(e) : -1;
    buf_free(&sql);
    return rc;
}

int store_list(struct store *s, const struct store_query *q, struct store_rows *out, struct err *e)
{
    if (!table_of(q->kind))
        return err_set(e, ERR_INPUT, _("These are parts of other records and cannot be listed alone."));
    if (sqlite3_create_function(store_db(s), "satchel_has", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                                has_function, NULL, NULL) != SQLITE_OK)
        return err_no_memory(e);
    struct condition *c = calloc(q->n_where + 1, sizeof *c);
    if (!c)
        return err_no_memory(e);
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < q->n_where; i++) {
        c[i].of = "item";
        rc = condition(s, &c[i], q->kind, &q->where[i], e);
    }
    if (rc == 0)
        rc = run_query(s, q, c, out, e);
    for (size_t i = 0; i < q->n_where; i++) {
        buf_free(&c[i].sql);
        str_free(c[i].text);
    }
    free(c);
    return rc;
}

/* ---- what belongs to a record ---- */

/* Chronology order, see edtf_compare. */
#define BY_DATE(date)                                                                                        \
    " ORDER BY coalesce(" date "_earliest, " date "_latest) NULLS LAST, " date                               \
    "_earliest IS NOT NULL, " date "_latest, n"

static const struct {
    enum rec_kind child, of; /* of KIND_ANY: any */
    const char *sql;
} CHILDREN[] = {
    { KIND_APPEAL, KIND_CASE,
      "SELECT n FROM appeal JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0 ORDER BY issued, n" },
    { KIND_APPEAL, KIND_SOURCE,
      "SELECT n FROM appeal JOIN rec USING(n) WHERE source = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_MEMBER, KIND_CASE,
      "SELECT n FROM case_person AS m JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0 ORDER BY"
      " CASE role WHEN 'at_risk' THEN 0 WHEN 'family' THEN 1 WHEN 'lawyer' THEN 2 WHEN 'source' THEN 3"
      " WHEN 'witness' THEN 4 WHEN 'custodian' THEN 5 WHEN 'colleague' THEN 6 WHEN 'target' THEN 7"
      " WHEN 'perpetrator' THEN 8 ELSE 9 END, n" },
    { KIND_MEMBER, KIND_PERSON,
      "SELECT n FROM case_person JOIN rec USING(n) WHERE person = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_EVENT, KIND_CASE,
      "SELECT n FROM event JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0" BY_DATE("date") },
    { KIND_EVENT, KIND_PERSON,
      "SELECT n FROM event JOIN rec USING(n) WHERE n IN (SELECT event FROM event_person WHERE person = ?1)"
      " AND deleted = 0" BY_DATE("date") },
    { KIND_FACT, KIND_CASE,
      "SELECT n FROM fact JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_LETTER, KIND_CASE,
      "SELECT n FROM letter JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_LETTER, KIND_APPEAL,
      "SELECT n FROM letter JOIN rec USING(n) WHERE appeal = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_LETTER, KIND_TARGET,
      "SELECT n FROM letter JOIN rec USING(n) WHERE n IN (SELECT letter FROM letter_to WHERE target = ?1 AND "
      "pos = 0)"
      " AND deleted = 0 ORDER BY n" },
    { KIND_ACTION, KIND_CASE,
      "SELECT n FROM action JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0" BY_DATE("day") },
    { KIND_ACTION, KIND_LETTER,
      "SELECT n FROM action JOIN rec USING(n) WHERE letter = ?1 AND deleted = 0" BY_DATE("day") },
    { KIND_ACTION, KIND_TARGET,
      "SELECT n FROM action JOIN rec USING(n) WHERE target = ?1 AND deleted = 0" BY_DATE("day") },
    { KIND_ITEM, KIND_CASE,
      "SELECT n FROM item JOIN rec USING(n) WHERE kase = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_SOURCE, KIND_CASE,
      "SELECT n FROM source JOIN rec USING(n) WHERE n IN (" SOURCES_OF_CASE
      ") AND deleted = 0 ORDER BY received, n" },
    { KIND_STATEMENT, KIND_CASE,
      "SELECT n FROM statement JOIN rec USING(n) WHERE source IN (" SOURCES_OF_CASE
      " UNION SELECT citation.source FROM fact JOIN claim ON claim.fact = "
      "fact.n"
      " JOIN citation ON citation.n = claim.cites WHERE fact.kase = ?1) AND deleted = 0 ORDER BY source, "
      "pos, n" },
    { KIND_TARGET, KIND_APPEAL,
      "SELECT n FROM target JOIN rec USING(n) WHERE appeal = ?1 AND deleted = 0 ORDER BY pos, n" },
    { KIND_TARGET, KIND_OFFICE,
      "SELECT n FROM target JOIN rec USING(n) WHERE office = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_TARGET, KIND_CASE,
      "SELECT n FROM target AS t JOIN rec USING(n) WHERE appeal IN (SELECT a.n FROM appeal AS a JOIN rec AS r"
      " ON r.n = a.n WHERE a.kase = ?1 AND r.deleted = 0) AND deleted = 0 ORDER BY appeal DESC, pos, n" },
    { KIND_CONTACT, KIND_ANY,
      "SELECT n FROM contact JOIN rec USING(n) WHERE of = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_ADDRESS, KIND_ANY,
      "SELECT n FROM address_of JOIN rec ON rec.n = address WHERE of = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_RELATION, KIND_PERSON,
      "SELECT n FROM relation JOIN rec USING(n) WHERE (person = ?1 OR other = ?1) AND deleted = 0 ORDER BY "
      "n" },
    { KIND_HOLDER, KIND_OFFICE,
      "SELECT n FROM holder JOIN rec USING(n) WHERE office = ?1 AND deleted = 0 ORDER BY from_earliest, n" },
    { KIND_HOLDER, KIND_PERSON,
      "SELECT n FROM holder JOIN rec USING(n) WHERE person = ?1 AND deleted = 0 ORDER BY from_earliest, n" },
    { KIND_OFFICE, KIND_OFFICE,
      "SELECT n FROM office JOIN rec USING(n) WHERE within = ?1 AND deleted = 0 ORDER BY title, n" },
    { KIND_PLACE, KIND_PLACE,
      "SELECT n FROM place JOIN rec USING(n) WHERE within = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_STATEMENT, KIND_SOURCE,
      "SELECT n FROM statement JOIN rec USING(n) WHERE source = ?1 AND deleted = 0 ORDER BY pos, n" },
    { KIND_UTTERANCE, KIND_STATEMENT,
      "SELECT n FROM utterance JOIN rec USING(n) WHERE statement = ?1 AND deleted = 0 ORDER BY pos, n" },
    { KIND_CITATION, KIND_SOURCE,
      "SELECT n FROM citation JOIN rec USING(n) WHERE source = ?1 AND deleted = 0 ORDER BY from_off, n" },
    { KIND_CLAIM, KIND_FACT,
      "SELECT n FROM claim JOIN rec USING(n) WHERE fact = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_CLAIM, KIND_PERSON,
      "SELECT n FROM claim JOIN rec USING(n) WHERE by = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_REPLY, KIND_ACTION,
      "SELECT n FROM reply JOIN rec USING(n) WHERE action = ?1 AND deleted = 0 ORDER BY day, n" },
    { KIND_CUSTODY, KIND_ITEM,
      "SELECT n FROM custody JOIN rec USING(n) WHERE item = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_CHECKIN, KIND_PERSON,
      "SELECT n FROM checkin JOIN rec USING(n) WHERE person = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_INSTRUCTION, KIND_PERSON,
      "SELECT n FROM instruction JOIN rec USING(n) WHERE person = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_NOTE, KIND_ANY, "SELECT n FROM note JOIN rec USING(n) WHERE of = ?1 AND deleted = 0 ORDER BY n" },
    { KIND_RULE, KIND_ANY,
      "SELECT n FROM rule JOIN rec USING(n) WHERE subject = ?1 AND deleted = 0 ORDER BY n" },
};

int store_children(struct store *s, int64_t n, enum rec_kind child, struct store_rows *out, struct err *e)
{
    enum rec_kind kind;
    if (store_kind(s, n, &kind, e) < 0)
        return -1;
    for (size_t i = 0; i < sizeof CHILDREN / sizeof *CHILDREN; i++) {
        if (CHILDREN[i].child != child || (CHILDREN[i].of != kind && CHILDREN[i].of != KIND_ANY))
            continue;
        sqlite3_stmt *st = db_prepare(s, CHILDREN[i].sql, e);
        if (!st)
            return -1;
        sqlite3_bind_int64(st, 1, n);
        return collect(s, st, out, e);
    }
    return 0;
}

int store_count_children(struct store *s, int64_t n, enum rec_kind child, size_t *count, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(s, n, child, &rows, e);
    *count = rows.n;
    store_rows_free(&rows);
    return rc;
}

int store_count(struct store *s, enum rec_kind kind, size_t *count, struct err *e)
{
    sqlite3_stmt *st = db_prepare(s, "SELECT kind, count(*) FROM rec WHERE deleted = 0 GROUP BY kind", e);
    if (!st)
        return -1;
    int rc;
    *count = 0;
    while ((rc = db_step(st, e)) > 0) {
        const struct kind *k = kind_named((const char *)sqlite3_column_text(st, 0));
        if (k && !kind_is_part(k->kind) && (kind == KIND_ANY || k->kind == kind))
            *count += (size_t)sqlite3_column_int64(st, 1);
    }
    db_done(s, st);
    return rc;
}

static int add_name(void *to, sqlite3_stmt *st, struct err *e)
{
    const char *name = (const char *)sqlite3_column_text(st, 0);
    return strs_add(to, name ? name : "") < 0 ? err_no_memory(e) : 0;
}

int store_names(struct store *s, struct strs *out, struct err *e)
{
    static const char NAMES[] = "SELECT text FROM name JOIN person ON person.n = of"
                                " UNION SELECT printed_name FROM target WHERE printed_name IS NOT NULL"
                                " UNION SELECT name FROM speaker WHERE name IS NOT NULL"
                                " UNION SELECT name FROM sender WHERE name IS NOT NULL";
    sqlite3_stmt *st = db_prepare(s, NAMES, e);
    return st ? db_each(s, st, add_name, out, e) : -1;
}
