/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of the vault onto another disk, without leaving the program: a file name, one line while it is
 * written and read back, then the state code of the copy. Never over anything that is there. A name stands
 * there to begin with, on a stick where there is one; below it the places to choose from, and while a name is
 * typed that cannot be written, that. arg: the file name as typed, so that it stands there again after a
 * lock. */
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/home_path.h"
#include "satchel/app/places.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/store/agenda.h"
#include "satchel/store/store.h"
#include "satchel/tui/editor.h"
#include "satchel/vault/vault.h"

struct backup_view {
    struct view view;
    struct editor path;
    struct places places;
    size_t place; /* of those offered: where the name is now */
    bool copying;
};

static int choose_place(struct app *a, struct backup_view *v, size_t place, struct err *e)
{
    char *name = place < v->places.offered.n ? places_name(a, v->places.offered.at[place]) : NULL;
    int rc = name ? editor_set(&v->path, name, e) : 0;
    v->place = place;
    if (rc == 0 && name && view_set_arg(&v->view, name) < 0)
        rc = err_no_memory(e);
    editor_do(&v->path, EDIT_SELECT_ALL); /* typing takes its place */
    str_free(name);
    return rc;
}

static int backup_open(struct app *a, struct view *view, const char *arg, struct err *e)
{
    struct backup_view *v = (struct backup_view *)view;
    editor_init(&v->path, true, &a->clip);
    if (places_find(a, &v->places, e) < 0)
        return -1;
    return *arg ? editor_set(&v->path, arg, e) : choose_place(a, v, 0, e);
}

static void backup_close(struct app *a, struct view *view)
{
    (void)a;
    struct backup_view *v = (struct backup_view *)view;
    editor_free(&v->path);
    places_free(&v->places);
}

static void backup_title(struct app *a, struct view *view, struct buf *out)
{
    (void)a;
    (void)view;
    buf_adds(out, _("Backup"));
}

/* The places, the one that the name is in marked, and what is true of all copies. */
static void draw_places(const struct backup_view *v, const struct layout *l, const struct draw *d)
{
    size_t most = (size_t)(l->one_pane ? 3 : 6), y = 0;
    if (v->places.offered.n)
        draw_text(d, (int)y++, 2, -1, ROLE_LABEL,
                  l->one_pane ? _("Places, Tab takes the next:")
                              : _("Places that can be written, Tab takes the next:"));
    for (size_t i = 0; i < v->places.offered.n && i < most; i++, y++) {
        draw_text(d, (int)y, 2, 1, ROLE_STRONG, i == v->place ? ">" : " ");
        draw_text(d, (int)y, 4, -1, i == v->place ? ROLE_TEXT : ROLE_DIM, v->places.offered.at[i]);
    }
    if (l->one_pane)
        return;
    if (v->places.roots.n)
        y += (size_t)draw_wrapped(d, (int)y + 1, 2, 4, d->cols - 4, ROLE_DIM,
                                  _("Others are not offered: Satchel writes to the vault's folder, below "
                                    "/media, /run/media and /mnt, and to the export-folders of the "
                                    "settings.")) +
             1;
    draw_wrapped(d, (int)y + 1, 2, 4, d->cols - 4, ROLE_DIM,
                 _("What is deleted or changed later stays in the copy as it is now."));
}

