/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters from a case to paper: drafts for whom an appeal is to be written to, the page of a letter, marking
 * it ready and sent, what comes back, and how many went out. Each call that changes something is one step
 * that can be undone, named after what it did.
 *
 * A letter is a draft, ready, or sent. Any change makes a ready one a draft again (letters_rules.h); a
 * sent one keeps its page as it was and is never changed, only copied. */
#ifndef SATCHEL_STORE_LETTERS_H
#define SATCHEL_STORE_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/model/letter_page.h"
#include "satchel/model/letters.h"
#include "satchel/store/list.h"

struct err;
struct store;

/* ---- languages ---- */

#define LETTERS_TAG_BYTES      4
#define LETTERS_USUAL_LANGUAGE "en" /* of a model letter that nothing is known of: most are in English */
struct appeal;
struct appeal_lang;
/* BCP 47: as recorded, else of the name that was printed, in tag. NULL: no language is called so. */
const char *letters_language_tag(const struct appeal_lang *l, char tag[static LETTERS_TAG_BYTES]);
/* What the model letter is written in, or without one the requests: as recorded, else as it reads. Borrowed
 * from a, or for good. */
const char *letters_model_language(const struct appeal *a);

/* ---- drafts ---- */

/* Whom the newest appeal of a case that says so is to be written to: targets, then copies, without those an
 * update dropped. *appeal: that appeal; 0, and none: nobody is recorded. */
int letters_targets(struct store *s, int64_t kase, int64_t *appeal, struct store_rows *out, struct err *e);
/* Who writes, when nobody says: the sender of the last letter, else the only one there is; 0: not known. */
int letters_sender(struct store *s, int64_t *sender, int *sign, struct err *e);

struct letters_wish {
    int64_t kase;
    int64_t appeal;         /* 0: that of letters_targets */
    const int64_t *targets; /* n_targets rows of KIND_TARGET of that case; 0: all of letters_targets */
    size_t n_targets;
    const char *lang; /* NULL: that of the model letter, or of the template */
    int64_t template; /* 0: the model letter in that language, else a template in it */
    int64_t reuse;    /* a letter whose text is taken instead; 0: none */
    int64_t sender;   /* 0: as letters_sender says */
    int sign;         /* enum letter_sign; -1: as with the last letter */
    bool
        only_new; /* leave out whom a letter in that language, not sent yet, is there to; a note names them */
};
struct letters_made { /* release with letters_made_free, also after a failure */
    struct store_rows letters;
    struct strs notes; /* a sentence each: an address that is missing, or mail came back from; ... */
};
/* A draft for each target; a copy (target_part cc) has the text and salutation of the letter to the first of
 * the others. ERR_INPUT: nobody to write to; no text in that language; a template with a field that there is
 * not. */
int letters_draft(struct store *s, const struct letters_wish *w, struct letters_made *made, struct err *e);
void letters_made_free(struct letters_made *made);
/* The text that a draft like that one would have if it was made now: l->body is the same as long as nobody
 * wrote into it. *out NULL: there is no telling, as when its template is gone. Caller frees. */
int letters_fresh_body(struct store *s, const struct letter *l, char **out, struct err *e);
/* The same letter once more, as a draft: what is done with one that was sent. */
int letters_copy(struct store *s, int64_t letter, int64_t *copy, struct err *e);

/* ---- the page ---- */

/* What is printed: of a sent letter as it was sent, else as the records stand today. p: empty; the caller
 * frees with letter_page_free. */
int letter_page(struct store *s, int64_t letter, struct letter_page *p, struct err *e);

/* ---- ready, sent, answered ---- */

/* found: what the check of letters says now (store/letters_check.h runs it); the parts that LINT fills: code,
 * places, evidence. */
/* l->findings become those; what was waived before stays so. l is not stored. */
int letters_take_findings(struct letter *l, const struct finding found[], size_t n, struct err *e);
/* ERR_FINDINGS, and nothing was changed: some are open. ERR_INPUT: it was sent. Ready already: fine. */
int letters_ready(struct store *s, int64_t letter, const struct finding found[], size_t n, struct err *e);
/* Those of that code (and of that evidence, unless NULL) are left as they are, for a reason that is kept with
 * the day. ERR_NOT_FOUND: none such is open. ERR_INPUT: no reason, or it was sent. */
