/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/agenda_lines.h"

#include <stdio.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/present.h"
#include "satchel/app/review.h"
#include "satchel/app/start_here.h"
#include "satchel/base/i18n.h"
#include "satchel/store/store.h"

const struct agenda_row *agenda_lines_row(const struct agenda_lines *v, size_t line)
{
    return line < v->agenda.rows.n ? &v->agenda.rows.at[line] : NULL;
}

const struct draft *agenda_lines_draft(const struct agenda_lines *v, size_t line)
{
    size_t i = line - v->agenda.rows.n;
    return line != AGENDA_RULER && line >= v->agenda.rows.n && i < v->drafts.n ? &v->drafts.at[i] : NULL;
}

static const char *const WHAT[] = { [AGENDA_DEADLINE] = N_("deadline"),
                                    [AGENDA_CHECKIN] = N_("check-in"),
                                    [AGENDA_DRAFT] = N_("letter"),
                                    [AGENDA_BACKUP] = N_("backup") };

static char *when_text(const struct agenda_lines *v, const struct agenda_row *r)
{
    struct buf b = { 0 };
    if (r->kind == AGENDA_BACKUP)
        buf_adds(&b, r->day.set ? "" : _("never"));
    else if (r->due == DUE_OVERDUE)
        buf_addf(&b, _("OVERDUE %lldd"), (long long)v->today - r->day.v);
    if (b.len || !r->day.set)
        return buf_take(&b, NULL);
    return present_distance(r->day.v, v->today);
}

static void add_part(struct buf *out, const char *text)
{
    if (text && *text)
        buf_addf(out, "%s%s", out->len ? " · " : "", text);
}

/* Of a letter first whom it is to: several of a case have all else in common. In discreet mode initials
 * alone.
 */
static void about_text(const struct agenda_lines *v, const struct agenda_row *r, struct buf *out)
{
    char *name = present_name(v->app, r->name), *to = NULL;
    if (r->to && !v->app->discreet)
        to = present_addressee(v->app, r->to);
    if (to && *to) /* TRANSLATORS: behind the word "letter". */
        buf_addf(out, _("to %s"), to);
    add_part(out, name);
    str_free(to);
    str_free(name);
    if (r->kind == AGENDA_BACKUP)
        buf_adds(out, _("copy the vault to another disk"));
    else if (!v->app->discreet && strcmp(r->what, r->name) != 0)
        add_part(out, r->what);
}

/* What a letter is to be done with; *doubt: it was ready, and is not by now. */
static const char *what_text(const struct agenda_lines *v, const struct agenda_row *r,
                             const struct letter_doubt **doubt)
{
    *doubt = r->ready ? letter_doubts_of(&v->doubts, r->n) : NULL;
    return *doubt ? _("ready, but") : r->ready ? _("to send") : _(WHAT[r->kind]);
}

static void agenda_cells(const struct agenda_lines *v, const struct agenda_row *r, struct list_row *out)
{
    struct buf about = { 0 };
    const struct letter_doubt *doubt;
    const char *what = what_text(v, r, &doubt);
    char *when = when_text(v, r);
    if (doubt)
        buf_addf(&about, "%s · ", doubt->code);
    about_text(v, r, &about);
    if (about.len)
        about.data[strcspn(about.data, "\n")] = '\0';
    out->glyph = r->kind == AGENDA_DRAFT && r->due > DUE_SOON ? GLYPH_DRAFT : present_due[r->due].glyph;
    list_cell(out, 0, present_due[r->due].role, when);
    if (doubt)
        out->glyph = GLYPH_WARNING;
    list_cell(out, 1, doubt ? ROLE_WARNING : ROLE_TEXT, what);
    list_cell(out, 2, ROLE_TEXT, r->kind == AGENDA_BACKUP ? " " : r->number);
    list_cell(out, 3, ROLE_TEXT, r->kind == AGENDA_BACKUP ? " " : r->country);
    list_cell(out, 4, ROLE_TEXT, buf_text(&about));
    str_free(when);
    buf_free(&about);
}

/* "form add event case=..." is a new event; a form that changes a record has its label. */
char *agenda_lines_draft_label(const struct agenda_lines *v, const struct draft *d)
{
    struct buf b = { 0 };
    char word[32] = "";
    const struct kind *k = NULL;
    if (sscanf(d->view, "form add %31s", word) == 1)
        k = kind_named(word);
    if (k)
        buf_addf(&b, _("New: %s"), _(k->label));
    size_t i = (size_t)(d - v->drafts.at);
    buf_adds(&b, i < v->imports.n ? v->imports.at[i] : "");
    char *label = d->of && !k ? present_label(v->app, d->of) : NULL;
    buf_adds(&b, label);
    str_free(label);
    return buf_take(&b, NULL);
}

static void draft_cells(const struct agenda_lines *v, const struct draft *d, struct list_row *out)
{
    char *label = agenda_lines_draft_label(v, d), *day = present_distance((int32_t)(d->at / 86400), v->today);
    out->glyph = GLYPH_DRAFT;
    list_cell(out, 0, ROLE_DRAFT, day);
    list_cell(out, 1, ROLE_TEXT, _("not saved"));
    list_cell(out, 2, ROLE_TEXT, " ");
    list_cell(out, 3, ROLE_TEXT, " ");
    list_cell(out, 4, ROLE_TEXT, label);
    str_free(day);
    str_free(label);
}

