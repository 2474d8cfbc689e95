/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/recipe.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/model/field.h"
#include "satchel/model/record.h"
#include "satchel/store/write.h"

struct recipe_name {
    char *name;
    char id[REC_ID_TEXT];
};

struct reading {
    struct store *store;
    int32_t today;
    int64_t *now;
    int line;
    struct rec *rec; /* being read */
    char *name;      /* how later lines refer to it */
    DYN(struct recipe_name) names;
    struct buf value;
};

static int bad_line(const struct reading *d, struct err *e)
{
    return err_set(
        e, ERR_INTERNAL,
        _("The invented cases cannot be made: line %d of their data is wrong. Nothing was stored."), d->line);
}

static const char *find_id(const struct reading *d, const char *name, size_t n)
{
    for (size_t i = 0; i < d->names.n; i++)
        if (strlen(d->names.at[i].name) == n && memcmp(d->names.at[i].name, name, n) == 0)
            return d->names.at[i].id;
    return NULL;
}

/* @NAME -> its id. Gives how much was read. */
static size_t add_name(struct reading *d, const char *at)
{
    size_t n = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz0123456789_");
    const char *id = n ? find_id(d, at + 1, n) : NULL;
    if (!id)
        return 0;
    buf_adds(&d->value, id);
    return n + 1;
}

/* {today}, {today+3}, {today-3} -> YYYY-MM-DD. Gives how much was read. */
static size_t add_day(struct reading *d, const char *at)
{
    char *end = NULL, text[DAY_TEXT_BYTES];
    long days = strncmp(at, "{today", 6) == 0 ? strtol(at + 6, &end, 10) : 0;
    if (!end || *end != '}')
        return 0;
    day_format(d->today + (int32_t)days, text);
    buf_adds(&d->value, text);
    return (size_t)(end + 1 - at);
}

/* What stands after the tab, with names and days filled in. List elements keep their own escapes. */
static void read_value(struct reading *d, const char *at, const char *end, bool element)
{
    buf_clear(&d->value);
    while (at < end) {
        size_t n = *at == '@' ? add_name(d, at) : *at == '{' ? add_day(d, at) : 0;
        if (n == 0 && !element && end - at > 1 && at[0] == '\\' && at[1] == 'n') {
            buf_addc(&d->value, '\n');
            n = 2;
        }
        if (n == 0)
            buf_addc(&d->value, at[n++]);
        at += n;
    }
}

static int store_pending(struct reading *d, struct err *e)
{
    if (!d->rec)
        return 0;
    if (store_add(d->store, d->rec, e) != 0)
        return -1;
    if (dyn_room(&d->names) != 0)
        return err_no_memory(e);
    struct recipe_name *n = &d->names.at[d->names.n++];
    n->name = d->name;
    d->name = NULL;
    rec_id_format(d->rec->id, n->id);
    rec_free(d->rec);
    d->rec = NULL;
    return 0;
}

/* +KIND NAME */
static int start_record(struct reading *d, const char *at, const char *end, struct err *e)
{
    char word[32] = "";
    const char *blank = memchr(at, ' ', (size_t)(end - at));
    if (store_pending(d, e) != 0)
        return -1;
    if (!blank || (size_t)(blank - at) >= sizeof word)
        return bad_line(d, e);
    memcpy(word, at, (size_t)(blank - at));
    const struct kind *k = kind_named(word);
    if (!k)
        return bad_line(d, e);
    d->rec = rec_new(k->kind, e);
    d->name = strndup(blank + 1, (size_t)(end - blank - 1));
    return d->rec && d->name ? 0 : err_no_memory(e);
}

static int read_field(struct reading *d, const char *at, const char *end, struct err *e)
{
    char key[32] = "";
    const char *tab = memchr(at, '\t', (size_t)(end - at));
    if (!d->rec || !tab || (size_t)(tab - at) >= sizeof key)
        return bad_line(d, e);
    memcpy(key, at, (size_t)(tab - at));
    const struct field *f = kind_field(kind_of(d->rec->kind), key);
    if (!f)
        return bad_line(d, e);
    bool list = f->type == FIELD_LIST || f->type == FIELD_REFS;
    read_value(d, tab + 1, end, list);
    if (d->value.failed)
        return err_no_memory(e);
    return (list ? field_append : field_set)(d->rec, f, buf_text(&d->value), e);
}

/* =SECONDS */
static int set_clock(struct reading *d, const char *at, struct err *e)
{
    if (!d->now)
        return bad_line(d, e);
    int rc = store_pending(d, e);
    *d->now = strtoll(at, NULL, 10);
    return rc;
}

static int read_all(struct reading *d, const char *text, struct err *e)
{
    for (const char *at = text; *at;) {
        const char *end = at + strcspn(at, "\n");
        d->line++;
        int rc = 0;
        if (*at == '=')
            rc = set_clock(d, at + 1, e);
        else if (*at == '+')
            rc = start_record(d, at + 1, end, e);
        else if (*at != '#' && at != end)
            rc = read_field(d, at, end, e);
        if (rc != 0)
            return -1;
        at = *end ? end + 1 : end;
    }
    return store_pending(d, e);
}

int recipe_store(struct store *s, const char *text, int32_t today, int64_t *now, struct err *e)
{
    struct reading d = { .store = s, .today = today, .now = now };
    int rc = read_all(&d, text, e);
    for (size_t i = 0; i < d.names.n; i++)
        str_free(d.names.at[i].name);
    free(d.names.at);
    str_free(d.name);
    rec_free(d.rec);
    buf_free(&d.value);
    return rc;
}
