/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/ua_warn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/edtf.h"
#include "satchel/base/i18n.h"
#include "satchel/casework/ua_name.h"

/* ---- adding ---- */

static void add_at(struct ua_doc *d, struct parsed *out, const char *code, uint32_t line, uint32_t col,
                   const char *text)
{
    struct parsed_warning w = { .line = line, .col = col };
    if (dyn_room(&out->warnings) < 0 || str_set(&w.code, code) < 0 || str_set(&w.text, text) < 0) {
        str_free(w.code);
        d->failed = true;
        return;
    }
    out->warnings.at[out->warnings.n++] = w;
}

/* at: byte of d->text. */
static void add(struct ua_doc *d, struct parsed *out, const char *code, size_t at, const char *text)
{
    uint32_t line, col;
    parsed_position(out, d->to_source[at <= d->text.len ? at : d->text.len], &line, &col);
    add_at(d, out, code, line, col, text);
}

static void add_span(struct ua_doc *d, struct parsed *out, const char *code, struct parsed_span at,
                     const char *text)
{
    uint32_t line, col;
    parsed_position(out, at.from, &line, &col);
    add_at(d, out, code, line, col, text);
}

/* ---- kind ---- */

static bool hinted(const struct ua_doc *d, struct ua_slice s, const char *kind, size_t *at)
{
    struct ua_slice found;
    const struct ua_word *w;
    while ((w = ua_find(d, s, UA_BIT(HINT), &found))) {
        if (!strcmp(ua_words_value(w), kind)) {
            *at = found.from;
            return true;
        }
        s.from = found.to;
    }
    return false;
}

static bool any_hint(const struct ua_doc *d, const struct ua_units *u, const char *kind, bool head_only,
                     size_t *at)
{
    for (size_t i = 0; i < u->n; i++) {
        if (u->at[i].part == UA_IN_LETTER || u->at[i].part == UA_IN_BACKGROUND ||
            (head_only && (u->at[i].part != UA_IN_HEAD || u->at[i].prose)))
            continue;
        if (hinted(d, u->at[i].at, kind, at))
            return true;
    }
    return false;
}

static bool has_label(const struct ua_units *u, ua_set set)
{
    for (size_t i = 0; i < u->n; i++)
        if (u->at[i].label != UA_NO_LABEL && (set >> u->at[i].label & 1) && !u->at[i].mail)
            return true;
    return false;
}

/* A letter somebody sent: said to be sent or written by hand, or a letter to someone without the labels of a
 * call. */
static bool is_sent(const struct ua_doc *d, const struct ua_units *u, const struct parsed *out, size_t *at)
{
    ua_set call = UA_BIT(ACTION) | UA_BIT(ASKS) | UA_BIT(DEADLINE) | UA_BIT(LANGUAGES) | UA_BIT(NAME) |
                  UA_BIT(LETTER) | UA_BIT(DIPLOMATS);
    if (!out->letter_salutation.text || has_label(u, call))
        return false;
    return any_hint(d, u, "sent", false, at);
}

void ua_kind_read(struct ua_doc *d, const struct ua_units *u, struct parsed *out)
{
    size_t at;
    if (is_sent(d, u, out, &at))
        out->kind = PARSED_LETTER;
    else if (any_hint(d, u, "stop", false, &at))
        out->kind = PARSED_STOP;
    else if (out->update || any_hint(d, u, "update", true, &at))
        out->kind = PARSED_UPDATE;
    else
        out->kind = PARSED_UA;
}

/* ---- single warnings ---- */

static void warn_bidi(const struct ua_findings *f, struct parsed *out)
{
    if (f->report && f->report->bidi_controls)
        add_at(f->d, out, "bidi-control", (uint32_t)f->report->first_bidi_line,
               (uint32_t)f->report->first_bidi_col,
               _("The text held invisible characters that change the order of others. They were removed: "
                 "compare names and numbers with the source."));
}

static void warn_controls(const struct ua_findings *f, struct parsed *out)
{
    size_t n = f->report ? f->report->controls : 0;
    char text[300];
    if (!n)
        return;
    snprintf(text, sizeof text,
             P_("%zu invisible character that controls the screen was taken out of the text.",
                "%zu invisible characters that control the screen were taken out of the text.", n),
             n);
    add_at(f->d, out, "screen-control", (uint32_t)f->report->first_control_line,
           (uint32_t)f->report->first_control_col, text);
}

