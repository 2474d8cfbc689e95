/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passphrases: a list of them, and five dialogs that are rows of one table. What is typed stands in secret
 * memory only, and is wiped with the screen; after a lock the list is shown, so that nothing tells which
 * dialog stood open. What cannot be undone is asked about before, with No as the safe answer. */
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/passphrases.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/passgen.h"
#include "satchel/tui/editor.h"
#include "satchel/tui/prompt.h"
#include "satchel/vault/vault.h"

/* What is typed; the first ones are secret. */
enum row { CURRENT, FRESH, AGAIN, OTHER, SECRETS, LABEL = SECRETS, KEY, FILL, ROWS };

struct passphrase_dialog {
    const char *name, *title, *text;
    enum row rows[ROWS];
    size_t n;
    int (*act)(struct app *a, const struct passphrases_given *g, struct err *e); /* NULL: only the list */
    const char *key;  /* what its key file is; NULL: KEY_FILE */
    const char *sure; /* asked about before; NULL: not */
    const char *done;
};

struct passphrase_view {
    struct view view;
    const struct passphrase_dialog *dialog;
    struct secret typed[SECRETS], suggestion;
    struct prompt prompt[SECRETS];
    struct editor label, key;
    bool empty; /* the decoy */
    size_t row; /* of dialog->rows */
    bool working;
    char *problem;
    struct vault_place places[4];
    int n_places;
};

static const char KEY_FILE[] =
    N_("Any file that never changes, best on a stick; without it the passphrase opens "
       "nothing. One that is not there is made. Empty: none.");

static const struct passphrase_dialog DIALOGS[] = {
    { .name = "list",
      .title = N_("Passphrases"),
      .text = N_("Each of them opens what you see. There can be three. Others cannot be listed from here.\n\n"
                 ":passphrase-change, :passphrase-add and :passphrase-remove change them.") },
    { .name = "change",
      .title = N_("Another passphrase"),
      .text = N_("Copies of the vault made before still open with the one of now. To take a key file away, "
                 "empty its row; the new passphrase goes with what stands there."),
      .rows = { CURRENT, FRESH, AGAIN, KEY },
      .n = 4,
      .act = passphrases_app_change,
      .done = N_("The new passphrase holds. Copies made before still open with the old one.") },
    { .name = "add",
      .title = N_("A passphrase more"),
      .text = N_("It opens all that yours opens. The label shows in the list."),
      .rows = { CURRENT, FRESH, AGAIN, LABEL, KEY },
      .n = 5,
      .act = passphrases_app_add,
      .done = N_("The passphrase was added: each of them opens the vault now.") },
    { .name = "remove",
      .title = N_("Remove a passphrase"),
      .text =
          N_("Copies of the vault made before still open with it. The one that opened the vault now can be "
             "changed, not removed."),
      .rows = { OTHER, KEY },
      .n = 2,
      .act = passphrases_app_remove,
      .done = N_("The passphrase was removed. Copies made before still open with it.") },
    { .name = "decoy",
      .title = N_("Decoy"),
      .text =
          N_("A second content with a passphrase of its own: what you open when somebody makes you open "
             "the vault. Nothing in the file tells that there are two. Use it now and then: what nobody "
             "uses convinces nobody. It goes with a key file of its own, yours, or none. Never make one from "
             "the decoy itself, it would erase this one. More: man satchel-security"),
      .rows = { CURRENT, FRESH, AGAIN, KEY, FILL },
      .n = 5,
      .act = passphrases_app_decoy,
      .key =
          N_("The decoy opens with this file, and only so; one that is not there is made. Empty: with none, "
             "and then name none when you open it."),
      .sure = N_("Nobody can tell whether the vault has a second content already, not even Satchel. Whatever "
                 "it is, it will be lost for good. If you use this vault with two passphrases that open "
                 "different things, say no."),
      .done = N_("The decoy is made. Lock, open it with its passphrase, and make it your own.") },
    { .name = "duress",
      .title = N_("Duress"),
      .text = N_("A passphrase that opens the decoy and meanwhile erases your own cases, without a sign. It "
                 "goes with the decoy's key file: with any other it opens and erases nothing. Nothing is "
                 "erased now. Your own passphrase is only compared."),
      .rows = { OTHER, KEY, FRESH, AGAIN, CURRENT, LABEL },
      .n = 6,
      .act = passphrases_app_duress,
      .key = N_("The one that goes with the decoy's passphrase. The new passphrase goes with it, too. Empty: "
                "none."),
      .sure =
          N_("Whoever types it erases all that the decoy's does not open, for good; not with --read-only, "
             "state or salvage. Exports stay, in plain; their list goes. Only a backup brings it back. This "
             "may be an offence where you are."),
      .done = N_("The passphrase for duress is made. Never try it on the vault that you need.") },
};

