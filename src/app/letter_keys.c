/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of a letter beside its text, and what can be done with it. */
#include <string.h>

#include "satchel/app/commands.h"
#include "satchel/app/letter_do.h"
#include "satchel/app/letter_view.h"
#include "satchel/app/open_record.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/store/letters.h"
#include "satchel/store/undo.h"

enum {
    LETTER_SAVE = 1,
    LETTER_DISCARD,
    LETTER_FINDINGS,
    LETTER_READY_KEY,
    LETTER_PREVIEW,
    LETTER_RECIPIENTS,
    LETTER_SHARE,
    LETTER_WAIVE,
    LETTER_DETAILS
};

static struct letter_view *on_top(void *app)
{
    return (struct letter_view *)app_top(app);
}

/* ---- saving, leaving ---- */

static void discard_answered(struct app *a, void *arg, size_t choice)
{
    struct letter_view *v = arg;
    struct err e = { 0 };
    if (choice != 1)
        return;
    if (letter_view_discard(v, &e) < 0) {
        app_error(a, &e);
        return;
    }
    letter_view_show_preview(v, v->previewing);
    letter_check_unasked(v);
    app_say(a, MESSAGE_INFO, "%s", _("What was typed is gone. This is the letter as it was saved."));
}

static void discard(struct letter_view *v)
{
    const char *choices[] = { _("Back"), _("Throw away") };
    app_ask(v->app, _("What was typed and not saved"),
            _("The letter goes back to the text that was saved last. What was typed since cannot be brought "
              "back."),
            choices, 2, 0, discard_answered, v);
}

static void leave(struct app *a, struct letter_view *v)
{
    bool unsaved = letter_view_is_unsaved(v);
    if (app_pop(a) && unsaved) /* keeps the draft, frees this view */
        app_say(a, MESSAGE_INFO, "%s",
                _("Not saved yet. What you typed is kept as a draft; open the letter again to go on."));
}

static void go_into_text(struct letter_view *v)
{
    letter_view_show_preview(v, false);
    v->typing = true;
}

/* ---- ready ---- */

static void say_open(struct letter_view *v)
{
    letter_check_show(v, 0);
    if (v->check.found.notes.more)
        app_say(v->app, MESSAGE_WARNING,
                _("More than %zu findings are open: change the text; F2 goes from one to the next."),
                letter_check_at_least(v));
    else
        app_say(v->app, MESSAGE_WARNING,
                P_("%zu finding is open: change the text, or leave it with Esc and give a reason with f.",
                   "%zu findings are open: change the text, or leave it with Esc and give reasons with f.",
                   v->check.open),
                v->check.open);
}

static void be_ready(struct letter_view *v)
{
    struct err e = { 0 };
    if (v->check.open) {
        say_open(v);
        return;
    }
    if (letter_check_keep_ready(v, &e) < 0) {
        app_error(v->app, &e);
        return;
    }
    letter_view_stop_typing(v);
    app_reload(v->app);
    if (v->followed)
        app_say(v->app, MESSAGE_INFO,
                P_("Ready. Its copy has this text too, and is a draft.",
                   "Ready. Its %zu copies have this text too, and are drafts.", v->followed),
                v->followed);
    else
        app_say(v->app, MESSAGE_INFO, "%s",
                v->letter->sender.n ? _("Ready. :letter-export writes it out, S notes that it was sent.")
                                    : _("Ready. Nobody is known who writes: no name stands below the text."));
}

static void make_ready(struct letter_view *v)
{
    if (letter_view_save_or_say(v) && letter_check_run(v, be_ready) && v->check.done)
        be_ready(v);
}

/* ---- a finding ---- */

static void ask_reason(struct letter_view *v)
{
    editor_set(&v->reason, "", NULL);
    v->waiving = true;
}

static bool offer_row(void *arg, const char *words, size_t index, struct buf *value, struct buf *label)
{
    static const char *const OFFERS[][2] = { { "go", N_("go to it in the text") },
                                             { "waive", N_("it does not count: give a reason") } };
    (void)arg;
    (void)words;
    if (index >= sizeof OFFERS / sizeof *OFFERS)
        return false;
    buf_adds(value, OFFERS[index][0]);
    buf_adds(label, _(OFFERS[index][1]));
    return true;
}

static void offer_taken(struct app *a, void *arg, const char *value, const char *label)
{
    struct letter_view *v = arg;
    (void)a;
    (void)label;
    if (strcmp(value, "waive") == 0) {
        ask_reason(v);
        return;
    }
    letter_check_show(v, v->findings.selected);
    v->typing = true;
}

static void offer(struct letter_view *v)
{
    const struct letter_finding *f = &v->check.rows.at[v->findings.selected];
    app_pick(v->app, lint_code_says(f->what->code), (struct picker_source){ .row = offer_row, .arg = v },
             NULL, offer_taken, v);
}

/* ---- commands ---- */

