/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/record_list.h"

#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/store/find.h"

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

char *record_list_read(struct record_form *f, const struct field *field, const char *text, bool make,
                       struct err *e)
{
    return has_names(field)              ? names_read(&f->names, field, text, make, e)
           : field->flags & FIELD_BLOCKS ? read_blocks(text, e)
                                         : same(text, e);
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

static void describe_names(void *arg, const struct form_field *ff, const char *value, struct buf *out)
{
    struct record_form *f = arg;
    struct err e = { 0 };
    char *ids = names_read(&f->names, kind_field(kind_of(f->rec->kind), ff->name), value, false, &e);
    if (!ids)
        buf_adds(out, e.text);
    str_free(ids);
}

void (*record_list_describe(const struct field *f))(void *, const struct form_field *, const char *,
                                                    struct buf *)
{
    return has_names(f) ? describe_names : NULL;
}
