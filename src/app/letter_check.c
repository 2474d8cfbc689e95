/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check of a letter while it is typed. It runs in a pause of typing, longer when it took longer the last
 * time, so that no key ever waits for it twice; of a long text one piece between two keys, and Esc stops it.
 * What it found stays underlined while the words around it move. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/letter_view.h"
#include "satchel/app/present.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/exchange/letter_text.h"
#include "satchel/store/letters.h"
#include "satchel/store/lint_context.h"

#define PAUSE_MS        200
#define PAUSE_BY        5                   /* times what the last check took */
#define CHECKED_UNASKED ((size_t)128 << 10) /* bytes: a longer text is checked when it is asked for */

/* ---- reading ---- */

static void forget_found(struct letter_check *c)
{
    lint_findings_free(&c->found);
    c->rows.n = c->open = 0;
    for (size_t i = 0; i < LETTER_PARTS; i++)
        c->spans[i].n = 0;
}

void letter_check_free(struct letter_view *v)
{
    struct letter_check *c = &v->check;
    forget_found(c);
    letter_sweep_free(&c->sweep);
    free(c->rows.at);
    for (size_t i = 0; i < LETTER_PARTS; i++)
        free(c->spans[i].at);
    lint_context_free(&c->context);
    *c = (struct letter_check){ 0 };
}

int letter_check_read(struct letter_view *v, struct err *e)
{
    letter_check_stop(v);
    forget_found(&v->check);
    lint_context_free(&v->check.context);
    return letter_view_is_sent(v) ? 0 : lint_context_read(v->app->store, v->letter, &v->check.context, e);
}

/* ---- counting ---- */

/* The page with the text as it is typed, all of it borrowed. */
static struct letter_page page_typed(const struct letter_view *v)
{
    struct letter_page page = v->page;
    if (letter_view_is_sent(v))
        return page;
    page.salutation = (char *)letter_view_text(v, LETTER_SALUTATION);
    page.body = (char *)letter_view_text(v, LETTER_BODY);
    return page;
}

static void count(struct letter_view *v, bool begin)
{
    const struct letter_page page = page_typed(v);
    if (begin)
        letter_count_begin(&v->check.count, &page);
    else
        letter_count_step(&v->check.count, &page);
}

/* ---- what was found ---- */

static bool same_finding(const struct finding *kept, const struct lint_finding *f)
{
    return kept->code && strcmp(kept->code, lint_code_name(f->code)) == 0 &&
           strcmp(kept->evidence ? kept->evidence : "", f->evidence) == 0;
}

/* Why a finding does not count; NULL: nobody said so. */
static const char *why_waived(const struct letter *l, const struct lint_finding *f)
{
    for (size_t i = 0; i < l->findings.n; i++)
        if (same_finding(&l->findings.at[i], f) && !letters_is_open(&l->findings.at[i]))
            return l->findings.at[i].waived_why;
    return NULL;
}

/* Bytes of a text at code points that only grow. */
struct ruler {
    const char *s;
    size_t n, byte, cps;
};

static size_t byte_of(struct ruler *r, size_t cps)
{
    if (cps < r->cps)
        r->byte = r->cps = 0;
    r->byte += text_offset(r->s + r->byte, r->n - r->byte, cps - r->cps);
    r->cps = cps;
    return r->byte;
}

static void add_span(struct letter_check *c, const struct letter_finding *f)
{
    if (f->part < 0 || f->waived || f->from >= f->to || dyn_room(&c->spans[f->part]) < 0)
        return;
    c->spans[f->part].at[c->spans[f->part].n++] =
        (struct pane_span){ .from = f->from, .to = f->to, .role = ROLE_FINDING };
}

static void add_found(struct letter_view *v, bool waived)
{
    static const int PARTS[] = { [LINT_IN_BODY] = LETTER_BODY,
                                 [LINT_IN_SALUTATION] = LETTER_SALUTATION,
                                 [LINT_IN_SUBJECT] = -1,
                                 [LINT_IN_WHOLE] = -1 };
    struct letter_check *c = &v->check;
    struct ruler rulers[LETTER_PARTS];
    for (size_t i = 0; i < LETTER_PARTS; i++)
        rulers[i] = (struct ruler){ .s = editor_text(&v->parts[i]), .n = editor_len(&v->parts[i]) };
    for (size_t i = 0; i < c->found.n; i++) {
        struct letter_finding f = { .what = &c->found.at[i],
                                    .waived = why_waived(v->letter, &c->found.at[i]) };
        if ((f.waived != NULL) != waived || dyn_room(&c->rows) < 0)
            continue;
        f.part = PARTS[f.what->part];
        if (f.part >= 0) {
            f.from = byte_of(&rulers[f.part], f.what->from);
            f.to = byte_of(&rulers[f.part], f.what->to);
        }
        add_span(c, &f);
        c->rows.at[c->rows.n++] = f;
    }
    if (!waived)
        c->open = c->rows.n;
}

