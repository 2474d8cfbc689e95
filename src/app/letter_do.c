/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arg: WHAT ID...: what is done, with which letters. A few fields, then Ctrl-S; all letters are one step.
 * What is typed here is short and is asked again when the screen was left. */
#include "satchel/app/letter_do.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/letter_export.h"
#include "satchel/app/letter_ready.h"
#include "satchel/app/marks.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/app/views.h"
#include "satchel/base/day.h"
#include "satchel/base/edtf_prose.h"
#include "satchel/base/i18n.h"
#include "satchel/model/letters.h"
#include "satchel/store/exports.h"
#include "satchel/store/find.h"
#include "satchel/store/letters.h"
#include "satchel/store/store.h"
#include "satchel/store/undo.h"
#include "satchel/tui/form.h"

struct do_view;

/* One of the things that are done. */
struct doing {
    int id;
    const char *name, *title, *step, *said; /* title, step, said: N_() */
    const struct form_field *fields;
    size_t n;
    /* With one letter, in a step with the others; or with all of them, which says itself what it did. */
    int (*run)(struct do_view *v, int64_t letter, struct err *e);
    int (*run_all)(struct do_view *v, struct buf *said, struct err *e);
};

struct do_view {
    struct view view;
    struct app *app;
    const struct doing *what;
    DYN(int64_t) letters;
    struct form *form;
    char *label;  /* of the only letter; NULL: several */
    bool told;    /* what an export is */
    bool doubted; /* that a letter is no longer as ready as it was */
};

/* ---- fields ---- */

/* What was done on a day without a year was done on the last such day. */
static int said_of_the_past(const char *text, int32_t today, struct edtf_reading *r, struct err *e)
{
    int year, month, day;
    struct edtf_reading guess;
    if (edtf_said_on(text, today, r, e) == 0)
        return 0;
    day_to_civil(today, &year, &month, &day);
    for (int back = 0; back < 2 && !r->n_ambiguous; back++) {
        bool is_day = edtf_from_prose(text, year - back, &guess, NULL) == 0 && guess.year_inferred;
        if (is_day && guess.date.latest <= today) {
            *r = guess;
            return 0;
        }
    }
    return -1;
}

static int read_day(const struct app *a, const char *text, struct opt_day *out, struct err *e)
{
    struct edtf_reading r = { 0 };
    *out = (struct opt_day){ 0 };
    if (!*text)
        return 0;
    if (said_of_the_past(text, store_today(a->store), &r, e) < 0)
        return -1;
    if (r.date.start != EDTF_DATE || r.date.earliest != r.date.latest)
        return err_set(e, ERR_INPUT, "%s", _("This needs one day, such as 2026-11-24."));
    *out = (struct opt_day){ true, r.date.earliest };
    return 0;
}

static int check_day(void *arg, const struct form_field *f, const char *value, struct err *e)
{
    struct opt_day day;
    (void)f;
    return read_day(arg, value, &day, e);
}

/* How it is read; what can be read in two ways, or is no day, says so before it is stored. */
static void describe_day(void *arg, const struct form_field *f, const char *value, struct buf *out)
{
    const int32_t today = store_today(((const struct app *)arg)->store);
    struct opt_day day;
    struct err why = { 0 };
    char text[DAY_TEXT_BYTES], *distance;
    (void)f;
    if (read_day(arg, value, &day, &why) < 0)
        buf_adds(out, why.text);
    if (!day.set)
        return;
    day_format(day.v, text);
    distance = present_distance(day.v, today);
    buf_addf(out, "%s · %s", text, distance ? distance : "");
    str_free(distance);
}

static const struct form_choice CHANNEL_CHOICES[] = {
#define X(id, word, label) { word, label },
    CHANNELS(X)
#undef X
        { NULL, NULL }
};

#define WHEN_FIELD                                                                                           \
    {                                                                                                        \
        .name = "day", .label = N_("When"), .kind = FORM_DATE, .flags = FORM_REQUIRED,                       \
        .validate = check_day, .describe = describe_day                                                      \
    }
static const struct form_field SENT_FIELDS[] = {
    { .name = "channel", .label = N_("How"), .kind = FORM_CHOICE, .choices = CHANNEL_CHOICES },
    WHEN_FIELD,
    { .name = "handwritten", .label = N_("Handwritten"), .kind = FORM_BOOL },
    { .name = "by", .label = N_("By"), .hint = N_("who sent it, if not the sender"), .kind = FORM_LINE },
};
static const struct form_field CAME_FIELDS[] = {
    WHEN_FIELD,
    { .name = "note", .label = N_("Note"), .hint = N_("what it says"), .kind = FORM_TEXT },
};

