/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handing keys to whoever they are for: overlay, text, view, records, program, in this order. */
#include "satchel/app/keys.h"

#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/narrow.h"
#include "satchel/app/record_keys.h"
#include "satchel/base/i18n.h"

struct command_scope app_scope(struct app *a, struct view *v, const struct command_table *tables[static 4])
{
    struct command_scope s = { .tables = tables, .arg = a };
    s.in_text = v && (narrow_is_typed(v->narrow) || (v->class->in_text && v->class->in_text(a, v)));
    if (v && v->class->hints)
        s.hints = v->class->hints(a, v);
    if (v && v->class->commands)
        tables[s.n++] = v->class->commands;
    tables[s.n++] = s.in_text ? &edit_commands : &nav_commands;
    if (v && v->class->record)
        tables[s.n++] = &record_commands;
    tables[s.n++] = &app_commands;
    return s;
}

/* Every command that can be used here, by its name or with its key. */
static void choose(struct app *a, bool help)
{
    struct command_scope scope = app_scope(a, app_top(a), a->chooser_tables);
    app_choose(a, help, &scope);
}

static unsigned run_command(struct app *a, struct view *v, const struct command *c,
                            const struct command_scope *scope)
{
    const char *why_not = command_unavailable(c, scope);
    if (why_not) {
        app_say(a, MESSAGE_INFO, "%s", why_not);
        return WIDGET_HANDLED;
    }
    unsigned done = v->class->command ? v->class->command(a, v, c->id) : WIDGET_IGNORED;
    if (done == WIDGET_IGNORED)
        done = record_command(a, c->id);
    if (done == WIDGET_IGNORED && (c->id == CMD_PALETTE || c->id == CMD_HELP)) {
        choose(a, c->id == CMD_HELP);
        return WIDGET_HANDLED;
    }
    return done != WIDGET_IGNORED ? done : app_command(a, c->id);
}

static unsigned narrowing_key(struct app *a, struct view *v, uint32_t key)
{
    unsigned result = narrow_key(v->narrow, &a->keymap, key);
    if (result & WIDGET_CHANGED)
        app_read_narrowed(a, v);
    return result;
}

/* A key of records where none are listed says so; another one at least that it does nothing. */
static void say_not_here(struct app *a, const struct view *v, uint32_t key)
{
    const struct command_table *const tables[] = { &record_commands };
    struct command_scope scope = { .tables = tables, .n = 1, .arg = a };
    if (v->class->alone)
        return;
    const struct command *c = command_for_key(&a->keymap, &scope, key);
    if (c)
        app_say(a, MESSAGE_INFO, "%s", record_key_is_not_for(c));
    else if (key_is_text(key) && key != ' ')
        app_say(a, MESSAGE_INFO, "%s", _("This key does nothing here: ? shows those that do."));
}

/* Undo in a text is of this text: at its end it says so, and never goes on into the steps of the vault. */
static unsigned text_key(struct app *a, struct view *v, const struct command_scope *scope, uint32_t key)
{
    const struct command *c = command_for_key(&a->keymap, scope, key);
    bool steps = c && (c->id == EDIT_UNDO || c->id == EDIT_REDO);
    unsigned result = narrow_is_typed(v->narrow) ? narrowing_key(a, v, key)
                      : v->class->key            ? v->class->key(a, v, key)
                                                 : WIDGET_IGNORED;
    if (!steps || !(result == WIDGET_IGNORED || result & WIDGET_NO_STEP))
        return result;
    app_say_no_step(a, c->id == EDIT_REDO);
    return WIDGET_HANDLED;
}

static void view_key(struct app *a, struct view *v, uint32_t key)
{
    const struct command_table *tables[4];
    struct command_scope scope = app_scope(a, v, tables);
    if (scope.in_text && text_key(a, v, &scope, key) != WIDGET_IGNORED)
        return;
    const struct command *c = command_for_key(&a->keymap, &scope, key);
    if (c)
        run_command(a, v, c, &scope);
    else if (!scope.in_text && !(v->class->key && v->class->key(a, v, key) != WIDGET_IGNORED))
        say_not_here(a, v, key);
}

/* A lock waits for no answer; `L` is a letter where something can be typed. */
static bool locks_in_overlay(struct app *a, uint32_t key)
{
    static const struct command_table *const TABLES[] = { &app_commands };
    bool typing = a->overlay == OVERLAY_CHOOSER || a->overlay == OVERLAY_PICKER;
    struct command_scope scope = { .tables = TABLES, .n = 1, .in_text = typing, .arg = a };
    const struct command *c = typing && key_is_text(key) ? NULL : command_for_key(&a->keymap, &scope, key);
    return c && c->id == CMD_LOCK;
}

bool app_key_locks(struct app *a, uint32_t key)
{
    const struct command_table *tables[4];
    struct command_scope scope = app_scope(a, app_top(a), tables);
    const struct command *c = command_for_key(&a->keymap, &scope, key);
    if (a->overlay != OVERLAY_NONE)
        return locks_in_overlay(a, key);
    return c && c == command_by_name(&a->keymap, "lock");
}

/* Runs what was chosen in the palette or in help. */
static void run_chosen(struct app *a, const struct command *c)
{
    struct view *v = app_top(a);
    const struct command_table *tables[4];
    struct command_scope scope = app_scope(a, v, tables);
    if (v)
        run_command(a, v, c, &scope);
}

static void overlay_key(struct app *a, uint32_t key)
{
    if (locks_in_overlay(a, key)) {
        app_command(a, CMD_LOCK);
        return;
    }
    const struct command *chosen = app_overlay_key(a, key);
    if (chosen)
        run_chosen(a, chosen);
}

void app_key(struct app *a, uint32_t key)
{
    struct view *v = app_top(a);
    message_key(&a->messages);
    a->keys++;
    if (a->overlay != OVERLAY_NONE)
        overlay_key(a, key);
    else if (v)
        view_key(a, v, key);
}

void app_paste(struct app *a, const char *text)
{
    struct view *v = app_top(a);
    message_key(&a->messages);
    if (app_overlay_paste(a, text) || !v)
        return;
    if (narrow_is_typed(v->narrow)) {
        narrow_paste(v->narrow, text);
        app_read_narrowed(a, v);
        return;
    }
    if (!v->class->paste || v->class->paste(a, v, text) == WIDGET_IGNORED)
        app_say(a, MESSAGE_INFO, "%s", _("Nothing here takes a pasted text. Press i to import one."));
}
