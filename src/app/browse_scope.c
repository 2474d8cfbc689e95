/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/browse_scope.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/model/kase.h"
#include "satchel/model/people.h"
#include "satchel/model/record.h"
#include "satchel/store/find.h"
#include "satchel/store/store.h"

static const char *const WORDS[] = { "beside ", "in " };

struct browse_scope browse_scope_read(struct store *s, const char *arg, const char **rest)
{
    struct browse_scope scope = { 0 };
    char id[REC_ID_TEXT];
    *rest = arg;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        size_t len = strlen(WORDS[i]);
        if (strncmp(arg, WORDS[i], len) != 0 || strcspn(arg + len, " ") != sizeof id - 1)
            continue;
        memcpy(id, arg + len, sizeof id - 1);
        id[sizeof id - 1] = '\0';
        *rest = arg + len + sizeof id - 1;
        *rest += strspn(*rest, " ");
        if (store_find(s, id, KIND_CASE, &scope.kase, NULL) < 0)
            scope.kase = 0;
        scope.on = i && scope.kase;
    }
    return scope;
}

int browse_scope_words(struct store *s, const struct browse_scope *scope, struct buf *out)
{
    struct rec_ref ref;
    char id[REC_ID_TEXT];
    if (!scope->kase)
        return 0;
    if (store_ref(s, scope->kase, &ref, NULL) < 0)
        return -1;
    rec_id_format(ref.id, id);
    buf_addf(out, "%s%s ", WORDS[scope->on], id);
    return 0;
}

/* ---- who belongs to it ---- */

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Of that kind what a member or target names; 0: nothing. */
static int64_t named_in(const struct rec *r, enum rec_kind kind)
{
    if (r->kind == KIND_MEMBER)
        return kind == KIND_PERSON ? ((const struct member *)r)->person.n : 0;
    const struct target *t = (const struct target *)r;
    return kind == KIND_PERSON ? t->person.n : t->office.n;
}

/* Puts in place of each row what it names. */
static int name_rows(struct store *s, enum rec_kind kind, struct store_rows *rows, struct err *e)
{
    for (size_t i = 0; i < rows->n; i++) {
        struct rec *r;
        if (store_get(s, rows->at[i], &r, e) < 0)
            return -1;
        rows->at[i] = named_in(r, kind);
        rec_free(r);
    }
    return 0;
}

/* What the members or the targets of the case name, sorted. */
static int read_named(struct store *s, int64_t kase, enum rec_kind by, enum rec_kind kind,
                      struct store_rows *out, struct err *e)
{
    if (store_children(s, kase, by, out, e) < 0 || name_rows(s, kind, out, e) < 0)
        return -1;
    if (out->n)
        qsort(out->at, out->n, sizeof *out->at, by_number);
    return 0;
}

static bool has(const struct store_rows *sorted, int64_t n)
{
    return sorted->n && bsearch(&n, sorted->at, sorted->n, sizeof n, by_number);
}

int browse_scope_cut(struct store *s, const struct browse_scope *scope, enum rec_kind kind,
                     struct store_rows *rows, struct err *e)
{
    struct store_rows members = { 0 }, targets = { 0 };
    size_t kept = 0;
    if (!scope->on)
        return 0;
    int rc = read_named(s, scope->kase, KIND_MEMBER, kind, &members, e);
    if (rc == 0)
        rc = read_named(s, scope->kase, KIND_TARGET, kind, &targets, e);
    for (size_t i = 0; rc == 0 && i < rows->n; i++)
        if (has(&members, rows->at[i]) || has(&targets, rows->at[i]))
            rows->at[kept++] = rows->at[i];
    if (rc == 0)
        rows->n = kept;
    store_rows_free(&members);
    store_rows_free(&targets);
    return rc;
}