int letters_waive(struct store *s, int64_t letter, const struct finding found[], size_t n, const char *code,
                  const char *evidence, const char *why, struct err *e);
bool letters_is_open(const struct finding *f); /* not waived */
size_t letters_open(const struct letter *l);   /* how many findings are */
int letters_unready(struct store *s, int64_t letter, struct err *e);

struct letters_again {     /* release with letters_again_free */
    size_t open;           /* findings; 0: it is as ready as it was */
    char *code, *evidence; /* of the first; NULL: none */
};
struct lint_names;
/* What the check says today of a letter that was marked ready: its case may have changed since. Of a draft,
 * or a sent one, nothing. names NULL: they are read. stop: as lint_context_check_unless, or NULL. */
int letters_check_again(struct store *s, const struct lint_names *names, bool (*stop)(void), int64_t letter,
                        struct letters_again *out, struct err *e);
void letters_again_free(struct letters_again *a);

struct letters_sending {
    int channel;        /* enum channel */
    struct opt_day day; /* unset: today */
    bool handwritten;
    const char *by; /* NULL: not said */
};
/* Freezes it and notes the action. ERR_INPUT: it is not ready, or was sent before, or the day is to come. */
int letters_sent(struct store *s, int64_t letter, const struct letters_sending *sending, int64_t *action,
                 struct err *e);

struct letters_answer {
    int kind;           /* enum reply_kind */
    struct opt_day day; /* unset: today */
    const char *note;
};
/* What came back for a sent letter, or for an action (n is either). Returned mail also ends the validity of
 * the address it went to, so that the next draft says so. */
int letters_reply(struct store *s, int64_t n, const struct letters_answer *answer, int64_t *reply,
                  struct err *e);

struct letters_back {
    int64_t letter, reply;
    int kind; /* enum reply_kind */
};
struct letters_backs { /* release with letters_backs_free, also after a failure */
    struct letters_back *at;
    size_t n, cap;
};
/* What came back for the letters of a case, in the order it was noted. */
int letters_backs(struct store *s, int64_t kase, struct letters_backs *out, struct err *e);
void letters_backs_free(struct letters_backs *b);
/* What says most of a letter: that it came back, else an answer, else that it was read. NULL: nothing. */
const struct letters_back *letters_back_of(const struct letters_backs *b, int64_t letter);

/* ---- what waits to be sent ---- */

struct letters_waiting {
    int64_t n, kase, target; /* target 0: nobody */
    bool ready;
    struct opt_day deadline; /* of its appeal */
};
struct letters_unsent { /* release with letters_unsent_free, also after a failure */
    struct letters_waiting *at;
    size_t n, cap;
};
/* Of all open cases: those that are ready, then drafts; each by deadline. */
int letters_unsent(struct store *s, struct letters_unsent *out, struct err *e);
void letters_unsent_free(struct letters_unsent *u);

/* ---- what was done ---- */

struct letters_log {
    int64_t kase;
    int channel;
    int64_t count;      /* 0: one */
    struct opt_day day; /* unset: today */
    int64_t target;     /* 0: nobody in particular */
    const char *by;
    bool handwritten;
};
/* What an action has when nobody says otherwise, wherever it is noted down: once, today, for the appeal of
 * whom it is to, else for the newest of its case. What is there stays. */
int letters_action_fill(struct store *s, struct action *a, struct err *e);
/* The same for an action that a form begins with: also how its target is reached. */
int letters_action_begin(struct store *s, struct action *a, struct err *e);
/* How a letter, or one who is written to, is reached: by post where an address holds, else by e-mail, else by
 * fax; by post too when nothing is known. enum channel. */
int letters_channel(struct store *s, int64_t n, int *channel, struct err *e);

/* The action that is noted for it, not stored: day, count and appeal are filled in. Caller frees. */
struct rec *letters_action(struct store *s, const struct letters_log *log, struct err *e);
int letters_log(struct store *s, const struct letters_log *log, int64_t *action, struct err *e);

enum { LETTERS_CHANNELS = CHANNEL_OTHER + 1 };
struct letters_count {
    size_t drafts, ready, sent;                             /* letters of this program */
    int64_t by_channel[LETTERS_CHANNELS], handwritten, all; /* of actions: each counts as often as it says */
    size_t answers, returned;
};
/* Of a case, or of one appeal. */
int letters_count(struct store *s, int64_t n, struct letters_count *out, struct err *e);

#endif
