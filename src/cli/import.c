/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every file is read and parsed before a vault is touched; one that cannot be read does not stop the others,
 * and each that can is stored in a step of its own. */
#include "satchel/cli/import.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/casework/ua.h"
#include "satchel/cli/ask.h"
#include "satchel/cli/cli.h"
#include "satchel/cli/session.h"
#include "satchel/cli/stream.h"
#include "satchel/exchange/input.h"
#include "satchel/exchange/json_parsed.h"
#include "satchel/model/parsed_fields.h"
#include "satchel/store/import.h"
#include "satchel/store/label.h"

struct text {
    const char *name; /* in argv */
    struct parsed parsed;
    struct err why; /* code ERR_NONE: it was read */
};

struct texts {
    struct text *at;
    size_t n, bad;
};

/* ---- reading ---- */
static int read_text(struct cli *c, struct text *t)
{
    struct text_report report = { 0 };
    size_t n;
    char *text = input_read(t->name, &n, &report, &t->why);
    int rc = text ? ua_parse(text, n, &report, clock_today(c->clock), &t->parsed, &t->why) : -1;
    str_free(text);
    return rc;
}

static bool is_input(const char *name)
{
    return strcmp(name, "-") == 0;
}

static int name_all(struct cli *c, struct texts *all, struct err *e)
{
    all->at = calloc(c->args.words.n, sizeof *all->at);
    if (!all->at)
        return err_no_memory(e);
    for (; all->n < c->args.words.n; all->n++)
        all->at[all->n].name = c->args.words.at[all->n];
    return 0;
}

/* Those from files, or the one from standard input, which may carry passphrases before it. */
static void read_some(struct cli *c, struct texts *all, bool input)
{
    for (size_t i = 0; i < all->n; i++)
        if (is_input(all->at[i].name) == input)
            all->bad += read_text(c, &all->at[i]) != 0;
}

static void free_all(struct texts *all)
{
    for (size_t i = 0; i < all->n; i++)
        parsed_free(&all->at[i].parsed);
    free(all->at);
}

/* With several texts each sentence names its own. */
static void say_of(struct cli *c, const struct text *t, const char *sentence)
{
    struct err named;
    /* TRANSLATORS: name of a file, then what is to be said of it. */
    err_set(&named, ERR_NONE, _("%s: %s"), t->name, sentence);
    stream_say(c->args.words.n > 1 && !strstr(sentence, t->name) ? named.text : sentence);
}

/* ---- showing what was found ---- */
static void show_slot(const struct parsed *p, enum parsed_part part, size_t index,
                      const struct parsed_slot *slot, struct buf *out)
{
    char path[PARSED_PATH_BYTES];
    char *value = parsed_slot_get(p, part, index, slot, NULL);
    struct parsed_span at = parsed_slot_at(p, part, index, slot);
    uint32_t line = 0, col;
    parsed_path(part, index, slot, path);
    if (value && *value) {
        if (at.to > at.from)
            parsed_position(p, at.from, &line, &col);
        if (line)
            buf_addf(out, "%5u  %-28s ", line, path);
        else
            buf_addf(out, "%5s  %-28s ", "", path);
        for (const char *s = value; *s; s++)
            if (*s == '\n')
                buf_addf(out, "\n%36s", "");
            else
                buf_addc(out, *s);
        buf_addc(out, '\n');
    }
    str_free(value);
}

static void show_parsed(const struct parsed *p, struct buf *out)
{
    for (int part = PARSED_DOCUMENT; part <= PARSED_GROUP; part++) {
        size_t n;
        const struct parsed_slot *slots = parsed_slots((enum parsed_part)part, &n);
        for (size_t i = 0; i < parsed_part_count(p, (enum parsed_part)part); i++)
            for (size_t j = 0; j < n; j++)
                show_slot(p, (enum parsed_part)part, i, &slots[j], out);
    }
    for (size_t i = 0; i < p->not_found.n; i++)
        buf_addf(out, "    ?  %-28s %s\n", p->not_found.at[i], _("not found"));
    for (size_t i = 0; i < p->warnings.n; i++)
        buf_addf(out, "%5u  ! %s\n", p->warnings.at[i].line, p->warnings.at[i].text);
}

