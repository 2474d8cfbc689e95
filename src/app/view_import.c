/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Importing an appeal: paste it or name a file, look through what was found beside the line it came from,
 * correct it, store it in one step. Esc keeps it for later; nothing is lost by leaving. arg: "" to begin,
 * "kept TIME" names a draft, "file NAME" what stands in the line for it.
 *
 * A text with the number of a known case is shown as the differences it makes, and stored as a further
 * appeal. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/excerpt.h"
#include "satchel/app/commands.h"
#include "satchel/app/import_correct.h"
#include "satchel/app/import_store.h"
#include "satchel/app/home_path.h"
#include "satchel/app/review.h"
#include "satchel/app/view_draft.h"
#include "satchel/app/views.h"
#include "satchel/base/i18n.h"
#include "satchel/exchange/input.h"
#include "satchel/store/drafts.h"
#include "satchel/tui/form.h"
#include "satchel/tui/list.h"

struct import_view {
    struct view view;
    struct app *app;
    bool read; /* there is a text to look through; else one is asked for */
    struct editor path;
    struct review review;
    struct list fields, warnings;
    bool at_warning; /* the excerpt is the warning's */
    bool small;      /* the screen shows one warning at a time */
    struct import_correct correct;
    struct import_store store;
    int64_t draft;
};

enum {
    IMPORT_CORRECT = 1,
    IMPORT_STORE,
    IMPORT_DECIDE,
    IMPORT_NEXT,
    IMPORT_PREVIOUS,
    IMPORT_LATER,
    IMPORT_ADD,
    IMPORT_REMOVE,
    IMPORT_DISCARD
};

#define FILE_ARG  "file "
#define NAME_MOST 200 /* bytes of one line that may be the name of a file; a longer one is a text */

/* ---- lists ---- */

static const struct list_column WARNING_COLUMNS[] = { { .width = 9 }, { .width = 20 } };
static const struct list_column FIELD_COLUMNS[] = { { .width = 14 }, { .width = 20 } };
static void warning_row(void *arg, size_t index, struct list_row *out)
{
    struct import_view *v = arg;
    const struct parsed_warning *w = &v->review.parsed.warnings.at[index];
    struct buf line = { 0 };
    if (v->small)
        buf_addf(&line, "%zu/%zu", index + 1, v->review.parsed.warnings.n);
    else
        buf_addf(&line, _("line %u"), w->line);
    out->glyph = GLYPH_WARNING;
    list_cell(out, 0, ROLE_TEXT, buf_text(&line));
    char *text = review_shown(v->app, &v->review, w->text);
    list_cell(out, 1, ROLE_TEXT, text);
    str_free(text);
    buf_free(&line);
}

static void field_row(void *arg, size_t index, struct list_row *out)
{
    struct import_view *v = arg;
    const struct review_row *r = &v->review.rows.at[index];
    out->glyph = r->missing ? GLYPH_UNCERTAIN : GLYPH_NONE;
    list_cell(out, 0, ROLE_LABEL, r->label);
    char *value = r->missing                 ? strdup(_("not found"))
                  : r->slot && r->slot->many ? review_shown_text(v->app, &v->review, r->value)
                                             : review_shown(v->app, &v->review, r->value);
    list_cell(out, 1, r->missing ? ROLE_UNCERTAIN : ROLE_VALUE, value);
    str_free(value);
}

static void refresh(struct import_view *v)
{
    list_set_count(&v->warnings, v->review.parsed.warnings.n);
    list_set_count(&v->fields, v->review.rows.n);
}

/* ---- reading a text ---- */

static void read_text(struct import_view *v, const char *name, const char *text,
                      const struct text_report *report)
{
    struct err e = { 0 };
    struct buf arg = { 0 };
    struct stop stop = app_stop(v->app);
    if (review_read(&v->review, name, text, report, clock_today(&v->app->clock), &stop, &e) < 0) {
        app_error(v->app, &e);
        return;
    }
    buf_addf(&arg, "kept %lld", (long long)clock_now(&v->app->clock));
    view_set_arg(&v->view, buf_text(&arg));
    buf_free(&arg);
    v->read = true;
    v->at_warning = v->review.parsed.warnings.n > 0;
    refresh(v);
}