static void begin(struct letter_view *v)
{
    struct letter_check *c = &v->check;
    struct err e = { 0 };
    struct lint_letter letter = lint_context_letter(v->letter);
    letter.body = letter_view_text(v, LETTER_BODY);
    letter.salutation = letter_view_text(v, LETTER_SALUTATION);
    c->under_way = letter_sweep_begin(&c->sweep, &letter, &e) == 0;
    if (!c->under_way)
        app_error(v->app, &e);
}

static void finish(struct letter_view *v)
{
    struct letter_check *c = &v->check;
    const size_t selected = v->findings.selected;
    if (c->done) {
        letter_sweep_take(&c->sweep, &c->found);
        add_found(v, false);
        add_found(v, true);
    }
    letter_sweep_free(&c->sweep);
    c->under_way = false;
    list_set_count(&v->findings, c->rows.n);
    list_select(&v->findings, selected < c->rows.n ? selected : 0);
}

/* One piece of the text. */
static void look(struct letter_view *v)
{
    struct letter_check *c = &v->check;
    struct err e = { 0 };
    const struct lint_names *names = letter_names(v->app, &e);
    int64_t began = clock_boot_ms(&v->app->clock); /* reading the names, once, is no measure of the next */
    int more = names ? letter_sweep_step(&c->sweep, &c->context, names, &e) : -1;
    c->took_ms += clock_boot_ms(&v->app->clock) - began;
    if (more > 0)
        return;
    if (more < 0)
        app_error(v->app, &e);
    c->done = more == 0;
    finish(v);
}

/* What is left is due at once, or nothing is. */
static void go_on(struct letter_view *v)
{
    struct letter_check *c = &v->check;
    c->due = c->under_way || c->count.under_way ? clock_boot_ms(&v->app->clock) : 0;
}

/* The first piece at once: of most letters it is the only one. The next ones between keys. */
static void run(struct letter_view *v, bool whatever_length)
{
    struct letter_check *c = &v->check;
    letter_check_stop(v);
    c->due = 0;
    c->took_ms = 0;
    c->version = letter_view_version(v);
    c->done = false;
    c->too_long = !whatever_length && editor_len(&v->parts[LETTER_BODY]) > CHECKED_UNASKED;
    forget_found(c);
    if (!letter_view_is_sent(v) && !c->too_long)
        begin(v);
    count(v, true);
    if (c->under_way)
        look(v);
    else
        finish(v);
    go_on(v);
}

size_t letter_check_at_least(const struct letter_view *v)
{
    const size_t open = v->check.open;
    return open > LINT_MOST ? open - open % LINT_MOST : open;
}

bool letter_check_is_known(const struct letter_view *v)
{
    return v->check.done && v->check.version == letter_view_version(v);
}

bool letter_check_run(struct letter_view *v, void (*then)(struct letter_view *v))
{
    run(v, true);
    v->check.then = v->check.under_way ? then : NULL;
    return !v->check.under_way;
}

void letter_check_unasked(struct letter_view *v)
{
    run(v, false);
}

bool letter_check_stop(struct letter_view *v)
{
    struct letter_check *c = &v->check;
    bool asked = c->under_way && c->then;
    letter_sweep_free(&c->sweep);
    if (c->under_way) {
        c->under_way = false;
        go_on(v);
    }
    c->then = NULL;
    return asked;
}

bool letter_check_stop_and_say(struct letter_view *v)
{
    bool stopped = letter_check_stop(v);
    if (stopped)
        app_say(v->app, MESSAGE_INFO, "%s", _("The check was stopped: what it had found is not shown."));
    return stopped;
}

void letter_check_work(struct letter_view *v)
{
    struct letter_check *c = &v->check;
    const bool counting = c->count.under_way && c->version == letter_view_version(v);
    if (!c->under_way && !counting) {
        letter_check_unasked(v);
        return;
    }
    if (c->under_way)
        look(v);
    else
        count(v, false);
    go_on(v);
    void (*then)(struct letter_view *) = c->under_way ? NULL : c->then;
    if (!c->under_way)
        c->then = NULL;
    if (then && c->done)
        then(v);
}

void letter_check_later(struct letter_view *v)
{
    int64_t pause = PAUSE_BY * v->check.took_ms;
    v->check.due = clock_boot_ms(&v->app->clock) + (pause > PAUSE_MS ? pause : PAUSE_MS);
}

static void shift(size_t *byte, size_t at, int64_t delta)
{
    if (*byte < at)
        return;
    *byte = delta < 0 && *byte < at + (size_t)-delta ? at : *byte + (size_t)delta;
}

