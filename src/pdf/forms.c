/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter has the address where an envelope with a window shows it (DIN 5008 form B: 20 mm from the left, 45
 * from the top, 85 x 45 mm), the sender and the date in a column beside it. An envelope has the sender small
 * in its corner and the address in the lower right quarter. Labels are 3 x 8 of 70 x 37 mm on A4 (half a
 * millimetre is left at the top and at the bottom). An address that is too large for its place is set
 * smaller, and refused when it does not fit in the smallest size either. */
#include "satchel/pdf/forms.h"

#include <stdio.h>
#include <string.h>

#include "satchel/pdf/flow.h"

static const struct {
    double width, height;
} PAPER[SHEET_FORMS] = {
    [SHEET_A4] = { MM(210), MM(297) },
    [SHEET_LETTER] = { 612, 792 },
    [SHEET_DL] = { MM(220), MM(110) },
    [SHEET_LABELS] = { MM(210), MM(297) },
};

#define LEFT    MM(25)
#define RIGHT   MM(20)
#define TOP     MM(25)
#define BOTTOM  MM(25)
#define WINDOW  MM(50) /* where the address begins; its place ends at */
#define WINDOWS MM(88)
#define COLUMN  MM(112) /* of the sender and the date */
#define SIZE    11.0
#define SIGN    MM(14) /* for a name by hand */

/* ---- blocks that stay where they are put ---- */

struct place {
    double x, y, width, height;
    double size, least; /* of the letters, and how small they may become */
    bool middle;        /* set in the middle of its height */
};

/* Returns where the block ends. */
static double show_block(struct press *p, const struct sheet_text *t, enum sheet_part part, struct place at)
{
    if (!t->text[part])
        return at.y;
    for (double size = at.size;; size -= 0.5) {
        PangoLayout *layout =
            press_text(p, t->text[part], strlen(t->text[part]), t->lang[part], size, at.width, false);
        double height = press_height(layout);
        bool fits = height <= at.height;
        if (fits)
            press_show(p, layout, at.x, at.middle ? at.y + (at.height - height) / 2 : at.y);
        g_object_unref(layout);
        if (fits)
            return at.y + height;
        if (size - 0.5 < at.least) {
            press_fail(p, SHEET_NO_ROOM, t->text[part]);
            return at.y;
        }
    }
}

/* ---- a letter ---- */

/* Whether its lines run from right to left: as the body does. */
static bool is_leftward(struct press *p, const struct sheet_text *t)
{
    const char *text = t->text[PART_BODY] ? t->text[PART_BODY] : t->text[PART_SALUTATION];
    return text && press_leftward(p, text);
}

static void add_parts(struct flow *f, struct press *p, const struct sheet_text *t, double width)
{
    static const struct {
        enum sheet_part part;
        double gap;
        enum flow_keep keep;
    } PARTS[] = {
        { PART_COPY, 0, FLOW_WITH_NEXT },
        { PART_SUBJECT, SIZE * 0.7, FLOW_WITH_NEXT },
        { PART_SALUTATION, SIZE * 1.4, FLOW_WITH_NEXT },
        { PART_BODY, SIZE * 0.7, FLOW_FREE },
        { PART_CLOSING, SIZE * 0.7, FLOW_WITH_BEFORE },
        { PART_SIGNATURE, SIGN, FLOW_WITH_BEFORE },
    };
    bool far = is_leftward(p, t);
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        if (t->text[PARTS[i].part])
            flow_add(f, p, t->text[PARTS[i].part], t->lang[PARTS[i].part], SIZE, width, PARTS[i].gap,
                     PARTS[i].keep, far);
}

/* Sender, address and date; returns where the text begins. */
static double show_head(struct press *p, const struct sheet_text *t)
{
    double column = p->width - COLUMN - RIGHT, most = p->height - BOTTOM - WINDOW;
    double y = show_block(p, t, PART_SENDER,
                          (struct place){ COLUMN, MM(20), column, most, SIZE - 1, SIZE - 1, false });
    double end =
        show_block(p, t, PART_ADDRESS, (struct place){ LEFT, WINDOW, MM(80), most, SIZE, SIZE, false });
    if (t->text[PART_ALSO])
        end = show_block(p, t, PART_ALSO,
                         (struct place){ LEFT, end + SIZE / 2, MM(80), most, SIZE, SIZE, false });
    double date = y + SIZE > WINDOWS - 2 * SIZE ? y + SIZE : WINDOWS - 2 * SIZE;
    y = show_block(p, t, PART_DATE, (struct place){ COLUMN, date, column, most, SIZE, SIZE, false });
    end = y > end ? y : end;
    return (end > WINDOWS ? end : WINDOWS) + SIZE;
}

static void show_number(struct press *p, size_t page, size_t pages)
{
    char text[48];
    if (pages < 2)
        return;
    int n = snprintf(text, sizeof text, "%zu/%zu", page + 1, pages);
    PangoLayout *layout = press_text(p, text, (size_t)n, "", SIZE - 2, -1, false);
    press_show(p, layout, (p->width - press_width(layout)) / 2, p->height - BOTTOM / 2 - SIZE);
    g_object_unref(layout);
}

static void draw_letter(struct press *p, const struct sheet_text *t)
{
    struct flow f = { 0 };
    double y = show_head(p, t), end = p->height - BOTTOM;
    add_parts(&f, p, t, p->width - LEFT - RIGHT);
    flow_paginate(&f, p, end - y, end - TOP);
    for (size_t i = 0; i < f.pages.n && p->answer == SHEET_DRAWN; i++) {
        if (i)
            press_next_page(p);
        flow_show(&f, p, i, LEFT, i ? TOP : y);
        show_number(p, i, f.pages.n);
    }
    flow_free(&f);
    press_next_page(p);
}

/* ---- envelopes and labels ---- */

/* Both scripts where there are two: one for the post that sends it, one for the post that brings it. */
static void draw_envelope(struct press *p, const struct sheet_text *t)
{
    show_block(p, t, PART_SENDER, (struct place){ MM(10), MM(9), MM(90), MM(32), 8.5, 6.5, false });
    double half = t->text[PART_ALSO] ? MM(28) : MM(56);
    double y = show_block(p, t, PART_ADDRESS, (struct place){ MM(108), MM(46), MM(104), half, 12, 7, false });
    show_block(p, t, PART_ALSO, (struct place){ MM(108), y + MM(2), MM(104), MM(28), 12, 7, false });
    press_next_page(p);
}

static void draw_labels(struct press *p, const struct sheet *s)
{
    const double top = (p->height - 8 * MM(37)) / 2;
    for (size_t i = 0; i < s->letters.n; i++) {
        size_t at = (s->first + i) % SHEET_LABEL_PLACES;
        if (i && at == 0)
            press_next_page(p);
        double x = (double)(at % 3) * MM(70) + MM(6), y = top + (double)(at / 3) * MM(37) + MM(3);
        show_block(p, &s->letters.at[i], PART_ADDRESS,
                   (struct place){ x, y, MM(58), MM(31), 10.5, 6.5, true });
    }
    press_next_page(p);
}

void forms_draw(struct press *p, const struct sheet *s)
{
    if (!press_start(p, PAPER[s->form].width, PAPER[s->form].height))
        return;
    if (s->form == SHEET_LABELS)
        draw_labels(p, s);
    for (size_t i = 0; s->form != SHEET_LABELS && i < s->letters.n && p->answer == SHEET_DRAWN; i++)
        (s->form == SHEET_DL ? draw_envelope : draw_letter)(p, &s->letters.at[i]);
    press_finish(p);
}
