/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The unlock screen; arg: why it is there, when that must be said. It shows nothing that depends on what was
 * open: the same bytes after a start, an idle lock, a panic lock, and for every kind of passphrase. The
 * passphrase stands in secret memory only, and is wiped at every try, and by every lock key. While another
 * program has the vault, that is said before anything is typed; Enter looks again and keeps what stands
 * there, since nothing was tried with it. Ctrl-R
 * opens beside a reader, for reading only: that holds for the one try, and needs a passphrase that is typed,
 * so that no later one, of duress perhaps, opens a vault that it cannot erase.
 *
 * A key file is named here too, or on the command line. The path of one named here is forgotten at a lock:
 * the next passphrase may be of the other part, which has another one or none. Of the command line's the
 * screen only says that there is one. */
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/keys.h"
#include "satchel/app/home_path.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/tui/editor.h"
#include "satchel/tui/prompt.h"
#include "satchel/vault/vault.h"

struct unlock {
    struct view view;
    struct secret memory;
    struct prompt prompt;
    struct editor key; /* path of the key file */
    bool naming;       /* it is being typed */
    bool opening;
    bool busy;     /* another program has the vault */
    bool gone;     /* it had it, and now there is none, or none that can be opened */
    bool readable; /* it only reads, and so may others */
    char *problem; /* the last error, owned */
};

/* Whether another program has the vault: *e says so, or what else keeps it from being opened. */
static bool is_busy(struct app *a, struct unlock *u, struct err *e)
{
    bool read_only = a->read_only, reading = true;
    if (writing_pending(a)) { /* by this one */
        u->busy = u->readable = false;
        return false;
    }
    u->busy = vault_look(a->vault_path, &read_only, e) < 0 && e->code == ERR_BUSY;
    u->readable = u->busy && !a->read_only && vault_look(a->vault_path, &reading, NULL) == 0;
    return u->busy;
}

/* The same, and it is the problem. */
static bool look(struct app *a, struct unlock *u)
{
    struct err e = { 0 };
    if (is_busy(a, u, &e))
        str_set(&u->problem, e.text);
    return u->busy;
}

/* Whoever waits for it is told what became of it. */
static void look_again(struct app *a, struct unlock *u)
{
    struct err e = { 0 };
    bool waited = u->busy, gone = u->gone;
    is_busy(a, u, &e);
    u->gone = (waited || gone) && !u->busy && e.code != ERR_NONE;
    if (u->busy || u->gone)
        str_set(&u->problem, e.text);
    else if (waited)
        str_set(&u->problem, _("The vault is free again. Type the passphrase."));
    else if (gone)
        str_set(&u->problem, _("The vault is there again. Type the passphrase."));
}

static int unlock_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    struct unlock *u = (struct unlock *)v;
    if (!look(a, u) && *arg && str_set(&u->problem, arg) < 0)
        return err_no_memory(e);
    if (secret_new(&u->memory, PROMPT_BYTES, e) < 0)
        return -1;
    prompt_init(&u->prompt, (char *)u->memory.data, u->memory.len);
    editor_init(&u->key, true, NULL);
    return a->key_file ? editor_set(&u->key, a->key_file, e) : 0;
}

static void unlock_close(struct app *a, struct view *v)
{
    (void)a;
    struct unlock *u = (struct unlock *)v;
    secret_free(&u->memory);
    editor_free(&u->key);
    str_free(u->problem);
}

/* Its passphrase was made by the program and told to nobody. */
static bool is_demo(const struct app *a)
{
    return a->demo && a->demo_passphrase.data;
}

