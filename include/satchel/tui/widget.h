/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header only: what a widget answers to a command, key or paste, as a mask. */
#ifndef SATCHEL_TUI_WIDGET_H
#define SATCHEL_TUI_WIDGET_H

enum widget_result {
    WIDGET_IGNORED = 0, /* not for this widget: try elsewhere */
    WIDGET_HANDLED = 1, /* draw again */
    WIDGET_MOVED = 2,   /* the selection or focus is elsewhere */
    WIDGET_CHANGED = 4, /* the content was changed */
    WIDGET_DONE = 8,    /* accepted: Enter, save */
    WIDGET_LEAVE = 16,  /* Esc: close it; nothing is lost */
    WIDGET_NO_STEP = 32 /* undo or redo: there is none left in this text */
};

#endif