static bool is_duress(const struct passphrase_view *v)
{
    return v->dialog->act == passphrases_app_duress;
}

static const char *label_of(const struct passphrase_view *v, enum row row)
{
    static const char *const LABELS[ROWS] = {
        [CURRENT] = N_("Passphrase now"), [FRESH] = N_("New one"), [AGAIN] = N_("Once more"),
        [OTHER] = N_("To remove"),        [LABEL] = N_("Label"),   [KEY] = N_("Key file"),
        [FILL] = N_("Filled with")
    };
    bool duress = is_duress(v);
    if (duress && (row == OTHER || row == KEY))
        return row == OTHER ? _("The decoy's") : _("Its key file");
    return duress && row == CURRENT ? _("Your own") : _(LABELS[row]);
}

/* ---- life ---- */

static const struct passphrase_dialog *dialog_of(const char *name)
{
    for (size_t i = 0; i < sizeof DIALOGS / sizeof *DIALOGS; i++)
        if (strcmp(DIALOGS[i].name, name) == 0)
            return &DIALOGS[i];
    return &DIALOGS[0];
}

static int passphrase_open(struct app *a, struct view *view, const char *arg, struct err *e)
{
    struct passphrase_view *v = (struct passphrase_view *)view;
    v->dialog = dialog_of(arg);
    editor_init(&v->label, true, &a->clip);
    editor_init(&v->key, true, &a->clip);
    for (int i = 0; i < SECRETS; i++) {
        if (secret_new(&v->typed[i], PROMPT_BYTES, e) < 0)
            return -1;
        prompt_init(&v->prompt[i], (char *)v->typed[i].data, v->typed[i].len);
    }
    bool others = is_duress(v) && passphrases_app_elsewhere(a);
    if (editor_set(&v->key, a->key_file && !others ? a->key_file : "", e) < 0)
        return -1;
    if (view_set_arg(view, "list") < 0)
        return err_no_memory(e);
    if (!v->dialog->act && (v->n_places = vault_passphrase_list(a->vault, v->places, e)) < 0)
        return -1;
    return 0;
}

static void passphrase_close(struct app *a, struct view *view)
{
    (void)a;
    struct passphrase_view *v = (struct passphrase_view *)view;
    for (int i = 0; i < SECRETS; i++)
        secret_free(&v->typed[i]);
    secret_free(&v->suggestion);
    editor_free(&v->label);
    editor_free(&v->key);
    str_free(v->problem);
}

static void passphrase_title(struct app *a, struct view *view, struct buf *out)
{
    (void)a;
    buf_adds(out, _(((struct passphrase_view *)view)->dialog->title));
}

/* ---- drawing ---- */

/* Yours first. In which place each stands says nothing. */
static int draw_places(const struct passphrase_view *v, const struct draw *d, int y, bool mine)
{
    for (int i = 0; i < v->n_places; i++) {
        const struct vault_place *p = &v->places[i];
        if (p->mine != mine)
            continue;
        draw_text(d, y, 2, 16, ROLE_TEXT, mine ? _("yours") : _("another one"));
        draw_text(d, y++, 18, -1, p->label[0] ? ROLE_TEXT : ROLE_DIM, p->label[0] ? p->label : "–");
    }
    return y;
}

