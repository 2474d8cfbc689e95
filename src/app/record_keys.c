/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/app/record_keys.h"

#include "satchel/app/app.h"
#include "satchel/app/commands.h"
#include "satchel/app/contacts.h"
#include "satchel/app/done.h"
#include "satchel/app/letter_do.h"
#include "satchel/app/marks.h"
#include "satchel/app/narrow.h"
#include "satchel/app/open_record.h"
#include "satchel/app/purge.h"
#include "satchel/base/i18n.h"
#include "satchel/model/letters.h"
#include "satchel/store/label.h"
#include "satchel/store/store.h"
#include "satchel/tui/list.h"

/* ---- what the keys are about ----------------------------------------------------------------------------
 */

static int64_t selected_record(struct app *a)
{
    struct view *v = app_top(a);
    return v && a->store && v->class->record ? v->class->record(a, v) : 0;
}

static int64_t case_of(struct app *a, int64_t record)
{
    struct rec_ref kase = { 0 };
    return record && store_case_of(a->store, record, &kase, NULL) == 0 ? kase.n : 0;
}

static int64_t selected_case(struct app *a)
{
    struct view *v = app_top(a);
    if (!v || !a->store)
        return 0;
    return v->class->kase ? v->class->kase(a, v) : case_of(a, selected_record(a));
}

/* The marked records, else the selected one. */
struct subjects {
    const int64_t *at;
    size_t n;
    int64_t one;
};

static void find_subjects(struct app *a, struct subjects *out)
{
    const struct view *v = app_top(a);
    out->one = selected_record(a);
    out->at = &out->one;
    out->n = out->one != 0;
    if (v && v->marks && v->marks->n) {
        out->at = v->marks->at;
        out->n = v->marks->n;
    }
}

/* ---- doing ----------------------------------------------------------------------------------------------
 */

/* Works on a copy: the records are read again on the way, and the marks with them. */
static void with_subjects(struct app *a, void (*work)(struct app *a, const int64_t *records, size_t n))
{
    struct subjects s;
    struct marks all = { 0 };
    struct view *v = app_top(a);
    find_subjects(a, &s);
    for (size_t i = 0; i < s.n; i++)
        if (marks_toggle(&all, s.at[i]) < 0)
            break;
    if (all.n == s.n && all.n) {
        if (v->marks)
            marks_clear(v->marks);
        work(a, all.at, all.n);
    }
    marks_free(&all);
}

/* ",ID" for each case of the records but those named already. */
static void add_cases(struct app *a, const int64_t *records, size_t n, struct buf *out)
{
    struct marks cases = { 0 };
    for (size_t i = 0; i < n; i++) {
        struct rec_ref kase = { 0 };
        char id[REC_ID_TEXT];
        if (store_case_of(a->store, records[i], &kase, NULL) < 0 || !kase.n || marks_has(&cases, kase.n) ||
            marks_toggle(&cases, kase.n) < 0)
            continue;
        rec_id_format(kase.id, id);
        buf_addf(out, "%s%s", cases.n > 1 ? "," : "", id);
    }
    marks_free(&cases);
}

static void log_for(struct app *a, const int64_t *records, size_t n)
{
    struct buf arg = { 0 };
    buf_adds(&arg, "add action case=");
    size_t bare = arg.len;
    add_cases(a, records, n, &arg);
    if (arg.len == bare)
        app_say(a, MESSAGE_INFO, "%s", _("None of the marked rows belongs to a case."));
    else
        app_push(a, "form", buf_text(&arg));
    buf_free(&arg);
}

/* Who is written to: a target, or that of a letter; 0: nobody. */
static int64_t target_of(struct app *a, int64_t record)
{
    struct rec *r = NULL;
    if (!record || store_get(a->store, record, &r, NULL) < 0)
        return 0;
    const struct letter *l = r->kind == KIND_LETTER ? (const struct letter *)r : NULL;
    int64_t target = r->kind == KIND_TARGET ? record : l && l->to.n ? l->to.at[0].target.n : 0;
    rec_free(r);
    return target;
}

/* What was done at one who is written to says so already. */
static void log_at_target(struct app *a, int64_t target, int64_t kase)
{
    struct rec_ref ref;
    struct buf arg = { 0 };
    char id[REC_ID_TEXT];
    if (store_ref(a->store, target, &ref, NULL) < 0)
        return;
    rec_id_format(ref.id, id);
    buf_addf(&arg, "add action case=@ target=%s", id);
    open_about(a, "form", buf_text(&arg), kase);
    buf_free(&arg);
}

/* Of letters that are ready: that they were sent. Of sent ones that is noted, and would be counted twice. */
static void log_action(struct app *a)
{
    const struct view *v = app_top(a);
    int64_t record = selected_record(a), kase = selected_case(a);
    bool marked = v->marks && v->marks->n;
    int64_t target = kase && !marked ? target_of(a, record) : 0;
    if (!letter_do_ready(a))
        letter_do(a, LETTER_DO_SENT, record);
    else if (!letter_do_sent(a))
        app_say(a, MESSAGE_INFO, "%s",
                _("That it was sent is noted already. R notes a reply, B that it came back."));
    else if (marked)
        with_subjects(a, log_for);
    else if (target)
        log_at_target(a, target, kase);
    else if (kase)
        log_for(a, &kase, 1);
}

