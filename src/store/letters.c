/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/letters.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/letter_words.h"
#include "satchel/model/field.h"
#include "satchel/model/script.h"
#include "satchel/store/db.h"
#include "satchel/store/label.h"
#include "satchel/store/letters_read.h"
#include "satchel/store/undo.h"
#include "satchel/store/write.h"

/* ---- who, and whom ------------------------------------------------------------------------------------- */

/* Those of an appeal that no update dropped: targets, then copies. */
static int appeal_targets(struct store *s, int64_t appeal, struct store_rows *out, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(s, appeal, KIND_TARGET, &rows, e);
    for (int part = PART_TO; rc == 0 && part <= PART_CC; part++)
        for (size_t i = 0; rc == 0 && i < rows.n; i++) {
            struct rec *r = NULL;
            rc = store_get(s, rows.at[i], &r, e);
            const struct target *t = (const struct target *)r;
            if (rc == 0 && t->part == part && rec_ref_is_none(&t->dropped_by))
                rc = dyn_room(out) < 0 ? err_no_memory(e) : (out->at[out->n++] = rows.at[i], 0);
            rec_free(r);
        }
    store_rows_free(&rows);
    return rc;
}

int letters_targets(struct store *s, int64_t kase, int64_t *appeal, struct store_rows *out, struct err *e)
{
    struct store_rows appeals = { 0 };
    *appeal = 0;
    int rc = store_children(s, kase, KIND_APPEAL, &appeals, e);
    for (size_t i = appeals.n; rc == 0 && i-- > 0 && !out->n;) {
        rc = appeal_targets(s, appeals.at[i], out, e);
        *appeal = out->n ? appeals.at[i] : 0;
    }
    store_rows_free(&appeals);
    return rc;
}

int letters_sender(struct store *s, int64_t *sender, int *sign, struct err *e)
{
    static const char LAST[] = "SELECT letter.sender, letter.sign FROM letter JOIN rec USING(n)"
                               " JOIN rec AS who ON who.n = letter.sender"
                               " WHERE rec.deleted = 0 AND who.deleted = 0 ORDER BY letter.n DESC LIMIT 1";
    static const char ONLY[] = "SELECT n FROM sender JOIN rec USING(n) WHERE deleted = 0 LIMIT 2";
    sqlite3_stmt *st = db_prepare(s, LAST, e);
    int rc = st ? db_step(st, e) : -1, word;
    *sender = rc > 0 ? sqlite3_column_int64(st, 0) : 0;
    word = rc > 0 ? rec_enum_find(&ENUM_letter_sign, (const char *)sqlite3_column_text(st, 1)) : 0;
    *sign = word > 0 ? word : SIGN_FULL;
    db_done(s, st);
    if (rc != 0)
        return rc < 0 ? -1 : 0;
    st = db_prepare(s, ONLY, e);
    if (st && (rc = db_step(st, e)) > 0) {
        *sender = sqlite3_column_int64(st, 0);
        rc = db_step(st, e);
        *sender = rc > 0 ? 0 : *sender;
    }
    db_done(s, st);
    return st && rc >= 0 ? 0 : -1;
}

/* ---- a draft in the making ----------------------------------------------------------------------------- */

struct drafting {
    struct store *s;
    const struct letters_wish *wish;
    struct letters_made *made;
    struct rec *kase, *appeal, *sender, *reused, *template;
    struct rec *model; /* the appeal whose model letter is taken; may be another than appeal */
    int64_t first;     /* whom the appeal names first: its salutation is theirs */
    int64_t main;      /* the first of those written to now that is no copy, else `first` */
    int sign;
    char *lang;                 /* NULL: not known */
    char *subject, *salutation; /* that of main: copies have it too */
    struct store_rows targets;
    struct letters_texts texts;
};

static void drafting_free(struct drafting *d)
{
    struct rec *const all[] = { d->kase, d->appeal, d->sender, d->reused, d->template, d->model };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        rec_free(all[i]);
    str_free(d->lang);
    str_free(d->subject);
    str_free(d->salutation);
    store_rows_free(&d->targets);
    letters_texts_free(&d->texts);
}

static int note(struct drafting *d, char *text, struct err *e)
{
    int rc = text && strs_add(&d->made->notes, text) == 0 ? 0 : err_no_memory(e);
    str_free(text);
    return rc;
}

/* A sentence with one place for a label. */
static int note_about(struct drafting *d, const char *form, const struct letter_whom *w, struct err *e)
{
    char *label = letter_whom_label(w, e);
    const char *place = strstr(form, "%s");
    struct buf b = { 0 };
    if (!label)
        return -1;
    buf_addf(&b, "%.*s%s%s", (int)(place - form), form, label, place + 2);
    str_free(label);
    return note(d, buf_take(&b, e), e);
}