void letter_check_shift(struct letter_view *v, enum letter_part part, size_t at, int64_t delta)
{
    struct letter_check *c = &v->check;
    for (size_t i = 0; i < c->spans[part].n; i++) {
        shift(&c->spans[part].at[i].from, at, delta);
        shift(&c->spans[part].at[i].to, at, delta);
    }
    for (size_t i = 0; i < c->rows.n; i++) {
        if (c->rows.at[i].part != (int)part)
            continue;
        shift(&c->rows.at[i].from, at, delta);
        shift(&c->rows.at[i].to, at, delta);
    }
}

/* ---- going through them ---- */

/* Where the list has no room for it. */
static void say_whole(const struct letter_view *v, const struct letter_finding *f)
{
    const struct screen *s = v->app->screen;
    if (screen_cols(s) >= CHROME_WIDE_COLS && screen_rows(s) >= CHROME_PANE_ROWS)
        return;
    char *said = present_text(v->app, f->what->evidence);
    app_say(v->app, MESSAGE_INFO, "%s", said ? said : "");
    str_free(said);
}

void letter_check_show(struct letter_view *v, size_t row)
{
    if (row >= v->check.rows.n) /* checked anew since it was chosen */
        return;
    const struct letter_finding *f = &v->check.rows.at[row];
    list_select(&v->findings, row);
    say_whole(v, f);
    if (f->part < 0)
        return;
    v->part = (size_t)f->part;
    v->parts[v->part].anchor = EDITOR_NO_ANCHOR;
    editor_move(&v->parts[v->part], f->from);
}

/* They stand in the order of the text, those of the whole letter last: after the one the cursor is at. */
bool letter_check_next(struct letter_view *v, bool forward)
{
    const struct letter_check *c = &v->check;
    size_t n = c->rows.n, at = v->findings.selected;
    if (!n || letter_view_is_sent(v))
        return false;
    const struct letter_finding *f = &c->rows.at[at];
    bool there = f->part < 0 || (v->part == (size_t)f->part && v->parts[v->part].cursor == f->from);
    if (there) /* else the selected one is the next to look at */
        at = (at + (forward ? 1 : n - 1)) % n;
    letter_check_show(v, at);
    return true;
}

/* What was found as it is kept with the letter; texts are borrowed. Caller frees. */
static struct finding *to_keep(const struct lint_findings *found, struct err *e)
{
    struct finding *out = calloc(found->n ? found->n : 1, sizeof *out);
    for (size_t i = 0; out && i < found->n; i++) {
        const struct lint_finding *f = &found->at[i];
        out[i].code = (char *)lint_code_name(f->code);
        out[i].evidence = f->evidence;
        if (f->part == LINT_IN_BODY) {
            out[i].from_off = (struct opt_int){ true, (int64_t)f->from };
            out[i].to_off = (struct opt_int){ true, (int64_t)f->to };
        }
    }
    if (!out)
        err_no_memory(e);
    return out;
}

int letter_check_waive(struct letter_view *v, const char *why, struct err *e)
{
    if (v->findings.selected >= v->check.rows.n)
        return 0;
    const struct lint_finding *f = v->check.rows.at[v->findings.selected].what;
    struct finding *found = to_keep(&v->check.found, e);
    int rc = found ? letters_waive(v->app->store, v->n, found, v->check.found.n, lint_code_name(f->code),
                                   f->evidence, why, e)
                   : -1;
    free(found);
    letter_names_keep(v->app);
    return rc;
}

int letter_check_keep_ready(struct letter_view *v, struct err *e)
{
    struct finding *found = to_keep(&v->check.found, e);
    int rc = found ? letters_ready(v->app->store, v->n, found, v->check.found.n, e) : -1;
    free(found);
    letter_names_keep(v->app);
    return rc;
}

/* ---- their list ---- */

void letter_check_row(void *arg, size_t index, struct list_row *out)
{
    struct letter_view *v = arg;
    const struct letter_finding *f = &v->check.rows.at[index];
    struct buf line = { 0 }, text = { 0 };
    if (f->part == LETTER_BODY) /* TRANSLATORS: the number of a line of a letter, as on the screen. */
        buf_addf(&line, _("line %zu"), editor_row_of(&v->parts[LETTER_BODY], f->from) + 1);
    else if (f->part == LETTER_SALUTATION)
        buf_adds(&line, _("salutation"));
    else
        buf_adds(&line, " ");
    if (f->waived)
        buf_addf(&text, _("does not count: %s"), f->waived);
    else
        buf_adds(&text, f->what->evidence);
    char *shown = present_text(v->app, buf_text(&text));
    out->glyph = f->waived ? GLYPH_NONE : GLYPH_WARNING;
    out->dim = f->waived != NULL;
    list_cell(out, 0, ROLE_TEXT, lint_code_name(f->what->code));
    list_cell(out, 1, ROLE_DIM, buf_text(&line));
    list_cell(out, 2, ROLE_TEXT, shown);
    str_free(shown);
    buf_free(&line);
    buf_free(&text);
}
