/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/chrome.h"

#include <string.h>

#include "satchel/base/text.h"
#include "satchel/tui/screen.h"

static int width_of(const char *s)
{
    return text_width(s, strlen(s));
}

/* ---- layout -----------------------------------------------------------------------------------------------
 */

void layout_screen(struct screen *s, struct layout *out)
{
    struct draw all = draw_screen(s);
    *out = (struct layout){
        .too_small = all.rows < CHROME_MIN_ROWS || all.cols < CHROME_MIN_COLS,
        .one_pane = all.rows < CHROME_PANE_ROWS || all.cols < CHROME_WIDE_COLS,
        .side = all.cols >= 100 && all.rows >= CHROME_PANE_ROWS,
    };
    out->title = draw_part(&all, 0, 0, 1, -1);
    out->body = draw_part(&all, 1, 0, all.rows - 3, -1);
    out->message = draw_part(&all, all.rows - 2, 0, 1, -1);
    out->hint = draw_part(&all, all.rows - 1, 0, 1, -1);
    if (out->too_small)
        chrome_too_small(s);
}

void layout_split(const struct layout *l, const struct draw *body, int list_rows, struct draw *list,
                  struct draw *detail)
{
    *list = *detail = *body;
    if (l->one_pane)
        return;
    if (l->side) {
        int left = body->cols * 3 / 5;
        *list = draw_part(body, 0, 0, -1, left);
        *detail = draw_part(body, 0, left + 1, -1, body->cols - left - 2);
        return;
    }
    int rows = list_rows > 0 ? list_rows : body->rows * 2 / 3;
    rows = rows < body->rows - 2 ? rows : body->rows - 2;
    *list = draw_part(body, 0, 0, rows, -1);
    draw_ruler(body, rows);
    *detail = draw_part(body, rows + 1, 1, -1, body->cols - 2);
}

void chrome_too_small(struct screen *s)
{
    struct draw all = draw_screen(s);
    draw_wrapped(&all, 0, 0, -1, -1, ROLE_TEXT, _("Too small: make the window 40 by 12 or more."));
    draw_cursor(&all, 0, 0);
}

/* ---- title ------------------------------------------------------------------------------------------------
 */

/* Draws the path with as many of its first parts left out as needed. */
static void draw_path(const struct draw *d, int cols, const char *path)
{
    const char *sign = draw_path_sign(d->screen), *from = path, *next;
    int lead = width_of("…") + width_of(sign);
    while ((next = strstr(from, sign)) && width_of(from) + (from == path ? 0 : lead) > cols)
        from = next + strlen(sign);
    int x = 1;
    if (from != path) {
        x += draw_text(d, 0, x, -1, ROLE_DIM, screen_ascii(d->screen) ? ".." : "…");
        x += draw_text(d, 0, x, -1, ROLE_DIM, sign);
    }
    draw_text(d, 0, x, cols - (x - 1), ROLE_TITLE, from);
}

/* The path with all but its last part left out. */
static int shortest_path(const struct draw *d, const char *path)
{
    const char *sign = draw_path_sign(d->screen), *last = path;
    for (const char *next; (next = strstr(last, sign));)
        last = next + strlen(sign);
    return width_of(last) + (last == path ? 0 : width_of("…") + width_of(sign));
}

void chrome_title(const struct draw *d, const char *path, const char *status)
{
    /* Half the line is the status's, and what the path can leave of the other half. */
    int right = status ? width_of(status) : 0, half = d->cols / 2;
    int left = d->cols - 4 - shortest_path(d, path);
    int most = left > half ? left : half;
    right = right < most ? right : most;
    if (right)
        draw_right(d, 0, d->cols - 1 - right, right, ROLE_STATUS, status);
    draw_path(d, d->cols - 2 - (right ? right + 2 : 0), path);
}

/* ---- hints ------------------------------------------------------------------------------------------------
 */

#define HINTS_MOST 7

struct hint {
    int place, width;
    const char *label;
    char key[KEY_NAME_BYTES];
};

static const struct keymap_entry *entry_of(const struct keymap *m, const struct command *c)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->entries[i].command == c)
            return &m->entries[i];
    return NULL;
}

/* Puts one hint in its place among the n there are; the last falls off a full row unless it is kept. */
static size_t insert_hint(struct hint *hints, size_t n, const struct hint *fresh)
{
    size_t at = n;
    while (at > 0 && hints[at - 1].place > fresh->place)
        at--;
    if (n == HINTS_MOST) {
        if (at == n)
            return n;
        n--;
    }
    memmove(hints + at + 1, hints + at, (n - at) * sizeof *hints);
    hints[at] = *fresh;
    return n + 1;
}

/* The first key that does it here: in a text no plain character. 0: none. */
static uint32_t key_here(const struct keymap *m, const struct command *c, bool in_text)
{
    const struct keymap_entry *entry = entry_of(m, c);
    for (size_t i = 0; entry && i < entry->n_keys; i++)
        if (!in_text || !key_is_text(entry->keys[i]))
            return entry->keys[i];
    return 0;
}

#define HINT_NAMED 64 /* places of commands that are not named by the scope come after this */

