/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What on this machine endangers the vault (secure/doctor.h), worst first; beside or below the list what was
 * found, why it matters and what mends it. arg: the code of the selected finding. */
#include <stdlib.h>
#include <string.h>

#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/views.h"
#include "satchel/base/day.h"
#include "satchel/base/i18n.h"
#include "satchel/secure/doctor.h"
#include "satchel/store/agenda.h"
#include "satchel/store/settings.h"
#include "satchel/tui/list.h"
#include "satchel/tui/pane.h"
#include "satchel/vault/vault.h"

/* Under a heading for each state: a row is a finding, or NULL with the state of those that follow. */
struct doctor_row {
    const struct doctor_finding *finding;
    enum doctor_state state;
};

struct doctor_view {
    struct view view;
    struct doctor report;
    DYN(struct doctor_row) rows;
    struct list list;
    struct pane pane; /* of the selected finding */
    const struct doctor_finding *shown;
    bool in_pane;
};

enum { DOCTOR_READ = 1, DOCTOR_AGAIN };

static const struct list_column COLUMNS[] = { { .width = 20 }, { .width = 20, .drop = 1 } };

static const struct doctor_finding *selected(const struct doctor_view *d)
{
    return d->list.selected < d->rows.n ? d->rows.at[d->list.selected].finding : NULL;
}

static void row(void *arg, size_t index, struct list_row *out)
{
    const struct doctor_view *d = arg;
    const struct doctor_row *r = &d->rows.at[index];
    out->heading = !r->finding;
    if (out->heading) {
        list_cell(out, 0, ROLE_TEXT, doctor_state_label(r->state));
        return;
    }
    out->glyph = r->state == DOCTOR_SERIOUS   ? GLYPH_WARNING
                 : r->state == DOCTOR_UNKNOWN ? GLYPH_UNCERTAIN
                                              : GLYPH_NONE;
    list_cell(out, 0, r->state == DOCTOR_SERIOUS ? ROLE_WARNING : ROLE_TEXT, r->finding->title);
    list_cell(out, 1, r->state == DOCTOR_FINE ? ROLE_DIM : ROLE_TEXT, r->finding->found);
}

/* ---- looking ---- */

static int read_backup(struct app *a, struct doctor_place *place, struct err *e)
{
    char *text = NULL;
    int32_t day;
    if (!a->store)
        return 0;
    if (store_setting_get(a->store, AGENDA_BACKUP_KEY, &text, e) < 0)
        return -1;
    bool known = text && day_parse(text, &day) == 0;
    place->backup = known ? DOCTOR_BACKUP_DAY : DOCTOR_BACKUP_NEVER;
    place->backup_age = known ? clock_today(&a->clock) - day : 0;
    str_free(text);
    return 0;
}

static int add_row(struct doctor_view *d, const struct doctor_finding *f, enum doctor_state state,
                   struct err *e)
{
    if (dyn_room(&d->rows) < 0)
        return err_no_memory(e);
    d->rows.at[d->rows.n++] = (struct doctor_row){ f, state };
    return 0;
}

static int fill_rows(struct doctor_view *d, struct err *e)
{
    d->rows.n = 0;
    for (size_t i = 0; i < d->report.found.n; i++) {
        const struct doctor_finding *f = &d->report.found.at[i];
        if ((!i || f->state != f[-1].state) && add_row(d, NULL, f->state, e) < 0)
            return -1;
        if (add_row(d, f, f->state, e) < 0)
            return -1;
    }
    return 0;
}

static void select_code(struct doctor_view *d, const char *code)
{
    for (size_t i = 0; i < d->rows.n; i++)
        if (d->rows.at[i].finding && strcmp(d->rows.at[i].finding->code, code) == 0)
            list_select(&d->list, i);
}

static int look(struct app *a, struct doctor_view *d, const char *wanted, struct err *e)
{
    struct doctor_place place;
    if (a->options.machine)
        place = *a->options.machine;
    else
        doctor_here(&place, &a->clock);
    place.vault = a->vault_path;
    place.confine = &a->confine;
    place.unlocked = vault_unlocked_bytes();
    doctor_free(&d->report);
    d->shown = NULL;
    if (read_backup(a, &place, e) < 0 || doctor_look(&place, &d->report, e) < 0)
        return -1;
    doctor_sort(&d->report);
    if (fill_rows(d, e) < 0)
        return -1;
    list_set_count(&d->list, d->rows.n);
    list_select(&d->list, 1);
    select_code(d, wanted);
    return 0;
}

static void add_texts(struct pane *p, const struct doctor_finding *f)
{
    pane_add(p, f->state == DOCTOR_SERIOUS ? ROLE_WARNING : ROLE_STRONG, f->found);
    pane_addf(p, ROLE_TEXT, "\n\n%s", f->why);
    if (*f->mend)
        pane_addf(p, ROLE_TEXT, "\n\n%s", f->mend);
    if (*f->command)
        pane_addf(p, ROLE_VALUE, "\n\n%s", f->command);
}

