/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Themes: what is drawn names a role, never a colour. A theme is text, lines `role = FG BG ATTRS`: colours
 * are `default`, one of 16 names, 0-255 or #rrggbb; attributes bold dim italic underline reverse. What the
 * terminal cannot show is mapped down to 256, 16, 8 colours or none; without colours each role falls back to
 * the attributes in the table below, where roles that carry meaning all differ. Described in satchel(5). */
#ifndef SATCHEL_TUI_THEME_H
#define SATCHEL_TUI_THEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "satchel/base/buf.h"

struct err;

enum style_attr {
    STYLE_BOLD = 1,
    STYLE_DIM = 2,
    STYLE_ITALIC = 4,
    STYLE_UNDERLINE = 8,
    STYLE_REVERSE = 16,
};

/* role, name in a theme, attributes without colours, carries meaning */
#define THEME_ROLES(X)                                                                                       \
    X(TEXT, "text", 0, 0)                                                                                    \
    X(DIM, "dim", STYLE_DIM, 0) /* less important; never what must be read */                                \
    X(STRONG, "strong", STYLE_BOLD, 0)                                                                       \
    X(TITLE, "title", STYLE_BOLD, 0) /* line 1, left */                                                      \
    X(STATUS, "status", 0, 0)        /* line 1, right */                                                     \
    X(RULER, "ruler", STYLE_DIM, 0)                                                                          \
    X(HEADING, "heading", STYLE_UNDERLINE, 0) /* column titles, headings in a text */                        \
    X(HINT, "hint", 0, 0)                     /* last line: what a key does */                               \
    X(HINT_KEY, "hint-key", STYLE_BOLD, 0)    /* last line: the key */                                       \
    X(DISABLED, "disabled", STYLE_DIM, 0)                                                                    \
    X(SELECTED, "selected", STYLE_REVERSE, 0) /* the row or field in focus */                                \
    X(MARKED, "marked", STYLE_BOLD, 0)        /* rows marked with Space */                                   \
    X(TAB, "tab", 0, 0)                                                                                      \
    X(TAB_CURRENT, "tab-current", STYLE_REVERSE, 0)                                                          \
    X(LABEL, "label", 0, 0) /* names of fields */                                                            \
    X(VALUE, "value", 0, 0)                                                                                  \
    X(FOCUS, "focus", STYLE_UNDERLINE, 0)                  /* the value being edited */                      \
    X(CHANGED, "changed", STYLE_BOLD, 0)                   /* the * of a field that was changed */           \
    X(SELECTION, "selection", STYLE_REVERSE, 0)            /* selected text in an editor */                  \
    X(HIT, "hit", STYLE_BOLD | STYLE_UNDERLINE, 0)         /* found words */                                 \
    X(FINDING, "finding", STYLE_BOLD | STYLE_UNDERLINE, 0) /* what the check of letters found */             \
    X(FRAME, "frame", 0, 0)                                                                                  \
    X(FRAME_TITLE, "frame-title", STYLE_BOLD, 0)                                                             \
    X(MASKED, "masked", STYLE_DIM, 0)                                                                        \
    X(MESSAGE, "message", 0, 0)                                                                              \
    X(DEMO, "demo", STYLE_REVERSE | STYLE_DIM, 0)                                                            \
    X(ERROR, "error", STYLE_BOLD | STYLE_REVERSE | STYLE_UNDERLINE, 1)                                       \
    X(WARNING, "warning", STYLE_BOLD | STYLE_UNDERLINE, 1)                                                   \
    X(OVERDUE, "overdue", STYLE_BOLD | STYLE_REVERSE, 1)                                                     \
    X(TODAY, "today", STYLE_BOLD, 1)                                                                         \
    X(SOON, "soon", STYLE_UNDERLINE, 1)                                                                      \
    X(UNCERTAIN, "uncertain", STYLE_ITALIC | STYLE_UNDERLINE, 1)                                             \
    X(WITHHELD, "withheld", STYLE_REVERSE, 1)                                                                \
    X(DRAFT, "draft", STYLE_ITALIC, 1)                                                                       \
    X(SENT, "sent", 0, 1)

enum role {
#define X(id, name, mono, meaning) ROLE_##id,
    THEME_ROLES(X)
#undef X
        ROLE_COUNT
};
/* Added to a role: the same on the selected row (the colours and attributes of `selected`, with bold, italic
 * and underline of its own). */
#define ROLE_ON_SELECTED 0x100

/* Colours of a style: THEME_DEFAULT, 0..255, or THEME_RGB | 0xrrggbb. */
#define THEME_DEFAULT (-1)
#define THEME_RGB     0x1000000

struct style {
    int32_t fg, bg;
    unsigned attrs; /* enum style_attr */
};

struct theme {
    struct style style[ROLE_COUNT];
};

const char *theme_role_name(enum role role);
int theme_role_find(const char *name, size_t n); /* -1: none */
bool theme_role_means(enum role role);           /* carries meaning: differs without colours too */

/* Reads a theme over what *t holds (start from theme_clear). Every line that cannot be taken is left out and
 * adds one sentence with file and line number to problems. */
void theme_clear(struct theme *t);
void theme_parse(struct theme *t, const char *file, const char *text, size_t n, struct strs *problems);
/* A shipped theme (default light dark high-contrast mono), else `folder`/themes/NAME.theme (folder may be
 * NULL). -1 and *e when there is none; *t is then the default. */
int theme_load(struct theme *t, const char *name, const char *folder, struct strs *problems, struct err *e);
/* Names of the shipped themes, NULL after the last. */
extern const char *const theme_names[];

/* The style as a terminal with `colors` colours shows it (0: none, 8, 16, 256 or more): fg and bg are
 * THEME_DEFAULT or below colors. on_selected: see ROLE_ON_SELECTED. */
struct style theme_style(const struct theme *t, enum role role, bool on_selected, int colors);
/* One colour mapped down. */
int32_t theme_color(int32_t color, int colors);

#endif