/* The place of a command in the hint bar; 0: not there. */
static int place_of(const struct command_scope *scope, const struct command *c)
{
    size_t n = strlen(c->name);
    int place = 1;
    for (const char *at = scope->hints ? scope->hints : ""; *at; place++) {
        size_t len = strcspn(at, " ");
        if (len == n && strncmp(at, c->name, n) == 0)
            return place;
        at += len + strspn(at + len, " ");
    }
    return c->hint ? c->hint + HINT_NAMED : 0;
}

#define HINT_KEPT (HINT_NAMED + 100)

static size_t collect_hints(struct hint *hints, const struct keymap *m, const struct command_scope *scope,
                            bool kept)
{
    size_t n = 0;
    unsigned where = scope->in_text ? COMMAND_IN_TEXT : COMMAND_IN_VIEW;
    for (size_t t = 0; t < scope->n; t++)
        for (size_t i = 0; i < scope->tables[t]->n; i++) {
            const struct command *c = &scope->tables[t]->at[i];
            int place = place_of(scope, c);
            uint32_t key = place && (place >= HINT_KEPT) == kept && c->where & where
                               ? key_here(m, c, scope->in_text)
                               : 0;
            if (!key || command_for_key(m, scope, key) != c || command_unavailable(c, scope))
                continue;
            struct hint h = { .place = place, .label = _(c->label) };
            key_format(key, h.key);
            h.width = width_of(h.key) + 1 + width_of(h.label);
            n = insert_hint(hints, n, &h);
        }
    return n;
}

static int draw_hint(const struct draw *d, int x, const char *key, const char *label)
{
    x += draw_text(d, 0, x, -1, ROLE_HINT_KEY, key) + 1;
    if (!*label)
        return x + 1;
    return x + draw_text(d, 0, x, -1, ROLE_HINT, label) + 2;
}

void chrome_hints(const struct draw *d, const struct keymap *m, const struct command_scope *scope)
{
    struct hint usual[HINTS_MOST], kept[HINTS_MOST];
    size_t n = collect_hints(usual, m, scope, false), n_kept = collect_hints(kept, m, scope, true);
    int room = d->cols - 2, x = 1;
    for (size_t i = 0; i < n_kept; i++) {
        if (d->cols < CHROME_WIDE_COLS && !scope->in_text) { /* known by their keys; the room is the view's */
            kept[i].label = "";
            kept[i].width = width_of(kept[i].key);
        }
        room -= kept[i].width + 2;
    }
    room += 2;
    for (size_t i = 0; i < n && i + n_kept < HINTS_MOST; i++) {
        room -= usual[i].width + 2;
        if (room >= 0)
            x = draw_hint(d, x, usual[i].key, usual[i].label);
        else
            break;
    }
    for (size_t i = 0; i < n_kept && x + kept[i].width <= d->cols; i++)
        x = draw_hint(d, x, kept[i].key, kept[i].label);
}

void chrome_pairs(const struct draw *d, const char *const *pairs)
{
    for (int x = 1; pairs[0] && pairs[1] && x + width_of(pairs[0]) + 1 + width_of(pairs[1]) <= d->cols;
         pairs += 2)
        x = draw_hint(d, x, pairs[0], pairs[1]);
}

/* ---- tabs -------------------------------------------------------------------------------------------------
 */

static void tab_text(const struct chrome_tab *tab, struct buf *out)
{
    buf_addf(out, "%d %s", tab->number, tab->label);
    if (tab->count >= 0)
        buf_addf(out, " %d", tab->count);
    if (tab->uncertain > 0)
        buf_addf(out, " ?%d", tab->uncertain);
}

static int tab_width(const struct chrome_tab *tab)
{
    struct buf b = { 0 };
    tab_text(tab, &b);
    int w = text_width(buf_text(&b), b.len);
    buf_free(&b);
    return w;
}

void chrome_tabs(const struct draw *d, int y, const struct chrome_tab *tabs, size_t n, size_t current)
{
    size_t from = current, to = current + 1;
    int used = tab_width(&tabs[current]), most = d->cols - 6;
    for (bool more = true; more;) {
        more = false;
        if (to < n && used + 2 + tab_width(&tabs[to]) <= most) {
            used += 2 + tab_width(&tabs[to++]);
            more = true;
        }
        if (from > 0 && used + 2 + tab_width(&tabs[from - 1]) <= most) {
            used += 2 + tab_width(&tabs[--from]);
            more = true;
        }
    }
    const char *cut = screen_ascii(d->screen) ? ".." : "…";
    int x = 1;
    if (from > 0)
        x += draw_text(d, y, x, -1, ROLE_DIM, cut) + 1;
    for (size_t i = from; i < to; i++) {
        struct buf b = { 0 };
        tab_text(&tabs[i], &b);
        int role = i == current ? ROLE_TAB_CURRENT : tabs[i].absent ? ROLE_DISABLED : ROLE_TAB;
        x += draw_text(d, y, x, -1, role, buf_text(&b)) + 2;
        buf_free(&b);
    }
    if (to < n)
        draw_text(d, y, x - 1, -1, ROLE_DIM, cut);
}
