/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/cli/letter.h"

#include <string.h>

#include <jansson.h>

#include "satchel/base/day.h"
#include "satchel/base/edtf.h"
#include "satchel/base/edtf_prose.h"
#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/records.h"
#include "satchel/cli/stream.h"
#include "satchel/exchange/letter_text.h"
#include "satchel/store/find.h"
#include "satchel/store/letters.h"
#include "satchel/store/letters_copies.h"
#include "satchel/store/lint_context.h"

#define TAG_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"
enum { OPTION_BYTES = 64 * 1024 };

/* ---- options ------------------------------------------------------------------------------------------- */

int letter_option_day(struct cli *c, struct opt_day *day, struct err *e)
{
    const char *text = args_text(&c->args, "date");
    struct edtf_reading r;
    *day = (struct opt_day){ 0 };
    if (!text)
        return 0;
    if (edtf_said_on(text, clock_today(c->clock), &r, NULL) == 0 && r.date.start == EDTF_DATE &&
        r.date.earliest == r.date.latest) {
        *day = (struct opt_day){ true, r.date.earliest };
        return 0;
    }
    return err_set(e, ERR_USAGE, _("\"%s\" is not a day. Nothing was changed. Write it as 2026-03-05."),
                   text);
}

int letter_option_text(struct cli *c, const char *option, struct buf *out, struct err *e)
{
    const char *text = args_text(&c->args, option);
    struct buf read = { 0 };
    if (!text)
        return 0;
    if (strcmp(text, "-") == 0 && stream_line("-", OPTION_BYTES, &read, e) < 0) {
        buf_free(&read);
        return -1;
    }
    text = read.len || strcmp(text, "-") == 0 ? buf_text(&read) : text;
    char *clean = text_sanitize(text, strlen(text),
                                strcmp(option, "note") == 0 ? TEXT_MANY_LINES : TEXT_ONE_LINE, NULL, e);
    buf_adds(out, clean ? clean : "");
    buf_free(&read);
    str_free(clean);
    return clean ? 0 : -1;
}

/* What an option or argument calls a record; 0 without it. */
static int find_option(struct cli *c, const char *option, enum rec_kind kind, int64_t *n, struct err *e)
{
    const char *text = args_text(&c->args, option);
    *n = 0;
    return text ? store_find(c->store, text, kind, n, e) : 0;
}

static int find_letter(struct cli *c, int64_t *n, struct err *e)
{
    return store_find(c->store, c->args.words.at[0], KIND_LETTER, n, e);
}

int letter_tell_ids(struct cli *c, const int64_t rows[], size_t n, struct err *e)
{
    json_t *all = json_array();
    for (size_t i = 0; i < n; i++) {
        struct rec_ref ref;
        char id[REC_ID_TEXT];
        enum rec_kind kind;
        if (store_ref(c->store, rows[i], &ref, e) < 0 || store_kind(c->store, rows[i], &kind, e) < 0) {
            json_decref(all);
            return -1;
        }
        rec_id_format(ref.id, id);
        if (c->json)
            json_array_append_new(all, json_pack("{s:s, s:s}", "id", id, "type", kind_of(kind)->name));
        else
            buf_addf(&c->out, "%s\n", id);
    }
    if (c->json)
        return stream_json(c, all, e);
    json_decref(all);
    return 0;
}

int letter_check_arguments(struct cli *c, struct err *e)
{
    return records_name_check(c->args.words.at[0], e);
}

int letter_day_check(struct cli *c, struct err *e)
{
    struct opt_day day;
    return letter_check_arguments(c, e) < 0 ? -1 : letter_option_day(c, &day, e);
}

/* ---- new ----------------------------------------------------------------------------------------------- */

