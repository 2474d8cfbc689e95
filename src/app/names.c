/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/names.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/store/find.h"
#include "satchel/store/label.h"
#include "satchel/store/search.h"

void names_free(struct names *n)
{
    for (size_t i = 0; i < n->shown.n; i++)
        str_free(n->shown.at[i].text);
    free(n->shown.at);
    memset(&n->shown, 0, sizeof n->shown);
}

static const struct name_shown *shown_as(const struct names *n, const char *text)
{
    for (size_t i = 0; i < n->shown.n; i++)
        if (strcmp(n->shown.at[i].text, text) == 0)
            return &n->shown.at[i];
    return NULL;
}

/* ---- ids to names ---- */

/* As the elements of a list are written: a sign that would end the name gets `\` before it. */
static void add_escaped(struct buf *out, const char *label)
{
    for (const char *p = label; *p; p++) {
        if (*p == '\\' || *p == '|')
            buf_addc(out, '\\');
        buf_addc(out, *p == '\n' ? ' ' : *p);
    }
}

/* Takes text over. */
static int note_shown(struct names *n, char *text, const char *id, struct err *e)
{
    if (!text || dyn_room(&n->shown) < 0) {
        str_free(text);
        return err_no_memory(e);
    }
    struct name_shown *s = &n->shown.at[n->shown.n++];
    s->text = text;
    memcpy(s->id, id, sizeof s->id);
    return 0;
}

/* What is called like another that is shown gets the start of its id as well. */
static int show_one(void *arg, const struct field *f, const char *reference, size_t len, struct buf *out,
                    struct err *e)
{
    struct names *n = arg;
    struct buf text = { 0 };
    struct rec_ref ref = { .n = 0 };
    char id[REC_ID_TEXT] = "";
    int64_t row = 0;
    memcpy(id, reference, len < sizeof id ? len : sizeof id - 1);
    char *called = rec_id_parse(id, ref.id) == 0 ? store_label_of_ref(n->store, &ref, e) : NULL;
    if (called && store_find(n->store, id, f->target, &row, NULL) < 0)
        row = 0;
    char *label = called ? n->show(n->arg, row, called, e) : NULL;
    str_free(called);
    if (!label)
        return -1;
    add_escaped(&text, label);
    str_free(label);
    if (!row)
        buf_addf(&text, " %s", _("(deleted)"));
    const struct name_shown *other = shown_as(n, buf_text(&text));
    if (other && strcmp(other->id, id) != 0)
        buf_addf(&text, " #%.6s", id);
    buf_adds(out, buf_text(&text));
    return note_shown(n, buf_take(&text, NULL), id, e);
}

char *names_show(struct names *n, const struct field *f, const char *text, struct err *e)
{
    struct buf out = { 0 };
    if (store_turn_references(f, text, show_one, n, &out, e) < 0) {
        buf_free(&out);
        return NULL;
    }
    return buf_take(&out, e);
}

/* ---- names to ids ---- */

static int ambiguous(struct names *n, const char *name, const struct search *found, struct err *e)
{
    char *a = n->show(n->arg, found->hits.at[0].n, "", e), *b = n->show(n->arg, found->hits.at[1].n, "", e);
    if (a && b)
        err_set(e, ERR_INPUT, _("\"%s\" may be %s or %s: write more of the name."), name, a, b);
    str_free(a);
    str_free(b);
    return -1;
}

/* The only one that the words fit, or the only one of those that is called exactly so. */
static int64_t pick_hit(struct names *n, const char *name, const struct search *found)
{
    int64_t row = 0;
    size_t exact = 0;
    for (size_t i = 0; i < found->hits.n && found->hits.n > 1; i++) {
        char *label = store_label(n->store, found->hits.at[i].n, NULL);
        if (label && text_same_folded(label, name)) {
            row = found->hits.at[i].n;
            exact++;
        }
        str_free(label);
    }
    return found->hits.n == 1 ? found->hits.at[0].n : exact == 1 ? row : 0;
}

static int search_name(struct names *n, const struct field *f, const char *name, int64_t *row, struct err *e)
{
    struct search found = { 0 };
    int rc = search_run(n->store, name, f->target, &found, e);
    *row = rc == 0 ? pick_hit(n, name, &found) : 0;
    if (rc == 0 && !*row && found.hits.n > 1)
        rc = ambiguous(n, name, &found, e);
    else if (rc == 0 && !*row && n->may_make(f->target))
        rc = err_set(e, ERR_INPUT, _("Nothing here is called \"%s\". Write + before the name to add it."),
                     name);
    else if (rc == 0 && !*row)
        rc = err_set(e, ERR_INPUT, _("Nothing here is called \"%s\"."), name);
    search_free(&found);
    return rc;
}

/* An id in full is one; the start of an id may be a name as well, which comes first. */
static int find_name(struct names *n, const struct field *f, const char *name, int64_t *row, struct err *e)
{
    bool whole = strlen(name) == REC_ID_TEXT - 1;
    if (whole && store_find(n->store, name, f->target, row, NULL) == 0)
        return 0;
    int rc = search_name(n, f, name, row, e);
    return rc < 0 && store_find(n->store, name, f->target, row, NULL) == 0 ? 0 : rc;
}

struct reading {
    struct names *names;
    bool make;
};

static int new_id(const struct reading *r, const struct field *f, const char *name,
                  char id[static REC_ID_TEXT], struct err *e)
{
    size_t len;
    name = text_trim(name, strlen(name), &len);
    if (!len || !r->names->may_make(f->target))
        return err_set(e, ERR_INPUT, _("\"+ %s\" cannot be added from a name alone."), name);
    if (r->make)
        return r->names->make(r->names->arg, f, name, id, e);
    memset(id, 'f', REC_ID_TEXT - 1); /* only looked at: any id will do */
    id[REC_ID_TEXT - 1] = '\0';
    return 0;
}

static int named_id(const struct reading *r, const struct field *f, const char *text,
                    char id[static REC_ID_TEXT], struct err *e)
{
    const struct name_shown *shown = shown_as(r->names, text);
    struct rec_ref ref;
    struct buf name = { 0 };
    int64_t row = 0;
    if (shown) {
        memcpy(id, shown->id, REC_ID_TEXT);
        return 0;
    }
    for (const char *p = text; *p; p++)
        if (*p != '\\' || *++p)
            buf_addc(&name, *p);
    int rc = name.failed ? err_no_memory(e) : 0;
    if (rc == 0 && *text == '+') {
        rc = new_id(r, f, buf_text(&name) + 1, id, e);
    } else if (rc == 0) {
        rc = find_name(r->names, f, buf_text(&name), &row, e);
        if (rc == 0)
            rc = store_ref(r->names->store, row, &ref, e);
        if (rc == 0)
            rec_id_format(ref.id, id);
    }
    buf_free(&name);
    return rc;
}

static int read_one(void *arg, const struct field *f, const char *reference, size_t len, struct buf *out,
                    struct err *e)
{
    char id[REC_ID_TEXT], *text = strndup(reference, len);
    int rc = text ? named_id(arg, f, text, id, e) : err_no_memory(e);
    if (rc == 0)
        buf_adds(out, id);
    str_free(text);
    return rc;
}

char *names_read(struct names *n, const struct field *f, const char *text, bool make, struct err *e)
{
    struct buf out = { 0 };
    if (store_turn_references(f, text, read_one, &(struct reading){ n, make }, &out, e) < 0) {
        buf_free(&out);
        return NULL;
    }
    return buf_take(&out, e);
}
