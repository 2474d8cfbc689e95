/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First run: what this is in five lines, then one of four ways in. Making a vault takes three short steps:
 * where it is kept and its passphrase (typed twice, with advice and a suggestion), then the panic key tried
 * once, while nothing is open yet. Passphrases stand in secret memory only. */
#include <string.h>
#include <unistd.h>

#include "satchel/app/app.h"
#include "satchel/app/home_path.h"
#include "satchel/app/keys.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/passgen.h"
#include "satchel/tui/editor.h"
#include "satchel/tui/list.h"
#include "satchel/tui/prompt.h"
#include "satchel/vault/keyfile.h"

enum step { STEP_WELCOME, STEP_WHERE /* an existing vault */, STEP_CREATE, STEP_PANIC };
enum { ROW_PATH, ROW_FIRST, ROW_AGAIN, ROW_KEY, ROW_COST, ROW_COUNT };

struct first_run {
    struct view view;
    enum step step;
    struct list ways;
    struct editor path, key;
    struct secret typed[2], suggestion;
    struct prompt prompt[2];
    int row;
    enum kdf_profile cost;
    bool working, arrived;
    char *problem;
};

enum { FIRST_RUN_CHOOSE = 1 };

/* ---- the four ways in ---- */

static const struct {
    const char *name, *text;
} WAYS[] = {
    { N_("Create a vault"), N_("where to keep it, then a passphrase") },
    { N_("Look around first"), N_("invented cases in a vault that is thrown away") },
    { N_("Open an existing vault"), N_("from a stick, a backup, another folder") },
    { N_("Quit"), " " },
};
enum { WAY_CREATE, WAY_DEMO, WAY_OPEN, WAY_QUIT, WAY_COUNT };

static const struct list_column COLUMNS[] = { { .width = 24 }, { .width = 10 } };

static void way_row(void *arg, size_t index, struct list_row *out)
{
    (void)arg;
    list_cell(out, 0, ROLE_TEXT, _(WAYS[index].name));
    list_cell(out, 1, ROLE_DIM, index == WAY_QUIT ? WAYS[index].text : _(WAYS[index].text));
}

static int first_run_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    (void)arg;
    struct first_run *f = (struct first_run *)v;
    list_init(&f->ways, COLUMNS, 2, (struct list_source){ .row = way_row, .arg = f });
    list_set_count(&f->ways, WAY_COUNT);
    editor_init(&f->path, true, NULL);
    editor_init(&f->key, true, NULL);
    f->cost = KDF_STANDARD;
    for (int i = 0; i < 2; i++) {
        if (secret_new(&f->typed[i], PROMPT_BYTES, e) < 0)
            return -1;
        prompt_init(&f->prompt[i], (char *)f->typed[i].data, f->typed[i].len);
    }
    if (a->key_file && editor_set(&f->key, a->key_file, e) < 0)
        return -1;
    return editor_set(&f->path, a->vault_path, e);
}

static void first_run_close(struct app *a, struct view *v)
{
    (void)a;
    struct first_run *f = (struct first_run *)v;
    list_free(&f->ways);
    editor_free(&f->path);
    editor_free(&f->key);
    for (int i = 0; i < 2; i++)
        secret_free(&f->typed[i]);
    secret_free(&f->suggestion);
    str_free(f->problem);
}

static void complain(struct first_run *f, const char *text)
{
    f->working = false;
    str_set(&f->problem, text);
}

/* ---- drawing ---- */

/* What is said of the network is what the kernel makes sure of, where it can. */
static void draw_welcome(const struct app *a, struct first_run *f, const struct draw *d)
{
    static const char *const LINES[] = {
        N_("Satchel keeps cases, people and letters in one encrypted file on this computer. Nothing is ever "
           "sent anywhere: the program opens no network connection.\n\nWithout your passphrase nobody can "
           "read the file. That includes you: there is no reset. A backup kept by someone else is the only "
           "way back."),
        N_("Satchel keeps cases, people and letters in one encrypted file on this computer. Nothing is ever "
           "sent anywhere: the program cannot use the network.\n\nWithout your passphrase nobody can read "
           "the file. That includes you: there is no reset. A backup kept by someone else is the only way "
           "back."),
    };
    static const char *const SHORT = N_("Everything stands in one encrypted file. Without your passphrase "
                                        "nobody can read it, nor can you.");
    int rows = d->rows - WAY_COUNT - 1;
    int used =
        draw_wrapped(d, 0, 3, rows, d->cols - 6, ROLE_TEXT, rows < 8 ? _(SHORT) : _(LINES[a->confine.calls]));
    struct draw list = draw_part(d, used + 1, 3, WAY_COUNT, d->cols - 6);
    list_draw(&f->ways, &list);
    if (d->rows > used + WAY_COUNT + 3)
        draw_text(d, used + WAY_COUNT + 2, 3, -1, ROLE_DIM,
                  _("Reading about what this protects against, and what not:  man satchel-security"));
}