static void draw_list(const struct passphrase_view *v, const struct draw *d)
{
    int y = draw_places(v, d, draw_places(v, d, 1, true), false);
    draw_wrapped(d, y + 1, 2, -1, d->cols - 4, ROLE_DIM, _(v->dialog->text));
    draw_cursor(d, 1, 2);
}

static void draw_row(struct passphrase_view *v, const struct draw *d, int y, enum row row, bool focus)
{
    int at = d->cols >= 60 ? 22 : 17;
    if (focus)
        draw_text(d, y, 0, 1, ROLE_TEXT, ">");
    draw_text(d, y, 2, at - 3, ROLE_LABEL, label_of(v, row));
    struct draw value = draw_part(d, y, at, 1, d->cols - at - 1);
    if (row < SECRETS) {
        prompt_draw(&v->prompt[row], &value, 0, 0, value.cols, focus && !v->working);
    } else if (row == FILL) {
        draw_text(&value, 0, 0, -1, focus ? ROLE_SELECTED : ROLE_VALUE,
                  v->empty ? _("nothing") : _("invented cases"));
        if (focus)
            draw_cursor(&value, 0, 0);
    } else {
        editor_draw(row == LABEL ? &v->label : &v->key, &value, focus ? ROLE_FOCUS : ROLE_VALUE, focus);
    }
}

/* Below the rows: what goes on or is wrong, else what helps with the row. */
static void draw_below(struct app *a, struct passphrase_view *v, const struct draw *d)
{
    enum row row = v->dialog->rows[v->row];
    struct secret fresh = { v->typed[FRESH].data, v->prompt[FRESH].len };
    int width = d->cols - 4;
    if (v->working)
        draw_text(d, 0, 2, width, ROLE_TEXT, _("A moment..."));
    else if (v->problem)
        draw_wrapped(d, 0, 2, d->rows, width, ROLE_WARNING, v->problem);
    else if (row == KEY)
        draw_wrapped(d, 0, 2, d->rows, width, ROLE_DIM, _(v->dialog->key ? v->dialog->key : KEY_FILE));
    else if (row == LABEL && is_duress(v))
        draw_wrapped(d, 0, 2, d->rows, width, ROLE_DIM,
                     _("The decoy's list shows it. Choose an ordinary label, and have a second passphrase in "
                       "your own part, too."));
    else if (row == FILL)
        draw_wrapped(d, 0, 2, d->rows, width, ROLE_DIM,
                     _("Space changes it. The cases are of an ordinary life, other ones in every vault, and "
                       "can be edited as any other."));
    else if (row == FRESH && fresh.len)
        draw_wrapped(d, 0, 2, d->rows, width, ROLE_TEXT,
                     passgen_advice(passgen_strength(&fresh, vault_profile(a->vault))));
    else if (row == FRESH && v->suggestion.data)
        draw_text(d, 0, 4, width, ROLE_STRONG, (const char *)v->suggestion.data);
    else
        draw_wrapped(d, 0, 2, d->rows, width, ROLE_DIM, _(v->dialog->text));
}

static void passphrase_draw(struct app *a, struct view *view, const struct layout *l, const struct draw *body)
{
    struct passphrase_view *v = (struct passphrase_view *)view;
    if (!v->dialog->act) {
        draw_list(v, body);
        return;
    }
    int top = l->one_pane ? 0 : 1;
    for (size_t i = 0; i < v->dialog->n; i++)
        draw_row(v, body, top + (int)i, v->dialog->rows[i], i == v->row);
    struct draw below = draw_part(body, top + (int)v->dialog->n + top, 0, -1, -1);
    draw_below(a, v, &below);
}