static bool lost(const struct ua_findings *f, size_t *at)
{
    struct ua_slice found;
    *at = f->places.lost_email;
    for (size_t i = 0; *at == SIZE_MAX && i < f->units->n && !stop_now(f->d->stop); i++)
        if (ua_find(f->d, f->units->at[i].at, UA_BIT(LOST_EMAIL), &found))
            *at = found.from;
    return *at != SIZE_MAX;
}

/* Words in square brackets that wait to be filled in: anywhere when they are of the list, in a letter always.
 */
static bool placeholder(const struct ua_doc *d, const struct ua_unit *u, size_t *at)
{
    for (size_t i = u->at.from; i < u->at.to; i++) {
        if (d->text.data[i] != '[' || u->mail)
            continue;
        size_t far = u->at.to < i + 130 ? u->at.to : i + 130,
               close = ua_find_char(d, (struct ua_slice){ i, far }, "]");
        struct ua_slice inner = ua_trim(d, (struct ua_slice){ i + 1, close });
        if (close >= far || ua_empty(inner) ||
            ua_match(d, (struct ua_slice){ i, close + 1 }, UA_BIT(LOST_EMAIL), NULL) ||
            ua_empty(ua_trim_of(d, inner, "0123456789.")))
            continue;
        bool letter = u->part == UA_IN_LETTER || u->part == UA_IN_AFTER;
        bool listed = ua_is(d, inner, UA_BIT(PLACEHOLDER)) ||
                      (ua_match(d, inner, UA_BIT(PLACEHOLDER), NULL) && ua_word_count(d, inner) > 1);
        if ((listed && letter) || (ua_match(d, inner, UA_BIT(PLACEHOLDER), NULL) &&
                                   ua_word_count(d, inner) > 1 && u->label == UA_NO_LABEL)) {
            *at = i;
            return true;
        }
        i = close;
    }
    return false;
}

static void warn_placeholder(const struct ua_findings *f, struct parsed *out)
{
    size_t at;
    for (size_t i = 0; i < f->units->n && !stop_now(f->d->stop); i++)
        if (placeholder(f->d, &f->units->at[i], &at)) {
            add(f->d, out, "placeholder", at,
                _("This is a place to be filled in. It was kept as it stands."));
            return;
        }
}

static void warn_dates(const struct ua_findings *f, struct parsed *out)
{
    int32_t deadline;
    if (f->places.ambiguous != SIZE_MAX)
        add(f->d, out, "ambiguous-date", f->places.ambiguous,
            _("This date can be read in two ways, day first or month first. Enter it yourself."));
    if (f->places.inferred != SIZE_MAX)
        add(f->d, out, "year-inferred", f->places.inferred,
            _("This date has no year. It was taken from the rest of the text: check it."));
    if (out->closed_on.text)
        add_span(f->d, out, "closed", out->closed_on.at,
                 _("This action is closed: no letters should be sent any more."));
    else if (has_label(f->units, UA_BIT(CLOSED)))
        for (size_t i = 0; i < f->units->n && !stop_now(f->d->stop); i++)
            if (f->units->at[i].label == UA_CLOSED &&
                f->units->at[i].value.to - f->units->at[i].value.from < 30) {
                add(f->d, out, "closed", f->units->at[i].at.from,
                    _("This action is closed: no letters should be sent any more."));
                break;
            }
    if (out->deadline.text && f->today != INT32_MIN && day_parse(out->deadline.text, &deadline) == 0 &&
        deadline < f->today)
        add_span(f->d, out, "expired", out->deadline.at,
                 _("The deadline has passed. Ask whether letters are still wanted."));
}

/* ---- requests ---- */