/* ---- doing it ---- */

static int note_sent(struct do_view *v, int64_t letter, struct err *e)
{
    struct letters_sending s = { .by = form_get(v->form, "by") };
    int channel = rec_enum_find(&ENUM_channel, form_get(v->form, "channel"));
    s.channel = channel < 0 ? CHANNEL_POST : channel;
    s.handwritten = *form_get(v->form, "handwritten") != '\0';
    if (!*s.by)
        s.by = NULL;
    if (read_day(v->app, form_get(v->form, "day"), &s.day, e) < 0)
        return -1;
    return letters_sent(v->app->store, letter, &s, NULL, e);
}

static int note_answer(struct do_view *v, int64_t letter, int kind, struct err *e)
{
    struct letters_answer answer = { .kind = kind, .note = form_get(v->form, "note") };
    if (read_day(v->app, form_get(v->form, "day"), &answer.day, e) < 0)
        return -1;
    return letters_reply(v->app->store, letter, &answer, NULL, e);
}

static int note_reply(struct do_view *v, int64_t letter, struct err *e)
{
    return note_answer(v, letter, REPLY_ANSWER, e);
}

static int note_returned(struct do_view *v, int64_t letter, struct err *e)
{
    return note_answer(v, letter, REPLY_RETURNED, e);
}

static int export_all(struct do_view *v, struct buf *said, struct err *e)
{
    return letter_export_run(v->app, v->form, v->letters.at, v->letters.n, said, e);
}

#define FIELDS_OF(fields) fields, sizeof(fields) / sizeof(fields)[0]
static const struct doing DOINGS[] = {
    { LETTER_DO_SENT, "sent", N_("Sent"), N_("Letters sent"), N_("Noted as sent. Press u to undo."),
      FIELDS_OF(SENT_FIELDS), note_sent, NULL },
    { LETTER_DO_REPLY, "reply", N_("Reply"), N_("Reply noted"), N_("The reply is noted. Press u to undo."),
      FIELDS_OF(CAME_FIELDS), note_reply, NULL },
    { LETTER_DO_RETURNED, "returned", N_("Returned"), N_("Returned letter noted"),
      N_("Noted. The next letter to this address says that mail came back. Press u to undo."),
      FIELDS_OF(CAME_FIELDS), note_returned, NULL },
    { LETTER_DO_EXPORT, "export", N_("Export"), NULL, NULL, letter_export_fields, LETTER_EXPORT_FIELDS, NULL,
      export_all },
};

static int run_each(struct do_view *v, struct err *e)
{
    struct store *s = v->app->store;
    if (store_step_begin(s, _(v->what->step), e) < 0)
        return -1;
    for (size_t i = 0; i < v->letters.n; i++) {
        if (v->what->run(v, v->letters.at[i], e) < 0) {
            store_step_cancel(s);
            return -1;
        }
    }
    return store_step_end(s, v->letters.at[0], e);
}

static void finish(struct app *a, struct do_view *v);

/* Yes: what was asked about is no longer asked, and it goes on. */
static void answered(struct app *a, size_t choice, size_t flag)
{
    struct do_view *v = (struct do_view *)app_top(a);
    if (choice != 1 || !v || v->view.class != &view_letter_do)
        return;
    *(bool *)((char *)v + flag) = true;
    finish(a, v);
}

static void answered_told(struct app *a, void *arg, size_t choice)
{
    (void)arg;
    answered(a, choice, offsetof(struct do_view, told));
}

static void answered_doubted(struct app *a, void *arg, size_t choice)
{
    (void)arg;
    answered(a, choice, offsetof(struct do_view, doubted));
}

/* Letters that were ready and are not by now. false: wait for the answer, or said why it cannot be. */
static bool doubt_first(struct app *a, struct do_view *v)
{
    const char *choices[] = { _("Back"), v->what->id == LETTER_DO_EXPORT ? _("Write all the same")
                                                                         : _("It was sent all the same") };
    struct letter_doubts doubts = { 0 };
    struct buf text = { 0 };
    struct err e = { 0 };
    const bool leaves = v->what->id == LETTER_DO_EXPORT || v->what->id == LETTER_DO_SENT;
    if (!leaves || v->doubted)
        return true;
    int rc = letter_doubts_find(a, v->letters.at, v->letters.n, &doubts, &e);
    if (rc == 0 && doubts.rows.n) {
        letter_doubts_say(a, &doubts, &text);
        app_ask(a, _("Ready, but something has changed since"), buf_text(&text), choices, 2, 0,
                answered_doubted, NULL);
    }
    if (rc < 0)
        app_error(a, &e);
    bool go_on = rc == 0 && !doubts.rows.n;
    letter_doubts_free(&doubts);
    buf_free(&text);
    return go_on;
}

