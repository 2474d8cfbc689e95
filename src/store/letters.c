/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/letters.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/casework/address_sex.h"
#include "satchel/casework/letter_words.h"
#include "satchel/model/field.h"
#include "satchel/model/script.h"
#include "satchel/store/db.h"
#include "satchel/store/label.h"
#include "satchel/store/letters_drafting.h"
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

/* ---- one letter ---------------------------------------------------------------------------------------- */

/* What the appeal, the holder or the office says, in the language of the appeal; in another the general one.
 */
static const char *printed_salutation(const struct drafting *d, const struct letters_whom *w)
{
    const struct appeal *a = drafting_appeal(d);
    if (a && a->letter_lang && !letter_same_language(a->letter_lang, d->lang))
        return d->model && d->model->n != d->appeal->n ? ((const struct appeal *)d->model)->letter_salutation
                                                       : NULL;
    const char *own = letter_printed_salutation(&w->whom);
    bool theirs = d->first == w->target->n || ((const struct target *)w->target)->part == PART_CC;
    return own || !a || !theirs ? own : a->letter_salutation;
}

/* Nothing is printed: what their title says itself, else what is said to one of their sex. */
static int general_salutation(const struct drafting *d, const struct letters_whom *w, char **out,
                              struct err *e)
{
    const struct target *t = (const struct target *)w->target;
    char *label = letter_whom_label(&w->whom, e), *own = letter_title_salutation(d->lang, t->printed_title);
    struct lint_words *words = label ? lint_words_new(e) : NULL;
    const char *gender = w->whom.person ? w->whom.person->gender : NULL;
    const char *const texts[] = { t->printed_name, t->printed_title, label }; /* "M." begins a name */
    char sex = words && !own ? address_sex(words, d->lang, gender, texts, sizeof texts / sizeof *texts) : 0;
    int rc = words ? letter_salutation(d->lang, own, sex, out, e) : -1;
    lint_words_free(words);
    str_free(label);
    str_free(own);
    return rc;
}

static int find_salutation(struct drafting *d, const struct letters_whom *w, char **out, struct err *e)
{
    const char *printed = printed_salutation(d, w);
    if (((const struct target *)w->target)->part == PART_CC && d->salutation)
        return str_set(out, d->salutation) < 0 ? err_no_memory(e) : 0;
    if (!printed &&
        note_about(d, _("No salutation is known for %s: the letter has a general one."), &w->whom, e) < 0)
        return -1;
    int rc = printed ? letter_salutation(d->lang, printed, 0, out, e) : general_salutation(d, w, out, e);
    if (rc < 0)
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

static int note_email(struct drafting *d, const struct letters_whom *w, struct err *e)
{
    struct letters_reach reach;
    if (letters_reach(d->s, w, CONTACT_EMAIL, &reach, e) < 0)
        return -1;
    return reach.n || !reach.lost
               ? 0
               : note_about(
                     d, _("The e-mail address of %s is lost, or mail came back from it: look for another."),
                     &w->whom, e);
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
    return find_salutation(d, w, &to->salutation, e) < 0 || note_address(d, w, e) < 0 ? -1
                                                                                      : note_email(d, w, e);
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
    for (size_t i = 0; d->appeal && i < drafting_appeal(d)->asks.n; i++) {
        if (!drafting_takes(d, i))
            continue;
        struct rec_ref *ref = field_add(l, kind_field(&LETTER_KIND, "asks"), e);
        if (!ref)
            return -1;
        ref->n = drafting_appeal(d)->asks.at[i].row.n;
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
    l->body = drafting_body(d, e);
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

/* Requests in a language that the drafts are not in, where the drafts are made of requests. */
static int note_left_out(struct drafting *d, struct err *e)
{
    const size_t n = d->appeal ? drafting_appeal(d)->asks.n : 0;
    struct buf langs = { 0 }, b = { 0 };
    size_t left = 0;
    for (size_t i = 0; i < n; i++)
        left += !drafting_takes(d, i);
    if (!left)
        return 0;
    for (size_t k = 0; k < d->asks.all.n; k++)
        if (!letter_same_language(d->asks.all.langs[k], d->asks.lang))
            buf_addf(&langs, "%s%s", langs.len ? ", " : "", d->asks.all.langs[k]);
    /* TRANSLATORS: (%2$s) is a language's tag, or several. */
    buf_addf(
        &b,
        P_("%1$zu request in another language (%2$s) is left out: a letter in that language takes it.",
           "%1$zu requests in another language (%2$s) are left out: a letter in that language takes them.",
           left),
        left, buf_text(&langs));
    buf_free(&langs);
    return note(d, buf_take(&b, e), e);
}

static int note_general(struct drafting *d, struct err *e)
{
    if (!d->sender &&
        note(d, strdup(_("Nobody is known who writes: the letters are not signed. Add a sender.")), e) < 0)
        return -1;
    if (drafting_is_bare(d) &&
        note(d, strdup(_("The appeal has no model letter: the drafts hold what it asks for.")), e) < 0)
        return -1;
    return note_left_out(d, e);
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
        drafting_take_text(d, e) < 0 || (d->wish->only_new && skip_those_with_a_letter(d, e) < 0) ||
        letters_texts(d->s, (const struct kase *)d->kase, drafting_appeal(d), d->lang,
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

/* ERR_INPUT: what it was made of is gone. */
static int fresh_body(struct drafting *d, int64_t target, char **out, struct err *e)
{
    struct letters_whom w = { 0 };
    int rc = prepare(d, e);
    rc = rc == 0 ? letters_whom(d->s, target, 0, &w, e) : rc;
    rc = rc == 0 ? letters_texts_to(&w, &d->texts, e) : rc;
    *out = rc == 0 ? drafting_body(d, e) : NULL;
    letters_whom_free(&w);
    return *out ? 0 : -1;
}

int letters_fresh_body(struct store *s, const struct letter *l, char **out, struct err *e)
{
    const int64_t target = l->to.n ? l->to.at[0].target.n : 0;
    const struct letters_wish wish = { .kase = l->kase.n,
                                       .appeal = l->appeal.n,
                                       .targets = &target,
                                       .n_targets = 1,
                                       .lang = l->lang,
                                       .template = l->template.n,
                                       .sender = l->sender.n,
                                       .sign = l->sign };
    struct letters_made made = { 0 };
    struct drafting d = { .s = s, .wish = &wish, .made = &made };
    struct err why = { 0 };
    *out = NULL;
    int rc = target ? fresh_body(&d, target, out, &why) : 0;
    letters_made_free(&made);
    drafting_free(&d);
    if (rc == 0 || why.code == ERR_INPUT || why.code == ERR_NOT_FOUND)
        return 0;
    if (e)
        *e = why;
    return -1;
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