int letter_new_check(struct cli *c, struct err *e)
{
    static const char *const NAMES[] = { "to", "template", "reuse", "sender" };
    const char *lang = args_text(&c->args, "lang");
    if (store_find_form(c->args.words.at[0], KIND_CASE, e) < 0) {
        e->code = ERR_USAGE;
        return -1;
    }
    if (lang && (strlen(lang) < 2 || strlen(lang) > 35 || lang[strspn(lang, TAG_CHARACTERS)]))
        return err_set(e, ERR_USAGE,
                       _("\"%s\" is no language. No letter was made. Write its tag, as fr or zh-Hant."),
                       lang);
    for (size_t i = 0; i < c->args.options.n; i++)
        for (size_t k = 0; k < sizeof NAMES / sizeof *NAMES; k++) {
            const struct args_value *v = &c->args.options.at[i];
            if (strcmp(v->option->name, NAMES[k]) == 0 && records_name_check(v->text[0], e) < 0)
                return -1;
        }
    return 0;
}

static int find_targets(struct cli *c, struct store_rows *out, struct err *e)
{
    for (size_t i = 0; i < c->args.options.n; i++) {
        const struct args_value *v = &c->args.options.at[i];
        if (strcmp(v->option->name, "to") != 0)
            continue;
        if (dyn_room(out) < 0)
            return err_no_memory(e);
        if (store_find(c->store, v->text[0], KIND_TARGET, &out->at[out->n], e) < 0)
            return -1;
        out->n++;
    }
    return 0;
}

static int fill_wish(struct cli *c, struct letters_wish *w, struct store_rows *targets, struct err *e)
{
    const char *sign = args_text(&c->args, "sign");
    w->lang = args_text(&c->args, "lang");
    w->sign = sign ? rec_enum_find(&ENUM_letter_sign, sign) : -1;
    if (store_find(c->store, c->args.words.at[0], KIND_CASE, &w->kase, e) < 0 ||
        find_targets(c, targets, e) < 0 || find_option(c, "template", KIND_TEMPLATE, &w->template, e) < 0 ||
        find_option(c, "reuse", KIND_LETTER, &w->reuse, e) < 0)
        return -1;
    w->targets = targets->at;
    w->n_targets = targets->n;
    w->only_new = !targets->n && !args_has(&c->args, "again");
    return find_option(c, "sender", KIND_SENDER, &w->sender, e);
}

int letter_new(struct cli *c, struct err *e)
{
    struct letters_wish wish = { 0 };
    struct letters_made made = { 0 };
    struct store_rows targets = { 0 };
    int rc = fill_wish(c, &wish, &targets, e);
    rc = rc == 0 ? letters_draft(c->store, &wish, &made, e) : rc;
    for (size_t i = 0; rc == 0 && i < made.notes.n; i++)
        stream_say(made.notes.at[i]);
    rc = rc == 0 ? letter_tell_ids(c, made.letters.at, made.letters.n, e) : rc;
    letters_made_free(&made);
    store_rows_free(&targets);
    return rc;
}

/* ---- show ---------------------------------------------------------------------------------------------- */

static json_t *finding_json(const struct finding *f)
{
    char day[DAY_TEXT_BYTES] = "";
    if (f->waived_at.set)
        day_format(f->waived_at.v, day);
    json_t *o = json_pack("{s:s?, s:n, s:n, s:s?, s:b, s:s?, s:s?}", "code", f->code, "from", "to",
                          "evidence", f->evidence, "open", letters_is_open(f), "waived_why", f->waived_why,
                          "waived_at", *day ? day : NULL);
    if (o && f->from_off.set && f->to_off.set) {
        json_object_set_new(o, "from", json_integer(f->from_off.v));
        json_object_set_new(o, "to", json_integer(f->to_off.v));
    }
    return o;
}

static json_t *findings_json(const struct letter *l)
{
    json_t *all = json_array();
    for (size_t i = 0; i < l->findings.n; i++)
        json_array_append_new(all, finding_json(&l->findings.at[i]));
    return all;
}

/* What stands by now against a letter that was marked ready. */
static json_t *again_json(const struct letters_again *again)
{
    return again->open ? json_pack("{s:I, s:s?, s:s?}", "open", (json_int_t)again->open, "code", again->code,
                                   "evidence", again->evidence)
                       : json_null();
}