static void read_file(struct import_view *v)
{
    struct err e = { 0 };
    struct text_report report = { 0 };
    size_t n;
    const char *typed = editor_text(&v->path);
    if (text_is_blank(typed) || strcmp(typed, "-") == 0) {
        app_say(v->app, MESSAGE_INFO, "%s", _("Paste the text here, or type the name of the file it is in."));
        return;
    }
    char *path = home_path(typed), *text = path ? input_read(path, &n, &report, &e) : NULL;
    const char *slash = path ? strrchr(path, '/') : NULL;
    if (!text)
        app_error(v->app, &e);
    else
        read_text(v, slash ? slash + 1 : path, text, &report);
    str_free(text);
    str_free(path);
}

/* As a file would be: a page's source or a paper's bytes are no text. What is pasted is sanitized already. */
static void read_pasted(struct import_view *v, const char *text)
{
    struct err e = { 0 };
    if (input_check(text, _("The pasted text"), &e) < 0)
        app_error(v->app, &e);
    else
        read_text(v, _("pasted text"), text, &v->app->pasted);
}

/* A draft, whose rows are made: what was being corrected stands open again. */
static void resume(struct import_view *v)
{
    refresh(v);
    if (!v->review.unread)
        import_correct_resume(&v->correct);
}

/* ---- drafts ---- */

static uint64_t version(const struct import_view *v)
{
    return v->review.version + (v->correct.form ? form_version(v->correct.form) : 0);
}

/* What it says of itself on the agenda is not what there is: it was not read to its end when it was kept, or
 * this program reads more of it. */
static bool says_less(const struct import_view *v, const char *draft)
{
    size_t said, found, missing;
    struct buf title = { 0 };
    bool says = review_draft_summary(draft, &said, &title);
    buf_free(&title);
    review_counts(&v->review, &found, &missing);
    return !v->review.unread && says && said != found;
}

static int restore(struct import_view *v, struct err *e)
{
    char *fields = NULL;
    v->draft = view_draft_find(v->app, &v->view, &fields);
    if (!fields)
        return err_set(e, ERR_NOT_FOUND, "%s",
                       _("This import is no longer kept: it was stored or discarded."));
    struct stop stop = app_stop(v->app);
    int rc = review_restore(&v->review, fields, clock_today(&v->app->clock), &stop, e);
    v->read = true;
    if (rc == 0)
        resume(v);
    v->view.kept = rc == 0 && says_less(v, fields) ? 0 : version(v);
    str_free(fields);
    return rc;
}

static int import_keep(struct app *a, struct view *view, struct err *e)
{
    struct import_view *v = (struct import_view *)view;
    struct buf fields = { 0 };
    if (!v->read || a->read_only)
        return 0;
    int rc = import_correct_note(&v->correct, e);
    if (rc == 0)
        rc = review_draft(&v->review, &fields, e);
    if (rc == 0)
        rc = view_draft_save(a, view, 0, &fields, &v->draft, e);
    buf_free(&fields);
    return rc;
}

static uint64_t import_version(struct app *a, struct view *view)
{
    (void)a;
    return version((struct import_view *)view);
}

/* Reading was given up for a lock that did not come. As long as the first time; keys wait, that of a lock
 * excepted. */
static bool import_work(struct app *a, struct view *view)
{
    struct import_view *v = (struct import_view *)view;
    struct stop stop = app_stop(a);
    struct err e = { 0 };
    if (!v->read || !v->review.unread)
        return false;
    bool kept = v->view.kept == version(v) && !v->draft; /* a draft says that it was not read */
    if (review_read_on(&v->review, &stop, &e) < 0)
        app_error(a, &e);
    resume(v);
    if (kept)
        v->view.kept = version(v);
    return false;
}

/* Nothing is kept of this import from here on. */
static void drop_draft(struct import_view *v)
{
    if (v->draft)
        draft_drop(v->app->store, v->draft, NULL);
    v->draft = 0;
    v->view.kept = version(v);
}

/* ---- stored ---- */

static void open_case(struct app *a, int64_t kase)
{
    struct rec_ref ref;
    struct buf arg = { 0 };
    char id[REC_ID_TEXT];
    if (store_ref(a->store, kase, &ref, NULL) < 0)
        return;
    rec_id_format(ref.id, id);
    buf_addf(&arg, "%s overview", id);
    app_push(a, "case", buf_text(&arg));
    buf_free(&arg);
}

