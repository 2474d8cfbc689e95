/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/overlay.h"

#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"
#include "satchel/base/i18n.h"
#include "satchel/base/text.h"
#include "satchel/tui/screen.h"

static const struct command *edit_command(const struct keymap *m, uint32_t key)
{
    static const struct command_table *const TABLES[] = { &edit_commands };
    struct command_scope scope = { .tables = TABLES, .n = 1, .in_text = true };
    return command_for_key(m, &scope, key);
}

static int width_of(const char *s)
{
    return text_width(s, strlen(s));
}

/* Lines that text takes when wrapped to cols. */
static int height_of(const char *s, int cols)
{
    return text_wrapped_lines(s, strlen(s), cols);
}

/* The widest line of s, as it is. */
static int widest_line(const char *s)
{
    int widest = 0;
    for (const char *end; *s; s = *end ? end + 1 : end) {
        end = strchrnul(s, '\n');
        int w = text_width(s, (size_t)(end - s));
        widest = w > widest ? w : widest;
    }
    return widest;
}

/* ---- a question -------------------------------------------------------------------------------------------
 */

int dialog_open(struct dialog *q, const char *title, const char *text, const char *const *choices, size_t n,
                size_t safe)
{
    *q = (struct dialog){ .n = n < DIALOG_CHOICES ? n : DIALOG_CHOICES, .selected = safe, .safe = safe };
    for (size_t i = 0; i < q->n; i++)
        q->choice[i] = choices[i];
    if (str_set(&q->title, title) == 0 && str_set(&q->text, text) == 0)
        return 0;
    dialog_close(q);
    return -1;
}

void dialog_close(struct dialog *q)
{
    str_free(q->title);
    str_free(q->text);
    *q = (struct dialog){ 0 };
}

/* The next choice that starts with this letter. */
static bool choose_letter(struct dialog *q, uint32_t key)
{
    uint32_t typed[4], first[4], cp;
    if (text_fold_cp(key, typed) != 1)
        return false;
    for (size_t i = 1; i <= q->n; i++) {
        size_t at = (q->selected + i) % q->n;
        text_decode(q->choice[at], strlen(q->choice[at]), &cp);
        if (text_fold_cp(cp, first) == 1 && first[0] == typed[0]) {
            q->selected = at;
            return true;
        }
    }
    return false;
}

unsigned dialog_key(struct dialog *q, const struct keymap *m, uint32_t key)
{
    const struct command *c = edit_command(m, key);
    switch (c ? c->id : 0) {
    case EDIT_NEWLINE:
        return WIDGET_DONE;
    case EDIT_LEFT:
    case EDIT_LINE_UP:
    case EDIT_PREV_FIELD:
        q->selected = (q->selected + q->n - 1) % q->n;
        return WIDGET_HANDLED;
    case EDIT_RIGHT:
    case EDIT_LINE_DOWN:
    case EDIT_NEXT_FIELD:
        q->selected = (q->selected + 1) % q->n;
        return WIDGET_HANDLED;
    case EDIT_LEAVE:
        q->selected = q->safe;
        return WIDGET_DONE;
    default:
        break;
    }
    if (key == (KEYC_CTRL | 'c')) {
        q->selected = q->safe;
        return WIDGET_DONE;
    }
    if (key_is_text(key) && key != ' ')
        choose_letter(q, key);
    return WIDGET_HANDLED;
}

static int choices_width(const struct dialog *q)
{
    int w = 0;
    for (size_t i = 0; i < q->n; i++)
        w += width_of(q->choice[i]) + 5;
    return w;
}

void dialog_draw(const struct dialog *q, const struct draw *d)
{
    int cols = widest_line(q->text), least = choices_width(q), most = d->cols - 8 < 60 ? d->cols - 8 : 60;
    least = width_of(q->title) > least ? width_of(q->title) : least;
    cols = cols < least ? least : cols;
    cols = cols > most ? most : cols;
    struct draw box = draw_centered(d, height_of(q->text, cols) + 5, cols + 4);
    struct draw in = draw_frame(&box, q->title);
    draw_wrapped(&in, 1, 0, in.rows - 3, -1, ROLE_TEXT, q->text);
    for (size_t i = 0, x = 0; i < q->n; i++) {
        bool selected = i == q->selected;
        if (selected) {
            draw_text(&in, in.rows - 1, (int)x, -1, ROLE_STRONG, ">");
            draw_cursor(&in, in.rows - 1, (int)x);
        }
        x += 2;
        x += (size_t)draw_text(&in, in.rows - 1, (int)x, -1, selected ? ROLE_SELECTED : ROLE_TEXT,
                               q->choice[i]);
        x += 3;
    }
}