static bool known_person(const struct ua_findings *f, const struct parsed *out, struct ua_slice name)
{
    struct ua_slice other, rest;
    for (size_t i = 0; i < out->people.n; i++) {
        const char *hit = memmem(f->d->text.data, f->d->text.len, out->people.at[i].name.text,
                                 strlen(out->people.at[i].name.text));
        if (!hit)
            continue;
        size_t at = (size_t)(hit - f->d->text.data);
        if (ua_same_person(f->d, (struct ua_slice){ at, at + strlen(out->people.at[i].name.text) }, name))
            return true;
    }
    /* named outside the requests: in the heading, the first lines, the letter */
    for (size_t i = 0; i < f->units->n && !stop_now(f->d->stop); i++) {
        const struct ua_unit *u = &f->units->at[i];
        if (u->part == UA_IN_ASKS || (u->at.from <= name.from && u->at.to >= name.to))
            continue;
        rest = u->at;
        while (ua_next_name(f->d, &rest, &other))
            if (ua_same_person(f->d, other, name))
                return true;
    }
    return false;
}

/* Whom a request asks to free, when it is nobody of this case. */
static void warn_foreign(const struct ua_findings *f, struct parsed *out)
{
    for (size_t i = 0; i < f->asks->n; i++) {
        struct ua_slice s = f->asks->at[i], found, name;
        while (ua_find(f->d, s, UA_BIT(FREE), &found)) {
            struct ua_slice rest = { found.to, s.to };
            bool named = ua_next_name(f->d, &rest, &name) &&
                         ua_word_count(f->d, (struct ua_slice){ found.to, name.from }) < 2 &&
                         !ua_has_char(f->d, (struct ua_slice){ found.to, name.from }, ",.;:");
            if (named && !known_person(f, out, name)) {
                char text[400], *who = ua_copy(f->d, name);
                snprintf(
                    text, sizeof text,
                    _("A request names %s, who is not in the rest of the text. Is it about another case?"),
                    who ? who : "");
                str_free(who);
                add(f->d, out, "foreign-name", name.from, text);
                return;
            }
            s.from = found.to;
        }
    }
}

static void warn_duplicate(const struct ua_findings *f, struct parsed *out)
{
    for (size_t i = 0; i < f->asks->n && i < 200; i++)
        for (size_t j = 0; j < i; j++) {
            struct ua_slice a = ua_bare(f->d, f->asks->at[i]), b = ua_bare(f->d, f->asks->at[j]);
            if (ua_same(f->d, a, b)) {
                add(f->d, out, "duplicate-ask", f->asks->at[i].from,
                    _("This request stands in the text twice."));
                return;
            }
        }
}

/* ---- the end ---- */

static void warn_cut(const struct ua_findings *f, struct parsed *out)
{
    if (f->d->cut)
        add(f->d, out, "read-in-part", f->d->text.len,
            _("This text is longer than 1 MiB: what stands from here on was not read for fields. All of it "
              "is "
              "kept as the source."));
}

static bool ends_whole(const struct ua_doc *d)
{
    struct ua_slice s = ua_trim_of(d, (struct ua_slice){ 0, d->text.len }, "\"')]>");
    uint32_t cp = ua_cp_before(d, 0, s.to);
    size_t end = s.to;
    while (end > 0 && (cp == 0x201D || cp == 0x2019 || cp == 0xBB || cp == 0xFF09 || cp == 0x300D)) {
        do
            end--;
        while (end > 0 && ((unsigned char)d->text.data[end] & 0xC0) == 0x80);
        cp = ua_cp_before(d, 0, end);
    }
    return cp == '.' || cp == '!' || cp == '?' || cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F ||
           cp == 0x61F || cp == 0x6D4 || end < s.to;
}