/* The end of an import, however it was stored. */
static void stored(void *arg, int64_t open, const char *said)
{
    struct import_view *v = arg;
    struct app *a = v->app;
    drop_draft(v);
    app_pop(a); /* frees this view */
    app_reload(a);
    if (open)
        open_case(a, open);
    app_say(a, MESSAGE_INFO, "%s", said);
}

/* ---- opening ---- */

static int import_open(struct app *a, struct view *view, const char *arg, struct err *e)
{
    struct import_view *v = (struct import_view *)view;
    v->app = a;
    v->correct = (struct import_correct){ .app = a, .review = &v->review };
    editor_init(&v->path, true, &a->clip);
    list_init(&v->warnings, WARNING_COLUMNS, 2, (struct list_source){ .row = warning_row, .arg = v });
    list_init(&v->fields, FIELD_COLUMNS, 2, (struct list_source){ .row = field_row, .arg = v });
    import_store_init(&v->store, a, &v->review, stored, v);
    v->warnings.no_titles = v->fields.no_titles = true;
    v->fields.unfold = true;
    v->warnings.empty = v->fields.empty = "";
    if (strncmp(arg, FILE_ARG, strlen(FILE_ARG)) == 0)
        return editor_set(&v->path, arg + strlen(FILE_ARG), e);
    return *arg ? restore(v, e) : 0;
}

/* The name of a file that was not read yet. */
static void import_place(struct app *a, struct view *view)
{
    (void)a;
    struct import_view *v = (struct import_view *)view;
    struct buf arg = { 0 };
    if (v->read)
        return;
    if (editor_len(&v->path))
        buf_addf(&arg, FILE_ARG "%s", editor_text(&v->path));
    view_set_arg(view, buf_text(&arg));
    buf_free(&arg);
}

static void import_close(struct app *a, struct view *view)
{
    (void)a;
    struct import_view *v = (struct import_view *)view;
    import_correct_close(&v->correct);
    editor_free(&v->path);
    review_free(&v->review);
    import_store_free(&v->store);
    list_free(&v->warnings);
    list_free(&v->fields);
}

/* ---- drawing ---- */

static void import_title(struct app *a, struct view *view, struct buf *out)
{
    struct import_view *v = (struct import_view *)view;
    buf_adds(out, _("Import"));
    char *name = v->read ? review_shown(a, &v->review, v->review.name) : NULL;
    if (name)
        buf_addf(out, "%s%s", draw_path_sign(v->app->screen), name);
    str_free(name);
}

static void import_status(struct app *a, struct view *view, struct buf *out)
{
    (void)a;
    struct import_view *v = (struct import_view *)view;
    size_t found, missing, warnings = v->review.parsed.warnings.n;
    if (!v->read)
        return;
    review_counts(&v->review, &found, &missing);
    if (screen_cols(v->app->screen) >= 60)
        buf_addf(out, _("found %zu · not found %zu · "), found, missing);
    buf_addf(out, P_("%zu warning", "%zu warnings", warnings), warnings);
}

static void draw_source(struct import_view *v, const struct draw *body)
{
    int used = draw_wrapped(body, 1, 2, 6, body->cols - 4, ROLE_TEXT,
                            _("Paste the text of an Urgent Action or another appeal here: it is read at once "
                              "and touches no disk. Or type the name "
                              "of a text file and press Enter."));
    int y = used + 2, label = draw_text(body, y, 2, -1, ROLE_LABEL, _("File"));
    struct draw field = draw_part(body, y, label + 4, 1, body->cols - label - 6);
    editor_draw(&v->path, &field, ROLE_FOCUS, true);
    draw_wrapped(body, y + 2, 2, 6, body->cols - 4, ROLE_DIM,
                 _("A PDF becomes text with: pdftotext -layout FILE.pdf FILE.txt. A web page: save it as "
                   "text. Nothing is stored before you "
                   "have looked it through."));
}

static struct parsed_span shown_place(struct import_view *v)
{
    if (v->at_warning && v->warnings.selected < v->review.parsed.warnings.n) {
        const struct parsed_warning *w = &v->review.parsed.warnings.at[v->warnings.selected];
        uint32_t at = excerpt_offset(v->review.parsed.source, w->line, w->col);
        return (struct parsed_span){ at, at };
    }
    if (v->fields.selected < v->review.rows.n)
        return v->review.rows.at[v->fields.selected].at;
    return (struct parsed_span){ 0, 0 };
}

