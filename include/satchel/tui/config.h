/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration file: `NAME = VALUE` lines, `#` comments. It holds nothing about cases. A line that
 * cannot be taken is a message and never an exit; a setting changed in the program is written back with every
 * other line and comment kept. Described in satchel(5). */
#ifndef SATCHEL_TUI_CONFIG_H
#define SATCHEL_TUI_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "satchel/base/buf.h"

struct err;
struct keymap;

enum option_type { OPTION_BOOL, OPTION_NUMBER, OPTION_CHOICE, OPTION_TEXT, OPTION_KEY };

/* id, name, type, least, most, default, choices, unit, text */
#define CONFIG_OPTIONS(X)                                                                                    \
    X(THEME, "theme", OPTION_TEXT, 0, 0, "default", NULL, NULL,                                              \
      N_("default, light, dark, high-contrast, mono, or a file in the folder themes"))                       \
    X(WORDS, "words", OPTION_BOOL, 0, 0, "off", NULL, NULL,                                                  \
      N_("words instead of signs, for screen readers and braille"))                                          \
    X(ASCII, "ascii", OPTION_CHOICE, 0, 0, "auto", "auto on off", NULL,                                      \
      N_("draw lines and marks with plain ASCII signs"))                                                     \
    X(IDLE, "idle-minutes", OPTION_NUMBER, 1, 120, "5", NULL, N_("minutes"),                                 \
      N_("lock after this time without a key"))                                                              \
    X(PANIC, "panic-key", OPTION_KEY, 0, 0, "Ctrl-\\",                                                       \
      "Ctrl-\\ Ctrl-] Ctrl-^ Ctrl-_ Ctrl-B Ctrl-F Ctrl-K Ctrl-O Ctrl-P Ctrl-Q", NULL,                        \
      N_("the panic key: locks and blanks the screen at once"))                                              \
    X(REVEAL, "reveal-seconds", OPTION_NUMBER, 3, 300, "30", NULL, N_("seconds"),                            \
      N_("how long a revealed number stays on the screen"))                                                  \
    X(ESCAPE, "escape-ms", OPTION_NUMBER, 5, 1000, "30", NULL, N_("milliseconds"),                           \
      N_("how long Esc waits for the rest of a key; raise it on slow remote lines"))                         \
    X(KEYBOARD, "keyboard", OPTION_CHOICE, 0, 0, "auto", "auto ru kk uk ar fa ug el he", NULL,               \
      N_("which layout commands typed in another script are read from first"))                               \
    X(DISCREET, "discreet", OPTION_BOOL, 0, 0, "off", NULL, NULL,                                            \
      N_("start with initials and numbers instead of names"))                                                \
    X(EXPORTS, "export-folders", OPTION_TEXT, 0, 0, "", NULL, NULL,                                          \
      N_("further folders that exports may be written to, separated by colons"))

enum option_id {
#define X(id, name, type, least, most, def, choices, unit, text) OPTION_##id,
    CONFIG_OPTIONS(X)
#undef X
        OPTION_COUNT
};

struct option {
    const char *name;
    enum option_type type;
    int least, most;
    const char *def;
    const char *choices; /* separated by blanks */
    const char *unit;    /* N_() or NULL */
    const char *text;    /* N_() */
};
extern const struct option config_options[OPTION_COUNT];

struct config {
    char *value[OPTION_COUNT]; /* never NULL after config_init */
    struct strs lines;         /* the file as read, for writing it back */
    struct strs binds;         /* "NAME KEYS" of each bind.NAME line */
    struct strs bind_at;       /* "FILE: line N" for each of binds */
};

int config_init(struct config *c, struct err *e); /* defaults */
void config_free(struct config *c);
/* Reads text over the defaults; each line that cannot be taken adds one sentence to problems. */
void config_parse(struct config *c, const char *file, const char *text, size_t n, struct strs *problems);
/* The last line that sets it could not be taken. */
bool config_refused(const struct config *c, enum option_id id);
/* $XDG_CONFIG_HOME/satchel (~/.config/satchel), "" without either; and `config` in it. Caller frees. */
char *config_folder(struct err *e);
char *config_path(struct err *e);
/* Makes that folder (0700) if it is missing and can be made. */
void config_make_folder(void);
/* Reads a file; none at all is fine. Problems with the file itself are sentences too. */
void config_load(struct config *c, const char *path, struct strs *problems);
/* Hands bind.NAME lines to a keymap, and what is wrong with them to problems. */
void config_bind(const struct config *c, struct keymap *m, struct strs *problems);

bool config_bool(const struct config *c, enum option_id id);
int config_number(const struct config *c, enum option_id id);
const char *config_text(const struct config *c, enum option_id id);
/* The layout for key_fold: the option, or with `auto` the language of the locale; NULL: none. */
const char *config_keyboard(const struct config *c);
/* The option `ascii`; with `auto` by $TERM (vt*, dumb) and the character set that the locale names. */
bool config_ascii(const struct config *c);
/* The control character of the panic key. */
int config_panic_char(const struct config *c);

/* Checks and sets; -1 and a sentence that says what is allowed. */
int config_set(struct config *c, enum option_id id, const char *value, struct err *e);
/* Writes the file anew (temporary name, rename), comments and order kept, folder made when missing (0700). */
int config_save(struct config *c, const char *path, struct err *e);

#endif