/* ---- revealing --------------------------------------------------------------------------------------------
 */

int reveal_open(struct reveal *r, const char *label, const char *text, const char *note)
{
    *r = (struct reveal){ 0 };
    if (str_set(&r->label, label) == 0 && str_set(&r->text, text) == 0 &&
        str_set(&r->note, note ? note : "") == 0)
        return 0;
    reveal_close(r);
    return -1;
}

void reveal_close(struct reveal *r)
{
    str_free(r->label);
    str_free(r->text);
    str_free(r->note);
    *r = (struct reveal){ 0 };
}

unsigned reveal_key(uint32_t key)
{
    return key == KEYC_ESC || key == KEYC_ENTER ? WIDGET_LEAVE : WIDGET_HANDLED;
}

void reveal_draw(const struct reveal *r, const struct draw *d)
{
    int cols = widest_line(r->text) + 4, note = widest_line(r->note), most = d->cols - 6;
    cols = cols < note ? note : cols;
    cols = cols < width_of(r->label) ? width_of(r->label) : cols;
    cols = cols < 30 ? 30 : cols;
    cols = cols > most ? most : cols;
    int text = height_of(r->text, cols - 4), notes = height_of(r->note, cols);
    struct draw box = draw_centered(d, text + notes + 6, cols + 4), in = draw_frame(&box, NULL);
    draw_text(&in, 0, 0, -1, ROLE_STRONG, r->label);
    draw_wrapped(&in, 2, 4, text, -1, ROLE_TEXT, r->text);
    draw_wrapped(&in, 3 + text, 0, notes, -1, ROLE_TEXT, r->note);
    draw_text(&in, 3 + text + notes, 0, -1, ROLE_DIM, _("hides by itself   Esc hides"));
    draw_cursor(&in, 0, 0);
}

/* ---- narrowing by typing ----------------------------------------------------------------------------------
 */

/* A moving key of the list under a filter line, or typing in the filter. */
static unsigned filter_key(struct list *list, struct editor *filter, const struct keymap *m, uint32_t key)
{
    static const int MOVES[][2] = {
        { EDIT_LINE_UP, NAV_UP },          { EDIT_LINE_DOWN, NAV_DOWN }, { EDIT_PAGE_UP, NAV_PAGE_UP },
        { EDIT_PAGE_DOWN, NAV_PAGE_DOWN }, { EDIT_PREV_FIELD, NAV_UP },  { EDIT_NEXT_FIELD, NAV_DOWN },
        { EDIT_TEXT_START, NAV_FIRST },    { EDIT_TEXT_END, NAV_LAST },
    };
    const struct command *c = edit_command(m, key);
    for (size_t i = 0; c && i < sizeof MOVES / sizeof *MOVES; i++)
        if (c->id == MOVES[i][0])
            return list_do(list, MOVES[i][1]);
    if (c && c->id == EDIT_NEWLINE)
        return WIDGET_DONE;
    if ((c && c->id == EDIT_LEAVE) || key == (KEYC_CTRL | 'c'))
        return WIDGET_LEAVE;
    return editor_key(filter, m, key);
}

/* ---- palette and help -------------------------------------------------------------------------------------
 */

static const struct list_column PALETTE_COLUMNS[] = {
    { .width = 16 },
    { .width = 31, .drop = 1 },
    { .width = 6 },
};
/* Keys and what they do; on a narrow screen the keys get less room. */
static const struct list_column HELP_COLUMNS[2][2] = {
    { { .width = 19 }, { .width = 10 } },
    { { .width = 11 }, { .width = 10 } },
};

