/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What works everywhere, one row a command. Views come first in dispatch, so a view may give one of these
 * keys another meaning by having a command with that key itself. */
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/browse_scope.h"
#include "satchel/app/commands.h"
#include "satchel/app/marks.h"
#include "satchel/app/narrow.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/app/state.h"
#include "satchel/base/i18n.h"
#include "satchel/store/undo.h"

static const char *can_change_keys(void *arg)
{
    const struct app *a = arg;
    if (a->demo && a->demo_passphrase.data)
        return _("The demonstration has a passphrase that nobody is told.");
    return app_needs_writing(arg);
}

static const char *undo_or_redo(void *arg, bool redo)
{
    const char *why = app_needs_writing(arg);
    if (why || store_undo_any(((struct app *)arg)->store, redo))
        return why;
    return redo ? _("There is nothing to redo.") : _("There is nothing to undo.");
}

static const char *can_arm(void *arg)
{
    return erasing_armed(arg) ? _("It is armed: three presses of the panic key erase.")
                              : app_needs_writing(arg);
}

static const char *can_disarm(void *arg)
{
    const struct app *a = arg;
    return a->armed || a->armed_unread ? app_needs_writing(arg)
                                       : _("It is not armed: the panic key only locks.");
}

static const char *can_undo(void *arg)
{
    return undo_or_redo(arg, false);
}

static const char *can_redo(void *arg)
{
    return undo_or_redo(arg, true);
}

static const char *can_go_back(void *arg)
{
    const struct app *a = arg;
    const struct view *v = app_top(a);
    bool widens = v && ((v->narrow && narrow_is_on(v->narrow)) || (v->marks && v->marks->n));
    return widens || a->n_views > 1 ? NULL : _("This is the first screen. q twice locks and leaves.");
}

static const char *other_screens(void *arg)
{
    const struct view *v = app_top(arg);
    return view_is(v, "views") ? _("These are the screens. Enter goes to one.") : app_needs_vault(arg);
}

