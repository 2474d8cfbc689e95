/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/excerpt.h"
#include "satchel/app/present.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/stop.h"
#include "satchel/casework/ua.h"

/* ---- rows ---- */

static void drop_rows(struct review *r)
{
    for (size_t i = 0; i < r->rows.n; i++) {
        str_free(r->rows.at[i].label);
        str_free(r->rows.at[i].value);
    }
    r->rows.n = 0;
}

static char *one_line(char *text, const char *between)
{
    struct buf out = { 0 };
    for (const char *p = text; p && *p; p++) {
        if (*p == '\n')
            buf_adds(&out, between);
        else
            buf_addc(&out, *p);
    }
    str_free(text);
    return buf_take(&out, NULL);
}

/* Takes label and value over. */
static int add_row(struct review *r, struct review_row row, struct err *e)
{
    if (!row.label || !row.value || dyn_room(&r->rows) < 0) {
        str_free(row.label);
        str_free(row.value);
        return err_no_memory(e);
    }
    r->rows.at[r->rows.n++] = row;
    return 0;
}

static bool is_missing(const struct review *r, const char *key)
{
    for (size_t i = 0; i < r->parsed.not_found.n; i++)
        if (strcmp(r->parsed.not_found.at[i], key) == 0)
            return true;
    return false;
}

static int add_slot_row(struct review *r, const struct parsed_slot *slot, struct err *e)
{
    char *value = parsed_slot_get(&r->parsed, PARSED_DOCUMENT, 0, slot, e);
    if (!value)
        return -1;
    bool missing = !*value && slot->important && is_missing(r, slot->key);
    if (!*value && !missing) {
        str_free(value);
        return 0;
    }
    struct review_row row = {
        .part = PARSED_DOCUMENT, .slot = slot, .missing = missing, .label = strdup(_(slot->label))
    };
    char *name = present_code(slot->key, value);
    str_free(value);
    row.value = one_line(name, slot->type == SLOT_TEXTS ? " · " : " ");
    row.at = parsed_slot_at(&r->parsed, PARSED_DOCUMENT, 0, slot);
    return add_row(r, row, e);
}

static const struct {
    enum parsed_part part;
    const char *one;     /* N_() */
    const char *missing; /* its entry of not_found */
    const char *keys[3]; /* shown in the row */
} PARTS[] = {
    { PARSED_PERSON, N_("Person"), "people", { "name", "names", "pronouns" } },
    { PARSED_GROUP, N_("Group"), NULL, { "label", "count", "of" } },
    { PARSED_TARGET, N_("Target"), "targets", { "title", "name", "address_lines" } },
    { PARSED_COPY, N_("Copy"), NULL, { "title", "name", "address_lines" } },
};

/* Some values of a part in one line, and the first place in the source. */
static char *summary(struct review *r, size_t which, size_t index, struct parsed_span *at)
{
    struct buf out = { 0 };
    size_t n;
    const struct parsed_slot *slots = parsed_slots(PARTS[which].part, &n);
    for (size_t k = 0; k < 3; k++) {
        for (size_t i = 0; i < n; i++) {
            if (strcmp(slots[i].key, PARTS[which].keys[k]))
                continue;
            char *value =
                one_line(parsed_slot_get(&r->parsed, PARTS[which].part, index, &slots[i], NULL), ", ");
            if (value && *value)
                buf_addf(&out, "%s%s", out.len ? ", " : "", value);
            struct parsed_span span = parsed_slot_at(&r->parsed, PARTS[which].part, index, &slots[i]);
            if (at->to == at->from)
                *at = span;
            str_free(value);
        }
    }
    return buf_take(&out, NULL);
}

static int add_part_rows(struct review *r, size_t which, struct err *e)
{
    size_t n = parsed_part_count(&r->parsed, PARTS[which].part);
    for (size_t i = 0; i < n; i++) {
        struct review_row row = { .part = PARTS[which].part, .index = i };
        struct buf label = { 0 };
        if (n > 1) /* TRANSLATORS: "Person 2", "Target 1" */
            buf_addf(&label, _("%s %zu"), _(PARTS[which].one), i + 1);
        else
            buf_adds(&label, _(PARTS[which].one));
        row.label = buf_take(&label, NULL);
        row.value = summary(r, which, i, &row.at);
        if (add_row(r, row, e) < 0)
            return -1;
    }
    if (n || !PARTS[which].missing || !is_missing(r, PARTS[which].missing))
        return 0;
    return add_row(r,
                   (struct review_row){ .part = PARTS[which].part,
                                        .missing = true,
                                        .label = strdup(_(PARTS[which].one)),
                                        .value = strdup("") },
                   e);
}

