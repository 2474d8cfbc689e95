/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of the configuration file, one a row, changed in place and written back with every comment
 * kept. */
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/tui/editor.h"
#include "satchel/tui/list.h"

struct settings {
    struct view view;
    struct app *app;
    struct list list;
    struct editor editor; /* of the selected value, while editing */
    bool editing;
};

enum { SETTINGS_CHANGE = 1 };

static const struct list_column COLUMNS[] = { { .width = 16 }, { .width = 20 }, { .width = 20, .drop = 1 } };

static void row(void *arg, size_t index, struct list_row *out)
{
    const struct settings *s = arg;
    const struct option *o = &config_options[index];
    list_cell(out, 0, ROLE_LABEL, o->name);
    list_cell(out, 1, ROLE_VALUE, config_text(&s->app->config, (enum option_id)index));
    list_cell(out, 2, ROLE_DIM, _(o->text));
}

static int settings_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    (void)arg;
    (void)e;
    struct settings *s = (struct settings *)v;
    s->app = a;
    list_init(&s->list, COLUMNS, 3, (struct list_source){ .row = row, .arg = s });
    list_set_count(&s->list, OPTION_COUNT);
    editor_init(&s->editor, true, &a->clip);
    return 0;
}

static void settings_close(struct app *a, struct view *v)
{
    (void)a;
    struct settings *s = (struct settings *)v;
    list_free(&s->list);
    editor_free(&s->editor);
}

static void settings_title(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    (void)v;
    buf_adds(out, _("Settings"));
}

/* What may be written there. */
static void add_choices(const struct option *o, struct buf *out)
{
    if (o->choices)
        buf_addf(out, _("one of: %s"), o->choices);
    else if (o->type == OPTION_NUMBER)
        buf_addf(out, _("%d to %d %s"), o->least, o->most, o->unit ? _(o->unit) : "");
}

static void draw_foot(struct settings *s, const struct draw *foot)
{
    const struct option *o = &config_options[s->list.selected];
    struct buf choices = { 0 };
    draw_ruler(foot, 0);
    int y = 1 + draw_wrapped(foot, 1, 1, 2, foot->cols - 2, ROLE_TEXT, _(o->text));
    if (s->editing) {
        int used = draw_text(foot, y, 1, -1, ROLE_LABEL, o->name);
        struct draw field = draw_part(foot, y++, used + 2, 1, -1);
        editor_draw(&s->editor, &field, ROLE_FOCUS, true);
    }
    add_choices(o, &choices);
    draw_wrapped(foot, y, 1, -1, foot->cols - 2, ROLE_DIM, buf_text(&choices));
    buf_free(&choices);
}

static void settings_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *body)
{
    (void)a;
    struct settings *s = (struct settings *)v;
    int rows = l->one_pane ? 5 : 4;
    struct draw list = draw_part(body, 0, 0, body->rows - rows, -1),
                foot = draw_part(body, body->rows - rows, 0, rows, -1);
    s->list.unfocused = s->editing;
    list_draw(&s->list, &list);
    draw_foot(s, &foot);
}

/* What can be seen at once takes effect at once. */
static void apply(struct app *a, enum option_id id)
{
    struct theme theme;
    struct strs problems = { 0 };
    struct err e = { 0 };
    switch (id) {
    case OPTION_THEME: {
        char *folder = config_folder(NULL);
        theme_clear(&theme);
        if (theme_load(&theme, config_text(&a->config, id), folder, &problems, &e) < 0)
            app_error(a, &e);
        screen_set_theme(a->screen, &theme);
        str_free(folder);
        strs_free(&problems);
        break;
    }
    case OPTION_WORDS:
        screen_set_words(a->screen, config_bool(&a->config, id));
        break;
    case OPTION_PANIC:
        screen_set_panic_char(a->screen, config_panic_char(&a->config));
        break;
    case OPTION_KEYBOARD:
        a->keymap.keyboard = config_keyboard(&a->config);
        break;
    default:
        break;
    }
}

static void set(struct app *a, struct settings *s, const char *value)
{
    struct err e = { 0 };
    enum option_id id = (enum option_id)s->list.selected;
    if (config_set(&a->config, id, value, &e) < 0) {
        app_error(a, &e);
        return;
    }
    s->editing = false;
    apply(a, id);
    if (!a->config_file || config_save(&a->config, a->config_file, &e) < 0)
        app_error(a, &e);
    else
        app_say(a, MESSAGE_INFO,
                id == OPTION_EXPORTS && a->confine.files
                    ? _("Saved: %s = %s. It holds from the next start on.")
                    : _("Saved: %s = %s."),
                config_options[id].name, value);
    erasing_files(a);
}

/* The next of the choices after the one in force, going round. */
static void next_choice(struct app *a, struct settings *s, const char *choices)
{
    struct strs words = { 0 };
    size_t at = 0;
    const char *now = config_text(&a->config, (enum option_id)s->list.selected);
    for (const char *p = choices, *end; *p; p = *end ? end + 1 : end) {
        for (end = p; *end && *end != ' '; end++)
            ;
        if (strs_addn(&words, p, (size_t)(end - p)) == 0 && strcmp(words.at[words.n - 1], now) == 0)
            at = words.n;
    }
    if (words.n)
        set(a, s, words.at[at % words.n]);
    strs_free(&words);
}

static void change(struct app *a, struct settings *s)
{
    const struct option *o = &config_options[s->list.selected];
    if (o->type == OPTION_BOOL)
        next_choice(a, s, "on off");
    else if (o->type == OPTION_CHOICE)
        next_choice(a, s, o->choices);
    else
        s->editing =
            editor_set(&s->editor, config_text(&a->config, (enum option_id)s->list.selected), NULL) == 0;
}

static unsigned settings_command(struct app *a, struct view *v, int id)
{
    struct settings *s = (struct settings *)v;
    if (id == SETTINGS_CHANGE) {
        change(a, s);
        return WIDGET_HANDLED;
    }
    return list_do(&s->list, id);
}

static bool settings_in_text(struct app *a, struct view *v)
{
    (void)a;
    return ((struct settings *)v)->editing;
}

static unsigned settings_key(struct app *a, struct view *v, uint32_t key)
{
    struct settings *s = (struct settings *)v;
    if (!s->editing)
        return WIDGET_IGNORED;
    if (key == KEYC_ESC)
        s->editing = false;
    else if (key == KEYC_ENTER || key == (KEYC_CTRL | 's'))
        set(a, s, editor_text(&s->editor));
    else
        return editor_key(&s->editor, &a->keymap, key);
    return WIDGET_HANDLED;
}

static unsigned settings_paste(struct app *a, struct view *v, const char *text)
{
    (void)a;
    struct settings *s = (struct settings *)v;
    return s->editing ? editor_insert(&s->editor, text, strlen(text)) : WIDGET_IGNORED;
}

static const struct command ROWS[] = {
    { SETTINGS_CHANGE, "change-setting", "Enter e", N_("change"), N_("change this setting"), COMMAND_IN_VIEW,
      10, NULL },
};
const struct command_table settings_commands = COMMAND_TABLE("settings", N_("Settings"), ROWS);

const struct view_class view_settings = {
    .name = "settings",
    .size = sizeof(struct settings),
    .commands = &settings_commands,
    .open = settings_open,
    .close = settings_close,
    .title = settings_title,
    .draw = settings_draw,
    .in_text = settings_in_text,
    .command = settings_command,
    .key = settings_key,
    .paste = settings_paste,
};