static const struct command ROWS[] = {
    { CMD_BACK, "back", "Esc h Left Backspace", N_("back"), N_("back to the screen before"), COMMAND_IN_VIEW,
      55, can_go_back },
    { CMD_QUIT, "quit", "q", N_("back"), N_("back; at home: lock and quit when pressed twice"),
      COMMAND_IN_VIEW, 0, NULL },
    { CMD_VIEWS, "views", "v", N_("views"), N_("list of the screens"), COMMAND_IN_VIEW, 70, other_screens },
    { CMD_SEARCH, "search", "/", N_("search"), N_("search everything"), COMMAND_IN_VIEW, 50,
      app_needs_vault },
    { CMD_UNDO, "undo", "u Ctrl-Z", N_("undo"), N_("undo the last change"), COMMAND_IN_VIEW, 60, can_undo },
    { CMD_REDO, "redo", "Ctrl-R Ctrl-Y", N_("redo"), N_("do again what was undone"), COMMAND_IN_VIEW, 0,
      can_redo },
    { CMD_NOTE, "quick-note", "Ctrl-N", N_("note"), N_("write a quick note, filed later"), COMMAND_ALWAYS, 0,
      app_needs_writing },
    { CMD_DISCREET, "discreet", "z", N_("discreet"),
      N_("initials and numbers instead of names, or names again"), COMMAND_IN_VIEW, 0, app_needs_vault },
    { CMD_LOCK, "lock", "L F12", N_("lock"), N_("lock the vault, keep drafts"), COMMAND_ALWAYS, 0,
      app_needs_vault },
    { CMD_PALETTE, "commands", ":", N_("commands"), N_("every command by name"), COMMAND_IN_VIEW, 101, NULL },
    { CMD_HELP, "help", "? F1", N_("help"), N_("the keys of this screen"), COMMAND_ALWAYS, 102, NULL },
    { CMD_REDRAW, "redraw", "Ctrl-L", N_("redraw"), N_("draw the screen anew"), COMMAND_ALWAYS, 0, NULL },
    { CMD_REPEAT, "repeat-message", "Ctrl-G", N_("message"), N_("show the last message again"),
      COMMAND_ALWAYS, 0, NULL },
    { CMD_CANCEL, "cancel", "Ctrl-C", N_("cancel"), N_("cancel long work; never quits"),
      COMMAND_IN_VIEW | COMMAND_HIDDEN, 0, NULL },
    { CMD_AGENDA, "agenda", "", N_("agenda"), N_("what is due and what is late"), COMMAND_IN_VIEW, 0,
      app_needs_vault },
    { CMD_CASES, "cases", "", N_("cases"), N_("all cases"), COMMAND_IN_VIEW, 0, app_needs_vault },
    { CMD_PEOPLE, "people", "", N_("people"), N_("all people"), COMMAND_IN_VIEW, 0, app_needs_vault },
    { CMD_OFFICES, "offices", "", N_("offices"), N_("offices, their holders and addresses"), COMMAND_IN_VIEW,
      0, app_needs_vault },
    { CMD_UNSENT, "letters", "", N_("letters"), N_("letters of all cases that are not sent yet, and labels"),
      COMMAND_IN_VIEW, 0, app_needs_vault },
    { CMD_IMPORT, "import", "", N_("import"), N_("import an appeal: paste it, or name a file"),
      COMMAND_IN_VIEW, 0, app_needs_writing },
    { CMD_BACKUP, "backup", "", N_("backup"), N_("copy the vault to another disk"), COMMAND_IN_VIEW, 0,
      app_needs_vault },
    { CMD_EXPORTS, "exports", "", N_("exports"), N_("files that left the vault in plain, and erasing them"),
      COMMAND_IN_VIEW, 0, app_needs_vault },
    { CMD_STATE, "state", "", N_("state"), N_("the state code to note down before locking"), COMMAND_IN_VIEW,
      0, app_needs_file },
    { CMD_PANIC_ARM, "panic-arm", "", N_("arm"), N_("let three presses of the panic key erase the vault"),
      COMMAND_IN_VIEW, 0, can_arm },
    { CMD_PANIC_DISARM, "panic-disarm", "", N_("disarm"), N_("let the panic key only lock"), COMMAND_IN_VIEW,
      0, can_disarm },
    { CMD_PANIC_REHEARSE, "panic-rehearse", "", N_("rehearse"), N_("what erasing would take; erases nothing"),
      COMMAND_IN_VIEW, 0, app_needs_file },
    { CMD_PASSPHRASES, "passphrase-list", "", N_("passphrases"), N_("the passphrases that open this"),
      COMMAND_IN_VIEW, 0, app_needs_file },
    { CMD_PASSPHRASE_CHANGE, "passphrase-change", "", N_("change"),
      N_("another passphrase, or another key file"), COMMAND_IN_VIEW, 0, can_change_keys },
    { CMD_PASSPHRASE_ADD, "passphrase-add", "", N_("add"), N_("a passphrase more, for a colleague"),
      COMMAND_IN_VIEW, 0, can_change_keys },
    { CMD_PASSPHRASE_REMOVE, "passphrase-remove", "", N_("remove"), N_("a passphrase no longer opens this"),
      COMMAND_IN_VIEW, 0, can_change_keys },
    { CMD_DECOY, "passphrase-decoy", "", N_("decoy"), N_("a second content with a passphrase of its own"),
      COMMAND_IN_VIEW, 0, can_change_keys },
    { CMD_DURESS, "passphrase-duress", "", N_("duress"),
      N_("a passphrase that opens the decoy and erases all else"), COMMAND_IN_VIEW, 0, can_change_keys },
    { CMD_DOCTOR, "doctor", "", N_("doctor"), N_("what on this machine endangers the vault"), COMMAND_IN_VIEW,
      0, NULL },
    { CMD_MESSAGES, "messages", "", N_("messages"), N_("what the program said before"), COMMAND_IN_VIEW, 0,
      NULL },
    { CMD_SETTINGS, "settings", "", N_("settings"), N_("colours, idle lock, keys"), COMMAND_IN_VIEW, 0,
      NULL },
    { CMD_EXIT, "lock-and-quit", "", N_("quit"), N_("lock the vault and leave"), COMMAND_IN_VIEW, 0, NULL },
};
const struct command_table app_commands = COMMAND_TABLE("everywhere", N_("Everywhere"), ROWS);

static void leave_anyway(struct app *a, void *arg, size_t choice)
{
    (void)arg;
    a->done = choice == 1;
}

/* What is in memory alone goes with the program. */
static void leave(struct app *a)
{
    const char *const choices[] = { _("Stay"), _("Quit and lose it") };
    if (!a->unstored)
        a->done = true;
    else
        app_ask(
            a, _("What was typed last is lost when you quit"),
            _("It is in memory alone: the disk did not take it. Free some space, lock (L) and unlock, and it "
              "is back."),
            choices, 2, 0, leave_anyway, NULL);
}

static void quit(struct app *a)
{
    if (a->n_views > 1) {
        app_pop(a);
    } else if (!a->store || (a->quit_at && a->quit_at + 1 == a->keys)) {
        leave(a);
    } else {
        a->quit_at = a->keys;
        app_say(a, MESSAGE_INFO, "%s", _("Press q again to lock and quit."));
    }
}

/* Where it is: here, else on the screen that shows such a record. The one that the last undo opened makes
 * room for the next, so that u u u leaves one. */
static void show_place(struct app *a, int64_t n)
{
    if (!n || app_select(a, n))
        return;
    if (a->opened_by_undo && a->opened_by_undo == app_top(a))
        app_pop(a);
    if (app_select(a, n))
        return;
    struct view *before = app_top(a);
    open_screen(a, n);
    a->opened_by_undo = app_top(a) != before ? app_top(a) : NULL;
}

