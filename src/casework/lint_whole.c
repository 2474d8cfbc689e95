/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/lint_whole.h"

#include <string.h>

#include "satchel/base/day.h"
#include "satchel/base/i18n.h"
#include "satchel/base/iso_names.h"
#include "satchel/base/text.h"

/* ---- deadline ---- */

void lint_deadline(struct lint_run *r)
{
    const struct lint_context *c = r->c;
    int32_t day = r->letter->date == INT32_MIN || r->letter->date < c->today ? c->today : r->letter->date;
    char text[DAY_TEXT_BYTES];
    if (!c->appeal)
        return;
    if (c->closed)
        lint_add_whole(r, LINT_DEADLINE, 0,
                       _("The appeal is closed: it asks for no more letters. Ask before you send one."));
    else if (c->deadline == INT32_MIN)
        lint_add_whole(r, LINT_DEADLINE, 0,
                       _("No deadline is known. Look it up, or ask whether letters are still wanted."));
    else if (c->deadline < day) {
        day_format(c->deadline, text);
        lint_add_whole(r, LINT_DEADLINE, 0, _("The deadline was %s. Ask whether letters are still wanted."),
                       text);
    }
}

/* ---- holders who left ---- */

static void add_stale(struct lint_run *r, const struct lint_target *t)
{
    const char *who = t->name ? t->name : t->title ? t->title : "";
    if (t->successor)
        lint_add_whole(r, LINT_STALE_HOLDER, t->id, _("%s is no longer in office: write to %s."), who,
                       t->successor);
    else if (t->until)
        lint_add_whole(r, LINT_STALE_HOLDER, t->id,
                       _("%s is no longer to be written to (%s). Look up who is in office now."), who,
                       t->until);
    else
        lint_add_whole(r, LINT_STALE_HOLDER, t->id,
                       _("%s is no longer to be written to. Look up who is in office now."), who);
}

void lint_stale_holder(struct lint_run *r)
{
    const struct lint_target *to = lint_target_of(r);
    if (to && to->stale)
        add_stale(r, to);
    if (r->c->address_past)
        lint_add_whole(r, LINT_STALE_HOLDER, to ? to->id : 0,
                       _("The address is no longer good (%s): look for another."), r->c->address_past);
}

/* ---- language ---- */

static bool same_language(const char *a, const char *b)
{
    size_t n = strcspn(a, "-_"), m = strcspn(b, "-_");
    return n == m && n && !strncasecmp(a, b, n);
}

/* Languages in the Arabic script are not told apart. */
static bool could_be(const char *read, const char *tag)
{
    static const char *const ARABIC[] = { "ar", "fa", "ur", "ps", "ug", "ckb",
                                          "ku", "kk", "sd", "ks", "az", "dv" };
    if (same_language(read, tag))
        return true;
    for (size_t i = 0; !strcmp(read, "ar") && i < sizeof ARABIC / sizeof *ARABIC; i++)
        if (same_language(tag, ARABIC[i]))
            return true;
    return !strcmp(read, "zh") && (same_language(tag, "ja") || same_language(tag, "yue"));
}

/* Those whose commonest words are known: what is read of them is not another that is alike. */
static bool is_told_apart(const char *tag)
{
    static const char *const TOLD[] = { "en", "es", "fr", "de", "it", "pt", "nl", "ru", "tr", "zh", "ar" };
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++)
        if (same_language(tag, TOLD[i]))
            return true;
    return false;
}

static void add_said_language(struct lint_run *r, const char *said, const char *read)
{
    struct buf a = { 0 }, b = { 0 };
    if (!iso_name_add(ISO_LANGUAGE, said, &a))
        buf_adds(&a, said);
    if (!iso_name_add(ISO_LANGUAGE, read, &b))
        buf_adds(&b, read);
    lint_add_whole(r, LINT_LANGUAGE, 0,
                   _("The letter is marked as %s and reads as %s: change the one or the other."),
                   buf_text(&a), buf_text(&b));
    buf_free(&a);
    buf_free(&b);
}

void lint_preferred_language(struct lint_run *r)
{
    const char *said = r->letter->lang ? r->letter->lang : "", *read = lint_language(r, LINT_LANGUAGE_SURE);
    /* What is read decides only where it contradicts what is said. */
    const char *is = *said && (!*read || could_be(read, said)) ? said : read;
    struct buf wanted = { 0 }, name = { 0 };
    bool fits = !*is || !r->body.tokens.n;
    for (size_t i = 0; i < r->c->languages.n; i++) {
        const char *tag = r->c->languages.at[i];
        fits |= is == read ? could_be(is, tag) : same_language(is, tag);
        buf_adds(&wanted, i ? ", " : "");
        if (!iso_name_add(ISO_LANGUAGE, tag, &wanted))
            buf_adds(&wanted, tag);
    }
    if (r->c->languages.n && !fits) {
        if (!iso_name_add(ISO_LANGUAGE, is, &name))
            buf_adds(&name, is);
        lint_add_whole(r, LINT_LANGUAGE, 0, _("The letter is in %s; the officials prefer: %s."),
                       buf_text(&name), buf_text(&wanted));
    } else if (*said && *read && is_told_apart(said) && !could_be(read, said))
        add_said_language(r, said, read);
    buf_free(&wanted);
    buf_free(&name);
}

/* ---- the sender ---- */

static bool is_own(const struct lint_run *r, const char *name)
{
    for (size_t i = 0; i < r->c->own.n; i++)
        if (r->c->own.at[i] && !strcmp(r->c->own.at[i], name))
            return true;
    return false;
}

/* The last words of the letter are one of the sender's own names. */
static bool is_signed(const struct lint_run *r)
{
    const struct lint_text *t = &r->body;
    for (size_t n = 0; n < r->known.names.n; n++) {
        const struct lint_known_name *name = &r->known.names.at[n];
        size_t words = name->text.tokens.n, same = 0;
        if (name->person >= 0 || name->target >= 0 || words < 2 || !is_own(r, name->text.s))
            continue;
        for (size_t i = t->tokens.n > words + 6 ? t->tokens.n - words - 6 : 0; i + words <= t->tokens.n;
             i++) {
            for (same = 0; same < words && lint_same_key(t, i + same, &name->text, same);)
                same++;
            if (same == words)
                return true;
        }
    }
    return false;
}

void lint_sender_ties(struct lint_run *r)
{
    bool shown = r->letter->sender_shown || is_signed(r);
    struct buf country = { 0 };
    for (size_t i = 0; shown && r->c->country && i < r->c->sender_ties.n; i++)
        if (!strcasecmp(r->c->sender_ties.at[i], r->c->country)) {
            if (!iso_name_add(ISO_COUNTRY, r->c->country, &country))
                buf_adds(&country, r->c->country);
            lint_add_whole(r, LINT_SENDER_TIES, 0,
                           _("The sender has ties to %s and is named in the letter: those left there may pay "
                             "for it. Send it without a name, or let somebody else send it."),
                           buf_text(&country));
            break;
        }
    buf_free(&country);
}
