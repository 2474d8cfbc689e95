/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/tui/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "satchel/base/err.h"

static const struct command NAV_ROWS[] = {
#define X(id, name, keys, label, help)                                                                       \
    { NAV_##id, name, keys, label, help, COMMAND_IN_VIEW | COMMAND_HIDDEN, 0, NULL },
    NAV_COMMANDS(X)
#undef X
};
const struct command_table nav_commands = COMMAND_TABLE("moving", N_("Moving about"), NAV_ROWS);

/* Saving first and leaving last stand in the hint bar of every text; a view's own commands go between. */
#define EDIT_HINT(id) ((id) == EDIT_SAVE ? 1 : (id) == EDIT_LEAVE ? 100 : 0)
static const struct command EDIT_ROWS[] = {
#define X(id, name, keys, label, help)                                                                       \
    { EDIT_##id, name, keys, label, help, COMMAND_IN_TEXT | COMMAND_HIDDEN, EDIT_HINT(EDIT_##id), NULL },
    EDIT_COMMANDS(X)
#undef X
};
const struct command_table edit_commands = COMMAND_TABLE("text", N_("In a text"), EDIT_ROWS);

/* ---- keys of a command ------------------------------------------------------------------------------------
 */

/* The next word of a list separated by blanks: its length, 0 at the end; *at is moved to its start. */
static size_t next_word(const char **at)
{
    *at += strspn(*at, " \t");
    return strcspn(*at, " \t");
}

static int parse_keys(struct keymap_entry *entry, const char *keys, struct err *e)
{
    struct keymap_entry fresh = { .command = entry->command };
    for (size_t n; (n = next_word(&keys)); keys += n) {
        uint32_t key;
        if (n == 4 && memcmp(keys, "none", 4) == 0)
            continue;
        if (key_parse(keys, n, &key) < 0)
            return err_set(e, ERR_INPUT,
                           _("There is no key `%1$.*2$s`, so `%3$s` keeps its keys. Write it like q, Ctrl-S, "
                             "Shift-Tab, F5 or Space."),
                           keys, (int)n, entry->command->name);
        if (!(entry->command->where & COMMAND_IN_VIEW) && key_is_text(key))
            return err_set(
                e, ERR_INPUT,
                _("The key `%1$.*2$s` is needed for typing, so `%3$s` keeps its keys. Choose one with "
                  "Ctrl or Alt, or a function key."),
                keys, (int)n, entry->command->name);
        if (fresh.n_keys == COMMAND_KEYS)
            return err_set(e, ERR_INPUT, _("A command takes %1$d keys at most, so `%2$s` keeps its keys."),
                           COMMAND_KEYS, entry->command->name);
        fresh.keys[fresh.n_keys++] = key;
    }
    *entry = fresh;
    return 0;
}

int keymap_init(struct keymap *m, const struct command_table *const *tables, size_t n, struct err *e)
{
    *m = (struct keymap){ .tables = tables, .n_tables = n };
    size_t total = 0;
    for (size_t i = 0; i < n; i++)
        total += tables[i]->n;
    m->entries = calloc(total ? total : 1, sizeof *m->entries);
    if (!m->entries)
        return err_no_memory(e);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < tables[i]->n; k++) {
            struct keymap_entry *entry = &m->entries[m->n++];
            entry->command = &tables[i]->at[k];
            if (parse_keys(entry, entry->command->keys, e) < 0) {
                keymap_free(m);
                return -1;
            }
        }
    return 0;
}

void keymap_free(struct keymap *m)
{
    free(m->entries);
    *m = (struct keymap){ 0 };
}

int keymap_bind(struct keymap *m, const char *name, const char *keys, struct err *e)
{
    bool found = false;
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->entries[i].command->name, name) == 0) {
            found = true;
            if (parse_keys(&m->entries[i], keys, e) < 0)
                return -1;
        }
    if (!found)
        return err_set(e, ERR_NOT_FOUND,
                       _("There is no command `%s` to bind. `satchel keys` lists them all."), name);
    return 0;
}

static const struct keymap_entry *entry_of(const struct keymap *m, const struct command *c)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->entries[i].command == c)
            return &m->entries[i];
    return NULL;
}

static bool has_key(const struct keymap_entry *entry, uint32_t key)
{
    for (size_t i = 0; i < entry->n_keys; i++)
        if (entry->keys[i] == key)
            return true;
    return false;
}