/* The lines of the text that this comes from, at the bottom below a ruler. */
static void draw_source_lines(struct import_view *v, const struct draw *body, int rows)
{
    struct draw part = draw_part(body, body->rows - rows, 0, rows, -1);
    draw_ruler(body, body->rows - rows - 1);
    if (v->app->discreet)
        draw_text(&part, rows / 2, 1, -1, ROLE_DIM, _("The text is hidden while names are: z shows both."));
    else
        excerpt_draw(&part, v->review.parsed.source ? v->review.parsed.source : "", shown_place(v));
}

/* Lines of the warnings: with one more for the chosen one, which is shown whole. */
static int warning_lines(const struct import_view *v, const struct layout *l, const struct draw *body)
{
    int lines = (int)v->review.parsed.warnings.n, most = l->one_pane ? 3 : body->rows / 4;
    if (l->one_pane && lines)
        lines = v->at_warning ? most : 1;
    else if (lines && v->at_warning)
        lines++;
    return lines < most ? lines : most;
}

/* Below 18 rows: one warning at a time, one ruler, one line of the text. */
static void draw_review(struct import_view *v, const struct layout *l, const struct draw *body)
{
    int warnings = warning_lines(v, l, body), below = l->one_pane ? 1 : 3, y = 0;
    v->small = l->one_pane;
    v->warnings.unfocused = v->warnings.quiet = true; /* keys are for the fields */
    v->warnings.unfold = v->at_warning;
    if (warnings) {
        struct draw part = draw_part(body, 0, 0, warnings, -1);
        list_draw(&v->warnings, &part);
        y = warnings;
        if (!l->one_pane)
            draw_ruler(body, y++);
    }
    struct draw part = draw_part(body, y, 0, body->rows - y - below - 1, -1);
    list_draw(&v->fields, &part);
    draw_source_lines(v, body, below);
}

static void draw_correct(struct import_view *v, const struct layout *l, const struct draw *body)
{
    int below = l->one_pane ? 1 : 3;
    struct draw part = draw_part(body, 0, 0, body->rows - below - 1, -1);
    form_draw(v->correct.form, &part);
    draw_source_lines(v, body, below);
}

static void import_draw(struct app *a, struct view *view, const struct layout *l, const struct draw *body)
{
    (void)a;
    struct import_view *v = (struct import_view *)view;
    if (!v->read)
        draw_source(v, body);
    else if (v->review.unread)
        draw_wrapped(body, 1, 2, 6, body->cols - 4, ROLE_TEXT, _("The text is being read."));
    else if (v->correct.form)
        draw_correct(v, l, body);
    else if (v->store.comparing)
        import_store_draw(&v->store, body);
    else
        draw_review(v, l, body);
}

/* ---- correcting ---- */

static void correct(struct import_view *v)
{
    if (v->fields.selected >= v->review.rows.n)
        return;
    const struct review_row *r = &v->review.rows.at[v->fields.selected];
    v->at_warning = false; /* the lines shown are the field's */
    import_correct_open(&v->correct, r->part, r->index, r->part == PARSED_DOCUMENT ? r->slot : NULL);
}

/* Leaving takes what was typed, as saving does, and so does the end of the only line. */
static unsigned correct_key(struct import_view *v, uint32_t key)
{
    bool end = key == KEYC_ENTER && import_correct_is_line(&v->correct);
    unsigned result = end ? WIDGET_DONE : form_key(v->correct.form, &v->app->keymap, key);
    if (result & (WIDGET_DONE | WIDGET_LEAVE) && import_correct_take(&v->correct))
        refresh(v);
    return result;
}

static void remove_row(struct import_view *v)
{
    struct err e = { 0 };
    char path[PARSED_PATH_BYTES];
    if (v->fields.selected >= v->review.rows.n)
        return;
    const struct review_row *r = &v->review.rows.at[v->fields.selected];
    int rc;
    if (r->part == PARSED_DOCUMENT) {
        parsed_path(r->part, 0, r->slot, path);
        rc = review_correct(&v->review, path, "", &e);
    } else {
        rc = r->missing ? 0 : review_remove(&v->review, r->part, r->index, &e);
    }
    if (rc < 0)
        app_error(v->app, &e);
    refresh(v);
}