static void backup_draw(struct app *a, struct view *view, const struct layout *l, const struct draw *body)
{
    (void)a;
    struct backup_view *v = (struct backup_view *)view;
    int width = body->cols - 4;
    int y =
        draw_wrapped(body, l->one_pane ? 0 : 1, 2, 6, width, ROLE_TEXT,
                     l->one_pane ? _("Where to copy the vault: a file on another disk.")
                                 : _("Without a backup, a lost disk is a lost vault. Name a file on a stick "
                                     "or another disk; give it to somebody you trust. The copy is encrypted "
                                     "as the vault is, and opens with the same passphrases.")) +
        (l->one_pane ? 1 : 2);
    int label = draw_text(body, y, 2, -1, ROLE_LABEL, _("File"));
    struct draw field = draw_part(body, y, label + 4, 1, body->cols - label - 6);
    editor_draw(&v->path, &field, ROLE_FOCUS, !v->copying);
    struct draw below = draw_part(body, y + (l->one_pane ? 1 : 2), 0, -1, -1);
    if (v->copying)
        draw_text(&below, 0, 2, width, ROLE_TEXT, _("Copying, then reading it back..."));
    else if (!places_may(&v->places, editor_text(&v->path)))
        draw_wrapped(&below, 0, 2, below.rows, width, ROLE_WARNING,
                     _("Nothing can be written there: Satchel keeps itself to the vault's folder, /media, "
                       "/run/media, /mnt and its export folders. Tab gives a place that can be, or add this "
                       "one to export-folders in the settings and start again."));
    else
        draw_places(v, l, &below);
}

/* The agenda says how old the last one is. */
static int write_backup(struct app *a, const char *to, char state[static VAULT_STATE_BYTES], struct err *e)
{
    if (vault_backup(a->vault, to, state, e) < 0)
        return -1;
    return a->read_only ? 0 : agenda_note_backup(a->store, e);
}

static void copy(struct app *a, struct backup_view *v)
{
    struct err e = { 0 };
    char state[VAULT_STATE_BYTES] = "", *to = home_path(editor_text(&v->path));
    if (!to || !*to) {
        str_free(to);
        return;
    }
    app_keep(a);
    v->copying = true;
    app_paint(a);
    int rc = write_backup(a, to, state, &e);
    v->copying = false;
    str_free(to);
    if (rc < 0) {
        app_error(a, &e);
        return;
    }
    app_pop(a); /* v is gone */
    app_reload(a);
    app_say(a, MESSAGE_INFO, _("Copied and read back. State of the copy: %s"), state);
    erasing_offer(a);
}

static bool backup_in_text(struct app *a, struct view *view)
{
    (void)a;
    (void)view;
    return true;
}

static const char *const *backup_hints(struct app *a, struct view *view)
{
    static const char *const HINTS[] = {
        "Enter", N_("copy"), "Tab", N_("next place"), "Esc", N_("back"), NULL
    };
    static const char *const ONE[] = { "Enter", N_("copy"), "Esc", N_("back"), NULL };
    (void)a;
    return ((struct backup_view *)view)->places.offered.n > 1 ? HINTS : ONE;
}

static unsigned backup_key(struct app *a, struct view *view, uint32_t key)
{
    struct backup_view *v = (struct backup_view *)view;
    if (key == KEYC_ESC || key == KEYC_ENTER) {
        if (key == KEYC_ESC)
            app_pop(a);
        else
            copy(a, v);
        return WIDGET_HANDLED;
    }
    size_t n = v->places.offered.n;
    if (n && (key == KEYC_TAB || key == (KEYC_SHIFT | KEYC_TAB))) {
        choose_place(a, v, (v->place + (key == KEYC_TAB ? 1 : n - 1)) % n, NULL);
        return WIDGET_HANDLED;
    }
    unsigned result = editor_key(&v->path, &a->keymap, key);
    if (result & WIDGET_HANDLED)
        view_set_arg(view, editor_text(&v->path));
    return result;
}

static unsigned backup_paste(struct app *a, struct view *view, const char *text)
{
    struct backup_view *v = (struct backup_view *)view;
    (void)a;
    unsigned result = editor_insert(&v->path, text, strlen(text));
    view_set_arg(view, editor_text(&v->path));
    return result;
}

const struct view_class view_backup = {
    .name = "backup",
    .size = sizeof(struct backup_view),
    .open = backup_open,
    .close = backup_close,
    .title = backup_title,
    .draw = backup_draw,
    .in_text = backup_in_text,
    .text_hints = backup_hints,
    .key = backup_key,
    .paste = backup_paste,
};