static const struct appeal *appeal_of(const struct drafting *d)
{
    return (const struct appeal *)d->appeal;
}

static int check_target(struct drafting *d, int64_t n, int64_t *appeal, struct err *e)
{
    struct rec *r = NULL;
    struct rec_ref kase;
    if (letters_get(d->s, n, KIND_TARGET, &r, e) < 0)
        return -1;
    const struct target *t = (const struct target *)r;
    if (!*appeal)
        *appeal = t->appeal.n;
    if (!d->main && t->part == PART_TO)
        d->main = n;
    int rc = store_case_of(d->s, n, &kase, e);
    if (rc == 0 && kase.n != d->wish->kase)
        rc =
            err_set(e, ERR_INPUT, _("One of those to write to belongs to another case. No letter was made."));
    rec_free(r);
    return rc;
}

static int find_first(struct drafting *d, int64_t appeal, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = appeal_targets(d->s, appeal, &rows, e);
    d->first = rc == 0 && rows.n ? rows.at[0] : 0;
    d->main = d->main ? d->main : d->first;
    store_rows_free(&rows);
    return rc;
}

static int take_targets(struct drafting *d, int64_t *appeal, struct err *e)
{
    const struct letters_wish *w = d->wish;
    int64_t found = 0;
    int rc = w->n_targets ? 0
             : w->appeal  ? appeal_targets(d->s, w->appeal, &d->targets, e)
                          : letters_targets(d->s, w->kase, &found, &d->targets, e);
    *appeal = w->appeal ? w->appeal : found;
    for (size_t i = 0; rc == 0 && i < w->n_targets; i++)
        rc =
            dyn_room(&d->targets) < 0 ? err_no_memory(e) : (d->targets.at[d->targets.n++] = w->targets[i], 0);
    if (rc == 0 && !d->targets.n)
        rc = err_set(e, ERR_INPUT,
                     _("This case does not say whom to write to. No letter was made. Add an appeal and a "
                       "target, or import the appeal."));
    for (size_t i = 0; rc == 0 && i < d->targets.n; i++)
        rc = check_target(d, d->targets.at[i], appeal, e);
    return rc == 0 ? find_first(d, *appeal, e) : rc;
}

static int take_sender(struct drafting *d, struct err *e)
{
    int64_t sender = d->wish->sender;
    int sign = SIGN_FULL;
    if (!sender && letters_sender(d->s, &sender, &sign, e) < 0)
        return -1;
    d->sign = d->wish->sign >= 0 ? d->wish->sign : sign;
    return sender ? letters_get(d->s, sender, KIND_SENDER, &d->sender, e) : 0;
}

/* ---- which text ---------------------------------------------------------------------------------------- */

static int set_lang(struct drafting *d, const char *lang, struct err *e)
{
    return str_set(&d->lang, lang && *lang ? lang : NULL) < 0 ? err_no_memory(e) : 0;
}

/* The newest appeal of the case with a model letter in the language that is wished for. */
static int find_model(struct drafting *d, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_children(d->s, d->wish->kase, KIND_APPEAL, &rows, e);
    for (size_t i = rows.n; rc == 0 && !d->model && i-- > 0;) {
        struct rec *r = NULL;
        rc = store_get(d->s, rows.at[i], &r, e);
        const struct appeal *a = (const struct appeal *)r;
        if (rc == 0 && a->letter_body && letter_same_language(letters_model_language(a), d->wish->lang))
            d->model = r;
        else
            rec_free(r);
    }
    store_rows_free(&rows);
    return rc;
}

/* The newest template in the language that is wished for. */
static int find_template(struct drafting *d, struct err *e)
{
    struct store_rows rows = { 0 };
    int rc = store_list(d->s, &(struct store_query){ .kind = KIND_TEMPLATE }, &rows, e);
    for (size_t i = rows.n; rc == 0 && !d->template && i-- > 0;) {
        struct rec *r = NULL;
        rc = store_get(d->s, rows.at[i], &r, e);
        if (rc == 0 && letter_same_language(((const struct template *)r)->lang, d->wish->lang))
            d->template = r;
        else
            rec_free(r);
    }
    store_rows_free(&rows);
    return rc;
}

static int take_by_language(struct drafting *d, struct err *e)
{
    const char *lang = d->wish->lang;
    if (find_model(d, e) < 0 || (!d->model && find_template(d, e) < 0) || set_lang(d, lang, e) < 0)
        return -1;
    if (d->model || d->template)
        return 0;
    return err_set(
        e, ERR_INPUT,
        _("There is neither a model letter nor a template in that language (%s). No letter was made. "
          "Add a template in it, or write without choosing a language."),
        lang);
}