static void draw_row(struct first_run *f, const struct draw *d, int y, int row, const char *label)
{
    int at = d->cols >= 60 ? 22 : 14;
    if (f->row == row)
        draw_text(d, y, 1, 1, ROLE_TEXT, ">");
    draw_text(d, y, 3, at - 4, ROLE_LABEL, label);
    struct draw value = draw_part(d, y, at, 1, d->cols - at - 1);
    switch (row) {
    case ROW_PATH:
    case ROW_KEY:
        editor_draw(row == ROW_KEY ? &f->key : &f->path, &value, f->row == row ? ROLE_FOCUS : ROLE_VALUE,
                    f->row == row);
        break;
    case ROW_FIRST:
    case ROW_AGAIN:
        prompt_draw(&f->prompt[row - ROW_FIRST], &value, 0, 0, value.cols, f->row == row && !f->working);
        break;
    default:
        draw_textf(&value, 0, 0, -1, f->row == row ? ROLE_SELECTED : ROLE_VALUE,
                   _("%s, %u MiB of memory at each try"), kdf_profile_name(f->cost),
                   kdf_profile_mib(f->cost));
        if (f->row == row)
            draw_cursor(&value, 0, 0);
        break;
    }
}

static struct secret typed_so_far(struct first_run *f)
{
    return (struct secret){ f->typed[0].data, f->prompt[0].len };
}

/* Whole, since they are to be written down: on a small screen in two rows. */
static void draw_words(const struct draw *d, int y, const char *words)
{
    size_t n = strlen(words), first = n;
    int width = d->cols - 8;
    if (n > (size_t)width)
        for (first = (size_t)width; first > 1 && words[first - 1] != '-'; first--)
            ;
    draw_textf(d, y, 5, width, ROLE_STRONG, "%.*s", (int)first, words);
    draw_text(d, y + 1, 5, width, ROLE_STRONG, words + first);
}

static void draw_advice(struct first_run *f, const struct draw *d, int y)
{
    struct secret first = typed_so_far(f);
    if (f->row == ROW_KEY) {
        draw_wrapped(d, y, 3, 4, d->cols - 6, ROLE_TEXT,
                     _("Only if you want one: a file without which the passphrase opens nothing. Any file "
                       "that never changes, best on a stick; one that is not there is made."));
        return;
    }
    if (first.len)
        draw_wrapped(d, y, 3, 2, d->cols - 6, ROLE_TEXT, passgen_advice(passgen_strength(&first, f->cost)));
    else
        draw_wrapped(d, y, 3, 2, d->cols - 6, ROLE_TEXT,
                     _("Six words nobody chose are a good passphrase. Here are some:"));
    if (f->suggestion.data)
        draw_words(d, y + 2, (const char *)f->suggestion.data);
}

static void draw_create(struct first_run *f, const struct draw *d)
{
    static const char *const LABELS[ROW_COUNT] = { N_("Kept in"), N_("Passphrase"), N_("Once more"),
                                                   N_("Key file"), N_("Guessing costs") };
    for (int row = 0; row < (f->step == STEP_WHERE ? 1 : ROW_COUNT); row++)
        draw_row(f, d, row, row, _(LABELS[row]));
    const char *line = f->working ? _("Making the vault...") : f->problem;
    bool room = d->rows - 3 > ROW_COUNT + 3; /* for both */
    if (f->step == STEP_CREATE && (room || !line))
        draw_advice(f, d, room ? ROW_COUNT + 1 : ROW_COUNT);
    if (line)
        draw_wrapped(d, d->rows - 3, 3, 3, d->cols - 6, f->working ? ROLE_TEXT : ROLE_WARNING, line);
}

