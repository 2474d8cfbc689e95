/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of a case: what they do, when they can be used, and which are the most useful. */
#include <string.h>

#include "satchel/app/commands.h"
#include "satchel/app/done.h"
#include "satchel/app/letter_do.h"
#include "satchel/app/view_case.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"

enum { CASE_TAB = 1 /* and the number of the tab, from 0 */ };

/* ---- commands ---- */

static void open_row(struct case_view *c)
{
    const struct case_row *row = case_selected(c);
    if (!row || c->reading || (case_tab_of(c)->open && case_tab_of(c)->open(c, row)))
        return;
    c->reading = true;
}

/* What `y` is about: the record of the row, and of the lines of the overview those that say how it stands. */
static int64_t done_subject(const struct case_view *c)
{
    static const char *const KEYS[] = { "status", "deadline", "number" };
    const struct case_row *row = case_selected(c);
    for (size_t i = 0; row && row->field && i < sizeof KEYS / sizeof *KEYS; i++)
        if (strcmp(row->field->key, KEYS[i]) == 0)
            return row->n;
    return row && !row->field ? row->n : 0;
}

static void show_timeline(struct case_view *c)
{
    if (c->tab == CASE_CHRONOLOGY && c->timeline && !c->pictured) {
        app_say(c->app, MESSAGE_INFO, "%s",
                _("The timeline needs 60 columns, 19 rows and an event with a date."));
    } else if (c->tab == CASE_CHRONOLOGY) {
        c->timeline = !c->timeline;
    } else {
        c->timeline = true;
        case_show_tab(c, CASE_CHRONOLOGY);
    }
}

static unsigned move(struct case_view *c, int id)
{
    if (id == NAV_NEXT_TAB || id == NAV_PREV_TAB) {
        case_show_tab(c, (c->tab + (id == NAV_NEXT_TAB ? 1 : CASE_TABS - 1)) % CASE_TABS);
        return WIDGET_HANDLED;
    }
    return c->reading ? pane_do(&c->pane, id) : list_do(&c->list, id);
}

unsigned case_command(struct app *a, struct view *v, int id)
{
    struct case_view *c = (struct case_view *)v;
    const struct case_row *row = case_selected(c);
    switch (id) {
    case CMD_OPEN:
        open_row(c);
        break;
    case CMD_BACK:
        if (!c->reading)
            return WIDGET_IGNORED;
        c->reading = false;
        break;
    case CMD_ADD:
        case_tab_of(c)->add(c);
        break;
    case CMD_EDIT:
        if (row && row->n)
            case_edit_row(c, row);
        else
            case_tab_of(c)->add(c);
        break;
    case CMD_DELETE:
        if (c->marks.n)
            return WIDGET_IGNORED;
        case_delete_row(c);
        break;
    case CMD_DONE:
        if (c->marks.n)
            return WIDGET_IGNORED;
        done_records(a, (const int64_t[]){ done_subject(c) }, 1);
        break;
    case CMD_NARROW:
        c->reading = false;
        return WIDGET_IGNORED;
    case CMD_IMPORT:
        app_push(a, "import", "");
        break;
    case CMD_LETTERS:
        open_about(a, "letter-new", "@", c->ref.n);
        break;
    case CMD_TIMELINE:
        show_timeline(c);
        break;
    default:
        if (letter_do(a, id, row && row->kind == KIND_LETTER ? row->n : 0))
            break;
        if (id < CASE_TAB || id >= CASE_TAB + CASE_TABS)
            return move(c, id);
        case_show_tab(c, (size_t)(id - CASE_TAB));
    }
    return WIDGET_HANDLED;
}

/* ---- what can be done ---- */

static const struct case_view *on_top(void *arg)
{
    return (const struct case_view *)app_top(arg);
}

const char *case_hints(struct app *a, struct view *v)
{
    (void)a;
    const struct case_view *c = (const struct case_view *)v;
    const struct case_row *row = case_selected(c);
    if (c->reading)
        return "back edit letter-new log";
    if (row && row->kind == KIND_LETTER)
        return "open letter-ready letter-sent letter-reply letter-returned mark letter-new";
    bool somebody = row && (row->kind == KIND_MEMBER || row->kind == KIND_TARGET);
    return somebody ? "open edit reveal add letter-new log" : "open edit add letter-new log import narrow";
}

static const char *can_open(void *arg)
{
    const struct case_view *c = on_top(arg);
    return case_selected(c) && !c->reading ? NULL : _("There is nothing to open here.");
}

static const char *row_and_writing(void *arg)
{
    if (!case_selected(on_top(arg)))
        return _("Nothing is selected here. Press a to add something.");
    return app_needs_writing(arg);
}

static const char *row_or_marks(void *arg)
{
    return on_top(arg)->marks.n ? app_needs_writing(arg) : row_and_writing(arg);
}

static const char *can_be_done(void *arg)
{
    const struct case_view *c = on_top(arg);
    const char *why = c->marks.n ? NULL : done_why_not(arg, done_subject(c));
    return why ? why : app_needs_writing(arg);
}

#define TAB_COMMAND(number, name, label)                                                                     \
    {                                                                                                        \
        CASE_TAB + (number)-1, "tab-" name, #number, label, label, COMMAND_IN_VIEW | COMMAND_HIDDEN, 0, NULL \
    }

static const struct command ROWS[] = {
    { CMD_OPEN, "open", "Enter l Right", N_("open"), N_("read it in full, or go there"), COMMAND_IN_VIEW, 10,
      can_open },
    { CMD_ADD, "add", "a", N_("add"), N_("add to this case"), COMMAND_IN_VIEW, 30, app_needs_writing },
    { CMD_EDIT, "edit", "e", N_("edit"), N_("edit this"), COMMAND_IN_VIEW, 20, row_and_writing },
    { CMD_DELETE, "delete", "d", N_("delete"), N_("delete this, or what is marked; undo brings it back"),
      COMMAND_IN_VIEW, 0, row_or_marks },
    { CMD_DONE, "done", "y", N_("done"), N_("done: the check-in; an appeal or a case is closed"),
      COMMAND_IN_VIEW, 0, can_be_done },
    { CMD_IMPORT, "import", "i", N_("import"), N_("import an appeal: paste it, or name a file"),
      COMMAND_IN_VIEW, 58, app_needs_writing },
    { CMD_LETTERS, "letter-new", "w", N_("write"), N_("write letters to whom the appeal names"),
      COMMAND_IN_VIEW, 38, app_needs_writing },
    { CMD_TIMELINE, "timeline", "t", N_("timeline"), N_("show or hide the timeline"), COMMAND_IN_VIEW, 0,
      NULL },
    LETTER_DO_READY_COMMAND,
    LETTER_DO_COMMANDS,
    TAB_COMMAND(1, "overview", N_("overview")),
    TAB_COMMAND(2, "people", N_("people")),
    TAB_COMMAND(3, "chronology", N_("chronology")),
    TAB_COMMAND(4, "statements", N_("statements")),
    TAB_COMMAND(5, "letters", N_("letters")),
    TAB_COMMAND(6, "actions", N_("actions")),
    TAB_COMMAND(7, "files", N_("files")),
    TAB_COMMAND(8, "notes", N_("notes")),
};
const struct command_table case_commands = COMMAND_TABLE("case", N_("Case"), ROWS);