static const char *const *passphrase_hints(struct app *a, struct view *view)
{
    static const char *const PLAIN[] = { "Enter", N_("next"), "Esc", N_("leave"), NULL };
    static const char *const SECRET[] = {
        "Enter", N_("next"), "Ctrl-T", N_("show"), "Esc", N_("leave"), NULL
    };
    static const char *const NEW[] = { "Enter",          N_("next"), "Ctrl-T",    N_("show"), "Ctrl-G",
                                       N_("some words"), "Esc",      N_("leave"), NULL };
    const struct passphrase_view *v = (struct passphrase_view *)view;
    enum row row = v->dialog->rows[v->row];
    (void)a;
    return row == FRESH ? NEW : row < SECRETS ? SECRET : PLAIN;
}

/* ---- doing ---- */

static void complain(struct passphrase_view *v, const char *text)
{
    v->working = false;
    str_set(&v->problem, text);
}

/* Your own one need not be typed where it is only compared with. */
static bool may_be_empty(const struct app *a, const struct passphrase_view *v, enum row row)
{
    return is_duress(v) && row == CURRENT && !passphrases_app_elsewhere(a);
}

static const char *wrong_in(const struct app *a, struct passphrase_view *v, enum row row)
{
    if (row >= SECRETS)
        return NULL;
    struct secret first = { v->typed[FRESH].data, v->prompt[FRESH].len };
    struct secret again = { v->typed[AGAIN].data, v->prompt[AGAIN].len };
    if (!v->prompt[row].len && !may_be_empty(a, v, row))
        return row == AGAIN ? _("Type the new passphrase once more.") : _("Type a passphrase.");
    if (row != AGAIN || secret_same(&first, &again))
        return NULL;
    prompt_clear(&v->prompt[AGAIN]);
    return _("The two passphrases differ. Type the second one again.");
}

/* false: a row needs something; it is selected, and says what. */
static bool is_complete(const struct app *a, struct passphrase_view *v)
{
    for (size_t i = 0; i < v->dialog->n; i++) {
        const char *wrong = wrong_in(a, v, v->dialog->rows[i]);
        if (wrong) {
            v->row = i;
            complain(v, wrong);
            return false;
        }
    }
    return true;
}

static int copy_typed(struct passphrase_view *v, struct secret *out, enum row row, struct err *e)
{
    return secret_copy(out, v->prompt[row].text, v->prompt[row].len, e);
}

/* Copies: what it does may close this screen. */
static void do_it(struct app *a, struct passphrase_view *v)
{
    const struct passphrase_dialog *d = v->dialog;
    struct passphrases_given g = { .fill = !v->empty };
    struct err e = { 0 };
    char *label = strdup(editor_text(&v->label)), *key = strdup(editor_text(&v->key));
    g.label = label;
    g.key_file = key;
    v->working = true;
    app_paint(a); /* one static line while keys are derived */
    int rc = label && key ? 0 : err_no_memory(&e);
    if (rc == 0 && copy_typed(v, &g.current, CURRENT, &e) == 0 && copy_typed(v, &g.fresh, FRESH, &e) == 0 &&
        copy_typed(v, &g.other, OTHER, &e) == 0)
        rc = d->act(a, &g, &e);
    else
        rc = -1;
    secret_free(&g.current);
    secret_free(&g.fresh);
    secret_free(&g.other);
    str_free(label);
    str_free(key);
    bool here = app_top(a) == &v->view;
    if (rc == 0 && here)
        app_pop(a); /* v is gone */
    if (rc == 0)
        app_say(a, MESSAGE_INFO, "%s", _(d->done));
    else if (here)
        complain(v, e.text);
    else
        app_error(a, &e);
    app_note_cancelled(a, &e);
    screen_blank(a->screen); /* what was shown */
}

static void answered(struct app *a, void *arg, size_t choice)
{
    if (choice == 1)
        do_it(a, arg);
}

