/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/letter.h"

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"
#include "satchel/model/script.h"

static bool is_text(const char *s)
{
    return s && !text_is_blank(s);
}

/* ---- who writes ---- */

/* "Anna Bell" -> "A. B." */
static void add_initials(const char *name, struct buf *b)
{
    for (size_t i = 0; name[i];) {
        uint32_t cp;
        size_t n = text_decode(name + i, strlen(name + i), &cp);
        bool start = i == 0 || name[i - 1] == ' ' || name[i - 1] == '-';
        if (start && text_is_alnum(cp)) {
            buf_adds(b, b->len ? " " : "");
            buf_add(b, name + i, n);
            buf_addc(b, '.');
        }
        i += n;
    }
}

int letter_signature(const struct sender *s, int sign, char **out, struct err *e)
{
    struct buf b = { 0 };
    *out = NULL;
    if (!s || sign == SIGN_NONE)
        return 0;
    if (sign == SIGN_FULL)
        buf_adds(&b, s->name ? s->name : "");
    else if (is_text(s->initials))
        buf_adds(&b, s->initials);
    else
        add_initials(s->name ? s->name : "", &b);
    *out = buf_take(&b, e);
    return *out ? 0 : -1;
}

static void add_line(struct buf *b, const char *text)
{
    if (is_text(text))
        buf_addf(b, "%s%s", b->len ? "\n" : "", text);
}

int letter_sender(const struct sender *s, int sign, struct letter_page *page, struct err *e)
{
    struct buf b = { 0 };
    if (!s || sign == SIGN_NONE)
        return 0;
    if (letter_signature(s, sign, &page->signature, e) < 0)
        return -1;
    if (sign == SIGN_INITIALS || !s->lines || !text_has_words(s->lines, page->signature))
        add_line(&b, page->signature);
    add_line(&b, sign == SIGN_FULL ? s->lines : s->town);
    page->sender_lines = buf_take(&b, e);
    return page->sender_lines ? 0 : -1;
}

/* ---- whom it goes to ---- */

const char *letter_printed_salutation(const struct letter_whom *w)
{
    if (is_text(w->target->salutation))
        return w->target->salutation;
    if (w->holder && is_text(w->holder->salutation))
        return w->holder->salutation;
    return w->office && is_text(w->office->salutation) ? w->office->salutation : NULL;
}

static const char *title_of(const struct letter_whom *w)
{
    return is_text(w->target->printed_title) ? w->target->printed_title : w->office ? w->office->title : NULL;
}

static const char *name_of(const struct letter_whom *w)
{
    const struct person *p = w->person;
    if (is_text(w->target->printed_name))
        return w->target->printed_name;
    return p && p->names.n && !p->withheld_name ? p->names.at[0].text : NULL;
}

char *letter_whom_label(const struct letter_whom *w, struct err *e)
{
    struct buf b = { 0 };
    const char *parts[] = { title_of(w), name_of(w) };
    for (size_t i = 0; i < 2; i++)
        if (is_text(parts[i]))
            buf_addf(&b, "%s%s", b.len ? ", " : "", parts[i]);
    if (!b.len && w->office && is_text(w->office->institution))
        buf_adds(&b, w->office->institution);
    return buf_take(&b, e);
}

/* ---- addresses ---- */

/* The script that a language is written in, where a text of it does not say. */
static const char *script_of_language(const char *lang)
{
    static const char *const SCRIPTS[][2] = {
        { "ru", "Cyrl" }, { "uk", "Cyrl" }, { "be", "Cyrl" }, { "bg", "Cyrl" }, { "kk", "Cyrl" },
        { "ky", "Cyrl" }, { "zh", "Hani" }, { "ar", "Arab" }, { "fa", "Arab" }, { "ug", "Arab" },
        { "ur", "Arab" }, { "el", "Grek" }, { "he", "Hebr" }, { "ja", "Jpan" }, { "ko", "Hang" },
    };
    for (size_t i = 0; lang && i < sizeof SCRIPTS / sizeof *SCRIPTS; i++)
        if (strncmp(lang, SCRIPTS[i][0], 2) == 0 && (lang[2] == 0 || lang[2] == '-'))
            return SCRIPTS[i][1];
    return "Latn";
}

static const char *text_script(const struct address_text *t)
{
    const char *own = is_text(t->script) ? t->script : t->lines ? script_of(t->lines) : NULL;
    return own ? own : "";
}

static size_t in_script(const struct address *a, const char *script, bool is)
{
    for (size_t i = 0; a && script && *script && i < a->texts.n; i++)
        if (is_text(a->texts.at[i].lines) && (strcmp(text_script(&a->texts.at[i]), script) == 0) == is)
            return i;
    return a ? a->texts.n : 0;
}

size_t letter_address_text(const struct address *a, const char *script, const char *lang)
{
    size_t n = a ? a->texts.n : 0, i = in_script(a, script, true);
    if (i == n)
        i = in_script(a, script_of_language(lang), false);
    return i == n ? in_script(a, script_of_language(lang), true) : i;
}

/* The name in that script, else as it is printed. */
static const char *name_in(const struct letter_whom *w, const char *script)
{
    const char *printed = name_of(w), *own = printed ? script_of(printed) : NULL;
    for (size_t i = 0; w->person && !w->person->withheld_name && i < w->person->names.n; i++) {
        const char *text = w->person->names.at[i].text, *of = text ? script_of(text) : NULL;
        if (of && strcmp(of, script) == 0 && !(own && strcmp(own, script) == 0))
            return text;
    }
    return printed;
}

static const char *title_in(const struct letter_whom *w, const char *script)
{
    const char *local = w->target->title_local, *of = is_text(local) ? script_of(local) : NULL;
    return of && strcmp(of, script) == 0 ? local : title_of(w);
}

static int address_block(const struct letter_whom *w, const struct address_text *t, char **out, struct err *e)
{
    struct buf b = { 0 };
    const char *script = text_script(t), *lines = t->lines;
    const char *above[] = { name_in(w, script), title_in(w, script),
                            w->office ? w->office->institution : NULL };
    for (size_t i = 0; i < sizeof above / sizeof *above; i++)
        if (is_text(above[i]) && !text_has_words(lines, above[i]) &&
            !(i == 2 && above[1] && text_has_words(above[1], above[i])))
            add_line(&b, above[i]);
    add_line(&b, lines);
    *out = buf_take(&b, e);
    return *out ? 0 : -1;
}

static int set(char **to, const char *text, struct err *e)
{
    return str_set(to, is_text(text) ? text : NULL) < 0 ? err_no_memory(e) : 0;
}

int letter_address(const struct letter_whom *w, const char *script, const char *lang, struct letter_page *p,
                   struct err *e)
{
    const struct address *a = w->address;
    size_t n = a ? a->texts.n : 0, i = letter_address_text(a, script, lang),
           also = in_script(a, script_of_language(lang), true);
    if (i == n)
        return 0;
    const struct address_text *t = &a->texts.at[i];
    if (address_block(w, t, &p->address_lines, e) < 0 || set(&p->address_lang, t->lang, e) < 0 ||
        set(&p->address_script, text_script(t), e) < 0)
        return -1;
    if (also == n || also == i)
        return 0;
    t = &a->texts.at[also];
    return address_block(w, t, &p->also_lines, e) < 0 || set(&p->also_lang, t->lang, e) < 0
               ? -1
               : set(&p->also_script, text_script(t), e);
}
