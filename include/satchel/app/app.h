/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interactive program: one struct app, passed to everything; a stack of views; one overlay in front; the
 * vault and its store while unlocked. src/app/app.c has the loop; below it, from the top down, views.c the
 * list of views, the views (view_NAME.c), frame.c what is drawn around them, keys.c who is given a key,
 * commands.c what works everywhere, session.c opening and locking, stack.c the views that are open, overlay.c
 * what stands in front, say.c messages. */
#ifndef SATCHEL_APP_APP_H
#define SATCHEL_APP_APP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/app/contacts.h"
#include "satchel/app/discreet.h"
#include "satchel/app/letter_names.h"
#include "satchel/app/erasing.h"
#include "satchel/app/guard.h"
#include "satchel/app/sealed.h"
#include "satchel/app/view.h"
#include "satchel/app/writing.h"
#include "satchel/base/clock.h"
#include "satchel/base/err.h"
#include "satchel/base/stop.h"
#include "satchel/secure/broker.h"
#include "satchel/secure/confine.h"
#include "satchel/secure/secmem.h"
#include "satchel/tui/command.h"
#include "satchel/tui/config.h"
#include "satchel/tui/message.h"
#include "satchel/tui/overlay.h"
#include "satchel/tui/screen.h"
#include "satchel/tui/theme.h"

struct doctor_place;
struct erase;
struct halt;
struct vault;
struct store;

struct app_options {
    struct broker *broker; /* borrowed; NULL: none */
    const char *vault;     /* path */
    const char *key_file;  /* or NULL */
    bool read_only;
    bool demo;                 /* the vault is a throw-away one; every screen says so */
    struct secret *passphrase; /* opens the vault without asking; borrowed, wiped once used; NULL: ask */
    /* Makes a throw-away vault with invented cases: sets path (caller frees) and its passphrase. */
    int (*make_demo)(char **path, struct secret *passphrase, struct err *e);
    void (*drop_demo)(const char *path); /* removes it again */
    struct screen_setup screen;
    const struct doctor_place *machine; /* tests: the one that Doctor looks at; NULL: this one */
    bool confine; /* give up what is not needed (confine.h); tests, which go on, do not */
    struct clock clock;
};

enum { APP_WAKE_PANIC = 1, APP_WAKE_GUARD = 2, APP_WAKE_WRITTEN = 4 }; /* bits of screen_wake */

#define APP_VIEWS     16
#define APP_LOCK_KEYS COMMAND_KEYS
#define APP_WARN_MS   60000 /* before an idle lock */

enum app_overlay { OVERLAY_NONE, OVERLAY_DIALOG, OVERLAY_REVEAL, OVERLAY_CHOOSER, OVERLAY_PICKER };

struct app {
    struct app_options options;
    struct clock clock;
    struct config config;
    char *config_file; /* NULL: nowhere to keep it */
    struct keymap keymap;
    struct confine confine; /* what of it is in force */
    struct guard *guard;    /* NULL: nothing has been opened yet, or a test */
    struct halt *own_halt;  /* for what is under way before that; NULL: nothing was */
    struct screen *screen;
    struct messages messages;
    struct buf clip; /* cut and copied text */

    char *vault_path;
    char *key_file; /* what the vault is opened with beside the passphrase, until it is locked; or NULL */
    struct vault *vault;   /* NULL while locked */
    struct store *store;   /* NULL while locked */
    struct erase *erase;   /* what the panic thread works with; NULL: it cannot erase */
    bool armed;            /* three presses of the panic key erase; kept over a lock */
    bool armed_unread;     /* the vault could not be asked at the unlock: `armed` is as before */
    int64_t exports_until; /* boot ms: exports are known over a lock by the panic key; 0: they are not */
    unsigned accidents;    /* such presses that only locked, not written down in the vault yet */
    struct erasing_part counted_in; /* the part of the vault that `accidents` are of, over a lock */
    bool demo, discreet, read_only;
    struct discreet names; /* of the whole vault; read when discreet mode first needs them */
    bool names_read;
    struct letter_names letter_names;
    bool state_told; /* how the file was found */
    bool settled;    /* the session was ended for the state code to be shown: nothing may be written after */
    bool mended;     /* the vault is damaged: the store is what is left of it, for reading only */
    bool was_open;   /* this process has had the vault open */
    bool cut;        /* the last lock gave up what was under way */
    size_t problems; /* with the settings, not told on a screen yet */
    bool unended;    /* at the last lock the disk did not take the end of the session */
    bool unsaved;    /* ... nor what was being saved when it began */
    bool unkept;     /* at the last lock something typed could not be kept */
    bool unstored;   /* at the last lock something typed went to `sealed`: the disk did not take it */
    bool moved;      /* the disk was put back where this process cannot reach it any more */
    struct sealed sealed;
    struct writing writing; /* what the last lock left to the disk */
    bool demo_owned;        /* made by `Look around first`: removed when left */
    /* Of the demonstration alone, which holds invented cases: nobody was told it, so a lock would be for
     * good. {0} for every other vault. */
    struct secret demo_passphrase;