static void submit(struct app *a, struct passphrase_view *v)
{
    bool made = false;
    if (!is_complete(a, v))
        return;
    if (!v->dialog->sure) {
        do_it(a, v);
        return;
    }
    const char *const choices[] = { _("No"), _("Make it") };
    if (v->dialog->act == passphrases_app_decoy)
        vault_decoy_made(a->vault, &made, NULL);
    app_ask(a, _(v->dialog->title),
            made
                ? _("You have made a decoy from here before. It will be lost for good, with all that you put "
                    "into it.")
                : _(v->dialog->sure),
            choices, 2, 0, answered, v);
}

/* ---- keys ---- */

static bool passphrase_in_text(struct app *a, struct view *view)
{
    (void)a;
    return ((struct passphrase_view *)view)->dialog->act != NULL;
}

static void move(struct passphrase_view *v, int by)
{
    complain(v, NULL);
    v->row = (v->row + v->dialog->n + (size_t)by) % v->dialog->n;
}

static void enter(struct app *a, struct passphrase_view *v)
{
    const char *wrong = wrong_in(a, v, v->dialog->rows[v->row]);
    if (wrong)
        complain(v, wrong);
    else if (v->row == v->dialog->n - 1)
        submit(a, v);
    else
        move(v, 1);
}

static unsigned row_key(struct app *a, struct passphrase_view *v, uint32_t key)
{
    enum row row = v->dialog->rows[v->row];
    if (row == LABEL || row == KEY)
        return editor_key(row == LABEL ? &v->label : &v->key, &a->keymap, key);
    if (row == FILL) {
        v->empty ^= key == ' ' || key == KEYC_LEFT || key == KEYC_RIGHT;
        return key == ' ' || key == KEYC_LEFT || key == KEYC_RIGHT ? WIDGET_HANDLED : WIDGET_IGNORED;
    }
    if (key == KEYC_LEFT || key == KEYC_RIGHT)
        return WIDGET_HANDLED;
    struct prompt *p = &v->prompt[row];
    bool shown = p->shown;
    unsigned result = prompt_key(p, &a->keymap, key);
    if (shown && !p->shown)
        screen_blank(a->screen);
    return result;
}

static unsigned passphrase_key(struct app *a, struct view *view, uint32_t key)
{
    struct passphrase_view *v = (struct passphrase_view *)view;
    if (!v->dialog->act)
        return WIDGET_IGNORED;
    switch (key) {
    case KEYC_ESC:
        app_pop(a);
        screen_blank(a->screen);
        return WIDGET_HANDLED;
    case KEYC_ENTER:
        enter(a, v); /* may free this view */
        return WIDGET_HANDLED;
    case KEYC_TAB:
    case KEYC_DOWN:
        move(v, 1);
        return WIDGET_HANDLED;
    case KEYC_SHIFT | KEYC_TAB:
    case KEYC_UP:
        move(v, -1);
        return WIDGET_HANDLED;
    case KEYC_CTRL | 'g':
        secret_free(&v->suggestion);
        passgen_suggest(&v->suggestion, NULL);
        return WIDGET_HANDLED;
    default:
        complain(v, NULL);
        return row_key(a, v, key);
    }
}

static unsigned passphrase_paste(struct app *a, struct view *view, const char *text)
{
    struct passphrase_view *v = (struct passphrase_view *)view;
    (void)a;
    if (!v->dialog->act)
        return WIDGET_IGNORED;
    enum row row = v->dialog->rows[v->row];
    if (row == LABEL || row == KEY)
        return editor_insert(row == LABEL ? &v->label : &v->key, text, strlen(text));
    return row == FILL ? WIDGET_IGNORED : prompt_paste(&v->prompt[row], text);
}

const struct view_class view_passphrase = {
    .name = "passphrase",
    .size = sizeof(struct passphrase_view),
    .open = passphrase_open,
    .close = passphrase_close,
    .title = passphrase_title,
    .draw = passphrase_draw,
    .in_text = passphrase_in_text,
    .text_hints = passphrase_hints,
    .key = passphrase_key,
    .paste = passphrase_paste,
};