const char *agenda_lines_count(size_t n, char out[static AGENDA_COUNT_BYTES])
{
    snprintf(out, AGENDA_COUNT_BYTES, n < AGENDA_COUNTED ? "%zu" : "%zu+", n);
    return out;
}

/* ngettext knows one number in a sentence: the numbers are given, their nouns are not bent. */
void agenda_lines_later(const struct agenda_lines *v, struct buf *out)
{
    char later[AGENDA_COUNT_BYTES], undated[AGENDA_COUNT_BYTES];
    buf_addf(out, _("%s later, %s without a date"), agenda_lines_count(v->agenda.later, later),
             agenda_lines_count(v->agenda.undated, undated));
}

/* Where those that are not listed are found: ": C cases". */
static void add_cases_key(const struct agenda_lines *v, struct buf *out)
{
    const struct command *c = command_by_name(&v->app->keymap, "cases");
    struct buf key = { 0 };
    start_here_key(&v->app->keymap, "cases", &key);
    if (key.len)
        buf_addf(out, ": %s %s", buf_text(&key), _(c->label));
    buf_free(&key);
}

void agenda_lines_fill(const struct agenda_lines *v, size_t line, struct list_row *out)
{
    if (line == AGENDA_RULER) {
        struct buf b = { 0 };
        agenda_lines_later(v, &b);
        add_cases_key(v, &b);
        out->heading = true;
        list_cell(out, 0, ROLE_DIM, buf_text(&b));
        buf_free(&b);
    } else if (agenda_lines_row(v, line)) {
        agenda_cells(v, agenda_lines_row(v, line), out);
    } else {
        draft_cells(v, agenda_lines_draft(v, line), out);
    }
}

/* ---- reading ---- */

/* Of a draft that does not say it. */
static bool read_summary(const struct agenda_lines *v, const struct draft *d, size_t *found,
                         struct buf *title)
{
    struct review r = { 0 };
    size_t missing;
    bool read = review_restore(&r, d->fields, v->today, NULL, NULL) == 0;
    if (read) {
        review_counts(&r, found, &missing);
        buf_adds(title, review_title(&r));
    }
    review_free(&r);
    return read;
}

/* "letter.txt, 12 things found"; in discreet mode the number alone. */
static void import_name(const struct agenda_lines *v, const struct draft *d, struct buf *out)
{
    struct buf title = { 0 };
    size_t found;
    bool known = review_draft_summary(d->fields, &found, &title) || read_summary(v, d, &found, &title);
    const char *name = v->app->discreet ? _("an import to look through") : buf_text(&title);
    if (known && found == REVIEW_UNREAD)
        buf_addf(out, _("%s · not read yet"), name);
    else if (known)
        buf_addf(out, P_("%s · %zu thing found", "%s · %zu things found", found), name, found);
    else
        buf_adds(out, _("an import to look through"));
    buf_free(&title);
}

static int name_imports(struct agenda_lines *v, struct err *e)
{
    struct buf name = { 0 };
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < v->drafts.n; i++) {
        const struct draft *d = &v->drafts.at[i];
        buf_clear(&name);
        if (strncmp(d->view, "import ", strlen("import ")) == 0)
            import_name(v, d, &name);
        rc = name.failed || strs_add(&v->imports, buf_text(&name)) < 0 ? err_no_memory(e) : 0;
    }
    buf_free(&name);
    return rc;
}

static void forget_lines(struct agenda_lines *v)
{
    agenda_free(&v->agenda);
    drafts_free(&v->drafts);
    strs_free(&v->imports);
}

void agenda_lines_free(struct agenda_lines *v)
{
    forget_lines(v);
    letter_doubts_free(&v->doubts);
}

static void look_from(struct agenda_lines *v, size_t row)
{
    while (row < v->agenda.rows.n && !v->agenda.rows.at[row].ready)
        row++;
    v->looked = row;
}

int agenda_lines_load(struct agenda_lines *v, struct err *e)
{
    forget_lines(v);
    v->today = store_today(v->app->store);
    int rc = agenda_load(v->app->store, v->today, DUE_SOON_DAYS, AGENDA_MOST, &v->agenda, e) < 0 ||
                     draft_list(v->app->store, &v->drafts, e) < 0 || name_imports(v, e) < 0
                 ? -1
                 : 0;
    look_from(v, 0);
    return rc;
}

bool agenda_lines_is_to_look(const struct agenda_lines *v)
{
    return v->looked < v->agenda.rows.n;
}

int agenda_lines_look(struct agenda_lines *v, struct err *e)
{
    int rc = letter_doubts_renew(v->app, v->agenda.rows.at[v->looked].n, &v->doubts, e);
    look_from(v, rc < 0 ? v->agenda.rows.n : v->looked + 1);
    return rc;
}
