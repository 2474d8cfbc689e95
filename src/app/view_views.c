/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of screens (`v`). */
#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/tui/list.h"

struct views {
    struct view view;
    struct list list;
};

enum { VIEWS_GO = 1 };

static const struct {
    int command;
    const char *name, *text;
} SCREENS[] = {
    { CMD_AGENDA, N_("Agenda"), N_("what is due and what is late") },
    { CMD_CASES, N_("Cases"), N_("all cases") },
    { CMD_PEOPLE, N_("People"), N_("everybody, in any case") },
    { CMD_OFFICES, N_("Offices"), N_("offices, who holds them, where to write") },
    { CMD_UNSENT, N_("Letters"), N_("of all cases, to be sent; labels for them") },
    { CMD_IMPORT, N_("Import"), N_("paste an appeal, or name a file") },
    { CMD_SEARCH, N_("Search"), N_("everything, in any script") },
    { CMD_EXPORTS, N_("Exports"), N_("files that left the vault in plain") },
    { CMD_DOCTOR, N_("Doctor"), N_("what on this machine endangers the vault") },
    { CMD_MESSAGES, N_("Messages"), N_("what the program said before") },
    { CMD_SETTINGS, N_("Settings"), N_("colours, idle lock, panic key") },
};
#define SCREEN_COUNT (sizeof SCREENS / sizeof *SCREENS)

static const struct list_column COLUMNS[] = { { .width = 14 }, { .width = 20 } };

static void row(void *arg, size_t index, struct list_row *out)
{
    (void)arg;
    list_cell(out, 0, ROLE_TEXT, _(SCREENS[index].name));
    list_cell(out, 1, ROLE_DIM, _(SCREENS[index].text));
}

static int views_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    (void)a;
    (void)arg;
    (void)e;
    struct views *w = (struct views *)v;
    list_init(&w->list, COLUMNS, 2, (struct list_source){ .row = row, .arg = w });
    w->list.unfold = true;
    list_set_count(&w->list, SCREEN_COUNT);
    return 0;
}

static void views_close(struct app *a, struct view *v)
{
    (void)a;
    list_free(&((struct views *)v)->list);
}

static void views_title(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    (void)v;
    buf_adds(out, _("Screens"));
}

static void views_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *body)
{
    (void)a;
    (void)l;
    list_draw(&((struct views *)v)->list, body);
}

static unsigned views_command(struct app *a, struct view *v, int id)
{
    struct views *w = (struct views *)v;
    if (id != VIEWS_GO)
        return list_do(&w->list, id);
    int command = SCREENS[w->list.selected].command;
    app_pop(a); /* frees this view */
    app_command(a, command);
    return WIDGET_HANDLED;
}

static const struct command ROWS[] = {
    { VIEWS_GO, "go", "Enter l", N_("go"), N_("go to this screen"), COMMAND_IN_VIEW, 10, NULL },
};
const struct command_table views_commands = COMMAND_TABLE("views", N_("Screens"), ROWS);

const struct view_class view_views = {
    .name = "views",
    .size = sizeof(struct views),
    .commands = &views_commands,
    .open = views_open,
    .close = views_close,
    .title = views_title,
    .draw = views_draw,
    .command = views_command,
};
