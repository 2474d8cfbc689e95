/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands. Everything the interactive program does at a key press is a row of a const table; the tables feed
 * dispatch, the hint bar, the help overlay, the palette, the configuration (`bind.NAME = KEYS`), the key card
 * and the manual page, so that none of them can drift.
 *
 * A view declares its table at the bottom of its own file:
 *     enum { CASES_WRITE = 1, CASES_LOG };
 *     static const struct command ROWS[] = {
 *         { CASES_WRITE, "write", "w", N_("write"), N_("write letters to the targets"), COMMAND_IN_VIEW, 40,
 * no_case },
 *         ...
 *     };
 *     const struct command_table cases_commands = COMMAND_TABLE("cases", N_("Cases"), ROWS);
 * The same name in several tables is one binding: `open` is rebound everywhere at once. Ids are the view's
 * own; tables of the toolkit use ids from COMMAND_TOOLKIT up. */
#ifndef SATCHEL_TUI_COMMAND_H
#define SATCHEL_TUI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"
#include "satchel/base/i18n.h"
#include "satchel/tui/key.h"

struct err;

enum command_where {
    COMMAND_IN_VIEW = 1, /* while no text has the focus */
    COMMAND_IN_TEXT = 2, /* while a text has the focus; only with keys that are no text */
    COMMAND_ALWAYS = 3,
    COMMAND_HIDDEN = 4, /* not in the palette (moving about, typing) */
};

#define COMMAND_TOOLKIT 0x10000

struct command {
    int id;
    const char *name;  /* lower case and '-': palette, configuration, manual */
    const char *keys;  /* default keys, separated by blanks; "": none, only under `:` */
    const char *label; /* N_(): one or two words for the hint bar */
    const char *help;  /* N_(): one line for help and palette, no capital, no full stop */
    unsigned where;    /* enum command_where */
    int hint; /* place in the hint bar: small first; 0: not there; from 100 up: kept when others are cut */
    /* NULL, or returns NULL when the command can be used now, else the reason why not (translated). arg is
     * that of the scope. */
    const char *(*unavailable)(void *arg);
};

struct command_table {
    const char *name;  /* "cases" */
    const char *title; /* N_(): over its part of help and key card */
    const struct command *at;
    size_t n;
};
#define COMMAND_TABLE(table_name, table_title, rows)                                                         \
    {                                                                                                        \
        table_name, table_title, rows, sizeof(rows) / sizeof(rows)[0]                                        \
    }

/* ---- moving about: lists, panes, tabs (ids >= COMMAND_TOOLKIT) ---- */
/* id, name, keys, label, help */
#define NAV_COMMANDS(X)                                                                                      \
    X(DOWN, "down", "Down j", N_("down"), N_("one row down"))                                                \
    X(UP, "up", "Up k", N_("up"), N_("one row up"))                                                          \
    X(PAGE_DOWN, "page-down", "PgDn", N_("page down"), N_("one page down"))                                  \
    X(PAGE_UP, "page-up", "PgUp", N_("page up"), N_("one page up"))                                          \
    X(FIRST, "first", "Home g", N_("first"), N_("to the first row"))                                         \
    X(LAST, "last", "End G", N_("last"), N_("to the last row"))                                              \
    X(NEXT_TAB, "next-tab", "Tab", N_("next"), N_("next tab or pane"))                                       \
    X(PREV_TAB, "previous-tab", "Shift-Tab", N_("previous"), N_("previous tab or pane"))