/* Moving about beside the text. */
static unsigned move(struct letter_view *v, int id)
{
    static const int MOVES[][2] = { { NAV_DOWN, EDIT_LINE_DOWN },      { NAV_UP, EDIT_LINE_UP },
                                    { NAV_PAGE_DOWN, EDIT_PAGE_DOWN }, { NAV_PAGE_UP, EDIT_PAGE_UP },
                                    { NAV_FIRST, EDIT_TEXT_START },    { NAV_LAST, EDIT_TEXT_END } };
    if (letter_view_is_sent(v) || v->previewing || v->app->discreet)
        return pane_do(&v->pane, id);
    for (size_t i = 0; i < sizeof MOVES / sizeof *MOVES; i++) {
        if (MOVES[i][0] == id) {
            v->part = LETTER_BODY;
            return editor_do(&v->parts[LETTER_BODY], MOVES[i][1]);
        }
    }
    return WIDGET_IGNORED;
}

static unsigned go_back(struct app *a, struct letter_view *v)
{
    if (v->previewing && !letter_view_is_sent(v))
        letter_view_show_preview(v, false);
    else
        leave(a, v);
    return WIDGET_HANDLED;
}

static void open_details(struct letter_view *v)
{
    if (letter_view_save_or_say(v))
        edit_fields(v->app, v->n);
}

static void show_next(struct letter_view *v)
{
    if (!letter_check_next(v, true))
        app_say(v->app, MESSAGE_INFO, "%s", _("No finding."));
}

bool letter_view_next(struct letter_view *v, bool forward)
{
    if (letter_check_is_known(v) || letter_check_run(v, show_next))
        return letter_check_next(v, forward);
    return true; /* under way */
}

static void find_next(struct letter_view *v)
{
    letter_view_show_preview(v, false);
    if (!letter_view_next(v, true))
        app_say(v->app, MESSAGE_INFO, "%s", _("No finding."));
}

unsigned letter_view_command(struct app *a, struct view *view, int id)
{
    struct letter_view *v = (struct letter_view *)view;
    if (v->waiving && id >= LETTER_SAVE && id <= LETTER_DETAILS)
        return WIDGET_HANDLED; /* the reason comes first */
    if ((id == CMD_BACK || id == CMD_CANCEL) && letter_check_stop_and_say(v))
        return WIDGET_HANDLED;
    switch (id) {
    case CMD_UNDO:
    case CMD_REDO:
        return letter_view_step(v, id == CMD_REDO);
    case CMD_BACK:
    case CMD_QUIT:
        return go_back(a, v);
    case CMD_OPEN:
        if (v->check.rows.n)
            offer(v);
        else
            go_into_text(v);
        break;
    case CMD_EDIT:
        go_into_text(v);
        break;
    case LETTER_SAVE:
        letter_view_save_and_say(v);
        break;
    case LETTER_DISCARD:
        discard(v);
        break;
    case LETTER_FINDINGS:
        find_next(v);
        break;
    case LETTER_READY_KEY:
        make_ready(v);
        break;
    case LETTER_PREVIEW:
        letter_view_show_preview(v, !v->previewing);
        break;
    case LETTER_RECIPIENTS:
        letter_view_show_recipients(v);
        break;
    case LETTER_SHARE:
        letter_view_share(v);
        break;
    case LETTER_WAIVE:
        ask_reason(v);
        break;
    case LETTER_DETAILS:
        open_details(v);
        break;
    default:
        if (letter_do(a, id, v->n))
            break;
        return move(v, id);
    }
    return WIDGET_HANDLED;
}

/* ---- what can be done ---- */

static const char *can_type(void *arg)
{
    if (letter_view_is_sent(on_top(arg)))
        return _("This letter was sent and stays as it is. b makes the same for another.");
    if (((struct app *)arg)->discreet)
        return _("Names are hidden (discreet): z shows them, then the text can be changed.");
    return app_needs_writing(arg);
}

/* Undo is of this text while it is edited; after that of this letter alone, and never of another record. */
static const char *can_step(void *arg, bool redo)
{
    const struct app *a = arg;
    struct letter_view *v = on_top(arg);
    struct store_step next = { 0 };
    if (letter_view_is_edited(v))
        return can_type(arg);
    const char *why = app_needs_writing(arg);
    if (why || store_undo_next(a->store, redo, &next, NULL) < 0)
        return why ? why : redo ? _("There is nothing to redo.") : _("There is nothing to undo.");
    str_free(next.label);
    if (next.place == v->n || a->opened_by_undo == &v->view) /* u u u goes on where it began elsewhere */
        return NULL;
    return redo ? _("What was undone last is not of this letter: Esc, then Ctrl-R does it again.")
                : _("The last change was not to this letter: Esc, then u undoes it.");
}

static const char *can_undo(void *arg)
{
    return can_step(arg, false);
}

static const char *can_redo(void *arg)
{
    return can_step(arg, true);
}

static const char *can_be_ready(void *arg)
{
    const struct letter_view *v = on_top(arg);
    return v->letter->state == LETTER_READY && !letter_view_is_unsaved(v) && !letter_view_doubts(v)
               ? _("This letter is ready. e changes it; then it is a draft again.")
               : can_type(arg);
}