static void draw_panic(struct app *a, struct first_run *f, const struct draw *d)
{
    const char *key = config_text(&a->config, OPTION_PANIC);
    int used = draw_wrapped(d, 0, 3, -1, d->cols - 6, ROLE_TEXT,
                            _("The panic key locks the vault and empties the screen at once, whatever the "
                              "program is doing. Try it now; "
                              "nothing is open yet."));
    draw_textf(d, used + 1, 5, -1, ROLE_STRONG, _("Press %s"), key);
    if (f->arrived)
        draw_text(d, used + 3, 3, -1, ROLE_TEXT,
                  _("It arrived, and wiped the passphrase that you had typed. Enter goes on."));
    else
        draw_wrapped(d, used + 3, 3, -1, d->cols - 6, ROLE_DIM,
                     _("Nothing happens? Your terminal keeps that key to itself. Press another that is free, "
                       "such as Ctrl-P or Ctrl-B, to choose it, or Enter to go on without trying."));
    if (f->working)
        draw_text(d, d->rows - 1, 3, -1, ROLE_TEXT, _("Opening..."));
    else if (f->problem)
        draw_wrapped(d, d->rows - 3, 3, 3, d->cols - 6, ROLE_WARNING, f->problem);
    draw_cursor(d, used + 1, 5);
}

static void draw_hints(const struct first_run *f, const struct draw *whole)
{
    const char *welcome[] = { "Enter", _("choose"), "?", _("help"), "q", _("quit"), NULL };
    const char *create[] = { "Enter",          _("next"), "Ctrl-T",  _("show"), "Ctrl-G",
                             _("other words"), "Esc",     _("back"), NULL };
    const char *where[] = { "Enter", _("open"), "Esc", _("back"), NULL };
    const char *panic[] = { "Enter", _("go on"), NULL };
    const char *const *const PAIRS[] = { welcome, where, create, panic };
    struct draw hint = draw_part(whole, whole->rows - 1, 0, 1, -1);
    chrome_pairs(&hint, PAIRS[f->step]);
}

static void first_run_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *whole)
{
    struct first_run *f = (struct first_run *)v;
    static const char *const STEPS[] = { N_("first run"), N_("open"), N_("step 2 of 3"), N_("step 3 of 3") };
    chrome_title(&l->title, "Satchel", _(STEPS[f->step]));
    struct draw body = draw_part(whole, 2, 0, whole->rows - 3, -1);
    if (f->step == STEP_WELCOME) {
        draw_welcome(a, f, &body);
        if (f->problem)
            message_draw(&a->messages, &l->message, f->problem);
    } else if (f->step == STEP_PANIC)
        draw_panic(a, f, &body);
    else
        draw_create(f, &body);
    draw_hints(f, whole);
}

/* ---- doing ---- */

static void suggest(struct first_run *f)
{
    secret_free(&f->suggestion);
    passgen_suggest(&f->suggestion, NULL);
}

static void choose_way(struct app *a, struct first_run *f)
{
    struct err e = { 0 };
    complain(f, NULL);
    switch (f->ways.selected) {
    case WAY_CREATE:
        f->step = STEP_CREATE;
        f->row = ROW_FIRST;
        if (!f->suggestion.data) /* the words of before may stand on paper already */
            suggest(f);
        break;
    case WAY_DEMO:
        if (app_open_demo(a, &e) < 0) /* frees this view when it succeeds */
            complain(f, e.text);
        break;
    case WAY_OPEN:
        f->step = STEP_WHERE;
        f->row = ROW_PATH;
        break;
    default:
        a->done = true;
        break;
    }
}

static void open_existing(struct app *a, struct first_run *f)
{
    if (!app_vault_exists(editor_text(&f->path))) {
        complain(f, _("There is no file of that name. Nothing was made or changed."));
        return;
    }
    if (str_set(&a->vault_path, editor_text(&f->path)) < 0)
        return;
    app_close_views(a); /* frees this view */
    app_push(a, "unlock", "");
}

/* What a row still needs; NULL: nothing. */
static const char *wrong_in(struct first_run *f, int row)
{
    struct secret first = typed_so_far(f), again = { f->typed[1].data, f->prompt[1].len };
    switch (row) {
    case ROW_PATH:
        return !editor_len(&f->path) ? _("Say where the vault is to be kept.")
               : app_vault_exists(editor_text(&f->path))
                   ? _("There is a file of that name. Satchel never overwrites one: choose another name.")
                   : NULL;
    case ROW_FIRST:
        return first.len ? NULL : _("Type a passphrase.");
    case ROW_AGAIN:
        if (secret_same(&first, &again))
            return NULL;
        prompt_clear(&f->prompt[1]);
        return again.len ? _("The two passphrases differ. Type the second one again.")
                         : _("Type the passphrase once more.");
    default:
        return NULL;
    }
}