static void mark(struct app *a)
{
    struct view *v = app_top(a);
    int64_t n = selected_record(a);
    if (!n)
        app_say(a, MESSAGE_INFO, "%s", _("This row cannot be marked."));
    else if (marks_toggle(v->marks, n) == 0 && v->list)
        list_do(v->list, NAV_DOWN);
}

/* ---- n and N: what was found ----------------------------------------------------------------------------
 */

/* The next row, going round. */
static void step_in_list(struct list *l, bool forward)
{
    if (forward && l->selected + 1 == l->count)
        list_do(l, NAV_FIRST);
    else if (!forward && l->selected == 0)
        list_do(l, NAV_LAST);
    else
        list_do(l, forward ? NAV_DOWN : NAV_UP);
}

static bool is_narrowed(const struct view *v)
{
    return v->narrow && v->list && *narrow_words(v->narrow);
}

/* How many views stand on the search that the top one was opened from; 0: none, or it is on top. */
static size_t above_search(const struct app *a)
{
    for (size_t i = a->n_views; i-- > 0;)
        if (view_is(a->views[i], "search"))
            return a->n_views - 1 - i;
    return 0;
}

static void open_next_hit(struct app *a, bool forward)
{
    for (size_t n = above_search(a); n > 0; n--)
        if (!app_pop(a))
            return;
    struct view *v = app_top(a);
    step_in_list(v->list, forward);
    v->class->command(a, v, CMD_OPEN);
}

static void next(struct app *a, bool forward)
{
    struct view *v = app_top(a);
    bool hits = is_narrowed(v) || view_is(v, "search");
    if (hits && v->list->count < 2)
        app_say(a, MESSAGE_INFO, "%s", _("There is no other hit."));
    else if (hits)
        step_in_list(v->list, forward);
    else if (above_search(a))
        open_next_hit(a, forward);
    else if (v->class->next && !v->class->next(a, v, forward))
        app_say(a, MESSAGE_INFO, "%s", _("Nothing here is uncertain or needs a look."));
}

/* ---- every key ------------------------------------------------------------------------------------------
 */

unsigned record_command(struct app *a, int id)
{
    struct view *v = app_top(a);
    switch (id) {
    case CMD_NARROW:
        v->narrow->typing = true;
        break;
    case CMD_NEXT:
    case CMD_PREVIOUS:
        next(a, id == CMD_NEXT);
        break;
    case CMD_MARK:
        mark(a);
        break;
    case CMD_EDIT:
        edit_record(a, selected_record(a));
        break;
    case CMD_DELETE:
        with_subjects(a, delete_records);
        break;
    case CMD_PURGE:
        with_subjects(a, purge_records);
        break;
    case CMD_DONE:
        with_subjects(a, done_records);
        break;
    case CMD_REVEAL:
        contacts_reveal(a, selected_record(a), selected_case(a));
        break;
    case CMD_ADD_CONTACT:
        open_about(a, "form", "add contact of=@", contacts_owner(a, selected_record(a)));
        break;
    case CMD_LETTERS:
        open_about(a, "letter-new", "@", selected_case(a));
        break;
    case CMD_TIMELINE:
        open_about(a, "case", "@ chronology", selected_case(a));
        break;
    case CMD_LOG:
        log_action(a);
        break;
    default:
        return WIDGET_IGNORED;
    }
    return WIDGET_HANDLED;
}

/* ---- when --------------------------------------------------------------------------------------------- */

static const char *can_narrow(void *arg)
{
    const struct view *v = app_top(arg);
    if (!v || !v->narrow)
        return _("This list cannot be narrowed.");
    return v->list->count || narrow_is_on(v->narrow) ? NULL : _("There is nothing here to narrow.");
}

static const char *has_hits(void *arg)
{
    const struct view *v = app_top(arg);
    if (!v || !(is_narrowed(v) || v->class->next || view_is(v, "search") || above_search(arg)))
        return _("n and N go through what was found: f narrows this list, / searches everything.");
    return NULL;
}

static const char *can_mark(void *arg)
{
    const struct view *v = app_top(arg);
    return v && v->marks && selected_record(arg) ? NULL : _("This row cannot be marked.");
}

static const char *one_order(void *arg)
{
    (void)arg;
    return _("This list has one order only.");
}

static const char *nothing_to_open(void *arg)
{
    (void)arg;
    return _("There is nothing to open here.");
}

static const char *nothing_to_add(void *arg)
{
    (void)arg;
    return _("Nothing can be added here.");
}

static const char *a_record(void *arg)
{
    return selected_record(arg) ? app_needs_writing(arg) : _("No record is selected here.");
}

const char *record_needs_one(void *arg)
{
    struct subjects s;
    find_subjects(arg, &s);
    return s.n ? app_needs_writing(arg) : _("No record is selected here.");
}