static void palette_row(struct chooser *c, const struct command *command, struct list_row *row)
{
    const char *why = command_unavailable(command, &c->scope);
    list_cell(row, 0, why ? ROLE_DISABLED : ROLE_STRONG, command->name);
    list_cell(row, 1, why ? ROLE_DISABLED : ROLE_TEXT, _(command->help));
    struct buf keys = { 0 };
    keymap_keys(c->keymap, command, 2, &keys);
    list_cell(row, 2, why ? ROLE_DISABLED : ROLE_HINT_KEY, why ? why : keys.len ? keys.data : " ");
    buf_free(&keys);
}

/* The keys that do it here: in a text no letter does. What has none of them is done by its name. */
static void help_keys(const struct chooser *c, const struct command *command, struct buf *out)
{
    keymap_keys_in(c->keymap, command, c->scope.in_text, out);
    if (!out->len && !c->scope.in_text)
        buf_addf(out, ":%s", command->name);
}

static void help_row(struct chooser *c, const struct command *command, struct list_row *row)
{
    struct buf keys = { 0 };
    help_keys(c, command, &keys);
    list_cell(row, 0, ROLE_HINT_KEY, buf_text(&keys));
    list_cell(row, 1, command_unavailable(command, &c->scope) ? ROLE_DISABLED : ROLE_TEXT, _(command->help));
    buf_free(&keys);
}

static void chooser_row(void *arg, size_t index, struct list_row *row)
{
    struct chooser *c = arg;
    const struct command *command = c->rows.at[index];
    if (!command) {
        row->heading = true;
        list_cell(row, 0, ROLE_DIM, c->headings.at[index]);
    } else if (c->help) {
        help_row(c, command, row);
    } else {
        palette_row(c, command, row);
    }
}

/* Help tells what has a key here, and all that the view itself can do. */
static bool wanted(const struct chooser *c, const struct command *command, bool own)
{
    unsigned where = c->scope.in_text ? COMMAND_IN_TEXT : COMMAND_IN_VIEW;
    struct buf hay = { 0 };
    if (c->help ? !(command->where & where) : command->where & COMMAND_HIDDEN)
        return false;
    keymap_keys_in(c->keymap, command, c->help && c->scope.in_text, &hay);
    bool bound = hay.len > 0 || (own && !c->scope.in_text);
    buf_addf(&hay, " %s %s %s", command->name, _(command->label), _(command->help));
    bool fits = (!c->help || bound) && text_has_words(buf_text(&hay), editor_text(&c->filter));
    buf_free(&hay);
    return fits;
}

static int add_row(struct chooser *c, const struct command *command, const char *heading)
{
    if (dyn_room(&c->rows) < 0 || dyn_room(&c->headings) < 0)
        return -1;
    c->rows.at[c->rows.n++] = command;
    c->headings.at[c->headings.n++] = heading;
    return 0;
}

/* The same name in two tables of a scope is offered once, the first one. */
static bool offered(const struct chooser *c, const struct command *command)
{
    for (size_t i = 0; i < c->rows.n; i++)
        if (c->rows.at[i] && strcmp(c->rows.at[i]->name, command->name) == 0)
            return true;
    return false;
}

/* How well a command of the palette fits what was typed: its name, a name or a label that starts so, then
 * words anywhere. Enter takes the first row, so that `:undo` is never another command that speaks of it. */
enum { RANK_NAME, RANK_NAME_START, RANK_LABEL_START, RANK_WORDS, RANK_COUNT };

static bool starts_with(const char *text, const char *start, bool whole)
{
    char *hay = text_fold(text, strlen(text), NULL), *needle = text_fold(start, strlen(start), NULL);
    bool fits = hay && needle && (whole ? strcmp(hay, needle) : strncmp(hay, needle, strlen(needle))) == 0;
    str_free(hay);
    str_free(needle);
    return fits;
}

static int rank(const struct chooser *c, const struct command *command)
{
    const char *typed = editor_text(&c->filter);
    return starts_with(command->name, typed, true)        ? RANK_NAME
           : starts_with(command->name, typed, false)     ? RANK_NAME_START
           : starts_with(_(command->label), typed, false) ? RANK_LABEL_START
                                                          : RANK_WORDS;
}