/* Number, day and country first, then people and officials, then what is long. */
static int make_rows(struct review *r, struct err *e)
{
    size_t n, i = 0;
    const struct parsed_slot *slots = parsed_slots(PARSED_DOCUMENT, &n);
    int rc = 0;
    drop_rows(r);
    for (; rc == 0 && i < n && strcmp(slots[i].key, "issue_date") != 0; i++)
        rc = add_slot_row(r, &slots[i], e);
    for (size_t k = 0; rc == 0 && k < sizeof PARTS / sizeof *PARTS; k++)
        rc = add_part_rows(r, k, e);
    for (; rc == 0 && i < n; i++)
        rc = add_slot_row(r, &slots[i], e);
    r->version++;
    return rc;
}

void review_counts(const struct review *r, size_t *found, size_t *missing)
{
    *found = *missing = 0;
    for (size_t i = 0; i < r->rows.n; i++)
        *(r->rows.at[i].missing ? missing : found) += 1;
}

/* ---- names that are hidden in discreet mode ---- */

static int add_name(struct discreet *d, const char *name, struct err *e)
{
    return name ? discreet_add(d, name, e) : 0;
}

static int add_officials(struct discreet *d, const struct parsed_officials *all, struct err *e)
{
    for (size_t i = 0; i < all->n; i++)
        if (add_name(d, all->at[i].name.text, e) < 0)
            return -1;
    return 0;
}

static int add_people(struct discreet *d, const struct parsed *p, struct err *e)
{
    for (size_t i = 0; i < p->people.n; i++) {
        if (add_name(d, p->people.at[i].name.text, e) < 0)
            return -1;
        for (size_t j = 0; j < p->people.at[i].names.n; j++)
            if (add_name(d, p->people.at[i].names.at[j].text, e) < 0)
                return -1;
    }
    return add_name(d, p->group.label, e);
}

/* Somebody who is named in a warning alone: the words from there to the end of the clause. */
static int add_foreign(struct discreet *d, const struct parsed *p, struct err *e)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < p->warnings.n; i++) {
        const struct parsed_warning *w = &p->warnings.at[i];
        if (strcmp(w->code, "foreign-name") != 0)
            continue;
        const char *at =
            p->source + text_offset(p->source, strlen(p->source), excerpt_offset(p->source, w->line, w->col));
        char *clause = strndup(at, strcspn(at, ",.;:\n"));
        rc = clause ? discreet_add(d, clause, e) : err_no_memory(e);
        str_free(clause);
    }
    return rc;
}

static int read_names(struct app *a, struct review *r)
{
    const struct parsed *p = &r->parsed;
    discreet_free(&r->names);
    if (add_people(&r->names, p, NULL) < 0 || add_officials(&r->names, &p->targets, NULL) < 0 ||
        add_officials(&r->names, &p->copies, NULL) < 0 || add_foreign(&r->names, p, NULL) < 0 ||
        discreet_add_all(&r->names, a, NULL) < 0)
        return -1;
    r->names_of = r->version;
    return 0;
}

char *review_shown(struct app *a, struct review *r, const char *text)
{
    if (!a->discreet)
        return strdup(text ? text : "");
    if (r->names_of != r->version && read_names(a, r) < 0)
        return present_name(a, text ? text : ""); /* rather too little than a name */
    return discreet_text(&r->names, text ? text : "");
}

#define SHORT_TEXT 4 /* words */

char *review_shown_text(struct app *a, struct review *r, const char *text)
{
    struct buf out = { 0 };
    size_t words = 0;
    for (const char *p = text ? text : ""; *p; p += strspn(p, " \n")) {
        words++;
        p += strcspn(p, " \n");
    }
    if (!a->discreet || words <= SHORT_TEXT)
        return review_shown(a, r, text);
    buf_addf(&out, P_("%zu word, hidden", "%zu words, hidden", words), words);
    return buf_take(&out, NULL);
}

