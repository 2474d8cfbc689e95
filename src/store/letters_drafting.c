/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/store/letters_drafting.h"

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/casework/letter_words.h"
#include "satchel/store/store.h"

void drafting_free(struct drafting *d)
{
    struct rec *const all[] = { d->kase, d->appeal, d->sender, d->reused, d->template, d->model };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        rec_free(all[i]);
    str_free(d->lang);
    str_free(d->subject);
    str_free(d->salutation);
    store_rows_free(&d->targets);
    letters_texts_free(&d->texts);
    letters_asks_free(&d->asks);
}

const struct appeal *drafting_appeal(const struct drafting *d)
{
    return (const struct appeal *)d->appeal;
}

/* ---- which text ---- */

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

/* An appeal without a model letter that has requests in that language: then the drafts are made of them. */
static int find_requests(struct drafting *d, struct err *e)
{
    struct letters_asks asks = { 0 };
    const struct appeal *a = drafting_appeal(d);
    const char *lang = d->wish->lang;
    if (!a || a->letter_body)
        return 0;
    if (letters_asks_read(a, lang, &asks, e) < 0)
        return -1;
    bool has = letter_asks_has(&asks.all, lang) || letter_same_language(letters_model_language(a), lang);
    letters_asks_free(&asks);
    d->model = has ? rec_copy(d->appeal, e) : NULL;
    return has && !d->model ? -1 : 0;
}

static int take_by_language(struct drafting *d, struct err *e)
{
    const char *lang = d->wish->lang;
    if (find_model(d, e) < 0 || (!d->model && find_template(d, e) < 0) ||
        (!d->model && !d->template && find_requests(d, e) < 0) || set_lang(d, lang, e) < 0)
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
    return set_lang(d, lang ? lang : d->appeal ? drafting_appeal(d)->letter_lang : NULL, e);
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

static int find_text(struct drafting *d, struct err *e)
{
    const struct letters_wish *w = d->wish;
    const struct appeal *a = drafting_appeal(d);
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

bool drafting_is_bare(const struct drafting *d)
{
    return !d->reused && !d->template && !(d->model && ((const struct appeal *)d->model)->letter_body);
}

bool drafting_takes(const struct drafting *d, size_t request)
{
    return letter_asks_takes(&d->asks.all, request, d->asks.lang);
}

int drafting_take_text(struct drafting *d, struct err *e)
{
    if (find_text(d, e) < 0)
        return -1;
    return d->appeal && drafting_is_bare(d) ? letters_asks_read(drafting_appeal(d), d->lang, &d->asks, e) : 0;
}

/* ---- filled in ---- */

static char *copied(const char *text, struct err *e)
{
    char *copy = NULL;
    if (str_set(&copy, text ? text : "") < 0)
        err_no_memory(e);
    return copy;
}

static char *template_text(struct drafting *d, struct err *e)
{
    const char *text = ((const struct template *)d->template)->text;
    return letter_fill(text ? text : "", &d->texts.values, e);
}

static char *model_text(struct drafting *d, struct err *e)
{
    const struct appeal *a = (const struct appeal *)d->model;
    const char *asks = d->texts.values.at[LETTER_FIELD_ASKS];
    char *model =
             a && a->letter_body ? letter_model_of(a, e) : letter_asks_text(d->lang, asks ? asks : "", e),
         *text = NULL;
    if (model)
        text = letter_from_model(model, a ? a->letter_salutation : NULL, &d->texts.values, e);
    str_free(model);
    return text;
}

char *drafting_body(struct drafting *d, struct err *e)
{
    if (d->reused)
        return copied(((const struct letter *)d->reused)->body, e);
    char *text = d->template ? template_text(d, e) : model_text(d, e),
         *out = text ? letter_close(text, d->lang, e) : NULL;
    str_free(text);
    return out;
}