/* ---- --dry-run ---- */
static json_t *text_json(const struct text *t, bool with_name, struct err *e)
{
    if (t->why.code != ERR_NONE)
        return json_pack("{s:s, s:s}", "file", t->name, "error", t->why.text);
    json_t *o = json_parsed(&t->parsed, e);
    if (o && with_name)
        json_object_set_new(o, "file", json_string(t->name));
    return o;
}

static int dry_run(struct cli *c, const struct texts *all, struct err *e)
{
    bool several = all->n > 1;
    if (!several && all->bad && !c->json)
        return 0;
    if (c->json && !several)
        return stream_json(c, text_json(&all->at[0], false, e), e);
    if (stream_begin(c, e) != 0)
        return -1;
    for (size_t i = 0; i < all->n; i++) {
        const struct text *t = &all->at[i];
        if (c->json && stream_item(c, text_json(t, true, e), e) != 0)
            return -1;
        if (!c->json && several && t->why.code == ERR_NONE)
            buf_addf(&c->out, "%s%s\n", i ? "\n" : "", t->name);
        if (!c->json && t->why.code == ERR_NONE)
            show_parsed(&t->parsed, &c->out);
    }
    return stream_end(c, e);
}

/* ---- storing ---- */

static void show_change(const struct import_change *change, struct buf *out)
{
    buf_addf(out, "  %s: %s -> %s%s\n", _(change->what), *change->old ? change->old : "-",
             *change->new ? change->new : "-", change->take ? "" : _(" (stays as it is)"));
}

/* What the text changes, for whoever is asked. */
static int show_plan(struct cli *c, const struct import_plan *plan, struct buf *out, struct err *e)
{
    if (!plan->kase) {
        buf_adds(out, _("This becomes a new case.\n"));
        return 0;
    }
    char *label = store_label(c->store, plan->copy ? plan->copy : plan->kase, e);
    if (!label)
        return -1;
    buf_addf(out,
             plan->copy ? _("This is another copy of %s, which is stored. The differences:\n")
                        : _("This is a further appeal of the case %s. It changes:\n"),
             label);
    for (size_t i = 0; i < plan->changes.n; i++)
        show_change(&plan->changes.at[i], out);
    str_free(label);
    return 0;
}

/* 0: store it; 1: the user said no; -1. */
static int confirm(struct cli *c, const struct text *t, const struct import_plan *plan, struct err *e)
{
    if (args_has(&c->args, "yes"))
        return 0;
    struct buf question = { 0 };
    buf_addf(&question, "%s\n", t->name);
    show_parsed(&t->parsed, &question);
    int rc = show_plan(c, plan, &question, e);
    if (!ua_is_appeal(&t->parsed))
        buf_addf(&question, "%s\n",
                 _("This does not look like an Urgent Action: no number, no deadline, "
                   "nothing is asked, and nobody is to be written to."));
    buf_adds(&question, _("Store it? (yes or no) "));
    if (rc == 0)
        rc = ask_yes(buf_text(&question)) ? 0 : 1;
    buf_free(&question);
    return rc;
}

static int id_of(struct cli *c, int64_t n, char id[static REC_ID_TEXT], struct err *e)
{
    struct rec_ref ref;
    if (store_ref(c->store, n, &ref, e) != 0)
        return -1;
    rec_id_format(ref.id, id);
    return 0;
}

static int tell_made(struct cli *c, const struct text *t, const struct import_result *r, struct err *e)
{
    for (size_t i = 0; i < r->made.n; i++) {
        char id[REC_ID_TEXT];
        enum rec_kind kind;
        if (id_of(c, r->made.at[i], id, e) != 0 || store_kind(c->store, r->made.at[i], &kind, e) != 0)
            return -1;
        if (!c->json)
            buf_addf(&c->out, "%s\n", id);
        else if (stream_item(
                     c, json_pack("{s:s, s:s, s:s}", "id", id, "type", kind_of(kind)->name, "file", t->name),
                     e) != 0)
            return -1;
    }
    return 0;
}

