/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search as you type: words on top, hits below, what matched at the end of each line. The words are the
 * view's arg, so that they stand there again after a lock. */
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/marks.h"
#include "satchel/app/open_record.h"
#include "satchel/app/present.h"
#include "satchel/app/views.h"
#include "satchel/base/edtf_words.h"
#include "satchel/base/i18n.h"
#include "satchel/store/search.h"
#include "satchel/tui/editor.h"
#include "satchel/tui/list.h"

struct search_view {
    struct view view;
    struct app *app;
    struct editor words;
    struct list list;
    struct search search;
    struct marks marks;
    bool typing; /* the words have the focus, else the hits */
};

enum { SEARCH_WORDS = 1 };

static const struct list_column COLUMNS[] = { { .width = 10 }, { .width = 26 }, { .width = 10, .drop = 1 } };

/* Where it was found; a date as everywhere on screen. */
static char *found_in(struct app *a, const struct search_hit *hit)
{
    const struct field *f = kind_field(kind_of(hit->kind), hit->field ? hit->field : "");
    char *date = f && f->type == FIELD_EDTF ? edtf_words(hit->snippet) : NULL,
         *shown = present_text(a, date ? date : hit->snippet);
    str_free(date);
    return shown;
}

static void hit_row(void *arg, size_t index, struct list_row *out)
{
    struct search_view *s = arg;
    struct search_hit *hit = &s->search.hits.at[index];
    if (!hit->label && search_fill(s->app->store, &s->search, index, NULL) < 0)
        return;
    out->marked = marks_has(&s->marks, hit->n);
    list_cell(out, 0, ROLE_DIM, _(kind_of(hit->kind)->label));
    char *label = present_text(s->app, hit->label), *snippet = found_in(s->app, hit);
    list_cell(out, 1, ROLE_TEXT, label);
    list_cell(out, 2, ROLE_DIM, snippet);
    str_free(label);
    str_free(snippet);
}

static void run(struct search_view *s)
{
    struct err e = { 0 };
    search_free(&s->search);
    memset(&s->search, 0, sizeof s->search);
    if (editor_len(&s->words) &&
        search_run(s->app->store, editor_text(&s->words), KIND_ANY, &s->search, &e) < 0)
        app_error(s->app, &e);
    s->list.empty = editor_len(&s->words)
                        ? _("Nothing has these words. A name is found in any script it was entered in.")
                        : _("Type a name, a number, a few words. Enter goes to the hits, Esc back.");
    list_set_count(&s->list, s->search.hits.n);
    view_set_arg(&s->view, editor_text(&s->words));
}

static int search_open(struct app *a, struct view *v, const char *arg, struct err *e)
{
    struct search_view *s = (struct search_view *)v;
    s->app = a;
    s->typing = true;
    editor_init(&s->words, true, &a->clip);
    list_init(&s->list, COLUMNS, 3, (struct list_source){ .row = hit_row, .arg = s });
    s->list.unfold = true;
    v->list = &s->list;
    v->marks = &s->marks;
    if (editor_set(&s->words, arg, e) < 0)
        return -1;
    run(s);
    return 0;
}

static void search_close(struct app *a, struct view *v)
{
    (void)a;
    struct search_view *s = (struct search_view *)v;
    search_free(&s->search);
    list_free(&s->list);
    editor_free(&s->words);
    marks_free(&s->marks);
}

static int search_reload(struct app *a, struct view *v, struct err *e)
{
    (void)a;
    (void)e;
    run((struct search_view *)v);
    return 0;
}

static bool search_select(struct app *a, struct view *v, int64_t n)
{
    (void)a;
    struct search_view *s = (struct search_view *)v;
    size_t i = 0;
    while (i < s->search.hits.n && s->search.hits.at[i].n != n)
        i++;
    if (i < s->search.hits.n)
        list_select(&s->list, i);
    return i < s->search.hits.n;
}

static void search_title(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    (void)v;
    buf_adds(out, _("Search"));
}

static void search_idle(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    struct search_view *s = (struct search_view *)v;
    if (s->search.more)
        buf_addf(out, _("The first %zu hits; another word narrows them."), s->search.hits.n);
    else if (s->search.hits.n)
        buf_addf(out, P_("%zu hit", "%zu hits", s->search.hits.n), s->search.hits.n);
}

