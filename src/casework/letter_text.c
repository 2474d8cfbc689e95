/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/letter_text.h"

#include <stdbool.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/casework/letter_words.h"
#include "satchel/model/kase.h"

static const struct {
    const char *word, *says;
} FIELDS[] = {
#define X(name, word, text) { word, text },
    LETTER_FIELDS(X)
#undef X
};

const char *letter_field_word(enum letter_field f)
{
    return FIELDS[f].word;
}

const char *letter_field_says(enum letter_field f)
{
    return _(FIELDS[f].says);
}

static const char *value_of(const struct letter_values *v, int field)
{
    return field >= 0 && v->at[field] && *v->at[field] ? v->at[field] : NULL;
}

/* ---- templates ---- */

static int field_named(const char *word, size_t n)
{
    for (int i = 0; i < LETTER_FIELD_COUNT; i++)
        if (strlen(FIELDS[i].word) == n && memcmp(FIELDS[i].word, word, n) == 0)
            return i;
    return -1;
}

static int unknown_field(const char *word, size_t n, struct err *e)
{
    struct buf all = { 0 };
    for (int i = 0; i < LETTER_FIELD_COUNT; i++)
        buf_addf(&all, "%s{%s}", i ? " " : "", FIELDS[i].word);
    int rc =
        err_set(e, ERR_INPUT,
                _("The template has a field {%.*s}, which there is not. Nothing was made. There are: %s."),
                (int)(n < 40 ? n : 40), word, buf_text(&all));
    buf_free(&all);
    return rc;
}

/* One field from its brace on; *n: how much was read. */
static int fill_one(const char *at, const struct letter_values *v, struct buf *b, size_t *n, struct err *e)
{
    size_t len = strcspn(at + 1, "{}\n");
    if (at[1] == '{' || at[1 + len] != '}') {
        *n = at[1] == '{' ? 2 : 1;
        buf_addc(b, '{');
        return 0;
    }
    int field = field_named(at + 1, len);
    if (field < 0)
        return unknown_field(at + 1, len, e);
    *n = len + 2;
    const char *value = value_of(v, field);
    buf_add(b, value ? value : at, value ? strlen(value) : *n);
    return 0;
}

char *letter_fill(const char *template, const struct letter_values *v, struct err *e)
{
    struct buf b = { 0 };
    while (*template) {
        size_t n = strcspn(template, "{");
        buf_add(&b, template, n);
        template += n;
        if (*template && fill_one(template, v, &b, &n, e) < 0) {
            buf_free(&b);
            return NULL;
        }
        template += *template ? n : 0;
    }
    return buf_take(&b, e);
}

int letter_fill_check(const char *template, struct err *e)
{
    char *text = letter_fill(template, &(struct letter_values){ 0 }, e);
    str_free(text);
    return text ? 0 : -1;
}

/* ---- model letters ---- */

/* What placeholders are called, folded; only what is the sender's. */
static const struct {
    const char *word;
    enum letter_field field;
} PLACEHOLDERS[] = {
    { "your name", LETTER_FIELD_SENDER },
    { "name", LETTER_FIELD_SENDER },
    { "your full name", LETTER_FIELD_SENDER },
    { "signature", LETTER_FIELD_SENDER },
    { "full name", LETTER_FIELD_SENDER },
    { "su nombre", LETTER_FIELD_SENDER },
    { "tu nombre", LETTER_FIELD_SENDER },
    { "nombre", LETTER_FIELD_SENDER },
    { "firma", LETTER_FIELD_SENDER },
    { "votre nom", LETTER_FIELD_SENDER },
    { "nom", LETTER_FIELD_SENDER },
    { "prenom nom", LETTER_FIELD_SENDER },
    { "ihr name", LETTER_FIELD_SENDER },
    { "dein name", LETTER_FIELD_SENDER },
    { "unterschrift", LETTER_FIELD_SENDER },
    { "il suo nome", LETTER_FIELD_SENDER },
    { "nome", LETTER_FIELD_SENDER },
    { "seu nome", LETTER_FIELD_SENDER },
    { "uw naam", LETTER_FIELD_SENDER },
    { "naam", LETTER_FIELD_SENDER },
    { "ваше имя", LETTER_FIELD_SENDER },
    { "имя", LETTER_FIELD_SENDER },
    { "您的姓名", LETTER_FIELD_SENDER },
    { "你的姓名", LETTER_FIELD_SENDER },
    { "您的名字", LETTER_FIELD_SENDER },
    { "姓名", LETTER_FIELD_SENDER },
    { "اسمك", LETTER_FIELD_SENDER },
    { "الاسم", LETTER_FIELD_SENDER },
    { "your city", LETTER_FIELD_TOWN },
    { "your town", LETTER_FIELD_TOWN },
    { "city", LETTER_FIELD_TOWN },
    { "town", LETTER_FIELD_TOWN },
    { "ciudad", LETTER_FIELD_TOWN },
    { "ville", LETTER_FIELD_TOWN },
    { "votre ville", LETTER_FIELD_TOWN },
    { "ort", LETTER_FIELD_TOWN },
    { "date", LETTER_FIELD_DATE },
    { "today's date", LETTER_FIELD_DATE },
    { "fecha", LETTER_FIELD_DATE },
    { "datum", LETTER_FIELD_DATE },
    { "data", LETTER_FIELD_DATE },
    { "дата", LETTER_FIELD_DATE },
    { "日期", LETTER_FIELD_DATE },
    { "التاريخ", LETTER_FIELD_DATE },
};

