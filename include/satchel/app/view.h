/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: what a view is. A view is one screen of the program: a const table of functions (struct
 * view_class) at the bottom of its own file, and a private struct that begins with `struct view`. Views stand
 * on a stack; the lowest is the home (Agenda). Everything a view holds is freed at a lock: after unlocking,
 * the stack is built anew from each view's name and `arg`, and what was being edited comes back from the
 * draft in the vault. */
#ifndef SATCHEL_APP_VIEW_H
#define SATCHEL_APP_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"
#include "satchel/tui/chrome.h"
#include "satchel/tui/command.h"
#include "satchel/tui/draw.h"
#include "satchel/tui/widget.h"

struct app;
struct err;
struct list;
struct marks;
struct narrow;
struct view;

#define VIEW_HINTS 4

struct view_class {
    const char *name;                     /* stable: kept with the stack over a lock, used in tests */
    size_t size;                          /* of the private struct; allocated zeroed */
    const struct command_table *commands; /* may be NULL */
    bool
        alone; /* fills the whole screen: no title, message line or hint bar of the app (unlock, first run) */

    /* arg: what to open, as text ("" when nothing); its grammar is the view's own ("<case id> people").
     * v->arg holds a copy; a view that moves (another tab) keeps it current with view_set_arg. -1: *e is
     * shown, the view is not opened (close is called all the same). */
    int (*open)(struct app *a, struct view *v, const char *arg, struct err *e);
    void (*close)(struct app *a, struct view *v); /* frees what the view holds, wiped */
    /* The vault's content was changed (an edit elsewhere, undo): read again, keep the selection by record.
     * -1: what the view showed is gone, and it is closed. */
    int (*reload)(struct app *a, struct view *v, struct err *e);
    /* Selects that record, or the one it belongs to, in another tab if need be; false: it is not listed here.
     * May be NULL. */
    bool (*select)(struct app *a, struct view *v, int64_t n);

    /* Does a millisecond of what can wait, while the view is on top and no key is there; false: there is
     * nothing more to do. May be NULL. */
    bool (*work)(struct app *a, struct view *v);

    void (*title)(struct app *a, struct view *v, struct buf *out);  /* its part of the path in line 1 */
    void (*status)(struct app *a, struct view *v, struct buf *out); /* right part of line 1; may be NULL */
    void (*idle)(struct app *a, struct view *v,
                 struct buf *out); /* message line while there is no message; may be NULL */
    void (*draw)(struct app *a, struct view *v, const struct layout *l, const struct draw *body);

    /* ---- views that list records: the keys of record_keys.c work on what these give ---- */
    /* The commands most useful now, by name, for the hint bar; may be NULL. */
    const char *(*hints)(struct app *a, struct view *v);
    /* The record of the selected row; 0: none. NULL: no records here. */
    int64_t (*record)(struct app *a, struct view *v);
    int64_t (*kase)(struct app *a, struct view *v); /* the case of that row; NULL: the record's. 0: none */
    /* `n`, `N`: selects the next row that is uncertain or a warning; false: there is none. May be NULL. */
    bool (*next)(struct app *a, struct view *v, bool forward);
    /* The words of v->narrow have changed. */
    int (*narrowed)(struct app *a, struct view *v, struct err *e);

    bool (*in_text)(struct app *a, struct view *v); /* a text has the focus; NULL: never */
    /* While a text has the focus: what the hint bar says in place of save and back, as key, N_() label, ...,
     * NULL; VIEW_HINTS pairs at most. NULL, or gives NULL: the usual ones. */
    const char *const *(*text_hints)(struct app *a, struct view *v);
    /* A command of the view's own table or a NAV_* one. WIDGET_IGNORED: not mine. */
    unsigned (*command)(struct app *a, struct view *v, int id);
    /* A key: in text before commands, otherwise those bound to nothing. May be NULL. */
    unsigned (*key)(struct app *a, struct view *v, uint32_t key);
    unsigned (*paste)(struct app *a, struct view *v, const char *text); /* sanitized; may be NULL */

    /* The panic key was pressed while nothing is open yet. true: the view took it (first run: "It arrived.").
     */
    bool (*panic)(struct app *a, struct view *v);

    /* Something unsaved is being edited: keep it as a draft in the vault, now. Called two seconds after a
     * change (version says whether there was one), at Esc and at a lock. NULL: the view edits nothing. */
    int (*keep)(struct app *a, struct view *v, struct err *e);
    uint64_t (*version)(struct app *a, struct view *v);
    /* Brings v->arg up to where the cursor is, before a lock; for views that do not do so at each key. May be
     * NULL. */
    void (*place)(struct app *a, struct view *v);

    /* Work that waits for a pause in typing: when it is due (boot ms; 0: nothing waits), and the work. Only
     * asked of the view on top. May be NULL. */
    int64_t (*due)(struct app *a, struct view *v);
    void (*due_work)(struct app *a, struct view *v);
};

struct view {
    const struct view_class *class;
    char *arg;
    uint64_t kept; /* version last kept as a draft */
    /* Parts of the view that keys everywhere know; borrowed from its own struct, set at opening; or NULL. */
    struct list *list;
    struct narrow *narrow;  /* `f` narrows the list */
    struct marks *marks;    /* Space marks its rows */
    struct view *next_gone; /* while it waits in app.gone */
};

#endif