/* The rows of one rank; help has one rank alone. */
static int add_ranked(struct chooser *c, int wanted_rank)
{
    int rc = 0;
    for (size_t t = 0; t < c->scope.n && rc == 0; t++) {
        const struct command_table *table = c->scope.tables[t];
        bool headed = !c->help;
        for (size_t i = 0; i < table->n && rc == 0; i++) {
            if (!wanted(c, &table->at[i], t == 0) || offered(c, &table->at[i]) ||
                (!c->help && rank(c, &table->at[i]) != wanted_rank))
                continue;
            if (!headed)
                rc = add_row(c, NULL, _(table->title));
            headed = true;
            if (rc == 0)
                rc = add_row(c, &table->at[i], NULL);
        }
    }
    return rc;
}

static int refill(struct chooser *c)
{
    int rc = 0;
    c->rows.n = c->headings.n = 0;
    for (int r = 0; r < (c->help ? 1 : RANK_COUNT) && rc == 0; r++)
        rc = add_ranked(c, r);
    list_set_count(&c->list, c->rows.n);
    list_select(&c->list, 0);
    str_set(&c->note, NULL);
    return rc;
}

int chooser_open(struct chooser *c, bool help, const struct keymap *m, const struct command_scope *scope)
{
    *c = (struct chooser){ .help = help, .keymap = m, .scope = *scope };
    editor_init(&c->filter, true, NULL);
    list_init(&c->list, help ? HELP_COLUMNS[0] : PALETTE_COLUMNS, help ? 2 : 3,
              (struct list_source){ .row = chooser_row, .arg = c });
    c->list.no_glyphs = c->list.unfold = true;
    c->list.empty = _("Nothing fits. Erase a letter, or Esc.");
    if (refill(c) == 0)
        return 0;
    chooser_close(c);
    return -1;
}

void chooser_close(struct chooser *c)
{
    editor_free(&c->filter);
    list_free(&c->list);
    free(c->rows.at);
    free(c->headings.at);
    str_free(c->note);
    *c = (struct chooser){ 0 };
}

static const struct command *selected_command(const struct chooser *c)
{
    return c->list.selected < c->rows.n ? c->rows.at[c->list.selected] : NULL;
}

static unsigned choose(struct chooser *c)
{
    const struct command *command = selected_command(c);
    const char *why = command ? command_unavailable(command, &c->scope) : NULL;
    if (!command || why) {
        str_set(&c->note, why);
        return WIDGET_HANDLED;
    }
    c->chosen = command;
    return WIDGET_DONE;
}

unsigned chooser_key(struct chooser *c, uint32_t key)
{
    unsigned result = filter_key(&c->list, &c->filter, c->keymap, key);
    if (result & WIDGET_DONE)
        return choose(c);
    if (result & WIDGET_CHANGED)
        refill(c);
    return result ? result & ~(unsigned)WIDGET_CHANGED : WIDGET_HANDLED;
}

unsigned chooser_paste(struct chooser *c, const char *text)
{
    editor_insert(&c->filter, text, strlen(text));
    refill(c);
    return WIDGET_HANDLED;
}

/* A filter line, a list and a note in a frame; the real cursor stays in the filter. */
static void draw_filtered(const struct draw *box, const char *title, const char *sign, struct editor *filter,
                          struct list *list, const char *note)
{
    struct draw in = draw_frame(box, title), line = draw_part(&in, 0, 0, 1, -1);
    struct draw rows = draw_part(&in, 1, 0, in.rows - (note ? 2 : 1), -1);
    draw_text(&line, 0, 0, 1, ROLE_HINT_KEY, sign);
    line = draw_part(&line, 0, 2, 1, -1);
    list_draw(list, &rows);
    if (note)
        draw_text(&in, in.rows - 1, 0, -1, ROLE_WARNING, note);
    editor_draw(filter, &line, ROLE_FOCUS, true);
}

#define UNFOLDED 2 /* lines that the selected row takes beyond its first, mostly */