static int stored_before(struct cli *c, const struct import_plan *plan, struct err *e)
{
    char id[REC_ID_TEXT];
    if (id_of(c, plan->same, id, e) != 0)
        return -1;
    return err_set(e, ERR_EXISTS, _("This very text is stored already, as %s. Nothing was stored."), id);
}

/* What stays as it was, in a sentence. */
static int tell_kept(struct cli *c, const struct text *t, const struct import_plan *plan,
                     const struct import_result *r, struct err *e)
{
    char *kept = import_plan_kept(plan, e), *label = kept ? store_label(c->store, r->kase, e) : NULL;
    struct buf said = { 0 };
    if (label && *kept && args_has(&c->args, "replace"))
        buf_addf(&said, _("What this text says of %s was taken; what it does not say stays as it was: %s."),
                 label, kept);
    else if (label && *kept && r->changed)
        buf_addf(&said,
                 _("What this text adds to %s was stored; where it says less or otherwise, what was there "
                   "stays (%s), unless you say: import --replace"),
                 label, kept);
    else if (label && *kept)
        buf_addf(&said,
                 _("%s is stored already and this text adds nothing; where it says less or otherwise, what "
                   "was there stays (%s), unless you say: import --replace"),
                 label, kept);
    else if (label && !r->changed)
        buf_addf(&said, _("%s is stored already and this text adds nothing, so nothing was changed."), label);
    if (said.len)
        say_of(c, t, buf_text(&said));
    int rc = label ? 0 : -1;
    str_free(kept);
    str_free(label);
    buf_free(&said);
    return rc;
}

/* Nobody is merged across cases without a word of the user. */
static int tell_twin(struct cli *c, const struct text *t, const struct import_plan *plan, struct err *e)
{
    char id[REC_ID_TEXT];
    struct err said;
    for (size_t i = 0; i < plan->people.n; i++) {
        const char *name = t->parsed.people.at[i].name.text;
        if (!plan->people.at[i].twin || !name)
            continue;
        if (id_of(c, plan->people.at[i].twin, id, e) != 0)
            return -1;
        err_set(&said, ERR_NONE,
                _("%s is the name of somebody in the vault already, and was stored as another person: "
                  "satchel show %s"),
                name, id);
        say_of(c, t, said.text);
    }
    return 0;
}

/* What was not asked, since nobody could be. */
static int tell_unasked(struct cli *c, const struct text *t, const struct import_plan *plan,
                        const struct import_result *r, struct err *e)
{
    char id[REC_ID_TEXT];
    struct err said;
    if (id_of(c, r->kase, id, e) != 0)
        return -1;
    if (plan->lookalike && !plan->kase) {
        err_set(&said, ERR_NONE,
                _("The number %s is that of another case too, where nobody of this text is named, so this "
                  "became a case of its own: satchel show %s"),
                t->parsed.ua_number_norm, id);
        say_of(c, t, said.text);
    }
    if (tell_twin(c, t, plan, e) != 0)
        return -1;
    const struct parsed_warning *part = parsed_warned(&t->parsed, "read-in-part");
    if (part && args_has(&c->args, "yes")) /* who was asked has seen it */
        say_of(c, t, part->text);
    if (!ua_is_appeal(&t->parsed)) {
        err_set(&said, ERR_NONE,
                _("%s does not look like an Urgent Action and was stored as a summary; to take it back: "
                  "satchel undo"),
                t->name);
        say_of(c, t, said.text);
    }
    if (t->parsed.kind == PARSED_STOP && r->changed) {
        err_set(&said, ERR_NONE,
                _("The appeal is over and was closed; the case stays open until you say: satchel set %s "
                  "status=closed"),
                id);
        say_of(c, t, said.text);
    }
    return 0;
}

static bool adds(const struct import_plan *plan)
{
    for (size_t i = 0; i < plan->changes.n; i++)
        if (plan->changes.at[i].take)
            return true;
    return !plan->copy;
}