/* ---- keys ---- */

static void next_warning(struct import_view *v, int by)
{
    size_t n = v->review.parsed.warnings.n;
    if (v->at_warning)
        list_select(&v->warnings, (v->warnings.selected + n + (size_t)(by + (int)n)) % n);
    v->at_warning = true;
}

static void later(struct app *a, struct import_view *v)
{
    bool kept = v->read;
    if (v->store.comparing) {
        v->store.comparing = false;
        return;
    }
    if (app_pop(a) && kept) /* keeps the draft, frees this view */
        app_say(a, MESSAGE_INFO, "%s", _("Kept for later, not stored yet: it stands on the agenda."));
}

static void discard_answered(struct app *a, void *arg, size_t choice)
{
    if (choice != 1)
        return;
    drop_draft(arg);
    app_pop(a);
    app_say(a, MESSAGE_INFO, "%s", _("Discarded. Nothing was stored."));
}

static void discard(struct app *a, struct import_view *v)
{
    const char *choices[] = { _("Keep"), _("Discard") };
    struct buf text = { 0 };
    buf_addf(&text, _("The text and your corrections are gone after that. This cannot be undone: %s"),
             a->discreet ? "-" : review_title(&v->review));
    app_ask(a, _("Discard this import?"), buf_text(&text), choices, 2, 0, discard_answered, v);
    buf_free(&text);
}

static unsigned review_command(struct import_view *v, int id)
{
    switch (id) {
    case IMPORT_CORRECT:
        correct(v);
        break;
    case IMPORT_STORE:
        import_store_begin(&v->store);
        break;
    case IMPORT_NEXT:
        next_warning(v, 1);
        break;
    case IMPORT_PREVIOUS:
        next_warning(v, -1);
        break;
    case IMPORT_ADD:
        import_correct_add(&v->correct);
        break;
    case IMPORT_REMOVE:
        remove_row(v);
        break;
    default:
        v->at_warning = false;
        return list_do(&v->fields, id);
    }
    return WIDGET_HANDLED;
}

static unsigned compare_command(struct import_view *v, int id)
{
    if (id == IMPORT_STORE) {
        import_store_go_on(&v->store);
        return WIDGET_HANDLED;
    }
    if (id != IMPORT_DECIDE)
        return list_do(&v->store.changes, id);
    import_store_decide(&v->store);
    return WIDGET_HANDLED;
}

static unsigned import_command(struct app *a, struct view *view, int id)
{
    struct import_view *v = (struct import_view *)view;
    if (id == IMPORT_LATER) {
        later(a, v);
        return WIDGET_HANDLED;
    }
    if (id == IMPORT_DISCARD) {
        discard(a, v);
        return WIDGET_HANDLED;
    }
    if (v->store.comparing)
        return compare_command(v, id);
    return v->read ? review_command(v, id) : WIDGET_IGNORED;
}

static bool import_in_text(struct app *a, struct view *view)
{
    (void)a;
    const struct import_view *v = (const struct import_view *)view;
    return !v->read || v->correct.form;
}

static const char *const *import_text_hints(struct app *a, struct view *view)
{
    static const char *const SOURCE[] = { "Enter", N_("read the file"), "Esc", N_("back"),
                                          "F1",    N_("help"),          NULL };
    static const char *const LINE[] = { "Enter", N_("save"), "Esc", N_("back"), "F1", N_("help"), NULL };
    (void)a;
    const struct import_view *v = (const struct import_view *)view;
    return !v->read ? SOURCE : import_correct_is_line(&v->correct) ? LINE : NULL;
}

static unsigned import_key(struct app *a, struct view *view, uint32_t key)
{
    struct import_view *v = (struct import_view *)view;
    if (v->correct.form)
        return correct_key(v, key);
    if (v->read)
        return WIDGET_IGNORED;
    if (key == KEYC_ESC)
        later(a, v); /* frees this view */
    else if (key == KEYC_ENTER)
        read_file(v);
    else
        return editor_key(&v->path, &a->keymap, key);
    return WIDGET_HANDLED;
}