/* ---- in a text (ids >= COMMAND_TOOLKIT) ---- */
#define EDIT_COMMANDS(X)                                                                                     \
    X(SAVE, "save", "Ctrl-S", N_("save"), N_("save: one undo step"))                                         \
    X(LEAVE, "leave", "Esc", N_("back"), N_("leave; what was typed is kept as a draft"))                     \
    X(UNDO, "text-undo", "Ctrl-Z", N_("undo"), N_("undo typing"))                                            \
    X(REDO, "text-redo", "Ctrl-Y Ctrl-R", N_("redo"), N_("do again what was undone"))                        \
    X(CUT, "cut", "Ctrl-X Shift-Delete", N_("cut"), N_("cut, inside this program only"))                     \
    X(COPY, "copy", "Ctrl-C Ctrl-Insert", N_("copy"), N_("copy, inside this program only"))                  \
    X(PASTE, "paste", "Ctrl-V Shift-Insert", N_("paste"), N_("paste what was cut or copied here"))           \
    X(SELECT, "select", "Ctrl-Space", N_("select"), N_("start or end selecting text"))                       \
    X(SELECT_ALL, "select-all", "Ctrl-A", N_("select all"), N_("select all text of the field"))              \
    X(FIND, "find", "F7 Alt-s", N_("find"), N_("find in this text, and replace"))                            \
    X(REPLACE_ALL, "replace-all", "Alt-a F8", N_("replace all"), N_("replace every place that was found"))   \
    X(SHOW, "show", "Ctrl-T", N_("show"), N_("show or hide what is masked"))                                 \
    X(CLEAR, "clear", "Ctrl-U", N_("clear"), N_("remove the text up to the start of the line"))              \
    X(LEFT, "left", "Left", N_("left"), N_("one character left"))                                            \
    X(RIGHT, "right", "Right", N_("right"), N_("one character right"))                                       \
    X(WORD_LEFT, "word-left", "Ctrl-Left Alt-b", N_("word left"), N_("one word left"))                       \
    X(WORD_RIGHT, "word-right", "Ctrl-Right Alt-f", N_("word right"), N_("one word right"))                  \
    X(LINE_UP, "line-up", "Up", N_("up"), N_("one line up"))                                                 \
    X(LINE_DOWN, "line-down", "Down", N_("down"), N_("one line down"))                                       \
    X(LINE_START, "line-start", "Home", N_("start"), N_("to the start of the line"))                         \
    X(LINE_END, "line-end", "End Ctrl-E", N_("end"), N_("to the end of the line"))                           \
    X(TEXT_START, "text-start", "Ctrl-Home", N_("top"), N_("to the start of the text"))                      \
    X(TEXT_END, "text-end", "Ctrl-End", N_("bottom"), N_("to the end of the text"))                          \
    X(PAGE_UP, "text-page-up", "PgUp", N_("page up"), N_("one page up"))                                     \
    X(PAGE_DOWN, "text-page-down", "PgDn", N_("page down"), N_("one page down"))                             \
    X(ERASE_LEFT, "erase-left", "Backspace", N_("erase"), N_("erase the character before the cursor"))       \
    X(ERASE_RIGHT, "erase-right", "Delete Ctrl-D", N_("erase"), N_("erase the character at the cursor"))     \
    X(ERASE_WORD, "erase-word", "Ctrl-W Alt-Backspace", N_("erase word"), N_("erase the word before"))       \
    X(NEWLINE, "accept", "Enter", N_("next"), N_("next field; a new line in a text"))                        \
    X(NEXT_FIELD, "next-field", "Tab", N_("next field"), N_("to the next field"))                            \
    X(PREV_FIELD, "previous-field", "Shift-Tab", N_("previous"), N_("to the previous field"))

enum nav_command {
    NAV_BASE = COMMAND_TOOLKIT,
#define X(id, name, keys, label, help) NAV_##id,
    NAV_COMMANDS(X)
#undef X
        NAV_END
};
enum edit_command {
    EDIT_BASE = COMMAND_TOOLKIT + 0x1000,
#define X(id, name, keys, label, help) EDIT_##id,
    EDIT_COMMANDS(X)
#undef X
        EDIT_END
};
extern const struct command_table nav_commands;
extern const struct command_table edit_commands;

/* ---- the keymap: every table of the program, with the keys in force ---- */
#define COMMAND_KEYS 4
struct keymap_entry {
    const struct command *command;
    uint32_t keys[COMMAND_KEYS];
    size_t n_keys;
};
struct keymap {
    const struct command_table *const *tables; /* borrowed */
    size_t n_tables;
    struct keymap_entry *entries; /* one for each command of each table, in order */
    size_t n;
    const char *keyboard; /* layout to fold from first, borrowed; NULL: none */
};

/* Takes every table of the program (they must outlive the keymap). -1: out of memory, or a default key that
 * is none (a fault of the program, said in *e). */
int keymap_init(struct keymap *m, const struct command_table *const *tables, size_t n, struct err *e);
void keymap_free(struct keymap *m);
/* Binds a command by name to keys separated by blanks, in place of its defaults; "" or "none" takes all away.
 * -1 and a sentence: no such command, no such key, or a key that text needs for a command in text. */
int keymap_bind(struct keymap *m, const char *name, const char *keys, struct err *e);
/* Two commands of one scope that share a key: adds a sentence each to problems. */
void keymap_conflicts(const struct keymap *m, struct strs *problems);
/* Its i-th key; 0: it has no more. */
uint32_t keymap_key(const struct keymap *m, const struct command *c, size_t i);
/* The keys of a command as shown: "u, Ctrl-Z"; max 0: all. "" without keys. */
void keymap_keys(const struct keymap *m, const struct command *c, size_t max, struct buf *out);
/* All of them, into an empty *out; in_text: those that a text does not take for itself. */
void keymap_keys_in(const struct keymap *m, const struct command *c, bool in_text, struct buf *out);

/* ---- what can be done here ---- */
struct command_scope {
    const struct command_table *const *tables; /* the view's own first, then general ones */
    size_t n;
    bool in_text; /* a text has the focus */
    void *arg;    /* for unavailable() */
    /* Names of commands, separated by blanks, in the order of the hint bar; the others follow by their place.
     * NULL: all by their place. */
    const char *hints;
};

/* The command bound to key in this scope, the first table first; NULL: none. Unbound keys are folded
 * (key_fold) unless a text has the focus. Availability is not asked. */
const struct command *command_for_key(const struct keymap *m, const struct command_scope *s, uint32_t key);
const struct command *command_by_name(const struct keymap *m, const char *name);
/* NULL when it can be used now, else why not. */
const char *command_unavailable(const struct command *c, const struct command_scope *s);

/* Key card: calls row for each table (keys NULL: its title) and command. For `satchel keys`. */
void command_card(const struct keymap *m,
                  void (*row)(void *arg, const char *keys, const char *name, const char *text), void *arg);

#endif