    const struct view_class *const *classes; /* every view there is; NULL after the last */
    struct view *views[APP_VIEWS];
    size_t n_views;
    struct view *gone; /* closed by app_reload, not freed yet: the caller may be one of them; owned */
    const struct view *opened_by_undo; /* only compared; NULL: none */

    enum app_overlay overlay;
    struct dialog dialog;
    struct reveal reveal;
    struct chooser chooser;
    const struct command_table *chooser_tables[4]; /* its scope, while it is open */
    struct picker picker;
    /* Called when a dialog or picker was answered; not when it is put aside. */
    void (*answered)(struct app *a, void *arg, size_t choice);
    void (*picked)(struct app *a, void *arg, const char *value, const char *label);
    void *answer_arg;
    DYN(int64_t) purging;     /* records that go for good when the answer is yes */
    struct contacts contacts; /* offered to be revealed */
    int64_t reveal_until;     /* boot ms */

    struct text_report pasted; /* what was removed from the paste that is being given to a view */
    int64_t last_input;        /* boot ms */
    bool touched;              /* with nothing open: something may have been typed, a passphrase perhaps */
    bool (*key_locks)(struct app *a, uint32_t key); /* app_key_locks; called by what lies below it */
    _Atomic uint32_t lock_keys[APP_LOCK_KEYS];      /* what locks on the screen that is shown; 0: none */
    int64_t looked;               /* boot ms: for a key that locks, in the middle of long work */
    int64_t asleep;               /* clock_asleep_ms when it was last looked at */
    int64_t next_keep;            /* boot ms; 0: nothing to keep */
    char *edited;                 /* what stood open to be typed into when the place was last kept; owned */
    uint64_t keys, quit_at;       /* keys so far; which of them was q at home */
    uint64_t steps, cancelled_at; /* app_step so far; in which of them something was cancelled, 0: none */
    bool done;
    int status; /* exit status */
};

/* The whole program: screen, loop, lock, end. Returns the exit status; a failure before there is a screen, or
 * a text that could not be kept, is in *e. */
int app_run(const struct app_options *options, struct err *e);

/* ---- the same in steps, for tests ---- */
int app_start(struct app *a, const struct app_options *options, struct err *e);
/* Waits for one event at most, handles it, and paints when nothing more waits. */
void app_step(struct app *a, int timeout_ms);
void app_end(struct app *a);

/* ---- when it locks by itself (lock_due.c) ---- */
int64_t app_lock_at(const struct app *a); /* boot ms */
int64_t
app_warn_at(const struct app *a); /* a minute before; with an idle time that is hardly longer, half of it */
/* The user is there: the idle time begins anew. */
void app_touch(struct app *a);
/* An idle lock is near, and must be said on whatever is shown. */
bool app_locks_soon(const struct app *a);
/* For long work of a view: it is given up when the vault is to be locked. */
struct stop app_stop(const struct app *a);
/* A key that locks waits to be looked at, or word that the machine goes to sleep: for guard_look. What is
 * under way is then undone, and they find the loop. */
bool app_lock_waits(void *app);
/* For guard_setup: the watchdog hears of a key that locks while the main thread does not come to look. Which
 * those are here is noted before that does anything. */
void app_note_lock_keys(struct app *a);
bool app_lock_overheard(void *app);
/* The guard's, or, before there is one, one by which this thread itself looks up at keys and signals. NULL:
 * no memory. app_halt_end: a derivation that is still under way keeps it to the end of the process. */
struct halt *app_halt(struct app *a);
void app_halt_end(struct app *a);