static const char *can_be_done(void *arg)
{
    struct subjects s;
    find_subjects(arg, &s);
    const char *why = s.n > 1 ? NULL : done_why_not(arg, s.at[0]);
    return why ? why : app_needs_writing(arg);
}

static const char *a_case(void *arg)
{
    return selected_case(arg) ? NULL : _("Choose a row that is about one case first.");
}

static const char *some_case(void *arg)
{
    const struct view *v = app_top(arg);
    const char *why = v && v->marks && v->marks->n ? NULL : a_case(arg);
    return why ? why : app_needs_writing(arg);
}

static const char *contacts(void *arg)
{
    int64_t record = selected_record(arg), kase = selected_case(arg);
    if (!record && !kase)
        return _("Choose a person first: their numbers and addresses can be shown.");
    return contacts_any(arg, record, kase)
               ? NULL
               : _("No number or address is entered for this. a adds one, at the person or office.");
}

static const char *somebody(void *arg)
{
    return contacts_owner(arg, selected_record(arg)) ? app_needs_writing(arg)
                                                     : _("Choose a person or an office first.");
}

static const char *not_yet(void *arg)
{
    (void)arg;
    return _("This version does not compare claims yet; the chronology (t) marks uncertain dates.");
}

static const struct command ROWS[] = {
    { CMD_OPEN, "open", "Enter l Right", N_("open"), N_("open this"), COMMAND_IN_VIEW, 0, nothing_to_open },
    { CMD_NARROW, "narrow", "f", N_("filter"), N_("narrow this list; Esc widens it again"), COMMAND_IN_VIEW,
      45, can_narrow },
    { CMD_NEXT, "next-hit", "n", N_("next"), N_("to the next hit, finding or warning"), COMMAND_IN_VIEW, 0,
      has_hits },
    { CMD_PREVIOUS, "previous-hit", "N", N_("previous"), N_("to the previous hit, finding or warning"),
      COMMAND_IN_VIEW, 0, has_hits },
    { CMD_MARK, "mark", "Space", N_("mark"), N_("mark this row; d, y and x work on all marked rows"),
      COMMAND_IN_VIEW, 0, can_mark },
    { CMD_ORDER, "order", "o", N_("order"), N_("another order of this list"), COMMAND_IN_VIEW, 0, one_order },
    { CMD_ADD, "add", "a", N_("add"), N_("add something here"), COMMAND_IN_VIEW, 0, nothing_to_add },
    { CMD_EDIT, "edit", "e", N_("edit"), N_("edit this"), COMMAND_IN_VIEW, 0, a_record },
    { CMD_DELETE, "delete", "d", N_("delete"), N_("delete this, or what is marked; undo brings it back"),
      COMMAND_IN_VIEW, 0, record_needs_one },
    { CMD_PURGE, "purge", "", N_("purge"), N_("remove this, or what is marked, for good"), COMMAND_IN_VIEW, 0,
      record_needs_one },
    { CMD_DONE, "done", "y", N_("done"), N_("done: the check-in; an appeal or a case is closed"),
      COMMAND_IN_VIEW, 0, can_be_done },
    { CMD_ADD_CONTACT, "add-contact", "", N_("add contact"),
      N_("add a number or address: phone, telephone, e-mail, web"), COMMAND_IN_VIEW, 0, somebody },
    { CMD_REVEAL, "reveal", "r", N_("reveal"), N_("show a masked number or address for a while"),
      COMMAND_IN_VIEW, 0, contacts },
    { CMD_LETTERS, "letter-new", "w", N_("write"), N_("write letters to whom the appeal names"),
      COMMAND_IN_VIEW, 0, a_case },
    { CMD_LOG, "log", "x", N_("log"), N_("note down what was done for this case"), COMMAND_IN_VIEW, 0,
      some_case },
    { CMD_TIMELINE, "timeline", "t", N_("timeline"), N_("what happened, with the picture of it"),
      COMMAND_IN_VIEW, 0, a_case },
    { CMD_CONTRADICTIONS, "contradictions", "c", N_("contradictions"), N_("where what is said clashes"),
      COMMAND_IN_VIEW, 0, not_yet },
};
const struct command_table record_commands = COMMAND_TABLE("records", N_("What is selected or marked"), ROWS);

const char *record_key_is_not_for(const struct command *c)
{
    static const struct {
        int id;
        const char *text;
    } TEXTS[] = {
        { CMD_OPEN, N_("There is nothing to open here.") },
        { CMD_NARROW, N_("This list cannot be narrowed.") },
        { CMD_NEXT, N_("There is nothing to go through here.") },
        { CMD_PREVIOUS, N_("There is nothing to go through here.") },
        { CMD_MARK, N_("Rows cannot be marked here.") },
        { CMD_ORDER, N_("This list has one order only.") },
        { CMD_ADD, N_("Nothing can be added here.") },
        { CMD_EDIT, N_("There is nothing to edit here.") },
        { CMD_DELETE, N_("There is nothing to delete here.") },
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        if (TEXTS[i].id == c->id)
            return _(TEXTS[i].text);
    return _("This key is about a case or a person, and none is listed here.");
}