void chooser_draw(struct chooser *c, const struct draw *d)
{
    const struct command *command = selected_command(c);
    const char *why = command ? command_unavailable(command, &c->scope) : NULL,
               *note = c->note ? c->note : why;
    int rows = (int)c->rows.n + 3 + UNFOLDED + (note != NULL), most = c->help ? d->rows - 2 : d->rows * 2 / 3;
    rows = rows < 6 ? 6 : rows > most && most >= 6 ? most : rows;
    struct draw box = draw_part(d, 1, 1, rows, d->cols - 2);
    if (c->help)
        c->list.columns = HELP_COLUMNS[d->cols < 60];
    draw_filtered(&box, c->help ? _("Keys") : _("Commands"), c->help ? "/" : ":", &c->filter, &c->list, note);
}

/* ---- picker -----------------------------------------------------------------------------------------------
 */

static const struct list_column PICKER_COLUMNS[] = { { .width = 10 } };

static void picker_row(void *arg, size_t index, struct list_row *row)
{
    struct picker *p = arg;
    list_cell(row, 0, ROLE_TEXT, p->labels.at[index]);
}

static int fill(struct picker *p)
{
    struct buf value = { 0 }, label = { 0 };
    int rc = 0;
    strs_free(&p->values);
    strs_free(&p->labels);
    while (rc == 0 && p->labels.n < PICKER_ROWS &&
           p->source.row(p->source.arg, editor_text(&p->filter), p->labels.n, &value, &label)) {
        if (strs_add(&p->values, buf_text(&value)) < 0 || strs_add(&p->labels, buf_text(&label)) < 0)
            rc = -1;
        buf_cut(&value, 0);
        buf_cut(&label, 0);
    }
    buf_free(&value);
    buf_free(&label);
    list_set_count(&p->list, p->values.n < p->labels.n ? p->values.n : p->labels.n);
    list_select(&p->list, 0);
    return rc;
}

int picker_open(struct picker *p, const char *title, struct picker_source source, const char *selected)
{
    *p = (struct picker){ .source = source };
    editor_init(&p->filter, true, NULL);
    list_init(&p->list, PICKER_COLUMNS, 1, (struct list_source){ .row = picker_row, .arg = p });
    p->list.unfold = true;
    p->list.no_glyphs = true;
    p->list.empty = _("Nothing fits. Erase a letter, or Esc.");
    if (str_set(&p->title, title) < 0 || fill(p) < 0) {
        picker_close(p);
        return -1;
    }
    for (size_t i = 0; selected && i < p->values.n; i++)
        if (strcmp(p->values.at[i], selected) == 0)
            list_select(&p->list, i);
    return 0;
}

void picker_close(struct picker *p)
{
    str_free(p->title);
    editor_free(&p->filter);
    list_free(&p->list);
    strs_free(&p->values);
    strs_free(&p->labels);
    *p = (struct picker){ 0 };
}

unsigned picker_key(struct picker *p, const struct keymap *m, uint32_t key)
{
    unsigned result = filter_key(&p->list, &p->filter, m, key);
    if (result & WIDGET_DONE && !picker_value(p))
        return WIDGET_HANDLED;
    if (result & WIDGET_CHANGED)
        fill(p);
    return result & ~(unsigned)WIDGET_CHANGED;
}

unsigned picker_paste(struct picker *p, const char *text)
{
    editor_insert(&p->filter, text, strlen(text));
    fill(p);
    return WIDGET_HANDLED;
}

const char *picker_value(const struct picker *p)
{
    return p->list.selected < p->list.count ? p->values.at[p->list.selected] : NULL;
}

const char *picker_label(const struct picker *p)
{
    return p->list.selected < p->list.count ? p->labels.at[p->list.selected] : NULL;
}

void picker_draw(struct picker *p, const struct draw *d)
{
    int rows = (int)p->list.count + 3, cols = d->cols - 6 < 60 ? d->cols - 6 : 60;
    rows = rows < 7 ? 7 : rows > d->rows - 2 ? d->rows - 2 : rows;
    struct draw box = draw_centered(d, rows, cols);
    draw_filtered(&box, p->title, "/", &p->filter, &p->list, NULL);
}