static void search_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *body)
{
    (void)a;
    (void)l;
    struct search_view *s = (struct search_view *)v;
    struct draw list = draw_part(body, 2, 0, -1, -1);
    int used = draw_text(body, 0, 1, -1, ROLE_LABEL, _("Words"));
    struct draw words = draw_part(body, 0, used + 3, 1, body->cols - used - 4);
    s->list.unfocused = s->typing;
    editor_draw(&s->words, &words, ROLE_FOCUS, s->typing);
    draw_ruler(body, 1);
    list_draw(&s->list, &list);
}

static void open_hit(struct app *a, struct search_view *s)
{
    if (s->list.selected < s->search.hits.n)
        open_record(a, s->search.hits.at[s->list.selected].n);
}

static bool search_in_text(struct app *a, struct view *v)
{
    (void)a;
    return ((struct search_view *)v)->typing;
}

static unsigned search_command(struct app *a, struct view *v, int id)
{
    struct search_view *s = (struct search_view *)v;
    switch (id) {
    case CMD_OPEN:
        open_hit(a, s);
        return WIDGET_HANDLED;
    case SEARCH_WORDS:
        s->typing = true;
        return WIDGET_HANDLED;
    case NAV_UP:
        s->typing = s->list.selected == 0;
        return list_do(&s->list, id) | WIDGET_HANDLED;
    default:
        return list_do(&s->list, id);
    }
}

static unsigned type(struct app *a, struct search_view *s, uint32_t key)
{
    uint64_t before = s->words.version;
    unsigned result = editor_key(&s->words, &a->keymap, key);
    if (s->words.version != before)
        run(s);
    return result;
}

static const char *const *search_text_hints(struct app *a, struct view *v)
{
    static const char *const HINTS[] = {
        "Enter", N_("to what was found"), "Esc", N_("back"), "F1", N_("help"), NULL
    };
    (void)a;
    return ((struct search_view *)v)->search.hits.n ? HINTS : HINTS + 2;
}

static unsigned search_key(struct app *a, struct view *v, uint32_t key)
{
    struct search_view *s = (struct search_view *)v;
    if (!s->typing)
        return WIDGET_IGNORED;
    switch (key) {
    case KEYC_ENTER:
    case KEYC_DOWN:
    case KEYC_TAB:
        s->typing = s->search.hits.n == 0;
        return WIDGET_HANDLED;
    case KEYC_ESC:
        app_pop(a); /* frees this view */
        return WIDGET_HANDLED;
    default:
        return type(a, s, key);
    }
}

static unsigned search_paste(struct app *a, struct view *v, const char *text)
{
    (void)a;
    struct search_view *s = (struct search_view *)v;
    s->typing = true;
    unsigned result = editor_insert(&s->words, text, strlen(text));
    run(s);
    return result;
}

static int64_t search_record(struct app *a, struct view *v)
{
    (void)a;
    const struct search_view *s = (const struct search_view *)v;
    return s->list.selected < s->search.hits.n ? s->search.hits.at[s->list.selected].n : 0;
}

static const char *a_hit(void *arg)
{
    return search_record(arg, app_top(arg)) ? NULL : _("There is nothing to open here.");
}

static const struct command ROWS[] = {
    { CMD_OPEN, "open", "Enter l Right", N_("open"), N_("open this"), COMMAND_IN_VIEW, 10, a_hit },
    { SEARCH_WORDS, "search-words", "/ Tab", N_("words"), N_("change the words"), COMMAND_IN_VIEW, 20, NULL },
};
const struct command_table search_commands = COMMAND_TABLE("search", N_("Search"), ROWS);

const struct view_class view_search = {
    .name = "search",
    .size = sizeof(struct search_view),
    .commands = &search_commands,
    .open = search_open,
    .close = search_close,
    .reload = search_reload,
    .select = search_select,
    .title = search_title,
    .idle = search_idle,
    .draw = search_draw,
    .record = search_record,
    .in_text = search_in_text,
    .text_hints = search_text_hints,
    .command = search_command,
    .key = search_key,
    .paste = search_paste,
};
