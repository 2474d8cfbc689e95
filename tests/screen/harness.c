/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"

/* ---- start and end ----------------------------------------------------------------------------------------
 */

struct keymap harness_text_keys;

int harness_text_keys_start(void **state)
{
    static const struct command_table *const TABLES[] = { &edit_commands };
    (void)state;
    return keymap_init(&harness_text_keys, TABLES, 1, NULL);
}

int harness_text_keys_end(void **state)
{
    (void)state;
    keymap_free(&harness_text_keys);
    return 0;
}

struct harness *harness_start_with(int cols, int rows, const char *term, const struct screen_setup *setup,
                                   const char *theme_name)
{
    struct harness *h = calloc(1, sizeof *h);
    struct screen_setup own = setup ? *setup : (struct screen_setup){ 0 };
    struct theme theme;
    struct err e = { 0 };
    int ends[2];
    assert_non_null(h);
    assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
    assert_int_equal(theme_load(&theme, theme_name ? theme_name : "default", NULL, NULL, &e), 0);
    assert_int_equal(pipe(ends), 0);
    h->typing = ends[1];
    h->in = fdopen(ends[0], "r");
    h->out = fopen("/dev/null", "w");
    own.in = h->in;
    own.out = h->out;
    own.term = term;
    own.rows = rows;
    own.cols = cols;
    own.escape_ms = own.escape_ms ? own.escape_ms : 1;
    h->screen = screen_start(&own, &theme, &e);
    if (!h->screen)
        fail_msg("%s", e.text);
    h->draw = draw_screen(h->screen);
    return h;
}

struct harness *harness_start(int cols, int rows, const char *term)
{
    return harness_start_with(cols, rows, term, NULL, NULL);
}

void harness_end(struct harness *h)
{
    screen_end(h->screen);
    fclose(h->in);
    fclose(h->out);
    close(h->typing);
    free(h);
}

void harness_resize(struct harness *h, int cols, int rows)
{
    screen_resize(h->screen, rows, cols);
    h->draw = draw_screen(h->screen);
}

/* ---- typing -----------------------------------------------------------------------------------------------
 */

/* What xterm sends for named keys; a modifier goes where it goes there. */
static const struct {
    uint32_t key;
    const char *plain, *modified; /* modified: %d is the modifier */
} SENT[] = {
    { KEYC_ESC, "\033", NULL },
    { KEYC_ENTER, "\r", "\033[13;%du" },
    { KEYC_TAB, "\t", "\033[9;%du" },
    { KEYC_BACKSPACE, "\177", "\033[127;%du" },
    { KEYC_UP, "\033[A", "\033[1;%dA" },
    { KEYC_DOWN, "\033[B", "\033[1;%dB" },
    { KEYC_RIGHT, "\033[C", "\033[1;%dC" },
    { KEYC_LEFT, "\033[D", "\033[1;%dD" },
    { KEYC_HOME, "\033[H", "\033[1;%dH" },
    { KEYC_END, "\033[F", "\033[1;%dF" },
    { KEYC_INSERT, "\033[2~", "\033[2;%d~" },
    { KEYC_DELETE, "\033[3~", "\033[3;%d~" },
    { KEYC_PGUP, "\033[5~", "\033[5;%d~" },
    { KEYC_PGDN, "\033[6~", "\033[6;%d~" },
    { KEYC_F1, "\033OP", "\033[1;%dP" },
    { KEYC_F2, "\033OQ", "\033[1;%dQ" },
    { KEYC_F3, "\033OR", "\033[1;%dR" },
    { KEYC_F4, "\033OS", "\033[1;%dS" },
    { KEYC_F5, "\033[15~", "\033[15;%d~" },
    { KEYC_F6, "\033[17~", "\033[17;%d~" },
    { KEYC_F7, "\033[18~", "\033[18;%d~" },
    { KEYC_F8, "\033[19~", "\033[19;%d~" },
    { KEYC_F9, "\033[20~", "\033[20;%d~" },
    { KEYC_F10, "\033[21~", "\033[21;%d~" },
    { KEYC_F11, "\033[23~", "\033[23;%d~" },
    { KEYC_F12, "\033[24~", "\033[24;%d~" },
};

static void add_named(struct buf *b, uint32_t key)
{
    uint32_t code = key & ~KEYC_MODS;
    int mods = 1 + (key & KEYC_SHIFT ? 1 : 0) + (key & KEYC_ALT ? 2 : 0) + (key & KEYC_CTRL ? 4 : 0);
    for (size_t i = 0; i < sizeof SENT / sizeof *SENT; i++)
        if (SENT[i].key == code) {
            const char *form = mods > 1 ? SENT[i].modified : SENT[i].plain;
            for (; *form; form++)
                if (form[0] == '%' && form[1] == 'd') {
                    buf_addf(b, "%d", mods);
                    form++;
                } else {
                    buf_addc(b, *form);
                }
            return;
        }
    fail_msg("the harness cannot send key %08x", key);
}

static void add_key(struct buf *b, uint32_t key)
{
    uint32_t code = key & ~KEYC_MODS;
    if (code >= KEYC_FIRST) {
        add_named(b, key);
        return;
    }
    if (key & KEYC_ALT)
        buf_addc(b, '\033');
    if (key & KEYC_CTRL)
        buf_addc(b, (char)(code & 0x1F));
    else
        buf_add_cp(b, code);
}