/* ---- reading and correcting ---- */

static int leave_unread(struct review *r, const char *text, struct err *e)
{
    r->unread = true;
    r->version++;
    return str_set(&r->parsed.source, text) < 0 ? err_no_memory(e) : 0;
}

int review_read(struct review *r, const char *name, const char *text, const struct text_report *report,
                int32_t today, struct stop *stop, struct err *e)
{
    struct err why = { 0 };
    uint64_t version = r->version;
    review_free(r);
    r->version = version;
    r->today = today;
    if (report)
        r->report = *report;
    if (str_set(&r->name, name) < 0)
        return err_no_memory(e);
    if (ua_parse_until(text, strlen(text), report, today, stop, &r->parsed, &why) == 0)
        return make_rows(r, e);
    if (why.code == ERR_CANCELLED)
        return leave_unread(r, text, e);
    if (e)
        *e = why;
    return -1;
}

void review_free(struct review *r)
{
    drop_rows(r);
    free(r->rows.at);
    parsed_free(&r->parsed);
    strs_free(&r->corrections);
    discreet_free(&r->names);
    str_free(r->name);
    str_free(r->typing);
    *r = (struct review){ 0 };
}

static void escape(struct buf *out, const char *value)
{
    for (; *value; value++) {
        if (*value == '\n')
            buf_adds(out, "\\n");
        else if (*value == '\\')
            buf_adds(out, "\\\\");
        else
            buf_addc(out, *value);
    }
}

static void unescape(struct buf *out, const char *value)
{
    for (; *value; value++) {
        if (*value == '\\' && value[1])
            buf_addc(out, *++value == 'n' ? '\n' : *value);
        else
            buf_addc(out, *value);
    }
}

int review_correct(struct review *r, const char *path, const char *value, struct err *e)
{
    struct buf line = { 0 };
    if (parsed_set(&r->parsed, path, value, e) < 0)
        return -1;
    buf_addf(&line, "%s\t", path);
    escape(&line, value);
    int rc =
        line.failed || strs_add(&r->corrections, buf_text(&line)) < 0 ? err_no_memory(e) : make_rows(r, e);
    buf_free(&line);
    return rc;
}

int review_remove(struct review *r, enum parsed_part part, size_t index, struct err *e)
{
    char line[32];
    if (part == PARSED_DOCUMENT)
        return 0;
    snprintf(line, sizeof line, "-%d.%zu", (int)part, index);
    parsed_remove(&r->parsed, part, index);
    return strs_add(&r->corrections, line) < 0 ? err_no_memory(e) : make_rows(r, e);
}

const char *review_title(const struct review *r)
{
    const char *title = r->parsed.title.text;
    return title && *title && strcmp(r->name, _("pasted text")) == 0 ? title : r->name;
}

/* ---- drafts: "NAME\tBIDI\tLINE\tCOL\tFOUND\tTITLE\tCONTROLS\tLINE\tCOL\n", a line a correction, "~" and
 * what is being typed, "\n", the text. FOUND and TITLE are what the agenda says of it, so that it need not
 * be read again for a line; in drafts of older programs they are missing. FOUND is "-" while that is not
 * known.
 * ---- */

int review_draft(const struct review *r, struct buf *out, struct err *e)
{
    size_t found, missing;
    review_counts(r, &found, &missing);
    escape(out, r->name);
    buf_addf(out, "\t%zu\t%zu\t%zu\t", r->report.bidi_controls, r->report.first_bidi_line,
             r->report.first_bidi_col);
    if (r->unread)
        buf_adds(out, "-\t");
    else
        buf_addf(out, "%zu\t", found);
    escape(out, review_title(r));
    buf_addf(out, "\t%zu\t%zu\t%zu\n", r->report.controls, r->report.first_control_line,
             r->report.first_control_col);
    for (size_t i = 0; i < r->corrections.n; i++)
        buf_addf(out, "%s\n", r->corrections.at[i]);
    if (r->typing) {
        buf_addc(out, '~');
        escape(out, r->typing);
        buf_addc(out, '\n');
    }
    buf_addc(out, '\n');
    buf_adds(out, r->parsed.source);
    return out->failed ? err_no_memory(e) : 0;
}