static const char *unlock_line(struct app *a, const struct unlock *u)
{
    if (u->opening)
        return _("Opening...");
    if (u->problem)
        return u->problem;
    if (is_demo(a))
        return _("This is the demonstration, with invented cases. Enter opens it again.");
    if (writing_pending(a))
        return _("Locked. The disk is still being written: do not take it out yet.");
    if (a->unstored)
        return _("Locked. What was typed last is in memory alone, sealed: unlock before you quit.");
    if (a->unsaved)
        return _("Locked. What was being saved then did not reach the disk: see what is missing.");
    if (a->unkept)
        return _("Locked. What was typed last could not be kept.");
    if (a->was_open && a->cut)
        return _("Locked. What was under way was given up. Nothing else was lost.");
    return a->was_open ? _("Locked. Nothing was lost.") : "";
}

static void draw_hints(const struct app *a, const struct unlock *u, const struct draw *body)
{
    const char *usual[] = { "Enter",  _("open"),  "Tab",    _("key file"), "Ctrl-T", _("show"),
                            "Ctrl-U", _("clear"), "Ctrl-C", _("quit"),     NULL };
    const char *naming[] = { "Enter", _("done"), "Ctrl-C", _("quit"), NULL };
    const char *demo[] = { "Enter", _("open"), "Ctrl-C", _("quit"), NULL };
    const char *busy[] = { "Enter", _("try again"), "Ctrl-C", _("quit"), NULL };
    const char *readable[] = { "Enter", _("try again"), "Ctrl-R", _("read only"), "Ctrl-C", _("quit"), NULL };
    struct draw hint = draw_part(body, body->rows - 1, 0, 1, -1);
    chrome_pairs(&hint, u->naming     ? naming
                        : u->readable ? readable
                        : u->busy     ? busy
                        : is_demo(a)  ? demo
                                      : usual);
}

static void draw_key(const struct app *a, struct unlock *u, const struct draw *box)
{
    if (!u->naming && !a->key_file)
        return;
    int used = draw_text(box, 3, 0, -1, ROLE_LABEL, _("Key file"));
    struct draw value = draw_part(box, 3, used + 2, 1, box->cols - used - 2);
    if (u->naming)
        editor_draw(&u->key, &value, ROLE_FOCUS, true);
    else
        draw_text(&value, 0, 0, -1, ROLE_DIM, _("is named"));
}

static void unlock_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *body)
{
    (void)l;
    struct unlock *u = (struct unlock *)v;
    int left = body->cols >= 60 ? 14 : 2, top = body->rows / 2 - 4, width = body->cols - 2 * left;
    const char *label = _("Passphrase");
    struct draw box = draw_part(body, top, left, 8, width);
    draw_text(&box, 0, width / 2 - 4, -1, ROLE_TITLE, "Satchel");
    if (a->read_only)
        draw_text(&box, 1, width / 2 - 4, -1, ROLE_LABEL, _("read only"));
    if (is_demo(a)) {
        draw_cursor(&box, 4, 0);
    } else {
        int used = draw_text(&box, 2, 0, -1, ROLE_LABEL, label);
        prompt_draw(&u->prompt, &box, 2, used + 2, width - used - 2, !u->opening && !u->naming);
        draw_key(a, u, &box);
    }
    draw_wrapped(&box, 4, 0, 4, width, u->problem && !u->opening ? ROLE_WARNING : ROLE_TEXT,
                 unlock_line(a, u));
    draw_hints(a, u, body);
}

/* true: open, and this view is gone. */
static bool try_to_open(struct app *a, struct unlock *u)
{
    struct err e = { 0 };
    bool shown = u->prompt.shown;
    struct secret given = { 0 };
    struct secret typed = { (unsigned char *)u->prompt.text, u->prompt.len };
    const struct secret *from = is_demo(a) ? &a->demo_passphrase : &typed;
    look_again(a, u);
    if (u->busy || from->len == 0)
        return false;
    int rc = secret_copy(&given, from->data, from->len, &e);
    prompt_clear(&u->prompt);
    if (shown)
        screen_blank(a->screen);
    u->opening = true;
    app_paint(a); /* one static line while the key is derived */
    if (rc == 0)
        rc = app_unlock(a, &given, &e); /* frees this view when it succeeds */
    secret_free(&given);
    if (rc == 0)
        return true;
    u->opening = false;
    app_note_cancelled(a, &e);
    str_set(&u->problem, e.text);
    return false;
}

