/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screen of one case: eight tabs, each a list of rows over a text about the chosen one. What a tab lists
 * stands in its own file (src/app/case_TAB.c) as a const struct case_tab, over case_rows.c and case_do.c,
 * which are for all of them; which tab is shown and what it lists in case_tabs.c, the keys in case_keys.c,
 * and the view on top in view_case.c. */
#ifndef SATCHEL_APP_VIEW_CASE_H
#define SATCHEL_APP_VIEW_CASE_H

#include "satchel/app/app.h"
#include "satchel/app/letter_ready.h"
#include "satchel/app/marks.h"
#include "satchel/app/narrow.h"
#include "satchel/app/open_record.h"
#include "satchel/model/kase.h"
#include "satchel/store/caselist.h"
#include "satchel/store/letters.h"
#include "satchel/tui/list.h"
#include "satchel/tui/pane.h"

#define CASE_WHOLE RECORD_WHOLE

struct case_row {
    int64_t n;                 /* the record that the keys are about; 0: none */
    enum rec_kind kind;        /* of it */
    const struct field *field; /* NULL: the record; else one field of it */
    size_t element;            /* CASE_WHOLE, or one element of a list field */
    int what;                  /* the tab's own */
    const char *label;         /* translated; of a heading or a line of the overview */
    bool heading;
};

struct case_view {
    struct view view;
    struct app *app;
    struct rec_ref ref; /* the case */
    char id[REC_ID_TEXT];
    struct kase *kase;
    struct caselist_row head;
    struct case_counts counts;
    int32_t today;

    size_t tab;
    DYN(struct case_row) rows;
    struct list list;
    struct pane pane;
    size_t pane_row; /* which row the pane is about; SIZE_MAX: to be made */
    bool reading;    /* the text has the focus and all the space */
    bool timeline;   /* chronology: with the picture above */
    bool pictured;   /* it was there at the last paint */
    struct narrow narrow;
    struct marks marks;
    struct letter_doubts doubts;       /* of the letters that are ready, once they were looked at */
    int64_t doubt_at;                  /* boot ms: when to; 0: they were, or there are none */
    struct letters_backs backs;        /* what came back for the letters, when they are listed */
    char *heading;                     /* of the letters, with their number; borrowed by a row */
    const struct case_choice *choices; /* what the open picker offers */

    DYN(struct rec *) cache; /* records read for rows and text; emptied between them when there are many */
};

struct case_tab {
    const char *name;  /* in the view's arg */
    const char *label; /* N_() */
    const char *empty; /* N_(): what an empty tab says */
    const struct list_column *columns;
    size_t n_columns;
    int list_rows; /* at 80x24: rows of the list, 0: two thirds */

    int (*load)(struct case_view *c, struct err *e); /* fills c->rows by case_add_row */
    void (*row)(struct case_view *c, const struct case_row *r, struct list_row *out);
    /* What stands about a row; NULL: all its fields. */
    int (*detail)(struct case_view *c, const struct case_row *r, struct pane *p);
    void (*add)(struct case_view *c);
    /* Enter; false, or NULL: the text gets the focus. */
    bool (*open)(struct case_view *c, const struct case_row *r);
    /* Something above the list; takes its part of body. May be NULL. */
    void (*above)(struct case_view *c, const struct layout *l, struct draw *body);
};

enum { CASE_CHRONOLOGY = 2, CASE_LETTERS = 4, CASE_TABS = 8 }; /* of the tabs, in order */
extern const struct case_tab case_overview, case_people, case_chronology, case_statements, case_letters,
    case_actions, case_files, case_notes;

/* ---- for the tabs ---- */
int case_add_row(struct case_view *c, struct case_row row, struct err *e);
int case_add_heading(struct case_view *c, const char *label, struct err *e);
/* All records of a kind that belong to record n, in their natural order. */
int case_add_children(struct case_view *c, int64_t n, enum rec_kind kind, struct err *e);
const struct case_row *case_selected(const struct case_view *c); /* NULL: none */
/* A record, read once; borrowed until the row, the text or the list is done. NULL: it cannot be read. */
const struct rec *case_record(struct case_view *c, int64_t n);
/* text without names in discreet mode; caller frees. NULL text: "". */
char *case_text(const struct case_view *c, const char *text);
/* The label of a record, likewise. */
char *case_label(struct case_view *c, int64_t n);
/* One cell from a text that may name people: its first line. */
void case_cell(const struct case_view *c, struct list_row *out, size_t column, int role, const char *text);
/* "Label   value" for a field, nothing when it is empty. */
int case_detail_field(struct case_view *c, const struct rec *r, const struct field *f, struct pane *p);
int case_detail_fields(struct case_view *c, const struct rec *r, struct pane *p);
/* One of several things that `a` may add. */
struct case_choice {
    const char *label;                        /* N_() */
    const char *form;                         /* arg of the form, see open_about; NULL ends the table */
    int64_t (*to)(const struct case_view *c); /* what `@` is; NULL: the case. 0: not offered now */
};
void case_choose(struct case_view *c, const struct case_choice *choices);
/* The latest appeal of the case that runs, else the last; 0: none. */
int64_t case_appeal(const struct case_view *c);

/* ---- for the view (view_case.c) and its keys (case_keys.c) ---- */
extern const struct case_tab *const case_tabs[CASE_TABS];
const struct case_tab *case_tab_of(const struct case_view *c); /* the one that is shown */
size_t case_tab_named(const char *name);                       /* the first when there is none of that name */
int case_go_to_tab(struct case_view *c, size_t tab, struct err *e);
void case_show_tab(struct case_view *c, size_t tab);                /* the same; says why when it cannot */
void case_fill_row(void *view, size_t index, struct list_row *out); /* of the list */
/* keep: the row to select again; NULL: the first. */
int case_load_rows(struct case_view *c, const struct case_row *keep, struct err *e);
int case_reload_rows(struct case_view *c, struct err *e);
unsigned case_command(struct app *a, struct view *v, int id);
const char *case_hints(struct app *a, struct view *v);
void case_forget_records(struct case_view *c);
void case_trim_records(
    struct case_view *c); /* where nothing is borrowed: keeps what has been read from growing */
void case_edit_row(struct case_view *c, const struct case_row *row);
/* The record, or only the field or element that the row is about. */
void case_delete_row(struct case_view *c);

/* ---- shared by the tabs ---- */
/* A person with how to reach them; a target with where to write. */
int case_detail_person(struct case_view *c, int64_t person, struct pane *p);
int case_detail_target(struct case_view *c, const struct rec *target, struct pane *p);
/* all: every form of the name, else the first. */
void case_add_name(const struct case_view *c, const struct rec *person, bool all, struct buf *out);
char *case_target_label(struct case_view *c, const struct target *t); /* caller frees */
/* The picture of when things happened; takes its lines off the top of body. false: there is no room, or
 * nothing has a date. */
bool case_timeline(struct case_view *c, struct draw *body);
/* The letters that are ready are checked again, once they are drawn. */
void case_letters_doubt(struct case_view *c);
/* The glyph of whether somebody was written to. */
enum glyph case_letter_glyph(struct case_view *c, int64_t target);

#endif
