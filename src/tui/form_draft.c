/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts of a form, kept sealed in the vault:
 *     "form 1\n"
 *     "focus NAME CURSOR\n"
 *     for each changed field "NAME BYTES LABEL-BYTES\n", the value, "\n", the label, "\n"
 *     for each reference that something was typed for, but nothing chosen yet, "?NAME BYTES 0\n", what was
 *     typed, "\n\n"
 *     "end\n", so that half a draft is none
 * Fields that were not changed are left out, so that a draft never covers what was saved elsewhere since;
 * what was put there for the user is kept, since he saw it: the day of then, not of when the draft is opened.
 * A buffer that is not such a draft changes nothing. */
#include "satchel/tui/form_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/text.h"

static const char HEAD[] = "form 1\n", TAIL[] = "end\n";

/* Texts by buf_add: printf looks at each of their bytes, twice, and at a lock each millisecond counts. */
static void add_record(struct buf *out, const char *sign, const char *name, const char *value,
                       const char *label)
{
    size_t n = strlen(value), label_n = strlen(label);
    buf_addf(out, "%s%s %zu %zu\n", sign, name, n, label_n);
    buf_add(out, value, n);
    buf_addc(out, '\n');
    buf_add(out, label, label_n);
    buf_addc(out, '\n');
}

int form_draft(struct form *f, struct buf *out, struct err *e)
{
    buf_adds(out, HEAD);
    if (f->n)
        buf_addf(out, "focus %s %zu\n", f->fields[f->focus].name, f->states[f->focus].editor.cursor);
    for (size_t i = 0; i < f->n; i++) {
        const struct form_state *s = &f->states[i];
        const char *value = editor_text(&s->editor), *label = s->label ? s->label : "",
                   *words = form_state_words(f, i);
        if (f->fields[i].kind != FORM_HEADING && (s->given || form_value_changed(f, i)))
            add_record(out, "", f->fields[i].name, value, label);
        if (*words)
            add_record(out, "?", f->fields[i].name, words, "");
    }
    buf_adds(out, TAIL);
    return out->failed ? err_no_memory(e) : 0;
}

struct reader {
    const char *at, *end;
};

struct record {
    char name[64];
    const char *value, *label;
    size_t n, label_n;
};

/* The next line without its end, cut to size; false: none. */
static bool read_line(struct reader *r, char *out, size_t size)
{
    const char *stop = memchr(r->at, '\n', (size_t)(r->end - r->at));
    if (!stop || (size_t)(stop - r->at) >= size)
        return false;
    memcpy(out, r->at, (size_t)(stop - r->at));
    out[stop - r->at] = '\0';
    r->at = stop + 1;
    return true;
}

static bool read_bytes(struct reader *r, size_t n, const char **out)
{
    if (n >= (size_t)(r->end - r->at) || r->at[n] != '\n' || !text_valid(r->at, n) || memchr(r->at, '\0', n))
        return false;
    *out = r->at;
    r->at += n + 1;
    return true;
}

static bool read_record(struct reader *r, struct record *rec)
{
    char line[128];
    return read_line(r, line, sizeof line) &&
           sscanf(line, "%63s %zu %zu", rec->name, &rec->n, &rec->label_n) == 3 &&
           read_bytes(r, rec->n, &rec->value) && read_bytes(r, rec->label_n, &rec->label);
}

static int apply(struct form *f, const struct record *rec)
{
    const bool typed = *rec->name == '?';
    size_t i = 0;
    while (i < f->n && strcmp(f->fields[i].name, rec->name + typed) != 0)
        i++;
    if (i == f->n || f->fields[i].kind == FORM_HEADING || (typed && f->fields[i].kind != FORM_REF))
        return 0;
    char *value = strndup(rec->value, rec->n), *label = strndup(rec->label, rec->label_n);
    int rc = !value || !label ? -1
             : typed          ? str_set(&f->states[i].words, value)
                              : form_state_put(f, i, value, rec->label_n ? label : NULL);
    str_free(value);
    str_free(label);
    return rc;
}

/* Head and tail are there: the reader is set between them. */
static bool open_draft(struct reader *r, const char *bytes, size_t n)
{
    size_t head = sizeof HEAD - 1, tail = sizeof TAIL - 1;
    if (n < head + tail || memcmp(bytes, HEAD, head) != 0 || memcmp(bytes + n - tail, TAIL, tail) != 0)
        return false;
    *r = (struct reader){ bytes + head, bytes + n - tail };
    return true;
}

int form_restore(struct form *f, const void *bytes, size_t n, struct err *e)
{
    struct reader r;
    struct record rec;
    char line[128], focus[64] = "";
    size_t cursor = 0;
    bool fits = open_draft(&r, bytes, n);
    if (fits && r.at < r.end)
        fits = read_line(&r, line, sizeof line) && sscanf(line, "focus %63s %zu", focus, &cursor) == 2;
    const char *start = fits ? r.at : NULL;
    while (fits && r.at < r.end)
        fits = read_record(&r, &rec);
    if (!fits)
        return err_set(e, ERR_INPUT,
                       _("The draft of this form cannot be read. The form shows what is saved."));
    for (r.at = start; r.at < r.end && read_record(&r, &rec);)
        if (apply(f, &rec) < 0)
            return err_no_memory(e);
    form_focus(f, focus);
    if (f->n)
        editor_move(&f->states[f->focus].editor, cursor);
    form_recheck(f);
    return 0;
}