/* The plan as the options have it, and as the user agrees. */
static int make_plan(struct cli *c, struct text *t, struct import_plan *plan, struct err *e)
{
    if (!ua_is_appeal(&t->parsed))
        t->parsed.kind = PARSED_SUMMARY;
    if (store_import_check(&t->parsed, NULL) != 0)
        return err_set(e, ERR_INPUT,
                       _("This text names no person, nobody to write to, and no title, so it was not stored. "
                         "To keep it as a source: satchel add source text=- <FILE"));
    if (store_import_compare(c->store, &t->parsed, 0, plan, e) != 0)
        return -1;
    if (args_has(&c->args, "replace"))
        import_plan_replace(plan);
    if (plan->same && !adds(plan))
        return stored_before(c, plan, e);
    int rc = confirm(c, t, plan, e);
    return rc == 1 ? err_set(e, ERR_CANCELLED, _("Nothing was stored, as you said.")) : rc;
}

static int store_text(struct cli *c, struct text *t, struct err *e)
{
    const struct import_origin origin = { .kind = is_input(t->name) ? SOURCE_PASTE : SOURCE_FILE };
    struct import_plan plan = { 0 };
    struct import_result result = { 0 };
    int rc = make_plan(c, t, &plan, e);
    if (rc == 0)
        rc = store_import_apply(c->store, &t->parsed, &plan, &origin, &result, e);
    c->changed |= rc == 0;
    if (rc == 0)
        rc = tell_made(c, t, &result, e);
    if (rc == 0)
        rc = tell_kept(c, t, &plan, &result, e);
    if (rc == 0)
        rc = tell_unasked(c, t, &plan, &result, e);
    import_plan_free(&plan);
    import_result_free(&result);
    return rc;
}

static int store_all(struct cli *c, struct texts *all, struct err *e)
{
    if (stream_begin(c, e) != 0)
        return -1;
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i].why.code == ERR_NONE && store_text(c, &all->at[i], &all->at[i].why) != 0)
            all->bad++;
    if (all->bad == all->n)
        buf_clear(&c->out); /* nothing is there: not even an empty list goes out */
    return all->bad == all->n ? 0 : stream_end(c, e);
}

/* ---- the command ---- */

/* Each file that failed has its sentence; with several, the name stands before it. */
static int say_failures(struct cli *c, const struct texts *all, struct err *e)
{
    if (all->n == 1 && all->bad) {
        *e = all->at[0].why;
        return -1;
    }
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i].why.code != ERR_NONE)
            say_of(c, &all->at[i], all->at[i].why.text);
    return all->bad ? err_set(e, ERR_FAILED, "%s", "") : 0;
}

static int check_consent(struct cli *c, struct err *e)
{
    if (args_has(&c->args, "yes") || ask_possible())
        return 0;
    return err_set(
        e, ERR_FAILED,
        _("There is no terminal to ask on, so nothing was stored. Say --yes to store without a question, or "
          "--dry-run to only look."));
}

int import_check(struct cli *c, struct err *e)
{
    size_t inputs = 0;
    for (size_t i = 0; i < c->args.words.n; i++)
        inputs += is_input(c->args.words.at[i]);
    if (inputs > 1)
        return err_set(e, ERR_USAGE, _("Standard input (-) can be read once only. Nothing was stored."));
    if (args_has(&c->args, "dry-run"))
        return 0;
    return session_will_write(c, e) == 0 ? check_consent(c, e) : -1;
}

/* A passphrase is asked only when there is something to store. */
static int ask_and_store(struct cli *c, struct texts *all, struct err *e)
{
    read_some(c, all, false);
    if (all->bad < all->n && session_ask(c, e) != 0)
        return -1;
    if (all->bad < all->n)
        read_some(c, all, true);
    if (all->bad == all->n)
        return 0;
    return session_open(c, true, e) == 0 ? store_all(c, all, e) : -1;
}

int import_run(struct cli *c, struct err *e)
{
    struct texts all = { 0 };
    int rc = name_all(c, &all, e);
    if (rc == 0 && args_has(&c->args, "dry-run")) {
        read_some(c, &all, false);
        read_some(c, &all, true);
        rc = dry_run(c, &all, e);
    } else if (rc == 0) {
        rc = ask_and_store(c, &all, e);
    }
    if (rc == 0)
        rc = say_failures(c, &all, e);
    free_all(&all);
    return rc;
}