static int show_json(struct cli *c, const struct letter *l, const struct letter_page *p,
                     const struct letters_again *again, struct err *e)
{
    char id[REC_ID_TEXT], sent[DAY_TEXT_BYTES] = "";
    rec_id_format(l->rec.id, id);
    if (l->sent_at.set)
        day_format(l->sent_at.v, sent);
    return stream_json(
        c,
        json_pack(
            "{s:s, s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?,"
            " s:s?, s:s?, s:o, s:o}",
            "id", id, "type", "letter", "state", ENUM_letter_state.at[l->state].word, "sent_at",
            *sent ? sent : NULL, "lang", p->lang, "sender", p->sender_lines, "address", p->address_lines,
            "address_script", p->address_script, "address_lang", p->address_lang, "address_also",
            p->also_lines, "date", p->date_line, "subject", p->subject, "copy_of", p->copy_of, "salutation",
            p->salutation, "body", p->body, "signature", p->signature, "emails", p->emails, "faxes", p->faxes,
            "findings", findings_json(l), "ready_but", again_json(again)),
        e);
}

static void say_again(const struct letters_again *again)
{
    struct buf b = { 0 };
    buf_addf(&b, _("This letter was marked ready, but a finding is open by now: %s. letter check shows it."),
             again->code);
    stream_say(buf_text(&b));
    buf_free(&b);
}

int letter_show(struct cli *c, struct err *e)
{
    int64_t n;
    struct rec *r = NULL;
    struct letter_page page = { 0 };
    struct letters_again again = { 0 };
    int rc = find_letter(c, &n, e);
    rc = rc == 0 ? store_get(c->store, n, &r, e) : rc;
    rc = rc == 0 ? letter_page(c->store, n, &page, e) : rc;
    rc = rc == 0 ? letters_check_again(c->store, NULL, NULL, n, &again, e) : rc;
    if (rc == 0)
        rc = c->json ? show_json(c, (const struct letter *)r, &page, &again, e)
                     : letter_text(&page, LETTER_TEXT_COLUMNS, &c->out, e);
    if (rc == 0 && again.open)
        say_again(&again);
    letters_again_free(&again);
    letter_page_free(&page);
    rec_free(r);
    return rc;
}

/* ---- check, ready -------------------------------------------------------------------------------------- */

static int tell_if_it_differs(struct cli *c, const struct letter *l, struct err *e)
{
    bool differs;
    if (letters_copy_differs(c->store, l, &differs, e) < 0)
        return -1;
    if (differs)
        stream_say(_("This copy has another text than the letter it is of."));
    return 0;
}

/* What could not be looked at, a sentence each. */
static int not_checked(const struct lint_notes *notes, struct strs *out)
{
    char unclear[300];
    snprintf(
        unclear, sizeof unclear,
        P_("%zu request of the appeal could not be looked for: this letter may ask it in words of its own. "
           "Read it beside the appeal.",
           "%zu requests of the appeal could not be looked for: this letter may ask them in words of its "
           "own. Read it beside the appeal.",
           notes->asks_unclear),
        notes->asks_unclear);
    const struct {
        bool is;
        const char *says;
    } all[] = {
        { notes->names_by_records_only,
          _("This letter is in a script without capitals: names were compared with the records only.") },
        { notes->asks_not_compared,
          _("The appeal's requests are in another language than this letter: not all could be compared.") },
        { notes->asks_unclear > 0, unclear },
        { notes->more, _("More was found than is listed here. Check again when this is mended.") },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].is && strs_add(out, all[i].says) < 0)
            return -1;
    return 0;
}

/* The letter with what the check says now, and what it could not look at. */
static int checked(struct cli *c, struct rec **out, struct strs *unchecked, struct err *e)
{
    int64_t n;
    struct lint_notes notes = { 0 };
    if (find_letter(c, &n, e) < 0 || store_get(c->store, n, out, e) < 0)
        return -1;
    if (lint_context_check(c->store, NULL, (struct letter *)*out, &notes, e) < 0)
        return -1;
    strs_free(unchecked);
    if (not_checked(&notes, unchecked) < 0)
        return err_no_memory(e);
    for (size_t i = 0; i < unchecked->n; i++)
        stream_say(unchecked->at[i]);
    return tell_if_it_differs(c, (const struct letter *)*out, e);
}