static int take_template(struct drafting *d, struct err *e)
{
    if (letters_get(d->s, d->wish->template, KIND_TEMPLATE, &d->template, e) < 0)
        return -1;
    const struct template *t = (const struct template *)d->template;
    if (d->wish->lang && t->lang && !letter_same_language(t->lang, d->wish->lang))
        return err_set(e, ERR_INPUT, _("That template is in another language (%s). No letter was made."),
                       t->lang);
    const char *lang = d->wish->lang ? d->wish->lang : t->lang;
    return set_lang(d, lang ? lang : d->appeal ? appeal_of(d)->letter_lang : NULL, e);
}

static int take_reused(struct drafting *d, struct err *e)
{
    if (letters_get(d->s, d->wish->reuse, KIND_LETTER, &d->reused, e) < 0)
        return -1;
    const struct letter *l = (const struct letter *)d->reused;
    if (d->wish->lang && !letter_same_language(l->lang, d->wish->lang))
        return err_set(e, ERR_INPUT,
                       _("The letter to be used again is in another language. No letter was made."));
    return set_lang(d, l->lang, e);
}

static int take_text(struct drafting *d, struct err *e)
{
    const struct letters_wish *w = d->wish;
    const struct appeal *a = appeal_of(d);
    if (w->reuse)
        return take_reused(d, e);
    if (w->template)
        return take_template(d, e);
    if (w->lang && *w->lang &&
        !(a && a->letter_body && letter_same_language(letters_model_language(a), w->lang)))
        return take_by_language(d, e);
    d->model = a ? rec_copy(d->appeal, e) : NULL;
    return a && !d->model ? -1 : set_lang(d, a ? letters_model_language(a) : LETTERS_USUAL_LANGUAGE, e);
}

static char *template_text(struct drafting *d, struct err *e)
{
    const char *text = ((const struct template *)d->template)->text;
    char *filled = letter_fill(text ? text : "", &d->texts.values, e),
         *out = filled ? letter_close(filled, d->lang, e) : NULL;
    str_free(filled);
    return out;
}

static char *body_of(struct drafting *d, struct err *e)
{
    const struct appeal *a = (const struct appeal *)d->model;
    if (d->reused || d->template) {
        const char *text = d->reused ? ((const struct letter *)d->reused)->body : NULL;
        char *copy = NULL;
        if (!d->reused)
            return template_text(d, e);
        if (str_set(&copy, text ? text : "") < 0)
            err_no_memory(e);
        return copy;
    }
    const char *asks = d->texts.values.at[LETTER_FIELD_ASKS];
    bool has_model = a && a->letter_body;
    char *model = has_model ? letter_model_of(a, e) : NULL, *text = NULL, *out = NULL;
    if (!has_model || model)
        text = letter_from_model(model  ? model
                                 : asks ? asks
                                        : "",
                                 a ? a->letter_salutation : NULL, &d->texts.values, e);
    out = text ? letter_close(text, d->lang, e) : NULL;
    str_free(model);
    str_free(text);
    return out;
}

/* ---- one letter ---------------------------------------------------------------------------------------- */

/* What the appeal, the holder or the office says, in the language of the appeal; in another the general one.
 */
static const char *printed_salutation(const struct drafting *d, const struct letters_whom *w)
{
    const struct appeal *a = appeal_of(d);
    if (a && a->letter_lang && !letter_same_language(a->letter_lang, d->lang))
        return d->model && d->model->n != d->appeal->n ? ((const struct appeal *)d->model)->letter_salutation
                                                       : NULL;
    const char *own = letter_printed_salutation(&w->whom);
    bool theirs = d->first == w->target->n || ((const struct target *)w->target)->part == PART_CC;
    return own || !a || !theirs ? own : a->letter_salutation;
}

static int find_salutation(struct drafting *d, const struct letters_whom *w, char **out, struct err *e)
{
    const char *printed = printed_salutation(d, w);
    if (((const struct target *)w->target)->part == PART_CC && d->salutation)
        return str_set(out, d->salutation) < 0 ? err_no_memory(e) : 0;
    if (!printed &&
        note_about(d, _("No salutation is known for %s: the letter has a general one."), &w->whom, e) < 0)
        return -1;
    if (letter_salutation(d->lang, printed, out, e) < 0)
        return -1;
    return d->main != w->target->n || !*out ? 0 : str_set(&d->salutation, *out) < 0 ? err_no_memory(e) : 0;
}