static unsigned import_paste(struct app *a, struct view *view, const char *text)
{
    (void)a;
    struct import_view *v = (struct import_view *)view;
    if (v->correct.form)
        return form_paste(v->correct.form, text);
    if (v->read)
        return WIDGET_IGNORED;
    size_t n;
    const char *line = text_trim(text, strlen(text), &n);
    if (n && n <= NAME_MOST && !memchr(line, '\n', n)) /* the name of a file */
        return editor_insert(&v->path, line, n);
    read_pasted(v, text);
    return WIDGET_HANDLED;
}

static const char *needs_review(void *arg)
{
    struct app *a = arg;
    const struct import_view *v = (const struct import_view *)app_top(a);
    if (a->read_only)
        return _("The vault is open for reading only.");
    return v->review.unread ? _("The text is being read.") : v->read ? NULL : _("There is no text yet.");
}

static const char *needs_rows(void *arg)
{
    const struct import_view *v = (const struct import_view *)app_top(arg);
    return v->store.comparing ? _("Esc goes back to what was found; there it can be corrected.")
                              : needs_review(arg);
}

static const char *needs_differences(void *arg)
{
    const struct import_view *v = (const struct import_view *)app_top(arg);
    return v->store.comparing ? NULL : _("s shows first what the text changes.");
}

static const char *needs_warnings(void *arg)
{
    const struct import_view *v = (const struct import_view *)app_top(arg);
    if (v->store.comparing)
        return needs_rows(arg);
    return v->review.parsed.warnings.n ? NULL : _("There are no warnings.");
}

/* What stands here is not in the vault yet, and older changes are not what is meant here. */
static const char *no_steps(void *arg)
{
    (void)arg;
    return _("Nothing of this is stored yet, so there is nothing to undo: Enter corrects a line once more.");
}

static const struct command ROWS[] = {
    { CMD_UNDO, "undo", "u Ctrl-Z", N_("undo"), N_("nothing here: it is not stored yet"),
      COMMAND_IN_VIEW | COMMAND_HIDDEN, 0, no_steps },
    { CMD_REDO, "redo", "Ctrl-R Ctrl-Y", N_("redo"), N_("nothing here: it is not stored yet"),
      COMMAND_IN_VIEW | COMMAND_HIDDEN, 0, no_steps },
    { IMPORT_NEXT, "next-warning", "n", N_("next warning"), N_("to the next warning"), COMMAND_IN_VIEW, 20,
      needs_warnings },
    { IMPORT_PREVIOUS, "previous-warning", "N", N_("previous"), N_("to the previous warning"),
      COMMAND_IN_VIEW, 0, needs_warnings },
    { IMPORT_CORRECT, "correct", "Enter e", N_("correct"), N_("correct this"), COMMAND_IN_VIEW, 10,
      needs_rows },
    { IMPORT_STORE, "store", "s Ctrl-S", N_("store"), N_("store all of it in one step"), COMMAND_IN_VIEW, 17,
      needs_review },
    { IMPORT_DECIDE, "take-or-keep", "Space", N_("take or keep"),
      N_("take this from the text, or keep what is stored"), COMMAND_IN_VIEW, 15, needs_differences },
    { IMPORT_ADD, "add", "a", N_("add"), N_("add something the text says and that was not found"),
      COMMAND_IN_VIEW, 50, needs_rows },
    { IMPORT_REMOVE, "delete", "d", N_("take out"), N_("take this out: it is not stored"), COMMAND_IN_VIEW, 0,
      needs_rows },
    { IMPORT_LATER, "keep-for-later", "Esc h q", N_("keep for later"), N_("leave; it stays on the agenda"),
      COMMAND_IN_VIEW, 40, NULL },
    { IMPORT_DISCARD, "import-discard", "", N_("discard"), N_("throw this import away"), COMMAND_IN_VIEW, 0,
      needs_review },
};
const struct command_table import_commands = COMMAND_TABLE("import", N_("Import"), ROWS);

const struct view_class view_import = {
    .name = "import",
    .size = sizeof(struct import_view),
    .commands = &import_commands,
    .open = import_open,
    .close = import_close,
    .title = import_title,
    .status = import_status,
    .draw = import_draw,
    .in_text = import_in_text,
    .text_hints = import_text_hints,
    .work = import_work,
    .command = import_command,
    .key = import_key,
    .paste = import_paste,
    .keep = import_keep,
    .place = import_place,
    .version = import_version,
};
