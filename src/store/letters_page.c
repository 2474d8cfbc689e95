/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/err.h"
#include "satchel/casework/letter_words.h"
#include "satchel/store/letters_read.h"
#include "satchel/store/store.h"

static int set(char **to, const char *text, struct err *e)
{
    return str_set(to, text && *text ? text : NULL) < 0 ? err_no_memory(e) : 0;
}

/* The second recipient of a copy is the one that the letter was written to. */
static int add_copy_of(struct store *s, const struct letter *l, struct letter_page *p, struct err *e)
{
    struct letters_whom main = { 0 };
    if (l->to.at[0].part != PART_CC || l->to.n < 2)
        return 0;
    int rc = letters_whom(s, l->to.at[1].target.n, l->to.at[1].address.n, &main, e);
    char *label = rc == 0 ? letter_whom_label(&main.whom, e) : NULL;
    if (label)
        p->copy_of = letter_copy_of(l->lang, label, e);
    letters_whom_free(&main);
    str_free(label);
    return p->copy_of ? 0 : -1;
}

static int add_recipient(struct store *s, const struct letter *l, struct letter_page *p, struct err *e)
{
    struct letters_whom w = { 0 };
    if (!l->to.n)
        return 0;
    const struct letter_to *to = &l->to.at[0];
    int rc = letters_whom(s, to->target.n, to->address.n, &w, e);
    if (rc == 0 && w.address)
        rc = letter_address(&w.whom, to->script, l->lang, p, e);
    rc = rc == 0 ? letters_points(s, &w, CONTACT_EMAIL, &p->emails, e) : rc;
    rc = rc == 0 ? letters_points(s, &w, CONTACT_FAX, &p->faxes, e) : rc;
    rc = rc == 0 ? set(&p->salutation, to->salutation, e) : rc;
    letters_whom_free(&w);
    return rc < 0 ? -1 : add_copy_of(s, l, p, e);
}

static int add_sender(struct store *s, const struct letter *l, int32_t day, struct letter_page *p,
                      struct err *e)
{
    struct rec *r = NULL;
    if (letters_get_ref(s, &l->sender, &r, e) < 0)
        return -1;
    const struct sender *who = (const struct sender *)r;
    int rc = letter_sender(who, l->sign, p, e);
    if (rc == 0) /* the block of initials has the town already */
        p->date_line = letter_date(l->lang, who && l->sign == SIGN_FULL ? who->town : NULL, day, e);
    rec_free(r);
    return p->date_line ? 0 : -1;
}

int letters_page_now(struct store *s, const struct letter *l, struct letter_page *p, struct err *e)
{
    int32_t day = l->state != LETTER_DRAFT && l->ready_at.set ? l->ready_at.v : store_today(s);
    if (set(&p->lang, l->lang, e) < 0 || set(&p->subject, l->subject, e) < 0 ||
        set(&p->body, l->body, e) < 0 || add_recipient(s, l, p, e) < 0 || add_sender(s, l, day, p, e) < 0) {
        letter_page_free(p);
        return -1;
    }
    if (p->signature && letter_page_signed(p->body, p->signature, strlen(p->signature))) {
        str_free(p->signature);
        p->signature = NULL;
    }
    return 0;
}

int letter_page(struct store *s, int64_t n, struct letter_page *p, struct err *e)
{
    struct rec *r = NULL;
    if (letters_get(s, n, KIND_LETTER, &r, e) < 0)
        return -1;
    const struct letter *l = (const struct letter *)r;
    int rc = l->state == LETTER_SENT && l->frozen ? letter_page_read(l->frozen, p, e)
                                                  : letters_page_now(s, l, p, e);
    rec_free(r);
    return rc;
}