static const struct bracket {
    const char *open, *close;
} BRACKETS[] = { { "[", "]" }, { "<", ">" }, { "【", "】" }, { "［", "］" }, { "〔", "〕" } };
enum { PLACEHOLDER_BYTES = 48, N_BRACKETS = sizeof BRACKETS / sizeof *BRACKETS };

static int field_called(const char *text, size_t n, struct err *e)
{
    char *folded = text_fold(text, n, e);
    int field = folded ? LETTER_FIELD_COUNT : -1;
    for (size_t i = 0; folded && i < sizeof PLACEHOLDERS / sizeof *PLACEHOLDERS; i++) {
        char *word = text_fold(PLACEHOLDERS[i].word, strlen(PLACEHOLDERS[i].word), e);
        if (word && strcmp(word, folded) == 0)
            field = (int)PLACEHOLDERS[i].field;
        str_free(word);
    }
    str_free(folded);
    return field;
}

/* The placeholder that begins at `at`: its field, or LETTER_FIELD_COUNT when none does; *n: its length. -1:
 * no memory. */
static int placeholder_at(const char *at, size_t *n, struct err *e)
{
    for (size_t i = 0; i < N_BRACKETS; i++) {
        size_t open = strlen(BRACKETS[i].open);
        if (strncmp(at, BRACKETS[i].open, open) != 0)
            continue;
        const char *close = strstr(at + open, BRACKETS[i].close);
        if (!close || close - at > PLACEHOLDER_BYTES)
            continue;
        *n = (size_t)(close - at) + strlen(BRACKETS[i].close);
        return field_called(at + open, (size_t)(close - at) - open, e);
    }
    return LETTER_FIELD_COUNT;
}

/* Cuts white space, and a placeholder of the sender's, off the end; whether there was one. -1: no memory. */
static int cut_tail(const char *text, size_t *n, struct err *e)
{
    while (*n && strchr(" \t\n", text[*n - 1]))
        (*n)--;
    size_t from = *n > PLACEHOLDER_BYTES + 8 ? *n - PLACEHOLDER_BYTES - 8 : 0;
    for (size_t at = from; at < *n; at++) {
        size_t len = 0;
        int field = placeholder_at(text + at, &len, e);
        if (field < 0)
            return -1;
        if (field < LETTER_FIELD_COUNT && at + len == *n) {
            *n = at;
            return 1;
        }
    }
    return 0;
}

static void add_filled(const char *text, size_t n, const struct letter_values *v, struct buf *b)
{
    for (size_t at = 0; at < n;) {
        size_t len = 0;
        int field = placeholder_at(text + at, &len, NULL);
        const char *value = field < LETTER_FIELD_COUNT ? value_of(v, field) : NULL;
        if (value)
            buf_adds(b, value);
        else
            buf_addc(b, text[at]);
        at += value ? len : 1;
    }
}

/* What stands behind the salutation, when the text begins with it. */
static const char *behind_salutation(const char *text, const char *salutation)
{
    size_t n = strcspn(text, "\n"), said = 0, line = 0;
    const char *a = text_trim(salutation ? salutation : "", salutation ? strlen(salutation) : 0, &said);
    const char *b = text_trim(text, n, &line);
    if (!said || line < said || line > said + 3 || memcmp(a, b, said) != 0)
        return text;
    return text + n + strspn(text + n, "\n");
}

static bool is_request(const struct appeal *a, const char *line, size_t n)
{
    enum { MORE = 4 }; /* "." or ";" behind it */
    for (size_t i = 0; i < a->asks.n; i++) {
        const char *ask = a->asks.at[i].text;
        size_t len = ask ? strlen(ask) : 0;
        if (len && n >= len && n - len <= MORE && memcmp(line, ask, len) == 0)
            return true;
    }
    return false;
}

static bool ends_in_colon(const char *line, size_t n)
{
    return (n && line[n - 1] == ':') || (n > 2 && memcmp(line + n - 3, "：", 3) == 0);
}

char *letter_model_of(const struct appeal *a, struct err *e)
{
    struct buf b = { 0 };
    bool list = false; /* an item may stand here */
    for (const char *at = a->letter_body ? a->letter_body : ""; *at;) {
        size_t line = strcspn(at, "\n"), n;
        const char *text = text_trim(at, line, &n);
        bool item = n && list && is_request(a, text, n);
        buf_adds(&b, item ? "- " : "");
        list = n ? item || ends_in_colon(text, n) : list;
        line += at[line] == '\n';
        buf_add(&b, at, line);
        at += line;
    }
    return buf_take(&b, e);
}

char *letter_from_model(const char *model, const char *salutation, const struct letter_values *v,
                        struct err *e)
{
    struct buf b = { 0 };
    const char *text = behind_salutation(model, salutation);
    size_t n = strlen(text);
    int cut;
    while ((cut = cut_tail(text, &n, e)) > 0)
        ;
    if (cut < 0)
        return NULL;
    add_filled(text, n, v, &b);
    return buf_take(&b, e);
}

char *letter_close(const char *body, const char *lang, struct err *e)
{
    const struct letter_words *w = letter_words_of(lang);
    size_t n;
    struct buf b = { 0 };
    const char *text = text_trim(body, strlen(body), &n);
    buf_add(&b, text, n);
    if (w && n && !letter_has_closing(lang, text))
        buf_addf(&b, "\n\n%s", w->closing);
    return buf_take(&b, e);
}