/* false: a row needs something; it is selected, and says what. */
static bool is_complete(struct first_run *f)
{
    for (int row = 0; row < ROW_COUNT; row++) {
        const char *wrong = wrong_in(f, row);
        if (wrong) {
            f->row = row;
            complain(f, wrong);
            return false;
        }
    }
    return true;
}

/* The key file that stands there is the one of this process; made when it is not there yet. */
static int take_key_file(struct app *a, struct first_run *f, bool *made, struct err *e)
{
    char *path = editor_len(&f->key) ? home_path(editor_text(&f->key)) : NULL;
    *made = false;
    str_free(a->key_file);
    a->key_file = path;
    if (!path || access(path, F_OK) == 0)
        return 0;
    *made = keyfile_make(path, e) == 0;
    return *made ? 0 : -1;
}

static void create_vault(struct app *a, struct first_run *f)
{
    struct err e = { 0 };
    struct secret given = { 0 };
    bool made = false;
    if (!is_complete(f))
        return;
    f->working = true;
    app_paint(a);
    int rc = secret_copy(&given, f->prompt[0].text, f->prompt[0].len, &e);
    if (rc == 0)
        rc = take_key_file(a, f, &made, &e);
    if (rc == 0)
        rc = app_create(a, editor_text(&f->path), &given, (int)f->cost, &e);
    if (rc < 0 && made)
        keyfile_drop(a->key_file);
    secret_free(&given);
    if (rc < 0) {
        complain(f, e.text);
        return;
    }
    f->working = false;
    prompt_clear(&f->prompt[1]);
    secret_free(&f->suggestion);
    screen_blank(a->screen);
    f->step = STEP_PANIC;
}

/* The passphrase typed at creation opens the vault once more, so that nobody has to type it a third time: but
 * for who tried the panic key, which wiped it. */
static void enter_vault(struct app *a, struct first_run *f)
{
    struct err e = { 0 };
    struct secret given = { 0 };
    if (f->arrived) {
        app_close_views(a); /* frees this view */
        app_ask_unlock(a, "");
        return;
    }
    f->working = true;
    app_paint(a); /* one static line while the key is derived */
    int rc = secret_copy(&given, f->prompt[0].text, f->prompt[0].len, &e);
    if (rc == 0)
        rc = app_unlock(a, &given, &e); /* frees this view when it succeeds */
    secret_free(&given);
    if (rc < 0) {
        app_error(a, &e);
        app_close_views(a);
        app_push(a, "unlock", "");
    }
}

static void leave_step(struct app *a, struct first_run *f)
{
    prompt_clear(&f->prompt[0]);
    prompt_clear(&f->prompt[1]);
    screen_blank(a->screen);
    complain(f, NULL);
    f->step = STEP_WELCOME;
}

/* ---- keys ---- */

static unsigned next_row(struct app *a, struct first_run *f, int by)
{
    complain(f, NULL);
    if (f->step == STEP_WHERE)
        open_existing(a, f);
    else if (by > 0 && f->row == ROW_COUNT - 1)
        create_vault(a, f);
    else
        f->row = (f->row + by + ROW_COUNT) % ROW_COUNT;
    return WIDGET_HANDLED;
}

/* Enter says that a row is done: one that is not keeps the focus. Tab and the arrows go anywhere. */
static unsigned finish_row(struct app *a, struct first_run *f)
{
    const char *wrong = f->step == STEP_CREATE ? wrong_in(f, f->row) : NULL;
    if (!wrong)
        return next_row(a, f, 1);
    complain(f, wrong);
    return WIDGET_HANDLED;
}

static unsigned row_key(struct app *a, struct first_run *f, uint32_t key)
{
    if (f->row == ROW_PATH || f->row == ROW_KEY)
        return editor_key(f->row == ROW_KEY ? &f->key : &f->path, &a->keymap, key);
    if (f->row == ROW_COST) {
        int by = key == KEYC_LEFT ? KDF_PROFILE_COUNT - 1 : key == KEYC_RIGHT || key == ' ';
        f->cost = (enum kdf_profile)(((int)f->cost + by) % KDF_PROFILE_COUNT);
        return WIDGET_HANDLED;
    }
    if (key == KEYC_LEFT || key == KEYC_RIGHT)
        return WIDGET_HANDLED;
    struct prompt *p = &f->prompt[f->row - ROW_FIRST];
    bool shown = p->shown;
    unsigned result = prompt_key(p, &a->keymap, key);
    if (shown && !p->shown)
        screen_blank(a->screen);
    return result;
}