/* Once in the life of a vault. false: wait for the answer. */
static bool tell_first(struct app *a, struct do_view *v)
{
    const char *choices[] = { _("Back"), _("Write") };
    if (v->what->id != LETTER_DO_EXPORT || v->told || !exported_none(a->store))
        return true;
    app_ask(
        a, _("Not encrypted"),
        _("What is exported is not encrypted: whoever gets at the file can read it, on this disk, on a "
          "stick, in a "
          "printer's memory. Where it went is kept on record: :exports erases it, and so does a panic that "
          "erases."),
        choices, 2, 0, answered_told, NULL);
    return false;
}

static void finish(struct app *a, struct do_view *v)
{
    struct err e = { 0 };
    struct buf said = { 0 };
    if (form_check(v->form, &e) < 0)
        return; /* the form says it */
    if (!doubt_first(a, v) || !tell_first(a, v))
        return;
    if (v->what->said)
        buf_adds(&said, _(v->what->said));
    int rc = v->what->run_all ? v->what->run_all(v, &said, &e) : run_each(v, &e);
    if (rc == 0) {
        app_pop(a); /* v is gone */
        app_reload(a);
        app_say(a, MESSAGE_INFO, "%s", buf_text(&said));
    } else {
        app_error(a, &e);
    }
    buf_free(&said);
}

/* ---- the view ---- */

static int add_letters(struct do_view *v, char *words, struct err *e)
{
    char *save = NULL;
    for (char *id = strtok_r(words, " ", &save); id; id = strtok_r(NULL, " ", &save)) {
        int64_t n;
        if (store_find(v->app->store, id, KIND_LETTER, &n, e) < 0)
            return -1;
        if (dyn_room(&v->letters) < 0)
            return err_no_memory(e);
        v->letters.at[v->letters.n++] = n;
    }
    if (!v->letters.n)
        return err_set(e, ERR_NOT_FOUND, "%s", _("No letter was chosen."));
    if (v->letters.n == 1)
        v->label = present_label(v->app, v->letters.at[0]);
    return 0;
}

/* The way that all of them go, else by post. */
static int set_channel(struct do_view *v, struct err *e)
{
    int channel = CHANNEL_POST;
    for (size_t i = 0; i < v->letters.n; i++) {
        int own;
        if (letters_channel(v->app->store, v->letters.at[i], &own, e) < 0)
            return -1;
        channel = i == 0 || own == channel ? own : CHANNEL_POST;
    }
    return form_set(v->form, "channel", ENUM_channel.at[channel].word, NULL, e);
}

/* What stands there to begin with. */
static int set_fields(struct do_view *v, struct err *e)
{
    char day[DAY_TEXT_BYTES];
    if (v->what->id == LETTER_DO_EXPORT)
        return letter_export_begin(v->app, v->form, e);
    day_format(store_today(v->app->store), day);
    if (form_set(v->form, "day", day, NULL, e) < 0)
        return -1;
    if (v->what->id == LETTER_DO_SENT)
        return set_channel(v, e);
    form_focus(v->form, "note");
    return 0;
}

static int do_open(struct app *a, struct view *view, const char *arg, struct err *e)
{
    struct do_view *v = (struct do_view *)view;
    v->app = a;
    char *words = strdup(arg), *ids = words ? strchr(words, ' ') : NULL;
    if (ids)
        *ids++ = '\0';
    for (size_t i = 0; words && i < sizeof DOINGS / sizeof *DOINGS; i++)
        if (strcmp(DOINGS[i].name, words) == 0)
            v->what = &DOINGS[i];
    int rc = !words             ? err_no_memory(e)
             : !v->what || !ids ? err_set(e, ERR_NOT_FOUND, "%s", _("No letter was chosen."))
                                : add_letters(v, ids, e);
    str_free(words);
    if (rc == 0)
        v->form = form_new(v->what->fields, v->what->n, a, &a->clip, e);
    return rc == 0 && v->form ? set_fields(v, e) : -1;
}

static void do_close(struct app *a, struct view *view)
{
    struct do_view *v = (struct do_view *)view;
    (void)a;
    form_free(v->form);
    free(v->letters.at);
    str_free(v->label);
}