static void finding_line(struct cli *c, const struct finding *f)
{
    buf_addf(&c->out, "%s  %-16s  ", letters_is_open(f) ? "!" : "-", f->code ? f->code : "");
    if (f->from_off.set && f->to_off.set)
        buf_addf(&c->out, "%lld-%lld  ", (long long)f->from_off.v, (long long)f->to_off.v);
    buf_addf(&c->out, "%s", f->evidence ? f->evidence : "");
    if (!letters_is_open(f))
        buf_addf(&c->out, _("  (waived: %s)"), f->waived_why);
    buf_addc(&c->out, '\n');
}

/* Findings, and what was not checked as such that keep no letter from being ready. */
static json_t *check_json(const struct letter *l, const struct strs *unchecked)
{
    json_t *all = findings_json(l);
    for (size_t i = 0; i < unchecked->n; i++)
        json_array_append_new(all, json_pack("{s:s, s:n, s:n, s:s, s:b, s:n, s:n}", "code", "not-checked",
                                             "from", "to", "evidence", unchecked->at[i], "open", 0,
                                             "waived_why", "waived_at"));
    return all;
}

static int tell_findings(struct cli *c, const struct letter *l, const struct strs *unchecked, struct err *e)
{
    if (c->json)
        return stream_json(c, check_json(l, unchecked), e);
    for (size_t i = 0; i < l->findings.n; i++)
        finding_line(c, &l->findings.at[i]);
    if (!l->findings.n)
        buf_addf(&c->out, "%s\n", _("No finding."));
    return 0;
}

int letter_check(struct cli *c, struct err *e)
{
    struct rec *r = NULL;
    struct strs unchecked = { 0 };
    int rc = checked(c, &r, &unchecked, e);
    const struct letter *l = (const struct letter *)r;
    rc = rc == 0 ? tell_findings(c, l, &unchecked, e) : rc;
    if (rc == 0 && !l->sender.n)
        stream_say(_("Nobody has signed it."));
    size_t open = rc == 0 ? letters_open(l) : 0;
    if (open)
        rc = err_set(e, ERR_FINDINGS, P_("%zu finding is open.", "%zu findings are open.", open), open);
    strs_free(&unchecked);
    rec_free(r);
    return rc;
}

int letter_ready_check(struct cli *c, struct err *e)
{
    bool waive = args_has(&c->args, "waive");
    if (waive != args_has(&c->args, "why"))
        return err_set(e, ERR_USAGE,
                       _("--waive and --why belong together: a finding is waived for a reason, which "
                         "is kept. Nothing was changed."));
    if (waive && lint_code_of(args_text(&c->args, "waive")) < 0)
        return err_set(e, ERR_USAGE,
                       _("There is no finding \"%s\". Nothing was changed. letter check shows those "
                         "of a letter."),
                       args_text(&c->args, "waive"));
    return letter_check_arguments(c, e);
}

static int waive(struct cli *c, const struct letter *l, struct err *e)
{
    struct buf why = { 0 };
    int rc = letter_option_text(c, "why", &why, e);
    rc = rc == 0 ? letters_waive(c->store, l->rec.n, l->findings.at, l->findings.n,
                                 args_text(&c->args, "waive"), NULL, buf_text(&why), e)
                 : rc;
    buf_free(&why);
    return rc;
}

int letter_ready_run(struct cli *c, struct err *e)
{
    struct rec *r = NULL;
    struct strs unchecked = { 0 };
    int rc = checked(c, &r, &unchecked, e);
    const struct letter *l = (const struct letter *)r;
    if (rc == 0 && args_has(&c->args, "waive")) {
        rc = waive(c, l, e);
        rec_free(r);
        r = NULL;
        rc = rc == 0 ? checked(c, &r, &unchecked, e) : rc;
        l = (const struct letter *)r;
    }
    rc = rc == 0 ? tell_findings(c, l, &unchecked, e) : rc;
    rc = rc == 0 ? letters_ready(c->store, l->rec.n, l->findings.at, l->findings.n, e) : rc;
    if (rc == 0 && !l->sender.n)
        stream_say(_("Nobody is known who writes: no name stands below the text of this letter."));
    strs_free(&unchecked);
    rec_free(r);
    return rc;
}