static void undo(struct app *a, int (*step)(struct store *s, struct store_step *done, struct err *e),
                 bool back)
{
    struct store_step done = { 0 };
    struct err e = { 0 };
    if (step(a->store, &done, &e) < 0) {
        app_error(a, &e);
        return;
    }
    app_reload(a);
    show_place(a, done.place);
    char *label = present_text(a, done.label);
    if (!a->discreet)
        present_unstop(label);
    /* TRANSLATORS: what was undone or done again, e.g. "edit the case". */
    app_say(a, MESSAGE_INFO, back ? _("Undone: %s.") : _("Done again: %s."), label ? label : "");
    str_free(label);
    str_free(done.label);
}

static char *hide_names(void *app, const char *text)
{
    return present_text(app, text);
}

static void disarm(struct app *a)
{
    struct err e = { 0 };
    if (erasing_arm(a, false, &e) < 0)
        app_error(a, &e);
    else
        app_say(a, MESSAGE_INFO, "%s", _("Not armed: the panic key locks and never erases."));
}

static void set_discreet(struct app *a, bool on)
{
    a->discreet = on;
    app_reload(a);
    if (on) /* what was said before may name people */
        message_rewrite(&a->messages, hide_names, a);
    app_say(a, MESSAGE_INFO, "%s",
            on ? _("Discreet: initials and numbers instead of names.") : _("Names are shown again."));
}

/* As its name opens it: all people, not those of one case. */
static bool is_that(const struct app *a, const struct view *v, const char *name, const char *arg)
{
    const char *rest;
    if (!view_is(v, name) || (*arg && strcmp(v->arg, arg) != 0))
        return false;
    return !a->store || !browse_scope_read(a->store, v->arg, &rest).on;
}

/* Opens a screen on top, so that Esc leads back to where one was, and opens it once: going there again goes
 * back to it. */
static void go(struct app *a, const char *name, const char *arg)
{
    size_t at = a->n_views;
    while (at && !is_that(a, a->views[at - 1], name, arg))
        at--;
    if (at)
        app_back_to(a, at);
    else
        app_push(a, name, arg);
}

static unsigned go_to(struct app *a, int id)
{
    static const struct {
        int id;
        const char *view;
    } SCREENS[] = { { CMD_AGENDA, "agenda" },           { CMD_CASES, "cases" },
                    { CMD_PEOPLE, "people" },           { CMD_OFFICES, "offices" },
                    { CMD_IMPORT, "import" },           { CMD_BACKUP, "backup" },
                    { CMD_EXPORTS, "exports" },         { CMD_UNSENT, "letters" },
                    { CMD_MESSAGES, "messages" },       { CMD_SETTINGS, "settings" },
                    { CMD_DOCTOR, "doctor" },           { CMD_VIEWS, "views" },
                    { CMD_PANIC_REHEARSE, "rehearsal" } };
    static const char *const DIALOGS[] = { "list", "change", "add", "remove", "decoy", "duress" };
    if (id >= CMD_PASSPHRASES && id <= CMD_DURESS) {
        go(a, "passphrase", DIALOGS[id - CMD_PASSPHRASES]);
        return WIDGET_HANDLED;
    }
    for (size_t i = 0; i < sizeof SCREENS / sizeof *SCREENS; i++) {
        if (SCREENS[i].id == id) {
            go(a, SCREENS[i].view, "");
            return WIDGET_HANDLED;
        }
    }
    return WIDGET_IGNORED;
}

unsigned app_command(struct app *a, int id)
{
    switch (id) {
    case CMD_BACK:
        if (!app_widen(a))
            app_pop(a);
        break;
    case CMD_QUIT:
        quit(a);
        break;
    case CMD_SEARCH:
        app_push(a, "search", "");
        break;
    case CMD_NOTE:
        app_push(a, "form", "add note");
        break;
    case CMD_UNDO:
        undo(a, store_undo, true);
        break;
    case CMD_REDO:
        undo(a, store_redo, false);
        break;
    case CMD_DISCREET:
        set_discreet(a, !a->discreet);
        break;
    case CMD_LOCK:
        app_lock(a);
        break;
    case CMD_REDRAW:
        screen_repaint(a->screen);
        break;
    case CMD_REPEAT:
        message_repeat(&a->messages);
        break;
    case CMD_STATE:
        app_state_ask(a);
        break;
    case CMD_PANIC_ARM:
        erasing_ask(a);
        break;
    case CMD_PANIC_DISARM:
        disarm(a);
        break;
    case CMD_CANCEL:
        break;
    case CMD_EXIT:
        leave(a);
        break;
    default:
        return go_to(a, id);
    }
    return WIDGET_HANDLED;
}