static int note_address(struct drafting *d, const struct letters_whom *w, struct err *e)
{
    if (!w->address)
        return note_about(d, _("No address is known for %s: the letter has none, and no label."), &w->whom,
                          e);
    return w->stale ? note_about(d,
                                 _("The address of %s is no longer good, or mail came back from it: look for "
                                   "another."),
                                 &w->whom, e)
                    : 0;
}

static int add_to(struct drafting *d, struct letter *l, const struct letters_whom *w, struct err *e)
{
    struct letter_to *to = field_add(l, kind_field(&LETTER_KIND, "to"), e);
    const struct address *a = w->whom.address;
    size_t i = letter_address_text(a, NULL, d->lang);
    if (!to)
        return -1;
    to->target.n = w->target->n;
    to->part = ((const struct target *)w->target)->part;
    if (a && i < a->texts.n) {
        const struct address_text *t = &a->texts.at[i];
        to->address.n = a->rec.n;
        if (str_set(&to->script, t->script ? t->script : t->lines ? script_of(t->lines) : NULL) < 0)
            return err_no_memory(e);
    }
    return find_salutation(d, w, &to->salutation, e) < 0 ? -1 : note_address(d, w, e);
}

/* Behind the one who gets a copy stands whose letter it is. */
static int add_original(struct drafting *d, struct letter *l, struct err *e)
{
    if (l->to.at[0].part != PART_CC || !d->main || d->main == l->to.at[0].target.n)
        return 0;
    struct letter_to *to = field_add(l, kind_field(&LETTER_KIND, "to"), e);
    if (to)
        to->target.n = d->main;
    return to ? 0 : -1;
}

static int add_asks(const struct drafting *d, struct letter *l, struct err *e)
{
    for (size_t i = 0; d->appeal && i < appeal_of(d)->asks.n; i++) {
        struct rec_ref *ref = field_add(l, kind_field(&LETTER_KIND, "asks"), e);
        if (!ref)
            return -1;
        ref->n = appeal_of(d)->asks.at[i].row.n;
    }
    return 0;
}

static int fill_letter(struct drafting *d, struct letter *l, const struct letters_whom *w, struct err *e)
{
    l->kase.n = d->kase->n;
    l->appeal.n = d->appeal ? d->appeal->n : 0;
    l->sender.n = d->sender ? d->sender->n : 0;
    l->template.n = d->template ? d->template->n : 0;
    l->sign = d->sign;
    if (add_to(d, l, w, e) < 0 || add_original(d, l, e) < 0 || add_asks(d, l, e) < 0)
        return -1;
    if (str_set(&l->lang, d->lang) < 0 || str_set(&l->subject, d->subject) < 0)
        return err_no_memory(e);
    l->body = body_of(d, e);
    return l->body ? 0 : -1;
}

static int draft_one(struct drafting *d, int64_t target, struct err *e)
{
    struct letters_whom w = { 0 };
    struct rec *r = rec_new(KIND_LETTER, e);
    int rc = r ? letters_whom(d->s, target, 0, &w, e) : -1;
    rc = rc == 0 ? letters_texts_to(&w, &d->texts, e) : rc;
    rc = rc == 0 ? fill_letter(d, (struct letter *)r, &w, e) : rc;
    rc = rc == 0 ? store_add(d->s, r, e) : rc;
    if (rc == 0)
        rc = dyn_room(&d->made->letters) < 0 ? err_no_memory(e)
                                             : (d->made->letters.at[d->made->letters.n++] = r->n, 0);
    letters_whom_free(&w);
    rec_free(r);
    return rc;
}

/* ---- all of them --------------------------------------------------------------------------------------- */

static int note_general(struct drafting *d, struct err *e)
{
    if (!d->sender &&
        note(d, strdup(_("Nobody is known who writes: the letters are not signed. Add a sender.")), e) < 0)
        return -1;
    bool bare = !d->reused && !d->template && !(d->model && ((const struct appeal *)d->model)->letter_body);
    return bare ? note(d, strdup(_("The appeal has no model letter: the drafts hold what it asks for.")), e)
                : 0;
}

static bool is_waiting(const struct letter *l, int64_t target, const char *lang)
{
    return l->state != LETTER_SENT && l->to.n && l->to.at[0].target.n == target &&
           (!l->lang || !lang || letter_same_language(l->lang, lang));
}

/* Whether the target has a letter that was not sent yet. */
static int has_letter(struct drafting *d, const struct store_rows *letters, int64_t target, bool *has,
                      struct err *e)
{
    *has = false;
    for (size_t i = 0; i < letters->n && !*has; i++) {
        struct rec *r = NULL;
        if (store_get(d->s, letters->at[i], &r, e) < 0)
            return -1;
        *has = is_waiting((const struct letter *)r, target, d->lang);
        rec_free(r);
    }
    return 0;
}