static const char *can_waive(void *arg)
{
    const struct letter_view *v = on_top(arg);
    const char *why = can_type(arg);
    if (why)
        return why;
    return v->findings.selected < v->check.open ? NULL
                                                : _("No open finding is selected. n goes to the next.");
}

static const char *can_save(void *arg)
{
    return letter_view_is_unsaved(on_top(arg)) ? can_type(arg) : _("Nothing was changed since it was saved.");
}

static const char *can_preview(void *arg)
{
    return letter_view_is_sent(on_top(arg)) ? _("This is the letter as it was sent.") : NULL;
}

static const char *has_appeal(void *arg)
{
    return on_top(arg)->letter->appeal.n ? NULL : _("This letter belongs to no appeal: nobody else gets it.");
}

static const char *not_from_here(void *arg)
{
    (void)arg;
    return _("A letter is deleted from the list it stands in: Esc, then d.");
}

static const char *can_share(void *arg)
{
    return on_top(arg)->others ? can_type(arg) : _("There is no other draft of this appeal.");
}

static const struct command ROWS[] = {
    { CMD_OPEN, "open", "Enter l Right", N_("finding"), N_("what to do about this finding; into the text"),
      COMMAND_IN_VIEW, 0, can_type },
    { CMD_EDIT, "edit", "e", N_("text"), N_("into the text"), COMMAND_IN_VIEW, 10, can_type },
    { LETTER_SAVE, "letter-save", "Ctrl-S", N_("save"), N_("save the letter: one undo step"), COMMAND_IN_VIEW,
      0, can_save },
    { LETTER_DISCARD, "letter-discard", "D", N_("discard"),
      N_("throw away what was typed and not saved; it asks first"), COMMAND_IN_VIEW, 0, can_save },
    { LETTER_FINDINGS, "letter-findings", "F2", N_("findings"), N_("to the next finding"), COMMAND_ALWAYS, 20,
      can_type },
    { LETTER_READY_KEY, "letter-ready", "F3 m", N_("ready"), N_("mark as ready, when no finding is open"),
      COMMAND_ALWAYS, 30, can_be_ready },
    { LETTER_PREVIEW, "letter-preview", "F4 p", N_("preview"), N_("the page as it will be printed"),
      COMMAND_ALWAYS, 40, can_preview },
    { LETTER_RECIPIENTS, "letter-recipients", "b", N_("recipients"),
      N_("who else gets this letter; make the same for another"), COMMAND_IN_VIEW, 44, has_appeal },
    { LETTER_SHARE, "letter-share", "t", N_("text to all"),
      N_("this text for the other drafts of its appeal"), COMMAND_IN_VIEW, 0, can_share },
    { LETTER_WAIVE, "letter-waive", "f", N_("reason"), N_("say why this finding does not count"),
      COMMAND_IN_VIEW, 0, can_waive },
    { LETTER_DETAILS, "letter-details", "E", N_("details"), N_("address, language, who signs"),
      COMMAND_IN_VIEW, 0, can_type },
    { CMD_DELETE, "delete", "d", N_("delete"), N_("tells where a letter is deleted"),
      COMMAND_IN_VIEW | COMMAND_HIDDEN, 0, not_from_here },
    { CMD_UNDO, "undo", "u Ctrl-Z", N_("undo"), N_("undo in this text; once it is saved, in this letter"),
      COMMAND_IN_VIEW, 60, can_undo },
    { CMD_REDO, "redo", "Ctrl-R Ctrl-Y", N_("redo"), N_("do again what was undone"), COMMAND_IN_VIEW, 0,
      can_redo },
    LETTER_DO_COMMANDS,
};
const struct command_table letter_commands = COMMAND_TABLE("letter", N_("Letter"), ROWS);

const char *letter_view_hints(struct app *a, struct view *view)
{
    (void)a;
    const struct letter_view *v = (const struct letter_view *)view;
    if (letter_view_is_sent(v))
        return "letter-reply letter-returned letter-recipients back";
    if (v->previewing)
        return "letter-ready edit back";
    if (v->typing)
        return "save leave letter-findings letter-ready letter-preview";
    if (letter_view_is_unsaved(v))
        return "edit letter-save letter-discard letter-findings letter-ready letter-preview back";
    if (v->letter->state == LETTER_READY)
        return "letter-sent edit letter-waive letter-preview letter-recipients back";
    return v->check.rows.n ? "edit next-hit letter-waive letter-ready letter-preview letter-recipients back"
                           : "edit letter-ready letter-share letter-preview letter-recipients back";
}

const char *const *letter_view_text_hints(struct app *a, struct view *view)
{
    static const char *const REASON[] = { "Enter", N_("keep it"), "Esc", N_("back"), NULL };
    (void)a;
    const struct letter_view *v = (const struct letter_view *)view;
    return v->waiving ? REASON : editor_finding(&v->parts[v->part]) ? editor_find_hints : NULL;
}