static unsigned create_key(struct app *a, struct first_run *f, uint32_t key)
{
    switch (key) {
    case KEYC_ESC:
        leave_step(a, f);
        return WIDGET_HANDLED;
    case KEYC_ENTER:
        return finish_row(a, f);
    case KEYC_TAB:
    case KEYC_DOWN:
        return next_row(a, f, 1);
    case KEYC_SHIFT | KEYC_TAB:
    case KEYC_UP:
        return next_row(a, f, -1);
    case KEYC_CTRL | 'g':
        suggest(f);
        return WIDGET_HANDLED;
    default:
        complain(f, NULL);
        return row_key(a, f, key);
    }
}

static unsigned panic_key(struct app *a, struct first_run *f, uint32_t key)
{
    if (key == KEYC_ENTER) {
        enter_vault(a, f);
        return WIDGET_HANDLED;
    }
    char name[KEY_NAME_BYTES];
    struct err e = { 0 };
    key_format(key, name);
    if (!(key & KEYC_CTRL))
        return WIDGET_HANDLED;
    complain(f, NULL);
    if (config_set(&a->config, OPTION_PANIC, name, &e) < 0)
        complain(f, e.text);
    else if (screen_set_panic_char(a->screen, config_panic_char(&a->config)) == 0 && a->config_file)
        config_save(&a->config, a->config_file, &e);
    erasing_files(a);
    return WIDGET_HANDLED;
}

/* The press that was asked for wipes, as every other, and is told; a second one locks. */
static bool first_run_panic(struct app *a, struct view *v)
{
    (void)a;
    struct first_run *f = (struct first_run *)v;
    bool tried = f->step == STEP_PANIC && !f->arrived;
    if (tried) {
        prompt_clear(&f->prompt[0]);
        f->arrived = true;
    }
    return tried;
}

static bool first_run_in_text(struct app *a, struct view *v)
{
    (void)a;
    return ((struct first_run *)v)->step != STEP_WELCOME;
}

static unsigned first_run_key(struct app *a, struct view *v, uint32_t key)
{
    struct first_run *f = (struct first_run *)v;
    if (f->step == STEP_WELCOME)
        return WIDGET_IGNORED;
    if (app_key_locks(a, key)) {
        app_lock(a); /* frees this view, with what was typed */
        return WIDGET_HANDLED;
    }
    return f->step == STEP_PANIC ? panic_key(a, f, key) : create_key(a, f, key);
}

static unsigned first_run_paste(struct app *a, struct view *v, const char *text)
{
    (void)a;
    struct first_run *f = (struct first_run *)v;
    if (f->step != STEP_CREATE && f->step != STEP_WHERE)
        return WIDGET_IGNORED;
    if (f->row == ROW_PATH || f->row == ROW_KEY)
        return editor_insert(f->row == ROW_KEY ? &f->key : &f->path, text, strlen(text));
    return f->row == ROW_COST ? WIDGET_IGNORED : prompt_paste(&f->prompt[f->row - ROW_FIRST], text);
}

static unsigned first_run_command(struct app *a, struct view *v, int id)
{
    struct first_run *f = (struct first_run *)v;
    if (id == FIRST_RUN_CHOOSE) {
        choose_way(a, f);
        return WIDGET_HANDLED;
    }
    return list_do(&f->ways, id);
}

static const struct command ROWS[] = {
    { FIRST_RUN_CHOOSE, "choose", "Enter", N_("choose"), N_("go this way"), COMMAND_IN_VIEW, 10, NULL },
};
const struct command_table first_run_commands = COMMAND_TABLE("first-run", N_("First run"), ROWS);

const struct view_class view_first_run = {
    .name = "first-run",
    .size = sizeof(struct first_run),
    .commands = &first_run_commands,
    .alone = true,
    .open = first_run_open,
    .close = first_run_close,
    .draw = first_run_draw,
    .in_text = first_run_in_text,
    .command = first_run_command,
    .key = first_run_key,
    .paste = first_run_paste,
    .panic = first_run_panic,
};
