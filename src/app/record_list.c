/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/record_list.h"

#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/store/find.h"
#include "satchel/store/store.h"

/* ---- elements of several lines ---- */

/* A second line end in a row stays written as `\n`: an empty line would end the element. */
static char *show_blocks(const char *list, struct err *e)
{
    struct buf out = { 0 };
    bool ended = false;
    for (const char *p = list; *p; p++) {
        bool line_end = p[0] == '\\' && p[1] == 'n' && !ended;
        if (line_end)
            buf_addc(&out, '\n');
        else if (*p == '\n')
            buf_adds(&out, "\n\n");
        else
            buf_addc(&out, *p);
        if (!line_end && *p == '\\' && p[1])
            buf_addc(&out, *++p);
        p += line_end;
        ended = line_end;
    }
    return buf_take(&out, e);
}

/* Whether a bare `|` is in the line: what follows it is no text of the element. */
static bool has_more(const char *line, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (line[i] == '|')
            return true;
        i += line[i] == '\\';
    }
    return false;
}

/* An element ends at an empty line, or after what belongs to it, which may stand on a line of its own:
 * "| lang=ru". */
static char *read_blocks(const char *text, struct err *e)
{
    struct buf out = { 0 };
    bool open = false;
    for (size_t n; *text; text += n + (text[n] == '\n')) {
        size_t len;
        n = strcspn(text, "\n");
        const char *line = text_trim(text, n, &len);
        bool belongs = len && *line == '|' && out.len;
        if (belongs)
            buf_addc(&out, ' ');
        else if (len && open)
            buf_adds(&out, "\\n");
        else if (len && out.len)
            buf_addc(&out, '\n');
        buf_add(&out, line, len);
        open = len && !has_more(line, len);
    }
    return buf_take(&out, e);
}

/* ---- any list ---- */

static bool has_names(const struct field *f)
{
    return (f->type == FIELD_LIST || f->type == FIELD_REFS) && store_has_references(f);
}

static char *same(const char *text, struct err *e)
{
    char *copy = strdup(text);
    if (!copy)
        err_no_memory(e);
    return copy;
}

char *record_list_show(struct record_form *f, const struct field *field, const char *text, struct err *e)
{
    return has_names(field)              ? names_show(&f->names, field, text, e)
           : field->flags & FIELD_BLOCKS ? show_blocks(text, e)
                                         : same(text, e);
}

/* With what was told by today as its date. Frees list. */
static char *with_dates(struct record_form *f, const struct field *field, char *list, struct err *e)
{
    int32_t today = store_today(f->store);
    struct buf out = { 0 };
    int rc = list ? store_turn_dates(field, list, store_date_told, &today, &out, e) : -1;
    str_free(list);
    if (rc == 0)
        return buf_take(&out, e);
    buf_free(&out);
    return NULL;
}

char *record_list_read(struct record_form *f, const struct field *field, const char *text, bool make,
                       struct err *e)
{
    return with_dates(f, field,
                      has_names(field)              ? names_read(&f->names, field, text, make, e)
                      : field->flags & FIELD_BLOCKS ? read_blocks(text, e)
                                                    : same(text, e),
                      e);
}

/* ---- what is said about it ---- */

/* "held/released" of words to choose from, else the label. */
static void add_element_hint(const struct field *f, const char *other, struct buf *out)
{
    if (f->type == FIELD_ENUM)
        for (size_t i = 0; i < f->names->n; i++)
            buf_addf(out, "%s%s", i ? "/" : "", f->names->at[i].word);
    else
        buf_adds(out, other);
}

char *record_list_hint(const struct field *f, struct err *e)
{
    struct buf out = { 0 };
    const struct field *first = f->type == FIELD_LIST ? &f->part->fields[0] : f;
    if (f->hint)
        buf_addf(&out, "%s · ", _(f->hint));
    buf_adds(&out, f->flags & FIELD_BLOCKS ? _("an empty line between them: ") : _("one on each line: "));
    add_element_hint(first, _(first->label), &out);
    for (size_t i = 1; f->type == FIELD_LIST && i < f->part->n_fields; i++) {
        buf_addf(&out, " | %s=", f->part->fields[i].key);
        add_element_hint(&f->part->fields[i], "…", &out);
    }
    return buf_take(&out, e);
}

/* What is told in a list by a day, and where it is described. */
struct told {
    int32_t today;
    struct buf *line;
};

/* "last night: [2026-11-21,2026-11-22]" of what is told in words. */
static int describe_date(void *to, const struct field *f, const char *text, size_t n, struct buf *out,
                         struct err *e)
{
    const struct told *told = to;
    struct buf date = { 0 };
    int rc = store_date_told(&(int32_t){ told->today }, f, text, n, &date, e);
    bool same = date.len == n && memcmp(buf_text(&date), text, n) == 0;
    (void)out;
    if (rc == 0 && !same)
        buf_addf(told->line, "%s%.*s: %s", told->line->len ? " · " : "", (int)n, text, buf_text(&date));
    buf_free(&date);
    return rc;
}

static void describe_list(void *arg, const struct form_field *ff, const char *value, struct buf *out)
{
    struct record_form *f = arg;
    const struct field *field = kind_field(kind_of(f->rec->kind), ff->name);
    struct told told = { store_today(f->store), out };
    struct buf rest = { 0 };
    struct err e = { 0 };
    char *text = has_names(field) ? names_read(&f->names, field, value, false, &e) : same(value, &e);
    if (!text)
        buf_adds(out, e.text);
    else
        store_turn_dates(field, text, describe_date, &told, &rest, NULL); /* it says why when it is left */
    buf_free(&rest);
    str_free(text);
}

void (*record_list_describe(const struct field *f))(void *, const struct form_field *, const char *,
                                                    struct buf *)
{
    return has_names(f) || store_has_dates(f) ? describe_list : NULL;
}