int letter_draft(struct cli *c, struct err *e)
{
    int64_t n;
    if (find_letter(c, &n, e) < 0 || letters_unready(c->store, n, e) < 0)
        return -1;
    return letter_tell_ids(c, &n, 1, e);
}

/* ---- sent, and what came back -------------------------------------------------------------------------- */

int letter_sent_check(struct cli *c, struct err *e)
{
    if (!args_text(&c->args, "channel"))
        return err_set(e, ERR_USAGE,
                       _("How was it sent? Nothing was changed. Say --channel post, fax, email or "
                         "another."));
    return letter_day_check(c, e);
}

int letter_first_open(struct cli *c, const int64_t letters[], size_t n, size_t *at, char **code,
                      struct err *e)
{
    struct lint_names *names = NULL;
    int rc = lint_context_names(c->store, &names, e);
    *code = NULL;
    for (size_t i = 0; rc == 0 && i < n && !*code; i++) {
        struct letters_again again;
        rc = letters_check_again(c->store, names, NULL, letters[i], &again, e);
        if (rc == 0 && again.open) {
            *at = i;
            *code = again.code;
            again.code = NULL;
        }
        if (rc == 0)
            letters_again_free(&again);
    }
    lint_names_free(names);
    return rc;
}

/* It may have gone before the finding was there: then that is noted all the same. */
static int refuse_open(struct cli *c, int64_t n, struct err *e)
{
    size_t at;
    char *code = NULL;
    if (args_has(&c->args, "anyway"))
        return 0;
    int rc = letter_first_open(c, &n, 1, &at, &code, e);
    if (rc == 0 && code)
        rc = err_set(e, ERR_FINDINGS,
                     _("This letter was marked ready, but a finding is open by now: %s. Nothing was changed. "
                       "letter check shows it. If the letter is gone already, say --anyway."),
                     code);
    str_free(code);
    return rc;
}

int letter_sent(struct cli *c, struct err *e)
{
    int64_t n, action;
    struct letters_sending how = { .channel = rec_enum_find(&ENUM_channel, args_text(&c->args, "channel")),
                                   .handwritten = args_has(&c->args, "handwritten") };
    struct buf by = { 0 };
    int rc = letter_option_day(c, &how.day, e);
    rc = rc == 0 ? letter_option_text(c, "by", &by, e) : rc;
    how.by = by.len ? buf_text(&by) : NULL;
    rc = rc == 0 ? find_letter(c, &n, e) : rc;
    rc = rc == 0 ? refuse_open(c, n, e) : rc;
    rc = rc == 0 ? letters_sent(c->store, n, &how, &action, e) : rc;
    buf_free(&by);
    return rc == 0 ? letter_tell_ids(c, &action, 1, e) : -1;
}

static int answer(struct cli *c, int kind, struct err *e)
{
    int64_t n, reply;
    struct letters_answer how = { .kind = kind };
    struct buf note = { 0 };
    int rc = letter_option_day(c, &how.day, e);
    rc = rc == 0 ? letter_option_text(c, "note", &note, e) : rc;
    how.note = note.len ? buf_text(&note) : NULL;
    rc = rc == 0 ? store_find(c->store, c->args.words.at[0], KIND_ANY, &n, e) : rc;
    rc = rc == 0 ? letters_reply(c->store, n, &how, &reply, e) : rc;
    buf_free(&note);
    return rc == 0 ? letter_tell_ids(c, &reply, 1, e) : -1;
}

int letter_reply(struct cli *c, struct err *e)
{
    return answer(c, REPLY_ANSWER, e);
}

int letter_returned(struct cli *c, struct err *e)
{
    return answer(c, REPLY_RETURNED, e);
}

int letter_copy(struct cli *c, struct err *e)
{
    int64_t n, copy;
    if (find_letter(c, &n, e) < 0 || letters_copy(c->store, n, &copy, e) < 0)
        return -1;
    return letter_tell_ids(c, &copy, 1, e);
}