bool review_draft_summary(const char *draft, size_t *found, struct buf *title)
{
    size_t bidi, line, col;
    int used = 0;
    struct buf raw = { 0 };
    const char *end = strchr(draft, '\n'), *tab = strchr(draft, '\t');
    if (!end || !tab || tab > end)
        return false;
    *found = REVIEW_UNREAD;
    sscanf(tab, "\t%zu\t%zu\t%zu\t-%n", &bidi, &line, &col, &used);
    if (!used && sscanf(tab, "\t%zu\t%zu\t%zu\t%zu%n", &bidi, &line, &col, found, &used) != 4)
        return false;
    if (tab[used] != '\t')
        return false;
    buf_add(&raw, tab + used + 1, strcspn(tab + used + 1, "\t\n"));
    unescape(title, buf_text(&raw));
    bool whole = !raw.failed && !title->failed;
    buf_free(&raw);
    return whole;
}

static int restore_typing(struct review *r, const char *escaped, struct err *e)
{
    struct buf typing = { 0 };
    unescape(&typing, escaped);
    int rc = typing.failed || str_set(&r->typing, buf_text(&typing)) < 0 ? err_no_memory(e) : 0;
    buf_free(&typing);
    return rc;
}

static int repeat(struct review *r, const char *line, struct err *e)
{
    int part;
    size_t index;
    if (*line == '~')
        return restore_typing(r, line + 1, e);
    if (r->unread) /* made when it is read */
        return strs_add(&r->corrections, line) < 0 ? err_no_memory(e) : 0;
    if (sscanf(line, "-%d.%zu", &part, &index) == 2)
        return review_remove(r, (enum parsed_part)part, index, e);
    const char *tab = strchr(line, '\t');
    struct buf path = { 0 }, value = { 0 };
    if (!tab)
        return 0;
    buf_add(&path, line, (size_t)(tab - line));
    unescape(&value, tab + 1);
    int rc = review_correct(r, buf_text(&path), buf_text(&value), e);
    buf_free(&path);
    buf_free(&value);
    return rc;
}

static int restore_head(struct review *r, const char *line, const char *text, int32_t today,
                        struct stop *stop, struct err *e)
{
    struct text_report report = { 0 };
    struct buf name = { 0 }, raw = { 0 };
    const char *tab = strchr(line, '\t');
    buf_add(&raw, line, tab ? (size_t)(tab - line) : strlen(line));
    unescape(&name, buf_text(&raw));
    if (tab)
        sscanf(tab, "\t%zu\t%zu\t%zu\t%*[^\t\n]\t%*[^\t\n]\t%zu\t%zu\t%zu", &report.bidi_controls,
               &report.first_bidi_line, &report.first_bidi_col, &report.controls, &report.first_control_line,
               &report.first_control_col);
    int rc = review_read(r, buf_text(&name), text, &report, today, stop, e);
    buf_free(&name);
    buf_free(&raw);
    return rc;
}

int review_restore(struct review *r, const char *draft, int32_t today, struct stop *stop, struct err *e)
{
    const char *text = strstr(draft, "\n\n"), *end = strchr(draft, '\n');
    if (!text || !end)
        return err_set(e, ERR_INPUT, "%s", _("What was kept of this import cannot be read."));
    struct buf line = { 0 };
    buf_add(&line, draft, (size_t)(end - draft));
    int rc = restore_head(r, buf_text(&line), text + 2, today, stop, e);
    for (const char *p = end + 1; rc == 0 && p <= text; p = end + 1) {
        end = strchr(p, '\n');
        buf_clear(&line);
        buf_add(&line, p, (size_t)(end - p));
        if (line.len)
            rc = repeat(r, buf_text(&line), e);
    }
    buf_free(&line);
    return rc;
}

int review_read_on(struct review *r, struct stop *stop, struct err *e)
{
    struct buf draft = { 0 };
    struct review fresh = { .version = r->version };
    int rc = review_draft(r, &draft, e);
    if (rc == 0)
        rc = review_restore(&fresh, buf_text(&draft), r->today, stop, e);
    buf_free(&draft);
    if (rc < 0) { /* what there is stays */
        review_free(&fresh);
        return -1;
    }
    review_free(r);
    *r = fresh;
    return 0;
}