uint32_t keymap_key(const struct keymap *m, const struct command *c, size_t i)
{
    const struct keymap_entry *entry = c ? entry_of(m, c) : NULL;
    return entry && i < entry->n_keys ? entry->keys[i] : 0;
}

void keymap_keys(const struct keymap *m, const struct command *c, size_t max, struct buf *out)
{
    const struct keymap_entry *entry = entry_of(m, c);
    for (size_t i = 0; entry && i < entry->n_keys && (!max || i < max); i++) {
        char name[KEY_NAME_BYTES];
        key_format(entry->keys[i], name);
        buf_addf(out, "%s%s", i ? ", " : "", name);
    }
}

void keymap_keys_in(const struct keymap *m, const struct command *c, bool in_text, struct buf *out)
{
    const struct keymap_entry *entry = entry_of(m, c);
    for (size_t i = 0; entry && i < entry->n_keys; i++) {
        char name[KEY_NAME_BYTES];
        if (in_text && key_is_text(entry->keys[i]))
            continue;
        key_format(entry->keys[i], name);
        buf_addf(out, "%s%s", out->len ? ", " : "", name);
    }
}

/* Says that two rows of one table share a key. */
static void check_pair(const struct keymap_entry *a, const struct keymap_entry *b, struct strs *problems)
{
    unsigned both = a->command->where & b->command->where & COMMAND_ALWAYS;
    for (size_t i = 0; both && i < a->n_keys; i++)
        if (has_key(b, a->keys[i])) {
            char name[KEY_NAME_BYTES], text[ERR_TEXT_BYTES];
            key_format(a->keys[i], name);
            snprintf(text, sizeof text,
                     _("The key %1$s is bound to both `%2$s` and `%3$s`; it does the first. Give one of them "
                       "another key."),
                     name, a->command->name, b->command->name);
            strs_add(problems, text);
        }
}

void keymap_conflicts(const struct keymap *m, struct strs *problems)
{
    size_t start = 0;
    for (size_t t = 0; t < m->n_tables; start += m->tables[t]->n, t++)
        for (size_t i = start; i < start + m->tables[t]->n; i++)
            for (size_t k = i + 1; k < start + m->tables[t]->n; k++)
                check_pair(&m->entries[i], &m->entries[k], problems);
}

/* ---- dispatch ---------------------------------------------------------------------------------------------
 */

static const struct command *exact(const struct keymap *m, const struct command_scope *s, uint32_t key)
{
    unsigned where = s->in_text ? COMMAND_IN_TEXT : COMMAND_IN_VIEW;
    for (size_t t = 0; t < s->n; t++)
        for (size_t i = 0; i < s->tables[t]->n; i++) {
            const struct command *c = &s->tables[t]->at[i];
            const struct keymap_entry *entry = c->where & where ? entry_of(m, c) : NULL;
            if (entry && has_key(entry, key))
                return c;
        }
    return NULL;
}

const struct command *command_for_key(const struct keymap *m, const struct command_scope *s, uint32_t key)
{
    if (s->in_text && key_is_text(key))
        return NULL;
    const struct command *c = exact(m, s, key);
    uint32_t folds[KEY_FOLDS];
    size_t n = c ? 0 : key_fold(key, m->keyboard, folds);
    for (size_t i = 0; i < n && !c; i++)
        c = exact(m, s, folds[i]);
    return c;
}

const struct command *command_by_name(const struct keymap *m, const char *name)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->entries[i].command->name, name) == 0)
            return m->entries[i].command;
    return NULL;
}

const char *command_unavailable(const struct command *c, const struct command_scope *s)
{
    return c->unavailable ? c->unavailable(s->arg) : NULL;
}

void command_card(const struct keymap *m,
                  void (*row)(void *arg, const char *keys, const char *name, const char *text), void *arg)
{
    for (size_t t = 0; t < m->n_tables; t++) {
        row(arg, NULL, m->tables[t]->name, _(m->tables[t]->title));
        for (size_t i = 0; i < m->tables[t]->n; i++) {
            const struct command *c = &m->tables[t]->at[i];
            struct buf keys = { 0 };
            keymap_keys(m, c, 0, &keys);
            row(arg, buf_text(&keys), c->name, _(c->help));
            buf_free(&keys);
        }
    }
}
