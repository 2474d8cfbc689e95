/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/store/importing.h"
#include "satchel/store/tokenizer.h"

/* ---- the fields ---------------------------------------------------------------------------------------- */

#define PRINTED(key, record, member, from)                                                                   \
    {                                                                                                        \
        key, #from, offsetof(record, member), offsetof(struct parsed, from), false, true                     \
    }
#define BARE(key, record, member, from)                                                                      \
    {                                                                                                        \
        key, #from, offsetof(record, member), offsetof(struct parsed, from), false, false                    \
    }
#define DAY(key, record, member, from)                                                                       \
    {                                                                                                        \
        key, #from, offsetof(record, member), offsetof(struct parsed, from), true, true                      \
    }

const struct import_field IMPORT_APPEAL[] = {
    PRINTED("title", struct appeal, title, title),
    PRINTED("number", struct appeal, number, ua_number),
    PRINTED("index_no", struct appeal, index_no, index),
    PRINTED("prev_index", struct appeal, prev_index, previous_index),
    PRINTED("prev_link", struct appeal, prev_link, previous_ua_link),
    DAY("issued", struct appeal, issued, issue_date),
    DAY("deadline", struct appeal, deadline, deadline),
    DAY("closed_on", struct appeal, closed_on, closed_on),
    BARE("letter_lang", struct appeal, letter_lang, letter_lang),
    PRINTED("letter_salutation", struct appeal, letter_salutation, letter_salutation),
    PRINTED("letter_body", struct appeal, letter_body, letter_body),
};
const size_t IMPORT_APPEAL_N = sizeof IMPORT_APPEAL / sizeof *IMPORT_APPEAL;

const struct import_field IMPORT_CASE[] = {
    PRINTED("country", struct kase, country, country),
    PRINTED("summary", struct kase, summary, summary),
    PRINTED("background", struct kase, background, background),
    BARE("group_label", struct kase, group_label, group.label),
    BARE("group_pronouns", struct kase, group_pronouns, group.pronouns),
};
const size_t IMPORT_CASE_N = sizeof IMPORT_CASE / sizeof *IMPORT_CASE;

/* A number that cannot be read as printed is stored in its short form. */
static bool unreadable_number(const struct import_field *f, const struct parsed *p)
{
    char norm[NUMBER_NORM_BYTES];
    return f->from == offsetof(struct parsed, ua_number) && p->ua_number.text && p->ua_number_norm &&
           !number_normalize(p->ua_number.text, norm);
}

const char *import_read(const struct import_field *f, const struct parsed *p)
{
    const char *text = *(char *const *)((const char *)p + f->from);
    if (unreadable_number(f, p))
        text = p->ua_number_norm;
    return text ? text : "";
}

struct parsed_span import_place(const struct import_field *f, const struct parsed *p)
{
    if (!f->printed)
        return (struct parsed_span){ 0 };
    return ((const struct parsed_text *)(const void *)((const char *)p + f->from))->at;
}

char *import_stored(const struct import_field *f, const struct rec *r, struct err *e)
{
    const void *at = (const char *)r + f->at;
    const struct opt_day *day = at;
    struct buf out = { 0 };
    char text[DAY_TEXT_BYTES] = "";
    if (f->day && day->set)
        day_format(day->v, text);
    buf_adds(&out, f->day ? text : *(char *const *)at);
    return buf_take(&out, e);
}

int import_set(const struct import_field *f, struct rec *r, const char *value, struct err *e)
{
    void *at = (char *)r + f->at;
    struct opt_day *day = at;
    if (!f->day)
        return str_set(at, *value ? value : NULL) < 0 ? err_no_memory(e) : 0;
    day->set = day_parse(value, &day->v) == 0;
    return 0;
}

/* ---- texts --------------------------------------------------------------------------------------------- */

bool import_same_text(const char *a, const char *b)
{
    return text_same_folded(a ? a : "", b ? b : "");
}

static int fold_both(const char *a, const char *b, char **x, char **y, struct err *e)
{
    *x = text_fold(a, strlen(a), e);
    *y = *x ? text_fold(b, strlen(b), e) : NULL;
    return *y ? 0 : -1;
}

int import_holds(const char *whole, const char *part, bool *yes, struct err *e)
{
    char *x, *y;
    int rc = fold_both(whole, part, &x, &y, e);
    *yes = rc == 0 && strstr(x, y);
    str_free(x);
    str_free(y);
    return rc;
}

int import_begins(const char *whole, const char *part, bool *yes, struct err *e)
{
    char *x, *y;
    int rc = fold_both(whole, part, &x, &y, e);
    *yes = rc == 0 && strncmp(x, y, strlen(y)) == 0;
    str_free(x);
    str_free(y);
    return rc;
}

static int keep_word(void *arg, const struct token_word *w)
{
    return strs_addn(arg, w->text, w->len);
}

int import_words(const char *text, struct strs *out, struct err *e)
{
    return tokenizer_words(text, strlen(text), keep_word, out) < 0 ? err_no_memory(e) : 0;
}

static bool is_among(const struct strs *words, const char *word)
{
    for (size_t i = 0; i < words->n; i++)
        if (strcmp(words->at[i], word) == 0)
            return true;
    return false;
}

size_t import_shared_words(const struct strs *a, const struct strs *b)
{
    size_t n = 0;
    for (size_t i = 0; i < a->n; i++)
        n += is_among(b, a->at[i]);
    return n;
}

bool import_is_cut(const struct parsed *p)
{
    return parsed_warned(p, "truncated") || parsed_warned(p, "read-in-part");
}