void harness_keys(struct harness *h, const char *keys)
{
    struct buf b = { 0 };
    for (const char *end; *keys; keys = end) {
        uint32_t key;
        end = keys + 1;
        if (*keys != '<') {
            buf_addc(&b, *keys);
            continue;
        }
        end = strchr(keys, '>');
        assert_non_null(end);
        if (strncmp(keys, "<lt>", 4) == 0)
            buf_addc(&b, '<');
        else if (key_parse(keys + 1, (size_t)(end - keys - 1), &key) == 0)
            add_key(&b, key);
        else
            fail_msg("no such key: %s", keys);
        end++;
    }
    screen_feed(h->screen, b.data, b.len);
    buf_free(&b);
}

void harness_paste(struct harness *h, const char *text)
{
    screen_feed(h->screen, "\033[200~", 6);
    screen_feed(h->screen, text, strlen(text));
    screen_feed(h->screen, "\033[201~", 6);
}

bool harness_next(struct harness *h, struct screen_event *ev)
{
    return screen_wait(h->screen, 0, ev) != SCREEN_EVENT_TIMEOUT;
}

uint32_t harness_key(struct harness *h)
{
    struct screen_event ev;
    while (harness_next(h, &ev)) {
        uint32_t key = ev.kind == SCREEN_EVENT_KEY ? ev.key : 0;
        screen_event_free(&ev);
        if (key)
            return key;
    }
    return 0;
}

/* ---- reading back -----------------------------------------------------------------------------------------
 */

static void add_row(struct harness *h, int y, struct buf *out)
{
    size_t start = out->len;
    for (int x = 0; x < screen_cols(h->screen);) {
        size_t at = out->len;
        screen_cell(h->screen, y, x, out, NULL, NULL);
        int width = text_grapheme_width(buf_text(out) + at, out->len - at);
        x += width > 0 ? width : 1;
    }
    while (out->len > start && out->data[out->len - 1] == ' ')
        buf_cut(out, out->len - 1);
}

char *harness_row(struct harness *h, int y)
{
    struct buf b = { 0 };
    add_row(h, y, &b);
    return buf_take(&b, NULL);
}

char *harness_text(struct harness *h)
{
    struct buf b = { 0 };
    for (int y = 0; y < screen_rows(h->screen); y++) {
        add_row(h, y, &b);
        buf_addc(&b, '\n');
    }
    return buf_take(&b, NULL);
}

static bool find(struct harness *h, const char *text, int *y, int *x)
{
    for (*y = 0; *y < screen_rows(h->screen); ++*y) {
        char *row = harness_row(h, *y), *at = strstr(row, text);
        *x = at ? text_width(row, (size_t)(at - row)) : 0;
        free(row);
        if (at)
            return true;
    }
    return false;
}

bool harness_has(struct harness *h, const char *text)
{
    int y, x;
    return find(h, text, &y, &x);
}

void harness_find(struct harness *h, const char *text, int *y, int *x)
{
    if (!find(h, text, y, x)) {
        char *all = harness_text(h);
        print_error("%s", all);
        free(all);
        fail_msg("`%s` is not on the screen", text);
    }
}

unsigned harness_attrs(struct harness *h, const char *text)
{
    int y, x;
    unsigned attrs = 0;
    struct buf b = { 0 };
    harness_find(h, text, &y, &x);
    screen_cell(h->screen, y, x, &b, &attrs, NULL);
    buf_free(&b);
    return attrs;
}

void harness_assert_cursor(struct harness *h, int y, int x)
{
    int at_y, at_x;
    bool visible;
    screen_cursor(h->screen, &at_y, &at_x, &visible);
    if (!visible || at_y != y || at_x != x)
        fail_msg("the cursor is at %d,%d%s, not at %d,%d", at_y, at_x, visible ? "" : " (hidden)", y, x);
}

/* ---- golden screens ---------------------------------------------------------------------------------------
 */

static char *read_file(const char *path)
{
    struct buf b = { 0 };
    char part[4096];
    size_t n;
    FILE *f = fopen(path, "r");
    if (!f)
        return NULL;
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_add(&b, part, n);
    fclose(f);
    return buf_take(&b, NULL);
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

/* Prints rows that differ, what was expected first. */
static void print_difference(const char *want, const char *have)
{
    for (int row = 0; *want || *have; row++) {
        size_t a = strcspn(want, "\n"), b = strcspn(have, "\n");
        if (a != b || memcmp(want, have, a) != 0)
            print_error("%2d - %.*s\n   + %.*s\n", row, (int)a, want, (int)b, have);
        want += a + (want[a] == '\n');
        have += b + (have[b] == '\n');
    }
}

void harness_golden(struct harness *h, const char *name)
{
    char path[512];
    int y, x;
    bool visible;
    struct buf b = { 0 };
    char *all = harness_text(h);
    screen_cursor(h->screen, &y, &x, &visible);
    buf_adds(&b, all);
    buf_addf(&b, visible ? "-- cursor %d,%d\n" : "-- no cursor\n", y, x);
    free(all);
    snprintf(path, sizeof path, "tests/screen/golden/%s.txt", name);
    const char *update = getenv("UPDATE");
    if (update && *update && strcmp(update, "0") != 0)
        write_file(path, buf_text(&b));
    char *want = read_file(path);
    bool same = want && strcmp(want, buf_text(&b)) == 0;
    if (!same) {
        print_difference(want ? want : "", buf_text(&b));
        print_error("(expected -, shown +; UPDATE=1 writes %s anew)\n", path);
    }
    free(want);
    buf_free(&b);
    if (!same)
        fail_msg("the screen differs from %s", path);
}