static void show(struct doctor_view *d)
{
    d->shown = selected(d);
    pane_clear(&d->pane);
    if (!d->shown)
        return;
    add_texts(&d->pane, d->shown);
    pane_do(&d->pane, NAV_FIRST);
    view_set_arg(&d->view, d->shown->code);
}

/* ---- the view ---- */

static int reload_doctor(struct app *a, struct view *v, struct err *e)
{
    return look(a, (struct doctor_view *)v, v->arg, e);
}

static int open_doctor(struct app *a, struct view *v, const char *arg, struct err *e)
{
    struct doctor_view *d = (struct doctor_view *)v;
    list_init(&d->list, COLUMNS, 2, (struct list_source){ .row = row, .arg = d });
    return look(a, d, arg, e);
}

static void close_doctor(struct app *a, struct view *v)
{
    (void)a;
    struct doctor_view *d = (struct doctor_view *)v;
    list_free(&d->list);
    pane_free(&d->pane);
    free(d->rows.at);
    doctor_free(&d->report);
}

static void doctor_title(struct app *a, struct view *v, struct buf *out)
{
    const struct doctor_view *d = (const struct doctor_view *)v;
    bool one_pane = screen_cols(a->screen) < CHROME_WIDE_COLS || screen_rows(a->screen) < CHROME_PANE_ROWS;
    buf_adds(out, _("Doctor"));
    if (d->in_pane && one_pane && d->shown)
        buf_addf(out, "%s%s", draw_path_sign(a->screen), d->shown->title);
}

static void doctor_status(struct app *a, struct view *v, struct buf *out)
{
    (void)a;
    size_t n = doctor_count(&((struct doctor_view *)v)->report, DOCTOR_SERIOUS);
    if (n)
        buf_addf(out, P_("%zu serious", "%zu serious", n), n);
    else
        buf_adds(out, _("nothing serious"));
}

/* The text, and a last line that says whether it goes on below. */
static void draw_pane(struct doctor_view *d, const struct draw *area)
{
    size_t lines = pane_height(&d->pane, area->cols);
    bool long_text = area->rows > 1 && lines > (size_t)area->rows;
    struct draw text = draw_part(area, 0, 0, area->rows - long_text, -1);
    pane_draw(&d->pane, &text);
    if (long_text && d->pane.top + (size_t)text.rows < lines)
        draw_text(area, text.rows, 0, -1, ROLE_DIM, screen_ascii(area->screen) ? "..." : "…");
}

static void doctor_draw(struct app *a, struct view *v, const struct layout *l, const struct draw *body)
{
    (void)a;
    struct doctor_view *d = (struct doctor_view *)v;
    struct draw upper, lower;
    layout_split(l, body, body->rows / 2, &upper, &lower);
    if (d->shown != selected(d))
        show(d);
    d->list.unfocused = d->in_pane;
    d->pane.unfocused = !d->in_pane;
    if (!l->one_pane || !d->in_pane)
        list_draw(&d->list, &upper);
    if (l->one_pane) /* a text has no margin of its own */
        lower = draw_part(body, 0, 1, -1, body->cols - 2);
    if (!l->one_pane || d->in_pane)
        draw_pane(d, &lower);
}

static unsigned doctor_command(struct app *a, struct view *v, int id)
{
    struct doctor_view *d = (struct doctor_view *)v;
    struct err e = { 0 };
    switch (id) {
    case DOCTOR_READ:
        d->in_pane = true;
        break;
    case DOCTOR_AGAIN:
        if (look(a, d, v->arg, &e) < 0)
            app_error(a, &e);
        else
            app_say(a, MESSAGE_INFO, "%s", _("Looked again."));
        break;
    case NAV_NEXT_TAB:
    case NAV_PREV_TAB:
        d->in_pane = !d->in_pane;
        break;
    case CMD_BACK:
        if (!d->in_pane)
            return WIDGET_IGNORED;
        d->in_pane = false;
        break;
    default:
        return d->in_pane ? pane_do(&d->pane, id) : list_do(&d->list, id);
    }
    return WIDGET_HANDLED;
}

static const char *can_read(void *app)
{
    const struct view *v = app_top(app);
    bool reading = v && v->class == &view_doctor && ((const struct doctor_view *)v)->in_pane;
    return reading ? _("This is all. Esc goes back to the list.") : NULL;
}

static const struct command ROWS[] = {
    { DOCTOR_READ, "read-finding", "Enter l", N_("read"), N_("read what was found, and what to do"),
      COMMAND_IN_VIEW, 10, can_read },
    { DOCTOR_AGAIN, "look-again", "r", N_("again"), N_("look at the machine again"), COMMAND_IN_VIEW, 0,
      NULL },
};
const struct command_table doctor_commands = COMMAND_TABLE("doctor", N_("Doctor"), ROWS);

const struct view_class view_doctor = {
    .name = "doctor",
    .size = sizeof(struct doctor_view),
    .commands = &doctor_commands,
    .open = open_doctor,
    .close = close_doctor,
    .reload = reload_doctor,
    .title = doctor_title,
    .status = doctor_status,
    .draw = doctor_draw,
    .command = doctor_command,
};