/* ---- messages (say.c) ---- */
void app_say(struct app *a, enum message_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void app_say_also(struct app *a, enum message_kind kind, const char *text); /* below a warning that stands */
void app_error(struct app *a, const struct err *e);
/* For who says it otherwise: when it was cancelled, and a lock follows, the lock screen says so. */
void app_note_cancelled(struct app *a, const struct err *e);
void app_say_no_step(struct app *a, bool redo); /* undo, or redo, has come to the end of this text */

/* ---- views (stack.c) ---- */
/* Opens a view on top; a letter that is open already is gone back to. -1: said, nothing changed. */
int app_push(struct app *a, const char *name, const char *arg);
/* The same, and *e says it. */
int app_try_push(struct app *a, const char *name, const char *arg, struct err *e);
/* Closes the top view; its draft is kept first. false: it is the home, or its draft cannot be kept: said, and
 * it stays, so that nothing is lost. */
bool app_pop(struct app *a);
bool app_back_to(struct app *a, size_t n);            /* closes all above the nth; false: one stays */
struct view *app_top(const struct app *a);            /* NULL: none */
bool view_is(const struct view *v, const char *name); /* NULL is none of any name */
int view_set_arg(struct view *v, const char *arg);
/* Content was changed: every view reads again. One whose record is gone is closed, with those above it, but
 * its memory stays until the key has been handled. One that could not be read stays as it is, and it is said.
 */
void app_reload(struct app *a);
void app_free_gone(struct app *a); /* what app_reload closed; called by app_step alone */
/* The top view selects that record; false: it does not list it. */
bool app_select(struct app *a, int64_t n);
void app_read_narrowed(struct app *a, struct view *v); /* its list, with the words that narrow it */
/* The list on top is narrowed, or rows are marked: no longer. false: neither. */
bool app_widen(struct app *a);
void app_keep(struct app *a);        /* drafts of all views that changed, into the vault */
void app_keep_drafts(struct app *a); /* the same without where they stood; at a lock into a->sealed */
bool app_is_unkept(struct app *a);   /* some of them could not be kept */
void app_close_views(struct app *a);

/* ---- what stands in front (overlay.c) ---- */
/* choices: translated, safe: what Esc means. answered is called with the choice, for safe too. */
void app_ask(struct app *a, const char *title, const char *text, const char *const *choices, size_t n,
             size_t safe, void (*answered)(struct app *a, void *arg, size_t choice), void *arg);
void app_pick(struct app *a, const char *title, struct picker_source source, const char *selected,
              void (*picked)(struct app *a, void *arg, const char *value, const char *label), void *arg);
void app_reveal(struct app *a, const char *label, const char *text, const char *note);
void app_choose(struct app *a, bool help, const struct command_scope *scope); /* `?` or `:` */
void app_close_overlay(struct app *a);
/* The command that was chosen, for the caller to run; else NULL. */
const struct command *app_overlay_key(struct app *a, uint32_t key);
bool app_overlay_paste(struct app *a, const char *text);
void app_overlay_draw(struct app *a, const struct draw *d);
const char *const *app_overlay_hints(const struct app *a); /* as a view's text_hints; NULL: there is none */

/* ---- drawing (frame.c) ---- */
void app_draw(struct app *a);
void app_paint(struct app *a); /* onto the terminal */

/* ---- opening and locking (session.c) ---- */
/* Opens the vault at a->vault_path: -1 and *e; on success the views stand as they stood at the lock. */
int app_unlock(struct app *a, const struct secret *passphrase, struct err *e);
/* Starts the threads of guard.h, unless they run. */
void app_start_guard(struct app *a);
/* a->store was just opened: closes what asked for the passphrase, shows the home and what stood on it. */
void app_enter(struct app *a);
int app_create(struct app *a, const char *path, const struct secret *passphrase, int profile, struct err *e);
int app_open_demo(struct app *a, struct err *e);
/* A damaged block was met since the vault was opened. */
bool app_needs_mending(const struct app *a);
/* Goes on with what is left, for reading only, on the same screens; locks when that cannot be opened. What is
 * being typed is kept first, or nothing is done. */
void app_mend(struct app *a);
/* Keeps what there is to keep, so that locking has nothing left to write: *code is that of the file as it
 * will be left then (VAULT_STATE_BYTES). app_go_on: it is not locked after all. */
int app_settle(struct app *a, char *code, struct err *e);
int app_go_on(struct app *a, struct err *e);
/* Never asks, never fails: drafts kept, views closed, vault closed, memory wiped, screen blank, unlock shown.
 * With nothing open, what was begun to be typed there is wiped. */
void app_lock(struct app *a);
void app_close_vault(struct app *a); /* the same without the unlock screen */
/* Shows the unlock screen: the key file is forgotten, or again the one of the command line. why: what there
 * is to say, or "". */
void app_ask_unlock(struct app *a, const char *why);
bool app_vault_exists(const char *path);

/* ---- for command.unavailable: why not, or NULL (needs.c) ---- */
const char *app_needs_vault(void *app);   /* there are no records */
const char *app_needs_file(void *app);    /* no vault is open */
const char *app_needs_writing(void *app); /* nothing can be changed */

/* ---- what works everywhere (commands.c) ---- */
extern const struct command_table app_commands;
unsigned app_command(struct app *a, int id);

/* ---- everything there is (views.c), and the key card made from it (key_card.c) ---- */
extern const struct view_class *const app_view_classes[]; /* NULL after the last */
extern const struct command_table *const app_tables[];    /* likewise */
/* With the default keys: one page of plain text. */
int app_key_card(struct buf *out, struct err *e);

#endif