static void do_title(struct app *a, struct view *view, struct buf *out)
{
    const struct do_view *v = (const struct do_view *)view;
    (void)a;
    const char *what = _(v->what->title);
    if (v->label)
        buf_addf(out, _("%s: %s"), what, v->label);
    else /* TRANSLATORS: as in "Sent: 3 letters". */
        buf_addf(out, P_("%1$s: %2$zu letter", "%1$s: %2$zu letters", v->letters.n), what, v->letters.n);
}

static void do_draw(struct app *a, struct view *view, const struct layout *l, const struct draw *body)
{
    (void)a;
    (void)l;
    form_draw(((struct do_view *)view)->form, body);
}

static bool do_in_text(struct app *a, struct view *view)
{
    (void)a;
    (void)view;
    return true;
}

static unsigned do_key(struct app *a, struct view *view, uint32_t key)
{
    struct do_view *v = (struct do_view *)view;
    unsigned result = form_key(v->form, &a->keymap, key);
    if (result & WIDGET_DONE)
        finish(a, v);
    else if (result & WIDGET_LEAVE)
        app_pop(a);
    return result;
}

static unsigned do_paste(struct app *a, struct view *view, const char *text)
{
    (void)a;
    return form_paste(((struct do_view *)view)->form, text);
}

const struct view_class view_letter_do = {
    .name = "letter-do",
    .size = sizeof(struct do_view),
    .open = do_open,
    .close = do_close,
    .title = do_title,
    .draw = do_draw,
    .in_text = do_in_text,
    .key = do_key,
    .paste = do_paste,
};

/* ---- from the screens with letters ---- */

/* The letters that a command is about are all in one of these states. */
static bool all_are(struct app *a, enum letter_state state, enum letter_state or)
{
    struct view *v = app_top(a);
    int64_t one = v && v->class->record ? v->class->record(a, v) : 0;
    const int64_t *at = v && v->marks && v->marks->n ? v->marks->at : &one;
    size_t n = v && v->marks && v->marks->n ? v->marks->n : one != 0;
    bool good = n > 0;
    for (size_t i = 0; i < n && good; i++) {
        struct rec *r = NULL;
        const struct letter *l = NULL;
        if (store_get(a->store, at[i], &r, NULL) == 0 && r->kind == KIND_LETTER)
            l = (const struct letter *)r;
        good = l && (l->state == (int)state || l->state == (int) or);
        rec_free(r);
    }
    return good;
}

const char *letter_do_draft(void *arg)
{
    return all_are(arg, LETTER_DRAFT, LETTER_DRAFT) ? app_needs_writing(arg)
                                                    : _("Choose a draft first, or mark several with Space.");
}

const char *letter_do_ready(void *arg)
{
    return all_are(arg, LETTER_READY, LETTER_READY)
               ? app_needs_writing(arg)
               : _("Choose a letter that is ready first: m makes it so.");
}

const char *letter_do_export(void *arg)
{
    return all_are(arg, LETTER_READY, LETTER_SENT) ? app_needs_writing(arg)
                                                   : _("Choose a letter that is ready first: m makes it so.");
}

const char *letter_do_sent(void *arg)
{
    return all_are(arg, LETTER_SENT, LETTER_SENT) ? app_needs_writing(arg)
                                                  : _("Choose a letter that was sent first.");
}

static void add_id(struct app *a, int64_t n, struct buf *out)
{
    struct rec_ref ref;
    char id[REC_ID_TEXT];
    if (store_ref(a->store, n, &ref, NULL) < 0)
        return;
    rec_id_format(ref.id, id);
    buf_addf(out, " %s", id);
}

static bool is_letter(struct app *a, int64_t n)
{
    enum rec_kind kind;
    return n && store_kind(a->store, n, &kind, NULL) == 0 && kind == KIND_LETTER;
}

/* ---- any of them ---- */

bool letter_do(struct app *a, int id, int64_t letter)
{
    const struct view *v = app_top(a);
    struct buf arg = { 0 };
    if (id == LETTER_DO_READY) {
        letter_ready_make(a, letter);
        return true;
    }
    const struct doing *what = NULL;
    for (size_t i = 0; i < sizeof DOINGS / sizeof *DOINGS; i++)
        if (DOINGS[i].id == id)
            what = &DOINGS[i];
    if (!what)
        return false;
    buf_adds(&arg, what->name);
    for (size_t i = 0; v->marks && i < v->marks->n; i++)
        if (is_letter(a, v->marks->at[i]))
            add_id(a, v->marks->at[i], &arg);
    if (!v->marks || !v->marks->n)
        add_id(a, letter, &arg);
    app_push(a, "letter-do", buf_text(&arg));
    buf_free(&arg);
    return true;
}
