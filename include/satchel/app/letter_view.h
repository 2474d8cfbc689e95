/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: the screen of one letter, for its own sources (src/app/view_letter.c, letter_*.c). What stands
 * around the text is that of the stored letter; salutation and text are typed here, kept as a draft until
 * they are saved. The check runs in pauses of typing (letter_check.c). A letter that was sent is only shown.
 *
 * The sources in the order below, the lowest first; view_letter.c stands on top of them. Each uses only those
 * before it.
 */
#ifndef SATCHEL_APP_LETTER_VIEW_H
#define SATCHEL_APP_LETTER_VIEW_H

#include "satchel/app/app.h"
#include "satchel/casework/letter_sweep.h"
#include "satchel/exchange/letter_count.h"
#include "satchel/model/letter_page.h"
#include "satchel/model/letters.h"
#include "satchel/tui/editor.h"
#include "satchel/tui/list.h"
#include "satchel/tui/pane.h"

enum letter_part { LETTER_SALUTATION, LETTER_BODY, LETTER_PARTS };

/* What was found at the last check, where it stands in the text as it is now. */
struct letter_finding {
    const struct lint_finding *what; /* borrowed from letter_check.found */
    const char *waived;              /* why it does not count; NULL: it is open. Borrowed from the record */
    int part;                        /* enum letter_part; -1: nowhere in them */
    size_t from, to;                 /* bytes */
};

struct letter_view;
struct letter_check {
    struct lint_context context; /* read when the letter is read */
    struct lint_findings found;
    DYN(struct letter_finding) rows; /* open ones first */
    size_t open;
    DYN(struct pane_span) spans[LETTER_PARTS];
    struct letter_count count;
    uint64_t version; /* of the text that was checked */
    bool done;
    bool too_long;   /* to be checked while it is typed */
    int64_t due;     /* boot ms; 0: nothing was typed since */
    int64_t took_ms; /* the last one */
    struct letter_sweep sweep;
    bool under_way;                      /* some pieces are left to look at */
    void (*then)(struct letter_view *v); /* when all were; NULL: nobody asked for it */
};

struct letter_view {
    struct view view;
    struct app *app;
    int64_t n;
    char id[REC_ID_TEXT];
    struct letter *letter;   /* as stored */
    struct letter_page page; /* likewise; of a sent one as it was sent */
    char *to;                /* whom it goes to, for line 1 */
    char *how, *back;        /* of a sent one: when and how, what came back; else NULL */
    size_t others;           /* further drafts of its appeal */
    bool differs;            /* a copy that has another text than the letter it is of */

    struct editor parts[LETTER_PARTS];
    size_t part;     /* with the cursor */
    bool typing;     /* the text has the focus */
    bool previewing; /* the page stands there instead */
    struct pane pane;
    size_t scroll;    /* rows of what stands above the text and of the text that are above the screen */
    int64_t draft;    /* its row; 0: none */
    uint64_t settled; /* version of the text when it was last read or saved */
    size_t followed;  /* copies that were changed with it when it was last saved */

    struct letter_check check;
    struct list findings;
    struct editor reason; /* why the selected finding does not count */
    bool waiving;
    bool draft_told; /* that what was typed is back */
};

/* ---- letter_keep.c ---- */
bool letter_view_is_sent(const struct letter_view *v);
bool letter_view_is_unsaved(const struct letter_view *v);
/* Something was typed since it was opened or saved, even if it was undone since: undo is of the text. */
bool letter_view_is_edited(const struct letter_view *v);
/* It was marked ready, and has a finding that is open by now. */
bool letter_view_doubts(const struct letter_view *v);
bool letter_view_may_type(const struct letter_view *v);
const char *letter_view_text(const struct letter_view *v, enum letter_part part);
uint64_t letter_view_version(const struct letter_view *v);
int letter_view_take_stored(struct letter_view *v, struct err *e); /* in place of what is typed */
/* The page with the text as it is typed now. */
int letter_view_page_now(const struct letter_view *v, struct letter_page *out, struct err *e);
/* Where the cursor is, as in the view's arg and in its draft. */
void letter_view_add_cursor(const struct letter_view *v, struct buf *out);
void letter_view_go_to_cursor(struct letter_view *v, const char *words);
int letter_view_restore_draft(struct letter_view *v, struct err *e);
int letter_view_keep_draft(struct letter_view *v, struct err *e); /* none is kept of what is saved */
/* Into the vault, one step; a ready letter is a draft again. 0 too when there is nothing to save. v->followed
 * says how many copies followed. */
int letter_view_save(struct letter_view *v, struct err *e);
bool letter_view_save_or_say(struct letter_view *v); /* false: said why not */
void letter_view_save_and_say(struct letter_view *v);
/* The stored text again; what was typed since, and its draft, are gone. */
int letter_view_discard(struct letter_view *v, struct err *e);

/* ---- letter_check.c ---- */
int letter_check_read(struct letter_view *v, struct err *e); /* what the text is held against */
/* true: it is done. false: a long text takes a while; `then` is called at its end, unless it is stopped. */
bool letter_check_run(struct letter_view *v, void (*then)(struct letter_view *v));
/* Of findings that are open, when there are more than are listed: a round number. */
size_t letter_check_at_least(const struct letter_view *v);
bool letter_check_is_known(const struct letter_view *v); /* the last check was of the text as it is now */
bool letter_check_stop(struct letter_view *v);           /* true: somebody had asked for it */
bool letter_check_stop_and_say(struct letter_view *v);
void letter_check_work(struct letter_view *v);    /* what is due */
void letter_check_unasked(struct letter_view *v); /* the same, unless the text is very long */
void letter_check_later(struct letter_view *v);   /* something was typed */
/* Underlines stay with their words until the next check: `delta` bytes were put in before `at`. */
void letter_check_shift(struct letter_view *v, enum letter_part part, size_t at, int64_t delta);
void letter_check_free(struct letter_view *v);
/* The next one after the cursor, or before it: selects it, and puts the cursor there. false: there is none.
 */
bool letter_check_next(struct letter_view *v, bool forward);
void letter_check_show(struct letter_view *v, size_t row);
void letter_check_row(void *v, size_t index, struct list_row *out); /* of the list of findings */
int letter_check_keep_ready(struct letter_view *v, struct err *e);  /* no finding is open: it is ready */
int letter_check_waive(struct letter_view *v, const char *why, struct err *e);

/* ---- letter_draw.c ---- */
void letter_view_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *body);
void letter_view_show_preview(struct letter_view *v, bool on);

/* ---- letter_typing.c ---- */
unsigned letter_view_key(struct app *a, struct view *v, uint32_t key);
unsigned letter_view_paste(struct app *a, struct view *v, const char *text);
/* A step back, or again, in the text while it is edited; WIDGET_IGNORED: it is not. */
unsigned letter_view_step(struct letter_view *v, bool redo);
void letter_view_stop_typing(struct letter_view *v); /* the text has no longer the focus */
void letter_view_leave_text(struct letter_view *v);  /* the same; what is not saved is kept, and said */

/* ---- letter_others.c ---- */
void letter_view_show_recipients(struct letter_view *v);

/* ---- view_letter_share.c ---- */
void letter_view_share(struct letter_view *v);

/* ---- letter_keys.c ---- */
unsigned letter_view_command(struct app *a, struct view *v, int id);
bool letter_view_next(struct letter_view *v, bool forward); /* finding; false: there is none */
const char *letter_view_hints(struct app *a, struct view *v);
const char *const *letter_view_text_hints(struct app *a, struct view *v);

#endif