static void warn_truncated(const struct ua_findings *f, struct parsed *out)
{
    const struct ua_units *u = f->units;
    ua_set last = UA_BIT(CLOSING) | UA_BIT(DEADLINE) | UA_BIT(NAME) | UA_BIT(LANGUAGES) | UA_BIT(PREVIOUS) |
                  UA_BIT(DIPLOMATS) | UA_BIT(CLOSED) | UA_BIT(COPIES);
    if (!u->n || f->d->cut || ends_whole(f->d) ||
        (has_label(u, last) && (u->at[u->n - 1].part != UA_IN_LETTER || u->at[u->n - 1].label == UA_CLOSING)))
        return;
    if (!out->people.n && !out->targets.n && !out->ua_number.text && !out->letter_body.text)
        return; /* no appeal */
    struct ua_slice s = u->at[u->n - 1].at, end = { s.to > s.from + 80 ? s.to - 80 : s.from, s.to };
    while (end.from < end.to && ((unsigned char)f->d->text.data[end.from] & 0xC0) == 0x80)
        end.from++;
    if (ua_find(f->d, end, UA_BIT(CLOSING), NULL))
        return;
    bool block = ua_is_channel(u->at[u->n - 1].label) || (!u->at[u->n - 1].prose && u->at[u->n - 1].taken);
    if (block && (out->letter_body.text || out->letter_asks.n))
        return;
    add(f->d, out, "truncated", u->at[u->n - 1].at.to - 1,
        _("The text breaks off here. Look for the whole of it."));
}

static void warn_people(const struct ua_findings *f, struct parsed *out)
{
    for (size_t i = 0; i < out->people.n; i++)
        if (out->people.at[i].status && !strcmp(out->people.at[i].status, "dead")) {
            char text[400];
            snprintf(text, sizeof text,
                     _("The text says that %s is dead: no letter should ask for their release."),
                     out->people.at[i].name.text);
            add_span(f->d, out, "dead-person", out->people.at[i].name.at, text);
        }
}

static void warn_stale(const struct ua_findings *f, struct parsed *out)
{
    size_t at;
    if (any_hint(f->d, f->units, "stale", false, &at))
        add(f->d, out, "stale-target", at,
            _("The text says that somebody is no longer to be written to. Check letters already prepared."));
}

/* Named as it is printed: it is one of the languages that were read. */
static void warn_language(const struct ua_findings *f, struct parsed *out)
{
    size_t at = f->places.unknown_language;
    struct buf text = { 0 };
    const char *name = NULL;
    if (at == SIZE_MAX)
        return;
    for (size_t i = 0; i < out->preferred_languages.n && !name; i++)
        if (out->preferred_languages.at[i].at.from == f->d->to_source[at])
            name = out->preferred_languages.at[i].text;
    buf_addf(&text,
             _("%s, a language to write in, is not in the list of this program. It is kept as printed."),
             name ? name : "?");
    if (text.failed)
        f->d->failed = true;
    else
        add(f->d, out, "unknown-language", at, text.data);
    buf_free(&text);
}

void ua_warn(const struct ua_findings *f, struct parsed *out)
{
    size_t at;
    warn_cut(f, out);
    warn_bidi(f, out);
    warn_controls(f, out);
    if (lost(f, &at))
        add(f->d, out, "lost-email", at,
            _("An e-mail address was lost where this text was published. Look it up before you write."));
    warn_placeholder(f, out);
    warn_dates(f, out);
    warn_foreign(f, out);
    warn_duplicate(f, out);
    warn_truncated(f, out);
    if (is_sent(f->d, f->units, out, &at))
        add(f->d, out, "sent-letter", at,
            _("This is a letter that was already sent, not a call. It belongs to the log of actions."));
    warn_people(f, out);
    warn_stale(f, out);
    warn_language(f, out);
}

void ua_not_found(struct ua_doc *d, struct parsed *out)
{
    const struct {
        const char *name;
        bool there;
    } fields[] = {
        { "title", out->title.text },
        { "ua_number", out->ua_number.text },
        { "issue_date", out->issue_date.text },
        { "deadline", out->deadline.text },
        { "country", out->country.text },
        { "people", out->people.n || out->group.present },
        { "targets", out->targets.n },
        { "preferred_languages", out->preferred_languages.n },
        { "letter_salutation", out->letter_salutation.text },
        { "letter_body", out->letter_body.text },
        { "letter_asks", out->letter_asks.n },
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (!fields[i].there)
            d->failed |= strs_add(&out->not_found, fields[i].name) < 0;
    for (size_t i = 0; i < out->targets.n; i++) {
        char name[48];
        snprintf(name, sizeof name, "targets[%zu].address", i);
        if (!out->targets.at[i].address_lines.n && !out->targets.at[i].address_local.n)
            d->failed |= strs_add(&out->not_found, name) < 0;
    }
}