static int note_skipped(struct drafting *d, int64_t target, struct err *e)
{
    struct letters_whom w = { 0 };
    int rc = letters_whom(d->s, target, 0, &w, e);
    rc = rc == 0 ? note_about(d, _("A letter to %s is there already and not sent: no other was made."),
                              &w.whom, e)
                 : rc;
    letters_whom_free(&w);
    return rc;
}

static int skip_those_with_a_letter(struct drafting *d, struct err *e)
{
    struct store_rows letters = { 0 };
    size_t kept = 0;
    int rc = store_children(d->s, d->wish->kase, KIND_LETTER, &letters, e);
    for (size_t i = 0; rc == 0 && i < d->targets.n; i++) {
        bool has;
        rc = has_letter(d, &letters, d->targets.at[i], &has, e);
        if (rc == 0 && has)
            rc = note_skipped(d, d->targets.at[i], e);
        else if (rc == 0)
            d->targets.at[kept++] = d->targets.at[i];
    }
    store_rows_free(&letters);
    d->targets.n = kept;
    if (rc == 0 && !kept)
        rc = err_set(e, ERR_INPUT,
                     _("Each to be written to has a letter that was not sent yet. No letter was made. Name "
                       "whom to write to once more."));
    return rc;
}

static int prepare(struct drafting *d, struct err *e)
{
    int64_t appeal = 0;
    if (letters_get(d->s, d->wish->kase, KIND_CASE, &d->kase, e) < 0 || take_targets(d, &appeal, e) < 0 ||
        (appeal && letters_get(d->s, appeal, KIND_APPEAL, &d->appeal, e) < 0) || take_sender(d, e) < 0 ||
        take_text(d, e) < 0 || (d->wish->only_new && skip_those_with_a_letter(d, e) < 0) ||
        letters_texts(d->s, (const struct kase *)d->kase, appeal_of(d), d->lang,
                      (const struct sender *)d->sender, d->sign, &d->texts, e) < 0)
        return -1;
    const char *people = d->texts.values.at[LETTER_FIELD_PERSON];
    if (str_set(&d->subject, people && *people ? people : ((const struct kase *)d->kase)->title) < 0)
        return err_no_memory(e);
    return note_general(d, e);
}

static int draft_all(struct drafting *d, struct err *e)
{
    struct buf label = { 0 };
    char *name = store_label(d->s, d->kase->n, e);
    buf_addf(&label, P_("%zu draft for %s", "%zu drafts for %s", d->targets.n), d->targets.n,
             name ? name : "");
    int rc = name ? store_step_begin(d->s, buf_text(&label), e) : -1;
    str_free(name);
    buf_free(&label);
    if (rc < 0)
        return -1;
    for (size_t i = 0; rc == 0 && i < d->targets.n; i++)
        rc = draft_one(d, d->targets.at[i], e);
    if (rc < 0)
        store_step_cancel(d->s);
    return rc < 0 ? -1 : store_step_end(d->s, d->made->letters.at[0], e);
}

int letters_draft(struct store *s, const struct letters_wish *w, struct letters_made *made, struct err *e)
{
    struct drafting d = { .s = s, .wish = w, .made = made };
    int rc = prepare(&d, e);
    rc = rc == 0 ? draft_all(&d, e) : rc;
    if (rc < 0)
        letters_made_free(made);
    drafting_free(&d);
    return rc;
}

void letters_made_free(struct letters_made *made)
{
    store_rows_free(&made->letters);
    strs_free(&made->notes);
    *made = (struct letters_made){ 0 };
}

int letters_copy(struct store *s, int64_t n, int64_t *copy, struct err *e)
{
    struct rec *r = NULL, *new = NULL;
    int rc = letters_get(s, n, KIND_LETTER, &r, e);
    new = rc == 0 ? rec_copy(r, e) : NULL;
    rc = new ? 0 : -1;
    struct letter *l = (struct letter *)new;
    if (rc == 0) {
        new->n = 0;
        memset(new->id, 0, sizeof new->id);
        l->state = LETTER_DRAFT;
        l->ready_at = l->sent_at = (struct opt_day){ 0 };
        rc = str_set(&l->frozen, NULL);
        field_clear(new, kind_field(&LETTER_KIND, "findings"));
    }
    rc = rc == 0 ? store_add(s, new, e) : rc;
    *copy = rc == 0 ? new->n : 0;
    rec_free(r);
    rec_free(new);
    return rc;
}
