/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in front of the view: one thing at a time. It gets every key first, and whoever opened it is
 * called back when it was answered. */
#include "satchel/app/app.h"

void app_close_overlay(struct app *a)
{
    switch (a->overlay) {
    case OVERLAY_DIALOG:
        dialog_close(&a->dialog);
        break;
    case OVERLAY_REVEAL:
        reveal_close(&a->reveal);
        break;
    case OVERLAY_CHOOSER:
        chooser_close(&a->chooser);
        break;
    case OVERLAY_PICKER:
        picker_close(&a->picker);
        break;
    case OVERLAY_NONE:
        break;
    }
    a->overlay = OVERLAY_NONE;
}

static void no_memory(struct app *a)
{
    struct err e = { 0 };
    err_no_memory(&e);
    app_error(a, &e);
}

void app_ask(struct app *a, const char *title, const char *text, const char *const *choices, size_t n,
             size_t safe, void (*answered)(struct app *a, void *arg, size_t choice), void *arg)
{
    app_close_overlay(a);
    if (dialog_open(&a->dialog, title, text, choices, n, safe) < 0) {
        no_memory(a);
        return;
    }
    a->overlay = OVERLAY_DIALOG;
    a->answered = answered;
    a->answer_arg = arg;
}

void app_pick(struct app *a, const char *title, struct picker_source source, const char *selected,
              void (*picked)(struct app *a, void *arg, const char *value, const char *label), void *arg)
{
    app_close_overlay(a);
    if (picker_open(&a->picker, title, source, selected) < 0) {
        no_memory(a);
        return;
    }
    a->overlay = OVERLAY_PICKER;
    a->picked = picked;
    a->answer_arg = arg;
}

void app_reveal(struct app *a, const char *label, const char *text, const char *note)
{
    app_close_overlay(a);
    if (reveal_open(&a->reveal, label, text, note) < 0) {
        no_memory(a);
        return;
    }
    a->overlay = OVERLAY_REVEAL;
    a->reveal_until = clock_boot_ms(&a->clock) + (int64_t)config_number(&a->config, OPTION_REVEAL) * 1000;
}

void app_choose(struct app *a, bool help, const struct command_scope *scope)
{
    app_close_overlay(a);
    if (chooser_open(&a->chooser, help, &a->keymap, scope) == 0)
        a->overlay = OVERLAY_CHOOSER;
}

/* An overlay is closed before its answer is acted on: the answer may open the next one. */

static void after_dialog(struct app *a, unsigned result)
{
    if (!(result & WIDGET_DONE))
        return;
    size_t choice = a->dialog.selected;
    app_close_overlay(a);
    if (a->answered)
        a->answered(a, a->answer_arg, choice);
}

/* What was chosen; NULL: nothing, or not yet. */
static const struct command *after_chooser(struct app *a, unsigned result)
{
    const struct command *chosen = a->chooser.chosen;
    if (result & (WIDGET_DONE | WIDGET_LEAVE))
        app_close_overlay(a);
    return result & WIDGET_DONE ? chosen : NULL;
}

static void after_picker(struct app *a, unsigned result)
{
    if (result & WIDGET_LEAVE)
        app_close_overlay(a);
    if (!(result & WIDGET_DONE) || !picker_value(&a->picker))
        return;
    struct buf value = { 0 }, label = { 0 };
    buf_adds(&value, picker_value(&a->picker));
    buf_adds(&label, picker_label(&a->picker));
    app_close_overlay(a);
    if (a->picked && !value.failed && !label.failed)
        a->picked(a, a->answer_arg, buf_text(&value), buf_text(&label));
    buf_free(&value);
    buf_free(&label);
}

const struct command *app_overlay_key(struct app *a, uint32_t key)
{
    switch (a->overlay) {
    case OVERLAY_NONE:
        break;
    case OVERLAY_DIALOG:
        after_dialog(a, dialog_key(&a->dialog, &a->keymap, key));
        break;
    case OVERLAY_REVEAL:
        if (reveal_key(key) & WIDGET_LEAVE)
            app_close_overlay(a);
        break;
    case OVERLAY_CHOOSER:
        return after_chooser(a, chooser_key(&a->chooser, key));
    case OVERLAY_PICKER:
        after_picker(a, picker_key(&a->picker, &a->keymap, key));
        break;
    }
    return NULL;
}

bool app_overlay_paste(struct app *a, const char *text)
{
    if (a->overlay == OVERLAY_CHOOSER)
        chooser_paste(&a->chooser, text);
    if (a->overlay == OVERLAY_PICKER)
        picker_paste(&a->picker, text);
    return a->overlay != OVERLAY_NONE;
}

const char *const *app_overlay_hints(const struct app *a)
{
    static const char *const HINTS[][7] = {
        [OVERLAY_DIALOG] = { "Tab", N_("next"), "Enter", N_("choose"), "Esc", N_("back"), NULL },
        [OVERLAY_REVEAL] = { "Esc", N_("back"), NULL },
        [OVERLAY_CHOOSER] = { "Enter", N_("do it"), "Esc", N_("back"), NULL },
        [OVERLAY_PICKER] = { "Enter", N_("choose"), "Esc", N_("back"), NULL },
    };
    return a->overlay == OVERLAY_NONE ? NULL : HINTS[a->overlay];
}

void app_overlay_draw(struct app *a, const struct draw *d)
{
    switch (a->overlay) {
    case OVERLAY_NONE:
        break;
    case OVERLAY_DIALOG:
        dialog_draw(&a->dialog, d);
        break;
    case OVERLAY_REVEAL:
        reveal_draw(&a->reveal, d);
        break;
    case OVERLAY_CHOOSER:
        chooser_draw(&a->chooser, d);
        break;
    case OVERLAY_PICKER:
        picker_draw(&a->picker, d);
        break;
    }
}