/* For this try alone. */
static void only_read(struct app *a, struct unlock *u)
{
    struct err e = { 0 };
    if (!is_demo(a) && u->prompt.len == 0) {
        str_set(&u->problem, _("Type the passphrase first, then Ctrl-R: it is opened for reading only."));
        return;
    }
    a->read_only = true;
    if (try_to_open(a, u))
        return;
    a->read_only = a->options.read_only;
    is_busy(a, u, &e);
}

/* ---- the key file ---- */

static void end_naming(struct app *a, struct unlock *u)
{
    char *path = editor_len(&u->key) ? home_path(editor_text(&u->key)) : NULL;
    u->naming = false;
    str_free(a->key_file);
    a->key_file = path;
    str_set(&u->problem, NULL);
}

static unsigned naming_key(struct app *a, struct unlock *u, uint32_t key)
{
    if (key == KEYC_ENTER || key == KEYC_TAB || key == KEYC_ESC || key == KEYC_UP || key == KEYC_DOWN) {
        end_naming(a, u);
        return WIDGET_HANDLED;
    }
    return editor_key(&u->key, &a->keymap, key) | WIDGET_HANDLED;
}

static bool unlock_in_text(struct app *a, struct view *v)
{
    (void)a;
    (void)v;
    return true;
}

/* What is in memory alone goes with the program: that is asked, as q is on the agenda. */
static void quit(struct app *a, struct unlock *u)
{
    writing_pending(a); /* it is known now whether the disk took it */
    if (!a->unstored || (a->quit_at && a->quit_at + 1 == a->keys)) {
        a->done = true;
        return;
    }
    a->quit_at = a->keys;
    str_set(&u->problem,
            a->moved ? _("What was typed last is in memory alone, and is lost when you quit: this Satchel "
                         "cannot reach the disk any more. Ctrl-C again quits.")
                     : _("What was typed last is in memory alone, and is lost when you quit: unlock first. "
                         "Ctrl-C again quits."));
}

static unsigned unlock_key(struct app *a, struct view *v, uint32_t key)
{
    struct unlock *u = (struct unlock *)v;
    if (key == (KEYC_CTRL | 'c')) {
        quit(a, u);
        return WIDGET_HANDLED;
    }
    if (app_key_locks(a, key)) {
        app_lock(a); /* frees this view */
        return WIDGET_HANDLED;
    }
    if (u->readable && key == (KEYC_CTRL | 'r')) {
        only_read(a, u); /* may free this view */
        return WIDGET_HANDLED;
    }
    if (u->naming)
        return naming_key(a, u, key);
    if ((key == KEYC_TAB || key == KEYC_DOWN) && !is_demo(a)) {
        u->naming = true;
        return WIDGET_HANDLED;
    }
    bool shown = u->prompt.shown;
    unsigned result = prompt_key(&u->prompt, &a->keymap, key);
    if (result & WIDGET_DONE)
        try_to_open(a, u);
    else if (shown && !u->prompt.shown)
        screen_blank(a->screen);
    return result | WIDGET_HANDLED; /* no command reaches past this screen */
}

static unsigned unlock_paste(struct app *a, struct view *v, const char *text)
{
    (void)a;
    struct unlock *u = (struct unlock *)v;
    return u->naming ? editor_insert(&u->key, text, strlen(text)) : prompt_paste(&u->prompt, text);
}

const struct view_class view_unlock = {
    .name = "unlock",
    .size = sizeof(struct unlock),
    .alone = true,
    .open = unlock_open,
    .close = unlock_close,
    .draw = unlock_draw,
    .in_text = unlock_in_text,
    .key = unlock_key,
    .paste = unlock_paste,
};
